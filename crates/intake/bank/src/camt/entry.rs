//! One entry of a CAMT statement (`Ntry`) and how it becomes a draft: sign, status, date, and the transactions it groups.
//! `CdtDbtInd` is the real direction of the entry, reversals included.

use super::detail::Detail;
use super::statement::day;
use crate::amount::ABSURD;
use base::{Cents, Currency, Date};
use draft::{BankEntryDraft, EntryStatus, Problem};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Credit,
    Debit,
}

impl Direction {
    pub fn parse(text: &str) -> Option<Direction> {
        match text {
            "CRDT" => Some(Direction::Credit),
            "DBIT" => Some(Direction::Debit),
            _ => None,
        }
    }

    fn sign(self, amount: Cents) -> Cents {
        match self {
            Direction::Credit => amount,
            Direction::Debit => Cents::new(-amount.get()),
        }
    }
}

/// Why an `Amt` could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unread {
    NotANumber,
    MoreThanCents,
    Negative,
    Absurd,
}

/// Sub-families of ISO 20022 transaction codes by which a bank tells that it takes money back or gives it back: unpaid
/// direct debits and cheques, returns of transfers, whatever the family.
pub(super) fn is_sub_family_of_returns(code: &str) -> bool {
    matches!(code, "UPDD" | "PRDD" | "UPCQ" | "RRTN" | "RPCR")
}

/// Reads an XML decimal (always a point) exactly.
pub(super) fn amount(text: &str) -> Result<Cents, Unread> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.starts_with('-') {
        return Err(Unread::Negative);
    }
    let whole = whole.strip_prefix('+').unwrap_or(whole);
    if !digits(whole) || !digits(decimals) || (whole.is_empty() && decimals.is_empty()) {
        return Err(Unread::NotANumber);
    }
    let significant = decimals.trim_end_matches('0');
    if significant.len() > 2 {
        return Err(Unread::MoreThanCents);
    }
    let cents = format!("{whole}{significant:0<2}").parse::<i64>().map_err(|_| Unread::Absurd)?;
    if cents > ABSURD { Err(Unread::Absurd) } else { Ok(Cents::new(cents)) }
}

#[derive(Default)]
pub(super) struct Entry {
    line: u64,
    amount: Option<Result<Cents, Unread>>,
    currency: Option<Currency>,
    direction: Option<Direction>,
    is_pending: bool,
    is_information: bool,
    is_reversal: bool,
    booked_on: Option<Date>,
    value_on: Option<Date>,
    bank_reference: Option<String>,
    label: Option<String>,
    pub details: Vec<Detail>,
}

impl Entry {
    pub fn at(line: u64) -> Self {
        Entry { line, ..Entry::default() }
    }

    pub fn currency(&self) -> Option<Currency> {
        self.currency
    }

    pub fn leaf(&mut self, path: &[&str], text: &str, currency: Option<&str>) {
        match path {
            ["Amt"] => {
                self.amount = Some(amount(text));
                self.currency = currency.and_then(Currency::kept);
            }
            ["CdtDbtInd"] => self.direction = Direction::parse(text),
            ["RvslInd"] => self.is_reversal |= matches!(text, "true" | "1"),
            ["Sts"] | ["Sts", "Cd"] => {
                self.is_pending = matches!(text, "PDNG" | "FUTR");
                self.is_information = text == "INFO";
            }
            ["BkTxCd", "Domn", "Fmly", "SubFmlyCd"] => self.is_reversal |= is_sub_family_of_returns(text),
            ["BookgDt"] | ["BookgDt", "Dt" | "DtTm"] => self.booked_on = day(text).or(self.booked_on),
            ["ValDt"] | ["ValDt", "Dt" | "DtTm"] => self.value_on = day(text).or(self.value_on),
            // `NtryRef` often only counts entries within its statement: it identifies nothing across files.
            ["AcctSvcrRef"] => self.bank_reference = super::detail::reference(text),
            ["AddtlNtryInf"] => self.label = Some(text.to_string()),
            _ => {}
        }
    }

    /// In a report or a statement, what is told for information is on no account. A notification only informs.
    pub fn settle_status(&mut self, is_notification: bool) {
        self.is_pending |= self.is_information && !is_notification;
    }

    /// The draft, or a problem; and whether the entry had a date of its own.
    pub fn finish(
        self,
        currency: Currency,
        statement_on: Option<Date>,
        problems: &mut Vec<Problem>,
    ) -> (Option<BankEntryDraft>, bool) {
        let detail_on = self.details.first().and_then(|d| d.on);
        let own_date = self.booked_on.or(self.value_on).or(detail_on);
        let Some((amount, direction)) = self.signed(problems) else { return (None, true) };
        let Some(booked_on) = own_date.or(statement_on) else {
            problems.push(no_date().at_line(self.line).at_element("Ntry/BookgDt"));
            return (None, true);
        };
        let status = if self.is_pending { EntryStatus::Pending } else { EntryStatus::Booked };
        let mut draft = BankEntryDraft {
            line: Some(self.line),
            booked_on,
            value_on: self.value_on,
            amount,
            currency: self.currency.unwrap_or(currency),
            status,
            bank_reference: self.bank_reference.clone(),
            is_reversal: self.is_reversal || self.details.iter().any(|d| d.is_return),
            ..BankEntryDraft::default()
        };
        self.describe(&mut draft, direction, problems);
        (Some(draft), own_date.is_some())
    }

