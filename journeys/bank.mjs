// Journeys on the company of demonstration: the bank.
import assert from "node:assert/strict";
import { cents, euros, figure, logIn, take, textOf, typed } from "./browser.mjs";
import { debtors, oldest } from "./pages.mjs";

const IBAN = "FR7610107001011234567890129";

// A list of credits on the account of the demonstration, as a bank's site exports it.
const list = (lines) =>
  ["Compte;FR7630006000011234567890189", "", "Date;Libellé;Montant", ...lines.map(([sum, label]) => `20/11/2026;${label};${typed(sum)}`), ""].join("\n");

// A statement of an account over some days of November, with its balances and one credit on its last day.
const statement = ([from, until], [opening, closing], label) => {
  const balance = (code, sum, day) => `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${sum}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-11-${day}</Dt></Dt></Bal>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt>
<GrpHdr><MsgId>${until}</MsgId><CreDtTm>2026-11-${until}T08:00:00</CreDtTm></GrpHdr>
<Stmt><Id>${until}</Id><CreDtTm>2026-11-${until}T08:00:00</CreDtTm>
<FrToDt><FrDtTm>2026-11-${from}T00:00:00</FrDtTm><ToDtTm>2026-11-${until}T00:00:00</ToDtTm></FrToDt>
<Acct><Id><IBAN>${IBAN}</IBAN></Id><Ccy>EUR</Ccy></Acct>
${balance("OPBD", opening, from)}${balance("CLBD", closing, until)}
<Ntry><Amt Ccy="EUR">${closing - opening}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-11-${until}</Dt></BookgDt>
<NtryDtls><TxDtls><RmtInf><Ustrd>${label}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry></Stmt></BkToCstmrStmt></Document>
`;
};

const names = async (page, customer) => {
  await page.goto(customer);
  return (await page.locator("h1").evaluate((h) => h.firstChild.textContent)).trim();
};

// Goes to a credit with the keyboard, by a word of its label.
async function to(page, text) {
  await page.goto("/banque");
  const at = await page.locator("[data-row]").evaluateAll((all, words) => all.findIndex((r) => r.innerText.includes(words)), text);
  assert.ok(at >= 0, `${text} n’attend pas`);
  for (let press = 0; press <= at; press += 1) await page.keyboard.press("j");
}

