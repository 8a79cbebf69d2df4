/* Photos on their way: several at once, each with its progress and its words. */

import { field } from "./dialog.js";
import { el, uniqueId } from "./dom.js";
import { ACCEPT, pictureFiles, prepare } from "./shrink.js";
import { post } from "./upload.js";
import { words } from "./words.js";

const AT_ONCE = 2;
let turn = Promise.resolve();
let sending = 0;
const waiting = [];

/* One photo: chosen here and sent, or one that was brought before. */
class Row {
  constructor(queue, file, known) {
    Object.assign(this, { queue, file, known, id: known ? known.id : "", aborter: new AbortController() });
    this.canvas = el("canvas", { class: "editor-queue__view", hidden: true, "aria-hidden": "true" });
    this.bar = el("progress", { max: "1", value: "0", "aria-label": words.pictureSending });
    this.error = el("p", { class: "field__error", role: "alert", hidden: true });
    this.again = button(words.pictureRetry, () => {
      this.start();
      this.name.focus();
    });
    this.out = button(words.pictureOut, () => this.remove());
    this.description = field({
      name: "description", label: words.pictureDescription, help: words.pictureDescriptionHelp, bare: true,
      multiline: true, value: known && known.description, attributes: { maxlength: "255", rows: "2" },
    });
    this.decorative = field({ name: "decorative", label: words.pictureDecorative, type: "checkbox" });
    this.caption = field({ name: "caption", label: words.pictureCaption, attributes: { maxlength: "300" } });
    this.decorative.input.checked = Boolean(known && known.decorative);
    this.decorative.input.addEventListener("change", () => this.hush());
    this.hush();
    const name = el("h3", { class: "editor-queue__name", id: uniqueId("photo"), tabindex: "-1" });
    this.name = name;
    const view = known ? el("img", { class: "editor-queue__view", src: known.url, alt: "" }) : this.canvas;
    this.node = el(
      "li",
      { class: "editor-queue__row", "aria-labelledby": name.id },
      el("div", { class: "editor-queue__head" }, view, el("div", {}, name, known ? null : this.bar, this.error,
        el("div", { class: "editor__choices" }, this.again, this.out))),
      this.description.node, this.decorative.node, this.caption.node,
    );
    this.again.hidden = true;
  }

  number(position) {
    this.name.textContent = `${words.picture} ${position}`;
    this.again.setAttribute("aria-label", `${words.pictureRetry} : ${words.picture.toLowerCase()} ${position}`);
    this.out.setAttribute("aria-label", `${words.pictureOut} : ${words.picture.toLowerCase()} ${position}`);
  }

  hush() {
    this.description.input.disabled = this.decorative.input.checked;
    if (this.decorative.input.checked) this.description.show("");
  }

  start() {
    this.show("", false);
    this.bar.hidden = false;
    this.bar.removeAttribute("value");
    this.done = this.run();
  }

  /* Make it ready, one photo after the other; then send, a few at once. */
  async run() {
    const ready = turn.then(async () => {
      if (!this.aborter.signal.aborted && !this.blob) this.blob = await prepare(this.file, this.canvas);
    });
    turn = ready;
    await ready;
    if (sending >= AT_ONCE) await new Promise((go) => { waiting.push(go); });
    sending += 1;
    try {
      await this.send();
    } finally {
      sending -= 1;
      const next = waiting.shift();
      if (next) next();
    }
  }

  async send() {
    if (this.aborter.signal.aborted) return;
    this.bar.value = 0;
    const { answer, errors, failed } = await post(this.queue.url, this.queue.form, { file: this.blob }, {
      signal: this.aborter.signal,
      progress: (part) => { this.bar.value = part; },
    });
    this.bar.hidden = true;
    if (answer) {
      this.id = String(answer.id);
      this.queue.known(answer);
      this.queue.say(`${this.name.textContent} : ${words.pictureArrived}`);
    } else if (errors) this.show(Object.values(errors).flat().join(" "), false);
    else if (failed) this.show(failed, true);
  }

  show(message, canRetry) {
    this.error.textContent = message;
    this.error.hidden = !message;
    this.again.hidden = !canRetry;
  }

  remove() {
    this.aborter.abort();
    this.node.remove();
    this.queue.forget(this);
  }

  get values() {
    const decorative = this.decorative.input.checked;
    return {
      decorative,
      description: decorative ? "" : this.description.input.value.trim(),
      caption: this.caption.input.value.trim(),
    };
  }

  /* Say what is missing, and return where to mend it. */
  missing() {
    if (!this.id) return this.again.hidden ? this.out : this.again;
    const { decorative, description } = this.values;
    const silent = !decorative && !description;
    this.description.show(silent ? words.pictureSay : "");
    return silent ? this.description.input : null;
  }
}

const button = (label, click) => el("button", { type: "button", class: "editor__tool", click }, label);

/* The panel. It keeps its photos while it is closed. `place(pictures)` puts them
   into the text; `known(picture)` learns of each that the desk keeps. */
