use base::id::{CompanyId, UserId};
use base::{Date, Timestamp};

/// What a user may do for a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Decides: settings, users, standing orders, real sending, formal notices.
    Owner,
    /// Does the daily work.
    Accountant,
    /// The same, for own customers only.
    Salesperson,
    /// Looks, until a day.
    Guest,
}

impl Role {
    pub const ALL: [Role; 4] = [Role::Owner, Role::Accountant, Role::Salesperson, Role::Guest];

    pub fn code(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Accountant => "accountant",
            Role::Salesperson => "salesperson",
            Role::Guest => "guest",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            Role::Owner => "propriétaire",
            Role::Accountant => "comptable",
            Role::Salesperson => "commercial",
            Role::Guest => "invité (lecture seule)",
        }
    }

    /// May approve, record, import.
    pub fn may_act(self) -> bool {
        self != Role::Guest
    }

    /// May do what concerns all customers: import, above all.
    pub fn may_keep_books(self) -> bool {
        matches!(self, Role::Owner | Role::Accountant)
    }

    /// May change settings, users, scenarios, and what really leaves.
    pub fn may_decide(self) -> bool {
        self == Role::Owner
    }
}

/// Somebody who logs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserRecord {
    pub id: UserId,
    pub email: String,
    pub name: String,
    /// argon2id in PHC form.
    pub password: String,
    /// The secret of the second factor, sealed; `None` without one.
    pub totp: Option<String>,
    pub created_at: Timestamp,
    pub disabled_at: Option<Timestamp>,
    /// Somebody else chose the password: nothing is shown before it is another one.
    pub is_provisional: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub user: UserId,
    pub company: CompanyId,
    pub role: Role,
    /// Last day, of a guest.
    pub until: Option<Date>,
}

/// A browser that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// Lower-case hexadecimal SHA-256 of the token; the token itself is only in the browser.
    pub token_hash: String,
    pub user: UserId,
    /// The company last looked at.
    pub company: Option<CompanyId>,
    /// What the browser says it is.
    pub agent: String,
    pub created_at: Timestamp,
    pub seen_at: Timestamp,
    pub expires_at: Timestamp,
}

/// Wrong passwords in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginFailures {
    pub failures: u32,
    pub last_at: Timestamp,
}
