//! Why an amount is expected on its day, or on none: as data, and as a French sentence.

use super::habit::{Habit, Whose};
use crate::facts::HoldKind;
use base::{Date, fr};
use serde::{Deserialize, Serialize};

/// Why an amount is expected then, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    Word {
        kind: HoldKind,
        until: Option<Date>,
    },
    WordBroken {
        until: Date,
    },
    /// A payment of an instalment plan; late when its day has passed.
    Instalment {
        on: Date,
        is_late: bool,
    },
    Dispute {
        since: Date,
        until: Option<Date>,
    },
    /// Collective proceedings, sold, or written off: not ours to wait for.
    NotOurs {
        kind: HoldKind,
        since: Date,
    },
    Habit {
        due_on: Date,
        habit: Habit,
    },
    /// Later than this customer ever usually is: as many days again are counted.
    BeyondHabit {
        usually_on: Date,
        habit: Habit,
        days_beyond: i64,
    },
}

impl Because {
    pub fn french(&self) -> String {
        let day = |d: &Date| fr::date(*d);
        match self {
            Because::Word { kind, until: Some(until) } => {
                format!("{} pour le {}.", fr::capital(kind.french()), day(until))
            }
            Because::Word { kind, until: None } => format!("{}, sans date.", fr::capital(kind.french())),
            Because::WordBroken { until } => format!("Promesse du {} non tenue : plus de date sûre.", day(until)),
            Because::Instalment { on, is_late: false } => format!("Versement de l’échéancier, le {}.", day(on)),
            Because::Instalment { on, is_late: true } => {
                format!("Versement de l’échéancier du {} en retard : plus de date sûre.", day(on))
            }
            Because::Dispute { since, until: Some(until) } => {
                format!("En litige depuis le {}, fin prévue le {}.", day(since), day(until))
            }
            Because::Dispute { since, until: None } => format!("En litige depuis le {}, sans fin prévue.", day(since)),
            Because::NotOurs { kind, since } => format!("{} depuis le {}.", fr::capital(kind.french()), day(since)),
            Because::Habit { due_on, habit } => format!("Échéance du {}, {}.", day(due_on), habit_words(*habit)),
            Because::BeyondHabit { usually_on, habit, days_beyond } => format!(
                "Aurait dû arriver le {} ({}) : {} de plus, nous en comptons autant encore.",
                day(usually_on),
                habit_words(*habit),
                days(*days_beyond)
            ),
        }
    }
}

fn habit_words(habit: Habit) -> String {
    let when = match habit.days {
        0 => "à l’échéance".to_string(),
        late if late > 0 => format!("{} après l’échéance", days(late)),
        early => format!("{} avant l’échéance", days(early)),
    };
    let seen = fr::count(u64::from(habit.invoices), "facture réglée", "factures réglées");
    match habit.whose {
        Whose::Customer => format!("ce client paie d’habitude {when}, sur {seen} en un an"),
        Whose::Company => format!("client trop peu connu : vos clients paient d’habitude {when}, sur {seen} en un an"),
        Whose::Nobody => "aucune habitude n’est encore connue".to_string(),
    }
}

fn days(n: i64) -> String {
    fr::count(n.unsigned_abs(), "jour", "jours")
}
