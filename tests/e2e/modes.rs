//! No command changes a mode outside the store of sessions, wherever the variables point: at a
//! loose home, a folder shared with other programs, a store in which somebody else's files are.
//!
//! Every case is tried as the user who runs the tests and, where that is root, as another one.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt as _, lchown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::stacks::{EMAIL, PASSWORD};
use crate::support::programs::copied;
use crate::support::sandbox::Sandbox;
use crate::support::{bin, skipped};

/// A user without any rights, whom every system has; without an entry in a table of users, too.
const NOBODY: u32 = 65_534;

const WORK: &[(&str, u32)] = &[
    ("work/", 0o777),
    ("work/.env", 0o644),
    ("work/jar.txt", 0o664),
    ("work/out.txt", 0o644),
    ("work/compose.yaml", 0o664),
    ("work/hasura.env", 0o666),
];

/// Written by the commands that name them on their line, for their owner alone.
const NAMED: [&str; 2] = ["work/jar.txt", "work/out.txt"];

const COMPOSE: &str = "services:\n  hasura:\n    image: hasura/graphql-engine:v2.48.1\n    \
                       environment:\n      HASURA_GRAPHQL_ADMIN_SECRET: x\n";

/// In this order: what one makes the next works on.
const LINES: &[&[&str]] = &[
    &["signup"],
    &["status"],
    &["signin"],
    &["token"],
    &["refresh"],
    &["session", "list"],
    &["session", "show"],
    &["session", "use", "default"],
    &["session", "export"],
    &["session", "export", "out.txt", "--force"],
    &["session", "import", "out.txt", "--session", "copy"],
    &["session", "rm", "copy"],
    &["signup", "-e", "jar@example.com", "--cookie-jar", "jar.txt"],
    &["status", "--cookie-jar", "jar.txt"],
    &["signout", "--cookie-jar", "jar.txt"],
    &["query", "{ __typename }"],
    &["query", "--as", "admin", "{ __typename }"],
    &["decode", "no.token.atall"],
    &["jwks"],
    &["jwt-secret"],
    &["jwt-secret", "lint", "hasura.env"],
    &["jwt-secret", "apply", "--compose", "compose.yaml"],
    &["init", "--no-input"],
    &["scaffold", "auth-api", "--lang", "node"],
    &["scaffold", "compose"],
    &["scaffold", "ci", "--github"],
    &["setup-hasura", "plan"],
    &["setup-hasura", "export", "hasura"],
    &["users", "list"],
    &["expose", "--check"],
    &["config", "show", "--origin"],
    &["config", "paths"],
    &["completions", "bash"],
    &["man", "--dir", "man"],
    &["signout"],
    &["session", "rm", "default"],
];

/// Those that take seconds; they keep sessions in memory only.
const SLOW_LINES: &[&[&str]] = &[
    &["verify-hasura", "--write-policy", "policy.toml"],
    &["verify-hasura"],
    &["smoke"],
    &["demo"],
    &["sandbox", "--", "true"],
];

/// Folders and files (`/` at the end: a folder) with their modes, and variables that point at
/// them. All paths are relative to the case's own folder.
#[derive(Clone, Copy, Default)]
struct Case {
    variables: &'static [(&'static str, &'static str)],
    before: &'static [(&'static str, u32)],
    /// Folders of the store that are closed to others.
    closed: &'static [&'static str],
    /// The folder that is not ours to close, so that commands that need it refuse.
    refused: Option<&'static str>,
    /// The slow commands too.
    slow: bool,
}

struct Place {
    dir: tempfile::TempDir,
    case: Case,
    sandbox: Sandbox,
    user: Option<u32>,
}

struct Said {
    code: Option<i32>,
    text: String,
}

