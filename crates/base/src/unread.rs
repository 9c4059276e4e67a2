//! Why something cannot be read or written, in French, for the person who must act: what an operating system refuses, and what
//! readers of JSON, TOML and forms find wrong. Their own English reaches nobody.

use std::io::{Error, ErrorKind};

/// What the system refused, without a capital and without a full stop, to stand after « … ne se lit pas : ».
pub fn system(error: &Error) -> String {
    known(error.kind()).map_or_else(|| numbered(error), str::to_string)
}

fn known(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "rien n’existe à cet endroit, vérifiez le chemin",
        ErrorKind::PermissionDenied => "l’accès est refusé, vérifiez les droits de l’utilisateur qui lance Quitus",
        ErrorKind::IsADirectory => "c’est un dossier, indiquez un fichier",
        ErrorKind::NotADirectory => "une partie du chemin n’est pas un dossier, vérifiez-le",
        ErrorKind::DirectoryNotEmpty => "ce dossier n’est pas vide, choisissez-en un autre",
        ErrorKind::AlreadyExists => "ce nom est déjà pris, choisissez-en un autre",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "le disque est plein, libérez de la place",
        ErrorKind::FileTooLarge => "le fichier serait trop grand pour ce disque, choisissez-en un autre",
        ErrorKind::ReadOnlyFilesystem => "ce disque est en lecture seule, choisissez un autre dossier",
        ErrorKind::InvalidFilename | ErrorKind::InvalidInput => {
            "ce nom de fichier n’est pas possible, choisissez-en un autre"
        }
        ErrorKind::InvalidData => {
            "ce n’est pas un texte en UTF-8, vérifiez que c’est le bon fichier et enregistrez-le sous ce codage"
        }
        ErrorKind::UnexpectedEof => "le contenu s’arrête avant la fin, refaites la copie",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "un autre programme s’en sert, fermez-le",
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "pas de réponse à temps, réessayez plus tard",
        ErrorKind::AddrInUse => "un autre programme écoute déjà là, arrêtez-le ou choisissez un autre port",
        ErrorKind::AddrNotAvailable => "cette machine n’a pas cette adresse, choisissez-en une autre",
        ErrorKind::ConnectionRefused => "la connexion est refusée, vérifiez l’adresse et le port",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "la connexion a été coupée, réessayez"
        }
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "cette machine ne peut pas être jointe, vérifiez la connexion au réseau"
        }
        ErrorKind::OutOfMemory => "cette machine n’a plus de mémoire, fermez d’autres programmes",
        _ => return None,
    })
}

fn numbered(error: &Error) -> String {
    let number = error.raw_os_error().map_or_else(String::new, |code| format!(" no {code}"));
    format!("le système a signalé une erreur{number}, réessayez ou montrez ce message à qui s’occupe de cette machine")
}

/// What a reader says of a field or a value of JSON, TOML or a form; `None` when it is not among the usual faults.
pub fn value(message: &str) -> Option<String> {
    value_or(message, &|_| None)
}

/// The same, where some of the types that are wanted have words of their own.
pub fn value_or(message: &str, own: &dyn Fn(&str) -> Option<&'static str>) -> Option<String> {
    let message = message.trim();
    fields(message).or_else(|| types(message, own)).or_else(|| numbers(message).map(str::to_string))
}

fn fields(message: &str) -> Option<String> {
    if let Some(rest) = message.strip_prefix("unknown field ") {
        return Some(format!("champ inconnu {}", choices(rest, "attendu")));
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        return Some(format!("valeur inconnue {}", choices(rest, "valeurs possibles")));
    }
    if let Some(name) = message.strip_prefix("duplicate field ") {
        return Some(format!("le champ {} est donné deux fois", quoted(name)));
    }
    message.strip_prefix("missing field ").map(|name| format!("il manque le champ {}", quoted(name)))
}

