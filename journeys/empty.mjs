// Journeys that start on an empty instance.
import assert from "node:assert/strict";
import { ACCOUNTANT, OWNER, becomeOwner, letIn, logIn, textOf } from "./browser.mjs";
import { IMPORTS } from "./imports.mjs";

export const ALL = [
  {
    name: "le premier venu crée son accès",
    async walk({ page }) {
      await becomeOwner(page);
      assert.match(page.url(), /premiers-pas/);
    },
  },
  {
    name: "cinq mauvais mots de passe ferment la porte un quart d’heure",
    expected: ["422"],
    async walk({ page }) {
      await page.goto("/connexion");
      for (let essai = 0; essai < 6; essai += 1) {
        await page.getByLabel("Adresse e-mail").fill("personne@exemple.fr");
        await page.getByLabel("Mot de passe").fill("autre chose");
        await page.getByRole("button", { name: "Se connecter" }).click();
      }
      await page.getByText("Trop d’essais").waitFor();
    },
  },
  {
    name: "le propriétaire, lui, entre toujours",
    async walk({ page }) {
      await logIn(page, OWNER);
    },
  },
  {
    name: "du premier fichier déposé à la première relance approuvée",
    async walk({ page }) {
      await logIn(page, OWNER);
      await page.goto("/premiers-pas");
      await page.locator("input[type=file]").first().setInputFiles({ name: "factures.csv", mimeType: "text/csv", buffer: Buffer.from(INVOICES) });
      await page.waitForURL(/premiers-pas\/fichiers/);
      await page.getByLabel(/Nom de la société/).fill("Atelier du Quai");
      await page.getByLabel("SIREN").fill("404833048");
      await page.getByLabel("E-mail").fill("compta@atelier-du-quai.example");
      await page.getByRole("button", { name: "C’est ma société" }).click();
      await page.getByText("Sera importé : 3 factures, 2 clients nouveaux.").waitFor();
      await page.getByRole("button", { name: "Importer", exact: true }).click();
      await page.getByRole("heading", { name: "Import terminé" }).waitFor();
      await page.goto("/diagnostic");
      assert.match(await textOf(page), /3 factures oubliées\s+1 829,50 €/);
      await page.goto("/a-faire");
      await page.locator("a.row-open", { hasText: "Garage du Port" }).click();
      assert.match(await textOf(page, "#apercu"), /F-2026-101/);
      await page.getByRole("button", { name: /^Approuver/ }).click();
      await page.getByRole("button", { name: /^Annuler/ }).waitFor();
      await page.goto("/journal");
      assert.match(await textOf(page), /est prête pour le client « Garage du Port SARL »/);
    },
  },
  {
    name: "la comptabilité : un écart expliqué, une perte proposée par le comptable, approuvée, transmise",
    async walk({ page, context }) {
      await logIn(page, OWNER);
      await page.goto("/importer");
      await page.locator("input[type=file]").first().setInputFiles({ name: "404833048FEC20261231.txt", mimeType: "text/plain", buffer: Buffer.from(LEDGER) });
      await page.getByRole("button", { name: "Importer", exact: true }).click();
      await page.getByRole("heading", { name: "Import terminé" }).waitFor();
      // The control was made with the import; what is recorded since makes it old, and one button makes it again.
      await page.goto("/comptabilite/controle");
      await page.getByText("Rien n’a changé depuis.").waitFor();
      assert.match(await textOf(page), /2 clients diffèrent/);
      await page.goto("/clients");
      const garage = await page.locator("tbody a:not(.why-link)", { hasText: "Garage du Port" }).getAttribute("href");
      await page.goto(`${garage}?onglet=actions`);
      const paid = page.locator("form[action$='/payer']");
      await paid.locator("select[name=invoice]").selectOption({ label: await paid.locator("option", { hasText: "F-2026-101" }).innerText() });
      await paid.locator("input[name=amount]").fill("1,00");
      await paid.locator("input[name=on]").fill("2026-10-20");
      await paid.getByRole("button", { name: "Enregistrer le paiement" }).click();
      await page.getByRole("status").first().waitFor();
      await page.goto("/comptabilite/controle");
      await page.getByText("ont été enregistrés depuis cette comparaison").waitFor();
      await page.getByRole("button", { name: "Comparer de nouveau" }).click();
      await page.getByText("Comparé : 2 clients diffèrent.").waitFor();
      await page.getByText("Rien n’a changé depuis.").waitFor();
      assert.match(await textOf(page), /Boulangerie Martin SAS[^€]*200,00 €\s+680,50 €\s+\+480,50 €/);
      await page.getByRole("link", { name: /de l’écart de Boulangerie/ }).click();
      assert.match(await textOf(page), /Seulement dans Quitus\s+F-2026-102/);
      await letIn(page, ACCOUNTANT);
      await page.goto("/comptabilite/controle/1");
      await page.getByRole("link", { name: "F-2026-102" }).first().click();
      await page.getByText("Douteuse ou perdue").click();
      const form = page.locator("#perte form");
      await form.locator("select[name=ground]").selectOption("liquidation");
      await form.locator("input[name=amount]").fill("80,08");
      await form.locator("input[name=why]").fill("liquidation judiciaire prononcée");
      await form.locator("input[type=file]").setInputFiles({ name: "jugement.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4") });
      await form.getByRole("button", { name: "Proposer au propriétaire" }).click();
      await page.getByText("Le propriétaire doit l’approuver.").waitFor();
      assert.equal(await page.getByRole("button", { name: "Approuver" }).count(), 0);
      const loss = page.url();
      await context.clearCookies();
      await logIn(page, OWNER);
      await page.goto(loss);
      await page.getByRole("button", { name: "Approuver" }).click();
      await page.getByText("Approuvé : l’écriture sera dans la prochaine transmission.").waitFor();
      assert.match(await textOf(page), /TVA à reprendre\s+80,08 €\s+jusqu’au 31 décembre 2028/i);
      await page.getByRole("link", { name: "Comptabilité", exact: true }).first().click();
      assert.match(await textOf(page), /Créance irrécouvrable F-2026-102/);
      await page.getByRole("button", { name: "Transmettre ces écritures" }).click();
      await page.getByText("Transmission no 1 faite").waitFor();
      const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "FEC de la transmission 1" }).click()]);
      assert.equal(file.suggestedFilename(), "ecritures-1.txt");
      await page.goto("/silences");
      assert.match(await textOf(page), /Passées en perte/);
    },
  },
  ...IMPORTS,
];

