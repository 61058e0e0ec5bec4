//! `verify-hasura --offline --watch`: a loop for whoever edits permissions.
#![cfg(unix)]

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::support::World;

const TABLE: &str = "hasura/metadata/databases/default/tables/public_notes.yaml";

fn notes(filter: &str) -> String {
    format!(
        "table: {{name: notes, schema: public}}\nselect_permissions:\n  - role: user\n    permission:\n      \
         columns: [id, owner_id]\n      filter: {filter}\n"
    )
}

/// A project, and the loop over it.
struct Loop {
    world: World,
    child: Child,
    lines: Receiver<String>,
}

impl Loop {
    fn start(args: &[&str]) -> Self {
        let world = World::new();
        world.file(
            "hasura/config.yaml",
            "version: 3\nmetadata_directory: metadata\n",
        );
        world.file("hasura/metadata/version.yaml", "version: 3\n");
        world.file(
            "hasura/metadata/databases/databases.yaml",
            "- name: default\n  kind: postgres\n  tables: [\"!include default/tables/public_notes.yaml\"]\n",
        );
        world.file(TABLE, notes("{owner_id: {_eq: X-Hasura-User-Id}}"));
        // One pipe for both streams: of two, nobody could tell what came first.
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command =
            world.command(["verify-hasura", "--offline", "--watch"].iter().chain(args));
        command.stdin(Stdio::null());
        command.stdout(writer.try_clone().unwrap()).stderr(writer);
        let child = command.spawn().unwrap();
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
        }
    }

    /// Reads on until a line has this in it, and returns that line.
    #[track_caller]
    fn until(&self, part: &str) -> String {
        let mut seen = Vec::new();
        loop {
            // So long only where it never comes.
            match self.lines.recv_timeout(Duration::from_secs(60)) {
                Ok(line) if line.contains(part) => return line,
                Ok(line) => seen.push(line),
                Err(error) => panic!("{error}: no {part:?} after\n{}", seen.join("\n")),
            }
        }
    }

    #[track_caller]
    fn ends_by_interrupt(mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        assert_eq!(self.child.wait().unwrap().code(), Some(130));
    }
}

impl Drop for Loop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_change_is_looked_at() {
    let run = Loop::start(&[]);
    run.until("verdict: unproven");
    run.world.file(TABLE, notes("{}"));
    run.until(&format!("changed: {TABLE}"));
    run.until("verdict: leak");
    run.until(&format!("    at {TABLE}:6:15"));
    // Half a file is told, and does not end the loop.
    run.world.file(TABLE, "table: {name: notes\n");
    run.until("error[metadata_files.syntax]");
    // Editors put another file in the place of the first.
    let new = run.world.file(
        "hasura/new.yaml",
        notes("{owner_id: {_eq: X-Hasura-User-Id}}"),
    );
    std::fs::rename(new, run.world.work().join(TABLE)).unwrap();
    run.until("verdict: unproven");
    run.ends_by_interrupt();
}

#[test]
fn in_json_each_look_is_one_line() {
    let run = Loop::start(&["-o", "json"]);
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
