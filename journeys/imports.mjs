// Journeys of files that are dropped, and of an import that takes its time, on the company of the first journeys.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figure, logIn, textOf } from "./browser.mjs";

const HEAD = "Numéro;Date;Échéance;Client;Montant TTC;SIREN client";
const list = (...lines) => `${[HEAD, ...lines].join("\n")}\n`;

const CRCS = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});
const crc = (bytes) => ~bytes.reduce((sum, byte) => CRCS[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

// An archive of files that are not compressed.
function zip(files) {
  const [parts, index] = [[], []];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const [title, bytes] = [Buffer.from(name), Buffer.from(text)];
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x800, 2);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    index.push(Buffer.from("PK\u0001\u0002\u0014\u0000", "latin1"), fields, place, title);
    parts.push(Buffer.from("PK\u0003\u0004", "latin1"), fields, title, bytes);
    at += 4 + fields.length + title.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  for (const where of [8, 10]) end.writeUInt16LE(Object.keys(files).length, where);
  end.writeUInt32LE(Buffer.concat(index).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...index, end]);
}

// A page on which nothing is written.
function blank() {
  const objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"];
  let [text, table] = ["%PDF-1.7\n", ""];
  objects.forEach((object, n) => {
    table += `${String(text.length).padStart(10, "0")} 00000 n \n`;
    text += `${n + 1} 0 obj${object}endobj\n`;
  });
  return Buffer.from(`${text}xref\n0 4\n0000000000 65535 f \n${table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF\n`);
}

// Drops files and folders of the machine on the middle of the page, as a mouse does.
async function drop(page, paths) {
  const mouse = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver"]) await mouse.send("Input.dispatchDragEvent", { type, x: 600, y: 300, data });
  await page.locator("body.dropping").waitFor();
  await mouse.send("Input.dispatchDragEvent", { type: "drop", x: 600, y: 300, data });
}

