//! Says of lines that they tell another one again, as [`super::echo`] finds. Each word is a fact and stands in the journal; what
//! a person said is never said otherwise, and a line that is a payment already is the one that counts.

use super::echo::{self, Covered, DAYS};
use crate::error::AppResult;
use crate::import::Intake;
use crate::payments::{line_ref, take_back, unmatch};
use crate::ports::books::Books;
use crate::ports::statements::SeenLine;
use crate::records::{BankLineRecord, EchoRecord, EchoVerdict};
use base::id::BankLineId;
use base::{Date, add_days, fr};
use domain::journal::kinds::{CreditJudged, Judgement};
use domain::journal::{JournalKind, Said};
use draft::Problem;
use std::collections::{BTreeMap, HashMap, HashSet};

/// What an import found of lines told again.
#[derive(Default)]
pub(super) struct Found {
    /// New lines that are other lines' money.
    pub echoes: HashSet<BankLineId>,
    /// How many movements were known: the new line tells one again, or counts in the place of one.
    pub known: usize,
    /// New lines of which a person must say whether they are.
    pub perhaps: usize,
}

impl Found {
    fn count(&mut self, line: BankLineId, now: Option<(BankLineId, EchoVerdict)>, new: &HashSet<BankLineId>) {
        match now.filter(|(original, _)| new.contains(&line) || new.contains(original)) {
            Some((_, EchoVerdict::Same)) => {
                self.known += 1;
                self.echoes.extend(Some(line).filter(|l| new.contains(l)));
            }
            Some(_) => self.perhaps += 1,
            None => {}
        }
    }

    pub fn remark(&self) -> Vec<Problem> {
        let mut out = Vec::new();
        if self.known > 0 {
            let lines = fr::count(self.known as u64, "opération", "opérations");
            let what = format!("Déjà connu à un autre jour, ou en détail, par un autre relevé : {lines}.");
            out.push(Problem::info(
                "line_told_again",
                what,
                "Rien à faire : chaque opération n’est comptée qu’une fois.",
            ));
        }
        if self.perhaps > 0 {
            let lines = fr::count(self.perhaps as u64, "opération", "opérations");
            let what = format!("Peut-être déjà connu à un autre jour par un autre relevé : {lines}.");
            let remedy = "Dites dans « Banque » si c’est la même opération ; d’ici là rien n’est rapproché sans vous.";
            out.push(Problem::warning("line_perhaps_told_again", what, remedy));
        }
        out
    }
}

/// Looks at the lines of an account around the days that a statement covers.
pub(super) fn say(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    account: &str,
    (from, until): (Date, Date),
    new: &HashSet<BankLineId>,
) -> AppResult<Found> {
    let covered = Covered::of(&books.statements(intake.company.id, Some(account))?);
    if covered.is_of_one_kind() {
        return Ok(Found::default());
    }
    // Pairs reach over the edge, and what is paired with a line at the edge beyond it.
    let reach = |day: Date, days: i64| add_days(day, days).unwrap_or(day);
    let (first, last) = (reach(from, -3 * DAYS), reach(until, 3 * DAYS));
    let lines = books.money_between(intake.company.id, account, first, last)?;
    let said: HashMap<BankLineId, EchoRecord> =
        books.echoes_between(intake.company.id, account, first, last)?.into_iter().map(|e| (e.line, e)).collect();
    let is_closed = |l: &SeenLine| said.get(&l.id).is_some_and(|e| e.is_persons && e.verdict == EchoVerdict::Same);
    let open: Vec<SeenLine> = lines.into_iter().filter(|l| !is_closed(l)).collect();
    let wanted = wanted(books, &open, &echo::pairs(&open, &covered, &before(&said)), &said)?;
    let near = |line: &&SeenLine| reach(from, -DAYS) <= line.booked_on && line.booked_on <= reach(until, DAYS);
    let mut found = Found::default();
    for line in open.iter().filter(near) {
        let now = wanted.get(&line.id).copied();
        word(intake, books, line.id, said.get(&line.id), now)?;
        found.count(line.id, now, new);
    }
    Ok(found)
}

/// What was said before of two lines of one movement.
fn before(said: &HashMap<BankLineId, EchoRecord>) -> echo::Said {
    let of = |is_apart: bool| {
        let wanted = said.values().filter(move |e| (e.verdict == EchoVerdict::Apart) == is_apart);
        wanted.filter(move |e| e.is_persons || !is_apart).map(|e| (e.line, e.original)).collect()
    };
    echo::Said { one: of(false), apart: of(true) }
}

