//! What is agreed with customers: words given, instalment plans.

use super::date;
use base::Date;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

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

/// What a plan bears on and how it is cut.
#[derive(Args, Debug)]
pub struct PlanShape {
    /// Nom de client, pour tout ce qui est échu, ou numéros de factures
    #[arg(required = true)]
    pub subjects: Vec<String>,
    /// Nombre de versements, un par mois
    #[arg(long, default_value_t = 3)]
    pub count: u32,
    /// Date du premier versement
    #[arg(long, value_parser = date)]
    pub first: Date,
    /// Comprendre les intérêts et l’indemnité dans les versements, au lieu de les abandonner si l’échéancier est tenu
    #[arg(long)]
    pub with_interest: bool,
}

#[derive(Subcommand, Debug)]
pub enum PlanCommand {
    /// Comparer trois offres : tout maintenant, en plusieurs fois, une remise contre paiement immédiat
    Offers {
        #[command(flatten)]
        shape: PlanShape,
        /// Date du paiement immédiat (huit jours par défaut)
        #[arg(long, value_parser = date)]
        by: Option<Date>,
        /// Remise proposée, en pour cent
        #[arg(long, default_value = "3")]
        discount: String,
    },
    /// Proposer un échéancier : l’accord à signer est produit et conservé
    Propose {
        #[command(flatten)]
        shape: PlanShape,
        /// Imputer d’abord sur les intérêts, puis l’indemnité, puis le principal
        #[arg(long)]
        interest_first: bool,
        /// Jours que laissera la mise en demeure avant la déchéance du terme
        #[arg(long, default_value_t = 15)]
        notice: i64,
        /// Jours de tolérance après chaque date
        #[arg(long, default_value_t = 3)]
        grace: i64,
        #[arg(long)]
        why: String,
    },
    /// Enregistrer l’accord à signer, ou l’exemplaire signé, dans un fichier
    Save {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
        file: PathBuf,
        /// L’exemplaire signé plutôt que l’accord à signer
        #[arg(long)]
        signed: bool,
    },
    /// Noter que le client a accepté, avec l’exemplaire signé
    Accept {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
        /// Jour de la signature (aujourd’hui par défaut)
        #[arg(long, value_parser = date)]
        on: Option<Date>,
        /// L’exemplaire signé, conservé tel quel
        #[arg(long, value_name = "FICHIER")]
        signed: Option<PathBuf>,
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Noter que le client a refusé
    Refuse {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
        #[arg(long)]
        why: String,
    },
    /// Retirer un échéancier : les factures sont de nouveau à payer comme avant
    Withdraw {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
        #[arg(long)]
        why: String,
    },
    /// Constater la déchéance du terme, quand la mise en demeure est restée sans effet
    Lapse {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
        #[arg(long)]
        why: String,
    },
    /// Noter un versement reçu
    Receive {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
        amount: String,
        /// Jour du versement (aujourd’hui par défaut)
        #[arg(long, value_parser = date)]
        on: Option<Date>,
        #[arg(long, default_value = "")]
        reference: String,
    },
    /// Où en est un échéancier, versement par versement
    Show {
        /// Identifiant pln_…, ou facture ou client
        plan: String,
    },
    /// Les échéanciers proposés et acceptés
    List {
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
}
