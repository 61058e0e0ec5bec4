//! The pages of docs/: every command in them is run as it stands there, and every link leads
//! somewhere.
#![cfg(all(feature = "sandbox", unix))]

use std::path::Path;

use serde_json::Value;

use crate::stacks;
use crate::support::readme::{block, pages, run, script};
use crate::support::sandbox::Sandbox;
use crate::support::schema;

/// Shell blocks without a marker before them.
fn unmarked(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let is_marker =
        |line: &str| line.starts_with("<!-- run: ") || line.starts_with("<!-- not run: ");
    let at = (0..lines.len()).filter(|at| lines[*at].trim() == "```sh");
    at.filter(|at| *at == 0 || !is_marker(lines[*at - 1]))
        .map(|at| lines.get(at + 1).copied().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn every_command_block_is_run_or_says_why_not() {
    let text = "<!-- run: a -->\n```sh\none\n```\n\n```sh\ntwo\n```\n";
    assert_eq!(unmarked(text), ["two"]);
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        assert_eq!(unmarked(&text), Vec::<String>::new(), "{}", page.display());
    }
}

/// Marks of blocks, each of which one of these tests or the README's has to run.
#[test]
fn every_marked_block_is_run_by_a_test() {
    let tests = [
        include_str!("docs.rs"),
        include_str!("readme.rs"),
        include_str!("../real_sdk/from_nothing.rs"),
    ]
    .concat();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for mark in text.split("<!-- run: ").skip(1) {
            let name = mark.split(" -->").next().unwrap();
            assert!(
                tests.contains(&format!("\"{name}\"")),
                "{}: nobody runs {name}",
                page.display()
            );
        }
    }
}

/// The anchor that GitHub makes of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|c| match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        c if c.is_alphanumeric() => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

/// Links of a page that lead nowhere.
fn astray(page: &Path, text: &str) -> Vec<String> {
    let links = text
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next());
    links
        .filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        .filter(|link| {
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() {
                page.to_owned()
            } else {
                page.parent().unwrap().join(file)
            };
            if part.is_empty() {
                return !target.exists();
            }
            let text = std::fs::read_to_string(target).unwrap_or_default();
            let mut headings = text.lines().filter(|line| line.starts_with('#'));
            !headings.any(|line| anchor(line.trim_start_matches('#')) == part)
        })
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = root.join("README.md");
    let text =
        "[a](docs/gone.md) [b](#two-commands) [c](#no-such) [d](https://example.com) [e](src)";
    assert_eq!(astray(&readme, text), ["docs/gone.md", "#no-such"]);
    let others = ["CONTRIBUTING.md", "CHANGELOG.md", "docs/troubles.md"];
    for page in pages()
        .into_iter()
        .chain(others.map(|name| root.join(name)))
    {
        let text = std::fs::read_to_string(&page).unwrap();
        assert_eq!(
            astray(&page, &text),
            Vec::<String>::new(),
            "{}",
            page.display()
        );
    }
}

#[test]
fn from_the_tutorial_to_a_proof() {
    for generation in ["modern", "legacy"] {
        let sandbox = Sandbox::start(&["--generation", generation]);
        let mut world = sandbox.world();
        world.set("ST_HASURA_PASSWORD", "testPass123");
        run(&world, "tutorial-signup");
        run(&world, "tutorial-signin");
        let jar = std::fs::read_to_string(world.work().join("cookies.txt")).unwrap();
        assert!(jar.contains("\tsAccessToken\t"), "{jar}");
        let token = run(&world, "tutorial-token");
        assert!(token.contains("allowed roles"), "{token}");
        run(&world, "tutorial-secret");
        let file = std::fs::read_to_string(world.work().join("hasura.env")).unwrap();
        assert!(file.starts_with("HASURA_GRAPHQL_JWT_SECRET="), "{file}");
        let set_up = run(&world, "tutorial-permissions");
        assert!(set_up.contains("emailpassword_users"), "{set_up}");
        let rows = run(&world, "tutorial-query");
        assert!(rows.contains("ada@example.com"), "{rows}");
        let verdict = run(&world, "tutorial-verify");
        assert!(verdict.contains("verdict: sound"), "{verdict}");
    }
}

