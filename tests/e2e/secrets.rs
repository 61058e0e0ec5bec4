//! Secrets are planted wherever one can be given, and every artefact is searched for them: both
//! streams of every command at the highest verbosity, `--curl`, reports, error paths, and what a
//! crash leaves behind.
#![cfg(feature = "sandbox")]

use std::process::Stdio;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::json;

use crate::support::cloud::{Cloud, PROJECT, State};
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

/// Fit for every place: long enough to be unmistakable, with characters that each encoding
/// writes in its own way.
const PASSWORD: &str = "Pl4nted\"pass/word+é&=%";
const EMAIL: &str = "planted@example.test";

/// The ways in which a value can hide: raw, JSON, URL, base64, XML, a workflow command, every
/// character as an escape.
fn forms(secret: &str) -> Vec<String> {
    let json = serde_json::to_string(secret).unwrap();
    let each = |write: fn(u16) -> String| secret.encode_utf16().map(write).collect::<String>();
    let percent = secret.bytes().map(|byte| format!("%{byte:02X}"));
    let url: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    vec![
        secret.to_owned(),
        json.trim_matches('"').to_owned(),
        url.replace('+', "%20"),
        url,
        secret.replace('&', "&amp;").replace('"', "&quot;"),
        secret.replace('%', "%25"),
        STANDARD.encode(secret),
        STANDARD.encode(secret).trim_end_matches('=').to_owned(),
        URL_SAFE_NO_PAD.encode(secret),
        each(|unit| format!("\\u{unit:04x}")),
        each(|unit| format!("&#{unit};")),
        percent.collect(),
        secret
            .replace('"', "&#34;")
            .replace('&', "&#38;")
            .replace('/', "&#47;"),
        secret
            .replace('"', "\\u0022")
            .replace('&', "\\u0026")
            .replace('/', "\\/"),
    ]
}

#[track_caller]
fn search(output: &Output, secrets: &[(String, String)]) {
    for (what, secret) in secrets {
        for form in forms(secret) {
            for (stream, text) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
                assert!(!text.contains(&form), "the {what} is on {stream}{output}");
            }
        }
    }
}

/// Everything secret that the session file holds.
fn session_secrets(world: &World) -> Vec<(String, String)> {
    let path = world.session_file("default", "default");
    let file: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut found = Vec::new();
    collect("", &file, &mut found);
    assert!(!found.is_empty(), "a session holds tokens: {file}");
    found
}

/// Long strings with a token's looks, wherever they stand.
fn collect(name: &str, value: &serde_json::Value, found: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::String(text) => {
            // A cookie is kept as `name=value; attributes`.
            let text = text.split(';').next().unwrap_or("");
            let text = text.split_once('=').map_or(text, |(_, value)| value);
            if text.len() > 60 {
                found.push((name.to_owned(), text.to_owned()));
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(name, item, found)),
        serde_json::Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, value)| collect(name, value, found));
        }
        _ => {}
    }
}

fn planted(sandbox: &Sandbox) -> Vec<(String, String)> {
    vec![
        ("password".into(), PASSWORD.into()),
        (
            "admin secret".into(),
            sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET").into(),
        ),
        (
            "API key".into(),
            sandbox.var("ST_HASURA_CORE_API_KEY").into(),
        ),
    ]
}

fn world(sandbox: &Sandbox) -> World {
    let mut world = sandbox.world();
    world
        .set("ST_HASURA_PASSWORD", PASSWORD)
        .set("ST_HASURA_EMAIL", EMAIL);
    world
}

