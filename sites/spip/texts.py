"""An article's words: from SPIP's fields to ours."""

from dataclasses import dataclass, field
from html import escape
from typing import Any

from articles.enums import Form, Language
from articles.html import TooMuchMarkup, clean
from sites.spip.markup import Rendered, figure, to_html
from sites.spip.resolver import Resolver
from sites.spip.run import Run
from sites.spip.source import Row
from sites.spip.typo import short_text, words

_SIMPLE = ("<img", "<a", "<ul", "<ol", "<table", "<h2", "<pre", "<sup", "<blockquote", "<hr", "<fn")  # fmt: skip


@dataclass
class Text:
    """An article's fields, and what could not be kept of them."""

    fields: dict[str, Any] = field(default_factory=dict)
    dropped: list[tuple[str, str]] = field(default_factory=list)


class _Writer:
    """Renders one article's texts, whose notes are numbered together."""

    def __init__(self, run: Run, resolver: Resolver, language: str) -> None:
        self.run = run
        self.resolver = resolver
        self.language = language
        self.notes = 0
        self.dropped: list[tuple[str, str]] = []
        self.documents: set[int] = set()

    def write(self, text: str) -> Rendered:
        told = to_html(
            text, self.resolver, self.language,
            breaks=self.run.breaks, notes=self.notes,
        )  # fmt: skip
        self.notes += told.notes
        self.dropped += told.dropped
        self.documents |= told.documents
        return told

    def plain(self, text: str, longest: int) -> tuple[str, str]:
        """Return a text as plain words, or else as HTML for the body."""
        if not text.strip():
            return "", ""
        told = self.write(text)
        plain = words(told.html)
        is_simple = not told.notes and not any(mark in told.html for mark in _SIMPLE)
        if is_simple and len(plain) <= longest:
            return plain, ""
        return "", told.html


def write_article(run: Run, row: Row, resolver: Resolver) -> Text:
    """Return an article's words in our fields; nothing that readers saw is lost:
    what a field cannot hold opens or closes the body."""
    language = row["lang"] if row["lang"] in Language.values else Language.FRENCH
    writer = _Writer(run, resolver, language)
    fields: dict[str, Any] = {"language": language}
    parts: list[str] = []
    title = short_text(row["titre"], language) or f"Article {row['id_article']}"
    fields["title"] = _bounded(title, 255, parts)
    fields["surtitle"] = _bounded(short_text(row["surtitre"], language, numbered=False), 120, parts)  # fmt: skip
    fields["subtitle"] = _bounded(short_text(row["soustitre"], language, numbered=False), 200, parts)  # fmt: skip
    fields["chapo"], opening = writer.plain(row["chapo"], 600)
    summary = words(to_html(row["descriptif"], resolver, language).html)
    if not fields["chapo"] and not opening and len(summary) <= 600:
        fields["chapo"] = summary
    else:
        fields["search_description"] = summary
    parts += [opening, writer.write(row["texte"]).html]
    fields["post_scriptum"], closing = writer.plain(row["ps"], 2000)
    if closing:
        parts.append(f"<h2>Post-scriptum</h2>{closing}")
    parts += [_online(row), portfolio(run, row, resolver, writer.documents)]
    fields["body"] = _cleaned("\n".join(parts), writer.dropped)
    fields["earlier_date"] = _earlier(row["date_redac"])
    return Text(fields, writer.dropped)


def _bounded(text: str, longest: int, parts: list[str]) -> str:
    """Return a line that fits its field; the whole of a longer one opens the body."""
    if len(text) <= longest:
        return text
    parts.append(f"<p><strong>{escape(text)}</strong></p>")
    return text[: longest - 1].rsplit(" ", 1)[0] + "…"


def _cleaned(html: str, dropped: list[tuple[str, str]]) -> str:
    try:
        return clean(html)
    except TooMuchMarkup:
        dropped.append(
            ("trop de balises\u00a0: le texte est gardé sans elles", html[:60])
        )
        return clean(f"<p>{escape(words(html))}</p>")


def _online(row: Row) -> str:
    url = row["url_site"].strip()
    if not url.startswith(("http://", "https://")):
        return ""
    name = short_text(row["nom_site"], numbered=False) or url
    return f'<p>Voir en ligne\u00a0: <a href="{escape(url)}">{escape(name)}</a></p>'


def portfolio(run: Run, row: Row, resolver: Resolver, shown: set[int]) -> str:
    """Return the documents that follow a text, pictures first, in their order."""
    pictures: list[str] = []
    files: list[str] = []
    for link in run.source.linked("document", "article", row["id_article"]):
        document = run.source.row("documents", link["id"])
        if document is None or link["id"] in shown:
            continue
        if document["mode"] in ("logoon", "logooff", "vignette"):
            continue
        told = resolver.document(link["id"])
        if told is None or not (told.url or told.picture):
            continue
        (pictures if told.picture else files).append(figure(told))
    return "".join([*pictures, *files])


def _earlier(text: str) -> str:
    """Return a year, a month or a day: `1984-06-00 00:00:00` is a month."""
    year, month, day = (*text[:10].split("-"), "00", "00", "00")[:3]
    if not (len(year) == 4 and year.isdigit() and int(year)):
        return ""
    if not (month.isdigit() and 1 <= int(month) <= 12):
        return year
    if not (day.isdigit() and 1 <= int(day) <= 31):
        return f"{year}-{month}"
    return f"{year}-{month}-{day}"


def form_of(run: Run, mots: list[int]) -> str:
    """Return the form that a word of a group kept as forms names."""
    for key in mots:
        word = run.source.row("mots", key)
        group = run.source.row("groupes_mots", word["id_groupe"]) if word else None
        if word is None or group is None:
            continue
        use = run.mapping.group_use(group["id_groupe"], short_text(group["titre"]))
        title = short_text(word["titre"]).lower()
        if use == "form":
            for form in Form:
                if str(form.label) == title:
                    return form
    return Form.ARTICLE


def tags_of(run: Run, mots: list[int]) -> list[str]:
    """Return the names of an article's words that are kept as words."""
    found = (run.found("mot", key) for key in mots)
    return sorted({kept.keyword.name for kept in found if kept and kept.keyword})
