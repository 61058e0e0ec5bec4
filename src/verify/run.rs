//! What a run was given and found by looking around: users, administrator, policy, key set.

use std::sync::Arc;

use serde_json::json;
use url::Url;

use super::actor::{Actor, Person, Who};
use super::caller::Caller;
use super::masking;
use super::model::{Model, RoleTable};
use super::pace::Pace;
use super::schema::Schema;
use super::unanswered;
use crate::app::App;
use crate::config::Policy;
use crate::error::Result;
use crate::hasura::columns::is_masked;
use crate::hasura::metadata::{self, Export};
use crate::hasura::{Client, GraphQlAnswer, GraphQlRequest};
use crate::jwt::KeySet;
use crate::secret::Secret;

#[derive(Clone, Debug)]
pub(crate) struct Admin {
    pub secret: Secret,
    /// All of the schema.
    pub model: Arc<Model>,
    /// The same with the metadata, where the metadata API answers.
    pub schema: Option<Schema>,
}

impl Admin {
    pub(crate) fn export(&self) -> Option<&Export> {
        self.schema.as_ref().map(|schema| &schema.export)
    }

    /// What the metadata says of a table; `None` also where that is unclear.
    pub(crate) fn tracked(&self, type_name: &str) -> Option<&metadata::TrackedTable> {
        self.schema.as_ref()?.tracked(type_name).ok()
    }
}

/// What a run works with, without what it has learned of rows.
#[derive(Debug)]
pub(crate) struct Run<'a> {
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
    /// Items to work on at a time; how many requests are under way, [`Pace`] says.
    pub width: usize,
    pub pace: Arc<Pace>,
    /// What people decided.
    pub policy: Option<Policy>,
}

impl Run<'_> {
    /// The same run through the eyes of users in other roles.
    pub(crate) fn with_actors(&self, a: Actor, b: Actor, writers: Option<Box<[Actor; 2]>>) -> Self {
        Self {
            app: self.app,
            client: self.client.clone(),
            a,
            b,
            admin: self.admin.clone(),
            keys: self.keys.clone(),
            sample: self.sample,
            crowd: Vec::new(),
            crowded: false,
            writers,
            width: self.width,
            pace: Arc::clone(&self.pace),
            policy: self.policy.clone(),
        }
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
        let answer = self.client.graphql(&caller.access, request);
        self.pace.paced(answer).await.inspect(unanswered::note)
    }

    /// Where GraphQL is answered.
    pub(crate) fn url(&self) -> Url {
        self.client.url("/v1/graphql")
    }

    /// A request as shell lines.
    pub(crate) fn show(&self, caller: &Caller, request: &GraphQlRequest) -> String {
        caller.show(
            &self.url(),
            self.client.token_location(),
            &self.shown(request),
        )
    }

    /// A request as a report shows it, without values of columns that may hold secrets.
    pub(crate) fn shown(&self, request: &GraphQlRequest) -> GraphQlRequest {
        let schema = self.admin.as_ref().and_then(|admin| admin.schema.as_ref());
        masking::request(request, &|name| {
            is_masked(name) || schema.is_some_and(|schema| schema.renames_secret(name))
        })
    }

    /// True for a column whose values stay out of reports, by its name here or in the database.
    pub(crate) fn hides(&self, type_name: &str, column: &str) -> bool {
        let tracked = self
            .admin
            .as_ref()
            .and_then(|admin| admin.tracked(type_name));
        is_masked(column)
            || tracked
                .and_then(|table| table.configuration.real_name(column))
                .is_some_and(is_masked)
    }

    /// The export of the metadata, which the administrator may ask for, as shell lines.
    pub(crate) fn show_export(&self, admin: &Admin) -> String {
        let command = json!({ "type": "export_metadata", "version": 2, "args": {} });
        Caller::admin(admin.secret.clone()).show_body(
            &self.client.url("/v1/metadata"),
            self.client.token_location(),
            &command,
        )
    }

    /// A table in the widest view there is.
    pub(crate) fn widest(&self, type_name: &str) -> Option<&RoleTable> {
        self.admin
            .as_ref()
            .and_then(|admin| admin.model.table(type_name))
            .or_else(|| self.a.model.table(type_name))
            .or_else(|| self.b.model.table(type_name))
    }
}
