"""Tables on paper: columns as wide as their words want, a rule below each row."""

from articles.pdf.sheet import (
    BOTTOM,
    COLUMN,
    LEFT,
    POINT,
    RIGHT,
    TOP,
    Look,
    Run,
    Sheet,
    Slice,
)

CELL = Look(9, 13)
# Millimetres between two columns, and around a row.
_GAP, _PAD = 4, 1.2

Rows = list[list[list[Run]]]


def rows_of(sheet: Sheet, rows: Rows) -> list[Slice]:
    """Return a slice for each row, the first beside the second.

    More than four columns take the margin too. A row too high for a page, which
    is many words in a narrow column, is set as paragraphs.
    """
    left = COLUMN if len(rows[0]) <= 4 else LEFT
    widths = _widths(sheet, rows, RIGHT - left)
    slices: list[Slice] = []
    for number, cells in enumerate(rows):
        row = _row(sheet, cells, widths, left, space=0 if number else 4)
        if row.height > (BOTTOM - TOP) / 2:
            for cell in cells:
                slices += sheet.paragraph(cell, CELL, space=1.5)
        else:
            slices.append(row._replace(keep=number == 0))
    return slices


def _row(
    sheet: Sheet, cells: list[list[Run]], widths: list[float], left: float, space: float
) -> Slice:
    set_cells = [
        sheet.lines(cell, CELL, width) if cell else []
        for cell, width in zip(cells, widths, strict=True)
    ]
    line = CELL.line * POINT
    height = max(1, *map(len, set_cells)) * line + 2 * _PAD

    def draw(y: float) -> None:
        x = left
        for lines, width in zip(set_cells, widths, strict=True):
            for number, words in enumerate(lines):
                sheet.draw_line(words, CELL, x, y + _PAD + number * line)
            x += width + _GAP
        sheet.fill("soft", left, y + height - 0.2, x - _GAP - left, 0.2)

    return Slice(height, draw, space)


def _widths(sheet: Sheet, rows: Rows, room: float) -> list[float]:
    """Return how wide each column is: its words in one line where all fit, else
    what is left is shared by how much each wants."""
    room -= _GAP * (len(rows[0]) - 1)
    columns = list(zip(*rows, strict=True))
    wanted = [max(_wide(sheet, cell) for cell in column) for column in columns]
    if sum(wanted) <= room:
        return wanted
    least = [min(wide, room / len(columns)) for wide in wanted]
    more = [wide - low for wide, low in zip(wanted, least, strict=True)]
    left = (room - sum(least)) / sum(more)
    return [low + left * extra for low, extra in zip(least, more, strict=True)]


def _wide(sheet: Sheet, cell: list[Run]) -> float:
    lines = sheet.lines(cell, CELL, 10_000) if cell else []
    # A hair more: a width that is met exactly may break its line.
    return max((line[-1].x + line[-1].width for line in lines if line), default=0) + 0.1
