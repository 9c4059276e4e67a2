//! The port of agreements, handed over to [`super::waiver`], [`super::extension`], [`super::handover`] and [`super::suspension`].

use super::past::Range;
use super::{SqlBooks, extension, handover, suspension, waiver};
use crate::params;
use app::ports::agreements::Agreements;
use app::ports::screens::{Cut, PartySum, Scope};
use app::ports::terms::{BooksResult, View};
use app::records::{
    AssignedMoney, ExtensionRecord, HandoverRecord, ServiceRestored, ServiceTermsRecord, SuspendedService,
    WaiverEventRecord, WaiverRecord, WaiverRow, WaiverState,
};
use base::Date;
use base::id::{ActId, AllocationId, CompanyId, InvoiceId, PartyId, WaiverId};
use domain::facts::ServiceTerms;

impl Agreements for SqlBooks<'_, '_> {
    fn insert_waiver(&mut self, waiver: &WaiverRecord) -> BooksResult<()> {
        Ok(waiver::insert(self.tx, waiver)?)
    }
    fn insert_waiver_event(&mut self, event: &WaiverEventRecord) -> BooksResult<()> {
        Ok(waiver::insert_event(self.tx, event)?)
    }
    fn waiver(&mut self, id: WaiverId) -> BooksResult<Option<WaiverRow>> {
        Ok(waiver::by_id(self.tx, id)?)
    }
    fn waiver_rows(
        &mut self,
        scope: Scope,
        state: Option<WaiverState>,
        cut: Cut,
    ) -> BooksResult<Vec<(WaiverRow, String)>> {
        Ok(waiver::rows(self.tx, scope, state, cut)?)
    }
    fn waivers_asked(&mut self, scope: Scope) -> BooksResult<u64> {
        Ok(waiver::asked(self.tx, scope)?)
    }
    fn waivers_to_decide(&mut self, scope: Scope) -> BooksResult<Vec<PartySum>> {
        Ok(waiver::to_decide(self.tx, scope)?)
    }
    fn waivers_of_party(&mut self, party: PartyId) -> BooksResult<Vec<WaiverRow>> {
        Ok(waiver::of_party(self.tx, party)?)
    }

    fn insert_extension(&mut self, extension: &ExtensionRecord) -> BooksResult<()> {
        Ok(extension::insert(self.tx, extension)?)
    }
    fn extensions_of_invoice(&mut self, invoice: InvoiceId) -> BooksResult<Vec<ExtensionRecord>> {
        Ok(extension::of_invoice(self.tx, invoice)?)
    }
    fn interest_dues(
        &mut self,
        company: CompanyId,
        first: PartyId,
        last: PartyId,
    ) -> BooksResult<Vec<(InvoiceId, Date)>> {
        Ok(extension::interest_dues(self.tx, Range { company, first, last })?)
    }

    fn insert_handover(&mut self, handover: &HandoverRecord) -> BooksResult<()> {
        Ok(handover::insert(self.tx, handover)?)
    }
    fn assigned_money(&mut self, scope: Scope, only_kept: bool, cut: Cut) -> BooksResult<Vec<AssignedMoney>> {
        Ok(handover::rows(self.tx, scope, only_kept, cut)?)
    }
    fn assigned_money_of(
        &mut self,
        company: CompanyId,
        allocation: AllocationId,
    ) -> BooksResult<Option<AssignedMoney>> {
        Ok(handover::one(self.tx, company, allocation)?)
    }

    fn insert_service_terms(&mut self, record: &ServiceTermsRecord) -> BooksResult<()> {
        Ok(suspension::insert_terms(self.tx, record)?)
    }
    fn service_terms(&mut self, company: CompanyId, party: PartyId, view: View) -> BooksResult<Option<ServiceTerms>> {
        let mut last = None;
        suspension::each_terms(self.tx, Range { company, first: party, last: party }, view, &mut |_, terms| {
            last = terms
        })?;
        Ok(last)
    }
    fn insert_service_restored(&mut self, restored: &ServiceRestored) -> BooksResult<()> {
        Ok(suspension::insert_restored(self.tx, restored)?)
    }
    fn is_service_restored(&mut self, act: ActId) -> BooksResult<bool> {
        Ok(self.tx.exists("SELECT 1 FROM service_restored WHERE act = $1", params![act])?)
    }
    fn suspended_services(&mut self, scope: Scope, cut: Cut) -> BooksResult<Vec<SuspendedService>> {
        Ok(suspension::suspended(self.tx, scope, cut)?)
    }
    fn services_to_restore(&mut self, scope: Scope) -> BooksResult<Vec<PartySum>> {
        Ok(suspension::to_restore(self.tx, scope)?)
    }
}
