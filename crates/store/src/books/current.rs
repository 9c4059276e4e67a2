//! The agenda as it stands now: made by the last planning, customer by customer replaced as they are planned again.

use super::SqlBooks;
use super::columns::{Columns, columns, count, key};
use crate::engine::{Result, Row, Value};
use crate::params;
use app::ports::current::CurrentAgenda;
use app::ports::terms::BooksResult;
use app::records::{QuietItem, WorkItem};
use base::Date;
use base::id::{AgendaId, CompanyId, PartyId};
use domain::agenda::ApprovalNeeded;
use domain::facts::{Channel, ContactRole};

columns!(WORK: company, party, step, currency, approval, channel, role, contact, total, invoices, days_late, per_minute,
    last_contact_on, last_channel, worth, json);
columns!(QUIET: company, party, invoice, is_contested, number, folded_number, due_on, currency, outstanding, reason, next_on, json);

const RUN: &str = "SELECT run, as_of FROM worklist WHERE company = $1";
const SET_RUN: &str = "INSERT INTO worklist (company, run, as_of) VALUES ($1, $2, $3) \
    ON CONFLICT (company) DO UPDATE SET run = $2, as_of = $3";

impl CurrentAgenda for SqlBooks<'_, '_> {
    fn current_run(&mut self, company: CompanyId) -> BooksResult<Option<(AgendaId, Date)>> {
        Ok(self.tx.one(RUN, params![company], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    fn set_current_run(&mut self, company: CompanyId, run: AgendaId, as_of: Date) -> BooksResult<()> {
        Ok(self.tx.exec(SET_RUN, params![company, run, as_of]).map(drop)?)
    }

    fn clear_current(&mut self, company: CompanyId, party: Option<PartyId>) -> BooksResult<()> {
        for table in ["work_item", "quiet_item"] {
            match party {
                Some(party) => {
                    let sql = format!("DELETE FROM {table} WHERE company = $1 AND party = $2");
                    self.tx.exec(&sql, params![company, party])?;
                }
                None => {
                    self.tx.exec(&format!("DELETE FROM {table} WHERE company = $1"), params![company])?;
                }
            }
        }
        Ok(())
    }

    fn insert_current(&mut self, work: &[WorkItem], quiet: &[QuietItem]) -> BooksResult<()> {
        self.tx.insert_many("work_item", WORK, work.iter().map(work_values))?;
        let quiet = quiet.iter().map(quiet_values).collect::<Result<Vec<_>>>()?;
        self.tx.insert_many("quiet_item", QUIET, quiet)?;
        Ok(())
    }
}

fn work_values(item: &WorkItem) -> [Value; WORK.len()] {
    [
        item.company.into(),
        item.party.into(),
        Value::from(&item.step),
        item.currency.into(),
        item.approval.code().into(),
        item.channel.code().into(),
        item.role.code().into(),
        item.contact.into(),
        item.total.into(),
        count(item.invoices).into(),
        item.days_late.into(),
        item.per_minute.into(),
        item.last_contact_on.into(),
        item.last_channel.map(Channel::code).into(),
        Value::from(&item.worth),
        Value::from(&item.json),
    ]
}

fn quiet_values(item: &QuietItem) -> Result<[Value; QUIET.len()]> {
    Ok([
        item.company.into(),
        item.party.into(),
        item.invoice.into(),
        item.is_contested.into(),
        Value::from(&item.number),
        key(&base::fold::words(&item.number))?,
        item.due_on.into(),
        item.currency.into(),
        item.outstanding.into(),
        Value::from(&item.reason),
        item.next_on.into(),
        Value::from(&item.json),
    ])
}

/// The columns of a [`WorkItem`], of a row called `w`, in order.
pub(super) fn work_list() -> String {
    WORK.map(|column| format!("w.{column}")).join(", ")
}

pub(super) fn read_work(c: &mut Columns) -> Result<WorkItem> {
    let item = WorkItem {
        company: c.next()?,
        party: c.next()?,
        step: c.next()?,
        currency: c.next()?,
        approval: c.coded(ApprovalNeeded::parse)?,
        channel: c.coded(Channel::parse)?,
        role: c.coded(ContactRole::parse)?,
        contact: c.next()?,
        total: c.next()?,
        invoices: c.count()?,
        days_late: c.next()?,
        per_minute: c.next()?,
        last_contact_on: c.next()?,
        last_channel: c.next::<Option<String>>()?.and_then(|code| Channel::parse(&code)),
        worth: c.next()?,
        json: c.next()?,
    };
    Ok(item)
}

/// The columns of a [`QuietItem`], of a row called `q`, in order.
pub(super) const QUIET_LIST: &str = "q.company, q.party, q.invoice, q.is_contested, q.number, q.due_on, q.currency, q.outstanding, \
    q.reason, q.next_on, q.json";

pub(super) fn read_quiet(c: &mut Columns) -> Result<QuietItem> {
    Ok(QuietItem {
        company: c.next()?,
        party: c.next()?,
        invoice: c.next()?,
        is_contested: c.next()?,
        number: c.next()?,
        due_on: c.next()?,
        currency: c.next()?,
        outstanding: c.next()?,
        reason: c.next()?,
        next_on: c.next()?,
        json: c.next()?,
    })
}

pub(super) fn quiet(row: &Row) -> Result<QuietItem> {
    read_quiet(&mut Columns::of(row))
}
