// Journeys on the company of demonstration.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { becomeOwner, logIn } from "./browser.mjs";
import { found } from "./pages.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const textOf = (page) => page.locator("main").innerText();

export const ALL = [
  {
    name: "le propriétaire arrive et voit ses clients",
    async walk({ page }) {
      await becomeOwner(page);
      await page.goto("/clients");
      await page.getByRole("heading", { name: "Clients" }).waitFor();
      assert.match(await textOf(page), /€/);
    },
  },
  {
    name: "chercher un client, sans quitter la page",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      const first = await page.locator("tbody a").first().innerText();
      await page.getByLabel("Chercher un client").last().fill(first.slice(0, 6));
      await page.waitForFunction((name) => [...document.querySelectorAll("tbody a")].every((a) => a.innerText.includes(name)), first.slice(0, 6));
    },
  },
  {
    name: "tout se lit sans JavaScript",
    options: { javaScriptEnabled: false },
    async walk({ page }) {
      await logIn(page);
      for (const { path } of await found(page)) {
        await page.goto(path);
        assert.ok((await textOf(page)).length > 100, path);
      }
    },
  },
];

// Asked of every page at once: what axe finds serious fails the journey.
ALL.push({
  name: "axe ne trouve rien de grave, sur aucune page",
  options: { bypassCSP: true },
  async walk({ page }) {
    await logIn(page);
    const wrong = [];
    for (const { name, path } of await found(page)) {
      await page.goto(path);
      await page.addScriptTag({ content: AXE });
      const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] }));
      for (const v of violations) wrong.push(`${name}: ${v.id} (${v.impact}) ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
    }
    assert.deepEqual(wrong, []);
  },
});
