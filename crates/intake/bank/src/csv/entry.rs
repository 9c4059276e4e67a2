//! One row of a bank export: an entry, something to leave aside, or a problem with its line and column.
//! Nothing is guessed: a date or an amount that cannot be read refuses the file.

use super::columns::{Columns, Role};
use super::convention::Convention;
use crate::amount::ABSURD;
use crate::currency::not_a_currency;
use crate::returned;
use base::{Cents, Currency, Date, fold};
use draft::{BankEntryDraft, EntryStatus, Problem};
use grid::amount::{self, Unread};
use grid::{Row, currency, date};

pub(super) struct RowReader<'a> {
    pub columns: &'a Columns,
    pub convention: &'a Convention,
    /// Where no column gives one.
    pub currency: Currency,
}

pub(super) enum Outcome {
    Entry {
        draft: Box<BankEntryDraft>,
        balance: Option<Cents>,
        account: Option<String>,
    },
    Empty,
    /// A title, a balance line: neither date nor amount.
    Note,
    /// Refused, cancelled.
    NotExecuted,
}

impl RowReader<'_> {
    /// Reads one row.
    ///
    /// # Errors
    /// A problem with line and column when the date or the amount cannot be read.
    pub fn read(&self, row: Row<'_>) -> Result<Outcome, Problem> {
        if row.is_empty() {
            return Ok(Outcome::Empty);
        }
        if row.is_runaway() {
            return Err(unclosed_quote().at_line(row.line));
        }
        let status = self.status(&row);
        if status.is_none() {
            return Ok(Outcome::NotExecuted);
        }
        if self.is_note(&row) {
            return Ok(Outcome::Note);
        }
        let booked_on = self.booked_on(&row)?;
        let amount = self.amount(&row)?;
        let account = self.text(&row, Role::Account);
        let balance = self.columns.index(Role::Balance).and_then(|i| self.money(&row, i).ok().flatten());
        let remittance = self.remittance(&row);
        let draft = BankEntryDraft {
            line: Some(row.line),
            booked_on,
            value_on: self.columns.index(Role::Value).and_then(|i| date::parse(row.get(i), self.convention.order)),
            amount,
            currency: self.currency_of(&row)?,
            status: status.unwrap_or_default(),
            // Shorter ones number the rows of the file and identify nothing elsewhere.
            bank_reference: self.text(&row, Role::BankReference).filter(|t| t.len() >= 6),
            end_to_end_id: self.text(&row, Role::EndToEnd).filter(|t| !t.eq_ignore_ascii_case("NOTPROVIDED")),
            counterparty: self.text(&row, Role::Counterparty),
            counterparty_iban: self.text(&row, Role::CounterpartyIban).map(|t| t.replace(' ', "")),
            is_reversal: returned::says_so(&remittance, amount),
            remittance,
            details: Vec::new(),
        };
        Ok(Outcome::Entry { draft: Box::new(draft), balance, account })
    }

    fn text(&self, row: &Row<'_>, role: Role) -> Option<String> {
        let cell = row.get(self.columns.index(role)?);
        (!cell.is_empty()).then(|| cell.to_string())
    }

    /// As the row says, else as the file does.
    fn currency_of(&self, row: &Row<'_>) -> Result<Currency, Problem> {
        let Some(text) = self.text(row, Role::Currency) else { return Ok(self.currency) };
        currency::parse(&text).ok_or_else(|| not_a_currency(&text).at_line(row.line))
    }

    /// The texts of all label columns, each once: some banks repeat the short label at the start of the long one.
    fn remittance(&self, row: &Row<'_>) -> String {
        let mut parts: Vec<String> = Vec::new();
        for index in self.columns.indices(Role::Text) {
            let text = row.get(index).split_whitespace().collect::<Vec<_>>().join(" ");
            if text.is_empty() || parts.iter().any(|p| p.contains(&text)) {
                continue;
            }
            parts.retain(|p| !text.contains(p.as_str()));
            parts.push(text);
        }
        parts.join(" ")
    }

    /// `None` when the bank did not carry the operation out.
    fn status(&self, row: &Row<'_>) -> Option<EntryStatus> {
        let Some(text) = self.text(row, Role::Status) else { return Some(EntryStatus::Booked) };
        match fold::words(&text).as_str() {
            "execute" | "executee" | "executed" | "settled" | "completed" | "booked" | "comptabilise"
            | "comptabilisee" | "termine" | "terminee" | "valide" | "validee" | "effectue" | "effectuee" | "posted"
            | "done" | "reglee" | "regle" => Some(EntryStatus::Booked),
            "refuse" | "refusee" | "declined" | "annule" | "annulee" | "canceled" | "cancelled" | "reverted"
            | "failed" | "rejected" | "rejete" | "rejetee" | "echoue" | "echouee" => None,
            _ => Some(EntryStatus::Pending),
        }
    }

    fn is_note(&self, row: &Row<'_>) -> bool {
        let order = self.convention.order;
        let dated = self.columns.days().into_iter().any(|i| date::parse(row.get(i), order).is_some());
        let money = [Role::Amount, Role::Debit, Role::Credit].into_iter().filter_map(|r| self.columns.index(r));
        let filled = money.into_iter().any(|i| !row.get(i).is_empty());
        let starts = row.cells().find(|c| !c.is_empty()).map(fold::words).unwrap_or_default();
        let closing = ["solde", "total", "totaux", "sous total"].iter().any(|w| starts.starts_with(w));
        (!dated && (!filled || closing)) || is_balance(&self.remittance(row))
    }

    /// The first date column that is filled.
    fn booked_on(&self, row: &Row<'_>) -> Result<Date, Problem> {
        let cell = self.columns.days().into_iter().map(|i| row.get(i)).find(|cell| !cell.is_empty()).unwrap_or("");
        let day = date::parse(cell, self.convention.order);
        day.ok_or_else(|| unread_date(cell).at_line(row.line).at_element("date"))
    }

    fn amount(&self, row: &Row<'_>) -> Result<Cents, Problem> {
        let cell = |role| self.columns.index(role).map_or(Ok(None), |i| self.money(row, i));
        let (debit, credit) = (cell(Role::Debit)?, cell(Role::Credit)?);
        let amount = match (debit.filter(|d| !d.is_zero()), credit.filter(|c| !c.is_zero())) {
            (Some(_), Some(_)) => return Err(both_sides().at_line(row.line)),
            (Some(debit), None) if self.convention.debits_are_negative => debit,
            (Some(debit), None) => Cents::new(-debit.get()),
            (None, Some(credit)) => credit,
            (None, None) => match cell(Role::Amount)? {
                Some(amount) => self.directed(row, amount),
                None => debit.or(credit).ok_or_else(|| no_amount().at_line(row.line))?,
            },
        };
        if amount.get().unsigned_abs() > ABSURD.unsigned_abs() {
            return Err(absurd().at_line(row.line));
        }
        Ok(amount)
    }

    fn directed(&self, row: &Row<'_>, amount: Cents) -> Cents {
        let side = self.text(row, Role::Direction).map(|t| fold::words(&t)).unwrap_or_default();
        let is_debit = matches!(side.as_str(), "d" | "debit" | "dbit" | "sortie" | "out");
        if is_debit && amount.is_positive() { Cents::new(-amount.get()) } else { amount }
    }

    fn money(&self, row: &Row<'_>, index: usize) -> Result<Option<Cents>, Problem> {
        let text = row.get(index);
        if text.is_empty() {
            return Ok(None);
        }
        let read = if self.columns.is_cents(index) {
            amount::parse_cents(text).ok_or(Unread::NotAnAmount)
        } else {
            amount::parse(text, self.convention.mark)
        };
        let bounded = read.map_err(|reason| unread_amount(text, reason).at_line(row.line))?;
        if bounded.get() == i64::MIN { Err(absurd().at_line(row.line)) } else { Ok(Some(bounded)) }
    }
}

