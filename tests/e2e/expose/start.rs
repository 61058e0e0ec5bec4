//! Tunnel programs that are installed are started, and stop with us. They are stood in for by
//! shell scripts that print what the real ones print.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::stacks::KINDS;
use crate::support::patience::until;
use crate::support::programs::executable;
use crate::support::terminal::{afterwards, terminal};

use super::{HOST, Rig, text};

/// Stays until it is told to stop, and says so.
const STAY: &str = "trap 'echo stopped > stopped; exit 0' TERM\nwhile :; do sleep 0.05; done\n";

/// Puts a program first on PATH.
fn install(rig: &mut Rig, name: &str, script: &str) {
    let script = format!("#!/bin/sh\necho \"$@\" > arguments\n{script}");
    let path = rig.world.work().join("bin").join(name);
    executable(&path, &script);
    let folder = path.parent().unwrap().display();
    rig.world.set("PATH", format!("{folder}:/usr/bin:/bin"));
}

fn ngrok_script(url: &str) -> String {
    format!(
        "echo '{{\"lvl\":\"info\",\"msg\":\"client session established\",\"obj\":\"tunnels.session\"}}'\n\
         echo '{{\"addr\":\"x\",\"lvl\":\"info\",\"msg\":\"started tunnel\",\"name\":\"command_line\",\"obj\":\"tunnels\",\"url\":\"{url}\"}}'\n\
         {STAY}"
    )
}

fn cloudflared_script(url: &str) -> String {
    format!(
        "echo '2026-01-02T03:04:05Z INF Requesting new quick Tunnel on trycloudflare.com...' >&2\n\
         echo '2026-01-02T03:04:06Z INF |  {url}  |' >&2\n{STAY}"
    )
}

/// Starts `expose` and reads its result up to the secret, then signals it.
fn run_until_shown(rig: &Rig, more: &[&str], signal: Signal) -> (String, Option<i32>) {
    let line = ["expose", "--agent", "http://127.0.0.1:1"];
    let mut child: Child = rig
        .world
        .command(line.iter().chain(more))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    while !shown.contains("jwk_url") && stdout.read_line(&mut shown).unwrap() > 0 {}
    assert!(child.try_wait().unwrap().is_none(), "it stays: {shown}");
    kill_process(Pid::from_child(&child), signal).unwrap();
    let status = child.wait().unwrap();
    stdout.read_to_string(&mut shown).unwrap();
    (shown, status.code())
}

fn wait_for(path: &std::path::Path) {
    until("a file is missing", || path.exists());
}

#[test]
fn ngrok_is_started_and_stopped() {
    let mut rig = Rig::new(KINDS[0], HOST);
    let script = ngrok_script(&rig.public());
    install(&mut rig, "ngrok", &script);
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 0)] {
        let stopped = rig.world.work().join("stopped");
        let _ = std::fs::remove_file(&stopped);
        let (shown, status) = run_until_shown(&rig, &["--write"], signal);
        assert_eq!(status, Some(code), "{shown}");
        assert!(shown.contains("(ngrok, started here)"), "{shown}");
        assert!(text(&rig.config()).contains(&rig.public()));
        wait_for(&stopped);
    }
    assert_eq!(
        text(&rig.world.work().join("arguments")),
        format!(
            "http http://127.0.0.1:{} --log stdout --log-format json\n",
            rig.api_port()
        )
    );
}

#[test]
fn cloudflared_is_started_where_ngrok_is_not_or_when_named() {
    let mut rig = Rig::new(KINDS[0], "a-b-c.trycloudflare.com");
    let script = cloudflared_script(&rig.public());
    install(&mut rig, "cloudflared", &script);
    let json = ["-o", "json"];
    let (shown, status) = run_until_shown(&rig, &json, Signal::TERM);
    assert_eq!(status, Some(0), "{shown}");
    let json: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(json["result"]["by"], "cloudflared, started here");
    wait_for(&rig.world.work().join("stopped"));
    assert_eq!(
        text(&rig.world.work().join("arguments")),
        format!(
            "tunnel --no-autoupdate --url http://127.0.0.1:{}\n",
            rig.api_port()
        )
    );
    install(&mut rig, "ngrok", "exit 1\n");
    let named = ["--tunnel", "cloudflared"];
    let (shown, _) = run_until_shown(&rig, &named, Signal::TERM);
    assert!(shown.contains("(cloudflared, started here)"), "{shown}");
}

#[test]
fn programs_that_fail_say_why() {
    let mut rig = Rig::new(KINDS[0], HOST);
    let expose = |rig: &Rig| {
        let line = ["expose", "--agent", "http://127.0.0.1:1"];
        rig.world.cmd(line).code(3)
    };
    install(
        &mut rig,
        "ngrok",
        "echo '{\"err\":\"authentication failed: Usage of ngrok requires a verified account (ERR_NGROK_4018)\",\"lvl\":\"crit\",\"msg\":\"command failed\"}'\n\
         echo 'ERROR:  authentication failed' >&2\nexit 1\n",
    );
    expose(&rig)
        .stderr_has("error[expose.program]: ngrok ended: exit status: 1")
        .stderr_has("it said: authentication failed: Usage of ngrok requires a verified account")
        .stderr_has("ngrok config add-authtoken");
    install(
        &mut rig,
        "cloudflared",
        "echo 'ERR error=\"quick tunnels are off\"' >&2\nexit 3\n",
    );
    std::fs::remove_file(rig.world.work().join("bin/ngrok")).unwrap();
    expose(&rig)
        .stderr_has("cloudflared ended: exit status: 3")
        .stderr_has("quick tunnels are off");
    std::fs::remove_file(rig.world.work().join("bin/cloudflared")).unwrap();
    // No program at all: PATH has nothing of either.
    rig.world.set("PATH", rig.world.work().join("bin"));
    expose(&rig)
        .stderr_has("error[expose.no_tunnel]")
        .stderr_has("ngrok and cloudflared are both not on PATH");
    // A tunnel that comes up and then ends.
    let script = ngrok_script(&rig.public()).replace(STAY, "sleep 2\n");
    install(&mut rig, "ngrok", &script);
    expose(&rig)
        .stdout_has("(ngrok, started here)")
        .stderr_has("ngrok ended");
}

#[test]
fn a_person_sees_what_is_waited_for() {
    let mut rig = Rig::new(KINDS[0], HOST);
    let script = ngrok_script(&rig.public());
    install(&mut rig, "ngrok", &script);
    let mut pty = terminal(&mut rig.world);
    pty.send_line("st expose --agent http://127.0.0.1:1 >report")
        .unwrap();
    pty.exp_string("waiting for ngrok to say its URL").unwrap();
    pty.exp_string("the tunnel stays open; Ctrl-C closes it")
        .unwrap();
    pty.send_control('c').unwrap();
    assert_eq!(afterwards(pty).1, 130);
}
