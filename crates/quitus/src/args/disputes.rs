//! Disputes, from their opening to their credit note.

use super::date;
use base::Date;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CauseArg {
    #[value(name = "prix", alias = "price")]
    Price,
    #[value(name = "quantite", alias = "quantity")]
    Quantity,
    #[value(name = "qualite", alias = "quality")]
    Quality,
    #[value(name = "livraison", alias = "delivery")]
    Delivery,
    #[value(name = "piece-manquante", alias = "missing-document")]
    MissingDocument,
    #[value(name = "non-recue", alias = "not-received")]
    NotReceived,
    #[value(name = "mauvais-destinataire", alias = "wrong-recipient")]
    WrongRecipient,
    #[value(name = "juridique", alias = "legal")]
    Legal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FaultArg {
    #[value(name = "inconnue", alias = "unknown")]
    Unknown,
    #[value(name = "nous", alias = "ours")]
    Ours,
    #[value(name = "pas-nous", alias = "not-ours")]
    NotOurs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FindingArg {
    #[value(name = "fonde", alias = "founded")]
    Founded,
    #[value(name = "en-partie", alias = "partly")]
    Partly,
    #[value(name = "non-fonde", alias = "unfounded")]
    Unfounded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnswerArg {
    #[value(name = "acceptee", alias = "accepted")]
    Accepted,
    #[value(name = "refusee", alias = "rejected")]
    Rejected,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StateArg {
    #[value(name = "ouverts", alias = "open")]
    Open,
    #[value(name = "a-trancher", alias = "due")]
    Due,
    #[value(name = "avoir-a-etablir", alias = "awaits-credit")]
    AwaitsCredit,
    #[value(name = "tranches", alias = "settled")]
    Settled,
    #[value(name = "tous", alias = "all")]
    All,
}

#[derive(Subcommand, Debug)]
pub enum DisputeCommand {
    /// Ouvrir un litige sur une facture : la part contestée n’est plus réclamée, le reste si
    Open(OpenDispute),
    /// Les litiges, ceux à trancher d’abord
    List {
        /// Dans quel état
        #[arg(long, value_enum, default_value = "ouverts")]
        state: StateArg,
        /// Pour quel motif
        #[arg(long, value_enum)]
        cause: Option<CauseArg>,
        /// Partie du nom du client ou du numéro de facture
        #[arg(long, default_value = "")]
        search: String,
        /// Combien au plus
        #[arg(long, default_value_t = 50)]
        limit: u64,
    },
    /// Tout le dossier d’un litige
    Show {
        /// Identifiant dsp_…, ou facture contestée
        dispute: String,
    },
    /// Ajouter ce qui a été dit ou écrit, avec ou sans fichier
    Tell {
        /// Identifiant dsp_…, ou facture contestée
        dispute: String,
        /// Ce qui a été dit ou écrit
        #[arg(long, default_value = "")]
        text: String,
        #[arg(long)]
        file: Option<PathBuf>,
    },
    /// Dire qui s’en occupe, pour quand le trancher, de qui vient la faute
    Follow {
        /// Identifiant dsp_…, ou facture contestée
        dispute: String,
        /// Adresse ou nom d’un utilisateur, ou nom d’un contact ; « personne » pour le reprendre
        #[arg(long)]
        owner: Option<String>,
        /// À trancher pour le
        #[arg(long, value_parser = date)]
        target: Option<Date>,
        /// De qui vient la faute
        #[arg(long, value_enum)]
        fault: Option<FaultArg>,
    },
    /// Dire l’issue : ce qui est fondé attend son avoir, le reste est de nouveau réclamé avec ses intérêts
    Settle {
        /// Identifiant dsp_…, ou facture contestée
        dispute: String,
        /// Ce que vous avez établi
        #[arg(value_enum)]
        finding: FindingArg,
        /// Part fondée, quand elle n’est que partielle
        #[arg(long)]
        founded: Option<String>,
        /// De qui vient la faute
        #[arg(long, value_enum)]
        fault: Option<FaultArg>,
        #[arg(long)]
        why: String,
    },
    /// Noter que le client accepte ou refuse l’issue
    Answer {
        /// Identifiant dsp_…, ou facture contestée
        dispute: String,
        /// Ce que dit le client
        #[arg(value_enum)]
        answer: AnswerArg,
        /// Qui l’a dit, chez le client
        #[arg(long)]
        by: String,
        /// Le jour (aujourd’hui par défaut)
        #[arg(long, value_parser = date)]
        on: Option<Date>,
    },
    /// Avoir sur une facture, et nouvelle facture pour ce qu’il annule : enregistrés, ou établis par Quitus
    Credit(Box<CreditArgs>),
    /// Ce que les litiges ont donné, par motif
    Figures {
        #[arg(long)]
        customer: Option<String>,
        /// Litiges ouverts depuis (douze mois par défaut)
        #[arg(long, value_parser = date)]
        from: Option<Date>,
    },
    /// Les avoirs et factures liés à une facture, dans l’ordre
    Chain {
        invoice: String,
        /// Dossier où enregistrer leurs fichiers
        #[arg(long, value_name = "DOSSIER")]
        save: Option<PathBuf>,
    },
}

#[derive(Args, Debug)]
pub struct OpenDispute {
    pub invoice: String,
    /// Pourquoi le client conteste
    #[arg(long, value_enum)]
    pub cause: CauseArg,
    /// Montant contesté ; sans lui, tout est contesté
    #[arg(long)]
    pub amount: Option<String>,
    /// Lignes contestées, telles qu’elles se lisent
    #[arg(long, default_value = "")]
    pub lines: String,
    /// Adresse ou nom d’un utilisateur, ou nom d’un contact
    #[arg(long)]
    pub owner: Option<String>,
    /// À trancher pour le (quinze jours par défaut)
    #[arg(long, value_parser = date)]
    pub target: Option<Date>,
    #[arg(long)]
    pub why: String,
}

#[derive(Args, Debug)]
pub struct CreditArgs {
    pub invoice: String,
    /// Montant de l’avoir, toutes taxes comprises
    pub amount: String,
    #[arg(long)]
    pub why: String,
    /// Numéro de l’avoir établi par votre logiciel
    #[arg(long, value_name = "NUMÉRO", conflicts_with = "issue")]
    pub number: Option<String>,
    /// Sa date (aujourd’hui par défaut)
    #[arg(long, value_parser = date)]
    pub on: Option<Date>,
    /// Son fichier, gardé tel quel
    #[arg(long)]
    pub file: Option<PathBuf>,
    /// Quitus établit l’avoir, sous le numéro suivant de sa série
    #[arg(long)]
    pub issue: bool,
    /// Désignation sur le document établi
    #[arg(long, default_value = "")]
    pub description: String,
    /// Taux de TVA du document établi, celui de la facture d’origine
    #[arg(long)]
    pub rate: Option<String>,
    /// Ou motif d’exonération (« TVA non applicable, art. 293 B du CGI »)
    #[arg(long)]
    pub exempt: Option<String>,
    /// Montant de la nouvelle facture, pour ce que l’avoir annule
    #[arg(long)]
    pub again: Option<String>,
    /// Son échéance
    #[arg(long, value_parser = date, requires = "again")]
    pub again_due: Option<Date>,
    /// Son numéro, si votre logiciel l’a établie
    #[arg(long, value_name = "NUMÉRO", requires = "again")]
    pub again_number: Option<String>,
    /// Elle est encore contestée : le litige la suit
    #[arg(long, requires = "again")]
    pub again_contested: bool,
    /// Le litige continue sur ce qui reste contesté
    #[arg(long)]
    pub goes_on: bool,
    /// Le litige auquel répond l’avoir, quand plusieurs courent sur la facture
    #[arg(long)]
    pub dispute: Option<String>,
}
