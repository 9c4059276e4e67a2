//! What is told to whoever keeps the server: alive or not, how often and how fast, and nobody's name.

use crate::house::demo;

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
