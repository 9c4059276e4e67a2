//! What customers answer: recorded, read, handled.

use super::{Said, date};
use base::Date;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MeaningArg {
    #[value(name = "promesse", alias = "promise")]
    Promise,
    #[value(name = "paiement-parti", alias = "payment-sent")]
    PaymentSent,
    #[value(name = "en-validation", alias = "awaiting-validation")]
    AwaitingValidation,
    #[value(name = "litige", alias = "dispute")]
    Dispute,
    #[value(name = "facture-non-recue", alias = "invoice-not-received")]
    InvoiceNotReceived,
    #[value(name = "mauvais-interlocuteur", alias = "wrong-contact")]
    WrongContact,
    #[value(name = "autre", alias = "other")]
    Other,
}

#[derive(Subcommand, Debug)]
pub enum ReplyCommand {
    /// Enregistrer ce qu’un client a répondu : les relances l’attendent quelques jours ouvrés
    Add(AddReply),
    /// Les réponses à lire, la plus ancienne d’abord
    List {
        /// Toutes, aussi celles qui sont traitées ou retirées
        #[arg(long)]
        all: bool,
        /// Celles de ce client seulement
        #[arg(long)]
        customer: Option<String>,
        /// Combien au plus
        #[arg(long, default_value_t = 50)]
        limit: u64,
    },
    /// Une réponse avec tout son texte
    Show {
        /// Nom du client dont une réponse attend, ou identifiant de la réponse (rpl_…)
        reply: String,
        /// Où écrire le fichier reçu, à l’octet près
        #[arg(long)]
        save: Option<PathBuf>,
    },
    /// Dire ce que donne une réponse ; la suite en découle
    Handle(HandleReply),
    /// Retirer une réponse enregistrée par erreur : elle ne retient plus rien et reste visible
    Withdraw {
        /// Nom du client dont une réponse attend, ou identifiant de la réponse (rpl_…)
        reply: String,
        #[arg(long)]
        why: String,
    },
}

#[derive(Args, Debug)]
pub struct AddReply {
    /// Son message, enregistré en .eml ; ou un autre fichier, avec --text
    pub file: Option<PathBuf>,
    /// Nom du client ; retrouvé dans le message s’il n’est pas donné
    #[arg(long)]
    pub customer: Option<String>,
    /// Identifiant de l’envoi auquel il répond (act_…) ; retrouvé dans le message s’il n’est pas donné
    #[arg(long = "act")]
    pub answered: Option<String>,
    /// Ce qu’il a écrit
    #[arg(long, default_value = "")]
    pub text: String,
    /// Qui a écrit
    #[arg(long, default_value = "")]
    pub from: String,
    /// Objet du message
    #[arg(long = "subject", default_value = "")]
    pub title: String,
    /// Le jour où il a répondu (celui du message, sinon aujourd’hui)
    #[arg(long, value_parser = date)]
    pub on: Option<Date>,
}

#[derive(Args, Debug)]
pub struct HandleReply {
    /// Nom du client dont une réponse attend, ou identifiant de la réponse (rpl_…)
    pub reply: String,
    /// Ce que dit la réponse
    #[arg(long, value_enum)]
    pub meaning: MeaningArg,
    #[command(flatten)]
    pub said: Said,
    /// Facture dont il parle ; répéter pour plusieurs (sinon celles de l’envoi, sinon tout ce qui est échu)
    #[arg(long = "invoice")]
    pub invoices: Vec<String>,
    /// Pour « mauvais-interlocuteur » : nom de la bonne personne
    #[arg(long, default_value = "")]
    pub name: String,
    /// Pour « mauvais-interlocuteur » : son e-mail
    #[arg(long, default_value = "")]
    pub email: String,
    /// Pour « mauvais-interlocuteur » : son téléphone
    #[arg(long, default_value = "")]
    pub phone: String,
}
