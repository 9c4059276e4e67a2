//! What a person says of a credit: accepted, split by hand, nobody's, not theirs, taken back.

use super::line::read_amount;
use super::words::done as said;
use super::{Pairs, field, id, line_of, refused};
use crate::answer::{Oops, PageResult, done};
use crate::route::Nothing;
use crate::view;
use crate::visit::Visit;
use app::matching;
use app::records::WaiverState;
use app::remainders::{self, Fate};
use app::sorting::{self, Split};
use base::id::{BankLineId, InvoiceId, PartyId};

const LIST: &str = "/banque";

/// Studies the credits that wait again.
pub fn study(visit: &Visit, _: Nothing, _: Pairs) -> PageResult {
    visit.must_keep_books()?;
    matching::refresh(&visit.world(), &visit.company)?;
    done(LIST, "Les virements à trier sont étudiés de nouveau.")
}

pub fn accept(visit: &Visit, line: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let line = line_of(visit, &line)?;
    let rank = field(&form, "rang").parse().map_err(|_| Oops::NotHere)?;
    let shown = Some(field(&form, "vu")).filter(|text| !text.is_empty());
    let accepted = matching::accept(&visit.world(), &visit.company, line.id, rank, shown)?;
    plan_again(visit, line.id)?;
    done(LIST, format!("{} {}", view::money(line.amount, line.currency), said(&accepted, line.currency)))
}

/// What becomes of the rest that a payment left open.
pub fn settle_rest(visit: &Visit, invoice: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let invoice: InvoiceId = id(&invoice)?;
    let record = visit.world().read(|books| Ok(books.invoice(invoice)?))?;
    let record = record.filter(|i| i.company == visit.company.id).ok_or(Oops::NotHere)?;
    let fate = Fate::parse(field(&form, "sort")).ok_or(Oops::NotHere)?;
    let limit = visit.company.settings.waiver_limits.of(visit.role);
    let state = remainders::settle(&visit.world(), &visit.company, invoice, fate, limit, field(&form, "motif"))?;
    app::worklist::refresh(&visit.world(), &visit.company, record.party)?;
    let told = match state {
        None => "il est dû, et sera demandé comme le prévoit le scénario",
        Some(WaiverState::Asked) => "cela dépasse votre plafond, le propriétaire décide dans Accords › Remises",
        Some(_) => "il n’est plus demandé",
    };
    done("/banque?onglet=restes", format!("Reste de {} : {told}.", record.number))
}

/// Amounts typed beside the customer's invoices; the rest stays on account.
pub fn split(visit: &Visit, line: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let line = line_of(visit, &line)?;
    let party: PartyId = id(field(&form, "client"))?;
    visit.must_see(party)?;
    let mut parts: Vec<(InvoiceId, base::Cents)> = Vec::new();
    let mut accessories: Vec<(InvoiceId, base::Cents)> = Vec::new();
    for (name, value) in &form {
        for (prefix, of) in [("facture-", &mut parts), ("accessoires-", &mut accessories)] {
            let Some(invoice) = name.strip_prefix(prefix) else { continue };
            if let Some(amount) = read_amount(value)? {
                of.push((id(invoice)?, amount));
            }
        }
    }
    let count = parts.len().max(accessories.len()) as u64;
    let split = Split { line: line.id, parts, accessories, rest: Some(party) };
    let rest = sorting::split(&visit.world(), &visit.company, &split)?;
    plan_again(visit, line.id)?;
    let over = base::fr::count(count, "facture", "factures");
    let kept = if rest.is_positive() {
        format!(" ; {} gardés en avance", view::money(rest, line.currency))
    } else {
        String::new()
    };
    done(LIST, format!("{} répartis sur {over}{kept}.", view::money(line.amount, line.currency)))
}

pub fn set_aside(visit: &Visit, line: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let line = line_of(visit, &line)?;
    sorting::set_aside(&visit.world(), &visit.company, line.id, why(&form)?)?;
    let amount = view::money(line.amount, line.currency);
    done(LIST, format!("{amount} écartés : d’aucun client. On peut y revenir dans « Écartés »."))
}

pub fn not_theirs(visit: &Visit, line: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let line = line_of(visit, &line)?;
    let party: PartyId = id(field(&form, "client"))?;
    visit.must_see(party)?;
    sorting::not_theirs(&visit.world(), &visit.company, line.id, (party, None), why(&form)?)?;
    app::worklist::refresh(&visit.world(), &visit.company, party)?;
    done(format!("/banque/{}", line.id), "Noté : ce virement n’est pas de ce client.")
}

/// Whether it tells again what another statement told.
pub fn told_again(visit: &Visit, line: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let line = line_of(visit, &line)?;
    let is_same = match field(&form, "meme") {
        "oui" => true,
        "non" => false,
        _ => return Err(Oops::NotHere),
    };
    let why = Some(field(&form, "motif")).filter(|w| !w.is_empty()).unwrap_or("vu sur les relevés");
    let original = sorting::told_again(&visit.world(), &visit.company, line.id, is_same, why)?;
    let amount = view::money(line.amount, line.currency);
    let on = view::day(original.booked_on);
    if is_same {
        return done(LIST, format!("{amount} : la même opération que celle du {on}. Elle ne compte qu’une fois."));
    }
    done(format!("/banque/{}", line.id), format!("{amount} : une opération distincte de celle du {on}."))
}

pub fn reopen(visit: &Visit, line: String, form: Pairs) -> PageResult {
    visit.must_keep_books()?;
    let line = line_of(visit, &line)?;
    let parties = sorting::payers_of(&visit.world(), line.id)?;
    let numbers = sorting::reopen(&visit.world(), &visit.company, line.id, why(&form)?)?;
    for party in parties {
        app::worklist::refresh(&visit.world(), &visit.company, party)?;
    }
    let open =
        if numbers.is_empty() { String::new() } else { format!(" De nouveau à payer : {}.", numbers.join(", ")) };
    done(format!("/banque/{}", line.id), format!("Ce virement attend de nouveau.{open}"))
}

fn why(form: &Pairs) -> Result<&str, Oops> {
    match field(form, "motif") {
        "" => Err(refused("Une décision se justifie.", "Dites pourquoi en quelques mots.")),
        words => Ok(words),
    }
}

/// The list of the day is true on the next page.
fn plan_again(visit: &Visit, line: BankLineId) -> Result<(), Oops> {
    for party in sorting::payers_of(&visit.world(), line)? {
        app::worklist::refresh(&visit.world(), &visit.company, party)?;
    }
    Ok(())
}
