//! What customers answered: the facts, and the lists that pages read. Words are personal data, kept in the table the journal
//! refers to; an erased one reads as blank.

use super::SqlBooks;
use super::bank::known_at;
use super::columns::{Columns, columns, count};
use super::past::Range;
use super::screens::{KEPT, keeper};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::ports::replies::{Replies, ReplyList};
use app::ports::screens::{Cut, Scope};
use app::ports::terms::{BooksResult, View};
use app::records::{ReplyEnd, ReplyEnded, ReplyFile, ReplyMeant, ReplyRecord, ReplyRow, ReplyWord};
use base::id::{CompanyId, PartyId, ReplyId};
use base::{Date, add_days};
use domain::facts::ReplyFacts;

columns!(REPLY: id, company, party, act, received_on, noted_on, sender, subject, body, file_name, file_sha256, author,
    recorded_at);
columns!(WORD: reply, kind, company, meaning, said_on, note, author, recorded_at);

/// Recorded longer ago, an answer holds nothing back whatever the scenario says.
const HOLDS_DAYS: i64 = 92;
/// As much of a text as a list shows.
const BEGINNING: &str = "SUBSTR(COALESCE(qt.content, ''), 1, 2000)";
const WHOLE: &str = "COALESCE(qt.content, '')";

/// Answers nobody had dealt with in that view.
const OPEN: &str = "SELECT r.party, r.id, r.received_on, r.noted_on, r.recorded_at FROM reply r WHERE r.company = $1 \
    AND r.party BETWEEN $2 AND $3 AND r.noted_on <= $4 AND r.recorded_at <= $5 AND r.noted_on >= $6 \
    AND NOT EXISTS (SELECT 1 FROM reply_word w WHERE w.reply = r.id AND w.said_on <= $4 AND w.recorded_at <= $5) \
    ORDER BY r.party, r.id";

/// Those of a range of customers that may still hold messages back.
pub(super) fn each_open(
    tx: &mut Tx,
    range: Range,
    view: View,
    found: &mut dyn FnMut(PartyId, ReplyFacts),
) -> Result<()> {
    let [company, first, last] = range.values();
    let since: Date = add_days(view.as_of, -HOLDS_DAYS).unwrap_or(view.as_of);
    let values = [company, first, last, view.as_of.into(), known_at(view).into(), since.into()];
    tx.each(OPEN, &values, |row| {
        let mut c = Columns::of(row);
        let party = c.next()?;
        let facts = ReplyFacts { id: c.next()?, received_on: c.next()?, noted_on: c.next()?, recorded_at: c.next()? };
        found(party, facts);
        Ok(())
    })
}

fn insert(tx: &mut Tx, reply: &ReplyRecord, bytes: Option<&[u8]>) -> Result<()> {
    let file = reply.file.as_ref();
    let row = [
        reply.id.into(),
        reply.company.into(),
        reply.party.into(),
        reply.act.into(),
        reply.received_on.into(),
        reply.noted_on.into(),
        reply.sender.as_ref().into(),
        reply.subject.as_ref().into(),
        reply.text.as_ref().into(),
        file.map(|f| &f.name).into(),
        file.map(|f| &f.sha256).into(),
        Value::from(&reply.author),
        reply.recorded_at.into(),
    ];
    tx.insert_many("reply", REPLY, [row])?;
    let Some(bytes) = bytes else { return Ok(()) };
    let kept = [reply.id.into(), reply.company.into(), bytes.into()];
    tx.insert_many("reply_file", ["reply", "company", "bytes"], [kept]).map(drop)
}

fn insert_word(tx: &mut Tx, word: &ReplyWord) -> Result<()> {
    let row = [
        word.reply.into(),
        word.end.code().into(),
        word.company.into(),
        word.meaning.map(ReplyMeant::code).into(),
        word.on.into(),
        word.note.as_ref().into(),
        Value::from(&word.author),
        word.recorded_at.into(),
    ];
    tx.insert_many("reply_word", WORD, [row]).map(drop)
}

/// Replies with their words; `$1` is the company and `$2` what [`keeper`] says.
fn select(text: &str, condition: &str) -> String {
    let columns = REPLY.map(|column| format!("r.{column}")).join(", ");
    format!(
        "SELECT {columns}, p.name, COALESCE(qf.content, ''), COALESCE(qs.content, ''), {text}, a.step_title, \
         COALESCE(s.performed_on, a.planned_on), h.meaning, h.said_on, COALESCE(qh.content, ''), h.author, \
         w.meaning, w.said_on, COALESCE(qw.content, ''), w.author \
         FROM reply r JOIN party p ON p.id = r.party LEFT JOIN act a ON a.id = r.act LEFT JOIN act_state s ON s.act = r.act \
         LEFT JOIN personal qf ON qf.reference = r.sender LEFT JOIN personal qs ON qs.reference = r.subject \
         LEFT JOIN personal qt ON qt.reference = r.body \
         LEFT JOIN reply_word h ON h.reply = r.id AND h.kind = 'handled' LEFT JOIN personal qh ON qh.reference = h.note \
         LEFT JOIN reply_word w ON w.reply = r.id AND w.kind = 'withdrawn' LEFT JOIN personal qw ON qw.reference = w.note \
         WHERE {condition}"
    )
}

const WAITING: &str = "NOT EXISTS (SELECT 1 FROM reply_word n WHERE n.reply = r.id)";

