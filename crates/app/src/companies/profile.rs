//! Who the company is, as its owner types it: checked field by field, so that a mistake is told where it was made.

use crate::error::AppResult;
use crate::records::{Company, PostalAddress};
use crate::world::World;
use base::{fold, luhn};
use domain::journal::JournalKind;
use domain::journal::kinds::SettingsChanged;
use serde::{Deserialize, Serialize};

/// The profile as text, one for each field of a form. An empty text is a value that is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    pub name: String,
    pub siren: String,
    pub vat_id: String,
    pub legal_form: String,
    pub capital: String,
    pub rcs: String,
    /// One line of the address a line.
    pub address: String,
    pub postcode: String,
    pub city: String,
    pub country: String,
    pub email: String,
    pub phone: String,
    pub iban: String,
    pub bic: String,
    pub signatory: String,
}

/// What is wrong with one field, in French; `field` is its name in [`Profile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    pub field: &'static str,
    pub message: String,
}

impl Profile {
    pub fn of(company: &Company) -> Profile {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let a = &company.address;
        Profile {
            name: company.name.clone(),
            siren: text(&company.siren),
            vat_id: text(&company.vat_id),
            legal_form: text(&company.legal_form),
            capital: text(&company.capital),
            rcs: text(&company.rcs),
            address: a.lines.join("\n"),
            postcode: text(&a.postcode),
            city: text(&a.city),
            country: text(&a.country),
            email: text(&company.email),
            phone: text(&company.phone),
            iban: text(&company.iban),
            bic: text(&company.bic),
            signatory: text(&company.signatory),
        }
    }

    /// Everything that is wrong, in the order of the fields; empty when it will do.
    pub fn problems(&self) -> Vec<FieldProblem> {
        let siren = fold::digits(&self.siren);
        let vat = fold::reference(&self.vat_id).to_uppercase();
        let bic = compact(&self.bic);
        let checks: [(&'static str, bool, &str); 7] = [
            ("name", self.name.trim().is_empty(), "Il manque le nom de la société."),
            (
                "siren",
                !self.siren.trim().is_empty() && (siren.len() != 9 || !luhn::is_key_right(&siren)),
                "Ce n’est pas un SIREN : il a neuf chiffres, et le dernier vérifie les autres. Relisez-le.",
            ),
            (
                "vat_id",
                vat.starts_with("FR") && !is_french_vat(&vat, &siren),
                "Un numéro de TVA français a la forme FR, deux caractères, puis le SIREN de la société.",
            ),
            ("country", !is_country(&self.country), "Le pays s’écrit en deux lettres : FR, BE, DE…"),
            ("email", !is_email(&self.email), "Cette adresse n’est pas complète. Exemple : compta@exemple.fr."),
            (
                "iban",
                !self.iban.trim().is_empty() && !documents::epc::iban_is_valid(&self.iban),
                "Cet IBAN n’est pas valide : vérifiez chaque caractère, vos clients paieront dessus.",
            ),
            (
                "bic",
                !bic.is_empty() && (!matches!(bic.len(), 8 | 11) || !bic.bytes().all(|b| b.is_ascii_alphanumeric())),
                "Un BIC a huit ou onze caractères, par exemple AGRIFRPP.",
            ),
        ];
        let wrong = checks.into_iter().filter(|(_, is_wrong, _)| *is_wrong);
        wrong.map(|(field, _, message)| FieldProblem { field, message: message.to_string() }).collect()
    }

    /// The company with this profile; only for a profile without problems.
    fn put_in(&self, company: &Company) -> Company {
        let lines = self.address.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_string).collect();
        let siren = Some(fold::digits(&self.siren)).filter(|s| !s.is_empty());
        let code = |text: &str| Some(compact(text)).filter(|t| !t.is_empty());
        Company {
            name: self.name.trim().to_string(),
            siren,
            vat_id: code(&self.vat_id),
            legal_form: said(&self.legal_form),
            capital: said(&self.capital),
            rcs: said(&self.rcs),
            address: PostalAddress {
                lines,
                postcode: said(&self.postcode),
                city: said(&self.city),
                country: said(&self.country).map(|c| c.to_uppercase()),
            },
            email: said(&self.email),
            phone: said(&self.phone),
            iban: code(&self.iban),
            bic: code(&self.bic),
            signatory: said(&self.signatory),
            ..company.clone()
        }
    }
}

