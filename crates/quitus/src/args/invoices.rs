//! What is said of invoices one by one.

use super::{RegimeArg, date};
use base::Date;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub enum InvoiceCommand {
    /// Saisir une facture qu’aucun fichier ne dit
    Add(Box<InvoiceAdd>),
}

#[derive(Args, Debug)]
pub struct InvoiceAdd {
    /// Numéro, tel qu’il est écrit dessus
    #[arg(value_name = "NUMÉRO")]
    pub number: String,
    /// Client ; avec --new, le nom d’un nouveau
    #[arg(value_name = "CLIENT")]
    pub customer: String,
    /// Date de la facture
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = date)]
    pub issued: Date,
    /// Total toutes taxes comprises
    #[arg(long, value_name = "MONTANT")]
    pub total: String,
    /// Dont TVA
    #[arg(long, value_name = "MONTANT")]
    pub vat: Option<String>,
    /// Échéance écrite sur la facture
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = date, conflicts_with = "terms")]
    pub due: Option<Date>,
    /// Délai écrit sur la facture : « 30 jours », « 45 jours fin de mois » ; sans lui, le délai convenu ou celui de la loi
    #[arg(long, value_name = "DÉLAI")]
    pub terms: Option<String>,
    /// Devise, si ce n’est pas l’euro
    #[arg(long, default_value = "EUR")]
    pub currency: String,
    /// Ce qui est facturé
    #[arg(long, value_name = "TEXTE", default_value = "")]
    pub subject: String,
    /// Commande du client
    #[arg(long, default_value = "")]
    pub order: String,
    /// La facture en PDF : gardée à l’octet près, jointe aux relances
    #[arg(long, value_name = "FICHIER")]
    pub file: Option<PathBuf>,
    /// C’est un nouveau client
    #[arg(long)]
    pub new: bool,
    /// Ce qu’est ce nouveau client : business (professionnel), consumer (particulier), public-body (organisme public)
    #[arg(long, value_enum, requires = "new")]
    pub kind: Option<RegimeArg>,
    #[arg(long, requires = "new", default_value = "")]
    pub siren: String,
    #[arg(long, requires = "new", default_value = "")]
    pub email: String,
    /// Adresse, sans la ville
    #[arg(long, requires = "new", default_value = "")]
    pub address: String,
    #[arg(long, requires = "new", default_value = "")]
    pub postcode: String,
    #[arg(long, requires = "new", default_value = "")]
    pub city: String,
}
