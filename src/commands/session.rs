//! `session list`, `show`, `use`, `rm`, `import`, `export`.

mod text;

use std::path::{Path, PathBuf};

use serde::Serialize;
use zeroize::Zeroizing;

use super::credentials::refuse_typed;
use super::status::{self, SessionStatus};
use crate::app::App;
use crate::cli::{JarFormat, SessionExportArgs, SessionImportArgs, SessionName, SessionShowArgs};
use crate::error::{Error, Result};
use crate::hasura::claims::ClaimsReader;
use crate::input;
use crate::jwt;
use crate::secret::Secret;
use crate::session::{self, FileState, Imported, Listed, Session, SessionError, SessionSource};
use crate::text::ShownPath;

/// A jar from a pipe may be this large.
const LIMIT: usize = 16 * 1024 * 1024;

/// The sessions of a profile.
#[derive(Debug)]
pub(crate) struct SessionList {
    pub profile: String,
    pub sessions: Vec<Listed>,
}

#[derive(Debug)]
pub(crate) struct SessionShow {
    /// For people: which one.
    pub described: String,
    pub file: Option<FileState>,
    /// What it holds, secrets left out.
    pub session: SessionStatus,
}

/// The profile's default has changed.
#[derive(Debug, Serialize)]
pub(crate) struct SessionUse {
    pub profile: String,
    /// Its default from now on.
    pub name: String,
}

/// A session was forgotten.
#[derive(Debug, Serialize)]
pub(crate) struct SessionRemoved {
    pub name: String,
    /// It was the profile's default.
    pub was_default: bool,
}

/// A session was read from a file.
#[derive(Debug)]
pub(crate) struct SessionImported {
    pub name: String,
    /// Where it is kept.
    pub path: Option<ShownPath>,
    /// What it was read from, in a word or two.
    pub form: &'static str,
    /// How many cookies it has.
    pub cookies: usize,
    /// It can be refreshed.
    pub refreshable: bool,
}

/// A session was written for another program.
#[derive(Debug)]
pub(crate) struct SessionExported {
    pub name: String,
    /// Format of the text.
    pub format: JarFormat,
    /// How many cookies it has.
    pub cookies: usize,
    /// The file, or the text itself for stdout.
    pub to: ExportedTo,
}

/// Where an export went.
#[derive(Debug)]
pub(crate) enum ExportedTo {
    File(ShownPath),
    Stdout(Zeroizing<String>),
}

/// `session list`.
pub(crate) fn list(app: &App) -> Result<SessionList> {
    let profile = app.config.profile.clone();
    let sessions = app.store.list(&profile)?;
    Ok(SessionList { profile, sessions })
}

/// `session show`.
pub(crate) fn show(app: &App, args: &SessionShowArgs) -> Result<SessionShow> {
    let place = match &args.name {
        Some(name) => SessionSource::named(&app.store, &app.config.profile, name)?,
        None => SessionSource::choose(&app.config, &app.store)?,
    };
    let session = place.require()?;
    session.teach(&app.redactor);
    let reader = ClaimsReader::offline(app)?;
    let is_jar = matches!(place, SessionSource::Jar(_));
    Ok(SessionShow {
        described: place.describe(),
        file: place.inspect(),
        session: status::describe(&session, is_jar, &reader),
    })
}

/// `session use`.
pub(crate) async fn choose(app: &App, args: &SessionName) -> Result<SessionUse> {
    let profile = app.config.profile.clone();
    app.store.choose(&profile, &args.name).await?;
    Ok(SessionUse {
        profile,
        name: args.name.clone(),
    })
}

/// `session rm`. The file is not read, so that a damaged one can be removed.
pub(crate) async fn remove(app: &App, args: &SessionName) -> Result<SessionRemoved> {
    let profile = &app.config.profile;
    let place = SessionSource::named(&app.store, profile, &args.name)?;
    let lock = place.lock().await?;
    if !place.remove(&lock)? {
        return Err(Error::from(SessionError::Missing {
            profile: profile.clone(),
            name: args.name.clone(),
        }));
    }
    let was_default = app.store.unchoose(profile, &args.name)?;
    app.ui
        .note("the auth API was not told: the session lives there until it expires");
    Ok(SessionRemoved {
        name: args.name.clone(),
        was_default,
    })
}

