/* Saving: started on every page of the workshop, after the editor has mounted. */

import { signingOut, stayAwake } from "./leaving.js";
import { openJournal } from "./journal.js";
import { start } from "./writing.js";

document.addEventListener("DOMContentLoaded", async () => {
  const page = document.querySelector("[data-saving]");
  if (!page && !document.querySelector("[data-kept], [data-begun], [data-sign-out], [data-shared]")) return;
  const shared = document.querySelector("[data-shared]");
  const journal = await openJournal(Boolean(shared));
  for (const kept of document.querySelectorAll("[data-kept]")) await journal.forget(kept.dataset.kept);
  for (const begun of document.querySelectorAll("[data-begun]")) await journal.forgetSent(begun.dataset.begun);
  const loop = page ? await start(page, journal) : null;
  signingOut(loop, journal);
  if (shared) stayAwake(shared, loop);
});
