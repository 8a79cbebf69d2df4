"""Who: accounts, and the bylines under which people and organisations sign."""

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from authors.addresses import reverse_public
from authors.enums import AuthorKind, HelpKind
from authors.mailboxes import mailbox_key
from authors.querysets import (
    AuthorQuerySet,
    MandateInvitationQuerySet,
    MembershipQuerySet,
)


class UserManager(DjangoUserManager):
    def _create_user_object(self, username, email, password, **extra):
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        return user

    def create_user(self, email, password=None, **extra):
        return super().create_user(email, email, password, **extra)

    def create_superuser(self, email, password=None, **extra):
        return super().create_superuser(email, email, password, **extra)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """An account: an e-mail address that can sign in. Not a byline."""

    username = None
    # Unique twice: to the letter, which Django asks of a login, and without
    # regard to case, which people expect.
    email = models.EmailField(_("adresse e-mail"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    objects = UserManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Un compte existe déjà à cette adresse."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.email

    @cached_property
    def mailbox_keys(self) -> list[str]:
        """The codes of the addresses that the person has confirmed as hers."""
        confirmed = self.emailaddress_set.filter(verified=True)
        return [mailbox_key(email) for (email,) in confirmed.values_list("email")]


def portrait_path(author: "Author", filename: str) -> str:
    """File a portrait under a random name, so that a new one has a new address."""
    return f"portraits/{get_random_string(20).lower()}.webp"


class Author(models.Model):
    """A byline: a person or an organisation, with or without an account."""

    kind = models.CharField(
        _("nature"),
        max_length=12,
        choices=AuthorKind.choices,
        default=AuthorKind.PERSON,
    )
    name = models.CharField(_("nom de signature"), max_length=80)
    slug = models.SlugField(_("adresse"), max_length=90, unique=True)
    filed_as = models.CharField(_("classé sous"), max_length=90, db_index=True)
    biography = models.TextField(_("présentation"), blank=True, max_length=2000)
    portrait = models.ImageField(_("portrait"), upload_to=portrait_path, blank=True)
    neighbourhood = models.ForeignKey(
        "wagtailcore.Site",
        verbose_name=_("quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="authors",
    )
    user = models.OneToOneField(
        User,
        verbose_name=_("compte"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="author",
    )
    # Consent to be found by name by those who invite signatories: since when.
    findable_since = models.DateTimeField(
        _("accepte d’être invité par son nom depuis"), null=True, blank=True
    )
    # The address, as authors.mailboxes keeps it, of a person without an account:
    # whoever confirms that address may say «this byline is mine».
    claim_key = models.CharField(max_length=64, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("auteur, autrice")
        verbose_name_plural = _("auteurs et autrices")
        ordering = ["filed_as", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AuthorKind.values), name="author_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=AuthorKind.ORGANISATION, user__isnull=False),
                name="author_organisation_has_members_not_an_account",
                violation_error_message=_(
                    "Une organisation agit par ses membres, elle n’a pas de compte."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(slug=""), name="author_is_named"
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self) -> str:
        return reverse_public("author", self.slug)

    @property
    def is_organisation(self) -> bool:
        return self.kind == AuthorKind.ORGANISATION

    @property
    def initial(self) -> str:
        return self.filed_as[:1].upper()


class FormerSlug(models.Model):
    """An address that an author had before a change of name: it still leads here."""

    slug = models.SlugField(max_length=90, primary_key=True)
    author = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="former_slugs"
    )
    until = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.slug


class AuthorLink(models.Model):
    """A page elsewhere that an author wants to show."""

    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("nom du lien"), max_length=60)
    url = models.URLField(
        _("adresse"), validators=[URLValidator(schemes=["http", "https"])]
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "url"], name="author_link_unique")
        ]

    def __str__(self):
        return self.label


class Membership(models.Model):
    """A mandate to act for an organisation, from a day and possibly until one."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="memberships"
    )
    since = models.DateField(_("depuis"))
    until = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandats")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(until=None),
                name="membership_open_once",
                violation_error_message=_("Cette personne a déjà un mandat en cours."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("Un mandat finit après avoir commencé."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.organisation}"

    def clean(self):
        if self.organisation_id and not self.organisation.is_organisation:
            raise ValidationError(
                {"organisation": _("Un mandat se donne pour une organisation.")}
            )


class HelpingHand(models.Model):
    """«Je donne un coup de main»: a way of helping, on one site, since a day."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="helping_hands"
    )
    site = models.ForeignKey(
        "wagtailcore.Site", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(_("aide"), max_length=12, choices=HelpKind.choices)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("coup de main")
        verbose_name_plural = _("coups de main")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "site", "kind"], name="helping_hand_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=HelpKind.values), name="helping_hand_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_kind_display()} – {self.site}"


class MandateInvitation(models.Model):
    """A member asks someone to act for the organisation: one day, one answer.

    The address is kept as authors.mailboxes does.
    """

    organisation = models.ForeignKey(
        Author, on_delete=models.CASCADE, related_name="mandate_invitations"
    )
    email_key = models.CharField(max_length=64, db_index=True)
    email_hint = models.CharField(max_length=80)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(
        _("acceptée, déclinée ou annulée le"), null=True, blank=True
    )

    objects = MandateInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation à agir pour une organisation")
        verbose_name_plural = _("invitations à agir pour une organisation")
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email_key"],
                condition=Q(ended_at=None),
                name="mandate_invitation_open_once",
            )
        ]

    def __str__(self):
        return f"{self.organisation} – {self.email_hint}"
