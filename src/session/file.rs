//! The shape of a session file, version by version.

use std::path::Path;

use cookie_store::Cookie;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use zeroize::Zeroizing;

use super::cookies::Cookies;
use super::error::SessionError;
use super::migrate::{self, VERSION};
use super::model::{Generation, Session, Transport, User};
use super::netscape;
use crate::secret::Secret;

/// What tells our files from any other JSON.
pub(super) const FORMAT: &str = "st-hasura session";

/// A session file of the current version.
#[derive(Serialize, Deserialize)]
struct Shape {
    format: String,
    version: u64,
    written_by: String,
    profile: String,
    name: String,
    api: String,
    user: Option<User>,
    generation: Option<Generation>,
    transport: Option<Transport>,
    /// As `cookie_store` writes them, oldest first.
    cookies: Vec<Cookie<'static>>,
    tokens: TokensShape,
    created_at: String,
    updated_at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    renewed_at: Option<String>,
}

/// Only this shape may write secrets out; [`Secret`] itself has no serde.
#[derive(Serialize, Deserialize)]
struct TokensShape {
    access: Option<String>,
    refresh: Option<String>,
    anti_csrf: Option<String>,
    front: Option<String>,
    jwt: Option<String>,
    id_refresh_expiry: Option<i64>,
}

pub(super) fn write(session: &Session) -> Result<Zeroizing<Vec<u8>>, SessionError> {
    let shape = Shape {
        format: FORMAT.into(),
        version: VERSION,
        written_by: concat!("st-hasura ", env!("CARGO_PKG_VERSION")).into(),
        profile: session.profile.clone(),
        name: session.name.clone(),
        api: session.api.clone(),
        user: session.user.clone(),
        generation: session.generation,
        transport: session.transport,
        cookies: session.cookies.iter().cloned().collect(),
        tokens: TokensShape {
            access: exposed(session.access_token.as_ref()),
            refresh: exposed(session.refresh_token.as_ref()),
            anti_csrf: exposed(session.anti_csrf.as_ref()),
            front: exposed(session.front_token.as_ref()),
            jwt: exposed(session.jwt.as_ref()),
            id_refresh_expiry: session.id_refresh_expiry,
        },
        created_at: session.created_at.format(&Rfc3339).unwrap_or_default(),
        updated_at: OffsetDateTime::now_utc()
            .format(&Rfc3339)
            .unwrap_or_default(),
        renewed_at: session.renewed_at.and_then(|at| at.format(&Rfc3339).ok()),
    };
    let mut text = serde_json::to_vec_pretty(&shape).map_err(|error| SessionError::Io {
        action: "encode",
        path: session.name.clone().into(),
        source: error.into(),
    })?;
    text.push(b'\n');
    Ok(Zeroizing::new(text))
}

/// The JSON in a file.
pub(super) fn json(path: &Path, bytes: &[u8]) -> Result<Value, SessionError> {
    serde_json::from_slice(bytes).map_err(|error| SessionError::Corrupt {
        path: path.to_owned(),
        what: blind(&error),
    })
}

/// True for a session that this program wrote.
pub(super) fn is_ours(value: &Value) -> bool {
    value.get("format").and_then(Value::as_str) == Some(FORMAT)
}

/// Reads a file of any known version.
pub(super) fn read(path: &Path, bytes: &[u8]) -> Result<Session, SessionError> {
    let path = || path.to_owned();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(SessionError::Empty { path: path() });
    }
    let value = json(&path(), bytes)?;
    if !is_ours(&value) {
        return Err(SessionError::Foreign { path: path() });
    }
    let Some(found) = value.get("version").and_then(Value::as_u64) else {
        return Err(SessionError::Corrupt {
            path: path(),
            what: "it has no version number".into(),
        });
    };
    if found > VERSION {
        return Err(SessionError::Newer {
            path: path(),
            found,
            known: VERSION,
        });
    }
    let value = migrate::to_current(value, found);
    let shape: Shape =
        serde_path_to_error::deserialize(value).map_err(|error| SessionError::Corrupt {
            path: path(),
            what: format!("member {} is missing or of the wrong kind", error.path()),
        })?;
    // Exported, it would be more than one.
    if !shape.cookies.iter().all(netscape::is_one_line) {
        return Err(SessionError::Corrupt {
            path: path(),
            what: "a cookie has control characters in it".to_owned(),
        });
    }
    Ok(session(shape))
}

fn session(shape: Shape) -> Session {
    let time =
        |text: &str| OffsetDateTime::parse(text, &Rfc3339).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let TokensShape {
        access,
        refresh,
        anti_csrf,
        front,
        jwt,
        id_refresh_expiry,
    } = shape.tokens;
    Session {
        profile: shape.profile,
        name: shape.name,
        api: shape.api,
        user: shape.user,
        generation: shape.generation,
        transport: shape.transport,
        cookies: Cookies::from_ordered(shape.cookies),
        access_token: access.map(Secret::new),
        refresh_token: refresh.map(Secret::new),
        anti_csrf: anti_csrf.map(Secret::new),
        front_token: front.map(Secret::new),
        id_refresh_expiry,
        jwt: jwt.map(Secret::new),
        created_at: time(&shape.created_at),
        updated_at: time(&shape.updated_at),
        renewed_at: shape.renewed_at.as_deref().map(time),
        written_at: None,
    }
}

fn exposed(secret: Option<&Secret>) -> Option<String> {
    secret.map(|secret| secret.expose().to_owned())
}

/// Where and what kind; serde's own words quote the offending value.
fn blind(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        serde_json::error::Category::Eof => "it ends too early",
        serde_json::error::Category::Syntax => "it is not JSON",
        serde_json::error::Category::Data => "it has an unexpected shape",
        serde_json::error::Category::Io => "it could not be read",
    };
    format!("{what} (line {}, column {})", error.line(), error.column())
}
