//! What a person can do on a page, a program can do through the interface, or a line here says why not.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// A form of the pages and the operation that does the same.
const SAME: &[(&str, &str)] = &[
    ("/a-faire/annuler", "/acts/{id}/cancellation"),
    ("/a-faire/approuver", "/agenda/approvals"),
    ("/a-faire/remerciements/{party}/envoyer", "/thanks"),
    ("/a-faire/remerciements/{party}/laisser", "/customers/{id}/decisions"),
    ("/a-faire/{party}/lever", "/customers/{id}/decisions"),
    ("/a-faire/{party}/reporter", "/customers/{id}/decisions"),
    ("/a-faire/{party}/suspendre", "/holds"),
    ("/a-faire/{party}/{step}/{currency}/approuver", "/agenda/approvals"),
    ("/a-faire/{party}/{step}/{currency}/passer", "/customers/{id}/decisions"),
    ("/a-faire/{party}/{step}/{currency}/resultat", "/acts/{id}/outcome"),
    ("/actes/{id}/annuler", "/acts/{id}/cancellation"),
    ("/actes/{id}/fait", "/acts/{id}/done"),
    ("/actes/{id}/resultat", "/acts/{id}/outcome"),
    ("/actes/{id}/revenu", "/acts/{id}/return"),
    ("/actes/{id}/trancher", "/acts/{id}/resolution"),
    ("/alertes/cote", "/alerts/set-aside"),
    ("/alertes/cote/{word}/reprendre", "/alerts/set-aside/{id}/return"),
    ("/banque/comptes/complet", "/bank/accounts/gaps"),
    ("/banque/comptes/suivi", "/bank/accounts/following"),
    ("/banque/restes/{invoice}", "/bank/remainders/{id}"),
    ("/banque/{line}/accepter", "/bank/lines/{id}/match"),
    ("/banque/{line}/ecarter", "/bank/lines/{id}/set-aside"),
    ("/banque/{line}/meme", "/bank/lines/{id}/told-again"),
    ("/banque/{line}/pas-de-lui", "/bank/lines/{id}/not-theirs"),
    ("/banque/{line}/repartir", "/bank/lines/{id}/match"),
    ("/banque/{line}/reprendre", "/bank/lines/{id}/unmatch"),
    ("/clients/{id}/agir", "/customers/{id}/acts/preview"),
    ("/clients/{id}/agir.pdf", "/customers/{id}/acts/preview"),
    ("/clients/{id}/agir/valider", "/customers/{id}/acts"),
    ("/clients/{id}/commercial", "/customers/{id}"),
    ("/clients/{id}/contacts", "/customers/{id}/contacts"),
    ("/clients/{id}/decider", "/customers/{id}/decisions"),
    ("/clients/{id}/grand-compte", "/customers/{id}"),
    ("/clients/{id}/lever", "/holds/{id}/lift"),
    ("/clients/{id}/nature", "/customers/{id}"),
    ("/clients/{id}/noter", "/customers/{id}/notes"),
    ("/clients/{id}/payer", "/payments"),
    ("/accords/echeanciers/{id}/accepter", "/plans/{id}/events"),
    ("/accords/echeanciers/{id}/decheance", "/plans/{id}/events"),
    ("/accords/echeanciers/{id}/recevoir", "/plans/{id}/events"),
    ("/accords/echeanciers/{id}/refuser", "/plans/{id}/events"),
    ("/accords/echeanciers/{id}/retirer", "/plans/{id}/events"),
    ("/accords/cessions/{allocation}/reverser", "/assigned-money/{id}/handover"),
    ("/accords/remises/{id}/accorder", "/waivers/{id}/events"),
    ("/accords/remises/{id}/refuser", "/waivers/{id}/events"),
    ("/accords/remises/{id}/reprendre", "/waivers/{id}/events"),
    ("/clients/{id}/echeancier", "/plans"),
    ("/clients/{id}/remise", "/waivers"),
    ("/clients/{id}/service", "/customers/{id}/service-terms"),
    ("/accords/services/{id}/retablir", "/services/{id}/restoration"),
    ("/clients/{id}/promettre", "/promises"),
    ("/clients/{id}/scenario", "/customers/{id}"),
    ("/clients/{id}/suspendre", "/holds"),
    ("/comptabilite/comptes", "/entries/accounts"),
    ("/comptabilite/controle", "/entries/control"),
    ("/comptabilite/lettrage", "/entries/letterings"),
    ("/comptabilite/pertes/{id}/fin", "/bad-debts/{id}/end"),
    ("/comptabilite/pertes/{id}/reponse", "/bad-debts/{id}/answer"),
    ("/comptabilite/remettre", "/entries/exports"),
    ("/factures/{id}/perte", "/bad-debts"),
    ("/factures/{id}/confirmer", "/invoices/{id}/confirmation"),
    ("/factures/{id}/echeance", "/invoices/{id}/due-date"),
    ("/factures/{id}/litige", "/disputes"),
    ("/factures/{id}/promettre", "/promises"),
    ("/factures/{id}/reporter", "/invoices/{id}/extension"),
    ("/factures/{id}/reprendre", "/invoices/{id}/reversal"),
    ("/factures/{id}/suspendre", "/holds"),
    ("/importer", "/imports"),
    ("/importer/{job}/abandonner", "/imports"),
    ("/importer/{job}/confirmer", "/imports"),
    ("/importer/{job}/relancer", "/imports"),
    ("/journal/verifier", "/journal/verification"),
    ("/litiges/{id}/avoir", "/invoices/{id}/corrections"),
    ("/litiges/{id}/noter", "/disputes/{id}/messages"),
    ("/litiges/{id}/reponse", "/disputes/{id}/answer"),
    ("/litiges/{id}/suivi", "/disputes/{id}/follow"),
    ("/litiges/{id}/trancher", "/disputes/{id}/outcome"),
    ("/modeles/{name}", "/templates/{name}/{lang}"),
    ("/modeles/{name}/livre", "/templates/{name}/restoration"),
    ("/reglages/api/evenements", "/webhooks"),
    ("/reglages/api/evenements/{webhook}/etat", "/webhooks/{id}/state"),
    ("/reglages/api/evenements/{webhook}/remettre", "/deliveries/{id}/redelivery"),
    ("/reglages/consignes", "/settings/standing-order"),
    ("/reglages/consignes/fin", "/settings/standing-order"),
    ("/reglages/droit", "/law/values"),
    ("/reglages/fermetures", "/settings/closings"),
    ("/reglages/fermetures/fin", "/settings/closings/removal"),
    ("/reglages/envoi", "/settings/sending"),
    ("/reglages/envoi/bascule", "/settings/live"),
    ("/reglages/envoi/essai", "/settings/sending/test"),
    ("/reglages/envoi/restauration", "/settings/restoration-review"),
    ("/reglages/negociation", "/settings/negotiation"),
    ("/reglages/regles", "/settings/rules"),
    ("/reglages/societe", "/settings/company"),
    // Forms write the text of a draft; a program writes it itself.
    ("/scenarios/{name}/etapes", "/scenarios/{name}/draft"),
    ("/scenarios/{name}/etapes/{step}", "/scenarios/{name}/draft"),
    ("/scenarios/{name}/etapes/{step}/{act}", "/scenarios/{name}/draft"),
    ("/scenarios/{name}/reglages", "/scenarios/{name}/draft"),
    ("/scenarios/{name}/texte", "/scenarios/{name}/draft"),
    ("/scenarios/{name}/versions", "/scenarios/{name}/draft"),
    ("/scenarios", "/scenarios/{name}/copy"),
    ("/scenarios/{name}/supprimer", "/scenarios/{name}/retirement"),
    ("/scenarios/{name}/abandonner", "/scenarios/{name}/draft/withdrawal"),
    ("/scenarios/{name}/adopter", "/scenarios/{name}/adoption"),
    ("/scenarios/{name}/rejeu", "/scenarios/{name}/replay"),
];

