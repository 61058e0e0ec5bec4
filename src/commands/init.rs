//! `init`: looks about, asks for the rest, tries it, writes st-hasura.toml.

use std::path::PathBuf;

use crate::app::App;
use crate::cli::InitArgs;
use crate::error::{Coded as _, Error, Result};
use crate::output::visible;
use crate::project::{Access, Changes};
use crate::setup::init::trial::{self, Check};
use crate::setup::init::{Answers, Look, SecretPlace, TYPED, USUAL, file, look};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// A new file.
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
pub struct Init {
    /// The file.
    pub path: PathBuf,
    /// The profile that was written.
    pub profile: String,
    /// How it ended.
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

/// `init`.
///
/// # Errors
/// Something that is missing and cannot be asked for; a server that is not who it is said to be;
/// a file that may not be changed.
pub async fn run(app: &App, args: &InitArgs) -> Result<Init> {
    if app.config.curl {
        return Err(Error::usage(
            "--curl cannot print calls of which each needs the answer of the one before",
            "leave out --curl; -v shows the requests as they are sent",
        ));
    }
    let path = target(app);
    let folder = path.parent().unwrap_or(&app.context.cwd).to_owned();
    let look = look(app, &folder, &ports(args)?).await?;
    report(app, &look);
    let mut answers = Answers::known(app, args, &path)?;
    answers.complete(&look)?;
    let mut wizard = Wizard {
        app,
        look: &look,
        offline: args.offline,
        answers,
        checks: Vec::new(),
    };
    if let Err(error) = wizard.ask().await {
        if !args.offline && !matches!(error, Error::Usage { .. } | Error::Init(_) | Error::Interrupted) {
            app.ui.note("nothing was written; --offline writes it untried");
        }
        return Err(error);
    }
    let Wizard { answers, checks, .. } = wizard;
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
        secrets: secrets(app, &answers, &look),
        answers,
        checks,
        tried: !args.offline,
        path,
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
    let number = |text: &String| text.trim().parse().ok().filter(|port| *port > 0);
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
        app.ui.trace(1, visible(&format!("{line} ({})", found.origin)));
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

/// The answers while they are being given.
struct Wizard<'a> {
    app: &'a App,
    look: &'a Look,
    offline: bool,
    answers: Answers,
    checks: Vec<Check>,
}

/// A question, and what its answer is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    AuthApi,
    Hasura,
    Core,
}

