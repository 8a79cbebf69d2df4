/* A small form over the page. */

import { el, uniqueId } from "./dom.js";
import { words } from "./words.js";

/* Open a form and return it.

   `body`: a node of one's own below the fields.
   `fields`: {name, label, help, type, multiline, options, required, value, attributes}.
   `send(values, form)` returns a promise of {field: [messages]}, where "" stands
   for the whole form, or of null when all is done: the form then closes. */
export function openForm({ title, fields, body, sendLabel, extra, send, closed }) {
  const titleId = uniqueId("title");
  const alert = el("p", { class: "field__error", role: "alert", hidden: true });
  const status = el("p", { class: "field__help", role: "status" });
  const submit = el("button", { type: "submit", class: "button" }, sendLabel);
  const cancel = el("button", { type: "button", class: "button button--plain", click: () => dialog.close() }, words.cancel);
  const rows = new Map(fields.map((one) => [one.name, field(one)]));
  const form = el(
    "form",
    { class: "form", novalidate: true, submit: onSubmit },
    el("h2", { class: "form__legend", id: titleId }, title),
    ...[...rows.values()].map(({ node }) => node),
    body,
    alert,
    status,
    el("div", { class: "buttons" }, submit, cancel, extra && extra(() => dialog.close())),
  );
  const dialog = el("dialog", { class: "editor-dialog", "aria-labelledby": titleId, close: onClose }, form);
  const aborter = new AbortController();

  function values() {
    const found = {};
    for (const [name, { input }] of rows) {
      if (input.type === "checkbox") found[name] = input.checked;
      else found[name] = input.type === "file" ? input.files[0] : input.value.trim();
    }
    return found;
  }

  function show(errors) {
    for (const [name, { show: say }] of rows) say((errors[name] || []).join(" "));
    const others = Object.keys(errors).filter((name) => !rows.has(name));
    alert.textContent = others.flatMap((name) => errors[name]).join(" ");
    alert.hidden = !alert.textContent;
    const first = [...rows].find(([name]) => errors[name]);
    (first ? first[1].input : submit).focus();
  }

  function missing(found) {
    const errors = {};
    for (const { name, required, missing: message } of fields) {
      if (required && !found[name]) errors[name] = [message || words.required];
    }
    return errors;
  }

  async function onSubmit(event) {
    event.preventDefault();
    event.stopPropagation();
    if (submit.getAttribute("aria-disabled")) return;
    const found = values();
    let errors = missing(found);
    if (!Object.keys(errors).length) {
      submit.setAttribute("aria-disabled", "true");
      alert.hidden = true;
      errors = await send(found, handle);
      submit.removeAttribute("aria-disabled");
      status.textContent = "";
    }
    if (!dialog.isConnected) return;
    if (errors) show(errors);
    else dialog.close("done");
  }

  function onClose() {
    aborter.abort();
    const found = values();
    dialog.remove();
    if (closed) closed(dialog.returnValue === "done", found);
  }

  const handle = { dialog, form, rows, submit, status, signal: aborter.signal };
  document.body.append(dialog);
  dialog.showModal();
  return handle;
}

/* A field with its label, its help and its error. `bare` says nothing of whether
   it must be filled in. */
export function field({ name, label, help, type = "text", multiline, options, required, bare, value, attributes, below }) {
  const id = uniqueId(name);
  const error = el("p", { class: "field__error", id: `${id}-error`, hidden: true });
  const hint = help && el("p", { class: "field__help", id: `${id}-help` }, help);
  const described = `${help ? `${id}-help ` : ""}${id}-error`;
  const isBox = type === "checkbox";
  const input = el(multiline ? "textarea" : options ? "select" : "input", {
    class: isBox ? null : "input", id, name, required: Boolean(required), "aria-describedby": described,
    ...(multiline ? { rows: "3" } : options ? {} : { type }), ...attributes,
  });
  for (const [option, text] of options || []) input.append(el("option", { value: option }, text));
  if (value) input.value = value;
  const optional = required || bare ? null : el("span", { class: "field__optional" }, ` ${words.optional}`);
  const node = isBox
    ? el("div", { class: "field" }, el("label", { class: "check", for: id }, input, el("span", {}, label)), error)
    : el(
      "div",
      { class: "field" },
      el("label", { class: "field__label", for: id }, label, optional),
      hint, error, input, below,
    );
  const show = (message) => {
    error.textContent = message;
    error.hidden = !message;
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  };
  return { node, input, show };
}
