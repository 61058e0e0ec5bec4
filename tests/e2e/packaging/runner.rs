//! A stand-in for GitHub's runner: it runs the steps of `action.yml` as they stand there.
//!
//! It knows the few forms of expressions that the action uses, and refuses any other, so that a
//! new one cannot be misread. Other actions are not run: that they would be, and with what, is
//! kept; the cache among them works within one test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::{root, yaml};
use crate::support::World;
use crate::support::programs::copied;

/// A step that was come to.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) name: String,
    /// What it printed and how it ended; of a script alone.
    pub(super) said: Option<(String, i32)>,
    /// What another action was given.
    pub(super) with: BTreeMap<String, String>,
}

/// How a use of the action ended.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) steps: Vec<Step>,
    /// Exit code of the first step that failed, or 0.
    pub(super) code: i32,
    /// The action's own outputs.
    pub(super) outputs: BTreeMap<String, String>,
    /// What the first step has found out.
    pub(super) planned: BTreeMap<String, String>,
    /// The job summary.
    pub(super) summary: String,
}

impl Ended {
    /// The step with this name, if it was run.
    pub(super) fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name == name)
    }

    /// What a script printed.
    #[track_caller]
    pub(super) fn log(&self, name: &str) -> &str {
        let step = self.step(name).unwrap_or_else(|| panic!("{self:?}"));
        &step.said.as_ref().unwrap().0
    }
}

/// Outputs of the steps so far, by step and name.
type Outputs = BTreeMap<String, BTreeMap<String, String>>;

/// A job's machine.
pub(super) struct Runner {
    action: Value,
    /// `RUNNER_OS` and `RUNNER_ARCH`.
    pub(super) machine: (&'static str, &'static str),
    /// `GITHUB_ACTION_PATH`: the sources of the action.
    pub(super) place: PathBuf,
    /// Programs that come before those of the machine.
    pub(super) programs: Option<PathBuf>,
}

impl Runner {
    pub(super) fn new() -> Self {
        Self {
            action: yaml("action.yml"),
            machine: ("Linux", "X64"),
            place: root().to_owned(),
            programs: None,
        }
    }

    /// Uses the action in the world's folder.
    #[track_caller]
    pub(super) fn run(&self, world: &World, given: &[(&str, &str)]) -> Ended {
        let inputs = self.inputs(given);
        let temp = world.dir.path().join("temp");
        // A runner's folder for temporary files is new for each job; the cache is not.
        let _ = std::fs::remove_dir_all(&temp);
        std::fs::create_dir_all(&temp).unwrap();
        let mut outputs = Outputs::new();
        let mut ended = Ended {
            steps: Vec::new(),
            code: 0,
            outputs: BTreeMap::new(),
            planned: BTreeMap::new(),
            summary: String::new(),
        };
        // Each comes before those that were there.
        let mut path = vec![temp.clone()];
        path.extend(self.programs.clone());
        for step in self.action["runs"]["steps"].as_array().unwrap() {
            let value = |text: &str| filled(text, &inputs, &outputs);
            if !due(step["if"].as_str(), ended.code == 0, &value) {
                continue;
            }
            let name = step["name"].as_str().unwrap().to_owned();
            let map = |of: &Value| -> BTreeMap<String, String> {
                let pairs = of.as_object().into_iter().flatten();
                pairs
                    .map(|(key, text)| (key.clone(), value(text.as_str().unwrap())))
                    .collect()
            };
            let mut done = Step {
                name,
                said: None,
                with: map(&step["with"]),
            };
            if let Some(script) = step["run"].as_str() {
                assert_eq!(step["shell"], "bash", "{}", done.name);
                let folders = std::env::join_paths(path.iter().rev()).unwrap();
                let env = map(&step["env"]);
                let (said, code) = self.script(world, &temp, script, &env, Path::new(&folders));
                if ended.code == 0 {
                    ended.code = code;
                }
                done.said = Some((said, code));
                let id = step["id"].as_str().unwrap();
                outputs.insert(id.to_owned(), read_outputs(&temp.join("output")));
                let more = std::fs::read_to_string(temp.join("path")).unwrap();
                path.extend(more.lines().map(PathBuf::from));
            } else {
                cache(world, step["uses"].as_str().unwrap(), &done.with);
            }
            ended.steps.push(done);
        }
        for (name, output) in self.action["outputs"].as_object().unwrap() {
            let text = filled(output["value"].as_str().unwrap(), &inputs, &outputs);
            ended.outputs.insert(name.clone(), text);
        }
        ended.planned = outputs.remove("plan").unwrap_or_default();
        ended.summary = std::fs::read_to_string(temp.join("summary")).unwrap_or_default();
        ended
    }

