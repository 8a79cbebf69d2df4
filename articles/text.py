"""The body as light text, for the desk without JavaScript.

A blank line makes a paragraph; `## `, `- `, `> `, `**`, `_` and `[](…)` do the
rest, as in Markdown, which markdown-it-py reads and markdownify writes.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from articles.html import clean

_reader = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["code", "fence", "backticks", "html_block", "html_inline", "reference", "lheading"]
)


class _Writer(MarkdownConverter):
    """Write our own pictures too."""

    def convert_embed(self, el: Any, text: str, parent_tags: set[str]) -> str:
        caption = (el.get("caption") or "").replace('"', "”")
        title = f' "{caption}"' if caption else ""
        return f"\n\n![{el.get('alt') or ''}](photo:{el.get('id')}{title})\n\n"

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return "\n"

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # A paragraph that begins like a list or a heading is still a paragraph.
        text = re.sub(r"^(\s*\d+)([.)])(?=\s)", r"\1\\\2", text, flags=re.MULTILINE)
        text = re.sub(r"^(\s*)([-+#>])", r"\1\\\2", text, flags=re.MULTILINE)
        return super().convert_p(el, text, parent_tags)  # type: ignore[misc]


def to_text(body: str) -> str:
    """Return a cleaned body as light text."""
    writer = _Writer(heading_style="ATX", bullets="-", strong_em_symbol="*")
    return writer.convert(body).strip()


def from_text(text: str) -> str:
    """Return light text as a cleaned body.

    Markup typed by hand is shown as it was typed: nothing is lost.
    """
    return clean(_reader.render(text.replace("\r\n", "\n").replace("\r", "\n")))
