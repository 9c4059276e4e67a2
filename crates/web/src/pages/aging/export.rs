//! The aged balance to take away: a workbook, a text file, a document. The same figures as the page, all customers.

use super::asked_day;
use crate::answer::{Answer, Oops, PageResult};
use crate::visit::Visit;
use app::AppError;
use app::money::Look;
use app::money::figures::{self, DayFigures};
use app::ports::screens::{AgedFilter, AgedInvoice, AgedOrder, AgedParty, Cut};
use app::records::Company;
use base::{Cents, Currency, Date, MoneyError, days_between, fr};
use documents::{AgedReport, AgedReportRow};
use domain::situation::BUCKETS;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Asked {
    file: String,
}

#[derive(Deserialize)]
pub struct Query {
    #[serde(default)]
    date: String,
}

/// More rows than a sheet holds are not written.
const ROWS: u64 = 1_000_000;
/// Customers named on paper; the others are one line.
const NAMED: usize = 300;

pub fn file(visit: &Visit, asked: Asked, query: Query) -> PageResult {
    let (day, _) = asked_day(visit, &query.date);
    let world = visit.world();
    let (bytes, content_type) = made(&Look::counting(&world, visit.scope()), &visit.company, &asked.file, day)?;
    let name = format!("balance-agee-{day}.{}", asked.file.rsplit('.').next().unwrap_or_default());
    Ok(Answer::File { bytes, content_type: content_type.to_string(), name: Some(name) })
}

/// `balance.xlsx`, `balance.csv` or `balance.pdf` of a day, and what it is.
///
/// # Errors
/// `NotHere` for another name; a broken store.
pub fn made(look: &Look<'_>, company: &Company, file: &str, day: Date) -> Result<(Vec<u8>, &'static str), Oops> {
    figures::lay_out(look, day)?;
    Ok(match file {
        "balance.xlsx" => (
            workbook(&parties(look, day)?, &invoices(look, day)?, day).map_err(failed)?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        "balance.csv" => (csv(&parties(look, day)?), "text/csv; charset=utf-8"),
        "balance.pdf" => (pdf(look, company, day)?, "application/pdf"),
        _ => return Err(Oops::NotHere),
    })
}

fn failed(error: impl std::fmt::Display) -> Oops {
    Oops::App(AppError::Broken(error.to_string()))
}

fn parties(look: &Look<'_>, day: Date) -> Result<Vec<AgedParty>, Oops> {
    let cut = Cut { offset: 0, limit: ROWS };
    Ok(look.world.read(|books| Ok(books.aged_parties(look.scope, day, "", AgedOrder::Total, cut)?))?)
}

fn invoices(look: &Look<'_>, day: Date) -> Result<Vec<AgedInvoice>, Oops> {
    let cut = Cut { offset: 0, limit: ROWS };
    Ok(look.world.read(|books| Ok(books.aged_invoices(look.scope, day, &AgedFilter::default(), cut)?))?)
}

/// As French spreadsheets read it: semicolons, decimal commas, and a mark that says UTF-8.
fn csv(rows: &[AgedParty]) -> Vec<u8> {
    let plain = |c: Cents| c.to_string().replace('.', ",");
    let mut out = String::from("\u{feff}Client;Factures;Devise");
    BUCKETS.iter().for_each(|b| out.push_str(&format!(";{}", b.label)));
    out.push_str(";Total\r\n");
    for row in rows {
        out.push_str(&format!("{};{};{}", quoted(&row.name), row.invoices, row.currency));
        row.buckets.iter().for_each(|b| out.push_str(&format!(";{}", plain(*b))));
        out.push_str(&format!(";{}\r\n", plain(row.total)));
    }
    out.into_bytes()
}

/// A name between quotes, and never read as a formula.
fn quoted(name: &str) -> String {
    let harmless = if name.starts_with(['=', '+', '-', '@', '\t']) { format!("'{name}") } else { name.to_string() };
    format!("\"{}\"", harmless.replace('"', "\"\""))
}

fn workbook(rows: &[AgedParty], invoices: &[AgedInvoice], day: Date) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let looks = Looks::new();
    by_customer(book.add_worksheet().set_name("Par client")?, rows, day, &looks)?;
    by_invoice(book.add_worksheet().set_name("Par facture")?, invoices, day, &looks)?;
    book.save_to_buffer()
}

struct Looks {
    head: Format,
    money: Format,
    total: Format,
    date: Format,
}

impl Looks {
    fn new() -> Looks {
        let money = Format::new().set_num_format("#,##0.00;[Red]-#,##0.00");
        Looks {
            head: Format::new().set_bold().set_border_bottom(rust_xlsxwriter::FormatBorder::Thin),
            total: money.clone().set_bold(),
            money,
            date: Format::new().set_num_format("dd/mm/yyyy"),
        }
    }
}

