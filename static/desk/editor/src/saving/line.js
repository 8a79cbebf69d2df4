/* The line that says where the words are, and offers the one thing to do.

   The sentences are the page's own (templates/articles/desk/_saving.html). It is
   spoken when what it says is of another kind, not at each save. */

export class Line {
  constructor(page) {
    this.node = page.querySelector("[data-saving-status]");
    this.spoken = page.querySelector("[data-saving-spoken]");
    this.actions = page.querySelector("[data-saving-actions]");
    this.time = page.dataset.savedAt ? new Date(page.dataset.savedAt) : null;
    this.words = Object.fromEntries(
      [...page.querySelectorAll("[data-word]")].map((node) => [node.dataset.word, node.textContent.trim()]),
    );
    this.kind = "saved";
  }

  say(kind, { savedAt, details = "", actions = [] } = {}) {
    if (savedAt) this.time = new Date(savedAt);
    const sentence = this.sentence(kind, details);
    if (this.node.textContent !== sentence) this.node.textContent = sentence;
    this.node.dataset.state = kind;
    this.actions.replaceChildren(...actions);
    const calm = ["writing", "sending", "saved"];
    const isNews = kind === "saved"
      ? !this.saidSaved || !calm.includes(this.kind)
      : kind !== this.kind && !calm.includes(kind);
    if (isNews) this.spoken.textContent = sentence;
    if (kind === "saved") this.saidSaved = true;
    this.kind = kind;
  }

  sentence(kind, details) {
    const word = this.time || !["writing", "sending", "saved"].includes(kind) ? kind : `${kind}First`;
    return (this.words[word] || this.words[kind] || "")
      .replace("{heure}", this.time ? clock(this.time) : "")
      .replace("{details}", details);
  }
}

/* The hour of Brest, as the server says it, wherever the device thinks it is. */
export function clock(time) {
  const parts = new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "numeric", minute: "2-digit", hour12: false })
    .formatToParts(time);
  const [hour, minute] = ["hour", "minute"].map((type) => parts.find((part) => part.type === type).value);
  return `${Number(hour)} h ${minute}`;
}