    fn signed(&self, problems: &mut Vec<Problem>) -> Option<(Cents, Direction)> {
        let amount = match self.amount {
            Some(Ok(amount)) => amount,
            Some(Err(reason)) => {
                problems.push(unread_amount(reason).at_line(self.line).at_element("Ntry/Amt"));
                return None;
            }
            None => {
                problems.push(no_amount().at_line(self.line).at_element("Ntry/Amt"));
                return None;
            }
        };
        let Some(direction) = self.direction else {
            problems.push(no_direction().at_line(self.line).at_element("Ntry/CdtDbtInd"));
            return None;
        };
        Some((direction.sign(amount), direction))
    }

    /// One transaction speaks for the entry; several become its details.
    fn describe(self, draft: &mut BankEntryDraft, direction: Direction, problems: &mut Vec<Problem>) {
        let mut texts: Vec<String> = Vec::new();
        if let [only] = self.details.as_slice() {
            draft.end_to_end_id.clone_from(&only.end_to_end_id);
            let (name, iban) = only.counterparty(direction, draft.is_reversal);
            (draft.counterparty, draft.counterparty_iban) = (name, iban);
            draft.bank_reference = draft.bank_reference.take().or_else(|| only.bank_reference.clone());
            texts.extend(only.texts.iter().cloned());
        } else {
            draft.details = self.details.iter().filter_map(|d| inner(d, draft, direction, problems)).collect();
            if !is_split(draft) {
                texts.extend(self.details.iter().flat_map(|d| d.texts.iter().cloned()));
            }
        }
        texts.extend(self.label);
        draft.remittance = join(&texts);
    }
}

/// True when the details are a split of the entry: same sum, same currency. Otherwise their amounts are only indications.
pub fn is_split(entry: &BankEntryDraft) -> bool {
    let same = entry.details.iter().all(|d| d.currency == entry.currency);
    same && !entry.details.is_empty() && Cents::sum(entry.details.iter().map(|d| d.amount)) == Ok(entry.amount)
}

fn inner(
    detail: &Detail,
    entry: &BankEntryDraft,
    entry_direction: Direction,
    problems: &mut Vec<Problem>,
) -> Option<BankEntryDraft> {
    let direction = detail.direction.unwrap_or(entry_direction);
    let amount = match detail.stated_amount() {
        None => Cents::ZERO,
        Some(Ok(amount)) => direction.sign(amount),
        Some(Err(reason)) => {
            problems.push(unread_amount(reason).at_line(detail.line).at_element("TxDtls/Amt"));
            return None;
        }
    };
    let is_reversal = entry.is_reversal || detail.is_return;
    let (counterparty, counterparty_iban) = detail.counterparty(direction, is_reversal);
    Some(BankEntryDraft {
        line: Some(detail.line),
        booked_on: entry.booked_on,
        value_on: entry.value_on,
        amount,
        currency: detail.currency.unwrap_or(entry.currency),
        status: entry.status,
        bank_reference: detail.bank_reference.clone(),
        end_to_end_id: detail.end_to_end_id.clone(),
        counterparty,
        counterparty_iban,
        remittance: join(&detail.texts),
        is_reversal,
        details: Vec::new(),
    })
}

fn join(texts: &[String]) -> String {
    let words = texts.iter().flat_map(|text| text.split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

const ASK_BANK: &str = "Signalez-le à la banque et demandez un fichier corrigé ; sinon, exportez le relevé en CSV.";

fn unread_amount(reason: Unread) -> Problem {
    let (code, what) = match reason {
        Unread::NotANumber => ("unreadable_amount", "Le montant n’est pas un nombre."),
        Unread::MoreThanCents => ("amount_precision", "Le montant a plus de deux décimales."),
        Unread::Negative => ("negative_amount", "Le montant est négatif : le sens doit être donné par CdtDbtInd."),
        Unread::Absurd => ("absurd_amount", "Le montant dépasse cent milliards."),
    };
    Problem::error(code, what, ASK_BANK)
}

fn no_amount() -> Problem {
    Problem::error("missing_amount", "L’écriture n’a pas de montant.", ASK_BANK)
}

fn no_direction() -> Problem {
    let what = "L’écriture ne dit pas si elle est au crédit ou au débit.";
    Problem::error("missing_direction", what, ASK_BANK)
}

fn no_date() -> Problem {
    Problem::error("missing_date", "Ni l’écriture ni le relevé n’ont de date lisible.", ASK_BANK)
}
