//! What each template is called by people: in lists, and in what is said when one cannot be made.

/// Its title in French; `None` for a name that is no shipped template.
pub fn title_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "pre-due-service" => "Message avant l’échéance",
        "reminder-courtesy" => "Rappel courtois",
        "reminder-firm" => "Relance ferme",
        "reminder-last" => "Dernier rappel",
        "salesperson-heads-up" => "Mot au commercial",
        "statement-mail" => "Envoi du relevé de compte",
        "thank-you" => "Remerciement",
        "promise-broken" => "Promesse non tenue",
        "account-statement" => "Relevé de compte",
        "reminder-letter" => "Courrier de relance",
        "formal-notice" => "Mise en demeure",
        "plan-pre-due" => "Échéancier : versement à venir",
        "plan-reminder" => "Échéancier : versement en retard",
        "plan-agreement" => "Échéancier : accord à signer",
        "plan-default-notice" => "Échéancier : mise en demeure",
        "service-notice" => "Service impayé : mise en demeure",
        "service-suspension" => "Service impayé : suspension",
        "service-termination" => "Service impayé : fin du contrat",
        "call-sheet" => "Fiche d’appel",
        "visit-sheet" => "Fiche de visite",
        _ => return None,
    })
}

/// What it is called in a sentence: its title, or the name it was given.
pub(crate) fn spoken(name: &str) -> &str {
    title_of(name).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::shipped::SHIPPED;

    #[test]
    fn every_shipped_template_has_a_title() {
        for shipped in &SHIPPED {
            assert!(title_of(shipped.name).is_some(), "{}", shipped.name);
        }
    }
}
