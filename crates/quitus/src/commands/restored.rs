//! After the books were put back from a copy: what may have left since, and the word of whoever looked.

use crate::args::RestoredArgs;
use crate::commands::acts::{list_unknown, say};
use crate::fail::{NEEDS_ATTENTION, Outcome};
use crate::rim::Rim;
use crate::show::{instant, json, line, paragraph};
use app::restoration::{self, Marked};
use base::fr;
use serde_json::{Value, json};

pub fn run(rim: &Rim, args: &RestoredArgs) -> Outcome<u8> {
    let world = rim.world();
    if let Some(copy) = &args.declare {
        let marked = restoration::mark(&world, copy, "")?;
        return declared(rim, &marked);
    }
    let company = rim.company()?;
    if let Some(why) = &args.reviewed {
        restoration::review(&world, &company, why)?;
        return say(rim, "Noté : les envois reprennent.", json!({ "reviewed": true }));
    }
    let open = restoration::open(&world, &company)?;
    let unknown = list_unknown(rim, &company)?;
    let code = if open.is_some() { NEEDS_ATTENTION } else { 0 };
    if rim.common.json {
        let open = open.map(|o| json!({ "file": o.file, "known_until": o.known_until, "restored_on": o.restored_on }));
        json(&json!({ "open": open, "unknown": unknown.iter().map(|r| r.act.id).collect::<Vec<_>>() }))?;
        return Ok(code);
    }
    let Some(open) = open else {
        line("Aucune restauration n’attend d’être revue.");
        return Ok(code);
    };
    line(format!("Données restaurées le {} depuis {}.", fr::date(open.restored_on), open.file));
    line(format!("Ce qui est parti après le {} n’y est pas.", instant(open.known_until)));
    crate::commands::acts::show(&unknown);
    paragraph("Pour chaque acte d’issue inconnue : quitus resolve ACTE --sent, ou --not-sent.");
    paragraph(
        "Pour ce que les données ignorent, relisez vos messages envoyés et passez les étapes déjà faites (quitus decide skip).",
    );
    paragraph("Ensuite : quitus restored --reviewed \"ce que vous avez vérifié\". D’ici là, aucun message ne part.");
    Ok(code)
}

/// What a restoration left open, in each company.
pub fn declared(rim: &Rim, marked: &[Marked]) -> Outcome<u8> {
    if rim.common.json {
        json(&json!({ "companies": marked.iter().map(marked_json).collect::<Vec<_>>() }))?;
        return Ok(0);
    }
    for company in marked {
        line(format!(
            "{} : données arrêtées au {} ; {} d’issue inconnue.",
            company.company,
            instant(company.known_until),
            fr::count(company.acts, "acte", "actes")
        ));
    }
    paragraph("Aucun message ne part avant que vous ayez dit ce qui est parti depuis : quitus restored.");
    Ok(0)
}

pub fn marked_json(marked: &Marked) -> Value {
    json!({ "company": marked.company, "known_until": marked.known_until, "unknown_acts": marked.acts })
}
