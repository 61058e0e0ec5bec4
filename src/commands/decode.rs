//! `decode`: take a token apart, verify it by Hasura's rules, say what Hasura would make of it.

mod text;

use std::path::Path;

use serde_json::Value;
use url::Url;

use super::credentials::refuse_typed;
use crate::app::App;
use crate::bounded;
use crate::cli::DecodeArgs;
use crate::config::JwtSecretText;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hasura::claims::{ClaimsReader, Reading};
use crate::hasura::jwt_secret::verifying_keys::{self, Named};
use crate::input;
use crate::jwt::{
    Decoded, JwtError, Key, KeySet, MAX_TOKEN, Problem, Rules, SignedBy, check, decode, outlived,
    times, unmet, verify,
};
use crate::text::ShownPath;

/// Where the key came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeySource {
    /// A key set on the net.
    Url(Url),
    /// A key set in a file.
    File(ShownPath),
    /// A public key or certificate.
    Pem(ShownPath),
    /// Keys in the configured JWT secret itself, which was read from here.
    Secret(String),
}

impl KeySource {
    /// Of what the configured JWT secret names.
    pub(crate) fn of(named: &Named) -> Self {
        match &named.url {
            Some(url) => Self::Url(url.clone()),
            None => Self::Secret(named.secret.clone()),
        }
    }
}

/// What is known about the signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SignatureState {
    Verified(SignedBy),
    /// It does not, or no key could tell.
    Failed(Problem),
    /// Nobody looked; says why.
    NotChecked(String),
}

/// A point in time that the token names.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Moment {
    pub claim: &'static str,
    /// Seconds since the epoch.
    pub at: f64,
    /// By the local clock, where it can be written.
    pub local: Option<String>,
}

/// A token as `decode` shows it.
#[derive(Debug)]
pub(crate) struct Inspection {
    /// The token. Members whose values are secrets are blanked.
    pub token: Decoded,
    /// Where the key came from.
    pub source: Option<KeySource>,
    /// What is known about the signature.
    pub signature: SignatureState,
    /// `iat`, `nbf` and `exp`, where they are numbers.
    pub moments: Vec<Moment>,
    /// The time of judgement.
    pub now: f64,
    /// Why Hasura would refuse it, in the order in which it looks, claims included.
    pub problems: Vec<Problem>,
    /// The claims as Hasura reads them, as far as it is known where it looks.
    pub reading: Reading,
    /// What looks wrong though Hasura accepts it.
    pub warnings: Vec<String>,
}

pub(crate) async fn run(app: &App, args: &DecodeArgs) -> Result<Inspection> {
    let text = read_token(app, args.file.as_deref())?;
    if text.trim().len() >= 32 {
        app.redactor.learn(text.trim());
    }
    let token = decode(&text)?;
    let rules = Rules {
        issuer: args.issuer.clone(),
        audience: args.audience.clone(),
        #[allow(clippy::cast_precision_loss, reason = "a skew is minutes")]
        skew: args.skew as f64,
        now: times::now(),
    };
    // The local zone can be found out only while no second thread runs, and requests start some.
    let moments = moments(&token);
    let keys = keys(app, args).await?;
    let reader = match &args.claims_namespace {
        Some(namespace) => ClaimsReader::under(namespace),
        None => ClaimsReader::of_engine(app).await?,
    };
    Ok(inspect(app, token, moments, keys, &rules, &reader))
}

/// Keys and their source, or why there are none.
type Keys = std::result::Result<(KeySource, KeySet), String>;

/// Judges a token. `moments` come from [`moments`].
pub(crate) fn inspect(
    app: &App,
    token: Decoded,
    moments: Vec<Moment>,
    keys: Keys,
    rules: &Rules,
    reader: &ClaimsReader,
) -> Inspection {
    let (source, signature, mut problems) = match keys {
        Ok((source, set)) => {
            let verification = verify(&token, &set, rules);
            let signature = match verification.signature {
                Ok(signer) => SignatureState::Verified(signer),
                Err(problem) => SignatureState::Failed(problem),
            };
            (Some(source), signature, verification.problems)
        }
        Err(reason) => (
            None,
            SignatureState::NotChecked(reason),
            check(&token, rules),
        ),
    };
    let reading = reader.read(&token);
    problems.extend(reading.claims.problems.iter().cloned());
    let mut warnings = reading.claims.warnings.clone();
    warnings.extend(unmet(&token));
    warnings.extend(milliseconds(&moments));
    warnings.extend(never_expires(&token));
    warnings.extend(absent(&token, rules));
    warnings.extend(outlived(&token, rules.now).map(ToOwned::to_owned));
    Inspection {
        token: blank_secrets(app, token),
        source,
        signature,
        moments,
        now: rules.now,
        problems,
        reading,
        warnings,
    }
}

