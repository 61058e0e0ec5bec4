//! Servers that say everything that does harm in a terminal or in the log of a CI job, in every
//! place where they can say anything: nothing of it arrives as it was said.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::stacks::seeded;
use crate::support::between::{Between, Deed};
use crate::support::sandbox::Sandbox;
use crate::support::tokens::SIGNERS;
use crate::support::{Output, World};

/// Clears the screen, sets the title, turns the direction, hides, begins lines, ends markup.
const WORDS: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{1b}[31m\u{9b}31m\u{9d}x\u{7f}\u{8}\r\n\
    ::stop-commands::x\n  ::error::x\r##[error]y\n\u{202e}\u{2066}\u{200b}\u{feff}\u{2028}\
    \u{e0041}\n# x\n<script>`z`|";

/// Members whose values are words of the protocol: with others, nothing further is ever asked.
const PROTOCOL: [&str; 22] = [
    "status",
    "jwt",
    "token",
    "kty",
    "alg",
    "n",
    "e",
    "use",
    "x5c",
    "crv",
    "x",
    "y",
    "kid",
    "kind",
    "type",
    "ofType",
    "name",
    "__typename",
    "jwks_uri",
    "issuer",
    "id",
    "userId",
];

/// What of an answer is replaced.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Taint {
    /// Every text, which breaks the protocol in the first answer.
    All,
    /// What the protocol leaves to the application: rows, messages, descriptions, e-mail addresses.
    Free,
    /// Names: of types and fields, of members, of keys.
    Names,
    /// An error of the server, with words in every place that errors have.
    Error,
    /// A page.
    Page,
}

fn taint(value: &mut Value, how: Taint, name: &str) {
    match value {
        Value::String(text) => {
            let is_free = !PROTOCOL.contains(&name);
            let is_name = ["name", "kid", "alg", "description"].contains(&name);
            if how == Taint::All || how == Taint::Free && is_free || how == Taint::Names && is_name
            {
                text.push_str(WORDS);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| taint(item, how, name)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                taint(member, how, name);
            }
            if how != Taint::Free {
                members.insert(format!("x{WORDS}"), WORDS.into());
            }
        }
        _ => {}
    }
}

/// The answer with other contents, and with words in its headers and in the names of its cookies,
/// as far as HTTP has room for them.
fn altered(answer: Vec<u8>, how: Taint) -> Vec<u8> {
    let end = answer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let body = &answer[end + 4..];
    let (mut status, mut kind) = (None, "application/json");
    let body = match how {
        Taint::Error => {
            status = Some("HTTP/1.1 500 \u{1b}[2J\u{9b}");
            let error = json!({ "message": WORDS, "extensions": { "code": WORDS, "path": WORDS } });
            json!({ "message": WORDS, "error": WORDS, "code": WORDS, "path": WORDS, "status": WORDS,
                "errors": [error], "internal": { "error": { "message": WORDS } } })
            .to_string()
            .into_bytes()
        }
        Taint::Page => {
            (status, kind) = (Some("HTTP/1.1 502 x"), "text/html; x=\u{9b}2J");
            format!("{WORDS}<html><title>{WORDS}</title><h1>{WORDS}</h1>").into_bytes()
        }
        _ => match serde_json::from_slice::<Value>(body) {
            Ok(mut value) => {
                taint(&mut value, how, "");
                value.to_string().into_bytes()
            }
            Err(_) => body.to_vec(),
        },
    };
    let mut lines = head.lines();
    let first = lines.next().unwrap();
    let mut out = format!("{}\r\n", status.unwrap_or(first));
    for line in lines {
        let name = line.to_ascii_lowercase();
        if !name.starts_with("content-length") && !name.starts_with("content-type") {
            let _ = write!(out, "{line}\r\n");
        }
    }
    let words = "\u{9b}31m\u{202e}\u{200b}::error::x##[error]";
    let _ = write!(
        out,
        "content-type: {kind}\r\nserver: {words}\r\nx-request-id: {words}\r\nwww-authenticate: {words}\r\n\
         set-cookie: n\u{9b}m{words}=v{words}; Path=/{words}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [out.into_bytes(), body].concat()
}

fn liar(origin: &str, how: Taint) -> Between {
    Between::start(origin, move |_| {
        Deed::Alter(Box::new(move |answer| altered(answer, how)))
    })
}

/// What must not be there: characters that do anything, and lines that a runner obeys.
#[track_caller]
fn is_harmless(what: &str, text: &str, commands: &[&str], whole: &dyn std::fmt::Display) {
    // Our own colour is a few numbers.
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..at]);
        let codes = rest[at + 2..].split('m').next().unwrap();
        let own = ["0", "1", "2", "31", "32", "33", "34", "36", "1;31"].contains(&codes);
        assert!(own, "{what}: \\e[{codes:?}{whole}");
        rest = &rest[at + 2 + codes.len() + 1..];
    }
    plain.push_str(rest);
    for c in plain.chars() {
        let hidden = "\u{200b}\u{feff}\u{2028}\u{e0041}\u{202e}\u{2066}".contains(c);
        let control = c.is_control() && !matches!(c, '\n' | '\t');
        assert!(!hidden && !control, "{what} has {c:?}{whole}");
    }
    assert!(!plain.contains("##["), "{what} has a command{whole}");
    for line in plain.lines() {
        let ours = commands.iter().any(|command| line.starts_with(command));
        // A runner does not mind blanks before it.
        let command = line.trim_start().starts_with("::");
        assert!(!command || ours, "{what}: {line}{whole}");
        for begun in ["stop-commands", "error::x", "# x", "owned"] {
            assert!(!line.starts_with(begun), "{what}: {line}{whole}");
        }
    }
}

