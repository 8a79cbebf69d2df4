"""An article as a PDF document (ISO 32000): A4, set for print, to be pinned up.

Blocks of the body become slices of a sheet; the pages are counted, and too long
a text refused, before a single picture is opened.
"""

import re
from collections.abc import Callable
from contextlib import closing
from io import BytesIO

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from fpdf import ViewerPreferences
from PIL import Image
from wagtail.models import Site

from articles.enums import Form, Language
from articles.html import picture_ids
from articles.models import ArticlePage, Picture
from articles.pdf.blocks import Block, Reader
from articles.pdf.paper import BAND, CODE, SMALL, Paper
from articles.pdf.sheet import (
    BODY,
    COLUMN,
    DISPLAY,
    LEFT,
    POINT,
    RIGHT,
    Look,
    Run,
    Slice,
    TooLong,
    paginate,
)
from articles.pdf.tables import rows_of
from articles.typography import NO_BREAK, french
from authors.addresses import page_url

# Beyond these a text is a book, and takes more time than a reader waits.
MAX_CHARACTERS = 250_000
MAX_PICTURES = 60
MAX_PAGES = 80

# Millimetres.
TALLEST = 112
INDENT = 7
# Dots for each millimetre: fewer would be seen.
COARSEST = 90 / 25.4

STANDFIRST = Look(12, 17.5)
QUOTED = Look(11, 16)
LABEL = Look(11.5, 16, "accent", DISPLAY)
SIDE = Look(9, 13, "soft")


