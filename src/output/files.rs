//! Reports as files, beside what goes to stdout.
//!
//! A place that cannot be written is an error before the run, not after it: each file is opened
//! as a sibling at the start, and takes its name in one step at the end.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::formats;
use super::json;
use super::outcome::Outcome;
use super::problem::error_text;
use super::report::Report;
use super::text_page::Page;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::project::{Access, open_to};
use crate::secret::Redactor;
use crate::text::commandless;
use crate::ui::{OutputFormat, Paint, ReportFile, Ui};

/// GitHub drops the summary of a step that is larger.
const SUMMARY_LIMIT: u64 = 1024 * 1024;

/// The files that a run writes.
#[derive(Debug, Default)]
pub(crate) struct Files {
    reports: Vec<(OutputFormat, Place)>,
    /// GitHub's job summary, appended to with `--output github`.
    summary: Option<PathBuf>,
}

#[derive(Debug)]
enum Place {
    /// A plain file: written beside and renamed.
    File {
        sibling: NamedTempFile,
        path: PathBuf,
    },
    /// A pipe or a device: written as it comes.
    Stream { file: File, path: PathBuf },
}

impl Files {
    /// Opens what the command line asks for. Until the run has ended, each file says so: what an
    /// earlier run has left there is never taken for this one's.
    pub(crate) fn open(wanted: &[ReportFile], context: &Context, command: &str) -> Result<Self> {
        let mut files = Self::default();
        let mut paths: Vec<PathBuf> = Vec::new();
        for report in wanted {
            let place = Place::open(&context.cwd.join(&report.path))?;
            if let Place::File { path, .. } = &place {
                if paths.contains(path) {
                    return Err(Error::usage(
                        format!("two reports go to {}", report.path.display()),
                        "give each --report a file of its own",
                    ));
                }
                paths.push(path.clone());
            }
            files.reports.push((report.format, place));
        }
        files.summary = context.var("GITHUB_STEP_SUMMARY").map(PathBuf::from);
        let unfinished: Result<Box<dyn Outcome>> = Err(Error::Unfinished);
        let report = Report::of_error(command, &Error::Unfinished);
        // It holds no words but ours.
        let nothing = Redactor::default();
        for (format, place) in &files.reports {
            let text = match format {
                OutputFormat::Github => formats::summary(&report),
                format => text(&nothing, *format, command, &unfinished, Some(&report)),
            };
            place.begin(text.as_bytes())?;
        }
        Ok(files)
    }

    /// Writes them all; an error does not keep the others from being written.
    pub(crate) fn write(
        self,
        ui: &Ui,
        command: &str,
        result: &Result<Box<dyn Outcome>>,
    ) -> Result<()> {
        let mut written = Ok(());
        let report = match result {
            Ok(outcome) => outcome.report(),
            Err(error) => Some(Report::of_error(command, error)),
        };
        let report = report.map(|report| report.cleaned(&ui.redactor));
        for (format, place) in self.reports {
            let text = match (format, &report) {
                (OutputFormat::Github, Some(report)) => formats::summary(report),
                (format, report) => text(&ui.redactor, format, command, result, report.as_ref()),
            };
            let done = place.write(commandless(&text).as_bytes());
            written = written.and(done);
        }
        let summary = self.summary.filter(|_| ui.format == OutputFormat::Github);
        if let (Some(path), Some(report)) = (&summary, &report) {
            let text = commandless(&formats::summary(report));
            match append(path, &text) {
                Ok(true) => {}
                Ok(false) => ui.warn(format!(
                    "the job summary has no room for the report; --report html=FILE keeps it whole ({})",
                    path.display()
                )),
                Err(error) => {
                    let error = Error::io("write", path.display().to_string(), error);
                    written = written.and(Err(error));
                }
            }
        }
        written
    }
}

/// Without secrets: reports are cleaned already.
fn text(
    redactor: &Redactor,
    format: OutputFormat,
    command: &str,
    result: &Result<Box<dyn Outcome>>,
    report: Option<&Report>,
) -> String {
    if let Some(text) = report.and_then(|report| formats::render(format, report)) {
        return text;
    }
    match result {
        Ok(outcome) if format == OutputFormat::Json => {
            json::outcome(command, outcome.as_ref(), redactor).to_string() + "\n"
        }
        Ok(outcome) => {
            let mut page = Page::new(Paint::default(), None);
            outcome.text(&mut page);
            redactor.redact(&page.into_text())
        }
        Err(error) if format == OutputFormat::Json => {
            json::error(error, redactor).to_string() + "\n"
        }
        Err(error) => redactor.blank(&error_text(error)),
    }
}

/// Appends the summary when it fits; a part of it would be a broken one.
fn append(path: &Path, text: &str) -> std::io::Result<bool> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    let room = SUMMARY_LIMIT.saturating_sub(file.metadata()?.len());
    if text.len() as u64 > room {
        return Ok(false);
    }
    file.write_all(text.as_bytes())?;
    Ok(true)
}

impl Place {
    fn open(path: &Path) -> Result<Self> {
        let shown = || path.display().to_string();
        let cannot = |source| Error::io("write", shown(), source);
        // A link is followed, so that the file it leads to is replaced and not the link.
        let path = match path.canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(cannot(error)),
        };
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {
                return Err(Error::usage(
                    format!("{} is a folder", path.display()),
                    "give --report the name of a file",
                ));
            }
            Ok(metadata) if !metadata.is_file() => {
                let file = OpenOptions::new().write(true).open(&path).map_err(cannot)?;
                return Ok(Self::Stream { file, path });
            }
            Ok(metadata) if metadata.permissions().readonly() => {
                return Err(Error::usage(
                    format!("{} is read-only", path.display()),
                    "remove it, or give --report another file",
                ));
            }
            Ok(_) | Err(_) => {}
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        if !folder.is_dir() {
            return Err(Error::usage(
                format!("there is no folder {}", folder.display()),
                "make it first, or give --report another file",
            ));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut builder = tempfile::Builder::new();
        let prefix = format!(".{name}.");
        builder.prefix(&prefix);
        // A report is for others too.
        open_to(&mut builder, Access::Shared);
        let sibling = builder.tempfile_in(folder).map_err(cannot)?;
        Ok(Self::File { sibling, path })
    }

    /// Puts something into a file until it is written. A stream has it when there is all of it.
    fn begin(&self, bytes: &[u8]) -> Result<()> {
        let Self::File { path, .. } = self else {
            return Ok(());
        };
        Self::open(path)?.write(bytes)
    }

    fn write(self, bytes: &[u8]) -> Result<()> {
        let (result, path) = match self {
            Self::File { mut sibling, path } => {
                let result = sibling
                    .write_all(bytes)
                    .and_then(|()| sibling.as_file().sync_all())
                    .and_then(|()| sibling.persist(&path).map_err(|error| error.error));
                (result.map(drop), path)
            }
            Self::Stream { mut file, path } => (file.write_all(bytes), path),
        };
        result.map_err(|source| Error::io("write", path.display().to_string(), source))
    }
}
