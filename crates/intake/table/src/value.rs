//! Values inside cells that are neither dates nor amounts: company numbers, e-mails, and the words for kinds and states.
//! Words are compared folded, in French and English.

use base::fold;
use draft::InvoiceKind;

/// A SIREN, and the SIRET when all fourteen digits are given. Check digits must be right.
pub(crate) fn siren_or_siret(text: &str) -> Option<(String, Option<String>)> {
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{a0}' | '\u{202f}')).collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let siren = digits.get(..9).filter(|s| *s != "000000000" && passes_luhn(s))?;
    match digits.len() {
        9 => Some((siren.to_string(), None)),
        14 => Some((siren.to_string(), Some(digits.clone()))),
        _ => None,
    }
}

fn passes_luhn(digits: &str) -> bool {
    let double = |d: u32| if d > 4 { d * 2 - 9 } else { d * 2 };
    let figures = digits.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
    figures.map(|(i, d)| if i % 2 == 1 { double(d) } else { d }).sum::<u32>().is_multiple_of(10)
}

/// The first address of a cell that may hold several.
pub(crate) fn email(text: &str) -> Option<String> {
    let first = text.split([';', ',', ' ', '\n']).find(|part| part.contains('@'))?;
    let first = first.trim_start_matches("mailto:").trim_matches(['<', '>']);
    let (local, domain) = first.split_once('@')?;
    let shaped = !local.is_empty()
        && domain.contains('.')
        && !domain.contains('@')
        && !domain.starts_with('.')
        && !domain.ends_with('.');
    shaped.then(|| first.to_string())
}

/// The kind of document; `Err` when the word is unknown.
pub(crate) fn kind(text: &str) -> Result<InvoiceKind, ()> {
    match fold::words(text).as_str() {
        "" | "facture" | "factures" | "fac" | "fa" | "f" | "invoice" | "inv" | "vente" | "380" | "facture client"
        | "facture de vente" | "facture de solde" | "out invoice" => Ok(InvoiceKind::Invoice),
        "avoir" | "avoirs" | "av" | "a" | "credit note" | "creditnote" | "credit" | "credit memo" | "cn"
        | "note de credit" | "facture d avoir" | "avoir client" | "refund" | "381" | "out refund" => {
            Ok(InvoiceKind::CreditNote)
        }
        "acompte" | "facture d acompte" | "down payment" | "deposit" | "prepayment" | "386" => {
            Ok(InvoiceKind::DownPayment)
        }
        "rectificative" | "facture rectificative" | "corrective" | "corrected invoice" | "384" => {
            Ok(InvoiceKind::Corrective)
        }
        _ => Err(()),
    }
}

/// What a state column says about an invoice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Sent, late, open… or a word we do not know: the amounts decide.
    Open,
    Paid,
    /// Draft, quote, cancelled: not a receivable.
    SetAside,
}

pub(crate) fn state(text: &str) -> State {
    match fold::words(text).as_str() {
        "payee"
        | "paye"
        | "paid"
        | "reglee"
        | "regle"
        | "soldee"
        | "solde"
        | "acquittee"
        | "acquitte"
        | "encaissee"
        | "encaisse"
        | "closed"
        | "settled"
        | "payee integralement"
        | "fully paid"
        | "lettree" => State::Paid,
        "brouillon" | "draft" | "provisoire" | "devis" | "quote" | "proforma" | "pro forma" | "annulee" | "annule"
        | "cancelled" | "canceled" | "void" | "voided" | "supprimee" | "deleted" | "a valider" => State::SetAside,
        _ => State::Open,
    }
}

/// Yes or no in a column that usually holds an amount (« Payé : oui »).
pub(crate) fn yes_or_no(text: &str) -> Option<bool> {
    match fold::words(text).as_str() {
        "oui" | "o" | "yes" | "y" | "x" | "vrai" | "true" | "payee" | "paye" | "paid" | "reglee" | "regle" => {
            Some(true)
        }
        "non" | "n" | "no" | "faux" | "false" | "impayee" | "impaye" | "unpaid" | "a payer" => Some(false),
        _ => None,
    }
}

/// `business`, `consumer` or `public_body`.
pub(crate) fn customer_kind(text: &str) -> Option<&'static str> {
    match fold::words(text).as_str() {
        "b2b" | "pro" | "professionnel" | "professionnels" | "professionnelle" | "entreprise" | "entreprises"
        | "societe" | "business" | "company" | "association" => Some("business"),
        "b2c" | "particulier" | "particuliers" | "consommateur" | "consumer" | "individual" | "prive" | "private" => {
            Some("consumer")
        }
        "b2g"
        | "public"
        | "organisme public"
        | "secteur public"
        | "administration"
        | "collectivite"
        | "collectivite publique"
        | "etat"
        | "mairie"
        | "public body"
        | "government" => Some("public_body"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn company_numbers_need_their_check_digit() {
        assert_eq!(siren_or_siret("552 081 317"), Some(("552081317".into(), None)));
        assert_eq!(siren_or_siret("732829320").map(|s| s.0), Some("732829320".into()));
        assert_eq!(siren_or_siret("55208131766522"), Some(("552081317".into(), Some("55208131766522".into()))));
        for wrong in ["552081318", "000000000", "12", "FR552081317"] {
            assert_eq!(siren_or_siret(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_address_is_found_among_others() {
        assert_eq!(email("Compta <compta@x.fr>; chef@x.fr").as_deref(), Some("compta@x.fr"));
        assert_eq!(email("pas d'adresse"), None);
        assert_eq!(email("a@b"), None);
    }
}
