//! The whole program in one screen: parse, resolve, run, render.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::{CommandFactory as _, ValueEnum as _};

use crate::app::App;
use crate::cli::{self, Cli, Command};
use crate::config::Config;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::{self, Files, Outcome};
use crate::secret::Redactor;
use crate::signals::{self, Signals, Stopped};
use crate::ui::{self, ColorChoice, ColorPlan, OutputFormat, Ui};

/// How long an interrupted command may take to remove what it made for itself.
const TIDY: Duration = Duration::from_secs(5);

/// How long one that has nothing to remove may take to notice that it is asked to stop.
const COMPUTES: Duration = Duration::from_secs(2);

/// Runs one command line and says how it ended.
pub fn run(context: Context) -> Exit {
    if let Some(offers) = crate::commands::complete(&context) {
        return output::publish_offers(&Ui::default(), &offers);
    }
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
        columns: ui::columns(&context),
        terminal: context.stdout_tty,
        ..Ui::default()
    };
    let name = cli.command.name();
    let files = match files(&cli, &context) {
        Ok(files) => files,
        Err(error) => return output::finish(&ui, name, Err(error), None),
    };
    if let Some(result) = crate::commands::run_unconfigured(&context, &cli.command) {
        return output::finish(&ui, name, result, None);
    }
    let resolve = match &cli.command {
        Command::Init(_) => Config::resolve_new,
        _ => Config::resolve,
    };
    let shows_progress = !cli.global.no_progress;
    let mut ended_by = None;
    let result = resolve(&context, &cli.global.flags(&context), &redactor)
        .map_err(Error::from)
        .and_then(|config| {
            config.apply_to_ui(&mut ui, &context);
            ui.show_progress(shows_progress, &context);
            execute(context, config, &ui, redactor, cli.command)
        })
        .map_err(stopped_while_reading)
        .inspect_err(|error| {
            if let Error::Stopped { signal } = error {
                ended_by = Some(*signal);
            }
        });
    signals::let_go();
    let exit = output::finish(&ui, name, result, files);
    if let Some(signal) = ended_by {
        signals::die_by(signal);
    }
    exit
}

/// What could not be read because somebody asked to stop was not amiss.
fn stopped_while_reading(error: Error) -> Error {
    match Stopped::within(&error) {
        Some(stopped) if stopped.is_interrupt() => Error::Interrupted,
        Some(Stopped { signal }) => Error::Stopped { signal },
        None => error,
    }
}

/// The files for the reports, of a command that makes some.
fn files(cli: &Cli, context: &Context) -> Result<Option<Files>> {
    if let Some(reports) = cli.command.reports() {
        return Files::open(reports, context, cli.command.name()).map(Some);
    }
    // A variable that is meant for other commands of the same job disturbs nobody.
    match cli.global.output {
        Some(format) if format.is_report() => Err(Error::usage(
            format!("{} makes no reports", cli.command.name()),
            format!(
                "use --output text or json; reports are made by {}",
                makers("", &Cli::command()).join(", ")
            ),
        )),
        _ => Ok(None),
    }
}

/// The commands that make reports: those that take `--report`.
fn makers(above: &str, command: &clap::Command) -> Vec<String> {
    let mut found = Vec::new();
    for one in command.get_subcommands() {
        let name = format!("{above}{}", one.get_name());
        let makes = one.get_arguments().any(|arg| arg.get_id() == "report");
        found.extend(makes.then(|| name.clone()));
        found.extend(makers(&format!("{name} "), one));
    }
    found
}

/// Output settings of a command line that does not parse: its errors obey them too.
fn early_ui(context: &Context) -> Ui {
    let matches = Cli::command()
        .ignore_errors(true)
        .try_get_matches_from(&context.args)
        .ok();
    let format = matches.as_ref().and_then(|matches| {
        let named = matches.try_get_one::<OutputFormat>("output").ok().flatten();
        let json = matches.try_get_one::<bool>("json").ok().flatten();
        let short = || json.is_some_and(|json| *json).then_some(OutputFormat::Json);
        named.copied().or_else(short)
    });
    let format = format.or_else(|| format_after_a_mistake(context));
    Ui {
        colors: ColorPlan::decide(ColorChoice::Auto, context),
        format: format.unwrap_or_default(),
        ..Ui::default()
    }
}

