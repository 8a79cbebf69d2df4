"""The body as light text, for the desk without JavaScript, and as Markdown.

A blank line makes a paragraph; `## `, `- `, `> `, `**`, `_`, `[](…)` and `| |` do
the rest, as in Markdown, which markdown-it-py reads and markdownify writes. A
note stands where it is called, `[[…]]`, as in SPIP; `[^1]` with its words below
is read too. A video is its address on a line of its own, or `![title](address)`.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdownify import MarkdownConverter

from articles.html import clean, plain_text

MARKS = ["strong", "em"]
# Words of a note apart from its call, and the call.
_APART = re.compile(
    r"^\[\^([\w-]+)\]:[ \t]*(.+(?:\n(?!\[\^).+)*)(?:\n+|$)", re.MULTILINE
)
_CALL = re.compile(r"(?<!\\)\[\^([\w-]+)\]")
_NO_HEAD = re.compile(r"<thead>\s*<tr>(?:\s*<th>\s*</th>)+\s*</tr>\s*</thead>")


def _note(state: StateInline, silent: bool) -> bool:
    """Read `[[…]]`, with the marks and links that are in it."""
    start = state.pos
    if not state.src.startswith("[[", start) or state.env.get("in_note"):
        return False
    end = _end_of_note(state)
    if end < 0:
        return False
    if not silent:
        most = state.posMax
        state.push("fn_open", "fn", 1)
        state.pos, state.posMax = start + 2, end
        state.env["in_note"] = True
        state.md.inline.tokenize(state)
        state.env["in_note"] = False
        state.posMax = most
        state.push("fn_close", "fn", -1)
    state.pos = end + 2
    return True


def _end_of_note(state: StateInline) -> int:
    """Return where the `]]` of the note begins, past the links in it."""
    depth, pos = 0, state.pos + 2
    while pos < state.posMax:
        char = state.src[pos]
        if char == "\\":
            pos += 1
        elif char == "[":
            depth += 1
        elif char == "]" and depth:
            depth -= 1
        elif state.src.startswith("]]", pos):
            return pos if state.src[state.pos + 2 : pos].strip() else -1
        pos += 1
    return -1


_reader = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .disable(
        [
            "code",
            "fence",
            "backticks",
            "html_block",
            "html_inline",
            "lheading",
            "reference",
        ]
    )
    .enable("table")
)
_reader.inline.ruler.before("link", "note", _note)


class _Writer(MarkdownConverter):
    """Write our own elements too: pictures, videos, notes."""

    def convert_embed(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if el.get("embedtype") == "video":
            title = _bare(el.get("title") or "")
            shown = f"![{title}](<{el['url']}>)" if title else el["url"]
            return f"\n\n{shown}\n\n"
        alt, caption = _bare(el.get("alt") or ""), _bare(el.get("caption") or "")
        title = f' "{caption}"' if caption else ""
        return f"\n\n![{alt}](photo:{el.get('id')}{title})\n\n"

    def convert_fn(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return f"[[{text}]]"

    def convert_a(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if parent_tags & {"td", "th"}:
            el["href"] = el["href"].replace("|", "%7C")
        return super().convert_a(el, text, parent_tags)  # type: ignore[misc]  # not in its stubs

    def escape(self, text: str, parent_tags: set[str]) -> str:
        # What was typed as «\*», «[a](b)», «<x@y.z>» or «&eacute;» stays these letters.
        text = re.sub(r"\\(?=[!-/:-@\[-`{-~]|$)", r"\\\\", text)
        brackets = r"\[(?=[^\]]*\]\(|\[|\^|$)|\](?=\]|$)"
        if "fn" in parent_tags:
            brackets = r"[\[\]]"
        text = re.sub(rf"{brackets}|<(?=[A-Za-z][^\s>]*>)", r"\\\g<0>", text)
        text = super().escape(text, parent_tags)  # type: ignore[misc]  # not in its stubs
        text = re.sub(r"\|", r"\\|", text) if parent_tags & {"td", "th"} else text
        return re.sub(r"&(?=#?\w+;)", r"\\&", text)

    def convert_br(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return " " if "_inline" in parent_tags else "\n"

    def convert_p(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # A paragraph that begins like a list or a heading is still a paragraph,
        # and a line of strokes is no table.
        text = re.sub(r"^(\s*\d+)([.)])(?=\s)", r"\1\\\2", text, flags=re.MULTILINE)
        text = re.sub(r"^(\s*)([-+#>])", r"\1\\\2", text, flags=re.MULTILINE)
        text = re.sub(r"^(?=[|:][-|: ]+$)", r"\\", text, flags=re.MULTILINE)
        return super().convert_p(el, text, parent_tags)  # type: ignore[misc]  # not in its stubs


class Photo(NamedTuple):
    """A picture as Markdown shows it: an absolute address, words, a credit."""

    url: str
    description: str
    credit: str


class _MarkdownWriter(_Writer):
    """Write for any reader of Markdown: pictures by address, breaks that show,
    notes by number, with their words at the end."""

    def __init__(self, photos: Mapping[int, Photo], **options: Any) -> None:
        super().__init__(newline_style="backslash", **options)
        self.photos = photos
        self.notes: list[str] = []

    def convert__document_(self, el: Any, text: str, parent_tags: set[str]) -> str:
        listed = "\n\n".join(f"[^{n}]: {note}" for n, note in enumerate(self.notes, 1))
        text = f"{text.strip()}\n\n{listed}"
        return super().convert__document_(el, text, parent_tags)  # type: ignore[misc]  # not in its stubs

    def convert_embed(self, el: Any, text: str, parent_tags: set[str]) -> str:
        if el.get("embedtype") == "video":
            words = _bare(el.get("title") or el["url"])
            return f"\n\n[{words}](<{el['url']}>)\n\n"
        photo = self.photos.get(int(el.get("id") or 0))
        if photo is None:
            return ""
        alt = _bare(el.get("alt") or photo.description)
        caption = " – ".join(filter(None, [el.get("caption"), photo.credit]))
        shown = f"\n\n![{alt}](<{photo.url}>)\n\n"
        return f"{shown}*{_bare(caption.strip())}*\n\n" if caption.strip() else shown

    def convert_fn(self, el: Any, text: str, parent_tags: set[str]) -> str:
        # A line of a note that is not indented would end it.
        self.notes.append(text.replace("\n", "\n    "))
        return f"[^{len(self.notes)}]"

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
    """Return a cleaned body as Markdown (CommonMark 0.31, with the tables and the
    notes of GitHub's) for readers elsewhere.

    `photos` tells of its pictures by id: one that is not there is left out.
    Marks go where they would cost a character, as in light text.
    """
    strip = None if _is_whole(_write(_Writer, body), body) else MARKS
    return _write(_MarkdownWriter, body, photos=photos, strip=strip)


def _is_whole(text: str, body: str) -> bool:
    # A break in a cell becomes a space: no other line can be lost.
    return plain_text(from_text(text)).split() == plain_text(body).split()


def _write(kind: type[_Writer], body: str, **options: Any) -> str:
    writer = kind(heading_style="ATX", bullets="-", strong_em_symbol="*", **options)
    return writer.convert(body).strip()


def from_text(text: str) -> str:
    """Return light text as a cleaned body.

    Markup typed by hand is shown as it was typed: nothing is lost.
    """
    text = _notes_in_place(text.replace("\r\n", "\n").replace("\r", "\n"))
    return clean(_NO_HEAD.sub("", _reader.render(text)))


def _notes_in_place(text: str) -> str:
    """Return the text with the words of each `[^1]` at its first call."""
    apart = {found[1]: found for found in _APART.finditer(text)}
    called = {found[1] for found in _CALL.finditer(_APART.sub("", text))}
    if not apart.keys() & called:
        return text
    text = _APART.sub(lambda found: "" if found[1] in called else found[0], text)
    waiting = {name: f"[[{found[2].strip()}]]" for name, found in apart.items()}
    return _CALL.sub(lambda found: waiting.pop(found[1], found[0]), text)
