use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column of a list of invoices, or of a bank's export, means.
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
    // Columns of a bank's export.
    BookedOn,
    ValueOn,
    Label,
    /// Signed, or unsigned beside a direction.
    Amount,
    Debit,
    Credit,
    Direction,
    Counterparty,
    CounterpartyIban,
    BankAccount,
    BankReference,
    EndToEnd,
    Balance,
}

impl Field {
    /// Those of a list of invoices, in the order in which a person is asked for them: what an invoice cannot do without comes first.
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

    /// Those that only a bank's export has.
    pub const BANK: [Field; 13] = [
        Field::BookedOn,
        Field::ValueOn,
        Field::Label,
        Field::Amount,
        Field::Debit,
        Field::Credit,
        Field::Direction,
        Field::Counterparty,
        Field::CounterpartyIban,
        Field::BankAccount,
        Field::BankReference,
        Field::EndToEnd,
        Field::Balance,
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
            Field::BookedOn => "Date de l’opération",
            Field::ValueOn => "Date de valeur",
            Field::Label => "Libellé",
            Field::Amount => "Montant",
            Field::Debit => "Débit",
            Field::Credit => "Crédit",
            Field::Direction => "Sens",
            Field::Counterparty => "Contrepartie",
            Field::CounterpartyIban => "IBAN de la contrepartie",
            Field::BankAccount => "Compte",
            Field::BankReference => "Référence de la banque",
            Field::EndToEnd => "Référence du payeur",
            Field::Balance => "Solde",
        }
    }
}

/// Column index (from 0) of each field that was recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub BTreeMap<Field, usize>);

impl Mapping {
    /// True when it says of what a bank's export only has.
    pub fn is_bank(&self) -> bool {
        self.0.keys().any(|field| Field::BANK.contains(field))
    }
}

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
    /// Lines that refuse the list, as they stand in it; the list may be taken without them when a person says so.
    pub wrong: Vec<WrongLine>,
}

/// A line of a list that cannot be taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrongLine {
    /// As an editor or a spreadsheet shows it.
    pub line: u64,
    pub cells: Vec<String>,
}

/// Lines to mend, with the headers they stood under: once mended, a list of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToMend {
    pub headers: Vec<String>,
    pub lines: Vec<WrongLine>,
}

impl ToMend {
    /// As a list with `;` and a byte order mark, which spreadsheets open and the reader takes back.
    pub fn list(&self) -> String {
        let mut out = String::from('\u{feff}');
        for cells in std::iter::once(&self.headers).chain(self.lines.iter().map(|l| &l.cells)) {
            out.push_str(&cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(";"));
            out.push_str("\r\n");
        }
        out
    }
}

fn quoted(cell: &str) -> String {
    let cuts = cell.contains([';', '"', '\n', '\r']);
    if cuts { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_string() }
}
