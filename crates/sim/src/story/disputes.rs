//! Contested invoices: opened with their cause and somebody to see to them, answered by a credit note or settled in time.

use super::Story;
use crate::audit::{Obstacle, Told};
use crate::chance::later;
use crate::market::{Planned, Wording};
use app::AppResult;
use app::corrections::{self, Correction, MadeBy, NewCredit};
use app::disputes::{self, NewDispute, Settlement};
use app::folders::{NewContact, put_contact};
use app::records::{DisputeOwner, InvoiceRecord};
use base::id::DisputeId;
use base::{Cents, Date};
use domain::facts::{ContactRole, DisputeCause, Fault, Finding, HoldKind};

/// After this many days without news the owner closes a dispute.
const LONGEST_DISPUTE: i64 = 60;
/// Who sees to what a customer of no salesperson contests.
const SEES_TO_IT: (&str, &str) = ("Julie Morel", "julie.morel@atelier-lumiere.example");

/// A dispute whose outcome the story knows.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    dispute: DisputeId,
    customer: u32,
    number: String,
}

/// The cause that this customer names.
pub(super) fn cause_of(customer: u32) -> DisputeCause {
    let at = usize::try_from(customer).unwrap_or_default() % DisputeCause::ALL.len();
    DisputeCause::ALL.get(at).copied().unwrap_or(DisputeCause::Price)
}

