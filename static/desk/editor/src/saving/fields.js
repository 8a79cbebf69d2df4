/* The words in a form: read, compared, put back. Files and tokens are none. */

const NOT_WORDS = new Set(["csrfmiddlewaretoken", "seen", "next", "key", "number", "writer", "remove_cover"]);

export function read(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !NOT_WORDS.has(name)) found[name] = value.replace(/\r\n?/g, "\n");
  }
  return found;
}

export function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] || "") === (other[name] || ""));
}

/* The body as the editor has it, or as the plain text area has it: not both. */
export function fits(form, fields) {
  const names = Object.keys(fields).filter((name) => name.startsWith("body"));
  return names.every((name) => {
    const input = form.elements.namedItem(name);
    return input && !input.disabled;
  });
}

export function write(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const input = form.elements.namedItem(name);
    if (!input || input.disabled || input.value === value || NOT_WORDS.has(name)) continue;
    if (name === "body_html") input.dispatchEvent(new CustomEvent("editor:set", { detail: value }));
    else input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

export function isEmpty(fields) {
  return !["title", "body", "body_html"].some((name) => (fields[name] || "").replace(/<[^>]*>/g, "").trim());
}
