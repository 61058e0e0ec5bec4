//! Questions at a terminal: no echo, and a sane terminal whichever way they end.
#![cfg(unix)]

use std::process::Command;
use std::time::{Duration, Instant};

use rexpect::session::{PtySession, spawn_command};
use rustix::termios::{LocalModes, tcgetattr, tcgetpgrp, tcgetsid};

use crate::stacks::{EMAIL, KINDS, PASSWORD, Stack};
use crate::support::World;
use crate::support::sandbox::Sandbox;
use crate::support::tools::PATIENCE;

fn shell(stack: Stack, sandbox: &Sandbox) -> (PtySession, World) {
    let mut world = stack.world(sandbox);
    world.set("ST_HASURA_PASSWORD", "");
    (terminal(&mut world), world)
}

/// A shell in a pseudo-terminal, so that the terminal's state can be read after the command. Each
/// command has the terminal to itself until it ends or stops: see [`back`].
pub fn terminal(world: &mut World) -> PtySession {
    world.set("TERM", "xterm");
    let mut command: Command = world.command([] as [&str; 0]);
    let env: Vec<_> = command
        .get_envs()
        .filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())))
        .collect();
    command = Command::new("sh");
    command
        .env_clear()
        .envs(env)
        .env("PS1", "")
        .current_dir(world.work());
    let mut pty = spawn_command(command, PATIENCE).unwrap();
    // rexpect switches the echo off; a terminal has it on.
    pty.send_line(&format!(
        "set -m; stty echo; alias st={}; echo rea''dy",
        crate::support::bin()
    ))
    .unwrap();
    pty.exp_string("ready").unwrap();
    pty
}

/// Waits for a question, and until it is being asked: then the terminal does not echo, because a
/// password is hidden and what is typed elsewhere is read key by key. Gives what came before it.
pub fn asked(pty: &mut PtySession, question: &str) -> String {
    let before = pty.exp_string(question).unwrap();
    wait("that the terminal does not echo", || !echoes(pty));
    before
}

/// Waits until the shell has its terminal back. What is typed before that, the command that is
/// about to end may still read.
pub fn back(pty: &PtySession) {
    let terminal = pty.process().get_file_handle().unwrap();
    // The terminal was opened for the shell, which leads its session.
    let shell = tcgetsid(&terminal).unwrap();
    wait("for the shell", || tcgetpgrp(&terminal) == Ok(shell));
}

#[track_caller]
fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(90);
    while !is_so() {
        assert!(Instant::now() < deadline, "waited {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn echoes(pty: &PtySession) -> bool {
    let settings = tcgetattr(pty.process().get_file_handle().unwrap()).unwrap();
    settings.local_modes.contains(LocalModes::ECHO)
}

/// What the terminal echoes and how the last command ended; ends the shell, which takes no
/// notice of signals.
pub fn afterwards(mut pty: PtySession) -> (bool, i32) {
    back(&pty);
    pty.send_line("code=$?; stty -a; echo en''d $code.")
        .unwrap();
    let text = pty.exp_string("end ").unwrap();
    let code = pty.exp_string(".").unwrap();
    pty.send_line("exit").unwrap();
    pty.exp_eof().unwrap();
    let echo = text.split_whitespace().any(|word| word == "echo");
    (echo, code.trim().parse().unwrap())
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
