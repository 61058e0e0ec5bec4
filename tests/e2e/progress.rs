//! Progress is for a person at a terminal, and leaves nothing behind.
#![cfg(all(feature = "sandbox", unix))]

use crate::prompts::{afterwards, terminal};
use crate::stacks::seeded;

const LINE: [&str; 7] = [
    "verify-hasura",
    "--session",
    "alice",
    "--other",
    "bob",
    "--probe",
    "P05",
];

#[test]
fn a_person_at_a_terminal_sees_how_far_it_is() {
    let (_sandbox, mut world) = seeded(&[]);
    let mut pty = terminal(&mut world);
    pty.send_line(&format!("st {} >report", LINE.join(" ")))
        .unwrap();
    pty.exp_string(" probe 1 of 2, ").unwrap();
    pty.exp_string(" probe 2 of 2, ").unwrap();
    // Cleared at the end.
    pty.exp_string("\u{1b}[2K").unwrap();
    assert_eq!(afterwards(pty).1, 0);
    let report = std::fs::read_to_string(world.work().join("report")).unwrap();
    assert!(report.contains("sound"), "{report}");
    assert!(!report.contains("probe 1 of 2"), "{report}");
}

#[test]
fn nobody_else_does() {
    let (_sandbox, mut world) = seeded(&[]);
    let output = world.cmd(LINE).ok();
    assert!(!output.stderr.contains("probe 1 of"), "{output}");
    for hush in ["-q", "-v"] {
        let mut pty = terminal(&mut world);
        pty.send_line(&format!(
            "st {} {hush} >report; echo en''ded",
            LINE.join(" ")
        ))
        .unwrap();
        let told = pty.exp_string("ended").unwrap();
        assert!(!told.contains("probe 1 of"), "{hush} {told}");
        assert_eq!(afterwards(pty).1, 0);
    }
}