async function onDisk(walk) {
  const folder = mkdtempSync(join(tmpdir(), "quitus-depot-"));
  try {
    await walk(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function owed(page, customer, number) {
  await page.goto("/clients");
  await page.goto(`${await page.locator("tbody a:not(.why-link)", { hasText: customer }).getAttribute("href")}?onglet=factures`);
  await page.getByRole("link", { name: number, exact: true }).click();
  await page.getByRole("heading", { name: number }).waitFor();
  return figure(page, "Reste dû");
}

const MANY = 6000;

export const IMPORTS = [
  {
    name: "un dossier et une archive lâchés sur une page : relus avant d’être écrits",
    async walk({ page }) {
      await logIn(page);
      await onDisk(async (folder) => {
        mkdirSync(join(folder, "2026", "novembre"), { recursive: true });
        writeFileSync(join(folder, "2026", "octobre.csv"), list("D-1;01/10/2026;31/10/2026;Librairie du Pont;210,10;"));
        writeFileSync(join(folder, "2026", "novembre", "liste.csv"), list("D-2;01/11/2026;30/11/2026;Librairie du Pont;99,95;"));
        writeFileSync(join(folder, "archive.zip"), zip({
          "été/août.csv": list("D-3;01/08/2026;31/08/2026;Menuiserie Ozon;1234,56;"),
          "été/juillet.csv": list("D-4;01/07/2026;31/07/2026;Menuiserie Ozon;0,44;"),
        }));
        await page.goto("/clients");
        await drop(page, [join(folder, "2026"), join(folder, "archive.zip")]);
        await page.waitForURL(/importer\/.+/);
        await page.getByText("Sera importé : 4 factures, 2 clients nouveaux.").waitFor();
      });
      const read = await textOf(page);
      for (const name of ["2026/octobre.csv", "2026/novembre/liste.csv", "été/août.csv", "été/juillet.csv"]) assert.ok(read.includes(name), `${name}: ${read}`);
      const preview = page.url();
      await page.goto("/clients");
      assert.equal(await page.locator("tbody a:not(.why-link)", { hasText: "Menuiserie Ozon" }).count(), 0, "nothing is written yet");
      await page.goto(preview);
      await page.getByRole("button", { name: "Importer", exact: true }).click();
      await page.getByRole("heading", { name: "Import terminé" }).waitFor();
      assert.equal(await owed(page, "Librairie du Pont", "D-2"), 9995);
      assert.equal(await owed(page, "Menuiserie Ozon", "D-3"), 123456);
    },
  },
  {
    name: "un PDF qui ne dit rien : saisi à côté de lui, gardé malgré un refus, joint à sa facture",
    expected: ["422"],
    async walk({ page }) {
      await logIn(page);
      await page.goto("/importer");
      await page.locator("input[type=file]").first().setInputFiles({ name: "pelican.pdf", mimeType: "application/pdf", buffer: blank() });
      await page.getByRole("link", { name: /Saisir cette facture/ }).click();
      await page.getByText("pelican.pdf sera gardé, et joint aux relances.").waitFor();
      await page.getByLabel("Nom du client").fill("Studio Pélican");
      await page.getByLabel("Numéro").fill("H-2026-7");
      await page.getByLabel("Date de la facture").fill("2026-09-01");
      await page.getByLabel("Total TTC, en euros").fill("1 234,56");
      await page.getByLabel("Sinon, le délai").fill("30 jours");
      await page.getByRole("button", { name: "Enregistrer la facture" }).click();
      await page.getByText("Aucun client ne s’appelle ainsi.").waitFor();
      await page.locator("select[name=nature]").selectOption({ label: "Entreprise ou professionnel" });
      await page.getByRole("button", { name: "Enregistrer la facture" }).click();
      await page.getByText("Sa facture est saisie : ce PDF en est le document.").waitFor();
      assert.match(await textOf(page), /Facture H-2026-7 enregistrée : 1 234,56 €, à payer le 1er octobre 2026/);
      assert.equal(await owed(page, "Studio Pélican", "H-2026-7"), 123456);
    },
  },
  {
    name: "un long import continue quand on recharge la page, et dit où il en est",
    async walk({ page }) {
      await logIn(page);
      const lines = Array.from({ length: MANY }, (_, n) => `L-${n};01/11/2026;15/12/2026;Abonné ${n % 40};${10 + (n % 7)},00;`);
      await page.goto("/importer");
      const file = { name: "abonnements.csv", mimeType: "text/csv", buffer: Buffer.from(list(...lines)) };
      await page.locator("input[type=file]").first().setInputFiles(file);
      await page.getByText("Sera importé : 6 000 factures, 40 clients nouveaux.").waitFor({ timeout: 60000 });
      const asked = [];
      page.on("request", (request) => request.resourceType() === "fetch" && asked.push(Date.now()));
      await page.getByRole("button", { name: "Importer", exact: true }).click();
      const progress = page.getByRole("progressbar", { name: "Avancement" });
      await progress.waitFor();
      await page.reload();
      await progress.waitFor();
      const seen = Number(await progress.getAttribute("value"));
      assert.match(await textOf(page), /est en cours/);
      // Somewhere else meanwhile, then back: it has gone on without anybody.
      await page.goto("/importer");
      const job = page.locator("tbody tr", { hasText: "abonnements.csv" });
      assert.match(await job.innerText(), /en cours|terminé/i);
      await job.getByRole("link").click();
      await page.waitForFunction((was) => { const bar = document.querySelector("progress"); return !bar || bar.value > was; }, seen);
      // And the page says by itself that it is done.
      await page.getByRole("heading", { name: "Import terminé" }).waitFor({ timeout: 90000 });
      assert.match(await textOf(page), /Importé : 6 000 factures, 40 clients nouveaux/);
      // It asked in between, and left the server a second each time.
      assert.ok(asked.length > 0 && asked.every((at, n) => n === 0 || at - asked[n - 1] > 500), `${asked.length} times`);
      assert.equal(await owed(page, "Abonné 39", "L-5999"), 1000);
    },
  },
];
