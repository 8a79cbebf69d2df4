/* What the buttons and the keys do. */

import { autoJoin, lift, setBlockType, wrapIn } from "prosemirror-commands";
import { Fragment } from "prosemirror-model";
import { liftListItem, sinkListItem } from "prosemirror-schema-list";
import { EditorState, NodeSelection, Plugin, Selection, TextSelection } from "prosemirror-state";
import { liftTarget } from "prosemirror-transform";

import { MAX_LIST_DEPTH } from "./blocks.js";
import { isList, schema } from "./schema.js";

const { nodes } = schema;

/* --- What holds where the cursor is --- */

export function markActive(state, type) {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks || $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

export function headingActive(state, level) {
  const { parent } = state.selection.$from;
  return parent.type === nodes.heading && parent.attrs.level === level;
}

/* The depth of the nearest such block around the whole selection, or 0. */
function depthOf({ $from, to }, test) {
  for (let depth = $from.sharedDepth(to); depth > 0; depth -= 1) {
    if (test($from.node(depth).type)) return depth;
  }
  return 0;
}

// A cell is one line: nothing is wrapped in it.
const inCell = ({ selection: { $from, $to } }) =>
  [$from, $to].some(($pos) => $pos.depth > 1 && $pos.node(1).type === nodes.table);

const isQuote = (type) => type === nodes.blockquote;

export function listAt({ selection }) {
  const depth = depthOf(selection, isList);
  return depth ? selection.$from.node(depth).type : null;
}

export const inQuote = ({ selection }) => depthOf(selection, isQuote) > 0;

/* --- Blocks --- */

export function toggleHeading(level) {
  return (state, dispatch) =>
    headingActive(state, level)
      ? setBlockType(nodes.paragraph)(state, dispatch)
      : setBlockType(nodes.heading, { level })(state, dispatch);
}

/* Run `command` on the selection with its headings made into paragraphs. */
function onParagraphs(command) {
  return (state, dispatch) => {
    const { tr, selection: { from, to } } = state;
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (node.type === nodes.heading) tr.setNodeMarkup(pos, nodes.paragraph);
    });
    if (!tr.docChanged) return command(state, dispatch);
    const plain = EditorState.create({ doc: tr.doc, selection: tr.selection });
    return command(plain, dispatch && ((next) => {
      for (const step of next.steps) tr.step(step);
      const selection = Selection.fromJSON(tr.doc, next.selection.toJSON());
      dispatch(tr.setSelection(selection).scrollIntoView());
    }));
  };
}

/* Make each paragraph and heading of the selection an item of a list. */
function wrapInItems(type) {
  return (state, dispatch) => {
    const { tr, selection: { from, to } } = state;
    const found = [];
    state.doc.nodesBetween(from, to, (node, pos) => {
      if (node.isTextblock) found.push({ node, pos });
      return !isList(node.type);
    });
    // From the last, so that the positions of the others still hold.
    for (const { node, pos } of found.reverse()) {
      if (node.type === nodes.heading) tr.setNodeMarkup(pos, nodes.paragraph);
      const range = tr.doc.resolve(pos + 1).blockRange();
      tr.wrap(range, [{ type }, { type: nodes.list_item }]);
    }
    if (dispatch && found.length) dispatch(tr.scrollIntoView());
    return found.length > 0;
  };
}

export function toggleList(type) {
  const wrap = autoJoin(wrapInItems(type), [type.name]);
  return (state, dispatch) => {
    const { $from } = state.selection;
    const depth = depthOf(state.selection, isList);
    if (!depth) return !inCell(state) && wrap(state, dispatch);
    if ($from.node(depth).type === type) return outdent(state, dispatch);
    if (dispatch) dispatch(state.tr.setNodeMarkup($from.before(depth), type));
    return true;
  };
}

export function indent(state, dispatch) {
  const { $from, $to } = state.selection;
  const range = $from.blockRange($to, (node) => isList(node.type));
  if (!range) return false;
  let depth = 0;
  for (let level = 1; level <= range.depth; level += 1) depth += isList($from.node(level).type);
  let deepest = 0;
  for (let index = range.startIndex; index < range.endIndex; index += 1) {
    deepest = Math.max(deepest, listDepth(range.parent.child(index)));
  }
  return depth + deepest < MAX_LIST_DEPTH && sinkListItem(nodes.list_item)(state, dispatch);
}

function listDepth(item) {
  let deepest = 0;
  item.forEach((node) => {
    if (!isList(node.type)) return;
    node.forEach((inner) => { deepest = Math.max(deepest, 1 + listDepth(inner)); });
  });
  return deepest;
}

export const outdent = liftListItem(nodes.list_item);

export function toggleQuote(state, dispatch) {
  const { $from, $to } = state.selection;
  if (!inQuote(state)) return onParagraphs(wrapInQuote)(state, dispatch);
  const range = $from.blockRange($to, (node) => isQuote(node.type));
  const target = range && liftTarget(range);
  if (target == null) return false;
  if (dispatch) dispatch(state.tr.lift(range, target).scrollIntoView());
  return true;
}

