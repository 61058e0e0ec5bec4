//! What is examined, and what is known of it by now.

use super::options::Options;
use crate::app::App;
use crate::hasura::claims::Reading;
use crate::jwt::{Decoded, KeySet};
use crate::secret::Secret;
use crate::session::Session;
use crate::supertokens::Form;
use crate::verify::throw_away;

/// The set-up that is examined.
pub(super) struct Patient<'a> {
    pub(super) app: &'a App,
    pub(super) options: &'a Options,
    /// Of the auth API's answers: who says what time it is there, in seconds since 1970.
    pub(super) clocks: Vec<Clock>,
    pub(super) session: Option<Session>,
    /// With what the user who was signed up for this signs in.
    pub(super) form: Option<Form>,
    pub(super) token: Option<(Secret, Decoded)>,
    pub(super) claims: Option<Reading>,
    pub(super) keys: Option<Keys>,
    /// Hasura's version, as it says it.
    pub(super) version: Option<String>,
    /// True when nothing but GraphQL is published at Hasura's address.
    pub(super) graphql_alone: bool,
    /// True when requests without a token are answered as well.
    pub(super) strangers: bool,
    /// True when Hasura took the token.
    pub(super) accepted: bool,
    /// Users signed up for this: id and address.
    pub(super) made: Vec<(String, String)>,
}

/// The key set that the auth API publishes.
pub(super) struct Keys {
    pub(super) set: KeySet,
    pub(super) url: url::Url,
}

/// The time somewhere else, beside the time here when it came.
pub(super) struct Clock {
    pub(super) of: &'static str,
    /// Seconds that it is ahead of the clock here.
    pub(super) ahead: f64,
}

impl<'a> Patient<'a> {
    pub(super) const fn new(app: &'a App, options: &'a Options) -> Self {
        Self {
            app,
            options,
            clocks: Vec::new(),
            session: None,
            form: None,
            token: None,
            claims: None,
            keys: None,
            version: None,
            graphql_alone: false,
            strangers: false,
            accepted: false,
            made: Vec::new(),
        }
    }

    /// Removes whom it signed up; sentences about what became of them.
    pub(super) async fn leave(self) -> Vec<String> {
        throw_away::clean_up(self.app, &self.made).await.sentences()
    }
}
