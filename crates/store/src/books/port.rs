//! The application's port, handed over noun by noun. What needs saying is said there.

use super::past::Range;
use super::{
    SqlBooks, act, act_state, agenda, allocation, balance, bank, company, contact, debtor, decision, due, hold,
    invoice, journal, line_word, matching, note, party, payment, payment_plan, promise, scenario, source, totals,
};
use app::ports::books::Books;
use app::ports::terms::{BooksError, BooksResult, OpenItem, Totals, Touched, View};
use app::records::{
    ActEventRecord, ActRecord, ActRow, AgendaLine, AgendaRun, AllocationRecord, Balance, BankLineRecord, Company,
    ContactRecord, DecisionRecord, DueStatement, GivenUp, HoldRecord, InvoiceRecord, KnownInvoice, LiftRecord,
    LineWordLift, LineWordRecord, NoteRecord, PartyKey, PartyRecord, PaymentRecord, PlanEventRecord, PlanRecord,
    PlanRow, PromiseRecord, SourceRecord, StatementRecord, StoredProposal,
};
use base::id::{ActId, AgendaId, BankLineId, CompanyId, HoldId, InvoiceId, PartyId, PaymentId, PlanId, SourceId};
use base::{Cents, Date, RateBp, Timestamp};
use domain::facts::{ActState, DebtorFacts};
use domain::journal::JournalEntry;
use domain::matching::BankCredit;

/// An update or insertion that found nothing to bear on.
fn found(found: bool, what: impl std::fmt::Display) -> BooksResult<()> {
    if found { Ok(()) } else { Err(BooksError::NotFound(what.to_string())) }
}

impl Books for SqlBooks<'_, '_> {
    fn companies(&mut self) -> BooksResult<Vec<Company>> {
        Ok(company::all(self.tx)?)
    }
    fn insert_company(&mut self, company: &Company) -> BooksResult<()> {
        Ok(company::insert(self.tx, company)?)
    }
    fn update_company(&mut self, company: &Company) -> BooksResult<()> {
        found(company::update(self.tx, company)? == 1, company.id)
    }

    fn party_by_keys(&mut self, company: CompanyId, keys: &[PartyKey]) -> BooksResult<Option<PartyRecord>> {
        Ok(party::by_keys(self.tx, company, keys)?)
    }
    fn party(&mut self, id: PartyId) -> BooksResult<Option<PartyRecord>> {
        Ok(party::by_id(self.tx, id)?)
    }
    fn parties(&mut self, company: CompanyId, search: &str, offset: u64, limit: u64) -> BooksResult<Vec<PartyRecord>> {
        Ok(party::search(self.tx, company, search, offset, limit)?)
    }
    fn insert_party(&mut self, party: &PartyRecord) -> BooksResult<()> {
        Ok(party::insert(self.tx, party)?)
    }
    fn update_party(&mut self, party: &PartyRecord) -> BooksResult<()> {
        found(party::update(self.tx, party)? == 1, party.id)
    }
    fn debtors_of_unknown_kind(&mut self, company: CompanyId) -> BooksResult<u64> {
        Ok(party::of_unknown_kind(self.tx, company)?)
    }
    fn agreed_rates(
        &mut self,
        company: CompanyId,
        first: PartyId,
        last: PartyId,
    ) -> BooksResult<Vec<(PartyId, RateBp)>> {
        Ok(party::agreed_rates(self.tx, Range { company, first, last })?)
    }
    fn add_party_keys(&mut self, company: CompanyId, party: PartyId, keys: &[PartyKey]) -> BooksResult<()> {
        Ok(party::add_keys(self.tx, company, party, keys)?)
    }
    fn contacts(&mut self, party: PartyId) -> BooksResult<Vec<ContactRecord>> {
        Ok(contact::of_party(self.tx, party)?)
    }
    fn insert_contact(&mut self, contact: &ContactRecord) -> BooksResult<()> {
        Ok(contact::insert(self.tx, contact)?)
    }
    fn update_contact(&mut self, contact: &ContactRecord) -> BooksResult<()> {
        found(contact::update(self.tx, contact)? == 1, contact.id)
    }

