//! How far things are with a customer, at the head of a row of the day's work: a word, a shape, and a colour that only
//! repeats them. One phase for each row, the gravest that holds; what it says is not said again among the reasons.

use super::{Chip, worth};
use domain::agenda::{Proposal, Reason, Worth, WorthReason};
use domain::scenario::Tone;

/// The gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    PlanBroken,
    WordBroken {
        times: u32,
    },
    Formal,
    Service,
    /// Part of an invoice is contested, and the rest asked for.
    Contested,
    /// An instalment of a plan that holds.
    Plan,
    Firm,
    /// Nothing is late yet.
    Ahead,
    First,
    Reminder,
}

impl Phase {
    pub const ALL: [Phase; 10] = [
        Phase::PlanBroken,
        Phase::WordBroken { times: 1 },
        Phase::Formal,
        Phase::Service,
        Phase::Contested,
        Phase::Plan,
        Phase::Firm,
        Phase::Ahead,
        Phase::First,
        Phase::Reminder,
    ];

    /// What a row is about to do, after what came before it.
    pub fn of(proposal: &Proposal, worth: &Worth) -> Phase {
        let said = proposal.reasons.iter().filter_map(said);
        let by_worth = worth.reasons.iter().filter_map(|reason| match reason {
            WorthReason::NotYetDue { .. } => Some(Phase::Ahead),
            WorthReason::FirstContact => Some(Phase::First),
            _ => None,
        });
        let by_tone = match proposal.tone {
            Tone::Formal => Phase::Formal,
            Tone::Firm => Phase::Firm,
            Tone::Service | Tone::Courteous | Tone::Neutral => Phase::Reminder,
        };
        said.chain(by_worth).fold(by_tone, Phase::min)
    }

    /// Its word, and the colour of the row's edge.
    pub fn chip(self) -> Chip {
        match self {
            Phase::PlanBroken => Chip::new("échéancier rompu", "late"),
            Phase::WordBroken { times: ..=1 } => Chip::new("promesse rompue", "late"),
            Phase::WordBroken { times } => Chip::new(format!("{times} promesses rompues"), "late"),
            Phase::Formal => Chip::new("formel", "late"),
            Phase::Service => Chip::new("suspension de service", "hold"),
            Phase::Contested => Chip::new("en partie contesté", "hold"),
            Phase::Plan => Chip::new("échéancier", "hold"),
            Phase::Firm => Chip::new("ferme", "warn"),
            Phase::Ahead => Chip::new("avant l’échéance", "good"),
            Phase::First => Chip::new("premier contact", "info"),
            Phase::Reminder => Chip::new("rappel", "plain"),
        }
    }

    /// Its shape: an icon's name.
    pub fn icon(self) -> &'static str {
        match self {
            Phase::PlanBroken | Phase::WordBroken { .. } => "cross",
            Phase::Formal => "stamp",
            Phase::Service => "pause",
            Phase::Contested => "scale",
            Phase::Plan => "euro",
            Phase::Firm => "alert",
            Phase::Ahead => "clock",
            Phase::First => "people",
            Phase::Reminder => "arrow",
        }
    }

    /// The reasons of a row, without what its phase says already.
    pub fn others(self, worth_of_it: &Worth) -> Vec<Chip> {
        let is_news = |reason: &&WorthReason| match reason {
            WorthReason::WordBroken | WorthReason::WordsBroken { .. } => !matches!(self, Phase::WordBroken { .. }),
            WorthReason::FirstContact => self != Phase::First,
            _ => true,
        };
        worth_of_it.reasons.iter().filter(is_news).map(worth).collect()
    }
}

fn said(reason: &Reason) -> Option<Phase> {
    match reason {
        Reason::PlanLapsed { .. } => Some(Phase::PlanBroken),
        Reason::WordBroken { times, .. } => Some(Phase::WordBroken { times: *times }),
        Reason::ServiceTerms { .. } => Some(Phase::Service),
        Reason::PartDisputed { .. } => Some(Phase::Contested),
        Reason::PlanInstalment { .. } => Some(Phase::Plan),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Phase;
    use base::Cents;
    use domain::agenda::{Worth, WorthReason};

    fn worth(reasons: Vec<WorthReason>) -> Worth {
        let cents = Cents::new(100);
        Worth { chance_percent: 60, expected_cents: cents, minutes: 1, per_minute_cents: cents, reasons }
    }

    #[test]
    fn the_gravest_comes_first_and_each_has_a_word_of_its_own() {
        assert!(Phase::ALL.is_sorted());
        let mut words = Phase::ALL.map(|p| p.chip().text).to_vec();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), Phase::ALL.len());
    }

    #[test]
    fn a_row_does_not_say_twice_what_its_phase_says() {
        let broken = worth(vec![WorthReason::WordsBroken { times: 2 }, WorthReason::LargeAmount]);
        let said = |phase: Phase, worth: &Worth| phase.others(worth).into_iter().map(|c| c.text).collect::<Vec<_>>();
        assert_eq!(Phase::WordBroken { times: 2 }.chip().text, "2 promesses rompues");
        assert_eq!(said(Phase::WordBroken { times: 2 }, &broken), ["gros montant"]);
        assert_eq!(said(Phase::PlanBroken, &broken), ["2 promesses rompues", "gros montant"]);
        let first = worth(vec![WorthReason::FirstContact]);
        assert_eq!(said(Phase::First, &first), Vec::<String>::new());
        assert_eq!(said(Phase::Formal, &first), ["jamais contacté"]);
    }
}
