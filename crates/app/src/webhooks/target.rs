//! The address of a receiver: what may be written in it. Which machine it leads to is looked at when a message leaves.

use crate::error::{AppError, AppResult};

/// Longer is no address anybody typed.
const LONGEST: usize = 500;

/// The address, when a message may be sent there: HTTPS, or HTTP to this very machine where private addresses are allowed.
///
/// # Errors
/// `Refused`, saying what is wrong.
pub fn check(url: &str, is_private: bool) -> AppResult<String> {
    let url = url.trim();
    let refused = |what: &str| AppError::refused(what, "Exemple : https://compta.example/evenements");
    let (scheme, rest) = url.split_once("://").ok_or_else(|| refused("Cette adresse ne commence pas par https://."))?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
    let strange = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '#');
    if url.len() > LONGEST || url.contains(strange) || !url.is_ascii() {
        return Err(refused("Cette adresse contient ce qu’une adresse ne contient pas."));
    }
    if authority.contains('@') {
        return Err(refused("Cette adresse contient un mot de passe : il se lirait partout où elle s’affiche."));
    }
    let host = host(authority);
    if host.is_empty() || port(authority).is_none() {
        return Err(refused("Cette adresse ne nomme aucune machine, ou un port qui n’en est pas un."));
    }
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Ok(url.to_string()),
        "http" if is_private && is_this_machine(host) => Ok(url.to_string()),
        "http" => {
            Err(refused("Sans https, les messages se lisent en chemin : http n’est permis que vers cette machine."))
        }
        _ => Err(refused("Cette adresse ne commence pas par https://.")),
    }
}

/// Scheme, machine and port: what the journal and logs may show. A path may hold a secret.
pub fn origin(url: &str) -> String {
    let end = url.match_indices('/').nth(2).map_or(url.len(), |(at, _)| at);
    url[..end].split('?').next().unwrap_or("").to_string()
}

fn host(authority: &str) -> &str {
    if authority.starts_with('[') {
        return authority.split_inclusive(']').next().unwrap_or("");
    }
    authority.split(':').next().unwrap_or("")
}

/// `Some(0)` when none is written.
fn port(authority: &str) -> Option<u16> {
    match authority[host(authority).len()..].strip_prefix(':') {
        None if authority.len() == host(authority).len() => Some(0),
        None => None,
        Some(digits) => digits.parse().ok().filter(|p| *p != 0),
    }
}

fn is_this_machine(host: &str) -> bool {
    matches!(host.to_ascii_lowercase().as_str(), "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_keep_a_message_to_its_reader_are_taken() {
        let good = ["https://compta.example/evenements", " https://compta.example:8443/a?b=c ", "HTTPS://a.example"];
        good.iter().for_each(|url| assert!(check(url, false).is_ok(), "{url}"));
        let bad = [
            "compta.example",
            "http://compta.example/",
            "http://localhost:9000/",
            "https://moi:secret@compta.example/",
            "https:///chemin",
            "https://compta.example:0/",
            "https://compta.example:port/",
            "https://a.example/\u{0a}x",
            "https://a.example/#ici",
            "ftp://a.example/",
            "https://é.example/",
        ];
        bad.iter().for_each(|url| assert!(check(url, false).is_err(), "{url}"));
        let here = ["http://localhost:9000/a", "http://127.0.0.1:9000/", "http://[::1]:9000/"];
        here.iter().for_each(|url| assert!(check(url, true).is_ok(), "{url}"));
        assert!(check("http://192.168.1.4/", true).is_err(), "not in clear over a network");
    }

    #[test]
    fn a_path_is_not_shown() {
        assert_eq!(origin("https://a.example:8443/hook/secret?x=1"), "https://a.example:8443");
        assert_eq!(origin("https://a.example?x=1"), "https://a.example");
    }
}
