//! What a document is filled with, taken from the books: sender, addressee, invoices, sums, earlier contacts.

mod parties;
mod talk;

pub(crate) use parties::{address_lines, addressee, creditor, documents_regime, payment_reference};

use crate::error::{AppError, AppResult};
use crate::ports::books::Books;
use crate::records::{ActRow, Company, ContactRecord, InvoiceRecord, PartyRecord};
use crate::sums;
use base::id::InvoiceId;
use base::{Cents, Date, add_days, days_between, fr};
use documents::Lang;
use documents::context::{
    CallSheetContext, DunningContext, InterestSegment, InvoiceLine, InvoiceSums, Letterhead, PaymentReceived,
    PlanSpoken, PreviousContact, PromiseMade, ServiceSpoken, StatementOfSums,
};
use domain::agenda::{PLAN_STEPS, Proposal, ProposalLine, Reason, SERVICE_STEPS, sentence};
use domain::facts::{HoldKind, PartyKind};
use law::{LawBook, LawError};
use std::collections::HashMap;
use talk::{contact_sentence, questions};

/// Days left to pay in a letter: usage, no text (`MED_USAGE_8J`).
const DAYS_TO_PAY: &str = "MED_USAGE_8J";

/// Everything about one act that documents need.
pub(crate) struct Matter<'m> {
    pub company: &'m Company,
    pub party: PartyRecord,
    pub contact: Option<ContactRecord>,
    pub proposal: &'m Proposal,
    pub invoices: Vec<InvoiceRecord>,
    /// What is outstanding of each and not asked for.
    contested: Vec<(InvoiceId, Cents)>,
    pub history: Vec<ActRow>,
    pub promise: Option<PromiseMade>,
    pub today: Date,
    pub reference: String,
}

