/* Videos: the form that takes their address, and their card in the text. */

import { Selection } from "prosemirror-state";

import { insertBlock } from "./commands.js";
import { openForm } from "./dialog.js";
import { el } from "./dom.js";
import { schema } from "./schema.js";
import { findVideo } from "./videos.js";
import { words } from "./words.js";

const { nodes } = schema;

export function openVideo(view, pos = null) {
  const found = pos === null ? null : view.state.doc.nodeAt(pos);
  openForm({
    title: found ? words.videoEditTitle : words.videoTitle,
    sendLabel: found ? words.videoSave : words.videoSend,
    fields: [
      { name: "address", label: words.videoAddress, help: words.videoHelp, required: true, missing: words.videoError,
        value: found ? found.attrs.url : "",
        attributes: { inputmode: "url", autocomplete: "off", autocapitalize: "off", spellcheck: "false" } },
      { name: "title", label: words.videoName, value: found ? found.attrs.title : "", attributes: { maxlength: "200" } },
    ],
    async send({ address, title }) {
      const video = findVideo(/^https?:\/\//i.test(address) ? address : `https://${address}`);
      if (!video) return { address: [words.videoError] };
      const attrs = { url: video.url, title };
      view.dispatch(found ? view.state.tr.setNodeMarkup(pos, null, attrs) : insertBlock(view.state, nodes.video.create(attrs)));
      return null;
    },
    closed: () => view.focus(),
  });
  return true;
}

const emptyParagraph = ({ selection: { empty, $from } }) =>
  empty && $from.depth === 1 && $from.parent.type === nodes.paragraph && !$from.parent.content.size;

/* An address pasted alone on a line is the card of its video. */
export function pasteVideo(view, text) {
  const video = emptyParagraph(view.state) && findVideo(text);
  if (!video) return false;
  view.dispatch(insertBlock(view.state, nodes.video.create({ url: video.url })));
  return true;
}

/* So is one that was typed, at the end of its line. */
export function videoAtEnd(state, dispatch) {
  const { empty, $from } = state.selection;
  const line = $from.parent;
  if (!empty || $from.depth !== 1 || line.type !== nodes.paragraph || $from.parentOffset !== line.content.size) return false;
  const video = findVideo(line.textContent);
  if (!video || line.textContent.length !== line.content.size) return false;
  if (dispatch) {
    const { tr } = state;
    tr.replaceWith($from.before(), $from.after(), [nodes.video.create({ url: video.url }), nodes.paragraph.create()]);
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve($from.before() + 2))).scrollIntoView());
  }
  return true;
}

export function videoView(node, view, getPos) {
  const title = el("p", { class: "video__title" });
  const where = el("p", { class: "video__where" });
  const tool = (name, click) => el("button", { type: "button", class: "editor__tool", click }, name);
  const edit = tool(words.pictureEdit, () => openVideo(view, getPos()));
  const remove = tool(words.pictureRemove, () => {
    const pos = getPos();
    view.dispatch(view.state.tr.delete(pos, pos + 1));
    view.focus();
  });
  const dom = el(
    "div",
    { class: "editor__figure", contenteditable: "false" },
    title, where, el("div", { class: "editor__choices" }, edit, remove),
  );
  const update = ({ type, attrs }) => {
    if (type !== nodes.video) return false;
    const name = attrs.title || words.video;
    const { provider } = findVideo(attrs.url) || { provider: attrs.url };
    title.textContent = name;
    where.textContent = `${words.videoOn} ${provider} – ${attrs.url}`;
    edit.setAttribute("aria-label", `${words.pictureEdit} : ${name}`);
    remove.setAttribute("aria-label", `${words.pictureRemove} : ${name}`);
    return true;
  };
  update(node);
  return {
    dom,
    update,
    stopEvent: (event) => Boolean(event.target.closest("button")),
    ignoreMutation: () => true,
    selectNode: () => dom.classList.add("editor__figure--selected"),
    deselectNode: () => dom.classList.remove("editor__figure--selected"),
  };
}
