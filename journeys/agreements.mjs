// Journeys on the company of demonstration: what is agreed with customers.
import assert from "node:assert/strict";
import { ACCOUNTANT, cents, euros, figure, letIn, logIn, textOf, typed } from "./browser.mjs";
import { debtors, oldest } from "./pages.mjs";

export const AGREEMENTS = [
  {
    name: "une remise au-delà du plafond du comptable, accordée par le propriétaire",
    async walk({ page, context }) {
      await logIn(page);
      await letIn(page, ACCOUNTANT);
      const [customer] = await debtors(page, 1);
      await page.goto(`${customer}/remise?principal=25&interets=oui`);
      assert.match(await textOf(page), /Le calcul[^]*Continuer :/);
      await page.locator("form[method=post] input[name=why]").last().fill("il paie le reste ce jour");
      await page.getByRole("button", { name: "Demander au propriétaire" }).click();
      await page.getByRole("status").first().waitFor();
      await page.goto("/accords/remises");
      assert.equal(await page.getByRole("button", { name: "Accorder", exact: true }).count(), 0, "the accountant decides nothing");
      await context.clearCookies();
      await logIn(page);
      await page.goto("/accords/remises");
      const asked = page.locator("section", { hasText: "il paie le reste ce jour" });
      await asked.getByPlaceholder("Pourquoi l’accorder").fill("client fidèle");
      await asked.getByRole("button", { name: "Accorder", exact: true }).click();
      await page.getByRole("status").first().waitFor();
      assert.match(await textOf(page), /client fidèle/);
    },
  },
  {
    name: "trois offres, un échéancier signé, un versement reçu",
    async walk({ page }) {
      await logIn(page);
      const [customer] = await debtors(page, 1);
      await page.goto(`${customer}/offres?nombre=3&premier=2026-12-10`);
      assert.match(await textOf(page), /Tout maintenant, sans intérêts ni indemnité[^]*En plusieurs fois[^]*Remise contre paiement immédiat/);
      await page.locator("form[action$='/echeancier'] input[name=why]").fill("trésorerie tendue");
      await page.getByRole("button", { name: "Préparer l’accord à signer" }).click();
      await page.getByText("Échéancier proposé").waitFor();
      if (!page.url().includes("/accords/echeanciers/")) await page.goto(await page.locator("main a[href^='/accords/echeanciers/pln']").first().getAttribute("href"));
      const [paper] = await Promise.all([page.waitForResponse(/\/accord$/), page.evaluate(() => void fetch(`${location.pathname}/accord`))]);
      assert.equal(paper.headers()["content-type"], "application/pdf");
      await page.locator("input[name=signed]").setInputFiles({ name: "accord-signe.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 signé") });
      await page.getByRole("button", { name: "Il a accepté" }).click();
      await page.getByRole("link", { name: "Exemplaire signé" }).waitFor();
      const first = (await page.locator("tbody tr").first().locator("td").nth(2).innerText()).replace(/[^\d,]/g, "");
      await page.locator("form[action$='/recevoir'] input[name=amount]").fill(first);
      await page.locator("form[action$='/recevoir']").getByRole("button", { name: "Enregistrer" }).click();
      await page.getByRole("status").first().waitFor();
      assert.match(await textOf(page, "tbody tr:first-child"), /payé/);
      await page.goto(`/silences?q=${encodeURIComponent(await page.locator(".crumbs a").last().innerText())}`);
      assert.match(await textOf(page), /[ÉE]chéancier/);
    },
  },
  {
    name: "un échéancier refusé ne suspend rien, et autre chose peut être proposé",
    async walk({ page }) {
      await logIn(page);
      const [customer] = await debtors(page, 1);
      const { left } = await oldest(page, customer);
      await page.goto(`${customer}/offres?nombre=4&premier=2026-12-15`);
      await page.locator("form[action$='/echeancier'] input[name=why]").fill("il demande quatre mois");
      await page.getByRole("button", { name: "Préparer l’accord à signer" }).click();
      await page.getByText("Échéancier proposé : l’accord à signer est prêt.").waitFor();
      await page.locator("summary", { hasText: "Il a refusé" }).click();
      const refusal = page.locator("form[action$='/refuser']");
      await refusal.getByLabel("Pourquoi").fill("il préfère payer en une fois");
      await refusal.getByRole("button", { name: "Noter le refus" }).click();
      await page.getByText("Refus noté : les relances suivent leur cours.").waitFor();
      assert.match(await textOf(page, "h1"), /refusé/);
      assert.match(await textOf(page), /il préfère payer en une fois/);
      assert.equal(await page.getByRole("button", { name: "Il a accepté" }).count(), 0);
      assert.equal((await oldest(page, customer)).left, left, "nothing is owed less");
      assert.equal((await debtors(page, 1))[0], customer, "something else may be offered");
    },
  },
  {
    name: "un report d’échéance accordé : rien n’est demandé d’ici là, les intérêts comptent toujours",
    async walk({ page }) {
      await logIn(page);
      const [customer] = await debtors(page, 1);
      const { href, number, left } = await oldest(page, customer);
      const due = cents(await textOf(page, "#decompte tfoot"));
      assert.ok(due >= left);
      await page.locator("summary", { hasText: "Accorder un report d’échéance" }).click();
      const form = page.locator("form[action$='/reporter']");
      await form.getByLabel("Nouvelle échéance").fill("2026-12-15");
      await form.getByLabel("Qui l’a demandé").fill("Mme Roux");
      await form.getByLabel("Comment").selectOption("call");
      await form.getByLabel("Ce qui est convenu").fill("le temps d’encaisser son chantier");
      await form.getByRole("button", { name: "Reporter" }).click();
      await page.getByText("Échéance reportée au 15 décembre 2026 : rien n’est demandé d’ici là.").waitFor();
      assert.match(await textOf(page), /reportée d’un commun accord[^]*Demandé par Mme Roux/);
      assert.equal(await figure(page, "Reste dû"), left);
      assert.equal(cents(await textOf(page, "#decompte tfoot")), due, "interest runs from the date on the invoice");
      await page.goto(`${customer}?onglet=factures&filtre=overdue`);
      assert.equal(await page.getByRole("link", { name: number, exact: true }).count(), 0, "it is not late any more");
      await page.goto(`/journal?q=${number}`);
      assert.match(await textOf(page), /15 décembre 2026/);
      await page.goto(href);
      assert.match(await textOf(page, "section:has(#histoire)"), /le temps d’encaisser son chantier/);
    },
  },
  {
    name: "une facture cédée quitte l’agenda, et l’argent reçu par erreur est reversé",
    async walk({ page }) {
      await logIn(page);
      const [customer] = await debtors(page, 1);
      const { href, number, left } = await oldest(page, customer);
      await page.goto(`${customer}?onglet=actions`);
      await page.locator("summary", { hasText: "Créance cédée" }).click();
      const form = page.locator("form[action$='/suspendre']", { has: page.locator("input[value=factored]") });
      await form.locator("select[name=invoice]").selectOption(href.split("/").pop());
      await form.getByLabel("À qui").fill("Factor & Cie");
      await form.getByRole("button", { name: "Enregistrer la cession" }).click();
      await page.getByRole("status").first().waitFor();
      await page.goto(`/silences?q=${number}`);
      assert.match(await textOf(page, "#silences"), /[Cc]édée/);
      await page.goto(href);
      await page.locator("summary", { hasText: "Noter un paiement" }).first().click();
      const paid = page.locator("form[action$='/payer']").first();
      await paid.getByLabel("Montant").fill(typed(left));
      await paid.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByText(`Paiement de ${euros(left)} enregistré`).waitFor();
      await page.goto("/accords/cessions");
      const row = page.locator("tbody tr", { hasText: number });
      assert.match(await row.innerText(), /Factor & Cie/);
      assert.equal(cents(await row.locator("td").nth(3).innerText()), left);
      await row.getByPlaceholder("Référence du virement").fill("VIR 2026-118");
      await row.getByRole("button", { name: "Reversé" }).click();
      await page.getByText(`${euros(left)} notés comme reversés au cessionnaire.`).waitFor();
      assert.match(await row.innerText(), /reversé le .+\(VIR 2026-118\)/);
      assert.equal(await row.getByRole("button").count(), 0);
    },
  },
];
