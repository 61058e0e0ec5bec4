//! `token`.

mod text;

use std::time::Duration;

use time::OffsetDateTime;

use super::decode::{self, Inspection, KeySource};
use crate::app::App;
use crate::cli::TokenArgs;
use crate::error::Result;
use crate::hasura::claims::{ClaimsReader, Reading};
use crate::hasura::jwt_secret::verifying_keys;
use crate::jwt::{self, Decoded, JwtError, KeySet, Rules};
use crate::output::Outcome;
use crate::session::SessionSource;
use crate::supertokens::{self, FreshToken, TokenRequest};
use crate::text::span;

/// A JWT for Hasura.
#[derive(Debug)]
pub(crate) struct Token {
    /// The token and what is known of it.
    pub token: FreshToken,
    /// It carries claims where Hasura looks for them, as far as that is known.
    pub has_claims: bool,
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
    let decoded = jwt::decode(token.jwt.expose())?;
    if args.decode {
        let inspection = inspect(app, args, decoded).await?;
        warn(app, args, &token, &inspection.reading);
        return Ok(Box::new(inspection));
    }
    let reading = read(app, &decoded).await?;
    warn(app, args, &token, &reading);
    for unmet in jwt::unmet(&decoded) {
        app.ui.warn(unmet);
    }
    if args.verify {
        verify(app, &decoded).await?;
    }
    let has_claims = !reading.claims.are_elsewhere();
    Ok(Box::new(Token { token, has_claims }))
}

/// The claims. The engine is asked only where nothing is in the default place, and nobody has said
/// that they are elsewhere: most tokens are wanted at once.
async fn read(app: &App, token: &Decoded) -> Result<Reading> {
    let reading = ClaimsReader::offline(app)?.read(token);
    if reading.unknown.is_none() {
        return Ok(reading);
    }
    Ok(ClaimsReader::of_engine(app).await?.read(token))
}

/// The token as `decode` shows it. A signature that does not hold is its exit status.
async fn inspect(app: &App, args: &TokenArgs, decoded: Decoded) -> Result<Inspection> {
    let moments = decode::moments(&decoded);
    let keys = if args.verify {
        Ok(keys(app).await?)
    } else {
        Err("--verify was not given".to_owned())
    };
    let rules = Rules::at(jwt::now());
    let reader = ClaimsReader::of_engine(app).await?;
    Ok(decode::inspect(
        app, decoded, moments, keys, &rules, &reader,
    ))
}

/// The keys that the configured JWT secret names, or else those of the profile.
async fn keys(app: &App) -> Result<(KeySource, KeySet)> {
    if let Some(named) = verifying_keys::named(app).await? {
        return Ok((KeySource::of(&named), named.set));
    }
    let fetched = KeySet::fetch(app, &app.config.require_jwks_url()?).await?;
    Ok((KeySource::Url(fetched.url), fetched.set))
}

/// Holds the token to Hasura's rules with the key set in force.
async fn verify(app: &App, decoded: &Decoded) -> Result<()> {
    let (_, keys) = keys(app).await?;
    let verification = jwt::verify(decoded, &keys, &Rules::at(jwt::now()));
    match verification.problems.into_iter().next() {
        Some(problem) => Err(JwtError::Refused(Box::new(problem)).into()),
        None => Ok(()),
    }
}

/// What the person should know of a token that is not as it should be.
fn warn(app: &App, args: &TokenArgs, token: &FreshToken, reading: &Reading) {
    let place = &reading.claims.namespace;
    if let Some(unknown) = &reading.unknown {
        app.ui
            .warn(format!("the token carries no {place}: {unknown}"));
    } else if reading.claims.are_elsewhere() {
        app.ui.warn(format!(
            "the token carries no {place}, where this Hasura looks for its claims, and is refused \
             for that"
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
