//! The built-in files: name in the user's folder, contents.
//!
//! Dot files go without their dot here, so that no tool takes them for this repository's own.

/// Name and contents.
pub(super) type Template = (&'static str, &'static str);

/// supertokens-node 24 on Express 5.
pub(super) const NODE: &[Template] = &[
    ("README.md", include_str!("templates/node/README.md")),
    ("package.json", include_str!("templates/node/package.json")),
    (
        "package-lock.json",
        include_str!("templates/node/package-lock.json"),
    ),
    ("server.js", include_str!("templates/node/server.js")),
    ("app.js", include_str!("templates/node/app.js")),
    ("hasura.js", include_str!("templates/node/hasura.js")),
    ("config.js", include_str!("templates/node/config.js")),
    (
        "test/api.test.js",
        include_str!("templates/node/test/api.test.js"),
    ),
    ("Dockerfile", include_str!("templates/node/Dockerfile")),
    (
        ".dockerignore",
        include_str!("templates/node/dot-dockerignore"),
    ),
    (".gitignore", include_str!("templates/node/dot-gitignore")),
];

/// supertokens-node 9 on Express 4. What has no date is the same as today.
pub(super) const TUTORIAL: &[Template] = &[
    ("README.md", include_str!("templates/tutorial/README.md")),
    (
        "package.json",
        include_str!("templates/tutorial/package.json"),
    ),
    (
        "package-lock.json",
        include_str!("templates/tutorial/package-lock.json"),
    ),
    ("server.js", include_str!("templates/node/server.js")),
    ("app.js", include_str!("templates/tutorial/app.js")),
    ("config.js", include_str!("templates/node/config.js")),
    (
        "test/api.test.js",
        include_str!("templates/tutorial/test/api.test.js"),
    ),
    ("Dockerfile", include_str!("templates/node/Dockerfile")),
    (
        ".dockerignore",
        include_str!("templates/node/dot-dockerignore"),
    ),
    (".gitignore", include_str!("templates/node/dot-gitignore")),
];

/// supertokens-python on FastAPI.
pub(super) const PYTHON: &[Template] = &[
    ("README.md", include_str!("templates/python/README.md")),
    (
        "requirements.txt",
        include_str!("templates/python/requirements.txt"),
    ),
    ("server.py", include_str!("templates/python/server.py")),
    ("app.py", include_str!("templates/python/app.py")),
    ("hasura.py", include_str!("templates/python/hasura.py")),
    ("config.py", include_str!("templates/python/config.py")),
    (
        "tests/__init__.py",
        include_str!("templates/python/tests/__init__.py"),
    ),
    (
        "tests/test_api.py",
        include_str!("templates/python/tests/test_api.py"),
    ),
    ("Dockerfile", include_str!("templates/python/Dockerfile")),
    (
        ".dockerignore",
        include_str!("templates/python/dot-dockerignore"),
    ),
    (".gitignore", include_str!("templates/python/dot-gitignore")),
];

/// supertokens-golang on net/http.
pub(super) const GO: &[Template] = &[
    ("README.md", include_str!("templates/go/README.md")),
    ("go.mod", include_str!("templates/go/go.mod")),
    ("go.sum", include_str!("templates/go/go.sum")),
    ("main.go", include_str!("templates/go/main.go")),
    ("app.go", include_str!("templates/go/app.go")),
    ("hasura.go", include_str!("templates/go/hasura.go")),
    ("config.go", include_str!("templates/go/config.go")),
    ("app_test.go", include_str!("templates/go/app_test.go")),
    ("Dockerfile", include_str!("templates/go/Dockerfile")),
    (
        ".dockerignore",
        include_str!("templates/go/dot-dockerignore"),
    ),
    (".gitignore", include_str!("templates/go/dot-gitignore")),
];

/// The settings of all of them.
pub(super) const ENV: &str = include_str!("templates/shared/dot-env.example");

/// Those that the SDK of 2022 has.
pub(super) const TUTORIAL_ENV: &str = include_str!("templates/tutorial/dot-env.example");

/// The stack for Docker Compose.
pub(super) const COMPOSE: &str = include_str!("templates/compose/compose.yaml");

/// The smoke job as a workflow of GitHub.
pub(super) const GITHUB: &str = include_str!("templates/ci/github.yml");

/// The smoke job as GitLab has it.
pub(super) const GITLAB: &str = include_str!("templates/ci/gitlab.yml");
