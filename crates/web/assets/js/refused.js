// A form that was refused comes back on the page it stands on: the address says which, so that reloading sends nothing again.
(() => {
  const page = document.querySelector("[data-refused]")?.dataset.refused;
  if (page) history.replaceState({}, "", page);
})();
