//! What the owner does: sorts unexplained money, opens and closes holds, approves, sends, looks into lost messages.
//!
//! The owner knows what a careful person would find out by asking, and nothing that the program would need to guess.

use super::{Accident, Story};
use crate::audit::{Obstacle, Reached, Told};
use crate::carrier::{Killed, Weather};
use crate::chance::{later, stream};
use crate::market::Issued;
use crate::seen::{Seen, SeenProposal};
use app::holds::{self, NewHold};
use app::ports::terms::View;
use app::prepare::Prepared;
use app::{AppError, AppResult, outcomes};
use base::id::{ActId, BankLineId};
use base::{Date, days_between};
use domain::facts::{ActState, DecisionKind, Guard, HoldKind};
use domain::matching::BankCredit;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// How far back the owner looks at unexplained credits.
const LOOK_BACK_DAYS: i64 = 90;

/// What lies on the owner's desk.
#[derive(Debug, Default)]
pub(super) struct Desktop {
    /// Bank lines the owner has dealt with.
    handled: BTreeSet<BankLineId>,
    /// Proceedings opened, and the day the owner hears of them.
    rumours: BTreeMap<u32, Date>,
    /// Prepared mails by the identifier of their act.
    mails: BTreeMap<String, SeenProposal>,
}

impl Desktop {
    /// Proceedings are published, and the owner reads of them later.
    pub(super) fn hears_of(&mut self, customer: u32, on: Date) {
        self.rumours.insert(customer, on);
    }
}

