//! From a header row to a mapping: names first, then words inside longer headers, then (elsewhere) the content.
//! A mapping that a person confirmed is used as it is when it is complete.

mod content;
mod vocabulary;

pub(crate) use content::complete;

use base::fold;
use draft::{Field, Mapping, Problem};
use grid::header::{Name, name};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use std::collections::BTreeSet;

/// The columns of one sheet, as understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    pub headers: Vec<String>,
    names: Vec<Name>,
    pub mapping: Mapping,
}

impl Columns {
    /// Understands a header row by its words alone.
    pub fn of<S: AsRef<str>>(headers: &[S]) -> Columns {
        let names: Vec<Name> = headers.iter().map(|h| name(h.as_ref())).collect();
        let mut columns = Columns {
            headers: headers.iter().map(|h| h.as_ref().to_string()).collect(),
            names,
            mapping: Mapping::default(),
        };
        columns.by_name();
        columns.by_hint();
        columns.by_contact();
        columns
    }

    /// Where no other column names the customer, the contact does: some programs call customers so.
    fn by_contact(&mut self) {
        if !self.has(Field::CustomerName)
            && !self.has(Field::CustomerCode)
            && let Some(index) = self.mapping.0.remove(&Field::ContactName)
        {
            self.give(Field::CustomerName, index);
        }
    }

    fn by_name(&mut self) {
        let mut found: Vec<(usize, Field, usize)> = Vec::new();
        for (field, words) in vocabulary::NAMES {
            for (index, name) in self.names.iter().enumerate() {
                if let Some(rank) = words.iter().position(|w| *w == name.folded) {
                    found.push((rank, field, index));
                }
            }
        }
        found.sort_unstable();
        for (_, field, index) in found {
            self.give(field, index);
        }
    }

    fn by_hint(&mut self) {
        for (field, groups) in vocabulary::HINTS {
            let fits = |name: &Name| {
                let words: Vec<&str> = name.folded.split(' ').collect();
                words.len() > 1 && groups.iter().all(|group| group.iter().any(|word| words.contains(word)))
            };
            let found: Vec<usize> =
                (0..self.names.len()).filter(|i| !self.is_taken(*i) && self.names.get(*i).is_some_and(fits)).collect();
            if let [only] = found.as_slice() {
                self.give(field, *only);
            }
        }
    }

    /// Gives a column to a field when both are free.
    pub fn give(&mut self, field: Field, index: usize) {
        if !self.is_taken(index) && !self.mapping.0.contains_key(&field) {
            self.mapping.0.insert(field, index);
        }
    }

    pub fn is_taken(&self, index: usize) -> bool {
        self.mapping.0.values().any(|taken| *taken == index)
    }

    pub fn index(&self, field: Field) -> Option<usize> {
        self.mapping.0.get(&field).copied()
    }

    pub fn has(&self, field: Field) -> bool {
        self.mapping.0.contains_key(&field)
    }

    /// The column holds whole cents.
    pub fn is_cents(&self, index: usize) -> bool {
        self.names.get(index).is_some_and(|n| n.is_cents)
    }

    pub fn header(&self, field: Field) -> &str {
        self.index(field).and_then(|i| self.headers.get(i)).map_or("", String::as_str)
    }

    /// Takes a confirmed mapping. Where it leaves a needed field out, what the headers say completes it.
    pub fn confirm(&mut self, confirmed: &Mapping) {
        let width = self.headers.len();
        let mut wanted = confirmed.clone();
        wanted.0.retain(|_, index| *index < width);
        let detected = std::mem::replace(&mut self.mapping, wanted);
        if !self.missing().is_empty() {
            for (field, index) in detected.0 {
                self.give(field, index);
            }
        }
    }

    /// Headers that no field uses.
    pub fn ignored(&self) -> Vec<String> {
        let unused = |(i, header): (usize, &String)| (!self.is_taken(i) && !header.is_empty()).then(|| header.clone());
        self.headers.iter().enumerate().filter_map(unused).collect()
    }

    /// How much this row looks like the header of an invoice list; 0 when it cannot be one.
    pub fn score(&self) -> usize {
        let money = [Field::Gross, Field::Outstanding, Field::Net].into_iter().any(|f| self.has(f));
        let dated = self.has(Field::IssuedOn) || self.has(Field::DueOn);
        let named = self.has(Field::Number) || self.has(Field::CustomerName) || self.has(Field::CustomerCode);
        let parts = usize::from(money) + usize::from(dated) + usize::from(named);
        if parts >= 2 { self.mapping.0.len() } else { 0 }
    }

    /// Only the barest headers: a number, a customer, « date » and « montant » fit a list of payments as well.
    pub fn could_be_payments(&self) -> bool {
        let telling =
            [Field::DueOn, Field::Net, Field::Vat, Field::Paid, Field::Outstanding, Field::Kind, Field::Status];
        let bare = |field, words: &[&str]| words.contains(&fold::words(self.header(field)).trim_end_matches(" c"));
        !telling.into_iter().any(|f| self.has(f))
            && bare(Field::IssuedOn, &["date"])
            && bare(Field::Gross, &["amount", "montant", "somme", "amount cents"])
    }

