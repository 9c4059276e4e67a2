// Journeys on the company of demonstration: what is owed and by whom.
import assert from "node:assert/strict";
import { becomeOwner, logIn, textOf } from "./browser.mjs";

export const CUSTOMERS = [
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
    name: "la balance d’un jour passé",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/balance");
      await page.getByText("Les chiffres en tableau").click();
      const month = page.locator("details tr", { hasText: "30 juin 2026" });
      const total = async (row) => (await row.locator("td").last().innerText()).replace(/[^0-9,]/g, "");
      const known = await total(month);
      await page.locator("input[type=date]").first().fill("2026-06-30");
      await page.getByRole("button", { name: "Voir" }).click();
      await page.getByText("30 juin 2026").first().waitFor();
      // What the months of today's page say of that day is what that day's own page sums to.
      assert.match(known, /^[1-9][0-9]+,[0-9]{2}$/);
      assert.equal(await total(page.locator("tfoot tr")), known);
    },
  },
  {
    name: "qui tape vite lit la liste de ses derniers mots",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      const names = await page.locator("tbody a").allInnerTexts();
      const [first, last] = [names[0].slice(0, 6), names.find((n) => n.slice(0, 6) !== names[0].slice(0, 6)).slice(0, 6)];
      // The first answer comes when the second question is on its way, the second one later.
      let later;
      const secondAsked = new Promise((asked) => { later = asked; });
      await page.route(/\/clients\?q=/, async (route) => {
        const answer = await route.fetch();
        if (new URL(route.request().url()).searchParams.get("q") === last) { later(); await new Promise((done) => setTimeout(done, 300)); }
        else await secondAsked;
        await route.fulfill({ response: answer });
      });
      const field = page.getByLabel("Chercher un client").last();
      const asked = page.waitForRequest(/\/clients\?q=/);
      await field.fill(first);
      await asked;
      await field.fill(last);
      await page.waitForFunction((name) => [...document.querySelectorAll("tbody a")].every((a) => a.innerText.includes(name)), last);
    },
  },
  {
    name: "mettre un client en pause, puis reprendre",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      await page.locator("tbody a").first().click();
      await page.getByText("Mettre en pause").first().click();
      await page.locator("form[action$='/suspendre'] input[name=why]").first().fill("le gérant m’a appelé");
      await page.getByRole("button", { name: "Mettre en pause" }).last().click();
      await page.getByText("En pause :").waitFor();
      await page.getByLabel("Motif de la reprise").fill("rien reçu");
      await page.getByRole("button", { name: "Reprendre les relances" }).click();
      await page.getByText("En pause :").waitFor({ state: "detached" });
    },
  },
];
