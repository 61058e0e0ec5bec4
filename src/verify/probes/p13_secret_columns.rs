//! P13: columns that hold secrets are offered to no user, neither to read nor to filter or order
//! by (contracts: hasura §6.3).
//!
//! Names alone decide, so elsewhere than in `SuperTokens`' own tables only those names count that
//! mean nothing else, and they are a warning there.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::introspection::Schema;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Model, Table};

pub(super) struct SecretColumns;

/// Names that mean a secret wherever they are.
const ANYWHERE: [&str; 10] = [
    "password_hash",
    "refresh_token",
    "key_string",
    "session_data",
    "jwt_user_payload",
    "secret_key",
    "link_code_",
    "device_id_hash",
    "client_secret",
    "idp_signing_certificate",
];

/// Parts of names that mean a secret in tables of `SuperTokens`.
const PARTS: [&str; 5] = [
    "core_config",
    "additional_config",
    "raw_data",
    "challenge",
    "relay_state",
];

/// Names that mean a secret in tables of `SuperTokens`.
const NAMES: [&str; 7] = [
    "token",
    "value",
    "code",
    "session_id",
    "claims",
    "payload",
    "state",
];

/// Tables of `SuperTokens` that have such columns; an installation may put a prefix before them.
const TABLES: [&str; 24] = [
    "emailpassword_users",
    "emailpassword_pswd_reset_tokens",
    "emailverification_tokens",
    "session_info",
    "session_access_token_signing_keys",
    "jwt_signing_keys",
    "key_value",
    "passwordless_devices",
    "passwordless_codes",
    "webauthn_generated_options",
    "webauthn_account_recovery_tokens",
    "totp_user_devices",
    "totp_used_codes",
    "tenant_configs",
    "tenant_thirdparty_providers",
    "tenant_thirdparty_provider_clients",
    "oauth_clients",
    "oauth_sessions",
    "oauth_m2m_tokens",
    "oauth_logout_challenges",
    "saml_clients",
    "saml_relay_state",
    "saml_claims",
    "dashboard_user_sessions",
];

impl Probe for SecretColumns {
    fn id(&self) -> &'static str {
        "P13"
    }

    fn title(&self) -> &'static str {
        "columns with secrets are offered to no user"
    }

    fn why(&self) -> &'static str {
        "a hash or token that can be read, or only compared with, is one that can be used or broken"
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

async fn check(probe: &SecretColumns, ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut findings = Vec::new();
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        let (_, schema) = ctx.client.introspect(&actor.access()).await?;
        for table in &actor.model.tables {
            let name = table.db_name.as_deref().unwrap_or(&table.type_name);
            for (column, places) in offered(&schema, &actor.model, table) {
                if let Some(severity) = severity(name, &column) {
                    findings.push(finding(probe, ctx, who, table, &column, &places, severity));
                }
            }
        }
    }
    Ok(ProbeResult::of(findings))
}

/// How bad it is to offer a column; `None` for one that looks harmless.
fn severity(table: &str, column: &str) -> Option<Severity> {
    let table = table.rsplit('.').next().unwrap_or(table);
    let column = snake(column);
    let supertokens = TABLES
        .iter()
        .any(|name| table == *name || table.ends_with(&format!("_{name}")));
    let anywhere = ANYWHERE.iter().any(|part| column.contains(part));
    let there = column.ends_with("_token")
        || NAMES.contains(&column.as_str())
        || PARTS.iter().any(|part| column.contains(part));
    match (supertokens, anywhere) {
        (true, true) => Some(Severity::High),
        (true, false) => there.then_some(Severity::High),
        (false, true) => Some(Severity::Medium),
        (false, false) => None,
    }
}

/// `passwordHash` as `password_hash`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// The columns of a table with the types that offer them: the row itself, and whatever else
/// Hasura makes for the table under a name that starts like it.
fn offered(schema: &Schema, model: &Model, table: &Table) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for t in &schema.types {
        let owner = model
            .tables
            .iter()
            .filter(|table| t.name.starts_with(&table.type_name))
            .max_by_key(|table| table.type_name.len());
        if owner.is_none_or(|owner| owner.type_name != table.type_name) {
            continue;
        }
        let fields = t.fields().iter().map(|field| &field.name);
        let inputs = t.input_fields().iter().map(|input| &input.name);
        let values = t.enum_values.iter().flatten().map(|value| &value.name);
        for name in fields.chain(inputs).chain(values) {
            found.entry(name.clone()).or_default().push(t.name.clone());
        }
    }
    found
}

fn finding(
    probe: &SecretColumns,
    ctx: &Context<'_>,
    who: Who,
    table: &Table,
    column: &str,
    places: &[String],
    severity: Severity,
) -> Finding {
    let actor = ctx.actor(who);
    let read = table
        .list
        .as_ref()
        .filter(|_| table.column(column).is_some());
    let request = read.map_or_else(
        || {
            let name = places.first().unwrap_or(&table.type_name);
            GraphQlRequest::new(
                "query($name: String!) { __type(name: $name) { fields { name } inputFields { \
                 name } enumValues { name } } }",
            )
            .variables(json!({ "name": name }))
        },
        |field| {
            let query = ListQuery {
                selection: Selection::columns([column]),
                limit: Some(1),
                ..ListQuery::default()
            };
            document::list(field, &query)
        },
    );
    Finding {
        id: format!("P13:{}:{column}:{}", table.name(), actor.role()),
        severity,
        proof: Proof::Live,
        table: Some(table.name().to_owned()),
        path: Some(column.to_owned()),
        role: Some(actor.role().to_owned()),
        summary: format!(
            "role {} is offered {column}, by its name a secret",
            actor.role()
        ),
        request: ctx.show(&actor.caller(), &request),
        evidence: json!({ "offered in": places }),
        why: probe.why().to_owned(),
        remedy: format!("take {column} from the columns of the role's permissions on this table"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_mean_more_in_supertokens_tables() {
        for (table, column, expected) in [
            ("emailpassword_users", "password_hash", Some(Severity::High)),
            (
                "st_emailpassword_users",
                "passwordHash",
                Some(Severity::High),
            ),
            (
                "auth.session_info",
                "refresh_token_hash_2",
                Some(Severity::High),
            ),
            ("key_value", "value", Some(Severity::High)),
            ("members", "password_hash", Some(Severity::Medium)),
            ("countries", "code", None),
            ("orders", "state", None),
            ("notes", "value", None),
            ("emailpassword_users", "email", None),
            ("session_info", "session_handle", None),
        ] {
            assert_eq!(severity(table, column), expected, "{table} {column}");
        }
    }
}
