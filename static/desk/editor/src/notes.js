/* Footnotes: the form that writes one, and its call in the text. */

import { toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Fragment, Slice } from "prosemirror-model";
import { EditorState, NodeSelection, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";

import { hasWords } from "./blocks.js";
import { defuse } from "./clean.js";
import { insertBreak } from "./commands.js";
import { openForm } from "./dialog.js";
import { el, uniqueId } from "./dom.js";
import { canLink, openLink, pasteAddress } from "./links.js";
import { clipboardParser, lineOf, schema } from "./schema.js";
import { rules } from "./typography.js";
import { words } from "./words.js";

const { marks, nodes } = schema;

export const noteSelected = ({ selection }) =>
  selection instanceof NodeSelection && selection.node.type === nodes.footnote;

export function canNote(state) {
  if (noteSelected(state)) return true;
  const { $to } = state.selection;
  const index = $to.index();
  return state.selection instanceof TextSelection && $to.parent.canReplaceWith(index, index, nodes.footnote);
}

/* Open the form for the note at `pos`, for the one that is selected, or for a new one. */
export function openNote(view, pos = noteSelected(view.state) ? view.state.selection.from : null) {
  const found = pos === null ? null : view.state.doc.nodeAt(pos);
  const { field, editor } = noteField(found || nodes.footnote.create(), view.dom.lang);
  openForm({
    title: found ? words.noteEditTitle : words.noteTitle,
    fields: [],
    body: field,
    sendLabel: found ? words.noteSave : words.noteSend,
    extra: found && ((close) => el("button", {
      type: "button",
      class: "button button--quiet",
      click() {
        view.dispatch(view.state.tr.delete(pos, pos + found.nodeSize));
        close();
      },
    }, words.noteRemove)),
    async send() {
      const note = nodes.footnote.create(null, editor.state.doc.content);
      if (!hasWords(lineOf(note))) return { "": [words.noteEmpty] };
      view.dispatch(found ? changed(view.state, pos, found, note) : added(view.state, note));
      return null;
    },
    closed() {
      editor.destroy();
      view.focus();
    },
  });
  editor.focus();
  return true;
}

function changed(state, pos, before, note) {
  return state.tr.replaceWith(pos, pos + before.nodeSize, note);
}

/* After the words that are selected, or the word before the cursor. */
function added({ tr, selection, doc }, note) {
  const { to, empty } = selection;
  const spaced = empty && doc.textBetween(Math.max(0, to - 1), to) === " ";
  tr.insert(spaced ? to - 1 : to, note);
  return tr.setSelection(TextSelection.create(tr.doc, to + note.nodeSize)).scrollIntoView();
}

function noteField(doc, lang) {
  const labelId = uniqueId("note");
  const place = el("div");
  const label = el("p", { class: "field__label", id: labelId, click: () => editor.focus() }, words.noteText);
  const editor = new EditorView({ mount: place }, {
    state: EditorState.create({
      doc,
      plugins: [rules(lang), history(), keymap({
        "Mod-b": toggleMark(marks.strong),
        "Mod-i": toggleMark(marks.em),
        "Mod-k": (state, dispatch, view) => canLink(state) && (!dispatch || openLink(view)),
        "Mod-z": undo,
        "Mod-y": redo,
        "Shift-Mod-z": redo,
        Enter: insertBreak,
        "Shift-Enter": insertBreak,
        "Mod-Enter": () => {
          place.closest("form").requestSubmit();
          return true;
        },
      })],
    }),
    attributes: {
      class: "input editor__note-text", role: "textbox", "aria-multiline": "true", "aria-labelledby": labelId, lang,
      spellcheck: "true", autocapitalize: "sentences",
    },
    clipboardParser,
    transformPastedHTML: defuse,
    transformPasted: asLine,
    handlePaste: (view, event) =>
      Boolean(event.clipboardData) && pasteAddress(view, event.clipboardData.getData("text/plain")),
  });
  const tool = (name, run) => el("button", {
    type: "button",
    class: "button button--quiet",
    mousedown: (event) => event.preventDefault(),
    click() {
      editor.focus();
      run(editor.state, editor.dispatch, editor);
    },
  }, name);
  const bar = el(
    "div",
    { class: "editor__choices" },
    tool(words.strong, toggleMark(marks.strong)),
    tool(words.em, toggleMark(marks.em)),
    tool(words.link, (state, dispatch, view) => canLink(state) && openLink(view)),
  );
  return { editor, field: el("div", { class: "field" }, label, place, bar) };
}

/* Whatever was pasted, as one line. */
function asLine(slice) {
  const line = [];
  const visit = (content) => content.forEach((node) => {
    if (node.isInline && node.type !== nodes.footnote) {
      line.push(node);
      return;
    }
    if (node.isTextblock && line.length) line.push(nodes.hard_break.create());
    visit(node.content);
  });
  visit(slice.content);
  return new Slice(Fragment.from(line), 0, 0);
}

/* The call: a button that opens its note. The style sheet numbers it. */
export function noteView(node, view, getPos) {
  const button = el("button", { type: "button", class: "editor__call", click: () => openNote(view, getPos()) });
  const dom = el("sup", { contenteditable: "false" }, button);
  const update = (note) => {
    if (note.type !== nodes.footnote) return false;
    const text = note.textBetween(0, note.content.size, " ", " ");
    button.setAttribute("aria-label", `${words.note} : ${text}`);
    button.title = text;
    return true;
  };
  update(node);
  return {
    dom,
    update,
    stopEvent: (event) => dom.contains(event.target) && event.type !== "dragstart",
    ignoreMutation: () => true,
    selectNode: () => button.classList.add("editor__call--selected"),
    deselectNode: () => button.classList.remove("editor__call--selected"),
  };
}
