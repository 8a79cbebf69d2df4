"""SPIP's blocks: lists, tables, verse, and the paragraphs around them. Pure."""

import re

_ITEM = re.compile(r"-(\*+|#+)(?![*#])[ \t]*(.*)", re.DOTALL)
_ROW = re.compile(r"^(?:\|[^\n]*\|[ \t]*(?:\n|\Z))+", re.MULTILINE)
# A lone «<» was written as its entity before.
LEFT = "&lt;"
_VERSE = re.compile(
    r"<(poesie|poetry)>((?:(?!<\1>).)*?)</\1>", re.IGNORECASE | re.DOTALL
)
# Where a paragraph ends, whatever was open.
_BLOCK = re.compile(
    r"(</?(?:p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|table|caption|thead|tbody|tfoot"
    r"|tr|td|th|hr|center|form|address|pre|fieldset|object|iframe|figure|figcaption"
    r"|section|article|header|footer|aside|nav|svg|embed|noscript)\b[^<>]*>)",
    re.IGNORECASE,
)
_HOLDS_LINES = (
    *("p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("td", "th", "caption", "pre"),
)
_CLOSES_ITSELF = ("p", "li", "dt", "dd", "td", "th")


def verse(text: str) -> str:
    """Return the text with its poems as quotations: a line stays a line."""

    def told(found: re.Match[str]) -> str:
        stanzas = re.split(r"\n\s*\n", found[2].strip())
        inside = "".join(
            "<p>" + "<br />".join(line.strip() for line in s.split("\n")) + "</p>"
            for s in stanzas
        )
        return f"\n\n<blockquote>{inside}</blockquote>\n\n"

    return _VERSE.sub(told, text)


def lists(text: str) -> str:
    """Return the text with lines that begin with -* or -# as lists."""
    if "-*" not in text and "-#" not in text:
        return text
    parts = re.split(r"(\n[ \t]*\n\s*)", text)
    parts[::2] = [_list(part) for part in parts[::2]]
    return "".join(parts)


def _list(part: str) -> str:
    before, *items = re.split(r"(?:^|\n)(?=-(?:\*+|#+)(?![*#]))", part)
    if not items:
        return part
    out: list[str] = [before, "\n\n"]
    open_now: list[str] = []
    for item in items:
        found = _ITEM.fullmatch(item)
        if found is None:
            out.append(item)
            continue
        kind = "ul" if found[1][0] == "*" else "ol"
        depth = min(len(found[1]), 9)
        while len(open_now) > depth or (
            len(open_now) == depth and open_now[-1] != kind
        ):
            out.append(f"</li></{open_now.pop()}>")
        if len(open_now) == depth:
            out.append("</li><li>")
        while len(open_now) < depth:
            open_now.append(kind)
            out.append(f"<{kind}><li>")
        # What closes a block around the list closes the list first.
        words, closing, after = found[2].partition("</blockquote>")
        out.append(words.strip("\n"))
        if closing:
            out += [f"</li></{tag}>" for tag in reversed(open_now)]
            open_now.clear()
            out.append(closing + after)
    out += [f"</li></{tag}>" for tag in reversed(open_now)]
    return "".join([*out, "\n\n"])


def tables(text: str) -> str:
    """Return the text with lines between bars as tables."""
    return _ROW.sub(_table, text)


def _table(found: re.Match[str]) -> str:
    lines = found[0].strip().split("\n")
    caption = ""
    if told := re.fullmatch(r"\|\|(.*?)\|\|", lines[0].strip()):
        caption = "<br />".join(
            part.strip() for part in told[1].split("|") if part.strip()
        )
        lines = lines[1:]
    rows = [[c.strip() for c in line.strip()[1:-1].split("|")] for line in lines]
    if not rows:
        return f"\n\n<p>{caption}</p>\n\n"
    has_head = len(rows) > 1 and all(_is_head(cell) for cell in rows[0])
    heads_rows = all(_is_head(row[0]) for row in rows[int(has_head) :])
    out = [f"<caption>{caption}</caption>" if caption else ""]
    for number in range(len(rows)):
        cells = _cells(rows, number, is_head=has_head and number == 0, first=heads_rows)
        line = f"<tr>{cells}</tr>"
        if has_head and number == 0:
            line = f"<thead>{line}</thead><tbody>"
        elif number == 0:
            line = f"<tbody>{line}"
        out.append(line)
    return f"\n\n<table>{''.join(out)}</tbody></table>\n\n"


def _is_head(cell: str) -> bool:
    return re.fullmatch(r"\{\{[^{}]+\}\}|", cell) is not None


def _cells(rows: list[list[str]], number: int, *, is_head: bool, first: bool) -> str:
    """Return a row's cells; «<» joins the one on the left, «^» the one above."""
    row, out = rows[number], []
    for column, cell in enumerate(row):
        if (cell == "^" and number) or (cell == LEFT and column):
            continue
        across = 1
        while column + across < len(row) and row[column + across] == LEFT:
            across += 1
        down = 1
        while (
            number + down < len(rows)
            and column < len(rows[number + down])
            and rows[number + down][column] == "^"
        ):
            down += 1
        tag = "th" if is_head or (first and column == 0 and cell) else "td"
        if tag == "th":
            cell = cell.removeprefix("{{").removesuffix("}}")
        spans = f' colspan="{across}"' if across > 1 else ""
        spans += f' rowspan="{down}"' if down > 1 else ""
        out.append(f"<{tag}{spans}>{cell}</{tag}>")
    return "".join(out)


def paragraphs(text: str, *, breaks: bool) -> str:
    """Return the text with its stretches between blocks as paragraphs."""
    out: list[str] = []
    holding: list[str] = []
    for piece in _BLOCK.split(text):
        tag = re.match(r"</?([a-zA-Z0-9]+)", piece) if _BLOCK.fullmatch(piece) else None
        if tag is None:
            out.append(_lines(piece, breaks, wrap=not holding))
            continue
        name = tag[1].lower()
        out.append(piece)
        if name not in _HOLDS_LINES:
            continue
        if piece.startswith("</"):
            if name in holding:
                while holding.pop() != name:
                    pass
        else:
            if holding and holding[-1] == name and name in _CLOSES_ITSELF:
                holding.pop()
            holding.append(name)
    return "".join(out)


def _lines(text: str, breaks: bool, *, wrap: bool) -> str:
    shown = "<br />\n" if breaks else "\n"
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*\n\s*", text)]
    parts = [part.replace("\n", shown) for part in parts if part.strip()]
    if wrap:
        return "\n".join(f"<p>{part}</p>" for part in parts)
    return "<br />".join(parts)
