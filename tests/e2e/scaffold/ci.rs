//! `scaffold ci`.

use serde_json::Value;

use super::{tree, yaml};
use crate::support::World;

fn ci<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["scaffold", "ci"], more].concat()
}

const GITHUB: &str = ".github/workflows/auth-smoke.yml";
const GITLAB: &str = ".gitlab/auth-smoke.yml";
const SECRETS: [&str; 3] = [
    "POSTGRES_PASSWORD",
    "CORE_API_KEY",
    "HASURA_GRAPHQL_ADMIN_SECRET",
];

#[test]
fn github_pins_actions_and_takes_secrets_from_its_store() {
    let world = World::new();
    let output = world
        .cmd(ci(&[
            "--github",
            "--port",
            "4001",
            "--api-base-path",
            "/api",
        ]))
        .ok();
    output
        .stdout_has("+ .github/workflows/auth-smoke.yml")
        .stdout_has("POSTGRES_PASSWORD, CORE_API_KEY, HASURA_GRAPHQL_ADMIN_SECRET")
        .stdout_has("st-hasura scaffold compose");
    let text = tree(&world.work())[GITHUB].clone();
    let workflow = yaml(&text);
    let job = &workflow["jobs"]["auth-smoke"];
    for name in SECRETS {
        assert_eq!(job["env"][name], format!("${{{{ secrets.{name} }}}}"));
    }
    assert_eq!(job["env"]["ST_HASURA_API_URL"], "http://localhost:4001");
    assert_eq!(job["env"]["ST_HASURA_API_BASE_PATH"], "/api");
    assert_eq!(
        workflow["permissions"],
        serde_json::json!({ "contents": "read" })
    );
    let steps = job["steps"].as_array().unwrap();
    let uses: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["uses"].as_str())
        .collect();
    assert_eq!(uses.len(), 3);
    for action in uses {
        let (_, commit) = action.split_once('@').unwrap();
        assert!(
            commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()),
            "{action}"
        );
    }
    let runs = commands(steps);
    for part in [
        format!(
            "cargo install --locked st-hasura@{}",
            env!("CARGO_PKG_VERSION")
        )
        .as_str(),
        "docker compose --file compose.yaml up --build --detach --wait",
        "st-hasura setup-hasura apply --yes",
        "--report junit=reports/smoke.xml --report sarif=reports/smoke.sarif",
        "docker compose --file compose.yaml down --volumes",
    ] {
        assert!(runs.contains(part), "{part}: {runs}");
    }
    assert!(!text.contains("@@"), "{text}");
}

fn commands(steps: &[Value]) -> String {
    let runs: Vec<&str> = steps
        .iter()
        .filter_map(|step| step["run"].as_str())
        .collect();
    runs.join("\n")
}

#[test]
fn gitlab_has_a_file_of_its_own_and_one_that_includes_it() {
    let world = World::new();
    world.cmd(ci(&["--gitlab"])).ok();
    let files = tree(&world.work());
    assert_eq!(
        yaml(&files[".gitlab-ci.yml"])["include"][0]["local"],
        GITLAB
    );
    let job = &yaml(&files[GITLAB])["auth-smoke"];
    assert_eq!(job["artifacts"]["reports"]["junit"], "reports/smoke.xml");
    assert_eq!(job["variables"]["ST_HASURA_API_URL"], "http://docker:3001");
    for name in SECRETS {
        assert!(
            job["variables"][name].is_null(),
            "{name} comes from the project's variables"
        );
    }
    let script = job["script"].to_string();
    assert!(
        script.contains("--report sarif=reports/smoke.sarif"),
        "{script}"
    );
}

#[test]
fn gitlabs_own_file_stays_as_it_is() {
    let world = World::new();
    world.file(".gitlab-ci.yml", "stages: [test]\n");
    let output = world.cmd(ci(&["--gitlab", "--github"])).ok();
    output.stderr_has("add \"include: [{ local: .gitlab/auth-smoke.yml }]\" to it");
    let files = tree(&world.work());
    assert_eq!(files[".gitlab-ci.yml"], "stages: [test]\n");
    assert!(files.contains_key(GITHUB) && files.contains_key(GITLAB));
    world.file(
        ".gitlab-ci.yml",
        "include: [{ local: .gitlab/auth-smoke.yml }]\n",
    );
    let output = world.cmd(ci(&["--gitlab"])).ok();
    assert!(output.stderr.is_empty(), "{output}");
    // What we wrote ourselves is no reason to speak up either.
    let world = World::new();
    world.cmd(ci(&["--gitlab"])).ok();
    let again = world.cmd(ci(&["--gitlab"])).ok();
    assert!(again.stderr.is_empty(), "{again}");
}

#[test]
fn the_way_to_install_is_ones_own_choice() {
    let world = World::new();
    let command = "curl -sSf https://example.com/x | tar -xz -C /usr/local/bin # \"quoted\": yes";
    world
        .cmd(ci(&["--github", "--gitlab", "--install", command]))
        .ok();
    let files = tree(&world.work());
    let steps = &yaml(&files[GITHUB])["jobs"]["auth-smoke"]["steps"];
    assert_eq!(steps[1]["run"].as_str().unwrap().trim_end(), command);
    let before = &yaml(&files[GITLAB])["auth-smoke"]["before_script"];
    assert_eq!(before[2].as_str().unwrap().trim_end(), command);
    for bad in ["", "  ", "a\nb"] {
        world
            .cmd(ci(&["--github", "--install", bad]))
            .code(2)
            .stderr_has("--install is no command of one line");
    }
}

#[test]
fn one_has_to_be_chosen_and_none_is_overwritten() {
    let world = World::new();
    world.cmd(ci(&[])).code(2).stderr_has("--github");
    world.file(GITHUB, "name: mine\n");
    world
        .cmd(ci(&["--github", "--gitlab"]))
        .code(2)
        .stderr_has("auth-smoke.yml is there already");
    assert_eq!(tree(&world.work()).len(), 1);
    world
        .cmd(ci(&["--github", "--dry-run"]))
        .ok()
        .stdout_has("-name: mine\n");
    world.cmd(ci(&["--github", "--force"])).ok();
    assert_ne!(tree(&world.work())[GITHUB], "name: mine\n");
}
