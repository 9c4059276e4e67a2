//! Entries for the accountant.

use super::date;
use base::Date;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum EntriesCommand {
    /// Ce qui serait transmis, sans le transmettre
    Show(Until),
    /// Transmettre ce qui ne l’a pas encore été : chaque mouvement une seule fois
    Export(Export),
    /// Refaire le fichier d’une transmission
    Again {
        /// Son numéro
        number: i64,
        #[command(flatten)]
        file: EntriesFile,
    },
    /// Les transmissions déjà faites
    List,
    /// Les numéros de comptes et codes de journaux ; avec --set, les changer
    Accounts {
        /// NOM=NUMÉRO, autant de fois que voulu (« loss=654100 », « sales_journal=VE »)
        #[arg(long, value_name = "NOM=NUMÉRO")]
        set: Vec<String>,
    },
    /// Le format de la liste que lit votre logiciel comptable ; avec une option, le changer
    Layout(Box<LayoutArgs>),
    /// Ce qui a changé de lettrage depuis les transmissions ; avec --save, la liste est faite et retenue
    Letters {
        /// Où écrire la liste (CSV)
        #[arg(long, value_name = "FICHIER")]
        save: Option<PathBuf>,
        /// Refaire la liste de ce numéro au lieu d’en faire une
        #[arg(long, value_name = "NUMÉRO", requires = "save")]
        again: Option<i64>,
    },
    /// Comparer nos soldes à ceux du dernier FEC importé, client par client, et dire d’où viennent les écarts
    Control {
        /// Montrer ce qui fait l’écart de ce rang au lieu de comparer de nouveau
        #[arg(long, value_name = "RANG")]
        detail: Option<i64>,
        /// Page de la liste, à partir de 1
        #[arg(long, default_value_t = 1)]
        page: u64,
    },
}

#[derive(Args, Debug)]
pub struct Until {
    /// Dernier jour compris, aujourd’hui par défaut
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = date)]
    pub until: Option<Date>,
}

#[derive(Args, Debug)]
pub struct EntriesFile {
    /// Où écrire les écritures
    #[arg(long, value_name = "FICHIER")]
    pub save: PathBuf,
    /// Une liste CSV au lieu des dix-huit colonnes du FEC
    #[arg(long)]
    pub csv: bool,
    /// La liste au format réglé par « quitus entries layout »
    #[arg(long, conflicts_with = "csv")]
    pub layout: bool,
}

#[derive(Args, Debug)]
pub struct LayoutArgs {
    /// Une colonne et son titre, dans l’ordre du fichier (« CompteNum=Compte ») ; répéter pour chacune
    #[arg(long = "column", value_name = "COLONNE=TITRE")]
    pub columns: Vec<String>,
    /// Écrire les titres sur la première ligne
    #[arg(long)]
    pub headings: Option<bool>,
    /// Entre les colonnes : semicolon (;), comma (,), tab ou bar (|)
    #[arg(long, value_name = "SIGNE")]
    pub separator: Option<String>,
    /// Avant les centimes : comma ou point
    #[arg(long, value_name = "SIGNE")]
    pub decimal: Option<String>,
    /// Dates : day_first (31/12/2026), day_first_short, iso, compact (20261231), compact_day_first ou compact_short (311226)
    #[arg(long, value_name = "FORME")]
    pub date: Option<String>,
    /// Lettres : utf8_marked, utf8 ou windows_1252
    #[arg(long, value_name = "CODAGE")]
    pub encoding: Option<String>,
    /// Fins de ligne : crlf ou lf
    #[arg(long, value_name = "FIN")]
    pub line_end: Option<String>,
    /// Revenir au format d’usage
    #[arg(long, exclusive = true)]
    pub usual: bool,
}

#[derive(Args, Debug)]
pub struct Export {
    #[command(flatten)]
    pub until: Until,
    #[command(flatten)]
    pub file: EntriesFile,
    /// Compte des clients (celui de la dernière transmission, sinon 411000)
    #[arg(long)]
    pub customers: Option<String>,
    /// Compte de la banque (sinon 512000)
    #[arg(long)]
    pub bank: Option<String>,
    /// Compte d’attente, pour l’argent dont on ne sait pas de qui il vient (sinon 471000)
    #[arg(long)]
    pub waiting: Option<String>,
    /// Code du journal de banque (sinon BQ)
    #[arg(long)]
    pub journal: Option<String>,
}
