//! The customer and the seller of one row. Numbers with a wrong check digit and unreadable addresses are left aside.
//! A list of one company usually has no seller column: the seller is then empty, and whoever imports knows it.

use super::RowReader;
use crate::remark::{Remark, Remarks};
use crate::source::Row;
use crate::value;
use base::fold;
use draft::{Field, PartyDraft, Problem};

pub(super) fn buyer(reader: &RowReader<'_>, row: &dyn Row, remarks: &mut Remarks) -> Result<PartyDraft, Problem> {
    let text = |field| reader.text(row, field);
    let (name, code) = (text(Field::CustomerName), text(Field::CustomerCode));
    if name.is_none() && code.is_none() {
        let field = if reader.columns.has(Field::CustomerName) { Field::CustomerName } else { Field::CustomerCode };
        return Err(reader.empty_cell(field));
    }
    let written_siren = text(Field::CustomerSiren);
    let number = written_siren.as_deref().and_then(value::siren_or_siret);
    if written_siren.is_some() && number.is_none() {
        remarks.add(Remark::WrongSiren, row.line());
    }
    let written_email = text(Field::CustomerEmail);
    let email = written_email.as_deref().and_then(value::email);
    if written_email.is_some() && email.is_none() {
        remarks.add(Remark::WrongEmail, row.line());
    }
    let (siren, siret) = number.map_or((None, None), |(siren, siret)| (Some(siren), siret));
    Ok(PartyDraft {
        name,
        siren,
        siret,
        vat_id: text(Field::CustomerVatId).map(|id| id.chars().filter(|c| !c.is_whitespace()).collect()),
        email,
        phone: text(Field::CustomerPhone),
        contact_name: text(Field::ContactName),
        address: text(Field::CustomerAddress)
            .iter()
            .flat_map(|a| a.lines())
            .map(|l| l.trim().to_string())
            .filter(|l| !l.is_empty())
            .collect(),
        postcode: text(Field::CustomerPostcode),
        city: text(Field::CustomerCity),
        country: text(Field::CustomerCountry).as_deref().and_then(country),
        code,
        kind: text(Field::CustomerKind).as_deref().and_then(value::customer_kind),
    })
}

pub(super) fn seller(reader: &RowReader<'_>, row: &dyn Row) -> PartyDraft {
    let number = reader.text(row, Field::SellerSiren).as_deref().and_then(value::siren_or_siret);
    let (siren, siret) = number.map_or((None, None), |(siren, siret)| (Some(siren), siret));
    PartyDraft { name: reader.text(row, Field::SellerName), siren, siret, ..PartyDraft::default() }
}

/// Two letters, or the French or English name of a neighbour.
fn country(text: &str) -> Option<String> {
    let text = text.trim();
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        return Some(text.to_ascii_uppercase());
    }
    let code = match fold::words(text).as_str() {
        "france" => "FR",
        "belgique" | "belgium" => "BE",
        "suisse" | "switzerland" => "CH",
        "luxembourg" => "LU",
        "allemagne" | "germany" => "DE",
        "espagne" | "spain" => "ES",
        "italie" | "italy" => "IT",
        "royaume uni" | "united kingdom" => "GB",
        "pays bas" | "netherlands" => "NL",
        "monaco" => "MC",
        _ => return None,
    };
    Some(code.to_string())
}
