//! What is amiss, each with its cause and what it costs: the page gives each one thing to do, or lets it wait.

mod aside;
mod words;

pub use aside::{Aside, LONGEST_DAYS, bring_back, set_aside};

use super::look::{Look, kept};
use super::outlook::{self, Outlook};
use crate::error::AppResult;
use crate::ports::books::Books;
use crate::ports::screens::{OldDebt, OldSince, PartySum, Scope, TroubledAct};
use crate::reckonings::NAMED;
use crate::records::{AgendaRun, WebhookState};
use crate::replies::{self, Waiting};
use crate::webhooks;
use crate::{lawbook, limitation};
use base::id::{InvoiceId, PartyId, ReplyId};
use base::{Cents, Currency, Date, add_days, days_between};
use domain::forecast::Habit;
use law::LawBook;
use law::limitation::LimitationNote;
use serde::{Deserialize, Serialize};

/// An invoice that can soon no longer be brought before a court.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub invoice: InvoiceId,
    pub party: PartyId,
    pub number: String,
    pub last_day: Date,
    pub amount: Cents,
    /// Nothing tells what the customer is: the shortest period counts.
    #[serde(default)]
    pub kind_unknown: bool,
}

/// Why somebody should look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The books were put back from a copy, and nobody said what left since.
    Restored {
        on: Date,
    },
    LimitationClose {
        number: String,
        invoice: InvoiceId,
        last_day: Date,
        /// Counted by the shortest period, as long as nobody says what the customer is.
        kind_unknown: bool,
    },
    WordBroken {
        on: Date,
    },
    Insolvency {
        since: Date,
    },
    Sending(TroubledAct),
    /// A customer answered, and nobody has dealt with it.
    ReplyWaits {
        reply: ReplyId,
        received_on: Date,
        /// The day reminders went on, or will, without it; `None` when none would leave.
        goes_on: Option<Date>,
        /// That day has come.
        has_gone_on: bool,
    },
    /// A service is suspended for what is paid by now.
    ServicePaid,
    /// Somebody asked for a waiver above the limit.
    WaiverAsked,
    PossiblyPaid,
    BankStale,
    NoContact,
    /// Letters came back: nobody of that name at that address.
    AddressReturned,
    Drift {
        before: Habit,
        recent: Habit,
    },
    /// Another program is no longer told what happens.
    WebhookGivenUp {
        at: String,
    },
}

impl Cause {
    /// The code of the silence that it gathers, of one that does.
    pub fn silence(&self) -> Option<&'static str> {
        SILENT.contains(self).then(|| self.code())
    }

    /// The gravest first.
    fn rank(&self) -> u8 {
        match self {
            Cause::Restored { .. } | Cause::LimitationClose { .. } => 0,
            Cause::WordBroken { .. } | Cause::ReplyWaits { .. } => 1,
            Cause::Insolvency { .. } | Cause::ServicePaid => 2,
            Cause::Sending(_) | Cause::WebhookGivenUp { .. } | Cause::WaiverAsked => 3,
            Cause::PossiblyPaid => 4,
            Cause::BankStale => 5,
            Cause::NoContact | Cause::AddressReturned => 6,
            Cause::Drift { .. } => 7,
        }
    }
}

/// One thing amiss.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    pub cause: Cause,
    /// `None` when it concerns many.
    pub party: Option<(PartyId, String)>,
    pub invoices: u64,
    pub amount: Cents,
}

impl Alert {
    /// Of its amount: euros, but for a sending in another currency.
    #[must_use]
    pub fn currency(&self) -> Currency {
        match &self.cause {
            Cause::Sending(act) => act.currency,
            _ => Currency::EUR,
        }
    }
}

/// What is amiss: what is shown, and what somebody set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alerts {
    pub shown: Vec<Alert>,
    pub aside: Vec<Aside>,
}

/// Of each cause at most so many, beside those set aside.
const MOST: u64 = 10;
/// A failed sending is news for so many days.
const SENDINGS_DAYS: i64 = 30;
/// The end of a limitation period is close from so many days before.
const CLOSE_DAYS: i64 = 90;
/// Old debts looked at, the largest first.
const OLD_DEBTS: u64 = 300;

/// What is amiss on a day, by what is planned and expected for it.
///
/// # Errors
/// As [`on`].
pub fn of_day(look: &Look<'_>, day: Date) -> AppResult<Alerts> {
    let run = look.world.read(|books| Ok(books.last_run(look.scope.company, Some(day))?))?;
    on(look, day, &outlook::on(look, day)?, run.as_ref())
}

