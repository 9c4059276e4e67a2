//! Where subscriptions and their messages are kept, and what carries a message over.

use super::terms::BooksResult;
use crate::records::{DeliveryRecord, WebhookRecord};
use base::Timestamp;
use base::id::{CompanyId, DeliveryId, WebhookId};
use domain::journal::JournalEntry;

pub trait WebhookBooks {
    /// Those that were not removed, newest first.
    fn webhooks(&mut self, company: CompanyId) -> BooksResult<Vec<WebhookRecord>>;
    fn webhook(&mut self, id: WebhookId) -> BooksResult<Option<WebhookRecord>>;
    fn insert_webhook(&mut self, webhook: &WebhookRecord) -> BooksResult<()>;
    /// All but the identifiers, the author and the day.
    fn update_webhook(&mut self, webhook: &WebhookRecord) -> BooksResult<()>;

    /// Entries of a number above that one, oldest first.
    fn journal_after(&mut self, company: CompanyId, seq: u64, limit: u64) -> BooksResult<Vec<JournalEntry>>;
    fn journal_entry(&mut self, company: CompanyId, seq: u64) -> BooksResult<Option<JournalEntry>>;

    fn insert_deliveries(&mut self, deliveries: &[DeliveryRecord]) -> BooksResult<()>;
    fn delivery(&mut self, id: DeliveryId) -> BooksResult<Option<DeliveryRecord>>;
    /// Newest first.
    fn deliveries(&mut self, webhook: WebhookId, offset: u64, limit: u64) -> BooksResult<Vec<DeliveryRecord>>;
    fn update_delivery(&mut self, delivery: &DeliveryRecord) -> BooksResult<()>;
    /// The one that has waited longest, of a subscription in service that may be tried, and that no server is at.
    fn due_delivery(&mut self, company: CompanyId, now: Timestamp) -> BooksResult<Option<DeliveryRecord>>;
    /// Forgets what ended before; returns how many.
    fn forget_deliveries(&mut self, company: CompanyId, ended_before: Timestamp) -> BooksResult<u64>;
}

/// A message on its way to another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub url: String,
    /// Addresses of this machine and of private networks are allowed.
    pub is_private: bool,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Posted {
    /// The status of the answer; a redirection is an answer like another, and is not followed.
    Answered(u16),
    /// Nobody answered; why, in French.
    NotReached(String),
}

/// Carries one message over, once, within a quarter of a minute.
pub trait Courier {
    fn post(&self, post: &Post) -> Posted;
}
