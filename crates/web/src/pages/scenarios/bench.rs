//! One scenario on the bench: the version in force, the draft if any, and what every page about it shows at its head.

use crate::answer::Oops;
use crate::view;
use crate::visit::Visit;
use app::records::{DraftRecord, Role};
use domain::scenario::{AppliesTo, Scenario, ScenarioBook};

pub struct Bench {
    pub name: String,
    pub book: ScenarioBook,
    pub current: Scenario,
    pub draft: Option<(DraftRecord, Scenario)>,
}

/// A tab of a scenario's pages.
pub struct Tab {
    pub href: String,
    pub label: &'static str,
    pub current: bool,
}

/// What stands above every page of a scenario.
pub struct Head {
    pub name: String,
    pub title: String,
    pub summary: String,
    pub for_whom: String,
    pub tabs: Vec<Tab>,
    /// Who left a draft, and when.
    pub draft: Option<String>,
    pub draft_version: String,
    pub may_draft: bool,
    pub may_decide: bool,
}

impl Bench {
    /// # Errors
    /// `NotHere` when no scenario has that name.
    pub fn of(visit: &Visit, name: &str) -> Result<Bench, Oops> {
        let world = visit.world();
        let book = world.read(|books| app::planning::scenarios(books, &visit.company, None))?;
        let current = book.named(name).cloned().ok_or(Oops::NotHere)?;
        let draft = app::scenarios::draft(&world, &visit.company, name)?;
        Ok(Bench { name: name.to_string(), book, current, draft })
    }

    /// The draft when there is one: what the pages show and change.
    pub fn shown(&self) -> &Scenario {
        self.draft.as_ref().map_or(&self.current, |(_, draft)| draft)
    }

    /// The book as it would be if the draft were adopted.
    pub fn tried(&self) -> ScenarioBook {
        self.draft.as_ref().map_or_else(|| self.book.clone(), |(_, draft)| self.book.adopting(draft))
    }

    pub fn head(&self, visit: &Visit, here: &str) -> Head {
        let shown = self.shown();
        let path = format!("/scenarios/{}", self.name);
        let tab = |end: &str, label| Tab { href: format!("{path}{end}"), label, current: end == here };
        let mut tabs = vec![
            tab("", "Étapes"),
            tab("/reglages", "Pour qui, quand"),
            tab("/texte", "Texte"),
            tab("/essai", "Essai sur vos clients"),
        ];
        if may_draft(visit) {
            tabs.push(tab("/rejeu", "Rejeu et adoption"));
        }
        tabs.push(tab("/versions", "Versions"));
        let draft = self.draft.as_ref().map(|(kept, _)| {
            let at = view::paris(kept.saved_at);
            format!("{}, le {} à {}", kept.author, base::fr::date(at.date()), at.strftime("%H h %M"))
        });
        Head {
            name: self.name.clone(),
            title: shown.title.clone(),
            summary: shown.summary.clone(),
            for_whom: for_whom(&shown.applies_to),
            tabs,
            draft,
            draft_version: shown.reference.version.clone(),
            may_draft: may_draft(visit),
            may_decide: visit.role.may_decide(),
        }
    }
}

/// The salesperson sees own customers only: a policy for all of them is not theirs to write.
pub fn may_draft(visit: &Visit) -> bool {
    matches!(visit.role, Role::Owner | Role::Accountant)
}

/// # Errors
/// `NotAllowed` for guests and salespeople.
pub fn must_draft(visit: &Visit) -> Result<(), Oops> {
    if may_draft(visit) { Ok(()) } else { Err(Oops::NotAllowed { who_may: "le propriétaire et le comptable" }) }
}

/// For whom a scenario is taken, in one sentence.
pub fn for_whom(rule: &AppliesTo) -> String {
    use domain::facts::PartyKind;
    let mut who = match rule.debtor {
        PartyKind::Business => "Clients professionnels",
        PartyKind::Consumer => "Clients particuliers",
        PartyKind::PublicBody => "Organismes publics",
    }
    .to_string();
    if rule.key_account {
        who += " marqués « grand compte »";
    }
    if let Some(minimum) = rule.settled_late_min {
        let invoices = base::fr::count(u64::from(minimum), "facture payée", "factures payées");
        who += &format!(" qui ont au moins {invoices} en retard sur douze mois");
    }
    if let Some(maximum) = rule.overdue_max {
        who += &format!(", jusqu’à {} en retard", base::fr::euros(maximum));
    }
    who + "."
}