impl Place {
    fn new(case: Case, user: Option<u32>) -> Self {
        let dir = tempfile::Builder::new()
            .prefix("st-hasura-test")
            .tempdir()
            .unwrap();
        let place = Self {
            dir,
            case,
            sandbox: Sandbox::start(&[]),
            user,
        };
        let entries = || case.before.iter().chain(WORK);
        for (name, _) in entries() {
            let path = place.path(name);
            if name.ends_with('/') {
                std::fs::create_dir_all(path).unwrap();
            } else {
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                let text = if path.extension().is_some_and(|ending| ending == "yaml") {
                    COMPOSE
                } else {
                    ""
                };
                std::fs::write(&path, text).unwrap();
            }
        }
        std::fs::set_permissions(place.dir.path(), Permissions::from_mode(0o755)).unwrap();
        for (name, mode) in entries() {
            std::fs::set_permissions(place.path(name), Permissions::from_mode(*mode)).unwrap();
        }
        if let Some(user) = user {
            for path in modes(place.dir.path()).keys() {
                lchown(path, Some(user), Some(user)).unwrap();
            }
        }
        // Not of the user, who must only be able to run it.
        let copy = place.path("st-hasura");
        if std::fs::hard_link(bin(), &copy).is_err() {
            copied(Path::new(bin()), &copy);
        }
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(self.path("st-hasura"));
        command
            .args(args)
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs(self.sandbox.env())
            .env("ST_HASURA_EMAIL", EMAIL)
            .env("ST_HASURA_PASSWORD", PASSWORD)
            .current_dir(self.path("work"))
            .stdin(Stdio::null());
        for (name, path) in self.case.variables {
            command.env(name, self.path(path));
        }
        if let Some(user) = self.user {
            command.uid(user).gid(user);
        }
        command
    }

    fn run(&self, args: &[&str]) -> Said {
        let output = self.command(args).output().unwrap();
        Said {
            code: output.status.code(),
            text: format!(
                "as {}: st-hasura {}: {:?}\n{}{}",
                self.name(),
                args.join(" "),
                output.status.code(),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            ),
        }
    }

    fn name(&self) -> String {
        self.user
            .map_or("self".into(), |user| format!("user{user}"))
    }

    /// True where this user can run the program at all.
    fn can_run(&self) -> bool {
        let mut command = self.command(&["--version"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    }

    fn mode(&self, name: &str) -> u32 {
        let metadata = std::fs::symlink_metadata(self.path(name)).unwrap();
        metadata.permissions().mode() & 0o7777
    }

    /// All modes in the case's folder and those of folders of the machine, before every command
    /// and after.
    fn check(&self) {
        let may_change: Vec<PathBuf> = self
            .case
            .closed
            .iter()
            .chain(&NAMED)
            .map(|name| self.path(name.trim_end_matches('/')))
            .collect();
        let slow = if self.case.slow { SLOW_LINES } else { &[] };
        let mut before = self.snapshot();
        for line in LINES.iter().chain(slow) {
            let said = self.run(line);
            assert!(!matches!(said.code, None | Some(1)), "{}", said.text);
            let after = self.snapshot();
            for (path, was) in &before {
                if let Some(is) = after.get(path)
                    && is != was
                {
                    let expected = if path.is_dir() { 0o700 } else { 0o600 };
                    assert!(
                        may_change.contains(path) && *is == expected,
                        "{} was {was:04o}, is {is:04o}\n{}",
                        path.display(),
                        said.text
                    );
                }
            }
            let needs_store = matches!(
                line[..],
                ["signup" | "signin" | "token" | "refresh"] | ["session", "list" | "export"]
            );
            if needs_store && self.case.refused.is_some() {
                assert_eq!(said.code, Some(2), "{}", said.text);
                assert!(said.text.contains("session.loose_folder"), "{}", said.text);
            } else if needs_store {
                assert_eq!(said.code, Some(0), "{}", said.text);
            }
            before = after;
        }
        for name in self.case.closed {
            assert_eq!(self.mode(name), 0o700, "{name}");
        }
        // The files that were named have been written, and show that a change of mode is seen.
        assert_eq!(self.mode("work/jar.txt"), 0o600);
        if let Some(folder) = self.case.refused {
            self.follow_the_hint(folder);
        } else {
            assert_eq!(self.mode("work/out.txt"), 0o600);
        }
    }

    /// What the refusal says helps, and the folder keeps what it held.
    fn follow_the_hint(&self, folder: &str) {
        let path = self.path(folder.trim_end_matches('/'));
        let said = self.run(&["session", "list"]);
        let hint = format!("chmod 700 {};", path.display());
        assert!(said.text.contains(&hint), "{}", said.text);
        std::fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
        for line in [&["signup"][..], &["session", "list"]] {
            let said = self.run(line);
            assert_eq!(said.code, Some(0), "{}", said.text);
        }
        for (name, mode) in self.case.before {
            let expected = if *name == folder { 0o700 } else { *mode };
            assert_eq!(self.mode(name), expected, "{name}");
        }
    }

    fn snapshot(&self) -> BTreeMap<PathBuf, u32> {
        let mut found = modes(self.dir.path());
        let machine = ["/".into(), std::env::temp_dir()];
        let home = std::env::var_os("HOME").map(PathBuf::from);
        for path in machine.into_iter().chain(home) {
            if let Ok(metadata) = std::fs::symlink_metadata(&path) {
                found.insert(path, metadata.permissions().mode() & 0o7777);
            }
        }
        found
    }
}

/// Of a folder and everything in it.
fn modes(path: &Path) -> BTreeMap<PathBuf, u32> {
    let mut found = BTreeMap::new();
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        let Ok(metadata) = std::fs::symlink_metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap();
            open.extend(entries.map(|entry| entry.unwrap().path()));
        }
        found.insert(path, metadata.permissions().mode() & 0o7777);
    }
    found
}

