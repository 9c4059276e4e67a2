// Asked of every page of the company of demonstration: read without JavaScript, nothing serious for axe, nothing covered, squeezed or too wide on a phone.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { logIn, textOf } from "./browser.mjs";
import { found } from "./pages.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] };
const PHONE = { width: 390, height: 844 };
// A page enlarged four times on a small screen, as WCAG 1.4.10 asks.
const NARROW = { width: 320, height: 844 };

async function flaws(page, name) {
  await page.addScriptTag({ content: AXE });
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  return violations.map((v) => `${name}: ${v.id} (${v.impact}) ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

// What would be seen and is not: a title that something lies over, a table squeezed into a strip or scrolling sideways, a figure of it that is gone, a page wider than the screen.
const hidden = (page, name, { width }) =>
  page.evaluate(([name, phone]) => {
    const wrong = [];
    const width = document.documentElement.scrollWidth;
    if (width > phone) wrong.push(`${name}: ${width} px`);
    const title = document.querySelector("h1");
    const at = title.getBoundingClientRect();
    const seen = document.elementFromPoint(at.left + Math.min(at.width, 40) / 2, at.top + at.height / 2);
    if (!title.contains(seen)) wrong.push(`${name}: the title is covered by ${seen?.outerHTML.slice(0, 80)}`);
    for (const card of document.querySelectorAll("main .card")) {
      const edge = card.getBoundingClientRect().right + 1;
      for (const part of card.children) if (part.getBoundingClientRect().right > edge) wrong.push(`${name}: a card cuts ${part.outerHTML.slice(0, 80)}`);
    }
    for (const closed of document.querySelectorAll("main details:has(table)")) closed.open = true;
    for (const table of document.querySelectorAll("main .scroll:has(table), main .plan-scroll")) {
      if (!table.checkVisibility()) continue;
      const { ariaLabel, clientWidth, scrollWidth } = table;
      if (clientWidth < phone * 0.6) wrong.push(`${name}: a table of ${clientWidth} px`);
      if (scrollWidth > clientWidth + 1) wrong.push(`${name}: « ${ariaLabel} » scrolls sideways, ${scrollWidth} px in ${clientWidth}`);
      const gone = [...table.querySelectorAll("td")].filter((cell) => cell.innerText.trim() && cell.getBoundingClientRect().height < 8);
      for (const cell of gone) wrong.push(`${name}: « ${ariaLabel} » no longer shows ${cell.innerText}`);
    }
    return wrong;
  }, [`${name}, ${width} px`, width]);

// Also of the door, seen before one has come in.
async function judged({ page }, look) {
  const wrong = [];
  await page.goto("/connexion");
  wrong.push(...(await look("connexion")));
  await logIn(page);
  for (const { name, path } of await found(page)) {
    const answer = await page.goto(path);
    if (!answer.ok()) wrong.push(`${name}: ${answer.status()}`);
    wrong.push(...(await look(name)));
  }
  assert.deepEqual(wrong, []);
}

export const EVERY = [
  {
    name: "tout se lit sans JavaScript, un formulaire s’envoie, et revient rempli s’il est refusé",
    options: { javaScriptEnabled: false },
    expected: ["422"],
    async walk({ page }) {
      await logIn(page);
      const pages = await found(page);
      for (const { path } of pages) {
        await page.goto(path);
        const text = await textOf(page);
        assert.ok(text.length > 100, path);
        assert.doesNotMatch(text, /undefined|NaN/, path);
      }
      await page.goto(pages.find((p) => p.name === "client").path);
      await page.getByLabel("Noter quelque chose").fill("Vu au salon, paiera en janvier.");
      await page.getByRole("button", { name: "Enregistrer la note" }).click();
      assert.match(await textOf(page), /Vu au salon, paiera en janvier\./);
      await page.goto(`${pages.find((p) => p.name === "client").path}?onglet=actions`);
      const promise = page.locator("details", { has: page.locator('form[action$="/promettre"]') }).last();
      await promise.locator("summary").click();
      await promise.getByLabel("Promis pour le").fill("2026-12-04");
      await promise.getByLabel("Montant promis").fill("beaucoup");
      await promise.getByLabel("Ce qui a été dit").fill("« sans faute »");
      await promise.getByRole("button").click();
      await page.getByRole("alert").getByText("« beaucoup » n’est pas un montant").waitFor();
      assert.equal(await promise.getByLabel("Promis pour le").inputValue(), "2026-12-04");
      assert.equal(await promise.getByLabel("Ce qui a été dit").inputValue(), "« sans faute »");
    },
  },
  {
    name: "axe ne trouve rien de grave, sur aucune page",
    options: { bypassCSP: true },
    walk: (visit) => judged(visit, (name) => flaws(visit.page, name)),
  },
  {
    name: "ni au téléphone, dans le noir, où rien n’est caché ni ne déborde",
    options: { bypassCSP: true, colorScheme: "dark", viewport: PHONE },
    walk: (visit) =>
      judged(visit, async (name) => {
        const { page } = visit;
        const wrong = [...(await hidden(page, name, PHONE)), ...(await flaws(page, name))];
        await page.setViewportSize(NARROW);
        wrong.push(...(await hidden(page, name, NARROW)));
        await page.setViewportSize(PHONE);
        return wrong;
      }),
  },
];
