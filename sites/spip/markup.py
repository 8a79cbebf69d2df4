"""SPIP's shortcuts as HTML, for `articles.html.clean` to take. Pure.

Passes over the text, in the order of SPIP's own renderer, since people wrote by
what they saw: what is shown as it was typed steps aside, then languages,
notes, documents and links; then typography, titles, lists, tables, emphasis and
paragraphs. The result is not safe and need not be well-formed: like SPIP's,
it is for a parser of HTML.
"""

import re
from dataclasses import dataclass, field
from html import escape, unescape
from typing import Protocol
from urllib.parse import quote

from sites.spip.blocks import lists, paragraphs, tables, verse
from sites.spip.typo import CP1252, MULTI, languages, one_language, typography

MAX_TEXT = 1_000_000
KINDS = {
    **dict.fromkeys(("", "art", "article", "articles"), "article"),
    **dict.fromkeys(("rub", "rubrique", "rubriques"), "rubrique"),
    **dict.fromkeys(("aut", "auteur", "auteurs"), "auteur"),
    **dict.fromkeys(("mot", "mots"), "mot"),
    **dict.fromkeys(("site", "sites", "syndic"), "site"),
    **dict.fromkeys(("breve", "breves", "br"), "breve"),
    **dict.fromkeys(("doc", "document", "im", "img", "image", "emb"), "document"),
}


@dataclass(frozen=True)
class Target:
    """What an internal link leads to: its address here, its title in plain words."""

    url: str
    title: str


@dataclass(frozen=True)
class Document:
    """A document as a text shows it; `picture` is the id of ours, if it is one."""

    url: str
    title: str
    caption: str = ""
    credit: str = ""
    alt: str = ""
    picture: int | None = None
    name: str = ""


class Resolver(Protocol):
    """What the caller knows of the site that a text belongs to."""

    def target(self, kind: str, number: int) -> Target | None: ...

    def address(self, href: str) -> str | None:
        """Return where an address of the old sites leads now; None for others."""

    def document(self, number: int) -> Document | None: ...


@dataclass
class Rendered:
    """A text as HTML, its notes where they are called (`<fn>`), and what could
    not be kept (reason, passage)."""

    html: str = ""
    dropped: list[tuple[str, str]] = field(default_factory=list)
    documents: set[int] = field(default_factory=set)
    notes: int = 0


