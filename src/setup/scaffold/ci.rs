//! A smoke job for continuous integration.

use super::compose::{self, Stack};
use super::{NewFile, place, templates};

/// Where GitLab's job goes; `.gitlab-ci.yml` includes it.
pub(crate) const GITLAB: &str = ".gitlab/auth-smoke.yml";

/// GitLab's own file, for those who have none: one who has adds the include.
const GITLAB_CI: &str = "include:\n  - local: .gitlab/auth-smoke.yml\n";

fn filled(template: &str, stack: &Stack, install: &str) -> String {
    place(
        template,
        &[
            ("PORT", stack.port.to_string()),
            ("HASURA_PORT", stack.hasura_port.to_string()),
            ("API_BASE_PATH", stack.base_path.clone()),
            ("COMPOSE", compose::FILE.to_owned()),
            ("INSTALL", install.to_owned()),
        ],
    )
}

/// The workflow for GitHub.
pub(crate) fn github(stack: &Stack, install: &str) -> NewFile {
    let text = filled(&templates::text(templates::GITHUB), stack, install);
    NewFile::shared(".github/workflows/auth-smoke.yml", text)
}

/// The job for GitLab, and with `whole` the file that includes it.
pub(crate) fn gitlab(stack: &Stack, install: &str, whole: bool) -> Vec<NewFile> {
    let job = NewFile::shared(
        GITLAB,
        filled(&templates::text(templates::GITLAB), stack, install),
    );
    let ci = whole.then(|| NewFile::shared(".gitlab-ci.yml", GITLAB_CI));
    std::iter::once(job).chain(ci).collect()
}
