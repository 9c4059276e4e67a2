// What was typed in a form that was refused is there again on the way back, in its open form. Passwords and files are not kept.
(() => {
  const [sent, refused] = ["quitus-sent", "quitus-refused"];
  const here = location.pathname + location.search;
  const typed = (form) =>
    [...form.elements]
      .filter((field) => field.name && !["password", "file", "hidden", "submit", "button"].includes(field.type))
      .map((field) => [field.name, field.value, ["checkbox", "radio"].includes(field.type) ? field.checked : null]);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    // A button without an action of its own answers with the address of the page.
    const own = event.submitter?.hasAttribute("formaction");
    const action = new URL(own ? event.submitter.formAction : form.action).pathname;
    sessionStorage.setItem(sent, JSON.stringify({ from: here, form: form.getAttribute("action"), action, fields: typed(form) }));
  });
  const restore = ({ form: action, fields }) => {
    const form = [...document.forms].find((f) => f.getAttribute("action") === action && fields.every(([name]) => f.elements[name]));
    if (!form) return;
    for (let around = form.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    for (const [name, value, checked] of fields) {
      const field = [...form.elements].find((f) => f.name === name && (checked === null || f.value === value));
      if (field && checked === null) field.value = value;
      else if (field) field.checked = checked;
    }
    form.scrollIntoView({ block: "center" });
    [...form.elements].find((f) => f.name === fields[0]?.[0])?.focus();
  };
  const last = JSON.parse(sessionStorage.getItem(sent) ?? "null");
  sessionStorage.removeItem(sent);
  if (document.querySelector("[data-refused]")) {
    if (last?.action === location.pathname) sessionStorage.setItem(refused, JSON.stringify(last));
    return;
  }
  const again = JSON.parse(sessionStorage.getItem(refused) ?? "null");
  sessionStorage.removeItem(refused);
  if (again?.from === here) restore(again);
})();
