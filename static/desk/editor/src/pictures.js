/* Pictures in the text: how they look, and what can be done with each. */

import { insertBlock, movePicture } from "./commands.js";
import { openForm } from "./dialog.js";
import { el, uniqueId } from "./dom.js";
import { Queue, licences } from "./queue.js";
import { schema } from "./schema.js";
import { post } from "./upload.js";
import { words } from "./words.js";

export { pictureFiles } from "./shrink.js";

export class Pictures {
  /* `addresses` holds what is known of each picture, by its id. */
  constructor({ url, form, credit, addresses, announce }) {
    Object.assign(this, { url, form, credit, addresses, announce });
    this.queue = null;
  }

  learn(picture) {
    this.addresses.set(String(picture.id), picture);
  }

  /* Open the panel with these files, or with none yet. */
  add(view, files = [], at = null) {
    if (!this.queue) {
      this.queue = new Queue({
        url: this.url, form: this.form, credit: this.credit,
        known: (picture) => this.learn(picture),
        place: (pictures) => this.place(this.view, pictures),
        closed: () => this.view.focus(),
      });
    }
    Object.assign(this, { view, at });
    this.queue.open(files);
  }

  place(view, pictures) {
    let { at } = this;
    for (const attrs of pictures) {
      const node = schema.nodes.picture.create(attrs);
      const where = at === null ? null : Math.min(at, view.state.doc.content.size);
      view.dispatch(insertBlock(view.state, node, where));
      at = null;
    }
    this.announce(pictures.length > 1 ? words.picturesAdded : words.pictureAdded);
  }

  edit(view, pos) {
    const { attrs } = view.state.doc.nodeAt(pos);
    const known = this.addresses.get(attrs.id) || {};
    const fields = [
      { name: "description", label: words.pictureDescription, help: words.pictureDescriptionHelp, bare: true,
        multiline: true, value: attrs.alt || known.description, attributes: { maxlength: "255", rows: "2" } },
      known.mine && { name: "decorative", label: words.pictureDecorative, type: "checkbox",
        attributes: { checked: Boolean(known.decorative && !attrs.alt) } },
      { name: "caption", label: words.pictureCaption, value: attrs.caption, attributes: { maxlength: "300" } },
      known.mine && { name: "credit", label: words.pictureCredit, help: words.pictureCreditHelp, required: true,
        value: known.credit || this.credit, attributes: { maxlength: "120" } },
      known.mine && { name: "licence", label: words.pictureLicence, options: licences(this.form, known.licence), bare: true,
        value: known.licence },
    ];
    openForm({
      title: words.pictureEditTitle,
      sendLabel: words.pictureSave,
      fields: fields.filter(Boolean),
      send: async (values) => {
        const { decorative, description, caption } = values;
        if (!decorative && !description && !known.decorative) return { description: [words.pictureSay] };
        if (known.mine) {
          const { answer, errors, failed } = await post(`${this.url}${attrs.id}/`, this.form, values);
          if (!answer) return errors || { "": [failed] };
          this.learn(answer);
        }
        const alt = decorative ? "" : description;
        view.dispatch(view.state.tr.setNodeMarkup(pos, null, { ...attrs, alt, caption }));
        this.announce(words.pictureChanged);
        return null;
      },
      closed: () => view.focus(),
    });
  }

  remove(view, pos) {
    const { tr, doc } = view.state;
    view.dispatch(tr.delete(pos, pos + doc.nodeAt(pos).nodeSize));
    this.announce(words.pictureRemoved);
    view.focus();
  }

  /* Move a picture past the block before or after it, and stay on its button. */
  move(view, pos, by) {
    const moved = movePicture(pos, by)(view.state, view.dispatch);
    const way = by < 0 ? words.pictureMovedUp : words.pictureMovedDown;
    this.announce(moved ? way : words.pictureAtEnd);
    const dom = moved && view.nodeDOM(view.state.selection.from);
    if (dom) dom.querySelector(`[data-move="${by}"]`).focus();
  }

  /* A picture in the text, with its buttons. */
  nodeView(node, view, getPos) {
    const img = el("img", { decoding: "async" });
    const instead = el("p", { class: "editor__unseen" });
    const caption = el("figcaption", { id: uniqueId("caption") });
    const tool = (label, click, more) => {
      const button = el("button", { type: "button", class: "editor__tool", click, ...more }, label);
      return { label, button };
    };
    const tools = [
      tool(words.pictureEdit, () => this.edit(view, getPos())),
      tool(words.pictureUp, () => this.move(view, getPos(), -1), { "data-move": "-1" }),
      tool(words.pictureDown, () => this.move(view, getPos(), 1), { "data-move": "1" }),
      tool(words.pictureRemove, () => this.remove(view, getPos())),
    ];
    const dom = el(
      "figure",
      { class: "figure editor__figure", contenteditable: "false", "aria-labelledby": caption.id },
      img, instead, caption, el("div", { class: "editor__choices" }, ...tools.map(({ button }) => button)),
    );
    img.addEventListener("error", () => reveal(false));
    const reveal = (seen) => {
      img.hidden = !seen;
      instead.hidden = seen;
    };
    const update = ({ type, attrs }) => {
      if (type !== schema.nodes.picture) return false;
      const { url = "", description = "", decorative = false } = this.addresses.get(attrs.id) || {};
      const said = attrs.alt || description;
      const alt = said || (decorative ? words.pictureDecorativeShort : words.pictureWithout);
      if (url && img.getAttribute("src") !== url) img.src = url;
      img.alt = said;
      reveal(Boolean(url));
      instead.textContent = `${words.pictureUnseen}${attrs.id} : ${alt}`;
      caption.textContent = attrs.caption || alt;
      caption.classList.toggle("editor__alt", !attrs.caption);
      for (const { label, button } of tools) button.setAttribute("aria-label", `${label} : ${alt}`);
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
}
