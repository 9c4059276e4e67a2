//! Each reason as one plain French sentence, for people who know no accounting words.
//!
//! Nothing is decided here, and nothing is read back from these texts; `docs/spec/agenda.md` lists them all.

mod earlier;

use super::label::guard_name;
use super::{DisputeWords, Reason, ServiceStage, Unmet};
use crate::facts::{ActState, Channel, ContactRole, DisputeStage};
use crate::scenario::{Choice, Gate};
use base::{Cents, Currency, Date, fr};

/// The reason, said to the user, with amounts in euros.
pub fn sentence(reason: &Reason) -> String {
    sentence_in(reason, Currency::EUR)
}

/// The reason, said to the user, with amounts in the currency of the proposal or silence it belongs to.
pub fn sentence_in(reason: &Reason, currency: Currency) -> String {
    let money = |amount: Cents| fr::money(amount, currency);
    let said = why_now(reason, &money).or_else(|| caution(reason, &money)).or_else(|| hold(reason, &money));
    typeset(&said.unwrap_or_else(|| guard(reason, &money)))
}

/// An amount in the currency spoken of.
type Money<'m> = &'m dyn Fn(Cents) -> String;

fn why_now(reason: &Reason, money: Money<'_>) -> Option<String> {
    Some(match reason {
        Reason::Overdue { number, due_on, days: n } => {
            format!("La facture {number} devait être payée le {} : {} de retard.", fr::date(*due_on), days(*n))
        }
        Reason::Grouped { invoices, total_cents } => {
            let invoices = fr::count(*invoices, "facture", "factures");
            format!("Un seul message pour {invoices} en retard, {} en tout.", money(*total_cents))
        }
        Reason::DueSince { needed_days, since } => format!(
            "Le scénario prévoit cette étape {} après l’échéance, donc à partir du {}.",
            days(*needed_days),
            fr::date(*since)
        ),
        Reason::AfterStep { step, performed_on, needed_days } => {
            let (on, delay) = (fr::date(*performed_on), days(*needed_days));
            format!("L’étape « {step} » date du {on} et le délai de {delay} est passé.")
        }
        Reason::AfterSkip { step, skipped_on, author, why, counted_from, needed_days } => {
            earlier::skipped(step, (*skipped_on, author, why), (*counted_from, *needed_days))
        }
        Reason::PreDue { number, due_on, in_days: 0 } => {
            format!("La facture {number} arrive à échéance aujourd’hui, {}.", fr::date(*due_on))
        }
        Reason::PreDue { number, due_on, in_days } => {
            format!("La facture {number} arrive à échéance le {} (dans {}).", fr::date(*due_on), days(*in_days))
        }
        Reason::ScenarioChosen { scenario, choice } => format!("Scénario « {scenario} » : {}.", chosen(choice, money)),
        Reason::PassedOver { step, condition } => {
            format!("L’étape « {step} » est laissée de côté : {}.", unmet(condition, money))
        }
        Reason::LateOnboarding { known_on, days_late_then } => format!(
            "Quitus a connu cette facture le {} alors qu’elle avait déjà {} de retard : on commence en douceur, et la suite se compte de ce jour-là.",
            fr::date(*known_on),
            days(*days_late_then)
        ),
        Reason::WordBroken { promised_on, until, asked_cents, received_cents, times } => {
            let came = asked_cents.zip(*received_cents).map(|(asked, came)| (money(asked), money(came)));
            earlier::word_broken((*promised_on, *until), came, *times)
        }
        Reason::PlanInstalment { rank, of, due_on, amount_cents, in_days } => {
            let (due, money) = (fr::date(*due_on), money(*amount_cents));
            match in_days {
                0.. => format!("Échéancier : le versement {rank} sur {of} ({money}) est prévu le {due}."),
                late => format!(
                    "Échéancier : le versement {rank} sur {of} était prévu le {due} ; {money} manquent depuis {}.",
                    days(-late)
                ),
            }
        }
        Reason::ServiceTerms { clause, stage, after_days, days_late } => {
            service(clause, *stage, *after_days, *days_late)
        }
        Reason::PlanLapsed { agreed_on, on } => format!(
            "L’échéancier du {} n’a pas été tenu : la déchéance du terme a été constatée le {}, tout est dû.",
            fr::date(*agreed_on),
            fr::date(*on)
        ),
        Reason::PreviousAttemptFailed { on } => format!("L’envoi du {} a échoué : rien n’est arrivé.", fr::date(*on)),
        _ => return None,
    })
}

