// A real browser for journeys: one context for each journey, everything it complains about kept.
import { chromium } from "playwright-core";

const SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export const OWNER = { name: "Claire Martin", email: "claire@exemple.fr", password: "quatre mots à retenir" };

export const open = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: SWITCHES });

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
