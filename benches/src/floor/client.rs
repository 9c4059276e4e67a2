//! Either engine's own client, with the settings the product uses: what is written must survive a power cut for both.

use crate::Failure;
use postgres::NoTls;
use postgres::fallible_iterator::FallibleIterator;
use std::io::Write;

/// A row as floors read it.
pub struct Fact<'r> {
    pub id: &'r [u8],
    pub party: &'r [u8],
    pub day: &'r str,
    pub amount: i64,
}

pub enum Client {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Client),
}

impl Client {
    pub fn open(url: &str) -> Result<Client, Failure> {
        let Some(path) = url.strip_prefix("sqlite:") else {
            return Ok(Client::Postgres(postgres::Client::connect(url, NoTls)?));
        };
        let inner = rusqlite::Connection::open(path)?;
        inner.execute_batch("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;")?;
        Ok(Client::Sqlite(inner))
    }

    /// A new, empty table of the shape that [`Client::insert`] fills.
    pub fn make_table(&mut self, name: &str) -> Result<(), Failure> {
        let bytes = if matches!(self, Client::Sqlite(_)) { "BLOB" } else { "BYTEA" };
        self.batch(&format!(
            "DROP TABLE IF EXISTS {name}; CREATE TABLE {name} (id {bytes} NOT NULL PRIMARY KEY, party {bytes} NOT NULL, \
             day TEXT NOT NULL, amount BIGINT NOT NULL)"
        ))
    }

    pub fn begin(&mut self) -> Result<(), Failure> {
        self.batch("BEGIN")
    }

    pub fn commit(&mut self) -> Result<(), Failure> {
        self.batch("COMMIT")
    }

    pub fn batch(&mut self, sql: &str) -> Result<(), Failure> {
        match self {
            Client::Sqlite(inner) => inner.execute_batch(sql)?,
            Client::Postgres(inner) => inner.batch_execute(sql)?,
        }
        Ok(())
    }

    pub fn each(&mut self, sql: &str, visit: &mut dyn FnMut(&Fact<'_>)) -> Result<(), Failure> {
        match self {
            Client::Sqlite(inner) => {
                let mut statement = inner.prepare(sql)?;
                let mut rows = statement.query([])?;
                while let Some(row) = rows.next()? {
                    let (id, party) = (row.get_ref(0)?.as_blob()?, row.get_ref(1)?.as_blob()?);
                    visit(&Fact { id, party, day: row.get_ref(2)?.as_str()?, amount: row.get(3)? });
                }
            }
            Client::Postgres(inner) => {
                let mut rows = inner.query_raw(sql, Vec::<i64>::new())?;
                while let Some(row) = rows.next()? {
                    visit(&Fact { id: row.get(0), party: row.get(1), day: row.get(2), amount: row.get(3) });
                }
            }
        }
        Ok(())
    }

    /// One prepared insert for each row on SQLite, one `COPY` on PostgreSQL: the fastest way each has.
    pub fn insert(&mut self, table: &str, rows: &[(Vec<u8>, Vec<u8>, String, i64)]) -> Result<(), Failure> {
        match self {
            Client::Sqlite(inner) => {
                let mut statement = inner.prepare(&format!("INSERT INTO {table} VALUES (?1, ?2, ?3, ?4)"))?;
                for (id, party, day, amount) in rows {
                    statement.execute((id, party, day, amount))?;
                }
            }
            Client::Postgres(inner) => {
                let mut copy = inner.copy_in(&format!("COPY {table} FROM STDIN"))?;
                for (id, party, day, amount) in rows {
                    writeln!(copy, "\\\\x{}\t\\\\x{}\t{day}\t{amount}", hex(id), hex(party))?;
                }
                copy.finish()?;
            }
        }
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).collect()
}
