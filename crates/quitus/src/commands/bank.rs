//! `quitus bank`: credits received that nobody matched yet, each of which may hold a reminder back; and what a person
//! says of them.

use crate::args::{BankCommand, FateArg};
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line, remark};
use app::World;
use app::bank_accounts::{AccountView, BreakKind, overview};
use app::ports::screens::Cut;
use app::ports::terms::View;
use app::records::Company;
use app::records::RemainderRow;
use app::remainders::{self, Fate};
use app::sorting::{self, Split};
use base::id::InvoiceId;
use base::{Cents, Date, add_days, fr};
use serde_json::json;

/// How far back unmatched credits are listed.
const DAYS: i64 = 730;

pub fn run(rim: &Rim, what: Option<&BankCommand>) -> Outcome<u8> {
    let Some(what) = what else { return list(rim) };
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        BankCommand::Accounts => accounts(rim),
        BankCommand::Unfollow { account, why } => follow(rim, account, false, why),
        BankCommand::Follow { account, why } => follow(rim, account, true, why),
        BankCommand::Rests => rests(rim),
        BankCommand::Rest { invoice, fate, why } => settle_rest(rim, invoice, *fate, why),
        BankCommand::Complete { account, from, not, why } => complete(rim, account, *from, !not, why),
        BankCommand::Accept { line, choice } => accept(rim, line, *choice),
        BankCommand::Allocate { line, parts, on_account } => allocate(rim, line, parts, on_account.as_deref()),
        BankCommand::SetAside { line, why } => {
            let line = find::credit(&world, &company, line, true)?;
            sorting::set_aside(&world, &company, line.id, why)?;
            let text = format!(
                "Écarté : {} du {}, d’aucun client ; il ne retient plus personne. Pour y revenir :\n  quitus bank reopen {} --why \"…\"",
                fr::money(line.amount, line.currency),
                fr::date(line.booked_on),
                line.id
            );
            say(rim, &text, json!({ "line": line.id, "set_aside": true }))
        }
        BankCommand::NotTheirs { line, subject, why } => {
            let line = find::credit(&world, &company, line, true)?;
            let whose = find::subject(&world, &company, subject)?;
            sorting::not_theirs(&world, &company, line.id, whose, why)?;
            let text = format!(
                "Noté : {} du {} ne retient plus {subject}.",
                fr::money(line.amount, line.currency),
                fr::date(line.booked_on)
            );
            say(rim, &text, json!({ "line": line.id, "not_theirs": subject }))
        }
        BankCommand::Same { line, why } => told_again(rim, line, true, why),
        BankCommand::Apart { line, why } => told_again(rim, line, false, why),
        BankCommand::Reopen { line, why } => {
            let line = find::credit(&world, &company, line, false)?;
            let reopened = sorting::reopen(&world, &company, line.id, why)?;
            let mut text = format!(
                "{} du {} : ce virement attend de nouveau qu’on dise à qui il est.",
                fr::money(line.amount, line.currency),
                fr::date(line.booked_on)
            );
            if !reopened.is_empty() {
                text.push_str(&format!(" De nouveau à payer : {}.", reopened.join(", ")));
            }
            say(rim, &text, json!({ "line": line.id, "reopened": reopened }))
        }
    }
}

fn follow(rim: &Rim, account: &str, is_followed: bool, why: &str) -> Outcome<u8> {
    app::bank_accounts::follow(&rim.world(), &rim.company()?, account, is_followed, why)?;
    let text = if is_followed {
        format!("Noté : le compte {account} est suivi ; sans relevé récent, il retient les relances.")
    } else {
        format!("Noté : le compte {account} n’est plus suivi ; son âge ne retient plus personne.")
    };
    say(rim, &text, json!({ "account": account, "followed": is_followed }))
}

/// Whether a credit tells again what another statement told.
fn told_again(rim: &Rim, text: &str, is_same: bool, why: &str) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let line = find::credit(&world, &company, text, is_same)?;
    let original = sorting::told_again(&world, &company, line.id, is_same, why)?;
    let (amount, on) = (fr::money(line.amount, line.currency), fr::date(original.booked_on));
    let text = if is_same {
        format!(
            "Noté : {amount} du {} est la même opération que celle du {on} ; elle ne compte qu’une fois.",
            fr::date(line.booked_on)
        )
    } else {
        format!("Noté : {amount} du {} est une opération distincte de celle du {on}.", fr::date(line.booked_on))
    };
    say(rim, &text, json!({ "line": line.id, "original": original.id, "same": is_same }))
}