#[test]
fn no_command_shows_a_secret_that_it_was_not_asked_for() {
    for (generation, transport) in [
        ("modern", "cookie"),
        ("modern", "header"),
        ("legacy", "cookie"),
    ] {
        let sandbox = Sandbox::start(&["--generation", generation, "--anti-csrf", "via-token"]);
        let mut world = world(&sandbox);
        world.set("ST_HASURA_TRANSPORT", transport);
        let mut secrets = planted(&sandbox);
        let first = world.cmd(["-vvv", "signup"]).ok();
        secrets.extend(session_secrets(&world));
        search(&first, &secrets);
        let lines: &[&[&str]] = &[
            &["signup"],
            &["signin"],
            &["status"],
            &["status", "-o", "json"],
            &["session", "list"],
            &["session", "show"],
            &["session", "show", "-o", "json"],
            &["config", "show", "--origin"],
            &["config", "show", "-o", "json"],
            &["refresh"],
            &["token", "--decode"],
            &["jwks"],
            &["jwt-secret"],
            &["query", "{ notes { id } }"],
            &["query", "--as", "admin", "{ notes { id } }"],
            &["query", "{ nonsense }"],
            &["query", "--as", "admin", "{ nonsense }", "-o", "json"],
            &["verify-hasura"],
            &["verify-hasura", "-o", "json"],
            &["verify-hasura", "-o", "junit"],
            &["verify-hasura", "-o", "tap"],
            &["verify-hasura", "-o", "sarif"],
            &["verify-hasura", "-o", "github"],
            &["verify-hasura", "-o", "html"],
            &["smoke"],
            &["smoke", "--quick", "-o", "json"],
            &["signin", "--tenant", "nowhere"],
            &["signin", "--api-base-path", "/wrong"],
            &["signin", "--api-url", "http://127.0.0.1:9"],
            &["signin", "-o", "json", "--api-url", "http://127.0.0.1:9"],
            &["signup", "--curl"],
            &["signin", "--curl"],
            &["refresh", "--curl"],
            &["query", "--curl", "{ notes { id } }"],
            &["query", "--curl", "--as", "admin", "{ notes { id } }"],
            &["signout"],
        ];
        for line in lines {
            let output = world.cmd(std::iter::once(&"-vvv").chain(*line)).run();
            assert_ne!(output.code, Some(1), "{output}");
            if world.session_file("default", "default").exists() {
                secrets.extend(session_secrets(&world));
                secrets.sort();
                secrets.dedup();
            }
            search(&output, &secrets);
        }
    }
}

/// An application may name its token headers and cookies itself: what stands in them is known by
/// its looks, from the first line that is printed.
#[test]
fn tokens_under_other_names_are_secrets_too() {
    for transport in ["header", "cookie"] {
        let sandbox = Sandbox::start(&["--fault", "renamed-tokens"]);
        let mut world = world(&sandbox);
        world.set("ST_HASURA_TRANSPORT", transport);
        let mut secrets = planted(&sandbox);
        let lines: &[&[&str]] = &[
            &["signup"],
            &["signin"],
            &["refresh"],
            &["token", "--decode"],
            &["token", "--jwt-path", "/getJWT", "--decode"],
            &["status"],
            &["query", "{ notes { id } }"],
            &["query", "--introspect", "sdl"],
            &[
                "query",
                "--over",
                "graphql-transport-ws",
                "{ notes { id } }",
            ],
            &["jwks"],
            &["jwt-secret", "lint", "--engine"],
            &["users", "list"],
            &["setup-hasura", "plan"],
            &["verify-hasura", "--probe", "P01,P05,P16"],
            &["smoke", "--quick"],
            &["doctor"],
            &["refresh", "--curl"],
            &["query", "--curl", "{ notes { id } }"],
            &["signout"],
        ];
        for verbose in ["-v", "-vv", "-vvv"] {
            for line in lines {
                let output = world.cmd(std::iter::once(&verbose).chain(*line)).run();
                assert_ne!(output.code, Some(1), "{output}");
                if world.session_file("default", "default").exists() {
                    for (what, secret) in session_secrets(&world) {
                        // The signature alone is what makes the rest worth anything.
                        let parts = secret.split('.').skip(1).filter(|part| part.len() > 40);
                        let parts: Vec<String> = parts.map(ToOwned::to_owned).collect();
                        secrets.extend(parts.into_iter().map(|part| (what.clone(), part)));
                        secrets.push((what, secret));
                    }
                    secrets.sort();
                    secrets.dedup();
                }
                // Whatever the session holds by now, this run may have printed before.
                search(&output, &secrets);
                for shape in ["eyJ", ".V2"] {
                    if !line.contains(&"--decode") {
                        output.nowhere(shape);
                    }
                }
            }
        }
    }
}