const OWN_ACCOUNT: &str = "passwords and second factors belong to a person, not to a program";
const NO_LADDER: &str = "a token that could let people or tokens in could give itself any right";
const NO_COMPANY: &str = "before there is a company there is no token";
const IN_THE_BROWSER: &str = "what one browser looks like and looks at";

/// A form that stays a person's, and why.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("/actes/{id}/contenu", "a letter that no longer says what is owed is printed by somebody who looks at it"),
    ("/banque/etudier", "done after every import and every word; asked only for what came before the program could"),
    ("/importer/{job}/colonnes", "columns are confirmed by somebody who sees them; what was confirmed serves /imports"),
    ("/importer/{job}/compte", "the account of a statement that names none is said by somebody who sees it"),
    ("/importer/{job}/vendeurs", "taking invoices of another seller is decided by somebody who sees them"),
    ("/modeles/{name}/apercu", "shown while it is typed; a kept text is tried and refused at its line"),
    ("/modeles/{name}/apercu.pdf", "shown while it is typed; a kept text is tried and refused at its line"),
    ("/premiers-pas/demonstration", NO_COMPANY),
    ("/premiers-pas/demonstration/{job}/ouvrir", NO_COMPANY),
    ("/premiers-pas/fichiers", NO_COMPANY),
    ("/premiers-pas/fichiers/{job}", NO_COMPANY),
    ("/premiers-pas/societe", NO_COMPANY),
    ("/reglages/api", NO_LADDER),
    ("/reglages/api/{token}/revoquer", NO_LADDER),
    ("/reglages/compte/mot-de-passe", OWN_ACCOUNT),
    ("/reglages/compte/second-facteur", OWN_ACCOUNT),
    ("/reglages/compte/sessions", OWN_ACCOUNT),
    ("/reglages/guide", "questions for people; a program writes the scenario they would give"),
    ("/reglages/utilisateurs", NO_LADDER),
    ("/reglages/utilisateurs/{user}/retirer", NO_LADDER),
    ("/reglages/utilisateurs/{user}/role", NO_LADDER),
    ("/societe", IN_THE_BROWSER),
    ("/theme", IN_THE_BROWSER),
];

