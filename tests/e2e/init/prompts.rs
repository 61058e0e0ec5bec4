//! The wizard at a terminal, and Ctrl-C at each of its stages.

use rexpect::session::PtySession;

use crate::stacks::KINDS;
use crate::support::World;
use crate::support::fault_server::FaultServer;
use crate::support::patience::until;
use crate::support::sandbox::Sandbox;
use crate::support::terminal::{afterwards, asked, terminal};

use super::{path, written};

/// The questions in their order, and what is answered; the last one is about writing.
fn dialogue(sandbox: &Sandbox) -> Vec<(&'static str, String)> {
    let own = |name| sandbox.var(name).to_owned();
    // People leave out the scheme.
    let api = own("ST_HASURA_API_URL").replace("http://", "");
    vec![
        ("Auth API, such as", api),
        ("Hasura, such as", own("HASURA_GRAPHQL_ENDPOINT")),
        ("File with its admin secret", "secret".into()),
        ("SuperTokens core, such as", own("ST_HASURA_CORE_URI")),
        ("File with its API key", "key".into()),
        ("Write ", "y".into()),
    ]
}

fn world(sandbox: &Sandbox) -> World {
    let world = World::new();
    world.file("secret", sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET"));
    world.file("key", sandbox.var("ST_HASURA_CORE_API_KEY"));
    world
}

fn answer(pty: &mut PtySession, question: &str, text: &str) {
    asked(pty, question);
    pty.send_line(text).unwrap();
}

#[test]
fn it_asks_for_what_it_could_not_find() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = world(&sandbox);
    let mut pty = terminal(&mut world);
    pty.send_line("st init --ports none").unwrap();
    for (question, text) in dialogue(&sandbox) {
        answer(&mut pty, question, &text);
    }
    pty.exp_string("wrote ").unwrap();
    assert_eq!(afterwards(pty), (true, 0));
    let text = written(&world);
    assert!(
        text.contains("hasura_admin_secret_file = \"secret\"\n"),
        "{text}"
    );
    assert!(text.contains("core_api_key_file = \"key\"\n"), "{text}");
}

#[test]
fn an_answer_that_does_not_hold_is_asked_for_again() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = world(&sandbox);
    let mut pty = terminal(&mut world);
    pty.send_line("st init --ports none --retries 0").unwrap();
    answer(&mut pty, "Auth API, such as", "localhost:1");
    pty.exp_string("error[http.refused]").unwrap();
    let dialogue = dialogue(&sandbox);
    answer(&mut pty, "Auth API, such as", &dialogue[0].1);
    answer(&mut pty, "Hasura, such as", &dialogue[0].1);
    answer(&mut pty, "File with its admin secret", "");
    pty.exp_string("error[hasura.not_hasura]").unwrap();
    answer(&mut pty, "Hasura, such as", &dialogue[1].1);
    answer(&mut pty, "File with its admin secret", "");
    answer(&mut pty, "SuperTokens core, such as", "");
    answer(&mut pty, "Write ", "n");
    pty.exp_string("was left as it was").unwrap();
    assert_eq!(afterwards(pty), (true, 0));
    assert!(!path(&world).exists());
}

#[test]
fn ctrl_c_at_any_question_leaves_what_was_there() {
    let sandbox = KINDS[0].start(&[]);
    let dialogue = dialogue(&sandbox);
    std::thread::scope(|scope| {
        for stop in 0..dialogue.len() {
            let (sandbox, dialogue) = (&sandbox, &dialogue);
            scope.spawn(move || {
                let mut world = world(sandbox);
                let old = "# nothing yet\n";
                world.file("st-hasura.toml", old);
                let mut pty = terminal(&mut world);
                pty.send_line("st init --ports none --force").unwrap();
                for (question, text) in &dialogue[..stop] {
                    answer(&mut pty, question, text);
                }
                asked(&mut pty, dialogue[stop].0);
                pty.send_control('c').unwrap();
                pty.exp_string("interrupted").unwrap();
                assert_eq!(afterwards(pty), (true, 130), "{}", dialogue[stop].0);
                assert_eq!(written(&world), old);
                let left = std::fs::read_dir(world.work()).unwrap().count();
                assert_eq!(left, 3, "{}", dialogue[stop].0);
            });
        }
    });
}

#[test]
fn ctrl_c_while_a_server_does_not_answer_ends_at_once() {
    let sandbox = KINDS[0].start(&[]);
    let faults = FaultServer::start();
    let mut world = world(&sandbox);
    let mut pty = terminal(&mut world);
    let api = sandbox.var("ST_HASURA_API_URL");
    let stalled = format!("{}/stall", faults.origin());
    pty.send_line(&format!(
        "st init --ports none --api-url {api} --hasura-endpoint {stalled}"
    ))
    .unwrap();
    until("it was not asked", || faults.connections() > 0);
    pty.send_control('c').unwrap();
    pty.exp_string("interrupted").unwrap();
    assert_eq!(afterwards(pty), (true, 130));
    assert!(!path(&world).exists());
}
