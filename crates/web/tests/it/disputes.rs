//! Disputes in the browser: opened on an invoice, followed with files, settled, credited and invoiced again, listed.

use crate::browser::{Browser, Shown};
use crate::house::TODAY;
use crate::team::{Team, team};
use app::money::look::Look;
use app::ports::screens::{DisputeFilter, DisputeState, Scope};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use base::id::{InvoiceId, PartyId};
use base::{Cents, Currency, fr};
use domain::facts::HoldKind;

const BOUNDARY: &str = "frontiere";

/// Sends a form that may hold a file.
pub fn send(browser: &mut Browser, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Shown {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, bytes)) = file {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             content-type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser.ask(Request::post(path).header(header::CONTENT_TYPE, kind), Body::from(body))
}

/// A third of an invoice, rounded down, and the rest.
fn thirds(team: &Team, invoice: InvoiceId) -> (Cents, Cents) {
    let outstanding = team.read(|b| b.balance(invoice)).unwrap().outstanding;
    let third = Cents::new(outstanding.get() / 3);
    (third, outstanding.sub(third).unwrap())
}

fn opened(team: &mut Team) -> (PartyId, InvoiceId, Cents, Cents) {
    let (party, invoices) = team.late();
    let (third, rest) = thirds(team, invoices[0]);
    let amount = fr::amount(third);
    let fields = [("cause", "quality"), ("amount", amount.as_str()), ("lines", "Pose, 2 jours"), ("why", "mal posé")];
    let page = team.owner.post(&format!("/factures/{}/litige", invoices[0]), &fields);
    page.says("Litige ouvert : la part contestée n’est plus réclamée.");
    (party, invoices[0], third, rest)
}

/// The address of the only dispute, as the list links to it.
fn address(team: &mut Team) -> String {
    team.owner.get("/litiges").link("/litiges/dsp_")
}

#[test]
fn a_part_is_contested_followed_with_a_file_and_found_wrong() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let (invoice, (third, rest)) = (invoices[0], thirds(&team, invoices[0]));
        let amount = fr::amount(third);
        let wrong = [("cause", "quality"), ("amount", "99999999"), ("why", "trop")];
        team.owner.post(&format!("/factures/{invoice}/litige"), &wrong).says("ne peut pas être contesté");
        let fields = [("cause", "quality"), ("amount", amount.as_str()), ("lines", "Pose"), ("why", "mal posé")];
        let page = team.owner.post(&format!("/factures/{invoice}/litige"), &fields);
        for words in ["Litige ouvert", "à l’examen", "qualité", "mal posé", "montant non contesté"] {
            page.says(words);
        }
        let at = address(&mut team);
        let file = send(
            &mut team.owner,
            &format!("{at}/noter"),
            &[("text", "vu sur place")],
            Some(("photo.jpg", b"\xff\xd8\0")),
        );
        file.says("photo.jpg");
        file.says("vu sur place");
        let kept = file.link(&format!("{at}/pieces/"));
        assert_eq!(team.salesperson.get(&kept).status, StatusCode::NOT_FOUND, "of somebody else's customer");
        send(&mut team.owner, &format!("{at}/noter"), &[("text", "")], None).says("Il n’y a rien à ajouter.");
        let follow = [("owner", ""), ("target", "2026-12-01"), ("fault", "not_ours")];
        team.owner.post(&format!("{at}/suivi"), &follow).says("1er décembre 2026");
        // The rest is still proposed, and the contested part is told apart.
        let silences = team.owner.get("/silences?raison=contested_part");
        silences.says("Part contestée de");
        let page = team.owner.get(&format!("/factures/{invoice}"));
        page.says("on ne réclame que le montant non contesté");
        let settle = [("finding", "unfounded"), ("fault", "not_ours"), ("why", "pose conforme")];
        team.owner.post(&format!("{at}/trancher"), &settle).says("Litige non fondé");
        let left = team.read(|b| b.open_holds(party));
        assert!(left.iter().all(|h| h.invoice != Some(invoice)), "nothing is held any more");
        assert_eq!(rest.add(third), Ok(team.read(|b| b.balance(invoice)).unwrap().outstanding));
        team.owner.post(&format!("{at}/reponse"), &[("answer", "rejected"), ("by", "M. Durand")]).says("Issue refusée");
        team.owner.get("/litiges?etat=settled").says("non fondé");
        team.owner.get(&format!("/clients/{party}?onglet=paiement")).says("Litiges, par motif");
    });
}

