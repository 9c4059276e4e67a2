//! How things look in French on a page: amounts, days, chips. Templates call these; nothing here decides.

pub mod scatter;

use base::{Cents, Currency, Date, fr};
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
    let euros = (cents.get().abs() + 50) / 100;
    let sign = if cents.is_negative() && euros > 0 { "−" } else { "" };
    format!("{sign}{}{}€", fr::thousands(euros.unsigned_abs()), fr::NBSP)
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

/// `12/03/2026`.
pub fn day(date: Date) -> String {
    fr::date_short(date)
}

/// The instant on a clock in Paris.
pub fn paris(at: base::Timestamp) -> jiff::Zoned {
    at.in_tz("Europe/Paris").unwrap_or_else(|_| at.to_zoned(jiff::tz::TimeZone::UTC))
}
