//! « Pourquoi ? » in lists: beside each amount, its arithmetic, which comes to that amount; and no table of amounts without.

use crate::books::propose;
use crate::browser::{Browser, Shown};
use crate::house::{TODAY, demo};
use crate::team::{Team, team};
use app::ports::screens::{Cut, InvoiceStatus};
use axum::body::Body;
use axum::http::{Request, header};
use base::id::PartyId;
use std::collections::{BTreeSet, VecDeque};

/// Text between two marks, each time.
fn between<'t>(text: &'t str, open: &'t str, close: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split(close).next())
}

/// What is read of some HTML.
fn plain(html: &str) -> String {
    let mut out = String::new();
    for (at, piece) in html.split('<').enumerate() {
        out.push_str(if at == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) });
        out.push(' ');
    }
    let told = out.replace("&nbsp;", "\u{a0}").replace("&#39;", "'").replace("&amp;", "&").replace("&#38;", "&");
    told.split([' ', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The rows of a list that have a way to their arithmetic: what the row says, and the way.
fn rows(page: &Shown) -> Vec<(String, String)> {
    let rows =
        between(&page.text, "<tr role=\"row\"", "</tr>").chain(between(&page.text, "<li class=\"rest\"", "</li>"));
    let rows = rows.chain(between(&page.text, "<li class=\"work-row", "</div></li>"));
    let rows = rows.chain(between(&page.text, "<li class=\"alert\"", "</li>"));
    let rows = rows.chain(between(&page.text, "<li><a href=\"/clients/", "</li>"));
    rows.filter_map(|row| {
        let link = row.split("class=\"why-link\"").nth(1)?.split("href=\"").nth(1)?.split('"').next()?;
        link.contains("pourquoi=").then(|| (plain(row), link.replace("&amp;", "&").replace("&#38;", "&")))
    })
    .collect()
}

/// The totals of the arithmetic that is open on a page.
fn totals(page: &Shown) -> Vec<String> {
    between(&page.text, "reckoned-total", "</dd>").map(|t| t.rsplit('>').next().unwrap().to_string()).collect()
}

/// Opens the arithmetic of the first rows of a list: each comes to an amount of its row, and to what the list shows.
fn explained(browser: &mut Browser, list: &str, at_least: usize) {
    let page = browser.get(list);
    let rows = rows(&page);
    assert!(rows.len() >= at_least, "{} rows explain their amount on {list}", rows.len());
    for (words, way) in rows.into_iter().take(12) {
        let opened = browser.get(way.split('#').next().unwrap());
        let totals = totals(&opened);
        assert!(!totals.is_empty(), "{way} opens nothing");
        assert!(totals.iter().any(|total| words.contains(total.as_str())), "{totals:?} is not in {words}");
        assert!(!opened.words().contains("écart de"), "{way}: {}", plain(&opened.text));
        assert!(opened.text.contains("aria-expanded=\"true\""), "{way}");
        for sum in between(&opened.text, "<dl class=\"reckoned\"", "</dl>") {
            let amounts: Vec<i64> = between(sum, "<dd>", "</dd>").map(cents).collect();
            let (total, terms) = amounts.split_last().unwrap();
            assert_eq!(terms.iter().sum::<i64>(), *total, "{way}: {}", plain(sum));
        }
    }
}

fn cents(amount: &str) -> i64 {
    let digits: String = amount.chars().filter(char::is_ascii_digit).collect();
    let sign = if amount.contains('−') || amount.contains('-') { -1 } else { 1 };
    sign * digits.parse::<i64>().unwrap()
}

#[test]
fn what_customers_owe_is_explained_to_the_cent() {
    demo(|mut browser| {
        for list in ["/clients", "/clients?tri=nom", "/balance", "/balance?date=2026-08-31", "/balance/factures"] {
            explained(&mut browser, list, 5);
        }
        explained(&mut browser, "/balance/factures?date=2026-06-30&tranche=credits", 0);
        explained(&mut browser, "/balance/factures?date=2026-08-31&tranche=echu", 1);
        explained(&mut browser, "/silences", 3);
        explained(&mut browser, "/recherche?q=a", 2);
        explained(&mut browser, "/", 2);
    });
}

#[test]
fn an_alert_set_aside_opens_its_arithmetic_where_it_was_put() {
    demo(|mut browser| {
        let page = browser.get("/");
        let key = between(&page.text, "name=\"alerte\" value=\"", "\"").next().unwrap().to_string();
        let fields = [("alerte", key.as_str()), ("jusquau", "2026-11-27"), ("why", "je vois ce client jeudi")];
        browser.post("/alertes/cote", &fields).says("Mises de côté (1)");
        let opened = browser.get(&format!("/?pourquoi=alerte:{key}"));
        assert!(opened.text.contains("<details class=\"more\" open><summary>Mises de côté (1)"), "{}", opened.text);
        assert_eq!(totals(&opened).len(), 1, "{}", plain(&opened.text));
        let mut seller = browser.colleague("salesperson", "paul@exemple.fr");
        assert!(totals(&seller.get(&format!("/?pourquoi=alerte:{key}"))).is_empty(), "another's customer");
        for nothing in ["alerte:", "alerte:rien", "alerte:word_broken:-:0:0:"] {
            let page = browser.get(&format!("/?pourquoi={nothing}"));
            assert!(page.status.is_success() && !page.text.contains("why-block"), "{nothing}");
        }
    });
}

/// Contests, promises, pays in part, agrees on a plan and loses, each with another customer.
///
/// The customer of the plan.
fn eventful(team: &mut Team) -> PartyId {
    let planned = team.late().0;
    // Those who are late first.
    let mut found = Vec::new();
    for party in team.customers().into_iter().filter(|party| *party != planned) {
        let exposure = team.read(|b| b.exposure(team.company.id, party, TODAY));
        let cut = Cut { offset: 0, limit: 200 };
        let rows = team.read(|b| b.invoices_of_party(team.company.id, party, TODAY, None, cut));
        let open = rows.iter().rfind(|r| matches!(r.status, InvoiceStatus::Overdue | InvoiceStatus::Current));
        if let (Some(open), true) = (open, team.read(|b| b.open_holds(party)).is_empty()) {
            found.push((exposure.iter().map(|e| e.late).sum::<u64>(), party, open.invoice));
        }
    }
    found.sort_by_key(|(late, ..)| std::cmp::Reverse(*late));
    let (parties, invoices): (Vec<_>, Vec<_>) = found.iter().map(|(_, party, invoice)| (*party, *invoice)).unzip();
    let pay = |team: &mut Team, at: usize, amount: &str| {
        let fields =
            [("invoice", invoices[at].to_string()), ("amount", amount.to_string()), ("on", "2026-11-20".to_string())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        team.owner.post(&format!("/clients/{}/payer", parties[at]), &fields);
    };
    let contested = [("cause", "quality"), ("amount", "10,00"), ("why", "mal posé")];
    team.owner.post(&format!("/factures/{}/litige", invoices[0]), &contested);
    pay(team, 0, "5,00");
    let promised = [("until", "2026-11-30"), ("amount", "2,00"), ("heard", "call"), ("why", "deux euros lundi")];
    team.owner.post(&format!("/factures/{}/promettre", invoices[1]), &promised);
    pay(team, 1, "1,25");
    let wanted = [("nombre", "13"), ("premier", "2026-12-15"), ("why", "trésorerie tendue")];
    team.owner.post(&format!("/clients/{}/echeancier", planned), &wanted).says("Échéancier proposé");
    let plan = team.read(|b| b.plans_of_party(planned)).remove(0).plan.id;
    let request = Request::post(format!("/accords/echeanciers/{plan}/accepter"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=bord");
    let body = "--bord\r\ncontent-disposition: form-data; name=\"on\"\r\n\r\n2026-11-20\r\n--bord--\r\n";
    team.owner.ask(request, Body::from(body));
    team.owner.post(&format!("/accords/echeanciers/{plan}/recevoir"), &[("amount", "3,33"), ("on", "2026-11-20")]);
    let lost = [("ground", "liquidation"), ("amount", "1,00"), ("why", "liquidation prononcée")];
    propose(&mut team.owner, invoices[2], &lost, Some("jugement.pdf")).says("Proposé");
    pay(team, 2, "0,40");
    planned
}

#[test]
fn agreements_disputes_losses_and_credits_are_explained_to_the_cent() {
    team(|mut team| {
        let planned = eventful(&mut team);
        for (list, at_least) in [
            ("/accords", 3),
            ("/accords/echeanciers", 1),
            ("/accords/cessions", 1),
            ("/litiges?etat=all", 1),
            ("/comptabilite/pertes", 1),
            ("/banque", 1),
            ("/banque?onglet=rapproches", 1),
            ("/banque?onglet=ecartes", 0),
            ("/diagnostic", 0),
            ("/silences", 3),
            ("/clients", 5),
            ("/balance", 5),
        ] {
            explained(&mut team.owner, list, at_least);
        }
        let folder = format!("/clients/{planned}?onglet=factures");
        explained(&mut team.owner, &folder, 3);
    });
}

#[test]
fn a_way_says_what_it_explains_opens_on_its_row_and_shuts_again() {
    demo(|mut browser| {
        let list = browser.get("/clients?tri=nom&q=");
        let (_, way) = rows(&list).remove(0);
        assert!(way.starts_with("/clients?tri=nom&q=&pourquoi=client:") && way.ends_with("#pourquoi"), "{way}");
        assert!(list.words().contains("dus par"), "a name says whose amount it is");
        let opened = browser.get(way.split('#').next().unwrap());
        assert_eq!(opened.text.matches("id=\"pourquoi\"").count(), 1);
        opened.says("Refermer");
        let back = opened.link("/clients?tri=nom&q=#pq-client:");
        assert!(!browser.get(back.split('#').next().unwrap()).text.contains("why-row"), "shut again");
        for nothing in ["client:rien", "facture:", "x", "client:00000000-0000-0000-0000-000000000000"] {
            let page = browser.get(&format!("/clients?pourquoi={nothing}"));
            assert!(page.status.is_success() && !page.text.contains("why-row"), "{nothing}");
        }
    });
}

#[test]
fn nobody_is_told_the_arithmetic_of_what_they_may_not_see() {
    demo(|mut browser| {
        let customer = rows(&browser.get("/clients")).remove(0).1;
        let credit = rows(&browser.get("/banque?onglet=rapproches")).remove(0).1;
        let key = |way: &str| way.split("pourquoi=").nth(1).unwrap().split('#').next().unwrap().to_string();
        let mut seller = browser.colleague("salesperson", "paul@exemple.fr");
        for key in [key(&customer), key(&credit)] {
            let page = seller.get(&format!("/clients?pourquoi={key}"));
            assert!(!page.text.contains("reckoned"), "{key}");
        }
    });
}

/// Tables of amounts that need no « Pourquoi ? », with the reason.
const WITHOUT: [(&str, &str); 10] = [
    ("Actions", "acts: each leads to its page, where its sum and its reasons stand"),
    ("en tableau", "the figures of a chart: each line leads to its invoices"),
    ("Origines de l’écart", "it is itself the arithmetic of a difference"),
    ("Aperçu des écritures", "a preview of entries, two sides of each movement"),
    ("Transmissions faites", "the file of each holds what it counts"),
    ("Relevé", "the account statement as it is sent: its pieces are the arithmetic of its total"),
    ("Calcul", "it is itself the arithmetic of a delay"),
    ("Factures ouvertes", "a form that shares a credit out among invoices"),
    ("Intérêts et indemnité réclamés", "the same form, for what was claimed beside"),
    ("Exemple", "the page of style"),
];

#[test]
fn every_table_of_amounts_has_a_way_to_its_arithmetic() {
    team(|mut team| {
        eventful(&mut team);
        let mut browser = team.owner;
        let mut seen = BTreeSet::new();
        let mut tables = 0;
        let mut ahead: VecDeque<String> =
            VecDeque::from(["/".to_string(), "/diagnostic".to_string(), "/style".to_string()]);
        while let Some(path) = ahead.pop_front() {
            let page = browser.get(&path);
            for section in
                page.text.split("<section").flat_map(|s| s.split("<div class=\"scroll\"").map(move |t| (s, t)))
            {
                tables += usize::from(looked_at(&path, section.0, section.1));
            }
            for link in between(&page.text, "href=\"", "\"") {
                let link = link.replace("&amp;", "&").replace("&#38;", "&");
                let link = link.split('#').next().unwrap().to_string();
                let is_page = link.starts_with('/') && !link.starts_with("/assets") && !link.contains("pourquoi=");
                if is_page && !link.contains('.') && seen.insert(shape(&link)) {
                    ahead.push_back(link);
                }
            }
        }
        assert!(seen.len() > 60 && tables > 15, "{} pages, {tables} tables", seen.len());
    });
}

/// Whether this part of a page is a table of amounts; it must be explained then.
fn looked_at(path: &str, section: &str, part: &str) -> bool {
    let Some(table) = part.split("<table").nth(1).map(|t| t.split("</table>").next().unwrap()) else { return false };
    let body = table.split("<tbody").nth(1).unwrap_or(table);
    let has_amounts = between(body, "<td", "</td>").any(|cell| {
        let words = plain(&format!("<td{cell}"));
        words.contains('€') || (cell.contains("num") && is_amount(&words))
    });
    let is_explained = section.contains("why-link") || section.contains("class=\"why") || table.contains("Pourquoi");
    // A chart of bars: each leads to the invoices it counts.
    let is_explained = is_explained || table.starts_with(" class=\"bars\"");
    let is_excepted = WITHOUT
        .iter()
        .any(|(label, _)| between(part, "aria-label=\"", "\"").next().is_some_and(|name| name.contains(label)));
    if has_amounts && !is_explained && !is_excepted {
        panic!("{path} shows amounts without « Pourquoi ? »: {}", plain(part).chars().take(300).collect::<String>());
    }
    has_amounts
}

/// Pages that differ by an identifier, a number or a value alone are one.
fn shape(link: &str) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let path: Vec<&str> =
        path.split('/').map(|s| if s.chars().any(|c| c.is_ascii_digit()) { "*" } else { s }).collect();
    let chooses = |f: &&str| ["onglet=", "tranche=", "etat="].iter().any(|name| f.starts_with(name));
    let query: Vec<&str> = query.split('&').filter(chooses).collect();
    format!("{}?{}", path.join("/"), query.join("&"))
}

/// Two figures after a comma, and nothing behind them: `1 234,56`, not a rate.
fn is_amount(words: &str) -> bool {
    let cents = words.trim().rsplit_once(',').map(|(_, cents)| cents);
    cents.is_some_and(|cents| cents.len() == 2 && cents.chars().all(|c| c.is_ascii_digit()))
}
