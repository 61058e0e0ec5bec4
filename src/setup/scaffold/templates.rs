//! The built-in files: name in the user's folder, and text.
//!
//! They stand in the folder `templates`. Dot files go without their dot there, so that no tool
//! takes them for this repository's own.

/// Name in the user's folder, and text as it was checked out.
pub(super) type Template = (&'static str, &'static str);

macro_rules! template {
    ($name:literal) => {
        include_str!(concat!("templates/", $name))
    };
}

/// A template's text with the line ends that it is written with, whatever git made of them.
pub(super) fn text(template: &str) -> String {
    template.replace("\r\n", "\n")
}

/// supertokens-node 24 on Express 5.
pub(super) const NODE: &[Template] = &[
    ("README.md", template!("node/README.md")),
    ("package.json", template!("node/package.json")),
    ("package-lock.json", template!("node/package-lock.json")),
    ("server.js", template!("node/server.js")),
    ("app.js", template!("node/app.js")),
    ("hasura.js", template!("node/hasura.js")),
    ("config.js", template!("node/config.js")),
    ("test/api.test.js", template!("node/test/api.test.js")),
    ("Dockerfile", template!("node/Dockerfile")),
    (".dockerignore", template!("node/dot-dockerignore")),
    (".gitignore", template!("node/dot-gitignore")),
];

/// supertokens-node 9 on Express 4. What has no date is the same as today.
pub(super) const TUTORIAL: &[Template] = &[
    ("README.md", template!("tutorial/README.md")),
    ("package.json", template!("tutorial/package.json")),
    ("package-lock.json", template!("tutorial/package-lock.json")),
    ("server.js", template!("node/server.js")),
    ("app.js", template!("tutorial/app.js")),
    ("config.js", template!("node/config.js")),
    ("test/api.test.js", template!("tutorial/test/api.test.js")),
    ("Dockerfile", template!("node/Dockerfile")),
    (".dockerignore", template!("node/dot-dockerignore")),
    (".gitignore", template!("node/dot-gitignore")),
];

/// supertokens-python on FastAPI.
pub(super) const PYTHON: &[Template] = &[
    ("README.md", template!("python/README.md")),
    ("requirements.txt", template!("python/requirements.txt")),
    ("server.py", template!("python/server.py")),
    ("app.py", template!("python/app.py")),
    ("hasura.py", template!("python/hasura.py")),
    ("config.py", template!("python/config.py")),
    ("tests/__init__.py", template!("python/tests/__init__.py")),
    ("tests/test_api.py", template!("python/tests/test_api.py")),
    ("Dockerfile", template!("python/Dockerfile")),
    (".dockerignore", template!("python/dot-dockerignore")),
    (".gitignore", template!("python/dot-gitignore")),
];

/// supertokens-golang on net/http.
pub(super) const GO: &[Template] = &[
    ("README.md", template!("go/README.md")),
    ("go.mod", template!("go/go.mod")),
    ("go.sum", template!("go/go.sum")),
    ("main.go", template!("go/main.go")),
    ("app.go", template!("go/app.go")),
    ("hasura.go", template!("go/hasura.go")),
    ("config.go", template!("go/config.go")),
    ("app_test.go", template!("go/app_test.go")),
    ("Dockerfile", template!("go/Dockerfile")),
    (".dockerignore", template!("go/dot-dockerignore")),
    (".gitignore", template!("go/dot-gitignore")),
];

/// The settings of all of them.
pub(super) const ENV: &str = template!("shared/dot-env.example");

/// Those that the SDK of 2022 has.
pub(super) const TUTORIAL_ENV: &str = template!("tutorial/dot-env.example");

/// The stack for Docker Compose.
pub(super) const COMPOSE: &str = template!("compose/compose.yaml");

/// The smoke job as a workflow of GitHub.
pub(super) const GITHUB: &str = template!("ci/github.yml");

/// The smoke job as GitLab has it.
pub(super) const GITLAB: &str = template!("ci/gitlab.yml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_on_unix() {
        assert_eq!(text("a\r\nb\n\r\n"), "a\nb\n\n");
    }
}
