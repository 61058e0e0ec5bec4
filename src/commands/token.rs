//! `token`.

use std::time::Duration;

use time::OffsetDateTime;

use crate::app::App;
use crate::cli::TokenArgs;
use crate::error::Result;
use crate::jwt::HASURA_NAMESPACE;
use crate::output::span;
use crate::session::Place;
use crate::supertokens::{self, FreshToken, TokenWish};

/// A JWT for Hasura.
#[derive(Debug)]
pub struct Token {
    /// The token and what is known of it.
    pub token: FreshToken,
}

/// `token`.
pub async fn run(app: &App, args: &TokenArgs) -> Result<Token> {
    let place = Place::choose(&app.config, &app.store)?;
    let wish = TokenWish {
        min_ttl: Duration::from_secs(args.min_ttl),
        route: args.jwt_path.clone(),
        pointer: args.jwt_pointer.clone(),
    };
    let token = supertokens::fresh_token_at(app, place, &wish).await?;
    app.ui.trace(1, format!("source: {}", token.source));
    warn(app, args, &token);
    Ok(Token { token })
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
