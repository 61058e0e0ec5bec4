//! `verify-hasura --offline --watch`: a loop for whoever edits permissions.
#![cfg(unix)]

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};

use crate::support::World;
use crate::support::patience::{PATIENCE, until};

const TABLE: &str = "hasura/metadata/databases/default/tables/public_notes.yaml";

fn notes(filter: &str) -> String {
    format!(
        "table: {{name: notes, schema: public}}\nselect_permissions:\n  - role: user\n    permission:\n      \
         columns: [id, owner_id]\n      filter: {filter}\n"
    )
}

const OWN: &str = "{owner_id: {_eq: X-Hasura-User-Id}}";

/// A project.
fn project() -> World {
    let world = World::new();
    world.file(
        "hasura/config.yaml",
        "version: 3\nmetadata_directory: metadata\n",
    );
    metadata(&world, OWN);
    std::os::unix::fs::symlink("hasura", world.work().join("link")).unwrap();
    world
}

/// Its metadata directory.
fn metadata(world: &World, filter: &str) {
    world.file("hasura/metadata/version.yaml", "version: 3\n");
    world.file(
        "hasura/metadata/databases/databases.yaml",
        "- name: default\n  kind: postgres\n  tables: [\"!include default/tables/public_notes.yaml\"]\n",
    );
    world.file(TABLE, notes(filter));
}

/// Writes a file as careful editors do: whole, in the place of the one before.
fn put(world: &World, name: &str, text: &str) {
    let new = world.file("new", text);
    std::fs::rename(new, world.work().join(name)).unwrap();
}

/// A project, and the loop over it.
struct Loop {
    world: World,
    child: Ended,
    lines: Receiver<String>,
    /// Those that were read.
    seen: Vec<String>,
}

impl Loop {
    fn start(args: &[&str]) -> Self {
        Self::over(project(), args)
    }

    fn over(world: World, args: &[&str]) -> Self {
        // One pipe for both streams: of two, nobody could tell what came first.
        let (reader, writer) = std::io::pipe().unwrap();
        let (world, child) = spawn(world, args, writer.try_clone().unwrap(), writer);
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(reader).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self {
            world,
            child,
            lines,
            seen: Vec::new(),
        }
    }

    /// Reads on until a line has this in it, and returns that line.
    #[track_caller]
    fn until(&mut self, part: &str) -> String {
        loop {
            // So long only where it never comes.
            match self.lines.recv_timeout(PATIENCE) {
                Ok(line) => self.seen.push(line),
                Err(error) => panic!("{error}: no {part:?} after\n{}", self.seen.join("\n")),
            }
            if let Some(line) = self.seen.last().filter(|line| line.contains(part)) {
                return line.clone();
            }
        }
    }

    /// How many lines so far have this in them.
    fn times(&self, part: &str) -> usize {
        self.seen.iter().filter(|line| line.contains(part)).count()
    }

    #[track_caller]
    fn ends_by_interrupt(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child.0);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        assert_eq!(self.child.0.wait().unwrap().code(), Some(130));
    }
}

/// A program that does not outlive its test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the loop over the project.
fn spawn(
    world: World,
    args: &[&str],
    stdout: impl Into<Stdio>,
    stderr: impl Into<Stdio>,
) -> (World, Ended) {
    let mut command = world.command(["verify-hasura", "--watch", "--offline"].iter().chain(args));
    command.stdin(Stdio::null()).stdout(stdout).stderr(stderr);
    let child = Ended(command.spawn().unwrap());
    (world, child)
}

#[test]
fn each_change_is_looked_at() {
    let mut run = Loop::start(&[]);
    run.until("verdict: unproven");
    run.world.file(TABLE, notes("{}"));
    run.until(&format!("changed: {TABLE}"));
    run.until("verdict: leak");
    run.until(&format!("    at {TABLE}:6:15"));
    // Half a file is told, and does not end the loop.
    run.world.file(TABLE, "table: {name: notes\n");
    run.until("error[metadata_files.syntax]");
    // Editors put another file in the place of the first.
    put(&run.world, TABLE, &notes(OWN));
    run.until("verdict: unproven");
    run.ends_by_interrupt();
}

#[test]
fn in_json_each_look_is_one_line() {
    let mut run = Loop::start(&["-o", "json"]);
    run.until("\"verdict\":\"unproven\"");
    run.world.file(TABLE, notes("{}"));
    let line = run.until("\"verdict\":\"leak\"");
    let object: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(object["command"], "verify-hasura");
    run.ends_by_interrupt();
}

#[test]
fn it_watches_what_can_be_watched() {
    let world = World::new();
    let line = ["verify-hasura", "--offline", "--watch"];
    world
        .cmd(line)
        .code(2)
        .stderr_has("error[metadata_files.nothing]");
    world
        .cmd(["verify-hasura", "--watch"])
        .code(2)
        .stderr_has("--offline");
    world.file("metadata.json", "{\"version\": 3, \"sources\": []}");
    world
        .cmd(line.iter().chain(&["-o", "sarif"]))
        .code(2)
        .stderr_has("--watch tells the result of each change");
}