/// The alert of that name as of a day, shown or set aside; `None` once it says something else.
///
/// # Errors
/// As [`on`].
pub fn named(look: &Look<'_>, day: Date, key: &str) -> AppResult<Option<Alert>> {
    let found = of_day(look, day)?;
    let aside = found.aside.into_iter().map(|a| a.alert);
    Ok(found.shown.into_iter().chain(aside).find(|alert| alert.key() == key))
}

/// What is amiss on a day, the gravest first.
///
/// # Errors
/// A broken store, a law value that is missing, or `NotCounted`.
pub fn on(look: &Look<'_>, day: Date, outlook: &Outlook, run: Option<&AgendaRun>) -> AppResult<Alerts> {
    let scope = look.scope;
    let words = look.world.read(|books| Ok(books.alert_words(scope.company, day)?))?;
    let most = MOST.saturating_add(words.len() as u64);
    let law = lawbook::load(look.world)?;
    let closing = kept(look, "limitation", day, "", |books| closing(books, &law, scope, day))?;
    let silent = run.map(|run| silences(look, run)).transpose()?.unwrap_or_default();
    let mut alerts = look.world.read(|books| {
        let mut alerts = from_outlook(books, outlook, most)?;
        if let Some(restored) = books.open_restoration(scope.company)? {
            let cause = Cause::Restored { on: restored.restored_on };
            alerts.push(Alert { cause, party: None, invoices: 0, amount: Cents::ZERO });
        }
        for c in closing.iter().take(usize::try_from(most).unwrap_or(usize::MAX)) {
            let cause = Cause::LimitationClose {
                number: c.number.clone(),
                invoice: c.invoice,
                last_day: c.last_day,
                kind_unknown: c.kind_unknown,
            };
            alerts.push(about(books, c.party, cause, 1, c.amount)?);
        }
        let since = add_days(day, -SENDINGS_DAYS).unwrap_or(day);
        for act in books.troubled_acts(scope, since, most)? {
            let party = Some((act.party, act.name.clone()));
            alerts.push(Alert { party, invoices: 0, amount: act.total, cause: Cause::Sending(act) });
        }
        alerts.extend(replies_waiting(books, scope, day, most)?);
        alerts.extend(webhooks_given_up(books, scope)?);
        let waiting = [
            (Cause::ServicePaid, books.services_to_restore(scope)?),
            (Cause::WaiverAsked, books.waivers_to_decide(scope)?),
        ];
        for (cause, sums) in waiting {
            alerts.extend(gathered(&sums)?.map(|g| g.alert(cause)));
        }
        Ok(alerts)
    })?;
    for (cause, gathered) in SILENT.into_iter().zip(silent) {
        alerts.extend(gathered.map(|g| g.alert(cause)));
    }
    alerts.sort_by(|a, b| (a.cause.rank(), b.amount).cmp(&(b.cause.rank(), a.amount)));
    let (shown, aside) = aside::part(alerts, &words);
    Ok(Alerts { shown, aside })
}

fn replies_waiting(books: &mut dyn Books, scope: Scope, day: Date, most: u64) -> AppResult<Vec<Alert>> {
    let alert = |w: Waiting| {
        let (reply, party) = (&w.row.reply, w.row.reply.party);
        let has_gone_on = w.goes_on.is_some_and(|on| on <= day);
        let cause =
            Cause::ReplyWaits { reply: reply.id, received_on: reply.received_on, goes_on: w.goes_on, has_gone_on };
        Alert { cause, party: Some((party, w.row.customer.clone())), invoices: w.overdue.0, amount: w.overdue.1 }
    };
    Ok(replies::of_day(books, scope, day, most)?.into_iter().map(alert).collect())
}

/// The programs of the company are not a salesperson's.
fn webhooks_given_up(books: &mut dyn Books, scope: Scope) -> AppResult<Vec<Alert>> {
    if scope.keeper.is_some() {
        return Ok(Vec::new());
    }
    let given_up = books.webhooks(scope.company)?.into_iter().filter(|w| w.state == WebhookState::GivenUp);
    let alert = |at| Alert { cause: Cause::WebhookGivenUp { at }, party: None, invoices: 0, amount: Cents::ZERO };
    Ok(given_up.map(|w| alert(webhooks::origin(&w.url))).collect())
}

fn about(books: &mut dyn Books, party: PartyId, cause: Cause, invoices: u64, amount: Cents) -> AppResult<Alert> {
    let name = books.party(party)?.map_or(String::new(), |p| p.name);
    Ok(Alert { cause, party: Some((party, name)), invoices, amount })
}