/// For each line that tells another again: which, and how sure that is. Of the lines of one movement the one that is a payment
/// counts, else the one that counted before, else the one the rule names.
fn wanted(
    books: &mut dyn Books,
    lines: &[SeenLine],
    pairs: &[echo::Pair],
    said: &HashMap<BankLineId, EchoRecord>,
) -> AppResult<HashMap<BankLineId, (BankLineId, EchoVerdict)>> {
    let mut wanted = HashMap::new();
    let id = |at: usize| lines.get(at).map(|l| l.id);
    let mut links: BTreeMap<usize, Vec<(usize, EchoVerdict)>> = BTreeMap::new();
    for pair in pairs {
        let amounts = [pair.original, pair.echo].map(|at| lines.get(at).map(|l| l.amount));
        if amounts[0] == amounts[1] {
            links.entry(pair.original).or_default().push((pair.echo, pair.verdict));
            links.entry(pair.echo).or_default().push((pair.original, pair.verdict));
        } else if let Some((part, sum)) = id(pair.original).zip(id(pair.echo))
            && !is_paid(books, sum)?
        {
            wanted.insert(sum, (part, pair.verdict));
        }
    }
    let echoes: HashSet<usize> = pairs.iter().map(|p| p.echo).collect();
    for named in links.keys().copied().filter(|at| !echoes.contains(at)) {
        let told = together(&links, named);
        let (mut paid, mut counted) = (Vec::new(), None);
        for at in told.keys().copied() {
            let Some(line) = id(at) else { continue };
            if is_paid(books, line)? {
                paid.push(at);
            }
            let is_original = |e: &EchoRecord| e.original == line && e.verdict != EchoVerdict::Apart;
            counted = counted.or_else(|| said.values().any(is_original).then_some(at));
        }
        let first = match paid.as_slice() {
            [] => counted.unwrap_or(named),
            [only] => *only,
            // Several were matched: somebody took them for as many.
            _ => continue,
        };
        let Some(original) = id(first) else { continue };
        let others = together(&links, first).into_iter().filter(|(at, _)| *at != first);
        wanted.extend(others.filter_map(|(at, verdict)| Some((id(at)?, (original, verdict)))));
    }
    Ok(wanted)
}

fn is_paid(books: &mut dyn Books, line: BankLineId) -> AppResult<bool> {
    Ok(books.bank_line(line)?.is_some_and(|l| !l.payments.is_empty()))
}

/// The lines linked with one, each as surely as the weakest link on the way.
fn together(links: &BTreeMap<usize, Vec<(usize, EchoVerdict)>>, from: usize) -> BTreeMap<usize, EchoVerdict> {
    let mut told = BTreeMap::from([(from, EchoVerdict::Same)]);
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        let sure = told.get(&at).copied().unwrap_or(EchoVerdict::Perhaps);
        for (other, verdict) in links.get(&at).into_iter().flatten() {
            if !told.contains_key(other) {
                told.insert(*other, sure.max(*verdict));
                next.push(*other);
            }
        }
    }
    told
}

/// Says what changed of a line, unless a person spoke.
fn word(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    line: BankLineId,
    before: Option<&EchoRecord>,
    now: Option<(BankLineId, EchoVerdict)>,
) -> AppResult<()> {
    let is_apart = |e: &EchoRecord| e.verdict == EchoVerdict::Apart;
    match (before, now) {
        (Some(before), _) if before.is_persons && !is_apart(before) => Ok(()),
        (Some(before), Some(now)) if (before.original, before.verdict) == now => Ok(()),
        (Some(before), None) if !is_apart(before) => {
            let why = "un autre relevé montre que ce sont deux opérations";
            note(intake, books, line, (before.original, EchoVerdict::Apart), why)
        }
        (_, None) => Ok(()),
        (_, Some(now)) => {
            let why = match now.1 {
                EchoVerdict::Same => "deux relevés la disent à des jours différents, et chacun une fois seulement",
                _ => "même montant à quelques jours près, dans deux relevés de sortes différentes",
            };
            note(intake, books, line, now, why)
        }
    }
}

/// Writes one word down.
fn note(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    line: BankLineId,
    (original, verdict): (BankLineId, EchoVerdict),
    why: &str,
) -> AppResult<()> {
    let (Some(line), Some(first)) = (books.bank_line(line)?, books.bank_line(original)?) else { return Ok(()) };
    books.insert_echo(&EchoRecord {
        company: intake.company.id,
        line: line.id,
        original,
        verdict,
        is_persons: false,
        said_on: intake.world.today,
        author: intake.world.author(),
        why: why.to_string(),
        recorded_at: intake.world.clock.now(),
    })?;
    let judgement = match verdict {
        EchoVerdict::Same => Judgement::SameAsOther,
        EchoVerdict::Perhaps => Judgement::PerhapsOther,
        EchoVerdict::Apart => Judgement::NotOther,
    };
    let subject = Some(Said::plain(fr::date(first.booked_on)));
    let judged = CreditJudged { line: line_ref(&line), judgement, subject, why: Said::plain(why) };
    intake.world.note(books, intake.company.id, line.id, JournalKind::CreditJudged(judged))
}

/// Whether a line told as a sum may give way to its parts: nobody but the program made something of it.
pub(super) fn may_give_way(books: &mut dyn Books, whole: BankLineId) -> AppResult<bool> {
    if !books.line_words(whole)?.is_empty() || books.echo(whole)?.is_some_and(|e| e.is_persons) {
        return Ok(false);
    }
    let Some(line) = books.bank_line(whole)? else { return Ok(false) };
    for payment in &line.payments {
        let made_of_it = books.payment(*payment)?.filter(|p| p.bank_line == Some(whole));
        if made_of_it.is_some_and(|p| !p.key.starts_with("bnk:")) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The parts of a line are known: they count, and the sum no more.
pub(super) fn give_way(
    intake: &Intake<'_, '_>,
    books: &mut dyn Books,
    whole: BankLineId,
    first: BankLineId,
) -> AppResult<()> {
    const WHY: &str = "un autre relevé détaille cette somme, opération par opération";
    let Some(line): Option<BankLineRecord> = books.bank_line(whole)? else { return Ok(()) };
    for payment in line.payments {
        if books.payment(payment)?.is_some_and(|p| p.bank_line == Some(whole)) {
            take_back(intake.world, books, intake.company, payment, line.booked_on, WHY)?;
        }
        unmatch(intake.world, books, intake.company, whole, payment, WHY)?;
    }
    note(intake, books, whole, (first, EchoVerdict::Same), WHY)
}
