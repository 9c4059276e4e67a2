//! Credit notes and the invoices that follow them: recorded or made out, and the chain they make.

use super::disputes::{find_dispute, read_file};
use crate::args::CreditArgs;
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::corrections::{self, Correction, Link, MadeBy, NewCredit, NewInvoice};
use app::disputes::{self, NewFile};
use base::{Cents, Date, RateBp, fr};
use domain::vat::{Vat, VatShare};
use serde_json::{Value, json};
use std::path::Path;

pub fn credit(rim: &Rim, args: &CreditArgs) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, &args.invoice)?;
    let amount = find::amount(&args.amount)?;
    let named = args.dispute.as_deref().map(|d| find_dispute(&world, &company, d)).transpose()?;
    let dispute = disputes::standing_on(&world, &company, invoice.id, named)?;
    let file = args.file.as_deref().map(read_file).transpose()?;
    let issued_on = args.on.unwrap_or(rim.today);
    let again = args.again.as_deref().map(find::amount).transpose()?;
    let correction = Correction {
        invoice: invoice.id,
        dispute,
        credit: NewCredit { amount, issued_on, by: made_by(args, amount, args.number.as_deref(), file)? },
        invoices: again.map(|again| new_invoice(args, again, issued_on)).transpose()?.into_iter().collect(),
        finding: None,
        goes_on: args.goes_on,
        why: args.why.clone(),
    };
    let made = corrections::correct(&world, &company, &correction)?;
    let left = world.read(|books| Ok(books.balance(invoice.id)?))?.map(|b| b.outstanding).unwrap_or_default();
    let told = |cents| fr::money(cents, invoice.currency);
    let again: String = made
        .invoices
        .iter()
        .map(|i| format!(" Facture {} de {}, échéance le {}.", i.number, told(i.gross), fr::date(i.due_on)))
        .collect();
    let text = format!(
        "Avoir {} de {} imputé sur {} ; il y reste {}.{again}",
        made.credit.number,
        told(amount),
        invoice.number,
        told(left)
    );
    let numbers: Vec<&str> = made.invoices.iter().map(|i| i.number.as_str()).collect();
    let value = json!({
        "credit_note": made.credit.number, "amount_cents": amount, "invoice": invoice.number,
        "outstanding_cents": left, "invoices": numbers, "dispute": correction.dispute,
    });
    say(rim, &text, value)
}

fn new_invoice(args: &CreditArgs, amount: Cents, issued_on: Date) -> Outcome<NewInvoice> {
    let due_on =
        args.again_due.ok_or_else(|| Fail::new("Quelle est l’échéance de la nouvelle facture ? --again-due"))?;
    Ok(NewInvoice {
        amount,
        issued_on,
        due_on,
        is_contested: args.again_contested,
        by: made_by(args, amount, args.again_number.as_deref(), None)?,
    })
}

fn made_by(args: &CreditArgs, amount: Cents, number: Option<&str>, file: Option<NewFile>) -> Outcome<MadeBy> {
    if !args.issue {
        let number = number.ok_or_else(|| {
            Fail::new("Quel numéro porte le document de votre logiciel ? --number (et --again-number), ou --issue pour l’établir ici.")
        })?;
        return Ok(MadeBy::Elsewhere { number: number.to_string(), file });
    }
    let vat = match (&args.rate, &args.exempt) {
        (Some(rate), None) => {
            let rate = RateBp::parse(rate).ok_or_else(|| Fail::new(format!("« {rate} » n’est pas un taux de TVA.")))?;
            Vat::Rates(vec![VatShare::of_gross(amount, rate).map_err(app::AppError::from)?])
        }
        (None, Some(reason)) => Vat::Exempt(reason.clone()),
        _ => {
            return Err(Fail::new(
                "Donnez le taux de TVA de la facture (--rate 20), ou le motif d’exonération (--exempt).",
            ));
        }
    };
    let description = if args.description.is_empty() { args.why.clone() } else { args.description.clone() };
    Ok(MadeBy::Here { description, vat })
}

pub fn chain(rim: &Rim, number: &str, save: Option<&Path>) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, number)?;
    let links = corrections::chain(&world, &company, invoice.id)?;
    if let Some(folder) = save {
        for link in links.iter().filter(|l| l.has_file) {
            write(rim, link, folder)?;
        }
    }
    if rim.common.json {
        let rows: Vec<Value> = links.iter().map(row).collect();
        json(&json!({ "invoice": invoice.number, "documents": rows }))?;
        return Ok(0);
    }
    if links.is_empty() {
        line(format!("{} n’a ni avoir ni facture qui la corrige.", invoice.number));
    }
    for link in &links {
        let what = if link.document.principal.is_negative() { "Avoir" } else { "Facture" };
        let made = if link.is_issued { ", établi ici" } else { "" };
        line(format!(
            "{}  {what} {} : {}, en référence à {}{made}",
            fr::date_short(link.document.issued_on),
            link.document.number,
            fr::money(link.document.principal, link.document.currency),
            link.corrects.number
        ));
    }
    Ok(0)
}

fn row(link: &Link) -> Value {
    json!({
        "number": link.document.number, "issued_on": link.document.issued_on, "amount_cents": link.document.principal,
        "corrects": link.corrects.number, "is_issued": link.is_issued, "has_file": link.has_file, "dispute": link.dispute,
    })
}

fn write(rim: &Rim, link: &Link, folder: &Path) -> Outcome<()> {
    let file = rim.world().read(|books| Ok(books.document_file(link.document.id)?))?;
    let Some((name, bytes)) = file else { return Ok(()) };
    let path = folder.join(&name);
    let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, bytes));
    written.map_err(|e| Fail::unwritten(&path, &e))?;
    line(format!("Enregistré : {}", path.display()));
    Ok(())
}
