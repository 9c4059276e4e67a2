// A real browser for journeys: one context for each journey, everything it complains about kept.
import { chromium } from "playwright-core";

const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export const OWNER = { name: "Claire Martin", email: "claire@exemple.fr", password: "quatre mots à retenir" };

// Its own words, such as those of date fields, are French where its French is installed.
export const open = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: SWITCHES,
    env: { ...process.env, LANGUAGE: "fr" },
  });

// A page that fails the journey when the browser reports an error on it.
export async function visitor(browser, base, options = {}) {
  const context = await browser.newContext({ baseURL: base, locale: "fr-FR", ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") complaints.push(`${message.text()} (${page.url()})`); });
  return { context, page, complaints };
}

export async function logIn(page, who = OWNER) {
  await page.goto("/connexion");
  await page.getByLabel("Adresse e-mail").fill(who.email);
  await page.getByLabel("Mot de passe").fill(who.password);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.waitForURL((url) => url.pathname !== "/connexion");
}

export async function becomeOwner(page, who = OWNER) {
  await page.goto("/");
  await page.getByLabel("Votre nom").fill(who.name);
  await page.getByLabel("Adresse e-mail").fill(who.email);
  await page.getByLabel("Mot de passe").fill(who.password);
  await page.getByRole("button", { name: "Créer mon accès" }).click();
  await page.waitForURL((url) => url.pathname !== "/bienvenue");
}

// Somebody the owner lets in, who then takes the owner's place at the browser.
export async function letIn(page, { name, email, role }) {
  const password = `quatre mots pour ${name.split(" ")[0]}`;
  await page.goto("/reglages/utilisateurs");
  await page.getByLabel("Nom", { exact: true }).fill(name);
  await page.getByLabel("Adresse e-mail").fill(email);
  await page.getByLabel(/Mot de passe provisoire/).fill(password);
  await page.locator("form[action='/reglages/utilisateurs'] select[name=role]").selectOption(role);
  await page.getByRole("button", { name: "Ajouter" }).click();
  await page.getByText("peut se connecter").waitFor();
  await page.context().clearCookies();
  await logIn(page, { email, password });
  await page.getByLabel("Mot de passe provisoire").fill(password);
  await page.getByLabel("Nouveau mot de passe").fill(`${password}, à moi`);
  await page.getByRole("button", { name: "Enregistrer et entrer" }).click();
  await page.waitForURL((url) => url.pathname !== "/mot-de-passe");
}

export const ACCOUNTANT = { name: "Aline Compta", email: "aline@exemple.fr", role: "accountant" };

// What a page says, its no-break spaces read as spaces.
export const textOf = async (page, where = "main") =>
  (await page.locator(where).innerText()).replace(/[\u00a0\u202f]/g, " ");

// Goes forward with the keyboard to what bears a name.
export async function tabTo(page, name) {
  for (let steps = 0; steps < 200; steps += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => (document.activeElement.ariaLabel ?? document.activeElement.textContent).replace(/\s+/g, " ").trim());
    if (name.test(at)) return;
  }
  throw new Error(`le clavier n’arrive pas à ${name}`);
}

// `1 234,56 €` in cents, and cents as they are read and as they are typed.
export const cents = (text) => Number(text.replace(/[^\d,-]/g, "").replace(",", ""));
export const typed = (sum) => `${Math.trunc(sum / 100)},${String(sum % 100).padStart(2, "0")}`;
export const euros = (sum) => `${typed(sum).replace(/\B(?=(\d{3})+,)/g, " ")} €`;

// What a figure at the head of a page says.
export const figure = async (page, label) =>
  cents(await page.locator(".figure", { hasText: label }).first().locator(".figure-value").innerText());

// Files chosen on the import page and taken.
export async function take(page, files) {
  await page.goto("/importer");
  const given = Object.entries(files).map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) }));
  await page.locator("input[type=file]").first().setInputFiles(given);
  await page.waitForURL(/importer\/.+/);
  await page.getByRole("button", { name: "Importer", exact: true }).click();
  await page.getByRole("heading", { name: "Import terminé" }).waitFor();
}

// The first company of an empty instance, from a list of its invoices.
export async function establish(page, invoices) {
  await becomeOwner(page);
  await page.goto("/premiers-pas");
  await page.locator("input[type=file]").first().setInputFiles({ name: "factures.csv", mimeType: "text/csv", buffer: Buffer.from(invoices) });
  await page.waitForURL(/premiers-pas\/fichiers/);
  await page.getByLabel(/Nom de la société/).fill("Atelier Lumière");
  await page.getByLabel("SIREN").fill("404833048");
  await page.getByLabel("E-mail").fill("compta@atelier-lumiere.example");
  for (const [name, value] of [["address", "2 rue de la Paix"], ["postcode", "75002"], ["city", "Paris"], ["signatory", "Claire Martin"]])
    await page.locator(`[name=${name}]`).fill(value);
  await page.getByRole("button", { name: "C’est ma société" }).click();
  await page.getByRole("button", { name: "Importer", exact: true }).click();
  await page.getByRole("heading", { name: "Import terminé" }).waitFor();
}
