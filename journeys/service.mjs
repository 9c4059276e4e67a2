// Services that are not paid: two subscribers get notice, both are suspended; one pays and is served again, the contract of
// the other ends. Each journey is on a day of its own.
import assert from "node:assert/strict";
import { cents, establish, figure, logIn, textOf } from "./browser.mjs";

const LIST = `Numéro;Date;Échéance;Client;Adresse e-mail;Adresse;Code postal;Ville;Montant TTC;SIREN client
S-1;31/01/2026;02/03/2026;Salon Iris SARL;compta@iris.example;1 rue des Lilas;69001;Lyon;500,00;732829320
S-2;31/01/2026;02/03/2026;Café Olmo SAS;compta@olmo.example;4 quai Sud;69002;Lyon;350,50;552100554
`;
const SUBSCRIBERS = [["Salon Iris", 50000], ["Café Olmo", 35050]];

async function folder(page, name) {
  await page.goto("/clients");
  return page.locator("tbody a:not(.why-link)", { hasText: name }).getAttribute("href");
}

// Reads a registered letter, approves it and posts it.
async function post(page, name, title, sum) {
  const row = page.locator("[data-row]", { hasText: name }).filter({ hasText: title });
  await page.goto("/a-faire?onglet=a-confirmer");
  if (!(await row.count())) await page.goto("/a-faire");
  assert.equal(cents(await row.locator(".work-sum strong").innerText()), sum);
  await row.locator(".row-open").click();
  await page.getByRole("heading", { name: "Le courrier" }).waitFor();
  const letter = await page.request.get(await page.locator("a", { hasText: "Ouvrir le PDF" }).getAttribute("href"));
  assert.equal(letter.headers()["content-type"], "application/pdf");
  await page.getByRole("button", { name: /^Approuver/ }).click();
  await page.goto("/a-faire?onglet=reponses");
  await page.locator("tbody tr", { hasText: name }).getByRole("link", { name }).first().click();
  await page.getByLabel(/Preuve de dépôt/).fill(`1A ${sum}`);
  await page.getByRole("button", { name: "C’est posté" }).click();
  await page.getByRole("status").first().waitFor();
}

const service = (page, name) => page.locator("tbody tr", { hasText: name });

export const ALL = [
  {
    day: "2026-03-02",
    name: "ce que prévoient les conditions acceptées",
    async walk({ page }) {
      await establish(page, LIST);
      for (const [name] of SUBSCRIBERS) {
        await page.goto(`${await folder(page, name)}?onglet=contacts`);
        await page.locator("summary", { hasText: "Ce que prévoient ses conditions" }).click();
        const form = page.locator("form[action$='/service']");
        await form.getByLabel(/Clause/).fill("l’article 8 de nos conditions générales");
        await form.getByLabel("Acceptées le").fill("2025-06-01");
        await form.getByLabel(/Suspension après/).fill("10");
        await form.getByLabel(/Fin du contrat après/).fill("30");
        await form.getByLabel("D’où vous le tenez").fill("contrat signé");
        await form.getByRole("button", { name: "Enregistrer" }).click();
        await page.getByText("Conditions de service enregistrées.").waitFor();
        assert.match(await textOf(page), /l’article 8 de nos conditions générales/);
      }
    },
  },
  {
    day: "2026-03-11",
    name: "neuf jours de retard : rien de tel n’est proposé",
    async walk({ page }) {
      await logIn(page);
      for (const tab of ["a-faire", "a-confirmer"]) {
        await page.goto(`/a-faire?onglet=${tab}`);
        assert.doesNotMatch(await textOf(page), /suspen|résili/i);
      }
    },
  },
  {
    day: "2026-03-12",
    name: "dix jours de retard : la mise en demeure, relue, approuvée, postée",
    async walk({ page }) {
      await logIn(page);
      for (const [name, sum] of SUBSCRIBERS) await post(page, name, "Mise en demeure", sum);
      await page.goto("/accords/services");
      assert.match(await textOf(page), /Aucun service suspendu/);
    },
  },
  {
    day: "2026-03-23",
    name: "huit jours de plus sans paiement : le service est suspendu",
    async walk({ page }) {
      await logIn(page);
      for (const [name, sum] of SUBSCRIBERS) await post(page, name, /[Ss]uspension/, sum);
      await page.goto("/accords/services");
      for (const [name] of SUBSCRIBERS) assert.match(await service(page, name).innerText(), /suspendu, impayé/);
    },
  },
  {
    day: "2026-03-25",
    name: "payé : le service est à rétablir, et on le dit rétabli",
    async walk({ page }) {
      await logIn(page);
      await page.goto(`${await folder(page, "Café Olmo")}?onglet=actions`);
      const paid = page.locator("form[action$='/payer']");
      await paid.getByLabel("Montant").fill("350,50");
      await paid.getByRole("button", { name: "Enregistrer le paiement" }).click();
      await page.getByText("Paiement de 350,50 € enregistré").waitFor();
      await page.goto("/");
      assert.match(await textOf(page), /rétabli/i, "the first page says that a service is to run again");
      await page.goto("/accords/services");
      assert.match(await service(page, "Café Olmo").innerText(), /payé : à rétablir/);
      await service(page, "Café Olmo").getByRole("button", { name: "Rétabli" }).click();
      await page.getByText("Service noté comme rétabli.").waitFor();
      assert.match(await service(page, "Café Olmo").innerText(), /rétabli le 25\/03\/2026|rétabli le 25 mars 2026/);
      assert.match(await service(page, "Salon Iris").innerText(), /suspendu, impayé/);
    },
  },
  {
    day: "2026-04-01",
    name: "trente jours de retard : le contrat finit, et la facture reste due",
    async walk({ page }) {
      await logIn(page);
      await post(page, "Salon Iris", /[Rr]ésiliation|[Ff]in du contrat/, 50000);
      await page.goto("/accords/services");
      assert.match(await service(page, "Salon Iris").innerText(), /contrat fini le/);
      assert.equal(await service(page, "Salon Iris").getByRole("button").count(), 0);
      await page.goto(`${await folder(page, "Salon Iris")}?onglet=factures`);
      await page.getByRole("link", { name: "S-1", exact: true }).click();
      assert.equal(await figure(page, "Reste dû"), 50000);
      for (const tab of ["a-faire", "a-confirmer"]) {
        await page.goto(`/a-faire?onglet=${tab}`);
        assert.doesNotMatch(await textOf(page), /Café Olmo/, "who has paid is not written to");
      }
    },
  },
];
