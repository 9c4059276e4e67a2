//! A debtor in a few lines, planned on any day, with the plan told in short lines a test can compare.

use base::id::{ActId, BankLineId, ContactId, DecisionId, HoldId, InvoiceId, PartyId};
use base::{Cents, Currency, Date, parse_iso_date};
use domain::agenda::{Plan, Proposal, Reason, Silence, plan};
use domain::facts::{
    ActFacts, ActState, Channel, CompanyFacts, ContactFacts, ContactRole, DebtorFacts, DecisionFacts, DecisionKind,
    DueBasis, HoldFacts, HoldKind, KindBasis, PartyFacts, PartyKind, PossiblePayment, ReceivableFacts,
};
use domain::matching::Clue;
use domain::scenario::{ScenarioBook, parse, shipped};
use domain::situation::Situation;
use std::fmt;
use std::sync::LazyLock;

/// Panics on a day that does not exist: a slip in the test itself.
pub fn d(text: &str) -> Date {
    parse_iso_date(text).unwrap()
}

pub fn invoice_id(number: &str) -> InvoiceId {
    InvoiceId::from_bytes(spread(number.as_bytes()))
}

fn spread(bytes: &[u8]) -> [u8; 16] {
    let mut out = [0; 16];
    out.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    out
}

/// What is known of payments on the day planned.
#[derive(Clone, Copy, Debug)]
pub enum Bank {
    UpToDate,
    Until(Date),
    Never,
}

/// Read once: hundreds of worlds are made.
static SHIPPED: LazyLock<ScenarioBook> = LazyLock::new(|| shipped().unwrap());

impl fmt::Debug for World {
    /// The scenarios are the shipped ones; printing them would bury the facts.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#?}\n{:?}\n{:?}", self.debtor, self.company, self.bank)
    }
}

#[derive(Clone)]
pub struct World {
    pub debtor: DebtorFacts,
    pub company: CompanyFacts,
    pub book: ScenarioBook,
    pub bank: Bank,
    serial: u32,
}

impl World {
    /// A company that everybody can be reached at: accounting, buyer and owner, each with mail and telephone.
    pub fn business() -> World {
        World::nobody_known()
            .address()
            .contact(ContactRole::AccountsPayable, true, true)
            .contact(ContactRole::Buyer, true, true)
            .contact(ContactRole::Decider, true, true)
    }

    pub fn nobody_known() -> World {
        let party =
            PartyFacts { id: PartyId::from_bytes([1; 16]), name: "Clinique des Quais".into(), ..Default::default() };
        let party = PartyFacts { kind_basis: KindBasis::Documented, ..party };
        World {
            debtor: DebtorFacts { party, ..DebtorFacts::default() },
            company: CompanyFacts::default(),
            book: SHIPPED.clone(),
            bank: Bank::UpToDate,
            serial: 0,
        }
    }

    pub fn consumer() -> World {
        World::nobody_known().kind(PartyKind::Consumer).address().contact(ContactRole::User, true, true)
    }

    pub fn public_body() -> World {
        World::business().kind(PartyKind::PublicBody)
    }

    /// Another single scenario, in TOML.
    pub fn under(mut self, text: &str) -> World {
        self.book = ScenarioBook::new(vec![parse("test.toml", text).unwrap_or_else(|e| panic!("{e}"))]);
        self
    }

    pub fn kind(mut self, kind: PartyKind) -> World {
        self.debtor.party.kind = kind;
        self
    }

    pub fn address(mut self) -> World {
        self.debtor.party.has_address = true;
        self
    }

    pub fn contact(mut self, role: ContactRole, has_email: bool, has_phone: bool) -> World {
        let id = ContactId::from_bytes(self.id());
        self.debtor.contacts.push(ContactFacts { id, role, has_email, has_phone });
        self
    }

    pub fn bank(mut self, bank: Bank) -> World {
        self.bank = bank;
        self
    }

    /// An invoice in euros, issued thirty days before it is due and known at once.
    pub fn invoice(self, number: &str, due: &str, euros: i64) -> World {
        self.invoice_in(number, due, euros, Currency::EUR)
    }

    pub fn invoice_in(mut self, number: &str, due: &str, euros: i64, currency: Currency) -> World {
        let due_on = d(due);
        let issued_on = base::add_days(due_on, -30).unwrap();
        let amount = Cents::new(euros * 100);
        self.debtor.receivables.push(ReceivableFacts {
            id: invoice_id(number),
            number: number.into(),
            issued_on,
            due_on,
            due_basis: DueBasis::Stated,
            currency,
            principal: amount,
            outstanding: amount,
            known_on: issued_on,
            has_estimated_settlement: false,
        });
        self
    }

    /// Changes the invoice just added.
    pub fn with(mut self, change: impl FnOnce(&mut ReceivableFacts)) -> World {
        change(self.debtor.receivables.last_mut().unwrap());
        self
    }

    pub fn receivable(&mut self, number: &str) -> &mut ReceivableFacts {
        self.debtor.receivables.iter_mut().find(|r| r.number == number).unwrap()
    }

    /// Paid to the last cent: it is no longer among what is open.
    pub fn paid(mut self, number: &str) -> World {
        self.debtor.receivables.retain(|r| r.number != number);
        self
    }

    /// A hold on one invoice, or on everything when `number` is empty.
    pub fn hold(mut self, kind: HoldKind, number: &str, opened: &str, until: Option<&str>) -> World {
        let id = HoldId::from_bytes(self.id());
        self.debtor.holds.push(HoldFacts {
            id,
            kind,
            invoice: scope(number),
            opened_on: d(opened),
            until: until.map(d),
            lifted_on: None,
            amount: None,
            why: "noté au téléphone".into(),
            dispute: None,
        });
        self
    }