#[test]
fn a_credit_note_of_another_program_is_recorded_and_the_rest_invoiced_again() {
    team(|mut team| {
        let (_, invoices) = team.late();
        let (invoice, (third, rest)) = (invoices[0], thirds(&team, invoices[0]));
        let amount = fr::amount(third);
        let fields = [("cause", "quantity"), ("amount", amount.as_str()), ("why", "il manque une porte")];
        team.owner.post(&format!("/factures/{invoice}/litige"), &fields);
        let at = address(&mut team);
        let credit =
            [("amount", amount.as_str()), ("why", "une porte non livrée"), ("maker", "elsewhere"), ("number", "AV-77")];
        let again = [("again", "1"), ("again_amount", "10,00"), ("again_number", "F-78"), ("again_due", "2026-12-31")];
        let all: Vec<(&str, &str)> = credit.into_iter().chain(again).collect();
        let page = send(&mut team.owner, &format!("{at}/avoir"), &all, Some(("avoir.pdf", b"%PDF-1.7 avoir")));
        page.says("Enregistré : avoir AV-77, facture F-78.");
        page.says("Fondé en partie");
        assert_eq!(team.read(|b| b.balance(invoice)).unwrap().outstanding, rest);
        let page = team.owner.get(&format!("/factures/{invoice}"));
        page.says("Avoirs et factures liés");
        let file =
            page.text.split("href=\"").find(|l| l.contains("/piece\"")).unwrap().split('"').next().unwrap().to_string();
        assert_eq!(team.owner.get(&file).text, "%PDF-1.7 avoir");
    });
}

#[test]
fn a_credit_note_made_out_here_has_our_number_and_says_what_the_law_wants() {
    team(|mut team| {
        let (party, invoices) = team.late();
        let (invoice, (third, _)) = (invoices[0], thirds(&team, invoices[0]));
        let amount = fr::amount(third);
        let fields = [("cause", "price"), ("amount", amount.as_str()), ("why", "prix du devis")];
        team.owner.post(&format!("/factures/{invoice}/litige"), &fields);
        let at = address(&mut team);
        let here = [("amount", amount.as_str()), ("why", "prix du devis"), ("maker", "here"), ("description", "Pose")];
        send(&mut team.owner, &format!("{at}/avoir"), &here, None).says("Quelle TVA porte ce document ?");
        let with_rate: Vec<(&str, &str)> = here.into_iter().chain([("rate", "20")]).collect();
        let page = send(&mut team.owner, &format!("{at}/avoir"), &with_rate, None);
        if page.words().contains("Il manque ce qu’un tel document doit porter") {
            complete(&mut team, party);
            let page = send(&mut team.owner, &format!("{at}/avoir"), &with_rate, None);
            page.says("Enregistré : avoir QAV-2026-0001.");
        } else {
            page.says("Enregistré : avoir QAV-2026-0001.");
        }
        let credit = team.read(|b| b.invoices_by_number(team.company.id, "QAV-2026-0001")).remove(0);
        let (name, bytes) = team.read(|b| b.document_file(credit.id)).unwrap();
        assert_eq!(name, "QAV-2026-0001.pdf");
        assert!(bytes.starts_with(b"%PDF"));
        assert_eq!(team.owner.get(&format!("/factures/{}/piece", credit.id)).status, StatusCode::OK);
    });
}

/// Gives the company and the customer what a document must bear.
fn complete(team: &mut Team, party: PartyId) {
    team.world()
        .write(|books| {
            let mut company = books.companies()?.remove(0);
            company.vat_id = Some("FR32732829320".to_string());
            if company.address.lines.is_empty() {
                company.address.lines = vec!["3 rue des Arts".to_string()];
            }
            books.update_company(&company)?;
            let mut record = books.party(party)?.unwrap();
            record.address.lines = vec!["2 rue des Lilas".to_string()];
            record.address.city = Some("Lyon".to_string());
            Ok(books.update_party(&record)?)
        })
        .unwrap();
}

