"""What templates compute: addresses, pictures, names, linked data."""

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import DjangoTranslation
from django.views.i18n import JSONCatalog
from wagtail.rich_text import expand_db_html

from articles import display, linked_data, markdown
from articles.enums import Language, Licence
from articles.feeds import feed_addresses
from articles.models import Picture
from articles.paragraphs import Block, blocks_of
from articles.pdf import article as pdf
from articles.typography import french
from authors.addresses import page_url, public_url, reverse_public, reverse_workshop
from authors.models import Author

register = template.Library()


@register.filter
def typo(text):
    """Set a title or a name as French print does."""
    return french(str(text))


@register.filter
def moment(when) -> str:
    """A day with its hour, as people say it: «24 novembre 2026 à 14 h 32»."""
    when = timezone.localtime(when)
    return _("%(day)s à %(hour)s h %(minute)s") % {
        "day": date_format(when, "j F Y"),
        "hour": when.hour,
        "minute": f"{when.minute:02}",
    }


@register.filter
def displayed(body):
    """A cleaned body as readers get it, still to be expanded."""
    return display.displayed(body)


@register.simple_tag
def address(page):
    """The absolute address of a page, on its home site."""
    return page_url(page)


@register.simple_tag
def public(name, *args, site=None):
    """The absolute address of a readers' view, on `site` or on the portal."""
    return reverse_public(name, *args, site=site)


@register.simple_tag
def workshop(name, *args):
    """The absolute address of a workshop's view."""
    return reverse_workshop(name, *args)


@register.simple_tag
def feed_at(name, *args, site=None):
    """A named feed's addresses, one for each format: Atom's first."""
    return feed_addresses(name, *args, site=site)


@register.inclusion_tag("_parts/feed_links.html")
def feed_links(title, name, *args, site=None):
    """The <link> elements by which a feed reader finds a feed on a page."""
    return {"title": title, "feeds": feed_addresses(name, *args, site=site)}


@register.simple_tag
def site_url(site):
    return public_url(site=site)


@register.filter
def slug_of(site):
    """The neighbourhood's slug: what its colours and its emblem are named after."""
    return site.root_page.slug


@register.simple_tag
def slug_of_article(article):
    """The slug of the neighbourhood an article lives in, without a query."""
    return article.url_path.strip("/").split("/")[0]


@register.simple_tag
def picture(image: Picture, sizes: str = "100vw", alt=None, eager=False):
    """An <img> of the responsive WebP files; lazy unless it leads the page."""
    files = image.files()
    widest = files[-1]
    sources = format_html_join(", ", "{} {}w", ((f.url, f.width) for f in files))
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        files[min(1, len(files) - 1)].url,
        sources,
        sizes,
        widest.width,
        widest.height,
        image.description if alt is None else alt,
        SafeString('fetchpriority="high"' if eager else 'loading="lazy"'),
    )


@register.filter
def item(mapping, key):
    """What a mapping holds under a key, given as the number it stands for."""
    return mapping[int(str(key))]


@register.simple_tag
def licence_meaning(value):
    """What a licence lets others do."""
    return Licence(str(value)).meaning


@register.simple_tag
def portrait(author: Author, css: str = "", alt: str = "", eager=False):
    """An author's portrait, or a quiet drawing where there is none."""
    kind = "organisation" if author.is_organisation else "portrait"
    src = author.portrait.url if author.portrait else static(f"img/default-{kind}.svg")
    return format_html(
        '<img class="portrait {}" src="{}" alt="{}" width="160" height="200" {}>',
        css,
        src,
        alt,
        SafeString('fetchpriority="high"' if eager else 'loading="lazy"'),
    )


FIELDS = {
    "title": _("Titre"),
    "surtitle": _("Surtitre"),
    "subtitle": _("Sous-titre"),
    "chapo": _("Chapô"),
    "cover": _("Image principale"),
    "cover_caption": _("Légende de l’image"),
    "post_scriptum": _("Post-scriptum"),
}
PARAGRAPHS = {
    "added": _("Paragraphe ajouté"),
    "removed": _("Paragraphe retiré"),
    "changed": _("Paragraphe modifié"),
    "restyled": _("Mise en forme ou lien modifié, mêmes mots"),
}


