use base::{Cents, Currency, Date};
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// The families of UNTDID 1001 document types that matter to a receivable (EN 16931 BT-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 380 and everything without a family of its own.
    Invoice,
    /// 381, 261, 262, 396, 502, 503: reduces what is owed.
    CreditNote,
    /// 386, 500: down-payment invoice.
    DownPayment,
    /// 384, 471, 472, 473: replaces one invoice.
    Corrective,
}

/// A company or person as an invoice names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct PartyDraft {
    pub name: Option<String>,
    /// Nine digits (scheme 0002, or the start of a SIRET).
    pub siren: Option<String>,
    pub siret: Option<String>,
    pub vat_id: Option<String>,
    /// Electronic address (BT-34, BT-49) when it is an e-mail.
    pub email: Option<String>,
    pub phone: Option<String>,
    pub contact_name: Option<String>,
    /// Street lines, in order.
    pub address: Vec<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// The sender's own code for this party (customer number, auxiliary account).
    pub code: Option<String>,
    /// `business`, `consumer` or `public_body`, when the file says which.
    pub kind: Option<&'static str>,
}

/// A finding of the official rules on one invoice: information, never a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// e.g. `BR-CO-10`.
    pub rule: String,
    /// `fatal`, `warning` or `information`.
    pub severity: &'static str,
    pub message: String,
}

/// An earlier invoice that this document refers to (BG-3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Precedent {
    pub number: String,
    pub issued_on: Option<Date>,
}

/// One invoice or credit note as read. Amounts have the sign written in the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InvoiceDraft {
    /// Line of a table, or `None` for a document of its own.
    pub line: Option<u64>,
    pub number: String,
    pub kind: InvoiceKind,
    /// The type code as written (BT-3), when there is one.
    pub type_code: Option<String>,
    pub issued_on: Date,
    pub due_on: Option<Date>,
    /// Delivery or performance date (BT-72), where limitation and some terms start.
    pub delivered_on: Option<Date>,
    /// Payment terms as written (BT-20).
    pub payment_terms: Option<String>,
    pub currency: Currency,
    pub net: Option<Cents>,
    pub vat: Option<Cents>,
    /// Total with VAT (BT-112).
    pub gross: Cents,
    /// Already paid when issued (BT-113).
    pub prepaid: Option<Cents>,
    /// What is to be paid (BT-115); `gross` less `prepaid` where the file does not say.
    pub amount_due: Cents,
    /// What a table says is still open, when it has such a column.
    pub outstanding: Option<Cents>,
    /// When a table says it was settled.
    pub paid_on: Option<Date>,
    /// Shared by the documents of one file, as the buyer is: a list names few parties many times.
    #[serde(serialize_with = "shared")]
    pub seller: Arc<PartyDraft>,
    #[serde(serialize_with = "shared")]
    pub buyer: Arc<PartyDraft>,
    pub precedents: Vec<Precedent>,
    /// Purchase order (BT-13) and buyer reference (BT-10).
    pub order_reference: Option<String>,
    pub buyer_reference: Option<String>,
    /// Where the document asks to be paid (BT-84).
    pub iban: Option<String>,
    /// Profile or customization (BT-24).
    pub profile: Option<String>,
    pub validity: Vec<Finding>,
}

fn shared<S: Serializer>(party: &Arc<PartyDraft>, serializer: S) -> Result<S::Ok, S::Error> {
    PartyDraft::serialize(party, serializer)
}
