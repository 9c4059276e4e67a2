//! An empty list of the day: done with, or nothing to do yet, and then what the late invoices wait for.

use crate::answer::Oops;
use crate::visit::Visit;
use app::ports::screens::{ActList, QuietFilter};
use base::fr;
use domain::agenda::label;

/// Causes told; the others are on the page of silences.
const TOLD: usize = 3;

pub struct Nothing {
    pub title: &'static str,
    /// Address, words and how many invoices, the most frequent first.
    pub causes: Vec<(String, String, String)>,
    /// What would let the first of them go on, and where.
    pub remedy: Option<(&'static str, String)>,
}

/// # Errors
/// A broken store.
pub fn of(visit: &Visit) -> Result<Nothing, Oops> {
    let (scope, today) = (visit.scope(), visit.today());
    let all = QuietFilter { scope, search: String::new(), reason: String::new(), until: None };
    let (counts, done) =
        visit.world().read(|books| Ok((books.quiet_counts(&all)?, books.act_count(scope, ActList::Done(today))?)))?;
    let first = counts.first().map(|(code, _)| code.clone()).unwrap_or_default();
    let at = |code: &str| format!("/silences?raison={code}");
    let cause = |(code, n): (String, u64)| (at(&code), label(&code).to_string(), fr::count(n, "facture", "factures"));
    let is_done = counts.is_empty() || done > 0;
    Ok(Nothing {
        title: if is_done { "C’est fini pour aujourd’hui" } else { "Rien à relancer pour l’instant" },
        causes: counts.into_iter().take(TOLD).map(cause).collect(),
        remedy: match first.as_str() {
            "reply_unread" => Some(("Lire les réponses", "/a-faire?onglet=reponses".to_string())),
            "bank_data_stale" => Some(("Importer un relevé", "/importer".to_string())),
            "no_usable_contact" => Some(("Ajouter une adresse ou un téléphone", at(&first))),
            "possibly_paid" => Some(("Rapprocher les virements", "/banque".to_string())),
            "kind_unknown" => Some(("Dire qui sont ces clients", at(&first))),
            _ => None,
        },
    })
}