export class Queue {
  constructor({ url, form, credit, known, place, closed }) {
    Object.assign(this, { url, form, known, place, closed, rows: [] });
    const title = uniqueId("title");
    this.status = el("p", { class: "field__help", role: "status" });
    this.chosen = field({
      name: "file", label: words.pictureFiles, help: words.pictureFilesHelp, type: "file", bare: true,
      attributes: { accept: ACCEPT, multiple: true },
    });
    this.chosen.input.addEventListener("change", () => {
      this.take([...this.chosen.input.files]);
      this.chosen.input.value = "";
    });
    this.list = el("ul", { class: "editor-queue" });
    this.mine = el("div", { class: "editor-queue__mine", hidden: true });
    this.more = el("button", { type: "button", class: "button button--quiet", click: () => this.browse() }, words.pictureMine);
    this.credit = field({
      name: "credit", label: words.pictureCredit, help: words.pictureCreditHelp, required: true, value: credit,
      attributes: { maxlength: "120" },
    });
    this.licence = field({ name: "licence", label: words.pictureLicence, options: licences(form), bare: true });
    this.both = el("div", { class: "form", hidden: true }, this.credit.node, this.licence.node);
    this.submit = el("button", { type: "submit", class: "button" }, words.pictureSend);
    const close = el("button", { type: "button", class: "button button--plain", click: () => this.dialog.close() }, words.close);
    this.dialog = el(
      "dialog",
      { class: "editor-dialog", "aria-labelledby": title, close: () => this.shut() },
      el("form", { class: "form", novalidate: true, submit: (event) => this.send(event) },
        el("h2", { class: "form__legend", id: title }, words.pictureTitle),
        this.chosen.node, this.more, this.mine, this.list, this.both, this.status,
        el("div", { class: "buttons" }, this.submit, close)),
    );
    this.dialog.addEventListener("dragover", (event) => event.preventDefault());
    this.dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take(pictureFiles(event.dataTransfer));
    });
    this.dialog.addEventListener("paste", (event) => this.take(pictureFiles(event.clipboardData)));
    this.renumber();
  }

  open(files) {
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.take(files);
  }

  take(files) {
    const rows = files.map((file) => new Row(this, file));
    this.add(rows);
    for (const row of rows) row.start();
  }

  add(rows) {
    this.rows.push(...rows);
    this.list.append(...rows.map(({ node }) => node));
    this.renumber();
    if (rows.length) rows[0].description.input.focus();
  }

  forget(row) {
    this.rows = this.rows.filter((other) => other !== row);
    this.renumber();
    this.chosen.input.focus();
  }

  renumber() {
    this.rows.forEach((row, index) => row.number(index + 1));
    this.both.hidden = this.submit.hidden = !this.rows.length;
  }

  say(message) {
    this.status.textContent = message;
  }

  /* Show a page of the pictures that I brought before. */
  async browse() {
    this.page = (this.page || 0) + 1;
    let answer = null;
    try {
      const response = await fetch(`${this.url}?page=${this.page}`, {
        headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error",
      });
      answer = await response.json();
    } catch {
      this.page -= 1;
      this.say(words.failedNetwork);
      return;
    }
    for (const picture of answer.pictures) {
      const label = picture.description || words.pictureWithout;
      const choose = el("button", { type: "button", class: "editor-queue__choice", click: () => {
        this.known(picture);
        this.add([new Row(this, null, { ...picture, id: String(picture.id) })]);
      } }, el("img", { src: picture.url, alt: label, loading: "lazy" }));
      this.mine.append(choose);
    }
    this.mine.hidden = !this.mine.childElementCount;
    this.more.hidden = !answer.next;
    this.more.textContent = words.pictureMineMore;
    if (this.mine.hidden) this.say(words.pictureMineNone);
  }

  async send(event) {
    event.preventDefault();
    event.stopPropagation();
    if (this.submit.getAttribute("aria-disabled")) return;
    this.submit.setAttribute("aria-disabled", "true");
    this.say(words.pictureSending);
    const wrong = await this.tell();
    this.submit.removeAttribute("aria-disabled");
    this.say(wrong ? words.pictureMend : "");
    if (wrong) {
      wrong.focus();
      return;
    }
    this.place(this.rows.map((row) => ({ id: row.id, alt: row.values.description, caption: row.values.caption })));
    for (const row of this.rows) row.node.remove();
    this.rows = [];
    this.renumber();
    this.dialog.close();
  }

  /* Wait for the photos, and give the desk their words; return what is wrong. */
  async tell() {
    const credit = this.credit.input.value.trim();
    this.credit.show(credit ? "" : words.required);
    await Promise.all(this.rows.map(({ done }) => done));
    const wrong = this.rows.map((row) => row.missing()).find(Boolean);
    if (wrong || !credit) return wrong || this.credit.input;
    for (const row of this.rows) {
      const { known } = row;
      // One that was brought before keeps its own facts, where it has them.
      const told = known && known.credit && (known.decorative || known.description);
      const facts = { ...row.values, credit: (known && known.credit) || credit, licence: (known && known.licence) || this.licence.input.value };
      const { answer, errors, failed } = told ? {} : await post(`${this.url}${row.id}/`, this.form, facts);
      if (answer) this.known(answer);
      if (errors || failed) {
        row.show(failed || Object.values(errors).flat().join(" "), false);
        return row.out;
      }
    }
    return null;
  }

  shut() {
    this.dialog.remove();
    this.closed();
  }
}

/* The licences that the page proposes for the cover are those of any picture. */
export function licences(form, current) {
  const select = form.elements.namedItem("cover_licence");
  const found = select && select.options ? [...select.options].map(({ value, text }) => [value, text]) : [];
  return current && !found.some(([value]) => value === current) ? [...found, [current, current]] : found;
}
