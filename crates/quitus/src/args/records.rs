//! What is kept of customers, scenarios, templates and the law.

use super::RegimeArg;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum CustomerCommand {
    /// Chercher des clients
    List {
        #[arg(default_value = "")]
        search: String,
        /// Seulement ceux dont rien ne dit s’ils sont professionnels, particuliers ou publics
        #[arg(long)]
        unknown: bool,
    },
    /// Dire ce que sont des clients : business (professionnel), consumer (particulier), public-body (organisme public)
    Kind {
        #[arg(value_enum)]
        kind: RegimeArg,
        /// Noms des clients
        #[arg(required_unless_present = "unknown")]
        customers: Vec<String>,
        /// Tous ceux dont rien ne le dit encore
        #[arg(long, conflicts_with = "customers")]
        unknown: bool,
    },
    /// Tout sur un client
    Show { customer: String },
    /// Changer ce qu’on sait d’un client
    Set(Box<CustomerSet>),
    /// Ajouter une personne
    Contact {
        customer: String,
        /// comptabilite, acheteur, utilisateur, decideur ou commercial
        #[arg(long)]
        role: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        email: Option<String>,
        #[arg(long)]
        phone: Option<String>,
    },
    /// Noter quelque chose sur un client ou une facture
    Note {
        subject: String,
        /// Ce qu’il faut retenir
        text: String,
    },
}

#[derive(Args, Debug)]
pub struct CustomerSet {
    pub customer: String,
    #[arg(long, value_enum)]
    pub kind: Option<RegimeArg>,
    /// Délai convenu : « 30 jours », « 45 jours fin de mois »…
    #[arg(long)]
    pub terms: Option<String>,
    /// Taux d’intérêt convenu, en pourcentage
    #[arg(long)]
    pub rate: Option<String>,
    /// Scénario choisi à la main (« auto » pour revenir au choix du programme)
    #[arg(long)]
    pub scenario: Option<String>,
    #[arg(long)]
    pub key_account: Option<bool>,
    /// Adresse e-mail du commercial qui s’en charge (« aucun » pour personne)
    #[arg(long, value_name = "ADRESSE")]
    pub keeper: Option<String>,
    /// fr ou en
    #[arg(long)]
    pub language: Option<String>,
    #[arg(long)]
    pub siren: Option<String>,
    #[arg(long)]
    pub address: Vec<String>,
    #[arg(long)]
    pub postcode: Option<String>,
    #[arg(long)]
    pub city: Option<String>,
}

#[derive(Subcommand, Debug)]
pub enum ScenarioCommand {
    /// Ceux qui sont en usage
    List,
    /// Le texte d’un scénario
    Show { name: String },
    /// Copier un scénario sous un autre titre, pour en avoir un à soi à côté de ceux livrés
    Copy {
        name: String,
        /// Le titre du nouveau ; son nom en découle
        title: String,
    },
    /// Supprimer un scénario à soi que plus personne ne suit ; ce qui est parti sous ses étapes reste au journal
    Retire {
        name: String,
        /// La raison, en une phrase
        #[arg(long)]
        why: String,
    },
    /// Garder le texte d’un fichier comme brouillon, ou voir le brouillon
    Draft {
        name: String,
        /// Le texte à garder ; sans lui, le brouillon s’affiche
        file: Option<PathBuf>,
    },
    /// Ce qu’un client recevrait s’il ne payait pas, avec le brouillon s’il y en a un
    Trial { name: String, customer: String },
    /// Rejouer le brouillon sur les douze derniers mois, à côté du texte en vigueur
    Replay { name: String },
    /// Mettre le brouillon en vigueur
    AdoptDraft { name: String },
    /// Abandonner le brouillon
    Withdraw { name: String },
    /// Vérifier un texte sans l’adopter
    Check { file: PathBuf },
    /// Adopter un texte : nouvelle version, les dossiers en cours gardent la leur
    Adopt { file: PathBuf },
    /// Régler les scénarios livrés par quelques questions ; sans --yes, montre ce que trois clients recevraient
    Guide(GuideArgs),
    /// Signer une consigne permanente : ces étapes partent sans un clic (scenario/etape, …)
    Sign { steps: Vec<String> },
    /// Révoquer la consigne permanente
    Revoke,
}

/// Answers to the questions of the guided set-up.
#[derive(Args, Debug)]
pub struct GuideArgs {
    /// À qui vous vendez ; répéter pour plusieurs, ou sans rien pour les clients que vous avez
    #[arg(long, value_enum)]
    pub sells_to: Vec<RegimeArg>,
    /// Qui parle avec le client : on appelle, on préfère écrire, ou l’interlocuteur habituel
    #[arg(long, value_enum)]
    pub voice: Option<VoiceArg>,
    /// Plus ou moins de temps entre les étapes
    #[arg(long, value_enum)]
    pub firmness: Option<FirmnessArg>,
    /// Des étapes aussi le samedi, le dimanche et les jours fériés
    #[arg(long)]
    pub every_day: bool,
    /// Heures d’envoi réel : « 8-19 » va de 8 h à 19 h
    #[arg(long, value_name = "DE-À")]
    pub sending_hours: Option<String>,
    /// Adopter ces réglages
    #[arg(long, short)]
    pub yes: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum VoiceArg {
    #[value(name = "appeler", alias = "calls")]
    Calls,
    #[value(name = "ecrire", alias = "writes")]
    Writes,
    #[value(name = "interlocuteur", alias = "known_person")]
    KnownPerson,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FirmnessArg {
    #[value(name = "douce", alias = "gentle")]
    Gentle,
    #[value(name = "equilibree", alias = "balanced")]
    Balanced,
    #[value(name = "ferme", alias = "firm")]
    Firm,
}

#[derive(Subcommand, Debug)]
pub enum TemplateCommand {
    /// Ceux qui existent, et ceux que vous avez changés
    List,
    /// Copier un modèle dans le dossier « modeles » pour le changer
    Copy { name: String },
    /// Essayer les textes de ce dossier sur tous les exemples
    Check,
    /// Voir ce qu’un texte de ce dossier, sinon celui en vigueur, donnerait pour un client : rien ne change
    Preview {
        name: String,
        /// Langue du texte : fr ou en
        #[arg(long, default_value = "fr")]
        lang: String,
        /// Client qui le lirait ; un exemple à défaut
        #[arg(long)]
        customer: Option<String>,
        /// Écrire le courrier (PDF) dans ce fichier
        #[arg(long, value_name = "FICHIER")]
        save: Option<PathBuf>,
    },
    /// Mettre en vigueur les textes de ce dossier, après essai
    Adopt,
    /// Revenir au texte livré
    Restore { name: String },
}

#[derive(Subcommand, Debug)]
pub enum LawCommand {
    /// Chaque table : jusqu’à quand elle va, quand elle a été vérifiée
    List,
    /// Les valeurs d’une table
    Show { table: String },
    /// Ajouter une valeur : quitus law set reference-rate 2027-S1 2,65 --source "BCE, 1er janvier 2027"
    Set {
        table: String,
        key: String,
        value: String,
        #[arg(long)]
        source: String,
    },
    /// Ajouter les valeurs d’un fichier TOML
    Import { file: PathBuf },
}