/// `session import`.
pub(crate) async fn import(app: &App, args: &SessionImportArgs) -> Result<SessionImported> {
    let place = named(app, "import")?;
    let (path, bytes) = read(app, &args.file).await?;
    let api = app.config.api_base()?;
    let empty = place.new_session(api.as_str());
    let imported = if args.token {
        Imported {
            session: session::bare_token(token_in(&path, &bytes)?, empty),
            form: "token",
            left_out: 0,
        }
    } else {
        session::import(&path, &bytes, empty)?
    };
    let session = imported.session;
    session.teach(&app.redactor);
    if imported.left_out > 0 {
        app.ui.warn(format!(
            "{} cookies of {} were left out: they are not UTF-8, cannot be sent, or are for other \
             hosts than the auth API's",
            imported.left_out,
            path.display()
        ));
    }
    let refreshable = can_be_refreshed(app, &session);
    let lock = place.lock().await?;
    if !args.force && place.inspect().is_some_and(|file| file.exists) {
        return Err(Error::from(SessionError::Exists {
            name: session.name.clone(),
        }));
    }
    place.save(&lock, &session)?;
    Ok(SessionImported {
        name: session.name.clone(),
        path: place.file().map(Into::into),
        form: imported.form,
        cookies: session.cookies.len(),
        refreshable,
    })
}

/// `session export`.
pub(crate) fn export(app: &App, args: &SessionExportArgs) -> Result<SessionExported> {
    let place = SessionSource::choose(&app.config, &app.store)?;
    let session = place.require()?;
    session.teach(&app.redactor);
    let bytes = match args.format {
        JarFormat::Netscape => {
            if session.anti_csrf.is_some() || session.has_header_tokens() {
                app.ui.warn(
                    "a jar has no place for tokens that travel in headers; --format json has",
                );
            }
            session::export_netscape(&session)?
        }
        JarFormat::Json => session::export_json(&session)?,
    };
    let to = if args.file == Path::new("-") {
        ExportedTo::Stdout(Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned()))
    } else {
        let path = app.context.cwd.join(&args.file);
        session::write_export(&path, &bytes, args.force)?;
        ExportedTo::File(path.into())
    };
    Ok(SessionExported {
        name: session.name.clone(),
        format: args.format,
        cookies: session.cookies.len(),
        to,
    })
}

/// The JWT in a file that holds nothing else, with or without the word before it.
fn token_in(path: &Path, bytes: &[u8]) -> Result<Secret> {
    let none = || SessionError::NotAToken {
        path: path.to_owned(),
    };
    let text = std::str::from_utf8(bytes).map_err(|_| none())?.trim();
    let token = text.split_whitespace().last().unwrap_or_default();
    jwt::decode(token).map_err(|_| none())?;
    Ok(Secret::new(token))
}

/// Looks whether something in it would be sent to the refresh call, and says why not.
fn can_be_refreshed(app: &App, session: &Session) -> bool {
    let Some(url) = session.refresh_url() else {
        return false;
    };
    if session.refresh_token.is_some() || session.cookies.refresh().any(|it| it.matches(&url)) {
        return true;
    }
    app.ui.warn(match session.cookies.refresh().next() {
        None => "there is no refresh cookie in it (path …/session/refresh): the session ends with \
                 its access token"
            .to_owned(),
        Some(cookie) => format!(
            "its refresh cookie is for {}{} and will not be sent to {url}: check --api-url and \
             --api-base-path",
            String::from(&cookie.domain),
            &*cookie.path
        ),
    });
    false
}

/// The named session in force; a jar has no name to import into.
fn named(app: &App, verb: &str) -> Result<SessionSource> {
    if app.config.cookie_jar.is_some() {
        return Err(Error::usage(
            format!("session {verb} works on a named session, not on a cookie jar"),
            "leave out --cookie-jar (cookie_jar, ST_HASURA_COOKIE_JAR)",
        ));
    }
    Ok(SessionSource::choose(&app.config, &app.store)?)
}

async fn read(app: &App, file: &Path) -> Result<(PathBuf, Zeroizing<Vec<u8>>)> {
    if file == Path::new("-") {
        let bytes = Zeroizing::new(input::stdin(LIMIT).await?);
        return Ok((PathBuf::from("standard input"), bytes));
    }
    refuse_typed(app, file, "st-hasura session import --token -")?;
    let path = app.context.cwd.join(file);
    let bytes = session::read_import(&path)?;
    Ok((path, bytes))
}
