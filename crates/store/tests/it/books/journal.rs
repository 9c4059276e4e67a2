//! The journal comes back byte for byte, in order, each number once; what it says of persons can be erased.

use super::make::{act, at, company, contact, day, hold, id, invoice, payment, source};
use super::{assert_taken, both, read, write};
use app::ports::screens::JournalFilter;
use app::ports::terms::BooksError;
use app::records::InvoiceRecord;
use base::id::{ActKind, ContactKind, HoldKind, InvoiceKind, PartyKind, PaymentKind, SourceKind};
use domain::journal::kinds::{SendingSwitched, SettingsChanged};
use domain::journal::{Actor, EntryDraft, JournalEntry, JournalKind, Subject, append, verify};
use store::SqlStore;

fn draft(company: u64, n: i64) -> EntryDraft {
    let actors = [
        Actor::Person { name: "Anne « Léa » O'Neil".into() },
        Actor::StandingOrder { reference: "CP-1".into() },
        Actor::Program,
    ];
    let changed = SettingsChanged { field: "iban".into(), before: None, after: Some(format!("FR{n} é€\u{2028}\\")) };
    EntryDraft {
        recorded_at: at(100 - n),
        company: id(company),
        actor: actors[n as usize % 3].clone(),
        subject: Subject::of(id::<base::id::CompanyKind>(company)),
        kind: if n % 2 == 0 {
            JournalKind::SendingSwitched(SendingSwitched { live: true })
        } else {
            JournalKind::SettingsChanged(changed)
        },
    }
}

fn add(store: &SqlStore, company: u64, n: i64) -> JournalEntry {
    write(store, |books| {
        let head = books.journal_head(id(company))?.map(|entry| entry.head());
        let entry = append(head.as_ref(), draft(company, n)).unwrap();
        books.append_journal(&entry)?;
        Ok(entry)
    })
    .unwrap()
}

fn all(store: &SqlStore, company: u64) -> Vec<JournalEntry> {
    read(store, |books| {
        let mut entries = Vec::new();
        books.journal(id(company), &mut |entry| {
            entries.push(entry);
            Ok(())
        })?;
        Ok(entries)
    })
}

#[test]
fn each_company_has_a_chain_that_holds() {
    both(|store| {
        write(store, |books| books.insert_company(&company(2))).unwrap();
        assert_eq!(read(store, |books| books.journal_head(id(1))), None);
        let first: Vec<JournalEntry> = (1..=12).map(|n| add(store, 1, n)).collect();
        let second = [add(store, 2, 1), add(store, 2, 2)];
        assert_eq!(all(store, 1), first);
        assert_eq!(all(store, 2), second);
        assert_eq!(read(store, |books| books.journal_head(id(1))).as_ref(), first.last());
        assert_eq!(verify(all(store, 1), None).unwrap(), first.last().map(JournalEntry::head));
        let rival = append(Some(&first[4].head()), draft(1, 50)).unwrap();
        assert_taken(write(store, |books| books.append_journal(&rival)));
    });
}

#[test]
fn what_followed_an_entry_and_what_is_about_a_customer() {
    both(|store| {
        write(store, |books| {
            books.insert_contact(&contact(3, 1))?;
            books.insert_contact(&contact(4, 2))?;
            books.insert_source(&source(5))?;
            let from_file = InvoiceRecord { source: Some(id(5)), ..invoice(6, 1, 10_000, day(1)) };
            books.insert_invoices(&[from_file, invoice(7, 2, 10_000, day(1))])?;
            books.insert_payments(&[payment(8, 1, 500, day(2))])?;
            books.insert_hold(&hold(9, 1, day(3), 3))?;
            books.insert_act(&act(10, 1, day(3), &[6]))
        })
        .unwrap();
        let mut about = read(store, |books| books.subjects_of_party(id(1), id(1)));
        about.sort();
        let mut expected = vec![
            id::<PartyKind>(1).to_string(),
            id::<ContactKind>(3).to_string(),
            id::<SourceKind>(5).to_string(),
            id::<InvoiceKind>(6).to_string(),
            id::<PaymentKind>(8).to_string(),
            id::<HoldKind>(9).to_string(),
            id::<ActKind>(10).to_string(),
        ];
        expected.sort();
        assert_eq!(about, expected);

        let entries: Vec<JournalEntry> = (1..=3).map(|n| add(store, 1, n)).collect();
        let since = |subject: &str| {
            read(store, |books| {
                let mut found = Vec::new();
                books.journal_since(id(1), subject, &mut |entry| {
                    found.push(entry);
                    Ok(())
                })?;
                Ok(found)
            })
        };
        assert_eq!(since(entries[0].subject.as_str()), entries[1..], "after the first of that subject");
        assert_eq!(since("agd_unknown"), []);
    });
}

