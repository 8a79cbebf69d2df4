"""An article as Markdown, with its metadata ahead (YAML front matter)."""

import json
import re
from html import escape
from typing import Any

from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from wagtail.models import Site

from articles.enums import Role
from articles.html import picture_ids
from articles.models import ArticlePage, Picture
from articles.text import Photo, to_markdown
from articles.typography import french
from authors.addresses import page_url, public_url

# JSON lets them stand as they are, YAML 1.1 takes them for ends of lines.
_YAML_BREAKS = re.compile("[\x7f-\x9f\u2028\u2029]")


def address(page: ArticlePage) -> str:
    """Return the absolute address of an article's Markdown: its own, with `.md`."""
    return page_url(page).rstrip("/") + ".md"


def write(page: ArticlePage, site: Site) -> str:
    """Return an article as Markdown: what its page shows, in that order.

    The front matter, the title, the chapô, the cover, the body, the
    post-scriptum. Two queries for all of its pictures.
    """
    cover = ""
    if page.cover_id:
        caption = escape(french(page.cover_caption))
        cover = f'<embed embedtype="image" caption="{caption}" id="{page.cover_id}"/>'
    body = f"<h1>{escape(french(page.title))}</h1>{_paragraphs(page.chapo)}"
    body += cover + page.body
    if page.post_scriptum:
        body += f"<h2>{_('Post-scriptum')}</h2>{_paragraphs(page.post_scriptum)}"
    text = to_markdown(body, _photos(pictures_of(page), site))
    return f"---\n{_front_matter(page, site)}---\n\n{text}\n"


def pictures_of(page: ArticlePage) -> set[int]:
    """Return the ids of an article's pictures, its cover's among them."""
    return {*picture_ids(page.body), *([page.cover_id] if page.cover_id else [])}


def _paragraphs(words: str) -> str:
    """Return typed words as paragraphs; they hold no markup of their own."""
    return linebreaks(french(words), autoescape=True) if words else ""


def _photos(ids: set[int], site: Site) -> dict[int, Photo]:
    found = Picture.objects.filter(pk__in=ids).to_show()
    return {
        picture.pk: Photo(
            public_url(picture.files()[-1].url, site=site),
            picture.description,
            ", ".join(filter(None, [picture.credit, picture.get_licence_display()])),
        )
        for picture in found
    }


def _front_matter(page: ArticlePage, site: Site) -> str:
    published, corrected = page.first_published_at, page.corrected_at
    entries = {
        "title": french(page.title),
        "surtitle": french(page.surtitle),
        "subtitle": french(page.subtitle),
        "authors": _authors(page),
        "date": _date(published) if published else "",
        "corrected": _date(corrected) if corrected else "",
        "site": site.site_name,
        "section": page.home.section.title if page.home and page.home.section else "",
        "tags": [tag.name for tag in page.tags.all()],
        "licence": page.licence_terms.label,
        "licence_url": page.licence_terms.url,
        "url": page_url(page) if page.live else "",
        "lang": page.language,
    }
    lines = [_yaml(name, value) for name, value in entries.items() if value]
    return "".join(lines)


def _authors(page: ArticlePage) -> list[dict[str, str]]:
    """Return who signed, with what each did where it is not the text alone."""
    authors = []
    for author in page.authors:
        own = [c for c in page.credits if c.author_id == author.pk]
        told = {"name": author.name, "url": author.get_absolute_url()}
        if [credit.role for credit in own] != [Role.TEXT]:
            told["role"] = ", ".join(str(c.get_role_display()) for c in own)
        authors.append(told)
    return authors


def _date(moment) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")


def _yaml(name: str, value: Any) -> str:
    """Return one entry. JSON is YAML (1.2, section 1.3): it quotes whatever comes."""
    if isinstance(value, list):
        return f"{name}:\n" + "".join(f"  - {_json(item)}\n" for item in value)
    return f"{name}: {_json(value)}\n"


def _json(value: Any) -> str:
    told = json.dumps(value, ensure_ascii=False)
    return _YAML_BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", told)
