/* Put the editor in the place of a plain textarea. */

import { baseKeymap, chainCommands, joinTextblockBackward, toggleMark } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { undoInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { Fragment, Slice } from "prosemirror-model";
import { splitListItem } from "prosemirror-schema-list";
import { EditorState, NodeSelection, Plugin, Selection } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";

import { pasteVideo, videoAtEnd, videoView } from "./cards.js";
import { defuse } from "./clean.js";
import { indent, insertBreak, leaveBlock, mend, moveSelected, outdent, selectText } from "./commands.js";
import { el, uniqueId } from "./dom.js";
import { breakInCell, nextCell, previousCell, removeSelected } from "./grid.js";
import { canLink, openLink, pasteAddress } from "./links.js";
import { canNote, noteSelected, noteView, openNote } from "./notes.js";
import { Pictures, pictureFiles } from "./pictures.js";
import { clipboardParser, parse, schema, serialise } from "./schema.js";
import { makeToolbar } from "./toolbar.js";
import { rules } from "./typography.js";
import { knowHosts } from "./videos.js";
import { words } from "./words.js";

const { marks, nodes } = schema;

/* Mount, or leave the page as it was. */
export function mount(textarea) {
  const { form } = textarea;
  const output = form && form.querySelector("[data-editor-html]");
  if (!output) return;
  const hints = [...document.querySelectorAll("[data-editor-hint]")];
  const root = el("div", { class: "editor", "data-editor-root": true });
  const swap = (mounted) => {
    textarea.disabled = textarea.hidden = mounted;
    for (const hint of hints) hint.hidden = mounted;
    output.disabled = !mounted;
  };
  try {
    build(root, textarea, output);
    swap(true);
  } catch (error) {
    root.remove();
    swap(false);
    console.error(error);
  }
}

function build(root, textarea, output) {
  const { form } = textarea;
  const label = (textarea.labels && textarea.labels[0]) || null;
  const textId = uniqueId("text");
  const lang = textarea.lang || (textarea.closest("[lang]") || {}).lang || "fr";
  const status = el("p", { class: "visually-hidden", role: "status" });
  const addresses = new Map(Object.entries(readJson(textarea.dataset.photos)));
  const pictures = new Pictures({
    url: textarea.dataset.pictures,
    credit: textarea.dataset.credit,
    form,
    addresses,
    announce: (message) => { status.textContent = message; },
  });
  const { bar, plugin: toolbar } = makeToolbar(textId, textarea.dataset.pictures ? pictures : null);

  knowHosts((textarea.dataset.peertube || "").split(" ").filter(Boolean));
  const start = parse(output.value);
  start.descendants(({ type, attrs }) => {
    if (type === nodes.picture && !addresses.has(attrs.id)) addresses.set(attrs.id, "");
  });
  const state = EditorState.create({
    doc: start,
    plugins: [rules(lang), keys(), keymap(baseKeymap), history(), tableEditing(), mend, toolbar, placeholder(textarea.placeholder)],
  });

  (label || textarea).after(root);
  root.append(bar);
  const view = new EditorView({ mount: root.appendChild(el("div")) }, {
    state: state.apply(state.tr.setMeta("addToHistory", false)),
    attributes: textAttributes(textarea, label, textId, lang),
    clipboardParser,
    clipboardTextParser: (text, $context) => textSlice(text, $context.marks()),
    transformPastedHTML: defuse,
    transformPasted: (slice) => withoutStrangers(slice, addresses),
    nodeViews: {
      picture: (node, editor, getPos) => pictures.nodeView(node, editor, getPos),
      video: videoView,
      footnote: noteView,
    },
    handleTextInput: writeBeside,
    handleKeyPress: writeOver,
    handlePaste: (editor, event) => onPaste(editor, event, textarea.dataset.pictures && pictures),
    handleDrop: (editor, event, _slice, moved) => !moved && onDrop(editor, event, textarea.dataset.pictures && pictures),
    dispatchTransaction(tr) {
      view.updateState(view.state.apply(tr));
      if (tr.docChanged) write();
    },
  });
  root.append(status);

  function write() {
    const html = serialise(view.state.doc);
    if (html === output.value) return;
    output.value = html;
    output.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const kept = output.value !== output.defaultValue;
  output.value = serialise(view.state.doc);
  if (label) label.addEventListener("click", () => view.focus());
  keepClear(view, bar, form.querySelector(".save-bar"));
  guard(form, output, kept);
  // Another text for the same article, such as a draft kept in this browser.
  output.addEventListener("editor:set", ({ detail }) => {
    view.dispatch(view.state.tr.replaceWith(0, view.state.doc.content.size, parse(String(detail)).content));
  });
}

function readJson(text) {
  try {
    return JSON.parse(text || "{}") || {};
  } catch {
    return {};
  }
}

function textAttributes(textarea, label, id, lang) {
  if (label && !label.id) label.id = uniqueId("label");
  const described = (textarea.getAttribute("aria-describedby") || "").split(/\s+/).filter((found) => {
    const node = found && document.getElementById(found);
    return node && !node.matches("[data-editor-hint]");
  });
  const attributes = {
    id,
    class: "editor__text prose",
    role: "textbox",
    "aria-multiline": "true",
    lang,
    spellcheck: "true",
    autocapitalize: "sentences",
  };
  if (label) attributes["aria-labelledby"] = label.id;
  else attributes["aria-label"] = words.text;
  if (described.length) attributes["aria-describedby"] = described.join(" ");
  for (const name of ["aria-invalid", "aria-required"]) {
    if (textarea.hasAttribute(name)) attributes[name] = textarea.getAttribute(name);
  }
  if (textarea.required) attributes["aria-required"] = "true";
  return attributes;
}

/* Tab leaves the text; in a table, after its last cell. */
function keys() {
  return keymap({
    "Mod-b": toggleMark(marks.strong),
    "Mod-i": toggleMark(marks.em),
    "Mod-k": (state, dispatch, view) => canLink(state) && (!dispatch || openLink(view)),
    "Mod-z": chainCommands(undoInputRule, undo),
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-]": indent,
    "Mod-[": outdent,
    "Mod-Alt-f": (state, dispatch, view) => canNote(state) && (!dispatch || openNote(view)),
    Tab: nextCell,
    "Shift-Tab": previousCell,
    Enter: chainCommands(openSelectedNote, breakInCell, videoAtEnd, splitListItem(nodes.list_item)),
    "Shift-Enter": insertBreak,
    "Mod-a": selectText,
    "Alt-ArrowUp": moveSelected(-1),
    "Alt-ArrowDown": moveSelected(1),
    Delete: removeSelected,
    Backspace: chainCommands(undoInputRule, removeSelected, leaveBlock, joinTextblockBackward),
  });
}

const openSelectedNote = (state, dispatch, view) => noteSelected(state) && (!dispatch || openNote(view));

function placeholder(text) {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const first = doc.firstChild;
        const empty = doc.childCount === 1 && first.type === nodes.paragraph && !first.content.size;
        if (!text || !empty) return null;
        const attributes = { class: "editor__placeholder", "data-placeholder": text };
        return DecorationSet.create(doc, [Decoration.node(0, first.nodeSize, attributes)]);
      },
    },
  });
}

