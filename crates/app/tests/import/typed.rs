//! An invoice that a person types: taken as a file would be, known when it comes again, told when it contradicts.

use crate::office::{Office, day};
use crate::paper::csv;
use app::AppError;
use app::import::{FileOutcome, NewCustomer, ReadFile, Typed, TypedCustomer, TypedDue, TypedInvoice, add};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency};
use domain::facts::{ContactRole, DueBasis, KindBasis, PartyKind};

fn typed() -> TypedInvoice {
    TypedInvoice {
        customer: TypedCustomer::New(NewCustomer {
            name: "Bâti Ouest SARL".into(),
            kind: Some(PartyKind::Business),
            email: "compta@batiouest.example".into(),
            address: "3 rue des Lices".into(),
            postcode: "35000".into(),
            city: "Rennes".into(),
            ..NewCustomer::default()
        }),
        number: "F-2026-031".into(),
        issued_on: day("2026-09-15"),
        due: TypedDue::Terms("30 jours".into()),
        gross: Cents::new(120_000),
        vat: Some(Cents::new(20_000)),
        currency: Currency::EUR,
        subject: "Refonte du site".into(),
        order_reference: String::new(),
        paper: None,
    }
}

fn add_to(office: &Office, typed: &TypedInvoice) -> Result<Typed, AppError> {
    add(&office.world(), &office.company, typed)
}

fn taken(office: &Office, typed: &TypedInvoice) -> InvoiceId {
    match add_to(office, typed).unwrap() {
        Typed::Recorded(id) => id,
        Typed::Known(_) => panic!("{} was known", typed.number),
    }
}

fn refused(office: &Office, typed: &TypedInvoice) -> String {
    let before = (office.picture(), office.accounts(), sentences(office).len());
    let told = add_to(office, typed).unwrap_err().to_string();
    assert_eq!((office.picture(), office.accounts(), sentences(office).len()), before, "nothing is written");
    plain(&told)
}

fn sentences(office: &Office) -> Vec<String> {
    let world = office.world();
    world
        .read(|books| {
            let mut all = Vec::new();
            books.journal(office.company.id, &mut |entry| {
                all.push(told(&entry));
                Ok(())
            })?;
            Ok(all)
        })
        .unwrap()
}

/// With plain spaces.
fn told(entry: &domain::journal::JournalEntry) -> String {
    plain(&format!("{} : {}", entry.actor, entry.sentence(&domain::journal::nothing_known)))
}

fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

fn customer(office: &Office, name: &str) -> PartyId {
    let found = office.world().read(|books| Ok(books.parties(office.company.id, &base::fold::words(name), 0, 9)?));
    found.unwrap().remove(0).id
}

/// A PDF that says nothing to a program.
fn paper(name: &str, mark: &str) -> ReadFile {
    let reading = draft::Reading::of(draft::Format::PlainPdf);
    ReadFile::of(name.into(), format!("%PDF-1.7\n{mark}\n%%EOF\n").into_bytes(), reading)
}

#[test]
fn it_is_owed_by_its_customer_and_says_who_typed_it() {
    testkit::both(|url| {
        let office = Office::open(url);
        let id = taken(&office, &typed());
        let (invoice, balance, said, party, people) = office
            .world()
            .read(|books| {
                let invoice = books.invoice(id)?.unwrap();
                let (party, people) = (books.party(invoice.party)?.unwrap(), books.contacts(invoice.party)?);
                Ok((invoice, books.balance(id)?.unwrap(), books.typed_invoice(id)?.unwrap(), party, people))
            })
            .unwrap();
        assert_eq!((invoice.gross, balance.outstanding), (Cents::new(120_000), Cents::new(120_000)));
        assert_eq!((balance.due_on, balance.due_basis), (day("2026-10-15"), DueBasis::Terms));
        assert_eq!((party.kind, party.kind_basis), (PartyKind::Business, KindBasis::Stated));
        assert_eq!(party.address.city.as_deref(), Some("Rennes"));
        assert_eq!(people[0].email.as_deref(), Some("compta@batiouest.example"));
        assert_eq!(people[0].role, ContactRole::AccountsPayable);
        assert_eq!((said.author.as_str(), said.vat), ("Anne", Some(Cents::new(20_000))));
        assert_eq!(said.subject.as_deref(), Some("Refonte du site"));
        let (name, bytes) =
            office.world().read(|books| Ok(books.source_bytes(invoice.source.unwrap())?)).unwrap().unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(name, "Saisie de la facture F-2026-031.csv");
        assert!(
            text.contains("F-2026-031;2026-09-15;") && text.contains(";1200,00;200,00;EUR;Refonte du site;"),
            "{text}"
        );
        let journal = sentences(&office);
        let typed: Vec<&String> = journal.iter().filter(|s| s.contains("saisie à la main")).collect();
        assert_eq!(typed.len(), 1, "{journal:?}");
        assert!(typed[0].starts_with("Anne : La facture « F-2026-031 » du 15 septembre 2026"), "{}", typed[0]);
        office.is_sound();
    });
}

