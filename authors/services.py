"""What is done with bylines, where it has more than one effect."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Site

from authors.enums import AuthorKind
from authors.models import Author, FormerSlug, HelpingHand, User
from authors.names import filing_name

# Words that must not look like a person's address.
RESERVED_SLUGS = frozenset({"flux", "mairie", "ville", "admin", "redaction", "equipe"})


def free_slug(name: str, *, but: Author | None = None) -> str:
    """Return a slug for `name` that no author has or ever had.

    `but` is the author who is being renamed: its own addresses, present and
    past, are free to it.
    """
    stem = slugify(name)[:80].strip("-") or "signature"
    present = Author.objects.exclude(pk=but.pk) if but else Author.objects.all()
    former = FormerSlug.objects.exclude(author=but) if but else FormerSlug.objects.all()
    taken = RESERVED_SLUGS.union(
        present.filter(slug__startswith=stem).values_list("slug", flat=True),
        former.filter(slug__startswith=stem).values_list("slug", flat=True),
    )
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@transaction.atomic
def create_author(
    name: str, *, user: User | None = None, kind: str = AuthorKind.PERSON
) -> Author:
    """Create a byline, with an address made of its name.

    Raises IntegrityError when `user` already has a personal byline.
    """
    is_person = kind == AuthorKind.PERSON
    return Author.objects.create(
        name=name,
        kind=kind,
        user=user,
        slug=free_slug(name),
        filed_as=filing_name(name, is_person=is_person),
    )


@transaction.atomic
def rename_author(author: Author, name: str) -> Author:
    """Give a byline another name.

    Effects, in order: keep the present address as a former one; take the
    address of the new name; file it anew. A former address that the author
    comes back to is its address again.
    """
    slug = free_slug(name, but=author)
    if slug != author.slug:
        FormerSlug.objects.filter(slug=slug, author=author).delete()
        FormerSlug.objects.get_or_create(slug=author.slug, author=author)
    author.name = name
    author.slug = slug
    author.filed_as = filing_name(name, is_person=not author.is_organisation)
    author.save(update_fields=["name", "slug", "filed_as"])
    return author


@transaction.atomic
def say_who_helps(user: User, *, kinds: Iterable[str], sites: Iterable[Site]) -> None:
    """Record how `user` gives a hand, and where; what is named no more ends.

    What was said before and still holds keeps its date.
    """
    wanted = {(site.pk, kind) for site in sites for kind in kinds}
    # One answer at a time: two sent together must not add up.
    User.objects.select_for_update().get(pk=user.pk)
    for hand in user.helping_hands.all():
        if (hand.site_id, hand.kind) in wanted:
            wanted.remove((hand.site_id, hand.kind))
        else:
            hand.delete()
    HelpingHand.objects.bulk_create(
        HelpingHand(user=user, site_id=site, kind=kind) for site, kind in wanted
    )
