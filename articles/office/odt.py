"""A text from LibreOffice, as markup: odfdo opens it, this walks through it."""

from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from io import BytesIO
from typing import IO, Any

from odfdo import Document

# What is no part of the words: margins, former words, indexes.
SKIPPED = frozenset(
    [
        "office:annotation",
        "office:forms",
        "text:tracked-changes",
        "text:sequence-decls",
        "text:variable-decls",
        "text:user-field-decls",
        "text:table-of-content",
        "text:alphabetical-index",
        "text:illustration-index",
        "text:note-citation",
        "text:bookmark-ref",
        "table:table-column",
        "svg:title",
        "svg:desc",
    ]
)
CELLS = {"table:table": "table", "table:table-row": "tr", "table:table-cell": "td"}
QUOTATIONS = ("Quotations", "Quote", "Citation")


def read(file: IO[bytes], keep: Callable[[bytes, str], int | None]) -> str:
    """Return the document's text as markup, not cleaned.

    `keep(data, alt)` takes each picture and says its number; None leaves it out.
    """
    file.seek(0)
    return _Walk(Document(BytesIO(file.read())), keep).result()


class _Walk:
    def __init__(self, document: Any, keep: Callable[[bytes, str], int | None]) -> None:
        self.document = document
        self.keep = keep
        self.notes: list[str] = []
        self.marks = cache(self._marks)
        self.is_numbered = cache(self._is_numbered)

    def result(self) -> str:
        words = self._inside(self.document.body)
        if not self.notes:
            return words
        # The anchors by which a footnote is known, as Word's reader writes them.
        notes = "".join(
            f'<li id="footnote-{n}">{note} <a href="#footnote-ref-{n}">↑</a></li>'
            for n, note in enumerate(self.notes, 1)
        )
        return f"{words}<ol>{notes}</ol>"

    def _inside(self, element: Any) -> str:
        return escape(element.text or "") + "".join(
            self._element(child) + escape(child.tail or "")
            for child in element.children
        )

    def _element(self, element: Any) -> str:
        tag = element.tag
        if tag in SKIPPED:
            return ""
        if tag in ("text:p", "text:h"):
            return self._block(element)
        if tag == "text:span":
            return _marked(self._inside(element), self.marks(_style(element)))
        if tag == "text:a":
            href = escape(element.get_attribute_string("xlink:href") or "")
            return f'<a href="{href}">{self._inside(element)}</a>'
        if tag == "text:list":
            name = "ol" if self.is_numbered(_style(element)) else "ul"
            return f"<{name}>{self._inside(element)}</{name}>"
        if tag in ("text:list-item", "text:list-header"):
            return f"<li>{self._inside(element)}</li>"
        if tag == "text:line-break":
            return "<br/>"
        if tag in ("text:s", "text:tab"):
            return " "
        if tag == "text:note":
            return self._note(element)
        if tag == "draw:frame":
            return self._frame(element)
        if tag in CELLS:
            return f"<{CELLS[tag]}>{self._inside(element)}</{CELLS[tag]}>"
        return self._inside(element)

    def _block(self, element: Any) -> str:
        words = self._inside(element)
        style = self._root_of(_style(element))
        if element.tag == "text:h":
            level = element.get_attribute_integer("text:outline-level") or 1
            return f"<h{min(level, 6)}>{words}</h{min(level, 6)}>"
        if style == "Title":
            return f'<h1 class="title">{words}</h1>'
        words = _marked(words, self.marks(_style(element), "paragraph"))
        if style in QUOTATIONS:
            return f"<blockquote><p>{words}</p></blockquote>"
        return f"<p>{words}</p>"

    def _note(self, element: Any) -> str:
        body = element.get_element("text:note-body")
        self.notes.append(self._inside(body) if body is not None else "")
        n = len(self.notes)
        return f'<sup><a href="#footnote-{n}" id="footnote-ref-{n}">[{n}]</a></sup>'

    def _frame(self, frame: Any) -> str:
        image = next((c for c in frame.children if c.tag == "draw:image"), None)
        if image is None:
            return self._inside(frame)
        name = (image.get_attribute_string("xlink:href") or "").removeprefix("./")
        if not name.startswith("Pictures/"):
            return ""
        try:
            data = self.document.get_part(name)
        except (KeyError, ValueError):
            return ""
        said = [c for c in frame.children if c.tag in ("svg:desc", "svg:title")]
        alt = " ".join(" ".join(c.text_recursive for c in said[-1:]).split())
        number = self.keep(data, alt) if isinstance(data, bytes) else None
        if not number:
            return ""
        return f'<img src="photo:{number}" alt="{escape(alt)}"/>'

    # Styles

    def _chain(self, name: str, family: str) -> Iterator[Any]:
        """Yield a style and those that it builds on."""
        for _step in range(10):
            style = self.document.get_style(family, name) if name else None
            if style is None:
                return
            yield style
            name = style.get_attribute_string("style:parent-style-name") or ""

    def _root_of(self, name: str) -> str:
        """Return the name of the style that an automatic one was made from."""
        known = ("Title", *QUOTATIONS)
        names = [name, *(s.name for s in self._chain(name, "paragraph"))]
        return next((found for found in names if found in known), "")

    def _marks(self, name: str, family: str = "text") -> tuple[str, ...]:
        found: dict[str, str] = {}
        for style in self._chain(name, family):
            if family == "paragraph" and not _is_automatic(style):
                # Bold from «Titre» is the style's look, not the writer's stress.
                break
            found = {**(style.get_properties(area="text") or {}), **found}
        marks = []
        if str(found.get("fo:font-weight", "")) in ("bold", "700", "800", "900"):
            marks.append("strong")
        if found.get("fo:font-style") in ("italic", "oblique"):
            marks.append("em")
        position = str(found.get("style:text-position", ""))
        if position.startswith(("super", "33%")):
            marks.append("sup")
        elif position.startswith(("sub", "-33%")):
            marks.append("sub")
        return tuple(marks)

    def _is_numbered(self, name: str) -> bool:
        style = self.document.get_style("list", name) if name else None
        if style is None:
            return False
        levels = [child.tag for child in style.children]
        return levels[:1] == ["text:list-level-style-number"]


def _style(element: Any) -> str:
    return element.get_attribute_string("text:style-name") or ""


def _is_automatic(style: Any) -> bool:
    parent = style.parent
    return parent is not None and parent.tag == "office:automatic-styles"


def _marked(words: str, marks: tuple[str, ...]) -> str:
    for mark in marks:
        words = f"<{mark}>{words}</{mark}>"
    return words
