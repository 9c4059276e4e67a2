//! What arrives: invoices the day they are issued, statements on Mondays, and everything that can happen to files.

use super::{Accident, Story};
use crate::audit::Told;
use crate::bank::{self, Line};
use crate::chance::{later, stream};
use crate::files;
use crate::market::{Issued, Transfer};
use app::AppResult;
use app::import::{FileOutcome, ReadFile};
use base::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Months that a forgotten invoice stays in a drawer, in days.
const FORGOTTEN_DAYS: i64 = 243;

/// A file, and what the auditor is told once it is taken.
struct Delivery {
    file: ReadFile,
    told: Vec<Told>,
    documents: Vec<Issued>,
}

pub(super) struct Inbox {
    waiting: Vec<Delivery>,
    /// Lines of the week that is not over yet.
    lines: Vec<Line>,
    since: Date,
    numbered: u64,
    /// Documents held for one file of the month; `None` when each day has its own file.
    held: Option<Vec<Issued>>,
    last_statement: Option<(Vec<Line>, Date, Date)>,
    last_file: Option<ReadFile>,
    forgotten: BTreeMap<Date, Vec<Issued>>,
    /// What each line on the account really was.
    known_lines: BTreeMap<(Date, i64, String), Option<Transfer>>,
}

impl Inbox {
    pub(super) fn new(start: Date) -> Self {
        Inbox {
            waiting: Vec::new(),
            lines: Vec::new(),
            since: start,
            numbered: 0,
            held: None,
            last_statement: None,
            last_file: None,
            forgotten: BTreeMap::new(),
            known_lines: BTreeMap::new(),
        }
    }
}

impl Inbox {
    /// The invoices that a line of the account really paid; none for what no customer sent.
    pub(super) fn what_it_was(&self, on: Date, cents: i64, text: &str) -> Vec<(String, i64)> {
        let from = (on, cents, String::new());
        let mut same_day = self.known_lines.range(from..).take_while(|((d, c, _), _)| *d == on && *c == cents);
        let known = same_day.find(|((_, _, label), _)| text.starts_with(label.as_str()));
        known.and_then(|(_, transfer)| transfer.as_ref()).map(|t| t.pays.clone()).unwrap_or_default()
    }
}

impl Inbox {
    /// Money for that invoice stands on no statement that was delivered.
    pub(super) fn awaits_money_for(&self, number: &str) -> bool {
        let pays = |t: &Transfer| t.pays.iter().any(|(n, _)| n == number);
        self.lines.iter().any(|line| line.transfer.as_ref().is_some_and(pays))
    }
}

