/* Signing out, by oneself or after a while: what is open is saved before. */

const OTHERS = "brestnet";
const ANSWER_WITHIN = 400;
const SAVED_WITHIN = 8000;

/* Signing out clears what this browser kept: other tabs are asked to save. */
export function signingOut(loop, journal) {
  const channel = new BroadcastChannel(OTHERS);
  channel.addEventListener("message", async ({ data }) => {
    if (data.kind !== "leaving" || !loop) return;
    channel.postMessage({ kind: "busy", to: data.from });
    const isSaved = await loop.flush();
    channel.postMessage({ kind: "done", to: data.from, isSaved });
  });
  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      if (form.dataset.sure) return;
      event.preventDefault();
      const others = await askOthers(channel);
      const isMine = !loop || await loop.flush();
      const told = form.querySelector("[data-sign-out-warning]");
      form.dataset.sure = "yes";
      if ((others && isMine && await journal.isEmpty()) || !told) {
        form.submit();
        return;
      }
      // Pressed again, it signs out all the same.
      told.hidden = false;
      told.focus();
    });
  }
}

function askOthers(channel) {
  const from = String(Math.random());
  return new Promise((resolve) => {
    let busy = 0;
    let isSaved = true;
    const finish = () => {
      channel.removeEventListener("message", onMessage);
      resolve(isSaved && !busy);
    };
    function onMessage({ data }) {
      if (data.to !== from) return;
      if (data.kind === "busy") busy += 1;
      if (data.kind === "done") {
        busy -= 1;
        isSaved = isSaved && data.isSaved;
        if (!busy) finish();
      }
    }
    channel.addEventListener("message", onMessage);
    channel.postMessage({ kind: "leaving", from });
    setTimeout(() => { if (!busy) finish(); }, ANSWER_WITHIN);
    setTimeout(finish, SAVED_WITHIN);
  });
}

/* On a shared computer: after a while without anybody, save and sign out. */
export function stayAwake(shared, loop) {
  const idle = Number(shared.dataset.idle) * 1000;
  const channel = new BroadcastChannel(`${OTHERS}-awake`);
  let last = Date.now();
  let told = 0;
  const awake = () => {
    last = Date.now();
    if (last - told < 5000) return;
    told = last;
    channel.postMessage("awake");
  };
  channel.addEventListener("message", () => { last = Date.now(); });
  for (const event of ["keydown", "pointerdown", "input", "wheel"]) window.addEventListener(event, awake, { passive: true });
  const timer = setInterval(async () => {
    if (Date.now() - last < idle) return;
    const isSaved = !loop || await loop.flush();
    // Without network the words stay where they are until they can be saved.
    if (!isSaved && loop.state !== "signedOut") return;
    clearInterval(timer);
    if (loop && !isSaved) return;
    if (loop) loop.form.dispatchEvent(new CustomEvent("editor:saved", { bubbles: true }));
    shared.submit();
  }, Math.min(5000, idle / 4));
}
