//! A real `PostgreSQL`, of the Debian package, for one test: a folder of its own, a private
//! socket, no port, stopped by its pid.

use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::patience::comes;
use super::skipped;

/// The password of the role `app`, which alone needs one.
pub const APP_PASSWORD: &str = "app-password-of-the-tests";

/// A running server with an empty database `app`.
pub struct Postgres {
    server: Child,
    bin: PathBuf,
    dir: tempfile::TempDir,
}

impl Postgres {
    /// Starts one and runs these files of tests/fixtures in it. `None`, said aloud, where there
    /// is no `PostgreSQL`; a failure where the machine is said to have everything.
    #[track_caller]
    pub fn start(fixtures: &[&str]) -> Option<Self> {
        let Some(bin) = newest() else {
            let why = "there is no /usr/lib/postgresql/*/bin/postgres (package postgresql)";
            assert!(
                !std::env::var("ST_HASURA_REAL_SDK").is_ok_and(|value| value == "1"),
                "{why}"
            );
            skipped("a real PostgreSQL", why);
            return None;
        };
        let dir = tempfile::Builder::new()
            .prefix("st-hasura-pg-")
            .tempdir()
            .unwrap();
        let user = unprivileged();
        if let Some(user) = &user {
            chown(dir.path(), Some(user.uid), Some(user.gid)).unwrap();
        }
        let made = command(user.as_ref(), &bin.join("initdb"))
            .args(["--no-sync", "--auth=trust", "--username=postgres"])
            .args([
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
                "-D",
            ])
            .arg(dir.path().join("data"))
            .current_dir(dir.path())
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        let rules = "local all app scram-sha-256\nlocal all all trust\n";
        std::fs::write(dir.path().join("data/pg_hba.conf"), rules).unwrap();
        let log = std::fs::File::create(dir.path().join("log")).unwrap();
        let server = command(user.as_ref(), &bin.join("postgres"))
            .arg("-D")
            .arg(dir.path().join("data"))
            .arg("-k")
            .arg(dir.path())
            .args(["-c", "listen_addresses=", "-c", "fsync=off"])
            .current_dir(dir.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut postgres = Self { server, bin, dir };
        postgres.wait();
        postgres.psql_in("postgres", "create database app");
        postgres.psql(&format!(
            "create role app login password '{APP_PASSWORD}'; grant pg_read_all_data to app"
        ));
        for name in fixtures {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
            postgres.psql(&std::fs::read_to_string(path.join(name)).unwrap());
        }
        Some(postgres)
    }

    /// URL of the database `app` for this role, without a password.
    pub fn url(&self, role: &str) -> String {
        self.url_in(role, "app")
    }

    /// A further database, in which this SQL was run.
    #[track_caller]
    pub fn create(&self, database: &str, sql: &str) {
        self.psql_in("postgres", &format!("create database {database}"));
        let utc = format!("alter database {database} set timezone = 'UTC'");
        self.psql_in("postgres", &utc);
        self.psql_in(database, &format!("set client_min_messages = error; {sql}"));
    }

    /// URL of such a database for this role, without a password.
    pub fn url_in(&self, role: &str, database: &str) -> String {
        format!(
            "postgres://{role}@/{database}?host={}",
            self.dir.path().display()
        )
    }

    /// Runs SQL as the owner of everything; returns what it prints.
    #[track_caller]
    pub fn psql(&self, sql: &str) -> String {
        self.psql_in("app", sql)
    }

    #[track_caller]
    fn psql_in(&self, database: &str, sql: &str) -> String {
        let output = self
            .client("psql")
            .args([
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-d",
                database,
            ])
            .args(["-c", sql])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// Everything in the database as SQL.
    #[track_caller]
    pub fn dump(&self) -> String {
        let output = self.client("pg_dump").args(["-d", "app"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        // Newer dumps carry a key that is another one each time.
        String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"))
            .map(|line| line.to_owned() + "\n")
            .collect()
    }

    fn client(&self, program: &str) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command
            .arg("-h")
            .arg(self.dir.path())
            .args(["-U", "postgres"])
            .current_dir(self.dir.path())
            .stdin(Stdio::null());
        command
    }

    #[track_caller]
    fn wait(&mut self) {
        let mut ended = None;
        let ready = comes(|| {
            ended = self.server.try_wait().unwrap();
            ended.is_some() || self.client("pg_isready").output().unwrap().status.success()
        });
        if !ready || ended.is_some() {
            let log = std::fs::read_to_string(self.dir.path().join("log")).unwrap();
            panic!("PostgreSQL did not start ({ended:?}): {log}");
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Fast shutdown: open connections are cut.
        let pid = rustix::process::Pid::from_child(&self.server);
        let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        if comes(|| !matches!(self.server.try_wait(), Ok(None))) {
            return;
        }
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

fn newest() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let number: u32 = path.file_name()?.to_str()?.parse().ok()?;
            let bin = path.join("bin");
            bin.join("postgres").is_file().then_some((number, bin))
        })
        .max()
        .map(|(_, bin)| bin)
}

struct User {
    uid: u32,
    gid: u32,
}

/// Somebody who is not root, whom `PostgreSQL` refuses to run as; `None` when nobody is.
fn unprivileged() -> Option<User> {
    if !rustix::process::geteuid().is_root() {
        return None;
    }
    let number = |flag: &str, name: &str| {
        let output = Command::new("id").args([flag, name]).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok()
    };
    ["postgres", "nobody"].into_iter().find_map(|name| {
        Some(User {
            uid: number("-u", name)?,
            gid: number("-g", name)?,
        })
    })
}

/// A program as that user, which ends with this test whatever becomes of it.
fn command(user: Option<&User>, program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.arg("--pdeathsig=INT");
    if let Some(User { uid, gid }) = user {
        command
            .arg(format!("--reuid={uid}"))
            .arg(format!("--regid={gid}"))
            .arg("--clear-groups")
            // A machine whose root folder is root's alone still lets them find the libraries.
            .arg("--securebits=+no_setuid_fixup")
            .args(["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]);
    }
    command.arg("--").arg(program);
    command
}