/// More rests than anybody settles in one go.
const MOST_RESTS: u64 = 100;

fn rests(rim: &Rim) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let cut = Cut { offset: 0, limit: MOST_RESTS };
    let rows = world.read(|books| Ok(books.remainders(company.id, cut)?))?;
    if rim.common.json {
        let shape = |r: &RemainderRow| json!({ "number": r.number, "customer": r.customer, "left_cents": r.left, "guess": r.guess });
        json(&json!({ "rests": rows.iter().map(shape).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    if rows.is_empty() {
        line("Aucun reste à trancher.");
    }
    for row in &rows {
        let left = fr::money(row.left, row.currency);
        remark(&format!("{} ({}) : reste de {left} à trancher : {} ?", row.number, row.customer, row.guess));
    }
    Ok(0)
}

fn settle_rest(rim: &Rim, invoice: &str, fate: FateArg, why: &str) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let invoice = find::invoice(&world, &company, invoice)?;
    let fate = match fate {
        FateArg::Escompte => Fate::Discount,
        FateArg::Frais => Fate::Fees,
        FateArg::Du => Fate::Due,
    };
    remainders::settle(&world, &company, invoice.id, fate, None, why)?;
    let text = format!("Reste de {} : {}.", invoice.number, fate.french());
    say(rim, &text, json!({ "invoice": invoice.number, "fate": fate.code() }))
}

fn complete(rim: &Rim, account: &str, from: Date, is_complete: bool, why: &str) -> Outcome<u8> {
    app::bank_accounts::say_complete(&rim.world(), &rim.company()?, account, from, is_complete, why)?;
    let on = fr::date(from);
    let text = if is_complete {
        format!("Noté : rien ne manque au compte {account} à partir du {on} ; ces jours ne retiennent plus personne.")
    } else {
        format!("Noté : un relevé du compte {account} manque peut-être à partir du {on} ; il retient les relances.")
    };
    say(rim, &text, json!({ "account": account, "from": from, "complete": is_complete }))
}

/// The accounts, each with what its statements leave open.
fn accounts(rim: &Rim) -> Outcome<u8> {
    let views = overview(&rim.world(), &rim.company()?)?;
    if rim.common.json {
        json(&json!({ "accounts": views }))?;
        return Ok(0);
    }
    if views.is_empty() {
        line("Aucun relevé bancaire n’a été importé.");
        return Ok(0);
    }
    let rows = views.iter().map(account_row).collect();
    let heads = [
        ("Compte", Align::Left),
        ("Connu jusqu’au", Align::Left),
        ("Opérations", Align::Right),
        ("Dernier solde", Align::Right),
    ];
    line(grid(&heads, rows));
    for view in &views {
        if let Some(word) = &view.word {
            remark(&format!("{} n’est plus suivi : {word}.", view.account));
        }
        for gap in view.breaks.iter().filter(|b| b.kind == BreakKind::Gap) {
            let missing = gap
                .missing_cents
                .map_or_else(String::new, |m| format!(" (les soldes diffèrent de {})", fr::money(m, view.currency)));
            let (from, until) = (fr::date(gap.from), fr::date(gap.until));
            let word = match &gap.word {
                Some(word) => format!(" ; rien ne manque : {word}"),
                None if gap.is_explained => " ; la comptabilité dit ces jours".to_string(),
                None => String::new(),
            };
            remark(&format!("{} : relevé manquant entre le {from} et le {until}{missing}{word}.", view.account));
        }
    }
    Ok(0)
}

fn account_row(view: &AccountView) -> Vec<String> {
    vec![
        cut(&view.account, 30),
        view.complete_until.map(fr::date_short).unwrap_or_default(),
        fr::thousands(view.lines),
        view.balance_cents.map(|b| fr::money(b, view.currency)).unwrap_or_default(),
    ]
}

fn accept(rim: &Rim, text: &str, choice: usize) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let line = find::credit(&world, &company, text, true)?;
    let accepted = app::matching::accept(&world, &company, line.id, choice.saturating_sub(1), None)?;
    let paid = if accepted.numbers.is_empty() { "en avance".to_string() } else { accepted.numbers.join(", ") };
    let mut text = format!("{} de {} : {paid}", fr::money(line.amount, line.currency), accepted.customer);
    if accepted.rest.is_positive() && !accepted.numbers.is_empty() {
        text.push_str(&format!(" ; {} gardés en avance", fr::money(accepted.rest, line.currency)));
    }
    let value = json!({
        "line": line.id, "customer": accepted.customer, "invoices": accepted.numbers, "on_account_cents": accepted.rest,
    });
    say(rim, &format!("{text}."), value)
}

fn allocate(rim: &Rim, text: &str, parts: &[String], on_account: Option<&str>) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let line = find::credit(&world, &company, text, true)?;
    let rest = on_account.map(|name| find::customer(&world, &company, name)).transpose()?.map(|party| party.id);
    let (mut split, count) = (Split { line: line.id, parts: Vec::new(), accessories: Vec::new(), rest }, parts.len());
    for text in parts {
        let (of, is_accessory) = part(&world, &company, text)?;
        if is_accessory { split.accessories.push(of) } else { split.parts.push(of) }
    }
    let left = sorting::split(&world, &company, &split)?;
    let over = fr::count(count as u64, "facture", "factures");
    let mut text = format!("{} répartis sur {over}", fr::money(line.amount, line.currency));
    if left.is_positive() {
        text.push_str(&format!(" ; {} gardés en avance", fr::money(left, line.currency)));
    }
    say(rim, &format!("{text}."), json!({ "line": line.id, "invoices": count, "on_account_cents": left }))
}

