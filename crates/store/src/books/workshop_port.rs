//! The port of drafts, replays and own texts, handed over to [`super::workshop`].

use super::{SqlBooks, scenario, workshop};
use app::ports::terms::BooksResult;
use app::ports::workshop::Workshop;
use app::records::{CaseRecord, DraftRecord, OwnText, ReplayRecord, ScenarioRetirement, VersionRecord};
use base::Timestamp;
use base::id::{CompanyId, PartyId};

impl Workshop for SqlBooks<'_, '_> {
    fn drafts(&mut self, company: CompanyId) -> BooksResult<Vec<DraftRecord>> {
        Ok(workshop::drafts(self.tx, company)?)
    }
    fn put_draft(&mut self, company: CompanyId, draft: &DraftRecord) -> BooksResult<()> {
        Ok(workshop::put_draft(self.tx, company, draft)?)
    }
    fn drop_draft(&mut self, company: CompanyId, name: &str) -> BooksResult<()> {
        Ok(workshop::drop_draft(self.tx, company, name)?)
    }
    fn scenario_versions(&mut self, company: CompanyId, name: &str) -> BooksResult<Vec<VersionRecord>> {
        Ok(workshop::versions(self.tx, company, name)?)
    }
    fn reinstate_scenario(&mut self, company: CompanyId, name: &str, version: &str) -> BooksResult<bool> {
        Ok(workshop::reinstate(self.tx, company, name, version)?)
    }
    fn retire_scenario(&mut self, company: CompanyId, gone: &ScenarioRetirement) -> BooksResult<()> {
        Ok(scenario::retire(self.tx, company, gone)?)
    }
    fn scenario_retired(&mut self, company: CompanyId, name: &str) -> BooksResult<Option<ScenarioRetirement>> {
        Ok(scenario::retired(self.tx, company, name)?)
    }
    fn scenario_users(&mut self, company: CompanyId, name: &str, limit: u64) -> BooksResult<Vec<(PartyId, String)>> {
        Ok(scenario::users(self.tx, company, name, limit)?)
    }
    fn replay(&mut self, company: CompanyId, name: &str) -> BooksResult<Option<ReplayRecord>> {
        Ok(workshop::replay(self.tx, company, name)?)
    }
    fn put_replay(&mut self, company: CompanyId, replay: &ReplayRecord) -> BooksResult<()> {
        Ok(workshop::put_replay(self.tx, company, replay)?)
    }
    fn note_replay(&mut self, company: CompanyId, replay: &ReplayRecord) -> BooksResult<bool> {
        Ok(workshop::note_replay(self.tx, company, replay)?)
    }
    fn own_texts(&mut self, company: CompanyId) -> BooksResult<Vec<OwnText>> {
        Ok(workshop::own_texts(self.tx, company)?)
    }
    fn own_text_versions(&mut self, company: CompanyId, template: &str, lang: &str) -> BooksResult<Vec<OwnText>> {
        Ok(workshop::own_text_versions(self.tx, company, template, lang)?)
    }
    fn insert_own_text(&mut self, company: CompanyId, text: &OwnText) -> BooksResult<()> {
        Ok(workshop::insert_own_text(self.tx, company, text)?)
    }
    fn clear_cases(&mut self, company: CompanyId) -> BooksResult<()> {
        Ok(workshop::clear_cases(self.tx, company)?)
    }
    fn insert_cases(&mut self, company: CompanyId, cases: &[CaseRecord]) -> BooksResult<()> {
        Ok(workshop::insert_cases(self.tx, company, cases)?)
    }
    fn kept_since(&mut self, company: CompanyId) -> BooksResult<Option<Timestamp>> {
        Ok(workshop::kept_since(self.tx, company)?)
    }
}