/// In every report of a run, whatever the servers say: here they send back all that they get.
#[test]
fn no_report_file_holds_a_secret() {
    let sandbox = Sandbox::start(&["--fault", "drop-row-filter"]);
    let world = world(&sandbox);
    let mut secrets = planted(&sandbox);
    world.cmd(["signup"]).ok();
    secrets.extend(session_secrets(&world));
    let formats = ["json", "junit", "tap", "sarif", "github", "html", "text"];
    let server = crate::support::echo::echo_server();
    for (line, url) in [
        (&["verify-hasura"] as &[&str], None),
        (&["smoke"], None),
        (&["verify-hasura"], Some(&server.url)),
        (&["smoke"], Some(&server.url)),
    ] {
        let mut args: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
        for format in formats {
            args.extend(["--report".to_owned(), format!("{format}=report.{format}")]);
        }
        let mut run = world.cmd(&args);
        if let Some(url) = url {
            run = run
                .env("ST_HASURA_API_URL", url)
                .env("HASURA_GRAPHQL_ENDPOINT", url);
        }
        let output = run.run();
        assert_ne!(output.code, Some(0), "{output}");
        secrets.extend(session_secrets(&world));
        search(&output, &secrets);
        for format in formats {
            let path = world.work().join(format!("report.{format}"));
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::remove_file(path).unwrap();
            assert!(!text.is_empty(), "{format} {output}");
            for (what, secret) in &secrets {
                for form in forms(secret) {
                    assert!(!text.contains(&form), "the {what} is in {format}: {text}");
                }
            }
        }
    }
}

#[test]
fn a_server_that_echoes_the_password_does_not_make_us_print_it() {
    let sandbox = Sandbox::start(&[]);
    let mut world = world(&sandbox);
    let server = crate::support::echo::echo_server();
    world
        .set("ST_HASURA_API_URL", &server.url)
        .set("HASURA_GRAPHQL_ENDPOINT", &server.url);
    let secrets = planted(&sandbox);
    for line in [
        &["signin"] as &[&str],
        &["signup", "-o", "json"],
        &["query", "--as", "admin", "{ a }"],
        &["query", "--as", "admin", "{ a }", "-o", "json"],
        &["verify-hasura", "-o", "json"],
    ] {
        let output = world.cmd(std::iter::once(&"-vvv").chain(line)).run();
        assert_ne!(output.code, Some(0), "{output}");
        search(&output, &secrets);
    }
}

/// Passwords that are words: names of members, and words of results, stay as they are.
#[test]
fn a_secret_that_is_a_word_changes_no_result() {
    let sandbox = Sandbox::start(&[]);
    let mut world = world(&sandbox);
    world.set("ST_HASURA_PASSWORD", "alice-password-1");
    world.cmd(["signin", "-e", "alice@example.test"]).ok();
    let lines = [
        &[
            "query",
            "{ notes(limit: 1) { title owner_id } }",
            "-o",
            "json",
        ][..],
        &["query", "{ notes(limit: 1) { title owner_id } }"],
        &["status", "-o", "json"],
        &["config", "show", "-o", "json"],
        &["query", "{ nothing }", "-o", "json"],
        &["jwks", "-o", "json"],
    ];
    for line in lines {
        let own = |key: &str| {
            let output = world.cmd(line).env("ST_HASURA_CORE_API_KEY", key).run();
            output.stdout.replace(key, "KEY")
        };
        let usual = own("a-key-that-nothing-else-is");
        for word in [
            "data", "role", "admin", "notes", "title", "ok", "command", "result",
        ] {
            // Ages and remaining seconds change from run to run.
            let word_for_word = |text: &str| {
                let text = text.replace("KEY", "").replace(word, "");
                text.replace(|c: char| c.is_ascii_digit(), "")
            };
            assert_eq!(
                word_for_word(&own(word)),
                word_for_word(&usual),
                "{line:?} {word}"
            );
        }
        // Long enough to be searched for, and still no name of ours.
        for name in ["description", "permissions", "owner_id", "configuration"] {
            let output = world.cmd(line).env("ST_HASURA_CORE_API_KEY", name).run();
            if line.contains(&"json") {
                let text = output.json().to_string();
                assert!(!text.contains("[redacted]\":"), "{name} {output}");
            }
        }
    }
    // Where it is the value of what is named as a secret, it is one.
    let server = Pages::serve(vec![Page::json(
        "/v1/graphql",
        serde_json::json!({ "data": { "users": [{ "role": "admin", "password": "admin" }] } }),
    )]);
    let output = world
        .cmd([
            "query",
            "--as",
            "admin",
            "{ users { role password } }",
            "-o",
            "json",
        ])
        .env("HASURA_GRAPHQL_ENDPOINT", server.origin())
        .env("HASURA_GRAPHQL_ADMIN_SECRET", "admin")
        .ok();
    let row = &output.json()["result"]["data"]["users"][0];
    assert_eq!(row["role"], "admin", "{output}");
    assert_eq!(row["password"], "[redacted]", "{output}");
}