    /// What an invoice needs and no column gives, in French, with an example of the option that names it.
    pub fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let any = |fields: &[Field]| fields.iter().any(|f| self.has(*f));
        let mut out = Vec::new();
        if !any(&[Field::Number]) {
            out.push(("le numéro de facture", "number"));
        }
        if !any(&[Field::CustomerName, Field::CustomerCode]) {
            out.push(("le client", "customer_name"));
        }
        if !any(&[Field::IssuedOn, Field::DueOn]) {
            out.push(("la date de facture ou d’échéance", "issued_on"));
        }
        let summed = self.has(Field::Net) && self.has(Field::Vat);
        if !summed && !any(&[Field::Gross, Field::Outstanding]) {
            out.push(("le montant TTC ou le reste dû", "gross"));
        }
        out
    }

    /// The problem to show when columns are missing.
    pub fn missing_problem(&self) -> Option<Problem> {
        let missing = self.missing();
        if missing.is_empty() {
            return None;
        }
        let what: Vec<&str> = missing.iter().map(|(french, _)| *french).collect();
        let found: Vec<String> =
            self.headers.iter().filter(|h| !h.is_empty()).map(|h| format!("« {} »", short(h))).take(40).collect();
        let free = self.ignored().into_iter().next().unwrap_or_else(|| "Nom de la colonne".to_string());
        let options: Vec<String> = missing.iter().map(|(_, key)| format!("--map {key}=\"{}\"", short(&free))).collect();
        let what = format!("Colonnes introuvables : {}. Colonnes du fichier : {}.", what.join(", "), found.join(", "));
        let remedy = format!("Dites quelle colonne est laquelle, par exemple : {}.", options.join(" "));
        Some(Problem::error("missing_columns", what, remedy))
    }
}

fn short(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect()
}

/// The field of that name, as JSON and the `--map` option write it: `gross`, `due_on`, `customer_name`…
pub fn field_named(name: &str) -> Option<Field> {
    let deserializer: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = name.trim().into_deserializer();
    Field::deserialize(deserializer).ok()
}

/// A mapping from columns named by a person, as with `--map gross="Montant"`.
///
/// # Errors
/// A problem listing the columns when one is unknown, or named twice.
pub fn mapping_of(headers: &[String], named: &[(Field, String)]) -> Result<Mapping, Problem> {
    let mut mapping = Mapping::default();
    let mut used = BTreeSet::new();
    for (field, header) in named {
        let wanted = name(header).folded;
        let index =
            headers.iter().position(|h| h == header).or_else(|| headers.iter().position(|h| name(h).folded == wanted));
        let Some(index) = index else {
            let all: Vec<String> =
                headers.iter().filter(|h| !h.is_empty()).map(|h| format!("« {} »", short(h))).collect();
            let what = format!("Aucune colonne ne s’appelle « {} ».", short(header));
            return Err(Problem::error("unknown_column", what, format!("Colonnes du fichier : {}.", all.join(", "))));
        };
        if !used.insert(index) {
            let what = format!("La colonne « {} » est donnée à deux champs.", short(header));
            return Err(Problem::error("column_used_twice", what, "Donnez une seule signification à chaque colonne."));
        }
        mapping.0.insert(*field, index);
    }
    Ok(mapping)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn every_name_means_one_field_and_is_folded() {
        let mut seen: BTreeMap<&str, Field> = BTreeMap::new();
        for (field, words) in vocabulary::NAMES {
            for word in words {
                assert_eq!(name(word).folded, *word, "{word}");
                assert_eq!(seen.insert(word, field), None, "{word}");
            }
        }
    }

    #[test]
    fn every_option_shown_in_a_problem_names_a_field() {
        for (_, key) in Columns::default().missing() {
            assert!(field_named(key).is_some(), "{key}");
        }
        assert_eq!(field_named("due_on"), Some(Field::DueOn));
        assert_eq!(field_named("montant"), None);
    }

    #[test]
    fn a_person_may_name_columns() {
        let headers: Vec<String> = ["A", "Montant payé"].map(str::to_string).to_vec();
        let mapping = mapping_of(&headers, &[(Field::Paid, "montant paye".into())]).unwrap();
        assert_eq!(mapping.0.get(&Field::Paid), Some(&1));
        assert_eq!(mapping_of(&headers, &[(Field::Paid, "Z".into())]).unwrap_err().code, "unknown_column");
        let twice = [(Field::Paid, "A".into()), (Field::Gross, "A".into())];
        assert_eq!(mapping_of(&headers, &twice).unwrap_err().code, "column_used_twice");
    }
}
