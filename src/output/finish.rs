//! How a run ends: its result on stdout, its error on stderr, its reports, its exit status.

use std::io::Write as _;

use clap::error::{ContextKind, ContextValue};

use super::files::Files;
use super::outcome::Outcome;
use super::problem::show_error;
use super::report::Report;
use super::text_page::Page;
use super::{formats, json};
use crate::error::Error;
use crate::exit::Exit;
use crate::http::HttpError;
use crate::text::commandless;
use crate::ui::{OutputFormat, Style, Ui};

/// Prints how the run ended, writes its reports, and says with which status it ends.
pub(crate) fn finish(
    ui: &Ui,
    command: &str,
    result: Result<Box<dyn Outcome>, Error>,
    files: Option<Files>,
) -> Exit {
    let makes_reports = files.is_some();
    let written = match (&result, files) {
        // Nothing was run.
        (Err(error), _) if printed(error).is_some() => Ok(()),
        (_, None) => Ok(()),
        (result, Some(files)) => files.write(ui, command, result),
    };
    let mut exactly = false;
    let (text, mut exit) = match result {
        Ok(outcome) => {
            // JSON has a way to say the same without harm.
            exactly = outcome.discloses() && ui.format != OutputFormat::Json;
            (render(ui, command, outcome.as_ref()), outcome.exit())
        }
        Err(error) => {
            let text = if let Some(curl) = printed(&error) {
                ui.redactor.redact(curl) + "\n"
            } else if ui.format == OutputFormat::Json {
                json::error(&error, &ui.redactor).to_string() + "\n"
            } else {
                show_error(ui, &error);
                // Who reads reports by machine gets one.
                let report = makes_reports.then(|| Report::of_error(command, &error));
                report
                    .map(|report| report.cleaned(&ui.redactor))
                    .and_then(|report| formats::render(ui.format, &report))
                    .unwrap_or_default()
            };
            (text, error.exit())
        }
    };
    if let Err(error) = written {
        show_error(ui, &error);
        if exit == Exit::Ok {
            exit = error.exit();
        }
    }
    let published = if exactly {
        ui.publish_exactly(&text)
    } else {
        publish(ui, &text)
    };
    ended(ui, exit, published)
}

/// The exit status of a run whose text has gone to stdout, or should have.
fn ended(ui: &Ui, exit: Exit, published: std::io::Result<()>) -> Exit {
    match published {
        Ok(()) => exit,
        // The reader has left (`| head`): it has what it wanted.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            ui.warn(format!("cannot write to standard output: {error}"));
            Exit::Usage
        }
    }
}

/// Hands a rendered text to stdout.
fn publish(ui: &Ui, text: &str) -> std::io::Result<()> {
    if ui.format == OutputFormat::Github {
        return ui.publish_commands(text);
    }
    ui.publish(text)
}

/// Hands what a shell may offer to the shell, which reads the bytes as they are.
pub(crate) fn publish_offers(ui: &Ui, offers: &str) -> Exit {
    let published = ui.publish_exactly(offers);
    ended(ui, Exit::Ok, published)
}

/// The request that `--curl` printed instead of sending it.
fn printed(error: &Error) -> Option<&str> {
    match error.downcast_ref()? {
        HttpError::Printed(curl) => Some(curl),
        _ => None,
    }
}

/// The whole result, of a command that goes on after it.
pub(crate) fn publish_outcome(
    ui: &Ui,
    command: &str,
    outcome: &dyn Outcome,
) -> std::io::Result<()> {
    publish(ui, &render(ui, command, outcome))
}

/// clap's help and version texts go to stdout, its errors to stderr, or to stdout as JSON.
pub(crate) fn publish_usage(ui: &Ui, error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        let printed = error.print().and_then(|()| std::io::stdout().flush());
        return ended(ui, Exit::Ok, printed);
    }
    let hint = secret_flag_hint(error);
    if ui.format == OutputFormat::Json {
        let text = error.render().to_string();
        // One paragraph says what is wrong, others may say what was meant, and the last is for people.
        let mut paragraphs = text.split("\n\n").map(|paragraph| {
            let lines: Vec<&str> = paragraph.lines().map(str::trim).collect();
            lines.join(" ")
        });
        let message = paragraphs.next().unwrap_or_default();
        let message = message.trim_start_matches("error: ").to_owned();
        let tip =
            paragraphs.find_map(|paragraph| Some(paragraph.strip_prefix("tip: ")?.to_owned()));
        let hint = hint
            .or(tip)
            .unwrap_or_else(|| "see st-hasura --help".into());
        return finish(ui, "", Err(Error::usage(message, hint)), None);
    }
    let text = error.render().to_string();
    if commandless(&text) == text {
        // In colour, where there is any.
        let _ = error.print();
    } else {
        ui.stderr(text.trim_end());
    }
    if let Some(hint) = hint {
        ui.stderr(&format!("{} {hint}", ui.styled(Style::Good, "help:")));
    }
    Exit::Usage
}

/// Somebody typed a secret as a flag, which does not exist on purpose: say how to give it.
fn secret_flag_hint(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let name = flag
        .split('=')
        .next()
        .unwrap_or(flag)
        .trim_start_matches('-');
    let ways = match name {
        "password" | "pass" => {
            "use the prompt, --password-stdin, --password-file or ST_HASURA_PASSWORD"
        }
        "admin-secret" | "hasura-admin-secret" => {
            "set HASURA_GRAPHQL_ADMIN_SECRET, or hasura_admin_secret_file in st-hasura.toml"
        }
        "api-key" | "core-api-key" => {
            "set ST_HASURA_CORE_API_KEY, or core_api_key_file in st-hasura.toml"
        }
        _ => return None,
    };
    Some(format!(
        "a secret on the command line is visible to every user of the machine; {ways}"
    ))
}

fn render(ui: &Ui, command: &str, outcome: &dyn Outcome) -> String {
    if outcome.is_published() {
        return String::new();
    }
    let report = || {
        let report = outcome.report()?.cleaned(&ui.redactor);
        formats::render(ui.format, &report)
    };
    // Both are cleaned in their texts: in the whole, names and elements would go as well.
    match ui.format {
        OutputFormat::Json => {
            return json::outcome(command, outcome, &ui.redactor).to_string() + "\n";
        }
        format if format.is_report() => {
            if let Some(text) = report() {
                return text;
            }
        }
        _ => {}
    }
    let mut page = Page::new(ui.colors.stdout, ui.columns);
    outcome.text(&mut page);
    let text = page.into_text();
    if outcome.discloses() {
        text
    } else {
        ui.redactor.redact(&text)
    }
}
