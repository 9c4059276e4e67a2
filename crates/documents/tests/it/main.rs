//! Every template with every sample in every language, on mail and on paper, and what must be refused.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod hostile;
mod mails;
mod overrides;
mod papers;
mod refusals;

use documents::{Context, DunningContext, TemplateSet};

/// The named sample of a template.
fn sample(template: &str, name: &str) -> Context {
    TemplateSet::samples(template).unwrap().into_iter().find(|s| s.name == name).unwrap().context
}

/// The named sample of a reminder, ready to be altered.
fn dunning(template: &str, name: &str) -> DunningContext {
    match sample(template, name) {
        Context::Dunning(context) => *context,
        other => panic!("{template}/{name} is {other:?}"),
    }
}

/// Where a person asked to look at the results, as `QUITUS_RENDER_TO=/tmp/look cargo test -p documents`.
#[expect(clippy::disallowed_methods, reason = "a person asked, through the environment")]
fn keep(name: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("QUITUS_RENDER_TO") {
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
    }
}
