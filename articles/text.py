"""The body as light text, for the desk without JavaScript, and as Markdown.

A blank line makes a paragraph; `## `, `- `, `> `, `**`, `_` and `[](…)` do the
rest, as in Markdown, which markdown-it-py reads and markdownify writes.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from articles.html import clean, plain_text

MARKS = ["strong", "em"]

_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["code", "fence", "backticks", "html_block", "html_inline", "reference", "lheading"]
)


class _Writer(MarkdownConverter):
    """Write our own pictures too."""

    def convert_embed(self, el: Any, text: str, parent_tags: set[str]) -> str:
        alt, caption = _bare(el.get("alt") or ""), _bare(el.get("caption") or "")
        title = f' "{caption}"' if caption else ""
        return f"\n\n![{alt}](photo:{el.get('id')}{title})\n\n"

    def escape(self, text: str, parent_tags: set[str]) -> str:
        # What was typed as «\*», «[a](b)», «<x@y.z>» or «&eacute;» stays these letters.
        text = re.sub(r"\\(?=[!-/:-@\[-`{-~]|$)", r"\\\\", text)
        text = re.sub(r"\[(?=[^\]]*\]\()|<(?=[A-Za-z][^\s>]*>)", r"\\\g<0>", text)
        text = super().escape(text, parent_tags)  # type: ignore[misc]  # not in its stubs
        return re.sub(r"&(?=#?\w+;)", r"\\&", text)

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return "\n"

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # A paragraph that begins like a list or a heading is still a paragraph.
        text = re.sub(r"^(\s*\d+)([.)])(?=\s)", r"\1\\\2", text, flags=re.MULTILINE)
        text = re.sub(r"^(\s*)([-+#>])", r"\1\\\2", text, flags=re.MULTILINE)
        return super().convert_p(el, text, parent_tags)  # type: ignore[misc]  # not in its stubs


class Photo(NamedTuple):
    """A picture as Markdown shows it: an absolute address, words, a credit."""

    url: str
    description: str
    credit: str


class _MarkdownWriter(_Writer):
    """Write for any reader of Markdown: pictures by address, breaks that show."""

    def __init__(self, photos: Mapping[int, Photo], **options: Any) -> None:
        super().__init__(newline_style="backslash", **options)
        self.photos = photos

    def convert_embed(self, el: Any, text: str, parent_tags: set[str]) -> str:
        photo = self.photos.get(int(el.get("id") or 0))
        if photo is None:
            return ""
        alt = _bare(el.get("alt") or photo.description)
        caption = " – ".join(filter(None, [el.get("caption"), photo.credit]))
        shown = f"\n\n![{alt}](<{photo.url}>)\n\n"
        return f"{shown}*{_bare(caption.strip())}*\n\n" if caption.strip() else shown

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return MarkdownConverter.convert_br(self, el, text, parent_tags)  # type: ignore[attr-defined]  # not in its stubs


def _bare(text: str) -> str:
    """Return words that Markdown takes as they are."""
    return re.sub(r'([\\\[\]"*_`<>&!])', r"\\\1", text)


def to_text(body: str) -> str:
    """Return a cleaned body as light text.

    Markdown cannot say that half a word is bold beside a punctuation mark: a
    body where it would lose or add a character is written without its marks.
    """
    text = _write(_Writer, body)
    return text if _is_whole(text, body) else _write(_Writer, body, strip=MARKS)


def to_markdown(body: str, photos: Mapping[int, Photo]) -> str:
    """Return a cleaned body as Markdown (CommonMark 0.31) for readers elsewhere.

    `photos` tells of its pictures by id: one that is not there is left out.
    Marks go where they would cost a character, as in light text.
    """
    strip = None if _is_whole(_write(_Writer, body), body) else MARKS
    return _write(_MarkdownWriter, body, photos=photos, strip=strip)


def _is_whole(text: str, body: str) -> bool:
    return plain_text(from_text(text)) == plain_text(body)


def _write(kind: type[_Writer], body: str, **options: Any) -> str:
    writer = kind(heading_style="ATX", bullets="-", strong_em_symbol="*", **options)
    return writer.convert(body).strip()


def from_text(text: str) -> str:
    """Return light text as a cleaned body.

    Markup typed by hand is shown as it was typed: nothing is lost.
    """
    return clean(_reader.render(text.replace("\r\n", "\n").replace("\r", "\n")))
