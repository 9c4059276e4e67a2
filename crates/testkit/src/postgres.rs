//! One throw-away PostgreSQL cluster for each test process, started when first asked for.
//!
//! A guard process owns the cluster from `initdb` to removal and waits on a pipe whose other end only the test process
//! holds: however the test process ends (success, panic, `kill -9`), the pipe closes and the guard stops the server and
//! deletes its files. The server listens on a Unix socket in its own folder, so it needs no port. Nothing is synced to
//! disk: this is no place to test durability.

use postgres::{Client, NoTls};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static NEXT: AtomicU32 = AtomicU32::new(1);

/// Socket paths end at 107 bytes, and PostgreSQL adds its own file name.
const LONGEST_FOLDER: usize = 80;

/// The text order is French on purpose: SQL that relies on the server's own order fails here instead of at a user's.
const GUARD: &str = r#"
trap '' INT HUP TERM
bin=$1 dir=$2 port=$3
cd "$dir" || exit 1
options="-p 5432 -c listen_addresses=''"
if [ -n "$port" ]; then
    options="-p $port -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_cert_file='$dir/server.pem' -c ssl_key_file='$dir/server.key'"
    key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    authority="-x509 -days 2 -addext keyUsage=critical,keyCertSign"
    {
        openssl req $authority $key -keyout ca.key -out ca.pem -subj "/CN=Test authority" &&
        openssl req $authority $key -keyout other.key -out other.pem -subj "/CN=Another authority" &&
        openssl req $key -keyout server.key -out server.csr -subj "/CN=localhost" &&
        echo "subjectAltName=DNS:localhost" >names &&
        openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.pem &&
        chmod 600 server.key && chmod 755 . && chmod 644 ca.pem other.pem
    } >log 2>&1 || { echo failed; cat log; }
fi
{
    "$bin/initdb" -D data -U quitus -A trust -E UTF8 --no-sync --locale=C --locale-provider=icu --icu-locale=fr-FR ||
    { rm -rf data; "$bin/initdb" -D data -U quitus -A trust -E UTF8 --no-sync --locale=C; }
} >>log 2>&1 &&
"$bin/pg_ctl" -D data -l log -w -t 60 -o "$options -k '$dir' -c fsync=off \
    -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 -c shared_buffers=64MB" start >>log 2>&1 &&
echo ready || { echo failed; tail -n 20 log; }
exec 1>&- 2>&-
cat >/dev/null
"$bin/pg_ctl" -D data -m immediate -w stop >/dev/null
cd / && rm -rf "$dir"
"#;

/// The URL of a new, empty database on the cluster of this process.
///
/// # Panics
/// When PostgreSQL's binaries are not installed or the cluster does not start.
pub fn fresh_url() -> String {
    from_template("template0")
}

/// The URL of a copy of a database of this process, to which nobody is connected.
///
/// # Panics
/// When the URL is not one of [`fresh_url`]'s, or somebody is connected.
pub fn copy_of(url: &str) -> String {
    from_template(name_in(url))
}

fn from_template(template: &str) -> String {
    let cluster = CLUSTER.get_or_init(Cluster::start);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    cluster.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
    cluster.url(&name)
}

fn name_in(url: &str) -> &str {
    url.split(['/', '?']).nth(3).expect("a URL of fresh_url")
}

/// Drops a database made by [`fresh_url`], closing its connections.
///
/// # Panics
/// When the URL is not one of [`fresh_url`]'s.
pub fn drop_database(url: &str) {
    let name = name_in(url);
    let cluster = CLUSTER.get().expect("a database of this process");
    cluster.run(&format!("DROP DATABASE {name} WITH (FORCE)"));
}

struct Cluster {
    socket_folder: PathBuf,
    admin: Mutex<Client>,
    /// Holds the write end of the guard's pipe for as long as the process lives.
    _guard: Child,
}

impl Cluster {
    fn start() -> Cluster {
        let (folder, guard) = guarded(None);
        let admin = Client::connect(&url(&folder, "postgres"), NoTls).expect("the cluster that said ready answers");
        Cluster { socket_folder: folder, admin: Mutex::new(admin), _guard: guard }
    }

    fn run(&self, sql: &str) {
        let mut admin = self.admin.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        admin.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    }

