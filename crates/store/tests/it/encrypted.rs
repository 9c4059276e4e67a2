//! The line to a PostgreSQL server, in clear or encrypted, as the URL's `sslmode` says; or a refusal that says why.

use app::ports::books::Store;
use std::io::{Read, Write};
use store::SqlStore;
use store::engine::Database;
use testkit::postgres::Encrypted;

/// Whether the server saw the line encrypted.
fn is_encrypted(url: &str) -> Result<bool, String> {
    let database = Database::open(url).map_err(|error| error.to_string())?;
    let sql = "SELECT CAST(CAST(ssl AS INTEGER) AS BIGINT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let seen = database.read(|tx| tx.one(sql, &[], |row| row.get::<i64>(0))).map_err(|error| error.to_string())?;
    Ok(seen == Some(1))
}

#[test]
fn sslmode_means_what_it_means_to_postgresql_s_own_client() {
    let server = Encrypted::start();
    let (ours, other) = (server.authority(), server.other_authority());
    let (ours, other) = (format!("&sslrootcert={}", ours.display()), format!("&sslrootcert={}", other.display()));
    for (host, options, expected) in [
        ("localhost", "sslmode=disable".to_string(), Some(false)),
        ("localhost", String::new(), Some(true)),
        ("localhost", "sslmode=prefer".to_string(), Some(true)),
        ("localhost", "sslmode=require".to_string(), Some(true)),
        ("localhost", format!("sslmode=require{other}"), None),
        ("127.0.0.1", format!("sslmode=require{ours}"), Some(true)),
        ("127.0.0.1", format!("sslmode=verify-ca{ours}"), Some(true)),
        ("localhost", format!("sslmode=verify-ca{other}"), None),
        ("localhost", "sslmode=verify-ca".to_string(), None),
        ("localhost", format!("sslmode=verify-full{ours}"), Some(true)),
        ("127.0.0.1", format!("sslmode=verify-full{ours}"), None),
        ("localhost", format!("sslmode=verify-full{other}"), None),
        ("localhost", "sslmode=verify-full&sslrootcert=system".to_string(), None),
    ] {
        let found = is_encrypted(&server.url(host, &options));
        match expected {
            Some(expected) => assert_eq!(found, Ok(expected), "{host} {options}"),
            None => assert!(
                found.as_ref().is_err_and(|why| why.contains("la connexion chiffrée")),
                "{host} {options}: {found:?}"
            ),
        }
    }
}

#[test]
fn the_books_and_the_sending_lock_go_through_the_encrypted_line() {
    let server = Encrypted::start();
    let url = server.url("localhost", &format!("sslmode=verify-full&sslrootcert={}", server.authority().display()));
    let store = SqlStore::open(&url, crate::at()).unwrap();
    let held = store.sending_lock().unwrap();
    assert!(held.is_some());
    assert!(store.sending_lock().unwrap().is_none(), "another holder");
    drop(held);
    assert!(store.sending_lock().unwrap().is_some());
}

/// A server that offers no TLS: the password must not be given to it.
#[test]
fn a_server_without_tls_is_refused_where_tls_is_required() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        let mut asked = [0; 8];
        line.read_exact(&mut asked).unwrap();
        line.write_all(b"N").unwrap();
        let mut rest = Vec::new();
        line.read_to_end(&mut rest).unwrap();
        rest
    });
    let refused = is_encrypted(&format!("postgres://anne:secret@127.0.0.1:{port}/books?sslmode=require"));
    let why = refused.unwrap_err();
    assert!(why.contains("la connexion chiffrée") && !why.contains("secret"), "{why}");
    assert_eq!(heard.join().unwrap(), b"", "nothing more was said");
}
