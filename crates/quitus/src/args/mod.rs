//! The command line: what can be asked, with its French help. It only describes; commands do.

mod accords;
mod acts;
mod alerts;
mod company;
mod deals;
mod decisions;
mod disputes;
mod doors;
mod entries;
mod invoices;
mod losses;
mod reading;
mod records;
mod replies;
mod serving;

pub use accords::*;
pub use acts::*;
pub use alerts::*;
pub use company::*;
pub use deals::*;
pub use decisions::*;
pub use disputes::*;
pub use doors::*;
pub use entries::*;
pub use invoices::*;
pub use losses::*;
pub use reading::*;
pub use records::*;
pub use replies::*;
pub use serving::*;

use base::Date;
use clap::{Args, Parser, Subcommand};
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
    /// Clé des secrets (64 chiffres hexadécimaux), à la place du fichier cle-secrete du dossier des données
    #[arg(long, global = true, env = "QUITUS_SECRET_KEY", value_name = "CLÉ", hide = true, hide_env_values = true)]
    pub secret_key: Option<String>,
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
    /// Ouvrir l’application dans le navigateur
    Serve(Serve),
    /// Créer une société
    Init(Init),
    /// Importer des fichiers, dossiers ou archives ZIP (factures, FEC, listes, relevés)
    Import(Import),
    /// Les factures, une à une
    #[command(subcommand)]
    Invoice(InvoiceCommand),
    /// Dire ce que contiennent des fichiers, sans rien importer
    Inspect(Files),
    /// Balance âgée, à n’importe quelle date
    Aging(Aging),
    /// Que faire aujourd’hui, pourquoi, et pourquoi rien pour le reste
    Agenda(Agenda),
    /// Ce qui est à surveiller, et ce que quelqu’un a mis de côté
    Alerts(Alerts),
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
    /// Écrire à un client avec ses propres mots, ou un modèle, hors du scénario : montré d’abord
    Write(Write),
    /// Envoyer ce qui est prêt
    Send(Send),
    /// Les virements reçus que personne n’a encore rapprochés, et ce que vous en dites
    Bank(Bank),
    /// Les virements à trier avec ce qu’ils peuvent payer ; ou un jeu d’essai, sans toucher aux livres (--set)
    Match(Match),
    /// La tournée du jour : planifier, préparer ce qu’une consigne permanente autorise, envoyer
    Tick,
    /// Noter le résultat d’un appel ou d’une visite
    Call(Call),
    /// Noter qu’un courrier est posté, une visite faite
    Done(Done),
    /// Noter qu’un courrier est revenu : non réclamé, ou destinataire inconnu à l’adresse
    Returned(Returned),
    /// Trancher un envoi dont l’issue est inconnue
    Resolve(Resolve),
    /// Renoncer à un acte préparé qui n’est pas parti ; l’étape sera proposée de nouveau si elle se justifie
    Cancel(Cancel),
    /// Les actes préparés, envoyés ou à faire
    Acts(Acts),
    /// Litiges, promesses, suspensions, procédures collectives
    #[command(subcommand)]
    Hold(HoldCommand),
    /// Les promesses de règlement
    #[command(subcommand)]
    Promise(PromiseCommand),
    /// Litiges : ouverts, suivis, tranchés, avec leurs avoirs
    #[command(subcommand)]
    Dispute(DisputeCommand),
    /// Ce que les clients répondent : enregistré, lu, traité
    #[command(subcommand)]
    Reply(ReplyCommand),
    /// Les échéanciers : offres, accord à signer, suivi, déchéance du terme
    #[command(subcommand)]
    Plan(PlanCommand),
    /// Les remises : pesées, accordées ou demandées au propriétaire
    #[command(subcommand)]
    Waiver(WaiverCommand),
    /// Reporter une échéance d’un commun accord
    Extend(Extend),
    /// Les services impayés : conditions, suspensions, rétablissements
    #[command(subcommand)]
    Service(ServiceCommand),
    /// L’argent reçu pour des créances cédées, à reverser au cessionnaire
    #[command(subcommand)]
    Assigned(AssignedCommand),
    /// Décider à côté du scénario : passer une étape, reporter, passer outre une règle, renoncer aux intérêts
    #[command(subcommand)]
    Decide(DecideCommand),
    /// Noter un paiement reçu
    Pay(Pay),
    /// Reprendre la dernière imputation d’une facture
    Unpay(Unpay),
    /// Les clients qui ont tout payé : les remercier, une fois
    Thanks(Thanks),
    /// Confirmer un rapprochement déduit, ou l’échéance lue sur une facture
    Confirm(Confirm),
    /// Les clients
    #[command(subcommand)]
    Customer(CustomerCommand),
    /// Les réglages de la société
    Settings(Box<Settings>),
    /// Les jours où la société est fermée : rien ne part
    #[command(subcommand)]
    Closing(ClosingCommand),
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
    /// Les créances douteuses ou perdues : dépréciations et passages en perte, proposés puis approuvés
    #[command(subcommand)]
    Loss(LossCommand),
    /// Les écritures pour le comptable : règlements, avoirs, pertes, remises, chacun transmis une seule fois
    #[command(subcommand)]
    Entries(EntriesCommand),
    /// Les utilisateurs : qui peut entrer, avec quel rôle
    #[command(subcommand)]
    User(UserCommand),
    /// Les jetons des programmes qui entrent par l’API
    #[command(subcommand)]
    Token(TokenCommand),
    /// Les programmes à qui Quitus dit ce qui arrive
    #[command(subcommand)]
    Webhook(WebhookCommand),
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
    /// Après une restauration : ce qui a pu partir depuis la sauvegarde, et votre parole là-dessus
    Restored(RestoredArgs),
    /// Une société de démonstration : trois ans de factures, paiements, relances et litiges
    Demo(Demo),
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