#[test]
fn typed_twice_it_is_known_and_another_content_is_told() {
    testkit::both(|url| {
        let office = Office::open(url);
        let id = taken(&office, &typed());
        let entries = sentences(&office).len();
        let again = TypedInvoice { subject: "Autre objet".into(), ..typed() };
        assert_eq!(add_to(&office, &again).unwrap(), Typed::Known(id));
        assert_eq!(sentences(&office).len(), entries, "nothing is written");
        let dearer = refused(&office, &TypedInvoice { gross: Cents::new(130_000), ..typed() });
        assert!(
            dearer.contains("déjà dans vos comptes avec un autre contenu") && dearer.contains("1 300,00"),
            "{dearer}"
        );
        let later = refused(&office, &TypedInvoice { issued_on: day("2026-09-16"), ..typed() });
        assert!(later.contains("15/09/2026") && later.contains("16/09/2026"), "{later}");
        let new = |name: &str| TypedCustomer::New(NewCustomer { name: name.into(), ..NewCustomer::default() });
        let other = refused(&office, &TypedInvoice { customer: new("Garage Morel"), ..typed() });
        assert!(other.contains("déjà connue pour Bâti Ouest SARL, pas pour Garage Morel"), "{other}");
        taken(&office, &TypedInvoice { customer: new("Garage Morel"), number: "F-2026-032".into(), ..typed() });
        let garage = TypedCustomer::Known(customer(&office, "garage morel"));
        let other = refused(&office, &TypedInvoice { customer: garage, ..typed() });
        assert!(other.contains("pas pour Garage Morel"), "{other}");
    });
}

#[test]
fn a_list_or_a_ledger_that_tells_it_again_takes_nothing_twice() {
    testkit::both(|url| {
        let office = Office::open(url);
        taken(&office, &typed());
        let list = "Numéro;Client;Date facture;Montant TTC\nF-2026-031;Bâti Ouest SARL;15/09/2026;1200,00\n";
        assert_eq!(office.take(&csv("liste.csv", list)).created, 0);
        assert_eq!(office.total(), 120_000);
        // The other way round: what a list said is known when it is typed.
        let first = "Numéro;Client;Date facture;Montant TTC\nF-2026-040;Atelier Roux;01/10/2026;50,00\n";
        office.take(&csv("autre.csv", first));
        let roux = TypedCustomer::Known(customer(&office, "atelier roux"));
        let same = TypedInvoice {
            customer: roux,
            number: "F-2026-040".into(),
            issued_on: day("2026-10-01"),
            gross: Cents::new(5_000),
            vat: None,
            ..typed()
        };
        assert!(matches!(add_to(&office, &same).unwrap(), Typed::Known(_)));
        assert_eq!(office.total(), 125_000);
    });
}

#[test]
fn the_customer_that_was_chosen_is_the_one_whatever_its_name() {
    testkit::both(|url| {
        let office = Office::open(url);
        let two = "Numéro;Code client;Client;Date facture;Montant TTC\nA-1;C1;Martin;01/09/2026;10,00\nA-2;C2;Martin;01/09/2026;20,00\n";
        office.take(&csv("liste.csv", two));
        let of = |number: &str| {
            let found = office.world().read(|books| Ok(books.invoices_by_number(office.company.id, number)?)).unwrap();
            found[0].party
        };
        let (one, other) = (of("A-1"), of("A-2"));
        assert_ne!(one, other);
        for (number, party) in [("B-1", one), ("B-2", other)] {
            let typed = TypedInvoice { customer: TypedCustomer::Known(party), number: number.into(), ..typed() };
            taken(&office, &typed);
            assert_eq!(of(number), party, "{number}");
        }
        let nobody = TypedInvoice { customer: TypedCustomer::Known(PartyId::new(1, [9; 10])), ..typed() };
        assert!(matches!(add_to(&office, &nobody), Err(AppError::NotFound(_))));
    });
}

