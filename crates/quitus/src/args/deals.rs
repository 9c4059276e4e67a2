//! What is given up, put off, or another's.

use super::{HeardArg, date};
use base::Date;
use clap::{Args, Subcommand, ValueEnum};

/// What would be given up, and what is supposed of going on without.
#[derive(Args, Debug)]
pub struct WaiverShape {
    /// Nom de client, pour tout ce qui est échu, ou numéros de factures
    #[arg(required = true)]
    pub subjects: Vec<String>,
    /// Part du principal, sur la plus ancienne facture d’abord
    #[arg(long, default_value = "0")]
    pub principal: String,
    /// Tous les intérêts de retard
    #[arg(long)]
    pub interest: bool,
    /// L’indemnité forfaitaire
    #[arg(long)]
    pub compensation: bool,
    /// Chance d’obtenir le tout en continuant, en pour cent ; sinon l’hypothèse de la société
    #[arg(long)]
    pub chance: Option<String>,
    /// Au bout de combien de jours ; sinon l’hypothèse de la société
    #[arg(long)]
    pub days: Option<i64>,
    /// Ce que continuer coûterait ; sinon l’hypothèse de la société
    #[arg(long)]
    pub cost: Option<String>,
    /// Jour où le reste est payé (aujourd’hui par défaut)
    #[arg(long, value_parser = date)]
    pub by: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WaiverStateArg {
    #[value(name = "a-decider", alias = "asked")]
    Asked,
    #[value(name = "accordee", alias = "granted")]
    Granted,
    #[value(name = "refusee", alias = "refused")]
    Refused,
    #[value(name = "reprise", alias = "withdrawn")]
    Withdrawn,
}

#[derive(Subcommand, Debug)]
pub enum WaiverCommand {
    /// Peser une remise contre le fait de continuer, sans rien enregistrer
    Study {
        #[command(flatten)]
        shape: WaiverShape,
    },
    /// Accorder une remise ; avec un plafond, la demander au propriétaire quand elle le dépasse
    Ask {
        #[command(flatten)]
        shape: WaiverShape,
        /// Plafond de qui la demande, par exemple celui d’un comptable ; sans lui, elle est accordée
        #[arg(long)]
        limit: Option<String>,
        /// Pourquoi, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Accorder une remise demandée
    Grant {
        /// Identifiant wvr_…, ou client
        waiver: String,
        /// Pourquoi, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Refuser une remise demandée
    Refuse {
        /// Identifiant wvr_…, ou client
        waiver: String,
        /// Pourquoi, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Reprendre une remise notée par erreur
    Withdraw {
        /// Identifiant wvr_…, ou client
        waiver: String,
        /// Quelle erreur, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Les remises, celles à décider d’abord
    List {
        /// Seulement celles-là
        #[arg(long, value_enum)]
        state: Option<WaiverStateArg>,
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
}

#[derive(Args, Debug)]
pub struct Extend {
    /// Numéro de facture
    pub invoice: String,
    /// Nouvelle échéance
    #[arg(long, value_parser = date)]
    pub until: Date,
    /// Qui l’a demandé
    #[arg(long, value_name = "NOM")]
    pub by: String,
    /// Par où la demande est venue
    #[arg(long, value_enum, default_value = "autre")]
    pub heard: HeardArg,
    /// Renoncer aux intérêts jusque-là ; sinon ils comptent toujours de l’échéance d’origine
    #[arg(long)]
    pub without_interest: bool,
    /// Ce qui est convenu, en une phrase
    #[arg(long)]
    pub why: String,
}

#[derive(Subcommand, Debug)]
pub enum AssignedCommand {
    /// L’argent reçu pour des créances cédées, celui à reverser d’abord
    List {
        /// Seulement ce qui reste à reverser
        #[arg(long)]
        kept: bool,
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
    /// Noter qu’une somme a été reversée au cessionnaire
    HandOver {
        /// Identifiant alc_…, ou facture dont une seule somme reste à reverser
        money: String,
        /// Jour du virement (aujourd’hui par défaut)
        #[arg(long, value_parser = date)]
        on: Option<Date>,
        /// Référence du virement
        #[arg(long)]
        reference: String,
    },
}

#[derive(Subcommand, Debug)]
pub enum ServiceCommand {
    /// Dire ce que prévoient les conditions acceptées par un client : suspension, fin du contrat
    Terms {
        /// Nom de client
        customer: String,
        /// La clause, telle que les lettres la citent ; vide : plus rien n’est prévu
        #[arg(long)]
        clause: String,
        /// Jour de l’acceptation (aujourd’hui par défaut)
        #[arg(long, value_parser = date)]
        accepted: Option<Date>,
        /// Jours que laisse la mise en demeure
        #[arg(long, default_value_t = 8)]
        notice: i64,
        /// Suspension possible après tant de jours de retard
        #[arg(long)]
        suspend_after: Option<i64>,
        /// Fin du contrat possible après tant de jours de retard
        #[arg(long)]
        terminate_after: Option<i64>,
        /// D’où vous le tenez, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Les services suspendus, ceux à rétablir d’abord
    List {
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
    /// Noter qu’un service est rétabli
    Restore {
        /// Identifiant act_…, ou client
        service: String,
        /// Remarque
        #[arg(long, default_value = "")]
        why: String,
    },
}
