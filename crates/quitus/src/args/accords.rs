//! What is agreed with customers: words given.

use super::date;
use base::Date;
use clap::{Subcommand, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HeardArg {
    #[value(name = "telephone", alias = "call")]
    Call,
    #[value(name = "email", alias = "mail")]
    Mail,
    #[value(name = "courrier", alias = "letter")]
    Letter,
    #[value(name = "visite", alias = "visit")]
    Visit,
    #[value(name = "autre", alias = "other")]
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WordArg {
    #[value(name = "en-cours", alias = "pending")]
    Pending,
    #[value(name = "tenue", alias = "kept")]
    Kept,
    #[value(name = "en-partie", alias = "partly-kept")]
    PartlyKept,
    #[value(name = "rompue", alias = "broken")]
    Broken,
}

#[derive(Subcommand, Debug)]
pub enum PromiseCommand {
    /// Noter une promesse de règlement
    Give {
        /// Numéro de facture ou nom de client
        subject: String,
        /// Le jour promis
        #[arg(long, value_parser = date)]
        on: Date,
        /// Montant promis ; sans lui, tout ce qui est dû
        #[arg(long)]
        amount: Option<String>,
        /// Nom de la personne qui a promis, si elle est connue chez ce client
        #[arg(long, value_name = "NOM")]
        by: Option<String>,
        /// Par où elle est venue
        #[arg(long, value_enum, default_value = "autre")]
        heard: HeardArg,
        #[arg(long)]
        why: String,
    },
    /// Les promesses, et ce qu’elles sont devenues : tenues, en partie, rompues
    List {
        #[arg(long, value_enum)]
        state: Option<WordArg>,
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
}
