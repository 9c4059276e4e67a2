//! What a file tells about the nature of a customer: business, consumer or public body, and on what that rests.
//!
//! Evidence adds up the same way whatever the order of the files. Nothing here makes a consumer of somebody: that is said
//! by a document or a user, and until then nobody is asked for what only a business owes.

use base::fold;
use domain::facts::{KindBasis, PartyKind};
use draft::PartyDraft;

/// Legal forms that only businesses have, folded.
const BUSINESS_FORMS: [&str; 30] = [
    "sarl", "sas", "sasu", "eurl", "snc", "scop", "scic", "selarl", "selas", "selasu", "selafa", "sca", "scp", "gie",
    "gaec", "earl", "eirl", "scea", "sci", "scm", "gmbh", "ltd", "limited", "llc", "plc", "inc", "sprl", "srl", "bvba",
    "sarlu",
];
/// Too short to mean anything in the middle of a name.
const SHORT_FORMS: [&str; 6] = ["sa", "se", "ei", "ag", "bv", "nv"];
/// How public bodies begin their names, folded.
const PUBLIC_BEGINNINGS: [&str; 15] = [
    "mairie",
    "commune",
    "ville de",
    "communaute de communes",
    "communaute d agglomeration",
    "communaute urbaine",
    "conseil departemental",
    "conseil regional",
    "departement de",
    "departement du",
    "prefecture",
    "ministere",
    "ccas",
    "sivom",
    "sivu",
];

/// A kind and what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Nature {
    pub kind: PartyKind,
    pub basis: KindBasis,
}

impl Nature {
    /// What one document says of its customer.
    pub fn of(draft: &PartyDraft) -> Nature {
        if let Some(kind) = draft.kind.and_then(PartyKind::parse) {
            return Nature { kind, basis: KindBasis::Documented };
        }
        let suggested = draft.name.as_deref().and_then(by_name);
        let is_registered = draft.siren.is_some() || draft.siret.is_some() || draft.vat_id.is_some();
        let basis = match (is_registered, suggested) {
            (true, _) => KindBasis::Documented,
            (false, Some(_)) => KindBasis::Suggested,
            (false, None) => KindBasis::Assumed,
        };
        Nature { kind: suggested.unwrap_or_default(), basis }
    }

    /// Both together: the better founded; of two founded alike, the one under which less is asked.
    pub fn and(self, other: Nature) -> Nature {
        let rank = |n: &Nature| (n.basis, n.kind == PartyKind::Consumer, n.kind);
        std::cmp::max_by_key(self, other, rank)
    }
}

fn by_name(name: &str) -> Option<PartyKind> {
    let words = joined(&fold::words(name));
    let at_an_end = |form: &&str| words.first().is_some_and(|w| w == form) || words.last().is_some_and(|w| w == form);
    let is_form = |word: &String| BUSINESS_FORMS.contains(&word.as_str());
    if words.len() > 1 && (words.iter().any(is_form) || SHORT_FORMS.iter().any(at_an_end)) {
        return Some(PartyKind::Business);
    }
    let text = words.join(" ");
    let begins = |b: &&str| text.strip_prefix(*b).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    PUBLIC_BEGINNINGS.iter().any(begins).then_some(PartyKind::PublicBody)
}

/// The words of a name, with letters set apart by full stops joined again: `s a r l` is `sarl`.
fn joined(folded: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut spelling = false;
    for word in folded.split(' ') {
        let is_letter = word.chars().count() == 1;
        match words.last_mut() {
            Some(last) if is_letter && spelling => last.push_str(word),
            _ => words.push(word.to_string()),
        }
        spelling = is_letter;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> PartyDraft {
        PartyDraft { name: Some(name.to_string()), ..PartyDraft::default() }
    }

    #[test]
    fn a_legal_form_suggests_and_a_plain_name_says_nothing() {
        let of = |name: &str| (Nature::of(&named(name)).kind, Nature::of(&named(name)).basis);
        for name in ["Morel SARL", "MOREL S.A.R.L.", "SA Morel", "Sci du Port", "Mairie Optique SAS", "Dupont EI"] {
            assert_eq!(of(name), (PartyKind::Business, KindBasis::Suggested), "{name}");
        }
        for name in ["Mairie de Lyon", "COMMUNE DE SAINTE-FOY", "Communauté d’agglomération du Port"] {
            assert_eq!(of(name), (PartyKind::PublicBody, KindBasis::Suggested), "{name}");
        }
        for name in ["Camille Roux", "Garage Morel", "Marie Sa Costa", "Restaurant de la Mairie", "Sasha Limet", "SAS"]
        {
            assert_eq!(of(name), (PartyKind::Business, KindBasis::Assumed), "{name}");
        }
    }

    #[test]
    fn a_number_of_the_register_is_worth_a_document() {
        let commune = PartyDraft { siren: Some("217401234".to_string()), ..named("Commune d’Annecy") };
        assert_eq!(Nature::of(&commune), Nature { kind: PartyKind::PublicBody, basis: KindBasis::Documented });
        let plain = PartyDraft { vat_id: Some("DE136695976".to_string()), ..named("Camille Roux") };
        assert_eq!(Nature::of(&plain), Nature { kind: PartyKind::Business, basis: KindBasis::Documented });
    }

    #[test]
    fn evidence_adds_up_in_any_order_and_the_word_of_a_user_stays() {
        let all: Vec<Nature> = [PartyKind::Business, PartyKind::Consumer, PartyKind::PublicBody]
            .into_iter()
            .flat_map(|kind| KindBasis::ALL.map(|basis| Nature { kind, basis }))
            .collect();
        for a in &all {
            for b in &all {
                assert_eq!(a.and(*b), b.and(*a));
                for c in &all {
                    assert_eq!(a.and(*b).and(*c), a.and(b.and(*c)));
                }
            }
        }
        let stated = Nature { kind: PartyKind::Business, basis: KindBasis::Stated };
        let listed = Nature { kind: PartyKind::Consumer, basis: KindBasis::Documented };
        assert_eq!(listed.and(stated), stated);
        assert_eq!(listed.and(Nature { basis: KindBasis::Documented, ..stated }), listed);
    }
}
