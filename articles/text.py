"""The body as light text, for the desk without JavaScript.

A blank line makes a paragraph; `## `, `- `, `> `, `**`, `_` and `[](…)` do the
rest, as in Markdown, which markdown-it-py reads and markdownify writes.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from articles.html import clean, plain_text

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


def _bare(text: str) -> str:
    """Return words that Markdown takes as they are."""
    return re.sub(r'([\\\[\]"*_`<>&!])', r"\\\1", text)


def to_text(body: str) -> str:
    """Return a cleaned body as light text.

    Markdown cannot say that half a word is bold beside a punctuation mark: a
    body where it would lose or add a character is written without its marks.
    """
    text = _write(body)
    if plain_text(from_text(text)) == plain_text(body):
        return text
    return _write(body, strip=["strong", "em"])


def _write(body: str, **options: Any) -> str:
    writer = _Writer(heading_style="ATX", bullets="-", strong_em_symbol="*", **options)
    return writer.convert(body).strip()


def from_text(text: str) -> str:
    """Return light text as a cleaned body.

    Markup typed by hand is shown as it was typed: nothing is lost.
    """
    return clean(_reader.render(text.replace("\r\n", "\n").replace("\r", "\n")))
