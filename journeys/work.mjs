// Journeys on the company of demonstration: the day's work.
import assert from "node:assert/strict";
import { logIn, tabTo, textOf } from "./browser.mjs";

export const WORK = [
  {
    name: "le travail du jour, au clavier seulement",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/a-faire");
      const before = await page.locator("[data-row]").count();
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      // Closing a dialog gives the focus back a moment later.
      await page.waitForFunction(() => document.activeElement?.matches("[data-key='?'], body"));
      await page.keyboard.press("j");
      await page.locator("[data-row]:focus").waitFor();
      await page.keyboard.press("s");
      await page.locator("[data-skip][open] input[name=motif]:focus").waitFor();
      await page.keyboard.type("vu de vive voix hier");
      await page.keyboard.press("Enter");
      await page.getByText("Étape passée").waitFor();
      assert.ok((await page.locator("[data-row]").count()) <= before);
      await page.goto("/a-faire");
      for (const key of ["j", "j", "k", "x"]) await page.keyboard.press(key);
      assert.ok(await page.locator("[data-row]").first().getByRole("checkbox").isChecked(), "k goes back, x ticks");
      await page.keyboard.press("x");
      await page.keyboard.press("p");
      await page.locator("[data-later][open] input[name=jusqu]:focus").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("[data-row]:focus").waitFor();
      await tabTo(page, /^Approuver [A-ZÉ]/);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: /^Annuler/ }).waitFor();
      await tabTo(page, /^Annuler/);
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: /^Annuler/ }).waitFor({ state: "detached" });
      await page.goto("/a-faire");
      await page.keyboard.press("j");
      await page.keyboard.press("e");
      await page.waitForURL(/\/a-faire\/pty_/);
      await page.goto("/a-faire");
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/a-faire\/pty_/);
      await page.getByRole("heading", { name: "Factures concernées" }).waitFor();
    },
  },
  {
    name: "d’une action à l’autre au clavier, et retour à la liste",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/a-faire");
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/a-faire\/pty_/);
      const first = page.url();
      await page.keyboard.press("j");
      await page.waitForURL((url) => url.href !== first);
      await page.keyboard.press("k");
      await page.waitForURL(first);
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Raccourcis clavier" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "hidden" });
      assert.equal(page.url(), first, "the window was closed, the page stays");
      await page.waitForFunction(() => document.activeElement?.matches("[data-key='?'], body"));
      await page.keyboard.press("Escape");
      await page.waitForURL(/\/a-faire$/);
    },
  },
  {
    name: "décocher une facture change le texte et la somme",
    async walk({ page }) {
      await logIn(page);
      const links = [];
      for (const tab of ["a-faire", "a-confirmer"]) {
        await page.goto(`/a-faire?onglet=${tab}`);
        links.push(...await page.locator("a.row-open").evaluateAll((all) => all.map((a) => a.getAttribute("href"))));
      }
      for (const link of links) {
        await page.goto(link);
        if ((await page.locator("input[name=facture][type=checkbox]").count()) < 2) continue;
        const total = () => page.locator("#apercu .figure-value").first().innerText();
        const before = await total();
        await page.locator("input[name=facture][type=checkbox]").first().uncheck();
        await page.waitForFunction((was) => document.querySelector("#apercu .figure-value").innerText !== was, before);
        return;
      }
      throw new Error("aucune action sur deux factures");
    },
  },
  {
    name: "approuver, puis se raviser avant que rien ne parte",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/a-faire");
      await page.getByRole("button", { name: /^Approuver [A-ZÉ]/ }).first().click();
      await page.getByRole("button", { name: /^Annuler/ }).click();
      await page.getByRole("status").first().waitFor();
      await page.goto("/a-faire?onglet=programme");
      assert.doesNotMatch(await textOf(page), /E-mails qui vont partir\s+Client/);
    },
  },
  {
    name: "un appel devient une promesse, et la facture attend",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/a-faire");
      const call = page.locator("[data-row]", { has: page.locator(".work-step p:first-child", { hasText: "Appel" }) }).first();
      const customer = await call.locator("h2").innerText();
      await call.locator(".row-open").click();
      await page.getByRole("radio", { name: /promesse/i }).check();
      await page.locator(".outcome", { has: page.locator("input[value=promise], input[value=promesse]") }).locator("input[type=date]").first().fill("2026-12-04");
      await page.getByRole("button", { name: "Enregistrer le résultat" }).click();
      await page.getByRole("status").first().waitFor();
      await page.goto(`/silences?q=${encodeURIComponent(customer)}`);
      assert.match(await textOf(page), /Promesse de règlement pour le 4 décembre 2026/);
    },
  },
  {
    name: "une saisie refusée se retrouve, prête à corriger",
    expected: ["422"],
    async walk({ page }) {
      await logIn(page);
      await page.goto("/clients");
      await page.goto(`${await page.locator("tbody a").first().getAttribute("href")}?onglet=factures`);
      await page.locator('a[href^="/factures/inv_"]').first().click();
      const form = page.locator("details.drawer", { hasText: "Noter un paiement" }).first();
      await form.locator("summary").click();
      await form.locator("input[name=amount]").fill("1.2.3");
      await form.getByRole("button").last().click();
      await page.getByText("« 1.2.3 » n’est pas un montant").waitFor();
      await page.locator("details[open] input[name=amount]:focus").waitFor();
      assert.equal(await form.locator("input[name=amount]").inputValue(), "1.2.3");
      await form.locator("input[name=amount]").fill("1,2,3");
      await form.getByRole("button").last().click();
      await page.getByText("« 1,2,3 » n’est pas un montant").waitFor();
      assert.match(page.url(), /\/factures\/inv_[0-9a-f]+$/, "the address is that of the page shown");
      await page.reload();
      await page.getByRole("heading", { level: 1 }).waitFor();
      assert.equal(await page.locator(".notice.refused").count(), 0, "reloading sends nothing again");
    },
  },
  {
    name: "une alerte attend une semaine, puis se revoit",
    async walk({ page }) {
      await logIn(page);
      const first = page.locator(".alerts > .alert", { has: page.locator(".aside") }).first();
      const words = await first.locator(".alert-text").innerText();
      await first.locator(".aside > summary").click();
      await first.getByLabel("Pourquoi elle peut attendre").fill("je vois ce client jeudi");
      await first.getByRole("button", { name: "Mettre de côté" }).click();
      await page.getByText("Mise de côté jusqu’au").waitFor();
      await page.locator("summary", { hasText: "Mises de côté (1)" }).click();
      assert.match(await textOf(page), /je vois ce client jeudi/);
      await page.getByRole("button", { name: /^Revoir maintenant/ }).click();
      await page.getByText("de nouveau parmi ce qui est à surveiller").waitFor();
      const shown = await page.locator(".alerts .alert-text").allInnerTexts();
      assert.ok(shown.includes(words), words);
    },
  },
  {
    name: "un e-mail avec ses propres mots, relu puis approuvé",
    async walk({ page }) {
      await logIn(page);
      // Whose formal notice waits for the owner: late, and not written to these days.
      await page.goto("/a-faire?onglet=a-confirmer");
      const late = page.locator("[data-row]", { hasText: /échu\s\d/ }).first();
      const customer = (await late.locator("h2 a").getAttribute("href")).split("/")[2];
      await page.goto(`/clients/${customer}?onglet=actions`);
      await page.locator("summary", { hasText: "Écrire mon propre texte" }).click();
      await page.locator("input[name=objet]").fill("Suite à notre échange");
      await page.locator("textarea[name=texte]").fill("Bonjour,\n\nVoici {le} point.");
      await page.getByRole("button", { name: "Voir avant d’approuver" }).click();
      assert.match(await textOf(page, "pre.letter"), /Voici \{le\} point\./);
      await page.getByRole("button", { name: "Approuver", exact: true }).click();
      await page.getByText("L’e-mail est prêt").waitFor();
    },
  },
];
