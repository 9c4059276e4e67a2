// Journeys on the company of demonstration: disputes.
import assert from "node:assert/strict";
import { figure, logIn, textOf } from "./browser.mjs";

export const DISPUTES = [
  {
    name: "une part contestée : le litige s’ouvre, se suit, et se règle par un avoir et une nouvelle facture",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      const customer = await page.locator("tbody a").first().getAttribute("href");
      await page.goto(`${customer}?onglet=factures&filtre=overdue`);
      const invoice = await page.locator("main tbody a[href^='/factures/']").first().getAttribute("href");
      await page.goto(invoice);
      const left = await figure(page, "Reste dû");
      await page.getByText("Litige : le client conteste").click();
      const form = page.locator("form[action$='/litige']");
      await form.getByLabel("Motif").selectOption("quality");
      await form.getByLabel("Montant contesté").fill("12,00");
      await form.getByLabel("Ce que dit le client").fill("la finition est à reprendre");
      await form.getByRole("button", { name: "Ouvrir le litige" }).click();
      await page.getByText("Litige ouvert").waitFor();
      assert.match(await textOf(page), /montant non contesté/);
      assert.equal(await figure(page, "Contesté à l’ouverture"), 1200);
      assert.equal(await figure(page, "Toujours réclamé"), left - 1200);
      await page.getByLabel("Ce qui a été dit ou écrit").fill("photo reçue du chantier");
      await page.getByLabel("Pièce jointe").setInputFiles({ name: "chantier.jpg", mimeType: "image/jpeg", buffer: Buffer.from([255, 216, 0]) });
      await page.getByRole("button", { name: "Ajouter au dossier" }).click();
      await page.getByText("chantier.jpg").waitFor();
      await page.getByLabel("Numéro de l’avoir").fill("AV-2026-9");
      await page.getByText("Refacturer la part contestée").click();
      await page.getByLabel("Une nouvelle facture remplace").check();
      await page.getByLabel("Son montant TTC").fill("5,00");
      await page.getByLabel("Son numéro, si votre logiciel l’établit").fill("F-2026-909");
      await page.getByLabel("Son échéance").fill("2026-12-31");
      await page.getByRole("button", { name: "Enregistrer l’avoir" }).click();
      await page.getByText("Enregistré : avoir AV-2026-9, facture F-2026-909").waitFor();
      assert.match(await textOf(page), /Fondé en partie, pour 7,00/);
      const again = await page.getByRole("link", { name: "F-2026-909" }).first().getAttribute("href");
      await page.goto(invoice);
      assert.equal(await figure(page, "Reste dû"), left - 1200);
      await page.goto(again);
      assert.equal(await figure(page, "Reste dû"), 500);
      await page.goto("/litiges?etat=settled");
      assert.match(await textOf(page), /fondé en partie/);
    },
  },
  {
    name: "le client répond à l’issue de son litige",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/litiges?etat=settled");
      await page.locator("tbody tr", { hasText: "fondé en partie" }).locator("a[href^='/litiges/']").first().click();
      const form = page.locator("form[action$='/reponse']");
      await form.getByLabel("refusée").check();
      await form.getByLabel("Par qui").fill("M. Durand");
      await form.getByRole("button", { name: "Noter la réponse" }).click();
      await page.getByText(/^Réponse du .+ enregistrée\.$/).waitFor();
      assert.match(await textOf(page), /Issue refusée[^]*M\. Durand/);
      await form.getByLabel("acceptée").check();
      await form.getByLabel("Par qui").fill("Mme Durand");
      await form.getByRole("button", { name: "Noter la réponse" }).click();
      await page.getByText("Mme Durand").first().waitFor();
      // Both answers stay in sight: the last one counts.
      assert.match(await textOf(page), /Issue acceptée/);
      assert.match(await textOf(page), /Issue refusée/);
    },
  },
];
