// A plan that is not kept, from its signature to the day when the whole is due: each journey on a day of its own.
import assert from "node:assert/strict";
import { establish, logIn, textOf } from "./browser.mjs";

const LIST = `Numéro;Date;Échéance;Client;Adresse e-mail;Adresse;Code postal;Ville;Montant TTC;SIREN client
F-7001;01/12/2025;31/12/2025;Fleurs Aubin SARL;compta@aubin.example;1 rue des Lilas;69001;Lyon;700,00;732829320
F-7002;01/12/2025;31/12/2025;Fleurs Aubin SARL;compta@aubin.example;1 rue des Lilas;69001;Lyon;300,01;732829320
`;

async function plan(page) {
  await page.goto("/accords/echeanciers");
  await page.locator("main a[href^='/accords/echeanciers/pln']").first().click();
  await page.getByRole("heading", { name: "Versements" }).waitFor();
}

export const ALL = [
  {
    day: "2026-01-05",
    name: "six versements convenus et signés",
    async walk({ page }) {
      await establish(page, LIST);
      await page.goto("/clients");
      const customer = await page.locator("tbody a:not(.why-link)", { hasText: "Fleurs Aubin" }).getAttribute("href");
      await page.goto(`${customer}/offres?nombre=6&premier=2026-01-15`);
      await page.locator("form[action$='/echeancier'] input[name=why]").fill("trésorerie tendue après les fêtes");
      await page.getByRole("button", { name: "Préparer l’accord à signer" }).click();
      await page.getByText("Échéancier proposé").waitFor();
      await page.locator("input[name=signed]").setInputFiles({ name: "signe.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 signé") });
      await page.getByRole("button", { name: "Il a accepté" }).click();
      await page.getByRole("link", { name: "Exemplaire signé" }).waitFor();
      await page.goto(`${customer}/remise?principal=10`);
      assert.match(await textOf(page), /sous l’échéancier accepté le 5 janvier 2026/);
      assert.equal(await page.locator("form[action$='/remise']").count(), 0, "nothing else is offered on what is under a plan");
    },
  },
  {
    day: "2026-03-20",
    name: "trois versements tenus",
    async walk({ page }) {
      await logIn(page);
      await plan(page);
      for (const day of ["2026-01-15", "2026-02-15", "2026-03-15"]) {
        const form = page.locator("form[action$='/recevoir']");
        await form.locator("input[name=amount]").fill("166,67");
        await form.locator("input[name=on]").fill(day);
        await form.getByRole("button", { name: "Enregistrer" }).click();
        await page.getByRole("status").first().waitFor();
      }
      assert.match(await textOf(page), /en cours[^]*Reçu\s+500,01 €/);
      assert.equal(await page.locator("tbody tr", { hasText: "payé" }).count(), 3);
    },
  },
  {
    day: "2026-04-20",
    name: "le quatrième manque : un rappel part",
    async walk({ page }) {
      await logIn(page);
      await plan(page);
      assert.match(await textOf(page), /Le versement du 15 avril 2026 manque/);
      assert.equal(await page.getByRole("button", { name: /déchéance/ }).count(), 0, "not before a formal notice");
      await page.goto("/a-faire");
      const row = page.locator("[data-row]", { hasText: "Échéance d’un échéancier en retard" });
      assert.match((await row.innerText()).replace(/[\u00a0\u202f]/g, " "), /166,67 €/);
      await row.locator(".row-open").click();
      await page.getByRole("button", { name: /^Approuver/ }).click();
      await page.getByRole("button", { name: /^Annuler/ }).waitFor();
    },
  },
  {
    day: "2026-04-29",
    name: "la mise en demeure que l’accord veut : relue, approuvée, postée",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/a-faire?onglet=a-confirmer");
      await page.locator("[data-row]", { hasText: "Mise en demeure sur échéancier" }).locator(".row-open").click();
      await page.getByRole("heading", { name: "Le courrier" }).waitFor();
      const letter = await page.request.get(await page.locator("a", { hasText: "Ouvrir le PDF" }).getAttribute("href"));
      assert.equal(letter.headers()["content-type"], "application/pdf");
      await page.getByRole("button", { name: /^Approuver/ }).click();
      await page.goto("/a-faire?onglet=reponses");
      await page.getByRole("link", { name: /Fleurs Aubin/ }).first().click();
      await page.getByLabel(/Preuve de dépôt/).fill("1A 111");
      await page.getByRole("button", { name: "C’est posté" }).click();
      await page.getByRole("status").first().waitFor();
      await plan(page);
      assert.match(await textOf(page), /laisse au client jusqu’au 14 mai 2026 pour payer/);
    },
  },
  {
    day: "2026-05-14",
    name: "le délai court encore : rien à constater",
    async walk({ page }) {
      await logIn(page);
      await plan(page);
      assert.equal(await page.getByRole("button", { name: /déchéance/ }).count(), 0);
    },
  },
  {
    day: "2026-05-15",
    name: "la mise en demeure est restée sans effet : tout redevient dû",
    async walk({ page }) {
      await logIn(page);
      await plan(page);
      assert.match(await textOf(page), /restée sans effet/);
      const form = page.locator("form[action$='/decheance']");
      await form.locator("input[name=why]").fill("mise en demeure restée sans effet");
      await form.getByRole("button", { name: "Constater la déchéance du terme" }).click();
      await page.getByText("tout est dû, les relances reprennent").waitFor();
      assert.match(await textOf(page), /Déchéance du terme constatée le 15 mai 2026/);
    },
  },
  {
    day: "2026-05-18",
    name: "les relances reprennent, fermes, pour tout ce qui reste",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/a-faire");
      const row = page.locator("[data-row]", { hasText: "Fleurs Aubin" });
      assert.match((await row.innerText()).replace(/[\u00a0\u202f]/g, " "), /ferme[^]*500,00 €/);
      await row.locator(".row-open").click();
      assert.match(await textOf(page), /déchéance du terme a été constatée le 15 mai 2026/);
    },
  },
];
