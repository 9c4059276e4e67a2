//! Subscriptions to the journal and their messages.

use super::SqlBooks;
use super::columns::{Columns, columns, count};
use super::journal::{ENTRY_LIST, read as entry};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::terms::BooksResult;
use app::ports::webhooks::WebhookBooks;
use app::records::{DeliveryRecord, DeliveryState, WebhookRecord, WebhookState};
use base::Timestamp;
use base::id::{CompanyId, DeliveryId, WebhookId};
use domain::journal::JournalEntry;

columns!(WEBHOOK, WEBHOOK_LIST: id, company, url, secret, events, tells, is_private, last_seq, state, failures,
    failing_since, resume_at, created_by, created_at);
columns!(DELIVERY, DELIVERY_LIST: id, company, webhook, seq, event, state, attempts, next_at, claimed_until, status, detail,
    created_at, ended_at);

const UPDATE: &str = "UPDATE webhook SET events = $2, tells = $3, is_private = $4, last_seq = $5, state = $6, failures = $7, \
    failing_since = $8, resume_at = $9 WHERE id = $1";
const OUTCOME: &str = "UPDATE webhook_delivery SET state = $2, attempts = $3, next_at = $4, claimed_until = $5, status = $6, \
    detail = $7, ended_at = $8 WHERE id = $1";
const FORGET: &str = "DELETE FROM webhook_delivery WHERE company = $1 AND ended_at IS NOT NULL AND ended_at < $2";

impl WebhookBooks for SqlBooks<'_, '_> {
    fn webhooks(&mut self, company: CompanyId) -> BooksResult<Vec<WebhookRecord>> {
        let sql = format!(
            "SELECT {WEBHOOK_LIST} FROM webhook WHERE company = $1 AND state <> 'ended' ORDER BY created_at DESC, id"
        );
        Ok(self.tx.all(&sql, params![company], webhook)?)
    }

    fn webhook(&mut self, id: WebhookId) -> BooksResult<Option<WebhookRecord>> {
        Ok(self.tx.one(&format!("SELECT {WEBHOOK_LIST} FROM webhook WHERE id = $1"), params![id], webhook)?)
    }

    fn insert_webhook(&mut self, w: &WebhookRecord) -> BooksResult<()> {
        let row = [
            w.id.into(),
            w.company.into(),
            Value::from(&w.url),
            Value::from(&w.secret),
            w.events.join(" ").into(),
            i64::from(w.tells).into(),
            i64::from(w.is_private).into(),
            count(w.cursor).into(),
            w.state.code().into(),
            i64::from(w.failures).into(),
            w.failing_since.into(),
            w.resume_at.into(),
            Value::from(&w.created_by),
            w.created_at.into(),
        ];
        Ok(self.tx.insert_many("webhook", WEBHOOK, [row]).map(drop)?)
    }

    fn update_webhook(&mut self, w: &WebhookRecord) -> BooksResult<()> {
        let params = params![
            w.id,
            w.events.join(" "),
            i64::from(w.tells),
            i64::from(w.is_private),
            count(w.cursor),
            w.state.code(),
            i64::from(w.failures),
            w.failing_since,
            w.resume_at
        ];
        Ok(self.tx.exec(UPDATE, params).map(drop)?)
    }

    fn journal_after(&mut self, company: CompanyId, seq: u64, limit: u64) -> BooksResult<Vec<JournalEntry>> {
        let sql = format!("SELECT {ENTRY_LIST} FROM journal WHERE company = $1 AND seq > $2 ORDER BY seq LIMIT $3");
        Ok(self.tx.all(&sql, params![company, count(seq), count(limit)], entry)?)
    }

    fn journal_entry(&mut self, company: CompanyId, seq: u64) -> BooksResult<Option<JournalEntry>> {
        let sql = format!("SELECT {ENTRY_LIST} FROM journal WHERE company = $1 AND seq = $2");
        Ok(self.tx.one(&sql, params![company, count(seq)], entry)?)
    }