/// `F-12=450,00`, or `F-12` for all that it owes; `F-12:accessoires=83,37` for its interest and compensation.
fn part(world: &World<'_>, company: &Company, text: &str) -> Outcome<((InvoiceId, Cents), bool)> {
    let (number, amount) = text.rsplit_once('=').map_or((text, None), |(number, amount)| (number, Some(amount)));
    let (number, is_accessory) = number.strip_suffix(":accessoires").map_or((number, false), |number| (number, true));
    let invoice = find::invoice(world, company, number)?;
    let left = world.read(|books| Ok(books.balance(invoice.id)?))?.map(|b| b.outstanding).unwrap_or_default();
    match amount {
        Some(amount) => Ok(((invoice.id, find::amount(amount)?), is_accessory)),
        None if is_accessory => Err(Fail::new(format!("Écrivez le montant : « {number}:accessoires=83,37 »."))),
        None if left.is_positive() => Ok(((invoice.id, left), false)),
        None => Err(Fail::new(format!("{number} n’a plus rien à payer."))),
    }
}

fn list(rim: &Rim) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let since = add_days(rim.today, -DAYS).unwrap_or(rim.today);
    let view = View { as_of: rim.today, known_at: None };
    let (credits, until) = world.read(|books| {
        Ok((books.unmatched_credits(company.id, since, view)?, books.bank_known_until(company.id, view)?))
    })?;
    if rim.common.json {
        let rows: Vec<_> = credits
            .iter()
            .map(|c| json!({ "line": c.id, "booked_on": c.booked_on, "amount_cents": c.amount, "currency": c.currency, "text": c.text }))
            .collect();
        json(&json!({ "known_until": until, "unmatched": rows }))?;
        return Ok(0);
    }
    match until {
        Some(until) => line(format!("Paiements connus jusqu’au {}.", fr::date(until))),
        None => line("Aucun relevé bancaire n’a été importé."),
    }
    if credits.is_empty() {
        line("Aucun virement à identifier.");
        return Ok(0);
    }
    let rows =
        credits.iter().map(|c| vec![fr::date_short(c.booked_on), cut(&c.text, 48), fr::euros(c.amount)]).collect();
    line(grid(&[("Reçu le", Align::Left), ("Libellé", Align::Left), ("Montant", Align::Right)], rows));
    line("S’il paie des factures : quitus bank allocate \"MOTS DU LIBELLÉ\" FACTURE…");
    line("S’il n’est d’aucun client : quitus bank set-aside \"MOTS DU LIBELLÉ\" --why \"…\"");
    Ok(0)
}
