"""One function for each message. Each is a template named after its event."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from wagtail.models import Site

from articles.enums import Consent, Role
from articles.models import ArticlePage, Correction, HelpOffer, Notice, Signature
from authors.addresses import page_url, reverse_workshop
from authors.models import Author, MandateInvitation, Membership, User


def writers_of(article: ArticlePage) -> QuerySet[User]:
    """Return the accounts of all who write the text, not only who proposed it."""
    signed = article.signatures.filter(role=Role.TEXT, state=Consent.ACCEPTED)
    accounts = User.objects.filter(is_active=True)
    return (
        accounts.filter(author__signatures__in=signed)
        | accounts.filter(pk=article.owner_id)
    ).distinct()


def accounts_behind(article: ArticlePage) -> QuerySet[User]:
    """Return the accounts of all who signed, and of those who act today for the
    organisations that did."""
    signed = article.signatures.accepted().values("author")
    mandates = Membership.objects.current().filter(organisation__in=signed)
    accounts = User.objects.filter(is_active=True)
    return accounts.filter(Q(author__in=signed) | Q(pk__in=mandates.values("user")))


def _send(
    event: str, to: Iterable[User], *, reply_to: str = "", **context: object
) -> None:
    for user in to:
        _mail(event, user.email, reply_to, {**context, "user": user})


def _mail(event: str, address: str, reply_to: str, context: dict[str, object]) -> None:
    text = render_to_string(f"articles/email/{event}.txt", context)
    subject, _newline, body = text.partition("\n")
    EmailMessage(
        # A title may hold what no header takes.
        " ".join(subject.splitlines()).strip(),
        body.strip() + "\n",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        reply_to=[reply_to] if reply_to else None,
    ).send(fail_silently=True)


def tell_published(article: ArticlePage) -> None:
    """Tell the writers that the article is online, and where."""
    _send("published", writers_of(article), article=article, url=page_url(article))


def tell_sent_back(article: ArticlePage, message: str, site: Site) -> None:
    """Tell the writers what the editors ask before they can publish."""
    url = reverse_workshop("write", article.pk)
    _send(
        "sent_back",
        writers_of(article),
        article=article,
        message=message,
        site=site,
        url=url,
    )


def tell_submitted(article: ArticlePage, site: Site, editors: QuerySet[User]) -> None:
    """Tell a site's editors that a text waits for them."""
    url = reverse_workshop("review", article.pk)
    _send("submitted", editors, article=article, site=site, url=url)


def tell_withdrawn(article: ArticlePage, reason: str, by: User) -> None:
    """Tell the writers that their article was taken offline, and why."""
    url = reverse_workshop("article", article.pk)
    writers = writers_of(article).exclude(pk=by.pk)
    _send("withdrawn", writers, article=article, reason=reason, url=url)


def tell_notice(notice: Notice, editors: QuerySet[User]) -> None:
    """Tell a site's editors that something was reported, and by whom."""
    _send("notice", editors, notice=notice, url=reverse_workshop("notices"))


def tell_notice_received(notice: Notice) -> None:
    """Give who reported the number of the receipt, and nothing typed by anybody."""
    url = reverse_workshop("notice", notice.number)
    _mail("notice_received", notice.email, "", {"notice": notice, "url": url})


def tell_reaction(
    article: ArticlePage, to: QuerySet[User], *, name: str, email: str, message: str
) -> None:
    """Bring a reader's message; an answer goes to the reader directly."""
    context = {"name": name, "email": email, "message": message}
    url = page_url(article)
    _send("reaction", to, reply_to=email, article=article, url=url, **context)


def tell_help_offered(offer: HelpOffer) -> None:
    """Tell the writers that somebody offers to help, and what she says."""
    article = offer.request.article
    url = reverse_workshop("ask_help", article.pk)
    _send("help_offered", writers_of(article), article=article, offer=offer, url=url)


def tell_help_accepted(offer: HelpOffer) -> None:
    """Tell the helper that the draft is open to her."""
    article = offer.request.article
    url = reverse_workshop("remarks", article.pk)
    helper = User.objects.filter(pk=offer.by_id, is_active=True)
    _send("help_accepted", helper, article=article, offer=offer, url=url)


def tell_invited(invitation: Signature, email: str) -> None:
    """Tell whoever holds an address that she is invited to sign."""
    _mail("invited", email, "", _about(invitation))


def tell_invited_by_name(invitation: Signature) -> None:
    """Tell who signs with a byline, or for it, that she is invited to sign."""
    if invitation.author:
        _send("invited", accounts_of(invitation.author), **_about(invitation))


def _about(invitation: Signature) -> dict[str, Any]:
    byline = getattr(invitation.invited_by, "author", None)
    return {
        "article": invitation.article,
        "invitation": invitation,
        "inviter": byline.name if byline else "",
        "url": reverse_workshop("invitations"),
    }


def accounts_of(author: Author) -> QuerySet[User]:
    """Return the accounts behind a byline: the person's, or the members' of today."""
    accounts = User.objects.filter(is_active=True)
    if author.is_organisation:
        members = author.memberships.current()
        return accounts.filter(pk__in=members.values("user"))
    return accounts.filter(author=author)


def tell_accepted(signature: Signature) -> None:
    """Tell who invited that the person signs."""
    _tell_inviter("signature_accepted", signature)


def tell_declined(signature: Signature) -> None:
    """Tell who invited that the person does not sign; the message names nobody."""
    _tell_inviter("signature_declined", signature)


def _tell_inviter(event: str, signature: Signature) -> None:
    url = reverse_workshop("signatories", signature.article_id)
    inviter = signature.invited_by
    to = [inviter] if inviter and inviter.is_active else []
    _send(event, to, article=signature.article, signature=signature, url=url)


def tell_name_withdrawn(article: ArticlePage, by: User) -> None:
    """Tell the other writers that a name left the text; the message names nobody."""
    url = reverse_workshop("signatories", article.pk)
    writers = writers_of(article).exclude(pk=by.pk)
    _send("name_withdrawn", writers, article=article, url=url)


def tell_corrected(correction: Correction, site: Site) -> None:
    """Tell the writers what the editors changed in their article, and why."""
    article = correction.article
    _send(
        "corrected_by_editors",
        writers_of(article),
        article=article,
        correction=correction,
        site=site,
        url=article.corrections_url,
        write=reverse_workshop("write", article.pk),
    )


def tell_mandate(invitation: MandateInvitation, email: str) -> None:
    """Tell whoever holds an address that an organisation invites her to act for it."""
    byline = getattr(invitation.invited_by, "author", None)
    context = {
        "organisation": invitation.organisation,
        "inviter": byline.name if byline else "",
        "url": reverse_workshop("invitations"),
    }
    _mail("invited_as_member", email, "", context)
