// Files dropped anywhere, or chosen in the import form, are sent with their progress shown; the form works by itself
// without JavaScript.
(() => {
  document.documentElement.classList.add("js");
  const target = () => document.querySelector("form[data-drop]")?.getAttribute("action") ?? (document.querySelector('a[href="/importer"]') ? "/importer" : null);
  const carries = (event) => target() && [...(event.dataTransfer?.types ?? [])].includes("Files");
  const walk = async (entry, path, out) => {
    if (entry.isFile) { out.push([await new Promise((done, no) => entry.file(done, no)), path + entry.name]); return; }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, no) => reader.readEntries(done, no));
      if (!some.length) return;
      for (const inside of some) if (!inside.name.startsWith(".")) await walk(inside, path + entry.name + "/", out);
    }
  };
  const told = (text) => {
    const box = document.querySelector(".sending") ?? document.body.appendChild(document.createElement("div"));
    box.className = "sending";
    box.setAttribute("role", "status");
    const bar = Object.assign(document.createElement("progress"), { max: 100 });
    box.replaceChildren(Object.assign(document.createElement("strong"), { textContent: text }), bar);
    return { box, bar };
  };
  const send = (files) => {
    if (!files.length) return;
    const form = new FormData();
    for (const [file, name] of files) form.append("files", file, name);
    const { box, bar } = told(files.length === 1 ? `Envoi de ${files[0][1]}` : `Envoi de ${files.length} fichiers`);
    const request = new XMLHttpRequest();
    request.open("POST", target());
    for (const [name, value] of Object.entries(partly)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => { if (event.lengthComputable) bar.value = (100 * event.loaded) / event.total; };
    request.onerror = () => { box.textContent = "L’envoi s’est arrêté en route. Vérifiez la connexion, puis recommencez."; };
    request.onload = () => {
      if (request.status < 400) { location.href = request.responseURL; return; }
      box.remove();
      const page = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
      if (page) document.querySelector("main").replaceWith(page);
    };
    request.send(form);
  };
  addEventListener("dragover", (event) => { if (carries(event)) { event.preventDefault(); document.body.classList.add("dropping"); } });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dropping"); });
  addEventListener("drop", async (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const files = [];
    for (const entry of entries) await walk(entry, "", files);
    send(entries.length ? files : [...event.dataTransfer.files].map((file) => [file, file.name]));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-drop]");
    if (!form) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll("input[type=file]")];
    send(fields.flatMap((field) => [...field.files]).map((file) => [file, file.webkitRelativePath || file.name]));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("form[data-drop] input[type=file]") && event.target.files.length) event.target.form.requestSubmit();
  });
})();
