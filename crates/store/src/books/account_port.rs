//! The port of users and sessions, handed over to [`super::account`].

use super::{SqlBooks, account};
use app::ports::accounts::Accounts;
use app::ports::terms::{BooksError, BooksResult};
use app::records::{LoginFailures, Membership, SessionRecord, UserRecord};
use base::Timestamp;
use base::id::{CompanyId, PartyId, UserId};

impl Accounts for SqlBooks<'_, '_> {
    fn users(&mut self) -> BooksResult<Vec<UserRecord>> {
        Ok(account::users(self.tx)?)
    }
    fn user(&mut self, id: UserId) -> BooksResult<Option<UserRecord>> {
        Ok(account::by_id(self.tx, id)?)
    }
    fn user_by_email(&mut self, email: &str) -> BooksResult<Option<UserRecord>> {
        Ok(account::by_email(self.tx, email)?)
    }
    fn insert_user(&mut self, user: &UserRecord) -> BooksResult<()> {
        Ok(account::insert(self.tx, user)?)
    }
    fn update_user(&mut self, user: &UserRecord) -> BooksResult<()> {
        match account::update(self.tx, user)? {
            1 => Ok(()),
            _ => Err(BooksError::NotFound(user.id.to_string())),
        }
    }
    fn put_recovery_codes(&mut self, user: UserId, hashes: &[String]) -> BooksResult<()> {
        Ok(account::put_recovery_codes(self.tx, user, hashes)?)
    }
    fn use_recovery_code(&mut self, user: UserId, hash: &str, at: Timestamp) -> BooksResult<bool> {
        Ok(account::use_recovery_code(self.tx, user, hash, at)?)
    }
    fn recovery_codes_left(&mut self, user: UserId) -> BooksResult<u64> {
        Ok(account::recovery_codes_left(self.tx, user)?)
    }
    fn memberships_of_user(&mut self, user: UserId) -> BooksResult<Vec<Membership>> {
        Ok(account::memberships_of_user(self.tx, user)?)
    }
    fn memberships_of_company(&mut self, company: CompanyId) -> BooksResult<Vec<Membership>> {
        Ok(account::memberships_of_company(self.tx, company)?)
    }
    fn put_membership(&mut self, membership: &Membership) -> BooksResult<()> {
        Ok(account::put_membership(self.tx, membership)?)
    }
    fn keeper(&mut self, party: PartyId) -> BooksResult<Option<UserId>> {
        Ok(account::keeper(self.tx, party)?)
    }
    fn keeps_customers(&mut self, company: CompanyId, user: UserId) -> BooksResult<bool> {
        Ok(account::keeps_customers(self.tx, company, user)?)
    }
    fn put_keeper(&mut self, company: CompanyId, party: PartyId, keeper: Option<UserId>) -> BooksResult<()> {
        Ok(account::put_keeper(self.tx, company, party, keeper)?)
    }
    fn remove_membership(&mut self, user: UserId, company: CompanyId) -> BooksResult<()> {
        Ok(account::remove_membership(self.tx, user, company)?)
    }
    fn session(&mut self, token_hash: &str) -> BooksResult<Option<SessionRecord>> {
        Ok(account::session(self.tx, token_hash)?)
    }
    fn sessions_of_user(&mut self, user: UserId) -> BooksResult<Vec<SessionRecord>> {
        Ok(account::sessions_of_user(self.tx, user)?)
    }
    fn put_session(&mut self, session: &SessionRecord) -> BooksResult<()> {
        Ok(account::put_session(self.tx, session)?)
    }
    fn end_session(&mut self, token_hash: &str) -> BooksResult<()> {
        Ok(account::end_session(self.tx, token_hash)?)
    }
    fn end_expired_sessions(&mut self, expired_at: Timestamp) -> BooksResult<u64> {
        Ok(account::end_expired(self.tx, expired_at)?)
    }
    fn login_failures(&mut self, who: &str) -> BooksResult<Option<LoginFailures>> {
        Ok(account::failures(self.tx, who)?)
    }
    fn put_login_failures(&mut self, who: &str, failures: Option<LoginFailures>) -> BooksResult<()> {
        Ok(account::put_failures(self.tx, who, failures)?)
    }
}
