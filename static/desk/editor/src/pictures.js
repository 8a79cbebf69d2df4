/* Pictures: the form that sends them, and how they look in the text. */

import { insertBlock } from "./commands.js";
import { openForm } from "./dialog.js";
import { el, uniqueId } from "./dom.js";
import { schema } from "./schema.js";
import { words } from "./words.js";

const PREVIEW = 480;

export class Pictures {
  constructor({ url, form, credit, addresses, announce }) {
    Object.assign(this, { url, form, credit, addresses, announce });
    // What was typed in a form that was closed: it is there at the next one.
    this.kept = {};
  }

  /* Open the form for each file in turn, or for one still to be chosen. */
  add(view, files = [], at = null) {
    const [file, ...others] = files;
    const kept = this.kept;
    const canvas = el("canvas", { class: "editor-dialog__preview", hidden: true, "aria-hidden": "true" });
    const handle = openForm({
      title: words.pictureTitle,
      sendLabel: words.pictureSend,
      fields: [
        { name: "file", label: words.pictureFile, type: "file", required: true,
          missing: words.pictureNone, attributes: { accept: "image/*" }, below: canvas },
        { name: "description", label: words.pictureDescription, help: words.pictureDescriptionHelp,
          required: true, multiline: true, value: kept.description, attributes: { maxlength: "300", rows: "2" } },
        { name: "caption", label: words.pictureCaption, value: kept.caption, attributes: { maxlength: "500" } },
        { name: "credit", label: words.pictureCredit, help: words.pictureCreditHelp, required: true,
          value: kept.credit || this.credit, attributes: { maxlength: "200" } },
      ],
      send: async (values, form) => {
        const { picture, errors } = await this.send(values, form);
        if (errors) return errors;
        this.addresses.set(picture.id, picture.url);
        const node = schema.nodes.picture.create({
          id: picture.id, alt: picture.description, caption: picture.caption,
        });
        view.dispatch(insertBlock(view.state, node, at === null ? null : Math.min(at, view.state.doc.content.size)));
        this.announce(words.pictureAdded);
        return null;
      },
      closed: (done, values) => {
        this.kept = done ? { credit: values.credit } : values;
        view.focus();
        if (done && others.length) this.add(view, others);
      },
    });
    const { input, show } = handle.rows.get("file");
    input.addEventListener("change", () => {
      const [chosen] = input.files;
      show(chosen && chosen.type && !chosen.type.startsWith("image/") ? words.pictureNotImage : "");
      preview(canvas, chosen);
    });
    const start = file || kept.file;
    if (start) choose(input, start);
    if (start) handle.rows.get("description").input.focus();
  }

  async send(values, { signal, status, submit }) {
    status.textContent = words.pictureSending;
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    const { value: token = "" } = this.form.elements.namedItem("csrfmiddlewaretoken") || {};
    const failed = (message) => {
      submit.textContent = words.pictureRetry;
      return { errors: { "": [message] } };
    };
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST", body, signal, credentials: "same-origin", redirect: "manual",
        headers: { Accept: "application/json", "X-CSRFToken": token },
      });
    } catch {
      return failed(words.failedNetwork);
    }
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) {
      return failed(words.failedSession);
    }
    if (response.status === 413) return { errors: { file: [words.failedSize] } };
    let answer = null;
    try {
      answer = await response.json();
    } catch {
      return failed(words.failedServer);
    }
    if (response.status === 201 && answer.id) {
      const { url = "", description = values.description, caption = values.caption } = answer;
      return { picture: { id: String(answer.id), url, description, caption } };
    }
    if (response.status === 400 && answer.errors) {
      submit.textContent = words.pictureSend;
      return { errors: answer.errors };
    }
    return failed(words.failedServer);
  }

  edit(view, pos) {
    const { attrs } = view.state.doc.nodeAt(pos);
    openForm({
      title: words.pictureEditTitle,
      sendLabel: words.pictureSave,
      fields: [
        { name: "alt", label: words.pictureDescription, help: words.pictureDescriptionHelp,
          required: true, multiline: true, value: attrs.alt, attributes: { maxlength: "300", rows: "2" } },
        { name: "caption", label: words.pictureCaption, value: attrs.caption, attributes: { maxlength: "500" } },
      ],
      send: async ({ alt, caption }) => {
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

  /* A picture in the text, with its two buttons. */
  nodeView(node, view, getPos) {
    const img = el("img", { decoding: "async" });
    const instead = el("p", { class: "editor__unseen" });
    const caption = el("figcaption", { id: uniqueId("caption") });
    const edit = el("button", { type: "button", class: "editor__tool", click: () => this.edit(view, getPos()) }, words.pictureEdit);
    const remove = el("button", { type: "button", class: "editor__tool", click: () => this.remove(view, getPos()) }, words.pictureRemove);
    const dom = el(
      "figure",
      { class: "figure editor__figure", contenteditable: "false", "aria-labelledby": caption.id },
      img, instead, caption, el("div", { class: "editor__choices" }, edit, remove),
    );
    img.addEventListener("error", () => reveal(false));
    const reveal = (seen) => {
      img.hidden = !seen;
      instead.hidden = seen;
    };
    const update = ({ type, attrs }) => {
      if (type !== schema.nodes.picture) return false;
      const address = this.addresses.get(attrs.id) || "";
      const alt = attrs.alt || words.pictureWithout;
      if (address && img.getAttribute("src") !== address) img.src = address;
      img.alt = attrs.alt;
      reveal(Boolean(address));
      instead.textContent = `${words.pictureUnseen}${attrs.id} : ${alt}`;
      caption.textContent = attrs.caption || alt;
      caption.classList.toggle("editor__alt", !attrs.caption);
      edit.setAttribute("aria-label", `${words.pictureEdit} : ${alt}`);
      remove.setAttribute("aria-label", `${words.pictureRemove} : ${alt}`);
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

export const pictureFiles = (transfer) =>
  [...((transfer && transfer.files) || [])].filter((file) => file.type.startsWith("image/"));

function choose(input, file) {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
}

/* Drawn, not linked to: the page's policy needs no exception for it. */
async function preview(canvas, file) {
  canvas.hidden = true;
  if (!file) return;
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, PREVIEW / Math.max(image.width, image.height));
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    image.close();
    canvas.hidden = false;
  } catch {
    // A kind of image that this browser cannot show; the server may know it.
  }
}