#[track_caller]
fn check(output: &Output, commands: &[&str]) {
    // `1` is for what this program has not thought of.
    assert!(!matches!(output.code, None | Some(1)), "{output}");
    is_harmless("stdout", &output.stdout, commands, output);
    is_harmless("stderr", &output.stderr, &[], output);
}

const LINES: [&[&str]; 22] = [
    &["signup", "-e", "new@example.test"],
    &["signin", "-e", "alice@example.test", "--session", "other"],
    &["refresh"],
    &["token", "--min-ttl", "7200", "--decode"],
    &["token", "--jwt-path", "/getJWT"],
    &["status"],
    &["query", "{ notes { id title } }"],
    &["query", "{ notes { id title } }", "--as", "anonymous"],
    &["query", "{ notes { id title } }", "--as", "admin"],
    &["query", "{ nothing }"],
    &["query", "--introspect", "sdl"],
    &["query", "--introspect", "json"],
    &["jwks"],
    &["jwt-secret"],
    &["jwt-secret", "lint", "--engine"],
    &["users", "list"],
    &["users", "rm", "bob@example.test"],
    &["setup-hasura", "plan"],
    &["setup-hasura", "export", "metadata", "--dry-run"],
    &["doctor"],
    &["smoke", "--quick"],
    &["session", "list"],
];

const TAINTS: [Taint; 5] = [
    Taint::All,
    Taint::Free,
    Taint::Names,
    Taint::Error,
    Taint::Page,
];

/// A world in which every server lies, and alice and bob are signed in.
fn among_liars(sandbox: &Sandbox, world: World, how: Taint) -> (World, Vec<Between>) {
    let mut world = world;
    let mut liars = Vec::new();
    for name in [
        "ST_HASURA_API_URL",
        "HASURA_GRAPHQL_ENDPOINT",
        "ST_HASURA_CORE_URI",
    ] {
        let url = url::Url::parse(sandbox.var(name)).unwrap();
        let liar = liar(&url.origin().ascii_serialization(), how);
        world.set(
            name,
            format!("{}{}", liar.origin(), url.path().trim_end_matches('/')),
        );
        liars.push(liar);
    }
    // The session belongs to the API at its address.
    for name in ["alice", "bob"] {
        let path = world.session_file("default", name);
        let text = std::fs::read_to_string(&path).unwrap();
        let honest = sandbox.var("ST_HASURA_API_URL").trim_end_matches('/');
        std::fs::write(path, text.replace(honest, &liars[0].origin())).unwrap();
    }
    world
        .set("ST_HASURA_SESSION", "alice")
        .set("ST_HASURA_RETRIES", "0");
    (world, liars)
}

