//! Where facts and records are kept. One implementation speaks to SQLite and PostgreSQL; the contract suite runs on both.

use crate::ports::accounts::Accounts;
use crate::ports::agreements::Agreements;
use crate::ports::alerts::AlertBooks;
use crate::ports::api::ApiBooks;
use crate::ports::claims::Claims;
use crate::ports::control::ControlBooks;
use crate::ports::current::CurrentAgenda;
use crate::ports::disputes::Disputes;
use crate::ports::entries::{BadDebts, EntryBooks};
use crate::ports::matching::Matching;
use crate::ports::mishaps::Mishaps;
use crate::ports::replies::Replies;
use crate::ports::screens::Screens;
use crate::ports::statements::Statements;
use crate::ports::terms::{BooksResult, OpenItem, Totals, Touched, View};
use crate::ports::thanks::Thanks;
use crate::ports::typed::TypedBooks;
use crate::ports::webhooks::WebhookBooks;
use crate::ports::workshop::Workshop;
use crate::records::{
    ActEventRecord, ActRecord, ActRow, AgendaLine, AgendaRun, AllocationRecord, Balance, BankLineRecord, Company,
    ContactRecord, DecisionRecord, DueStatement, GivenUp, HoldRecord, InvoiceRecord, KnownInvoice, LiftRecord,
    LineWordLift, LineWordRecord, NoteRecord, PartyKey, PartyRecord, PaymentRecord, PlanEventRecord, PlanRecord,
    PlanRow, PromiseRecord, SourceRecord, StatementRecord, StoredProposal,
};
use base::id::{ActId, AgendaId, BankLineId, CompanyId, HoldId, InvoiceId, PartyId, PaymentId, PlanId};
use base::{Cents, Date, RateBp, Timestamp};
use domain::facts::{ActState, DebtorFacts};
use domain::journal::JournalEntry;
use domain::matching::BankCredit;