/// The label of a line that tells a balance and moves nothing: « solde au 31/10/2026 », « nouveau solde créditeur ». A payer may
/// settle a balance too (« solde facture 12 »).
fn is_balance(label: &str) -> bool {
    let folded = fold::words(label);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_end = |word: &&str| {
        matches!(
            *word,
            "au" | "initial"
                | "final"
                | "precedent"
                | "crediteur"
                | "debiteur"
                | "reporte"
                | "comptable"
                | "en"
                | "d"
                | "de"
                | "du"
        )
    };
    let told = |rest: &[&str]| match rest {
        [] => true,
        ["au" | "du" | "en" | "de" | "d", next, ..] => {
            next.bytes().all(|b| b.is_ascii_digit())
                || matches!(*next, "fin" | "debut" | "periode" | "ouverture" | "cloture" | "depart")
        }
        [first, ..] => is_end(first),
    };
    match words.as_slice() {
        ["ancien" | "nouveau", "solde", rest @ ..] | ["solde", rest @ ..] => told(rest),
        _ => false,
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

const EXPORT_AGAIN: &str = "Exportez de nouveau le relevé depuis le site de la banque, sans l’ouvrir dans un tableur.";

fn unread_date(text: &str) -> Problem {
    Problem::error("unreadable_date", format!("« {} » n’est pas une date.", short(text)), EXPORT_AGAIN)
}

fn unread_amount(text: &str, reason: Unread) -> Problem {
    match reason {
        Unread::NotAnAmount => {
            Problem::error("unreadable_amount", format!("« {} » n’est pas un montant.", short(text)), EXPORT_AGAIN)
        }
        Unread::Ambiguous => Problem::error(
            "ambiguous_amount",
            format!("« {} » peut se lire de deux façons : milliers ou décimales.", short(text)),
            "Exportez les montants avec deux décimales.",
        ),
    }
}

fn no_amount() -> Problem {
    Problem::error("missing_amount", "L’opération n’a pas de montant.", EXPORT_AGAIN)
}

fn absurd() -> Problem {
    Problem::error("absurd_amount", "Le montant dépasse cent milliards.", EXPORT_AGAIN)
}

fn both_sides() -> Problem {
    Problem::error("both_sides", "L’opération a un montant au débit et un autre au crédit.", EXPORT_AGAIN)
}

fn unclosed_quote() -> Problem {
    let what = "Un guillemet ouvert sur cette ligne n’est jamais refermé.";
    Problem::error("unclosed_quote", what, EXPORT_AGAIN)
}
