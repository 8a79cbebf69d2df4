/* Copy a link that is shown once. */

const button = document.querySelector("[data-copy]");
const from = document.querySelector("[data-copy-from]");

if (button && from && navigator.clipboard) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(from.value);
      button.textContent = button.dataset.done;
    } catch {
      from.select();
    }
  });
}
if (from) from.addEventListener("focus", () => from.select());
