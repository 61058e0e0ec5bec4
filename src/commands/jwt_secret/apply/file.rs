//! Into a compose file or a .env file, in place.

use std::path::{Path, PathBuf};

use crate::app::App;
use crate::bounded;
use crate::cli::JwtSecretApplyArgs;
use crate::dotenv;
use crate::error::{Error, Result};
use crate::hasura::compose::edit::{self as compose, Found};
use crate::hasura::jwt_secret::VARIABLE;
use crate::hasura::jwt_secret::edit::{Edit, Edited, assignments, shown};
use crate::hasura::jwt_secret::source::Kind;
use crate::input;
use crate::project::{Access, Changes};
use crate::text::{Encoding, ShownPath, decode, visible};

/// What became of a file.
#[derive(Debug)]
pub(crate) struct FileApplied {
    /// The file that has the value, which may be one that the compose file names.
    pub path: ShownPath,
    /// Where in it.
    pub place: String,
    /// In which line, from 1.
    pub line: usize,
    /// What stood there, as it may be shown.
    pub before: Option<String>,
    /// What stands there now, or would.
    pub after: String,
    /// False when it says so already.
    pub changed: bool,
    /// False with `--dry-run`.
    pub written: bool,
    /// Where the former file is.
    pub backup: Option<ShownPath>,
    /// The service to start again.
    pub service: Option<String>,
}

/// A file, the name of the variable in it, and what to start again.
struct Target {
    path: PathBuf,
    /// `None` for a file that is still missing.
    text: Option<String>,
    way: Way,
    service: Option<String>,
}

enum Way {
    Compose,
    Assignment(String),
}

pub(super) fn run(
    app: &App,
    args: &JwtSecretApplyArgs,
    path: &Path,
    line: &str,
) -> Result<FileApplied> {
    let target = target(app, args, path)?;
    let place = app.context.cwd.join(&target.path);
    let text = target.text.as_deref().unwrap_or_default();
    let edited = match &target.way {
        Way::Compose => compose::edit(text, target.service.as_deref(), line)?,
        Way::Assignment(name) => assignments::edit(text, name, line)?,
    };
    let Edit {
        text,
        place: where_in,
        line: number,
        before,
        remarks,
    } = match edited {
        Edited::Changed(edit) => edit,
        Edited::Same {
            place,
            line: number,
        } => {
            return Ok(FileApplied {
                path: target.path.into(),
                place,
                line: number,
                before: None,
                after: line.to_owned(),
                changed: false,
                written: false,
                backup: None,
                service: target.service,
            });
        }
    };
    for remark in &remarks {
        app.ui.warn(visible(remark));
    }
    super::tell_what_goes(app, before.as_deref(), line);
    let mut changes = Changes::new();
    changes
        .want_in_place_of(&place, target.text.as_deref(), text, Access::Shared)?
        .keep_backup();
    let mut backup = None;
    if !args.dry_run {
        let written = changes.write()?;
        backup = written
            .files
            .into_iter()
            .find_map(|file| file.backup)
            .map(ShownPath::from);
    }
    Ok(FileApplied {
        path: target.path.into(),
        place: where_in,
        line: number,
        before: before.as_deref().map(shown),
        after: line.to_owned(),
        changed: true,
        written: !args.dry_run,
        backup,
        service: target.service,
    })
}

/// The file that really says it: a compose file may only name another one, or a variable that
/// `.env` beside it sets.
fn target(app: &App, args: &JwtSecretApplyArgs, path: &Path) -> Result<Target> {
    let text = read(app, path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if !is_compose(&name, &text) {
        if let Some(service) = &args.service {
            return Err(Error::usage(
                format!("--service {service} needs a compose file, and this is none"),
                "leave it out, or name the compose file",
            ));
        }
        return assigned(path, text);
    }
    let beside = |file: &str| path.with_file_name("").join(file);
    let (service, file, variable) = match compose::find(&text, args.service.as_deref())? {
        Found::Variable { service, name } => (service, beside(".env"), name),
        Found::Here {
            service,
            env_files,
            is_set,
        } => {
            let files = env_files
                .iter()
                .filter(|_| !is_set)
                .map(|file| beside(file));
            let set = files.rev().find(|file| {
                let text = read(app, file).unwrap_or_default();
                sets_it(&text)
            });
            match set {
                Some(file) => (service, file, VARIABLE.to_owned()),
                None => {
                    return Ok(Target {
                        path: path.to_owned(),
                        text: Some(text),
                        way: Way::Compose,
                        service: Some(service),
                    });
                }
            }
        }
    };
    app.ui.note(visible(&format!(
        "service {service} takes it from {variable} in {}",
        file.display()
    )));
    let exists = app.context.cwd.join(&file).exists();
    Ok(Target {
        text: exists.then(|| read(app, &file)).transpose()?,
        path: file,
        way: Way::Assignment(variable),
        service: Some(service),
    })
}

fn assigned(path: &Path, text: String) -> Result<Target> {
    let fits = text
        .lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#') || line.contains('='))
        || sets_it(&text);
    if !fits {
        return Err(Error::usage(
            format!(
                "{} is neither a compose file nor a file of NAME=value lines",
                path.display()
            ),
            "jwt-secret --to FORMAT prints the value for other places",
        ));
    }
    Ok(Target {
        path: path.to_owned(),
        text: Some(text),
        way: Way::Assignment(VARIABLE.to_owned()),
        service: None,
    })
}

/// True when a text of assignments has a value that can be read.
fn sets_it(text: &str) -> bool {
    dotenv::last(text, VARIABLE).is_some_and(|found| found.span().is_some())
}

fn is_compose(name: &str, text: &str) -> bool {
    Kind::guess(name, text) == Kind::Yaml
}

fn read(app: &App, path: &Path) -> Result<String> {
    let bytes = input::file(&app.context.cwd.join(path), bounded::WRITTEN)?;
    match decode(bytes) {
        Some((text, Encoding::Utf8)) => Ok(text),
        Some((_, Encoding::Utf16)) => Err(Error::usage(
            format!(
                "{} is UTF-16, which no reader of such files understands",
                path.display()
            ),
            "save it as UTF-8 without a byte order mark; nothing was written",
        )),
        None => Err(Error::usage(
            format!("{} is not UTF-8", path.display()),
            "store it as UTF-8 text",
        )),
    }
}
