//! French names, towns, phones and registration numbers of a world that does not exist.
//!
//! Phone numbers come from the ranges kept free for fiction, mail addresses from example domains, and SIRENs begin with a
//! zero, which is never attributed, but carry a valid Luhn key.

use crate::chance::Stream;

const FIRST_NAMES: [&str; 24] = [
    "Claire",
    "Julien",
    "Nadia",
    "Thomas",
    "Élodie",
    "Karim",
    "Sophie",
    "Mathieu",
    "Fatou",
    "Hélène",
    "Antoine",
    "Inès",
    "Paul",
    "Camille",
    "Rémi",
    "Yasmine",
    "Benoît",
    "Aurélie",
    "Loïc",
    "Maëlle",
    "Gérard",
    "Chloé",
    "Sébastien",
    "Anaïs",
];
const LAST_NAMES: [&str; 32] = [
    "Lefèvre",
    "Moreau",
    "Garnier",
    "Benali",
    "Rousseau",
    "Fontaine",
    "Chevalier",
    "Lambert",
    "Marchand",
    "Dupuis",
    "Girard",
    "Caron",
    "Mercier",
    "Blanchard",
    "Guérin",
    "Boyer",
    "Perrot",
    "Delmas",
    "Vasseur",
    "Noël",
    "Diallo",
    "Barbier",
    "Arnaud",
    "Roche",
    "Picard",
    "Renaud",
    "Gaillard",
    "Leclercq",
    "Nguyen",
    "Bourgeois",
    "Lacroix",
    "Morel",
];
const TRADES: [&str; 24] = [
    "Menuiserie",
    "Imprimerie",
    "Boulangerie",
    "Clinique vétérinaire",
    "Garage",
    "Hôtel",
    "Pépinières",
    "Brasserie",
    "Cabinet dentaire",
    "Transports",
    "Charpentes",
    "Librairie",
    "Fonderie",
    "Laboratoire",
    "Plomberie",
    "Verrerie",
    "Conserverie",
    "Chocolaterie",
    "Serrurerie",
    "Agence",
    "Traiteur",
    "Scierie",
    "Tannerie",
    "Horlogerie",
];
const LEGAL_FORMS: [&str; 4] = ["SARL", "SAS", "SA", "EURL"];
const STREETS: [&str; 16] = [
    "rue des Tanneurs",
    "avenue Jean-Jaurès",
    "quai de la Fosse",
    "rue du Faubourg-Saint-Jean",
    "place du Marché",
    "chemin des Vignes",
    "boulevard Carnot",
    "rue de l’Église",
    "impasse des Lilas",
    "rue Pasteur",
    "route de Lyon",
    "allée des Platanes",
    "rue Victor-Hugo",
    "zone artisanale des Prés",
    "rue de la Gare",
    "cours de la République",
];
const TOWNS: [(&str, &str); 20] = [
    ("44000", "Nantes"),
    ("69003", "Lyon"),
    ("31000", "Toulouse"),
    ("67000", "Strasbourg"),
    ("59000", "Lille"),
    ("35000", "Rennes"),
    ("33000", "Bordeaux"),
    ("13006", "Marseille"),
    ("21000", "Dijon"),
    ("63000", "Clermont-Ferrand"),
    ("37000", "Tours"),
    ("14000", "Caen"),
    ("34000", "Montpellier"),
    ("29200", "Brest"),
    ("38000", "Grenoble"),
    ("76600", "Le Havre"),
    ("49100", "Angers"),
    ("87000", "Limoges"),
    ("51100", "Reims"),
    ("64000", "Pau"),
];
const PUBLIC_BODIES: [&str; 6] = [
    "Commune de",
    "Communauté d’agglomération de",
    "Lycée de",
    "Centre hospitalier de",
    "Office du tourisme de",
    "Université de",
];

/// A street, postcode and town.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    pub street: String,
    pub postcode: String,
    pub town: String,
}

pub fn person(stream: &mut Stream) -> String {
    format!("{} {}", stream.pick(&FIRST_NAMES), stream.pick(&LAST_NAMES))
}

pub fn company(stream: &mut Stream) -> String {
    format!("{} {} {}", stream.pick(&TRADES), stream.pick(&LAST_NAMES), stream.pick(&LEGAL_FORMS))
}

pub fn public_body(stream: &mut Stream) -> String {
    format!("{} {}", stream.pick(&PUBLIC_BODIES), stream.pick(&TOWNS).1)
}

pub fn address(stream: &mut Stream) -> Address {
    let (postcode, town) = stream.pick(&TOWNS);
    let street = format!("{} {}", stream.between(1, 148), stream.pick(&STREETS));
    Address { street, postcode: postcode.to_string(), town: town.to_string() }
}

/// In the ranges kept free for fiction (Arcep): `01 99 00 …` and, for mobiles, `06 39 98 …`.
pub fn phone(stream: &mut Stream) -> String {
    let range = stream.pick(&["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49", "06 39 98"]);
    format!("{range} {} {}", stream.digits(2), stream.digits(2))
}

/// Nine digits with a valid Luhn key.
pub fn siren(stream: &mut Stream) -> String {
    base::luhn::with_key(&format!("0{}", stream.digits(7)))
}

/// The French VAT number of a SIREN.
pub fn vat_id(siren: &str) -> String {
    let number: u64 = siren.parse().unwrap_or(0);
    format!("FR{:02}{siren}", (12 + 3 * (number % 97)) % 97)
}

/// `Prénom Nom` or a company name as the local part or label of an address.
pub fn slug(name: &str) -> String {
    base::fold::words(name).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::stream;

    #[test]
    fn siren_keys_follow_luhn() {
        for customer in 0..50 {
            let siren = siren(&mut stream(3, customer, "siren"));
            assert!(siren.len() == 9 && base::luhn::is_key_right(&siren), "{siren}");
        }
    }
}
