//! Companies, customers, contacts, sources and mappings: written, read back whole, changed.

use super::make::{at, company, contact, day, id, invoice, party, source};
use super::{assert_not_found, assert_taken, both, read, write};
use app::ports::terms::BooksError;
use app::records::{KeyKind, PartyKey, PartyRecord};
use base::fold;
use domain::facts::KindBasis;

#[test]
fn several_companies_live_in_one_store() {
    both(|store| {
        let mut second = company(2);
        write(store, |books| books.insert_company(&second)).unwrap();
        assert_taken(write(store, |books| books.insert_company(&second)));
        second.name = "Autre nom".into();
        second.settings.live = false;
        second.address.postcode = Some("75002".into());
        write(store, |books| books.update_company(&second)).unwrap();
        assert_eq!(read(store, |books| books.companies()), [company(1), second.clone()]);
        assert_not_found(write(store, |books| books.update_company(&company(9))));
        assert!(read(store, |books| books.parties(second.id, "", 0, 10)).is_empty());
    });
}

#[test]
fn a_customer_is_found_by_its_keys_and_by_its_folded_name() {
    both(|store| {
        let mut bakery = party(4);
        bakery.name = "Boulangerie Dupré & Fils".into();
        bakery.search = fold::words(&bakery.name);
        let keys = [(KeyKind::Siren, "303265045"), (KeyKind::Name, "dupre")];
        let keys = keys.map(|(kind, value)| PartyKey { kind, value: value.into() });
        write(store, |books| {
            books.insert_party(&bakery)?;
            books.add_party_keys(id(1), bakery.id, &keys)?;
            books.add_party_keys(id(1), id(2), &keys[1..])
        })
        .unwrap();
        let unknown = PartyKey { kind: KeyKind::Code, value: "dupre".into() };
        let find = |keys: &[PartyKey]| read(store, |books| books.party_by_keys(id(1), keys));
        assert_eq!(find(&[unknown.clone(), keys[1].clone()]), Some(bakery.clone()), "a taken key stays where it is");
        assert_eq!(find(&[unknown]), None);
        assert_eq!(read(store, |books| books.party_by_keys(id(2), &keys)), None, "keys belong to one company");

        assert_eq!(read(store, |books| books.parties(id(1), "DUPRÉ", 0, 10)), [bakery.clone()]);
        assert_eq!(read(store, |books| books.parties(id(1), "%", 0, 10)).len(), 4, "no wildcard of the user's");
        let names = |offset, limit| {
            let found = read(store, |books| books.parties(id(1), "", offset, limit));
            found.into_iter().map(|party| party.name).collect::<Vec<_>>()
        };
        assert_eq!(names(1, 2), ["Client 1", "Client 2"]);

        bakery.is_key_account = true;
        bakery.address.city = Some("Lyon".into());
        bakery.agreed_rate = None;
        write(store, |books| books.update_party(&bakery)).unwrap();
        assert_eq!(read(store, |books| books.party(bakery.id)), Some(bakery.clone()));
        assert_eq!(read(store, |books| books.party(id(99))), None);
        assert_not_found(write(store, |books| books.update_party(&party(99))));
    });
}

#[test]
fn those_who_owe_and_are_of_unknown_kind_are_counted() {
    both(|store| {
        let owed = |n, party| invoice(n, party, 10_000, day(1));
        let count = || read(store, |books| books.debtors_of_unknown_kind(id(1)));
        assert_eq!(count(), 0);
        let change = |of: u64, basis, is_pseudo| {
            let changed = PartyRecord { kind_basis: basis, is_pseudo, ..party(of) };
            write(store, |books| books.update_party(&changed)).unwrap();
        };
        change(1, KindBasis::Assumed, false);
        change(2, KindBasis::Assumed, false);
        assert_eq!(count(), 0, "nobody owes anything yet");
        write(store, |books| books.insert_invoices(&[owed(1, 1), owed(2, 1), owed(3, 2)])).unwrap();
        assert_eq!((count(), read(store, |books| books.debtors_of_unknown_kind(id(2)))), (2, 0));
        change(2, KindBasis::Assumed, true);
        assert_eq!(count(), 1, "an accounting bucket is nobody");
        change(1, KindBasis::Stated, false);
        assert_eq!(count(), 0);
    });
}

#[test]
fn contacts_belong_to_their_customer() {
    both(|store| {
        let mut changed = contact(1, 1);
        write(store, |books| {
            books.insert_contact(&contact(2, 1))?;
            books.insert_contact(&changed)?;
            books.insert_contact(&contact(3, 2))
        })
        .unwrap();
        changed.phone = Some("0102030405".into());
        changed.email = None;
        write(store, |books| books.update_contact(&changed)).unwrap();
        assert_eq!(read(store, |books| books.contacts(id(1))), [changed, contact(2, 1)]);
        assert_not_found(write(store, |books| books.update_contact(&contact(9, 1))));
        let orphan = write(store, |books| books.insert_contact(&contact(4, 99)));
        assert!(matches!(orphan, Err(BooksError::Broken(_))), "{orphan:?}");
    });
}

#[test]
fn a_file_is_kept_once_byte_for_byte() {
    both(|store| {
        write(store, |books| books.insert_source(&source(7))).unwrap();
        let mut without_bytes = source(7);
        without_bytes.bytes = Default::default();
        let by_hash = |company| read(store, |books| books.source_by_sha256(id(company), &source(7).sha256));
        assert_eq!((by_hash(1), by_hash(2)), (Some(without_bytes), None));
        let bytes = read(store, |books| books.source_bytes(id(7)));
        assert_eq!(bytes, Some(("fichier-7.csv".into(), vec![0, 255, 7])));
        assert_eq!(read(store, |books| books.source_bytes(id(8))), None);
        let mut again = source(8);
        again.sha256 = source(7).sha256;
        assert_taken(write(store, |books| books.insert_source(&again)));
    });
}

#[test]
fn the_last_confirmed_mapping_is_remembered() {
    both(|store| {
        for (text, minutes) in [("{\"a\":1}", 1), ("{\"a\":2}", 2)] {
            write(store, |books| books.remember_mapping(id(1), "print", text, at(minutes))).unwrap();
            assert_eq!(read(store, |books| books.mapping(id(1), "print")).as_deref(), Some(text));
        }
        assert_eq!(read(store, |books| books.mapping(id(1), "other")), None);
    });
}
