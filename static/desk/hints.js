/* Keep what stands beside the text true while it is typed: the length at once,
   the advice after a pause. Nothing is announced: who wants it goes there. */

const panel = document.querySelector("[data-hints]");
const area = document.querySelector("[data-editor]");
const COUNT_AFTER = 400;
const ASK_AFTER = 4000;
const WIDE = matchMedia("(min-width: 68rem)");

for (const fold of document.querySelectorAll("[data-beside]")) fold.open = WIDE.matches;
if (panel && area && area.form) keepTrue(area.form);

function keepTrue(form) {
  let counting, asking, answer;
  form.addEventListener("input", () => {
    clearTimeout(counting);
    clearTimeout(asking);
    counting = setTimeout(() => count(form), COUNT_AFTER);
    asking = setTimeout(ask, ASK_AFTER);
  });

  async function ask() {
    if (answer) answer.abort();
    answer = new AbortController();
    const { signal } = answer;
    try {
      const body = sent(form);
      const response = await fetch(panel.dataset.hints, { method: "POST", body, signal });
      if (!response.ok || response.redirected) return;
      const html = await response.text();
      if (!panel.contains(document.activeElement)) panel.innerHTML = html;
    } catch {
      // Without the network the advice waits: it was only advice.
    }
  }
}

function sent(form) {
  const all = new FormData(form);
  const some = new FormData();
  for (const name of ["csrfmiddlewaretoken", "title", "body", "body_html", "form", "language", "place_label"]) {
    if (all.has(name)) some.set(name, all.get(name));
  }
  return some;
}

function count(form) {
  const line = panel.querySelector("[data-length]");
  if (!line) return;
  // As on the server: headings are not counted.
  const editor = form.querySelector(".editor__text");
  const text = editor
    ? [...editor.children].filter((block) => !/^H[23]$/.test(block.tagName)).map((block) => block.innerText).join("\n")
    : area.value.replace(/^#.*$/gm, "");
  const words = (text.match(/\S*[\p{L}\p{N}_]\S*/gu) || []).length;
  const says = line.querySelector("span");
  const { one, many } = line.dataset;
  says.textContent = says.textContent.replace(/^\d+ \p{L}+/u, `${words} ${words < 2 ? one : many}`);
  line.querySelector("progress").value = Math.min(100, Math.round((100 * words) / line.dataset.least));
}
