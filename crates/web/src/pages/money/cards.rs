//! The cards above the fold: four figures, today, the month, and what the figures rest on.

use crate::answer::Oops;
use crate::view;
use crate::visit::Visit;
use app::money::figures::DayFigures;
use app::money::month::Month;
use app::money::today::Today;
use app::ports::terms::View;
use base::{Cents, Currency, MoneyError, add_days, days_between, fr};

/// A headline figure that leads to its invoices.
pub struct Figure {
    pub label: &'static str,
    pub href: &'static str,
    pub value: String,
    pub change: String,
    /// `up`, `down` or nothing: whether the change is good, which the sign also says.
    pub tone: &'static str,
    /// How it is made.
    pub made_of: String,
}

pub fn figures(now: &DayFigures, before: &DayFigures) -> Result<Vec<Figure>, MoneyError> {
    let euros = fr::euros;
    let [not_due, _, _, _, _, credits] = now.buckets;
    let (overdue, held) = (now.overdue()?, now.held_total()?);
    let total = format!("non échu {} + échu {} + avoirs {}", euros(not_due), euros(overdue), euros(credits));
    let late: Vec<String> = now.buckets[1..5].iter().map(|b| euros(*b)).collect();
    let kinds = [
        ("en litige", now.disputed),
        ("promis", now.promised),
        ("en échéancier", now.in_plans),
        ("passé en perte", now.written_off),
    ];
    // Losses are rare: they are told when there are some.
    let kinds = kinds.iter().filter(|(name, sum)| *name != "passé en perte" || !sum.is_zero());
    let kinds: Vec<String> = kinds.map(|(name, sum)| format!("{name} {}", euros(*sum))).collect();
    let figure = |label, href, now: Cents, then: Cents, rising_is_bad, made_of| -> Result<Figure, MoneyError> {
        let change = now.sub(then)?;
        let tone = match (rising_is_bad, change.get().signum()) {
            (true, 1) => "up",
            (true, -1) => "down",
            _ => "",
        };
        Ok(Figure { label, href, value: view::round_euros(now), change: changed(change), tone, made_of })
    };
    Ok(vec![
        figure("On vous doit", "/balance", now.total, before.total, false, total)?,
        figure("Échu", "/balance/factures?tranche=echu", overdue, before.overdue()?, true, late.join(" + "))?,
        figure(
            "À risque (plus de 90 jours)",
            "/balance/factures?tranche=days_over_90",
            now.at_risk(),
            before.at_risk(),
            true,
            "ce qui a plus de 90 jours de retard".to_string(),
        )?,
        figure(
            "En litige, promis, échelonné",
            "/balance/factures?tranche=suspendu",
            held,
            before.held_total()?,
            false,
            kinds.join(" + "),
        )?,
    ])
}

fn changed(change: Cents) -> String {
    let days = format!("en 30{}jours", fr::NBSP);
    match change.get().signum() {
        0 => format!("inchangé {days}"),
        sign => {
            let amount = view::round_euros(change.abs());
            format!("{}{}{amount} {days}", if sign > 0 { '+' } else { '−' }, fr::NBSP)
        }
    }
}

