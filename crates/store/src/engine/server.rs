//! A PostgreSQL server as its URL names it, and how far the line to it is protected.
//!
//! `sslmode` and `sslrootcert` mean what they mean to PostgreSQL's own client. A mode that cannot be honoured is refused
//! before anything is sent: nobody is left to believe that a line is protected when it is not.

use super::certificates::{self, Check};
use super::error::{Error, Result};
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use std::path::PathBuf;
use std::time::Duration;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Where to connect, and with which protection.
#[derive(Clone)]
pub(crate) struct Server {
    config: Config,
    /// `None` where the line stays in clear.
    tls: Option<MakeRustlsConnect>,
}

impl Server {
    /// # Errors
    /// `Unavailable` for a URL that cannot be read or a certificate file that cannot; `Refused` for a protection that
    /// this program does not know.
    pub(crate) fn parse(url: &str) -> Result<Server> {
        let (rest, mode, roots) = take_options(url)?;
        let mut config: Config = rest.parse().map_err(|error: postgres::Error| {
            Error::unavailable(
                "adresse PostgreSQL illisible : attendu « postgres://utilisateur:motdepasse@serveur/base »",
                error,
            )
        })?;
        if config.get_application_name().is_none() {
            config.application_name("quitus");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        // A socket of this machine crosses no network, and PostgreSQL has no TLS on it.
        let is_local = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
        let check = if is_local { None } else { protection(mode.as_deref(), roots.is_some())? };
        let Some((ssl, check)) = check else {
            config.ssl_mode(SslMode::Disable);
            return Ok(Server { config, tls: None });
        };
        config.ssl_mode(ssl);
        let tls = MakeRustlsConnect::new(certificates::client(check, roots.as_deref())?);
        Ok(Server { config, tls: Some(tls) })
    }

    pub(crate) fn connect(&self) -> Result<Client> {
        let connected = match &self.tls {
            None => self.config.connect(NoTls),
            Some(tls) => self.config.connect(tls.clone()),
        };
        connected.map_err(|error| self.unavailable(error))
    }

    /// The server cannot be used: said with its place and what to look at, never with the password.
    pub(crate) fn unavailable(&self, error: postgres::Error) -> Error {
        let place = self.place();
        let why = if error.to_string().starts_with("error performing TLS handshake") {
            format!(
                "la connexion chiffrée à PostgreSQL {place} n’a pas pu être établie : vérifiez que le serveur l’offre \
                 (ssl = on), que son certificat porte ce nom et qu’il est signé par l’autorité de « sslrootcert »"
            )
        } else {
            format!(
                "la base de données PostgreSQL {place} ne répond pas : vérifiez son adresse, son mot de passe et qu’elle est démarrée"
            )
        };
        Error::unavailable(why, error)
    }

    fn place(&self) -> String {
        let hosts: Vec<String> = self.config.get_hosts().iter().map(|host| format!("{host:?}")).collect();
        format!("« {} » ({})", self.config.get_dbname().unwrap_or_default(), hosts.join(", "))
    }
}

/// The URL without what is ours to read, the `sslmode`, and the file of authorities.
fn take_options(url: &str) -> Result<(String, Option<String>, Option<PathBuf>)> {
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let (mut kept, mut mode, mut roots) = (Vec::new(), None, None);
    for option in options.split('&').filter(|option| !option.is_empty()) {
        match option.split_once('=').unwrap_or((option, "")) {
            ("sslmode", value) => mode = Some(value.to_string()),
            ("sslrootcert", "system") => {}
            ("sslrootcert", file) => roots = Some(PathBuf::from(decoded(file))),
            (name @ ("sslcert" | "sslkey" | "sslcrl" | "sslpassword"), _) => {
                return Err(Error::Refused(format!(
                    "« {name} » n’est pas pris en charge dans l’adresse PostgreSQL : le serveur vous reconnaît à votre mot de passe"
                )));
            }
            _ => kept.push(option),
        }
    }
    let rest = if kept.is_empty() { address.to_string() } else { format!("{address}?{}", kept.join("&")) };
    Ok((rest, mode, roots))
}

/// `%20` and the like, as URLs write them.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        bytes.extend(before.bytes());
        match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or("");
            }
            None => {
                bytes.push(b'%');
                rest = after;
            }
        }
    }
    bytes.extend(rest.bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether TLS is asked for or insisted on, and what is checked of the certificate; `None` for a line in clear.
fn protection(mode: Option<&str>, has_roots: bool) -> Result<Option<(SslMode, Check)>> {
    Ok(Some(match mode {
        Some("disable") => return Ok(None),
        None | Some("prefer") => (SslMode::Prefer, Check::Nothing),
        // As PostgreSQL's own client does where a file of authorities is given.
        Some("require") if has_roots => (SslMode::Require, Check::Authority),
        Some("require") => (SslMode::Require, Check::Nothing),
        Some("verify-ca") => (SslMode::Require, Check::Authority),
        Some("verify-full") => (SslMode::Require, Check::AuthorityAndName),
        Some(other) => {
            return Err(Error::Refused(format!(
                "« sslmode={other} » n’est pas pris en charge : choisissez disable, prefer, require, verify-ca ou verify-full (le plus sûr)"
            )));
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_of_protection_are_taken_out_of_the_url() {
        let (rest, mode, roots) =
            take_options("postgres://u:p@h/b?sslmode=verify-full&application_name=x&sslrootcert=/a%20b/ca.pem")
                .unwrap();
        assert_eq!(rest, "postgres://u:p@h/b?application_name=x");
        assert_eq!((mode.as_deref(), roots), (Some("verify-full"), Some(PathBuf::from("/a b/ca.pem"))));
        assert_eq!(take_options("postgres://h/b?sslrootcert=system").unwrap().0, "postgres://h/b");
        assert_eq!(decoded("100%/%zz%41"), "100%/%zzA");
    }

    #[test]
    fn a_protection_that_cannot_be_honoured_is_refused_in_french() {
        for url in ["postgres://h/b?sslmode=allow", "postgres://h/b?sslmode=", "postgres://h/b?sslcert=/c.pem"] {
            let refused = Server::parse(url).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(refused.contains("pas pris en charge"), "{url}: {refused}");
        }
        let missing = Server::parse("postgres://h/b?sslmode=verify-full&sslrootcert=/nowhere/ca.pem").err();
        assert!(missing.is_some_and(|error| error.to_string().contains("/nowhere/ca.pem")));
    }
}
