//! The reference as people read it, and what programs are told when they ask in a way that is not foreseen.

use crate::house::demo;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::Value;

/// Larger than any body that is read.
const TOO_LARGE: usize = 201 * 1024 * 1024;

#[test]
fn the_reference_reads_in_french_with_an_index_and_every_field() {
    demo(|owner| {
        let page = owner.another().get("/api").text;
        assert!(!page.contains('`'), "no mark of code is left as it was typed");
        let api = serde_json::to_value(web::description()).unwrap();
        let mut seen = 0;
        for (path, methods) in api["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let link = page.split("href=\"#").skip(1).find(|l| {
                    let words = format!("{} {}", method.to_uppercase(), path.trim_start_matches("/api/v1"));
                    l.split("</a>").next().unwrap().ends_with(&format!(">{words}"))
                });
                let anchor = link.unwrap_or_else(|| panic!("{method} {path} is not in the index")).split('"').next();
                assert_eq!(page.matches(&format!("id=\"{}\"", anchor.unwrap())).count(), 1, "{method} {path}");
                let english = operation["summary"].as_str().unwrap().split('`').next().unwrap();
                assert!(english.len() < 12 || !page.contains(english), "{method} {path} is told in English");
                seen += 1;
            }
        }
        assert!(seen > 100, "{seen}");
        assert!(page.contains("id=\"partie-evenements\""), "{}", &page[..2000]);
    });
}

#[test]
fn the_reference_shows_what_to_send_and_what_comes_back() {
    demo(|mut owner| {
        let page = owner.get("/api");
        let payment = page.text.split("id=\"post-payments\"").nth(1).unwrap().split("</article>").next().unwrap();
        for shown in [
            "Idempotency-Key",
            "amount_cents",
            "received_on",
            "accessories",
            "outstanding_cents",
            "recovered.gain_cents",
        ] {
            assert!(payment.contains(&format!("<code>{shown}</code>")), "{shown}: {payment}");
        }
        for shown in [
            "entier",
            "jour",
            "obligatoire",
            "-H &#39;Idempotency-Key: ",
            "curl -X POST &#39;http://quitus.test/api/v1/payments&#39;",
        ] {
            assert!(payment.contains(shown), "{shown}: {payment}");
        }
        let list = page.text.split("id=\"get-customers\"").nth(1).unwrap().split("</article>").next().unwrap();
        assert!(list.contains("<code>items[].overdue_cents</code>"), "{list}");
    });
}

#[test]
fn a_way_of_asking_that_is_not_foreseen_is_a_problem_in_french() {
    demo(|owner| {
        let refused = Request::delete("/api/v1/customers").body(Body::empty()).unwrap();
        let (head, text) = owner.answered(refused);
        assert_eq!(head.status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(head.headers[header::CONTENT_TYPE], "application/problem+json", "{text}");
        assert!(head.headers[header::ALLOW].to_str().unwrap().contains("GET"), "{head:?}");
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(problem["title"], "Cette adresse ne se demande pas ainsi.");
        assert!(problem["detail"].as_str().unwrap().contains("DELETE"), "{problem}");
    });
}

#[test]
fn a_body_that_is_too_large_is_a_problem_in_french() {
    demo(|owner| {
        let large = Request::post("/api/v1/imports?name=tout.zip").body(Body::from(vec![0; TOO_LARGE])).unwrap();
        let (head, text) = owner.answered(large);
        assert_eq!(head.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(head.headers[header::CONTENT_TYPE], "application/problem+json", "{text}");
        let problem: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(problem["title"], "Ce qui est envoyé est trop grand.");
        assert!(problem["detail"].as_str().unwrap().contains("200 Mo"), "{problem}");
    });
}
