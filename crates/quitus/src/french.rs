//! The command line spoken in French: headings, names of values, what is wrong with a line that was not understood.
//!
//! It adds words only; what may be asked is in `args`.

mod words;

use crate::args::Cli;
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};
use std::error::Error as _;
use words::{usual, value_name};

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
    let name = value_name(&arg);
    let named = if takes_value && unnamed { arg.value_name(name) } else { arg };
    let said = named.help(format!("{help}{added}"));
    // clap refuses these settings on a flag.
    if takes_value { said.hide_possible_values(true).hide_default_value(true).hide_env(true) } else { said }
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
    if let (ErrorKind::UnknownArgument, Some(typed)) = (error.kind(), negative(&arg)) {
        return format!(
            "« {typed} » commence par un signe moins : montants, taux et nombres s’écrivent ici sans signe."
        );
    }
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
            let why = error.source().map_or_else(String::new, |e| format!(" : {}", why(e)));
            format!("« {value} » ne convient pas pour « {arg} »{why}.")
        }
        _ => format!("La commande est mal écrite ({arg} {value})."),
    }
}

/// The number below zero that was taken for an option, as it was typed.
fn negative(arg: &str) -> Option<String> {
    let digits = arg.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))?;
    let typed = std::env::args().find(|typed| typed.strip_prefix('-').is_some_and(|t| t.starts_with(digits)));
    Some(typed.unwrap_or_else(|| arg.to_string()))
}

/// Why a value does not read: our own sentences as they are, those of Rust and clap in French.
fn why(error: &(dyn std::error::Error + 'static)) -> String {
    let text = error.to_string();
    if error.is::<std::num::ParseIntError>() {
        "un nombre entier est attendu".to_string()
    } else if error.is::<std::net::AddrParseError>() {
        "une adresse IP est attendue, avec son port quand l’option le demande".to_string()
    } else if let Some((_, range)) = text.split_once(" is not in ") {
        format!("un nombre entier est attendu, dans {range}")
    } else {
        text
    }
}

fn listed(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(all) => all.join(", "),
        other => other.to_string(),
    }
}
