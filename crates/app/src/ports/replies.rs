use super::screens::{Cut, Scope};
use super::terms::BooksResult;
use crate::records::{ReplyRecord, ReplyRow, ReplyWord};
use base::Date;
use base::id::{ActId, CompanyId, PartyId, ReplyId};

/// Which replies of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyList {
    /// Nobody has dealt with them; the oldest first.
    Waiting,
    /// Whatever became of them; the latest first.
    All,
    /// All of a customer's; the latest first.
    OfParty(PartyId),
    /// Of a customer's, those received on a day that nobody has dealt with; the oldest first.
    OfDay(PartyId, Date),
    /// All that answer an act; the oldest first.
    ToAct(ActId),
}

/// What customers answered: facts, inserted once.
pub trait Replies {
    /// With the exact bytes of its file.
    fn insert_reply(&mut self, reply: &ReplyRecord, bytes: Option<&[u8]>) -> BooksResult<()>;
    /// # Errors
    /// `Taken` when it had that end already.
    fn insert_reply_word(&mut self, word: &ReplyWord) -> BooksResult<()>;
    /// With the whole text.
    fn reply(&mut self, id: ReplyId) -> BooksResult<Option<ReplyRow>>;
    fn reply_file(&mut self, id: ReplyId) -> BooksResult<Option<Vec<u8>>>;
    /// The reply recorded with a file of those bytes, and not withdrawn.
    fn reply_of_file(&mut self, company: CompanyId, sha256: &str) -> BooksResult<Option<ReplyId>>;
    fn reply_rows(&mut self, scope: Scope, list: ReplyList, cut: Cut) -> BooksResult<Vec<ReplyRow>>;
    /// How many nobody has dealt with.
    fn replies_waiting(&mut self, scope: Scope) -> BooksResult<u64>;
    /// Customers with a contact at that e-mail address, whatever its capitals, that the scope may see; three at most.
    fn customers_at(&mut self, scope: Scope, address: &str) -> BooksResult<Vec<PartyId>>;
    /// All files of replies: name, hash as recorded, bytes.
    fn each_reply_file(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(String, String, Vec<u8>) -> BooksResult<()>,
    ) -> BooksResult<()>;
}
