//! The journal as people read it: one French sentence for each entry, with the personal data that was not erased.

mod wanted;

pub use wanted::{Wanted, authors, filter};

use crate::error::AppResult;
use crate::planning::scenarios;
use crate::ports::books::Books;
use crate::ports::screens::JournalFilter;
use crate::prepare::by_hand::STEP;
use crate::records::Company;
use crate::world::World;
use base::Timestamp;
use documents::title_of;
use domain::journal::{JournalEntry, PersonalRef};
use std::collections::HashMap;

/// An entry, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    pub seq: u64,
    pub recorded_at: Timestamp,
    pub actor: String,
    pub sentence: String,
    pub entry: JournalEntry,
}

/// Entries, newest first.
///
/// # Errors
/// A broken store.
pub fn page(world: &World<'_>, company: &Company, filter: &JournalFilter, limit: u64) -> AppResult<Vec<Told>> {
    world.read(|books| {
        let entries = books.journal_page(company.id, filter, limit)?;
        tell(books, entries)
    })
}

/// Entries with their sentences, in the order given.
pub(crate) fn tell(books: &mut dyn Books, entries: Vec<JournalEntry>) -> AppResult<Vec<Told>> {
    let known = personal(books, &entries)?;
    let names = Names::of(books, entries.first())?;
    Ok(entries.into_iter().map(|entry| told(entry, &known, &names)).collect())
}

fn told(entry: JournalEntry, known: &HashMap<String, String>, names: &Names) -> Told {
    let sentence = entry.sentence(&|reference: &PersonalRef| known.get(reference.as_str()).cloned());
    let sentence = names.spoken(&sentence);
    Told { seq: entry.seq, recorded_at: entry.recorded_at, actor: entry.actor.to_string(), sentence, entry }
}

/// Steps, scenarios and templates under the names that people gave them: entries hold their codes, which never change.
#[derive(Default)]
struct Names {
    scenarios: HashMap<String, String>,
    steps: HashMap<String, String>,
}

const OPENING: &str = "«\u{a0}";
const CLOSING: &str = "\u{a0}»";

impl Names {
    /// Those of the company that the entries are of.
    fn of(books: &mut dyn Books, entry: Option<&JournalEntry>) -> AppResult<Names> {
        let Some(entry) = entry else { return Ok(Names::default()) };
        let Some(company) = books.companies()?.into_iter().find(|c| c.id == entry.company) else {
            return Ok(Names::default());
        };
        let mut names = Names::default();
        for scenario in scenarios(books, &company, None)?.current() {
            names.scenarios.insert(scenario.reference.name.clone(), scenario.title.clone());
            for step in &scenario.steps {
                names.steps.entry(step.id.clone()).or_insert_with(|| step.title.clone());
            }
        }
        names.steps.insert(STEP.to_string(), "décidée à la main".to_string());
        Ok(names)
    }

    /// The sentence with names in the place of the codes that it quotes after saying what they are.
    fn spoken(&self, sentence: &str) -> String {
        let mut pieces = sentence.split(OPENING);
        let mut said = pieces.next().unwrap_or_default().to_string();
        for piece in pieces {
            let named = piece.split_once(CLOSING).and_then(|(code, rest)| Some((self.name(&said, code)?, rest)));
            said.push_str(OPENING);
            match named {
                Some((name, rest)) => said.extend([&*name, CLOSING, &*self.listed(rest)]),
                None => said.push_str(piece),
            }
        }
        said
    }

    fn name(&self, before: &str, code: &str) -> Option<String> {
        let template = || title_of(code).map(str::to_string);
        match before.trim_end().rsplit([' ', '’', '\'']).next()? {
            "étape" => self.steps.get(code).cloned().or_else(template),
            "scénario" => self.scenarios.get(code).cloned(),
            "modèle" => template(),
            _ => None,
        }
    }

    /// The steps that a standing order lists after its scenario.
    fn listed(&self, rest: &str) -> String {
        let Some((before, steps)) = rest.split_once(" partent sans autre accord\u{a0}: ") else {
            return rest.to_string();
        };
        let name = |code: &str| match code.strip_suffix('.') {
            Some(code) => self.steps.get(code).map_or(format!("{code}."), |name| format!("«\u{a0}{name}\u{a0}».")),
            None => self.steps.get(code).map_or(code.to_string(), |name| format!("«\u{a0}{name}\u{a0}»")),
        };
        let each = |list: &str| list.split(", ").map(name).collect::<Vec<_>>().join(", ");
        let steps: Vec<String> = steps.split(" et ").map(each).collect();
        format!("{before} partent sans autre accord\u{a0}: {}", steps.join(" et "))
    }
}

/// Personal texts that the entries refer to and that were not erased.
fn personal(books: &mut dyn Books, entries: &[JournalEntry]) -> AppResult<HashMap<String, String>> {
    let mut known = HashMap::new();
    for entry in entries {
        for (at, _) in entry.payload.match_indices(PersonalRef::PREFIX) {
            let end = at + PersonalRef::LENGTH;
            let Some(reference) = entry.payload.get(at..end).and_then(PersonalRef::parse) else { continue };
            if let Some(text) = books.personal(reference.as_str())? {
                known.insert(reference.as_str().to_string(), text);
            }
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_by_their_names_and_what_people_typed_is_left() {
        let pair = |(code, name): (&str, &str)| (code.to_string(), name.to_string());
        let names = Names {
            scenarios: [("key-account", "Grand compte")].into_iter().map(pair).collect(),
            steps: [("courtesy", "Rappel courtois"), ("pre-due", "Message de service")].into_iter().map(pair).collect(),
        };
        let quoted = |text: &str| text.replace("« ", OPENING).replace(" »", CLOSING).replace(" : ", "\u{a0}: ");
        for (before, after) in [
            ("L’étape « courtesy » est prête.", "L’étape « Rappel courtois » est prête."),
            (
                "Le texte français du modèle « reminder-firm » a été remplacé.",
                "Le texte français du modèle « Relance ferme » a été remplacé.",
            ),
            ("Le scénario « key-account » a été adopté.", "Le scénario « Grand compte » a été adopté."),
            (
                "Les étapes suivantes du scénario « key-account » partent sans autre accord : courtesy et pre-due.",
                "Les étapes suivantes du scénario « Grand compte » partent sans autre accord : « Rappel courtois » et « Message de service ».",
            ),
            ("Noté (motif : « courtesy »).", "Noté (motif : « courtesy »)."),
            ("L’étape « gone » a échoué.", "L’étape « gone » a échoué."),
        ] {
            assert_eq!(names.spoken(&quoted(before)), quoted(after));
        }
    }
}
