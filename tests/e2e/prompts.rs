//! Questions at a terminal: no echo, and a sane terminal whichever way they end.
#![cfg(unix)]

use rexpect::session::PtySession;

use crate::stacks::{EMAIL, KINDS, PASSWORD, Stack};
use crate::support::World;
use crate::support::sandbox::Sandbox;
use crate::support::terminal::{afterwards, asked, back, terminal};

fn shell(stack: Stack, sandbox: &Sandbox) -> (PtySession, World) {
    let mut world = stack.world(sandbox);
    world.set("ST_HASURA_PASSWORD", "");
    (terminal(&mut world), world)
}

#[test]
fn a_password_is_asked_for_without_echo() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let (mut pty, _world) = shell(stack, &sandbox);
    pty.send_line("st signup").unwrap();
    asked(&mut pty, "E-mail address");
    pty.send_line(EMAIL).unwrap();
    asked(&mut pty, "Password");
    pty.send_line(PASSWORD).unwrap();
    let mut shown = asked(&mut pty, "Password again");
    pty.send_line(PASSWORD).unwrap();
    shown += &pty.exp_string("signed up").unwrap();
    assert!(!shown.contains(PASSWORD), "{shown}");
    assert_eq!(afterwards(pty), (true, 0));
}

#[test]
fn two_different_passwords_are_asked_for_again() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let (mut pty, _world) = shell(stack, &sandbox);
    pty.send_line(&format!("st signup -e {EMAIL}")).unwrap();
    for (question, answer) in [
        ("Password", PASSWORD),
        ("Password again", "something-else-1"),
        ("the two differ", ""),
        ("Password", PASSWORD),
        ("Password again", PASSWORD),
    ] {
        if answer.is_empty() {
            pty.exp_string(question).unwrap();
        } else {
            asked(&mut pty, question);
            pty.send_line(answer).unwrap();
        }
    }
    pty.exp_string("signed up").unwrap();
    assert_eq!(afterwards(pty), (true, 0));
}

#[test]
fn ctrl_c_at_the_password_leaves_a_sane_terminal_and_exits_130() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let (mut pty, _world) = shell(stack, &sandbox);
    pty.send_line(&format!("st signin -e {EMAIL}")).unwrap();
    asked(&mut pty, "Password");
    pty.send_control('c').unwrap();
    pty.exp_string("interrupted").unwrap();
    assert_eq!(afterwards(pty), (true, 130));
}

#[test]
fn ctrl_c_at_the_address_leaves_a_sane_terminal_and_exits_130() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let (mut pty, _world) = shell(stack, &sandbox);
    pty.send_line("st signin").unwrap();
    asked(&mut pty, "E-mail address");
    pty.send_control('c').unwrap();
    pty.exp_string("interrupted").unwrap();
    assert_eq!(afterwards(pty), (true, 130));
}

#[test]
fn no_input_never_asks() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let (mut pty, _world) = shell(stack, &sandbox);
    pty.send_line("st signin --no-input").unwrap();
    pty.exp_string("the e-mail address is missing").unwrap();
    assert_eq!(afterwards(pty), (true, 2));
}

#[test]
fn a_removal_is_shown_and_asked_for_and_enter_is_no() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let (mut pty, world) = shell(stack, &sandbox);
    world
        .cmd(["signup", "-e", EMAIL])
        .env("ST_HASURA_PASSWORD", PASSWORD)
        .ok();
    pty.send_line(&format!("st users rm {EMAIL}")).unwrap();
    pty.exp_string("to be removed").unwrap();
    asked(&mut pty, "Remove this user");
    pty.send_line("").unwrap();
    pty.exp_string("you said no").unwrap();
    back(&pty);
    pty.send_line(&format!("st users rm {EMAIL}")).unwrap();
    asked(&mut pty, "Remove this user");
    pty.send_line("y").unwrap();
    pty.exp_string("removed ada@").unwrap();
    assert_eq!(afterwards(pty), (true, 0));
    world.cmd(["users", "rm", EMAIL, "-y"]).code(2);
}
