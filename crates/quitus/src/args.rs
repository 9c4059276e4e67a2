//! The command line: what can be asked, with its French help. It only describes; commands do.

use base::Date;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Quitus : relancer ses factures impayées, dans le bon ton, sans jamais relancer quelqu’un qui a payé.
#[derive(Parser, Debug)]
#[command(name = "quitus", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Debug, Clone)]
pub struct Common {
    /// Dossier des données (base, envois d’essai, documents)
    #[arg(long, global = true, env = "QUITUS_DATA", value_name = "DOSSIER")]
    pub data: Option<PathBuf>,
    /// Base PostgreSQL à la place de la base embarquée : postgres://…
    #[arg(long, global = true, env = "DATABASE_URL", value_name = "URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// Société concernée (nom ou SIREN) quand il y en a plusieurs
    #[arg(long, global = true, value_name = "NOM")]
    pub company: Option<String>,
    /// Le jour où l’on se place, au lieu d’aujourd’hui
    #[arg(long, global = true, value_name = "AAAA-MM-JJ", value_parser = date)]
    pub at: Option<Date>,
    /// Résultat en JSON, pour les scripts
    #[arg(long, global = true)]
    pub json: bool,
    /// Qui agit, pour le journal
    #[arg(long = "as", global = true, env = "QUITUS_USER", value_name = "NOM")]
    pub author: Option<String>,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Créer une société
    Init(Init),
    /// Importer des fichiers, dossiers ou archives ZIP (factures, FEC, listes, relevés)
    Import(Import),
    /// Dire ce que contiennent des fichiers, sans rien importer
    Inspect(Files),
    /// Balance âgée, à n’importe quelle date
    Aging(Aging),
    /// Que faire aujourd’hui, pourquoi, et pourquoi rien pour le reste
    Agenda(Agenda),
    /// Pourquoi un client a, ou n’a pas, été relancé tel jour
    Explain(Explain),
    /// Décompte d’une facture : principal, intérêts par période, indemnité
    Interest(Interest),
    /// Relevé de compte d’un client
    Statement(Statement),
    /// Approuver des propositions de l’agenda du jour
    Approve(Approve),
    /// Voir le message ou le courrier d’une proposition, tel que le client le lira
    Preview(Preview),
    /// Envoyer ce qui est prêt
    Send(Send),
    /// Les virements reçus que personne n’a encore rapprochés
    Bank,
    /// La tournée du jour : planifier, préparer ce qu’une consigne permanente autorise, envoyer
    Tick,
    /// Noter le résultat d’un appel ou d’une visite
    Call(Call),
    /// Noter qu’un courrier est posté, une visite faite
    Done(Done),
    /// Trancher un envoi dont l’issue est inconnue
    Resolve(Resolve),
    /// Les actes préparés, envoyés ou à faire
    Acts(Acts),
    /// Litiges, promesses, suspensions, procédures collectives
    #[command(subcommand)]
    Hold(HoldCommand),
    /// Décider à côté du scénario : passer une étape, reporter, lever une garde, renoncer aux intérêts
    #[command(subcommand)]
    Decide(DecideCommand),
    /// Noter un paiement reçu
    Pay(Pay),
    /// Reprendre la dernière imputation d’une facture
    Unpay(Unpay),
    /// Confirmer un rapprochement déduit, ou l’échéance lue sur une facture
    Confirm(Confirm),
    /// Les clients
    #[command(subcommand)]
    Customer(CustomerCommand),
    /// Les réglages de la société
    Settings(Box<Settings>),
    /// Envoi réel ou essai
    Sending(Sending),
    /// Les scénarios de relance
    #[command(subcommand)]
    Scenario(ScenarioCommand),
    /// Les textes des messages et courriers, à copier et changer
    #[command(subcommand)]
    Template(TemplateCommand),
    /// Les tables de droit
    #[command(subcommand)]
    Law(LawCommand),
    /// Le journal, une phrase par ligne
    Journal(Journal),
    /// Vérifier le journal, les sommes, les soldes et les contenus
    Verify(Verify),
    /// Sauvegarder la base dans un fichier
    Backup { file: PathBuf },
    /// Remettre une sauvegarde à la place de la base
    Restore {
        file: PathBuf,
        /// Ne pas demander confirmation
        #[arg(long)]
        yes: bool,
    },
    /// Une société de démonstration : trois ans de factures, paiements, relances et litiges
    Demo(Demo),
}

