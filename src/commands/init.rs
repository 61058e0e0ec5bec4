//! `init`: looks about, asks for the rest ([`wizard`]), tries it, writes st-hasura.toml; for secrets
//! it only says where they come from ([`secrets`]).

mod secrets;
mod text;
mod wizard;

use std::path::PathBuf;

use crate::app::App;
use crate::cli::InitArgs;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::input::text_if_there;
use crate::project::{Access, Changes};
use crate::setup::init::trial::Check;
use crate::setup::init::{Answers, Look, USUAL, file, look};
use crate::text::{ShownPath, visible};
use wizard::Wizard;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Written,
    /// A file that was there has changed.
    Changed,
    /// There was nothing to change.
    Unchanged,
    /// `--dry-run`.
    Shown,
    /// The person said no.
    Declined,
}

/// What `init` found, tried and did.
#[derive(Debug)]
pub(crate) struct Init {
    pub path: ShownPath,
    /// The profile that was written.
    pub profile: String,
    pub done: Done,
    /// What is different, or would be; in unified form.
    pub diff: String,
    /// What goes into the file.
    pub answers: Answers,
    /// Where each secret comes from: its key, and a sentence.
    pub secrets: Vec<(&'static str, String)>,
    /// What was tried.
    pub checks: Vec<Check>,
    /// False with `--offline`.
    pub tried: bool,
}

/// What is said with flags of `init` alone, by key.
fn own(app: &App, args: &InitArgs) -> Vec<(&'static str, Option<String>)> {
    let path = |path: &Option<PathBuf>| {
        let path = app.context.cwd.join(path.as_ref()?);
        Some(path.to_string_lossy().into_owned())
    };
    vec![
        ("jwks_url", args.jwks_url.clone()),
        ("jwt_path", args.jwt_path.clone()),
        ("jwt_pointer", args.jwt_pointer.clone()),
        (
            "hasura_admin_secret_file",
            path(&args.hasura_admin_secret_file),
        ),
        ("core_uri", args.core_uri.clone()),
        ("core_api_key_file", path(&args.core_api_key_file)),
    ]
}

pub(crate) async fn run(app: &App, args: &InitArgs) -> Result<Init> {
    app.refuse_curl("")?;
    let path = target(app);
    let folder = path.parent().unwrap_or(&app.context.cwd).to_owned();
    let looking = app.ui.doing("looking at what is there");
    let look = look(app, &folder, &ports(args)?).await?;
    drop(looking);
    report(app, &look);
    let mut answers = Answers::known(app, own(app, args), &path)?;
    answers.complete(&look)?;
    let mut wizard = Wizard {
        app,
        look: &look,
        offline: args.offline,
        answers,
        checks: Vec::new(),
    };
    if let Err(error) = wizard.ask().await {
        if !matches!(error.exit(), Exit::Usage | Exit::Interrupted) {
            app.ui
                .note("nothing was written; --offline writes it untried");
        }
        return Err(error);
    }
    let Wizard {
        answers, checks, ..
    } = wizard;
    for key in &answers.stripped {
        app.ui.warn(format!(
            "user and password in {key} are left out of the file: give the whole URL with {}",
            variable(key)
        ));
    }
    let init = Init {
        profile: app.config.profile.clone(),
        done: Done::Shown,
        diff: String::new(),
        secrets: secrets::sentences(app, &answers, &look),
        answers,
        checks,
        tried: !args.offline,
        path: path.into(),
    };
    write(app, args, init).await
}

/// The file: the one that was named, else the one of this folder. One of a folder above is not
/// this project's.
fn target(app: &App) -> PathBuf {
    let here = app.context.cwd.join(file::NAME);
    match &app.config.project_file {
        Some(path) if app.config.project_file_named => path.clone(),
        Some(path) if *path != here => {
            app.ui.note(format!(
                "{} was in force here so far; its values are taken over",
                path.display()
            ));
            here
        }
        _ => here,
    }
}

fn ports(args: &InitArgs) -> Result<Vec<u16>> {
    if args.ports.is_empty() {
        return Ok(if args.offline {
            Vec::new()
        } else {
            USUAL.iter().map(|(port, _)| *port).collect()
        });
    }
    if args.ports == ["none"] {
        return Ok(Vec::new());
    }
    let number = |text: &String| text.trim().parse::<u16>().ok().filter(|port| *port > 0);
    let ports: Option<Vec<u16>> = args.ports.iter().map(number).collect();
    ports.ok_or_else(|| {
        Error::usage(
            format!("--ports {} are no ports", visible(&args.ports.join(","))),
            "numbers between 1 and 65535, separated by commas, or none",
        )
    })
}

fn report(app: &App, look: &Look) {
    for remark in &look.remarks {
        app.ui.warn(visible(remark));
    }
    for found in &look.found {
        let line = format!("found {}: {}", found.key, found.value);
        app.ui
            .trace(1, visible(&format!("{line} ({})", found.origin)));
    }
    for port in &look.ports {
        let line = format!("found {} on port {}", port.describe(), port.number);
        app.ui.note(visible(&line));
    }
}

/// The variable that beats the file.
fn variable(key: &str) -> &'static str {
    crate::config::keys::find(key)
        .and_then(|key| key.env.first())
        .copied()
        .unwrap_or("its variable")
}

async fn write(app: &App, args: &InitArgs, mut init: Init) -> Result<Init> {
    let before = text_if_there(&init.path)?;
    let wanted = file::Wanted {
        answers: &init.answers,
        profile: &init.profile,
        secrets: &init.secrets,
    };
    let text = file::text(&init.path, before.as_deref(), wanted)?;
    let mut changes = Changes::new();
    changes.want_in_place_of(&*init.path, before.as_deref(), text, Access::Shared)?;
    init.diff = changes.diff();
    if changes.is_empty() {
        init.done = Done::Unchanged;
        return Ok(init);
    }
    if args.dry_run {
        return Ok(init);
    }
    if !args.force
        && let Err(error) = changes.refuse_overwriting()
    {
        app.ui.notes(&visible_lines(&init.diff));
        return Err(error.into());
    }
    if app.may_prompt() {
        app.ui.notes(&visible_lines(&init.diff));
        let question = format!("Write {}?", init.path.display());
        if !app.ui.agree(&question).await? {
            init.done = Done::Declined;
            return Ok(init);
        }
    }
    changes.write()?;
    init.done = if before.is_some() {
        Done::Changed
    } else {
        Done::Written
    };
    Ok(init)
}

fn visible_lines(text: &str) -> String {
    crate::text::visible_lines(text).trim_end().to_owned()
}
