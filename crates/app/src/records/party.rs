use super::PostalAddress;
use base::id::{CompanyId, ContactId, PartyId};
use base::{RateBp, Timestamp};
use domain::facts::{ContactRole, KindBasis, PartyKind};

/// A customer of a company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyRecord {
    pub id: PartyId,
    pub company: CompanyId,
    pub name: String,
    /// Folded name, for search.
    pub search: String,
    pub kind: PartyKind,
    pub kind_basis: KindBasis,
    pub siren: Option<String>,
    pub vat_id: Option<String>,
    /// Our own code for this customer.
    pub code: Option<String>,
    /// `fr` or `en`.
    pub language: String,
    pub address: PostalAddress,
    /// Scenario chosen by hand.
    pub scenario: Option<String>,
    /// Agreed payment terms, as JSON of the law's type.
    pub payment_terms: Option<String>,
    pub agreed_rate: Option<RateBp>,
    pub is_key_account: bool,
    pub is_pseudo: bool,
    pub created_at: Timestamp,
}

impl PartyRecord {
    /// What the customer is, in French, or that it is to be checked.
    pub fn kind_told(&self) -> &'static str {
        if self.kind_basis.is_known() || self.is_pseudo { self.kind.french() } else { "à vérifier" }
    }
}

/// What a party may be recognised by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    Siren,
    Vat,
    Code,
    Name,
}

impl KeyKind {
    pub fn code(self) -> &'static str {
        match self {
            KeyKind::Siren => "siren",
            KeyKind::Vat => "vat",
            KeyKind::Code => "code",
            KeyKind::Name => "name",
        }
    }
}

/// One way to recognise a party; a key belongs to one party of a company.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartyKey {
    pub kind: KeyKind,
    pub value: String,
}

/// A person at a customer's, or our salesperson for that customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactRecord {
    pub id: ContactId,
    pub company: CompanyId,
    pub party: PartyId,
    pub role: ContactRole,
    pub name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub created_at: Timestamp,
}
