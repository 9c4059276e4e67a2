//! The life of an act: the table of its transitions is that of the specification, and no sequence of events breaks it.

use domain::act::{ActEvent, apply, state_after};
use domain::facts::ActState;
use proptest::prelude::*;
use proptest::sample::select;

const SPECIFICATION: &str = include_str!("../../../../docs/spec/act.md");

fn row(state: ActState) -> String {
    let cells =
        ActEvent::ALL.map(|event| apply(state, event).map_or("·".to_string(), |after| format!("`{}`", after.code())));
    format!("| `{}` | {} |", state.code(), cells.join(" | "))
}

#[test]
fn the_table_of_the_specification_is_that_of_the_code() {
    let head = format!("| | {} |", ActEvent::ALL.map(|event| format!("`{}`", event.code())).join(" | "));
    let rule = format!("|---{}|", "|---".repeat(ActEvent::ALL.len()));
    let rows: Vec<String> = [head, rule].into_iter().chain(ActState::ALL.map(row)).collect();
    let table = rows.join("\n");
    assert!(
        SPECIFICATION.contains(&table),
        "In docs/spec/act.md, the table must read (copy it from here):\n\n{table}\n"
    );
}

#[test]
fn the_states_of_the_specification_are_those_of_the_code() {
    let mark = |yes: bool| if yes { "yes" } else { "no" };
    let rows = ActState::ALL.map(|s| {
        format!("| `{}` | {} | {} | {} |", s.code(), s.french(), mark(s.counts_as_performed()), mark(s.is_pending()))
    });
    let table = rows.join("\n");
    assert!(
        SPECIFICATION.contains(&table),
        "In docs/spec/act.md, the states must read (copy them from here):\n\n{table}\n"
    );
}

#[test]
fn codes_read_back_and_are_those_of_json() {
    for state in ActState::ALL {
        assert_eq!(ActState::parse(state.code()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
    for event in ActEvent::ALL {
        assert_eq!(ActEvent::parse(event.code()), Some(event));
        assert_eq!(serde_json::to_value(event).unwrap(), event.code());
    }
}

#[test]
fn an_end_is_an_end_and_no_state_both_waits_and_counts() {
    for state in ActState::ALL {
        let moves = ActEvent::ALL.into_iter().filter(|event| apply(state, *event).is_ok()).count();
        let is_end = matches!(state, ActState::Delivered | ActState::Failed | ActState::Cancelled);
        assert_eq!(moves == 0, is_end, "{state:?}");
        assert!(!(state.counts_as_performed() && state.is_pending()), "{state:?}");
    }
}

proptest! {
    /// Whatever is recorded, in whatever order, twice or not: at most one claim counts, and what left stays out.
    #[test]
    fn an_act_leaves_at_most_once(events in prop::collection::vec(select(ActEvent::ALL.to_vec()), 0..20)) {
        let mut state = ActState::Prepared;
        let (mut claims, mut performed) = (0, 0);
        for event in &events {
            match apply(state, *event) {
                Ok(after) => {
                    claims += usize::from(*event == ActEvent::Claimed);
                    performed += usize::from(after.counts_as_performed() && !state.counts_as_performed());
                    state = after;
                }
                Err(refused) => prop_assert_eq!((refused.state, refused.event), (state, *event)),
            }
        }
        prop_assert!(claims <= 1 && performed <= 1);
        prop_assert_eq!(state_after(events), state);
    }
}
