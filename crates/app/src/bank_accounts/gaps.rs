//! A gap stops what is known of an account at its first day: a payment may hide there. A person may say that nothing is
//! missing, and take that back; the last word on a gap counts.

use super::breaks::{Break, BreakKind};
use super::overview;
use crate::error::{AppError, AppResult};
use crate::ports::statements::GapWord;
use crate::records::Company;
use crate::world::World;
use base::{Date, add_days, fr};
use domain::journal::kinds::GapJudged;
use domain::journal::{JournalKind, Said};

/// A gap that began longer ago hides no payment that anybody still waits for.
const MATTERS_DAYS: i64 = 400;

/// The first day whose gaps count on this day.
pub fn since(today: Date) -> Date {
    add_days(today, -MATTERS_DAYS).unwrap_or(today)
}

/// The first gap from that day on which nothing explains.
pub fn stops_at(breaks: &[Break], since: Date) -> Option<&Break> {
    let open = |b: &&Break| b.kind == BreakKind::Gap && !b.is_explained && b.from >= since;
    breaks.iter().filter(open).min_by_key(|b| (b.from, b.until))
}

impl GapWord {
    /// Whether it speaks of that gap of that account.
    pub fn is_about(&self, account: &str, gap: &Break) -> bool {
        self.is_complete && self.account == account && (self.from, self.until) == (gap.from, gap.until)
    }

    pub(super) fn told(&self) -> String {
        format!("{} ({}, le {})", self.why, self.author, fr::date(self.said_on))
    }
}

/// Says that nothing is missing between two statements, so that the gap stops nobody's reminders; or that something may be
/// missing after all. `from` is the first day of the gap, as [`overview`] tells it.
///
/// # Errors
/// `NotFound` for a gap that is none; `Refused` without a sentence, or when nothing changes.
pub fn say_complete(
    world: &World<'_>,
    company: &Company,
    account: &str,
    from: Date,
    is_complete: bool,
    why: &str,
) -> AppResult<()> {
    let views = overview(world, company)?;
    let own = views.iter().filter(|v| v.account == account).flat_map(|v| &v.breaks);
    let gap = own
        .filter(|b| b.kind == BreakKind::Gap && b.from == from)
        .min_by_key(|b| (b.word.is_some() == is_complete, b.until));
    let gap = gap.ok_or_else(|| {
        AppError::NotFound(format!("Rien ne manque au compte « {account} » à partir du {}.", fr::date(from)))
    })?;
    if why.trim().is_empty() {
        return Err(AppError::refused("Une décision se justifie.", "Dites pourquoi, en une phrase."));
    }
    if gap.word.is_some() == is_complete {
        let state = if is_complete {
            "C’est déjà dit : rien n’y manque."
        } else {
            "Personne n’a dit que rien n’y manque."
        };
        return Err(AppError::refused(state, "Rien n’a changé."));
    }
    world.write(|books| {
        books.insert_gap_word(&GapWord {
            company: company.id,
            account: account.to_string(),
            from,
            until: gap.until,
            is_complete,
            said_on: world.today,
            author: world.author(),
            why: why.trim().to_string(),
            recorded_at: world.clock.now(),
        })?;
        let (account, why) = (account.to_string(), Said::plain(why.trim()));
        let kind = GapJudged { account, from, until: gap.until, is_complete, why };
        world.note(books, company.id, company.id, JournalKind::GapJudged(kind))
    })
}
