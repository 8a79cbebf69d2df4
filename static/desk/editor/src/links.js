/* Links: where they are, and the form that sets them. */

import { TextSelection } from "prosemirror-state";

import { address } from "./blocks.js";
import { openForm } from "./dialog.js";
import { el } from "./dom.js";
import { schema } from "./schema.js";
import { words } from "./words.js";

const { link } = schema.marks;

/* Return what was typed as an address, completed, or "". */
export function complete(typed) {
  const found = typed.replace(/\s+/g, "");
  if (!found) return "";
  if (/^(mailto:)?[^@/:?#]+@[^@/:?#]+\.[^@/:?#.]+(\?.*)?$/i.test(found)) {
    return /^mailto:/i.test(found) ? found : `mailto:${found}`;
  }
  const full = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(found) ? found : `https://${found.replace(/^\/+/, "")}`;
  try {
    const { protocol, hostname } = new URL(full);
    const isHost = /^(localhost|.+\.[^.]+)$/.test(hostname);
    return /^https?:$/.test(protocol) && isHost ? address(full) : "";
  } catch {
    return "";
  }
}

/* The selection, or the whole link under the cursor. */
function rangeAt(state) {
  const { from, to, empty, $from } = state.selection;
  const found = { from, to, href: "" };
  if (!empty) {
    state.doc.nodesBetween(from, to, (node) => {
      const mark = link.isInSet(node.marks);
      if (mark && !found.href) found.href = mark.attrs.href;
    });
    return found;
  }
  const before = $from.nodeBefore && link.isInSet($from.nodeBefore.marks);
  const after = $from.nodeAfter && link.isInSet($from.nodeAfter.marks);
  const mark = before || after;
  if (!mark) return found;
  const { parent } = $from;
  const same = (index) => index >= 0 && index < parent.childCount && mark.isInSet(parent.child(index).marks);
  let index = $from.index();
  if (!same(index)) index -= 1;
  let start = $from.start();
  for (let i = 0; i < index; i += 1) start += parent.child(i).nodeSize;
  let end = start + parent.child(index).nodeSize;
  for (let i = index - 1; same(i); i -= 1) start -= parent.child(i).nodeSize;
  for (let i = index + 1; same(i); i += 1) end += parent.child(i).nodeSize;
  return { from: start, to: end, href: mark.attrs.href };
}

export const linkActive = (state) => Boolean(rangeAt(state).href);

export const canLink = ({ selection }) => selection instanceof TextSelection;

export function openLink(view) {
  const { from, to, href } = rangeAt(view.state);
  const $from = view.state.doc.resolve(from);
  const inOneBlock = $from.parent.inlineContent && $from.sameParent(view.state.doc.resolve(to));
  const text = view.state.doc.textBetween(from, to, " ", " ");
  const fields = [
    { name: "address", label: words.linkAddress, help: words.linkHelp, required: true, value: href,
      missing: words.linkError,
      attributes: { inputmode: "url", autocomplete: "off", autocapitalize: "off", spellcheck: "false" } },
  ];
  if (inOneBlock) {
    fields.unshift({ name: "text", label: words.linkText, value: text, attributes: { autocomplete: "off" } });
  }

  const { rows } = openForm({
    title: words.linkTitle,
    fields,
    sendLabel: words.linkSend,
    extra: href && ((close) => el("button", {
      type: "button",
      class: "button button--quiet",
      click() {
        view.dispatch(view.state.tr.removeMark(from, to, link));
        close();
      },
    }, words.linkRemove)),
    async send(values) {
      const found = complete(values.address);
      if (!found) return { address: [words.linkError] };
      const same = values.text === undefined || (values.text === text.trim() && text);
      view.dispatch(place(view.state, from, to, found, same ? null : values.text || shortened(found)));
      return null;
    },
    closed: () => view.focus(),
  });
  rows.get(inOneBlock && !text ? "text" : "address").input.focus();
  return true;
}

const shortened = (href) => href.replace(/^(https?:\/\/|mailto:)/i, "").replace(/\/$/, "");

/* Link the words from `from` to `to`, or `text` in their place. */
function place(state, from, to, href, text = null) {
  const { tr, doc } = state;
  let end = to;
  if (text !== null) {
    const $from = doc.resolve(from);
    const marks = from === to ? state.storedMarks || $from.marks() : $from.marksAcross(doc.resolve(to));
    tr.replaceWith(from, to, schema.text(text, link.removeFromSet(marks || [])));
    end = from + text.length;
  }
  tr.removeMark(from, end, link).addMark(from, end, link.create({ href }));
  return tr.setSelection(TextSelection.create(tr.doc, end)).removeStoredMark(link).scrollIntoView();
}

/* An address pasted over words makes them a link; alone, it is one. */
export function pasteAddress(view, text) {
  const typed = text.trim();
  if (!/^https?:\/\/\S+$/i.test(typed)) return false;
  const href = complete(typed);
  const { from, to, empty, $from, $to } = view.state.selection;
  if (!href || !$from.parent.inlineContent || !$from.sameParent($to)) return false;
  view.dispatch(place(view.state, from, to, href, empty ? typed : null));
  return true;
}
