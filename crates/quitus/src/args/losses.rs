//! Debts depreciated or written off.

use super::date;
use base::Date;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DebtKindArg {
    #[value(name = "depreciation")]
    Depreciation,
    #[value(name = "perte", alias = "write-off")]
    WriteOff,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GroundArg {
    #[value(name = "incertain", alias = "doubtful")]
    Doubtful,
    #[value(name = "procedure", alias = "insolvency")]
    Insolvency,
    #[value(name = "contestee", alias = "contested")]
    Contested,
    #[value(name = "liquidation")]
    Liquidation,
    #[value(name = "poursuites-sans-effet", alias = "fruitless")]
    Fruitless,
    #[value(name = "disparu", alias = "disappeared")]
    Disappeared,
    #[value(name = "cheque-vole", alias = "stolen-cheque")]
    StolenCheque,
    #[value(name = "prescrite", alias = "time-barred")]
    TimeBarred,
    #[value(name = "abandon", alias = "given-up")]
    GivenUp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DebtStateArg {
    #[value(name = "a-approuver", alias = "proposed")]
    Proposed,
    #[value(name = "en-vigueur", alias = "in-force")]
    InForce,
    #[value(name = "refusees", alias = "refused")]
    Refused,
    #[value(name = "retirees", alias = "withdrawn")]
    Withdrawn,
    #[value(name = "terminees", alias = "ended")]
    Ended,
}

#[derive(Subcommand, Debug)]
pub enum LossCommand {
    /// Proposer une dépréciation ou un passage en perte
    Propose(Box<ProposeLoss>),
    /// Les propositions et ce qu’elles sont devenues
    List {
        /// Dans quel état
        #[arg(long, value_enum)]
        state: Option<DebtStateArg>,
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
    /// L’état récapitulatif des factures perdues dont la TVA se reprend, à envoyer au client
    Vat {
        /// L’écrire en CSV dans ce fichier
        #[arg(long)]
        csv: Option<PathBuf>,
    },
    /// Ce qu’on sait de l’une : raison, pièces, décision, TVA à reprendre
    Show {
        /// Identifiant, ou numéro de la facture
        loss: String,
    },
    /// Approuver, en propriétaire : la créance passée en perte quitte les relances
    Approve {
        /// Identifiant, ou numéro de la facture
        loss: String,
        /// Une phrase, si vous voulez
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Refuser
    Refuse {
        /// Identifiant, ou numéro de la facture
        loss: String,
        /// Pourquoi, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Retirer une proposition qui attend
    Withdraw {
        /// Identifiant, ou numéro de la facture
        loss: String,
        /// Pourquoi, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Reprendre une dépréciation ou un passage en perte : la facture est suivie de nouveau
    End {
        /// Identifiant, ou numéro de la facture
        loss: String,
        /// Pourquoi, en une phrase
        #[arg(long)]
        why: String,
    },
}

#[derive(Args, Debug)]
pub struct ProposeLoss {
    /// Numéro de la facture
    pub invoice: String,
    /// Dépréciation (elle ne sera peut-être pas payée) ou perte (elle ne le sera pas)
    #[arg(long, value_enum)]
    pub kind: DebtKindArg,
    /// Le motif
    #[arg(long, value_enum)]
    pub ground: GroundArg,
    /// Le jour du jugement ou de la preuve, aujourd’hui par défaut
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = date)]
    pub event: Option<Date>,
    /// D’une dépréciation : combien risque d’être perdu, hors taxe
    #[arg(long, value_name = "MONTANT")]
    pub net: Option<String>,
    /// D’une perte : la TVA déjà versée que la loi permet de reprendre
    #[arg(long, value_name = "MONTANT")]
    pub vat: Option<String>,
    /// Pourquoi, en une phrase
    #[arg(long)]
    pub why: String,
    /// Une pièce qui le prouve, autant de fois que voulu
    #[arg(long, value_name = "FICHIER")]
    pub file: Vec<PathBuf>,
}
