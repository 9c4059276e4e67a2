//! A form that was refused comes back on the page it stands on, with why and with what was typed; no script has a part in it.

use crate::browser::{Browser, Shown};
use crate::team::{Team, team};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

/// Sends a form from a page, as a browser does.
fn send(browser: &mut Browser, from: &str, to: &str, fields: &[(&str, &str)]) -> Shown {
    let body: Vec<String> = fields.iter().map(|(k, v)| format!("{k}={}", web::answer::percent(v))).collect();
    let kind = "application/x-www-form-urlencoded";
    let request = Request::post(to).header(header::REFERER, format!("http://quitus.test{from}"));
    browser.ask(request.header(header::CONTENT_TYPE, kind), Body::from(body.join("&")))
}

/// The form of a page that was shown again, from its notice to its end.
fn form(shown: &Shown) -> String {
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", shown.text);
    let (_, after) = shown.text.split_once("id=\"refus\"").unwrap();
    after.split("</form>").next().unwrap().to_string()
}

fn customer(team: &mut Team) -> String {
    format!("/clients/{}", team.late().0)
}

#[test]
fn it_stands_open_on_its_page_with_what_was_typed_and_may_be_sent_again() {
    team(|mut team| {
        let page = format!("{}?onglet=actions", customer(&mut team));
        let to = format!("{}/promettre", customer(&mut team));
        let typed = [
            ("until", "2026-12-10"),
            ("amount", "cent \"euros\" <b>"),
            ("heard", "letter"),
            ("why", "M. Durand & fils"),
        ];
        let shown = send(&mut team.owner, &page, &to, &typed);
        let back = form(&shown);
        assert!(shown.text.contains("<title>À corriger · "), "the title says so");
        assert!(back.contains("value=\"2026-12-10\"") && back.contains("value=\"M. Durand &#38; fils\""), "{back}");
        assert!(back.contains("value=\"cent &#34;euros&#34; &#60;b&#62;\""), "{back}");
        assert!(back.contains("<option value=\"letter\" selected"), "{back}");
        assert!(back.contains(&format!("name=\"_page\" value=\"{page}\"")), "{back}");
        let around = shown.text.split("id=\"refus\"").next().unwrap().rsplit("<details").next().unwrap();
        assert!(around.split('>').next().unwrap().contains("open"), "the part that was folded is open: {around}");
        assert_eq!(shown.text.matches("autofocus").count(), 1);
        // From there a browser says that it comes from the address of the form; the page it shows is told by the form.
        let still = [&typed[..], &[("_page", page.as_str())]].concat();
        assert_eq!(form(&send(&mut team.owner, &to, &to, &still)), back);
        let right = [("until", "2026-12-10"), ("amount", "100"), ("heard", "letter"), ("why", "dit"), ("_page", &page)];
        send(&mut team.owner, &to, &to, &right).says("Promesse");
    });
}

#[test]
fn among_forms_of_one_address_it_is_the_one_that_was_sent() {
    team(|mut team| {
        let (page, to) =
            (format!("{}?onglet=actions", customer(&mut team)), format!("{}/suspendre", customer(&mut team)));
        let typed = [("kind", "pause"), ("until", "2026-02-31"), ("why", "le temps de voir")];
        let back = form(&send(&mut team.owner, &page, &to, &typed));
        assert!(back.contains("value=\"pause\"") && back.contains("Mettre en pause"), "{back}");
        assert!(back.contains("value=\"le temps de voir\""), "{back}");
    });
}

#[test]
fn from_nowhere_or_from_elsewhere_a_page_of_its_own_says_why() {
    team(|mut team| {
        let to = format!("{}/promettre", customer(&mut team));
        let wrong = [("until", "hier"), ("why", "dit")];
        let alone = team.owner.post(&to, &wrong);
        assert_eq!(alone.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!alone.text.contains("id=\"refus\""));
        for page in ["//ailleurs.test/", "https://ailleurs.test/", "/nulle-part", "/journal", "/balance/export.csv"] {
            let shown = team.owner.post(&to, &[("until", "hier"), ("why", "dit"), ("_page", page)]);
            assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            assert!(!shown.text.contains("id=\"refus\""), "{page}");
        }
    });
}

#[test]
fn nobody_sees_a_page_that_is_not_theirs_in_this_way() {
    team(|mut team| {
        let page = customer(&mut team);
        let guest = &mut team.guest;
        let shown = send(guest, "/reglages/utilisateurs", &format!("{page}/promettre"), &[("until", "hier")]);
        assert_eq!(shown.status, StatusCode::FORBIDDEN);
        assert!(!shown.text.contains("id=\"refus\""));
    });
}