    fn url(&self, database: &str) -> String {
        url(&self.socket_folder, database)
    }
}

/// A cluster of its own that listens on this machine's network and offers TLS, with a certificate for `localhost`.
pub struct Encrypted {
    folder: PathBuf,
    port: u16,
    _guard: Child,
}

impl Encrypted {
    /// # Panics
    /// When PostgreSQL or `openssl` is not installed, or the cluster does not start.
    pub fn start() -> Encrypted {
        let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = free.expect("a free port").port();
        let (folder, guard) = guarded(Some(port));
        Encrypted { folder, port, _guard: guard }
    }

    /// The URL of its database under that name of this machine (`localhost` or `127.0.0.1`).
    pub fn url(&self, host: &str, options: &str) -> String {
        format!("postgresql://quitus@{host}:{}/postgres?{options}", self.port)
    }

    /// The authority that signed its certificate.
    pub fn authority(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// An authority that signed nothing.
    pub fn other_authority(&self) -> PathBuf {
        self.folder.join("other.pem")
    }
}

/// A new folder, and the process that runs a cluster in it: on the network with TLS when a port is given.
fn guarded(port: Option<u16>) -> (PathBuf, Child) {
    let bin = find_binaries();
    let owner = unprivileged_owner();
    let folder = crate::folder::create_under(&short_temporary_folder());
    if let Some((uid, gid)) = owner {
        chown(&folder, Some(uid), Some(gid)).expect("root can give a folder away");
    }
    let guard = spawn_guard(&bin, &folder, owner, port);
    (folder, guard)
}

fn url(socket_folder: &Path, database: &str) -> String {
    format!("postgresql:///{database}?host={}&user=quitus&port=5432", socket_folder.display())
}

fn spawn_guard(bin: &Path, folder: &Path, owner: Option<(u32, u32)>, port: Option<u16>) -> Child {
    let mut command = Command::new("/bin/sh");
    command
        .args(["-c", GUARD, "guard"])
        .arg(bin)
        .arg(folder)
        .arg(port.map_or_else(String::new, |port| port.to_string()))
        .current_dir("/")
        .process_group(0);
    command.env_clear().env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    if let Some((uid, gid)) = owner {
        command.uid(uid).gid(gid);
    }
    let mut guard = command.spawn().expect("/bin/sh runs");
    let report: Vec<String> =
        BufReader::new(guard.stdout.take().expect("piped")).lines().map_while(Result::ok).collect();
    if report.first().map(String::as_str) != Some("ready") {
        drop(guard.stdin.take());
        panic!("the throw-away PostgreSQL cluster did not start:\n{}", report.join("\n"));
    }
    guard
}

/// The folder of `initdb` and `pg_ctl`: the newest of Debian's, else the one on the path.
fn find_binaries() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| has_binaries(bin))
        .collect();
    found.sort();
    found.pop().map(|(_, bin)| bin).or_else(binaries_on_path).unwrap_or_else(|| {
        panic!(
            "PostgreSQL's initdb and pg_ctl were not found: install Debian's package `postgresql` \
             (apt-get install postgresql); these tests do not skip"
        )
    })
}

fn has_binaries(bin: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| bin.join(name).exists())
}

fn binaries_on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|bin| has_binaries(bin))
}

/// `None` when we are an ordinary user; as root, who must own the cluster since PostgreSQL refuses to run as root.
fn unprivileged_owner() -> Option<(u32, u32)> {
    let effective = number_from_id(&["-u"]).expect("`id -u` answers");
    if effective != 0 {
        return None;
    }
    let owner = |name| Some((number_from_id(&["-u", name])?, number_from_id(&["-g", name])?));
    Some(owner("postgres").or_else(|| owner("nobody")).expect("a user `postgres` or `nobody` exists"))
}

fn number_from_id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).stderr(Stdio::null()).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn short_temporary_folder() -> PathBuf {
    let usual = std::env::temp_dir();
    let crossable = std::fs::metadata(&usual).is_ok_and(|found| found.mode() & 0o001 != 0);
    if crossable && usual.as_os_str().len() < LONGEST_FOLDER - 30 { usual } else { PathBuf::from("/tmp") }
}
