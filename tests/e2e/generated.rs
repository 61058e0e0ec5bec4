//! Generated files are fresh: completions, manual pages, and the tables of the pages.
//!
//! `ST_HASURA_BLESS=1 cargo test` rewrites what is stale.
#![cfg(feature = "sandbox")]

use std::path::{Path, PathBuf};

use crate::support::World;

const SHELLS: [(&str, &str); 6] = [
    ("bash", "st-hasura.bash"),
    ("elvish", "st-hasura.elv"),
    ("fish", "st-hasura.fish"),
    ("nushell", "st-hasura.nu"),
    ("powershell", "_st-hasura.ps1"),
    ("zsh", "_st-hasura"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Compares a committed file with what it should hold, or rewrites it.
#[track_caller]
pub(crate) fn fresh(path: &Path, expected: &str) {
    if std::env::var_os("ST_HASURA_BLESS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, expected).unwrap();
        return;
    }
    let found = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        found == expected,
        "{} is stale: run ST_HASURA_BLESS=1 cargo test",
        path.display()
    );
}

#[test]
fn committed_completions_are_what_the_binary_prints() {
    for (shell, file) in SHELLS {
        let output = World::new().cmd(["completions", shell]).ok();
        assert!(output.stderr.is_empty(), "{output}");
        fresh(&root().join("completions").join(file), &output.stdout);
    }
}

#[test]
fn the_troubles_are_the_catalogue_s_own() {
    let path = root().join("docs/troubles.md");
    fresh(&path, &st_hasura::testing::troubles_page());
}

#[test]
fn completions_work_beside_a_broken_configuration() {
    let world = World::new();
    world.file("st-hasura.toml", "nonsense");
    world.cmd(["completions", "bash"]).ok();
}

#[test]
fn the_manual_page_carries_the_exit_codes_and_every_command_has_one() {
    let world = World::new();
    // roff escapes hyphens and the dot that opens a line.
    let page = world.cmd(["man"]).ok().stdout;
    let page = page.replace("\\-", "-").replace("\\&", "");
    for exit in st_hasura::Exit::ALL {
        let line = format!("{}  {}", exit.code(), exit.meaning());
        assert!(page.contains(&line), "{line}\n{page}");
    }
    let output = world.cmd(["man", "--dir", "man"]).ok();
    output
        .stdout_has("st-hasura-verify-hasura.1")
        .stdout_has("st-hasura-session-import.1");
    world
        .cmd(["man", "nonsense"])
        .code(2)
        .stderr_has("there is no command \"nonsense\"");
}

/// Replaces the text between two markers of a page.
#[track_caller]
fn block(page: &str, name: &str, expected: &str) {
    let path = root().join(page);
    let text = std::fs::read_to_string(&path).unwrap();
    let open = format!("<!-- {name} -->\n");
    let close = format!("<!-- /{name} -->");
    let start = text.find(&open).expect("the page has the opening marker") + open.len();
    let end = text.find(&close).expect("the page has the closing marker");
    let updated = format!("{}{expected}{}", &text[..start], &text[end..]);
    fresh(&path, &updated);
}

/// One test, since two of them write the same file when blessed.
#[test]
fn tables_of_the_pages_are_the_code_s_own() {
    let mut codes = String::from("| exit | meaning |\n|---|---|\n");
    for exit in st_hasura::Exit::ALL {
        codes += &format!("| {} | {} |\n", exit.code(), exit.meaning());
    }
    block("docs/machine.md", "exit codes", &codes);

    let mut errors = String::from("| code | what has happened |\n|---|---|\n");
    for (code, title) in st_hasura::testing::error_codes() {
        errors += &format!("| `{code}` | {} |\n", title.replace('|', "\\|"));
    }
    block("docs/machine.md", "error codes", &errors);

    let keys = st_hasura::testing::keys_table();
    block("docs/configuration.md", "configuration", &keys);
}

/// The text of every file of Rust below a folder.
fn sources(folder: &Path) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text += &sources(&path);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            text += &std::fs::read_to_string(&path).unwrap();
        }
    }
    text
}

#[test]
fn every_code_that_an_error_gives_is_in_the_table() {
    let page = std::fs::read_to_string(root().join("docs/machine.md")).unwrap();
    let source = sources(&root().join("src"));
    let parts: Vec<&str> = source.split('"').collect();
    // As `class()` has them: ("part.what_happened", Exit::…).
    let given = parts.windows(2).filter(|pair| {
        let after = pair[1].trim_start_matches(',').trim_start();
        pair[0].contains('.') && after.starts_with("Exit::")
    });
    let codes: Vec<&str> = given.map(|pair| pair[0]).collect();
    assert!(codes.contains(&"sandbox.hasura_config"), "{codes:?}");
    for code in codes {
        assert!(page.contains(&format!("\n| `{code}` | ")), "{code}");
    }
}
