//! Tokens of the API, requests answered once, webhooks.

use super::SqlBooks;
use super::columns::{Columns, columns, count, key};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::api::ApiBooks;
use app::ports::books::BooksResult;
use app::records::{ApiRequest, ApiScope, TokenRecord, WebhookRecord};
use base::Timestamp;
use base::id::{CompanyId, TokenId, WebhookId};

columns!(TOKEN, TOKEN_LIST: id, company, token_hash, name, scopes, created_by, created_at, expires_on, revoked_at);
columns!(WEBHOOK, WEBHOOK_LIST: id, company, url, secret, kinds, told_until, failures, next_at, last_error, created_at);

const REVOKE: &str = "UPDATE api_token SET revoked_at = $1 WHERE company = $2 AND id = $3 AND revoked_at IS NULL";
const REQUEST: &str = "SELECT request_hash, status, answer, recorded_at FROM api_request WHERE token = $1 \
    AND idempotency_key = $2";
const ANSWER: &str = "UPDATE api_request SET status = $1, answer = $2 WHERE token = $3 AND idempotency_key = $4";
const MOVE_WEBHOOK: &str = "UPDATE webhook SET url = $1, secret = $2, kinds = $3, told_until = $4, failures = $5, \
    next_at = $6, last_error = $7 WHERE id = $8";

impl ApiBooks for SqlBooks<'_, '_> {
    fn token_by_hash(&mut self, hash: &str) -> BooksResult<Option<TokenRecord>> {
        Ok(self.tx.one(&format!("SELECT {TOKEN_LIST} FROM api_token WHERE token_hash = $1"), params![hash], token)?)
    }

    fn tokens(&mut self, company: CompanyId) -> BooksResult<Vec<TokenRecord>> {
        let sql = format!("SELECT {TOKEN_LIST} FROM api_token WHERE company = $1 ORDER BY created_at DESC, id");
        Ok(self.tx.all(&sql, params![company], token)?)
    }

    fn insert_token(&mut self, t: &TokenRecord) -> BooksResult<()> {
        let scopes: Vec<&str> = t.scopes.iter().map(|s| s.code()).collect();
        let row = [
            t.id.into(),
            t.company.into(),
            Value::from(&t.token_hash),
            Value::from(&t.name),
            scopes.join(" ").into(),
            Value::from(&t.created_by),
            t.created_at.into(),
            t.expires_on.into(),
            t.revoked_at.into(),
        ];
        Ok(self.tx.insert_many("api_token", TOKEN, [row]).map(drop)?)
    }

    fn revoke_token(&mut self, company: CompanyId, id: TokenId, at: Timestamp) -> BooksResult<()> {
        Ok(self.tx.exec(REVOKE, params![at, company, id]).map(drop)?)
    }

    fn api_request(&mut self, token: TokenId, key: &str) -> BooksResult<Option<ApiRequest>> {
        Ok(self.tx.one(REQUEST, params![token, key], |row| request(row, token, key))?)
    }

    fn insert_api_request(&mut self, r: &ApiRequest) -> BooksResult<()> {
        let columns = ["token", "idempotency_key", "request_hash", "recorded_at"];
        let row = [r.token.into(), key(&r.key)?, Value::from(&r.request_hash), r.recorded_at.into()];
        Ok(self.tx.insert_many("api_request", columns, [row]).map(drop)?)
    }

    fn answer_api_request(&mut self, r: &ApiRequest) -> BooksResult<()> {
        let (status, text) = r.answer.as_ref().map_or((None, None), |(s, t)| (Some(i64::from(*s)), Some(t)));
        Ok(self.tx.exec(ANSWER, params![status, text, r.token, &r.key]).map(drop)?)
    }

    fn webhooks(&mut self, company: CompanyId) -> BooksResult<Vec<WebhookRecord>> {
        let sql = format!("SELECT {WEBHOOK_LIST} FROM webhook WHERE company = $1 ORDER BY created_at, id");
        Ok(self.tx.all(&sql, params![company], webhook)?)
    }

    fn put_webhook(&mut self, w: &WebhookRecord) -> BooksResult<()> {
        let (kinds, told, failures) = (w.kinds.join(" "), count(w.told_until), i64::from(w.failures));
        let moved = params![&w.url, &w.secret, &kinds, told, failures, w.next_at, &w.last_error, w.id];
        if self.tx.exec(MOVE_WEBHOOK, moved)? == 0 {
            let row = [
                w.id.into(),
                w.company.into(),
                Value::from(&w.url),
                Value::from(&w.secret),
                kinds.into(),
                told.into(),
                failures.into(),
                w.next_at.into(),
                Value::from(&w.last_error),
                w.created_at.into(),
            ];
            self.tx.insert_many("webhook", WEBHOOK, [row])?;
        }
        Ok(())
    }

    fn remove_webhook(&mut self, company: CompanyId, id: WebhookId) -> BooksResult<()> {
        Ok(self.tx.exec("DELETE FROM webhook WHERE company = $1 AND id = $2", params![company, id]).map(drop)?)
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(' ').filter(|w| !w.is_empty())
}

fn token(row: &Row) -> Result<TokenRecord> {
    let mut c = Columns::of(row);
    Ok(TokenRecord {
        id: c.next()?,
        company: c.next()?,
        token_hash: c.next()?,
        name: c.next()?,
        scopes: c.coded(|text| words(text).map(ApiScope::parse).collect())?,
        created_by: c.next()?,
        created_at: c.next()?,
        expires_on: c.next()?,
        revoked_at: c.next()?,
    })
}

fn request(row: &Row, token: TokenId, key: &str) -> Result<ApiRequest> {
    let mut c = Columns::of(row);
    let (request_hash, status, text): (String, Option<u32>, Option<String>) = (c.next()?, c.next()?, c.next()?);
    let answer = status.and_then(|s| u16::try_from(s).ok()).zip(text);
    Ok(ApiRequest { token, key: key.to_string(), request_hash, answer, recorded_at: c.next()? })
}

fn webhook(row: &Row) -> Result<WebhookRecord> {
    let mut c = Columns::of(row);
    Ok(WebhookRecord {
        id: c.next()?,
        company: c.next()?,
        url: c.next()?,
        secret: c.next()?,
        kinds: c.coded(|text| Some(words(text).map(str::to_string).collect()))?,
        told_until: c.count()?,
        failures: c.next()?,
        next_at: c.next()?,
        last_error: c.next()?,
        created_at: c.next()?,
    })
}