/// What to do today.
pub struct TodayCard {
    /// `None` while no agenda was made.
    pub actions: Option<u64>,
    /// How many of them are to be confirmed, in words; blank for none.
    pub to_confirm: String,
    /// The tab of the list that holds them.
    pub href: &'static str,
    pub at_stake: String,
    pub time: String,
    pub by_channel: Vec<(&'static str, String)>,
    pub refusal: Option<String>,
}

pub fn today(todo: Option<Today>, refusal: Option<String>) -> TodayCard {
    let actions = todo.as_ref().map(|t| t.actions);
    let todo = todo.unwrap_or_default();
    let all = todo.to_confirm == todo.actions;
    let to_confirm = match todo.to_confirm {
        0 => String::new(),
        _ if all => "à confirmer".to_string(),
        some => format!(", dont {} à confirmer", fr::thousands(some)),
    };
    TodayCard {
        actions,
        to_confirm,
        href: if all { "/a-faire?onglet=a-confirmer" } else { "/a-faire" },
        at_stake: view::round_euros(todo.at_stake),
        time: duration(todo.minutes),
        by_channel: todo
            .by_channel
            .iter()
            .map(|(channel, n)| (view::channel(*channel).0, channel_words(*channel, *n)))
            .collect(),
        refusal,
    }
}

fn channel_words(channel: domain::facts::Channel, n: u64) -> String {
    use domain::facts::Channel;
    let (one, many) = match channel {
        Channel::Email => ("e-mail", "e-mails"),
        Channel::Call => ("appel", "appels"),
        Channel::Letter => ("courrier", "courriers"),
        Channel::RegisteredLetter => ("recommandé", "recommandés"),
        Channel::Visit => ("visite", "visites"),
        Channel::Internal => ("tâche interne", "tâches internes"),
    };
    fr::count(n, one, many)
}

fn duration(minutes: u64) -> String {
    let nbsp = fr::NBSP;
    match (minutes / 60, minutes % 60) {
        (0, _) => format!("{}{nbsp}min", minutes.max(1)),
        (hours, 0) => format!("{hours}{nbsp}h"),
        (hours, rest) => format!("{hours}{nbsp}h{nbsp}{rest:02}"),
    }
}

/// The month's target.
pub struct MonthCard {
    pub name: String,
    pub target: String,
    pub collected: String,
    pub left: String,
    /// Hundredths of the target; `None` without one.
    pub rate: Option<i64>,
}

pub fn month(month: &Month) -> MonthCard {
    MonthCard {
        name: fr::date(month.ends_on),
        target: view::round_euros(month.target),
        collected: view::round_euros(month.collected),
        left: view::round_euros(month.left),
        rate: month.rate_percent(),
    }
}

/// What the figures rest on.
pub struct Trust {
    pub bank: String,
    pub bank_is_old: bool,
    pub unmatched: Option<String>,
    pub live: bool,
}

/// Older bank data than this are said in another colour.
const OLD_DAYS: i64 = 7;
/// Credits older than this have been left aside on purpose.
const UNMATCHED_DAYS: i64 = 90;

pub fn trust(visit: &Visit) -> Result<Trust, Oops> {
    let today = visit.today();
    let (known, unmatched) = visit.world().read(|books| {
        let known = books.bank_known_until(visit.company.id, View { as_of: today, known_at: None })?;
        let since = add_days(today, -UNMATCHED_DAYS).unwrap_or(today);
        Ok((known, books.unmatched_credits(visit.company.id, since, View { as_of: today, known_at: None })?))
    })?;
    let age = known.map(|known| days_between(known, today));
    let bank = match (known, age) {
        (Some(_), Some(0)) => "Banque à jour d’aujourd’hui".to_string(),
        (Some(known), Some(age)) => {
            format!("Banque à jour au {} (il y a {})", fr::date(known), fr::count(age.unsigned_abs(), "jour", "jours"))
        }
        _ => "Aucun relevé bancaire importé".to_string(),
    };
    // The bank account is the whole company's, not a salesperson's.
    let told = !unmatched.is_empty() && visit.scope().keeper.is_none();
    let sum = Cents::sum(unmatched.iter().filter(|c| c.currency == Currency::EUR).map(|c| c.amount))?;
    let lines = fr::count(unmatched.len() as u64, "virement à trier", "virements à trier");
    let unmatched = told.then(|| format!("{lines} depuis {UNMATCHED_DAYS} jours ({})", fr::euros(sum)));
    Ok(Trust { bank, bank_is_old: age.is_none_or(|age| age > OLD_DAYS), unmatched, live: visit.company.settings.live })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_and_changes_read_in_french() {
        assert_eq!(
            [duration(0), duration(59), duration(60), duration(125)].map(plain),
            ["1 min", "59 min", "1 h", "2 h 05"]
        );
        let changes = [0, 120_000, -50_000].map(|c| plain(changed(Cents::new(c))));
        assert_eq!(changes, ["inchangé en 30 jours", "+ 1 200 € en 30 jours", "− 500 € en 30 jours"]);
    }

    fn plain(text: String) -> String {
        text.replace([fr::NBSP, fr::NARROW], " ")
    }
}