impl Story<'_> {
    /// Matters that do not wait for the agenda: bank, proceedings, lost messages, old disputes.
    pub(super) fn settle_owner_matters(&mut self) -> AppResult<()> {
        self.hear_of_proceedings()?;
        if self.is_working_day() {
            self.sort_credits()?;
            self.look_into_lost_messages()?;
            self.review_what_left()?;
            self.open_the_post()?;
            self.close_old_disputes()?;
            self.follow_plans()?;
            self.grant_plans()?;
        }
        Ok(())
    }

    fn hear_of_proceedings(&mut self) -> AppResult<()> {
        let heard: Vec<u32> = self.desktop.rumours.iter().filter(|(_, on)| **on <= self.day).map(|(c, _)| *c).collect();
        for customer in heard {
            self.desktop.rumours.remove(&customer);
            let why = "redressement judiciaire publié au BODACC";
            self.hold(customer, None, (Obstacle::Insolvency, HoldKind::Insolvency), None, why)?;
        }
        Ok(())
    }

    /// An invoice sold to a factor is not ours to chase.
    pub(super) fn sold(&mut self, document: &Issued) -> AppResult<()> {
        let why = "cédée à l’affactureur";
        let kind = (Obstacle::Factored, HoldKind::Factored);
        self.hold(document.customer, Some(&document.number), kind, None, why)
    }

    /// Opens a hold, and tells the auditor.
    pub(super) fn hold(
        &mut self,
        customer: u32,
        number: Option<&str>,
        (what, kind): (Obstacle, HoldKind),
        until: Option<Date>,
        why: &str,
    ) -> AppResult<()> {
        let Some(party) = self.office.party(customer) else { return Ok(()) };
        let invoice = number.map(|n| self.office.invoice(self.day, n)).transpose()?;
        let hold = NewHold { party, invoice, kind, since: None, until, amount: None, why: why.to_string() };
        holds::open(&self.office.world(self.day), &self.office.company, &hold)?;
        let number = number.map(str::to_string);
        self.auditor.tell(self.day, Told::Obstacle { what, customer, number, until, cents: None });
        Ok(())
    }

    /// Unexplained credits at least two days old: what they pay is recorded by hand.
    pub(super) fn sort_credits(&mut self) -> AppResult<()> {
        let view = View { as_of: self.day, known_at: None };
        let (company, since) = (self.office.company.id, later(self.day, -LOOK_BACK_DAYS));
        let waiting = self.office.world(self.day).read(|books| Ok(books.unmatched_credits(company, since, view)?))?;
        for credit in waiting {
            let ripe = days_between(credit.booked_on, self.day) >= 2 + credit.amount.get() % 6;
            if !ripe || self.desktop.handled.contains(&credit.id) {
                continue;
            }
            let pays = self.inbox.what_it_was(credit.booked_on, credit.amount.get(), &credit.text);
            if self.take_instalment(&credit, &pays)? || self.sort(&credit, &pays)? {
                self.desktop.handled.insert(credit.id);
            }
        }
        Ok(())
    }

    fn sort(&mut self, credit: &BankCredit, pays: &[(String, i64)]) -> AppResult<bool> {
        if self.plot.trusts_matching {
            self.sort_on_the_page(credit, pays)
        } else {
            self.pay_by_hand(pays, credit.booked_on, &credit.text)
        }
    }

    /// False while one of the invoices is not known yet.
    fn pay_by_hand(&mut self, pays: &[(String, i64)], on: Date, label: &str) -> AppResult<bool> {
        for (number, _) in pays {
            match self.office.invoice(self.day, number) {
                Ok(_) => {}
                Err(AppError::NotFound(_)) => return Ok(false),
                Err(other) => return Err(other),
            }
        }
        for (number, cents) in pays {
            let cents = self.office.left(self.day, number)?.min(*cents);
            if cents > 0 {
                self.office.pay_by_hand(self.day, number, cents, on, label)?;
                self.auditor.tell(self.day, Told::PaidByHand { number: number.clone(), cents, on });
            }
        }
        Ok(true)
    }

    /// A lost answer is looked into: the owner asks the mail server's log.
    fn look_into_lost_messages(&mut self) -> AppResult<()> {
        let company = self.office.company.id;
        let world = self.office.world(self.day);
        let lost = world.read(|books| Ok(books.acts_in_state(company, &[ActState::Unknown], 100)?))?;
        for row in lost {
            let left = row.act.message_id.as_deref().is_some_and(|id| self.carrier.truth(id));
            let why = if left { "retrouvé dans le journal du serveur" } else { "absent du journal du serveur" };
            outcomes::resolve_unknown(&world, &self.office.company, row.act.id, left, why)?;
        }
        Ok(())
    }

    /// Reads the agenda, decides, approves and sends. Returns how many proposals were approved.
    pub(super) fn owner_works(&mut self, seen: &mut Seen, accident: Option<Accident>) -> AppResult<usize> {
        self.do_tasks()?;
        if self.clear_of_suspicion(seen)? {
            *seen = self.office.plan(self.day)?;
            self.check_agenda(seen)?;
        }
        let mut approved = 0;
        for proposal in seen.proposals.clone() {
            approved += usize::from(self.consider(seen, &proposal)?);
        }
        if let Some(Accident::Mail(weather)) = accident {
            self.carrier.set(weather);
        }
        match self.safe.filter(|_| accident == Some(Accident::BooksLost)) {
            Some(safe) => self.send_and_lose_the_books(safe)?,
            None => self.send()?,
        }
        if matches!(accident, Some(Accident::TwiceADay)) {
            self.send()?;
        }
        self.carrier.set(Weather::Fine);
        self.do_tasks()?;
        Ok(approved)
    }

    /// On Tuesdays, customers held back only by credits that were dealt with are cleared for the day.
    fn clear_of_suspicion(&mut self, seen: &Seen) -> AppResult<bool> {
        if self.day.weekday().to_monday_zero_offset() != 1 {
            return Ok(false);
        }
        let view = View { as_of: self.day, known_at: None };
        let (company, since) = (self.office.company.id, later(self.day, -LOOK_BACK_DAYS));
        let world = self.office.world(self.day);
        let waiting = world.read(|books| Ok(books.unmatched_credits(company, since, view)?))?;
        if waiting.iter().any(|c| !self.desktop.handled.contains(&c.id)) {
            return Ok(false);
        }
        let held: BTreeMap<u32, _> =
            seen.silences.iter().filter(|s| s.reason == "possibly_paid").map(|s| (s.customer, s.party)).collect();
        for (customer, party) in &held {
            let decision = DecisionKind::Override { guard: Guard::PossiblyPaid };
            let why = "virement déjà imputé à la main";
            holds::decide(&world, &self.office.company, *party, None, &decision, why)?;
            self.auditor.tell(self.day, Told::NotTheirMoney { customer: *customer });
        }
        Ok(!held.is_empty())
    }

    /// Approves one proposal, postpones it, or leaves it for tomorrow.
    fn consider(&mut self, seen: &Seen, proposal: &SeenProposal) -> AppResult<bool> {
        let mut s = stream(self.plot.seed, proposal.customer, &format!("considers {}", self.day));
        match s.between(0, 39) {
            0 => self.postpone(proposal, s.day_after(self.day, 2, 9)).map(|()| false),
            1..=4 if self.plot.lazy_one_in > 0 => Ok(false),
            _ if is_paper(proposal) && !s.one_in(self.plot.paper_one_in) => self.skip(proposal).map(|()| false),
            _ => self.approve(seen, proposal),
        }
    }

    /// Passes over a call, letter or visit for these invoices: the scenario goes on as if it had been done.
    pub(super) fn skip(&mut self, proposal: &SeenProposal) -> AppResult<()> {
        let decision = DecisionKind::Skip { step: proposal.step.clone() };
        for number in &proposal.all {
            let invoice = Some(self.office.invoice(self.day, number)?);
            let (world, why) = (self.office.world(self.day), "vu de vive voix");
            holds::decide(&world, &self.office.company, proposal.party, invoice, &decision, why)?;
        }
        Ok(())
    }

    fn postpone(&mut self, proposal: &SeenProposal, until: Date) -> AppResult<()> {
        let decision = DecisionKind::Postpone { until };
        let why = "je les vois bientôt";
        holds::decide(&self.office.world(self.day), &self.office.company, proposal.party, None, &decision, why)?;
        let (what, customer) = (Obstacle::Postponed, proposal.customer);
        self.auditor.tell(self.day, Told::Obstacle { what, customer, number: None, until: Some(until), cents: None });
        Ok(())
    }

    pub(super) fn approve(&mut self, seen: &Seen, proposal: &SeenProposal) -> AppResult<bool> {
        match self.office.approve(self.day, seen.run, &proposal.stored)? {
            Prepared::Act { id, .. } => {
                if is_mail(&self.office, self.day, id)? {
                    self.desktop.mails.insert(id.to_string(), proposal.clone());
                } else {
                    let delayed = stream(self.plot.seed, proposal.customer, &format!("task {}", self.day)).one_in(5);
                    let on = if delayed { later(self.day, 1) } else { self.day };
                    self.tasks.add(id, on, proposal.clone());
                }
                Ok(true)
            }
            Prepared::Overtaken { why } => {
                let what = format!("{} {}: nothing had changed, yet {why}", proposal.customer, proposal.step);
                self.auditor.find(self.day, "approval", vec![what]);
                Ok(false)
            }
        }
    }

    /// Sends, and survives being killed; then notes what really left.
    pub(super) fn send(&mut self) -> AppResult<()> {
        let sent = catch_unwind(AssertUnwindSafe(|| self.office.send(self.day, &self.carrier)));
        match sent {
            Ok(round) => {
                if round?.busy {
                    self.auditor.find(self.day, "sending_lock", vec!["nobody else is sending".to_string()]);
                }
            }
            Err(cause) if cause.is::<Killed>() => {}
            Err(other) => resume_unwind(other),
        }
        for left in self.carrier.news() {
            let act = left.message_id.trim_start_matches('<').split('@').next().unwrap_or("").to_string();
            match self.desktop.mails.get(&act).cloned() {
                Some(proposal) => self.reached(&proposal, Some(left.message_id), None),
                None => self.auditor.find(self.day, "approval", vec![format!("{act} left without approval")]),
            }
        }
        Ok(())
    }

    /// A contact took place: the auditor looks at it first, then the customer reacts.
    pub(super) fn reached(&mut self, proposal: &SeenProposal, message: Option<String>, letter: Option<ActId>) {
        let reached = Reached {
            customer: proposal.customer,
            numbers: proposal.all.clone(),
            scenario: proposal.scenario.clone(),
            step: proposal.step.clone(),
            channel: proposal.channel.clone(),
            message,
        };
        self.check_contact(&reached);
        self.figures.acts += 1;
        let is_read = letter.is_none_or(|act| self.posted(act, proposal, &reached));
        if is_read && reached.reaches_customer() && reached.channel != "call" {
            self.market.reached(self.day, reached.customer, &reached.numbers, &reached.step);
        }
        self.auditor.tell(self.day, Told::Reached(reached));
    }
}

/// Printed or said, and neither a mail nor the formal notice that law asks for.
fn is_paper(proposal: &SeenProposal) -> bool {
    matches!(proposal.channel.as_str(), "call" | "letter" | "visit")
}

fn is_mail(office: &crate::office::Office<'_>, day: Date, act: ActId) -> AppResult<bool> {
    let row = office.world(day).read(|books| Ok(books.act(act)?))?;
    Ok(row.is_some_and(|r| r.act.message_id.is_some()))
}