impl Wizard<'_> {
    /// Everything that is not known yet, each part tried as soon as it is complete.
    async fn ask(&mut self) -> Result<()> {
        if !self.app.may_prompt() {
            self.answers.require(self.look)?;
        }
        self.part(Part::AuthApi, "api_url", "Auth API, such as http://localhost:3333")
            .await?;
        self.part(Part::Hasura, "hasura_endpoint", "Hasura, such as http://localhost:8080")
            .await?;
        let question = "SuperTokens core, such as http://localhost:3567 (Enter for none)";
        self.part(Part::Core, "core_uri", question).await
    }

    /// Asks for a URL until it is one behind which the right program answers. What was not typed
    /// just now is not asked for again: its error ends the run.
    async fn part(&mut self, part: Part, key: &'static str, question: &str) -> Result<()> {
        if self.answers.get(key).is_some() {
            return self.try_it(part).await;
        }
        while self.app.may_prompt() {
            let typed = self.app.ui.ask_or_nothing(question).await?;
            if typed.trim().is_empty() {
                if part == Part::Core {
                    return Ok(());
                }
                continue;
            }
            let before = self.answers.clone();
            let put = self.answers.put(key, &with_scheme(&typed), TYPED.into());
            let tried = match put {
                Ok(()) => self.secret(part).await.and(Ok(())),
                Err(error) => Err(error),
            };
            let tried = match tried {
                Ok(()) => self.try_it(part).await,
                Err(error) => Err(error),
            };
            match tried {
                Ok(()) => return Ok(()),
                Err(Error::Interrupted) => return Err(Error::Interrupted),
                Err(error) => {
                    let (notes, hint) = (error.notes(), error.hint());
                    let ui = &self.app.ui;
                    ui.problem(error.code(), &error.to_string(), &notes, hint.as_deref());
                    self.answers = before;
                }
            }
        }
        Ok(())
    }

    /// The file with the secret that goes with a URL which was typed.
    async fn secret(&mut self, part: Part) -> Result<()> {
        let (key, known, question) = match part {
            Part::AuthApi => return Ok(()),
            Part::Hasura => (
                "hasura_admin_secret_file",
                self.app.config.admin_secret.is_some() || self.has("hasura_admin_secret"),
                "File with its admin secret (Enter: it comes from HASURA_GRAPHQL_ADMIN_SECRET)",
            ),
            Part::Core => (
                "core_api_key_file",
                self.app.config.core_api_key.is_some() || self.has("core_api_key"),
                "File with its API key (Enter: it comes from ST_HASURA_CORE_API_KEY)",
            ),
        };
        if known || self.answers.get(key).is_some() {
            return Ok(());
        }
        let typed = self.app.ui.ask_or_nothing(question).await?;
        if typed.trim().is_empty() {
            return Ok(());
        }
        let path = self.app.context.cwd.join(typed.trim());
        self.answers
            .put(key, &path.to_string_lossy(), TYPED.into())
    }

    fn has(&self, key: &str) -> bool {
        let mut places = self.look.secrets.iter();
        places.any(|place| place.key == key && place.value.is_some())
    }

    async fn try_it(&mut self, part: Part) -> Result<()> {
        if self.offline {
            return Ok(());
        }
        let mut trial = trial::app(self.app, &self.answers, self.look)?;
        if part == Part::AuthApi && self.answers.get("api_base_path").is_none() {
            let path = trial::base_path(&trial).await?;
            self.answers
                .put("api_base_path", &path, "it answers there".into())?;
            trial = trial::app(self.app, &self.answers, self.look)?;
        }
        let checks = match part {
            Part::AuthApi => trial::auth_api(&trial).await?,
            Part::Hasura => trial::hasura(&trial).await?,
            Part::Core => trial::core(&trial).await?,
        };
        self.checks.extend(checks);
        Ok(())
    }
}

/// People type `localhost:3333`.
fn with_scheme(typed: &str) -> String {
    let typed = typed.trim();
    if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("http://{typed}")
    }
}

/// A sentence for each secret: where it comes from.
fn secrets(app: &App, answers: &Answers, look: &Look) -> Vec<(&'static str, String)> {
    let sentence = |what: &str, key: &'static str, file: &str| {
        let variable = crate::config::keys::find(key)
            .and_then(|key| key.env.iter().find(|name| !name.starts_with("ST_")).or(key.env.first()))
            .copied()
            .unwrap_or_default();
        let source = app.config.sources.get(key).map(|value| &value.origin);
        let place: Option<&SecretPlace> = look.secrets.iter().find(|place| place.key == key);
        let from = match (answers.get(file), source, place) {
            (Some(_), ..) => "the file named below".to_owned(),
            (None, Some(crate::config::Origin::HasuraCli(_)), _) => {
                "config.yaml of the Hasura CLI".to_owned()
            }
            (None, None, Some(place)) if place.value.is_some() => format!(
                "the variable {variable}; it is {}, to be loaded before",
                place.origin
            ),
            _ => format!("the variable {variable}"),
        };
        (key, format!("{what} comes from {from}."))
    };
    let mut secrets = vec![sentence(
        "Its admin secret",
        "hasura_admin_secret",
        "hasura_admin_secret_file",
    )];
    if answers.get("core_uri").is_some() {
        secrets.push(sentence("Its API key", "core_api_key", "core_api_key_file"));
    }
    secrets
}

async fn write(app: &App, args: &InitArgs, mut init: Init) -> Result<Init> {
    let before = match std::fs::read_to_string(&init.path) {
        Ok(text) => Some(text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io("read", init.path.display().to_string(), error)),
    };
    let wanted = file::Wanted {
        answers: &init.answers,
        profile: &init.profile,
        secrets: &init.secrets,
    };
    let text = file::text(&init.path, before.as_deref(), wanted)?;
    let mut changes = Changes::new();
    changes.want(&init.path, text, Access::Shared)?;
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
        app.ui.note(visible_lines(&init.diff));
        return Err(error.into());
    }
    if app.may_prompt() {
        app.ui.note(visible_lines(&init.diff));
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
    crate::output::visible_lines(text).trim_end().to_owned()
}
