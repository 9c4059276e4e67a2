//! Which account of the books a statement is of. Files name one account in many ways: an IBAN, the account number in it, its
//! last digits, or not at all.
//!
//! An account that no file names is found by the lines it shares with what is known, or by its balance; when several would
//! do, the person is asked. It is never put with another account in silence.

use crate::error::AppResult;
use crate::import::{Intake, ReadFile};
use crate::ports::books::Books;
use base::{Cents, Currency, Date};
use draft::{EntryStatus, Problem, StatementDraft};
use std::collections::{BTreeMap, BTreeSet};

/// The account of files that name none, when no other is known.
pub const UNNAMED: &str = "compte non précisé";
/// Digits that tell an account from the others of its holder.
const SHORTEST_NUMBER: usize = 7;
const SHORTEST_ENDING: usize = 4;

/// Where the statements of a file belong.
#[derive(Default)]
pub(crate) struct Placed {
    accounts: Vec<String>,
    /// Names not seen before, and the account each means.
    names: Vec<(String, String)>,
    /// What was assumed.
    assumed: Option<String>,
}

impl Placed {
    pub fn accounts(&self) -> &[String] {
        &self.accounts
    }

    pub fn remember(&self, intake: &Intake<'_, '_>, books: &mut dyn Books) -> AppResult<()> {
        for (name, account) in &self.names {
            books.insert_account_name(intake.company.id, name, account, intake.world.clock.now())?;
        }
        Ok(())
    }

    pub fn remarks(&self) -> Option<Problem> {
        let account = self.assumed.as_ref()?;
        let what = format!("Le relevé ne dit pas de quel compte il est : il a été rangé avec « {account} ».");
        let remedy = "S’il est d’un autre compte, importez-le avec --account \"NOM DU COMPTE\".";
        Some(Problem::info("account_assumed", what, remedy))
    }
}

/// Says of which account the statements are that name none, before the file is imported.
pub fn name_account(files: &mut [ReadFile], account: &str) {
    for statement in files.iter_mut().flat_map(|f| &mut f.reading.statements) {
        statement.account.get_or_insert_with(|| account.trim().to_string());
    }
}

/// Finds the account of each statement of a file.
///
/// # Errors
/// A problem, inside, when several accounts would do: the file is refused until a person says which.
pub(crate) fn place(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    file: &ReadFile,
) -> AppResult<Result<Placed, Problem>> {
    let mut placed = Placed::default();
    if file.reading.statements.is_empty() {
        return Ok(Ok(placed));
    }
    let mut known = Known::of(intake, books)?;
    for statement in &file.reading.statements {
        let found = match &statement.account {
            Some(name) => known.named(intake, books, name, statement)?,
            None => known.unnamed(intake, books, statement)?,
        };
        match found {
            Ok(Found { account, is_assumed }) => {
                if let Some(name) = &statement.account
                    && known.learn(name, &account)
                {
                    placed.names.push((name.clone(), account.clone()));
                }
                if is_assumed {
                    placed.assumed = Some(account.clone());
                }
                placed.accounts.push(account);
            }
            Err(problem) => return Ok(Err(problem)),
        }
    }
    Ok(Ok(placed))
}

struct Found {
    account: String,
    is_assumed: bool,
}

/// The accounts of the books with all their names.
struct Known {
    names: BTreeMap<String, BTreeSet<String>>,
    currencies: BTreeMap<String, BTreeSet<Currency>>,
}

impl Known {
    fn of(intake: &Intake<'_, '_>, books: &mut dyn Books) -> AppResult<Known> {
        let mut known = Known { names: BTreeMap::new(), currencies: BTreeMap::new() };
        let statements = books.statements(intake.company.id, None)?.into_iter().map(|s| (s.account, s.currency));
        let lines = books.bank_accounts(intake.company.id)?.into_iter().map(|a| (a.account, a.currency));
        for (account, currency) in statements.chain(lines) {
            known.names.entry(account.clone()).or_default().insert(account.clone());
            known.currencies.entry(account).or_default().insert(currency);
        }
        for (name, account) in books.account_names(intake.company.id)? {
            known.names.entry(account).or_default().insert(name);
        }
        Ok(known)
    }

