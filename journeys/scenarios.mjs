// Journeys on the company of demonstration: scenarios.
import assert from "node:assert/strict";
import { logIn, textOf } from "./browser.mjs";

export const SCENARIOS = [
  {
    name: "un scénario à soi, à côté de ceux livrés",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/scenarios");
      await page.getByLabel("À partir de").selectOption("standard");
      await page.getByLabel("Titre du nouveau").fill("Artisans du bâtiment");
      await page.getByRole("button", { name: "Copier" }).click();
      await page.getByText("est à vous").waitFor();
      assert.match(page.url(), /artisans-du-batiment/);
      await page.goto("/scenarios");
      await page.getByLabel("À partir de").selectOption("standard");
      await page.getByLabel("Titre du nouveau").fill("Essai d’un jour");
      await page.getByRole("button", { name: "Copier" }).click();
      await page.getByText("est à vous").waitFor();
      await page.locator("form[action$='/supprimer'] input[name=why]").fill("c’était un essai");
      await page.getByRole("button", { name: "Supprimer", exact: true }).click();
      await page.getByText("est supprimé").waitFor();
      assert.doesNotMatch(await textOf(page), /Essai d’un jour/);
    },
  },
  {
    name: "changer un scénario, le rejouer sur douze mois, l’adopter",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/scenarios/standard/etapes/courtesy");
      await page.locator("input[name=jours]").fill("2");
      await page.getByRole("button", { name: /^Enregistrer/ }).click();
      await page.getByText("Brouillon enregistré").waitFor();
      await page.goto("/scenarios/standard/rejeu");
      assert.doesNotMatch(await textOf(page), /Brouillon enregistré/, "ce qui a été fait se dit une fois");
      await page.getByRole("button", { name: "Rejouer les douze derniers mois" }).click();
      await page.getByText("Relances en tout").waitFor({ timeout: 60000 });
      await page.getByRole("button", { name: "Adopter ce brouillon" }).click();
      await page.getByRole("status").first().waitFor();
      await page.goto("/journal?groupe=regles");
      assert.match(await textOf(page), /scénario « standard »|version 1 du scénario|standard/);
    },
  },
];
