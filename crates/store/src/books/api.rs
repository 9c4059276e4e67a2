//! Tokens of the API, and requests answered once.

use super::SqlBooks;
use super::columns::{Columns, columns, key};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::api::ApiBooks;
use app::ports::terms::BooksResult;
use app::records::{ApiRequest, ApiScope, TokenRecord};
use base::Timestamp;
use base::id::{CompanyId, TokenId};

columns!(TOKEN, TOKEN_LIST: id, company, token_hash, name, scopes, created_by, created_at, expires_on, revoked_at);

const REVOKE: &str = "UPDATE api_token SET revoked_at = $1 WHERE company = $2 AND id = $3 AND revoked_at IS NULL";
const REQUEST: &str = "SELECT request_hash, status, answer, recorded_at FROM api_request WHERE token = $1 \
    AND idempotency_key = $2";
const ANSWER: &str = "UPDATE api_request SET status = $1, answer = $2 WHERE token = $3 AND idempotency_key = $4";

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
