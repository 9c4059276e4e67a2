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