/// Pages that show some kinds only hold what the whole journal holds of them, newest first, page after page.
#[test]
fn pages_of_some_kinds_hold_all_of_them_in_order() {
    both(|store| {
        write(store, |books| books.insert_company(&company(2))).unwrap();
        (1..=9).for_each(|n| drop((add(store, 1, n), add(store, 2, n))));
        for kinds in
            [vec![], vec!["sending_switched"], vec!["settings_changed", "sending_switched"], vec!["act_failed"]]
        {
            let among = |entry: &JournalEntry| kinds.is_empty() || kinds.contains(&entry.kind.as_str());
            let wanted: Vec<u64> = all(store, 1).iter().rev().filter(|e| among(e)).map(|e| e.seq).collect();
            let mut filter = JournalFilter { kinds: kinds.clone(), ..JournalFilter::default() };
            let mut found = Vec::new();
            loop {
                let page = read(store, |books| books.journal_page(id(1), &filter, 2));
                let Some(last) = page.last() else { break };
                filter.before = Some(last.seq);
                found.extend(page.iter().map(|entry| entry.seq));
            }
            assert_eq!(found, wanted, "{kinds:?}");
        }
    });
}

/// Every filter, and two together, give what reading the whole would.
#[test]
fn entries_are_found_by_author_instant_and_subject() {
    both(|store| {
        write(store, |books| books.insert_company(&company(2))).unwrap();
        (1..=9).for_each(|n| drop((add(store, 1, n), add(store, 2, n))));
        let anne = Actor::Person { name: "Anne « Léa » O'Neil".into() };
        let authors = read(store, |books| books.journal_actors(id(1)));
        assert!(authors.len() == 3 && authors.contains(&anne) && authors.contains(&Actor::Program), "{authors:?}");
        assert_eq!(read(store, |books| books.journal_actors(id(3))), []);
        for filter in filters(&anne) {
            let holds = |e: &JournalEntry| holds(&filter, e);
            let wanted: Vec<u64> = all(store, 1).iter().rev().filter(|e| holds(e)).map(|e| e.seq).collect();
            let found: Vec<u64> = read(store, |b| b.journal_page(id(1), &filter, 50)).iter().map(|e| e.seq).collect();
            assert_eq!(found, wanted, "{filter:?}");
        }
    });
}

fn filters(anne: &Actor) -> Vec<JournalFilter> {
    let own = Subject::of(id::<base::id::CompanyKind>(1)).as_str().to_string();
    let (none, by) = (JournalFilter::default, |actors: &[&Actor]| Some(actors.iter().copied().cloned().collect()));
    let about = |subjects: &[&str]| Some(subjects.iter().map(ToString::to_string).collect());
    vec![
        JournalFilter { actors: by(&[anne]), ..none() },
        JournalFilter { actors: by(&[anne, &Actor::Program]), kinds: vec!["settings_changed"], ..none() },
        JournalFilter { actors: by(&[]), ..none() },
        JournalFilter { from: Some(at(95)), ..none() },
        JournalFilter { until: Some(at(95)), actors: by(&[anne]), ..none() },
        JournalFilter { from: Some(at(93)), until: Some(at(97)), without: vec!["sending_switched"], ..none() },
        JournalFilter { subjects: about(&[&own, "inv_unknown"]), kinds: vec!["sending_switched"], ..none() },
        JournalFilter { subjects: about(&["inv_unknown"]), ..none() },
        JournalFilter { subjects: about(&[]), ..none() },
        JournalFilter { subject: own, actors: by(&[anne]), after: Some(3), before: Some(8), ..none() },
    ]
}

fn holds(filter: &JournalFilter, e: &JournalEntry) -> bool {
    let (kind, subject) = (e.kind.as_str(), e.subject.as_str());
    (filter.kinds.is_empty() || filter.kinds.contains(&kind))
        && !filter.without.contains(&kind)
        && (filter.subject.is_empty() || subject == filter.subject)
        && filter.subjects.as_ref().is_none_or(|all| all.iter().any(|s| s == subject))
        && filter.actors.as_ref().is_none_or(|all| all.contains(&e.actor))
        && filter.from.is_none_or(|at| e.recorded_at >= at)
        && filter.until.is_none_or(|at| e.recorded_at < at)
        && filter.after.is_none_or(|seq| e.seq > seq)
        && filter.before.is_none_or(|seq| e.seq < seq)
}

#[test]
fn reading_stops_where_the_reader_says() {
    both(|store| {
        (1..=3).for_each(|n| drop(add(store, 1, n)));
        let mut seen = 0;
        let stopped = write(store, |books| {
            books.journal(id(1), &mut |_| {
                seen += 1;
                Err(BooksError::NotFound("assez".into()))
            })
        });
        assert!(matches!(stopped, Err(BooksError::NotFound(why)) if why == "assez"));
        assert_eq!(seen, 1);
    });
}

#[test]
fn personal_data_can_be_erased() {
    both(|store| {
        let find = |reference: &str| read(store, |books| books.personal(reference));
        write(store, |books| {
            books.insert_personal(id(1), "psn_1", &[7; 16], "Mme Durand")?;
            books.insert_personal(id(1), "psn_1", &[7; 16], "Mme Durand")
        })
        .unwrap();
        assert_eq!((find("psn_1").as_deref(), find("psn_2")), (Some("Mme Durand"), None));
        assert!(write(store, |books| books.erase_personal("psn_1")).unwrap());
        assert!(!write(store, |books| books.erase_personal("psn_1")).unwrap());
        assert_eq!(find("psn_1"), None);
    });
}
