"""What was imported, from where, and the addresses that it had there."""

from django.db import models
from django.db.models import Q
from wagtail.documents.models import Document
from wagtail.models import Page, Site

from articles.models import Keyword, Picture
from authors.addresses import page_url, public_url
from authors.models import Author


class Outcome(models.TextChoices):
    """What became of an object that was read."""

    IMPORTED = "imported", "importé"
    ASIDE = "aside", "mis de côté"
    REFUSED = "refused", "refusé"
    # Begun: its page exists, its words are still to come.
    BEGUN = "begun", "commencé"


class LegacySource(models.Model):
    """A site that was imported, and where its readers find it now."""

    name = models.CharField("nom", max_length=120, unique=True)
    address = models.CharField("adresse d’alors", max_length=300, blank=True)
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "site importé"
        verbose_name_plural = "sites importés"

    def __str__(self):
        return self.name


class HostAlias(models.Model):
    """A host name that an imported site had: it leads to where things are now."""

    hostname = models.CharField(max_length=253, primary_key=True)
    source = models.ForeignKey(
        LegacySource, on_delete=models.CASCADE, related_name="aliases"
    )

    def __str__(self):
        return self.hostname


class ImportedObject(models.Model):
    """An object of an imported site, and what it is here: its identity.

    `digest` is of what was read, `mark` of what we made of it: an object whose
    own mark differs was changed by people here, and is theirs.
    """

    source = models.ForeignKey(
        LegacySource, on_delete=models.CASCADE, related_name="objects_read"
    )
    kind = models.CharField(max_length=12)
    legacy_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=200, blank=True)
    page = models.ForeignKey(
        Page, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey(
        Author, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    keyword = models.ForeignKey(
        Keyword, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture = models.ForeignKey(
        Picture, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file = models.ForeignKey(
        Document, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    leads_to = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    url = models.TextField(blank=True)
    # Its address answered before, and is gone: 410, not 404.
    was_removed = models.BooleanField(default=False)
    # A byline's e-mail address, as a keyed hash: to know the same person again.
    email_hash = models.CharField(max_length=64, blank=True, db_index=True)
    # The words of what is not shown here: for the administrators.
    kept = models.TextField(blank=True)
    visits = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "legacy_id"], name="imported_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="imported_outcome_known"
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.legacy_id} ({self.source})"

    @property
    def is_gone(self) -> bool:
        """Whether readers had it, and have it nowhere any more."""
        what = self.leads_to or self
        if self.was_removed:
            return True
        if what.page:
            return not what.page.live and what.page.first_published_at is not None
        return what.outcome == Outcome.IMPORTED

    def present_url(self, site: Site, *, feed: bool = False) -> str:
        """Return its address here; nothing where readers have none.

        Asks for no row but those that came with it (`with_all`).
        """
        what = self.leads_to or self
        tail = "flux/rss/" if feed else ""
        if what.page and what.page.live:
            return page_url(what.page) + tail
        if what.author:
            return what.author.get_absolute_url() + tail
        if what.keyword:
            return what.keyword.url_on(site) + tail
        if what.picture:
            return public_url(what.picture.file.url, site=site)
        if what.file:
            return public_url(what.file.file.url, site=site)
        return what.url


class LegacyAddressQuerySet(models.QuerySet):
    def with_all(self) -> "LegacyAddressQuerySet":
        ends = ("page", "author", "keyword", "picture", "file")
        return self.select_related(
            "source__site",
            *(f"what__{end}" for end in ends),
            *(f"what__leads_to__{end}" for end in ends),
        )


class LegacyAddress(models.Model):
    """One address of an imported site, as the key that all its forms share
    (sites.spip.addresses), and the object that it named."""

    source = models.ForeignKey(
        LegacySource, on_delete=models.CASCADE, related_name="addresses"
    )
    key = models.CharField(max_length=400)
    what = models.ForeignKey(
        ImportedObject, on_delete=models.CASCADE, related_name="addresses"
    )

    objects = LegacyAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key", "source"], name="legacy_address_unique"
            )
        ]

    def __str__(self):
        return self.key
