//! What is amiss, and what may wait.

use super::date;
use base::Date;
use clap::{Args, Subcommand};

#[derive(Args, Debug)]
pub struct Alerts {
    #[command(subcommand)]
    pub what: Option<AlertCommand>,
}

#[derive(Subcommand, Debug)]
pub enum AlertCommand {
    /// Mettre une alerte de côté jusqu’à un jour : elle revient ce jour-là, ou dès que son montant ou sa cause change
    SetAside {
        /// Son rang dans « quitus alerts », ou ce qui la nomme dans « quitus alerts --json »
        alert: String,
        /// Le jour où elle revient
        #[arg(long, value_parser = date)]
        until: Date,
        /// Pourquoi elle peut attendre
        #[arg(long)]
        why: String,
    },
    /// Revoir une alerte avant son jour
    BringBack {
        /// Son rang parmi celles mises de côté, ou son identifiant alw_…
        alert: String,
    },
}
