// Journeys that start on an empty instance.
import assert from "node:assert/strict";
import { OWNER, becomeOwner, logIn } from "./browser.mjs";

export const ALL = [
  {
    name: "le premier venu crée son accès",
    async walk({ page }) {
      await becomeOwner(page);
      await page.goto("/bienvenue");
      assert.match(page.url(), /connexion|premiers-pas|\/$/);
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
];
