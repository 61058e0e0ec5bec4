//! What a probe gets to work with.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use tokio::sync::OnceCell;
use url::Url;

use super::actor::{Actor, Who};
use super::caller::Caller;
use super::facts::Facts;
use super::model::{Model, Table};
use super::setup::Person;
use super::tamper::Ahead;
use crate::app::App;
use crate::config::Policy;
use crate::error::Result;
use crate::hasura::metadata::Export;
use crate::hasura::{Client, GraphQlAnswer, GraphQlRequest};
use crate::jwt::KeySet;
use crate::secret::Secret;

/// Requests at a time.
pub(crate) const WIDTH: usize = 8;

#[derive(Clone, Debug)]
pub(crate) struct Admin {
    pub secret: Secret,
    /// All of the schema.
    pub model: Arc<Model>,
    /// The metadata, where the metadata API answers.
    pub export: Option<Export>,
}

/// What a probe gets to work with.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    pub app: &'a App,
    pub client: Client,
    pub a: Actor,
    /// The second user.
    pub b: Actor,
    /// The administrator, where there is a secret that works.
    pub admin: Option<Admin>,
    /// The key set; an error says why there is none.
    pub keys: Result<KeySet, String>,
    /// Rows to read of a table at most.
    pub sample: u32,
    /// Users beside the two who ask at the same time as they do, for the probe under load.
    pub crowd: Vec<Person>,
    /// True when the two are to ask at once even without company.
    pub crowded: bool,
    /// Two throw-away users on whose rows permissions to write may be tried.
    pub writers: Option<Box<[Actor; 2]>>,
    /// Requests at a time.
    pub width: usize,
    pub policy: Option<Policy>,
    /// What was begun for forged tokens.
    pub ahead: Ahead,
    facts: OnceCell<Facts>,
    open: AtomicBool,
}

impl<'a> Context<'a> {
    /// Puts it together; the facts wait for the first probe that asks.
    pub(crate) fn new(
        app: &'a App,
        client: Client,
        a: Actor,
        b: Actor,
        admin: Option<Admin>,
        keys: Result<KeySet, String>,
        sample: u32,
    ) -> Self {
        Self {
            app,
            client,
            a,
            b,
            admin,
            keys,
            sample,
            crowd: Vec::new(),
            crowded: false,
            writers: None,
            width: WIDTH,
            policy: None,
            ahead: Ahead::default(),
            facts: OnceCell::new(),
            open: AtomicBool::new(false),
        }
    }

    /// The same run through the eyes of users in other roles; facts are fetched anew.
    pub(crate) fn with_actors(&self, a: Actor, b: Actor) -> Context<'a> {
        let mut inside = Self::new(
            self.app,
            self.client.clone(),
            a,
            b,
            self.admin.clone(),
            self.keys.clone(),
            self.sample,
        );
        inside.width = self.width;
        inside.ahead.clone_from(&self.ahead);
        inside.policy.clone_from(&self.policy);
        inside
    }

    /// One of the users.
    pub(crate) const fn actor(&self, who: Who) -> &Actor {
        match who {
            Who::A => &self.a,
            Who::B => &self.b,
        }
    }

    pub(crate) async fn ask(
        &self,
        caller: &Caller,
        request: &GraphQlRequest,
    ) -> Result<GraphQlAnswer> {
        self.client.graphql(&caller.access, request).await
    }

    /// Where GraphQL is answered.
    pub(crate) fn url(&self) -> Url {
        self.client.url("/v1/graphql")
    }

    /// A request as shell lines.
    pub(crate) fn show(&self, caller: &Caller, request: &GraphQlRequest) -> String {
        caller.show(&self.url(), request)
    }

    /// The export of the metadata, which the administrator may ask for, as shell lines.
    pub(crate) fn show_export(&self, admin: &Admin) -> String {
        let command = json!({ "type": "export_metadata", "version": 2, "args": {} });
        Caller::admin(admin.secret.clone()).show_body(&self.client.url("/v1/metadata"), &command)
    }

    /// What everybody sees, fetched once.
    pub(crate) async fn facts(&self) -> Result<&Facts> {
        self.facts.get_or_try_init(|| Facts::gather(self)).await
    }

    /// What everybody sees, where a probe asked for it.
    pub(crate) fn known_facts(&self) -> Option<&Facts> {
        self.facts.get()
    }

    /// Remembers that every request is the administrator's: nothing else can be told apart then.
    pub(crate) fn found_open(&self) {
        self.open.store(true, Ordering::Relaxed);
    }

    /// True when every request is the administrator's.
    pub(crate) fn is_open(&self) -> bool {
        self.open.load(Ordering::Relaxed)
    }

    /// A table in the widest view there is.
    pub(crate) fn widest(&self, type_name: &str) -> Option<&Table> {
        self.admin
            .as_ref()
            .and_then(|admin| admin.model.table(type_name))
            .or_else(|| self.a.model.table(type_name))
            .or_else(|| self.b.model.table(type_name))
    }
}
