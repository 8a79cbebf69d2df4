/* Tables of simple cells, by the same rules as on the server. */

import { BREAK, block, hasWords, isList } from "./blocks.js";

const MAX_ROWS = 200;
const MAX_COLUMNS = 12;
const MAX_CELL = 1000;

/* Return rows of cells as a table, or null where they are not one.
   A cell is {children, heads, columns, rows}: its blocks, how far it stretches. */
export function asTable(rows) {
  if (rows.length < 2 || rows.length > MAX_ROWS) return null;
  const lines = rows.map((cells) => cells.map((cell) => ({ ...cell, line: asLine(cell.children) })));
  if (lines.flat().some(({ line }) => line === null)) return null;
  const grid = placed(lines);
  const width = Math.max(...grid.map((row) => row.length));
  const said = grid.flat().filter(({ line }) => hasWords(line));
  if (!said.length || width < 2 || width > MAX_COLUMNS) return null;
  if (said.some(({ line }) => line.reduce((sum, { text }) => sum + text.length, 0) > MAX_CELL)) return null;
  const first = grid[0].filter(({ line }) => hasWords(line));
  const headed = first.length > 0 && first.every(({ heads }) => heads);
  for (const row of grid) while (row.length < width) row.push(empty());
  return {
    ...block("table"),
    cells: grid.map((row, number) => row.map(({ line }) => ({
      tag: headed && !number && hasWords(line) ? "th" : "td", line,
    }))),
  };
}

const empty = () => ({ line: [], heads: false, columns: 1, rows: 1 });

/* Put each cell in its place: a stretched one is followed by empty ones. */
function placed(rows) {
  const taken = new Map();
  return rows.map((cells) => {
    const row = [];
    const waiting = [...cells];
    while (waiting.length || taken.get(row.length)) {
      if (row.length > MAX_COLUMNS) {
        row.push(...waiting);
        break;
      }
      if (taken.get(row.length)) {
        taken.set(row.length, taken.get(row.length) - 1);
        row.push(empty());
        continue;
      }
      const cell = waiting.shift();
      for (let stretched = 0; stretched < Math.min(cell.columns, MAX_COLUMNS + 1); stretched += 1) {
        taken.set(row.length, Math.min(cell.rows, MAX_ROWS) - 1);
        row.push(stretched ? empty() : cell);
      }
    }
    return row;
  });
}

/* Paragraphs and lists as one line with breaks; null for other blocks. */
function asLine(blocks) {
  const line = [];
  const add = (pieces) => {
    if (!pieces.length) return;
    if (line.length) line.push({ text: BREAK, marks: [], href: "" });
    line.push(...pieces);
  };
  for (const node of blocks) {
    if (node.tag !== "p" && node.tag !== "li" && !isList(node)) return null;
    add(node.line);
    const within = asLine(node.children);
    if (within === null) return null;
    add(within);
  }
  return line;
}
