//! Which invoice a person means: a number, with the year or the customer where that number served more than once.

use crate::error::{AppError, AppResult};
use crate::records::{Company, InvoiceRecord};
use crate::world::World;
use base::id::{InvoiceId, PartyId};
use base::{fold, fr};
use std::collections::HashMap;

/// The invoice that is meant by `F-12`, `F-12/2025`, `F-12@Morel` or `F-12/2025@Morel`.
///
/// # Errors
/// `NotFound`; `Refused` when several are meant, with what to write for each.
pub fn invoice(world: &World<'_>, company: &Company, text: &str) -> AppResult<InvoiceRecord> {
    invoice_if_any(world, company, text)?
        .ok_or_else(|| AppError::NotFound(format!("Aucune facture ne porte le numéro « {text} ».")))
}

/// As [`invoice`]; `None` when no invoice is meant.
///
/// # Errors
/// `Refused` when several are meant.
pub fn invoice_if_any(world: &World<'_>, company: &Company, text: &str) -> AppResult<Option<InvoiceRecord>> {
    if let Some(id) = InvoiceId::parse(text) {
        return world.read(|books| Ok(books.invoice(id)?.filter(|i| i.company == company.id)));
    }
    let (mut found, names) = world.read(|books| {
        let mut found = books.invoices_by_number(company.id, text)?;
        if found.is_empty() {
            let asked = Asked::of(text);
            found = books.invoices_by_number(company.id, asked.number)?;
            found.retain(|i| asked.year.is_none_or(|year| i.issued_on.year() == year));
        }
        let mut names = Names::new();
        for invoice in &found {
            names.extend(books.party(invoice.party)?.map(|p| (p.id, p.name)));
        }
        Ok((found, names))
    })?;
    if let Some(customer) = Asked::of(text).customer.map(fold::words).filter(|c| !c.is_empty()) {
        let exact = found.iter().any(|i| fold::words(name_of(&names, i)) == customer);
        found.retain(|i| {
            let name = fold::words(name_of(&names, i));
            if exact { name == customer } else { name.contains(&customer) }
        });
    }
    match found.len() {
        0 | 1 => Ok(found.pop()),
        n => Err(several(n, text, &found, &names)),
    }
}

/// The parts of what a person wrote.
struct Asked<'t> {
    number: &'t str,
    year: Option<i16>,
    customer: Option<&'t str>,
}

impl<'t> Asked<'t> {
    fn of(text: &'t str) -> Asked<'t> {
        let (rest, customer) = text.split_once('@').map_or((text, None), |(n, c)| (n, Some(c)));
        let year = |y: &str| y.parse().ok().filter(|y| (1990..=2200).contains(y));
        match rest.rsplit_once('/').and_then(|(number, y)| Some((number, year(y)?))) {
            Some((number, year)) => Asked { number, year: Some(year), customer },
            None => Asked { number: rest, year: None, customer },
        }
    }
}

type Names = HashMap<PartyId, String>;

fn name_of<'n>(names: &'n Names, invoice: &InvoiceRecord) -> &'n str {
    names.get(&invoice.party).map_or("", String::as_str)
}

fn several(count: usize, text: &str, found: &[InvoiceRecord], names: &Names) -> AppError {
    let told = found.iter().map(|i| {
        let (number, year, name) = (&i.number, i.issued_on.year(), name_of(names, i));
        let same_year = found.iter().filter(|o| o.issued_on.year() == year);
        let same_customer = found.iter().filter(|o| o.party == i.party);
        let both = found.iter().filter(|o| o.party == i.party && o.issued_on.year() == year);
        let write = match (same_year.count(), same_customer.count(), both.count()) {
            (1, ..) => format!("{number}/{year}"),
            (_, 1, _) => format!("{number}@{name}"),
            (_, _, 1) => format!("{number}/{year}@{name}"),
            _ => i.id.to_string(),
        };
        let (on, gross) = (fr::date(i.issued_on), fr::money(i.gross, i.currency));
        format!("\"{write}\" pour celle de {name} du {on}, {gross}")
    });
    let remedy = format!("Écrivez {}.", told.collect::<Vec<_>>().join(" ; "));
    AppError::refused(format!("{count} documents portent le numéro « {text} »."), remedy)
}
