//! Access tokens in the four forms that cores have issued (contracts: supertokens §3.1), and
//! plain JWTs.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

use super::keys::{KeyRing, SigningKey};
use crate::SandboxError;

/// Claims that belong to the core and cannot be set by an application.
pub(crate) const PROTECTED: [&str; 10] = [
    "sub",
    "iat",
    "exp",
    "sessionHandle",
    "parentRefreshTokenHash1",
    "refreshTokenHash1",
    "antiCsrfToken",
    "rsub",
    "tId",
    "stt",
];

/// Which form an access token has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// No JWS: standard base64, no kid, claims under `userData`. CDI below 2.21.
    V2,
    /// A JWS with the claims at the root. CDI 2.21.
    V3,
    /// V3 with the tenant. CDI 3.
    V4,
    /// V4 with the recipe user. CDI 4 and later.
    V5,
}

impl Form {
    const fn version(self) -> &'static str {
        match self {
            Self::V2 => "2",
            Self::V3 => "3",
            Self::V4 => "4",
            Self::V5 => "5",
        }
    }
}

/// What an access token says.
#[derive(Clone, Debug, PartialEq)]
pub struct Access {
    pub form: Form,
    /// The name of the key that has signed it; V2 has none.
    pub kid: Option<String>,
    pub user_id: String,
    pub handle: String,
    /// SHA-256 of the refresh token that came with it, in hex.
    pub hash1: String,
    /// The same of the refresh token that it was bought with, until the core has confirmed it.
    pub parent_hash1: Option<String>,
    /// The anti-CSRF token of the session.
    pub anti_csrf: Option<String>,
    pub data: Map<String, Value>,
    /// Milliseconds; whole seconds in all forms but V2.
    pub created_ms: u64,
    /// Milliseconds; whole seconds in all forms but V2.
    pub expiry_ms: u64,
}

/// Who reads a token. They differ about JWTs that name no version, which `/recipe/jwt` makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Takes them for the newest form, and wants all members that it would have written.
    Core,
    /// Takes them for V3, and wants only members that have a value.
    Sdk,
}

impl Reader {
    const fn without_version(self) -> Form {
        match self {
            Self::Core => Form::V5,
            Self::Sdk => Form::V3,
        }
    }

    /// Claims that must be there, in the order in which a core looks for them.
    fn wanted(self, form: Form) -> impl Iterator<Item = &'static str> {
        let nullable = ["parentRefreshTokenHash1", "antiCsrfToken"];
        let names = match form {
            Form::V2 => ["userId", "expiryTime", "timeCreated"],
            Form::V3 | Form::V4 | Form::V5 => ["sub", "exp", "iat"],
        };
        let tenant = (form >= Form::V4).then_some("tId");
        let recipe_user = (form >= Form::V5).then_some("rsub");
        names
            .into_iter()
            .chain(["sessionHandle", "refreshTokenHash1"])
            .chain(
                nullable
                    .into_iter()
                    .filter(move |_| self == Self::Core && form > Form::V2),
            )
            .chain(tenant)
            .chain(recipe_user)
    }
}

/// Why a token is not accepted as this core's; shown in a core's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// Not three parts, not base64, not JSON, or another kind of header.
    #[error("io.supertokens.session.jwt.JWT$JWTException: {0}")]
    Shape(&'static str),
    /// A claim is missing, or of another type.
    #[error(
        "Access token does not contain all the information. Maybe the structure has changed? {0}"
    )]
    Claim(&'static str),
    /// No key of this core has that name.
    #[error("Key not found")]
    Key,
    /// The key of that name did not make the signature.
    #[error("io.supertokens.session.jwt.JWT$JWTException: JWT verification failed")]
    Signature,
}

impl NotOurs {
    /// Whether it does not even look like a session's token.
    pub const fn is_unreadable(self) -> bool {
        matches!(self, Self::Shape(_) | Self::Claim(_))
    }
}

impl Access {
    pub fn encode(&self, key: &SigningKey) -> Result<String, SandboxError> {
        if self.form == Form::V2 {
            let header = r#"{"alg":"RS256","typ":"JWT","version":"2"}"#;
            let signed = format!(
                "{}.{}",
                STANDARD.encode(header),
                STANDARD.encode(self.v2_payload().to_string())
            );
            let signature = key.sign(signed.as_bytes())?;
            return Ok(format!("{signed}.{}", STANDARD.encode(signature)));
        }
        let header = json!({
            "kid": key.kid,
            "typ": "JWT",
            "version": self.form.version(),
            "alg": "RS256",
        });
        jws(&header, &Value::Object(self.payload()), key)
    }

    fn v2_payload(&self) -> Value {
        let mut payload = Map::new();
        payload.insert("sessionHandle".into(), json!(self.handle));
        payload.insert("userId".into(), json!(self.user_id));
        payload.insert("refreshTokenHash1".into(), json!(self.hash1));
        if let Some(parent) = &self.parent_hash1 {
            payload.insert("parentRefreshTokenHash1".into(), json!(parent));
        }
        payload.insert("userData".into(), Value::Object(self.data.clone()));
        if let Some(token) = &self.anti_csrf {
            payload.insert("antiCsrfToken".into(), json!(token));
        }
        payload.insert("expiryTime".into(), json!(self.expiry_ms));
        payload.insert("timeCreated".into(), json!(self.created_ms));
        Value::Object(payload)
    }

