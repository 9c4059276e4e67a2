//! `quitus thanks`: customers who paid all that was late, and a word of thanks to one of them.

use crate::args::Thanks;
use crate::commands::acts::say;
use crate::commands::find;
use crate::fail::{Fail, Outcome};
use crate::outside::Composer;
use crate::rim::Rim;
use crate::show::{Align, cut, grid, json, line};
use app::ports::screens::Scope;
use app::prepare::{Desk, Prepared};
use app::thanks;
use base::fr;
use domain::facts::DecisionKind;
use serde_json::json;

pub fn run(rim: &Rim, args: &Thanks) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let Some(name) = &args.customer else { return list(rim) };
    let party = find::customer(&world, &company, name)?;
    if let Some(why) = &args.skip {
        let skip = DecisionKind::Skip { step: thanks::STEP.to_string() };
        app::holds::decide(&world, &company, party.id, None, &skip, why)?;
        let text = format!("Noté : {} n’est pas remercié cette fois.", party.name);
        return say(rim, &text, json!({ "customer": party.name, "skipped": true }));
    }
    let templates = rim.templates(&company)?;
    let desk = Desk { templates: &templates, composer: &Composer };
    match thanks::prepare(&world, &company, &desk, party.id)? {
        Prepared::Act { id, subject, .. } => {
            let text = format!("Prêt : « {subject} », à {}. Pour l’envoyer : quitus send.", party.name);
            say(rim, &text, json!({ "act": id, "subject": subject }))
        }
        Prepared::Overtaken { why } => Err(Fail::new(why)),
    }
}

fn list(rim: &Rim) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    let found = thanks::proposed(&world, &company, Scope { company: company.id, keeper: None })?;
    if rim.common.json {
        let rows: Vec<_> = found
            .iter()
            .map(|t| {
                json!({
                    "customer": t.customer, "party": t.party, "received_on": t.received_on, "received_cents": t.received,
                    "invoices": t.invoices.iter().map(|i| i.number.as_str()).collect::<Vec<_>>(), "recalls": t.recalls,
                })
            })
            .collect();
        json(&json!({ "thanks": rows }))?;
        return Ok(0);
    }
    if found.is_empty() {
        line("Personne à remercier : ce qui était en retard ne l’est plus, ou c’est déjà fait.");
        return Ok(0);
    }
    let rows = found
        .iter()
        .map(|t| {
            let numbers: Vec<&str> = t.invoices.iter().map(|i| i.number.as_str()).collect();
            let received = fr::money(t.received, t.currency);
            vec![cut(&t.customer, 30), fr::date_short(t.received_on), received, cut(&numbers.join(", "), 40)]
        })
        .collect();
    let (left, right) = (Align::Left, Align::Right);
    line(grid(&[("Client", left), ("Reçu le", left), ("Reçu", right), ("Factures", left)], rows));
    line("Pour remercier : quitus thanks CLIENT ; sinon : quitus thanks CLIENT --skip \"…\"");
    Ok(0)
}
