// Journeys on the company of demonstration: others than the owner.
import assert from "node:assert/strict";
import { letIn, logIn } from "./browser.mjs";

export const PEOPLE = [
  {
    name: "un commercial ne voit pas le client d’un autre",
    expected: ["404", "403"],
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      const other = await page.locator("tbody a").first().getAttribute("href");
      await letIn(page, { name: "Paul Petit", email: "paul@exemple.fr", role: "salesperson" });
      const refused = await page.goto(other);
      assert.equal(refused.status(), 404);
      await page.goto("/clients");
      assert.equal(await page.locator("tbody a").count(), 0);
    },
  },
];
