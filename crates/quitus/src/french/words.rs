//! What values are called and what they are, where `args` does not say it.

use base::Date;
use clap::Arg;
use std::any::TypeId;
use std::path::PathBuf;

/// What a value is where `args` does not say more.
pub(super) fn usual(id: &str) -> &'static str {
    match id {
        "act" => "Identifiant de l’acte (act_…), ou client quand un seul attend",
        "address" => "Rue ; répéter pour plusieurs lignes",
        "all" => "Tout, depuis le début",
        "amount" => "Montant, par exemple 1234,56",
        "bic" => "BIC de la banque",
        "capital" => "Capital social, tel qu’il s’écrit sur les courriers",
        "city" => "Ville",
        "compensation" => "L’indemnité de 40 €",
        "customer" => "Nom du client",
        "email" => "Adresse e-mail",
        "file" => "Le fichier",
        "guard" => "La règle à passer outre, telle que l’agenda la nomme",
        "iban" => "IBAN où être payé",
        "interest" => "Les intérêts de retard",
        "invoice" => "Numéro de facture",
        "key" => "La clé, par exemple 2027-S1",
        "key_account" => "Grand compte : true ou false",
        "kind" => "De quelle sorte",
        "name" => "Nom",
        "note" => "Ce qui a été dit",
        "outcome" => "Ce que l’appel ou la visite a donné",
        "paths" => "Fichiers, dossiers ou archives",
        "phone" => "Téléphone",
        "postcode" => "Code postal",
        "reference" => "Référence du virement ou numéro de chèque",
        "regime" => "Entreprise, particulier ou organisme public",
        "search" => "Une partie du nom",
        "siren" => "SIREN, neuf chiffres",
        "smtp_host" => "Serveur d’envoi",
        "smtp_port" => "Port du serveur d’envoi",
        "smtp_user" => "Compte sur le serveur d’envoi",
        "source" => "D’où vient cette valeur",
        "steps" => "Les étapes, écrites scenario/etape",
        "step" => "L’étape, par son nom court dans le scénario",
        "subject" => "Numéro de facture, ou nom de client",
        "table" => "La table ; voir « quitus law list »",
        "until" => "Jusqu’à quelle date",
        "value" => "La valeur, par exemple 2,65",
        "vat" => "Numéro de TVA intracommunautaire",
        "what" => "Ce qu’il faut faire",
        "why" => "Pourquoi, en une phrase",
        _ => "",
    }
}

/// What stands for the value in the help: what it is read as tells most, its identifier the rest.
pub(super) fn value_name(arg: &Arg) -> &'static str {
    let id = arg.get_id().as_str();
    let read_as = arg.get_value_parser().type_id();
    let is = |types: &[TypeId]| types.iter().any(|of| read_as == *of);
    if is(&[TypeId::of::<Date>()]) {
        return "AAAA-MM-JJ";
    }
    if is(&[TypeId::of::<PathBuf>()]) {
        return "FICHIER";
    }
    let numbers = [TypeId::of::<i64>(), TypeId::of::<u16>(), TypeId::of::<u32>(), TypeId::of::<u64>()];
    if is(&numbers) || is(&[TypeId::of::<usize>()]) {
        return if is_of_days(id) { "JOURS" } else { "NOMBRE" };
    }
    if !arg.get_possible_values().is_empty() {
        return if matches!(id, "kind" | "regime" | "outcome" | "what") { "SORTE" } else { "CHOIX" };
    }
    of_text(id)
}

fn is_of_days(id: &str) -> bool {
    matches!(id, "notice" | "grace" | "days" | "suspend_after" | "terminate_after" | "going_on_days")
}

fn of_text(id: &str) -> &'static str {
    match id {
        "amount" | "capital" | "principal" | "cost" | "founded" | "again" | "limit" => "MONTANT",
        "why" | "note" | "proof" => "PHRASE",
        "invoice" | "invoices" => "FACTURE",
        "answered" => "ACTE",
        "reply" => "RÉPONSE",
        "customer" | "customers" => "CLIENT",
        "subject" | "subjects" => "FACTURE|CLIENT",
        "act" => "ACTE|CLIENT",
        "hold" => "SUSPENSION",
        "dispute" => "LITIGE",
        "waiver" => "REMISE",
        "plan" => "ÉCHÉANCIER",
        "loss" => "CRÉANCE",
        "account" => "COMPTE",
        "line" => "VIREMENT",
        "rate" | "chance" | "discount" => "TAUX",
        "step" | "steps" => "ÉTAPE",
        "guard" => "GARDE",
        "table" => "TABLE",
        "key" => "CLÉ",
        "value" => "VALEUR",
        "role" => "RÔLE",
        "name" | "scenario" | "signatory" | "smtp_user" | "by" | "owner" => "NOM",
        "email" => "ADRESSE",
        _ => "TEXTE",
    }
}
