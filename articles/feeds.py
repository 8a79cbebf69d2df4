"""Atom feeds (RFC 4287): one class, five places. Full text, stable ids."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from articles.models import Keyword, Placement, SectionPage
from articles.querysets import published_authors
from authors.addresses import page_url, public_url

NEWEST = 20
# A record separator: articles.html lets none into a body.
_BETWEEN = "\x1e"


def _with_hosts(markup: str) -> str:
    """Give our pictures their host: a feed is read far from any page of ours."""
    ours = re.escape(settings.MEDIA_URL) + r"(?=[\w./-]+\.webp[\" ])"
    return re.sub(rf'(?<=[" ]){ours}', public_url(settings.MEDIA_URL), markup)


def _bring_contents(rows: list[Placement]) -> None:
    """Expand all bodies at once: the pictures of the whole feed in two queries."""
    bodies = expand_db_html(_BETWEEN.join(row.article.body for row in rows))
    for row, body in zip(rows, bodies.split(_BETWEEN), strict=False):
        row.content = _with_hosts(body)


class ArticleAtom(Atom1Feed):
    """Atom with the full text and every accepted name."""

    def root_attributes(self):
        return {**super().root_attributes(), "xml:base": public_url()}

    def add_item_elements(self, handler, item):
        content, item["description"] = item["content"], item["summary"]
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        handler.addQuickElement(
            "content", content, {"type": "html", "xml:lang": item["lang"]}
        )


class ArticleFeed(Feed):
    """What is new: on the network, a site, a section, under a tag, by an author."""

    feed_type = ArticleAtom

    def get_object(self, request, section="", tag="", author=""):
        site = request.site
        feed = Placement.objects.seen_from(site)
        title, link = str(site.site_name), public_url(site=site)
        if section:
            page = get_object_or_404(
                SectionPage.objects.live().child_of(site.root_page), slug=section
            )
            feed = feed.in_section(page)
            title, link = f"{page.title} – {title}", page_url(page)
        elif tag:
            keyword = get_object_or_404(Keyword, slug=tag)
            feed = feed.tagged(keyword)
            title, link = f"{keyword.name} – {title}", keyword.url_on(site)
        elif author:
            found = get_object_or_404(published_authors(), slug=author)
            feed = feed.by(found)
            title, link = f"{found.name} – {title}", found.get_absolute_url()
        rows = feed.newest_first().for_list().defer(None)
        rows = list(rows.prefetch_related("article__tagged__tag")[:NEWEST])
        _bring_contents(rows)
        if not rows and tag:
            raise Http404(tag)
        own = public_url(request.path, site=site)
        return {"title": title, "link": link, "rows": rows, "address": own}

    def title(self, obj):
        return obj["title"]

    def link(self, obj):
        return obj["link"]

    def feed_url(self, obj):
        return obj["address"]

    def feed_guid(self, obj):
        return obj["address"]

    def subtitle(self, obj):
        return _("Ce que les habitants écrivent et signent à Brest")

    def items(self, obj):
        return obj["rows"]

    def item_title(self, item):
        return item.article.title

    def item_description(self, item):
        return item.article.chapo

    def item_link(self, item):
        return page_url(item.article)

    def item_guid(self, item):
        # A tag URI (RFC 4151): it names the article, whatever its address.
        return f"tag:{settings.DOMAIN},2026:article/{item.article_id}"

    def item_pubdate(self, item):
        return item.published_at

    def item_updateddate(self, item):
        return max(item.published_at, item.article.last_published_at)

    def item_categories(self, item):
        return [tagged.tag.name for tagged in item.article.tagged.all()]

    def item_extra_kwargs(self, item):
        article = item.article
        return {
            "content": item.content,
            "summary": article.chapo or None,
            "lang": article.language,
            "authors": [
                (credit.author.name, credit.author.get_absolute_url())
                for credit in article.credits
            ],
        }

    def item_copyright(self, item):
        return item.article.licence_terms.label
