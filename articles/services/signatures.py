"""Names on a text: sign, invite, credit, accept, decline, take back, order.

A name is shown by its owner's consent alone. Each gesture holds the article's
row, so that two people who act at once do so one after the other; and makes
kept pages stale where readers see the article.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from articles import emails
from articles.enums import Consent, Role, Stage
from articles.errors import LastName, OutOfDate, WrongState
from articles.models import ArticlePage, ContentVersion, Signature
from articles.querysets import published_authors
from authors.mailboxes import mailbox_hint, mailbox_key
from authors.models import Author, User
from authors.names import filing_name
from authors.services import create_author

# What waits for an answer on one text, and what one person sends in a day.
MOST_INVITATIONS = 20
MOST_A_DAY = 30
MOST_NAMES = 40
A_DAY = timedelta(days=1)


def sign(
    article: ArticlePage,
    *,
    author: Author,
    revision: Revision | None,
    role: str = Role.TEXT,
) -> Signature:
    """Record that `author` accepts to sign this revision, now."""
    signature, _created = Signature.objects.update_or_create(
        article=article,
        author=author,
        role=role,
        defaults={
            "state": Consent.ACCEPTED,
            "accepted_at": timezone.now(),
            "ended_at": None,
            "revision": revision,
        },
        create_defaults={
            "state": Consent.ACCEPTED,
            "accepted_at": timezone.now(),
            "revision": revision,
            "order": _next_place(article),
        },
    )
    return signature


def version_to_sign(article: ArticlePage) -> Revision | None:
    """Return the words that a new signatory reads: those online, or the newest."""
    return article.live_revision if article.live else article.latest_revision


@transaction.atomic
def invite_by_name(
    article: ArticlePage, *, by: User, author: Author, role: str, message: str = ""
) -> Signature:
    """Invite a byline that agreed to be found.

    Effects, in order: check that it agreed and was not asked today; keep the
    invitation; tell its account, or its members, by mail.
    Raises WrongState where this is not possible now, with the reason.
    """
    article = _locked(article)
    if not Author.objects.findable().filter(pk=author.pk).exists():
        raise WrongState(_("Cette personne n’a pas accepté d’être invitée par nom."))
    old = article.signatures.filter(author=author, role=role).first()
    _check_may_invite(article, by, old)
    invitation = old or Signature(article=article, author=author, role=role)
    _invite(invitation, by, message)
    transaction.on_commit(lambda: emails.tell_invited_by_name(invitation))
    return invitation


@transaction.atomic
def invite_by_email(
    article: ArticlePage, *, by: User, email: str, role: str, message: str = ""
) -> Signature:
    """Invite whoever holds an address, with an account or without: nothing that
    is kept, shown or sent depends on it.

    The address itself serves for one message and is not kept. Raises WrongState
    where this is not possible now, ValidationError for one's own address.
    """
    article = _locked(article)
    key = mailbox_key(email)
    if key in by.mailbox_keys:
        raise ValidationError({"email": _("C’est votre adresse : vous signez déjà.")})
    old = article.signatures.filter(email_key=key, role=role).first()
    _check_may_invite(article, by, old)
    invitation = old or Signature(article=article, role=role, email_key=key)
    invitation.email_hint = mailbox_hint(email)
    _invite(invitation, by, message)
    transaction.on_commit(lambda: emails.tell_invited(invitation, email))
    return invitation


def _check_may_invite(article: ArticlePage, by: User, old: Signature | None) -> None:
    if old and old.state == Consent.ACCEPTED:
        raise WrongState(_("Cette personne signe déjà dans ce rôle."))
    if old and old.state == Consent.INVITED:
        raise WrongState(_("Cette personne est déjà invitée : elle n’a pas répondu."))
    if old and old.state == Consent.DECLINED:
        raise WrongState(_("Cette personne a décliné : elle ne sera pas relancée."))
    since = timezone.now() - A_DAY
    if old and old.mailed_at and old.mailed_at > since:
        raise WrongState(
            _(
                "Cette personne a déjà reçu une invitation aujourd’hui : attendez demain."
            )
        )
    if article.signatures.invitations().count() >= MOST_INVITATIONS:
        raise WrongState(
            _("Vingt invitations attendent déjà une réponse : annulez-en une d’abord.")
        )
    sent = Signature.objects.filter(invited_by=by, mailed_at__gt=since)
    if sent.count() >= MOST_A_DAY:
        raise WrongState(
            _("Vous avez envoyé beaucoup d’invitations aujourd’hui : reprenez demain.")
        )
    _check_room(article)


def _check_room(article: ArticlePage) -> None:
    if article.signatures.count() >= MOST_NAMES:
        raise WrongState(_("Ce texte porte déjà quarante signatures ou invitations."))


def _invite(invitation: Signature, by: User, message: str) -> None:
    invitation.state = Consent.INVITED
    invitation.message = message.strip()
    invitation.invited_by = by
    invitation.invited_at = invitation.mailed_at = timezone.now()
    invitation.accepted_at = invitation.ended_at = invitation.revision = None
    invitation.order = _next_place(invitation.article)
    invitation.save()


@transaction.atomic
def accept(
    invitation: Signature, *, by: User, author: Author, seen: int | None
) -> Signature:
    """Sign as invited, under one of one's bylines.

    `seen` is the id of the version that was read. Effects, in order: check that
    it is still the one; put the byline, the version and the time on record,
    and forget the address; let readers and the search see the name; tell who
    invited. Raises WrongState where the invitation was answered or taken back,
    OutOfDate where the text changed.
    """
    article = _locked(invitation.article)
    invitation = _still(invitation, Consent.INVITED)
    version = version_to_sign(article)
    if version and seen != version.pk:
        raise OutOfDate(_("Le texte a changé depuis que vous l’avez ouvert."))
    if invitation.author_id and invitation.author_id != author.pk:
        raise WrongState(_("Cette invitation est pour une autre signature."))
    same = article.signatures.filter(author=author, role=invitation.role)
    same = same.exclude(pk=invitation.pk).first()
    if same and same.state == Consent.ACCEPTED:
        raise WrongState(_("Vous signez déjà ce texte dans ce rôle."))
    if same:
        same.delete()
    invitation.author = author
    invitation.email_key = invitation.email_hint = ""
    invitation.state = Consent.ACCEPTED
    invitation.accepted_at = timezone.now()
    invitation.revision = version
    invitation.save()
    _show_readers(article)
    transaction.on_commit(lambda: emails.tell_accepted(invitation))
    return invitation


@transaction.atomic
def decline(invitation: Signature, *, by: User) -> None:
    """Answer no. Who invited is told; the person is not asked again."""
    _locked(invitation.article)
    invitation = _still(invitation, Consent.INVITED)
    _end(invitation, Consent.DECLINED)
    transaction.on_commit(lambda: emails.tell_declined(invitation))


@transaction.atomic
def take_back_invitation(invitation: Signature, *, by: User) -> None:
    """Take an invitation back, before it was answered."""
    _locked(invitation.article)
    _end(_still(invitation, Consent.INVITED), Consent.WITHDRAWN)


@transaction.atomic
def withdraw_name(signature: Signature, *, by: User) -> None:
    """Take an accepted name off a text: at once, everywhere.

    Effects, in order: end the signature; make kept pages stale, and file the
    article anew for the search; tell the other writers.
    Raises LastName where a text that is read would bear no name any more,
    WrongState where the name is not on it.
    """
    article = _locked(signature.article)
    signature = _still(signature, Consent.ACCEPTED)
    signature.article = article
    if is_last_name(signature):
        raise LastName(_("Sans votre nom, ce texte ne serait plus signé."))
    _end(signature, Consent.WITHDRAWN)
    _show_readers(article)
    transaction.on_commit(lambda: emails.tell_name_withdrawn(article, by))


def is_last_name(signature: Signature) -> bool:
    """Whether a text that is read, or about to be, would be left unsigned."""
    if signature.article.stage not in (Stage.PUBLISHED, Stage.WAITING):
        return False
    texts = signature.article.signatures.accepted().filter(role=Role.TEXT)
    return signature.role == Role.TEXT and not texts.exclude(pk=signature.pk).exists()


@transaction.atomic
def credit_guest(
    article: ArticlePage, *, by: User, name: str, role: str, email: str = ""
) -> Signature:
    """Credit a person without an account, on the word of `by`.

    Effects, in order: take up the byline that `by` vouched for before under
    this name, or make one; keep whose the byline is, where an address was
    given; sign, with who attests; let readers see it.
    Raises ValidationError where somebody with an account signs with this name.
    """
    article = _locked(article)
    _check_room(article)
    filed = filing_name(name, is_person=True)
    if published_authors().filter(filed_as=filed).exclude(user=None).exists():
        raise ValidationError(
            {
                "name": _(
                    "Quelqu’un signe déjà de ce nom sur le réseau, avec un compte : "
                    "invitez cette personne, elle répondra elle-même."
                )
            }
        )
    vouched = Author.objects.filter(user=None, signatures__vouched_by=by)
    author = vouched.filter(name=name).first() or create_author(name)
    if email and not author.claim_key:
        author.claim_key = mailbox_key(email)
        author.save(update_fields=["claim_key"])
    signature = sign(
        article, author=author, revision=version_to_sign(article), role=role
    )
    signature.vouched_by = by
    signature.save()
    _show_readers(article)
    return signature


@transaction.atomic
def move_up(signature: Signature) -> None:
    """Let a name stand before the one that precedes it."""
    article = _locked(signature.article)
    names = list(article.signatures.accepted().in_order())
    places = [name.pk for name in names]
    if signature.pk not in places:
        raise WrongState(_("Ce nom n’est plus sur le texte."))
    at = places.index(signature.pk)
    if at:
        names[at - 1], names[at] = names[at], names[at - 1]
    for place, name in enumerate(names):
        name.order = place
    Signature.objects.bulk_update(names, ["order"])
    _show_readers(article)


def _locked(article: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)


def _still(signature: Signature, state: Consent) -> Signature:
    """Return the signature anew, where it stands as the gesture expects."""
    found = Signature.objects.filter(pk=signature.pk).first()
    if found is None or found.state != state:
        raise WrongState(
            _("Cette invitation n’attend plus de réponse.")
            if state == Consent.INVITED
            else _("Ce nom n’est plus sur le texte.")
        )
    return found


def _end(signature: Signature, state: Consent) -> None:
    signature.state = state
    signature.ended_at = timezone.now()
    signature.save()


def _next_place(article: ArticlePage) -> int:
    last = article.signatures.aggregate(last=Max("order"))["last"]
    return 0 if last is None else last + 1


def _show_readers(article: ArticlePage) -> None:
    if article.live:
        ContentVersion.objects.bump()
