/* Tables in the text: what their buttons and keys do. */

import { Selection } from "prosemirror-state";
import {
  CellSelection, addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, findTable, goToNextCell, isInTable,
  rowIsHeader, selectedRect, toggleHeader,
} from "prosemirror-tables";

import { insertBlock, insertBreak } from "./commands.js";
import { schema } from "./schema.js";

const { nodes } = schema;
// As many as the server keeps.
const MAX_ROWS = 200;
const MAX_COLUMNS = 12;

export const inTable = isInTable;

/* Three rows of three, the first for headings; the cursor goes into it. */
export function insertTable(state, dispatch) {
  if (isInTable(state)) return false;
  if (dispatch) {
    const row = (type) => nodes.table_row.create(null, [1, 2, 3].map(() => type.createAndFill()));
    const table = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]);
    const tr = insertBlock(state, table);
    let at = 0;
    tr.doc.forEach((node, pos) => { if (node === table) at = pos; });
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at + 1))).scrollIntoView());
  }
  return true;
}

const bounded = (command, most, size) => (state, dispatch) =>
  isInTable(state) && selectedRect(state).map[size] < most && command(state, dispatch);

export const addRow = bounded(addRowAfter, MAX_ROWS, "height");
export const addColumn = bounded(addColumnAfter, MAX_COLUMNS, "width");

/* The last of them takes the table with it. */
const orTable = (command) => (state, dispatch) =>
  command(state, dispatch) || deleteTable(state, dispatch);

export const removeRow = orTable(deleteRow);
export const removeColumn = orTable(deleteColumn);

export const toggleHeads = toggleHeader("row");
export function headed(state) {
  if (!isInTable(state)) return false;
  const { map, table } = selectedRect(state);
  return rowIsHeader(map, table, 0);
}

export { deleteTable as removeTable };

/* Tab goes from cell to cell, and leaves after the last. */
export const nextCell = goToNextCell(1);
export const previousCell = goToNextCell(-1);

/* A cell is one line, with breaks. */
export const breakInCell = (state, dispatch) => isInTable(state) && insertBreak(state, dispatch);

/* Backspace with the whole table selected removes it. */
export function removeSelected(state, dispatch) {
  const { selection } = state;
  const whole = selection instanceof CellSelection && selection.isRowSelection() && selection.isColSelection();
  return whole && Boolean(findTable(selection.$anchorCell)) && deleteTable(state, dispatch);
}
