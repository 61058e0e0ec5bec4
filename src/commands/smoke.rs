//! `smoke`: the whole chain with throw-away users, for CI.

pub(super) mod text;

use std::cell::Cell;

use crate::app::App;
use crate::cli::SmokeArgs;
use crate::error::{Error, Result};
use crate::smoke::steps::{Narrator, Typed};
use crate::smoke::{Chain, ChainOptions, Step, full, quick};
use crate::supertokens::Form;
use crate::ui::Watched;

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
        let counted = Counted::new(app, quick::STEPS);
        Box::pin(quick::quick(app, &options, &counted)).await
    } else {
        let counted = Counted::new(app, full::STEPS);
        Box::pin(full::full(app, &options, &counted)).await
    };
    Ok(SmokeOutcome {
        quick: args.quick,
        chain,
    })
}

/// Shows how many steps have begun.
struct Counted {
    watched: Watched,
    begun: Cell<usize>,
}

impl Counted {
    fn new(app: &App, steps: usize) -> Self {
        Self {
            watched: app.ui.watch("step", steps),
            begun: Cell::new(0),
        }
    }
}

impl Narrator for Counted {
    fn begins(&self, title: &str, _typed: &Typed) {
        self.begun.set(self.begun.get() + 1);
        self.watched.step(self.begun.get(), title);
    }

    fn ended(&self, _step: &Step) {}
}
