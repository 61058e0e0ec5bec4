//! Sessions and the rotation of refresh tokens (contracts: supertokens §3.3, §5.4).
//!
//! A refresh token R0 may be presented again and again until one of its children has been used;
//! used means that the child's refresh token was presented or its access token was verified here.
//! After that, R0 is theft.

use std::collections::HashMap;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::access::{Access, Form, Reader};
use super::keys::KeyRing;
use crate::SandboxError;

/// Refresh token validity, in milliseconds: 100 days.
pub(crate) const REFRESH_TTL_MS: u64 = 144_000 * 60 * 1000;

/// A session as the core keeps it.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub handle: String,
    pub user_id: String,
    /// Claims for new access tokens.
    pub data: Map<String, Value>,
    /// Data that never leaves the server.
    pub data_in_database: Value,
    /// Milliseconds since 1970.
    pub created_ms: u64,
    /// Milliseconds since 1970.
    pub expiry_ms: u64,
    /// SHA-256 of the SHA-256 of the refresh token in force.
    hash2: String,
    use_static: bool,
}

/// What the core knows about a refresh token that it has issued.
#[derive(Clone, Debug)]
struct Issue {
    handle: String,
    parent_hash1: Option<String>,
    anti_csrf: Option<String>,
}

/// A token with its times in milliseconds.
#[derive(Clone, Debug)]
pub struct Issued {
    pub token: String,
    pub expiry_ms: u64,
    /// When it was made.
    pub created_ms: u64,
}

/// What a new or refreshed session comes with.
#[derive(Clone, Debug)]
pub struct Grant {
    pub handle: String,
    pub user_id: String,
    pub data: Map<String, Value>,
    pub access: Issued,
    pub claims: Access,
    pub refresh: Issued,
    /// The legacy marker of a session.
    pub id_refresh: String,
    /// The anti-CSRF token, where one was asked for.
    pub anti_csrf: Option<String>,
}

/// What a session is to be like.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub user_id: String,
    pub data: Map<String, Value>,
    /// Data that never leaves the server.
    pub data_in_database: Value,
    /// Whether to make an anti-CSRF token.
    pub anti_csrf: bool,
    /// Whether the key that never rotates signs.
    pub use_static: bool,
    /// The form of its access tokens.
    pub form: Form,
}

/// How a refresh ended.
#[derive(Clone, Debug)]
pub enum Refreshed {
    Ok(Box<Grant>),
    /// Not a token of a living session; the core's words.
    Unauthorised(&'static str),
    /// A token whose child is in use: handle and user of the session.
    Theft(String, String),
}

/// How a verification ended.
#[derive(Clone, Debug)]
pub enum Verified {
    /// The token holds; with a new one when this call has confirmed it.
    Ok(Box<Access>, Option<Issued>),
    /// The session is gone.
    Unauthorised(&'static str),
    /// The token does not hold (any longer).
    TryRefresh(String),
}

/// What a caller wants of a refresh.
#[derive(Clone, Copy, Debug)]
pub struct RefreshWish<'a> {
    pub token: &'a str,
    /// The anti-CSRF token that came with it.
    pub anti_csrf: Option<&'a str>,
    /// Whether it is checked.
    pub check_anti_csrf: bool,
    /// Another kind of key from now on, if given.
    pub use_static: Option<bool>,
    /// The form of the new access token.
    pub form: Form,
}

/// What a caller wants of a verification.
#[derive(Clone, Copy, Debug)]
pub struct VerifyWish<'a> {
    pub token: &'a str,
    /// The anti-CSRF token that came with it.
    pub anti_csrf: Option<&'a str>,
    /// Whether it is checked.
    pub check_anti_csrf: bool,
    /// Whether the session must still exist.
    pub check_database: bool,
}

/// Keys, time and validity: what minting needs besides the session itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mint<'a> {
    pub keys: &'a KeyRing,
    /// Now, in milliseconds.
    pub now_ms: u64,
    /// Access token validity, in milliseconds.
    pub ttl_ms: u64,
}

/// All sessions and all refresh tokens ever issued.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    living: HashMap<String, Session>,
    /// By the token's first hash.
    issues: HashMap<String, Issue>,
}

impl Sessions {
    /// Starts a session.
    pub(crate) fn create(
        &mut self,
        new: NewSession,
        mint: Mint<'_>,
    ) -> Result<Grant, SandboxError> {
        let session = Session {
            handle: Uuid::new_v4().to_string(),
            user_id: new.user_id,
            data: new.data,
            data_in_database: new.data_in_database,
            created_ms: mint.now_ms,
            expiry_ms: mint.now_ms + REFRESH_TTL_MS,
            hash2: String::new(),
            use_static: new.use_static,
        };
        let anti_csrf = new.anti_csrf.then(|| Uuid::new_v4().to_string());
        let grant = self.grant(&session, None, anti_csrf, new.form, mint)?;
        let hash2 = sha256_hex(&grant.claims.hash1);
        self.living
            .insert(session.handle.clone(), Session { hash2, ..session });
        Ok(grant)
    }

