// Journeys on the company of demonstration: what customers answered.
import assert from "node:assert/strict";
import { logIn, textOf } from "./browser.mjs";

const TEXT = "Bonjour,\n\nVotre facture est validée : le virement partira le 4 décembre.\n\nBien à vous";
const list = "/a-faire?onglet=reponses";

// The page of what a customer answers: it has left, and nothing waits for its result.
async function sent(page) {
  await page.goto(list);
  await page.locator('table a[href^="/reponses/"]').first().click();
  await page.locator('.lead a[href^="/actes/"]').click();
  await page.waitForURL(/\/actes\//);
  return page.url();
}

export const REPLIES = [
  {
    name: "une réponse collée deux fois est gardée une fois, lue, et devient une promesse",
    async walk({ page }) {
      await logIn(page);
      const act = await sent(page);
      const kept = page.locator("section", { has: page.getByRole("heading", { name: "Le client a répondu" }) }).locator("a[href^='/reponses/']");
      const before = await kept.count();
      const paste = async () => {
        await page.goto(act);
        await page.locator("summary", { hasText: "Le client a répondu" }).click();
        await page.getByLabel("Ce qu’il a écrit").fill(TEXT);
        await page.getByLabel("Qui a répondu").fill("Léa Martin");
        await page.getByRole("button", { name: "Enregistrer la réponse" }).click();
        await page.waitForURL(/\/reponses\/rpl_/);
      };
      await paste();
      await page.getByText("Réponse enregistrée.").waitFor();
      const reply = page.url();
      await paste();
      await page.getByText("déjà enregistré").waitFor();
      assert.equal(page.url(), reply, "the second one leads to the first");
      await page.goto(act);
      assert.equal(await kept.count(), before + 1);
      await page.goto(list);
      await page.locator(`tr:has-text("Votre facture est validée") a[href^="/reponses/"]`).first().click();
      assert.match(await textOf(page), /le virement partira le 4 décembre/);
      await page.getByRole("radio", { name: /promesse/i }).check();
      await page.locator(".outcome", { has: page.locator("input[value=promesse]") }).locator("input[type=date]").fill("2026-12-04");
      await page.getByRole("button", { name: "Enregistrer la suite" }).click();
      await page.getByText(/4 décembre 2026/).first().waitFor();
      assert.doesNotMatch(await textOf(page), /Votre facture est validée/, "it no longer waits");
      await page.goto(reply);
      assert.match(await textOf(page), /Traitée : .*promesse.* par Claire Martin/);
      assert.equal(await page.getByRole("button", { name: "Enregistrer la suite" }).count(), 0);
      await page.locator("aside a[href^='/clients/']").first().click();
      assert.match(await textOf(page), /4 décembre 2026|04\/12\/2026/, "the promise stands on the customer's page");
    },
  },
  {
    name: "une double pression n’enregistre qu’une réponse",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      const customer = await page.locator("tbody a").first().getAttribute("href");
      const count = async () => {
        await page.goto(list);
        return page.locator("td", { hasText: "reçu ni facture ni relance" }).count();
      };
      assert.equal(await count(), 0);
      await page.goto(customer);
      const form = page.locator("form[action='/reponses']").first();
      if (!(await form.isVisible())) await page.locator("details:has(form[action='/reponses']) > summary").first().click();
      await form.getByLabel("Ce qu’il a écrit").fill("Je n’ai reçu ni facture ni relance.");
      // As two presses before the page has answered.
      const [a, b] = await form.evaluate(async (at) => {
        const send = () => fetch(at.action, { method: "POST", body: new FormData(at) }).then((answer) => answer.url);
        return Promise.all([send(), send()]);
      });
      assert.equal(a, b);
      assert.equal(await count(), 1);
    },
  },
];