fn by_customer(sheet: &mut Worksheet, rows: &[AgedParty], day: Date, looks: &Looks) -> Result<(), XlsxError> {
    sheet.write_with_format(0, 0, format!("Balance âgée au {}", fr::date(day)), &looks.head)?;
    let heads = ["Client", "Factures", "Devise"].into_iter().chain(BUCKETS.iter().map(|b| b.label)).chain(["Total"]);
    for (column, head) in (0..).zip(heads) {
        sheet.write_with_format(2, column, head, &looks.head)?;
    }
    for (line, row) in (3..).zip(rows) {
        sheet.write(line, 0, &row.name)?;
        sheet.write(line, 1, row.invoices)?;
        sheet.write(line, 2, row.currency.code())?;
        for (column, amount) in (3..).zip(row.buckets) {
            sheet.write_with_format(line, column, number(amount), &looks.money)?;
        }
        sheet.write_with_format(line, 9, number(row.total), &looks.total)?;
    }
    sheet.set_freeze_panes(3, 1)?;
    sheet.set_column_width(0, 34)?;
    (1..10).try_for_each(|column| sheet.set_column_width(column, 14).map(drop))
}

fn by_invoice(sheet: &mut Worksheet, rows: &[AgedInvoice], day: Date, looks: &Looks) -> Result<(), XlsxError> {
    let heads = ["Facture", "Client", "Émise le", "Échéance", "Jours de retard", "Devise", "Montant", "Reste dû"];
    for (column, head) in (0..).zip(heads) {
        sheet.write_with_format(0, column, head, &looks.head)?;
    }
    for (line, row) in (1..).zip(rows) {
        sheet.write(line, 0, &row.number)?;
        sheet.write(line, 1, &row.name)?;
        sheet.write_with_format(line, 2, date(row.issued_on)?, &looks.date)?;
        sheet.write_with_format(line, 3, date(row.due_on)?, &looks.date)?;
        sheet.write(line, 4, days_between(row.due_on, day).max(0))?;
        sheet.write(line, 5, row.currency.code())?;
        sheet.write_with_format(line, 6, number(row.principal), &looks.money)?;
        sheet.write_with_format(line, 7, number(row.outstanding), &looks.total)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_column_width(0, 18)?;
    sheet.set_column_width(1, 34)?;
    (2..8).try_for_each(|column| sheet.set_column_width(column, 14).map(drop))
}

/// A spreadsheet only knows binary fractions: it is given the one nearest to the written amount.
fn number(amount: Cents) -> f64 {
    amount.to_string().parse().unwrap_or_default()
}

fn date(day: Date) -> Result<rust_xlsxwriter::ExcelDateTime, XlsxError> {
    rust_xlsxwriter::ExcelDateTime::parse_from_str(&day.to_string())
}

fn pdf(look: &Look<'_>, company: &Company, day: Date) -> Result<Vec<u8>, Oops> {
    let now = figures::on(look, day)?;
    let mut rows: Vec<AgedParty> = parties(look, day)?;
    rows.retain(|r| r.currency == Currency::EUR);
    report(company, &now, &rows)?.pdf().map_err(failed)
}

fn report(company: &Company, now: &DayFigures, rows: &[AgedParty]) -> Result<AgedReport, MoneyError> {
    let named = rows.iter().take(NAMED);
    let mut lines: Vec<AgedReportRow> =
        named.map(|r| AgedReportRow { name: r.name.clone(), buckets: r.buckets.to_vec(), total: r.total }).collect();
    let rest = rows.get(NAMED..).unwrap_or_default();
    if !rest.is_empty() {
        let column = |at: usize| Cents::sum(rest.iter().map(|r| r.buckets[at]));
        lines.push(AgedReportRow {
            name: format!("{} de moindre encours", fr::count(rest.len() as u64, "autre client", "autres clients")),
            buckets: (0..BUCKETS.len()).map(column).collect::<Result<_, _>>()?,
            total: Cents::sum(rest.iter().map(|r| r.total))?,
        });
    }
    let mut notes = vec!["Retard compté en jours depuis l’échéance, montants en euros.".to_string()];
    let held = now.held_total()?;
    if held.is_positive() {
        notes.push(format!("Dont {} en litige, promis ou échelonnés.", fr::euros(held)));
    }
    notes.extend(now.others.iter().map(|(c, sum)| format!("En plus : {}.", fr::money(*sum, *c))));
    Ok(AgedReport {
        company: company.name.clone(),
        siren: company.siren.clone(),
        as_of: now.as_of,
        heads: BUCKETS.iter().map(|b| b.label.to_string()).collect(),
        rows: lines,
        totals: now.buckets.to_vec(),
        total: now.total,
        notes,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_formula_nor_a_second_cell() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("Dupont; \"& Fils\""), "\"Dupont; \"\"& Fils\"\"\"");
    }

    #[test]
    fn amounts_reach_the_spreadsheet_to_the_cent() {
        assert_eq!(number(Cents::new(123_456)).to_string(), "1234.56");
        assert_eq!(number(Cents::new(-5)).to_string(), "-0.05");
    }
}
