//! Where users, their roles and their sessions are kept. Part of the books' transaction, so that a change and its journal
//! line are one.

use super::terms::BooksResult;
use crate::records::{LoginFailures, Membership, SessionRecord, UserRecord};
use base::Timestamp;
use base::id::{CompanyId, PartyId, UserId};

pub trait Accounts {
    fn users(&mut self) -> BooksResult<Vec<UserRecord>>;
    fn user(&mut self, id: UserId) -> BooksResult<Option<UserRecord>>;
    /// By address, whatever its capitals.
    fn user_by_email(&mut self, email: &str) -> BooksResult<Option<UserRecord>>;
    /// # Errors
    /// `Taken` when the address is.
    fn insert_user(&mut self, user: &UserRecord) -> BooksResult<()>;
    fn update_user(&mut self, user: &UserRecord) -> BooksResult<()>;

    /// The codes that open once in the place of those of a telephone, in the place of the former; what is kept of each.
    fn put_recovery_codes(&mut self, user: UserId, hashes: &[String]) -> BooksResult<()>;
    /// True once for each code.
    fn use_recovery_code(&mut self, user: UserId, hash: &str, at: Timestamp) -> BooksResult<bool>;
    /// Those not used yet.
    fn recovery_codes_left(&mut self, user: UserId) -> BooksResult<u64>;

    fn memberships_of_user(&mut self, user: UserId) -> BooksResult<Vec<Membership>>;
    fn memberships_of_company(&mut self, company: CompanyId) -> BooksResult<Vec<Membership>>;
    /// Gives the role, or another one.
    fn put_membership(&mut self, membership: &Membership) -> BooksResult<()>;
    fn remove_membership(&mut self, user: UserId, company: CompanyId) -> BooksResult<()>;

    /// The salesperson who looks after a customer.
    fn keeper(&mut self, party: PartyId) -> BooksResult<Option<UserId>>;
    /// A customer of that company was given to this user.
    fn keeps_customers(&mut self, company: CompanyId, user: UserId) -> BooksResult<bool>;
    /// Gives a customer to a salesperson, or to nobody.
    fn put_keeper(&mut self, company: CompanyId, party: PartyId, keeper: Option<UserId>) -> BooksResult<()>;

    fn session(&mut self, token_hash: &str) -> BooksResult<Option<SessionRecord>>;
    /// Newest first.
    fn sessions_of_user(&mut self, user: UserId) -> BooksResult<Vec<SessionRecord>>;
    /// Starts it, or notes when and on which company it was last seen.
    fn put_session(&mut self, session: &SessionRecord) -> BooksResult<()>;
    fn end_session(&mut self, token_hash: &str) -> BooksResult<()>;
    /// Those of before `expired_at`; returns how many.
    fn end_expired_sessions(&mut self, expired_at: Timestamp) -> BooksResult<u64>;

    /// Wrong passwords in a row of an address, or of a place they came from.
    fn login_failures(&mut self, who: &str) -> BooksResult<Option<LoginFailures>>;
    /// `None` forgets them.
    fn put_login_failures(&mut self, who: &str, failures: Option<LoginFailures>) -> BooksResult<()>;
}
