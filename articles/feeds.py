"""Feeds: one class, three formats, five places. Full text, stable ids.

Atom is RFC 4287; RSS 2.0 is https://www.rssboard.org/rss-specification with the
modules of its best-practices profile; JSON Feed is
https://www.jsonfeed.org/version/1.1/.
"""

import json
import re
from html import escape
from typing import NamedTuple

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import (
    Atom1Feed,
    Rss201rev2Feed,
    SyndicationFeed,
    rfc3339_date,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from articles.display import displayed
from articles.models import Keyword, Placement, SectionPage
from articles.querysets import published_authors
from authors.addresses import page_url, public_url, reverse_public

NEWEST = 20
# A record separator: articles.html lets none into a body.
_BETWEEN = "\x1e"
# What XML 1.0 (2.2) cannot hold: one of these in a title would cost the feed.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _with_hosts(markup: str) -> str:
    """Give our pictures their host: a feed is read far from any page of ours."""
    ours = re.escape(settings.MEDIA_URL) + r"(?=[\w./-]+\.webp[\" ])"
    return re.sub(rf'(?<=[" ]){ours}', public_url(settings.MEDIA_URL), markup)


def _bring_contents(rows: list[Placement]) -> None:
    """Expand all bodies at once: the pictures of the whole feed in two queries."""
    # Programs may show several articles on one page: their notes keep apart.
    shown = (displayed(row.article.body, f"{row.article_id}-") for row in rows)
    bodies = expand_db_html(_BETWEEN.join(shown))
    for row, body in zip(rows, bodies.split(_BETWEEN), strict=False):
        row.content = _with_hosts(body)


def _line(text: str) -> str:
    """Return what people typed, without what a feed cannot hold."""
    return _NOT_XML.sub("", text)


# The formats


class ArticleAtom(Atom1Feed):
    """Atom with the full text and every accepted name."""

    label = "Atom"

    def root_attributes(self):
        return {**super().root_attributes(), "xml:base": public_url()}

    def item_attributes(self, item):
        return {"xml:lang": item["lang"]}

    def add_item_elements(self, handler, item):
        # A chapô is plain text; Django's summary says that it is HTML.
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


class ArticleRss(Rss201rev2Feed):
    """RSS: the full text is content:encoded, names and licence are Dublin Core."""

    label = "RSS"

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        # A description is markup, a chapô plain text.
        chapo = escape(item["description"] or "", quote=False) or None
        super().add_item_elements(handler, item | {"description": chapo})
        for name, _address in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("dc:language", item["lang"])
        handler.addQuickElement("dc:rights", item["item_copyright"])
        handler.addQuickElement("content:encoded", item["content"])


class ArticleJson(SyndicationFeed):
    """JSON Feed: the same, for programs; what is empty is left out."""

    label = "JSON Feed"
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = self.feed
        whole = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "language": feed["language"],
            "authors": _people([(feed["author_name"], feed["author_link"])]),
            "items": [self._item(item) for item in self.items],
        }
        outfile.write(json.dumps(whole, ensure_ascii=False))

    def _item(self, item) -> dict:
        told = {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "summary": item["description"],
            "image": item["image"],
            "date_published": rfc3339_date(item["pubdate"]),
            "date_modified": rfc3339_date(item["updateddate"]),
            "authors": _people(item["authors"]),
            "tags": item["categories"],
            "language": item["lang"],
        }
        kept = {name: value for name, value in told.items() if value}
        return {**kept, "content_html": item["content"]}


def _people(authors) -> list[dict]:
    return [{"name": name, "url": address} for name, address in authors]


# What stands below a feed's address; Atom is the address itself.
FORMATS: dict[str, type[SyndicationFeed]] = {
    "": ArticleAtom,
    "rss": ArticleRss,
    "json": ArticleJson,
}


class FeedAddress(NamedTuple):
    """Where a feed is read in one format."""

    label: str
    media_type: str
    url: str


def feed_addresses(
    name: str, *args: object, site: Site | None = None
) -> list[FeedAddress]:
    """Return the addresses of a named feed in each format, Atom's first."""
    return [
        FeedAddress(
            kind.label,
            kind.content_type.partition(";")[0],
            reverse_public(name, *args, *filter(None, [end]), site=site),
        )
        for end, kind in FORMATS.items()
    ]


# The places


class ArticleFeed(Feed):
    """What is new: on the network, a site, a section, under a tag, by an author."""

    item_guid_is_permalink = False

    def __init__(self, feed_type: type[SyndicationFeed]):
        self.feed_type = feed_type

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
        return {
            "title": _line(title),
            "link": link,
            "rows": rows,
            "address": own,
            "site": site,
        }

    def title(self, obj):
        return obj["title"]

    def link(self, obj):
        return obj["link"]

    def feed_url(self, obj):
        return obj["address"]

    def feed_guid(self, obj):
        return obj["address"]

    def author_name(self, obj):
        # RFC 4287, 4.1.1: for a text whose every name was withdrawn.
        return obj["site"].site_name

    def author_link(self, obj):
        return public_url(site=obj["site"])

    def description(self, obj):
        return _("Ce que les habitants écrivent et signent à Brest")

    subtitle = description

    def items(self, obj):
        return obj["rows"]

    def item_title(self, item):
        return _line(item.article.title)

    def item_description(self, item):
        return _line(item.article.chapo) or None

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
        return [_line(tagged.tag.name) for tagged in item.article.tagged.all()]

    def item_extra_kwargs(self, item):
        article = item.article
        # A person with two roles is named once.
        authors = {credit.author_id: credit.author for credit in article.credits}
        cover = article.cover
        return {
            "content": item.content,
            "lang": article.language,
            "image": public_url(cover.files()[-1].url) if cover else None,
            "authors": [
                (_line(author.name), author.get_absolute_url())
                for author in authors.values()
            ],
        }

    def item_copyright(self, item):
        return item.article.licence_terms.label


@require_safe
def feed(request, kind: str = "", **place: str):
    """Answer a place's feed in one of the formats. For everyone, at any site."""
    response = ArticleFeed(FORMATS[kind])(request, **place)
    # The newest date goes back when a text is withdrawn: whoever asks by date
    # alone would be told that nothing changed, and keep it. The ETag tells.
    del response.headers["Last-Modified"]
    return response