class _Print(Paper):
    """One article on its sheets."""

    def __init__(self, article: ArticlePage, site: Site) -> None:
        super().__init__(site)
        self.article = article
        self.address = page_url(article)
        ids = [*picture_ids(article.body), *filter(None, [article.cover_id])]
        self.pictures = Picture.objects.filter(pk__in=ids).to_show().in_bulk()

    def draw(self) -> bytes:
        head, text, end = self.head(), self.text(), self.colophon()
        pages, *others = [
            paginate([*head, *cover, *text], end, first=BAND + 12, most=MAX_PAGES)
            for cover in self.covers()
        ]
        # A page for three lines: a smaller cover often saves it.
        pages = min([pages, *others], key=len)
        self.describe()
        title = french(self.article.title)
        for number, page in enumerate(pages, 1):
            self.pdf.add_page()
            if number == 1:
                self.masthead()
                self.enter(title, 0, 0)
            else:
                self.running_head(title)
            for y, part in page:
                part.draw(y)
            self.foot(f"{number} / {len(pages)}")
        return bytes(self.pdf.output())

    def describe(self) -> None:
        """Write the metadata that readers' programs and archives look for."""
        pdf, article = self.pdf, self.article
        names = dict.fromkeys(credit.author.name for credit in article.credits)
        pdf.set_title(french(article.title))
        pdf.set_author(", ".join(names))
        pdf.set_subject(french(article.chapo))
        pdf.set_keywords(", ".join(tag.name for tag in article.tags.all()))
        pdf.set_creator(str(self.site.site_name))
        pdf.set_lang(article.language)
        pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        if article.last_published_at:
            # The same article gives the same bytes.
            pdf.set_creation_date(article.last_published_at)

    # What the article says

    def head(self) -> list[Slice]:
        """Return kicker, title, subtitle, byline and dates, over both columns."""
        article = self.article
        section = article.home.section if article.home else None
        kicker = article.surtitle
        if not kicker and article.form != Form.ARTICLE:
            kicker = article.get_form_display().capitalize()
        kickers = [
            french(words) for words in (section and section.title, kicker) if words
        ]
        length = len(article.title)
        size = 30 if length <= 60 else 24 if length <= 120 else 19
        subtitle = [Run(french(article.subtitle), "I")]
        return [
            *self.paragraph([Run(" · ".join(kickers))], LABEL, x=LEFT, keep=True),
            *self.paragraph(
                [Run(french(article.title))],
                Look(size, size * 1.1, "ink", DISPLAY),
                x=LEFT,
                space=1.5,
                keep=True,
                balance=True,
            ),
            *self.paragraph(subtitle, Look(14, 19, "soft"), x=LEFT, space=2, keep=True),
            *self.paragraph(self.byline(), Look(11, 16), x=LEFT, space=4),
            *self.paragraph([Run(self.dates())], SIDE, x=LEFT, space=0.6),
        ]

    def byline(self) -> list[Run]:
        """Return the accepted signatures, by role, as the article's page does."""
        roles: dict[str, list] = {}
        for credit in self.article.credits:
            roles.setdefault(credit.role_aside, []).append(credit.author)
        runs: list[Run] = []
        for role, authors in roles.items():
            before = f"{role}{NO_BREAK}: " if role else _("par") + " "
            runs.append(Run(f", {before}" if runs else before))
            for left, author in zip(range(len(authors))[::-1], authors, strict=True):
                runs.append(Run(author.name, "B", author.get_absolute_url()))
                runs.append(Run({0: "", 1: " " + _("et") + " "}.get(left, ", ")))
        return runs

    def dates(self) -> str:
        article = self.article
        said = []
        if article.first_published_at:
            day = _day(article.first_published_at)
            said.append(_("Publié le {day}.").format(day=day))
        if article.corrected_at:
            day = _day(article.corrected_at)
            said.append(_("Corrigé le {day}.").format(day=day))
        if article.earlier:
            day = date_format(*article.earlier)
            said.append(_("Première parution : {day}.").format(day=day))
        if article.place_label:
            said.append(_("Lieu : {place}.").format(place=article.place_label))
        if article.origin_name:
            said.append(_("Origine : {name}.").format(name=article.origin_name))
        return french(" ".join(said))

    def text(self) -> list[Slice]:
        """Return standfirst, body, post-scriptum, then notes and addresses cited."""
        article = self.article
        in_french = article.language == Language.FRENCH
        reader = Reader(french if in_french else str)
        reader.feed(article.body)
        reader.close()
        standfirst = [Run(french(" ".join(article.chapo.split())), "B")]
        parts = [
            self.paragraph(standfirst, STANDFIRST),
            *map(self.block, reader.blocks),
        ]
        slices = [part for slices in parts for part in slices]
        if slices:
            slices[0] = slices[0]._replace(space=7)
        if article.post_scriptum:
            words = re.sub(r"\s*\n\s*", "\n", french(article.post_scriptum.strip()))
            runs = [Run(_("Post-scriptum."), "B"), Run(f" {words}")]
            slices += self.paragraph(runs, Look(9.5, 14), space=6)
        for number, runs in enumerate(reader.notes, 1):
            slices += self.paragraph(
                runs,
                SMALL,
                x=COLUMN + INDENT,
                space=7 if number == 1 else 0.8,
                beside=self.marker(f"{number}.", SMALL, COLUMN),
            )
        return slices

    def block(self, block: Block) -> list[Slice]:
        if block.tag == "embed":
            return self.embedded(block.attrs or {})
        if block.rows:
            return rows_of(self, block.rows)
        if block.tag == "hr":
            return [Slice(2, lambda y: self.fill("flag", COLUMN, y, 18, 0.7), 5)]
        if block.tag in ("h2", "h3"):
            return self.heading(block)
        runs = block.runs
        if block.quoted:
            runs = [run._replace(style=run.style or "I") for run in runs]
            x = COLUMN + INDENT
            return self.paragraph(runs, QUOTED, x=x, space=3, beside=self.bar)
        if block.tag == "li":
            x = COLUMN + INDENT * block.depth
            beside = self.marker(block.marker, BODY, x - INDENT + 1)
            return self.paragraph(runs, x=x, space=1.3, beside=beside)
        # A question of an interview, a heading that is only bold.
        bold = all(run.style == "B" for run in runs)
        return self.paragraph(runs, space=2.8, keep=bold and len(runs) == 1)

    def embedded(self, attrs: dict[str, str]) -> list[Slice]:
        if attrs.get("embedtype") == "video":
            address = attrs.get("url", "")
            title = french(attrs.get("title", "") or _("Une vidéo"))
            runs = [Run(f"{title}{NO_BREAK}: "), Run(address, "", address)]
            return self.paragraph(runs, space=2.8)
        picture = self.pictures.get(int(attrs.get("id") or 0))
        if picture is None:
            return []
        caption = self.caption(picture, attrs.get("caption", ""))
        return [self.figure(picture, attrs.get("alt") or picture.description, caption)]

    def heading(self, block: Block) -> list[Slice]:
        """Return a heading, which also enters the document's outline."""
        level = 1 if block.tag == "h2" else 2
        size = 16 if level == 1 else 12.5
        words = " ".join("".join(run.text for run in block.runs).split())

        def mark(y: float, number: int) -> None:
            if number == 0:
                self.enter(words, level, y)

        look = Look(size, size * 1.2, "brand", DISPLAY)
        above = 7.5 if level == 1 else 5.5
        return self.paragraph(block.runs, look, space=above, keep=True, beside=mark)

    def enter(self, words: str, level: int, y: float) -> None:
        """Add a line to the document's outline, which leads to `y` on this page."""
        self.pdf.set_y(y)
        self.pdf.start_section(words, level)

    def marker(self, text: str, look: Look, x: float) -> Callable[[float, int], None]:
        def draw(y: float, number: int) -> None:
            if number == 0:
                self.draw_words(text, look, x, y)

        return draw

    def bar(self, y: float, number: int) -> None:
        self.fill("flag", COLUMN + 0.5, y - 0.1, 1, QUOTED.line * POINT + 0.2)

    # Pictures

    def covers(self) -> list[list[Slice]]:
        """Return the ways to set the cover: over both columns, or in one."""
        article = self.article
        picture = self.pictures.get(article.cover_id)
        if picture is None:
            return [[]]
        width, height = _size(picture, RIGHT - LEFT)
        caption = self.caption(picture, article.cover_caption)
        below = self.paragraph(caption, SMALL, x=LEFT)

        def draw(y: float) -> None:
            self.image(picture, picture.description, 1600, LEFT, y, width, height)
            _draw_all(below, y + height + 1.5)

        wide = Slice(height + 1.5 + _height(below), draw, 6)
        return [[wide], [self.figure(picture, picture.description, caption)]]

    def figure(
        self, picture: Picture, alt: str, caption: list[Run], tallest: float = TALLEST
    ) -> Slice:
        """Return a picture over the text's column, its caption in the margin."""
        width, height = _size(picture, RIGHT - COLUMN, tallest)
        lines = self.lines(caption, SMALL, COLUMN - LEFT - 6)
        line = SMALL.line * POINT

        def draw(y: float) -> None:
            self.fill("flag", LEFT, y, 10, 0.8)
            for number, words in enumerate(lines):
                self.draw_line(words, SMALL, LEFT, y + 2.2 + number * line)
            self.image(picture, alt, 960, COLUMN, y, width, height)

        beside = 2.2 + len(lines) * line
        taken = max(height, beside)

        def smaller(room: float) -> Slice | None:
            # Rather than a hole at the foot of the page.
            fits = beside <= room and 0.6 * taken < room < taken
            return self.figure(picture, alt, caption, room) if fits else None

        return Slice(taken, draw, 5.5, smaller=smaller)

    def caption(self, picture: Picture, caption: str) -> list[Run]:
        credit = f"{picture.credit}, " if picture.credit else ""
        credit += str(picture.get_licence_display())
        return [*([Run(f"{french(caption)}\n")] if caption else []), Run(credit, "I")]

    def image(self, picture: Picture, alt: str, pixels: int, *place: float) -> None:
        data = _jpeg(picture, pixels)
        if data:
            self.pdf.image(data, *place, alt_text=alt or None)

    # What leads back

    def colophon(self) -> Slice:
        """Return the code to scan, the address, the licence."""
        terms = self.article.licence_terms
        if terms.url:
            licence = [
                Run(_("Cet article est publié sous licence") + " "),
                Run(terms.label, "B", terms.url),
                Run("."),
            ]
        else:
            licence = [Run(f"{terms.label}. {terms.meaning}")]
        label = Look(11, 15, "brand", DISPLAY)
        slices = [
            *self.paragraph([Run(_("Cet article en ligne"))], label),
            *self.paragraph([Run(self.address, "", self.address)], Look(9, 12.5)),
            *self.paragraph(licence, SMALL, space=1.5),
        ]

        def draw(y: float) -> None:
            self.fill("flag", LEFT, y, RIGHT - LEFT, 0.7)
            self.code(self.address, LEFT, y + 4)
            _draw_all(slices, y + 4)

        return Slice(max(CODE, _height(slices)) + 4, draw, 8)