/// A new company with that profile, not kept yet.
///
/// # Errors
/// What is wrong with the profile.
pub fn found(world: &World<'_>, profile: &Profile) -> Result<Company, Vec<FieldProblem>> {
    let problems = profile.problems();
    let company = Company::named(world.new_id(), profile.name.trim(), world.clock.now());
    if problems.is_empty() { Ok(profile.put_in(&company)) } else { Err(problems) }
}

/// Saves the profile of a company; each field that changed leaves a line in the journal. Returns how many did, or what is
/// wrong with the profile, in which case nothing is kept.
///
/// # Errors
/// A broken store.
pub fn change_profile(
    world: &World<'_>,
    company: &Company,
    profile: &Profile,
) -> AppResult<Result<usize, Vec<FieldProblem>>> {
    let problems = profile.problems();
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let after = profile.put_in(company);
    let changes = changes(&Profile::of(company), &Profile::of(&after));
    world.write(|books| {
        books.update_company(&after)?;
        for (field, before, now) in &changes {
            let kind = SettingsChanged { field: (*field).to_string(), before: before.clone(), after: now.clone() };
            world.note(books, after.id, after.id, JournalKind::SettingsChanged(kind))?;
        }
        Ok(())
    })?;
    Ok(Ok(changes.len()))
}

/// What the journal calls a field, and where it is.
type Named = (&'static str, fn(&Profile) -> &String);
type Change = (&'static str, Option<String>, Option<String>);

fn changes(before: &Profile, after: &Profile) -> Vec<Change> {
    let fields: [Named; 15] = [
        ("nom", |p| &p.name),
        ("SIREN", |p| &p.siren),
        ("numéro de TVA", |p| &p.vat_id),
        ("forme juridique", |p| &p.legal_form),
        ("capital", |p| &p.capital),
        ("RCS", |p| &p.rcs),
        ("adresse", |p| &p.address),
        ("code postal", |p| &p.postcode),
        ("ville", |p| &p.city),
        ("pays", |p| &p.country),
        ("adresse d’expédition", |p| &p.email),
        ("téléphone", |p| &p.phone),
        ("IBAN", |p| &p.iban),
        ("BIC", |p| &p.bic),
        ("signataire", |p| &p.signatory),
    ];
    let one_line = |text: &String| said(&text.replace('\n', ", "));
    let changed = fields.into_iter().filter(|(_, of)| of(before) != of(after));
    changed.map(|(name, of)| (name, one_line(of(before)), one_line(of(after)))).collect()
}

fn said(text: &str) -> Option<String> {
    Some(text.trim().to_string()).filter(|t| !t.is_empty())
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase()
}

/// Blank, or an address that may receive mail.
pub(crate) fn is_email(text: &str) -> bool {
    let text = text.trim();
    let whole = text.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    text.is_empty() || (whole && !text.contains(char::is_whitespace))
}

fn is_country(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || (text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()))
}

/// FR, two characters, SIREN (CGI ann. II art. 286 ter); the company's own, when it is known.
fn is_french_vat(vat: &str, siren: &str) -> bool {
    let Some(within) = vat.get(4..) else { return false };
    within.len() == 9 && within.bytes().all(|b| b.is_ascii_digit()) && (siren.is_empty() || within == siren)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(profile: Profile) -> Vec<&'static str> {
        profile.problems().into_iter().map(|p| p.field).collect()
    }

    #[test]
    fn a_mistake_is_told_where_it_was_made() {
        let good = Profile {
            name: "Menuiserie Bois & Cie".into(),
            siren: "732 829 320".into(),
            vat_id: "FR 44 732829320".into(),
            email: "compta@exemple.fr".into(),
            iban: "FR76 3000 6000 0112 3456 7890 189".into(),
            bic: "AGRIFRPP".into(),
            country: "fr".into(),
            ..Profile::default()
        };
        assert!(wrong(good.clone()).is_empty());
        assert!(wrong(Profile { name: "Seul le nom".into(), ..Profile::default() }).is_empty());
        assert_eq!(wrong(Profile { name: " ".into(), ..good.clone() }), ["name"]);
        assert_eq!(wrong(Profile { siren: "732829321".into(), vat_id: String::new(), ..good.clone() }), ["siren"]);
        assert_eq!(wrong(Profile { vat_id: "FR44552081317".into(), ..good.clone() }), ["vat_id"]);
        assert_eq!(wrong(Profile { iban: "FR76 3000 6000 0112 3456 7890 188".into(), ..good.clone() }), ["iban"]);
        let many = Profile { email: "compta".into(), bic: "AGRI".into(), country: "France".into(), ..good };
        assert_eq!(wrong(many), ["country", "email", "bic"]);
    }
}
