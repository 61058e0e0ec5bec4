//! What is read is bounded, whatever a name leads to and whatever is written there: each run has
//! so much memory and so much of the processor, by the limits of the system, and no more.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::tungstenite::{WebSocket, accept_hdr};

use crate::support::{World, bin};

/// KiB of address space: the program itself takes half of it.
const MEMORY: u32 = 700 * 1024;

/// Seconds of the processor, of which the worst case takes two.
const PROCESSOR: u32 = 20;

/// Runs the binary within the limits, with standard input closed.
fn bounded(world: &World, args: &[&str]) -> (Option<i32>, String) {
    let line = shlex::try_join(std::iter::once(bin()).chain(args.iter().copied())).unwrap();
    let script = format!("ulimit -v {MEMORY} && ulimit -t {PROCESSOR} && exec timeout 900 {line}");
    let output = world.shell(&script, &world.work()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let all = text(&output.stdout) + &text(&output.stderr);
    assert!(all.len() < 200_000, "{args:?}: {} bytes", all.len());
    (output.status.code(), all)
}

#[track_caller]
fn ends(world: &World, args: &[&str], code: i32, part: &str) {
    let (found, all) = bounded(world, args);
    assert_eq!(found, Some(code), "{args:?}\n{all}");
    assert!(all.contains(part), "{args:?}\nno {part:?} in\n{all}");
}

/// A token that says nothing, with a signature that is none.
const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.e30.AAAA";

/// A file with more in it than any of its kind.
const ENDLESS: &str = "/dev/zero";

#[test]
fn every_file_that_an_option_names_is_read_up_to_a_bound() {
    let world = World::new();
    world.file("metadata.json", r#"{"version":3,"sources":[]}"#);
    world.file("token", TOKEN);
    world.file(
        "st-hasura.toml",
        "api_url = \"http://127.0.0.1:9\"\nhasura_endpoint = \"http://127.0.0.1:9\"\n",
    );
    let person = "it holds more than 4 MiB";
    let program = "it holds more than 32 MiB";
    let secret = "it holds more than 65536 bytes";
    let offline = ["verify-hasura", "--offline", "metadata.json"];
    let apply = [
        "jwt-secret",
        "apply",
        "--jwks-url",
        "https://a.example/jwks",
    ];
    let signin = ["signin", "--email", "ada@example.com"];
    for (before, option, part) in [
        (&["config", "show"][..], "--config", person),
        (&offline, "--policy", person),
        (&offline, "--baseline", program),
        (&["verify-hasura"], "--query", person),
        (&["query", "--as", "anonymous"], "-F", program),
        (
            &["query", "--as", "anonymous", "{a}"],
            "--variables-file",
            program,
        ),
        (&["status"], "--cacert", person),
        (&["status"], "--cert", person),
        (&["decode", "token"], "--jwt-secret", person),
        (&["decode", "token"], "--pem", person),
        (&["jwks"], "--jwks-file", person),
        (&["jwt-secret", "lint"], "", person),
        (&apply, "--compose", person),
        (&signin, "--password-file", secret),
        (&["status"], "--cookie-jar", "is larger than 4 MiB"),
        (&["session", "import"], "", "is larger than 4 MiB"),
    ] {
        let mut args = before.to_vec();
        args.extend(Some(option).filter(|option| !option.is_empty()));
        args.push(ENDLESS);
        ends(&world, &args, 2, part);
        ends(&world, &args, 2, "is it the right");
    }
    ends(
        &world,
        &["decode", "--no-verify", ENDLESS],
        6,
        "1048576 are allowed",
    );
    // A pipe is a file, too: shells make them for `<(…)`.
    let script = format!(
        "mkfifo pipe; (printf 'profile = \"p\"\\n[profiles.p]\\n' >pipe &) ; exec {} --config pipe config show",
        bin()
    );
    let output = world.shell(&script, &world.work()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// A project of somebody else's: what is found there by its name is a plain file, or is not read;
/// and where it could have been meant, that is said.
#[test]
fn nobody_waits_for_a_pipe_in_a_project() {
    let world = World::new();
    let pipe = |name: &str| {
        let path = world.file(name, "");
        std::fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    };
    for name in ["compose.yaml", ".env"] {
        pipe(name);
    }
    for folder in ["st-hasura.toml", "config.yaml/x", ".st-hasura/config.toml"] {
        std::fs::create_dir_all(world.work().join(folder)).unwrap();
    }
    ends(&world, &["config", "show"], 0, "");
    for folder in ["st-hasura.toml", "config.yaml", ".st-hasura"] {
        std::fs::remove_dir_all(world.work().join(folder)).unwrap();
    }
    for name in ["hasura/config.yaml", "config.yaml", "st-hasura.toml"] {
        pipe(name);
        let says = format!("{name}: it is no plain file");
        ends(&world, &["config", "show"], 2, &says);
    }
    ends(
        &world,
        &["init", "--no-input", "--dry-run"],
        2,
        "it is no plain file",
    );
    for name in ["st-hasura.toml", "config.yaml", "hasura/config.yaml"] {
        std::fs::remove_file(world.work().join(name)).unwrap();
    }
    // The `.env` beside it counts as well.
    world.file("config.yaml", "endpoint: http://127.0.0.1:9\n");
    ends(&world, &["config", "show"], 2, ".env: it is no plain file");
    std::fs::remove_file(world.work().join(".env")).unwrap();
    ends(&world, &["config", "show"], 0, "");
    // And so does the user's own file.
    pipe("home/config.toml");
    let output = world
        .cmd(["config", "show"])
        .env("ST_HASURA_HOME", world.work().join("home"))
        .code(2);
    output.stderr_has("home/config.toml: it is no plain file");
    world.file("m/databases/databases.yaml", "- !include a.yaml\n");
    pipe("m/databases/a.yaml");
    ends(
        &world,
        &["verify-hasura", "--offline", "m"],
        2,
        "cannot read",
    );
    world.file(
        "c/compose.yaml",
        "services:\n  hasura:\n    image: hasura/graphql-engine\n    env_file: pipe\n",
    );
    pipe("c/pipe");
    ends(
        &world,
        &["jwt-secret", "lint", "c/compose.yaml"],
        2,
        "pipe cannot be read",
    );
}

const SERVICE: &str = "services:\n  hasura:\n    image: hasura/graphql-engine\n    environment:\n";

/// Short texts that say long things.
#[test]
fn what_names_itself_again_and_again_does_not_grow() {
    let world = World::new();
    let apply = |file: &'static str| {
        vec![
            "jwt-secret",
            "apply",
            "--dry-run",
            "--jwks-url",
            "https://a.example/jwks",
            "--compose",
            file,
        ]
    };
    // Merge keys: forty thousand of them one in the other, and forty that each merge one twice.
    let mut chain = "x0: &m0 {k: v}\n".to_owned();
    let mut twice = chain.clone();
    for one in 1..40_000 {
        writeln!(chain, "x{one}: &m{one}\n  <<: *m{}", one - 1).unwrap();
    }
    for one in 1..40 {
        writeln!(twice, "x{one}: &m{one}\n  <<: [*m{0}, *m{0}]", one - 1).unwrap();
    }
    world.file("chain.yaml", format!("{chain}{SERVICE}      <<: *m39999\n"));
    world.file("twice.yaml", format!("{twice}{SERVICE}      <<: *m39\n"));
    for file in ["chain.yaml", "twice.yaml"] {
        ends(&world, &apply(file), 0, "services.hasura.environment");
        ends(
            &world,
            &["jwt-secret", "lint", file],
            2,
            "it is not YAML, from line",
        );
    }
    // The nearest mapping of several comes first, as it did.
    world.file("near.yaml", format!(
        "a: &a {{HASURA_GRAPHQL_JWT_SECRET: far}}\nb: &b {{<<: *a, HASURA_GRAPHQL_JWT_SECRET: near}}\n{SERVICE}      <<: [*b, *a]\n"
    ));
    ends(
        &world,
        &apply("near.yaml"),
        0,
        "near.yaml:2: services.hasura",
    );
    let anchors: String = (1..12)
        .map(|one| {
            format!(
                "a{one}: &a{one} [{}]\n",
                vec![format!("*a{}", one - 1); 10].join(",")
            )
        })
        .collect();
    let anchors = format!("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n{anchors}");
    world.file("laughs.yaml", format!("{anchors}version: 3\nsources: []\n"));
    ends(
        &world,
        &["jwt-secret", "lint", "laughs.yaml"],
        2,
        "it is not YAML, from line",
    );
    ends(
        &world,
        &["verify-hasura", "--offline", "laughs.yaml"],
        2,
        "metadata_files.syntax",
    );
    // Variables of an .env file, and of a compose file beside it.
    let mut env = "A0=xxxxxxxxxx\n".to_owned();
    for one in 1..60 {
        writeln!(env, "A{one}=${{A{0}}}${{A{0}}}", one - 1).unwrap();
    }
    world.file(".env", env + "HASURA_GRAPHQL_JWT_SECRET='{}'\n");
    world.file(
        "named.yaml",
        format!(
            "{SERVICE}      HASURA_GRAPHQL_JWT_SECRET: '{}'\n",
            "$A15".repeat(100_000)
        ),
    );
    ends(&world, &["jwt-secret", "lint", "named.yaml"], 9, "");
    ends(&world, &apply(".env"), 0, "HASURA_GRAPHQL_JWT_SECRET");
    // Files that include one another: ten times ten times ten.
    world.file(
        "m/databases/databases.yaml",
        "- !include f0.yaml\n".repeat(10),
    );
    for one in 0..14 {
        let text = format!("- !include f{}.yaml\n", one + 1).repeat(10);
        world.file(&format!("m/databases/f{one}.yaml"), text);
    }
    world.file("m/databases/f14.yaml", "a\n");
    ends(
        &world,
        &["verify-hasura", "--offline", "m"],
        2,
        "is larger than 67108864 bytes",
    );
}

/// Texts in which the end of something is looked for at every place.
#[test]
fn what_never_ends_is_given_up() {
    let world = World::new();
    let name = "HASURA_GRAPHQL_JWT_SECRET";
    world.file("quotes.env", format!("{name}=\"{}\n", "' ".repeat(400_000)));
    world.file(
        "words.env",
        format!("export {name}='{}'\n", "a ".repeat(400_000)),
    );
    world.file(
        "braces.yaml",
        format!("{SERVICE}      {name}: '{}'\n", "${".repeat(400_000)),
    );
    for file in ["quotes.env", "words.env"] {
        let apply = [
            "jwt-secret",
            "apply",
            "--dry-run",
            "--jwks-url",
            "https://a.example/jwks",
        ];
        ends(
            &world,
            &[&apply[..], &["--compose", file]].concat(),
            2,
            "never closed",
        );
        ends(&world, &["jwt-secret", "lint", file], 9, "");
    }
    ends(&world, &["jwt-secret", "lint", "braces.yaml"], 9, "J001");
    // Depth, in every language that is read.
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    world.file("deep.json", deep("[", "]"));
    world.file("deep.yaml", deep("- ", "") + "a\n");
    world.file("deep.toml", format!("a = {}\n", deep("[", "]")));
    world.file("keys.toml", vec!["a"; 100_000].join(".") + " = 1\n");
    let export = |filter: String| {
        format!(
            r#"{{"version":3,"sources":[{{"name":"default","kind":"postgres","tables":[{{"table":{{"schema":"public","name":"notes"}},"select_permissions":[{{"role":"user","permission":{{"columns":["id"],"filter":{filter}}}}}]}}]}}]}}"#
        )
    };
    world.file(
        "metadata.json",
        export(deep("{\"_not\":", "") + "{}" + &"}".repeat(100_000)),
    );
    world.file("empty.json", export("{}".into()));
    world.file(
        "many.json",
        export(format!("{{\"_and\":[{}{{}}]}}", "{},".repeat(2_000_000))),
    );
    for (args, code) in [
        (&["jwt-secret", "lint", "deep.json"][..], 9),
        (&["jwt-secret", "lint", "deep.yaml"], 2),
        (&["jwks", "--jwks-file", "deep.json"], 6),
        (&["decode", "--no-verify", "deep.json"], 6),
        (&["config", "show", "--config", "deep.toml"], 2),
        (&["config", "show", "--config", "keys.toml"], 2),
        (
            &[
                "verify-hasura",
                "--offline",
                "empty.json",
                "--policy",
                "deep.toml",
            ],
            2,
        ),
        (
            &[
                "verify-hasura",
                "--offline",
                "empty.json",
                "--baseline",
                "deep.json",
            ],
            2,
        ),
        (&["verify-hasura", "--offline", "metadata.json"], 2),
        (
            &[
                "session",
                "import",
                "--api-url",
                "http://127.0.0.1:9",
                "deep.json",
            ],
            2,
        ),
    ] {
        ends(&world, args, code, "");
    }
    ends(
        &world,
        &["verify-hasura", "--offline", "many.json"],
        2,
        "it holds more than 2000000 values",
    );
}

/// Lists that are as long as a file may be.
#[test]
fn of_many_a_few_are_told() {
    let world = World::new();
    let list = |one: &str, count: usize| format!("[{}]", vec![one; count].join(","));
    let command = ["jwt-secret", "lint", "secrets.json"];
    for count in [800, 10_000] {
        let one = r#"{"type":"HS256","key":"0123456789012345678901234567890123456789"}"#;
        world.file("secrets.json", list(one, count));
        let more = format!("there are {} more of this kind", count - 50);
        ends(&world, &command, 0, &more);
    }
    world.file("secrets.json", list("{}", 1_300_000));
    ends(
        &world,
        &command,
        9,
        "there are 1300000 secrets, of which the first 10000 are looked at",
    );
    world.file("secrets.json", list("1", 2_000_000));
    ends(&world, &command, 9, "there are 1999960 more of this kind");
    world.file("many.env", "HASURA_GRAPHQL_JWT_SECRET={}\n".repeat(100_000));
    ends(
        &world,
        &["jwt-secret", "lint", "many.env"],
        9,
        "99950 more values stand before these",
    );
    // Key sets, wherever one is read.
    world.file(
        "keys.json",
        format!(r#"{{"keys":{}}}"#, list(r#"{"kty":"RSA"}"#, 250_000)),
    );
    world.file("token", TOKEN);
    let part = "this is no key set: it holds 250000 keys, and 50000 are read";
    ends(&world, &["jwks", "--jwks-file", "keys.json"], 6, part);
    ends(
        &world,
        &["decode", "--jwks-file", "keys.json", "token"],
        6,
        part,
    );
    world.file(
        "keys.json",
        format!(r#"{{"keys":{}}}"#, list(r#"{"kty":"RSA"}"#, 1_000)),
    );
    ends(
        &world,
        &["jwks", "--jwks-file", "keys.json"],
        6,
        "more; -o json has them all",
    );
}

/// A server that answers each connection with this, until nobody listens any more.
fn serve(answer: impl Fn(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            answer(stream.unwrap());
        }
    });
    origin
}

#[test]
fn a_head_that_never_ends_is_cut_off() {
    let world = World::new();
    for line in ["a: b\r\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"] {
        let origin = serve(move |mut stream| {
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            let many = line.repeat(1000);
            while stream.write_all(many.as_bytes()).is_ok() {}
        });
        let args = [
            "query",
            "--as",
            "anonymous",
            "{a}",
            "--hasura-endpoint",
            &origin,
        ];
        ends(&world, &args, 5, "error[http.");
    }
}

/// An answer in nine megabytes, of which a tree of values would make more than a gigabyte.
fn crowded() -> String {
    format!(r#"{{"data":{{"a":[{}1]}}}}"#, "1,".repeat(4_500_000))
}

#[test]
fn an_answer_of_too_many_values_is_none() {
    let world = World::new();
    let page = crowded();
    let length = page.len();
    let origin = serve(move |mut stream| {
        let _ = stream.read(&mut [0; 4096]);
        let head = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: ";
        let _ = write!(stream, "{head}{length}\r\n\r\n{page}");
    });
    let query = ["query", "--as", "anonymous", "--hasura-endpoint", &origin];
    let many = "it holds more values than any sensible answer";
    for (more, part) in [
        (
            &["{a}"][..],
            format!("Hasura's answer to /v1/graphql cannot be read: {many}"),
        ),
        (
            &["{a}", "-vvv"],
            format!("… ({length} bytes in all, {many})"),
        ),
    ] {
        ends(&world, &[&query[..], more].concat(), 5, &part);
    }
}

#[test]
fn a_message_of_too_many_values_is_none() {
    let world = World::new();
    let message = format!(r#"{{"type":"next","id":"1","payload":{}}}"#, crowded());
    let origin = serve(move |stream| {
        if let Some(mut socket) = accept(stream) {
            let _ = socket.read();
            let _ = socket.send(Message::text(message.as_str()));
        }
    });
    let query = ["query", "--as", "anonymous", "--hasura-endpoint", &origin];
    let over = ["--over", "graphql-transport-ws", "subscription { a }"];
    let part = "error[socket.unreadable]";
    ends(&world, &[query.as_slice(), &over].concat(), 5, part);
}

type Socket = WebSocket<TcpStream>;

/// Accepts a WebSocket in the protocol that is asked for.
#[allow(clippy::result_large_err, reason = "the library's own signature")]
fn accept(stream: TcpStream) -> Option<Socket> {
    let mut socket = accept_hdr(stream, |request: &Request, mut response: Response| {
        let name = "sec-websocket-protocol";
        if let Some(wanted) = request.headers().get(name) {
            response.headers_mut().insert(name, wanted.clone());
        }
        Ok(response)
    })
    .ok()?;
    let _ = socket.read();
    socket
        .send(Message::text(r#"{"type":"connection_ack"}"#))
        .ok()?;
    Some(socket)
}

/// Pings are answered, and are no answer: the time limit holds however many come.
#[test]
fn a_subscription_that_is_only_pinged_ends_at_the_time_limit() {
    let world = World::new();
    let frames: [fn() -> Message; 3] = [
        || Message::Ping("x".into()),
        || Message::text(r#"{"type":"ping"}"#),
        || Message::text(r#"{"type":"ka"}"#),
    ];
    for frame in frames {
        let origin = serve(move |stream| {
            let Some(mut socket) = accept(stream) else {
                return;
            };
            // Nothing is read: what the client sends piles up on its way.
            while socket.send(frame()).is_ok() {}
        });
        let args = [
            "query",
            "--as",
            "anonymous",
            "--over",
            "graphql-transport-ws",
            "--timeout",
            "1",
            "--hasura-endpoint",
            &origin,
            "subscription { a }",
        ];
        ends(&world, &args, 3, "error[socket.silent]");
    }
}