// The accounting of the same craftsman: two invoices only, the others are not booked yet.
const LEDGER = [
  "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise".replaceAll(" ", "|"),
  "VE|Ventes|1|20260901|411000|Clients|CGARAGE|Garage du Port SARL|F-2026-101|20260901|Facture F-2026-101|1250,00|0,00|||20261031||",
  "VE|Ventes|1|20260901|706000|Ventes|||F-2026-101|20260901|Facture F-2026-101|0,00|1041,67|||20261031||",
  "VE|Ventes|1|20260901|445710|TVA|||F-2026-101|20260901|Facture F-2026-101|0,00|208,33|||20261031||",
  "VE|Ventes|3|20260915|411000|Clients|CBOULANG|Boulangerie Martin SAS|F-2026-100|20260915|Facture F-2026-100|200,00|0,00|||20261031||",
  "VE|Ventes|3|20260915|706000|Ventes|||F-2026-100|20260915|Facture F-2026-100|0,00|200,00|||20261031||",
  "OD|Divers|2|20261031|606000|Achats|||D1|20261031|Fournitures|10,00|0,00|||20261031||",
  "OD|Divers|2|20261031|401000|Fournisseurs|||D1|20261031|Fournitures|0,00|10,00|||20261031||",
  "",
].join("\n");

// A small list as a craftsman keeps it.
const INVOICES = `Numéro;Date;Échéance;Client;Montant TTC;Adresse e-mail;SIREN client
F-2026-101;01/09/2026;01/10/2026;Garage du Port SARL;1 250,00;compta@garage-du-port.example;732829320
F-2026-102;15/09/2026;15/10/2026;Boulangerie Martin SAS;480,50;contact@boulangerie-martin.example;552100554
F-2026-103;20/10/2026;19/11/2026;Garage du Port SARL;99,00;compta@garage-du-port.example;732829320
`;