    /// What is given, and the defaults of the rest.
    #[track_caller]
    fn inputs(&self, given: &[(&str, &str)]) -> BTreeMap<String, String> {
        let known = self.action["inputs"].as_object().unwrap();
        let mut inputs: BTreeMap<String, String> = known
            .iter()
            .map(|(name, about)| (name.clone(), about["default"].as_str().unwrap().to_owned()))
            .collect();
        for (name, text) in given {
            assert!(known.contains_key(*name), "no input {name}");
            inputs.insert((*name).to_owned(), (*text).to_owned());
        }
        inputs
    }

    /// Runs a script as the runner runs one for `shell: bash`.
    fn script(
        &self,
        world: &World,
        temp: &Path,
        script: &str,
        env: &BTreeMap<String, String>,
        path: &Path,
    ) -> (String, i32) {
        let file = temp.join("step.sh");
        std::fs::write(&file, script).unwrap();
        for name in ["output", "path"] {
            std::fs::write(temp.join(name), "").unwrap();
        }
        let mut command = world.shell(
            "exec bash --noprofile --norc -eo pipefail \"$STEP\" 2>&1",
            path,
        );
        let output = command
            .envs(env)
            .env("STEP", &file)
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_ACTION_PATH", &self.place)
            .env("GITHUB_OUTPUT", temp.join("output"))
            .env("GITHUB_PATH", temp.join("path"))
            .env("GITHUB_REPOSITORY", "owner/project")
            .env("GITHUB_SERVER_URL", "https://github.example.com")
            .env("GITHUB_STEP_SUMMARY", temp.join("summary"))
            .env("RUNNER_OS", self.machine.0)
            .env("RUNNER_ARCH", self.machine.1)
            .env("RUNNER_TEMP", temp)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (said, output.status.code().unwrap())
    }
}

/// Whether a step is come to. Without a condition, only while nothing has failed; `!cancelled()`
/// lifts that.
#[track_caller]
fn due(condition: Option<&str>, good: bool, value: &dyn Fn(&str) -> String) -> bool {
    let Some(condition) = condition else {
        return good;
    };
    let condition = condition.trim_start_matches("${{").trim_end_matches("}}");
    let mut holds = true;
    let mut lifted = false;
    for term in condition.split("&&").map(str::trim) {
        if term == "!cancelled()" {
            lifted = true;
            continue;
        }
        let (left, equal, right) = term
            .split_once(" == ")
            .map(|(left, right)| (left, true, right))
            .or_else(|| {
                term.split_once(" != ")
                    .map(|(left, right)| (left, false, right))
            })
            .unwrap_or_else(|| panic!("a condition that this runner does not know: {term}"));
        let right = right.trim_matches('\'');
        holds &= (value(&format!("${{{{ {left} }}}}")) == right) == equal;
    }
    holds && (good || lifted)
}

/// The text with its expressions replaced.
#[track_caller]
fn filled(text: &str, inputs: &BTreeMap<String, String>, outputs: &Outputs) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let (expression, after) = after.split_once("}}").unwrap();
        filled += before;
        let words: Vec<&str> = expression.trim().split('.').collect();
        filled += match words.as_slice() {
            ["inputs", name] => inputs[*name].as_str(),
            // Of a step that was not run, or has not said it, an output is empty.
            ["steps", id, "outputs", name] => outputs
                .get(*id)
                .and_then(|outputs| outputs.get(*name))
                .map_or("", String::as_str),
            _ => panic!("an expression that this runner does not know: {expression}"),
        };
        rest = after;
    }
    filled + rest
}

/// `NAME=VALUE` lines, and `NAME<<END` with lines up to that end.
#[track_caller]
fn read_outputs(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).unwrap();
    let mut outputs = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some((name, end)) = line.split_once("<<") {
            let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
            outputs.insert(name.to_owned(), value.join("\n"));
        } else {
            let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{line:?}"));
            outputs.insert(name.to_owned(), value.to_owned());
        }
    }
    outputs
}

/// The two halves of `actions/cache`, with a folder of the world for the cache.
fn cache(world: &World, uses: &str, with: &BTreeMap<String, String>) {
    let Some(action) = uses.strip_prefix("actions/cache/") else {
        return;
    };
    let kept = world.dir.path().join("cache").join(&with["key"]);
    let place = PathBuf::from(&with["path"]);
    let (from, to) = if action.starts_with("save@") {
        (place, kept)
    } else {
        assert!(action.starts_with("restore@"), "{uses}");
        (kept, place)
    };
    for file in std::fs::read_dir(&from).into_iter().flatten().flatten() {
        std::fs::create_dir_all(&to).unwrap();
        copied(&file.path(), &to.join(file.file_name()));
    }
}
