"""One function for each message. Each is a template named after its event."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from wagtail.models import Site

from articles.enums import Consent, Role
from articles.models import ArticlePage
from authors.addresses import page_url, reverse_workshop
from authors.models import User


def writers_of(article: ArticlePage) -> QuerySet[User]:
    """Return the accounts of all who write the text, not only who proposed it."""
    signed = article.signatures.filter(role=Role.TEXT, state=Consent.ACCEPTED)
    accounts = User.objects.filter(is_active=True)
    return (
        accounts.filter(author__signatures__in=signed)
        | accounts.filter(pk=article.owner_id)
    ).distinct()


def _send(event: str, to: QuerySet[User], **context: object) -> None:
    for user in to:
        context["user"] = user
        text = render_to_string(f"articles/email/{event}.txt", context)
        subject, _newline, body = text.partition("\n")
        EmailMessage(
            subject.strip(),
            body.strip() + "\n",
            settings.DEFAULT_FROM_EMAIL,
            [user.email],
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
