//! What is told to whoever keeps the server: alive or not, how often and how fast, and nobody's name.

use crate::browser::Browser;
use crate::house::{demo, demo_at, house};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};

#[test]
fn the_server_says_that_it_is_well_and_counts_by_route() {
    demo(|mut browser| {
        assert_eq!(browser.get("/sante").text, "bon\n");
        let customer = browser.get("/clients").link("/clients/");
        browser.get(&customer);
        let told = browser.get("/metriques").text;
        assert!(
            told.contains("quitus_http_requests_total{method=\"GET\",route=\"/clients\",status=\"200\"} 1"),
            "{told}"
        );
        assert!(!told.contains(&customer), "an address was counted");
    });
}

#[test]
fn measures_are_for_this_machine_or_for_whoever_bears_the_token() {
    demo(|mut browser| {
        let forwarded = Request::get("/metriques").header("x-forwarded-for", "203.0.113.9");
        let page = browser.ask(forwarded, Body::empty());
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(!page.text.contains("quitus_http"), "{}", page.text);
        let here = Request::get("/metriques").header("x-forwarded-for", "127.0.0.1");
        assert_eq!(browser.ask(here, Body::empty()).status, StatusCode::OK);
    });
    demo_at(|url, _| {
        let folder = testkit::Folder::new();
        let mut house = house(url, folder.path());
        house.metrics_token = Some("jeton-au-hasard".to_string());
        let mut browser = Browser::new(web::router(house));
        assert_eq!(browser.get("/metriques").status, StatusCode::UNAUTHORIZED);
        let bearing = |token: &str| {
            let request = Request::get("/metriques").header("x-forwarded-for", "203.0.113.9");
            request.header(header::AUTHORIZATION, format!("Bearer {token}"))
        };
        assert_eq!(browser.ask(bearing("jeton"), Body::empty()).status, StatusCode::UNAUTHORIZED);
        assert_eq!(browser.ask(bearing("jeton-au-hasard"), Body::empty()).status, StatusCode::OK);
    });
}
