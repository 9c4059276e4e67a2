use super::Role;
use base::calendar::Region;
use base::id::CompanyId;
use base::{Cents, Date, RateBp, Timestamp};
use domain::facts::{Closing, StandingOrder};
use serde::{Deserialize, Serialize};

/// A postal address as printed on an envelope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostalAddress {
    #[serde(default)]
    pub lines: Vec<String>,
    pub postcode: Option<String>,
    pub city: Option<String>,
    /// ISO 3166-1 alpha-2; `None` reads as France.
    pub country: Option<String>,
}

impl PostalAddress {
    /// Good enough for a letter: a street or box, and a town.
    pub fn is_usable(&self) -> bool {
        !self.lines.is_empty() && self.city.is_some()
    }
}

/// How mails leave. The password is stored by the outer rim, never in the journal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmtpRecord {
    pub host: String,
    pub port: u16,
    /// `starttls`, `tls` or `none`.
    pub security: String,
    pub username: Option<String>,
    pub password: Option<String>,
}

/// Up to how much may be given up without asking the owner, whose own word has no limit. Nothing, until it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WaiverLimits {
    pub accountant: Cents,
    pub salesperson: Cents,
}

impl WaiverLimits {
    /// `None` without limit.
    pub fn of(&self, role: Role) -> Option<Cents> {
        match role {
            Role::Owner => None,
            Role::Accountant => Some(self.accountant),
            Role::Salesperson => Some(self.salesperson),
            Role::Guest => Some(Cents::ZERO),
        }
    }
}

/// What is supposed of going on without giving anything up, where nobody says otherwise: assumptions, not measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GoingOn {
    /// Chance of being paid the whole.
    pub chance: RateBp,
    /// After so many days.
    pub days: i64,
    /// Letters, time, a bailiff.
    pub cost: Cents,
}

impl Default for GoingOn {
    fn default() -> Self {
        GoingOn { chance: RateBp::new(6_000), days: 120, cost: Cents::new(10_000) }
    }
}

/// What the owner decided for the whole company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// False until the owner switches real sending on: everything goes to the local outbox.
    pub live: bool,
    pub smtp: Option<SmtpRecord>,
    pub region: Region,
    /// Days on which the company is closed.
    pub closings: Vec<Closing>,
    pub standing_order: StandingOrder,
    /// Agreed default rate of late-payment interest; `None` is the legal default.
    pub agreed_rate: Option<RateBp>,
    /// Payment terms where neither document nor customer says, as JSON of the law's type; `None` is thirty days, estimated.
    pub payment_terms: Option<String>,
    /// True where the parties agreed that payments go to principal first; the law says interest first (C. civ. 1343-1).
    pub principal_first: bool,
    /// Real messages leave from this hour of a working day, local time…
    pub sending_from_hour: u8,
    /// … and before this one.
    pub sending_until_hour: u8,
    /// Yearly rate at which dated payments are worth less today, when offers are compared.
    pub present_value_rate: RateBp,
    pub waiver_limits: WaiverLimits,
    pub going_on: GoingOn,
    /// The day a company of demonstration stands still on; `None` for a real one, which lives with the calendar.
    pub demo_day: Option<Date>,
    /// Numbers of the accounts entries go to; `None` for those of the last export.
    pub accounts: Option<domain::entries::Accounts>,
    /// The list that the accountant's program reads; `None` for that of a French spreadsheet.
    pub layout: Option<domain::entries::Layout>,
    /// After full payment a word of thanks is proposed, as the scenario says.
    pub thanks: bool,
    /// A folder of the machine whose files the server takes in.
    pub watched_folder: Option<String>,
    /// A demonstration whose past is being written: until it is done, nothing else plans it.
    pub is_filling: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            live: false,
            smtp: None,
            region: Region::default(),
            closings: Vec::new(),
            standing_order: StandingOrder::default(),
            agreed_rate: None,
            payment_terms: None,
            principal_first: false,
            sending_from_hour: 8,
            sending_until_hour: 19,
            present_value_rate: RateBp::new(500),
            waiver_limits: WaiverLimits::default(),
            going_on: GoingOn::default(),
            demo_day: None,
            accounts: None,
            layout: None,
            thanks: true,
            watched_folder: None,
            is_filling: false,
        }
    }
}

/// A creditor company: one instance keeps several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Company {
    pub id: CompanyId,
    pub name: String,
    pub siren: Option<String>,
    pub vat_id: Option<String>,
    pub legal_form: Option<String>,
    pub capital: Option<String>,
    pub rcs: Option<String>,
    pub address: PostalAddress,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub iban: Option<String>,
    pub bic: Option<String>,
    pub signatory: Option<String>,
    pub settings: Settings,
    pub created_at: Timestamp,
}

impl Company {
    /// One of which only the name is known, with the settings a company starts with.
    pub fn named(id: CompanyId, name: &str, created_at: Timestamp) -> Company {
        Company {
            id,
            name: name.to_string(),
            siren: None,
            vat_id: None,
            legal_form: None,
            capital: None,
            rcs: None,
            address: PostalAddress::default(),
            email: None,
            phone: None,
            iban: None,
            bic: None,
            signatory: None,
            settings: Settings::default(),
            created_at,
        }
    }
}
