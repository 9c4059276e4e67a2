//! One invoice typed by hand: on the page, with or without its PDF, and by a program.

use crate::api::program;
use crate::browser::{Browser, Shown};
use crate::disputes::send;
use crate::house::{demo, empty, work};
use crate::intake::drop_files;
use axum::http::StatusCode;
use base::id::PartyId;
use serde_json::{Value, json};

const HERE: &str = "/factures/nouvelle";

/// A page without anything that a program reads.
fn paper(title: &str) -> String {
    let objects = [
        format!("<</Type/Catalog/Pages 2 0 R/Lang({title})>>"),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_string(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>".to_string(),
    ];
    let (mut text, mut table) = ("%PDF-1.7\n".to_string(), String::new());
    for (at, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", text.len()));
        text.push_str(&format!("{} 0 obj{object}endobj\n", at + 1));
    }
    let start = text.len();
    format!("{text}xref\n0 4\n0000000000 65535 f \n{table}trailer<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n")
}

const INVOICE: [(&str, &str); 10] = [
    ("client", "Studio Pélican"),
    ("nature", "business"),
    ("email", "compta@pelican.example"),
    ("adresse", "2 quai du Port"),
    ("code_postal", "44000"),
    ("ville", "Nantes"),
    ("numero", "H-2026-7"),
    ("emise", "2026-10-01"),
    ("montant", "1 234,56"),
    ("delai", "30 jours"),
];

/// The form with some fields in the place of others.
fn with<'f>(change: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields: Vec<(&str, &str)> = INVOICE.to_vec();
    fields.retain(|(name, _)| change.iter().all(|(other, _)| other != name));
    fields.extend_from_slice(change);
    fields
}

