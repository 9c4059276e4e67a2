// Journeys that start on an empty instance.
import assert from "node:assert/strict";
import { OWNER, becomeOwner, logIn, textOf } from "./browser.mjs";

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
];

// A small list as a craftsman keeps it.
const INVOICES = `Numéro;Date;Échéance;Client;Montant TTC;Adresse e-mail;SIREN client
F-2026-101;01/09/2026;01/10/2026;Garage du Port SARL;1 250,00;compta@garage-du-port.example;732829320
F-2026-102;15/09/2026;15/10/2026;Boulangerie Martin SAS;480,50;contact@boulangerie-martin.example;552100554
F-2026-103;20/10/2026;19/11/2026;Garage du Port SARL;99,00;compta@garage-du-port.example;732829320
`;