/// Opens transactions. A closure may run again after a serialisation failure: it has no effect outside the books.
pub trait Store: Send + Sync {
    /// # Errors
    /// What the closure returns, or `Broken`.
    fn read(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()>;

    /// All or nothing.
    ///
    /// # Errors
    /// What the closure returns, or `Broken`; nothing is kept then.
    fn write(&self, work: &mut dyn FnMut(&mut dyn Books) -> BooksResult<()>) -> BooksResult<()>;

    /// Held while sending, across processes; `None` when another process holds it. Released on drop.
    ///
    /// # Errors
    /// `Broken` when it cannot be told.
    fn sending_lock(&self) -> BooksResult<Option<Box<dyn Send>>>;
}

/// The books inside one transaction.
pub trait Books:
    Accounts
    + Agreements
    + AlertBooks
    + ApiBooks
    + BadDebts
    + ControlBooks
    + Claims
    + CurrentAgenda
    + Disputes
    + EntryBooks
    + Matching
    + Mishaps
    + Replies
    + Screens
    + Statements
    + Thanks
    + TypedBooks
    + WebhookBooks
    + Workshop
{
    // Companies
    fn companies(&mut self) -> BooksResult<Vec<Company>>;
    fn insert_company(&mut self, company: &Company) -> BooksResult<()>;
    fn update_company(&mut self, company: &Company) -> BooksResult<()>;

    // Parties and contacts
    /// The party that one of the keys belongs to; keys are tried in order.
    fn party_by_keys(&mut self, company: CompanyId, keys: &[PartyKey]) -> BooksResult<Option<PartyRecord>>;
    fn party(&mut self, id: PartyId) -> BooksResult<Option<PartyRecord>>;
    /// In order of folded name, then id; `search` is folded and matched anywhere.
    fn parties(&mut self, company: CompanyId, search: &str, offset: u64, limit: u64) -> BooksResult<Vec<PartyRecord>>;
    fn insert_party(&mut self, party: &PartyRecord) -> BooksResult<()>;
    fn update_party(&mut self, party: &PartyRecord) -> BooksResult<()>;
    /// Customers who owe something and of whom nothing tells what they are.
    fn debtors_of_unknown_kind(&mut self, company: CompanyId) -> BooksResult<u64>;
    /// Rates agreed with customers, of those from one identifier to another, both included.
    fn agreed_rates(
        &mut self,
        company: CompanyId,
        first: PartyId,
        last: PartyId,
    ) -> BooksResult<Vec<(PartyId, RateBp)>>;
    /// Keys already taken by another party stay with it.
    fn add_party_keys(&mut self, company: CompanyId, party: PartyId, keys: &[PartyKey]) -> BooksResult<()>;
    fn contacts(&mut self, party: PartyId) -> BooksResult<Vec<ContactRecord>>;
    fn insert_contact(&mut self, contact: &ContactRecord) -> BooksResult<()>;
    fn update_contact(&mut self, contact: &ContactRecord) -> BooksResult<()>;

    // Sources
    /// Without its bytes.
    fn source_by_sha256(&mut self, company: CompanyId, sha256: &str) -> BooksResult<Option<SourceRecord>>;
    fn insert_source(&mut self, source: &SourceRecord) -> BooksResult<()>;
    fn source_bytes(&mut self, id: base::id::SourceId) -> BooksResult<Option<(String, Vec<u8>)>>;
    fn mapping(&mut self, company: CompanyId, fingerprint: &str) -> BooksResult<Option<String>>;
    fn remember_mapping(&mut self, company: CompanyId, fingerprint: &str, json: &str, at: Timestamp)
    -> BooksResult<()>;

    // Invoices. Inserting also makes their balance.
    fn known_invoices(&mut self, company: CompanyId, keys: &[String]) -> BooksResult<Vec<KnownInvoice>>;
    fn insert_invoices(&mut self, invoices: &[InvoiceRecord]) -> BooksResult<()>;
    fn invoice(&mut self, id: InvoiceId) -> BooksResult<Option<InvoiceRecord>>;
    /// Those of these that there are, in no order.
    fn invoices(&mut self, ids: &[InvoiceId]) -> BooksResult<Vec<InvoiceRecord>>;
    /// Exact number first, else folded; several companies' customers may share one.
    fn invoices_by_number(&mut self, company: CompanyId, number: &str) -> BooksResult<Vec<InvoiceRecord>>;
    /// Credit notes and correctives naming one of these numbers, and not yet set against it; an empty list asks for all.
    fn waiting_credits(&mut self, company: CompanyId, numbers: &[String]) -> BooksResult<Vec<InvoiceRecord>>;
    /// Also moves the balance when the new statement ranks better.
    fn insert_due_statement(&mut self, statement: &DueStatement) -> BooksResult<()>;
    /// Invoices of a customer, open or closed, whose settlement was only inferred and waits for confirmation.
    fn invoices_to_confirm(&mut self, company: CompanyId, party: PartyId) -> BooksResult<Vec<InvoiceId>>;
    fn balance(&mut self, invoice: InvoiceId) -> BooksResult<Option<Balance>>;
    /// In no order.
    fn balances(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<Balance>>;

    // Payments and allocations. Allocating refreshes the balances it touches.
    fn payment(&mut self, id: PaymentId) -> BooksResult<Option<PaymentRecord>>;
    fn payment_by_key(&mut self, company: CompanyId, key: &str) -> BooksResult<Option<PaymentRecord>>;
    /// Same party, amount and a day within five of it, closest first: the same money seen twice.
    fn payments_like(
        &mut self,
        company: CompanyId,
        party: PartyId,
        amount: Cents,
        on: Date,
    ) -> BooksResult<Vec<PaymentRecord>>;
    /// The closest of `payments_like`.
    fn payment_like(
        &mut self,
        company: CompanyId,
        party: PartyId,
        amount: Cents,
        on: Date,
    ) -> BooksResult<Option<PaymentRecord>> {
        Ok(self.payments_like(company, party, amount, on)?.into_iter().next())
    }
    /// Payments of that amount within five days of that day which no bank line is matched to.
    fn unlinked_payments(&mut self, company: CompanyId, amount: Cents, on: Date) -> BooksResult<Vec<PaymentRecord>>;
    fn insert_payments(&mut self, payments: &[PaymentRecord]) -> BooksResult<()>;
    fn insert_allocations(&mut self, allocations: &[AllocationRecord]) -> BooksResult<()>;
    fn allocations_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Vec<AllocationRecord>>;
    /// In order of invoice and effect.
    fn allocations_of_invoices(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<AllocationRecord>>;
    fn allocations_of_payment(&mut self, payment: PaymentId) -> BooksResult<Vec<AllocationRecord>>;
    fn payments_of_party(&mut self, party: PartyId) -> BooksResult<Vec<PaymentRecord>>;

    // Bank
    /// Inserts the lines whose key is new; returns those that were, and the keys whose content differs.
    fn insert_bank_lines(&mut self, lines: &[BankLineRecord]) -> BooksResult<(Vec<BankLineId>, Vec<String>)>;
    /// With the payments it is, if any.
    fn bank_line(&mut self, id: BankLineId) -> BooksResult<Option<BankLineRecord>>;
    /// What was inserted since this was last asked, in this transaction.
    fn take_touched(&mut self) -> Touched;
    /// The numbers of these invoices, in no order.
    fn numbers_of(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<String>>;
    fn insert_statement(&mut self, statement: &StatementRecord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when the line already is other payments that leave no room for this one.
    fn match_line(&mut self, line: BankLineId, payment: PaymentId, at: Timestamp) -> BooksResult<()>;
    /// Takes the match back: a fact of its own, both stay visible.
    fn unmatch_line(&mut self, line: BankLineId, payment: PaymentId, at: Timestamp) -> BooksResult<()>;
    fn lines_of_payment(&mut self, payment: PaymentId) -> BooksResult<Vec<BankLineId>>;
    /// The line `back` returns the money of that credit.
    fn insert_return(&mut self, back: &BankLineRecord, credit: BankLineId, at: Timestamp) -> BooksResult<()>;
    /// Lines that take money back and whose credit is not known, oldest first; their payments are left out.
    fn open_returns(&mut self, company: CompanyId) -> BooksResult<Vec<BankLineRecord>>;
    /// Credits of the same account, amount and currency, since that day, that nothing took back; the latest first.
    fn returnable(&mut self, back: &BankLineRecord, since: Date, limit: u64) -> BooksResult<Vec<BankLineRecord>>;
    fn insert_line_word(&mut self, word: &LineWordRecord) -> BooksResult<()>;
    fn insert_line_word_lift(&mut self, lift: &LineWordLift) -> BooksResult<()>;
    /// What was said of a line and nobody lifted, oldest first.
    fn line_words(&mut self, line: BankLineId) -> BooksResult<Vec<LineWordRecord>>;
    /// All credits booked since that day, whatever was made of them, latest first; their payments are left out.
    fn credits(&mut self, company: CompanyId, since: Date) -> BooksResult<Vec<BankLineRecord>>;
    /// Credits that wait for somebody to say whose they are: no payment, not taken back, not set aside; oldest first.
    fn unmatched_credits(&mut self, company: CompanyId, since: Date, view: View) -> BooksResult<Vec<BankCredit>>;
    /// Records that a ledger knows payments until that day.
    fn insert_ledger_horizon(
        &mut self,
        company: CompanyId,
        source: base::id::SourceId,
        until: Date,
        at: Timestamp,
    ) -> BooksResult<()>;

    // Holds and decisions
    fn insert_hold(&mut self, hold: &HoldRecord) -> BooksResult<()>;
    /// How a word given reached us, beside its hold.
    fn insert_promise(&mut self, promise: &PromiseRecord) -> BooksResult<()>;
    /// The name of who gave a word on that day for that day, when it is known.
    fn word_given_by(&mut self, party: PartyId, given_on: Date, until: Date) -> BooksResult<Option<String>>;
    fn insert_plan(&mut self, plan: &PlanRecord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when that happened to the plan before.
    fn insert_plan_event(&mut self, event: &PlanEventRecord) -> BooksResult<()>;
    fn plan(&mut self, id: PlanId) -> BooksResult<Option<PlanRow>>;
    /// In the order they were proposed.
    fn plans_of_party(&mut self, party: PartyId) -> BooksResult<Vec<PlanRow>>;
    fn insert_lift(&mut self, lift: &LiftRecord) -> BooksResult<()>;
    fn hold(&mut self, id: HoldId) -> BooksResult<Option<HoldRecord>>;
    /// Not lifted.
    fn open_holds(&mut self, party: PartyId) -> BooksResult<Vec<HoldRecord>>;
    fn insert_decision(&mut self, decision: &DecisionRecord) -> BooksResult<()>;
    /// The claims given up by that day, by decisions and by waivers granted and not withdrawn.
    fn given_up(&mut self, party: PartyId, as_of: Date) -> BooksResult<Vec<GivenUp>>;

    fn insert_note(&mut self, note: &NoteRecord) -> BooksResult<()>;

    // Acts
    fn insert_act(&mut self, act: &ActRecord) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when that sequence number of the act exists: somebody else was first.
    fn insert_act_event(&mut self, event: &ActEventRecord) -> BooksResult<()>;
    fn act(&mut self, id: ActId) -> BooksResult<Option<ActRow>>;
    fn act_content(&mut self, id: ActId) -> BooksResult<Vec<u8>>;
    /// In order of preparation.
    fn acts_in_state(&mut self, company: CompanyId, states: &[ActState], limit: u64) -> BooksResult<Vec<ActRow>>;
    fn acts_of_party(&mut self, party: PartyId) -> BooksResult<Vec<ActRow>>;

    // Planning
    /// Debtors with something open, in order of id after `after`, at most `limit`. Possible payments are left empty.
    /// A view of the last known day without `known_at` reads the cached balances; any other recomputes from facts.
    fn debtors(
        &mut self,
        company: CompanyId,
        after: Option<PartyId>,
        limit: u64,
        view: View,
    ) -> BooksResult<Vec<DebtorFacts>>;
    fn debtor(&mut self, company: CompanyId, party: PartyId, view: View) -> BooksResult<Option<DebtorFacts>>;
    /// Open items on a date, in order of party, streamed.
    fn open_items(
        &mut self,
        company: CompanyId,
        view: View,
        each: &mut dyn FnMut(OpenItem) -> BooksResult<()>,
    ) -> BooksResult<()>;
    fn insert_run(&mut self, run: &AgendaRun) -> BooksResult<()>;
    fn insert_agenda(&mut self, run: AgendaId, proposals: &[StoredProposal], lines: &[AgendaLine]) -> BooksResult<()>;
    /// Sets what was only known at the end of a planning: its counts and the hash of its inputs.
    fn close_run(&mut self, run: &AgendaRun) -> BooksResult<()>;
    /// The last run of that day, or of any day.
    fn last_run(&mut self, company: CompanyId, on: Option<Date>) -> BooksResult<Option<AgendaRun>>;
    fn proposals(&mut self, run: AgendaId, after_seq: i64, limit: u64) -> BooksResult<Vec<StoredProposal>>;
    /// The lines of a run that no proposal names, in order of party and invoice, streamed.
    fn silences(&mut self, run: AgendaId, each: &mut dyn FnMut(AgendaLine) -> BooksResult<()>) -> BooksResult<()>;
    fn proposals_of_party(&mut self, run: AgendaId, party: PartyId) -> BooksResult<Vec<StoredProposal>>;
    fn agenda_lines(&mut self, run: AgendaId, party: PartyId) -> BooksResult<Vec<AgendaLine>>;

    // Scenarios and law
    /// Name, version, text, and whether it is the current version of that name; of those known at that instant, if any.
    fn scenario_texts(
        &mut self,
        company: CompanyId,
        known_at: Option<Timestamp>,
    ) -> BooksResult<Vec<(String, String, String, bool)>>;
    /// Name, version, text; becomes the current version of that name.
    fn insert_scenario(
        &mut self,
        company: CompanyId,
        name: &str,
        version: &str,
        text: &str,
        at: Timestamp,
    ) -> BooksResult<()>;
    /// Law values added by users, as JSON of the law's type, in order of insertion.
    fn law_values(&mut self) -> BooksResult<Vec<String>>;
    fn insert_law_value(&mut self, json: &str, author: &str, at: Timestamp) -> BooksResult<()>;

    // Journal
    fn journal_head(&mut self, company: CompanyId) -> BooksResult<Option<JournalEntry>>;
    fn append_journal(&mut self, entry: &JournalEntry) -> BooksResult<()>;
    fn journal(&mut self, company: CompanyId, each: &mut dyn FnMut(JournalEntry) -> BooksResult<()>)
    -> BooksResult<()>;
    /// The entries after the first one about that subject; none when nothing is about it.
    fn journal_since(
        &mut self,
        company: CompanyId,
        subject: &str,
        each: &mut dyn FnMut(JournalEntry) -> BooksResult<()>,
    ) -> BooksResult<()>;
    /// What entries about a customer are about: itself, its contacts, invoices, payments, holds, decisions and acts, and
    /// the files they came from.
    fn subjects_of_party(&mut self, company: CompanyId, party: PartyId) -> BooksResult<Vec<String>>;

    // Personal data that the journal only refers to; erasable without touching the chain.
    fn insert_personal(&mut self, company: CompanyId, reference: &str, salt: &[u8; 16], text: &str) -> BooksResult<()>;
    fn personal(&mut self, reference: &str) -> BooksResult<Option<String>>;
    /// False when there was nothing to erase.
    fn erase_personal(&mut self, reference: &str) -> BooksResult<bool>;

    // Verification
    fn totals(&mut self, company: CompanyId) -> BooksResult<Totals>;
    /// Finds all caches of the company again from its facts; returns how many balances were wrong.
    fn rebuild_balances(&mut self, company: CompanyId) -> BooksResult<u64>;
}
