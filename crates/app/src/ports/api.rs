//! Where tokens and requests that must not be done twice are kept.

use super::terms::BooksResult;
use crate::records::{ApiRequest, TokenRecord};
use base::id::{CompanyId, TokenId};

pub trait ApiBooks {
    fn token_by_hash(&mut self, hash: &str) -> BooksResult<Option<TokenRecord>>;
    /// Newest first.
    fn tokens(&mut self, company: CompanyId) -> BooksResult<Vec<TokenRecord>>;
    fn insert_token(&mut self, token: &TokenRecord) -> BooksResult<()>;
    fn revoke_token(&mut self, company: CompanyId, id: TokenId, at: base::Timestamp) -> BooksResult<()>;

    fn api_request(&mut self, token: TokenId, key: &str) -> BooksResult<Option<ApiRequest>>;
    /// # Errors
    /// `Taken` when the key was used: somebody else was first.
    fn insert_api_request(&mut self, request: &ApiRequest) -> BooksResult<()>;
    fn answer_api_request(&mut self, request: &ApiRequest) -> BooksResult<()>;
}