#[test]
fn guests_look_and_change_nothing_and_other_salespersons_see_nothing() {
    team(|mut team| {
        let (_, invoice, ..) = opened(&mut team);
        let at = address(&mut team);
        assert_eq!(team.guest.get(&at).status, StatusCode::OK);
        assert_eq!(team.salesperson.get(&at).status, StatusCode::NOT_FOUND);
        let fields = [("cause", "price"), ("why", "x"), ("finding", "unfounded"), ("answer", "accepted"), ("by", "x")];
        for form in ["/suivi", "/trancher", "/reponse"] {
            assert_eq!(team.guest.post(&format!("{at}{form}"), &fields).status, StatusCode::FORBIDDEN, "{form}");
            assert_eq!(team.salesperson.post(&format!("{at}{form}"), &fields).status, StatusCode::NOT_FOUND, "{form}");
        }
        for form in ["/noter", "/avoir"] {
            let shown = send(&mut team.guest, &format!("{at}{form}"), &fields, None);
            assert_eq!(shown.status, StatusCode::FORBIDDEN, "{form}");
        }
        let open = format!("/factures/{invoice}/litige");
        assert_eq!(team.guest.post(&open, &fields).status, StatusCode::FORBIDDEN);
        assert_eq!(team.salesperson.post(&open, &fields).status, StatusCode::NOT_FOUND);
        assert!(!team.salesperson.get("/litiges").words().contains("qualité 1"), "only own customers' disputes");
        let of_whom = team.read(|b| b.invoice(invoice)).unwrap().party;
        let standing = team.read(|b| b.open_holds(of_whom));
        let hold = standing.iter().find(|h| h.invoice == Some(invoice)).unwrap();
        let party = hold.party;
        let lift = [("hold", hold.id.to_string()), ("why", "fini".to_string())];
        let lift: Vec<(&str, &str)> = lift.iter().map(|(k, v)| (*k, v.as_str())).collect();
        team.owner.post(&format!("/clients/{party}/lever"), &lift).says("Un litige ne se lève pas : il se tranche.");
    });
}

/// All of a customer's account is contested: each open invoice has its dispute, with a cause, a day and its place in the list.
#[test]
fn contesting_the_whole_account_opens_a_dispute_an_invoice() {
    team(|mut team| {
        let party = team.late().0;
        let before = team.owner.get("/litiges?etat=all").text.matches("/litiges/dsp_").count();
        let at = format!("/clients/{party}/suspendre");
        let fields = [("kind", "dispute"), ("invoice", ""), ("why", "rien ne va")];
        team.owner.post(&at, &fields).says("Quel est le motif du litige ?");
        let with_cause: Vec<(&str, &str)> = fields.into_iter().chain([("cause", "price")]).collect();
        team.owner.post(&at, &with_cause).says("plus réclamée.");
        let holds = team.read(|b| b.open_holds(party));
        let disputes: Vec<_> = holds.iter().filter(|h| h.kind == HoldKind::Dispute).collect();
        assert!(!disputes.is_empty() && disputes.iter().all(|h| h.invoice.is_some()));
        for hold in &disputes {
            assert!(team.read(|b| b.dispute_of_hold(hold.id)).is_some());
        }
        let listed = team.owner.get("/litiges?etat=all").text.matches("/litiges/dsp_").count();
        assert_eq!(listed, before + disputes.len());
        team.owner.post(&at, &with_cause).says("ne doit rien qui ne soit déjà contesté");
    });
}

/// What the first page says to be in dispute is what the list of disputes holds, before and after somebody contests.
#[test]
fn the_first_page_and_the_list_say_the_same_sum() {
    team(|mut team| {
        let same = |team: &mut Team| {
            let scope = Scope { company: team.company.id, keeper: None };
            let world = team.world();
            let figures = app::money::figures::on(&Look::counting(&world, scope), TODAY).unwrap();
            let filter = DisputeFilter {
                scope,
                party: None,
                owner: None,
                state: DisputeState::All,
                cause: None,
                search: String::new(),
                as_of: TODAY,
            };
            let (count, held) = team.read(|b| b.dispute_sum(&filter));
            let held = held.iter().find(|(currency, _)| *currency == Currency::EUR).map_or(Cents::ZERO, |(_, c)| *c);
            assert_eq!(figures.disputed, held);
            (count, held)
        };
        let (count, _) = same(&mut team);
        let (party, invoices) = team.late();
        let amount = fr::amount(thirds(&team, invoices[0]).0);
        let part = [("cause", "quality"), ("amount", amount.as_str()), ("why", "mal posé")];
        team.owner.post(&format!("/factures/{}/litige", invoices[0]), &part);
        same(&mut team);
        let all = [("kind", "dispute"), ("invoice", ""), ("cause", "price"), ("why", "rien ne va")];
        team.owner.post(&format!("/clients/{party}/suspendre"), &all);
        let (now, held) = same(&mut team);
        assert!(now > count + 1 && held.is_positive(), "{now} disputes");
        let shown = fr::euros(held).split_whitespace().collect::<Vec<_>>().join(" ");
        team.owner.get("/").says(&format!("en litige {shown}"));
        team.owner.get("/litiges?etat=all").says(&format!("{shown} en suspens"));
    });
}
