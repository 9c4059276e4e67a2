use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column of an invoice list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Number,
    Kind,
    IssuedOn,
    DueOn,
    DeliveredOn,
    Currency,
    Net,
    Vat,
    Gross,
    /// Already paid.
    Paid,
    /// Still open.
    Outstanding,
    PaidOn,
    CustomerCode,
    CustomerName,
    CustomerSiren,
    CustomerVatId,
    CustomerEmail,
    CustomerPhone,
    CustomerAddress,
    CustomerPostcode,
    CustomerCity,
    CustomerCountry,
    CustomerKind,
    ContactName,
    SellerName,
    SellerSiren,
    PaymentTerms,
    OrderReference,
    /// For a credit note: the invoice it reduces.
    Precedent,
    /// Paid, draft, cancelled…
    Status,
}

impl Field {
    /// In the order in which a person is asked for them: what an invoice cannot do without comes first.
    pub const ALL: [Field; 30] = [
        Field::Number,
        Field::IssuedOn,
        Field::DueOn,
        Field::CustomerName,
        Field::Gross,
        Field::Net,
        Field::Vat,
        Field::Outstanding,
        Field::Paid,
        Field::PaidOn,
        Field::Currency,
        Field::Kind,
        Field::Status,
        Field::Precedent,
        Field::PaymentTerms,
        Field::DeliveredOn,
        Field::OrderReference,
        Field::CustomerCode,
        Field::CustomerKind,
        Field::CustomerSiren,
        Field::CustomerVatId,
        Field::CustomerEmail,
        Field::CustomerPhone,
        Field::ContactName,
        Field::CustomerAddress,
        Field::CustomerPostcode,
        Field::CustomerCity,
        Field::CustomerCountry,
        Field::SellerName,
        Field::SellerSiren,
    ];

    pub fn french(self) -> &'static str {
        match self {
            Field::Number => "Numéro de facture",
            Field::Kind => "Facture ou avoir",
            Field::IssuedOn => "Date de facture",
            Field::DueOn => "Échéance",
            Field::DeliveredOn => "Date de livraison",
            Field::Currency => "Devise",
            Field::Net => "Montant HT",
            Field::Vat => "TVA",
            Field::Gross => "Montant TTC",
            Field::Paid => "Déjà payé",
            Field::Outstanding => "Reste dû",
            Field::PaidOn => "Payée le",
            Field::CustomerCode => "Code client",
            Field::CustomerName => "Nom du client",
            Field::CustomerSiren => "SIREN du client",
            Field::CustomerVatId => "Numéro de TVA du client",
            Field::CustomerEmail => "E-mail du client",
            Field::CustomerPhone => "Téléphone du client",
            Field::CustomerAddress => "Adresse du client",
            Field::CustomerPostcode => "Code postal du client",
            Field::CustomerCity => "Ville du client",
            Field::CustomerCountry => "Pays du client",
            Field::CustomerKind => "Professionnel, particulier ou public",
            Field::ContactName => "Personne à joindre",
            Field::SellerName => "Nom du vendeur",
            Field::SellerSiren => "SIREN du vendeur",
            Field::PaymentTerms => "Délai de règlement",
            Field::OrderReference => "Numéro de commande",
            Field::Precedent => "Facture corrigée par l’avoir",
            Field::Status => "Statut (payée, brouillon, annulée…)",
        }
    }
}

/// Column index (from 0) of each field that was recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<Field, usize>);

/// A table of invoices, with how its columns were understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TableDraft {
    pub headers: Vec<String>,
    /// Stable key of the header row, under which a confirmed mapping is remembered.
    pub fingerprint: String,
    pub mapping: Mapping,
    /// Headers nobody recognised.
    pub ignored: Vec<String>,
    pub rows: u64,
}