    fn learn(&mut self, name: &str, account: &str) -> bool {
        self.names.entry(account.to_string()).or_default().insert(name.to_string())
    }

    /// By its name; a name never seen may be that of the account that no file named so far, if the lines say so.
    fn named(
        &self,
        intake: &Intake<'_, '_>,
        books: &mut dyn Books,
        name: &str,
        statement: &StatementDraft,
    ) -> AppResult<Result<Found, Problem>> {
        let found = self.by_name(name);
        let nameless = self.names.get(UNNAMED).is_some_and(|names| names.len() == 1);
        let is_new = matches!(&found, Ok(f) if f.account == name && !self.names.contains_key(name));
        if is_new && nameless && Evidence::of(intake, books, UNNAMED, statement)?.is_proof() {
            return Ok(Ok(Found { account: UNNAMED.to_string(), is_assumed: false }));
        }
        Ok(found)
    }

    fn by_name(&self, name: &str) -> Result<Found, Problem> {
        let exact = self.names.iter().find(|(_, names)| names.contains(name));
        if let Some((account, _)) = exact {
            return Ok(Found { account: account.clone(), is_assumed: false });
        }
        let alike: Vec<&String> =
            self.names.iter().filter(|(_, names)| names.iter().any(|n| is_same(n, name))).map(|(a, _)| a).collect();
        match alike.as_slice() {
            [] => Ok(Found { account: name.to_string(), is_assumed: false }),
            [only] => Ok(Found { account: (*only).clone(), is_assumed: false }),
            _ => Err(unclear(&format!("« {name} » peut être"), &alike)),
        }
    }

    /// By what it shares with the accounts known; else the only one there is.
    fn unnamed(
        &self,
        intake: &Intake<'_, '_>,
        books: &mut dyn Books,
        statement: &StatementDraft,
    ) -> AppResult<Result<Found, Problem>> {
        let mine: Vec<&String> = self
            .currencies
            .iter()
            .filter(|(_, currencies)| currencies.contains(&statement.currency))
            .map(|(account, _)| account)
            .collect();
        let mut evidence = Vec::new();
        for account in &mine {
            evidence.push(Evidence::of(intake, books, account, statement)?);
        }
        let proved: Vec<&String> = mine.iter().zip(&evidence).filter(|(_, e)| e.is_proof()).map(|(a, _)| *a).collect();
        let sure = |account: &String| Found { account: account.clone(), is_assumed: false };
        Ok(match (proved.as_slice(), mine.as_slice(), evidence.as_slice()) {
            ([only], ..) => Ok(sure(only)),
            ([], [], _) => Ok(Found { account: UNNAMED.to_string(), is_assumed: true }),
            ([], [only], [evidence]) if !evidence.is_against() => {
                Ok(Found { account: (*only).clone(), is_assumed: true })
            }
            _ => Err(unclear("Le relevé ne dit pas de quel compte il est. Il peut être", &mine)),
        })
    }
}

/// What a statement and an account have in common.
struct Evidence {
    /// Movements of one day and amount that both have.
    shared: usize,
    /// Days on which both have movements.
    days: usize,
    /// It begins with the balance that the account ended with.
    continues: bool,
}

impl Evidence {
    fn of(
        intake: &Intake<'_, '_>,
        books: &mut dyn Books,
        account: &str,
        statement: &StatementDraft,
    ) -> AppResult<Evidence> {
        let entries = || statement.entries.iter().filter(|e| e.status == EntryStatus::Booked);
        let days: BTreeSet<Date> = entries().map(|e| e.booked_on).collect();
        let seen = books.lines_on(intake.company.id, account, &days.iter().copied().collect::<Vec<_>>())?;
        let theirs: BTreeSet<(Date, Cents, Currency)> =
            seen.iter().map(|l| (l.booked_on, l.amount, l.currency)).collect();
        let stored_days: BTreeSet<Date> = seen.iter().map(|l| l.booked_on).collect();
        let mine: BTreeSet<(Date, Cents, Currency)> = entries().map(|e| (e.booked_on, e.amount, e.currency)).collect();
        let rows = books.statements(intake.company.id, Some(account))?;
        let last = rows.iter().filter(|r| r.until.is_some()).max_by_key(|r| (r.until, r.recorded_at));
        let ended = last.and_then(|l| l.closing).filter(|c| !c.is_zero());
        Ok(Evidence {
            shared: mine.intersection(&theirs).count(),
            days: stored_days.len(),
            continues: ended.is_some() && ended == statement.opening,
        })
    }

