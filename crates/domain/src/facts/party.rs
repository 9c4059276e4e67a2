use base::id::{ContactId, PartyId};
use serde::{Deserialize, Serialize};

/// Which law applies to the debtor: three engines, not one (C. com. L441-10, C. civ. 1231-6, CCP L2192-12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    #[default]
    Business,
    Consumer,
    PublicBody,
}

impl PartyKind {
    pub fn code(self) -> &'static str {
        match self {
            PartyKind::Business => "business",
            PartyKind::Consumer => "consumer",
            PartyKind::PublicBody => "public_body",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        [PartyKind::Business, PartyKind::Consumer, PartyKind::PublicBody].into_iter().find(|k| k.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            PartyKind::Business => "professionnel",
            PartyKind::Consumer => "particulier",
            PartyKind::PublicBody => "organisme public",
        }
    }
}

/// Who a person is in the customer's house, or ours (M5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    /// Books and pays invoices.
    AccountsPayable,
    /// Ordered; our usual correspondent.
    Buyer,
    /// Uses what we deliver.
    User,
    /// Signs, decides, owns.
    Decider,
    /// On our side: who looks after this customer.
    Salesperson,
}

impl ContactRole {
    pub const ALL: [ContactRole; 5] = [
        ContactRole::AccountsPayable,
        ContactRole::Buyer,
        ContactRole::User,
        ContactRole::Decider,
        ContactRole::Salesperson,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ContactRole::AccountsPayable => "accounts_payable",
            ContactRole::Buyer => "buyer",
            ContactRole::User => "user",
            ContactRole::Decider => "decider",
            ContactRole::Salesperson => "salesperson",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            ContactRole::AccountsPayable => "la comptabilité fournisseurs",
            ContactRole::Buyer => "l’acheteur",
            ContactRole::User => "l’utilisateur",
            ContactRole::Decider => "le décideur",
            ContactRole::Salesperson => "le commercial",
        }
    }
}

/// A customer as the planner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PartyFacts {
    pub id: PartyId,
    pub name: String,
    pub kind: PartyKind,
    /// A scenario chosen by hand for this customer.
    pub scenario: Option<String>,
    /// Named by the user as a customer not to lose.
    pub is_key_account: bool,
    /// "Recettes CB", "divers": an accounting bucket, never somebody to chase.
    pub is_pseudo: bool,
    /// A postal address good enough for a letter.
    pub has_address: bool,
    /// Some settlement of theirs was only inferred from amounts or age: which invoice is still open is not sure.
    pub has_settlements_to_confirm: bool,
}

impl Default for PartyFacts {
    fn default() -> Self {
        PartyFacts {
            id: PartyId::from_bytes([0; 16]),
            name: String::new(),
            kind: PartyKind::Business,
            scenario: None,
            is_key_account: false,
            is_pseudo: false,
            has_address: false,
            has_settlements_to_confirm: false,
        }
    }
}

/// A person, and how they can be reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ContactFacts {
    pub id: ContactId,
    pub role: ContactRole,
    pub has_email: bool,
    pub has_phone: bool,
}

/// How this customer paid until now, counted on invoices settled in the twelve months before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PayerHistory {
    pub settled: u32,
    /// Settled more than five days after the due date.
    pub settled_late: u32,
}
