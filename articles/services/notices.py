"""What readers say to a site: a notice to its editors, a message to its authors."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from articles import emails
from articles.models import ArticlePage, Notice
from articles.permissions import editors_of
from articles.services.addresses import article_at

# The same words again within this time are the same notice.
SAME_WITHIN = timedelta(days=1)


@transaction.atomic
def report(
    *, site: Site, address: str, kind: str, explanation: str, name: str, email: str
) -> Notice:
    """Record what somebody reports, and return the notice.

    Effects, in order: keep it, with the published article that the address names;
    tell the site's editors; mail the receipt with its number. Sent twice, it is the
    same notice, and nobody is told again.
    """
    # One at a time for a site: two clicks make one notice.
    Site.objects.select_for_update().get(pk=site.pk)
    said = {"address": address, "kind": kind, "explanation": explanation}
    since = timezone.now() - SAME_WITHIN
    before = Notice.objects.filter(site=site, email=email, at__gt=since, **said).first()
    if before:
        return before
    notice = Notice.objects.create(
        site=site, article=article_at(address), name=name, email=email, **said
    )
    transaction.on_commit(lambda: emails.tell_notice(notice, editors_of(site)))
    transaction.on_commit(lambda: emails.tell_notice_received(notice))
    return notice


def has_accounts(article: ArticlePage) -> bool:
    """Whether a message reaches somebody who signed."""
    return emails.accounts_behind(article).exists()


def react(article: ArticlePage, *, name: str, email: str, message: str) -> None:
    """Send a reader's message to who signed; to the site's editors where nobody of
    them has an account. Nothing is kept, and no address is shown."""
    to = emails.accounts_behind(article)
    site = article.get_site()
    if site and not to.exists():
        to = editors_of(site)
    emails.tell_reaction(article, to, name=name, email=email, message=message)