export const BANK = [
  {
    name: "un relevé déposé : accepter au clavier, répartir, écarter, et revenir dessus",
    async walk({ page }) {
      await logIn(page);
      const [customer] = await debtors(page, 1);
      const name = await names(page, customer);
      const { number, href, left } = await oldest(page, customer);
      await take(page, { "releve-du-jour.csv": list([[left, `VIR ${name} REGLEMENT`], [1000, `VIR ${name} ACOMPTE`], [12345, "DGFIP REMBOURSEMENT TVA"]]) });
      // Accepted: its amount is that of one invoice, and pays it whole.
      await to(page, `VIR ${name} REGLEMENT`);
      const proposed = page.locator("[data-row]:focus");
      assert.equal(cents(await proposed.locator(".work-step .paid li").first().locator(".quiet").innerText()), left);
      await page.keyboard.press("a");
      await page.getByText(`imputé sur ${number}`).waitFor();
      await page.goto(href);
      assert.equal(await figure(page, "Reste dû"), 0);
      assert.match(await textOf(page, "h1"), /soldée|payée|réglée/);
      // Divided: 4,00 € of the 10,00 pay the oldest invoice, the rest is kept.
      await to(page, `VIR ${name} ACOMPTE`);
      await page.keyboard.press("d");
      await page.waitForURL(/\/banque\/bnk_/);
      const parts = page.locator("form[action$='/repartir'] input.amount");
      for (const field of await parts.all()) await field.fill("");
      const owed = page.locator("form[action$='/repartir'] tbody tr").first();
      const next = await owed.locator("a[href^='/factures/']").getAttribute("href");
      const before = cents(await owed.locator("td").nth(2).innerText());
      await owed.locator("input.amount").fill("4,00");
      await page.getByRole("button", { name: "Répartir" }).click();
      await page.getByText("10,00 € répartis sur 1 facture ; 6,00 € gardés en avance.").waitFor();
      await page.goto(next);
      assert.equal(await figure(page, "Reste dû"), before - 400);
      // Left aside: nobody's.
      await to(page, "DGFIP");
      await page.keyboard.press("m");
      await page.getByText("123,45 € écartés : d’aucun client.").waitFor();
      await page.goto("/banque?onglet=ecartes");
      assert.match(await textOf(page, "tr:has-text('DGFIP')"), /123,45 €/);
      // Taken back: what it paid is owed again.
      await page.goto("/banque?onglet=rapproches");
      await page.locator("tr", { hasText: `VIR ${name} ACOMPTE` }).getByRole("link", { name: /Revenir dessus/ }).click();
      await page.getByLabel("Pourquoi").fill("essai");
      await page.getByRole("button", { name: "Reprendre" }).click();
      await page.getByText("Ce virement attend de nouveau").waitFor();
      await page.goto(next);
      assert.equal(await figure(page, "Reste dû"), before);
    },
  },
  {
    name: "un escompte laisse un reste : il attend qu’on dise ce qu’il devient",
    async walk({ page }) {
      await logIn(page);
      const [customer] = await debtors(page, 1);
      const name = await names(page, customer);
      const { number, href, left } = await oldest(page, customer);
      const rest = Math.round(left * 0.03);
      await take(page, { "escompte.csv": list([[left - rest, `VIR ${name} ${number} ESCOMPTE 3%`]]) });
      await to(page, "ESCOMPTE 3%");
      await page.keyboard.press("a");
      await page.getByText(`imputé sur ${number}`).waitFor();
      await page.goto(href);
      assert.equal(await figure(page, "Reste dû"), rest);
      assert.match(await textOf(page), new RegExp(`reste à trancher \\(${euros(rest)}\\)`));
      await page.goto("/banque?onglet=restes");
      const row = page.locator("li.rest", { hasText: number });
      assert.equal(cents(await row.locator(".rest-sum strong").innerText()), rest);
      await row.getByLabel(/^Ce que devient le reste/).selectOption("discount");
      await row.getByLabel(/^Pourquoi/).fill("convenu au devis");
      await row.getByRole("button", { name: "Décider" }).click();
      await page.getByText(`Reste de ${number} : il n’est plus demandé.`).waitFor();
      assert.equal(await row.count(), 0);
      await page.goto(href);
      assert.equal(await figure(page, "Reste dû"), 0);
    },
  },
  {
    name: "un relevé manque entre deux : rien n’est su au-delà, jusqu’à ce qu’on dise que rien ne manque",
    async walk({ page }) {
      await logIn(page);
      await take(page, {
        "un.xml": statement(["02", "06"], [1000, 1100], "VIR RIEN DE CONNU 1"),
        "deux.xml": statement(["16", "19"], [1250, 1300], "VIR RIEN DE CONNU 2"),
      });
      await page.goto("/banque/comptes");
      const account = page.locator("section.card", { hasText: IBAN });
      const said = async () => (await account.innerText()).replace(/[\u00a0\u202f]/g, " ");
      assert.match(await said(), /150,00 €/);
      assert.match(await said(), /Connu jusqu’au\s+06\/11\/2026/);
      await account.locator("summary", { hasText: "Rien ne manque, je l’ai vérifié" }).click();
      const form = account.locator("form[action='/banque/comptes/complet']");
      await form.getByLabel("Pourquoi").fill("des frais, vus sur le site de la banque");
      await form.getByRole("button", { name: "Enregistrer" }).click();
      await page.getByText("Noté : rien ne manque, ces jours ne retiennent plus personne.").waitFor();
      assert.match(await said(), /Rien ne manque : des frais, vus sur le site de la banque \(Claire Martin/);
      assert.match(await said(), /Connu jusqu’au\s+19\/11\/2026/);
    },
  },
  {
    name: "une opération dite deux fois à un jour d’écart ne compte qu’une fois",
    async walk({ page }) {
      await logIn(page);
      const ofx = "OFXHEADER:100\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>20041<BRANCHID>01005<ACCTID>0500013M026</BANKACCTFROM>"
        + "<BANKTRANLIST><DTSTART>20261101<DTEND>20261116<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20261116<TRNAMT>77.31<FITID>1<NAME>VIR LIBRAIRIE TOURNESOL</STMTTRN>"
        + "</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n";
      const csv = "Compte;20041 01005 0500013M026 06\n\nDate;Libellé;Montant\n18/11/2026;VIR LIBRAIRIE TOURNESOL;77,31\n";
      for (const [name, text] of [["site.ofx", ofx], ["releve-tournesol.csv", csv]]) await take(page, { [name]: text });
      await page.goto("/banque");
      const asked = page.locator("[data-row]", { hasText: "dite une seconde fois" });
      await asked.locator("a.row-open").first().click();
      await page.getByRole("heading", { name: "Est-ce la même opération ?" }).waitFor();
      await page.getByRole("button", { name: "C’est la même opération" }).click();
      await page.getByText("Elle ne compte qu’une fois").waitFor();
      await page.goto("/banque?onglet=ecartes");
      assert.match(await textOf(page), /la même opération que celle du/);
    },
  },
  {
    name: "un compte fermé n’arrête plus les relances, et on peut le suivre de nouveau",
    async walk({ page }) {
      await logIn(page);
      await page.goto("/banque");
      await page.getByRole("link", { name: "Comptes bancaires" }).first().click();
      const account = page.locator("section.card").first();
      const say = async (words, why, button) => {
        await account.locator("summary", { hasText: words }).click();
        const form = account.locator("form[action='/banque/comptes/suivi']");
        await form.getByLabel("Pourquoi").fill(why);
        await form.getByRole("button", { name: button, exact: true }).click();
      };
      await say("Ce compte est fermé", "compte fermé à la banque", "Ne plus suivre");
      await page.getByText("son âge ne retient plus personne").waitFor();
      assert.match(await textOf(page), /Plus suivi : compte fermé à la banque/);
      await say("Suivre de nouveau ce compte", "rouvert", "Suivre");
      await page.getByText("est de nouveau suivi").waitFor();
    },
  },
];