fn type_in(browser: &mut Browser, change: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Shown {
    send(browser, HERE, &with(change), file)
}

#[test]
fn it_is_recorded_for_a_new_customer_and_known_the_second_time() {
    demo(|mut owner| {
        owner.get("/importer").link(HERE);
        owner.get(HERE).says("Saisir une facture");
        let made = type_in(&mut owner, &[("objet", "Refonte du site"), ("tva", "205,76")], None);
        made.says("Facture H-2026-7 enregistrée : 1 234,56 €, à payer le 31 octobre 2026.");
        for words in ["Studio Pélican", "selon le délai convenu", "205,76 €", "Refonte du site", "Saisie par"] {
            made.says(words);
        }
        assert!(made.at.starts_with("/factures/inv_"), "{}", made.at);
        let again = type_in(&mut owner, &[], None);
        again.says("H-2026-7 (1 234,56 €) était déjà dans vos comptes : rien n’a été enregistré deux fois.");
        assert_eq!(again.at.split('?').next(), made.at.split('?').next());
        owner.get("/journal?groupe=imports").says("a été saisie à la main");
        // Now known, the customer needs no more than its name.
        let bare = [("client", "studio pelican"), ("nature", ""), ("numero", "H-2026-8"), ("echeance", "2026-11-02")];
        type_in(&mut owner, &bare, None).says("à payer le 2 novembre 2026");
    });
}

#[test]
fn what_is_refused_is_told_beside_its_field_and_nothing_typed_is_lost() {
    demo(|mut owner| {
        let file = paper("fr-FR");
        let wrong = [("emise", "2062-10-01"), ("montant", "cent"), ("siren", "123"), ("objet", "Refonte")];
        let seen = type_in(&mut owner, &wrong, Some(("H-7.pdf", file.as_bytes())));
        assert_eq!(seen.status, StatusCode::UNPROCESSABLE_ENTITY);
        for words in [
            "Quelques champs sont à corriger",
            "est à venir : une facture s’enregistre une fois émise",
            "« cent » n’est pas un montant",
            "Ce n’est pas un SIREN",
            "H-7.pdf sera gardé",
        ] {
            seen.says(words);
        }
        for value in
            ["value=\"Studio Pélican\"", "value=\"cent\"", "value=\"H-2026-7\"", "value=\"Refonte\"", "2 quai du Port"]
        {
            assert!(seen.text.contains(value), "{value} is lost");
        }
        // The PDF is held: it is shown, and goes with the form that is sent again.
        let hidden = |name: &str| {
            let start = format!("name=\"{name}\" value=\"");
            seen.text.split(&start).nth(1).unwrap().split('"').next().unwrap().to_string()
        };
        let (import, piece) = (hidden("import"), hidden("piece"));
        assert_eq!(owner.get(&format!("{HERE}/document?import={import}&piece={piece}")).text, file);
        let made = type_in(&mut owner, &[("import", &import), ("piece", &piece)], None);
        made.says("Facture H-2026-7 enregistrée");
        let original = made.link("/factures/inv_").split('/').take(3).collect::<Vec<_>>().join("/");
        assert_eq!(owner.get(&format!("{original}/original")).text, file, "byte for byte");
        assert_eq!(owner.get(&format!("{HERE}/document?import={import}&piece={piece}")).status, StatusCode::NOT_FOUND);
        // A contradiction says both sides, a customer that nobody is asks who it is.
        let dearer = type_in(&mut owner, &[("montant", "1300")], None);
        assert_eq!(dearer.status, StatusCode::UNPROCESSABLE_ENTITY);
        dearer.says("déjà dans vos comptes avec un autre contenu");
        let nobody = type_in(&mut owner, &[("client", "Studio"), ("nature", ""), ("numero", "H-9")], None);
        nobody.says("Aucun client ne s’appelle ainsi.");
        nobody.says("Est-ce l’un d’eux ?");
        let chosen = nobody.text.split("name=\"choix\" value=\"pty_").nth(1).unwrap().split('"').next().unwrap();
        let chosen = format!("pty_{chosen}");
        let picked = [("client", "Studio"), ("nature", ""), ("numero", "H-9"), ("choix", chosen.as_str())];
        type_in(&mut owner, &picked, None).says("Facture H-9 enregistrée");
        let not_a_pdf = type_in(&mut owner, &[("numero", "H-10")], Some(("note.txt", b"bonjour")));
        not_a_pdf.says("n’est pas un PDF");
    });
}

#[test]
fn a_pdf_that_says_nothing_leads_from_its_import_to_the_form_and_back() {
    demo(|mut owner| {
        let (one, two) = (paper("fr-FR"), paper("fr-BE"));
        let seen = drop_files(&mut owner, "/importer", &[("un.pdf", &one), ("deux.pdf", &two)]);
        seen.says("2 PDF ne contiennent pas de données");
        let form = seen.link(&format!("{HERE}?import=")).replace("&amp;", "&");
        let shown = owner.get(&form);
        shown.says("un.pdf sera gardé, et joint aux relances.");
        let query: Vec<&str> = form.split(['=', '&']).collect();
        let back = type_in(&mut owner, &[("import", query[1]), ("piece", query[3])], None);
        assert!(back.at.starts_with("/importer/"), "{}", back.at);
        back.says("Facture H-2026-7 enregistrée");
        back.says("Sa facture est saisie : ce PDF en est le document.");
        assert!(back.link(&format!("{HERE}?import=")).contains(query[1]), "the other is next");
        let gone = type_in(&mut owner, &[("numero", "H-2"), ("import", "abc"), ("piece", "def")], None);
        assert_eq!(gone.status, StatusCode::UNPROCESSABLE_ENTITY);
        gone.says("Ce PDF n’est plus gardé : choisissez-le de nouveau");
        let again = drop_files(&mut owner, "/importer", &[("un.pdf", &one)]);
        again.says("Ce fichier a déjà été importé, à l’identique.");
    });
}

#[test]
fn its_document_goes_to_the_byte_with_the_reminder() {
    work(|mut owner, ground| {
        let paper = paper("relance");
        let late = [("emise", "2026-09-01"), ("delai", "30 jours")];
        let made = type_in(&mut owner, &late, Some(("pelican.pdf", paper.as_bytes())));
        made.says("Facture H-2026-7 enregistrée");
        let folder = made.link("/clients/pty_");
        let party = folder.split(['/', '?']).nth(2).unwrap();
        let proposal = owner.get(&format!("/a-faire/{party}")).link(&format!("/a-faire/{party}/"));
        let address = proposal.split('?').next().unwrap().to_string();
        owner.get(&address).says("pelican.pdf");
        owner.post(&format!("{address}/approuver"), &[]);
        let party = PartyId::parse(party).unwrap();
        let acts = ground.read(|books| Ok(books.acts_of_party(party)?));
        let [act] = acts.as_slice() else { panic!("{} acts", acts.len()) };
        let bytes = ground.read(|books| Ok(books.act_content(act.act.id)?));
        let mail: String = String::from_utf8(bytes).unwrap().split_whitespace().collect();
        assert!(mail.contains(&encoded(paper.as_bytes())), "the document is not in the message");
        assert!(mail.contains("filename=\"pelican.pdf\""), "{mail}");
    });
}

#[test]
fn it_is_for_those_who_import() {
    demo(|mut owner| {
        owner.colleague("accountant", "comptable@exemple.fr").get(HERE).says("Saisir une facture");
        for role in ["salesperson", "guest"] {
            let mut other = owner.colleague(role, &format!("{role}@exemple.fr"));
            assert_eq!(other.get(HERE).status, StatusCode::FORBIDDEN, "{role}");
            assert_eq!(type_in(&mut other, &[], None).status, StatusCode::FORBIDDEN, "{role}");
            assert!(!other.get("/clients").text.contains(HERE), "{role} is shown no such link");
        }
    });
    empty(|mut browser| {
        assert_ne!(browser.get(HERE).at, HERE, "nobody is in");
    });
}

#[test]
fn a_program_records_one_and_is_told_what_is_known_or_wrong() {
    demo(|mut owner| {
        let mut reader = program(&mut owner, &["read"]);
        let told = json!({
            "new_customer": { "name": "Studio Pélican", "kind": "business", "email": "compta@pelican.example" },
            "number": "H-2026-7", "issued_on": "2026-10-01", "payment_terms": "30 jours", "gross_cents": 123_456,
            "file": { "name": "chemin/H-7.pdf", "base64": encoded(paper("fr-FR").as_bytes()) },
        });
        let post = |program: &mut crate::api::Program, key: &str, body: &Value| {
            program.post("/api/v1/invoices", key, &body.to_string())
        };
        assert_eq!(post(&mut reader, "1", &told).0, StatusCode::FORBIDDEN);
        let mut clerk = program(&mut owner, &["read", "import"]);
        let (status, made) = post(&mut clerk, "2", &told);
        assert_eq!(status, StatusCode::OK, "{made}");
        assert_eq!((&made["outcome"], &made["due_on"]), (&json!("recorded"), &json!("2026-10-31")));
        assert_eq!(post(&mut clerk, "2", &told).1, made, "the same request is done once");
        let id = made["id"].as_str().unwrap();
        assert_eq!(clerk.get(&format!("/api/v1/invoices/{id}/document")).1, json!(paper("fr-FR").len()));
        let mut known = told.clone();
        known["file"] = Value::Null;
        let (_, again) = post(&mut clerk, "3", &known);
        assert_eq!((&again["outcome"], &again["id"]), (&json!("known"), &made["id"]));
        let wrong = |change: fn(&mut Value)| {
            let mut body = known.clone();
            change(&mut body);
            body
        };
        for (key, body, words) in [
            ("4", wrong(|b| b["gross_cents"] = json!(99)), "autre contenu"),
            ("5", wrong(|b| b["issued_on"] = json!("2031-01-01")), "est à venir"),
            ("6", wrong(|b| b["customer"] = json!("pty_1")), "un seul"),
            ("7", wrong(|b| b["payment_terms"] = json!("bientôt")), "n’est pas un délai"),
        ] {
            let (status, told) = post(&mut clerk, key, &body);
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{told}");
            assert!(told["title"].as_str().unwrap().contains(words), "{told}");
        }
        let unread = wrong(|b| b["issued_on"] = json!("hier"));
        assert_eq!(post(&mut clerk, "8", &unread).0, StatusCode::BAD_REQUEST);
    });
}

fn encoded(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let held = (0..3).fold(0_u32, |held, at| held << 8 | u32::from(three.get(at).copied().unwrap_or(0)));
        for at in 0..=three.len() {
            text.push(char::from(LETTERS[(held >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}
