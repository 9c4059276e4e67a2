//! Answers of customers: what waits, for whom it is seen, and what a planning reads of it on a day and at an instant.

use super::make::{act, at, contact, day, event, id, invoice};
use super::{assert_taken, both, on, read, write};
use app::ports::replies::ReplyList;
use app::ports::screens::{Cut, Scope};
use app::ports::terms::View;
use app::records::{ReplyEnd, ReplyFile, ReplyMeant, ReplyRecord, ReplyWord, UserRecord};
use base::id::ReplyId;
use domain::act::ActEvent;
use store::SqlStore;

const ALL: Cut = Cut { offset: 0, limit: 100 };

pub(super) fn reply(n: u64, party: u64, noted: i64) -> ReplyRecord {
    ReplyRecord {
        id: id(n),
        company: id(1),
        party: id(party),
        act: None,
        received_on: day(noted - 1),
        noted_on: day(noted),
        sender: Some(format!("psn_from{n}")),
        subject: None,
        text: Some(format!("psn_text{n}")),
        file: Some(ReplyFile { name: format!("{n}.eml"), sha256: format!("{n:064x}") }),
        author: "Anne".into(),
        recorded_at: at(noted * 1_440),
    }
}

pub(super) fn word(reply: u64, end: ReplyEnd, said: i64) -> ReplyWord {
    ReplyWord {
        reply: id(reply),
        company: id(1),
        end,
        meaning: (end == ReplyEnd::Handled).then_some(ReplyMeant::Promise),
        on: day(said),
        note: Some("psn_note".into()),
        author: "Léo".into(),
        recorded_at: at(said * 1_440),
    }
}

/// Customer 1 answered an act on day 43 and again on day 45; customer 2 on day 44. The first answer was handled on day 46.
fn fill(store: &SqlStore) {
    write(store, |books| {
        books.insert_invoices(&[invoice(1, 1, 100, day(0)), invoice(2, 2, 200, day(0))])?;
        books.insert_act(&act(1, 1, day(42), &[1]))?;
        books.insert_act_event(&event(1, 1, ActEvent::Claimed, day(42)))?;
        books.insert_act_event(&event(1, 2, ActEvent::HandedOver, day(42)))?;
        books.insert_contact(&contact(1, 1))?;
        books.insert_personal(id(1), "psn_from1", &[1; 16], "Léa <lea@client.example>")?;
        books.insert_personal(id(1), "psn_text1", &[2; 16], "Je paie vendredi.")?;
        books.insert_personal(id(1), "psn_note", &[3; 16], "vu avec Léa")?;
        books.insert_reply(&ReplyRecord { act: Some(id(1)), ..reply(1, 1, 43) }, Some(b"From: lea"))?;
        books.insert_reply(&reply(2, 2, 44), Some(b"2"))?;
        books.insert_reply(&ReplyRecord { file: None, ..reply(3, 1, 45) }, None)?;
        books.insert_reply_word(&word(1, ReplyEnd::Handled, 46))
    })
    .unwrap();
}

fn listed(store: &SqlStore, scope: Scope, list: ReplyList) -> Vec<ReplyId> {
    read(store, |books| books.reply_rows(scope, list, ALL)).iter().map(|row| row.reply.id).collect()
}

