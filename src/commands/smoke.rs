//! `smoke`: the whole chain with throw-away users, for CI.

pub(super) mod text;

use crate::app::App;
use crate::cli::SmokeArgs;
use crate::error::{Error, Result};
use crate::smoke::{self, Chain, ChainOptions, Silent};
use crate::supertokens::Form;

/// How it went.
#[derive(Debug)]
pub(crate) struct SmokeOutcome {
    /// The tutorial's four steps only.
    pub quick: bool,
    /// The steps, the verification, the clean-up.
    pub chain: Chain,
}

pub(crate) async fn run(app: &App, args: &SmokeArgs) -> Result<SmokeOutcome> {
    if app.config.curl {
        return Err(Error::usage(
            "--curl cannot print a chain in which each request needs the answer of the one before",
            "run demo: it shows what you would have typed for each step",
        ));
    }
    app.config.api_base()?;
    app.config.require_hasura()?;
    let options = ChainOptions {
        email_domain: args.email_domain.trim_start_matches('@').to_owned(),
        fields: Form::parse_fields(&args.field)?,
        query: args.query.clone(),
        keep_users: args.keep_users,
    };
    let chain = if args.quick {
        Box::pin(smoke::quick(app, &options, &Silent)).await
    } else {
        Box::pin(smoke::full(app, &options, &Silent)).await
    };
    Ok(SmokeOutcome {
        quick: args.quick,
        chain,
    })
}
