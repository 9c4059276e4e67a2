//! Interest and compensation as claims of their own, on a terminal: what was asked, given up, paid, what is left.

use crate::show::{Align, grid, line, point, remark};
use app::accessories::{OfInvoice, Step, What};
use base::{Cents, Currency, fr};
use domain::accessories::Claim;

/// The claims of one invoice and how they came to be so; nothing where nobody asked or paid by their name.
pub fn show(found: &OfInvoice) {
    let is_said = |step: &Step| matches!(step.what, What::Claimed { .. } | What::Paid { designated: true, .. });
    if !found.steps.iter().any(is_said) {
        return;
    }
    let row = |label: &str, claim: &Claim, currency: Currency| {
        let money = |cents: Cents| fr::money(cents, currency);
        let sums = [claim.claimed, claim.waived, claim.paid, claim.due].map(money);
        [vec![label.to_string(), claim.state().french().to_string()], sums.to_vec()].concat()
    };
    let rows = vec![
        row("Intérêts", &found.claims.interest, found.currency),
        row("Indemnité", &found.claims.compensation, Currency::EUR),
    ];
    let (left, right) = (Align::Left, Align::Right);
    let heads =
        [("", left), ("État", left), ("Réclamé", right), ("Abandonné", right), ("Payé", right), ("Reste", right)];
    line(grid(&heads, rows));
    found.steps.iter().for_each(|step| point(&told(step, found.currency)));
    if found.claims.interest.due.is_positive() || found.claims.compensation.due.is_positive() {
        remark(&format!("S’ils sont payés : quitus pay {} MONTANT --accessories", found.number));
    }
}

fn told(step: &Step, currency: Currency) -> String {
    let of = format!(
        "{} d’intérêts, {} d’indemnité",
        fr::money(step.interest, currency),
        fr::money(step.compensation, Currency::EUR)
    );
    let what = match &step.what {
        What::Claimed { title, until, .. } => format!("{of}, réclamés par « {title} », arrêté au {}", fr::date(*until)),
        What::Waived { author, why } => format!("{of}, abandonnés par {author} : {why}"),
        What::Paid { designated: true, .. } => format!("{of}, payés comme le client l’a dit"),
        What::Paid { designated: false, .. } => format!("{of}, payés (C. civ. 1343-1)"),
    };
    format!("{} : {what}", fr::date(step.on))
}