    /// Changes the hold just added.
    pub fn with_hold(mut self, change: impl FnOnce(&mut HoldFacts)) -> World {
        change(self.debtor.holds.last_mut().unwrap());
        self
    }

    pub fn decide(mut self, on: &str, number: &str, kind: DecisionKind) -> World {
        let id = DecisionId::from_bytes(self.id());
        self.debtor.decisions.push(DecisionFacts {
            id,
            decided_on: d(on),
            invoice: scope(number),
            // Whoever decides has seen all the lines that are there.
            lines: self.debtor.possible_payments.iter().map(|p| p.line).collect(),
            kind,
            author: "Claire".into(),
            why: "vu avec le client".into(),
        });
        self
    }

    pub fn skip(self, on: &str, number: &str, step: &str) -> World {
        self.decide(on, number, DecisionKind::Skip { step: step.into() })
    }

    pub fn postpone(self, on: &str, number: &str, until: &str) -> World {
        self.decide(on, number, DecisionKind::Postpone { until: d(until) })
    }

    pub fn possibly_paid(mut self, number: &str, booked: &str, clue: Clue) -> World {
        let line = BankLineId::from_bytes(self.id());
        self.debtor.possible_payments.push(PossiblePayment {
            line,
            booked_on: d(booked),
            amount: Cents::new(10_000),
            invoice: scope(number),
            clue,
        });
        self
    }

    /// A step of the standard scenario that left on that day, for these invoices.
    pub fn sent(self, step: &str, on: &str, numbers: &[&str]) -> World {
        self.act(step, on, numbers, ActState::HandedOver)
    }

    pub fn act(mut self, step: &str, on: &str, numbers: &[&str], state: ActState) -> World {
        let scenario = self.book.named("standard").or_else(|| self.book.current().first()).unwrap();
        let known = scenario.steps.iter().find(|s| s.id == step);
        let (name, version) = (scenario.reference.name.clone(), scenario.reference.version.clone());
        let channel = known.and_then(|s| s.channels.first().copied()).unwrap_or(Channel::Email);
        let performed_on = state.counts_as_performed().then(|| d(on));
        let id = ActId::from_bytes(self.id());
        let invoices = numbers.iter().map(|n| invoice_id(n)).collect();
        self.debtor.acts.push(ActFacts {
            live: true,
            id,
            scenario: name,
            scenario_version: version,
            step: step.into(),
            channel,
            planned_on: d(on),
            performed_on,
            state,
            invoices,
        });
        self
    }

    /// Everything proposed leaves on the day.
    pub fn approve(&mut self, proposals: &[Proposal], on: Date) {
        for proposal in proposals {
            let id = ActId::from_bytes(self.id());
            self.debtor.acts.push(ActFacts {
                live: true,
                id,
                scenario: proposal.scenario.name.clone(),
                scenario_version: proposal.scenario.version.clone(),
                step: proposal.step.clone(),
                channel: proposal.channel,
                planned_on: on,
                performed_on: Some(on),
                state: ActState::HandedOver,
                invoices: proposal.lines.iter().map(|l| l.invoice).collect(),
            });
        }
    }

    pub fn plan(&self, on: &str) -> Plan {
        self.plan_on(d(on))
    }

    pub fn plan_on(&self, on: Date) -> Plan {
        let mut company = self.company.clone();
        company.bank_known_until = match self.bank {
            Bank::UpToDate => Some(on),
            Bank::Until(day) => Some(day),
            Bank::Never => None,
        };
        let situation = Situation::of(&self.debtor, &company, on).unwrap();
        plan(&situation, &self.book).unwrap()
    }

    /// The day in short lines: proposals first, then silences.
    pub fn day(&self, on: &str) -> Vec<String> {
        told(&self.plan(on))
    }

    /// Codes of the reasons of the only proposal, or of the first silence.
    pub fn codes(&self, on: &str) -> Vec<&'static str> {
        let plan = self.plan(on);
        let proposed = plan.proposals.first().map(|p| &p.reasons);
        let reasons = proposed.or(plan.silences.first().map(|s| &s.reasons)).unwrap();
        reasons.iter().map(Reason::code).collect()
    }

    /// Approves everything from one day to the other and tells what left, when.
    pub fn walk(&mut self, from: &str, to: &str) -> Vec<String> {
        let (mut day, last, mut left) = (d(from), d(to), Vec::new());
        while day <= last {
            let plan = self.plan_on(day);
            left.extend(
                plan.proposals
                    .iter()
                    .map(|p| format!("{day} {} {} {}", p.step, p.channel.code(), p.target.role.code())),
            );
            self.approve(&plan.proposals, day);
            day = day.tomorrow().unwrap();
        }
        left
    }

    fn id(&mut self) -> [u8; 16] {
        self.serial += 1;
        let mut bytes = [0; 16];
        bytes[..4].copy_from_slice(&self.serial.to_be_bytes());
        bytes
    }
}

fn scope(number: &str) -> Option<InvoiceId> {
    (!number.is_empty()).then(|| invoice_id(number))
}

pub fn told(plan: &Plan) -> Vec<String> {
    plan.proposals.iter().map(proposed).chain(plan.silences.iter().map(silent)).collect()
}

fn proposed(p: &Proposal) -> String {
    let numbers: Vec<&str> = p.lines.iter().map(|l| l.number.as_str()).collect();
    format!("{} {}: {} = {}", p.step, p.channel.code(), numbers.join("+"), p.total_cents)
}

fn silent(s: &Silence) -> String {
    let codes: Vec<&str> = s.reasons.iter().map(Reason::code).collect();
    let next = s.next_on.map_or("-".to_string(), |on| on.to_string());
    format!("{} {} {next}", s.number, codes.join("+"))
}
