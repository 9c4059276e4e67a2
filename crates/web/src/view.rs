//! How things look in French on a page: amounts, days, chips. Templates call these; nothing here decides.

pub mod charts;
pub mod phase;
pub mod scatter;
pub mod stacked;

use base::{Cents, Currency, Date, fr};
use domain::agenda::WorthReason;
use domain::facts::Channel;

/// A short label with a colour that repeats what the words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub text: String,
    /// `late`, `warn`, `good`, `info`, `hold` or `plain`: a class of the style sheet.
    pub tone: &'static str,
}

impl Chip {
    pub fn new(text: impl Into<String>, tone: &'static str) -> Chip {
        Chip { text: text.into(), tone }
    }
}

/// Euros without cents for headlines: `12 345 €`.
pub fn round_euros(cents: Cents) -> String {
    let euros = rounded(cents, EURO);
    let sign = if cents.is_negative() && euros > 0 { "−" } else { "" };
    format!("{sign}{}{}€", fr::thousands(euros), fr::NBSP)
}

/// Cents in a euro.
const EURO: u64 = 100;

/// How many of a unit of so many cents, to the nearest and half away from zero, without its sign.
fn rounded(cents: Cents, unit: u64) -> u64 {
    cents.get().unsigned_abs().saturating_add(unit / 2) / unit
}

pub fn money(cents: Cents, currency: Currency) -> String {
    fr::money(cents, currency)
}

/// How a delay reads: `42 j de retard`, `dans 3 j`, `aujourd’hui`.
pub fn lateness(days_late: i64) -> Chip {
    let nbsp = fr::NBSP;
    match days_late {
        0 => Chip::new("échéance aujourd’hui", "info"),
        late if late > 0 => Chip::new(format!("{late}{nbsp}j de retard"), if late > 30 { "late" } else { "warn" }),
        early => Chip::new(format!("dans {}{nbsp}j", early.unsigned_abs()), "plain"),
    }
}

/// The name of an icon and of a channel.
pub fn channel(channel: Channel) -> (&'static str, &'static str) {
    match channel {
        Channel::Email => ("mail", "E-mail"),
        Channel::Call => ("phone", "Appel"),
        Channel::Letter => ("letter", "Courrier"),
        Channel::RegisteredLetter => ("stamp", "Recommandé"),
        Channel::Visit => ("walk", "Visite"),
        Channel::Internal => ("people", "En interne"),
    }
}

/// A channel, and why it is not the one that the step is made for.
pub fn way(taken: Channel, instead_of: Option<Channel>) -> String {
    let lacks = match instead_of {
        Some(Channel::Call) => ", faute de téléphone",
        Some(Channel::Email) => ", faute d’adresse e-mail",
        Some(Channel::Letter | Channel::RegisteredLetter) => ", faute d’adresse postale",
        Some(Channel::Visit) => ", faute d’adresse où aller",
        Some(Channel::Internal) | None => "",
    };
    format!("{}{lacks}", channel(taken).1)
}

/// `12/03/2026`.
pub fn day(date: Date) -> String {
    fr::date_short(date)
}

/// The instant on a clock in Paris.
pub fn paris(at: base::Timestamp) -> jiff::Zoned {
    at.in_tz("Europe/Paris").unwrap_or_else(|_| at.to_zoned(jiff::tz::TimeZone::UTC))
}

/// `20 novembre 2026`.
pub fn long_day(date: Date) -> String {
    fr::date(date)
}

/// Why a proposal stands where it does in the list.
pub fn worth(reason: &WorthReason) -> Chip {
    let nbsp = fr::NBSP;
    match reason {
        WorthReason::Late { days } => {
            Chip::new(format!("échu {days}{nbsp}j"), if *days > 30 { "late" } else { "warn" })
        }
        WorthReason::NotYetDue { in_days: 0 } => Chip::new("échéance aujourd’hui", "info"),
        WorthReason::NotYetDue { in_days } => Chip::new(format!("échéance dans {in_days}{nbsp}j"), "plain"),
        WorthReason::WordBroken => Chip::new("promesse rompue", "late"),
        WorthReason::WordsBroken { times } => Chip::new(format!("{times} promesses rompues"), "late"),
        WorthReason::NeverCalled => Chip::new("jamais appelé", "info"),
        WorthReason::FirstContact => Chip::new("jamais contacté", "info"),
        WorthReason::LargeAmount => Chip::new("gros montant", "hold"),
        WorthReason::FailedBefore => Chip::new("envoi précédent échoué", "warn"),
    }
}

/// The state of an act.
pub fn act_state(state: domain::facts::ActState) -> Chip {
    use domain::facts::ActState as S;
    let tone = match state {
        S::Prepared | S::Dispatching => "info",
        S::HandedOver | S::Delivered | S::Done => "good",
        S::Failed => "late",
        S::Unknown => "warn",
        S::Cancelled => "plain",
    };
    Chip::new(state.french(), tone)
}