fn caution(reason: &Reason, money: Money<'_>) -> Option<String> {
    Some(match reason {
        Reason::DueDateEstimated { number } => {
            format!("L’échéance de {number} est estimée (30 jours, C. com. art. L441-10) : à vérifier.")
        }
        Reason::PartDisputed { number, contested_cents } => {
            format!("{} sont contestés sur {number} : seul le reste est demandé.", money(*contested_cents))
        }
        Reason::NoBankData => {
            "Aucun relevé bancaire n’a été importé : vérifiez votre compte avant d’approuver.".to_string()
        }
        Reason::CreditsOpen { credits_cents } => {
            format!(
                "Des avoirs ou avances de {} restent à imputer : le total n’en tient pas compte.",
                money(*credits_cents)
            )
        }
        Reason::ChannelFallback { wanted, chosen } => format!(
            "Prévu par {}, mais personne n’est joignable ainsi : {} à la place.",
            Channel::french(*wanted),
            Channel::french(*chosen)
        ),
        Reason::RoleFallback { wanted, chosen } => format!(
            "Prévu pour {}, dont les coordonnées manquent : adressé à {}.",
            ContactRole::french(*wanted),
            ContactRole::french(*chosen)
        ),
        Reason::Overridden { guard, author, why } => {
            format!("{author} a passé outre la règle « {} »{}", guard_name(*guard), because(why))
        }
        _ => return None,
    })
}

fn hold(reason: &Reason, money: Money<'_>) -> Option<String> {
    Some(match reason {
        Reason::PseudoCustomer => "Ce compte regroupe des ventes diverses : il n’y a personne à relancer.".to_string(),
        Reason::Insolvency { since, why } => format!(
            "Procédure collective depuis le {}, aucune relance n’est permise (C. com. art. L622-21){}",
            fr::date(*since),
            because(why)
        ),
        Reason::Dispute { since, why, about } => {
            format!("Litige ouvert depuis le {}{}{}", fr::date(*since), seen_to(about.as_ref()), because(why))
        }
        Reason::ContestedPart { since, why, contested_cents, about } => format!(
            "Part contestée de {} depuis le {}{}{}",
            money(*contested_cents),
            fr::date(*since),
            seen_to(about.as_ref()),
            because(why)
        ),
        Reason::Promise { until, amount_cents } => {
            let amount = amount_cents.map_or_else(String::new, |amount| format!(" de {}", money(amount)));
            match until {
                Some(day) => format!("Promesse de règlement{amount} pour le {}.", fr::date(*day)),
                None => format!("Promesse de règlement{amount}, sans date : à préciser avec le client."),
            }
        }
        Reason::Factored { since } => {
            format!("Créance cédée le {} : c’est au cessionnaire de la recouvrer.", fr::date(*since))
        }
        Reason::Pause { until: end, why } => format!("Relances suspendues{}{}", until(*end), because(why)),
        Reason::PaymentAnnounced { until: end } => {
            format!("Le client dit avoir payé : on attend l’arrivée de l’argent{}.", until(*end))
        }
        Reason::AwaitingValidation { until: Some(day) } => {
            format!("Le client valide la facture ; on y revient après le {}.", fr::date(*day))
        }
        Reason::AwaitingValidation { until: None } => "Le client valide la facture.".to_string(),
        Reason::Remainder { left_cents, guess } => format!("Reste de {} à trancher : {guess} ?", money(*left_cents)),
        Reason::WrittenOff { since, why } => format!(
            "Passée en perte le {}{} Elle reste due : si l’argent arrive, il sera noté.",
            fr::date(*since),
            because(why)
        ),
        Reason::Postponed { until, author, why } => {
            format!("Reporté au {} par {author}{}", fr::date(*until), because(why))
        }
        Reason::PossiblyPaid { booked_on, amount_cents, clue, .. } => format!(
            "Un virement de {} reçu le {} pourrait être le sien ({}) : à rapprocher d’abord.",
            fr::euros(*amount_cents),
            fr::date(*booked_on),
            clue.french()
        ),
        _ => return plan(reason, money),
    })
}

fn plan(reason: &Reason, money: Money<'_>) -> Option<String> {
    Some(match reason {
        Reason::Plan { until: end } => format!("Échéancier accordé{}.", until(*end)),
        Reason::PlanLate { since, arrears_cents, left_cents } => format!(
            "Échéancier : {} attendus le {} ne sont pas venus ; il reste {} en tout.",
            money(*arrears_cents),
            fr::date(*since),
            money(*left_cents)
        ),
        Reason::PlanNoticed { on, until } => format!(
            "Échéancier : mis en demeure le {}, le client a jusqu’au {} pour verser ce qui manque.",
            fr::date(*on),
            fr::date(*until)
        ),
        Reason::PlanForfeitable { since, left_cents } => format!(
            "Échéancier : la mise en demeure est restée sans effet ; depuis le {}, la totalité ({}) peut être exigée.",
            fr::date(*since),
            money(*left_cents)
        ),
        _ => return None,
    })
}

