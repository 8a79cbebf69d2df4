/* A page where somebody writes: the loop, its line, and what was left before. */

import { el } from "../dom.js";
import { fits, isEmpty, read, same, write } from "./fields.js";
import { holdOpen } from "./journal.js";
import { Line, clock } from "./line.js";
import { Loop } from "./loop.js";
import { Session } from "./session.js";

const CALM = new Set(["saved", "writing", "sending", "kept"]);

export async function start(page, journal) {
  const form = page.closest("form");
  const { dataset } = page;
  const line = new Line(page);
  const session = new Session({ url: dataset.session, login: dataset.login, code: dataset.code, user: dataset.user });
  const about = {
    url: dataset.url, user: dataset.user, text: dataset.text, revision: dataset.revision || "",
    key: (form.elements.namedItem("key") || {}).value || newKey(), wait: Number(dataset.wait), most: Number(dataset.most),
  };
  const shared = Boolean(document.querySelector("[data-shared]"));
  const loop = about.url
    ? new Loop({ form, page: about, journal, session, tell })
    : new Beginning({ form, page: about, journal, session, tell });
  if ("unsaved" in dataset) loop.saved = {};
  if (!journal.outlivesTheTab) {
    for (const kind of ["offline", "trouble", "signedOut", "gone"]) {
      line.words[kind] = line.words[`${kind}Tab`] || line.words[kind];
    }
  }

  function tell(state, answer) {
    const details = Object.values(answer.errors || {}).flat()
      .map((error) => (typeof error === "string" ? error : error.message)).join(" ");
    line.say(state, { savedAt: answer.savedAt, details: details || answer.by || "", actions: actionsFor(state) });
  }

  function actionsFor(state) {
    if (state === "signedOut") return [button(line.words.signIn, () => signIn())];
    if (state === "conflict") return [button(line.words.compare, () => compare(read(form), about.key))];
    return [];
  }

  function signIn() {
    session.open(line.words, shared, () => {
      if (session.user !== about.user) loop.become("otherAccount");
      else loop.resume();
    });
  }

  /* Both versions on one page, made by the server: the same without a script. */
  async function compare(fields, key) {
    await session.renew();
    loop.leave();
    const sent = { ...fields, key, seen: about.revision, csrfmiddlewaretoken: session.token };
    const inputs = Object.entries(sent).map(([name, value]) => el("textarea", { name, hidden: true }, value));
    const going = el("form", { method: "post", action: dataset.compare, hidden: true }, ...inputs);
    document.body.append(going);
    form.dispatchEvent(new CustomEvent("editor:saved", { bubbles: true }));
    going.submit();
  }

  form.addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    if (!about.url && !loop.ready) {
      // Signing in in another tab has changed the token since.
      event.preventDefault();
      await Promise.all([session.renew(), loop.sent()]);
      loop.ready = true;
      form.requestSubmit(event.submitter);
      return;
    }
    const number = loop.leave();
    for (const [name, value] of [["key", about.key], ["number", number]]) {
      // The first line's own key names it already.
      if (!form.elements.namedItem(name)) form.append(el("input", { type: "hidden", name, value }));
    }
  });
  // Come back to with the browser's own button: it writes again.
  window.addEventListener("pageshow", () => { loop.closed = false; });

  // Signed in again in another tab: it goes on by itself.
  window.addEventListener("focus", async () => {
    if (loop.state === "signedOut" && await session.renew() && session.user === about.user) loop.resume();
  });

  await recover();
  holdOpen(about.key);
  if (loop.isDirty()) loop.typed();
  return loop;

  async function recover() {
    const left = await journal.left(about.user, about.text);
    // Typed as a visitor, in the form that this text came from, and not sent.
    const begun = dataset.begun ? await journal.left("", "start") : [];
    left.push(...begun.filter((entry) => entry.key === dataset.begun && !entry.sent));
    for (const entry of left) if (await returns(entry)) return;
  }

  /* Put back what was left, or show it beside what was saved since. */
  async function returns(entry) {
    const isHere = same(entry.fields, read(form));
    const isKnown = entry.key === dataset.key && entry.number <= Number(dataset.number);
    if (isHere && loop.isDirty()) await loop.record(read(form));
    if (isKnown || isHere || isEmpty(entry.fields)) {
      if (entry.key !== about.key) await journal.forget(entry.key);
      return false;
    }
    const follows = entry.seen === about.revision || (entry.key === dataset.key && "newest" in dataset);
    const at = `${new Date(entry.at).toLocaleDateString("fr-FR", { day: "numeric", month: "long" })}, ${clock(new Date(entry.at))}`;
    loop.lineage.add(entry.key);
    if (follows && fits(form, entry.fields) && !loop.isDirty()) {
      const before = read(form);
      write(form, entry.fields);
      await loop.record(read(form));
      if (entry.key !== about.key) await journal.forget(entry.key);
      loop.typed();
      const undo = button(line.words.recoveredUndo, () => { write(form, before); line.actions.replaceChildren(); });
      line.say("recovered", { details: at, actions: [undo] });
      keepSaying("recovered", at, [undo]);
      return true;
    }
    if (!dataset.compare) return false;
    const see = button(line.words.compare, () => compare(entry.fields, entry.key));
    line.say("left", { details: at, actions: [see] });
    keepSaying("left", at, [see]);
    return true;
  }

  /* News stays on the line until the next key, whatever is saved meanwhile. */
  function keepSaying(kind, details, actions) {
    const { tell: usual } = loop;
    loop.tell = (state, answer) => {
      if (answer.savedAt) line.time = new Date(answer.savedAt);
      if (!CALM.has(state)) usual(state, answer);
    };
    form.addEventListener("input", () => {
      loop.tell = usual;
      if (kind === "left") keepBeside(actions);
    }, { once: true });
  }

  function keepBeside(actions) {
    const beside = page.querySelector("[data-saving-beside]");
    beside.replaceChildren(...actions);
  }

  function button(label, click) {
    return el("button", { type: "button", class: "button button--plain", click }, label);
  }
}

/* The first line, before there is a text at the server: the journal alone. */
class Beginning extends Loop {
  schedule() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.become("kept"), this.page.wait);
  }

  async flush() {
    await this.journal.writing;
    return false;
  }

  send() {
    return Promise.resolve();
  }

  async sent() {
    const { user, text, key } = this.page;
    const fields = read(this.form);
    await this.journal.keep({ user, text, key, seen: "", number: 1, fields, at: Date.now(), sent: true });
  }

  leave() {
    this.closed = true;
    return 1;
  }
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return bytes.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