    /// A new pair for a session.
    fn grant(
        &mut self,
        session: &Session,
        parent_hash1: Option<String>,
        anti_csrf: Option<String>,
        form: Form,
        mint: Mint<'_>,
    ) -> Result<Grant, SandboxError> {
        let refresh = new_refresh_token(parent_hash1.is_some())?;
        let hash1 = sha256_hex(&refresh);
        let claims = stamp(
            Access {
                form,
                kid: None,
                user_id: session.user_id.clone(),
                handle: session.handle.clone(),
                hash1: hash1.clone(),
                parent_hash1: parent_hash1.clone(),
                anti_csrf: anti_csrf.clone(),
                data: session.data.clone(),
                created_ms: 0,
                expiry_ms: 0,
            },
            mint,
        );
        let access = issue(&claims, session.use_static, mint)?;
        self.issues.insert(
            hash1,
            Issue {
                handle: session.handle.clone(),
                parent_hash1,
                anti_csrf: anti_csrf.clone(),
            },
        );
        Ok(Grant {
            handle: session.handle.clone(),
            user_id: session.user_id.clone(),
            data: session.data.clone(),
            access,
            claims,
            refresh: Issued {
                token: refresh,
                expiry_ms: mint.now_ms + REFRESH_TTL_MS,
                created_ms: mint.now_ms,
            },
            id_refresh: Uuid::new_v4().to_string(),
            anti_csrf,
        })
    }

    /// Trades a refresh token for a new pair.
    pub(crate) fn refresh(
        &mut self,
        wish: RefreshWish<'_>,
        mint: Mint<'_>,
    ) -> Result<Refreshed, SandboxError> {
        let hash1 = sha256_hex(wish.token);
        let Some(issue) = self.issues.get(&hash1).cloned() else {
            return Ok(Refreshed::Unauthorised(
                "io.supertokens.session.refreshToken.RefreshToken$InvalidRefreshTokenFormatException: \
                 version of refresh token not recognised",
            ));
        };
        let Some(session) = self.living_at(&issue.handle, mint.now_ms) else {
            return Ok(Refreshed::Unauthorised(
                "Session missing in db or has expired",
            ));
        };
        if wish.check_anti_csrf && issue.anti_csrf.as_deref() != wish.anti_csrf {
            return Ok(Refreshed::Unauthorised(
                "Anti CSRF token missing, or not matching",
            ));
        }
        let hash2 = sha256_hex(&hash1);
        if session.hash2 != hash2 {
            // Only a child of the token in force may take its place.
            let is_child = issue
                .parent_hash1
                .as_ref()
                .is_some_and(|parent| sha256_hex(parent) == session.hash2);
            if !is_child {
                return Ok(Refreshed::Theft(
                    session.handle.clone(),
                    session.user_id.clone(),
                ));
            }
            session.promote(hash2, mint.now_ms);
        }
        if let Some(use_static) = wish.use_static {
            session.use_static = use_static;
        }
        let session = session.clone();
        let anti_csrf = wish.check_anti_csrf.then(|| Uuid::new_v4().to_string());
        let grant = self.grant(&session, Some(hash1), anti_csrf, wish.form, mint)?;
        Ok(Refreshed::Ok(Box::new(grant)))
    }

    /// Judges an access token, and confirms the session's move to it where that is pending.
    pub(crate) fn verify(
        &mut self,
        wish: VerifyWish<'_>,
        mint: Mint<'_>,
    ) -> Result<Verified, SandboxError> {
        let mut access = match Access::decode(wish.token, mint.keys, Reader::Core) {
            Ok(access) => access,
            Err(error) => return Ok(Verified::TryRefresh(error.to_string())),
        };
        if access.expiry_ms <= mint.now_ms {
            return Ok(Verified::TryRefresh("Access token expired".into()));
        }
        if wish.check_anti_csrf
            && (access.anti_csrf.is_none() || access.anti_csrf.as_deref() != wish.anti_csrf)
        {
            return Ok(Verified::TryRefresh("anti-csrf check failed".into()));
        }
        if access.parent_hash1.is_none() && !wish.check_database {
            return Ok(Verified::Ok(Box::new(access), None));
        }
        let Some(session) = self.living_at(&access.handle, mint.now_ms) else {
            return Ok(Verified::Unauthorised(
                "Either the session has ended or has been blacklisted",
            ));
        };
        let hash2 = sha256_hex(&access.hash1);
        let pending = access
            .parent_hash1
            .as_ref()
            .is_some_and(|parent| sha256_hex(parent) == session.hash2);
        if pending {
            session.promote(hash2.clone(), mint.now_ms);
        }
        if access.parent_hash1.is_none() || session.hash2 != hash2 {
            return Ok(Verified::Ok(Box::new(access), None));
        }
        access.parent_hash1 = None;
        let access = stamp(access, mint);
        let issued = issue(&access, session.use_static, mint)?;
        Ok(Verified::Ok(Box::new(access), Some(issued)))
    }