impl<'m> Matter<'m> {
    pub fn load(
        books: &mut dyn Books,
        company: &'m Company,
        proposal: &'m Proposal,
        today: Date,
        reference: String,
    ) -> AppResult<Matter<'m>> {
        let matter = Matter::for_sums(books, company, proposal, today, reference)?;
        let contacts = books.contacts(matter.party.id)?;
        let contact = proposal.target.contact.and_then(|id| contacts.into_iter().find(|c| c.id == id));
        let history = books.acts_of_party(matter.party.id)?;
        let promise = promise(books, &matter.party, proposal)?;
        Ok(Matter { contact, history, promise, ..matter })
    }

    /// Enough to count sums: who is written to, earlier acts and promises say nothing of them.
    pub fn for_sums(
        books: &mut dyn Books,
        company: &'m Company,
        proposal: &'m Proposal,
        today: Date,
        reference: String,
    ) -> AppResult<Matter<'m>> {
        let party = books
            .party(proposal.party)?
            .ok_or_else(|| AppError::NotFound(format!("{} n’existe plus.", proposal.customer)))?;
        let named: Vec<InvoiceId> = proposal.lines.iter().map(|line| line.invoice).collect();
        let mut invoices = books.invoices(&named)?;
        invoices.sort_by_key(|invoice| named.iter().position(|id| *id == invoice.id));
        let open: HashMap<_, _> = books.balances(&named)?.into_iter().map(|b| (b.invoice, b.outstanding)).collect();
        let mut contested = Vec::with_capacity(named.len());
        for line in &proposal.lines {
            let outstanding = open.get(&line.invoice).copied().unwrap_or(line.amount_cents);
            contested.push((line.invoice, outstanding.sub(line.amount_cents)?.max(Cents::ZERO)));
        }
        let (contact, history, promise) = (None, Vec::new(), None);
        Ok(Matter { company, party, contact, proposal, invoices, contested, history, promise, today, reference })
    }

    /// The channel a letter or mail goes by decides its language; sheets stay in the house.
    pub fn lang(&self) -> Lang {
        if self.party.language == "en" { Lang::En } else { Lang::Fr }
    }

    pub fn letterhead(&self) -> Letterhead {
        let numbers: Vec<&str> = self.proposal.lines.iter().map(|l| l.number.as_str()).collect();
        Letterhead {
            reference: self.reference.clone(),
            dated_on: self.today,
            place: self.company.address.city.clone(),
            creditor: creditor(self.company),
            addressee: addressee(&self.party, self.contact.as_ref()),
            regime: documents_regime(&self.party),
            payment_reference: payment_reference(&numbers),
            currency: self.proposal.currency,
        }
    }

    pub fn dunning(&self, books: &mut dyn Books, law: &LawBook, attachments: Vec<String>) -> AppResult<DunningContext> {
        let deadline = self.payment_deadline(law);
        let (payment, is_silent) = self.thanked(books, law)?;
        let sums = if is_silent { None } else { self.sums(books, law)? };
        let claimed = match &sums {
            Some(_) => {
                let invoices: Vec<InvoiceId> = self.invoices.iter().map(|i| i.id).collect();
                crate::accessories::already(books, self.company, &self.history, &invoices)?
            }
            None => None,
        };
        let plan = self.plan(books)?;
        // Under a plan a payment is asked for, of all its invoices together: what each still owes is told whole.
        let invoices = match (&plan, self.proposal.lines.first()) {
            (Some(_), Some(line)) => crate::plans::lines_of(books, self.party.id, line.invoice, self.today)?,
            _ => self.lines(),
        };
        let total_outstanding = Cents::sum(invoices.iter().map(|l| l.outstanding))?;
        Ok(DunningContext {
            letterhead: self.letterhead(),
            invoices,
            total_outstanding,
            claimed,
            sums,
            payment_deadline: deadline,
            previous_contacts: self.previous_contacts(),
            promise: self.broken_promise(books)?,
            plan,
            service: self.service(books)?,
            payment,
            attachments,
            next_step: None,
            to_check: self.to_check(law),
        })
    }

    /// What was received, when the proposal is to thank for it; and then whether nothing else is to be asked.
    fn thanked(&self, books: &mut dyn Books, law: &LawBook) -> AppResult<(Option<PaymentReceived>, bool)> {
        if self.proposal.template != crate::thanks::STEP {
            return Ok((None, false));
        }
        let said = crate::thanks::said(self.today, books, self.company, law, &self.proposal.lines)?;
        let recalls = said.is_some_and(|(.., recalls)| recalls);
        Ok((said.map(|(received_on, amount, _)| PaymentReceived { received_on, amount }), !recalls))
    }

    /// The instalment plan that the proposal is about, when it is about one.
    fn plan(&self, books: &mut dyn Books) -> AppResult<Option<PlanSpoken>> {
        if !self.is_about_plan() {
            return Ok(None);
        }
        let Some(line) = self.proposal.lines.first() else { return Ok(None) };
        crate::plans::spoken_of(books, self.party.id, line.invoice, self.proposal.total_cents, self.today)
    }

    /// The service that the proposal is about, when it is about one.
    fn service(&self, books: &mut dyn Books) -> AppResult<Option<ServiceSpoken>> {
        if !SERVICE_STEPS.contains(&self.proposal.step.as_str()) {
            return Ok(None);
        }
        crate::services::spoken_of(books, self.company, self.party.id, self.today)
    }

    fn is_about_plan(&self) -> bool {
        PLAN_STEPS.contains(&self.proposal.step.as_str())
    }

    /// The word that was not kept, when the proposal is about one.
    fn broken_promise(&self, books: &mut dyn Books) -> AppResult<Option<PromiseMade>> {
        let broken = self.proposal.reasons.iter().find_map(|r| match r {
            Reason::WordBroken { promised_on, until, asked_cents, received_cents, .. } => {
                Some((*promised_on, *until, *asked_cents, *received_cents))
            }
            _ => None,
        });
        let Some((made_on, promised_for, asked, received)) = broken else { return Ok(None) };
        let asked = asked.unwrap_or(self.proposal.total_cents);
        Ok(Some(PromiseMade {
            made_on,
            promised_for,
            amount: asked,
            received: received.unwrap_or_default(),
            by: books.word_given_by(self.party.id, made_on, promised_for)?,
        }))
    }

    pub fn call_sheet(&self, purpose: String) -> CallSheetContext {
        let mut history = self.previous_contacts();
        history.reverse();
        CallSheetContext {
            letterhead: self.letterhead(),
            ask_for: self.contact.as_ref().and_then(|c| c.name.clone()),
            phone: self.contact.as_ref().and_then(|c| c.phone.clone()),
            purpose,
            invoices: self.lines(),
            total_outstanding: self.proposal.total_cents,
            facts: self.facts(),
            history,
            promise: self.promise.clone(),
            questions: questions(self.proposal),
            to_note: [
                "Nom et fonction de la personne",
                "Date de paiement annoncée",
                "Mode de paiement",
                "Ce qui bloque",
            ]
            .map(str::to_string)
            .to_vec(),
            outcomes: crate::outcomes::Outcome::french_list(),
            to_check: Vec::new(),
            next_step_on: None,
        }
    }

    fn lines(&self) -> Vec<InvoiceLine> {
        let line = |l: &ProposalLine| {
            let invoice = self.invoices.iter().find(|i| i.id == l.invoice)?;
            let estimated = |r: &Reason| matches!(r, Reason::DueDateEstimated { number } if *number == l.number);
            Some(InvoiceLine {
                number: l.number.clone(),
                issued_on: invoice.issued_on,
                due_on: l.due_on,
                due_is_estimated: self.proposal.reasons.iter().any(estimated),
                gross: invoice.gross,
                outstanding: l.amount_cents,
                contested: self.contested(invoice.id),
                days_late: days_between(l.due_on, self.today),
            })
        };
        self.proposal.lines.iter().filter_map(line).collect()
    }

    fn payment_deadline(&self, law: &LawBook) -> Option<Date> {
        let rule = law.delay(DAYS_TO_PAY, self.today).ok()?;
        match &rule.value {
            law::DelayRule::Duration(delay) => delay.after(self.today),
            law::DelayRule::On(_) | law::DelayRule::Named(_) => add_days(self.today, 8),
        }
    }

    /// Interest by segment, where the law gives some today. Outside the tables it is left out of a reminder; a formal
    /// notice needs it and is refused by its own check.
    pub fn sums(&self, books: &mut dyn Books, law: &LawBook) -> AppResult<Option<StatementOfSums>> {
        // Under a plan only what it says is asked for.
        if self.is_about_plan() {
            return Ok(None);
        }
        let mut lines = Vec::with_capacity(self.invoices.len());
        let ids: Vec<InvoiceId> = self.invoices.iter().map(|invoice| invoice.id).collect();
        let debtor = sums::Debtor::read(books, self.party.clone(), &ids, self.today)?;
        for invoice in &self.invoices {
            let contested = self.contested(invoice.id);
            match sums::of_debtor(books, law, self.company, &debtor, invoice, contested) {
                Ok(statement) => lines.push((invoice, statement)),
                Err(AppError::Law(LawError::NotCovered { .. })) if self.proposal.template != "formal-notice" => {
                    return Ok(None);
                }
                Err(other) => return Err(other),
            }
        }
        let is_notice = self.proposal.template == "formal-notice";
        if !self.party.kind_basis.is_known() || (self.party.kind == PartyKind::Consumer && !is_notice) {
            return Ok(None);
        }
        statement_of_sums(self, law, &lines).map(Some)
    }

    /// The part of an invoice that the proposal does not ask for.
    fn contested(&self, invoice: InvoiceId) -> Cents {
        self.contested.iter().find(|(id, _)| *id == invoice).map_or(Cents::ZERO, |(_, contested)| *contested)
    }

    fn previous_contacts(&self) -> Vec<PreviousContact> {
        self.history
            .iter()
            .filter(|a| a.state.counts_as_performed() && a.act.channel.reaches_debtor())
            // A message of the trial reached nobody; a task reported done is real in either mode.
            .filter(|a| a.act.live || a.act.message_id.is_none() || !self.company.settings.live)
            .filter(|a| a.act.lines.iter().any(|l| self.proposal.lines.iter().any(|p| p.invoice == l.invoice)))
            .filter_map(|a| a.performed_on.map(|date| PreviousContact { date, sentence: contact_sentence(a) }))
            .collect()
    }

    fn facts(&self) -> Vec<(String, String)> {
        let mut facts: Vec<(String, String)> = vec![
            ("Client".to_string(), format!("{} ({})", self.party.name, self.party.kind_told())),
            ("En retard".to_string(), fr::money(self.proposal.total_cents, self.proposal.currency)),
        ];
        if let Some(line) = self.proposal.lines.first() {
            let late = fr::count(line.days_late.unsigned_abs(), "jour", "jours");
            facts.push((
                "Plus ancienne".to_string(),
                format!("{} (échue le {}, {late})", line.number, fr::date(line.due_on)),
            ));
        }
        facts.extend(self.proposal.reasons.iter().skip(1).take(3).map(|r| ("Pourquoi".to_string(), sentence(r))));
        facts
    }

    fn to_check(&self, law: &LawBook) -> Vec<String> {
        let basis = law.year_basis();
        if basis.status().needs_check() {
            vec![format!("Base de {} jours : à vérifier.", basis.value)]
        } else {
            Vec::new()
        }
    }
}

