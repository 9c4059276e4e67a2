// Pages follow one another with a short transition. One that is left before it has ended gives it up, and the browser calls
// that an error: nobody has to know.
addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof DOMException && /^Transition was/.test(event.reason.message)) event.preventDefault();
});
// Keys: an element marked data-key="x" is focused (fields) or clicked (the rest) when x is typed outside a field.
(() => {
  const inField = (target) => target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A window of the page answers for itself.
    if (document.querySelector("dialog[open]")) return;
    const menus = document.querySelectorAll("details.menu[open]");
    if (event.key === "Escape" && menus.length) { menus.forEach((d) => { d.open = false; }); return; }
    if (inField(event.target)) return;
    const found = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === event.key && !e.closest("[hidden]"));
    if (!found) return;
    event.preventDefault();
    if (found.matches("input, textarea, select")) found.focus();
    else found.click();
    // What unfolds is ready to be filled in.
    if (found.matches("details[open] > summary")) found.parentElement.querySelector("input:not([type=hidden])")?.focus();
  });
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((d) => { if (!d.contains(event.target)) d.open = false; });
  });
})();