impl Story<'_> {
    /// Everything that happens outside on that day, whether the program runs or not.
    pub(super) fn outside(&mut self) {
        let (day, seed) = (self.day, self.plot.seed);
        let issued = self.market.issue(day);
        self.figures.issued(&issued);
        self.deliver_documents(issued);
        for transfer in self.market.transfers(day) {
            self.figures.received(&transfer);
            let payer = self.market.customer(transfer.customer).map_or_else(String::new, |c| c.name.clone());
            self.inbox.numbered += 1;
            self.inbox.lines.push(bank::line(seed, &payer, &transfer, self.inbox.numbered));
        }
        self.inbox.lines.extend(bank::other_lines(seed, day));
        for customer in self.market.proceedings(day) {
            let mut s = stream(seed, customer, "publication");
            self.desktop.hears_of(customer, s.day_after(day, 3, 20));
        }
        if self.inbox.held.is_none() && day.weekday().to_monday_zero_offset() == 0 && day > self.inbox.since {
            self.deliver_statement(later(day, -1));
        }
    }

    fn deliver_documents(&mut self, issued: Vec<Issued>) {
        let day = self.day;
        let mut today: Vec<Issued> = self.inbox.forgotten.remove(&day).unwrap_or_default();
        for document in issued {
            let mut s = stream(self.plot.seed, document.customer, &format!("drawer {}", document.number));
            if self.plot.accidents && document.against.is_none() && !document.factored && s.one_in(150) {
                self.inbox.forgotten.entry(later(day, FORGOTTEN_DAYS)).or_default().push(document);
            } else {
                today.push(document);
            }
        }
        if let Some(held) = &mut self.inbox.held {
            held.extend(today);
        } else if !today.is_empty() {
            let delivery = self.documents(&format!("factures-{day}.csv"), today);
            self.inbox.waiting.push(delivery);
        }
    }

    fn documents(&self, name: &str, documents: Vec<Issued>) -> Delivery {
        let with_customers: Vec<_> =
            documents.iter().filter_map(|d| Some((d.clone(), self.market.customer(d.customer)?))).collect();
        let file = files::invoices(&self.office.company, name, &with_customers);
        Delivery { file, told: documents.iter().map(told).collect(), documents }
    }

    /// From now on files are made by the month, or again by the day.
    pub(super) fn hold_files(&mut self, hold: bool) {
        self.inbox.held = hold.then(Vec::new);
    }

    /// One file of invoices and one statement for everything held until now.
    pub(super) fn deliver_month(&mut self) {
        let day = self.day;
        let documents = self.inbox.held.as_mut().map(std::mem::take).unwrap_or_default();
        if !documents.is_empty() {
            let delivery = self.documents(&format!("factures-{:04}-{:02}.csv", day.year(), day.month()), documents);
            self.inbox.waiting.push(delivery);
        }
        self.deliver_statement(day);
        let horizon = later(day, -100);
        self.inbox.known_lines = self.inbox.known_lines.split_off(&(horizon, i64::MIN, String::new()));
    }

    /// Part of a debt arrives without saying what it pays.
    pub(super) fn unexplained_credit(&mut self, on: Date, customer: u32, cents: i64) {
        let payer = self.market.customer(customer).map_or_else(String::new, |c| c.name.clone());
        let wording = crate::market::Wording::NoReference;
        let transfer = Transfer { on, customer, cents, wording, pays: vec![(String::new(), 0)] };
        self.inbox.numbered += 1;
        self.inbox.lines.push(bank::line(self.plot.seed, &payer, &transfer, self.inbox.numbered));
    }

    /// The statement up to that day included.
    pub(super) fn deliver_statement(&mut self, until: Date) {
        let (now, later_ones): (Vec<Line>, Vec<Line>) =
            std::mem::take(&mut self.inbox.lines).into_iter().partition(|l| l.on <= until);
        let from = self.inbox.since;
        (self.inbox.lines, self.inbox.since) = (later_ones, later(until, 1));
        let mut told = vec![Told::BankKnown { until }];
        for line in &now {
            let key = (line.on, line.cents, line.label.clone());
            self.inbox.known_lines.insert(key, line.transfer.clone());
            if line.cents > 0 {
                told.push(Told::BankCredit { booked_on: line.on, cents: line.cents, label: line.label.clone() });
            }
        }
        let file = files::statement(&format!("releve-{until}.csv"), &now, from, until);
        self.inbox.last_statement = Some((now, from, until));
        self.inbox.waiting.push(Delivery { file, told, documents: Vec::new() });
    }

    /// Imports what waits; returns how many files.
    pub(super) fn take_inbox(&mut self, accident: Option<Accident>) -> AppResult<usize> {
        let mut waiting = std::mem::take(&mut self.inbox.waiting);
        match accident {
            Some(Accident::OutOfOrder) => waiting.reverse(),
            Some(Accident::StatementAgain) => waiting.extend(self.statement_again()),
            Some(Accident::FileAgain) => waiting.extend(self.inbox.last_file.clone().map(|file| Delivery {
                file,
                told: Vec::new(),
                documents: Vec::new(),
            })),
            _ => {}
        }
        if waiting.is_empty() {
            return Ok(0);
        }
        let files: Vec<ReadFile> = waiting.iter().map(|d| d.file.clone()).collect();
        let report = self.office.receive(self.day, &files)?;
        let mut documents = Vec::new();
        for (delivery, file) in waiting.into_iter().zip(&report.files) {
            match file.outcome {
                FileOutcome::Taken => {
                    delivery.told.into_iter().for_each(|told| self.auditor.tell(self.day, told));
                    documents.extend(delivery.documents);
                }
                FileOutcome::AlreadyImported if delivery.told.is_empty() => {}
                other => {
                    let what = format!("{} was {other:?}: {:?}", file.name, file.problems);
                    self.auditor.find(self.day, "files_taken", vec![what]);
                }
            }
        }
        if report.files.iter().any(|f| f.outcome == FileOutcome::Taken) {
            self.auditor.tell(self.day, Told::Settled);
        }
        self.inbox.last_file = files.into_iter().last();
        self.received(&documents)?;
        Ok(report.files.len())
    }

    /// The last statement once more, cut differently by the bank: other bytes, the same lines.
    fn statement_again(&self) -> Option<Delivery> {
        let (lines, from, until) = self.inbox.last_statement.clone()?;
        let file = files::statement(&format!("releve-{until}-bis-{}.csv", self.day), &lines, from, until);
        Some(Delivery { file, told: vec![Told::BankKnown { until }], documents: Vec::new() })
    }

    /// New customers are written down; sold invoices and credited disputes are dealt with.
    fn received(&mut self, documents: &[Issued]) -> AppResult<()> {
        let customers: BTreeSet<u32> = documents.iter().map(|d| d.customer).collect();
        let market = &self.market;
        self.office.welcome(self.day, customers.iter().filter_map(|c| market.customer(*c)))?;
        for document in documents {
            if document.factored {
                self.sold(document)?;
            }
            if let Some(against) = document.against.clone() {
                self.end_disputes(document.customer, "un avoir règle le désaccord")?;
                // What the file alone answered is over too.
                self.tell_ended(document.customer, against);
            }
        }
        Ok(())
    }
}

fn told(document: &Issued) -> Told {
    match &document.against {
        Some(against) => Told::CreditNote {
            number: document.number.clone(),
            customer: document.customer,
            against: against.clone(),
            issued_on: document.issued_on,
            cents: document.cents,
        },
        None => Told::Invoice {
            number: document.number.clone(),
            customer: document.customer,
            issued_on: document.issued_on,
            due_on: document.due_on,
            cents: document.cents,
        },
    }
}