#[test]
fn what_waits_is_listed_the_oldest_first_and_each_end_is_said_once() {
    both(|store| {
        fill(store);
        let scope = Scope { company: id(1), keeper: None };
        assert_eq!(listed(store, scope, ReplyList::Waiting), [id(2), id(3)]);
        assert_eq!(listed(store, scope, ReplyList::All), [id(3), id(2), id(1)]);
        assert_eq!(listed(store, scope, ReplyList::OfParty(id(1))), [id(3), id(1)]);
        assert_eq!(listed(store, scope, ReplyList::ToAct(id(1))), [id(1)]);
        assert_eq!(read(store, |books| books.replies_waiting(scope)), 2);
        let row = read(store, |books| books.reply(id(1))).unwrap();
        assert_eq!((row.sender.as_str(), row.text.as_str()), ("Léa <lea@client.example>", "Je paie vendredi."));
        assert_eq!(row.answers, Some(("Relance courtoise".to_string(), day(42))));
        let handled = row.handled.unwrap();
        assert_eq!(
            (handled.meaning, handled.on, handled.note.as_str()),
            (Some(ReplyMeant::Promise), day(46), "vu avec Léa")
        );
        assert_eq!(read(store, |books| books.reply_file(id(1))), Some(b"From: lea".to_vec()));
        assert_taken(write(store, |books| books.insert_reply_word(&word(1, ReplyEnd::Handled, 47))));
        // What was erased reads as blank; the fact stays.
        write(store, |books| books.erase_personal("psn_text1")).unwrap();
        assert_eq!(read(store, |books| books.reply(id(1))).unwrap().text, "");
    });
}

#[test]
fn a_salesperson_sees_the_answers_of_own_customers() {
    both(|store| {
        fill(store);
        write(store, |books| {
            let user = UserRecord {
                id: id(9),
                email: "sam@societe.example".into(),
                name: "Sam".into(),
                password: String::new(),
                totp: None,
                created_at: at(0),
                disabled_at: None,
                is_provisional: false,
            };
            books.insert_user(&user)?;
            books.put_keeper(id(1), id(1), Some(id(9)))
        })
        .unwrap();
        let own = Scope { company: id(1), keeper: Some(id(9)) };
        assert_eq!(listed(store, own, ReplyList::Waiting), [id(3)]);
        assert_eq!(read(store, |books| books.replies_waiting(own)), 1);
        let all = Scope { company: id(1), keeper: None };
        let at = |scope, address: &str| read(store, |books| books.customers_at(scope, address));
        assert_eq!(at(all, "DURAND@client.example"), [id(1)]);
        assert_eq!(at(Scope { keeper: Some(id(8)), ..all }, "durand@client.example"), []);
    });
}

#[test]
fn the_same_file_is_known_until_its_reply_is_withdrawn() {
    both(|store| {
        fill(store);
        let of_file = |n: u64| read(store, |books| books.reply_of_file(id(1), &format!("{n:064x}")));
        assert_eq!((of_file(1), of_file(2), of_file(7)), (Some(id(1)), Some(id(2)), None));
        write(store, |books| books.insert_reply_word(&word(2, ReplyEnd::Withdrawn, 47))).unwrap();
        assert_eq!(of_file(2), None);
        let mut files = Vec::new();
        read(store, |books| {
            books.each_reply_file(id(1), &mut |name, sha256, bytes| {
                files.push((name, sha256.len(), bytes.len()));
                Ok(())
            })
        });
        assert_eq!(files, [("1.eml".to_string(), 64, 9), ("2.eml".to_string(), 64, 1)]);
    });
}

#[test]
fn a_planning_reads_what_nobody_had_dealt_with_in_its_view() {
    both(|store| {
        fill(store);
        let open = |view: View| -> Vec<Vec<ReplyId>> {
            let debtors = read(store, |books| books.debtors(id(1), None, 10, view));
            debtors.iter().map(|d| d.replies.iter().map(|r| r.id).collect()).collect()
        };
        assert_eq!(open(on(day(42))), [vec![], vec![]]);
        assert_eq!(open(on(day(44))), [vec![id(1)], vec![id(2)]]);
        assert_eq!(open(on(day(47))), [vec![id(3)], vec![id(2)]]);
        assert_eq!(open(on(day(200))), [vec![], vec![]], "too old to hold anything back");
        let then = View { as_of: day(45), known_at: Some(at(44 * 1_440)) };
        assert_eq!(open(then), [vec![id(1)], vec![id(2)]], "the third was recorded later");
    });
}
