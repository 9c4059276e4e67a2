//! What is said of earlier acts, and what is asked in a call.

use crate::records::ActRow;
use domain::agenda::Proposal;
use domain::facts::Channel;

/// An earlier act, in a list of what was done.
pub(super) fn contact_sentence(row: &ActRow) -> String {
    let what = match row.act.channel {
        Channel::Email => "e-mail",
        Channel::Call => "appel",
        Channel::Letter => "courrier",
        Channel::RegisteredLetter => "lettre recommandée",
        Channel::Visit => "visite",
        Channel::Internal => "échange interne",
    };
    format!("{} ({what})", row.act.step_title)
}

/// What is asked in a call.
pub(super) fn questions(proposal: &Proposal) -> Vec<String> {
    let invoice = if proposal.lines.len() > 1 { "les factures" } else { "la facture" };
    vec![
        format!("Avez-vous bien reçu {invoice} ? Manque-t-il un bon de commande ou une référence ?"),
        "Y a-t-il un désaccord sur le montant ou sur ce qui a été livré ?".to_string(),
        "Est-ce validé pour paiement ? Par qui, et quand ?".to_string(),
        "À quelle date le virement part-il, et de quel montant ?".to_string(),
    ]
}