fn guard(reason: &Reason, money: Money<'_>) -> String {
    match reason {
        Reason::CreditsCover { credits_cents } => {
            format!("Des avoirs ou avances de {} couvrent ce qui est dû : à imputer d’abord.", money(*credits_cents))
        }
        Reason::ReplyUnread { received_on, until } => earlier::answered(*received_on, *until),
        Reason::BankDataStale { known_until, account, gap_until: Some(until), .. } => {
            let of = account.as_ref().map_or_else(String::new, |a| format!(" du compte {a}"));
            let (from, until) = (fr::date(*known_until), fr::date(*until));
            format!(
                "Un relevé{of} manque entre le {from} et le {until}, et un paiement peut s’y trouver : importez-le, ou dites que rien ne manque."
            )
        }
        Reason::BankDataStale { known_until, max_age_days, account, gap_until: None } => {
            let told = format!("que jusqu’au {} (plus de {})", fr::date(*known_until), days(*max_age_days));
            account.as_ref().map_or_else(
                || format!("Les paiements ne sont connus {told} : importez un relevé récent."),
                |a| format!("Le compte {a} n’est connu {told} : importez son relevé, ou dites qu’il n’est plus suivi."),
            )
        }
        Reason::ContactTooRecent { last_on, minimum_days } => {
            format!("Dernier contact le {} : au moins {} entre deux messages.", fr::date(*last_on), days(*minimum_days))
        }
        Reason::CompanyClosed { until, why } => {
            format!("{why} jusqu’au {} : rien ne part quand vous êtes fermés.", fr::date(*until))
        }
        Reason::NonWorkingDay { day } => format!("{day} : on ne relance pas un jour non ouvré."),
        Reason::BelowMinimum { total_cents, minimum_cents } => format!(
            "{} en retard : moins que le minimum de {} pour déranger quelqu’un.",
            money(*total_cents),
            money(*minimum_cents)
        ),
        Reason::NoUsableContact { roles, channels } => format!(
            "Personne à joindre : il manque des coordonnées ({}) pour {}.",
            list(channels.iter().map(|c| c.french())),
            list(roles.iter().map(|r| r.french()))
        ),
        Reason::AddressReturned { on } => format!(
            "Un courrier est revenu le {} : destinataire inconnu à cette adresse. Rien n’y est plus envoyé.",
            fr::date(*on)
        ),
        _ => turn(reason),
    }
}

/// Reasons that come from where the receivable stands in its scenario.
fn turn(reason: &Reason) -> String {
    match reason {
        Reason::WaitingForStep { step, earliest_on } => {
            format!("Prochaine étape : « {step} », à partir du {}.", fr::date(*earliest_on))
        }
        Reason::TooFresh { days: n, needed_days } => format!(
            "En retard et suivie depuis {} : cette étape ne réunit que les factures qui le sont depuis {} ou plus.",
            days(*n),
            days(*needed_days)
        ),
        Reason::BehindGroup { step } => {
            format!("Cette facture n’a pas eu l’étape « {step} », les autres si : elle n’est pas entraînée plus loin.")
        }
        Reason::AfterOtherMessage { step } => {
            format!("Un autre message est proposé aujourd’hui à ce client (« {step} ») : un seul à la fois.")
        }
        Reason::GateClosed { step, gate } => format!("L’étape « {step} » attend : {}.", gate_name(*gate)),
        Reason::KindUnknown { step, customer } => format!(
            "L’étape « {step} » attend : rien ne dit si ce client est un professionnel, un particulier ou un organisme public. \
             Dites-le avec quitus customer set \"{customer}\" --kind professionnel, particulier ou organisme-public."
        ),
        Reason::ActPending { step, state, planned_on } => format!(
            "L’étape « {step} » du {} {} : rien d’autre ne part en attendant.",
            fr::date(*planned_on),
            pending(*state)
        ),
        Reason::ScenarioFinished { last_step } if last_step.is_empty() => {
            "Aucune étape du scénario ne convient ici : à vous de décider de la suite.".to_string()
        }
        Reason::ScenarioFinished { last_step } => {
            format!("Le scénario est allé à son terme (« {last_step} ») : à vous de décider de la suite.")
        }
        Reason::NoScenario => "Aucun scénario ne convient à ce type de client.".to_string(),
        // The functions above rendered every other reason; the tests hold them to it.
        other => other.code().to_string(),
    }
}

/// No-break spaces where French wants them: before double punctuation and inside quotation marks.
fn typeset(text: &str) -> String {
    text.replace(" :", "\u{a0}:").replace(" ;", "\u{a0};").replace("« ", "«\u{a0}").replace(" »", "\u{a0}»")
}

