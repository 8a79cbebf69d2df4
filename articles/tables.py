"""Tables of simple cells: a line of text each, in rows of one length."""

from dataclasses import dataclass

from articles.lines import Line, has_words, write

MAX_ROWS = 200
MAX_COLUMNS = 12
# A longer cell lays out a page; it is not read beside others.
MAX_CELL = 1000


@dataclass(frozen=True)
class Cell:
    """What a cell says, and over how many places it was stretched."""

    line: Line
    heads: bool = False
    columns: int = 1
    rows: int = 1


def write_table(rows: list[list[Cell]]) -> str:
    """Return rows of cells as a table, or "" where they are not one.

    A stretched cell is followed by empty ones, short rows are filled. The first
    row heads the others where all of its words are in `<th>`. What has a single
    row or column, no word, or is larger than a page shows was only laid out so.
    """
    if not 2 <= len(rows) <= MAX_ROWS:
        return ""
    grid = _grid(rows)
    width = max(map(len, grid))
    cells = [cell for row in grid for cell in row]
    said = [cell for cell in cells if has_words(cell.line)]
    if not said or not 2 <= width <= MAX_COLUMNS:
        return ""
    if any(sum(len(p.text) for p in cell.line) > MAX_CELL for cell in said):
        return ""
    first = [cell for cell in grid[0] if has_words(cell.line)]
    headed = bool(first) and all(cell.heads for cell in first)
    return f"<table>{''.join(_row(r, width, headed and not n) for n, r in enumerate(grid))}</table>"


def _grid(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Return the rows with each cell in its place, whatever was stretched."""
    grid: list[list[Cell]] = []
    # For each column, how many rows below a stretched cell still takes.
    taken: dict[int, int] = {}
    for row in rows:
        placed: list[Cell] = []
        waiting = list(row)
        while waiting or taken.get(len(placed)):
            if len(placed) > MAX_COLUMNS:
                placed += waiting
                break
            if taken.get(len(placed)):
                taken[len(placed)] -= 1
                placed.append(Cell([]))
                continue
            cell = waiting.pop(0)
            for stretched in range(min(cell.columns, MAX_COLUMNS + 1)):
                taken[len(placed)] = min(cell.rows, MAX_ROWS) - 1
                placed.append(Cell([]) if stretched else cell)
        grid.append(placed)
    return grid


def _row(cells: list[Cell], width: int, heads: bool) -> str:
    cells = [*cells, *[Cell([])] * (width - len(cells))]
    return f"<tr>{''.join(_cell(cell.line, heads) for cell in cells)}</tr>"


def _cell(line: Line, heads: bool) -> str:
    # A heading without words would be announced, and say nothing.
    tag = "th" if heads and has_words(line) else "td"
    return f"<{tag}>{write(line)}</{tag}>"