def address(article: ArticlePage) -> str:
    """Return the absolute address of an article as a PDF: beside its own."""
    return page_url(article).rstrip("/") + ".pdf"


def make(article: ArticlePage, site: Site) -> bytes:
    """Return a published article as its home `site` prints it.

    Raises TooLong beyond MAX_CHARACTERS, MAX_PICTURES or MAX_PAGES.
    """
    pictures = len(picture_ids(article.body))
    if len(article.body) > MAX_CHARACTERS or pictures > MAX_PICTURES:
        raise TooLong
    with closing(_Print(article, site)) as sheets:
        return sheets.draw()


def _size(
    picture: Picture, room: float, tallest: float = TALLEST
) -> tuple[float, float]:
    """Return how large a picture is printed: small ones are not blown up."""
    sharp = picture.width / COARSEST
    width = min(room, sharp, tallest * picture.width / picture.height)
    return width, width * picture.height / picture.width


def _jpeg(picture: Picture, width: int) -> bytes | None:
    """Return one of the files that readers get, as PDF holds pictures.

    Nothing for a file that is gone: the caption still says what was there.
    """
    file = picture.file
    if picture.width > width:
        file = picture.get_rendition(f"width-{width}|format-webp").file
    try:
        with file.open("rb") as stored, Image.open(stored) as image:
            mask = image.getchannel("A") if image.mode == "RGBA" else None
            flat = Image.new("RGB", image.size, "white")
            flat.paste(image, mask=mask)
    except OSError:
        return None
    flat.thumbnail((width, 2 * width))
    out = BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _height(slices: list[Slice]) -> float:
    return sum(part.space + part.height for part in slices)


def _draw_all(slices: list[Slice], y: float) -> None:
    for part in slices:
        part.draw(y + part.space)
        y += part.space + part.height


def _day(moment) -> str:
    return date_format(localtime(moment), "j F Y")
