//! Who may come in, and the questions of the guided set-up, from the command line.

use crate::stage::{Stage, seen};

const DAY: &str = "2026-06-03";

fn stage() -> Stage {
    let stage = Stage::new(None);
    stage.write(
        "f.csv",
        "Numéro;Date;Échéance;Client;SIREN;E-mail;Téléphone;Montant TTC\n\
         F-1;01/04/2026;01/05/2026;Société des grands travaux;552100554;compta@travaux.example;0472000001;1200,00\n",
    );
    done(&stage, "init --name Atelier --siren 732829320 --email compta@atelier.example");
    done(&stage, "import f.csv --yes");
    stage
}

fn said(stage: &Stage, line: &str) -> (bool, String) {
    let args: Vec<String> = line.split(' ').map(|w| w.replace('_', " ")).collect();
    let output = stage.run(Some(DAY), &args);
    (output.status.success(), seen(&output))
}

fn done(stage: &Stage, line: &str) -> String {
    let (is_done, text) = said(stage, line);
    assert!(is_done, "{line}: {text}");
    text
}

#[test]
fn a_company_keeps_an_owner() {
    let stage = stage();
    done(&stage, "user add claire@exemple.fr --name Claire --role proprietaire");
    let (is_done, text) = said(&stage, "user role claire@exemple.fr comptable");
    assert!(!is_done && text.contains("Une société garde au moins un propriétaire."), "{text}");
    let (is_done, text) = said(&stage, "user remove claire@exemple.fr");
    assert!(!is_done && text.contains("Une société garde au moins un propriétaire."), "{text}");
    done(&stage, "user add paul@exemple.fr --name Paul --role proprietaire");
    done(&stage, "user role claire@exemple.fr comptable");
    let token = done(&stage, "token add portail --scope lire --scope personnes");
    assert!(token.contains("qts_"), "{token}");
    assert!(done(&stage, "token list").contains("personnes (faire entrer et sortir"), "a right of its own");
}

#[test]
fn the_guide_shows_before_it_adopts() {
    let stage = stage();
    let shown = done(&stage, "scenario guide --voice ecrire --firmness douce");
    assert!(shown.contains("Société des grands travaux, 1") && shown.contains("Rien n’a changé."), "{shown}");
    assert!(!shown.contains("Appel de relance") && shown.contains("Rappel"), "{shown}");
    let line = "scenario guide --sells-to professionnel --voice ecrire --firmness douce --sending-hours 9-17";
    let adopted = done(&stage, &format!("{line} --yes"));
    assert!(adopted.contains("scénarios adoptés : ") && adopted.contains("gardent leurs étapes"), "{adopted}");
    assert!(done(&stage, &format!("{line} --yes")).contains("Vos scénarios disaient déjà cela."));
    let (is_done, text) = said(&stage, "scenario guide --sending-hours 17-9");
    assert!(!is_done && text.contains("n’est pas une plage d’heures"), "{text}");
}
