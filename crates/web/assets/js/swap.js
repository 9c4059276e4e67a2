// Part of a page fetched and put in place: links and forms marked data-swap="#id" replace that region only.
// Without JavaScript they are ordinary links and forms; the server sends the whole page either way.
(() => {
  // Says that only a part of the answer is shown: what the next whole page has to tell is kept for it.
  window.partly = { "x-part": "1" };
  // How often each region was asked for: an answer that comes after a later question is not shown.
  const asked = new Map();
  const region = async (url, options, selector, push) => {
    const number = (asked.get(selector) ?? 0) + 1;
    const asks = document.querySelector(selector);
    if (!asks) return false;
    asked.set(selector, number);
    asks.setAttribute("aria-busy", "true");
    const answer = await fetch(url, { ...options, headers: partly });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [place, fresh] = [document.querySelector(selector), page.querySelector(selector)];
    if (!place || asked.get(selector) !== number) return false;
    if (!fresh || (answer.redirected && !push)) { location.href = answer.url; return true; }
    const focused = document.activeElement?.id;
    place.replaceWith(fresh);
    document.title = page.title;
    if (push) history.pushState({}, "", answer.url);
    if (focused) document.getElementById(focused)?.focus();
    document.dispatchEvent(new CustomEvent("swapped", { detail: fresh }));
    return true;
  };
  const formUrl = (form, submitter) => {
    // A button without an action of its own answers with the address of the page.
    const url = new URL(submitter?.hasAttribute("formaction") ? submitter.formAction : form.action);
    url.search = new URLSearchParams(new FormData(form, submitter)).toString();
    return url;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    region(link.href, {}, link.dataset.swap, true);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-swap]");
    if (!form || form.method !== "get") return;
    event.preventDefault();
    region(formUrl(form, event.submitter), {}, form.dataset.swap, true);
  });
  // A form marked data-live follows what is typed or ticked in it; with an address, its fields are posted there.
  let timer;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-live]");
    if (!form) return;
    clearTimeout(timer);
    const posted = () => ({ method: "POST", body: new URLSearchParams(new FormData(form)) });
    const follow = () => form.dataset.live ? region(form.dataset.live, posted(), form.dataset.swap, false) : region(formUrl(form), {}, form.dataset.swap, false);
    timer = setTimeout(follow, form.dataset.live ? 400 : 180);
  });
  // A region marked data-poll asks for itself again every second until it comes back without the mark, a server that does
  // not answer included.
  const poll = (within) => {
    const place = within.matches?.("[data-poll]") ? within : within.querySelector("[data-poll]");
    const ask = () => place.isConnected && region(location.href, {}, `#${place.id}`, false).catch(() => poll(place));
    if (place) setTimeout(ask, 1000);
  };
  document.addEventListener("swapped", (event) => poll(event.detail));
  poll(document);
  addEventListener("popstate", () => location.reload());
})();
