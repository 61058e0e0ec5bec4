//! What `apply` says while it is at it.

use super::{WANTED, args, connected, start};
use crate::support::terminal::{afterwards, terminal};

#[test]
fn a_log_has_a_line_for_what_is_done() {
    let (_sandbox, mut world) = start("2026", &connected());
    world.set("CI", "true");
    let output = world.cmd(args(&["apply"], &WANTED)).ok();
    assert_eq!(
        output.stderr,
        "reading Hasura's metadata and the database\nmaking the changes\nreading back what was made\n",
        "{output}"
    );
    let hushed = [&WANTED[..], &["--no-progress"]].concat();
    assert_eq!(world.cmd(args(&["apply"], &hushed)).ok().stderr, "");
}

/// The line is out of the way while somebody is asked.
#[test]
fn a_person_sees_it_around_the_question() {
    let (_sandbox, mut world) = start("2026", &connected());
    let mut pty = terminal(&mut world);
    let line = args(&["apply"], &WANTED).join(" ");
    pty.send_line(&format!("st {line} >report")).unwrap();
    pty.exp_string("reading Hasura's metadata and the database")
        .unwrap();
    pty.exp_string("Make these changes?").unwrap();
    pty.send("y").unwrap();
    pty.flush().unwrap();
    pty.exp_string("making the changes").unwrap();
    pty.exp_string("reading back what was made").unwrap();
    pty.exp_string("\u{1b}[2K").unwrap();
    assert_eq!(afterwards(pty).1, 0);
}