/// The addresses of all forms, from the sources of the pages.
fn forms(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            forms(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for route in text.split(".route(\"").skip(1) {
            let (address, rest) = route.split_once('"').unwrap();
            let handler = rest.split(".route(\"").next().unwrap().split('\n').next().unwrap();
            if ["form(", "post(", "click("].iter().any(|way| handler.contains(way)) {
                found.push(address.to_string());
            }
        }
    }
}

#[test]
fn every_form_has_an_operation_or_a_reason() {
    let mut found = Vec::new();
    forms(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages"), &mut found);
    assert!(found.len() > 60, "{} forms only: does the test still find them?", found.len());
    let same: BTreeMap<&str, &str> = SAME.iter().copied().collect();
    let exceptions: BTreeMap<&str, &str> = EXCEPTIONS.iter().copied().collect();
    let lost: Vec<&String> =
        found.iter().filter(|f| !same.contains_key(f.as_str()) && !exceptions.contains_key(f.as_str())).collect();
    assert!(lost.is_empty(), "no operation does what these forms do; add one, or a reason: {lost:?}");
    let gone: Vec<&&str> =
        same.keys().chain(exceptions.keys()).filter(|f| !found.iter().any(|known| known == **f)).collect();
    assert!(gone.is_empty(), "these forms are no longer there: {gone:?}");
}

#[test]
fn the_operations_named_exist() {
    let api: Value = serde_json::to_value(web::description()).unwrap();
    let missing: Vec<&str> = SAME
        .iter()
        .map(|(_, operation)| *operation)
        .filter(|operation| api["paths"].get(format!("/api/v1{operation}")).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
