//! The life of an act: prepared, then claimed, then an outcome. It says which events a state accepts; it sends nothing.
//!
//! `Prepared` is committed before anything leaves. A worker claims it (`Dispatching`) in a transaction of its own; from
//! that commit on, a crash leaves an act whose outcome is unknown, and an unknown outcome is never retried by the program.

use crate::facts::ActState;
use serde::{Deserialize, Serialize};

/// What happened to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActEvent {
    Claimed,
    HandedOver,
    Delivered,
    /// The carrier said no, or was never reached: it certainly did not leave.
    Failed,
    /// The carrier was lost after the message was given to it.
    OutcomeLost,
    Cancelled,
    /// A task carried out by a person.
    Done,
    /// A person looked and says it left.
    ConfirmedSent,
    /// A person looked and says it did not leave.
    ConfirmedNotSent,
    /// A letter came back: nobody of that name at that address. It reached nobody.
    Returned,
    /// The books were put back from a copy: it may have left since the copy was made.
    Restored,
}

impl ActEvent {
    pub const ALL: [ActEvent; 11] = [
        ActEvent::Claimed,
        ActEvent::HandedOver,
        ActEvent::Delivered,
        ActEvent::Failed,
        ActEvent::OutcomeLost,
        ActEvent::Cancelled,
        ActEvent::Done,
        ActEvent::ConfirmedSent,
        ActEvent::ConfirmedNotSent,
        ActEvent::Returned,
        ActEvent::Restored,
    ];

    pub fn code(self) -> &'static str {
        match self {
            ActEvent::Claimed => "claimed",
            ActEvent::HandedOver => "handed_over",
            ActEvent::Delivered => "delivered",
            ActEvent::Failed => "failed",
            ActEvent::OutcomeLost => "outcome_lost",
            ActEvent::Cancelled => "cancelled",
            ActEvent::Done => "done",
            ActEvent::ConfirmedSent => "confirmed_sent",
            ActEvent::ConfirmedNotSent => "confirmed_not_sent",
            ActEvent::Returned => "returned",
            ActEvent::Restored => "restored",
        }
    }

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.code() == code)
    }
}

/// An event that the state does not accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an act that is {state:?} cannot be {event:?}")]
pub struct RefusedEvent {
    pub state: ActState,
    pub event: ActEvent,
}

/// The state after the event.
///
/// # Errors
/// `RefusedEvent` when the event makes no sense in that state; the state is then unchanged.
pub fn apply(state: ActState, event: ActEvent) -> Result<ActState, RefusedEvent> {
    use ActEvent as E;
    use ActState as S;
    match (state, event) {
        (S::Prepared, E::Claimed) => Ok(S::Dispatching),
        (S::Prepared, E::Cancelled) => Ok(S::Cancelled),
        (S::Prepared, E::Done) => Ok(S::Done),
        (S::Prepared | S::Dispatching, E::Restored) => Ok(S::Unknown),
        (S::Done | S::HandedOver, E::Returned) => Ok(S::Failed),
        (S::Dispatching, E::HandedOver) => Ok(S::HandedOver),
        (S::Dispatching, E::Failed) => Ok(S::Failed),
        (S::Dispatching, E::OutcomeLost) => Ok(S::Unknown),
        (S::Unknown, E::ConfirmedSent) => Ok(S::HandedOver),
        (S::Unknown, E::ConfirmedNotSent) => Ok(S::Failed),
        (S::HandedOver, E::Delivered) => Ok(S::Delivered),
        (S::HandedOver, E::Failed) => Ok(S::Failed),
        _ => Err(RefusedEvent { state, event }),
    }
}

/// The state after a recorded sequence of events, starting from `Prepared`; refused events are skipped.
pub fn state_after(events: impl IntoIterator<Item = ActEvent>) -> ActState {
    events.into_iter().fold(ActState::Prepared, |state, event| apply(state, event).unwrap_or(state))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_twice_whatever_the_events() {
        for state in ActState::ALL {
            let again = apply(state, ActEvent::Claimed);
            assert_eq!(again.is_ok(), state == ActState::Prepared, "{state:?}");
        }
    }

    #[test]
    fn an_unknown_outcome_only_moves_by_a_person() {
        let moves: Vec<ActEvent> = ActEvent::ALL.into_iter().filter(|e| apply(ActState::Unknown, *e).is_ok()).collect();
        assert_eq!(moves, [ActEvent::ConfirmedSent, ActEvent::ConfirmedNotSent]);
    }

    #[test]
    fn refused_events_leave_the_state() {
        assert_eq!(state_after([ActEvent::Delivered, ActEvent::Claimed, ActEvent::Done]), ActState::Dispatching);
    }
}
