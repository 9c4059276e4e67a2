//! `quitus invoice`: one invoice that no file says.

use crate::args::{InvoiceAdd, InvoiceCommand};
use crate::commands::acts::say;
use crate::commands::{customers, find};
use crate::fail::{Fail, Outcome};
use crate::reading;
use crate::rim::Rim;
use app::import::{NewCustomer, ReadFile, Typed, TypedCustomer, TypedDue, TypedInvoice, add, named};
use app::records::Company;
use base::{Currency, fr};
use serde_json::json;
use std::path::Path;

pub fn run(rim: &Rim, what: &InvoiceCommand) -> Outcome<u8> {
    match what {
        InvoiceCommand::Add(args) => record(rim, args),
    }
}

fn record(rim: &Rim, args: &InvoiceAdd) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let (outcome, id) = match add(&world, &company, &typed(rim, &company, args)?)? {
        Typed::Recorded(id) => ("recorded", id),
        Typed::Known(id) => ("known", id),
    };
    let found = world.read(|books| Ok(books.invoice(id)?.zip(books.balance(id)?)))?;
    let (invoice, balance) = found.ok_or_else(|| Fail::new("La facture n’est plus là."))?;
    let amount = fr::money(invoice.gross, invoice.currency);
    let estimated = if balance.due_basis.is_estimated() { ", échéance estimée" } else { "" };
    let due = fr::date(balance.due_on);
    let text = if outcome == "known" {
        format!("{} ({amount}) était déjà dans vos comptes : rien n’a été enregistré deux fois.", invoice.number)
    } else {
        format!("Facture {} enregistrée : {amount}, à payer le {due}{estimated}.", invoice.number)
    };
    let answer = json!({
        "outcome": outcome, "invoice": id, "customer": invoice.party, "due_on": balance.due_on,
        "outstanding_cents": balance.outstanding,
    });
    say(rim, &text, answer)
}

fn typed(rim: &Rim, company: &Company, args: &InvoiceAdd) -> Outcome<TypedInvoice> {
    let customer = if args.new {
        TypedCustomer::New(NewCustomer {
            name: args.customer.clone(),
            kind: args.kind.map(customers::kind),
            siren: args.siren.clone(),
            email: args.email.clone(),
            address: args.address.clone(),
            postcode: args.postcode.clone(),
            city: args.city.clone(),
        })
    } else {
        TypedCustomer::Known(find::customer(&rim.world(), company, &args.customer)?.id)
    };
    let no_money = || Fail::new(format!("« {} » n’est pas une devise ; écrivez par exemple EUR.", args.currency));
    Ok(TypedInvoice {
        customer,
        number: args.number.clone(),
        issued_on: args.issued,
        due: match (args.due, &args.terms) {
            (Some(day), _) => TypedDue::On(day),
            (None, Some(terms)) => TypedDue::Terms(terms.clone()),
            (None, None) => TypedDue::Usual,
        },
        gross: find::amount(&args.total)?,
        vat: args.vat.as_deref().map(find::amount).transpose()?,
        currency: Currency::parse(&args.currency).ok_or_else(no_money)?,
        subject: args.subject.clone(),
        order_reference: args.order.clone(),
        paper: args.file.as_deref().map(paper).transpose()?,
    })
}

fn paper(path: &Path) -> Outcome<ReadFile> {
    let bytes = std::fs::read(path).map_err(|e| Fail::unread(path, &e))?;
    let contents = [(named(&path.display().to_string()), bytes)];
    let none = || Fail::new("Ce fichier ne se lit pas : joignez la facture en PDF.");
    reading::together(&contents, &|_| None, &mut |_| {}).into_iter().next().ok_or_else(none)
}