/// What clap does not read, because it stands behind the mistake or in the environment.
fn format_after_a_mistake(context: &Context) -> Option<OutputFormat> {
    let words = context.args.iter().skip(1).filter_map(|arg| arg.to_str());
    let mut words = words.take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let value = match word {
            "--json" => Some("json"),
            "-o" | "--output" => words.next(),
            _ => word
                .strip_prefix("--output=")
                .or_else(|| word.strip_prefix("-o")),
        };
        let format = value.and_then(|value| OutputFormat::from_str(value, false).ok());
        found = format.or(found);
    }
    let named = || OutputFormat::from_str(context.var("ST_HASURA_OUTPUT")?, false).ok();
    found.or_else(named)
}

/// Runs the command on one thread; Ctrl-C drops it where it stands, and so do other requests to
/// stop.
fn execute(
    context: Context,
    config: Config,
    ui: &Ui,
    redactor: Redactor,
    command: Command,
) -> Result<Box<dyn Outcome>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::Internal(format!("cannot start the runtime: {error}")))?;
    let app = Arc::new(App::new(context, config, ui.clone(), redactor)?);
    let noticed = Arc::new(AtomicBool::new(false));
    let (stays, ends_by_ctrl_c) = (command.stays(), command.ends_by_ctrl_c());
    if !stays {
        insist(&app, &noticed, command.name());
    }
    let result = runtime.block_on(async {
        let asked = async {
            if ends_by_ctrl_c {
                return std::future::pending().await;
            }
            asked_to_stop(!stays).await
        };
        tokio::select! {
            biased;
            error = asked => {
                noticed.store(true, Ordering::SeqCst);
                tidy(&app).await;
                Err(error)
            }
            result = crate::commands::run(Arc::clone(&app), command) => result,
        }
    });
    noticed.store(true, Ordering::SeqCst);
    result
}

/// How somebody asks to stop: by Ctrl-C, or by a signal, of which some commands take care
/// themselves.
async fn asked_to_stop(minded: bool) -> Error {
    let signal = async {
        if let (true, Ok(mut signals)) = (minded, Signals::catch()) {
            signals.next().await
        } else {
            std::future::pending().await
        }
    };
    tokio::select! {
        biased;
        _ = tokio::signal::ctrl_c() => Error::Interrupted,
        signal = signal => Error::Stopped { signal },
    }
}

/// Ends the program for whoever asks to stop while a command computes and notices nothing: there is
/// one thread for all of it. Where something is left to tidy, the command gets longer.
fn insist(app: &Arc<App>, noticed: &Arc<AtomicBool>, name: &'static str) {
    let (app, noticed) = (Arc::clone(app), Arc::clone(noticed));
    let watch = move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let Ok(runtime) = runtime else {
            return;
        };
        let error = runtime.block_on(asked_to_stop(true));
        let asked = Instant::now();
        while !noticed.load(Ordering::SeqCst) {
            let tidies = !app.cleanup.names().is_empty();
            if asked.elapsed() > if tidies { COMPUTES + TIDY } else { COMPUTES } {
                for left in app.cleanup.names() {
                    app.ui
                        .note(format!("not removed, if it was made at all: {left}"));
                }
                let signal = match error {
                    Error::Stopped { signal } => Some(signal),
                    _ => None,
                };
                let exit = output::finish(&app.ui, name, Err(error), None);
                if let Some(signal) = signal {
                    signals::die_by(signal);
                }
                std::process::exit(exit.code().into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    // Best effort: without it, a command that computes ends when it is done.
    drop(
        std::thread::Builder::new()
            .name("signals".into())
            .spawn(watch),
    );
}

/// Removes what an interrupted command made for itself; a second Ctrl-C ends that too.
async fn tidy(app: &App) {
    let left = app.cleanup.names();
    if left.is_empty() {
        return;
    }
    tokio::select! {
        biased;
        _ = tokio::signal::ctrl_c() => {}
        done = tokio::time::timeout(TIDY, app.cleanup.run(app)) => {
            if let Ok(done) = done {
                for sentence in done {
                    app.ui.note(sentence);
                }
                return;
            }
        }
    }
    app.ui.note(format!(
        "not removed in time, if they were made at all: {}",
        left.join(", ")
    ));
}
