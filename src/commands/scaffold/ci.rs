//! `scaffold ci`.

use super::{Scaffolded, below, values, write};
use crate::app::App;
use crate::cli::ScaffoldCiArgs;
use crate::error::{Error, Result};
use crate::input::text_if_there;
use crate::setup::scaffold::{ci, compose};

/// What includes GitLab's job.
const GITLAB_CI: &str = ".gitlab-ci.yml";

/// `scaffold ci`.
pub(crate) fn ci(app: &App, args: &ScaffoldCiArgs) -> Result<Scaffolded> {
    let stack = values::stack(app, args.port, args.hasura_port, None)?;
    let install = install(args)?;
    let mut files = Vec::new();
    let mut next = Vec::new();
    if !args.dir.join(compose::FILE).exists() {
        next.push("st-hasura scaffold compose".to_owned());
    }
    if args.github {
        files.push(ci::github(&stack, &install));
    }
    if args.gitlab {
        let existing = text_if_there(&below(&args.dir, GITLAB_CI))?;
        let includes = existing
            .as_ref()
            .is_some_and(|text| text.contains(ci::GITLAB));
        files.extend(ci::gitlab(&stack, &install, existing.is_none()));
        if existing.is_some() && !includes {
            app.ui.note(format!(
                "{GITLAB_CI} is yours and stays as it is: add \"include: [{{ local: {} }}]\" to it",
                ci::GITLAB
            ));
        }
    }
    let mut done = write(&args.dir, files, args.write, next)?;
    done.secrets = compose::SECRETS
        .iter()
        .map(|&name| name.to_owned())
        .collect();
    Ok(done)
}

/// One line for the job's shell.
fn install(args: &ScaffoldCiArgs) -> Result<String> {
    let version = env!("CARGO_PKG_VERSION");
    let Some(text) = &args.install else {
        return Ok(format!("cargo install --locked st-hasura@{version}"));
    };
    if text.trim().is_empty() || text.contains(char::is_control) {
        return Err(Error::usage(
            "--install is no command of one line",
            "for example --install 'cargo install --locked --git https://example.com/st-hasura.git'",
        ));
    }
    Ok(text.trim().to_owned())
}
