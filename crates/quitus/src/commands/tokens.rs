//! `quitus token`: which programs come in through the interface, for whoever administers the server.

use crate::args::{ScopeArg, TokenCommand};
use crate::commands::acts::say;
use crate::fail::{Fail, Outcome};
use crate::rim::Rim;
use crate::show::{json, line};
use app::records::{ApiScope, Company, TokenRecord};
use app::tokens;
use base::fr;
use base::id::TokenId;
use serde_json::json;

pub fn run(rim: &Rim, what: &TokenCommand) -> Outcome<u8> {
    let (world, company) = (rim.world(), rim.company()?);
    match what {
        TokenCommand::List => list(rim, &company),
        TokenCommand::Add { name, scopes, until } => {
            let mut scopes: Vec<ApiScope> = scopes.iter().copied().map(scope_of).collect();
            scopes.dedup();
            let made = tokens::create(&world, &company, name, &scopes, *until)?;
            let text = format!("Jeton de « {name} », affiché cette seule fois :\n  {}", made.text);
            say(rim, &text, json!({ "token": made.text }))
        }
        TokenCommand::Revoke { token } => {
            let found = named(rim, &company, token)?;
            tokens::revoke(&world, &company, found.id)?;
            say(rim, &format!("Le jeton de « {} » n’ouvre plus rien.", found.name), json!({ "revoked": found.id }))
        }
    }
}

fn scope_of(arg: ScopeArg) -> ApiScope {
    match arg {
        ScopeArg::Read => ApiScope::Read,
        ScopeArg::Import => ApiScope::Import,
        ScopeArg::Act => ApiScope::Act,
        ScopeArg::Manage => ApiScope::Manage,
        ScopeArg::People => ApiScope::People,
    }
}

fn open(rim: &Rim, company: &Company) -> Outcome<Vec<TokenRecord>> {
    let all = rim.world().read(|books| Ok(books.tokens(company.id)?))?;
    Ok(all.into_iter().filter(|t| t.revoked_at.is_none()).collect())
}

fn named(rim: &Rim, company: &Company, text: &str) -> Outcome<TokenRecord> {
    let mut found = open(rim, company)?;
    let id = TokenId::parse(text);
    found.retain(|t| Some(t.id) == id || id.is_none() && t.name == text);
    match found.len() {
        1 => Ok(found.swap_remove(0)),
        0 => Err(Fail::new(format!("Aucun jeton ouvert ne répond à « {text} ». Voyez « quitus token list »."))),
        n => Err(Fail::new(format!("{n} jetons portent « {text} » : donnez l’identifiant tok_…."))),
    }
}

fn list(rim: &Rim, company: &Company) -> Outcome<u8> {
    let all = open(rim, company)?;
    if rim.common.json {
        let rows: Vec<_> = all
            .iter()
            .map(|t| {
                let scopes: Vec<_> = t.scopes.iter().map(|s| s.code()).collect();
                json!({ "token": t.id, "name": t.name, "scopes": scopes, "until": t.expires_on, "by": t.created_by })
            })
            .collect();
        json(&json!({ "tokens": rows }))?;
        return Ok(0);
    }
    if all.is_empty() {
        line("Aucun programme ne peut entrer.");
    }
    for token in &all {
        let scopes: Vec<_> = token.scopes.iter().map(|s| s.french()).collect();
        let until = token.expires_on.map(|on| format!(", jusqu’au {}", fr::date(on))).unwrap_or_default();
        line(format!("{} : {}{until}", token.name, scopes.join(", ")));
        line(format!("     {}", token.id));
    }
    Ok(0)
}
