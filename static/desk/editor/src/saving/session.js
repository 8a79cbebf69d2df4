/* Who is signed in, the token that forms need, and signing in again in place. */

import { openForm } from "../dialog.js";
import { el } from "../dom.js";

export class Session {
  constructor({ url, login, code, user }) {
    Object.assign(this, { url, login, code, user });
    this.token = (document.querySelector("[name=csrfmiddlewaretoken]") || {}).value || "";
  }

  /* Ask anew; false where nobody answers. */
  async renew() {
    try {
      const response = await fetch(this.url, { headers: { Accept: "application/json" } });
      const { user, token } = await response.json();
      this.user = user === null ? "" : String(user);
      this.token = token;
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = token;
      return true;
    } catch {
      return false;
    }
  }

  /* Sign in over the text; `done` once somebody is. */
  open(words, shared, done) {
    const isBack = async (dialog) => {
      await this.renew();
      if (!this.user || !dialog.isConnected) return;
      dialog.close("done");
    };
    const handle = openForm({
      title: words.signInTitle,
      sendLabel: words.signInSend,
      fields: [
        { name: "login", label: words.email, type: "email", required: true, attributes: { autocomplete: "username" } },
        { name: "password", label: words.password, type: "password", required: true,
          attributes: { autocomplete: "current-password" } },
      ],
      extra: () => el("a", { class: "button button--quiet", href: this.code, target: "_blank", rel: "opener" }, words.signInCode),
      send: (values) => this.signIn(values, words, shared),
      closed: (isDone) => {
        window.removeEventListener("focus", look);
        if (isDone) done();
      },
    });
    // Signed in in another tab, with a mailed code: this one notices.
    const look = () => isBack(handle.dialog);
    window.addEventListener("focus", look);
  }

  async signIn({ login, password }, words, shared) {
    if (!await this.renew()) return { "": [words.signInFailed] };
    if (this.user) return null;
    const body = new URLSearchParams({ login, password, csrfmiddlewaretoken: this.token });
    if (shared) body.set("shared", "on");
    let response;
    let answer = {};
    try {
      response = await fetch(this.login, {
        method: "POST", body, headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
      });
      answer = await response.json().catch(() => ({}));
    } catch {
      return { "": [words.signInFailed] };
    }
    await this.renew();
    if (this.user) return null;
    const { fields = {}, errors = [] } = answer.form || {};
    const found = { "": errors };
    for (const [name, field] of Object.entries(fields)) if (field.errors.length) found[name] = field.errors;
    if (!Object.values(found).flat().length) found[""] = [words.signInFailed];
    return found;
  }
}
