//! `jwt-secret`: the value for `HASURA_GRAPHQL_JWT_SECRET`; [`lint`] judges one, [`apply`] puts
//! it where Hasura reads it.

pub(crate) mod apply;
pub(crate) mod lint;
mod text;

use clap::ValueEnum as _;
use reqwest::header::HeaderName;
use serde_json::{Map, Value};
use url::Url;

use crate::app::App;
use crate::cli::{HeaderFrom, JwtSecretArgs, JwtSecretValueArgs};
use crate::error::{Error, Result};
use crate::hasura::jwt_secret::format::JwtSecretFormat;
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;
use crate::hasura::jwt_secret::{JwtSecret, KeySource, TokenLocation, ddn, format, key_type};
use crate::jwt::{self, Decoded, JwtError, Key, KeySet, Lifetime, SetKey, is_string_or_uri};
use crate::session::SessionSource;
use crate::supertokens::{Published, SuperTokensError, held_token, published};
use crate::text::visible;

/// Words that choose for the user.
const AUTO: &str = "auto";

/// Beyond this, an expired token lives too long to be an accident of clocks.
const LARGE_SKEW: u64 = 300;

/// What `jwt-secret` prints.
#[derive(Debug)]
pub(crate) struct Secret {
    /// The value on one line.
    pub line: String,
    /// The value as an object.
    pub object: Map<String, Value>,
    /// `--to`, as typed.
    pub format: String,
    /// The value in that format, with a line break at its end.
    pub text: String,
    /// What was said on stderr.
    pub warnings: Vec<String>,
}

/// A value and what has to be said about it.
#[derive(Debug)]
struct Built {
    secret: JwtSecret,
    warnings: Vec<String>,
}

pub(crate) async fn run(app: &App, args: &JwtSecretArgs) -> Result<Secret> {
    let Built { secret, warnings } = build(app, &args.value).await?;
    for warning in &warnings {
        app.ui.warn(visible(warning));
    }
    let line = secret.line();
    if args.to == JwtSecretFormat::Ddn {
        for difference in ddn::differences(&secret) {
            app.ui.note(difference);
        }
    }
    let text = format::of(&secret, args.to).map_err(|why| {
        Error::usage(why, "choose another form, or another key with --inline-key")
    })?;
    Ok(Secret {
        line,
        object: secret.object(),
        format: args
            .to
            .to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default(),
        text,
        warnings,
    })
}

/// The value that the options describe, checked.
async fn build(app: &App, args: &JwtSecretValueArgs) -> Result<Built> {
    let mut warnings = Vec::new();
    let url = match &args.jwks_url {
        Some(text) => super::jwks::parse_url(text)?,
        None => crate::http::without_user_info(&app.config.require_jwks_url()?),
    };
    let token = session_token(app);
    let keys = if let Some(wanted) = &args.inline_key {
        inline(app, &url, wanted, token.as_ref(), &mut warnings).await?
    } else {
        warnings.extend(unreachable(&url));
        KeySource::Url(url.to_string())
    };
    let secret = JwtSecret {
        keys,
        claims_namespace: args.claims_namespace.clone(),
        issuer: issuer(app, args, &url, token.as_ref(), &mut warnings).await?,
        audience: args.audience.clone(),
        allowed_skew: args.skew,
        header: args.header_from.as_ref().map(location).transpose()?,
    };
    check(&secret, &mut warnings)?;
    Ok(Built { secret, warnings })
}

/// The JWT that the profile's session holds, if there is one: it shows which key and issuer are
/// in use. Nothing is asked of any server, and no trouble with the session matters here.
fn session_token(app: &App) -> Option<Decoded> {
    let session = SessionSource::choose(&app.config, &app.store)
        .ok()?
        .load()
        .ok()??;
    session.teach(&app.redactor);
    jwt::decode(held_token(&session)?.jwt.expose()).ok()
}

fn unreachable(url: &Url) -> Option<String> {
    let obstacle = Obstacle::of(url)?;
    let host = url.host_str().unwrap_or_default();
    Some(format!(
        "{host} {}; {}",
        obstacle.meaning(),
        obstacle.remedy()
    ))
}

async fn issuer(
    app: &App,
    args: &JwtSecretValueArgs,
    jwks: &Url,
    token: Option<&Decoded>,
    warnings: &mut Vec<String>,
) -> Result<Option<String>> {
    let issuer = match args.issuer.as_deref() {
        None => return Ok(None),
        Some(AUTO) => announced_issuer(app, jwks).await?,
        Some(value) => value.to_owned(),
    };
    if let Some(found) = token.and_then(Decoded::iss)
        && found != issuer
    {
        warnings.push(format!(
            "the session's token says iss \"{found}\", not \"{issuer}\": with this issuer Hasura \
             refuses it (JWTNotInIssuer); they are compared byte for byte"
        ));
    }
    Ok(Some(issuer))
}

/// What the SDK's discovery document says (contracts: supertokens §1.8). It lies beside the key
/// set, below the base path.
pub(super) async fn announced_issuer(app: &App, jwks: &Url) -> Result<String> {
    let mut url = jwks.clone();
    let base = if let Some(base) = url.path().strip_suffix("/jwt/jwks.json") {
        base.to_owned()
    } else {
        url = app.config.api_base()?;
        url.path().trim_end_matches('/').to_owned()
    };
    url.set_path(&format!("{base}/.well-known/openid-configuration"));
    url.set_query(None);
    let response = match published(app, &url, "an issuer").await? {
        Published::Document(response) => response,
        Published::Absent { url } => return Err(JwtError::NoDiscovery { url }.into()),
    };
    let document: Option<Value> = serde_json::from_slice(&response.body).ok();
    let issuer = document
        .as_ref()
        .and_then(|document| document.get("issuer")?.as_str());
    issuer.map(ToOwned::to_owned).ok_or_else(|| {
        SuperTokensError::BadAnswer {
            route: format!("GET {url}"),
            missing: "an issuer",
            got: "JSON without one".into(),
        }
        .into()
    })
}