fn statement_of_sums(
    matter: &Matter<'_>,
    law: &LawBook,
    lines: &[(&InvoiceRecord, law::interest::StatementOfSums)],
) -> AppResult<StatementOfSums> {
    let mut invoices = Vec::with_capacity(lines.len());
    for (invoice, s) in lines {
        let segments = s
            .segments
            .iter()
            .map(|g| InterestSegment {
                from: g.from,
                to: g.to,
                days: g.days,
                rate_bp: g.rate,
                base: g.base,
                interest: g.amount,
            })
            .collect();
        let sums = InvoiceSums {
            number: invoice.number.clone(),
            principal: s.principal_due,
            segments,
            interest_paid: s.interest_paid,
            interest: s.interest_due,
            fixed_compensation_paid: s.fixed_compensation_paid,
            fixed_compensation: s.fixed_compensation_due,
        };
        invoices.push(sums);
    }
    let principal = Cents::sum(invoices.iter().map(|i| i.principal))?;
    let interest = Cents::sum(invoices.iter().map(|i| i.interest))?;
    let fixed_compensation = Cents::sum(invoices.iter().map(|i| i.fixed_compensation))?;
    Ok(StatementOfSums {
        as_of: matter.today,
        invoices,
        principal,
        interest,
        fixed_compensation,
        total: Cents::sum(lines.iter().map(|(_, s)| s.total_due))?,
        interest_basis: basis_of(matter.party.kind, lines),
        fixed_compensation_each: each(matter, law),
    })
}

