//! A first query as the user.

use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::hasura::{Access, Client, HasuraError};
use crate::text::count;
use crate::verify::discovery;
use crate::verify::model::document::{self, ListQuery, Selection};

pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    let Some((token, _)) = &patient.token else {
        return Seen::skip("there is no token");
    };
    let role = patient.claims.as_ref();
    let role = role.and_then(|reading| reading.claims.default_role.clone());
    let role = role.unwrap_or_else(|| "the user's role".into());
    let client = match Client::new(patient.app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let access = Access::bearer(token.clone());
    let schema = match client.schema(&access).await {
        Ok(schema) => schema,
        // Not to be shown the schema is no fault of a role.
        Err(error) if error.downcast_ref::<HasuraError>().is_some() => {
            return Seen::pass(format!("{role} is not shown its schema: {error}")).also(
                "what it may ask for is not known then: try a query of yours with st-hasura query",
            );
        }
        Err(error) => return Seen::of(&error),
    };
    let model = discovery::model(&schema);
    let tables: Vec<_> = model.listed().collect();
    let Some((table, field)) = tables.first() else {
        return Seen::fail(
            format!("{role} has no table to read"),
            "track tables and give the role its rows: st-hasura setup-hasura plan shows how",
        )
        .code("hasura.root_field_not_found")
        .command("st-hasura setup-hasura plan");
    };
    let request = document::list(
        field,
        &ListQuery {
            selection: Selection::columns(table.column_names()),
            limit: Some(1),
            ..ListQuery::default()
        },
    );
    let name = table.name();
    let answer = match client.graphql(&access, &request).await {
        Ok(answer) => answer,
        Err(error) => return Seen::of(&error),
    };
    if let Some(error) = answer.errors.first() {
        let explanation = error.explanation();
        return Seen::fail(explanation.cause, explanation.fix)
            .also(format!("{name}: Hasura says: {}", error.message))
            .code(explanation.kind.id())
            .command("st-hasura query --introspect");
    }
    Seen::pass(format!(
        "{role} reads {}, and {name} answers",
        count(tables.len(), "table")
    ))
    .also("whether each user sees only their own rows is for st-hasura verify-hasura to prove")
}
