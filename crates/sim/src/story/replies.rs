//! What customers of a demonstration answered to the last messages: one answer waits to be read, another one promised a day.

use super::Story;
use crate::chance::later;
use crate::seen::{Seen, SeenProposal};
use app::AppResult;
use app::outcomes::Outcome;
use app::ports::mail::{IncomingMail, MailReader};
use app::ports::screens::{ActList, Cut, Scope};
use app::records::ActRow;
use app::replies::{self, Handling, Meaning, NewReply};
use base::fr;
use base::id::ReplyId;
use domain::facts::ActState;
use std::collections::BTreeSet;

/// As many days later the customer who promises pays.
const PAYS_AFTER_DAYS: i64 = 7;
/// Enough for two answers when some of those reminded paid.
const MOST_REMINDED: usize = 3;
/// Words before the due date that left so many days ago may be answered, and so many of a day are looked at.
const ANSWERED_DAYS: i64 = 30;
const MOST_OF_A_DAY: u64 = 200;
const BEFORE_DUE: &str = "pre-due";
const UNREAD: &str = "Merci d’ajouter notre numéro de commande sur la facture : sans lui, le service achats ne la valide pas. \
    Pouvez-vous nous la renvoyer ?";

/// Answers of the demonstration are pasted, none comes as a file.
struct Pasted;

impl MailReader for Pasted {
    fn read(&self, _: &[u8]) -> Option<IncomingMail> {
        None
    }
}

/// Messages of the last days that may be answered on the last one.
#[derive(Debug, Default)]
pub(super) struct Reminded(Vec<(u32, ActRow)>);

impl Story<'_> {
    /// Sends a reminder to a customer who has no story yet, the least pressing one of the day. It changes nothing of what that
    /// customer does, so that what is shown elsewhere stays as it was.
    pub(super) fn remind_one(
        &mut self,
        seen: &mut Seen,
        told: &BTreeSet<u32>,
        reminded: &mut Reminded,
    ) -> AppResult<()> {
        let is_new = |c: u32| !told.contains(&c) && reminded.0.iter().all(|(known, _)| *known != c);
        let asks = |p: &SeenProposal| p.channel == "email" && p.step != BEFORE_DUE && is_new(p.customer);
        let found = seen.proposals.iter().rposition(asks).filter(|_| reminded.0.len() < MOST_REMINDED);
        let Some(at) = found else { return Ok(()) };
        let proposal = seen.proposals.remove(at);
        if !self.approve(seen, &proposal)? {
            return Ok(());
        }
        self.office.send(self.day, &self.carrier)?;
        self.carrier.news();
        let acts = self.office.world(self.day).read(|books| Ok(books.acts_of_party(proposal.party)?))?;
        let has_left = |row: &ActRow| row.act.planned_on == self.day && row.state == ActState::HandedOver;
        let act = acts.into_iter().find(|row| has_left(row) && row.act.step == proposal.step);
        reminded.0.extend(act.map(|act| (proposal.customer, act)));
        Ok(())
    }

    /// Told on the last day, after all else: of those reminded who still owe, one wrote back and nobody has read it, another
    /// one promised a day.
    pub(super) fn tell_replies(&mut self, reminded: Reminded, told: &BTreeSet<u32>) -> AppResult<()> {
        let pays_on = later(self.day, PAYS_AFTER_DAYS);
        let promise = Meaning::Heard(Outcome::Promise { on: pays_on, amount: None });
        let promised = format!("Bien reçu : votre facture part au règlement le {}.", fr::date(pays_on));
        let mut to_say = [(UNREAD.to_string(), None), (promised, Some(promise))].into_iter().peekable();
        // A small company has few reminders to send: a word before the due date is answered too.
        let mut sent = reminded.0;
        sent.reverse();
        sent.extend(self.sent_before_due()?);
        let mut told = told.clone();
        for (customer, act) in sent {
            if told.contains(&customer) {
                continue;
            }
            let Some((text, meaning)) = to_say.peek().cloned() else { break };
            let Some(reply) = self.answer(customer, &act, &text)? else { continue };
            if let Some(meaning) = meaning {
                let handling = Handling { meaning, invoices: Vec::new(), note: String::new() };
                replies::handle(&self.office.world(self.day), &self.office.company, reply, &handling)?;
            }
            told.insert(customer);
            to_say.next();
        }
        Ok(())
    }

    /// Words before the due date that left in the last days, the latest first.
    fn sent_before_due(&self) -> AppResult<Vec<(u32, ActRow)>> {
        let scope = Scope { company: self.office.company.id, keeper: None };
        let cut = Cut { offset: 0, limit: MOST_OF_A_DAY };
        self.office.world(self.day).read(|books| {
            let mut sent = Vec::new();
            for days in 0..=ANSWERED_DAYS {
                let done = books.act_rows(scope, ActList::Done(later(self.day, -days)), cut)?;
                let words = done.into_iter().map(|named| named.row).filter(|row| row.act.step == BEFORE_DUE);
                sent.extend(words.filter_map(|row| Some((self.office.customer(row.act.party)?, row))));
            }
            Ok(sent)
        })
    }

    fn is_all_owed(&self, act: &ActRow) -> AppResult<bool> {
        self.office.world(self.day).read(|books| {
            let mut owed = true;
            for line in &act.act.lines {
                owed &= books.balance(line.invoice)?.is_some_and(|b| b.outstanding.is_positive());
            }
            Ok(owed)
        })
    }

    /// One of the customer's people writes back; `None` when nothing of it is owed any more.
    fn answer(&self, customer: u32, act: &ActRow, text: &str) -> AppResult<Option<ReplyId>> {
        if !self.is_all_owed(act)? {
            return Ok(None);
        }
        let Some(who) = self.market.customer(customer).and_then(|c| c.people.first()) else { return Ok(None) };
        let from = match &who.email {
            Some(address) => format!("{} <{address}>", who.name),
            None => who.name.clone(),
        };
        let new = NewReply {
            act: Some(act.act.id),
            from,
            subject: format!("Re: {}", act.act.subject),
            text: format!("Bonjour,\n\n{text}\n\nBien cordialement,\n{}", who.name),
            received_on: Some(self.day),
            ..NewReply::default()
        };
        let scope = Scope { company: self.office.company.id, keeper: None };
        let made = replies::record(&self.office.world(self.day), &self.office.company, scope, &Pasted, &new)?;
        Ok(Some(made.id()))
    }
}
