//! From a proposal to its evidence.

use super::{CauseArg, date};
use base::Date;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Thanks {
    /// Client à remercier ; sans lui, la liste
    pub customer: Option<String>,
    /// Ne pas le remercier cette fois, et pourquoi
    #[arg(long, value_name = "POURQUOI", requires = "customer")]
    pub skip: Option<String>,
}

#[derive(Args, Debug)]
pub struct Approve {
    /// Numéros des propositions, tels que l’agenda les montre
    pub numbers: Vec<i64>,
    /// Tout ce que tout le monde peut approuver
    #[arg(long)]
    pub all: bool,
    /// Seulement ce client
    #[arg(long)]
    pub customer: Option<String>,
}

#[derive(Args, Debug)]
pub struct Preview {
    /// Numéro de la proposition dans l’agenda
    pub number: i64,
    /// Écrire le document (PDF) ou le message (.eml) dans ce fichier
    #[arg(long, value_name = "FICHIER")]
    pub save: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    #[value(name = "email")]
    Email,
    #[value(name = "courrier", alias = "letter")]
    Letter,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ToneArg {
    #[value(name = "courtois", alias = "courteous")]
    Courteous,
    #[value(name = "neutre", alias = "neutral")]
    Neutral,
    #[value(name = "ferme", alias = "firm")]
    Firm,
}

#[derive(Args, Debug)]
pub struct Write {
    /// Nom de client, pour tout ce qui est échu, ou numéros de factures
    #[arg(required = true)]
    pub subjects: Vec<String>,
    /// Par quelle voie
    #[arg(long, value_enum, default_value = "email")]
    pub by: ByArg,
    /// Nom de la personne à qui écrire, si elle est connue chez ce client
    #[arg(long, value_name = "NOM")]
    pub to: Option<String>,
    /// Ton du modèle, quand aucun texte n’est donné
    #[arg(long, value_enum, default_value = "courtois", conflicts_with = "text")]
    pub tone: ToneArg,
    /// L’objet, avec un texte à soi
    #[arg(long, value_name = "PHRASE", requires = "text")]
    pub title: Option<String>,
    /// Fichier du texte à soi, à la place du modèle ; factures, paiement et signature s’ajoutent à la fin
    #[arg(long, value_name = "FICHIER", requires = "title")]
    pub text: Option<PathBuf>,
    /// Écrire le document (PDF) ou le message (.eml) dans ce fichier
    #[arg(long, value_name = "FICHIER")]
    pub save: Option<PathBuf>,
    /// Préparer ce qui est montré : il partira comme le reste
    #[arg(long)]
    pub approve: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutcomeArg {
    #[value(name = "pas-de-reponse", alias = "no-answer")]
    NoAnswer,
    #[value(name = "facture-non-recue", alias = "invoice-not-received")]
    InvoiceNotReceived,
    #[value(name = "en-validation", alias = "awaiting-validation")]
    AwaitingValidation,
    #[value(name = "litige", alias = "dispute")]
    Dispute,
    #[value(name = "promesse", alias = "promise")]
    Promise,
    #[value(name = "paiement-parti", alias = "payment-sent")]
    PaymentSent,
    #[value(name = "autre", alias = "other")]
    Other,
}

#[derive(Args, Debug)]
pub struct Call {
    /// Identifiant de l’appel (act_…), ou nom du client
    pub act: String,
    #[arg(long, value_enum)]
    pub outcome: OutcomeArg,
    #[command(flatten)]
    pub said: Said,
}

/// What a customer says, in a call or in writing.
#[derive(Args, Debug)]
pub struct Said {
    /// Motif du litige, qu’il faut pour « litige »
    #[arg(long, value_enum)]
    pub cause: Option<CauseArg>,
    /// Date promise, annoncée ou de fin de validation
    #[arg(long, value_parser = date)]
    pub on: Option<Date>,
    #[arg(long)]
    pub amount: Option<String>,
    /// Ce qu’il faut en retenir
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Args, Debug)]
pub struct Done {
    pub act: String,
    /// Le jour où le courrier a été posté, ou présenté au client s’il est recommandé (aujourd’hui par défaut)
    #[arg(long, value_parser = date)]
    pub on: Option<Date>,
    /// Numéro de recommandé, nom, ce qui prouve
    #[arg(long, default_value = "")]
    pub proof: String,
}

#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("verdict").required(true).args(["sent", "not_sent"])))]
pub struct Resolve {
    pub act: String,
    /// Vérification faite, le message est parti
    #[arg(long)]
    pub sent: bool,
    /// Vérification faite, il n’est pas parti
    #[arg(long)]
    pub not_sent: bool,
    #[arg(long, default_value = "vérifié")]
    pub why: String,
}

#[derive(Args, Debug)]
pub struct Acts {
    /// Seulement ceux de ce client
    #[arg(long)]
    pub customer: Option<String>,
    /// Seulement ce qui attend quelqu’un
    #[arg(long)]
    pub todo: bool,
    /// Seulement cet acte (act_…)
    #[arg(long)]
    pub act: Option<String>,
    /// Écrire les documents à imprimer ou à lire dans ce dossier ; un courrier qui ne tient plus n’est pas écrit
    #[arg(long, value_name = "DOSSIER")]
    pub save: Option<PathBuf>,
    /// Écrire ce courrier bien qu’il ne tienne plus, et pourquoi : votre nom et cette phrase restent au journal
    #[arg(long, value_name = "PHRASE", requires_all = ["act", "save"])]
    pub despite: Option<String>,
}

#[derive(Args, Debug)]
pub struct Cancel {
    /// Identifiant de l’acte (act_…), ou nom du client
    pub act: String,
    #[arg(long)]
    pub why: String,
}

#[derive(Args, Debug)]
pub struct Returned {
    /// Client, ou identifiant de l’acte
    pub act: String,
    /// Le jour où il est revenu, aujourd’hui par défaut
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = date)]
    pub on: Option<Date>,
    /// Recommandé avisé et non réclamé : le jour de sa présentation
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = date, required_unless_present = "unknown_address")]
    pub unclaimed: Option<Date>,
    /// Destinataire inconnu à l’adresse
    #[arg(long, conflicts_with = "unclaimed")]
    pub unknown_address: bool,
}

#[derive(Args, Debug)]
pub struct RestoredArgs {
    /// Ce que vous avez vérifié : les envois reprennent
    #[arg(long, value_name = "PHRASE")]
    pub reviewed: Option<String>,
    /// Signaler une base remise en place par un autre outil (pg_restore) : le nom de la copie
    #[arg(long, value_name = "COPIE", conflicts_with = "reviewed")]
    pub declare: Option<String>,
}
