//! Whom Hasura takes those for who send no token, where it answers them.

use serde_json::Value;

use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::error::Result;
use crate::hasura::{Access, Client, GraphQlRequest};

/// A header that is read of administrators alone, and a value that it cannot have: the role for
/// requests without a token is not asked for it, and whoever has the admin secret is refused
/// (contracts: hasura §2.0).
const OF_ADMINS: (&str, &str) = ("x-hasura-use-backend-only-permissions", "neither");

/// The root fields: what a role may ask for, in short.
const ROOTS: &str =
    "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }";

/// What it means that requests without a token are answered.
pub(super) async fn answered(patient: &mut Patient<'_>, client: &Client) -> Seen {
    // Only an engine without an admin secret shows this to everybody.
    let open = client.config(&Access::anonymous()).await.is_ok();
    if open {
        return administrator(
            "everybody is the administrator, whatever token they send: Hasura has no admin secret, \
             or something in front of it sends that along",
        );
    }
    match is_admin(client).await {
        Ok(true) => {
            return administrator(
                "whoever sends no token is the administrator: something in front of Hasura sends \
                 the admin secret along",
            );
        }
        Ok(false) => {}
        Err(error) => return Seen::of(&error),
    }
    patient.strangers = true;
    let seen = if patient.graphql_alone {
        Seen::pass("requests without a token are answered")
    } else {
        Seen::pass("requests without a token have a role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE)")
    };
    // Somebody on the way may take such headers away before adding one.
    let Some(secret) = patient.app.config.admin_secret.clone() else {
        return seen;
    };
    let all = roots(client, &Access::admin(secret)).await;
    if all.is_some() && all == roots(client, &Access::anonymous()).await {
        return seen.warn(
            "they may ask for all that the administrator may ask for",
            "see whether something before Hasura adds x-hasura-admin-secret, and what the role may \
             do: st-hasura verify-hasura --probe P01",
        );
    }
    seen
}

fn administrator(line: &str) -> Seen {
    Seen::fail(
        line,
        "start Hasura with HASURA_GRAPHQL_ADMIN_SECRET and HASURA_GRAPHQL_JWT_SECRET, and let no \
         proxy add x-hasura-admin-secret",
    )
    .code("hasura.token_ignored")
}

/// True where a request without credentials is the administrator's.
async fn is_admin(client: &Client) -> Result<bool> {
    let (name, value) = OF_ADMINS;
    let access = Access::anonymous().header(name, value);
    let answer = client
        .graphql(&access, &GraphQlRequest::new(super::NOTHING))
        .await?;
    let mut errors = answer.errors.iter();
    Ok(errors.any(|error| error.message.contains(name)))
}

/// What may be asked for; nothing where the schema is not shown.
async fn roots(client: &Client, access: &Access) -> Option<Value> {
    let answer = client.graphql(access, &GraphQlRequest::new(ROOTS)).await;
    answer.ok()?.data
}
