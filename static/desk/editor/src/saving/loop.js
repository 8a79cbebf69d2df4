/* The saving of one page, as a machine of few states:

     saved       all that is typed is at the server
     writing     words wait for the next save
     sending     a save is under way
     offline     no network             trouble   no good answer: both try again
     invalid     some fields cannot be saved as they are: the next key tries again
     signedOut   conflict   otherAccount   gone     a person has to do something

   Whatever the state, what is typed is in the journal until the server has it. */

import { read, same } from "./fields.js";

const PATIENCE = 20_000;
const RETRIES = [2, 4, 8, 15, 30];
export const STOPPED = new Set(["signedOut", "conflict", "otherAccount", "gone"]);

export class Loop {
  /* `page`: {url, user, text, key, revision, wait, most}. `tell(state, detail)`. */
  constructor({ form, page, journal, session, tell }) {
    Object.assign(this, { form, page, journal, session, tell });
    this.saved = read(form);
    this.number = 1;
    this.lineage = new Set();
    this.state = "saved";
    this.failures = 0;
    this.since = 0;
    this.closed = false;
    form.addEventListener("input", () => this.typed());
    form.addEventListener("change", () => this.typed());
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => { if (this.isDirty()) this.become("offline"); });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.flush({ keepalive: true });
    });
  }

  isDirty() {
    return !same(read(this.form), this.saved);
  }

  typed() {
    if (this.closed) return;
    const fields = read(this.form);
    if (same(fields, this.saved) && !this.sending) return;
    this.record(fields);
    this.since ||= Date.now();
    if (STOPPED.has(this.state)) return;
    if (!["offline", "trouble", "sending"].includes(this.state)) this.become("writing");
    this.schedule();
  }

  record(fields) {
    const { user, text, key, revision } = this.page;
    return this.journal.keep({ user, text, key, seen: revision, number: this.number, fields, at: Date.now() });
  }

  schedule() {
    if (this.failures) return;
    clearTimeout(this.timer);
    const { wait, most } = this.page;
    const left = this.since + most - Date.now();
    this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(wait, left)));
  }

  /* Save now what is not saved; true when all is. */
  async flush(options = {}) {
    clearTimeout(this.timer);
    if (this.sending) await this.sending;
    if (this.isDirty() && !STOPPED.has(this.state) && !this.closed) await this.send(options);
    return !this.isDirty();
  }

  retry() {
    if (STOPPED.has(this.state) || !this.isDirty()) return;
    clearTimeout(this.timer);
    this.send();
  }

  /* Signed in again, or the other version was dealt with: go on. */
  resume() {
    this.become("writing");
    this.retry();
  }

  send(options) {
    this.sending ||= this.attempt(options).finally(() => { this.sending = null; });
    return this.sending;
  }

  async attempt({ keepalive = false } = {}) {
    const fields = read(this.form);
    const number = this.number;
    this.number += 1;
    this.since = 0;
    if (!STOPPED.has(this.state) && !this.failures) this.become("sending");
    let answer;
    try {
      answer = await this.post(fields, number, keepalive);
    } catch {
      this.later(navigator.onLine ? "trouble" : "offline");
      return;
    }
    await this.take(answer, fields);
  }

  async post(fields, number, keepalive) {
    const body = new URLSearchParams({
      ...fields, key: this.page.key, number, writer: this.page.user, seen: this.page.revision,
      csrfmiddlewaretoken: this.session.token,
    });
    this.aborter = new AbortController();
    const timer = setTimeout(() => this.aborter.abort(), PATIENCE);
    try {
      const response = await fetch(this.page.url, {
        method: "POST", body, headers: { Accept: "application/json" },
        signal: this.aborter.signal, keepalive: keepalive && String(body).length < 60_000,
      });
      const isJson = (response.headers.get("Content-Type") || "").includes("json");
      return { code: response.status, ...(isJson ? await response.json() : {}) };
    } finally {
      clearTimeout(timer);
    }
  }

  async take(answer, fields) {
    if (this.closed) return;
    const { code, status } = answer;
    if (code === 409 && this.lineage.has(answer.key)) {
      // It was this text's own last save, from a page that was lost.
      this.at(answer.revision);
      this.again();
    } else if (status === "saved") {
      this.failures = 0;
      this.at(answer.revision);
      await this.acknowledged(fields, answer.saved_at);
    } else if (status === "invalid") {
      this.failures = 0;
      if (answer.revision) this.at(answer.revision);
      this.become("invalid", answer);
    } else if (code === 403 && status === "expired" && !this.renewed) {
      // The token changes when somebody signs in in another tab.
      this.renewed = true;
      await this.session.renew();
      if (this.session.user === this.page.user) this.again();
      else this.become(this.session.user ? "otherAccount" : "signedOut");
    } else if (STATES[status]) {
      this.failures = 0;
      this.become(STATES[status], answer);
    } else {
      this.later("trouble");
    }
  }

  async acknowledged(fields, savedAt) {
    this.saved = fields;
    this.renewed = false;
    if (this.isDirty()) {
      this.become("writing", { savedAt });
      this.record(read(this.form));
      this.since ||= Date.now();
      this.schedule();
      return;
    }
    await this.journal.forget(this.page.key);
    if (this.isDirty()) {
      this.typed();
      return;
    }
    this.become("saved", { savedAt });
    this.form.dispatchEvent(new CustomEvent("editor:saved", { bubbles: true, detail: fields.body_html }));
  }

  at(revision) {
    this.page.revision = String(revision);
    const seen = this.form.elements.namedItem("seen");
    if (seen) seen.value = revision;
  }

  again() {
    this.timer = setTimeout(() => this.send(), 50);
  }

  later(state) {
    const seconds = RETRIES[Math.min(this.failures, RETRIES.length - 1)];
    this.failures += 1;
    this.become(state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), seconds * this.page.wait * 0.5);
  }

  become(state, detail = {}) {
    if (state === "saved") this.failures = 0;
    this.state = state;
    this.tell(state, detail);
  }

  /* The form itself is being sent: it says which page it comes from. */
  leave() {
    this.closed = true;
    clearTimeout(this.timer);
    if (this.aborter) this.aborter.abort();
    const number = this.number;
    if (this.isDirty()) this.record(read(this.form));
    return number;
  }
}

const STATES = {
  "signed-out": "signedOut",
  "other-account": "otherAccount",
  conflict: "conflict",
  gone: "gone",
};