/// The public key itself. The one that signed the session's token is right beyond doubt; failing
/// that, one that is never replaced.
async fn inline(
    app: &App,
    url: &Url,
    wanted: &str,
    token: Option<&Decoded>,
    warnings: &mut Vec<String>,
) -> Result<KeySource> {
    let set = KeySet::fetch(app, url).await?.set;
    let usable: Vec<(&SetKey, &Key, &'static str, String)> = set
        .usable()
        .filter_map(|(entry, key)| {
            let kind = key_type(key.family, entry.alg.as_deref())?;
            Some((entry, key, kind, key.to_pem()?))
        })
        .collect();
    let named = |kid: &str| {
        usable
            .iter()
            .find(|(entry, ..)| entry.kid.as_deref() == Some(kid))
    };
    let of_token = token.and_then(|token| named(token.kid()?));
    let permanent = usable
        .iter()
        .find(|(entry, ..)| entry.lifetime().is_permanent());
    let chosen = if wanted == AUTO {
        of_token.or(permanent).or_else(|| usable.first())
    } else {
        Some(named(wanted).ok_or_else(|| no_such_key(wanted, &set))?)
    };
    let (entry, _, kind, pem) = chosen.ok_or(JwtError::NoUsableKey)?;
    warnings.extend(inline_warnings(entry, &set, of_token.is_some()));
    app.ui
        .note(visible(&format!("the key is {}", entry.label())));
    Ok(KeySource::Inline {
        kind,
        pem: pem.clone(),
    })
}

fn no_such_key(wanted: &str, set: &KeySet) -> Error {
    let known: Vec<String> = set.keys.iter().map(|key| visible(&key.label())).collect();
    Error::usage(
        format!("the key set has no usable key named {wanted}"),
        format!("its keys are {}; auto chooses one", known.join(", ")),
    )
}

/// Keys that will be wrong tomorrow, or are wrong already (contracts: supertokens §3.4).
fn inline_warnings(entry: &SetKey, set: &KeySet, proven: bool) -> Option<String> {
    let rotates = |key: &SetKey| matches!(key.lifetime(), Lifetime::Dynamic(_));
    match entry.lifetime() {
        Lifetime::Dynamic(_) => Some(format!(
            "{} is a dynamic key, replaced every week by default; from then on Hasura refuses \
             every new token. Set useDynamicAccessTokenSigningKey: false in Session.init, sign in \
             again and print the secret anew",
            entry.label()
        )),
        Lifetime::Static | Lifetime::Legacy if !proven && set.keys.iter().any(rotates) => {
            Some(format!(
                "{} is the static key, but the SDK signs session tokens with the dynamic one \
                 unless Session.init says useDynamicAccessTokenSigningKey: false; sign in first, \
                 and the key in use is chosen",
                entry.label()
            ))
        }
        Lifetime::Static | Lifetime::Legacy | Lifetime::Unknown => None,
    }
}

fn location(from: &HeaderFrom) -> Result<TokenLocation> {
    let checked = |name: &str| {
        // Names of cookies and headers are both tokens of RFC 9110 §5.6.2.
        HeaderName::from_bytes(name.as_bytes())
            .map(|_| name.to_owned())
            .map_err(|_| {
                Error::usage(
                    format!("\"{name}\" cannot name a cookie or header"),
                    "letters, digits and - _ . may stand in it",
                )
            })
    };
    Ok(match from {
        HeaderFrom::Authorization => TokenLocation::Authorization,
        HeaderFrom::Cookie(name) => TokenLocation::Cookie(checked(name)?),
        HeaderFrom::Header(name) => TokenLocation::CustomHeader(checked(name)?),
    })
}

/// Refuses what Hasura refuses at its start, and warns of what it takes differently than meant
/// (contracts: hasura §1.10).
fn check(secret: &JwtSecret, warnings: &mut Vec<String>) -> Result<()> {
    let named = secret.issuer.iter().map(|value| ("--issuer", value));
    let named = named.chain(secret.audience.iter().map(|value| ("--audience", value)));
    for (flag, value) in named {
        if value.is_empty() {
            return Err(Error::usage(
                format!("{flag} is empty"),
                "leave it out, or give a value",
            ));
        }
        if !is_string_or_uri(value) {
            return Err(Error::usage(
                format!(
                    "{flag} \"{value}\" contains a colon but is no absolute URI, so Hasura does \
                     not start with it (failed to parse StringOrURI)"
                ),
                "give a full URI such as https://example.com/auth, or a word without a colon",
            ));
        }
    }
    if let Some(namespace) = &secret.claims_namespace {
        if namespace.is_empty() {
            return Err(Error::usage("--claims-namespace is empty", "leave it out"));
        }
        if jwt::is_registered(namespace) {
            warnings.push(format!(
                "Hasura never finds claims under \"{namespace}\", which is a registered claim"
            ));
        }
    }
    if !secret.audience.is_empty() {
        warnings.push(
            "SuperTokens sets no aud unless an override does, and Hasura accepts tokens without \
             one: this audience refuses only tokens that name another"
                .into(),
        );
    }
    if secret.allowed_skew.is_some_and(|skew| skew > LARGE_SKEW) {
        warnings.push(format!(
            "--skew above {LARGE_SKEW} keeps expired tokens alive for that long"
        ));
    }
    Ok(())
}
