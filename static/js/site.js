// Small comforts. Every page works without this file.

// After an error, start at the summary: it says what to change and links there.
document.querySelector("[data-error-summary]")?.focus();

// A second click on a button that is already at work does nothing for a few seconds.
const PAUSE_MS = 5000;
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  const sentAt = Number(form.dataset.sentAt ?? 0);
  if (event.timeStamp - sentAt < PAUSE_MS && sentAt) event.preventDefault();
  else form.dataset.sentAt = String(event.timeStamp);
});

// Coming back with the Back button, the form may be sent again at once.
addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent-at]").forEach((form) => delete form.dataset.sentAt);
});