    fn is_proof(&self) -> bool {
        self.shared > 0 || self.continues
    }

    /// Movements on the same days, and none in common.
    fn is_against(&self) -> bool {
        self.days > 0 && self.shared == 0
    }
}

/// Two names of one account: the same letters and digits, the number inside an IBAN, or its last digits.
fn is_same(a: &str, b: &str) -> bool {
    let (one, other) = (compact(a), compact(b));
    if one == other {
        return true;
    }
    let (long, short, masked) =
        if one.len() >= other.len() { (&one, &other, is_masked(b)) } else { (&other, &one, is_masked(a)) };
    if masked {
        let ending: String =
            short.chars().rev().take_while(char::is_ascii_digit).collect::<Vec<_>>().into_iter().rev().collect();
        return ending.len() >= SHORTEST_ENDING && numbers_in(long).iter().any(|n| n.ends_with(&ending));
    }
    let bare = short.trim_start_matches('0');
    let is_number = bare.len() >= SHORTEST_NUMBER && short.bytes().filter(u8::is_ascii_digit).count() * 2 > short.len();
    let whole = numbers_in(long).iter().any(|n| n == short);
    // A number of many zeros is short without them, and still the whole number of an IBAN.
    whole
        || (is_number
            && numbers_in(long).iter().any(|n| n.trim_start_matches('0') == bare || n.ends_with(short.as_str())))
}

/// The account numbers that a compact name holds: itself, and for an IBAN what follows the keys, with and without the bank.
fn numbers_in(name: &str) -> Vec<&str> {
    let mut numbers = vec![name];
    if !is_iban(name) {
        return numbers;
    }
    numbers.extend(name.get(4..));
    if name.starts_with("FR") && name.len() == 27 {
        numbers.extend([name.get(14..25), name.get(4..25)].into_iter().flatten());
    }
    numbers
}

fn is_iban(name: &str) -> bool {
    let at = |range: std::ops::Range<usize>| name.get(range).unwrap_or("");
    (15..=34).contains(&name.len())
        && at(0..2).bytes().all(|b| b.is_ascii_uppercase())
        && at(2..4).bytes().all(|b| b.is_ascii_digit())
}

fn is_masked(name: &str) -> bool {
    name.contains('*') || name.to_ascii_uppercase().contains("XXX")
}

fn compact(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

fn unclear(what: &str, accounts: &[&String]) -> Problem {
    let names: Vec<String> = accounts.iter().map(|a| format!("« {a} »")).collect();
    let what = format!("{what} de {} ou d’un autre.", names.join(", "));
    let remedy = "Dites lequel : quitus import FICHIER --account \"NOM DU COMPTE\" (un nom nouveau ouvre un compte).";
    Problem::error("account_unclear", what, remedy)
}

#[cfg(test)]
mod tests {
    use super::is_same;

    #[test]
    fn names_of_one_account() {
        let iban = "FR76 9999 9000 0100 0000 0000 115";
        for other in ["FR7699999000010000000000115", "00000000001", "****0001", "99999 00001 00000000001 15"] {
            assert!(is_same(iban, other) && is_same(other, iban), "{other}");
        }
        for other in ["00000000002", "****0002", "FR7699999000010000000000212", "115", "compte non précisé", ""] {
            assert!(!is_same(iban, other) && !is_same(other, iban), "{other}");
        }
        assert!(is_same("DE89370400440532013000", "37040044/0532013000"));
        assert!(is_same("NL71RABO0123456789", "0123456789"));
        assert!(!is_same("Compte courant", "Compte épargne"));
    }
}
