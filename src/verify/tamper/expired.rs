//! A token that was good and is past its `exp`.
//!
//! Changing `exp` breaks the signature, and that is another check. So the core signs one that
//! lives for a second, where its URI and key are configured. When it is taken after that, engines
//! that count whole seconds and an allowed skew have to be told from carelessness: tokens that are
//! not valid yet (`nbf`) measure the skew without waiting for it to pass (contracts: hasura §2.3).

use std::time::Duration;

use serde_json::{Map, Value};
use tokio::sync::OnceCell;

use super::{Class, Forgery, shell};
use crate::error::Result;
use crate::jwt;
use crate::secret::Secret;
use crate::supertokens::core::CoreClient;
use crate::verify::asking::{Reception, control_query, receive};
use crate::verify::caller::Caller;
use crate::verify::run::Run;

/// An engine that counts whole seconds may take a token for up to two after its `exp`.
const WHOLE_SECONDS: f64 = 2.1;

/// Seconds of waiting that a person at a terminal wants to be told of.
const LONG: f64 = 10.0;

/// The largest skew that people allow, as far as waiting for it goes.
const USUAL_SKEW: f64 = 63.0;

/// How it went.
#[derive(Debug)]
pub(crate) enum Expired {
    /// Refused, as it should be.
    Refused,
    Taken(Box<Forgery>),
    /// It could not be tried, or not decided.
    NotTried(String),
}

/// Claims that belong to a session, or that the core puts in itself.
const LEFT_OUT: [&str; 11] = [
    "iat",
    "exp",
    "nbf",
    "jti",
    "sessionHandle",
    "refreshTokenHash1",
    "parentRefreshTokenHash1",
    "antiCsrfToken",
    "rsub",
    "tId",
    "stt",
];

/// A token that lives for a second; the error says why there is none.
///
/// Signed before the first probe, it is past its time when its turn comes, and nobody waits.
async fn short_lived(ctx: &Run<'_>) -> Option<Result<Secret, String>> {
    ctx.app.config.core_uri.as_ref()?;
    let mint = Mint::new(ctx).ok()?;
    Some(mint.sign(1, None).await.map_err(|trouble| match trouble {
        Trouble::Core(words) => words,
        Trouble::Hasura(error) => error.to_string(),
    }))
}

/// That token, or why there is none; nothing where nobody asked for it, or there is no core.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShortLived(OnceCell<Option<Result<Secret, String>>>);

impl ShortLived {
    /// Has the core sign it: it will be past its `exp` when it is wanted.
    pub(crate) async fn begin(&self, ctx: &Run<'_>) {
        self.0.get_or_init(|| short_lived(ctx)).await;
    }

    fn get(&self) -> Option<&Result<Secret, String>> {
        self.0.get()?.as_ref()
    }
}

pub(crate) async fn expired(ctx: &Run<'_>, begun: &ShortLived) -> Result<Expired> {
    if ctx.app.config.core_uri.is_none() {
        return Ok(Expired::NotTried(
            "an expired token could not be made: it takes the core (ST_HASURA_CORE_URI and \
             ST_HASURA_CORE_API_KEY) to sign one"
                .into(),
        ));
    }
    let mint = match Mint::new(ctx) {
        Ok(mint) => mint,
        Err(error) => {
            return Ok(Expired::NotTried(format!(
                "the core cannot be used: {error}"
            )));
        }
    };
    match mint.attempt(begun).await {
        Ok(outcome) => Ok(outcome),
        Err(Trouble::Core(error)) => Ok(Expired::NotTried(format!(
            "the core did not sign a token: {error}"
        ))),
        Err(Trouble::Hasura(error)) => Err(error),
    }
}

enum Trouble {
    Core(String),
    Hasura(crate::error::Error),
}

struct Mint<'a> {
    ctx: &'a Run<'a>,
    core: CoreClient<'a>,
    claims: Map<String, Value>,
}

impl<'a> Mint<'a> {
    fn new(ctx: &'a Run<'a>) -> Result<Self> {
        let mut claims = ctx.a.payload().clone();
        claims.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
        Ok(Self {
            ctx,
            core: CoreClient::new(ctx.app)?,
            claims,
        })
    }

    async fn sign(&self, validity: u64, nbf: Option<f64>) -> Result<Secret, Trouble> {
        let mut claims = self.claims.clone();
        if let Some(nbf) = nbf {
            #[allow(clippy::cast_possible_truncation, reason = "seconds since 1970 fit")]
            claims.insert("nbf".into(), Value::from(nbf.ceil() as i64));
        }
        self.core
            .sign_jwt(&claims, validity)
            .await
            .map_err(|error| Trouble::Core(error.to_string()))
    }