fn rows(tx: &mut Tx, scope: Scope, list: ReplyList, cut: Cut) -> Result<Vec<ReplyRow>> {
    let mut values = params![scope.company, keeper(scope), count(cut.limit), count(cut.offset)].to_vec();
    let latest = "r.received_on DESC, r.id DESC";
    let oldest = "r.received_on, r.id";
    let (condition, order) = match list {
        ReplyList::Waiting => (WAITING.to_string(), oldest),
        ReplyList::All => ("r.company = $1".to_string(), latest),
        ReplyList::OfParty(party) => {
            values.push(party.into());
            ("r.party = $5".to_string(), latest)
        }
        ReplyList::OfDay(party, day) => {
            values.extend([party.into(), day.into()]);
            (format!("r.party = $5 AND r.received_on = $6 AND {WAITING}"), oldest)
        }
        ReplyList::ToAct(act) => {
            values.push(act.into());
            ("r.act = $5".to_string(), oldest)
        }
    };
    let condition = format!("r.company = $1 AND {KEPT} AND {condition} ORDER BY {order} LIMIT $3 OFFSET $4");
    tx.all(&select(BEGINNING, &condition), &values, read)
}

fn read(row: &Row) -> Result<ReplyRow> {
    let mut c = Columns::of(row);
    let (id, company, party, act) = (c.next()?, c.next()?, c.next()?, c.next()?);
    let (received_on, noted_on) = (c.next()?, c.next()?);
    let (sender, subject, text) = (c.next()?, c.next()?, c.next()?);
    let (name, sha256): (Option<String>, Option<String>) = (c.next()?, c.next()?);
    let file = name.zip(sha256).map(|(name, sha256)| ReplyFile { name, sha256 });
    let (author, recorded_at) = (c.next()?, c.next()?);
    let reply = ReplyRecord {
        id,
        company,
        party,
        act,
        received_on,
        noted_on,
        sender,
        subject,
        text,
        file,
        author,
        recorded_at,
    };
    let (customer, sender, subject, text) = (c.next()?, c.next()?, c.next()?, c.next()?);
    let (step, on): (Option<String>, Option<Date>) = (c.next()?, c.next()?);
    Ok(ReplyRow {
        reply,
        customer,
        sender,
        subject,
        text,
        answers: step.zip(on),
        handled: ended(&mut c)?,
        withdrawn: ended(&mut c)?,
    })
}

fn ended(c: &mut Columns) -> Result<Option<ReplyEnded>> {
    let (meaning, on): (Option<String>, Option<Date>) = (c.next()?, c.next()?);
    let (note, author): (String, Option<String>) = (c.next()?, c.next()?);
    let meaning = meaning.as_deref().and_then(ReplyMeant::parse);
    Ok(on.zip(author).map(|(on, author)| ReplyEnded { meaning, on, note, author }))
}

const FILE: &str = "SELECT bytes FROM reply_file WHERE reply = $1";
const OF_FILE: &str = "SELECT r.id FROM reply r WHERE r.company = $1 AND r.file_sha256 = $2 AND NOT EXISTS \
    (SELECT 1 FROM reply_word w WHERE w.reply = r.id AND w.kind = $3) ORDER BY r.id LIMIT 1";
const FILES: &str = "SELECT r.file_name, r.file_sha256, f.bytes FROM reply_file f JOIN reply r ON r.id = f.reply \
    WHERE f.company = $1 ORDER BY f.reply";

impl Replies for SqlBooks<'_, '_> {
    fn insert_reply(&mut self, reply: &ReplyRecord, bytes: Option<&[u8]>) -> BooksResult<()> {
        Ok(insert(self.tx, reply, bytes)?)
    }

    fn insert_reply_word(&mut self, word: &ReplyWord) -> BooksResult<()> {
        Ok(insert_word(self.tx, word)?)
    }

    fn reply(&mut self, id: ReplyId) -> BooksResult<Option<ReplyRow>> {
        Ok(self.tx.one(&select(WHOLE, "r.id = $1"), params![id], read)?)
    }

    fn reply_file(&mut self, id: ReplyId) -> BooksResult<Option<Vec<u8>>> {
        Ok(self.tx.one(FILE, params![id], |row| row.get(0))?)
    }

    fn reply_of_file(&mut self, company: CompanyId, sha256: &str) -> BooksResult<Option<ReplyId>> {
        let withdrawn = ReplyEnd::Withdrawn.code();
        Ok(self.tx.one(OF_FILE, params![company, sha256, withdrawn], |row| row.get(0))?)
    }

    fn reply_rows(&mut self, scope: Scope, list: ReplyList, cut: Cut) -> BooksResult<Vec<ReplyRow>> {
        Ok(rows(self.tx, scope, list, cut)?)
    }

    fn replies_waiting(&mut self, scope: Scope) -> BooksResult<u64> {
        let sql = format!(
            "SELECT COUNT(*) FROM reply r JOIN party p ON p.id = r.party WHERE r.company = $1 AND {KEPT} AND {WAITING}"
        );
        let values = params![scope.company, keeper(scope)];
        Ok(self.tx.one(&sql, values, |row| Columns::of(row).count())?.unwrap_or(0))
    }

    fn customers_at(&mut self, scope: Scope, address: &str) -> BooksResult<Vec<PartyId>> {
        let sql = format!(
            "SELECT DISTINCT p.id FROM contact c JOIN party p ON p.id = c.party WHERE c.company = $1 AND {KEPT} \
             AND LOWER(c.email) = $3 ORDER BY p.id LIMIT 3"
        );
        let values = params![scope.company, keeper(scope), address.to_lowercase()];
        Ok(self.tx.all(&sql, values, |row| row.get(0))?)
    }

    fn each_reply_file(
        &mut self,
        company: CompanyId,
        each: &mut dyn FnMut(String, String, Vec<u8>) -> BooksResult<()>,
    ) -> BooksResult<()> {
        self.tx.try_each(FILES, params![company], |row| {
            let mut c = Columns::of(row);
            each(c.next()?, c.next()?, c.next()?)
        })
    }
}
