//! The built-in files: name in the user's folder, name among the templates.
//!
//! Dot files go without their dot there, so that no tool takes them for this repository's own.
//! `build.rs` packs the folder `templates`; [`text`] is its contents again.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

/// Name in the user's folder, and name of the template.
pub(super) type Template = (&'static str, &'static str);

/// What `build.rs` has packed.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/templates.deflate"));

/// The text of a template; empty for one that there is not, which a test rules out.
pub(super) fn text(name: &str) -> &'static str {
    static UNPACKED: OnceLock<String> = OnceLock::new();
    static BY_NAME: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let unpacked = UNPACKED.get_or_init(|| {
        let mut text = String::new();
        // What the build has packed is there whole, or it would not have been built.
        DeflateDecoder::new(PACKED)
            .read_to_string(&mut text)
            .map_or_else(|_| String::new(), |_| text)
    });
    let by_name = BY_NAME.get_or_init(|| split(unpacked));
    by_name.get(name).copied().unwrap_or_default()
}

/// Name, length and text of each file, as `build.rs` has put them one after the other.
fn split(mut rest: &str) -> HashMap<&str, &str> {
    let mut files = HashMap::new();
    while let Some((name, after)) = rest.split_once('\n') {
        let Some((length, after)) = after.split_once('\n') else {
            break;
        };
        let Some((text, after)) = length
            .parse()
            .ok()
            .and_then(|at| after.split_at_checked(at))
        else {
            break;
        };
        files.insert(name, text);
        rest = after;
    }
    files
}

/// supertokens-node 24 on Express 5.
pub(super) const NODE: &[Template] = &[
    ("README.md", "node/README.md"),
    ("package.json", "node/package.json"),
    ("package-lock.json", "node/package-lock.json"),
    ("server.js", "node/server.js"),
    ("app.js", "node/app.js"),
    ("hasura.js", "node/hasura.js"),
    ("config.js", "node/config.js"),
    ("test/api.test.js", "node/test/api.test.js"),
    ("Dockerfile", "node/Dockerfile"),
    (".dockerignore", "node/dot-dockerignore"),
    (".gitignore", "node/dot-gitignore"),
];

/// supertokens-node 9 on Express 4. What has no date is the same as today.
pub(super) const TUTORIAL: &[Template] = &[
    ("README.md", "tutorial/README.md"),
    ("package.json", "tutorial/package.json"),
    ("package-lock.json", "tutorial/package-lock.json"),
    ("server.js", "node/server.js"),
    ("app.js", "tutorial/app.js"),
    ("config.js", "node/config.js"),
    ("test/api.test.js", "tutorial/test/api.test.js"),
    ("Dockerfile", "node/Dockerfile"),
    (".dockerignore", "node/dot-dockerignore"),
    (".gitignore", "node/dot-gitignore"),
];

/// supertokens-python on FastAPI.
pub(super) const PYTHON: &[Template] = &[
    ("README.md", "python/README.md"),
    ("requirements.txt", "python/requirements.txt"),
    ("server.py", "python/server.py"),
    ("app.py", "python/app.py"),
    ("hasura.py", "python/hasura.py"),
    ("config.py", "python/config.py"),
    ("tests/__init__.py", "python/tests/__init__.py"),
    ("tests/test_api.py", "python/tests/test_api.py"),
    ("Dockerfile", "python/Dockerfile"),
    (".dockerignore", "python/dot-dockerignore"),
    (".gitignore", "python/dot-gitignore"),
];

/// supertokens-golang on net/http.
pub(super) const GO: &[Template] = &[
    ("README.md", "go/README.md"),
    ("go.mod", "go/go.mod"),
    ("go.sum", "go/go.sum"),
    ("main.go", "go/main.go"),
    ("app.go", "go/app.go"),
    ("hasura.go", "go/hasura.go"),
    ("config.go", "go/config.go"),
    ("app_test.go", "go/app_test.go"),
    ("Dockerfile", "go/Dockerfile"),
    (".dockerignore", "go/dot-dockerignore"),
    (".gitignore", "go/dot-gitignore"),
];

/// The settings of all of them.
pub(super) const ENV: &str = "shared/dot-env.example";

/// Those that the SDK of 2022 has.
pub(super) const TUTORIAL_ENV: &str = "tutorial/dot-env.example";

/// The stack for Docker Compose.
pub(super) const COMPOSE: &str = "compose/compose.yaml";

/// The smoke job as a workflow of GitHub.
pub(super) const GITHUB: &str = "ci/github.yml";

/// The smoke job as GitLab has it.
pub(super) const GITLAB: &str = "ci/gitlab.yml";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_packed_as_it_is() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = folder.join("src/setup/scaffold/templates");
        let single = [ENV, TUTORIAL_ENV, COMPOSE, GITHUB, GITLAB];
        let tables = [NODE, TUTORIAL, PYTHON, GO].concat();
        let names = tables.iter().map(|(_, name)| *name).chain(single);
        for name in names {
            let file = std::fs::read_to_string(folder.join(name)).unwrap();
            assert_eq!(text(name), file.replace("\r\n", "\n"), "{name}");
        }
    }
}
