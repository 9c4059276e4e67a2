//! The company and how it sends.

use super::date;
use base::Date;
use clap::{Args, ValueEnum};

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
    /// Proposer un mot de remerciement quand un client relancé a tout payé
    #[arg(long)]
    pub thanks: Option<bool>,
    /// metropole ou alsace-moselle, pour les jours fériés
    #[arg(long)]
    pub region: Option<String>,
    /// Taux d’actualisation des offres, par an, en pourcentage
    #[arg(long, value_name = "TAUX")]
    pub present_value_rate: Option<String>,
    /// Remise qu’un comptable accorde seul, au plus
    #[arg(long, value_name = "MONTANT")]
    pub waiver_limit_accountant: Option<String>,
    /// Remise qu’un commercial accorde seul, au plus
    #[arg(long, value_name = "MONTANT")]
    pub waiver_limit_salesperson: Option<String>,
    /// Hypothèse : chance d’obtenir le tout en continuant, en pourcentage
    #[arg(long, value_name = "TAUX")]
    pub going_on_chance: Option<String>,
    /// Hypothèse : au bout de combien de jours
    #[arg(long, value_name = "JOURS")]
    pub going_on_days: Option<i64>,
    /// Hypothèse : ce que continuer coûte
    #[arg(long, value_name = "MONTANT")]
    pub going_on_cost: Option<String>,
    /// Heures d’envoi réel, les jours ouvrés : « 8-19 » va de 8 h à 19 h
    #[arg(long, value_name = "DE-À")]
    pub sending_hours: Option<String>,
    /// Dossier dont le serveur importe les fichiers déposés ; « aucun » pour arrêter
    #[arg(long, value_name = "DOSSIER")]
    pub watched_folder: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SendingArg {
    #[value(name = "reel", alias = "on")]
    On,
    #[value(name = "essai", alias = "off")]
    Off,
    /// Essayer la connexion sans rien envoyer
    #[value(name = "tester", alias = "test")]
    Test,
    #[value(name = "etat", alias = "status")]
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
    #[arg(value_enum, default_value = "etat")]
    pub what: SendingArg,
}

#[derive(clap::Subcommand, Debug)]
pub enum ClosingCommand {
    /// Fermer ces jours-là, tous deux compris : rien n’est proposé et rien ne part
    Add {
        /// Le premier jour
        #[arg(long, value_parser = date)]
        from: Date,
        /// Le dernier jour
        #[arg(long, value_parser = date)]
        until: Date,
        /// Comment l’appeler
        #[arg(long, default_value = "")]
        why: String,
    },
    /// Retirer une fermeture
    Remove {
        /// Son premier jour
        #[arg(value_parser = date)]
        from: Date,
    },
    /// Les fermetures notées
    List,
}
