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

/// What the kind of a customer rests on, from weakest to strongest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindBasis {
    /// On nothing: taken for a business until somebody says, and asked for no more than the principal.
    #[default]
    Assumed,
    /// On a legal form in the name, or on the answer of whoever said to whom the company sells.
    Suggested,
    /// On a document: a SIREN, a VAT number, or the kind itself.
    Documented,
    /// On the word of a user.
    Stated,
}

impl KindBasis {
    pub const ALL: [KindBasis; 4] =
        [KindBasis::Assumed, KindBasis::Suggested, KindBasis::Documented, KindBasis::Stated];

    pub fn code(self) -> &'static str {
        match self {
            KindBasis::Assumed => "assumed",
            KindBasis::Suggested => "suggested",
            KindBasis::Documented => "documented",
            KindBasis::Stated => "stated",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            KindBasis::Assumed => "à vérifier : rien ne le dit",
            KindBasis::Suggested => {
                "suggéré par la forme juridique de son nom, ou par ce que vous avez dit de vos clients"
            }
            KindBasis::Documented => "d’après un document",
            KindBasis::Stated => "dit par vous",
        }
    }

    /// Whether it is enough to ask for what only this kind of customer owes.
    pub fn is_known(self) -> bool {
        self != KindBasis::Assumed
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
    pub kind_basis: KindBasis,
    /// A scenario chosen by hand for this customer.
    pub scenario: Option<String>,
    /// Named by the user as a customer not to lose.
    pub is_key_account: bool,
    /// "Recettes CB", "divers": an accounting bucket, never somebody to chase.
    pub is_pseudo: bool,
    /// A postal address good enough for a letter.
    pub has_address: bool,
    /// The day a letter to that very address came back, nobody of that name being there. No letter goes there any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address_returned_on: Option<base::Date>,
    /// Some settlement of theirs was only inferred from amounts or age: which invoice is still open is not sure.
    pub has_settlements_to_confirm: bool,
}

impl Default for PartyFacts {
    fn default() -> Self {
        PartyFacts {
            id: PartyId::from_bytes([0; 16]),
            name: String::new(),
            kind: PartyKind::Business,
            kind_basis: KindBasis::Assumed,
            scenario: None,
            is_key_account: false,
            is_pseudo: false,
            has_address: false,
            address_returned_on: None,
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
