//! Persons at customers', and our own salesperson for one. Records: they change, and who reaches whom is decided elsewhere.

use super::columns::{Columns, columns};
use crate::engine::{Result, Row, Tx, Value};
use crate::params;
use app::records::ContactRecord;
use base::fold;
use base::id::PartyId;
use domain::facts::ContactRole;

columns!(CONTACT, CONTACT_LIST: role, name, email, phone, id, company, party, created_at, search);

/// In order of creation.
pub(super) fn of_party(tx: &mut Tx, party: PartyId) -> Result<Vec<ContactRecord>> {
    let sql = format!(
        "SELECT {CONTACT_LIST} FROM contact WHERE company = (SELECT company FROM party WHERE id = $1) AND party = $1 \
         ORDER BY id"
    );
    tx.all(&sql, params![party], read)
}

pub(super) fn insert(tx: &mut Tx, contact: &ContactRecord) -> Result<()> {
    tx.insert_many("contact", CONTACT, [values(contact)]).map(drop)
}

const UPDATE: &str = "UPDATE contact SET role = $1, name = $2, email = $3, phone = $4, search = $6 WHERE id = $5";

/// The number of contacts changed: 0 when there is none of that identifier. Whose contact it is stays.
pub(super) fn update(tx: &mut Tx, contact: &ContactRecord) -> Result<u64> {
    let params = params![
        contact.role.code(),
        contact.name.as_ref(),
        contact.email.as_ref(),
        contact.phone.as_ref(),
        contact.id,
        search(contact)
    ];
    tx.exec(UPDATE, params)
}

/// Folded name and address, and the digits of the telephone number.
fn search(contact: &ContactRecord) -> String {
    let words = [&contact.name, &contact.email].into_iter().flatten().map(|text| fold::words(text));
    let phone = contact.phone.iter().map(|phone| fold::digits(phone));
    words.chain(phone).collect::<Vec<_>>().join(" ")
}

fn values(contact: &ContactRecord) -> [Value; CONTACT.len()] {
    [
        contact.role.code().into(),
        contact.name.as_ref().into(),
        contact.email.as_ref().into(),
        contact.phone.as_ref().into(),
        contact.id.into(),
        contact.company.into(),
        contact.party.into(),
        contact.created_at.into(),
        search(contact).into(),
    ]
}

fn read(row: &Row) -> Result<ContactRecord> {
    let mut c = Columns::of(row);
    Ok(ContactRecord {
        role: c.coded(ContactRole::parse)?,
        name: c.next()?,
        email: c.next()?,
        phone: c.next()?,
        id: c.next()?,
        company: c.next()?,
        party: c.next()?,
        created_at: c.next()?,
    })
}
