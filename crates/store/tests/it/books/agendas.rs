//! Plannings, scenarios and law values as kept.

use super::make::{at, day, id};
use super::{assert_not_found, assert_taken, both, read, write};
use app::ports::books::Store;
use app::records::{AgendaLine, AgendaRun, StoredProposal};

fn run(n: u64, on: i64) -> AgendaRun {
    AgendaRun {
        id: id(n),
        company: id(1),
        as_of: day(on),
        recorded_at: at(n as i64),
        inputs_hash: String::new(),
        law_edition: "2026-11".into(),
        program_version: "0.1.0".into(),
        proposals: 0,
        silences: 0,
    }
}

#[test]
fn a_planning_is_kept_line_by_line() {
    both(|store| {
        let proposals: Vec<StoredProposal> =
            (1..=5).map(|seq| StoredProposal { seq, party: id(1), json: format!("{{\"seq\":{seq}}}") }).collect();
        let line = |n: u64, party: u64, proposal| AgendaLine {
            invoice: id(n),
            party: id(party),
            proposal,
            reason: "due_since".into(),
            next_on: proposal.is_none().then(|| day(60)),
            json: "{}".into(),
            is_contested: false,
        };
        let part = AgendaLine { is_contested: true, ..line(2, 1, None) };
        let lines = [line(2, 1, Some(1)), line(1, 1, None), line(3, 2, None), part];
        let mut closed = run(1, 50);
        (closed.inputs_hash, closed.proposals, closed.silences) = ("abc".into(), 5, 2);
        write(store, |books| {
            books.insert_run(&run(1, 50))?;
            books.insert_agenda(id(1), &proposals[..3], &lines[..2])?;
            books.insert_agenda(id(1), &proposals[3..], &lines[2..])?;
            books.close_run(&closed)
        })
        .unwrap();
        assert_eq!(read(store, |books| books.proposals(id(1), 0, 3)), proposals[..3]);
        assert_eq!(read(store, |books| books.proposals(id(1), 3, 30)), proposals[3..]);
        assert_eq!(read(store, |books| books.proposals_of_party(id(1), id(1))), proposals);
        assert!(read(store, |books| books.proposals_of_party(id(1), id(2))).is_empty());
        assert_eq!(
            read(store, |books| books.agenda_lines(id(1), id(1))),
            [lines[1].clone(), lines[0].clone(), lines[3].clone()]
        );
        let mut silent = Vec::new();
        store
            .read(&mut |books| {
                books.silences(id(1), &mut |line| {
                    silent.push(line);
                    Ok(())
                })
            })
            .unwrap();
        assert_eq!(silent, [lines[1].clone(), lines[3].clone(), lines[2].clone()]);
        assert_eq!(read(store, |books| books.last_run(id(1), Some(day(50)))), Some(closed.clone()));
        assert_taken(write(store, |books| books.insert_agenda(id(1), &proposals[..1], &[])));
        assert_taken(write(store, |books| books.insert_agenda(id(1), &[], &lines[..1])));
        assert_not_found(write(store, |books| books.insert_agenda(id(7), &proposals, &lines)));
        assert_not_found(write(store, |books| books.close_run(&run(7, 1))));
    });
}

#[test]
fn the_last_run_is_the_last_recorded() {
    both(|store| {
        write(store, |books| [run(1, 50), run(3, 51), run(2, 51)].iter().try_for_each(|run| books.insert_run(run)))
            .unwrap();
        let last = |on: Option<i64>| read(store, |books| books.last_run(id(1), on.map(day))).map(|run| run.id);
        assert_eq!(
            (last(None), last(Some(51)), last(Some(50)), last(Some(49))),
            (Some(id(3)), Some(id(3)), Some(id(1)), None)
        );
    });
}

#[test]
fn a_new_version_of_a_scenario_becomes_current() {
    both(|store| {
        write(store, |books| {
            books.insert_scenario(id(1), "standard", "1", "a = 1", at(1))?;
            books.insert_scenario(id(1), "doux", "1", "b = 1", at(1))?;
            books.insert_scenario(id(1), "standard", "2", "a = 2", at(2))
        })
        .unwrap();
        let row = |name: &str, version: &str, text: &str, current| {
            (name.to_string(), version.to_string(), text.to_string(), current)
        };
        let expected = [
            row("doux", "1", "b = 1", true),
            row("standard", "1", "a = 1", false),
            row("standard", "2", "a = 2", true),
        ];
        assert_eq!(read(store, |books| books.scenario_texts(id(1), None)), expected);
        assert_taken(write(store, |books| books.insert_scenario(id(1), "standard", "1", "a = 3", at(3))));
        assert_eq!(read(store, |books| books.scenario_texts(id(1), None)), expected, "a version never changes");
        let then = [row("doux", "1", "b = 1", true), row("standard", "1", "a = 1", true)];
        assert_eq!(read(store, |books| books.scenario_texts(id(1), Some(at(1)))), then, "what was in force then");
        assert_eq!(read(store, |books| books.scenario_texts(id(1), Some(at(2)))), expected);
        assert_eq!(read(store, |books| books.scenario_texts(id(1), Some(at(0)))), []);
    });
}

#[test]
fn law_values_come_back_in_order() {
    both(|store| {
        for json in ["{\"z\":1}", "{\"a\":1}", "{\"z\":1}"] {
            write(store, |books| books.insert_law_value(json, "Anne", at(1))).unwrap();
        }
        assert_eq!(read(store, |books| books.law_values()), ["{\"z\":1}", "{\"a\":1}", "{\"z\":1}"]);
    });
}
