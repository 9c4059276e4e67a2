//! What a program or a browser sent and cannot be read: which field, what is wrong with it, what to do, in French.

use crate::answer::Oops;
use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use base::unread;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// The body of a request as JSON.
///
/// # Errors
/// `Unreadable`, with the field, the line and the column.
pub fn json<B: DeserializeOwned>(body: &[u8]) -> Result<B, Oops> {
    let mut reader = serde_json::Deserializer::from_slice(body);
    let read = serde_path_to_error::deserialize(&mut reader);
    let (at, found) = match read {
        Ok(given) => match reader.end() {
            Ok(()) => return Ok(given),
            Err(error) => (String::new(), error),
        },
        Err(error) => (error.path().to_string(), error.into_inner()),
    };
    Err(Oops::Unreadable(of_json(body, &at, &found)))
}

fn of_json(body: &[u8], at: &str, error: &serde_json::Error) -> String {
    if body.iter().all(u8::is_ascii_whitespace) {
        return "Le corps de la demande est vide : envoyez un objet JSON, {} s’il n’y a rien à dire.".to_string();
    }
    let place = format!("ligne {}, colonne {}", error.line(), error.column());
    match error.classify() {
        Category::Data => {
            let message = error.to_string();
            let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(said, _)| said);
            format!("{} ({place}).", of_field(at, message))
        }
        Category::Eof => {
            format!("Le JSON s’arrête avant la fin ({place}) : refermez guillemets, crochets et accolades.")
        }
        Category::Syntax | Category::Io => {
            format!("Ce n’est pas du JSON ({place}) : un signe manque, est de trop ou n’est pas à sa place.")
        }
    }
}

/// What axum says of the fields of an address or of a form.
pub fn fields(said: &str) -> String {
    if said.contains("length limit") {
        return "Ce qui a été envoyé est trop long : envoyez-le en plusieurs fois.".to_string();
    }
    if said.contains("Content-Type") {
        return "Les champs d’un formulaire sont attendus (application/x-www-form-urlencoded).".to_string();
    }
    // « Failed to deserialize query string: page: invalid digit found in string ».
    let said = said.split_once(": ").map_or(said, |(_, rest)| rest);
    let (at, message) = said.split_once(": ").filter(|(at, _)| !at.contains(' ')).unwrap_or(("", said));
    format!("{}.", of_field(at, message))
}

/// A file that was sent from a page.
pub fn upload(error: &MultipartError) -> String {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        "plus de 200 Mo d’un coup ; importez ces fichiers en plusieurs fois".to_string()
    } else {
        "l’envoi s’est arrêté en route ou est incomplet ; recommencez".to_string()
    }
}

fn of_field(at: &str, message: &str) -> String {
    let wrong = unread::value(message).unwrap_or_else(|| {
        let form = if is_about_a_day(message) {
            "une date AAAA-MM-JJ est attendue"
        } else {
            "sa valeur n’a pas la forme attendue"
        };
        form.to_string()
    });
    // What is missing or unknown names its field itself.
    if at.is_empty() || at == "." || wrong.contains(" champ ") || wrong.starts_with("champ ") {
        return base::fr::capital(&wrong);
    }
    format!("Champ « {at} » : {wrong}")
}

/// As the reader of dates words it.
fn is_about_a_day(message: &str) -> bool {
    ["date", "year", "month", "day"].iter().any(|word| message.contains(word))
}