@register.filter
def what_changed(entry):
    """Where a correction's entry stands in the text, in words."""
    return FIELDS.get(entry["field"]) or PARAGRAPHS[entry["change"]]


@register.filter
def locale_of(language):
    """A text's language as Open Graph names it."""
    return Language(str(language)).locale


@register.filter
def in_itself(language):
    """A language's name, in that language."""
    return Language(str(language)).in_itself


@register.simple_tag
def markdown_address(article):
    """The absolute address of an article as Markdown."""
    return markdown.address(article)


@register.simple_tag
def pdf_address(article):
    """The absolute address of an article as a PDF."""
    return pdf.address(article)


@register.simple_tag
def article_data(article, site, picture, tags):
    return _ld(linked_data.article(article, site, pictures=[picture.url], tags=tags))


@register.simple_tag
def section_data(section, site):
    return _ld(linked_data.section(section, site))


@register.simple_tag
def website_data(site):
    return _ld(linked_data.website(site))


@register.simple_tag
def profile_data(author, count, page_of_list):
    """`page_of_list` holds the author's works: only its first page has the newest."""
    is_first = page_of_list.number == 1 and page_of_list.items
    newest = page_of_list.items[0].published_at if is_first else None
    return _ld(linked_data.profile(author, count=count, newest=newest))


@register.simple_tag
def editor_words():
    """The editor's words in the language of the page; none in French, which it knows."""
    language = get_language()
    if language in (None, settings.LANGUAGE_CODE):
        return ""
    words = JSONCatalog()
    words.translation = DjangoTranslation(
        language, domain="djangojs", localedirs=settings.LOCALE_PATHS
    )
    return json_script(words.get_catalog(), "editor-words")


def _ld(data) -> SafeString:
    # json_script escapes what could end the element; only its type differs.
    script = json_script(data)
    return SafeString(script.replace("application/json", "application/ld+json", 1))


@register.filter
def in_paragraphs(body: str) -> list[tuple[Block, SafeString]]:
    """A cleaned body in its blocks, each as readers see it: two queries for all."""
    blocks = blocks_of(body)
    # A null is in no cleaned body: it parts what is expanded in one go.
    shown = expand_db_html("\0".join(block.html for block in blocks)).split("\0")
    return [(b, SafeString(html)) for b, html in zip(blocks, shown, strict=True)]


@register.filter
def grouped_credits(credits):
    """Credits by role, in order: [("", [author…]), ("photos", [author…])]."""
    roles: dict[str, list] = {}
    for credit in credits:
        roles.setdefault(credit.role_aside, []).append(credit.author)
    return list(roles.items())


@register.simple_tag
def linked_names(authors) -> str:
    """«A, B et C», each leading to the author's page; nothing for nobody."""
    link = '<a class="byline__name" href="{}">{}</a>'
    return _listed([format_html(link, a.get_absolute_url(), a.name) for a in authors])


@register.filter
def names_of(credits) -> str:
    """Who signed, in order, each once: «A, B et C»."""
    return _listed(list(dict.fromkeys(credit.author.name for credit in credits)))


def _listed(names: list[str]) -> str:
    if len(names) < 2:
        return format_html_join("", "{}", ((name,) for name in names))
    first = format_html_join(", ", "{}", ((name,) for name in names[:-1]))
    return format_html(_("{names} et {last}"), names=first, last=names[-1])


@register.filter
def roles_of(credits, author):
    """What `author` did in an article, in words; nothing for the text alone."""
    roles = [c.get_role_display() for c in credits if c.author_id == author.pk]
    return "" if roles == ["texte"] else ", ".join(roles)


@register.filter
def others_than(credits, author):
    """The other authors of an article, each once, in order."""
    others = {c.author_id: c.author for c in credits if c.author_id != author.pk}
    return list(others.values())


@register.filter
def by_author(credits):
    """One line for each signatory: [(author, "texte, photos")…]."""
    lines: dict[int, tuple[Author, list[str]]] = {}
    for credit in credits:
        line = lines.setdefault(credit.author_id, (credit.author, []))
        line[1].append(str(credit.get_role_display()))
    return [(author, ", ".join(roles)) for author, roles in lines.values()]