/// What is said beside a result may repeat a token that nobody has told of.
#[test]
fn notes_show_no_token_and_all_else() {
    let sandbox = Sandbox::start(&[]);
    let world = world(&sandbox);
    let saved = |number: usize, jar: &str| {
        let email = format!("planted{number}@example.test");
        world
            .cmd(["signup", "-e", &email, "--cookie-jar", jar])
            .ok()
    };
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3In0.c2lnbmF0dXJlc2lnbmF0dXJl";
    saved(0, &format!("jar+{token}"))
        .stderr_has("/jar+[redacted]")
        .nowhere("eyJ");
    let others = [
        "keyJar-backup-of-2024.txt",
        "ada+eyJournal-2024@example.com",
        "0b1c9b9e-6a36-4d2c-9a73-7d3a58b6c7f1",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "report-of-2024.final.V2",
    ];
    for (number, name) in others.iter().enumerate() {
        saved(number + 1, name).stderr_has(&format!("/{name}"));
    }
}

#[test]
fn what_the_user_asks_for_is_shown_and_nothing_more() {
    let sandbox = Sandbox::start(&[]);
    let world = world(&sandbox);
    world.cmd(["signup"]).ok();
    let token = world.cmd(["token"]).ok().stdout;
    let others: Vec<_> = session_secrets(&world)
        .into_iter()
        .filter(|(_, secret)| !secret.contains(token.trim_end()))
        .chain(planted(&sandbox))
        .collect();
    let again = world.cmd(["-vvv", "token"]).ok();
    assert_eq!(again.stdout, token);
    search(&again, &others);
    let export = world.cmd(["session", "export"]).ok();
    search(&export, &planted(&sandbox));
}

/// A crash in the middle of a request leaves no core file, though the system would write one.
#[cfg(target_os = "linux")]
#[test]
fn a_crash_dumps_no_memory() {
    use std::os::unix::process::ExitStatusExt as _;

    let control = std::process::Command::new("sh")
        .args(["-c", "ulimit -c unlimited 2>/dev/null; kill -ABRT $$"])
        .current_dir(World::new().work())
        .status()
        .unwrap();
    if !control.core_dumped() {
        crate::support::skipped(
            "core dumps",
            "this system writes none, so the test proves nothing",
        );
        return;
    }
    // Accepts connections and never answers, so the password is in memory when the crash comes.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut world = World::new();
    world.set(
        "ST_HASURA_API_URL",
        format!("http://{}", silent.local_addr().unwrap()),
    );
    world
        .set("ST_HASURA_PASSWORD", PASSWORD)
        .set("ST_HASURA_EMAIL", EMAIL);
    let line = format!("ulimit -c unlimited; exec {} signin", crate::support::bin());
    let mut command = world.command([] as [&str; 0]);
    let env: Vec<_> = command
        .get_envs()
        .map(|(k, v)| (k.to_owned(), v.unwrap().to_owned()))
        .collect();
    command = std::process::Command::new("sh");
    let mut child = command
        .args(["-c", &line])
        .env_clear()
        .envs(env)
        .current_dir(world.work())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _asked = silent.accept().unwrap();
    let pid = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(pid, rustix::process::Signal::ABORT).unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.signal(), Some(6), "{status:?}");
    assert!(
        !status.core_dumped(),
        "memory with a password in it was dumped"
    );
}