#[test]
fn words_of_others_are_only_words() {
    for how in TAINTS {
        let (sandbox, world) = seeded(&[]);
        let (world, _liars) = among_liars(&sandbox, world, how);
        for line in LINES {
            for more in [
                &["-vvv", "--color", "always"][..],
                &["--color", "never"],
                &["-o", "json"],
            ] {
                check(&world.cmd(line.iter().chain(more)).run(), &[]);
            }
        }
    }
}

#[test]
fn words_of_others_are_only_words_in_reports() {
    let formats = ["text", "json", "junit", "tap", "sarif", "github", "html"];
    for how in TAINTS {
        let (sandbox, world) = seeded(&[]);
        let (world, _liars) = among_liars(&sandbox, world, how);
        for line in [
            &[
                "verify-hasura",
                "--other",
                "bob",
                "--probe",
                "P01,P05,P06,P12,P22",
            ][..],
            &["smoke", "--quick"],
        ] {
            let mut line: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
            for format in formats {
                line.extend(["--report".into(), format!("{format}=report.{format}")]);
            }
            for format in formats {
                let words = line.iter().map(String::as_str).chain(["-o", format]);
                let run = world
                    .cmd(words)
                    .env("GITHUB_STEP_SUMMARY", world.work().join("summary"));
                let output = run.run();
                let ours = ["::error ", "::warning ", "::notice "];
                check(&output, if format == "github" { &ours } else { &[] });
                if format != "text" {
                    continue;
                }
                for format in formats {
                    let path = world.work().join(format!("report.{format}"));
                    let text = std::fs::read_to_string(path).unwrap();
                    is_harmless(format, &text, &[], &output);
                }
            }
            let summary = std::fs::read_to_string(world.work().join("summary")).unwrap();
            is_harmless("summary", &summary, &[], &summary);
        }
    }
}

/// Where no server is asked: what stands in files and in tokens.
#[test]
fn words_in_files_are_only_words() {
    let world = World::new();
    let claims = json!({ "sub": WORDS, WORDS: WORDS, "exp": 4_102_444_800_u32,
        "https://hasura.io/jwt/claims": { "x-hasura-default-role": WORDS,
        "x-hasura-allowed-roles": [WORDS], "x-hasura-user-id": WORDS } });
    world.file("t.jwt", SIGNERS[0].sign(&claims));
    let secret = json!({ "type": "HS256", "key": WORDS, "issuer": WORDS, WORDS: WORDS });
    world.file("secret.json", secret.to_string());
    let mut metadata: Value = serde_json::from_str(include_str!(
        "../../sandbox/src/hasura/dataset/metadata.json"
    ))
    .unwrap();
    taint(&mut metadata, Taint::Names, "");
    world.file("metadata.json", metadata.to_string());
    world.file("jar.txt", format!("h\tFALSE\t/\tFALSE\t0\tn{WORDS}\tv\n"));
    world.file("words.txt", WORDS);
    for line in [
        &["decode", "t.jwt", "--no-verify"][..],
        &["jwt-secret", "lint", "secret.json", "--from", "value"],
        &["verify-hasura", "--offline", "metadata.json"],
        &[
            "session",
            "import",
            "jar.txt",
            "--api-url",
            "http://localhost:1",
        ],
        &[
            "session",
            "import",
            "words.txt",
            "--api-url",
            "http://localhost:1",
        ],
        &[
            "query",
            "-F",
            "words.txt",
            "--hasura-endpoint",
            "http://127.0.0.1:9",
        ],
        &["explain", WORDS],
        &["status", "--profile", WORDS],
        &["token", WORDS],
        &["decode", WORDS],
    ] {
        for more in [&[][..], &["-o", "json"], &["--color", "always"]] {
            check(&world.cmd(line.iter().chain(more)).run(), &[]);
        }
    }
}