#[test]
fn the_document_is_kept_to_the_byte_and_known_when_it_is_dropped_again() {
    testkit::both(|url| {
        let office = Office::open(url);
        let file = paper("F-2026-031.pdf", "one");
        let id = taken(&office, &TypedInvoice { paper: Some(file.clone()), ..typed() });
        let source = office.world().read(|books| Ok(books.invoice(id)?.unwrap().source.unwrap())).unwrap();
        let (name, bytes) = office.world().read(|books| Ok(books.source_bytes(source)?)).unwrap().unwrap();
        assert_eq!((name.as_str(), &bytes), ("F-2026-031.pdf", file.bytes.as_ref()));
        let dropped = office.import(std::slice::from_ref(&file)).files.remove(0);
        assert_eq!(dropped.outcome, FileOutcome::AlreadyImported, "{dropped:?}");
        let other = TypedInvoice { number: "F-2026-099".into(), paper: Some(file), ..typed() };
        assert!(refused(&office, &other).contains("déjà dans vos comptes"));
        let text = ReadFile { bytes: std::sync::Arc::new(b"bonjour".to_vec()), ..paper("note.txt", "x") };
        let told = refused(&office, &TypedInvoice { number: "F-2".into(), paper: Some(text), ..typed() });
        assert!(told.contains("n’est pas un PDF"), "{told}");
    });
}

#[test]
fn money_that_waits_finds_the_invoice_that_is_typed() {
    testkit::both(|url| {
        let office = Office::open(url);
        taken(&office, &typed());
        let statement = "Date;Libellé;Montant\n20/10/2026;VIR BATI OUEST SARL F-2026-031;1200,00\n";
        office.take(&csv("releve.csv", statement));
        let before = office.total();
        let later = "Date;Libellé;Montant\n21/10/2026;VIR BATI OUEST SARL F-2026-050;80,00\n";
        office.take(&csv("releve-2.csv", later));
        let party = TypedCustomer::Known(customer(&office, "bati ouest"));
        taken(
            &office,
            &TypedInvoice {
                customer: party,
                number: "F-2026-050".into(),
                gross: Cents::new(8_000),
                vat: None,
                ..typed()
            },
        );
        assert_eq!(office.total(), before, "paid by the credit that waited");
        office.is_sound();
    });
}

#[test]
fn what_is_wrong_in_itself_is_told_by_its_field() {
    testkit::on_sqlite(|url| {
        let office = Office::open(url);
        let of = |typed: &TypedInvoice| -> Vec<&'static str> {
            typed.problems(office.today).iter().map(|p| p.field).collect()
        };
        assert_eq!(of(&typed()), [""; 0]);
        let on = |text: &str| TypedDue::On(day(text));
        for (wrong, field) in [
            (TypedInvoice { number: " - ".into(), ..typed() }, "number"),
            (TypedInvoice { number: "F\n1".into(), ..typed() }, "number"),
            (TypedInvoice { number: "9".repeat(61), ..typed() }, "number"),
            (TypedInvoice { issued_on: day("2027-01-01"), ..typed() }, "issued_on"),
            (TypedInvoice { issued_on: day("1926-09-15"), ..typed() }, "issued_on"),
            (TypedInvoice { due: on("2026-09-14"), ..typed() }, "due_on"),
            (TypedInvoice { due: on("2062-09-15"), ..typed() }, "due_on"),
            (TypedInvoice { due: TypedDue::Terms("bientôt".into()), ..typed() }, "terms"),
            (TypedInvoice { gross: Cents::ZERO, vat: None, ..typed() }, "gross"),
            (TypedInvoice { gross: Cents::new(-100), vat: None, ..typed() }, "gross"),
            (TypedInvoice { gross: Cents::new(i64::MAX), ..typed() }, "gross"),
            (TypedInvoice { vat: Some(Cents::new(120_000)), ..typed() }, "vat"),
            (TypedInvoice { vat: Some(Cents::new(-1)), ..typed() }, "vat"),
            (TypedInvoice { subject: "x".repeat(301), ..typed() }, "subject"),
        ] {
            assert_eq!(of(&wrong), [field], "{wrong:?}");
            refused(&office, &wrong);
        }
        let new = |change: fn(&mut NewCustomer)| {
            let mut customer = NewCustomer { name: "Bâti".into(), ..NewCustomer::default() };
            change(&mut customer);
            TypedInvoice { customer: TypedCustomer::New(customer), ..typed() }
        };
        assert_eq!(of(&new(|c| c.name.clear())), ["customer"]);
        assert_eq!(of(&new(|c| c.siren = "123456789".into())), ["siren"]);
        assert_eq!(of(&new(|c| c.email = "compta".into())), ["email"]);
        // A term that the law sets, outside its tables.
        let old = TypedInvoice { issued_on: day("2001-01-01"), due: TypedDue::Usual, ..typed() };
        assert!(matches!(add_to(&office, &old), Err(AppError::Law(_)) | Ok(Typed::Recorded(_))));
    });
}
