//! What a role can reach: by introspection, and where that is switched off by what the exported
//! metadata permits it of the administrator's schema ([`derived`]).

mod derived;

use std::fmt::Write as _;
use std::sync::Arc;

use super::actor::Actor;
use super::discovery;
use super::model::Model;
use super::run::Admin;
use crate::error::Result;
use crate::hasura::explain::{self, Kind};
use crate::hasura::introspection::Schema;
use crate::hasura::{Access, Client, GraphQlRequest, HasuraError};
use crate::secret::Secret;

pub(super) struct Reached {
    pub(super) model: Arc<Model>,
    /// Where it comes from, when not from the role's own introspection.
    pub(super) note: Option<String>,
}

/// The model of the role that `actor` asks for; the inner error says why there is none.
pub(super) async fn of(
    client: &Client,
    actor: &Actor,
    admin: Option<&Admin>,
) -> Result<Result<Reached, String>> {
    Ok(shown(client, actor).await?.settle(actor.role(), admin))
}

/// What a role's own introspection showed.
pub(super) struct Shown(Result<Model, No>);

/// Asks Hasura as `actor`. What it does not show is told from the administrator's view only
/// afterwards, so that both can be asked for at the same time.
pub(super) async fn shown(client: &Client, actor: &Actor) -> Result<Shown> {
    let schema = introspect(client, &actor.access()).await?;
    Ok(Shown(schema.map(|schema| {
        let mut model = discovery::model(&schema);
        model.offers = discovery::offers(&schema, &model);
        model
    })))
}

impl Shown {
    /// The model; the inner error says why there is none.
    pub(super) fn settle(self, role: &str, admin: Option<&Admin>) -> Result<Reached, String> {
        match self.0 {
            Ok(model) => Ok(Reached {
                model: Arc::new(model),
                note: None,
            }),
            Err(no) if no.switched_off => derive(role, admin).ok_or(no.words),
            Err(no) => Err(no.words),
        }
    }
}

fn derive(role: &str, admin: Option<&Admin>) -> Option<Reached> {
    let admin = admin?;
    let derived = derived::model(admin.schema.as_ref()?, role);
    let mut note = format!(
        "role {role} may not introspect: what it reaches was worked out from the exported metadata \
         and the administrator's schema"
    );
    if !derived.left_out.is_empty() {
        let _ = write!(
            note,
            "; left out, because it is unclear which table of the metadata they are: {}",
            derived.left_out.join(", ")
        );
    }
    if !derived.model.others.is_empty() {
        let _ = write!(
            note,
            "; whether it may call {} is not known",
            derived.model.others.join(", ")
        );
    }
    Some(Reached {
        model: Arc::new(derived.model),
        note: Some(note),
    })
}

/// The administrator's model; the inner error says why there is none.
pub(super) async fn everything(
    client: &Client,
    secret: &Secret,
) -> Result<Result<Arc<Model>, String>> {
    let schema = introspect(client, &Access::admin(secret.clone())).await?;
    Ok(schema
        .map(|schema| Arc::new(discovery::model(&schema)))
        .map_err(|no| no.words))
}

/// Why an allow list that lets introspection pass lets nothing else of ours pass.
pub(super) async fn kept_out(client: &Client, actor: &Actor) -> Option<String> {
    let request = GraphQlRequest::new("{ __typename }");
    // Whatever else is wrong, the schema's request says it.
    let answer = client.graphql(&actor.access(), &request).await.ok()?;
    answer.errors.iter().find_map(|error| {
        let explanation = explain::explain(error.code.as_deref(), &error.message);
        (explanation.kind == Kind::NotInAllowList).then(|| {
            format!(
                "Hasura says \"{}\": {} ({})",
                error.message, explanation.cause, explanation.fix
            )
        })
    })
}

/// Why Hasura shows no schema.
struct No {
    words: String,
    /// True when the request was taken and only this part of it was refused.
    switched_off: bool,
}

async fn introspect(client: &Client, access: &Access) -> Result<Result<Schema, No>> {
    let error = match client.schema(access).await {
        Ok(schema) => return Ok(Ok(schema)),
        Err(error) => error,
    };
    match error.downcast_ref() {
        Some(HasuraError::GraphQl { code, message, .. }) => {
            let explanation = explain::explain(Some(code), message);
            // What the metadata permits says nothing here: no query of ours will be answered.
            let refused = explanation.kind.is_refusal()
                || matches!(explanation.kind, Kind::Internal | Kind::NotInAllowList);
            let why = if refused {
                format!("{} ({})", explanation.cause, explanation.fix)
            } else {
                "is introspection switched off for this role? With the admin secret its schema can be \
                 worked out from the metadata"
                    .into()
            };
            Ok(Err(No {
                words: format!("Hasura says \"{message}\": {why}"),
                switched_off: !refused,
            }))
        }
        Some(HasuraError::Unreadable { reason, .. }) => Ok(Err(No {
            words: reason.clone(),
            switched_off: true,
        })),
        _ => Err(error),
    }
}
