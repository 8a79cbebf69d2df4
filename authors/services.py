"""What is done with bylines, where it has more than one effect."""

from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Site

from authors.enums import AuthorKind
from authors.mailboxes import mailbox_hint, mailbox_key
from authors.models import (
    Author,
    FormerSlug,
    HelpingHand,
    MandateInvitation,
    Membership,
    User,
)
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


MOST_MANDATE_INVITATIONS = 20


@transaction.atomic
def invite_member(
    organisation: Author, *, by: User, email: str
) -> MandateInvitation | None:
    """Invite whoever holds an address to act for an organisation.

    Returns None where the address is invited already, or was within a day: no
    second message goes out. Raises ValidationError where too many wait.
    """
    Author.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    key = mailbox_key(email)
    sent = organisation.mandate_invitations.filter(email_key=key)
    a_day_ago = timezone.now() - timedelta(days=1)
    if sent.filter(Q(ended_at=None) | Q(invited_at__gt=a_day_ago)).exists():
        return None
    waiting = organisation.mandate_invitations.waiting().count()
    recent = MandateInvitation.objects.filter(invited_by=by, invited_at__gt=a_day_ago)
    if max(waiting, recent.count()) >= MOST_MANDATE_INVITATIONS:
        raise ValidationError(
            _("Vingt invitations attendent déjà : annulez-en une, ou reprenez demain.")
        )
    return MandateInvitation.objects.create(
        organisation=organisation,
        email_key=key,
        email_hint=mailbox_hint(email),
        invited_by=by,
    )


@transaction.atomic
def answer_mandate(
    invitation: MandateInvitation, *, by: User, accepts: bool
) -> Membership | None:
    """End an invitation, and give the mandate from today where it is accepted.

    Who has a mandate already keeps it as it is.
    """
    waiting = MandateInvitation.objects.select_for_update().waiting()
    still = waiting.filter(pk=invitation.pk).first()
    if still is None:
        return None
    invitation = still
    invitation.ended_at = timezone.now()
    invitation.save(update_fields=["ended_at"])
    if not accepts:
        return None
    mandates = invitation.organisation.memberships.filter(user=by)
    current = mandates.current().first() or mandates.filter(until=None).first()
    return current or Membership.objects.create(
        user=by, organisation=invitation.organisation, since=timezone.localdate()
    )


@transaction.atomic
def end_mandate(mandate: Membership) -> None:
    """End a mandate: from now on the person no longer acts for the organisation.

    Raises ValidationError for the last one: nobody could look after the
    organisation any more.
    """
    Author.objects.select_for_update(of=("self",)).get(pk=mandate.organisation_id)
    others = mandate.organisation.memberships.current().exclude(pk=mandate.pk)
    if not others.exists():
        raise ValidationError(
            _("C’est le dernier mandat : invitez d’abord quelqu’un d’autre.")
        )
    yesterday = timezone.localdate() - timedelta(days=1)
    if mandate.since > yesterday:
        mandate.delete()
        return
    mandate.until = yesterday
    mandate.save(update_fields=["until"])