    fn source_by_sha256(&mut self, company: CompanyId, sha256: &str) -> BooksResult<Option<SourceRecord>> {
        Ok(source::by_sha256(self.tx, company, sha256)?)
    }
    fn insert_source(&mut self, source: &SourceRecord) -> BooksResult<()> {
        Ok(source::insert(self.tx, source)?)
    }
    fn source_bytes(&mut self, id: SourceId) -> BooksResult<Option<(String, Vec<u8>)>> {
        Ok(source::content(self.tx, id)?)
    }
    fn mapping(&mut self, company: CompanyId, fingerprint: &str) -> BooksResult<Option<String>> {
        Ok(source::mapping(self.tx, company, fingerprint)?)
    }
    fn remember_mapping(
        &mut self,
        company: CompanyId,
        fingerprint: &str,
        json: &str,
        at: Timestamp,
    ) -> BooksResult<()> {
        Ok(source::remember_mapping(self.tx, company, fingerprint, json, at)?)
    }

    fn known_invoices(&mut self, company: CompanyId, keys: &[String]) -> BooksResult<Vec<KnownInvoice>> {
        Ok(invoice::known(self.tx, company, keys)?)
    }
    fn insert_invoices(&mut self, invoices: &[InvoiceRecord]) -> BooksResult<()> {
        self.touched.invoices.extend(invoices.iter().map(|i| i.id));
        Ok(invoice::insert(self.tx, invoices)?)
    }
    fn invoice(&mut self, id: InvoiceId) -> BooksResult<Option<InvoiceRecord>> {
        Ok(invoice::by_id(self.tx, id)?)
    }
    fn invoices(&mut self, ids: &[InvoiceId]) -> BooksResult<Vec<InvoiceRecord>> {
        Ok(invoice::by_ids(self.tx, ids)?)
    }
    fn invoices_by_number(&mut self, company: CompanyId, number: &str) -> BooksResult<Vec<InvoiceRecord>> {
        Ok(invoice::by_number(self.tx, company, number)?)
    }
    fn waiting_credits(&mut self, company: CompanyId, numbers: &[String]) -> BooksResult<Vec<InvoiceRecord>> {
        Ok(invoice::waiting_credits(self.tx, company, numbers)?)
    }
    fn insert_due_statement(&mut self, statement: &DueStatement) -> BooksResult<()> {
        found(due::insert(self.tx, statement)?, statement.invoice)
    }
    fn invoices_to_confirm(&mut self, company: CompanyId, party: PartyId) -> BooksResult<Vec<InvoiceId>> {
        Ok(balance::to_confirm(self.tx, company, party)?)
    }
    fn balance(&mut self, invoice: InvoiceId) -> BooksResult<Option<Balance>> {
        Ok(balance::of_invoice(self.tx, invoice)?)
    }
    fn balances(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<Balance>> {
        Ok(balance::of_invoices(self.tx, invoices)?)
    }

    fn payment(&mut self, id: PaymentId) -> BooksResult<Option<PaymentRecord>> {
        Ok(payment::by_id(self.tx, id)?)
    }
    fn payment_by_key(&mut self, company: CompanyId, key: &str) -> BooksResult<Option<PaymentRecord>> {
        Ok(payment::by_key(self.tx, company, key)?)
    }
    fn payments_like(
        &mut self,
        company: CompanyId,
        party: PartyId,
        amount: Cents,
        on: Date,
    ) -> BooksResult<Vec<PaymentRecord>> {
        Ok(payment::like(self.tx, company, party, amount, on)?)
    }
    fn unlinked_payments(&mut self, company: CompanyId, amount: Cents, on: Date) -> BooksResult<Vec<PaymentRecord>> {
        Ok(payment::unlinked(self.tx, company, amount, on)?)
    }
    fn insert_payments(&mut self, payments: &[PaymentRecord]) -> BooksResult<()> {
        self.touched.paid.extend(payments.iter().map(|p| p.amount));
        Ok(payment::insert(self.tx, payments)?)
    }
    fn insert_allocations(&mut self, allocations: &[AllocationRecord]) -> BooksResult<()> {
        self.touched.invoices.extend(allocations.iter().map(|a| a.invoice));
        Ok(allocation::insert(self.tx, allocations)?)
    }
    fn allocations_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Vec<AllocationRecord>> {
        Ok(allocation::of_invoice(self.tx, invoice)?)
    }
    fn allocations_of_invoices(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<AllocationRecord>> {
        Ok(allocation::of_invoices(self.tx, invoices)?)
    }
    fn allocations_of_payment(&mut self, payment: PaymentId) -> BooksResult<Vec<AllocationRecord>> {
        Ok(allocation::of_payment(self.tx, payment)?)
    }
    fn payments_of_party(&mut self, party: PartyId) -> BooksResult<Vec<PaymentRecord>> {
        Ok(payment::of_party(self.tx, party)?)
    }

    fn insert_bank_lines(&mut self, lines: &[BankLineRecord]) -> BooksResult<(Vec<BankLineId>, Vec<String>)> {
        let (new, conflicts) = bank::insert_lines(self.tx, lines)?;
        self.touched.lines.extend(new.iter().copied());
        Ok((new, conflicts))
    }
    fn bank_line(&mut self, id: BankLineId) -> BooksResult<Option<BankLineRecord>> {
        Ok(bank::line(self.tx, id)?)
    }
    fn take_touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }
    fn numbers_of(&mut self, invoices: &[InvoiceId]) -> BooksResult<Vec<String>> {
        Ok(invoice::numbers(self.tx, invoices)?)
    }
    fn insert_statement(&mut self, statement: &StatementRecord) -> BooksResult<()> {
        Ok(bank::insert_statement(self.tx, statement)?)
    }
    fn match_line(&mut self, line: BankLineId, payment: PaymentId, at: Timestamp) -> BooksResult<()> {
        found(matching::match_line(self.tx, line, payment, at)?, line)
    }
    fn unmatch_line(&mut self, line: BankLineId, payment: PaymentId, at: Timestamp) -> BooksResult<()> {
        found(matching::unmatch_line(self.tx, line, payment, at)?, line)
    }
    fn lines_of_payment(&mut self, payment: PaymentId) -> BooksResult<Vec<BankLineId>> {
        Ok(matching::lines_of(self.tx, payment)?)
    }
    fn insert_line_word(&mut self, word: &LineWordRecord) -> BooksResult<()> {
        Ok(line_word::insert(self.tx, word)?)
    }
    fn insert_line_word_lift(&mut self, lift: &LineWordLift) -> BooksResult<()> {
        Ok(line_word::insert_lift(self.tx, lift)?)
    }
    fn line_words(&mut self, line: BankLineId) -> BooksResult<Vec<LineWordRecord>> {
        Ok(line_word::of_line(self.tx, line)?)
    }
    fn credits(&mut self, company: CompanyId, since: Date) -> BooksResult<Vec<BankLineRecord>> {
        Ok(bank::credits(self.tx, company, since)?)
    }
    fn insert_return(&mut self, back: &BankLineRecord, credit: BankLineId, at: Timestamp) -> BooksResult<()> {
        Ok(matching::insert_return(self.tx, back, credit, at)?)
    }
    fn open_returns(&mut self, company: CompanyId) -> BooksResult<Vec<BankLineRecord>> {
        Ok(matching::open_returns(self.tx, company)?)
    }
    fn returnable(&mut self, back: &BankLineRecord, since: Date, limit: u64) -> BooksResult<Vec<BankLineRecord>> {
        Ok(matching::returnable(self.tx, back, since, limit)?)
    }
    fn unmatched_credits(&mut self, company: CompanyId, since: Date, view: View) -> BooksResult<Vec<BankCredit>> {
        Ok(bank::unmatched_credits(self.tx, company, since, view)?)
    }
    fn insert_ledger_horizon(
        &mut self,
        company: CompanyId,
        source: SourceId,
        until: Date,
        at: Timestamp,
    ) -> BooksResult<()> {
        Ok(bank::insert_horizon(self.tx, company, source, until, at)?)
    }

    fn insert_hold(&mut self, hold: &HoldRecord) -> BooksResult<()> {
        Ok(hold::insert(self.tx, hold)?)
    }
    fn insert_promise(&mut self, promise: &PromiseRecord) -> BooksResult<()> {
        Ok(promise::insert(self.tx, promise)?)
    }
    fn word_given_by(&mut self, party: PartyId, given_on: Date, until: Date) -> BooksResult<Option<String>> {
        Ok(promise::given_by(self.tx, party, given_on, until)?)
    }
    fn insert_plan(&mut self, plan: &PlanRecord) -> BooksResult<()> {
        Ok(payment_plan::insert(self.tx, plan)?)
    }
    fn insert_plan_event(&mut self, event: &PlanEventRecord) -> BooksResult<()> {
        Ok(payment_plan::insert_event(self.tx, event)?)
    }
    fn plan(&mut self, id: PlanId) -> BooksResult<Option<PlanRow>> {
        Ok(payment_plan::by_id(self.tx, id)?)
    }
    fn plans_of_party(&mut self, party: PartyId) -> BooksResult<Vec<PlanRow>> {
        Ok(payment_plan::of_party(self.tx, party)?)
    }
    fn insert_lift(&mut self, lift: &LiftRecord) -> BooksResult<()> {
        Ok(hold::insert_lift(self.tx, lift)?)
    }
    fn hold(&mut self, id: HoldId) -> BooksResult<Option<HoldRecord>> {
        Ok(hold::by_id(self.tx, id)?)
    }
    fn open_holds(&mut self, party: PartyId) -> BooksResult<Vec<HoldRecord>> {
        Ok(hold::open_of_party(self.tx, party)?)
    }
    fn insert_decision(&mut self, decision: &DecisionRecord) -> BooksResult<()> {
        Ok(decision::insert(self.tx, decision)?)
    }
    fn given_up(&mut self, party: PartyId, as_of: Date) -> BooksResult<Vec<GivenUp>> {
        Ok(decision::given_up(self.tx, party, as_of)?)
    }

    fn insert_note(&mut self, note: &NoteRecord) -> BooksResult<()> {
        Ok(note::insert(self.tx, note)?)
    }

    fn insert_act(&mut self, act: &ActRecord) -> BooksResult<()> {
        Ok(act::insert(self.tx, act)?)
    }
    fn insert_act_event(&mut self, event: &ActEventRecord) -> BooksResult<()> {
        found(act_state::insert_event(self.tx, event)?, event.act)
    }
    fn act(&mut self, id: ActId) -> BooksResult<Option<ActRow>> {
        Ok(act::by_id(self.tx, id)?)
    }
    fn act_content(&mut self, id: ActId) -> BooksResult<Vec<u8>> {
        act::content(self.tx, id)?.ok_or_else(|| BooksError::NotFound(id.to_string()))
    }
    fn acts_in_state(&mut self, company: CompanyId, states: &[ActState], limit: u64) -> BooksResult<Vec<ActRow>> {
        Ok(act::in_state(self.tx, company, states, limit)?)
    }
    fn acts_of_party(&mut self, party: PartyId) -> BooksResult<Vec<ActRow>> {
        Ok(act::of_party(self.tx, party)?)
    }

    fn debtors(
        &mut self,
        company: CompanyId,
        after: Option<PartyId>,
        limit: u64,
        view: View,
    ) -> BooksResult<Vec<DebtorFacts>> {
        Ok(debtor::page(self.tx, company, after, limit, view)?)
    }
    fn debtor(&mut self, company: CompanyId, party: PartyId, view: View) -> BooksResult<Option<DebtorFacts>> {
        Ok(debtor::one(self.tx, company, party, view)?)
    }
    fn open_items(
        &mut self,
        company: CompanyId,
        view: View,
        each: &mut dyn FnMut(OpenItem) -> BooksResult<()>,
    ) -> BooksResult<()> {
        debtor::open_items(self.tx, company, view, each)
    }
    fn insert_run(&mut self, run: &AgendaRun) -> BooksResult<()> {
        Ok(agenda::insert_run(self.tx, run)?)
    }
    fn insert_agenda(&mut self, run: AgendaId, proposals: &[StoredProposal], lines: &[AgendaLine]) -> BooksResult<()> {
        found(agenda::insert(self.tx, run, proposals, lines)?, run)
    }
    fn close_run(&mut self, run: &AgendaRun) -> BooksResult<()> {
        found(agenda::close(self.tx, run)? == 1, run.id)
    }
    fn last_run(&mut self, company: CompanyId, on: Option<Date>) -> BooksResult<Option<AgendaRun>> {
        Ok(agenda::last_run(self.tx, company, on)?)
    }
    fn proposals(&mut self, run: AgendaId, after_seq: i64, limit: u64) -> BooksResult<Vec<StoredProposal>> {
        Ok(agenda::proposals(self.tx, run, after_seq, limit)?)
    }
    fn silences(&mut self, run: AgendaId, each: &mut dyn FnMut(AgendaLine) -> BooksResult<()>) -> BooksResult<()> {
        agenda::silences(self.tx, run, each)
    }
    fn proposals_of_party(&mut self, run: AgendaId, party: PartyId) -> BooksResult<Vec<StoredProposal>> {
        Ok(agenda::proposals_of_party(self.tx, run, party)?)
    }
    fn agenda_lines(&mut self, run: AgendaId, party: PartyId) -> BooksResult<Vec<AgendaLine>> {
        Ok(agenda::lines(self.tx, run, party)?)
    }

    fn scenario_texts(
        &mut self,
        company: CompanyId,
        known_at: Option<Timestamp>,
    ) -> BooksResult<Vec<(String, String, String, bool)>> {
        Ok(scenario::all(self.tx, company, known_at)?)
    }
    fn insert_scenario(
        &mut self,
        company: CompanyId,
        name: &str,
        version: &str,
        text: &str,
        at: Timestamp,
    ) -> BooksResult<()> {
        Ok(scenario::insert(self.tx, company, name, version, text, at)?)
    }
    fn law_values(&mut self) -> BooksResult<Vec<String>> {
        Ok(scenario::law_values(self.tx)?)
    }
    fn insert_law_value(&mut self, json: &str, author: &str, at: Timestamp) -> BooksResult<()> {
        Ok(scenario::insert_law_value(self.tx, json, author, at)?)
    }

    fn journal_head(&mut self, company: CompanyId) -> BooksResult<Option<JournalEntry>> {
        Ok(journal::head(self.tx, company)?)
    }
    fn append_journal(&mut self, entry: &JournalEntry) -> BooksResult<()> {
        Ok(journal::append(self.tx, entry)?)
    }
    fn journal(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(JournalEntry) -> BooksResult<()>,
    ) -> BooksResult<()> {
        journal::each(self.tx, company, each)
    }
    fn journal_since(
        &mut self,
        company: CompanyId,
        subject: &str,
        each: &mut dyn FnMut(JournalEntry) -> BooksResult<()>,
    ) -> BooksResult<()> {
        journal::since(self.tx, company, subject, each)
    }
    fn subjects_of_party(&mut self, company: CompanyId, party: PartyId) -> BooksResult<Vec<String>> {
        Ok(journal::subjects_of_party(self.tx, company, party)?)
    }
    fn insert_personal(&mut self, company: CompanyId, reference: &str, salt: &[u8; 16], text: &str) -> BooksResult<()> {
        Ok(journal::insert_personal(self.tx, company, reference, salt, text)?)
    }
    fn personal(&mut self, reference: &str) -> BooksResult<Option<String>> {
        Ok(journal::personal(self.tx, reference)?)
    }
    fn erase_personal(&mut self, reference: &str) -> BooksResult<bool> {
        Ok(journal::erase_personal(self.tx, reference)?)
    }

    fn totals(&mut self, company: CompanyId) -> BooksResult<Totals> {
        Ok(totals::totals(self.tx, company)?)
    }
    fn rebuild_balances(&mut self, company: CompanyId) -> BooksResult<u64> {
        Ok(totals::rebuild(self.tx, company)?)
    }
}