    fn insert_deliveries(&mut self, deliveries: &[DeliveryRecord]) -> BooksResult<()> {
        Ok(self.tx.insert_many("webhook_delivery", DELIVERY, deliveries.iter().map(values)).map(drop)?)
    }

    fn delivery(&mut self, id: DeliveryId) -> BooksResult<Option<DeliveryRecord>> {
        let sql = format!("SELECT {DELIVERY_LIST} FROM webhook_delivery WHERE id = $1");
        Ok(self.tx.one(&sql, params![id], delivery)?)
    }

    fn deliveries(&mut self, webhook: WebhookId, offset: u64, limit: u64) -> BooksResult<Vec<DeliveryRecord>> {
        let sql = format!(
            "SELECT {DELIVERY_LIST} FROM webhook_delivery WHERE webhook = $1 ORDER BY seq DESC LIMIT $2 OFFSET $3"
        );
        Ok(self.tx.all(&sql, params![webhook, count(limit), count(offset)], delivery)?)
    }

    fn update_delivery(&mut self, d: &DeliveryRecord) -> BooksResult<()> {
        let params = params![
            d.id,
            d.state.code(),
            i64::from(d.attempts),
            d.next_at,
            d.claimed_until,
            d.status.map(i64::from),
            &d.detail,
            d.ended_at
        ];
        Ok(self.tx.exec(OUTCOME, params).map(drop)?)
    }

    fn due_delivery(&mut self, company: CompanyId, now: Timestamp) -> BooksResult<Option<DeliveryRecord>> {
        let list = DELIVERY_LIST.split(", ").map(|column| format!("d.{column}")).collect::<Vec<_>>().join(", ");
        let sql = format!(
            "SELECT {list} FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook \
             WHERE d.company = $1 AND d.state = 'waiting' AND d.next_at <= $2 AND w.state = 'on' \
             AND (d.claimed_until IS NULL OR d.claimed_until < $2) AND (w.resume_at IS NULL OR w.resume_at <= $2) \
             ORDER BY d.next_at, d.seq, d.id LIMIT 1"
        );
        Ok(self.tx.one(&sql, params![company, now], delivery)?)
    }

    fn forget_deliveries(&mut self, company: CompanyId, ended_before: Timestamp) -> BooksResult<u64> {
        Ok(self.tx.exec(FORGET, params![company, ended_before])?)
    }
}

fn values(d: &DeliveryRecord) -> [Value; 13] {
    [
        d.id.into(),
        d.company.into(),
        d.webhook.into(),
        count(d.seq).into(),
        Value::from(&d.event),
        d.state.code().into(),
        i64::from(d.attempts).into(),
        d.next_at.into(),
        d.claimed_until.into(),
        d.status.map(i64::from).into(),
        Value::from(&d.detail),
        d.created_at.into(),
        d.ended_at.into(),
    ]
}

fn webhook(row: &Row) -> Result<WebhookRecord> {
    let mut c = Columns::of(row);
    Ok(WebhookRecord {
        id: c.next()?,
        company: c.next()?,
        url: c.next()?,
        secret: c.next()?,
        events: c.next::<String>()?.split(' ').filter(|e| !e.is_empty()).map(str::to_string).collect(),
        tells: c.next::<i64>()? != 0,
        is_private: c.next::<i64>()? != 0,
        cursor: c.count()?,
        state: c.coded(WebhookState::parse)?,
        failures: c.next()?,
        failing_since: c.next()?,
        resume_at: c.next()?,
        created_by: c.next()?,
        created_at: c.next()?,
    })
}

fn delivery(row: &Row) -> Result<DeliveryRecord> {
    let mut c = Columns::of(row);
    Ok(DeliveryRecord {
        id: c.next()?,
        company: c.next()?,
        webhook: c.next()?,
        seq: c.count()?,
        event: c.next()?,
        state: c.coded(DeliveryState::parse)?,
        attempts: c.next()?,
        next_at: c.next()?,
        claimed_until: c.next()?,
        status: c.next::<Option<u32>>()?.and_then(|s| u16::try_from(s).ok()),
        detail: c.next()?,
        created_at: c.next()?,
        ended_at: c.next()?,
    })
}
