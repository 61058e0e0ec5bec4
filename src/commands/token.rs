//! `token`.

mod text;

use std::time::Duration;

use time::OffsetDateTime;

use super::decode::{self, Inspection, KeySource};
use crate::app::App;
use crate::cli::TokenArgs;
use crate::error::Result;
use crate::jwt::{self, HASURA_NAMESPACE, JwtError, KeySet, Rules};
use crate::output::Outcome;
use crate::session::SessionSource;
use crate::supertokens::{self, FreshToken, TokenRequest};
use crate::text::span;

/// A JWT for Hasura.
#[derive(Debug)]
pub(crate) struct Token {
    /// The token and what is known of it.
    pub token: FreshToken,
}

pub(crate) async fn run(app: &App, args: &TokenArgs) -> Result<Box<dyn Outcome>> {
    let place = SessionSource::choose(&app.config, &app.store)?;
    let wish = TokenRequest {
        min_ttl: Duration::from_secs(args.min_ttl),
        route: args.jwt_path.clone(),
        pointer: args.jwt_pointer.clone(),
    };
    let token = supertokens::fresh_token_at(app, place, &wish).await?;
    app.ui.trace(1, format!("source: {}", token.source));
    warn(app, args, &token);
    if args.decode {
        return Ok(Box::new(inspect(app, args, &token).await?));
    }
    if args.verify {
        verify(app, &token).await?;
    }
    Ok(Box::new(Token { token }))
}

/// The token as `decode` shows it. A signature that does not hold is its exit status.
async fn inspect(app: &App, args: &TokenArgs, token: &FreshToken) -> Result<Inspection> {
    let decoded = jwt::decode(token.jwt.expose())?;
    let moments = decode::moments(&decoded);
    let keys = if args.verify {
        let keys = KeySet::fetch(app, &app.config.require_jwks_url()?).await?;
        Ok((KeySource::Url(keys.url), keys.set))
    } else {
        Err("--verify was not given".to_owned())
    };
    let rules = Rules::at(jwt::now());
    let namespace = HASURA_NAMESPACE;
    Ok(decode::inspect(
        app, decoded, moments, keys, &rules, namespace,
    ))
}

/// Holds the token to Hasura's rules with the profile's key set.
async fn verify(app: &App, token: &FreshToken) -> Result<()> {
    let decoded = jwt::decode(token.jwt.expose())?;
    let keys = KeySet::fetch(app, &app.config.require_jwks_url()?).await?;
    let verification = jwt::verify(&decoded, &keys.set, &Rules::at(jwt::now()));
    match verification.problems.into_iter().next() {
        Some(problem) => Err(JwtError::Refused(Box::new(problem)).into()),
        None => Ok(()),
    }
}

/// What the person should know of a token that is not as it should be.
fn warn(app: &App, args: &TokenArgs, token: &FreshToken) {
    if !token.has_claims {
        app.ui.warn(format!(
            "the token carries no {HASURA_NAMESPACE}: Hasura refuses it unless its JWT secret \
             names another claims_namespace or a claims_map"
        ));
    }
    let now = OffsetDateTime::now_utc().unix_timestamp();
    if let Some(left) = token.expires_at.map(|expiry| expiry - now)
        && left > 0
        && left < i64::try_from(args.min_ttl).unwrap_or(i64::MAX)
    {
        app.ui.warn(format!(
            "the token lasts {}, less than --min-ttl {}: this auth API issues no longer ones",
            span(left),
            args.min_ttl
        ));
    }
}
