//! Creditor companies, several in one instance. Their settings and address are JSON, as the records define them.

use super::columns::{Columns, columns, json};
use crate::engine::{Result, Row, Tx, Value};
use app::records::Company;

columns!(COMPANY, COMPANY_LIST: name, siren, vat_id, legal_form, capital, rcs, address, email, phone, iban, bic,
    signatory, settings, created_at, id);

pub(super) fn all(tx: &mut Tx) -> Result<Vec<Company>> {
    tx.all(&format!("SELECT {COMPANY_LIST} FROM company ORDER BY created_at, id"), &[], read)
}

pub(super) fn insert(tx: &mut Tx, company: &Company) -> Result<()> {
    let row = values(company)?;
    tx.insert_many("company", COMPANY, [row]).map(drop)
}

const UPDATE: &str = "UPDATE company SET name = $1, siren = $2, vat_id = $3, legal_form = $4, capital = $5, rcs = $6, \
    address = $7, email = $8, phone = $9, iban = $10, bic = $11, signatory = $12, settings = $13, created_at = $14 \
    WHERE id = $15";

/// The number of companies changed: 0 when there is none of that identifier.
pub(super) fn update(tx: &mut Tx, company: &Company) -> Result<u64> {
    tx.exec(UPDATE, &values(company)?)
}

fn values(company: &Company) -> Result<[Value; COMPANY.len()]> {
    Ok([
        Value::from(&company.name),
        company.siren.as_ref().into(),
        company.vat_id.as_ref().into(),
        company.legal_form.as_ref().into(),
        company.capital.as_ref().into(),
        company.rcs.as_ref().into(),
        json(&company.address)?.into(),
        company.email.as_ref().into(),
        company.phone.as_ref().into(),
        company.iban.as_ref().into(),
        company.bic.as_ref().into(),
        company.signatory.as_ref().into(),
        json(&company.settings)?.into(),
        company.created_at.into(),
        company.id.into(),
    ])
}

fn read(row: &Row) -> Result<Company> {
    let mut c = Columns::of(row);
    Ok(Company {
        name: c.next()?,
        siren: c.next()?,
        vat_id: c.next()?,
        legal_form: c.next()?,
        capital: c.next()?,
        rcs: c.next()?,
        address: c.json()?,
        email: c.next()?,
        phone: c.next()?,
        iban: c.next()?,
        bic: c.next()?,
        signatory: c.next()?,
        settings: c.json()?,
        created_at: c.next()?,
        id: c.next()?,
    })
}
