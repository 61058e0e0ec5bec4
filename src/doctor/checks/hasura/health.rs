//! Hasura's health, and that of its metadata.

use serde_json::json;

use super::refused;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::hasura::{Access, Client, HasuraError};

/// What errors call the request for parts that cannot be used.
const METADATA: &str = "its inconsistent metadata";

pub(in crate::doctor) async fn health(patient: &mut Patient<'_>) -> Seen {
    if patient.graphql_alone {
        return Seen::skip("only /v1/graphql is published here");
    }
    let app = patient.app;
    let client = match Client::new(app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let (status, text) = match client.healthz(true).await {
        Ok(said) => said,
        Err(error) => return Seen::of(&error),
    };
    let first: String = text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    let seen = if status == 200 && !first.starts_with("WARN") {
        Seen::pass(format!("/healthz says {first}"))
    } else {
        Seen::fail(
            format!("/healthz?strict=true answers {status}: {first}"),
            "look at Hasura's log; the database or the metadata is out of order",
        )
    };
    let Some(secret) = app.config.admin_secret.clone() else {
        return seen;
    };
    let command = json!({ "type": "get_inconsistent_metadata", "args": {} });
    match client
        .command(&Access::admin(secret), "/v1/metadata", &command, true)
        .await
    {
        Ok((200, answer)) => {
            let objects = answer["inconsistent_objects"].as_array();
            match objects.map_or(0, Vec::len) {
                0 => seen.also("no part of the metadata is inconsistent"),
                some => seen.broken(
                    format!(
                        "{} of the metadata cannot be used",
                        crate::text::count(some, "part")
                    ),
                    "hasura metadata inconsistency list names them; setup-hasura works once they \
                     are gone",
                ),
            }
        }
        Ok((status, answer))
            if HasuraError::refusal(METADATA, status, &answer).saw_no_admin_secret() =>
        {
            refused(
                &client,
                &HasuraError::refusal(METADATA, status, &answer).into(),
            )
            .await
        }
        Ok((status, answer)) => {
            let said = answer["error"].as_str().unwrap_or("no reason").to_owned();
            seen.broken(
                format!("the metadata API answers {status}: {said}"),
                "check the admin secret, and that the metadata API is on",
            )
        }
        Err(error) => Seen::of(&error),
    }
}