    /// The claims of V3 and later, in the order in which a core writes them.
    fn payload(&self) -> Map<String, Value> {
        let mut payload = Map::new();
        payload.insert("iat".into(), json!(self.created_ms / 1000));
        payload.insert("exp".into(), json!(self.expiry_ms / 1000));
        payload.insert("sub".into(), json!(self.user_id));
        if self.form >= Form::V4 {
            payload.insert("tId".into(), json!("public"));
        }
        if self.form >= Form::V5 {
            payload.insert("rsub".into(), json!(self.user_id));
        }
        payload.insert("sessionHandle".into(), json!(self.handle));
        payload.insert("refreshTokenHash1".into(), json!(self.hash1));
        payload.insert("parentRefreshTokenHash1".into(), json!(self.parent_hash1));
        payload.insert("antiCsrfToken".into(), json!(self.anti_csrf));
        payload.extend(self.data.clone());
        payload
    }

    /// Reads a token of any form and checks its signature; its age is the caller's business.
    pub fn decode(token: &str, keys: &KeyRing, reader: Reader) -> Result<Self, NotOurs> {
        let no_jwt = NotOurs::Shape("Invalid JWT");
        let (signed, signature) = token.rsplit_once('.').ok_or(no_jwt)?;
        let (header, payload) = signed.split_once('.').ok_or(no_jwt)?;
        let header = part(header).ok_or(no_jwt)?;
        let payload = part(payload).ok_or(no_jwt)?;
        let form = match header.get("version").map(Value::as_str) {
            None => reader.without_version(),
            Some(Some("2")) => Form::V2,
            Some(Some("3")) => Form::V3,
            Some(Some("4")) => Form::V4,
            Some(Some("5")) => Form::V5,
            _ => return Err(NotOurs::Shape("JWT header mismatch - version")),
        };
        let kid = header.get("kid").and_then(Value::as_str);
        if kid.is_none() && form > Form::V2 {
            return Err(NotOurs::Shape("JWT header missing - kid"));
        }
        if let Some(name) = reader
            .wanted(form)
            .find(|name| !payload.contains_key(*name))
        {
            return Err(NotOurs::Claim(name));
        }
        let mut access = if form == Form::V2 {
            Self::from_v2(payload)
        } else {
            Self::from_claims(form, payload)
        }
        .ok_or(NotOurs::Claim("type"))?;
        let signature = decode_base64(signature).ok_or(no_jwt)?;
        let mut candidates = keys.candidates(kid).peekable();
        if candidates.peek().is_none() {
            return Err(NotOurs::Key);
        }
        if !candidates.any(|key| key.verifies(signed.as_bytes(), &signature)) {
            return Err(NotOurs::Signature);
        }
        access.kid = kid.map(str::to_owned);
        Ok(access)
    }

    fn from_v2(mut payload: Map<String, Value>) -> Option<Self> {
        let Some(Value::Object(data)) = payload.remove("userData") else {
            return None;
        };
        Some(Self {
            form: Form::V2,
            kid: None,
            user_id: text(&payload, "userId")?,
            handle: text(&payload, "sessionHandle")?,
            hash1: text(&payload, "refreshTokenHash1")?,
            parent_hash1: text(&payload, "parentRefreshTokenHash1"),
            anti_csrf: text(&payload, "antiCsrfToken"),
            data,
            created_ms: payload.get("timeCreated")?.as_u64()?,
            expiry_ms: payload.get("expiryTime")?.as_u64()?,
        })
    }

    fn from_claims(form: Form, payload: Map<String, Value>) -> Option<Self> {
        Some(Self {
            form,
            kid: None,
            user_id: text(&payload, "sub")?,
            handle: text(&payload, "sessionHandle")?,
            hash1: text(&payload, "refreshTokenHash1")?,
            parent_hash1: text(&payload, "parentRefreshTokenHash1"),
            anti_csrf: text(&payload, "antiCsrfToken"),
            created_ms: payload.get("iat")?.as_u64()?.checked_mul(1000)?,
            expiry_ms: payload.get("exp")?.as_u64()?.checked_mul(1000)?,
            data: payload
                .into_iter()
                .filter(|(name, _)| !PROTECTED.contains(&name.as_str()))
                .collect(),
        })
    }

    /// The claims as a front end gets to see them: the whole payload, or `userData` for V2.
    pub fn public_payload(&self) -> Map<String, Value> {
        if self.form == Form::V2 {
            self.data.clone()
        } else {
            self.payload()
        }
    }
}

pub(crate) fn jws(
    header: &Value,
    payload: &Value,
    key: &SigningKey,
) -> Result<String, SandboxError> {
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(payload.to_string())
    );
    let signature = key.sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

fn text(payload: &Map<String, Value>, name: &str) -> Option<String> {
    payload.get(name)?.as_str().map(str::to_owned)
}

fn part(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&decode_base64(text)?).ok()
}

/// Either alphabet: V2 uses the standard one, a JWS the other.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD
        .decode(text)
        .or_else(|_| URL_SAFE_NO_PAD.decode(text))
        .ok()
}
