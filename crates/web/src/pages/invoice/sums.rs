//! What an invoice costs to be late, segment by segment, and until when one may act; each line with its article.

use super::Seen;
use crate::answer::Oops;
use crate::view;
use crate::visit::Visit;
use base::{Date, fr};
use law::interest::{RateBasis, Segment, StatementOfSums};
use law::limitation::{Considered, Limitation, LimitationAct};

pub(super) struct Line {
    pub from: String,
    pub to: String,
    pub days: i64,
    pub rate: String,
    pub basis: String,
    pub base: String,
    pub amount: String,
    pub article: String,
    pub source: String,
    pub to_check: bool,
}

/// What an act did to the limitation period.
pub(super) struct Effect {
    pub day: String,
    pub what: &'static str,
    pub effect: &'static str,
    pub article: String,
}

/// The statement of sums as shown; `refusal` says why there is none.
pub(super) struct Sums {
    pub as_of: String,
    pub as_of_words: String,
    pub lines: Vec<Line>,
    pub principal: String,
    pub interest: String,
    pub compensation: String,
    pub total: String,
    /// What may be asked for while a part is contested.
    pub meanwhile: Option<String>,
    pub notes: Vec<String>,
    pub refusal: String,
    pub limitation: String,
    pub limitation_to_check: bool,
    pub limitation_notes: Vec<String>,
    pub effects: Vec<Effect>,
}

pub(super) fn of(visit: &Visit, seen: &Seen, as_of: Date) -> Result<Sums, Oops> {
    let law = app::lawbook::load(&visit.world())?;
    let invoice = &seen.invoice;
    let computed = visit.world().read(|books| app::sums::of_invoice(books, &law, &visit.company, invoice, as_of));
    let limitation = visit.world().read(|books| app::limitation::of_invoice(books, &law, invoice, visit.today()));
    let mut sums = match computed {
        Ok(found) => filled(&found, seen),
        // Outside the tables there is no figure, and the page says which table is missing.
        Err(app::AppError::Law(error)) => empty(error.french()),
        Err(error) => return Err(error.into()),
    };
    if sums.refusal.is_empty() {
        let apart = visit.world().read(|books| app::sums::meanwhile(books, &law, &visit.company, invoice, as_of))?;
        sums.meanwhile = apart.map(|(contested, asked)| meanwhile(contested, &asked, seen));
    }
    sums.as_of = as_of.to_string();
    sums.as_of_words = fr::date(as_of);
    match limitation {
        Ok(found) => limited(&mut sums, &found),
        Err(app::AppError::Law(error)) => sums.limitation = error.french(),
        Err(error) => return Err(error.into()),
    }
    Ok(sums)
}

fn empty(refusal: String) -> Sums {
    Sums {
        as_of: String::new(),
        as_of_words: String::new(),
        lines: Vec::new(),
        principal: String::new(),
        interest: String::new(),
        compensation: String::new(),
        total: String::new(),
        meanwhile: None,
        notes: Vec::new(),
        refusal,
        limitation: String::new(),
        limitation_to_check: false,
        limitation_notes: Vec::new(),
        effects: Vec::new(),
    }
}

fn filled(found: &StatementOfSums, seen: &Seen) -> Sums {
    let money = |cents| view::money(cents, seen.invoice.currency);
    Sums {
        lines: found.segments.iter().map(|s| line(s, seen)).collect(),
        principal: money(found.principal_due),
        interest: money(found.interest_due),
        compensation: money(found.fixed_compensation_due),
        total: money(found.total_due),
        notes: found.notes.iter().map(law::interest::Note::french).collect(),
        ..empty(String::new())
    }
}

fn meanwhile(contested: base::Cents, asked: &StatementOfSums, seen: &Seen) -> String {
    let money = |cents| view::money(cents, seen.invoice.currency);
    format!(
        "{} sont contestés : tant que le litige dure, on ne réclame que le montant non contesté, {}, et ses intérêts ({}). Si le \
         litige n’est pas fondé, le total ci-dessus est dû.",
        money(contested),
        money(asked.principal_due),
        money(asked.interest_due)
    )
}

fn line(segment: &Segment, seen: &Seen) -> Line {
    let money = |cents| view::money(cents, seen.invoice.currency);
    Line {
        from: view::day(segment.from),
        to: view::day(segment.to),
        days: segment.days,
        rate: fr::percent(segment.rate),
        basis: match segment.basis {
            RateBasis::ReferencePlus { reference, points } => {
                format!("taux de référence {} + {points} points", fr::percent(reference))
            }
            RateBasis::Agreed { .. } => "taux convenu".to_string(),
            RateBasis::FloorInsteadOfAgreed { .. } => "plancher légal, au lieu du taux convenu".to_string(),
            RateBasis::SupplementaryInsteadOfAgreed { .. } => "taux de la loi, au lieu du taux convenu".to_string(),
            RateBasis::Legal => "taux de l’intérêt légal".to_string(),
        },
        base: money(segment.base),
        amount: money(segment.amount),
        article: segment.record.article.clone(),
        source: segment.record.source.clone(),
        to_check: segment.record.status.needs_check(),
    }
}

fn limited(sums: &mut Sums, limitation: &Limitation) {
    sums.limitation = limitation.french();
    sums.limitation_to_check = limitation.status.needs_check();
    sums.limitation_notes = limitation.notes.iter().map(|n| n.french()).collect();
    sums.effects = limitation.considered.iter().map(effect).collect();
}

fn effect(considered: &Considered) -> Effect {
    use law::LimitationEffect as E;
    Effect {
        day: view::day(considered.on),
        what: match considered.act {
            LimitationAct::PartialPayment => "Paiement partiel",
            LimitationAct::PartialCreditNote => "Avoir partiel",
            LimitationAct::FormalNotice => "Mise en demeure",
            LimitationAct::Reminder => "Relance",
            LimitationAct::WrittenClaim => "Réclamation écrite",
            LimitationAct::Acknowledgement => "Reconnaissance de dette",
            LimitationAct::CourtClaim => "Demande en justice",
            LimitationAct::Enforcement => "Exécution forcée",
            LimitationAct::OrderServed => "Ordonnance signifiée",
            LimitationAct::ClaimLodged => "Déclaration de créance",
            LimitationAct::ApplicationFiled => "Requête déposée",
            LimitationAct::Mediation => "Médiation",
        },
        effect: match (considered.effect, considered.too_late) {
            (_, true) => "trop tard : le délai était passé",
            (E::Interrupts, _) => "interrompt : le délai repart",
            (E::Suspends, _) => "suspend, durée non comptée ici",
            (E::Unsettled, _) => "discuté : non compté, par prudence",
            (E::None, _) => "sans effet",
        },
        article: considered.record.article.clone(),
    }
}