fn each(matter: &Matter<'_>, law: &LawBook) -> Option<Cents> {
    let payer = match matter.party.kind {
        PartyKind::Business => law::CompensationPayer::Business,
        PartyKind::PublicBody => law::CompensationPayer::Public,
        PartyKind::Consumer => return None,
    };
    law.fixed_compensation(payer, matter.today).ok().map(|d| d.value)
}

fn basis_of(kind: PartyKind, lines: &[(&InvoiceRecord, law::interest::StatementOfSums)]) -> String {
    let agreed = lines
        .iter()
        .flat_map(|(_, s)| &s.segments)
        .any(|g| !matches!(g.basis, law::interest::RateBasis::ReferencePlus { .. }));
    match kind {
        PartyKind::Business if agreed => "taux convenu (article L441-10 II du code de commerce)",
        PartyKind::Business => "taux de la BCE majoré de 10 points (article L441-10 II du code de commerce)",
        PartyKind::PublicBody => "taux de la BCE majoré de 8 points (article R2192-31 du code de la commande publique)",
        PartyKind::Consumer => "taux de l’intérêt légal (articles 1231-6 et 1344-1 du code civil)",
    }
    .to_string()
}

fn promise(books: &mut dyn Books, party: &PartyRecord, proposal: &Proposal) -> AppResult<Option<PromiseMade>> {
    let holds = books.open_holds(party.id)?;
    Ok(holds.into_iter().filter(|h| h.kind == HoldKind::Promise).max_by_key(|h| (h.opened_on, h.id)).and_then(|h| {
        Some(PromiseMade {
            made_on: h.opened_on,
            promised_for: h.until?,
            amount: h.amount.unwrap_or(proposal.total_cents),
            received: Cents::ZERO,
            by: None,
        })
    }))
}