/// The pages that ask as alice and bob make them first, on a machine that knows neither.
#[test]
fn the_two_users_are_made_before_they_ask() {
    for name in [
        "verdict-users",
        "policy-users",
        "ci-users",
        "migrating-users",
    ] {
        let sandbox = Sandbox::start(&[]);
        let mut world = sandbox.world();
        world.set("ST_HASURA_PASSWORD", "testPass123");
        let pair = ["verify-hasura", "--session", "alice", "--other", "bob"];
        let missing = world.cmd(pair).code(4);
        missing
            .stderr_has("there is no session \"alice\" in profile \"default\"")
            .stderr_has("sign in first: st-hasura signin --session alice");
        run(&world, name);
        let known = script(&world, "st-hasura session list");
        assert!(known.contains("alice") && known.contains("bob"), "{known}");
        let asked = world.cmd(pair).run().to_string();
        assert!(!asked.contains("session.missing"), "{asked}");
    }
}

#[test]
fn how_a_verdict_is_reached() {
    let (_sandbox, world) = stacks::seeded(&[]);
    let verdict = run(&world, "verdict-pair");
    assert!(verdict.contains("verdict: sound"), "{verdict}");
    let pages = run(&world, "verdict-probes");
    assert!(
        pages.contains("P05: ") && pages.contains("P16: "),
        "{pages}"
    );
    world.file("config.yaml", "version: 3\nmetadata_directory: metadata\n");
    world.file("metadata/version.yaml", "version: 3\n");
    world.file("metadata/databases/databases.yaml", "[]\n");
    let told = run(&world, "verdict-offline");
    assert!(told.contains("verdict: unproven"), "{told}");
}

/// The pieces of TOML are read as what they say they are.
#[test]
fn the_policy_cookbook_is_a_policy() {
    let (_sandbox, world) = stacks::seeded(&[]);
    let verdict = run(&world, "policy-draft");
    assert!(verdict.contains("verdict: sound"), "{verdict}");
    assert!(block("policy-draft").contains("--policy policy.toml"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/policy.md")).unwrap();
    let pieces: Vec<&str> = text
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    assert!(pieces.len() > 4);
    for piece in pieces {
        world.file("st-hasura.toml", piece);
        script(&world, "st-hasura config show");
    }
}

#[test]
fn from_2022_to_today() {
    let (_sandbox, world) = stacks::seeded(&[]);
    run(&world, "migrating-before");
    run(&world, "migrating-scaffold");
    let differ = script(&world, "diff -rq auth-api-2022 auth-api-today || true");
    assert!(differ.contains("package.json"), "{differ}");
    let lint = run(&world, "migrating-secret");
    assert!(lint.contains("0 errors"), "{lint}");
    let compared = run(&world, "migrating-after");
    assert!(compared.contains("nothing changed"), "{compared}");
}

/// What the page for machines shows is what the published schemas say.
#[test]
fn what_a_machine_reads() {
    let sandbox = Sandbox::start(&[]);
    let world = sandbox.world();
    run(&world, "machine-result");
    assert_eq!(run(&world, "machine-error"), "exit 4\n");
    run(&world, "machine-schema");
    let read = |name: &str| -> Value {
        let text = std::fs::read_to_string(world.work().join(name)).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let error = read("error.json");
    assert_eq!(error["error"]["code"], "session.missing");
    let results = jsonschema::validator_for(&schema::read(schema::RESULTS)).unwrap();
    for result in [&error, &read("result.json")] {
        assert!(results.is_valid(result), "{result}");
    }
    // A result without its members is none.
    assert!(!results.is_valid(&serde_json::json!({"schema": 1, "ok": true})));
    assert_eq!(
        read("verify-hasura.schema.json"),
        schema::read(schema::REPORTS)
    );
}

#[test]
fn what_is_broken() {
    let sandbox = Sandbox::start(&[]);
    let told = run(&sandbox.world(), "doctor-offline");
    assert!(
        told.starts_with("nothing that was looked at speaks against the chain: "),
        "{told}"
    );
}

#[test]
fn the_recipes_for_ci() {
    let (_sandbox, world) = stacks::seeded(&[]);
    world.file(
        "hasura/config.yaml",
        "version: 3\nmetadata_directory: metadata\n",
    );
    world.file("hasura/metadata/version.yaml", "version: 3\n");
    world.file("hasura/metadata/databases/databases.yaml", "[]\n");
    run(&world, "ci-offline");
    assert!(world.work().join("hasura.sarif").exists());
    let draft = "st-hasura verify-hasura --session alice --other bob --write-policy policy.toml";
    script(&world, draft);
    let log = run(&world, "ci-verify");
    assert!(log.contains("verify-hasura: sound"), "{log}");
    assert!(world.work().join("hasura.xml").exists());
    run(&world, "ci-sandbox");
    let compared = run(&world, "ci-baseline");
    assert!(compared.contains("nothing changed"), "{compared}");
}
