//! Which account of the books a statement is of. Files name one account in many ways: an IBAN, the account number in it, its
//! last digits, or not at all.
//!
//! An account that no file names is found by the lines it shares with what is known, or by its balance; when several would
//! do, the person is asked. It is never put with another account in silence.

use super::content;
use super::name::{has_number, is_same};
use super::words::telling;
use crate::error::AppResult;
use crate::import::{Intake, ReadFile};
use crate::ports::books::Books;
use crate::ports::statements::SeenLine;
use base::{Cents, Currency, Date};
use draft::{EntryStatus, Problem, StatementDraft};
use std::collections::{BTreeMap, BTreeSet};

/// The account of files that name none, when no other is known.
pub const UNNAMED: &str = "compte non précisé";

/// Where the statements of a file belong.
#[derive(Default)]
pub(crate) struct Placed {
    accounts: Vec<String>,
    /// Names not seen before, and the account each means.
    names: Vec<(String, String)>,
    /// What was assumed.
    assumed: Option<String>,
    /// Names that turned out to be those of an account known by another one, by its movements.
    recognised: Vec<(String, String)>,
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

    pub fn remarks(&self) -> Vec<Problem> {
        let recognised = self.recognised.iter().map(|(name, account)| {
            let what =
                format!("Les comptes « {name} » et « {account} » disent les mêmes opérations : c’est un seul compte.");
            Problem::info("account_recognised", what, "Rien à faire : chaque opération n’est comptée qu’une fois.")
        });
        let assumed = self.assumed.iter().map(|account| {
            let what = format!("Le relevé ne dit pas de quel compte il est : il a été rangé avec « {account} ».");
            let remedy = "S’il est d’un autre compte, importez-le avec --account \"NOM DU COMPTE\".";
            Problem::info("account_assumed", what, remedy)
        });
        recognised.chain(assumed).collect()
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
                    if account != *name && account != UNNAMED && !is_same(name, &account) {
                        placed.recognised.push((name.clone(), account.clone()));
                    }
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

    /// By its name; a name never seen may be that of the account that no file named so far, or that somebody gave a name of
    /// their own, if the lines say so.
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
        if is_new && let Some(account) = self.renamed(intake, books, name, statement)? {
            return Ok(Ok(Found { account, is_assumed: false }));
        }
        Ok(found)
    }

    /// The one account with the same movements, of which no number says that it is another: a person called « Qonto » what
    /// the bank calls by its IBAN.
    fn renamed(
        &self,
        intake: &Intake<'_, '_>,
        books: &mut dyn Books,
        name: &str,
        statement: &StatementDraft,
    ) -> AppResult<Option<String>> {
        let mut same = Vec::new();
        for (account, names) in self.names.iter().filter(|(account, _)| account.as_str() != UNNAMED) {
            let are_numbers = has_number(name) && names.iter().any(|n| has_number(n));
            if !are_numbers && Evidence::of(intake, books, account, statement)?.is_one_account() {
                same.push(account.clone());
            }
        }
        Ok(same.pop().filter(|_| same.is_empty()))
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
    /// Of these, credits with words in common that are not the bank's, by amount.
    told_alike: usize,
    /// Movements that one of the two lacks on a day on which both have some.
    missing: usize,
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
        let both = |m: &&(Date, Cents, Currency)| days.contains(&m.0) && stored_days.contains(&m.0);
        let missing = mine.symmetric_difference(&theirs).filter(both).count();
        let alike = entries().filter(|e| e.amount.is_positive()).filter(|e| {
            let own = telling(&content::text(e));
            let is_it = |l: &&SeenLine| (l.booked_on, l.amount, l.currency) == (e.booked_on, e.amount, e.currency);
            seen.iter().filter(is_it).any(|l| telling(&l.text).intersection(&own).next().is_some())
        });
        let told_alike = alike.map(|e| e.amount).collect::<BTreeSet<_>>().len();
        let rows = books.statements(intake.company.id, Some(account))?;
        let last = rows.iter().filter(|r| r.until.is_some()).max_by_key(|r| (r.until, r.recorded_at));
        let ended = last.and_then(|l| l.closing).filter(|c| !c.is_zero());
        Ok(Evidence {
            shared: mine.intersection(&theirs).count(),
            told_alike,
            missing,
            days: stored_days.len(),
            continues: ended.is_some() && ended == statement.opening,
        })
    }

    fn is_proof(&self) -> bool {
        self.shared > 0 || self.continues
    }

    /// Two credits alike in amount, day and words, and no movement of these days that only one of the two has: fees alone
    /// are the same on two accounts of one bank.
    fn is_one_account(&self) -> bool {
        self.told_alike >= 2 && self.missing == 0
    }

    /// Movements on the same days, and none in common.
    fn is_against(&self) -> bool {
        self.days > 0 && self.shared == 0
    }
}

fn unclear(what: &str, accounts: &[&String]) -> Problem {
    let names: Vec<String> = accounts.iter().map(|a| format!("« {a} »")).collect();
    let what = format!("{what} de {} ou d’un autre.", names.join(", "));
    let remedy = "Dites lequel : quitus import FICHIER --account \"NOM DU COMPTE\" (un nom nouveau ouvre un compte).";
    Problem::error("account_unclear", what, remedy)
}