#[test]
fn metadata_that_went_away_is_looked_at_when_it_is_back() {
    let mut run = Loop::start(&[]);
    run.until("verdict: unproven");
    // As a checkout of a branch without it does, and of the one with it.
    let folder = run.world.work().join("hasura/metadata");
    std::fs::remove_dir_all(&folder).unwrap();
    run.until("error[metadata_files.nothing]");
    metadata(&run.world, "{}");
    run.until("verdict: leak");
    run.world.file(TABLE, notes(OWN));
    run.until("verdict: unproven");

    // A folder around it, which is the same one when it is back.
    let project = run.world.work().join("hasura");
    let away = run.world.work().join("away");
    let before = run.times("error[");
    std::fs::rename(&project, &away).unwrap();
    run.until("error[metadata_files.");
    // Nothing to be looked at, and nothing to be told again.
    run.world.file("hasura/metadata/readme.txt", "soon");
    std::fs::remove_dir_all(&project).unwrap();
    std::fs::rename(&away, &project).unwrap();
    run.until("verdict: unproven");
    assert_eq!(run.times("error["), before + 1, "{:?}", run.seen);
    run.world.file(TABLE, notes("{}"));
    run.until("verdict: leak");
    run.ends_by_interrupt();
}

/// What happens there happens under another name.
#[test]
fn metadata_behind_a_link_may_go_away_as_well() {
    let mut run = Loop::start(&["link"]);
    run.until("verdict: unproven");
    let project = run.world.work().join("hasura");
    let away = run.world.work().join("away");
    std::fs::rename(&project, &away).unwrap();
    run.until("error[metadata_files.io]");
    std::fs::rename(&away, &project).unwrap();
    run.until("verdict: unproven");
    put(&run.world, TABLE, &notes("{}"));
    run.until("verdict: leak");
    run.ends_by_interrupt();
}

#[test]
fn only_what_is_read_is_looked_at() {
    let mut run = Loop::start(&["--policy", "policy.toml"]);
    run.until("error[config.unreadable]");
    put(&run.world, "policy.toml", "");
    run.until("changed: policy.toml");
    run.until("verdict: unproven");
    // None of these is read, and the last is what it was.
    put(&run.world, "hasura/metadata/notes.yaml", "- a note");
    run.world.file("hasura/metadata/databases/x/y.yaml", "[]");
    put(&run.world, TABLE, &notes(OWN));
    put(&run.world, "policy.toml", "# nothing\n");
    run.until("changed: policy.toml");
    run.until("verdict: unproven");
    // One of them is, from now on.
    put(&run.world, TABLE, "!include ../../../notes.yaml\n");
    run.until(&format!("changed: {TABLE}, hasura/metadata/notes.yaml"));
    put(&run.world, "hasura/metadata/notes.yaml", &notes("{}"));
    run.until("changed: hasura/metadata/notes.yaml");
    run.until("verdict: leak");
    assert_eq!(run.times("changed: "), 4, "{:?}", run.seen);
    run.ends_by_interrupt();
}

/// What people decided stands in the configuration, most of the time.
#[test]
fn a_policy_in_the_configuration_is_read_again() {
    let world = project();
    let config = |shared: &str| format!("[verify]\nshared = [{shared}]\n");
    world.file("st-hasura.toml", config(""));
    world.file(TABLE, notes("{}"));
    let mut run = Loop::over(world, &[]);
    run.until("verdict: leak");
    put(&run.world, "st-hasura.toml", &config("\"notes\""));
    run.until("changed: st-hasura.toml");
    run.until("verdict: unproven");
    // Half of it is told, and does not end the loop.
    put(&run.world, "st-hasura.toml", "[verify\n");
    run.until("error[config.");
    put(&run.world, "st-hasura.toml", &config(""));
    run.until("verdict: leak");
    run.ends_by_interrupt();
}

/// Each look would be a change, and the next one's reason, without end.
#[test]
fn its_own_output_may_lie_beside_the_metadata() {
    for (args, name, words) in [
        (&[][..], "log.yaml", ["verdict: unproven", "verdict: leak"]),
        (
            &["-o", "json"],
            "report.json",
            ["\"verdict\":\"unproven\"", "\"verdict\":\"leak\""],
        ),
    ] {
        let world = project();
        let path = world.file(&format!("hasura/metadata/{name}"), "");
        let file = File::options().append(true).open(&path).unwrap();
        let log = world.work().join("stderr");
        let notes_in = if args.is_empty() {
            file.try_clone().unwrap()
        } else {
            File::create(&log).unwrap()
        };
        let (world, mut child) = spawn(world, args, file, notes_in);
        let said = || std::fs::read_to_string(&path).unwrap();
        let [unproven, leak] = words;
        until("no first look", || said().contains(unproven));
        put(&world, TABLE, &notes("{}"));
        until("no second look", || said().contains(leak));
        put(&world, TABLE, &notes(OWN));
        until("no third look", || said().matches(unproven).count() == 2);
        child.0.kill().unwrap();
        child.0.wait().unwrap();
        let notes = if args.is_empty() { &path } else { &log };
        let notes = std::fs::read_to_string(notes).unwrap();
        let changed = notes.lines().filter(|line| line.contains("changed: "));
        let changed: Vec<&str> = changed
            .map(|line| line.split(": ").last().unwrap())
            .collect();
        assert_eq!(changed, [TABLE, TABLE], "{notes}");
    }
}