fn days(n: i64) -> String {
    fr::count(n.unsigned_abs(), "jour", "jours")
}

/// What a person wrote, closed by a full stop; nothing when they wrote nothing.
fn because(why: &str) -> String {
    match why.trim() {
        "" => ".".to_string(),
        why if why.ends_with(['.', '!', '?', '…']) => format!(" : {why}"),
        why => format!(" : {why}."),
    }
}

/// Cause, owner and target of a dispute, in brackets; nothing when it was recorded without them.
fn seen_to(about: Option<&DisputeWords>) -> String {
    let Some(about) = about else { return String::new() };
    let target = about.target_on.map(fr::date);
    let stage = match (about.stage, target) {
        (DisputeStage::AwaitsCredit, _) => Some("reconnu, avoir à établir".to_string()),
        (DisputeStage::UnderReview, Some(day)) => Some(format!("à trancher pour le {day}")),
        (DisputeStage::ToSettle, Some(day)) => Some(format!("à trancher depuis le {day}")),
        (DisputeStage::Escalated, Some(day)) => Some(format!("à trancher par le dirigeant, attendu le {day}")),
        (_, None) => None,
    };
    let owner = about.owner.as_ref().map(|owner| format!("suivi par {owner}"));
    let told: Vec<String> = std::iter::once(about.cause.french().to_string()).chain(owner).chain(stage).collect();
    format!(" ({})", told.join(", "))
}

/// ` jusqu’au 3 mars 2026`, or nothing when no end is known.
fn until(end: Option<Date>) -> String {
    end.map_or_else(String::new, |day| format!(" jusqu’au {}", fr::date(day)))
}

fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn chosen(choice: &Choice, money: Money<'_>) -> String {
    match choice {
        Choice::Running => "le dossier suit la version avec laquelle il a commencé".to_string(),
        Choice::RunningRenewed => {
            "le dossier continue avec la version actuelle, celle de son début n’étant plus connue".to_string()
        }
        Choice::ChosenByHand => "choisi par vous pour ce client".to_string(),
        Choice::KeyAccount => "client marqué comme grand compte".to_string(),
        Choice::RepeatLate { settled_late } => {
            let late = fr::count(u64::from(*settled_late), "facture payée", "factures payées");
            format!("{late} en retard sur les douze derniers mois")
        }
        Choice::SmallAmount { overdue } => format!("petit montant ({})", money(*overdue)),
        Choice::ByKind => "celui de ce type de client".to_string(),
    }
}

fn service(clause: &str, stage: ServiceStage, after_days: i64, days_late: i64) -> String {
    let (after, late) = (days(after_days), days(days_late));
    let noticed = |on| format!("la mise en demeure du {} est restée sans effet", fr::date(on));
    match stage {
        ServiceStage::Notice => format!(
            "Impayé sans explication depuis {late} : {clause} prévoit une suite après {after}, qu’une mise en demeure précède."
        ),
        ServiceStage::Suspension { noticed_on } => {
            format!("Impayé depuis {late} : {clause} prévoit la suspension après {after}, et {}.", noticed(noticed_on))
        }
        ServiceStage::Termination { noticed_on } => {
            format!(
                "Impayé depuis {late} : {clause} prévoit la fin du contrat après {after}, et {}.",
                noticed(noticed_on)
            )
        }
    }
}

fn unmet(condition: &Unmet, money: Money<'_>) -> String {
    match condition {
        Unmet::OutstandingMin { minimum_cents, total_cents } => {
            format!("elle est prévue à partir de {}, et {} sont en jeu", money(*minimum_cents), money(*total_cents))
        }
        Unmet::HasRole { role } => format!("aucun contact connu pour {}", role.french()),
        Unmet::PlanLapsed => "un échéancier a été accordé et n’a pas été tenu".to_string(),
        Unmet::WordsBroken { times } => format!("{times} paroles non tenues en un an appellent plus de fermeté"),
    }
}

fn gate_name(gate: Gate) -> &'static str {
    match gate {
        Gate::NoOpenDispute => "un litige est ouvert avec ce client",
        Gate::DueDateConfirmed => "l’échéance n’est qu’estimée, confirmez-la",
        Gate::CustomerKindKnown => "rien ne dit si ce client est un professionnel, dites-le",
        Gate::SettlementsConfirmed => "un paiement n’a été rapproché que par déduction, confirmez-le",
    }
}

fn pending(state: ActState) -> &'static str {
    match state {
        ActState::Dispatching => "est en cours d’envoi",
        ActState::Unknown => "est peut-être partie, vérifiez-le",
        _ => "est prête et attend d’être faite",
    }
}