    /// Hasura's words when it refuses the token, `None` when it takes it.
    async fn refusal(&self, token: &Secret) -> Result<Option<String>, Trouble> {
        let caller = Caller::bearer(token.clone(), "FORGED");
        let request = control_query(self.ctx);
        match receive(self.ctx, &caller, &request).await {
            Ok(Reception::Refused(words)) => Ok(Some(words)),
            Ok(Reception::Taken(_)) => Ok(None),
            Err(error) => Err(Trouble::Hasura(error)),
        }
    }

    async fn attempt(&self, begun: &ShortLived) -> Result<Expired, Trouble> {
        let lasting = self.sign(300, None).await?;
        if let Some(words) = self.refusal(&lasting).await? {
            return Ok(Expired::NotTried(format!(
                "an expired token could not be made: Hasura refuses even a lasting one that the \
                 core signed ({words})"
            )));
        }
        let token = match begun.get() {
            Some(Ok(token)) => token.clone(),
            Some(Err(words)) => return Err(Trouble::Core(words.clone())),
            None => self.sign(1, None).await?,
        };
        let Some(exp) = jwt::decode(token.expose())
            .ok()
            .and_then(|token| token.exp())
        else {
            return Ok(Expired::NotTried("the core's token has no exp".into()));
        };
        for late in [0.3, WHOLE_SECONDS] {
            if self.after(&token, exp, late).await?.is_some() {
                return Ok(Expired::Refused);
            }
        }
        // Taken, but only just late. Is that skew?
        let skew = self.skew().await?;
        let accepted = || Ok(Expired::Taken(Box::new(forgery(token.clone()))));
        match skew {
            Skew::Below(seconds) => match self.after(&token, exp, seconds + WHOLE_SECONDS).await? {
                Some(_) => Ok(Expired::Refused),
                None => accepted(),
            },
            Skew::Long => Ok(Expired::NotTried(
                "Hasura allows a skew of more than a minute (allowed_skew), and an expired token \
                 is good for that long; whether it ends then was not waited for"
                    .into(),
            )),
        }
    }

    /// Waits until `late` seconds after `exp`, then asks.
    async fn after(&self, token: &Secret, exp: f64, late: f64) -> Result<Option<String>, Trouble> {
        let wait = (exp + late - jwt::now()).clamp(0.0, 90.0);
        if wait > LONG {
            self.ctx.app.ui.note(format!(
                "waiting {wait:.0} s until an expired token must be refused: Hasura allows the \
                 clock to be off (allowed_skew)"
            ));
        }
        tokio::time::sleep(Duration::from_secs_f64(wait)).await;
        self.refusal(token).await
    }

    /// How far off the clock may be, by tokens that are not valid yet.
    async fn skew(&self) -> Result<Skew, Trouble> {
        for limit in [4.0, 60.0] {
            let early = self.sign(7200, Some(jwt::now() + limit)).await?;
            let kept = jwt::decode(early.expose())
                .ok()
                .and_then(|token| token.nbf());
            if kept.is_none() {
                // The core drops nbf: only waiting is left.
                return Ok(Skew::Below(USUAL_SKEW));
            }
            if self.refusal(&early).await?.is_some() {
                return Ok(Skew::Below(limit));
            }
        }
        let early = self.sign(7200, Some(jwt::now() + 3600.0)).await?;
        Ok(if self.refusal(&early).await?.is_some() {
            Skew::Long
        } else {
            // That nbf is not looked at says nothing of exp.
            Skew::Below(USUAL_SKEW)
        })
    }
}

enum Skew {
    /// Less than this many seconds.
    Below(f64),
    /// Between a minute and an hour.
    Long,
}

fn forgery(token: Secret) -> Forgery {
    Forgery {
        id: "expired".into(),
        class: Class::Expired,
        what: "a token past its exp, signed by the core".into(),
        token,
        prelude: shell::prelude(&[
            // The core lets times in the payload win over its own.
            "CLAIMS=$(printf %s \"$TOKEN\" | cut -d. -f2 | unb64 | sed -E \
             's/\"(iat|exp|nbf)\" *: *[0-9.]+ *,? *//g; s/, *}$/}/')"
                .into(),
            "FORGED=$(curl -sS \"$ST_HASURA_CORE_URI/recipe/jwt\" -H \"api-key: \
             $ST_HASURA_CORE_API_KEY\" -H 'content-type: application/json' -d \
             \"{\\\"payload\\\":$CLAIMS,\\\"validity\\\":1,\\\"algorithm\\\":\\\"RS256\\\",\
             \\\"jwksDomain\\\":\\\"st-hasura\\\"}\" | sed 's/.*\"jwt\":\"//; s/\".*//')"
                .into(),
            "sleep 8".into(),
        ]),
    }
}