/* As in the plain textarea: a blank line makes a paragraph. */
function textSlice(text, active) {
  const paragraphs = text.replace(/\r\n?/g, "\n").trim().split(/\n[ \t]*\n\s*/);
  const content = paragraphs.map((paragraph) => {
    const inside = [];
    paragraph.split("\n").forEach((line, number) => {
      if (number) inside.push(nodes.hard_break.create());
      if (line) inside.push(schema.text(line, active));
    });
    return nodes.paragraph.create(null, inside);
  });
  const only = paragraphs.length === 1 && /^ | $/.test(text) && !/\n/.test(text);
  return only
    ? new Slice(Fragment.from(nodes.paragraph.create(null, schema.text(text, active))), 1, 1)
    : new Slice(Fragment.from(content), 1, 1);
}

/* Leave out the pictures that are not of this article. */
function withoutStrangers(slice, addresses) {
  const isOurs = (node) => node.type !== nodes.picture || addresses.has(node.attrs.id);
  const kept = slice.content.content.filter(isOurs);
  if (kept.length === slice.content.childCount) return slice;
  return Slice.maxOpen(Fragment.from(kept));
}

/* Typing with a picture selected writes after it, and does not replace it. */
function writeBeside(view, _from, to, text) {
  const { selection, tr, doc } = view.state;
  if (!(selection instanceof NodeSelection) || !selection.node.isBlock) return false;
  view.dispatch(tr.setSelection(Selection.near(doc.resolve(to), 1)).insertText(text).scrollIntoView());
  return true;
}

/* Left to browsers, typing over selected words would set styles on them, which
   the page's policy reports. */
function writeOver(view, event) {
  const { selection, tr } = view.state;
  if (selection.empty || [...event.key].length !== 1 || event.ctrlKey || event.metaKey) return false;
  const { from, to } = selection;
  const handled = view.someProp("handleTextInput", (handle) => handle(view, from, to, event.key));
  if (!handled) view.dispatch(tr.insertText(event.key).scrollIntoView());
  return true;
}

function onPaste(view, event, pictures) {
  const data = event.clipboardData;
  if (!data) return false;
  const files = pictureFiles(data);
  // Word adds an image of the words: the words are what was meant.
  if (files.length && !data.getData("text/plain").trim()) {
    if (pictures) pictures.add(view, files);
    return true;
  }
  const text = data.getData("text/plain");
  return pasteVideo(view, text) || pasteAddress(view, text);
}

function onDrop(view, event, pictures) {
  if (!event.dataTransfer || !event.dataTransfer.files.length) return false;
  event.preventDefault();
  const files = pictureFiles(event.dataTransfer);
  const found = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (pictures && files.length) pictures.add(view, files, found ? found.pos : null);
  return true;
}

/* Scrolling to the cursor leaves it clear of what sticks to the edges. */
function keepClear(view, above, below) {
  const bars = [above, below].filter(Boolean);
  const height = (bar) => (bar ? bar.offsetHeight : 0) + 24;
  const measure = () => {
    const space = { top: height(above), bottom: height(below), left: 0, right: 0 };
    view.setProps({ scrollMargin: space, scrollThreshold: space });
  };
  const observer = new ResizeObserver(measure);
  for (const bar of bars) observer.observe(bar);
  measure();
}

/* Ask before leaving with words that were not sent. Whoever keeps them another
   way says so with an `editor:saved` event that bubbles to the form; its detail,
   where there is one, is the text that was kept. */
function guard(form, output, kept) {
  let unsaved = kept;
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("editor:saved", ({ detail }) => {
    if (typeof detail !== "string" || detail === output.value) unsaved = false;
  });
  window.addEventListener("submit", (event) => {
    if (event.target === form && !event.defaultPrevented) unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!unsaved) return;
    event.preventDefault();
    event.returnValue = "";
  });
}
