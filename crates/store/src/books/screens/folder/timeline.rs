//! Everything that happened with a customer, from every table that tells of it, in one order.
//!
//! Each part selects the same columns, of the same types on both engines; parts that are not asked for are not read.

use crate::books::columns::{Columns, count};
use crate::books::many::pieces;
use crate::books::matching::STANDS;
use crate::engine::{Result, Row, Tx};
use crate::params;
use app::ports::screens::{Cut, PaidRow, ReturnRow, TimelineRow, Told};
use base::id::{CompanyId, InvoiceId, PartyId, PaymentId};
use base::{Cents, Currency};

/// What a part has nothing to say of.
const NO_MONEY: &str = "CAST(NULL AS BIGINT) AS amount, '' AS currency";

fn part(told: Told) -> String {
    let code = told.code();
    match told {
        Told::Prepared => format!(
            "SELECT a.planned_on AS happened, a.prepared_at AS at, '{code}' AS told, a.id AS ref, CAST(NULL AS BIGINT) AS seq, \
             '' AS number, a.channel AS code, a.step_title AS title, a.subject AS detail, \
             COALESCE(s.state, 'prepared') AS extra, a.total AS amount, a.currency AS currency, '' AS until_on, 0 AS n, \
             a.approved_by AS author FROM act a LEFT JOIN act_state s ON s.act = a.id WHERE a.company = $1 AND a.party = $2"
        ),
        Told::Outcome => format!(
            "SELECT e.happened_on, e.recorded_at, '{code}', e.act, e.seq, '', e.event, a.step_title, e.detail, a.channel, \
             {NO_MONEY}, '', 0, e.author FROM act_event e JOIN act a ON a.id = e.act WHERE e.company = $1 AND e.party = $2 \
             AND e.event <> 'claimed'"
        ),
        // `code` is what became of it, `title` what it answers, `number` its subject.
        Told::Reply => format!(
            "SELECT r.received_on, r.recorded_at, '{code}', r.id, 0, COALESCE(qs.content, ''), \
             CASE WHEN w.reply IS NOT NULL THEN 'withdrawn' WHEN h.reply IS NOT NULL THEN 'handled' ELSE '' END, \
             COALESCE(a.step_title, ''), SUBSTR(COALESCE(qt.content, ''), 1, 2000), COALESCE(h.meaning, ''), {NO_MONEY}, \
             COALESCE(w.said_on, h.said_on, ''), 0, COALESCE(w.author, h.author, r.author) FROM reply r \
             LEFT JOIN act a ON a.id = r.act LEFT JOIN personal qs ON qs.reference = r.subject \
             LEFT JOIN personal qt ON qt.reference = r.body \
             LEFT JOIN reply_word h ON h.reply = r.id AND h.kind = 'handled' \
             LEFT JOIN reply_word w ON w.reply = r.id AND w.kind = 'withdrawn' WHERE r.company = $1 AND r.party = $2"
        ),
        Told::Payment => format!(
            "SELECT y.received_on, y.recorded_at, '{code}', y.id, 0, '', y.origin, y.reference, '', '', y.amount, \
             y.currency, COALESCE((SELECT MAX(r.returned_on) FROM line_matching m JOIN line_return r ON r.credit = m.line \
             WHERE m.payment = y.id AND {STANDS}), ''), 0, '' FROM payment y WHERE y.company = $1 AND y.party = $2"
        ),
        Told::Returned => format!(
            "SELECT r.returned_on, r.recorded_at, '{code}', y.id, 0, '', y.origin, y.reference, b.label, '', y.amount, \
             y.currency, '', 0, '' FROM payment y JOIN line_matching m ON m.payment = y.id AND {STANDS} \
             JOIN line_return r ON r.credit = m.line JOIN bank_line b ON b.id = r.back WHERE y.company = $1 AND y.party = $2"
        ),
        Told::HoldOpened => format!(
            "SELECT h.opened_on, h.recorded_at, '{code}', h.id, 0, COALESCE(i.number, ''), h.kind, '', h.why, '', h.amount, \
             COALESCE(i.currency, 'EUR'), COALESCE(h.until_on, ''), 0, h.author FROM hold h \
             LEFT JOIN invoice i ON i.id = h.invoice WHERE h.company = $1 AND h.party = $2"
        ),
        Told::HoldLifted => format!(
            "SELECT l.lifted_on, l.recorded_at, '{code}', h.id, 0, COALESCE(i.number, ''), h.kind, '', l.why, '', {NO_MONEY}, \
             '', 0, l.author FROM hold h JOIN lift l ON l.hold = h.id LEFT JOIN invoice i ON i.id = h.invoice \
             WHERE h.company = $1 AND h.party = $2"
        ),
        Told::Decision => format!(
            "SELECT d.decided_on, d.recorded_at, '{code}', d.id, 0, COALESCE(i.number, ''), d.kind, '', d.why, \
             COALESCE(d.step, d.guard, CASE WHEN d.waives_interest = 1 AND d.waives_compensation = 1 THEN 'both' \
             WHEN d.waives_interest = 1 THEN 'interest' WHEN d.waives_compensation = 1 THEN 'compensation' ELSE '' END), \
             {NO_MONEY}, COALESCE(d.until_on, ''), 0, d.author FROM decision d LEFT JOIN invoice i ON i.id = d.invoice \
             WHERE d.company = $1 AND d.party = $2"
        ),
        Told::Note => format!(
            "SELECT t.noted_on, t.recorded_at, '{code}', t.id, 0, COALESCE(i.number, ''), '', '', COALESCE(q.content, ''), '', \
             {NO_MONEY}, '', 0, t.author FROM note t LEFT JOIN invoice i ON i.id = t.invoice \
             LEFT JOIN personal q ON q.reference = t.reference WHERE t.company = $1 AND t.party = $2"
        ),
        Told::Import => format!(
            "SELECT i.known_on, MIN(i.recorded_at), '{code}', i.source, 0, MIN(i.number), COALESCE(s.format, ''), \
             COALESCE(s.name, ''), '', '', CAST(SUM(i.gross) AS BIGINT), i.currency, '', COUNT(*), '' FROM invoice i \
             LEFT JOIN source s ON s.id = i.source WHERE i.company = $1 AND i.party = $2 \
             GROUP BY i.known_on, i.source, i.currency, s.format, s.name"
        ),
    }
}

