// The list of the day, and that of bank credits, by keyboard, boxes ticked together, approvals that can be taken back for a while. Each key does what
// a link or a button of the row does; nothing here is needed to work.
(() => {
  document.documentElement.classList.add("js");
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const current = () => document.activeElement?.closest?.("[data-row]");
  const move = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const row = all[Math.min(all.length - 1, Math.max(0, at < 0 ? 0 : at + by))];
    row.focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const open = (row, which) => {
    const details = row?.querySelector(which);
    if (!details) return;
    document.querySelectorAll("details.later[open]").forEach((d) => { d.open = false; });
    details.open = true;
    details.querySelector("input")?.focus();
  };
  const keys = {
    j: () => move(1),
    k: () => move(-1),
    e: () => (current() ?? rows()[0])?.querySelector(".row-open")?.click(),
    p: () => open(current(), "[data-later]"),
    s: () => open(current(), "[data-skip]"),
    a: () => (current() ?? rows()[0])?.querySelector("[data-accept]")?.click(),
    d: () => (current() ?? rows()[0])?.querySelector("[data-split]")?.click(),
    m: () => current()?.querySelector("[data-aside]")?.click(),
    x: () => current()?.querySelector("input[type=checkbox]")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const details = event.target.closest?.("details.later");
      if (details) { details.open = false; details.closest("[data-row]")?.focus(); }
      return;
    }
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog") || !rows().length) return;
    // On a link, a button or a box of the row, Enter is theirs.
    const enter = event.key === "Enter" && event.target.matches("[data-row]");
    const act = enter ? keys.e : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  const count = () => {
    const label = document.querySelector("#lot-form [data-count]");
    if (!label) return;
    const boxes = [...document.querySelectorAll("input[name=choix]")];
    const ticked = boxes.filter((b) => b.checked).length;
    label.textContent = ticked > 1 ? `les ${ticked} cochées` : ticked ? "la cochée" : "les actions cochées";
    label.closest("button").disabled = !ticked;
    const all = document.querySelector("[data-all]");
    if (all) { all.checked = ticked > 0 && ticked === boxes.length; all.indeterminate = ticked > 0 && ticked < boxes.length; }
  };
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-all]");
    if (all) document.querySelectorAll(`input[name=${all.dataset.all}]`).forEach((b) => { b.checked = all.checked; });
    if (all || event.target.name === "choix") count();
  });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens)?.showModal();
    document.querySelectorAll("details.later[open]").forEach((d) => { if (!d.contains(event.target)) d.open = false; });
  });
  // What can be taken back says for how long, then no longer offers it; what is under way is asked again.
  const tick = () => {
    document.querySelectorAll("form[data-expires]").forEach((form) => {
      const seconds = form.querySelector("[data-seconds]");
      if (!seconds) return;
      const left = Number(seconds.textContent) - 1;
      if (left <= 0) form.remove(); else seconds.textContent = left;
    });
    const lot = document.querySelector("[data-refresh]");
    if (lot) fetch(location.href, { headers: partly }).then((r) => r.text()).then((text) => {
      const fresh = new DOMParser().parseFromString(text, "text/html");
      for (const id of ["#lot", "#liste"]) document.querySelector(id)?.replaceWith(fresh.querySelector(id));
      count();
    }).catch(() => {});
  };
  setInterval(tick, 1000);
  const ready = () => { document.querySelectorAll("[data-opens]").forEach((b) => { b.hidden = false; }); count(); };
  ready();
  document.addEventListener("swapped", ready);
})();
