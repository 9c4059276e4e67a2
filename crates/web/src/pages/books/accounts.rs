//! The numbers of the accounts and the codes of the journals that entries go to.

use super::{Tab, tabs};
use crate::answer::{PageResult, done, html};
use crate::frame::Frame;
use crate::route::Nothing;
use crate::visit::Visit;
use app::entries;
use askama::Template;
use domain::entries::{Account, Journal};
use std::collections::BTreeMap;

struct Field {
    code: &'static str,
    name: &'static str,
    purpose: &'static str,
    value: String,
    usual: &'static str,
    to_check: bool,
}

#[derive(Template)]
#[template(path = "books/accounts.html")]
struct AccountsPage {
    frame: Frame,
    tabs: Vec<Tab>,
    accounts: Vec<Field>,
    journals: Vec<Field>,
}

pub(super) fn show(visit: &Visit, _: Nothing, _: Nothing) -> PageResult {
    visit.must_keep_books()?;
    let numbers = entries::accounts(&visit.world(), &visit.company)?;
    let account = |account: Account| Field {
        code: account.code(),
        name: account.french(),
        purpose: account.purpose(),
        value: numbers.number(account).to_string(),
        usual: account.usual(),
        to_check: !account.is_sourced(),
    };
    let journal = |journal: Journal| Field {
        code: journal.code(),
        name: journal.french(),
        purpose: "",
        value: numbers.code(journal).to_string(),
        usual: journal.usual(),
        to_check: false,
    };
    html(&AccountsPage {
        frame: visit.frame("Comptabilité : comptes"),
        tabs: tabs("/comptabilite/comptes"),
        accounts: Account::ALL.into_iter().map(account).collect(),
        journals: Journal::ALL.into_iter().map(journal).collect(),
    })
}

pub(super) fn save(visit: &Visit, _: Nothing, given: BTreeMap<String, String>) -> PageResult {
    visit.must_keep_books()?;
    let world = visit.world();
    let mut numbers = entries::accounts(&world, &visit.company)?;
    for account in Account::ALL {
        if let Some(number) = given.get(account.code()) {
            numbers.set_number(account, number.trim().to_string());
        }
    }
    for journal in Journal::ALL {
        if let Some(code) = given.get(journal.code()) {
            numbers.set_code(journal, code.trim().to_string());
        }
    }
    entries::keep_accounts(&world, &visit.company, &numbers)?;
    done("/comptabilite/comptes", "Comptes enregistrés : ils valent pour les prochaines transmissions.")
}