pub(super) fn rows(
    tx: &mut Tx,
    company: CompanyId,
    party: PartyId,
    told: &[Told],
    cut: Cut,
) -> Result<Vec<TimelineRow>> {
    if told.is_empty() {
        return Ok(Vec::new());
    }
    // The first part names the columns; an empty one does it when it was not asked for.
    let parts: Vec<String> = told.iter().map(|t| part(*t)).collect();
    let names = format!("{} AND a.planned_on = ''", part(Told::Prepared));
    let sql = format!(
        "SELECT happened, at, told, ref, seq, number, code, title, detail, extra, amount, currency, until_on, n, author \
         FROM ({names} UNION ALL {}) t ORDER BY happened DESC, at DESC, told, seq DESC NULLS LAST, ref NULLS LAST LIMIT $3 OFFSET $4",
        parts.join(" UNION ALL ")
    );
    tx.all(&sql, params![company, party, count(cut.limit), count(cut.offset)], row)
}

fn row(row: &Row) -> Result<TimelineRow> {
    let mut c = Columns::of(row);
    let (on, at, told) = (c.next()?, c.next()?, c.coded(Told::parse)?);
    let reference = c.next()?;
    let _seq: Option<i64> = c.next()?;
    Ok(TimelineRow {
        on,
        at,
        told,
        reference,
        number: c.next()?,
        code: c.next()?,
        title: c.next()?,
        detail: c.next()?,
        extra: c.next()?,
        amount: c.next()?,
        currency: Currency::kept(&c.next::<String>()?),
        until: base::parse_iso_date(&c.next::<String>()?),
        count: c.next()?,
        author: c.next()?,
    })
}

pub(super) fn paid_by(tx: &mut Tx, payments: &[PaymentId]) -> Result<Vec<PaidRow>> {
    let mut found = Vec::new();
    for piece in pieces(&[], payments) {
        let sql = format!(
            "SELECT a.payment, a.invoice, i.number, CAST(SUM(a.amount) AS BIGINT) FROM allocation a \
             JOIN invoice i ON i.id = a.invoice WHERE a.payment IN ({}) GROUP BY a.payment, a.invoice, i.number \
             HAVING SUM(a.amount) <> 0 ORDER BY a.payment, i.number, a.invoice",
            piece.places
        );
        found.extend(tx.all(&sql, &piece.values, |row| {
            let mut c = Columns::of(row);
            Ok(PaidRow { payment: c.next()?, invoice: c.next()?, number: c.next()?, amount: c.next()? })
        })?);
    }
    Ok(found)
}

pub(super) fn returns_of(tx: &mut Tx, payments: &[PaymentId]) -> Result<Vec<ReturnRow>> {
    let mut found: Vec<ReturnRow> = Vec::new();
    for piece in pieces(&[], payments) {
        let sql = format!(
            "SELECT m.payment, r.returned_on, b.label, i.id, i.number, CAST(-SUM(a.amount) AS BIGINT) FROM line_matching m \
             JOIN line_return r ON r.credit = m.line JOIN bank_line b ON b.id = r.back \
             LEFT JOIN allocation a ON a.payment = m.payment AND a.reverses IS NOT NULL AND a.effective_on = r.returned_on \
             LEFT JOIN invoice i ON i.id = a.invoice WHERE {STANDS} AND m.payment IN ({}) \
             GROUP BY m.payment, r.returned_on, b.label, i.id, i.number ORDER BY m.payment, i.number, i.id",
            piece.places
        );
        tx.each(&sql, &piece.values, |row| {
            let mut c = Columns::of(row);
            let (payment, returned_on, why) = (c.next()?, c.next()?, c.next()?);
            let (invoice, number): (Option<InvoiceId>, Option<String>) = (c.next()?, c.next()?);
            let amount: Option<Cents> = c.next()?;
            if found.last().is_none_or(|last| last.payment != payment) {
                found.push(ReturnRow { payment, returned_on, why, reopened: Vec::new() });
            }
            if let (Some(last), Some(invoice), Some(number), Some(amount)) = (found.last_mut(), invoice, number, amount)
            {
                last.reopened.push(PaidRow { payment, invoice, number, amount });
            }
            Ok(())
        })?;
    }
    Ok(found)
}
