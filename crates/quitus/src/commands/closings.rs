//! Days on which the company is closed.

use crate::args::ClosingCommand;
use crate::commands::acts::say;
use crate::fail::Outcome;
use crate::rim::Rim;
use crate::show::{json, line};
use app::closings;
use serde_json::json;

pub fn run(rim: &Rim, what: &ClosingCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        ClosingCommand::Add { from, until, why } => {
            closings::close(&world, &company, *from, *until, why)?;
            say(rim, "Noté : rien ne part ces jours-là.", json!({ "from": from, "until": until }))
        }
        ClosingCommand::Remove { from } => {
            closings::reopen(&world, &company, *from)?;
            say(rim, "Cette fermeture est retirée.", json!({ "removed": from }))
        }
        ClosingCommand::List => {
            if rim.common.json {
                json(&json!({ "closings": company.settings.closings }))?;
                return Ok(0);
            }
            if company.settings.closings.is_empty() {
                line("Aucune fermeture.");
            }
            for closing in &company.settings.closings {
                line(closings::said(closing));
            }
            Ok(0)
        }
    }
}
