/* What is sent to the desk, with its progress, and what is answered, in words. */

import { words } from "./words.js";

/* Send a form and return {answer}, or {errors} by field where it says what is
   wrong, or {failed} with a sentence where trying again may help. */
export function post(url, form, data, { signal, progress } = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(data)) {
    if (value instanceof Blob) body.append(name, value, value.name || "photo");
    else if (value === true) body.append(name, "on");
    else if (value !== false && value != null) body.append(name, value);
  }
  // Read each time: signing in again in another tab gives the page a new one.
  const { value: token = "" } = form.elements.namedItem("csrfmiddlewaretoken") || {};
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", token);
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (progress && lengthComputable) progress(loaded / total);
    });
    request.addEventListener("load", () => done(read(request, url)));
    request.addEventListener("error", () => done({ failed: words.failedNetwork }));
    request.addEventListener("abort", () => done({ aborted: true }));
    if (signal) signal.addEventListener("abort", () => request.abort());
    request.send(body);
  });
}

function read(request, url) {
  const { status, responseURL } = request;
  // Led elsewhere: to the page that signs in.
  const led = responseURL && new URL(responseURL).pathname !== new URL(url, document.baseURI).pathname;
  if (led || status === 401 || status === 403) return { failed: words.failedSession };
  if (status === 413) return { errors: { file: [words.failedSize] } };
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    return { failed: words.failedServer };
  }
  if (status < 300 && answer.id) return { answer };
  if (status < 500 && answer.errors) return { errors: answer.errors };
  return { failed: words.failedServer };
}
