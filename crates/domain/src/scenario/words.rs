//! How the vocabulary of a scenario is written in its text, and said to people.

use super::{AfterPayment, ApprovalRule, Gate, Scenario, Step, Tone, When};
use base::fr::{self, NBSP};

impl Tone {
    /// From the softest to the hardest.
    pub const ALL: [Tone; 5] = [Tone::Service, Tone::Courteous, Tone::Neutral, Tone::Firm, Tone::Formal];

    pub fn code(self) -> &'static str {
        match self {
            Tone::Service => "service",
            Tone::Courteous => "courteous",
            Tone::Neutral => "neutral",
            Tone::Firm => "firm",
            Tone::Formal => "formal",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            Tone::Service => "serviable",
            Tone::Courteous => "courtois",
            Tone::Neutral => "neutre",
            Tone::Firm => "ferme",
            Tone::Formal => "solennel",
        }
    }

    /// From 1, the softest, to 5.
    pub fn level(self) -> usize {
        Self::ALL.iter().position(|t| *t == self).map_or(0, |at| at + 1)
    }
}

impl AfterPayment {
    pub const ALL: [AfterPayment; 3] = [AfterPayment::Thank, AfterPayment::ThankAndRecall, AfterPayment::Silent];

    pub fn code(self) -> &'static str {
        match self {
            AfterPayment::Thank => "thank",
            AfterPayment::ThankAndRecall => "thank_and_recall",
            AfterPayment::Silent => "silent",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            AfterPayment::Thank => "proposer un remerciement",
            AfterPayment::ThankAndRecall => "remercier, et rappeler une fois intérêts et indemnité réclamés",
            AfterPayment::Silent => "ne rien envoyer",
        }
    }
}

impl ApprovalRule {
    pub const ALL: [ApprovalRule; 3] = [ApprovalRule::Standing, ApprovalRule::Each, ApprovalRule::Owner];

    pub fn code(self) -> &'static str {
        match self {
            ApprovalRule::Standing => "standing",
            ApprovalRule::Each => "each",
            ApprovalRule::Owner => "owner",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    pub fn french(self) -> &'static str {
        match self {
            ApprovalRule::Standing => "automatique sous consigne signée",
            ApprovalRule::Each => "à confirmer une par une",
            ApprovalRule::Owner => "réservée au propriétaire",
        }
    }
}

impl Gate {
    pub const ALL: [Gate; 4] =
        [Gate::NoOpenDispute, Gate::DueDateConfirmed, Gate::SettlementsConfirmed, Gate::CustomerKindKnown];

    pub fn code(self) -> &'static str {
        match self {
            Gate::NoOpenDispute => "no_open_dispute",
            Gate::DueDateConfirmed => "due_date_confirmed",
            Gate::SettlementsConfirmed => "settlements_confirmed",
            Gate::CustomerKindKnown => "customer_kind_known",
        }
    }

    pub fn french(self) -> &'static str {
        match self {
            Gate::NoOpenDispute => "attend qu’aucun litige ne soit ouvert",
            Gate::DueDateConfirmed => "attend que l’échéance soit confirmée",
            Gate::SettlementsConfirmed => "attend que les règlements déduits soient confirmés",
            Gate::CustomerKindKnown => "attend que la nature du client soit connue",
        }
    }
}

impl Step {
    /// What must hold for the step to be done, in one sentence each.
    pub fn conditions(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some(minimum) = self.only_if.outstanding_min {
            sentences.push(format!("à partir de {} en jeu", fr::euros(minimum)));
        }
        if let Some(role) = self.only_if.has_role {
            sentences.push(format!("si l’on connaît {}", role.french()));
        }
        if self.include_from_days > 1 {
            let days = fr::count(self.include_from_days.unsigned_abs(), "jour", "jours");
            sentences.push(format!("pour les factures échues depuis {days} au moins"));
        }
        sentences.extend(self.gates.iter().map(|g| g.french().to_string()));
        sentences
    }
}

impl Scenario {
    /// The first day a step may come when all before it were done as early as they could, counted from the due date.
    pub fn earliest_day(&self, at: usize) -> i64 {
        match self.steps.get(at).map(|s| &s.when) {
            None => 0,
            Some(When::BeforeDue { days }) => -days,
            Some(When::AfterDue { days }) => (*days).max(1),
            Some(When::AfterStep { step, days }) => match self.position(step).filter(|named| *named < at) {
                Some(named) => self.earliest_day(named).saturating_add(*days),
                None => *days,
            },
        }
    }

    /// When a step comes, as a person says it.
    pub fn when_said(&self, step: &Step) -> String {
        let days = |n: i64| fr::count(n.unsigned_abs(), "jour", "jours");
        match &step.when {
            When::BeforeDue { days: n } => format!("{} avant l’échéance", days(*n)),
            When::AfterDue { days: n } => format!("{} après l’échéance", days(*n)),
            When::AfterStep { step, days: n } => {
                let title = self.steps.iter().find(|s| s.id == *step).map_or(step.as_str(), |s| s.title.as_str());
                format!("{} après «{NBSP}{title}{NBSP}»", days(*n))
            }
        }
    }
}
