//! The steps on the card of a customer: what was done, and which one comes next.

use crate::browser::Browser;
use crate::house::work;
use crate::office::{GARAGE, HOTEL, IMPRIMERIE, SCIERIE};
use base::id::PartyId;

/// Title and « fait le … », « prochaine » or nothing, in order.
fn steps(browser: &mut Browser, party: PartyId) -> Vec<(String, String)> {
    let page = browser.get(&format!("/clients/{party}")).text;
    let list = page.split("class=\"steps\"").nth(1).unwrap().split("</ol>").next().unwrap().to_string();
    let inner = |step: &str, class: &str| {
        let rest = step.split(&format!("<span class=\"{class}\">")).nth(1).unwrap();
        rest.split("</span>").next().unwrap().to_string()
    };
    list.split("<li").skip(1).map(|step| (inner(step, "step-title"), inner(step, "step-when"))).collect()
}

/// No step that is over is « prochaine »: neither one that was done, nor one before it, nor a word before the due date of what
/// is late.
#[test]
fn what_comes_next_was_not_done_and_is_not_before_what_was() {
    work(|mut browser, ground| {
        let company = ground.company().id;
        for name in [GARAGE, HOTEL, IMPRIMERIE, SCIERIE] {
            let found = ground.read(|books| Ok(books.parties(company, "", 0, 100)?));
            let party = found.into_iter().find(|p| p.name == name).unwrap().id;
            let steps = steps(&mut browser, party);
            let next = steps.iter().position(|(_, when)| when == "prochaine");
            let last = steps.iter().rposition(|(_, when)| when.starts_with("fait le"));
            println!("{name}: {steps:?}");
            assert!(steps.iter().filter(|(_, when)| when == "prochaine").count() <= 1, "{name}: {steps:?}");
            assert!(next.is_none_or(|next| last.is_none_or(|last| last < next)), "{name}: {steps:?}");
            // All of them owe what is late.
            assert!(next.is_some_and(|next| !steps[next].0.contains("avant l’échéance")), "{name}: {steps:?}");
        }
    });
}
