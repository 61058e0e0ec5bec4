//! A shell at a terminal, for what only happens there: questions, progress, Ctrl-C.

use std::process::Command;

use rexpect::session::{PtySession, spawn_command};
use rustix::termios::{LocalModes, tcgetattr, tcgetpgrp, tcgetsid};

use super::World;
use super::patience::{PATIENCE, until};

/// As this library takes it, in milliseconds.
pub fn patience() -> Option<u64> {
    u64::try_from(PATIENCE.as_millis()).ok()
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
    let mut pty = spawn_command(command, patience()).unwrap();
    // rexpect switches the echo off; a terminal has it on.
    pty.send_line(&format!(
        "set -m; stty echo; alias st={}; echo rea''dy",
        super::bin()
    ))
    .unwrap();
    pty.exp_string("ready").unwrap();
    pty
}

/// Waits for a question, and until it is being asked: then the terminal does not echo, because a
/// password is hidden and what is typed elsewhere is read key by key. Gives what came before it.
pub fn asked(pty: &mut PtySession, question: &str) -> String {
    let before = pty.exp_string(question).unwrap();
    until("the terminal goes on to echo", || !echoes(pty));
    before
}

/// Waits until the shell has its terminal back. What is typed before that, the command that is
/// about to end may still read.
pub fn back(pty: &PtySession) {
    let terminal = pty.process().get_file_handle().unwrap();
    // The terminal was opened for the shell, which leads its session.
    let shell = tcgetsid(&terminal).unwrap();
    until("the shell does not get its terminal back", || {
        tcgetpgrp(&terminal) == Ok(shell)
    });
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