fn from_outlook(books: &mut dyn Books, outlook: &Outlook, most: u64) -> AppResult<Vec<Alert>> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut alerts = Vec::new();
    for c in outlook.words_broken.iter().take(most) {
        alerts.push(about(books, c.party, Cause::WordBroken { on: c.on }, c.stake.invoices, c.stake.amount)?);
    }
    for c in outlook.insolvent.iter().take(most) {
        alerts.push(about(books, c.party, Cause::Insolvency { since: c.on }, c.stake.invoices, c.stake.amount)?);
    }
    for d in outlook.drifting.iter().take(most) {
        let cause = Cause::Drift { before: d.drift.before, recent: d.drift.recent };
        alerts.push(about(books, d.drift.party, cause, d.stake.invoices, d.stake.amount)?);
    }
    Ok(alerts)
}

/// What one cause bears on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Gathered {
    /// `None` when there are several customers.
    party: Option<(PartyId, String)>,
    invoices: u64,
    amount: Cents,
    /// Those with the most at stake.
    #[serde(default)]
    customers: Vec<PartySum>,
}

impl Gathered {
    fn alert(self, cause: Cause) -> Alert {
        Alert { cause, party: self.party, invoices: self.invoices, amount: self.amount }
    }
}

/// Why invoices are left alone that one alert tells together: they seem paid, the bank data are old, or nobody can be
/// reached. A page of its own lists each.
const SILENT: [Cause; 4] = [Cause::PossiblyPaid, Cause::BankStale, Cause::NoContact, Cause::AddressReturned];

/// What each cause of [`SILENT`] bears on, in their order.
fn silences(look: &Look<'_>, run: &AgendaRun) -> AppResult<Vec<Option<Gathered>>> {
    kept(look, "silent", run.as_of, &run.id.to_string(), |books| {
        let found =
            SILENT.map(|cause| gathered(&books.silent_for(look.scope, run.id, cause.code(), u64::from(u32::MAX))?));
        found.into_iter().collect()
    })
}

fn gathered(silent: &[PartySum]) -> AppResult<Option<Gathered>> {
    let invoices = silent.iter().map(|s| s.invoices).sum();
    let amount = Cents::sum(silent.iter().map(|s| s.amount))?;
    let party = match silent {
        [] => return Ok(None),
        [one] => Some((one.party, one.name.clone())),
        _ => None,
    };
    Ok(Some(Gathered { party, invoices, amount, customers: silent.iter().take(NAMED).cloned().collect() }))
}

/// The customers with the most at stake, of a cause that gathers several.
///
/// # Errors
/// A broken store, or `NotCounted`.
pub fn customers(look: &Look<'_>, run: Option<&AgendaRun>, cause: &Cause) -> AppResult<Vec<PartySum>> {
    if let Some(at) = SILENT.iter().position(|silent| silent == cause) {
        let found = run.map(|run| silences(look, run)).transpose()?.unwrap_or_default();
        return Ok(found.into_iter().nth(at).flatten().map(|g| g.customers).unwrap_or_default());
    }
    look.world.read(|books| {
        Ok(match cause {
            Cause::ServicePaid => books.services_to_restore(look.scope)?,
            Cause::WaiverAsked => books.waivers_to_decide(look.scope)?,
            _ => Vec::new(),
        })
    })
}

/// Invoices whose limitation ends within the next months, by the law and what interrupted it.
fn closing(books: &mut dyn Books, law: &LawBook, scope: Scope, day: Date) -> AppResult<Vec<Closing>> {
    // A net wider than any period of the law, which alone decides below.
    let since =
        OldSince { consumers: add_days(day, -500).unwrap_or(day), others: add_days(day, -1_000).unwrap_or(day) };
    let mut closing = Vec::new();
    for OldDebt { invoice, amount } in books.old_debts(scope, since, OLD_DEBTS)? {
        let Some(record) = books.invoice(invoice)? else { continue };
        let found = limitation::of_invoice(books, law, &record, day)?;
        let (last_day, kind_unknown) = (found.last_day, found.notes.contains(&LimitationNote::KindUnknown));
        if (0..=CLOSE_DAYS).contains(&days_between(day, last_day)) {
            let (party, number) = (record.party, record.number);
            closing.push(Closing { invoice, party, number, last_day, amount, kind_unknown });
        }
    }
    closing.sort_by_key(|c| (c.last_day, c.invoice));
    Ok(closing)
}