/// `` `a`, expected one of `b`, `c` `` as `« a » ; attendu : b, c`.
fn choices(rest: &str, intro: &str) -> String {
    let (name, others) = rest.split_once(", expected").unwrap_or((rest, ""));
    let others = others.trim_start_matches(" one of").replace('`', "");
    format!("{} ; {intro} : {}", quoted(name), others.trim().replace(" or ", ", "))
}

fn quoted(name: &str) -> String {
    format!("« {} »", name.trim_matches('`'))
}

fn types(message: &str, own: &dyn Fn(&str) -> Option<&'static str>) -> Option<String> {
    let rest = message.strip_prefix("invalid type: ").or_else(|| message.strip_prefix("invalid value: "))?;
    let (found, wanted) = rest.split_once(", expected ")?;
    let wanted = own(wanted).or_else(|| usual(wanted))?;
    Some(format!("{}{wanted}", refused_value(found)))
}

fn usual(wanted: &str) -> Option<&'static str> {
    Some(match wanted {
        "i8" | "i16" | "i32" | "i64" => "il faut un nombre entier, sans guillemets",
        "u8" | "u16" | "u32" | "u64" | "usize" => "il faut un nombre entier positif, sans guillemets",
        "a string" => "il faut un texte entre guillemets",
        "a boolean" => "il faut true (oui) ou false (non), sans guillemets",
        "a sequence" => "il faut une liste entre crochets, par exemple [\"email\", \"letter\"]",
        other if other.starts_with("struct ") || other == "a map" => {
            "il faut des champs entre accolades, ou une rubrique entre crochets"
        }
        _ => return None,
    })
}

/// `` string "abc" `` or `` integer `3` `` as `« abc » ne convient pas : `; nothing for what has no short value.
fn refused_value(found: &str) -> String {
    if matches!(found, "map" | "sequence" | "null") {
        return String::new();
    }
    let value = found.split_once([' ', '`']).map_or(found, |(_, v)| v);
    let value = value.trim_start_matches("point ").trim_end_matches(" as i128").trim_matches(['`', '"']);
    format!("« {value} » ne convient pas : ")
}

fn numbers(message: &str) -> Option<&'static str> {
    Some(match message {
        "invalid digit found in string" | "cannot parse integer from empty string" => "il faut un nombre entier",
        "number too large to fit in target type" | "number too small to fit in target type" => {
            "ce nombre est hors de ce qui se compte"
        }
        "provided string was not `true` or `false`" => "il faut true (oui) ou false (non)",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_is_told_with_what_to_do() {
        let told = |kind: ErrorKind| system(&Error::from(kind));
        assert!(told(ErrorKind::NotFound).contains("vérifiez le chemin"));
        assert!(told(ErrorKind::PermissionDenied).contains("droits"));
        assert!(told(ErrorKind::IsADirectory).contains("c’est un dossier"));
        assert!(told(ErrorKind::StorageFull).contains("le disque est plein"));
        assert!(told(ErrorKind::InvalidData).contains("UTF-8"));
        assert!(system(&Error::from_raw_os_error(71)).contains("une erreur no 71"));
        assert!(!system(&Error::other("some english words")).contains("english"));
    }

    #[test]
    fn what_readers_find_is_told_in_french() {
        let said = |message: &str| value(message).unwrap();
        assert_eq!(said("missing field `why`"), "il manque le champ « why »");
        assert_eq!(
            said("unknown field `lose`, expected `loss` or `bank`"),
            "champ inconnu « lose » ; attendu : loss, bank"
        );
        assert_eq!(
            said("invalid type: string \"dix\", expected i64"),
            "« dix » ne convient pas : il faut un nombre entier, sans guillemets"
        );
        assert_eq!(said("invalid type: null, expected a string"), "il faut un texte entre guillemets");
        assert_eq!(
            said("invalid value: integer `-1`, expected u32"),
            "« -1 » ne convient pas : il faut un nombre entier positif, sans guillemets"
        );
        assert_eq!(said("invalid digit found in string"), "il faut un nombre entier");
        assert_eq!(value("something else"), None);
    }
}
