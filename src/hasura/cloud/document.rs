//! The documents that are sent. A JSON string is a GraphQL string: the escapes are the same
//! (October 2021 spec §2.9.4), and what JSON leaves as it is GraphQL takes as it is.

use serde_json::Value;
use uuid::Uuid;

fn literal(text: &str) -> String {
    Value::from(text).to_string()
}

/// The tenant of a project.
pub(crate) fn project(id: Uuid) -> String {
    format!("query {{ projects_by_pk(id: \"{id}\") {{ id tenant {{ id }} }} }}")
}

/// The project of a tenant, and where it answers.
pub(crate) fn tenant(id: Uuid) -> String {
    format!("query {{ tenant_by_pk(id: \"{id}\") {{ slug project {{ id endpoint }} }} }}")
}

/// The environment of a tenant.
pub(crate) fn read_env(tenant: Uuid) -> String {
    format!("query {{ getTenantEnv(tenantId: \"{tenant}\") {{ hash envVars }} }}")
}

/// Sets one variable of it.
pub(crate) fn update_env(tenant: Uuid, hash: &str, name: &str, value: &str) -> String {
    format!(
        "mutation {{ updateTenantEnv(tenantId: \"{tenant}\", currentHash: {}, envs: [{{key: {}, \
         value: {}}}]) {{ hash envVars }} }}",
        literal(hash),
        literal(name),
        literal(value)
    )
}

#[cfg(all(test, feature = "sandbox"))]
mod tests {
    use apollo_compiler::ast::{Definition, Document, Selection, Value as Literal};
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_graphql_parser_reads_every_value_back(value in "(\\PC|[\"\\\\$`'{}\n\t\u{0}\u{7f}\u{2028}]){0,60}") {
            let text = update_env(Uuid::nil(), &value, "NAME", &value);
            let document = Document::parse(text, "x").unwrap();
            let Definition::OperationDefinition(operation) = &document.definitions[0] else {
                panic!("no operation");
            };
            let Selection::Field(field) = &operation.selection_set[0] else {
                panic!("no field");
            };
            let argument = |name: &str| {
                field.arguments.iter().find(|one| one.name == name).unwrap().value.clone()
            };
            let (hash, envs) = (argument("currentHash"), argument("envs"));
            prop_assert_eq!(hash.as_str(), Some(value.as_str()));
            let Literal::List(envs) = &*envs else { panic!("no list") };
            let Literal::Object(members) = &*envs[0] else { panic!("no object") };
            prop_assert_eq!(members[1].1.as_str(), Some(value.as_str()));
        }
    }
}
