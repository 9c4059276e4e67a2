// Every page of the application, for what is asked of all of them: axe, reading without JavaScript, pictures.
import { figure } from "./browser.mjs";

export const FIXED = [
  { name: "argent", path: "/" },
  { name: "a-faire", path: "/a-faire" },
  { name: "silences", path: "/silences" },
  { name: "reponses", path: "/a-faire?onglet=reponses" },
  { name: "remercier", path: "/a-faire/remerciements" },
  { name: "banque", path: "/banque" },
  { name: "comptes", path: "/banque/comptes" },
  { name: "clients", path: "/clients" },
  { name: "accords", path: "/accords" },
  { name: "echeanciers", path: "/accords/echeanciers" },
  { name: "remises", path: "/accords/remises" },
  { name: "services", path: "/accords/services" },
  { name: "cessions", path: "/accords/cessions" },
  { name: "litiges", path: "/litiges" },
  { name: "balance", path: "/balance" },
  { name: "comptabilite", path: "/comptabilite" },
  { name: "controle", path: "/comptabilite/controle" },
  { name: "pertes", path: "/comptabilite/pertes" },
  { name: "plan-comptable", path: "/comptabilite/comptes" },
  { name: "format", path: "/comptabilite/format" },
  { name: "scenarios", path: "/scenarios" },
  { name: "modeles", path: "/modeles" },
  { name: "journal", path: "/journal" },
  { name: "societe", path: "/reglages/societe" },
  { name: "guide", path: "/reglages/guide" },
  { name: "envoi", path: "/reglages/envoi" },
  { name: "calendrier", path: "/reglages/regles" },
  { name: "negociation", path: "/reglages/negociation" },
  { name: "consignes", path: "/reglages/consignes" },
  { name: "droit", path: "/reglages/droit" },
  { name: "utilisateurs", path: "/reglages/utilisateurs" },
  { name: "api", path: "/reglages/api" },
  { name: "compte", path: "/reglages/compte" },
  { name: "evenements", path: "/reglages/api/evenements" },
  { name: "recherche", path: "/recherche?q=F2026" },
  { name: "importer", path: "/importer" },
  { name: "fichiers", path: "/importer/fichiers" },
  { name: "saisir", path: "/factures/nouvelle" },
  { name: "diagnostic", path: "/diagnostic" },
  { name: "api-lecture", path: "/api" },
  { name: "style", path: "/style" },
];

// Pages of one customer, invoice or action, found by following links as a user would.
export async function found(page) {
  const first = async (path, start) => {
    await page.goto(path);
    const links = await page.locator(`main a[href^="${start}"]`).evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    return links[0];
  };
  const customer = await first("/clients", "/clients/");
  const action = await first("/a-faire", "/a-faire/");
  const reply = await first("/a-faire?onglet=reponses", "/reponses/");
  const sent = reply && await first(reply, "/actes/");
  const invoice = customer && await first(`${customer}?onglet=factures`, "/factures/inv_");
  const credit = (await first("/banque", "/banque/bnk_")) ?? (await first("/banque?onglet=rapproches", "/banque/bnk_"));
  const dispute = await first("/litiges?etat=all", "/litiges/");
  const plan = await first("/accords/echeanciers", "/accords/echeanciers/");
  const scenario = await first("/scenarios", "/scenarios/");
  const template = await first("/modeles", "/modeles/");
  const [debtor] = await debtors(page, 1);
  const more = [
    customer && { name: "client", path: customer },
    ...["paiement", "factures", "documents", "contacts", "actions"].map((tab) => customer && { name: `client-${tab}`, path: `${customer}?onglet=${tab}` }),
    customer && { name: "releve", path: `${customer}/releve` },
    action && { name: "action", path: action },
    reply && { name: "reponse", path: reply },
    sent && { name: "acte-envoye", path: sent },
    invoice && { name: "facture", path: invoice },
    scenario && { name: "scenario", path: scenario },
    ...["etapes", "versions", "essai", "texte"].map((part) => scenario && { name: `scenario-${part}`, path: `${scenario}/${part}` }),
    template && { name: "modele", path: template },
    plan && { name: "echeancier", path: plan },
    debtor && { name: "offres", path: `${debtor}/offres` },
    debtor && { name: "remise", path: `${debtor}/remise?principal=10&interets=oui` },
    credit && { name: "virement", path: credit },
    dispute && { name: "litige", path: dispute },
  ];
  return [...FIXED, ...more.filter(Boolean)];
}

// Customers to whom something may be offered: of others nothing is late, or all of it is contested, promised or under a plan.
export async function debtors(page, wanted) {
  await page.goto("/balance");
  const links = await page.locator('main a[href^="/clients/"]').evaluateAll((all) => all.map((a) => a.getAttribute("href").split("?")[0]));
  const found = [];
  for (const at of new Set(links)) {
    if (found.length >= wanted) break;
    const says = async (path, words) => { const answer = await page.request.get(path); return answer.ok() && (await answer.text()).includes(words); };
    if (await says(`${at}/offres`, `${at}/echeancier"`) && await says(`${at}?onglet=factures&filtre=overdue`, "/factures/inv_")) found.push(at);
  }
  return found;
}

// The oldest overdue invoice of a customer: its number, address, and what is left of it in cents.
export async function oldest(page, customer) {
  await page.goto(`${customer}?onglet=factures&filtre=overdue`);
  const link = page.locator("main tbody a[href^='/factures/']").first();
  const [number, href] = [await link.innerText(), await link.getAttribute("href")];
  await page.goto(href);
  return { number, href, left: await figure(page, "Reste dû") };
}
