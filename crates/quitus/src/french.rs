//! The command line spoken in French: headings, names of values, what is wrong with a line that was not understood.
//!
//! It adds words only; what may be asked is in `args`.

use crate::args::Cli;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};
use std::error::Error as _;

/// Wrong usage, as scripts see it.
const WRONG_USAGE: i32 = 2;

/// What was asked on the command line; leaves the program after help, the version, or a line not understood.
pub fn parse() -> Cli {
    let read = command().try_get_matches().and_then(|matches| Cli::from_arg_matches(&matches));
    read.unwrap_or_else(|error| leave(&error))
}

/// The whole command line, in French.
fn command() -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Donner la version");
    in_french(Cli::command().disable_version_flag(true).arg(version))
}

fn in_french(command: Command) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Afficher cette aide");
    let spoken = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help)
        .mut_args(described)
        .mut_subcommands(in_french)
        .subcommand_value_name("COMMANDE");
    let template = template(&spoken);
    spoken.help_template(template)
}

fn template(command: &Command) -> String {
    let mut text = "{about-with-newline}\nUtilisation : {usage}\n".to_string();
    if command.has_subcommands() {
        text.push_str("\nCommandes :\n{subcommands}\n");
    }
    if command.get_positionals().next().is_some() {
        text.push_str("\nÀ donner :\n{positionals}\n");
    }
    text.push_str("\nOptions :\n{options}\n");
    text
}

/// What clap would add in English is said in the help text itself.
fn described(arg: Arg) -> Arg {
    let takes_value = arg.get_action().takes_values();
    let mut more = Vec::new();
    let values: Vec<String> = arg.get_possible_values().iter().map(|v| v.get_name().to_string()).collect();
    if takes_value && !values.is_empty() {
        more.push(format!("valeurs : {}", values.join(", ")));
    }
    let defaults: Vec<String> = arg.get_default_values().iter().map(|v| v.to_string_lossy().into_owned()).collect();
    if takes_value && defaults.iter().any(|d| !d.is_empty()) {
        more.push(format!("sinon {}", defaults.join(", ")));
    }
    if let Some(variable) = arg.get_env() {
        more.push(format!("variable {}", variable.to_string_lossy()));
    }
    let help = arg.get_help().map_or_else(|| usual(arg.get_id().as_str()).to_string(), StyledStr::to_string);
    let added = if more.is_empty() { String::new() } else { format!(" ({})", more.join(" ; ")) };
    // A name nobody chose is the English identifier in capitals.
    let plain = arg.get_id().as_str().to_uppercase();
    let unnamed = arg.get_value_names().is_none_or(|names| names.iter().all(|n| n.as_str() == plain));
    let named = if takes_value && unnamed { with_value_name(arg) } else { arg };
    let said = named.help(format!("{help}{added}"));
    // clap refuses these settings on a flag.
    if takes_value { said.hide_possible_values(true).hide_default_value(true).hide_env(true) } else { said }
}

/// What a value is where `args` does not say more.
fn usual(id: &str) -> &'static str {
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
        "guard" => "La garde à lever, telle que l’agenda la nomme",
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

fn with_value_name(arg: Arg) -> Arg {
    let name = match arg.get_id().as_str() {
        "amount" | "capital" => "MONTANT",
        "until" | "due" | "on" | "notice" => "AAAA-MM-JJ",
        "why" | "note" | "proof" => "PHRASE",
        "invoice" => "FACTURE",
        "customer" => "CLIENT",
        "subject" => "FACTURE|CLIENT",
        "act" => "ACTE|CLIENT",
        "hold" => "SUSPENSION",
        "dispute" => "LITIGE",
        "number" | "numbers" | "last" | "limit" | "seed" | "customers" | "invoices" | "smtp_port" => "NOMBRE",
        "rate" => "TAUX",
        "file" | "pdf" | "save" => "FICHIER",
        "step" | "steps" => "ÉTAPE",
        "guard" => "GARDE",
        "table" => "TABLE",
        "key" => "CLÉ",
        "value" => "VALEUR",
        "role" => "RÔLE",
        "name" | "scenario" | "signatory" | "smtp_user" => "NOM",
        "email" => "ADRESSE",
        "kind" | "regime" | "outcome" | "what" => "SORTE",
        _ => "TEXTE",
    };
    arg.value_name(name)
}

fn leave(error: &Error) -> ! {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            error.exit()
        }
        _ => {
            eprintln!("quitus : {} Voir « quitus --help », ou « --help » après une commande.", said(error));
            std::process::exit(WRONG_USAGE)
        }
    }
}

fn said(error: &Error) -> String {
    let of = |kind: ContextKind| error.get(kind).map(listed).unwrap_or_default();
    let (arg, value) = (of(ContextKind::InvalidArg), of(ContextKind::InvalidValue));
    let meant = |kind| match of(kind) {
        guess if guess.is_empty() => ".".to_string(),
        guess => format!(" ; vouliez-vous dire « {guess} » ?"),
    };
    match error.kind() {
        ErrorKind::UnknownArgument => {
            format!("« {arg} » n’est pas attendu ici{}", meant(ContextKind::SuggestedArg))
        }
        ErrorKind::InvalidSubcommand => format!(
            "« {} » n’est pas une commande{}",
            of(ContextKind::InvalidSubcommand),
            meant(ContextKind::SuggestedSubcommand)
        ),
        ErrorKind::MissingRequiredArgument => format!("Il manque : {arg}."),
        ErrorKind::MissingSubcommand => format!("Que faire ? Au choix : {}.", of(ContextKind::ValidSubcommand)),
        ErrorKind::ArgumentConflict => {
            format!("« {arg} » et « {} » ne vont pas ensemble.", of(ContextKind::PriorArg))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("Il manque une valeur après « {arg} »."),
        ErrorKind::InvalidValue => {
            format!("« {value} » ne convient pas pour « {arg} ». Au choix : {}.", of(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            let why = error.source().map_or_else(String::new, |e| format!(" : {e}"));
            format!("« {value} » ne convient pas pour « {arg} »{why}.")
        }
        _ => format!("La commande est mal écrite ({arg} {value})."),
    }
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}
