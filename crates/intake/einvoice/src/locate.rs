//! Where an invoice says what: the elements of each business term of EN 16931, before any is interpreted.
//!
//! Each syntax fills the same structure, so that values are judged once, in one place, for all of them.

use crate::tree::Element;

/// The elements that carry each business term.
#[derive(Default)]
pub(crate) struct Located<'a> {
    /// BT-1.
    pub(crate) number: Option<Element<'a>>,
    /// BT-3.
    pub(crate) type_code: Option<Element<'a>>,
    /// The root element itself says it is a credit note.
    pub(crate) is_credit_document: bool,
    /// BT-2.
    pub(crate) issued_on: Option<Element<'a>>,
    /// BT-9, one for each instalment.
    pub(crate) due_on: Vec<Element<'a>>,
    /// BT-72.
    pub(crate) delivered_on: Option<Element<'a>>,
    /// BT-20.
    pub(crate) terms: Vec<Element<'a>>,
    /// BT-5.
    pub(crate) currency: Option<Element<'a>>,
    /// BT-109, BT-110, BT-112: one for each currency.
    pub(crate) net: Vec<Element<'a>>,
    pub(crate) vat: Vec<Element<'a>>,
    pub(crate) gross: Vec<Element<'a>>,
    /// BT-113, BT-114, BT-115.
    pub(crate) prepaid: Vec<Element<'a>>,
    pub(crate) rounding: Vec<Element<'a>>,
    pub(crate) due: Vec<Element<'a>>,
    /// BG-4 and BG-7.
    pub(crate) seller: LocatedParty<'a>,
    pub(crate) buyer: LocatedParty<'a>,
    /// BG-3: number and date.
    pub(crate) precedents: Vec<(Element<'a>, Option<Element<'a>>)>,
    /// BT-13 and BT-10.
    pub(crate) order_reference: Option<Element<'a>>,
    pub(crate) buyer_reference: Option<Element<'a>>,
    /// BT-84, the accounts of credit transfers first.
    pub(crate) accounts: Vec<Element<'a>>,
    /// BT-24.
    pub(crate) profile: Option<Element<'a>>,
}

/// The elements that describe one party.
#[derive(Default)]
pub(crate) struct LocatedParty<'a> {
    pub(crate) name: Option<Element<'a>>,
    /// BT-29, BT-46, with their schemes.
    pub(crate) ids: Vec<Element<'a>>,
    /// BT-30, BT-47.
    pub(crate) legal_ids: Vec<Element<'a>>,
    /// BT-31, BT-48.
    pub(crate) vat_id: Option<Element<'a>>,
    /// BT-34, BT-49.
    pub(crate) endpoint: Option<Element<'a>>,
    pub(crate) contact_name: Option<Element<'a>>,
    pub(crate) phone: Option<Element<'a>>,
    pub(crate) contact_email: Option<Element<'a>>,
    pub(crate) street: Vec<Element<'a>>,
    pub(crate) building: Option<Element<'a>>,
    pub(crate) postcode: Option<Element<'a>>,
    pub(crate) city: Option<Element<'a>>,
    pub(crate) country: Option<Element<'a>>,
}