#[test]
fn the_token_of_hasura_cloud_is_nowhere() {
    let token = "Pl4nted/pat+with=signs-0123456789";
    let secrets = [("personal access token".to_owned(), token.to_owned())];
    let cloud = Cloud::serve(State {
        token: token.into(),
        ..State::default()
    });
    // What answers with the request itself shows it to whoever looks at the answer.
    let echo = crate::support::echo::echo_server();
    let world = World::new();
    let known = cloud.url();
    for (url, project, wanted) in [
        (known.as_str(), PROJECT, 0),
        (known.as_str(), "00000000-0000-4000-8000-00000000000f", 2),
        (known.as_str(), "no-id", 2),
        (echo.url.as_str(), PROJECT, 5),
        ("http://127.0.0.1:1/", PROJECT, 3),
    ] {
        let line = [
            "jwt-secret",
            "apply",
            "--hasura-cloud",
            "--cloud-url",
            url,
            "--project",
            project,
            "--jwks-url",
            "https://api.example.com/jwks.json",
            "--retries",
            "0",
        ];
        for more in [
            &["-vvv"][..],
            &["-o", "json"],
            &["--print-only"],
            &["--curl"],
        ] {
            let run = world.cmd([&line, more].concat());
            let output = run.env("HASURA_CLOUD_TOKEN", token).run();
            search(&output, &secrets);
            if more == ["-vvv"] {
                assert_eq!(output.code, Some(wanted), "{output}");
            }
        }
    }
}

/// `user:password@host` would pass for a URL of the scheme `user`.
#[test]
fn the_password_of_a_proxy_without_a_scheme_is_a_secret() {
    let mut world = World::new();
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:9");
    let proxy = "alice:s3cretPw@127.0.0.1:9";
    let shown = world
        .cmd(["config", "show"])
        .env("ST_HASURA_PROXY", proxy)
        .ok();
    shown
        .stdout_has("proxy                     127.0.0.1:9")
        .nowhere("s3cretPw");
    let curl = world
        .cmd([
            "query",
            "--curl",
            "--as",
            "anonymous",
            "--proxy",
            proxy,
            "{ a }",
        ])
        .run();
    curl.stdout_has("--proxy 127.0.0.1:9").nowhere("s3cretPw");
    for (proxy, left) in [
        ("alice:s3cretPw@[", "["),
        ("ftp://alice:s3cretPw@127.0.0.1:9", "ftp://127.0.0.1:9/"),
    ] {
        let refused = world.cmd(["jwks", "--proxy", proxy]).code(2);
        refused
            .stderr_has(&format!(
                "error[http.bad_proxy]: --proxy is not the URL of an HTTP proxy: {left}\n"
            ))
            .nowhere("s3cretPw");
    }
}

#[test]
fn a_token_that_is_typed_is_not_printed_back() {
    let world = World::new();
    let token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3In0.c2lnbmF0dXJlc2lnbmF0dXJl";
    let deep = format!("x.{token}");
    let flag = format!("--{token}");
    for (line, says) in [
        (
            &["token", token][..],
            "unexpected argument '[redacted]' found",
        ),
        (&["decode", "--no-verify", &flag], "[redacted]' found"),
        (&["decode", &deep], "cannot read x.[redacted]: "),
        (
            &["--session", token, "status"],
            "error[session.bad_name]: \"[redacted]\" cannot be the name of a session: it is a token\n",
        ),
        (&["--session", &format!("{token}/"), "status"], "[redacted]"),
        (&["--timeout", token, "status"], "[redacted]"),
        (
            &["session", "import", "--token", token],
            "error[usage.invalid]: a token on the command line can be read by every user of this \
             machine (ps)\nhelp: give it on standard input: st-hasura session import --token -\n",
        ),
        (&["session", "import", token], "every user of this machine"),
    ] {
        let run = || {
            world
                .cmd(line)
                .env("ST_HASURA_API_URL", "http://127.0.0.1:9")
        };
        let output = run().run();
        assert_ne!(output.code, Some(0), "{output}");
        output
            .stderr_has(says)
            .nowhere("eyJ")
            .nowhere("c2lnbmF0dXJl");
        let json = run().env("ST_HASURA_OUTPUT", "json").run();
        json.nowhere("eyJ").nowhere("c2lnbmF0dXJl");
    }
}