/* A list is quoted whole. */
const wrapInQuote = autoJoin((state, dispatch) => {
  const { $from, $to } = state.selection;
  if (!listAt(state)) return wrapIn(nodes.blockquote)(state, dispatch);
  const range = $from.blockRange($to, (node) => node.type === nodes.doc);
  if (!range) return false;
  const blocks = state.doc.content.content.slice(range.startIndex, range.endIndex);
  if (!nodes.blockquote.validContent(Fragment.from(blocks))) return false;
  if (dispatch) dispatch(state.tr.wrap(range, [{ type: nodes.blockquote }]).scrollIntoView());
  return true;
}, ["blockquote"]);

/* Put a block of its own after the block with the cursor, or before it where the
   cursor is at its beginning; an empty paragraph gives its place. */
export function insertBlock(state, node, at = null) {
  const { selection, tr } = state;
  const $pos = at === null ? selection.$to : state.doc.resolve(at);
  const top = $pos.depth ? $pos.node(1) : null;
  let pos = top ? $pos.after(1) : $pos.pos;
  if (top && top.type === nodes.paragraph && !top.content.size) {
    pos = $pos.before(1);
    tr.delete(pos, pos + top.nodeSize).insert(pos, node);
  } else {
    if (top && $pos.pos === $pos.start(1) && (at !== null || selection.empty)) pos = $pos.before(1);
    tr.insert(pos, node);
  }
  const after = pos + node.nodeSize;
  if (after === tr.doc.content.size) tr.insert(after, nodes.paragraph.create());
  return tr.setSelection(Selection.near(tr.doc.resolve(after), 1)).scrollIntoView();
}

/* Move the picture at `pos` past the nearest block that shows something, before
   it (`by` -1) or after it (1). */
export function movePicture(pos, by) {
  return ({ doc, tr }, dispatch) => {
    const node = doc.nodeAt(pos);
    const isEmpty = (block) => block.type === nodes.paragraph && !block.content.size;
    let index = doc.resolve(pos).index(0) + by;
    while (index >= 0 && index < doc.childCount && isEmpty(doc.child(index))) index += by;
    if (!node || index < 0 || index >= doc.childCount) return false;
    let target = 0;
    for (let i = 0; i < index + (by > 0 ? 1 : 0); i += 1) target += doc.child(i).nodeSize;
    tr.delete(pos, pos + node.nodeSize);
    const there = tr.mapping.map(target);
    tr.insert(there, node).setSelection(NodeSelection.create(tr.doc, there));
    if (dispatch) dispatch(tr.scrollIntoView());
    return true;
  };
}

/* The same for the picture that is selected, by keys. */
export const moveSelected = (by) => (state, dispatch) => {
  const { selection } = state;
  const isPicture = selection instanceof NodeSelection && selection.node.type === nodes.picture;
  return isPicture && movePicture(selection.from, by)(state, dispatch);
};

export function insertRule(state, dispatch) {
  if (dispatch) dispatch(insertBlock(state, nodes.horizontal_rule.create()));
  return true;
}

/* --- Keys --- */

export function insertBreak(state, dispatch) {
  const { $from } = state.selection;
  if (!$from.parent.inlineContent || $from.parent.type === nodes.heading) return false;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

/* All of the text, as a selection of text: the buttons then work on it. */
export function selectText({ doc, tr }, dispatch) {
  if (dispatch) dispatch(tr.setSelection(TextSelection.between(doc.resolve(0), doc.resolve(doc.content.size))));
  return true;
}

/* Backspace at the beginning of a heading makes it a paragraph; at the beginning
   of an item or a quotation, it leaves them. */
export function leaveBlock(state, dispatch) {
  const { $cursor } = state.selection;
  if (!$cursor || $cursor.parentOffset) return false;
  if ($cursor.parent.type === nodes.heading) return setBlockType(nodes.paragraph)(state, dispatch);
  if (!$cursor.depth || $cursor.index(-1)) return false;
  const around = $cursor.node(-1).type;
  if (around === nodes.list_item) return outdent(state, dispatch);
  return around === nodes.blockquote && lift(state, dispatch);
}

/* --- Always true of the document --- */

/* As on the server, the first heading is of the first level. And there is a line
   to tap on before and after each picture, video, table and rule; where it stays
   empty, it is not kept. */
const alone = (node) => node.isAtom || node.type === nodes.table;


export const mend = new Plugin({
  appendTransaction(_transactions, _before, { doc, tr }) {
    let headings = 0;
    let previous = null;
    const add = (pos) => tr.insert(tr.mapping.map(pos, -1), nodes.paragraph.create());
    doc.forEach((node, pos) => {
      if (alone(node) && (!previous || alone(previous))) add(pos);
      if (node.type === nodes.heading && !headings++ && node.attrs.level !== 2) {
        tr.setNodeMarkup(tr.mapping.map(pos), null, { level: 2 });
      }
      previous = node;
    });
    if (alone(previous)) add(doc.content.size);
    return tr.docChanged ? tr : null;
  },
});
