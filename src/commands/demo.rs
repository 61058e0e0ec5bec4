//! `demo`: the whole chain against the sandbox, narrated.

mod text;

use std::collections::BTreeMap;

use st_hasura_sandbox::{Faults, Stack, StackOptions};

use super::sandbox::generation;
use crate::app::App;
use crate::cli::{DemoArgs, GenerationArg};
use crate::config::{Config, Flags};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::smoke::steps::{Narrator, Typed};
use crate::smoke::{self, Chain, ChainOptions, Step, StepOutcome};
use crate::ui::{Style, Ui};
use crate::verify::throw_away;

/// Something of the built-in notes application that shows rows in two steps of relationship.
const QUERY: &str = "{ notes { id title owner_id comments { author_id content } } }";

/// How it went.
#[derive(Debug)]
pub(crate) struct DemoOutcome {
    /// Which generation was shown.
    pub generation: &'static str,
    /// Misbehaviours that were switched on.
    pub faults: Vec<String>,
    pub chain: Chain,
}

pub(crate) async fn run(app: &App, args: &DemoArgs) -> Result<DemoOutcome> {
    let options = options(args)?;
    let generation = match args.generation {
        GenerationArg::Modern => "modern",
        GenerationArg::Legacy => "legacy",
    };
    let home = tempfile::Builder::new()
        .prefix("st-hasura-demo-")
        .tempdir()
        .map_err(|error| Error::io("create", "a temporary folder", error))?;
    let ui = &app.ui;
    ui.note(ui.styled(
        Style::Heading,
        &format!(
            "A SuperTokens core, an auth API ({generation}) and Hasura start inside this process; \
             nothing leaves this machine."
        ),
    ));
    for fault in &args.fault {
        ui.note(ui.styled(Style::Warn, &format!("With the fault: {fault}")));
    }
    let stack = Stack::start(options).await?;
    let inner = inner_app(app, &stack, home.path())?;
    let options = ChainOptions {
        email_domain: throw_away::DOMAIN.to_owned(),
        fields: Vec::new(),
        query: Some(QUERY.to_owned()),
        keep_users: false,
    };
    let chain = Box::pin(smoke::full::full(&inner, &options, &Aloud { ui })).await;
    stack.stop().await;
    Ok(DemoOutcome {
        generation,
        faults: args.fault.clone(),
        chain,
    })
}

/// The stack's options; the same reading of faults as `sandbox` has.
fn options(args: &DemoArgs) -> Result<StackOptions> {
    Ok(StackOptions {
        generation: generation(args.generation),
        faults: Faults::parse(&args.fault)?,
        ..StackOptions::default()
    })
}

/// An app whose world is the stack: no file, no variable and no flag of the user's own counts.
fn inner_app(app: &App, stack: &Stack, home: &std::path::Path) -> Result<App> {
    let mut env: BTreeMap<String, String> = stack
        .env()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    env.insert("ST_HASURA_HOME".into(), home.display().to_string());
    env.insert("HOME".into(), home.display().to_string());
    let context = Context {
        env,
        cwd: home.to_path_buf(),
        ..Context::default()
    };
    let config = Config::resolve(&context, &Flags::default(), &app.redactor)?;
    App::new(context, config, app.ui.clone(), app.redactor.clone())
}

/// Says on stderr what happens.
struct Aloud<'a> {
    ui: &'a Ui,
}

impl Narrator for Aloud<'_> {
    fn begins(&self, title: &str, typed: &Typed) {
        let ui = self.ui;
        ui.note("");
        ui.note(ui.styled(Style::Heading, title));
        for line in &typed.tutorial {
            ui.note(format!(
                "  {}  {line}",
                ui.styled(Style::Dim, "the tutorial")
            ));
        }
        ui.note(format!(
            "  {}  {}",
            ui.styled(Style::Label, "now         "),
            ui.styled(Style::Command, &typed.ours)
        ));
    }

    fn ended(&self, step: &Step) {
        let ui = self.ui;
        let (style, word) = match &step.outcome {
            StepOutcome::Done => (Style::Good, "done"),
            StepOutcome::Failed { .. } => (Style::Bad, "failed"),
            StepOutcome::Skipped(_) => return,
        };
        let time = format!("{} ms", step.elapsed.as_millis());
        ui.note(format!(
            "  {} in {}",
            ui.styled(style, word),
            ui.styled(Style::Dim, &time)
        ));
        for line in &step.detail {
            ui.note(format!("    {line}"));
        }
        if let StepOutcome::Failed { message, .. } = &step.outcome {
            ui.note(format!("    {message}"));
        }
    }
}