    /// Puts other claims into a session and its access token; the token's end stays.
    pub(crate) fn regenerate(
        &mut self,
        token: &str,
        data: Option<Map<String, Value>>,
        mint: Mint<'_>,
    ) -> Result<Option<(Access, Option<Issued>)>, SandboxError> {
        let Ok(mut access) = Access::decode(token, mint.keys, Reader::Core) else {
            return Ok(None);
        };
        let Some(session) = self.living_at(&access.handle, mint.now_ms) else {
            return Ok(None);
        };
        if let Some(data) = data {
            session.data = data;
        }
        access.data.clone_from(&session.data);
        // An expired token gets no successor: the refresh will bring the new claims.
        if access.expiry_ms <= mint.now_ms {
            return Ok(Some((access, None)));
        }
        access.created_ms = whole(mint.now_ms, access.form);
        let issued = issue(&access, session.use_static, mint)?;
        Ok(Some((access, Some(issued))))
    }

    /// A session that has not ended.
    pub(crate) fn living_at(&mut self, handle: &str, now_ms: u64) -> Option<&mut Session> {
        self.living
            .get_mut(handle)
            .filter(|session| session.expiry_ms > now_ms)
    }

    /// Handles of a user's sessions.
    pub(crate) fn of_user(&self, user_id: &str) -> Vec<String> {
        let mut sessions: Vec<&Session> = self
            .living
            .values()
            .filter(|session| session.user_id == user_id)
            .collect();
        sessions.sort_by_key(|session| session.created_ms);
        sessions
            .into_iter()
            .map(|session| session.handle.clone())
            .collect()
    }

    /// Ends sessions; returns those that were alive.
    pub(crate) fn remove(&mut self, handles: &[String]) -> Vec<String> {
        handles
            .iter()
            .filter(|handle| self.living.remove(*handle).is_some())
            .cloned()
            .collect()
    }
}

impl Session {
    fn promote(&mut self, hash2: String, now_ms: u64) {
        self.hash2 = hash2;
        self.expiry_ms = now_ms + REFRESH_TTL_MS;
    }
}

fn issue(access: &Access, use_static: bool, mint: Mint<'_>) -> Result<Issued, SandboxError> {
    Ok(Issued {
        token: access.encode(mint.keys.signer(use_static && access.form != Form::V2))?,
        expiry_ms: access.expiry_ms,
        created_ms: access.created_ms,
    })
}

fn stamp(access: Access, mint: Mint<'_>) -> Access {
    let created_ms = whole(mint.now_ms, access.form);
    Access {
        created_ms,
        expiry_ms: created_ms + mint.ttl_ms,
        ..access
    }
}

/// A JWT counts in seconds, V2 in milliseconds.
const fn whole(ms: u64, form: Form) -> u64 {
    match form {
        Form::V2 => ms,
        Form::V3 | Form::V4 | Form::V5 => ms / 1000 * 1000,
    }
}

/// SHA-256 in lower-case hex.
fn sha256_hex(text: &str) -> String {
    hex(digest(&SHA256, text.as_bytes()).as_ref())
}

/// As long as a real one: its first part is 207 encrypted bytes, and 300 once it also holds the
/// hash of its parent. Here that part is random, since the core knows its tokens by their hash.
fn new_refresh_token(has_parent: bool) -> Result<String, SandboxError> {
    let sealed = random_bytes(if has_parent { 300 } else { 207 })?;
    let nonce = hex(&random_bytes(32)?);
    Ok(format!("{}.{nonce}.V2", STANDARD.encode(sealed)))
}

/// Fresh random bytes.
pub(crate) fn random_bytes(length: usize) -> Result<Vec<u8>, SandboxError> {
    let mut bytes = vec![0; length];
    rand::fill(&mut bytes).map_err(|_| SandboxError::Crypto("get random bytes"))?;
    Ok(bytes)
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