impl Story<'_> {
    /// A customer contests so much of an invoice, or all that is left of it.
    pub(super) fn contest(
        &mut self,
        customer: u32,
        number: &str,
        (cause, cents): (DisputeCause, Option<i64>),
        why: &str,
    ) -> AppResult<DisputeId> {
        let owner = self.see_to(customer)?;
        let new = NewDispute {
            invoice: self.office.invoice(self.day, number)?,
            cause,
            contested: cents.map(Cents::new),
            lines: String::new(),
            owner,
            target_on: None,
            why: why.to_string(),
        };
        let id = disputes::open(&self.office.world(self.day), &self.office.company, &new)?;
        self.tell_contested(customer, number, cents);
        Ok(id)
    }

    pub(super) fn tell_contested(&mut self, customer: u32, number: &str, cents: Option<i64>) {
        let number = Some(number.to_string());
        let what = Obstacle::Dispute;
        self.auditor.tell(self.day, Told::Obstacle { what, customer, number, until: None, cents });
    }

    /// Who follows what this customer contests: their salesperson, found or named now. Nobody while the auditor replays days,
    /// since contacts keep no past.
    pub(super) fn see_to(&mut self, customer: u32) -> AppResult<Option<DisputeOwner>> {
        let Some(party) = self.office.party(customer).filter(|_| !self.plot.audited) else { return Ok(None) };
        let world = self.office.world(self.day);
        let known = world.read(|books| Ok(books.contacts(party)?))?;
        if let Some(known) = known.iter().find(|c| c.role == ContactRole::Salesperson) {
            return Ok(Some(DisputeOwner::Contact(known.id)));
        }
        let (name, email) = SEES_TO_IT;
        let new = NewContact {
            role: ContactRole::Salesperson,
            name: name.to_string(),
            email: email.to_string(),
            phone: String::new(),
        };
        let id = put_contact(&world, &self.office.company, party, None, &new)?;
        Ok(Some(DisputeOwner::Contact(id)))
    }

    /// What is told of a call: the amount goes to the first invoices, as the program says it does.
    pub(super) fn contested_by_call(&mut self, customer: u32, parts: &[(String, i64)], cents: Option<i64>) {
        let mut left = cents;
        for (number, room) in parts.iter().filter(|(_, room)| *room > 0) {
            let part = left.map(|l| l.min(*room));
            if part == Some(0) {
                continue;
            }
            self.tell_contested(customer, number, part);
            left = left.zip(part).map(|(l, p)| l - p);
        }
    }

    /// Ends what a customer contests: a credit note answers, or nothing was wrong.
    pub(super) fn end_disputes(&mut self, customer: u32, why: &str) -> AppResult<()> {
        self.end_disputes_of(customer, why, self.day)
    }

    fn end_disputes_of(&mut self, customer: u32, why: &str, opened_until: Date) -> AppResult<()> {
        let Some(party) = self.office.party(customer) else { return Ok(()) };
        let world = self.office.world(self.day);
        let mut open = Vec::new();
        for hold in world.read(|books| Ok(books.open_holds(party)?))? {
            if hold.kind == HoldKind::Dispute && hold.opened_on <= opened_until {
                open.extend(world.read(|books| Ok(books.dispute_of_hold(hold.id)?))?);
            }
        }
        let mut ended = Vec::new();
        for dispute in open {
            let company = &self.office.company;
            let folder = disputes::folder(&world, company, dispute)?;
            let number = folder.invoice.number.clone();
            if !folder.is_open() {
                continue;
            }
            match disputes::may_answer(&world, company, dispute)?.into_iter().next() {
                Some(credit) => {
                    corrections::correct(&world, company, &answering(&folder.invoice, dispute, &credit, why)?)?;
                }
                None => disputes::settle(&world, company, dispute, &settled(Finding::Unfounded, None, why))?,
            }
            ended.push(number);
        }
        ended.into_iter().for_each(|number| self.tell_ended(customer, number));
        Ok(())
    }

    pub(super) fn tell_ended(&mut self, customer: u32, number: String) {
        let number = Some(number);
        self.auditor.tell(self.day, Told::Lifted { what: Obstacle::Dispute, customer, number });
    }

    pub(super) fn close_old_disputes(&mut self) -> AppResult<()> {
        if self.day.weekday().to_monday_zero_offset() != 1 {
            return Ok(());
        }
        let customers: Vec<u32> = self.office.known_customers().map(|(c, _)| c).collect();
        for customer in customers {
            self.end_disputes_of(customer, "sans nouvelles depuis deux mois", later(self.day, -LONGEST_DISPUTE))?;
        }
        Ok(())
    }

    /// A third of an invoice is contested, and nobody pays before it is settled.
    pub(super) fn contest_and_wait(
        &mut self,
        (customer, number): (u32, String),
        cause: DisputeCause,
        why: &str,
    ) -> AppResult<()> {
        let third = self.office.left(self.day, &number)? / 3;
        let dispute = self.contest(customer, &number, (cause, (third > 0).then_some(third)), why)?;
        if let Some(debt) = self.market.debts.get_mut(&number) {
            debt.disputed = true;
            debt.planned.clear();
        }
        self.verdicts.push(Verdict { dispute, customer, number });
        Ok(())
    }

    /// The oldest dispute of the story that waits is settled; who was wrong pays some days later.
    pub(super) fn judge(&mut self, finding: Finding, fault: Fault, why: &str) -> AppResult<()> {
        if self.verdicts.is_empty() {
            return Ok(());
        }
        let Verdict { dispute, customer, number } = self.verdicts.remove(0);
        let world = self.office.world(self.day);
        disputes::settle(&world, &self.office.company, dispute, &settled(finding, Some(fault), why))?;
        if finding == Finding::Unfounded {
            if let Some(debt) = self.market.debts.get_mut(&number) {
                debt.disputed = false;
                debt.planned.push(Planned { on: later(self.day, 4), cents: debt.left, wording: Wording::Exact });
            }
            self.tell_ended(customer, number);
        }
        Ok(())
    }
}

fn settled(finding: Finding, fault: Option<Fault>, why: &str) -> Settlement {
    Settlement { finding, founded: None, fault, why: why.to_string() }
}

/// The credit note came by a file already; it is said to answer this dispute.
fn answering(invoice: &InvoiceRecord, dispute: DisputeId, credit: &InvoiceRecord, why: &str) -> AppResult<Correction> {
    Ok(Correction {
        invoice: invoice.id,
        dispute: Some(dispute),
        credit: NewCredit {
            amount: credit.principal.neg()?,
            issued_on: credit.issued_on,
            by: MadeBy::Elsewhere { number: credit.number.clone(), file: None },
        },
        invoices: Vec::new(),
        finding: None,
        goes_on: false,
        why: why.to_string(),
    })
}
