//! Which crate may name which: arrows point inward only, as `ARCHITECTURE.md` draws them.
//!
//! Only what ships is looked at; a test may stand on an adapter to check a use case with it.

use super::{members, nothing, text};

/// Every crate, in the order of the flow, with the crates of ours it may depend on.
const ARROWS: [(&str, &[&str]); 19] = [
    ("base", &[]),
    ("law", &["base"]),
    ("draft", &["base"]),
    ("grid", &["base"]),
    ("einvoice", &["base", "draft"]),
    ("fec", &["base", "draft"]),
    ("bank", &["base", "draft", "grid"]),
    ("table", &["base", "draft", "grid"]),
    ("reader", &["bank", "base", "draft", "einvoice", "fec", "table"]),
    ("domain", &["base"]),
    ("documents", &["base"]),
    ("app", &["base", "documents", "domain", "draft", "law"]),
    ("store", &["app", "base", "domain"]),
    ("outreach", &["app"]),
    ("web", &["app", "base", "documents", "domain", "draft", "law"]),
    ("sim", &["app", "base", "documents", "domain", "draft"]),
    ("testkit", &[]),
    ("quitus-bench", &["app", "base", "domain", "law", "reader", "sim", "store", "testkit"]),
    (
        "quitus",
        &[
            "app",
            "bank",
            "base",
            "documents",
            "domain",
            "draft",
            "einvoice",
            "law",
            "outreach",
            "reader",
            "sim",
            "store",
            "table",
            "web",
        ],
    ),
];

/// Nobody but the composition root, and what measures it, knows that there is a database or a mail server.
const ADAPTERS: [&str; 2] = ["outreach", "store"];
const ROOTS: [&str; 2] = ["quitus", "quitus-bench"];

fn ours() -> Vec<&'static str> {
    members().iter().map(|m| m.name.as_str()).collect()
}

#[test]
fn arrows_point_inward() {
    let ours = ours();
    let mut wrong = Vec::new();
    for member in members() {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member.name) else {
            wrong
                .push(format!("{} is in no arrow: say here and in ARCHITECTURE.md what it may depend on", member.name));
            continue;
        };
        let named = [member.names("dependencies"), member.names("build-dependencies")].concat();
        let outward = named.into_iter().filter(|d| ours.contains(&d.as_str()) && !allowed.contains(&d.as_str()));
        wrong.extend(outward.map(|d| format!("{} depends on {d}", member.name)));
    }
    nothing(wrong, "ARCHITECTURE.md, « Crates »");
}

/// The table above only says what the manifests could break: it has no cycle, and names every crate once.
#[test]
fn the_arrows_themselves_have_no_cycle() {
    for (at, (name, allowed)) in ARROWS.iter().enumerate() {
        let before: Vec<&str> = ARROWS[..at].iter().map(|(name, _)| *name).collect();
        assert!(!before.contains(name), "{name} is there twice");
        assert!(allowed.iter().all(|a| before.contains(a)), "{name} may depend on something that comes after it");
    }
    let mut named: Vec<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    let mut ours = ours();
    named.sort_unstable();
    ours.sort_unstable();
    assert_eq!(named, ours);
}

#[test]
fn only_the_root_names_adapters() {
    let outside = members().iter().filter(|m| !ROOTS.contains(&m.name.as_str()));
    let naming = outside.flat_map(|m| m.names("dependencies").into_iter().map(move |d| (&m.name, d)));
    let wrong = naming.filter(|(_, d)| ADAPTERS.contains(&d.as_str())).map(|(name, d)| format!("{name} names {d}"));
    nothing(wrong, "ARCHITECTURE.md: quitus is the only place that names adapters");
    let root = members().iter().find(|m| m.name == "quitus").expect("the composition root");
    assert!(ADAPTERS.iter().all(|a| root.names("dependencies").contains(&(*a).to_string())));
}

#[test]
fn the_architecture_names_every_crate_and_no_other() {
    let page = text("ARCHITECTURE.md");
    let section = page.split("## Crates").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the section");
    let cells = section.lines().filter_map(|l| l.strip_prefix("| `")).filter_map(|l| l.split(" |").next());
    let named: Vec<String> = cells.flat_map(|c| c.split(", ").map(|n| n.trim_matches('`').to_string())).collect();
    let missing = ours().into_iter().filter(|m| !named.iter().any(|n| n == m)).map(|m| format!("{m} is not named"));
    let gone = named.iter().filter(|n| !ours().contains(&n.as_str())).map(|n| format!("{n} does not exist"));
    nothing(missing.chain(gone), "ARCHITECTURE.md, « Crates »");
}