_NOTE = re.compile(r"\s{0,9}\[\[((?:\[[^\[\]]*\]|(?!\]\]|\[\[).)*)\]\]", re.DOTALL)
_NOTE_NAME = re.compile(r"\s*<([^<>'\"]*)>")
_LINK = re.compile(r"\[([^\[\]]*?(?:\[\w*\][^\[\]]*)*)->>?([^\]]{0,2000})\]")
_ANCHOR = re.compile(r"\[\s*#?[^\[\]]*?<-\s*\]")
_GLOSSARY = re.compile(r"\[\?+\s*([^\]\[<>]+)\]")
_INTERNAL = re.compile(r"([a-zA-Z]*)\s*(\d{1,9})(\?[^#\s]*)?(#\S*)?")
_BARE = re.compile(r"((?:https?://|\bwww\.)[^\s<>\"'\[\]\ue000-\ue004]+)")
_NOT_BARE = re.compile(
    r"((?:<a\b|\ue002)(?:(?!<a\b|\ue002).)*?</a>|<[a-zA-Z/!][^<>]*>)", re.DOTALL
)
_TAG_OR_KEPT = re.compile(r"(<[a-zA-Z/!][^<>]*>|[\ue000\ue002]\d+\ue001)")
_MODEL = re.compile(r"<([a-z_]{2,20})(\d{1,9})((?:\s*\|[^<>]*)?)>", re.IGNORECASE)
_NAMED_MODEL = re.compile(r"<([a-z_]{3,30})\s*\|[^<>]*>", re.IGNORECASE)
_SHOWS = ("img", "doc", "emb", "image", "document", "audio", "video", "text")
# Each stops where its like opens, so that the time grows with the length only.
_HIDDEN = re.compile(
    r"<(script|style|object|iframe|noscript|svg)\b[^<>]*>"
    r"(?:(?:(?!<\1\b).)*?</\1\s*>)?|<(embed)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_SHOWN_THERE = re.compile(
    r"""\b(?:src|data|value)\s*=\s*["']?((?:https?:)?//[^\s"'<>]+)""", re.IGNORECASE
)
_VERBATIM = re.compile(
    r"<html>(?P<html>(?:(?!<html>).)*?)</html>"
    r"|<code(?:\s[^<>]*)?>(?P<code>(?:(?!<code[\s>]).)*?)</code>"
    r"|<cadre(?:\s[^<>]*)?>(?P<frame>(?:(?!<cadre[\s>]).)*?)</cadre>"
    r"|<pre(?:\s[^<>]*)?>(?P<pre>(?:(?!<pre[\s>]).)*?)</pre>"
    r"|^```[a-z]*\n(?P<fence>(?:(?!^```).)*?)^```[ \t]*$"
    r"|`(?P<tick>[^`\n]+)`"
    r"|(?P<php><\?(?:(?!<\?).)*?\?>)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)


def to_html(
    text: str,
    resolver: Resolver,
    language: str = "fr",
    *,
    breaks: bool = True,
    notes: int = 0,
) -> Rendered:
    """Return `text` rendered.

    `breaks` says whether a single line end shows (as since SPIP 3.0), `notes`
    how many notes the article has before it.
    """
    return _Text(resolver, language, breaks, notes).render(text)


class _Text:
    """One text on its way; `kept` holds what steps aside, by number."""

    def __init__(
        self, resolver: Resolver, language: str, breaks: bool, numbered: int
    ) -> None:
        self.resolver = resolver
        self.language = language
        self.breaks = breaks
        self.kept: list[str] = []
        self.out = Rendered()
        self.names: dict[str, int] = {}
        self.numbered = numbered

    def render(self, text: str) -> Rendered:
        if len(text) > MAX_TEXT:
            self._drop("texte trop long, coupé", text[MAX_TEXT : MAX_TEXT + 60])
            text = text[:MAX_TEXT]
        text = re.sub(r"[\ue000-\ue00f\x00]", "", text)
        text = text.replace("\r\n", "\n").replace("\r", "\n").translate(CP1252)
        if text.startswith("<!-- ig br -->"):
            self.breaks = False
        text = self._versions(_VERBATIM.sub(self._verbatim, text))
        text = re.sub(r"<!--(?:(?!<!--).)*?-->", "", text, flags=re.DOTALL)
        text = _HIDDEN.sub(self._hidden, text)
        self.out.html = self._restored(self._body(_NOTE.sub(self._note, text)))
        return self.out

    def _body(self, text: str) -> str:
        text = verse(text)
        text = re.sub(r"</?intro>", "", text, flags=re.IGNORECASE)
        text = re.sub(r"<quote>", "\n\n<blockquote>\n\n", text, flags=re.IGNORECASE)
        text = re.sub(r"</quote>", "\n\n</blockquote>\n\n", text, flags=re.IGNORECASE)
        text = _MODEL.sub(self._model, text)
        text = _NAMED_MODEL.sub(self._named_model, text)
        text = self._links(text)
        text = re.sub(r"<(?![a-zA-Z/!])", "&lt;", text)
        pieces = _TAG_OR_KEPT.split(text)
        pieces[::2] = [typography(piece, self.language) for piece in pieces[::2]]
        text = "".join(pieces)
        text = re.sub(r"\n[ \t]*_ +", "<br />", "\n" + text)
        text = re.sub(
            r"^[ \t]*(?:-{4,}|—{2,}|_{4,})[ \t]*$", "\n\n<hr />\n\n", text, flags=re.M
        )
        text = lists(tables(text.strip("\n")))
        text = re.sub(r"(^|\n)-(?!-) *", lambda m: f"{m[1] and '<br />'}–\u00a0", text)
        return paragraphs(_emphasis(text), breaks=self.breaks)

    # What steps aside

    def _keep(self, html: str, mark: str = "\ue000") -> str:
        self.kept.append(html)
        return f"{mark}{len(self.kept) - 1}\ue001"

    def _restored(self, html: str) -> str:
        def back(found: re.Match[str]) -> str:
            return self._restored(self.kept[int(found[1])])

        return re.sub(r"[\ue000\ue002](\d+)\ue001", back, html)

    def _drop(self, reason: str, passage: str) -> None:
        if len(self.out.dropped) < 200:
            self.out.dropped.append((reason, " ".join(passage.split())[:120]))

    def _verbatim(self, found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        text = found[kind]
        if kind == "html":
            return self._keep(_HIDDEN.sub(self._hidden, text))
        if kind == "php":
            return self._keep(escape(text).replace(" ", "\u00a0"))
        if kind == "tick" or (kind == "code" and "\n" not in text):
            return self._keep(f"<code>{escape(text, quote=False)}</code>")
        inside = text if kind == "pre" else escape(text.strip("\n"), quote=False)
        return f"\n\n{self._keep(f'<pre>{inside}</pre>')}\n\n"

    def _versions(self, text: str) -> str:
        def told(found: re.Match[str]) -> str:
            versions = languages(found[1])
            shown = one_language(found[0], self.language)
            for name, version in versions.items():
                if version != shown:
                    self._drop(
                        f"version «\u00a0{name}\u00a0» d’un bloc <multi>", version
                    )
            return shown

        return MULTI.sub(told, text)

    def _hidden(self, found: re.Match[str]) -> str:
        name = (found[1] or found[2]).lower()
        self._drop(f"<{name}>", found[0])
        shown = _SHOWN_THERE.search(found[0])
        if name not in ("object", "iframe", "embed") or not shown:
            return "\n\n" if name in ("object", "iframe", "script") else ""
        # What it showed stays one gesture away.
        url = re.sub(r"^//", "https://", unescape(shown[1]))
        return f"\n\n{self._linked(url, self._keep(escape(url)))}\n\n"

    # Notes

    def _note(self, found: re.Match[str]) -> str:
        """Return a note where it is called: it gets its number where it is read."""
        named = _NOTE_NAME.match(found[1])
        name = named[1].strip() if named else ""
        body = (found[1][named.end() :] if named else found[1]).strip()
        if not body:
            number = self.names.get(name)
            if number is None:
                self._drop("note vide, ou rappel d’une note absente", found[0])
                return ""
            return self._keep(f"<sup>[{number}]</sup>")
        self.numbered += 1
        self.out.notes += 1
        self.names[str(self.numbered)] = self.numbered
        if name:
            self.names[name] = self.numbered
        lines = re.sub(r"</?(?:p|div)\b[^<>]*>", "\n", self._body(body)).strip()
        lines = re.sub(r"(?:<br />)?[ ]*\n+", "<br />", lines)
        return self._keep(f"<fn>{lines}</fn>")

    # Documents and models

    def _model(self, found: re.Match[str]) -> str:
        name, number = found[1].lower(), int(found[2])
        if re.fullmatch(r"h[1-6]", name + found[2]):
            return found[0]
        if name not in _SHOWS:
            self._drop("modèle inconnu", found[0])
            return self._keep(escape(f"<{found[1]}{number}>"))
        document = self.resolver.document(number)
        if document is None:
            self._drop("document introuvable", found[0])
            return ""
        self.out.documents.add(number)
        options = dict(
            part.strip().split("=", 1) for part in found[3].split("|") if "=" in part
        )
        title = options.get("titre", "").strip() or document.title
        return f"\n\n{self._keep(figure(document, title))}\n\n"

    def _named_model(self, found: re.Match[str]) -> str:
        if found[1].lower() in ("img", "div", "span", "font", "table"):
            return found[0]
        self._drop("modèle", found[0])
        return ""

    # Links

    def _links(self, text: str) -> str:
        text = _ANCHOR.sub("", text)
        text = _GLOSSARY.sub(self._glossary, text)
        text = _LINK.sub(self._link, text)
        text = re.sub(
            r"<a\s([^<>]*?)href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s<>\"']+))[^<>]*>",
            lambda m: self._opens(unescape(m[2] or m[3] or m[4] or "")) or "<a>",
            text,
            flags=re.IGNORECASE,
        )
        pieces = _NOT_BARE.split(text)
        pieces[::2] = [_BARE.sub(self._bare, piece) for piece in pieces[::2]]
        return "".join(pieces)

    def _opens(self, href: str) -> str:
        href = href.strip()
        href = self.resolver.address(href) or href
        scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", href)
        if not scheme:
            if href and not href.startswith("#"):
                self._drop("lien relatif", href)
            return ""
        if scheme[0].lower() not in ("http:", "https:", "mailto:"):
            self._drop("lien d’une autre nature", href)
            return ""
        return self._keep(f'<a href="{escape(href)}">', "\ue002")

    def _linked(self, href: str, label: str) -> str:
        opening = self._opens(href)
        return f"{opening}{label}</a>" if opening else label

    def _link(self, found: re.Match[str]) -> str:
        label, href = found[1].strip(), found[2].strip()
        aside = re.fullmatch(r"(.*?)(?:\|([^|]*))?(?:\{[a-z_]+\})?", label, re.DOTALL)
        if aside and ("|" in label or re.search(r"\{[a-z_]{2,3}\}$", label)):
            label = aside[1].strip()
        internal = _INTERNAL.fullmatch(href)
        if internal and (internal[1] in KINDS or internal[1].isalpha()):
            return self._internal(internal, label)
        if href.startswith("www."):
            return self._linked("http://" + href, label or self._keep(escape(href)))
        if not label:
            shown = href if len(href) <= 40 or "mailto:" in href else href[:35] + "..."
            label = self._keep(escape(unescape(shown)))
        return self._linked(unescape(href), label)

    def _internal(self, found: re.Match[str], label: str) -> str:
        kind, number = KINDS.get(found[1]), int(found[2])
        target: Target | Document | None = None
        if kind == "document":
            target = self.resolver.document(number)
        elif kind:
            target = self.resolver.target(kind, number)
        if target is None or not target.url:
            self._drop("lien vers un objet absent", found[0])
            shown = "article" if kind == "article" else found[1]
            return label or (target.title if target else f"{shown} {number}")
        query, anchor = found[3] or "", found[4] or ""
        name = target.title or getattr(target, "name", "")
        title = label or self._keep(escape(name or target.url))
        return self._linked(target.url + query + anchor, title)

    def _glossary(self, found: re.Match[str]) -> str:
        term, _bar, _title = found[1].partition("|")
        term = re.sub(r"\{[a-z_]+\}$|#\w+$", "", term.strip()).strip()
        url = f"https://fr.wikipedia.org/wiki/{quote(term.replace(' ', '_'), safe='')}"
        return self._linked(url, term)

    def _bare(self, found: re.Match[str]) -> str:
        url = found[0].rstrip(".,;:!?)»…’")
        href = url if url.startswith("http") else f"http://{url}"
        shown = self._keep(escape(unescape(url)))
        return self._linked(unescape(href), shown) + found[0][len(url) :]


def figure(document: Document, title: str = "") -> str:
    """Return a document as a text shows it: a picture of ours, or a named link."""
    title = title or document.title
    told = [t for t in (title, document.caption, document.credit) if t]
    if document.picture is not None:
        # The picture's credit stands beside it wherever it is shown.
        caption = " – ".join(told[:-1] if document.credit else told)
        alt = escape(document.alt or title)
        return f'<img src="photo:{document.picture}" alt="{alt}" title="{escape(caption)}">'
    name = escape(title or (document.name or document.url).rsplit("/", 1)[-1])
    if not document.url:
        return f"<p>{escape(' – '.join(told)) or name}</p>"
    rest = "".join(f" – {escape(t)}" for t in told[1 if title else 0 :])
    return f'<p><a href="{escape(document.url)}">{name}</a>{rest}</p>'


def _emphasis(text: str) -> str:
    text = re.sub(
        r"\{\{\{((?:(?!\{\{\{).)*?)\}\}\}(?!\})",
        lambda m: f"\n\n<h2>{m[1]}</h2>\n\n",
        text,
        flags=re.DOTALL,
    )
    text = text.replace("}}}", "</i></strong>")
    text = text.replace("{{", "<strong>").replace("}}", "</strong>")
    return text.replace("{", "<i>").replace("}", "</i>")
