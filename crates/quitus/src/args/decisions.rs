//! What a person decides or records by hand.

use super::date;
use super::disputes::CauseArg;
use base::Date;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HoldArg {
    #[value(name = "litige", alias = "dispute")]
    Dispute,
    #[value(name = "promesse", alias = "promise")]
    Promise,
    #[value(name = "echeancier", alias = "plan")]
    Plan,
    #[value(name = "procedure-collective", alias = "insolvency")]
    Insolvency,
    #[value(name = "cedee", alias = "factored")]
    Factored,
    Pause,
    #[value(name = "paiement-annonce", alias = "payment-announced")]
    PaymentAnnounced,
    #[value(name = "en-validation", alias = "awaiting-validation")]
    AwaitingValidation,
}

#[derive(Subcommand, Debug)]
pub enum HoldCommand {
    /// Ouvrir une suspension sur une facture ou un client
    Open {
        #[arg(value_enum)]
        kind: HoldArg,
        /// Numéro de facture ou nom de client
        subject: String,
        /// Depuis quand, si ce n’est pas aujourd’hui (date du jugement, par exemple)
        #[arg(long, value_parser = date)]
        since: Option<Date>,
        #[arg(long, value_parser = date)]
        until: Option<Date>,
        /// Montant contesté ou promis
        #[arg(long)]
        amount: Option<String>,
        /// Motif d’un litige, et de lui seul : un litige s’ouvre sur chaque facture due
        #[arg(long, value_enum)]
        cause: Option<CauseArg>,
        #[arg(long)]
        why: String,
    },
    /// Mettre fin à une suspension
    Lift {
        /// Identifiant hld_…, ou facture ou client quand une seule suspension y court
        hold: String,
        #[arg(long)]
        why: String,
    },
    /// Celles qui courent pour un client
    List { customer: String },
}

#[derive(Subcommand, Debug)]
pub enum DecideCommand {
    /// Passer une étape
    Skip {
        subject: String,
        step: String,
        #[arg(long)]
        why: String,
    },
    /// Rien avant cette date
    Postpone {
        subject: String,
        #[arg(long, value_parser = date)]
        until: Date,
        #[arg(long)]
        why: String,
    },
    /// Passer outre une règle pour aujourd’hui (reply_unread, bank_data_stale, possibly_paid, contact_too_recent, below_minimum, non_working_day)
    Override {
        subject: String,
        guard: String,
        #[arg(long)]
        why: String,
    },
    /// Renoncer aux intérêts ou à l’indemnité
    Waive {
        subject: String,
        #[arg(long)]
        interest: bool,
        #[arg(long)]
        compensation: bool,
        #[arg(long)]
        why: String,
    },
}

#[derive(Args, Debug)]
pub struct Pay {
    pub invoice: String,
    pub amount: String,
    /// Date de réception (aujourd’hui par défaut)
    #[arg(long, value_parser = date)]
    pub on: Option<Date>,
    #[arg(long, default_value = "")]
    pub reference: String,
    /// Ce sont les intérêts et l’indemnité de la facture, et non la facture elle-même
    #[arg(long)]
    pub accessories: bool,
}

#[derive(Args, Debug)]
pub struct Unpay {
    pub invoice: String,
    #[arg(long)]
    pub why: String,
}

#[derive(Args, Debug)]
pub struct Confirm {
    /// Numéro de facture ; ou nom de client, pour tous ses rapprochements déduits
    pub subject: String,
    /// L’échéance écrite sur la facture
    #[arg(long, value_parser = date)]
    pub due: Option<Date>,
}

#[derive(Args, Debug)]
pub struct Bank {
    #[command(subcommand)]
    pub what: Option<BankCommand>,
}

/// Ce que devient un reste.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum FateArg {
    /// Escompte accordé
    Escompte,
    /// Frais à notre charge
    Frais,
    /// Reste dû
    Du,
}

#[derive(Subcommand, Debug)]
pub enum BankCommand {
    /// Les comptes bancaires : jusqu’à quel jour chacun est connu, relevés qui manquent
    Accounts,
    /// Accepter ce que « quitus match » propose pour un virement
    Accept {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        /// Le rang de la proposition
        #[arg(long, default_value_t = 1)]
        choice: usize,
    },
    /// Dire qu’un compte est fermé ou n’est plus suivi : son âge n’arrête plus les relances
    Unfollow {
        /// Compte, comme « quitus bank accounts » le nomme
        account: String,
        #[arg(long)]
        why: String,
    },
    /// Les restes à trancher : ce qu’un virement a laissé ouvert, à un escompte ou des frais près
    Rests,
    /// Dire ce que devient le reste d’une facture : personne n’est relancé pour lui avant
    Rest {
        /// Numéro de la facture
        invoice: String,
        /// Escompte accordé, frais à notre charge, ou reste dû
        #[arg(long, value_enum)]
        fate: FateArg,
        #[arg(long)]
        why: String,
    },
    /// Dire que rien ne manque entre deux relevés d’un compte : le trou n’arrête plus les relances
    Complete {
        /// Compte, comme « quitus bank accounts » le nomme
        account: String,
        /// Premier jour du trou, comme « quitus bank accounts » le dit
        #[arg(long, value_parser = date)]
        from: Date,
        /// Revenir dessus : un relevé manque peut-être après tout
        #[arg(long)]
        not: bool,
        #[arg(long)]
        why: String,
    },
    /// Suivre de nouveau un compte
    Follow {
        /// Compte, comme « quitus bank accounts » le nomme
        account: String,
        #[arg(long)]
        why: String,
    },
    /// Répartir un virement sur les factures qu’il paie ; le reste est gardé en avance
    Allocate {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        /// Une facture et sa part, « F-2026-12=450,00 » ; sans montant, tout ce qu’elle doit ; « F-2026-12:accessoires=83,37 »
        /// pour ses intérêts et son indemnité
        #[arg(required = true)]
        parts: Vec<String>,
        /// Client à qui garder le reste, si les factures ne le disent pas
        #[arg(long, value_name = "CLIENT")]
        on_account: Option<String>,
    },
    /// Dire qu’un virement n’est d’aucun client (remboursement d’impôt, virement interne)
    SetAside {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        #[arg(long)]
        why: String,
    },
    /// Dire qu’un virement n’est pas de ce client, ou pas pour cette facture
    NotTheirs {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        /// Numéro de facture ou nom de client
        subject: String,
        #[arg(long)]
        why: String,
    },
    /// Dire qu’un virement est la même opération qu’un autre, dite par un autre relevé à quelques jours près
    Same {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        #[arg(long)]
        why: String,
    },
    /// Dire qu’un virement est une opération à part, et non la répétition d’un autre
    Apart {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        #[arg(long)]
        why: String,
    },
    /// Revenir sur ce qui a été fait ou dit d’un virement : il attend de nouveau
    Reopen {
        /// Identifiant bnk_…, ou des mots du libellé
        line: String,
        #[arg(long)]
        why: String,
    },
}