/// A page is shown in part, and a secret that it repeats must not be cut in two: half of one is
/// not known again.
#[test]
fn no_excerpt_shows_half_a_secret() {
    const ADMIN: &str = "adm1n-0123456789abcdef0123456789abcdef";
    const KEY: &str = "c0re-fedcba9876543210fedcba9876543210";
    let parts = |secret: &str| secret[5..21].to_owned();
    for before in (100..=250).step_by(10) {
        let page = |path, secret: &str| Page {
            path,
            status: 502,
            headers: vec![("Content-Type", "text/plain")],
            body: format!("{} {secret}  {secret}", "x".repeat(before)),
        };
        let pages = Pages::serve(vec![
            page("/v1/graphql", ADMIN),
            page("/healthz", ADMIN),
            page("/apiversion", KEY),
            page("/users", KEY),
        ]);
        let url = format!("http://127.0.0.1:{}", pages.port());
        let mut world = World::new();
        world.set("HASURA_GRAPHQL_ENDPOINT", &url);
        world.set("HASURA_GRAPHQL_ADMIN_SECRET", ADMIN);
        world.set("ST_HASURA_CORE_URI", &url);
        world.set("ST_HASURA_CORE_API_KEY", KEY);
        for line in [
            &["query", "--as", "admin", "{ a }"][..],
            &["query", "--as", "admin", "{ a }", "-o", "json"],
            &["users", "list"],
            &["doctor", "-o", "json"],
        ] {
            let output = world.cmd(line).run();
            assert_ne!(output.code, Some(0), "{output}");
            output.nowhere(&parts(ADMIN)).nowhere(&parts(KEY));
        }
    }
}

/// A server tells the password again in its own way of writing, and what is shown of it is broken
/// and cut by ours.
#[test]
fn a_secret_that_is_told_in_another_way_is_known_again() {
    const PASSWORD: &str = " corr\"ct h0rse-b4ttery\n st4ple_xyz ";
    let told = |password: &str| {
        let bytes = password.as_bytes();
        let base64 = STANDARD.encode(bytes);
        let each = |write: &dyn Fn(u8) -> String| bytes.iter().map(|byte| write(*byte)).collect();
        let spelled: [String; 5] = [
            each(&|byte| format!("&#0000{byte};")),
            each(&|byte| format!("\\x{{{byte:x}}}")),
            each(&|byte| format!("\\U{byte:08X}")),
            each(&|byte| format!("%u{byte:04x}")),
            each(&|byte| format!("{byte:02x}")),
        ];
        let others = [
            password.to_owned(),
            password.trim().to_owned(),
            password.split_whitespace().collect::<Vec<_>>().join("   "),
            password
                .trim()
                .replace('_', "&lowbar;")
                .replace('"', "&QUOT;"),
            STANDARD.encode(&base64),
            format!("{}\n{}", &base64[..20], &base64[20..]),
            base64,
        ];
        [&spelled[..], &others[..]].concat()
    };
    let words = ["corr", "h0rse", "b4ttery", "st4ple", "xyz"];
    for told in told(PASSWORD) {
        let message = json!({ "status": "GENERAL_ERROR", "message": format!("no: {told}") });
        // What a page shows is cut, and half of a secret must not be left.
        let page = format!("<pre>Error: {} {told}</pre>", "x".repeat(205));
        for page in [
            Page::json("/auth/signin", message),
            Page::html("/auth/signin", 500, &page),
        ] {
            let pages = Pages::serve(vec![page]);
            let mut world = World::new();
            world.set(
                "ST_HASURA_API_URL",
                format!("http://127.0.0.1:{}", pages.port()),
            );
            world.set("ST_HASURA_PASSWORD", PASSWORD);
            for more in [&["-vvv"][..], &["-o", "json"]] {
                let line = ["signin", "-e", "ada@example.com"].iter().chain(more);
                let output = world.cmd(line).run();
                assert_ne!(output.code, Some(0), "{output}");
                for word in words {
                    assert!(!output.stdout.contains(word), "{told}\n{output}");
                    assert!(!output.stderr.contains(word), "{told}\n{output}");
                }
                output.nowhere(&told[..told.len().min(24)]);
            }
        }
    }
}