#[track_caller]
fn check(case: Case) {
    Place::new(case, None).check();
    if !rustix::process::geteuid().is_root() {
        skipped("modes as another user", "only root can become one");
        return;
    }
    let place = Place::new(case, Some(NOBODY));
    if place.can_run() {
        place.check();
    } else {
        skipped("modes as another user", "it cannot reach the test's folder");
    }
}

#[test]
fn a_home_that_is_open_to_others_stays_so() {
    check(Case {
        variables: &[("HOME", "home")],
        before: &[
            ("home/", 0o755),
            ("home/notes.txt", 0o644),
            ("home/.config/", 0o755),
            ("home/.local/", 0o755),
            ("home/.local/state/", 0o777),
        ],
        ..Case::default()
    });
}

#[test]
fn folders_shared_with_other_programs_stay_so() {
    check(Case {
        variables: &[
            ("HOME", "home"),
            ("XDG_STATE_HOME", "shared"),
            ("XDG_CONFIG_HOME", "shared"),
            ("XDG_CACHE_HOME", "shared"),
            ("XDG_DATA_HOME", "shared"),
            ("XDG_RUNTIME_DIR", "shared"),
            ("TMPDIR", "shared"),
        ],
        before: &[
            ("home/", 0o755),
            ("shared/", 0o1777),
            ("shared/notes.txt", 0o666),
            ("shared/st-hasura/", 0o775),
            ("shared/st-hasura/notes.txt", 0o644),
        ],
        slow: true,
        ..Case::default()
    });
}

#[test]
fn a_folder_of_its_own_that_holds_other_things_stays_open() {
    check(Case {
        variables: &[("HOME", "home"), ("ST_HASURA_HOME", "shared")],
        before: &[
            ("home/", 0o755),
            ("shared/", 0o777),
            ("shared/notes.txt", 0o644),
            ("shared/state/", 0o755),
            ("shared/state/notes.txt", 0o644),
        ],
        ..Case::default()
    });
}

#[test]
fn a_store_that_is_open_to_others_is_closed_and_nothing_above_it() {
    check(Case {
        variables: &[("HOME", "home"), ("ST_HASURA_HOME", "shared")],
        before: &[
            ("home/", 0o755),
            ("shared/", 0o755),
            ("shared/state/", 0o755),
            ("shared/state/sessions/", 0o755),
            ("shared/state/sessions/default/", 0o777),
        ],
        closed: &["shared/state/sessions/", "shared/state/sessions/default/"],
        ..Case::default()
    });
}

#[test]
fn a_store_with_files_of_another_program_is_refused() {
    check(Case {
        variables: &[("HOME", "home"), ("ST_HASURA_HOME", "shared")],
        before: &[
            ("home/", 0o755),
            ("shared/state/sessions/", 0o755),
            ("shared/state/sessions/index.db", 0o644),
        ],
        refused: Some("shared/state/sessions/"),
        slow: true,
        ..Case::default()
    });
}

#[test]
fn a_home_in_place_of_the_store_is_refused() {
    check(Case {
        variables: &[
            ("HOME", "shared/state/sessions"),
            ("ST_HASURA_HOME", "shared"),
        ],
        before: &[("shared/state/sessions/", 0o755)],
        refused: Some("shared/state/sessions/"),
        ..Case::default()
    });
}

#[test]
fn a_profile_with_files_of_another_program_is_refused() {
    check(Case {
        variables: &[("HOME", "home"), ("ST_HASURA_HOME", "shared")],
        before: &[
            ("home/", 0o755),
            ("shared/state/sessions/", 0o700),
            ("shared/state/sessions/default/", 0o775),
            ("shared/state/sessions/default/notes.txt", 0o644),
        ],
        refused: Some("shared/state/sessions/default/"),
        ..Case::default()
    });
}
