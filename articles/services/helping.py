"""«Un coup de main»: ask, offer, accept, end. Each leaves a dated record."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import emails
from articles.errors import WrongState
from articles.models import ArticlePage, HelpOffer, HelpRequest
from articles.permissions import UNPUBLISHED
from authors.models import User

# More people than that at one text do not help it.
MOST_OFFERS = 10


@transaction.atomic
def ask(article: ArticlePage, *, by: User, kind: str, sentence: str) -> HelpRequest:
    """Ask for a hand with a text.

    Who helps in that way on the text's site finds it at the desk: nobody is
    written to. Asked twice at once, it is the same request. Raises WrongState
    where the text is published or withdrawn, or a request of that kind is open.
    """
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.stage not in UNPUBLISHED:
        raise WrongState(_("Ce texte n’est plus un brouillon."))
    before = article.help_requests.open().filter(kind=kind).first()
    if before and before.sentence == sentence:
        return before
    if before:
        raise WrongState(_("Vous demandez déjà ce coup de main pour ce texte."))
    return HelpRequest.objects.create(
        article=article, kind=kind, sentence=sentence, asked_by=by
    )


@transaction.atomic
def offer(request: HelpRequest, *, by: User, words: str = "") -> HelpOffer:
    """Offer to help; offered twice, it is the same offer.

    Effects, in order: record it; tell the writers by mail. Raises WrongState
    where the request is closed, or enough people offered already.
    """
    request = _locked(request)
    if request.closed_at:
        raise WrongState(_("Cette demande est close : merci quand même."))
    current = request.offers.current()
    before = current.filter(by=by).first()
    if before:
        return before
    if current.count() >= MOST_OFFERS:
        raise WrongState(_("Assez de monde s’est proposé : merci quand même."))
    made = HelpOffer.objects.create(request=request, by=by, words=words)
    transaction.on_commit(lambda: emails.tell_help_offered(made))
    return made


@transaction.atomic
def accept(offer: HelpOffer, *, by: User, may_write: bool) -> HelpOffer:
    """Invite a helper to the draft, to read and remark it, and to write in it
    where `may_write`; done again, it changes that.

    Effects, in order: record who accepted, and when; tell the helper by mail,
    the first time. Raises WrongState where the offer has ended, the text is no
    draft any more, or somebody else helps already.
    """
    request = _locked(offer.request)
    offer = HelpOffer.objects.get(pk=offer.pk)
    if offer.ended_at or request.closed_at:
        raise WrongState(_("Cette proposition n’est plus ouverte."))
    if request.article.stage not in UNPUBLISHED:
        raise WrongState(_("Ce texte n’est plus un brouillon."))
    if request.offers.accepted().exclude(pk=offer.pk).exists():
        raise WrongState(_("Quelqu’un vous aide déjà : une personne à la fois."))
    now = timezone.now()
    if offer.accepted_at is None:
        offer.accepted_at, offer.accepted_by = now, by
        transaction.on_commit(lambda: emails.tell_help_accepted(offer))
    offer.writes_since = (offer.writes_since or now) if may_write else None
    offer.save()
    return offer


@transaction.atomic
def end(offer: HelpOffer, *, by: User) -> None:
    """End an offer: the draft is closed to the helper from now on."""
    _locked(offer.request)
    HelpOffer.objects.filter(pk=offer.pk, ended_at=None).update(
        ended_at=timezone.now(), ended_by=by
    )


@transaction.atomic
def close(request: HelpRequest, *, by: User) -> None:
    """Close a request, and end what was offered for it."""
    request = _locked(request)
    _close(HelpRequest.objects.filter(pk=request.pk), by)


@transaction.atomic
def close_all(article: ArticlePage) -> None:
    """Close what was asked for a text: it is published, and open to everybody."""
    _close(article.help_requests.all(), None)


def _close(requests, by: User | None) -> None:  # type: ignore[no-untyped-def]  # a queryset of ours
    now = timezone.now()
    offers = HelpOffer.objects.filter(request__in=requests, ended_at=None)
    offers.update(ended_at=now, ended_by=by)
    requests.filter(closed_at=None).update(closed_at=now, closed_by=by)


def _locked(request: HelpRequest) -> HelpRequest:
    """Return the request anew, its row held until the transaction ends."""
    return HelpRequest.objects.select_for_update().get(pk=request.pk)