/// Whatever stands before it, and whichever part of a URL it is in.
#[test]
fn a_secret_in_a_configured_url_is_not_shown() {
    for url in [
        "http://127.0.0.1:9/?pwd=S3cr3tOfUrl",
        "http://127.0.0.1:9/a;token=S3cr3tOfUrl",
        "http://127.0.0.1:9/?a=1&token[]=S3cr3tOfUrl",
        "http://127.0.0.1:9/?X-Amz-Signature=S3cr3tOfUrl&sig=S3cr3tOfUrl",
        "http://127.0.0.1:9/#access_token=S3cr3tOfUrl",
        "http://127.0.0.1:9/?next=http%3A%2F%2Fx%2F%3Ftoken%3DS3cr3tOfUrl",
        "http://127.0.0.1:9;password=S3cr3tOfUrl",
        "http:/ada:S3cr3tOfUrl@127.0.0.1:9",
        "http://S3cr3tOfUrl@127.0.0.1:9",
    ] {
        for name in [
            "HASURA_GRAPHQL_ENDPOINT",
            "ST_HASURA_PROXY",
            "ST_HASURA_JWKS_URL",
        ] {
            let mut world = World::new();
            world.set(name, url);
            for line in [
                &["config", "show"][..],
                &["config", "show", "-o", "json"],
                &["doctor", "--timeout", "30"],
                &["jwks", "-v"],
                &[
                    "query",
                    "--as",
                    "anonymous",
                    "{ a }",
                    "-v",
                    "--retries",
                    "0",
                ],
            ] {
                world.cmd(line).run().nowhere("S3cr3tOfUrl");
            }
        }
    }
}

/// A database that cannot be reached is quoted with its connection string, and a proxy quotes the
/// request.
#[test]
fn what_errors_of_hasura_quote_is_in_no_result() {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.cGxhbnRlZHNpZw";
    let text = format!("no postgres://app:Pl4ntedPw@db/x, host=db password=Pl4ntedPw, token {jwt}");
    let error = json!({ "errors": [{ "message": text,
        "extensions": { "code": "postgres-error", "path": "$", "internal": { text.clone(): [text] } } }] });
    let pages = Pages::serve(vec![
        Page::json("/v1/graphql", error),
        Page::json(
            "/v1/version",
            json!({ "version": format!("v2.48.10 {jwt}") }),
        ),
    ]);
    let mut world = World::new();
    world.set("HASURA_GRAPHQL_ENDPOINT", pages.origin());
    for more in [&[][..], &["-o", "json"], &["-vvv"]] {
        let line = ["query", "--as", "anonymous", "{ a }"].iter().chain(more);
        let output = world.cmd(line).code(7);
        output.nowhere("Pl4ntedPw").nowhere("cGxhbnRlZHNpZw");
        assert!(
            output.stdout.contains("postgres-error") || output.stderr.contains("postgres-error"),
            "{output}"
        );
    }
}

/// Credentials for remote schemas, actions and triggers stand in the metadata, which traces show.
#[test]
fn credentials_in_metadata_are_in_no_trace() {
    let scratch = World::new();
    let path = crate::stacks::metadata(&scratch, |metadata| {
        metadata["remote_schemas"] = json!([{ "name": "shop", "definition": {
            "url": "https://shop.test/graphql?token=Pl4ntedPw",
            "headers": [
                { "name": "Authorization", "value": "Bearer Pl4ntedPw" },
                { "name": "x-api-key", "value": "Pl4ntedPw" },
                { "name": "x-region", "value": "eu-north" }] } }]);
        metadata["sources"][0]["configuration"] = json!({ "connection_info": {
            "database_url": "host=db user=app password=Pl4ntedPw" } });
    });
    let sandbox = Sandbox::start(&["--metadata", path.to_str().unwrap()]);
    let world = sandbox.world();
    let output = world.cmd(["setup-hasura", "plan", "-vvv"]).run();
    output.nowhere("Pl4ntedPw");
    output.stderr_has("eu-north").stderr_has("host=db user=app");
}
