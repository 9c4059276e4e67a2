use base::id::{CompanyId, TokenId};
use base::{Date, Timestamp};

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiScope {
    Read,
    /// Bring files in.
    Import,
    /// Approve, record outcomes, holds, payments.
    Act,
    /// What the owner decides: settings, scenarios, texts, subscriptions.
    Manage,
    /// Let people and programs in and out: given by an owner alone, and part of no other right.
    People,
}

impl ApiScope {
    pub const ALL: [ApiScope; 5] =
        [ApiScope::Read, ApiScope::Import, ApiScope::Act, ApiScope::Manage, ApiScope::People];

    pub fn code(self) -> &'static str {
        match self {
            ApiScope::Read => "read",
            ApiScope::Import => "import",
            ApiScope::Act => "act",
            ApiScope::Manage => "manage",
            ApiScope::People => "people",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            ApiScope::Read => "lire",
            ApiScope::Import => "importer des fichiers",
            ApiScope::Act => "agir (approuver, noter un appel, un paiement, une suspension)",
            ApiScope::Manage => "régler, comme le propriétaire (société, envoi, scénarios, modèles, abonnements)",
            ApiScope::People => "personnes (faire entrer et sortir des utilisateurs et des programmes)",
        }
    }
}

/// What another program comes in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRecord {
    pub id: TokenId,
    pub company: CompanyId,
    /// Lower-case hexadecimal SHA-256 of the token.
    pub token_hash: String,
    pub name: String,
    pub scopes: Vec<ApiScope>,
    pub created_by: String,
    pub created_at: Timestamp,
    /// Last day.
    pub expires_on: Option<Date>,
    pub revoked_at: Option<Timestamp>,
}

/// A request that must not be done twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiRequest {
    pub token: TokenId,
    pub key: String,
    /// Hash of method, address and body: the same key with another request is a mistake of the caller's.
    pub request_hash: String,
    /// Status and body of the answer; `None` while it is being done, or when it was cut off.
    pub answer: Option<(u16, String)>,
    pub recorded_at: Timestamp,
}
