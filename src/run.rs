//! The whole program in one screen: parse, resolve, run, render.

use std::sync::Arc;

use clap::CommandFactory as _;

use crate::app::App;
use crate::cli::{self, Cli, ColorChoice, Command, OutputFormat};
use crate::config::Config;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::{self, ColorPlan, Outcome, Ui};
use crate::secret::Redactor;

/// Runs one command line and says how it ended.
#[must_use]
pub fn run(context: Context) -> Exit {
    let cli = match cli::parse(&context.args) {
        Ok(cli) => cli,
        // Help and version obey no option.
        Err(answer) if !answer.use_stderr() => {
            return output::publish_usage(&Ui::default(), &answer);
        }
        Err(error) => return output::publish_usage(&early_ui(&context), &error),
    };
    let redactor = Redactor::default();
    let mut ui = Ui {
        colors: ColorPlan::decide(cli.global.color.unwrap_or_default(), &context),
        quiet: cli.global.quiet,
        verbose: cli.global.verbose,
        format: cli.global.output.unwrap_or_default(),
        redactor: redactor.clone(),
    };
    let name = cli.command.name();
    if let Some(result) = crate::commands::run_unconfigured(&cli.command) {
        return output::finish(&ui, name, result);
    }
    let result = Config::resolve(&context, &cli.global, &redactor)
        .map_err(Error::from)
        .and_then(|config| {
            config.apply_to_ui(&mut ui, &context);
            execute(context, config, ui.clone(), redactor, cli.command)
        });
    output::finish(&ui, name, result)
}

/// Output settings of a command line that does not parse: its errors obey them too.
fn early_ui(context: &Context) -> Ui {
    let matches = Cli::command()
        .ignore_errors(true)
        .try_get_matches_from(&context.args)
        .ok();
    let format = matches.as_ref().and_then(|matches| {
        matches
            .try_get_one::<OutputFormat>("output")
            .ok()
            .flatten()
            .copied()
    });
    Ui {
        colors: ColorPlan::decide(ColorChoice::Auto, context),
        format: format.unwrap_or_default(),
        ..Ui::default()
    }
}

/// Runs the command on one thread; Ctrl-C drops it where it stands.
fn execute(
    context: Context,
    config: Config,
    ui: Ui,
    redactor: Redactor,
    command: Command,
) -> Result<Box<dyn Outcome>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Internal(format!("cannot start the runtime: {error}")))?;
    let app = Arc::new(App::new(context, config, ui, redactor)?);
    runtime.block_on(async {
        tokio::select! {
            biased;
            _ = tokio::signal::ctrl_c() => Err(Error::Interrupted),
            result = crate::commands::run(app, command) => result,
        }
    })
}
