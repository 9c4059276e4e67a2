//! Where tokens, requests that must not be done twice, and webhooks are kept.

use super::books::BooksResult;
use crate::records::{ApiRequest, TokenRecord, WebhookRecord};
use base::id::{CompanyId, TokenId, WebhookId};

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

    fn webhooks(&mut self, company: CompanyId) -> BooksResult<Vec<WebhookRecord>>;
    fn put_webhook(&mut self, webhook: &WebhookRecord) -> BooksResult<()>;
    fn remove_webhook(&mut self, company: CompanyId, id: WebhookId) -> BooksResult<()>;
}
