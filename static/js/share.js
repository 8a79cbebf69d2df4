// The platform's own share sheet; where there is none, the address is copied.
// The button brings the words.
const button = document.querySelector("[data-share]");
const address = document.querySelector("link[rel=canonical]").href;
const title = document.querySelector("h1").textContent;

if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false;
  if (!navigator.share) button.textContent = button.dataset.copy;
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  button.after(told);
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) {
        await navigator.share({ title, url: address });
      } else {
        await navigator.clipboard.writeText(address);
        told.textContent = button.dataset.copied;
      }
    } catch (error) {
      // Closing the sheet without sharing is an answer too.
      if (error.name !== "AbortError") told.textContent = address;
    }
  });
}
