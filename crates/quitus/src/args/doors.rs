//! Who comes in: people, programs, and programs that are told.

use super::date;
use base::Date;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleArg {
    #[value(name = "proprietaire", alias = "owner")]
    Owner,
    #[value(name = "comptable", alias = "accountant")]
    Accountant,
    #[value(name = "commercial", alias = "salesperson")]
    Salesperson,
    #[value(name = "invite", alias = "guest")]
    Guest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ScopeArg {
    #[value(name = "lire", alias = "read")]
    Read,
    #[value(name = "importer", alias = "import")]
    Import,
    #[value(name = "agir", alias = "act")]
    Act,
    #[value(name = "regler", alias = "manage")]
    Manage,
    #[value(name = "personnes", alias = "people")]
    People,
}

#[derive(Subcommand, Debug)]
pub enum UserCommand {
    /// Qui peut entrer, avec quel rôle
    List,
    /// Ajouter un utilisateur ; son mot de passe provisoire s’affiche une seule fois
    Add(NewUserArgs),
    /// Changer le rôle d’un utilisateur
    Role {
        /// Son adresse e-mail
        email: String,
        #[arg(value_enum)]
        role: RoleArg,
        /// Dernier jour d’un invité
        #[arg(long, value_parser = date)]
        until: Option<Date>,
    },
    /// Lui donner un nouveau mot de passe et fermer ses sessions, quand il ne peut plus entrer
    Password {
        /// Son adresse e-mail
        email: String,
        /// Le lire sur l’entrée standard, au lieu d’en fabriquer un
        #[arg(long)]
        password_stdin: bool,
        /// Retirer aussi son second facteur, perdu, et ses codes de secours
        #[arg(long)]
        without_second_factor: bool,
    },
    /// Retirer l’accès d’un utilisateur à la société
    Remove {
        /// Son adresse e-mail
        email: String,
    },
}

#[derive(Args, Debug)]
pub struct NewUserArgs {
    /// Son adresse e-mail
    pub email: String,
    /// Prénom et nom
    #[arg(long)]
    pub name: String,
    /// Ce qu’il pourra faire
    #[arg(long, value_enum)]
    pub role: RoleArg,
    /// Dernier jour d’un invité
    #[arg(long, value_parser = date)]
    pub until: Option<Date>,
    /// Lire son mot de passe sur l’entrée standard, au lieu d’en fabriquer un
    #[arg(long)]
    pub password_stdin: bool,
}

#[derive(Subcommand, Debug)]
pub enum TokenCommand {
    /// Les programmes qui peuvent entrer par l’API
    List,
    /// Ouvrir l’API à un programme ; le jeton s’affiche une seule fois
    Add {
        /// Nom du programme
        name: String,
        /// Ce qu’il pourra faire ; répéter pour plusieurs droits
        #[arg(long = "scope", value_enum, required = true)]
        scopes: Vec<ScopeArg>,
        /// Dernier jour
        #[arg(long, value_parser = date)]
        until: Option<Date>,
    },
    /// Révoquer un jeton
    Revoke {
        /// Identifiant tok_…, ou nom du programme
        token: String,
    },
}

#[derive(Subcommand, Debug)]
pub enum WebhookCommand {
    /// Les programmes à qui Quitus dit ce qui arrive
    List,
    /// Abonner un programme ; le secret de signature s’affiche une seule fois
    Add {
        /// Adresse https:// du programme
        url: String,
        /// Seulement cet évènement ; répéter pour plusieurs, ou sans rien pour tous
        #[arg(long = "event")]
        events: Vec<String>,
        /// Dire aussi les montants et les noms, au lieu des seuls identifiants
        #[arg(long)]
        tells: bool,
        /// L’adresse est sur le réseau de l’entreprise
        #[arg(long)]
        private: bool,
    },
    /// Suspendre un abonnement
    Pause {
        /// Identifiant de l’abonnement
        webhook: String,
    },
    /// Reprendre un abonnement suspendu
    Resume {
        /// Identifiant de l’abonnement
        webhook: String,
    },
    /// Mettre fin à un abonnement
    End {
        /// Identifiant de l’abonnement
        webhook: String,
    },
    /// Les derniers messages d’un abonnement
    Deliveries {
        /// Identifiant de l’abonnement
        webhook: String,
    },
    /// Envoyer de nouveau un message qui n’est pas passé
    Redeliver {
        /// Identifiant du message
        delivery: String,
    },
}
