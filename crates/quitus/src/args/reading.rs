//! What goes in, and what is only read.

use super::date;
use base::Date;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct Import {
    #[arg(required_unless_present = "watch", value_name = "FICHIER")]
    pub paths: Vec<PathBuf>,
    /// Surveiller un dossier : chaque fichier déposé est importé, puis rangé dans traités/ ou refusés/
    #[arg(long, value_name = "DOSSIER", conflicts_with = "paths")]
    pub watch: Option<PathBuf>,
    /// Avec --watch : importer ce qui est là, puis s’arrêter
    #[arg(long, requires = "watch")]
    pub once: bool,
    /// Écrire sans demander
    #[arg(long, short)]
    pub yes: bool,
    /// Prendre aussi les factures d’un autre vendeur
    #[arg(long)]
    pub any_seller: bool,
    /// Prendre les listes sans leurs lignes fausses, qui restent à corriger ; les relevés se prennent en entier
    #[arg(long)]
    pub skip_wrong_lines: bool,
    /// Écrire les lignes fausses dans ce fichier, à corriger puis à importer
    #[arg(long, value_name = "FICHIER")]
    pub wrong_lines: Option<PathBuf>,
    /// Correspondance d’une colonne : --map gross="Montant TTC"
    #[arg(long = "map", value_name = "CHAMP=COLONNE")]
    pub maps: Vec<String>,
    /// Compte bancaire des relevés qui ne disent pas duquel ils sont
    #[arg(long, value_name = "COMPTE")]
    pub account: Option<String>,
}

#[derive(Args, Debug)]
pub struct Files {
    #[arg(required = true, value_name = "FICHIER")]
    pub paths: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Aging {
    /// Détailler facture par facture
    #[arg(long)]
    pub items: bool,
    /// Seulement les clients dont le nom contient ceci
    #[arg(long, default_value = "")]
    pub search: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SilenceOrderArg {
    #[value(name = "date", alias = "next")]
    Next,
    #[value(name = "montant", alias = "amount")]
    Amount,
    #[value(name = "client", alias = "customer")]
    Customer,
}

#[derive(Args, Debug)]
pub struct Agenda {
    /// Montrer aussi les silences, un par un
    #[arg(long)]
    pub silences: bool,
    /// Dans quel ordre les silences
    #[arg(long, value_enum, default_value_t = SilenceOrderArg::Next)]
    pub sort: SilenceOrderArg,
    /// Seulement ce client
    #[arg(long)]
    pub customer: Option<String>,
    /// Au plus tant de propositions à l’écran
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// Nom d’un client, ou numéro d’une facture
    pub subject: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RegimeArg {
    #[value(name = "professionnel", alias = "business")]
    Business,
    #[value(name = "particulier", alias = "consumer")]
    Consumer,
    #[value(name = "organisme-public", alias = "public-body")]
    PublicBody,
}

#[derive(Args, Debug)]
pub struct Interest {
    /// Numéro de facture ; sinon donner --amount et --due
    pub invoice: Option<String>,
    /// Montant TTC, sans facture enregistrée
    #[arg(long, requires = "due")]
    pub amount: Option<String>,
    /// Échéance
    #[arg(long, value_parser = date)]
    pub due: Option<Date>,
    #[arg(long, value_enum)]
    pub regime: Option<RegimeArg>,
    /// Taux convenu, en pourcentage
    #[arg(long)]
    pub rate: Option<String>,
    /// Date de la mise en demeure (particuliers)
    #[arg(long, value_parser = date)]
    pub notice: Option<Date>,
    /// Paiement partiel : AAAA-MM-JJ=montant ; répéter
    #[arg(long = "payment", value_name = "DATE=MONTANT")]
    pub payments: Vec<String>,
    /// Avoir : AAAA-MM-JJ=montant ; répéter
    #[arg(long = "credit", value_name = "DATE=MONTANT")]
    pub credits: Vec<String>,
    /// Imputer les paiements sur le principal d’abord, comme convenu
    #[arg(long)]
    pub principal_first: bool,
}

#[derive(Args, Debug)]
pub struct Statement {
    pub customer: String,
    /// Écrire le relevé en PDF
    #[arg(long, value_name = "FICHIER")]
    pub pdf: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Journal {
    /// Les dernières lignes seulement
    #[arg(long, default_value_t = 30)]
    pub last: usize,
    #[arg(long)]
    pub all: bool,
    /// Depuis ce jour
    #[arg(long, value_parser = date)]
    pub from: Option<Date>,
    /// Jusqu’à ce jour compris
    #[arg(long, value_parser = date)]
    pub until: Option<Date>,
    /// Écrites par cette personne
    #[arg(long, value_name = "NOM")]
    pub person: Option<String>,
    /// De ce type seulement, tel payment_recorded ; répéter
    #[arg(long = "kind", value_name = "TYPE")]
    pub kinds: Vec<String>,
    /// Sur les clients ou les factures dont le nom ou le numéro contient ce texte
    #[arg(long, value_name = "TEXTE")]
    pub search: Option<String>,
}

#[derive(Args, Debug)]
pub struct Verify {
    /// Refaire les soldes gardés à partir des faits
    #[arg(long)]
    pub rebuild: bool,
}

#[derive(Args, Debug)]
pub struct Demo {
    /// Le même nombre donne la même société
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// À peu près tant de factures (1 500 si rien n’est dit)
    #[arg(long)]
    pub invoices: Option<u64>,
}

/// Sans option, les virements qui attendent, chacun avec ce qu’il peut payer et pourquoi ; « quitus bank accept » accepte.
///
/// Avec --set, le moteur est essayé sur un dossier de fichiers, sans livres. Le jeu est un dossier de fichiers CSV : open_invoices.csv, customers.csv, bank_lines.csv, et s’ils y sont
/// payment_history.csv et truth.csv.
///
/// Avec --json, un objet : « lines », un élément par ligne de relevé, dans l’ordre du fichier, avec « line_id »,
/// « decision » (auto, ask, none), « allocations » (liste de { "number", "cents" } ; vide si ce n’est pas auto),
/// « allocations_text » (les mêmes, écrites numéro=centimes et séparées par des points-virgules, comme dans truth.csv),
/// « reasons » (liste de { "code", "text" } : ce qui parle pour, ou ce qui empêche) et « candidates » (ce qui serait
/// proposé à une personne, le plus probable d’abord) ; et « score », si truth.csv est là.
#[derive(Args, Debug)]
pub struct Match {
    /// Dossier du jeu
    #[arg(long, value_name = "DOSSIER")]
    pub set: Option<PathBuf>,
    /// Étudier de nouveau les virements à trier, avec tout ce que l’on sait maintenant
    #[arg(long, conflicts_with = "set")]
    pub again: bool,
}
