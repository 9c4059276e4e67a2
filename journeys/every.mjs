// Asked of every page of the company of demonstration: read without JavaScript, nothing serious for axe, no wider than a phone.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { logIn, textOf } from "./browser.mjs";
import { found } from "./pages.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] };
const PHONE = { width: 390, height: 844 };

async function flaws(page, name) {
  await page.addScriptTag({ content: AXE });
  const { violations } = await page.evaluate((rules) => window.axe.run(document, rules), RULES);
  return violations.map((v) => `${name}: ${v.id} (${v.impact}) ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
}

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
    name: "tout se lit sans JavaScript, et un formulaire s’envoie",
    options: { javaScriptEnabled: false },
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
    },
  },
  {
    name: "axe ne trouve rien de grave, sur aucune page",
    options: { bypassCSP: true },
    walk: (visit) => judged(visit, (name) => flaws(visit.page, name)),
  },
  {
    name: "ni au téléphone, dans le noir, où aucune page ne déborde",
    options: { bypassCSP: true, colorScheme: "dark", viewport: PHONE },
    walk: (visit) =>
      judged(visit, async (name) => {
        const width = await visit.page.evaluate(() => document.documentElement.scrollWidth);
        return [...(width > PHONE.width ? [`${name}: ${width} px`] : []), ...(await flaws(visit.page, name))];
      }),
  },
];