#[derive(Args, Debug)]
pub struct Init {
    #[arg(long)]
    pub name: String,
    #[arg(long)]
    pub siren: Option<String>,
    #[command(flatten)]
    pub profile: Profile,
}

/// Ce qui identifie la société sur ses courriers.
#[derive(Args, Debug, Default, Clone)]
pub struct Profile {
    #[arg(long)]
    pub vat: Option<String>,
    /// Adresse d’expédition des messages
    #[arg(long)]
    pub email: Option<String>,
    #[arg(long)]
    pub phone: Option<String>,
    #[arg(long)]
    pub iban: Option<String>,
    #[arg(long)]
    pub bic: Option<String>,
    /// Rue ; répéter pour plusieurs lignes
    #[arg(long)]
    pub address: Vec<String>,
    #[arg(long)]
    pub postcode: Option<String>,
    #[arg(long)]
    pub city: Option<String>,
    /// Forme juridique : SARL, SAS, EI…
    #[arg(long)]
    pub legal_form: Option<String>,
    #[arg(long)]
    pub capital: Option<String>,
    /// Ville du registre du commerce
    #[arg(long)]
    pub rcs: Option<String>,
    /// Qui signe les courriers
    #[arg(long)]
    pub signatory: Option<String>,
}

#[derive(Args, Debug)]
pub struct Import {
    #[arg(required = true, value_name = "FICHIER")]
    pub paths: Vec<PathBuf>,
    /// Écrire sans demander
    #[arg(long, short)]
    pub yes: bool,
    /// Prendre aussi les factures d’un autre vendeur
    #[arg(long)]
    pub any_seller: bool,
    /// Correspondance d’une colonne : --map gross="Montant TTC"
    #[arg(long = "map", value_name = "CHAMP=COLONNE")]
    pub maps: Vec<String>,
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

#[derive(Args, Debug)]
pub struct Agenda {
    /// Montrer aussi les silences, un par un
    #[arg(long)]
    pub silences: bool,
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
    Business,
    Consumer,
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
pub struct Approve {
    /// Numéros des propositions, tels que l’agenda les montre
    pub numbers: Vec<i64>,
    /// Tout ce que tout le monde peut approuver
    #[arg(long)]
    pub all: bool,
    /// Seulement ce client
    #[arg(long)]
    pub customer: Option<String>,
}

#[derive(Args, Debug)]
pub struct Preview {
    /// Numéro de la proposition dans l’agenda
    pub number: i64,
    /// Écrire le document (PDF) ou le message (.eml) dans ce fichier
    #[arg(long, value_name = "FICHIER")]
    pub save: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutcomeArg {
    NoAnswer,
    InvoiceNotReceived,
    AwaitingValidation,
    Dispute,
    Promise,
    PaymentSent,
    Other,
}

#[derive(Args, Debug)]
pub struct Call {
    /// Identifiant de l’appel (act_…), ou nom du client
    pub act: String,
    #[arg(long, value_enum)]
    pub outcome: OutcomeArg,
    /// Date promise, annoncée ou de rappel
    #[arg(long, value_parser = date)]
    pub on: Option<Date>,
    #[arg(long)]
    pub amount: Option<String>,
    #[arg(long, default_value = "")]
    pub note: String,
}

#[derive(Args, Debug)]
pub struct Done {
    pub act: String,
    /// Numéro de recommandé, nom, ce qui prouve
    #[arg(long, default_value = "")]
    pub proof: String,
}

#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("verdict").required(true).args(["sent", "not_sent"])))]
pub struct Resolve {
    pub act: String,
    /// Vérification faite, le message est parti
    #[arg(long)]
    pub sent: bool,
    /// Vérification faite, il n’est pas parti
    #[arg(long)]
    pub not_sent: bool,
    #[arg(long, default_value = "vérifié")]
    pub why: String,
}

#[derive(Args, Debug)]
pub struct Acts {
    /// Seulement ceux de ce client
    #[arg(long)]
    pub customer: Option<String>,
    /// Seulement ce qui attend quelqu’un
    #[arg(long)]
    pub todo: bool,
    /// Écrire les documents à imprimer ou à lire dans ce dossier
    #[arg(long, value_name = "DOSSIER")]
    pub save: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HoldArg {
    Dispute,
    Promise,
    Plan,
    Insolvency,
    Factored,
    Pause,
    PaymentAnnounced,
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
    /// Lever une garde pour aujourd’hui (bank_data_stale, possibly_paid, contact_too_recent, below_minimum, non_working_day)
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

#[derive(Subcommand, Debug)]
pub enum CustomerCommand {
    /// Chercher des clients
    List {
        #[arg(default_value = "")]
        search: String,
    },
    /// Tout sur un client
    Show { customer: String },
    /// Changer ce qu’on sait d’un client
    Set(Box<CustomerSet>),
    /// Ajouter une personne
    Contact {
        customer: String,
        /// accounts_payable, buyer, user, decider ou salesperson
        #[arg(long)]
        role: String,
        #[arg(long)]
        name: Option<String>,
        #[arg(long)]
        email: Option<String>,
        #[arg(long)]
        phone: Option<String>,
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

#[derive(Args, Debug)]
pub struct Settings {
    /// Corriger le nom
    #[arg(long)]
    pub name: Option<String>,
    /// Corriger le SIREN
    #[arg(long)]
    pub siren: Option<String>,
    #[command(flatten)]
    pub profile: Profile,
    #[arg(long)]
    pub smtp_host: Option<String>,
    #[arg(long)]
    pub smtp_port: Option<u16>,
    /// starttls, tls ou none (sur cette machine seulement)
    #[arg(long)]
    pub smtp_security: Option<String>,
    #[arg(long)]
    pub smtp_user: Option<String>,
    /// Le mot de passe se donne par la variable QUITUS_SMTP_PASSWORD
    #[arg(long, env = "QUITUS_SMTP_PASSWORD", hide_env_values = true, hide = true)]
    pub smtp_password: Option<String>,
    /// Délai de règlement par défaut
    #[arg(long)]
    pub terms: Option<String>,
    /// Taux d’intérêt convenu par défaut, en pourcentage
    #[arg(long)]
    pub rate: Option<String>,
    /// Les paiements s’imputent sur le principal d’abord, comme convenu avec les clients
    #[arg(long)]
    pub principal_first: Option<bool>,
    /// metropole ou alsace-moselle, pour les jours fériés
    #[arg(long)]
    pub region: Option<String>,
    /// Heures d’envoi réel, les jours ouvrés : « 8-19 » va de 8 h à 19 h
    #[arg(long, value_name = "DE-À")]
    pub sending_hours: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SendingArg {
    On,
    Off,
    /// Essayer la connexion sans rien envoyer
    Test,
    Status,
}

#[derive(Args, Debug)]
pub struct Send {
    /// Sans attendre les heures et jours d’envoi
    #[arg(long)]
    pub now: bool,
}

#[derive(Args, Debug)]
pub struct Sending {
    #[arg(value_enum, default_value = "status")]
    pub what: SendingArg,
}

#[derive(Subcommand, Debug)]
pub enum ScenarioCommand {
    /// Ceux qui sont en usage
    List,
    /// Le texte d’un scénario
    Show { name: String },
    /// Vérifier un texte sans l’adopter
    Check { file: PathBuf },
    /// Adopter un texte : nouvelle version, les dossiers en cours gardent la leur
    Adopt { file: PathBuf },
    /// Signer une consigne permanente : ces étapes partent sans un clic (scenario/etape, …)
    Sign { steps: Vec<String> },
    /// Révoquer la consigne permanente
    Revoke,
}

#[derive(Subcommand, Debug)]
pub enum TemplateCommand {
    /// Ceux qui existent, et ceux que vous avez changés
    List,
    /// Copier un modèle dans le dossier « modeles » pour le changer
    Copy { name: String },
    /// Essayer tous vos textes sur tous les exemples
    Check,
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

#[derive(Args, Debug)]
pub struct Journal {
    /// Les dernières lignes seulement
    #[arg(long, default_value_t = 30)]
    pub last: usize,
    #[arg(long)]
    pub all: bool,
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

fn date(text: &str) -> Result<Date, String> {
    base::parse_iso_date(text)
        .or_else(|| french_date(text))
        .ok_or_else(|| format!("« {text} » n’est pas une date ; écrire AAAA-MM-JJ"))
}

fn french_date(text: &str) -> Option<Date> {
    let mut parts = text.split('/');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}