/// Claims that are demanded and not there: Hasura lets such a token pass (contracts: hasura §2.3).
fn absent(token: &Decoded, rules: &Rules) -> Vec<String> {
    let wanted = [
        ("aud", "audience", !rules.audience.is_empty()),
        ("iss", "issuer", rules.issuer.is_some()),
    ];
    let absent = wanted.into_iter().filter(|(claim, _, is_demanded)| {
        *is_demanded && token.claims.get(*claim).is_none_or(Value::is_null)
    });
    let sentence = |(claim, what, _): (&str, &str, bool)| {
        format!(
            "the token has no {claim}, and an {what} is demanded: Hasura lets that pass, other \
             verifiers refuse it; set {claim} in createNewSession"
        )
    };
    absent.map(sentence).collect()
}

/// The points in time that a token names, written by the local clock.
pub(crate) fn moments(token: &Decoded) -> Vec<Moment> {
    [
        ("iat", token.iat()),
        ("nbf", token.nbf()),
        ("exp", token.exp()),
    ]
    .into_iter()
    .filter_map(|(claim, at)| {
        let at = at?;
        let local = times::local(at);
        Some(Moment { claim, at, local })
    })
    .collect()
}

/// The token from standard input or a file. A token given as the argument itself is refused.
fn read_token(app: &App, file: Option<&Path>) -> Result<String> {
    let file = file.filter(|path| *path != Path::new("-"));
    let read = match file {
        None => {
            invite(app)?;
            bounded::stdin(MAX_TOKEN)
        }
        Some(path) => {
            refuse_typed(app, path, "st-hasura token | st-hasura decode")?;
            bounded::bytes(&app.context.cwd.join(path), MAX_TOKEN)
        }
    };
    match read {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if bounded::is_too_large(&error) => Err(JwtError::TooLarge {
            bytes: MAX_TOKEN + 1,
        }
        .into()),
        Err(error) => {
            let name = file.map_or("standard input".into(), Path::to_string_lossy);
            Err(Error::io("read", name, error))
        }
    }
}

/// Says what is waited for on standard input, where it may be waited for.
fn invite(app: &App) -> Result<()> {
    let secret = app.config.jwt_secret.as_ref();
    if secret.is_some_and(JwtSecretText::took_stdin) {
        return Err(Error::usage(
            "standard input cannot be both the token and the JWT secret",
            "give one of them as a file",
        ));
    }
    if app.context.stdin_tty {
        if !app.may_prompt() {
            return Err(App::missing(
                "the token",
                "standard input or the name of a file",
            ));
        }
        app.ui.note("paste the token, then press Enter and Ctrl-D");
    }
    Ok(())
}

/// The keys that the command line or the profile names.
async fn keys(app: &App, args: &DecodeArgs) -> Result<Keys> {
    if args.no_verify {
        return Ok(Err("--no-verify was given".into()));
    }
    if let Some(path) = &args.pem {
        let key = Key::from_pem(&read_file(app, path)?)?;
        return Ok(Ok((
            KeySource::Pem(path.clone().into()),
            KeySet::single(key),
        )));
    }
    if let Some(path) = &args.jwks_file {
        let set = KeySet::parse(&read_file(app, path)?).map_err(|error| error.within(path))?;
        return Ok(Ok((KeySource::File(path.clone().into()), set)));
    }
    if args.jwks_url.is_none() {
        match verifying_keys::named(app).await {
            Ok(Some(named)) => return Ok(Ok((KeySource::of(&named), named.set))),
            Ok(None) => {}
            Err(error) if error.exit() == Exit::Unreachable => {
                return Ok(Err(format!(
                    "the key set that the JWT secret names cannot be read from here ({error}); \
                     --jwks-url names it by another address"
                )));
            }
            Err(error) => return Err(error),
        }
    }
    let url = match &args.jwks_url {
        Some(text) => super::jwks::parse_url(text)?,
        None if app.config.jwks_url.is_some() || app.config.api_url.is_some() => {
            app.config.require_jwks_url()?
        }
        None => {
            return Ok(Err(
                "no key is known: give --jwks-url, --jwks-file or --pem, or configure the auth \
                 API (--api-url)"
                    .into(),
            ));
        }
    };
    let fetched = KeySet::fetch(app, &url).await?;
    Ok(Ok((KeySource::Url(fetched.url), fetched.set)))
}

/// A file named on the command line, of a bounded size.
fn read_file(app: &App, path: &Path) -> Result<Vec<u8>> {
    input::file(&app.context.cwd.join(path), bounded::WRITTEN)
}

/// Blanks the values that could be used against the user: the anti-CSRF token, and tokens inside
/// the token.
fn blank_secrets(app: &App, mut token: Decoded) -> Decoded {
    for (name, value) in &mut token.claims {
        let Value::String(text) = value else { continue };
        if name == "antiCsrfToken" || decode(text).is_ok() {
            app.redactor.learn(text);
            *value = Value::String(crate::secret::MASK.to_owned());
        }
    }
    token
}

/// Trouble that no rule catches: a time in milliseconds lies fifty thousand years ahead.
fn milliseconds(moments: &[Moment]) -> Vec<String> {
    moments
        .iter()
        .filter(|moment| moment.at > 1e11)
        .map(|moment| format!("{} is in milliseconds; seconds belong there", moment.claim))
        .collect()
}

fn never_expires(token: &Decoded) -> Option<String> {
    (!token.claims.contains_key("exp"))
        .then(|| "there is no exp: the token never expires, and Hasura accepts that".to_owned())
}
