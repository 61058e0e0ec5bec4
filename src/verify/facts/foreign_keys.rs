//! What refers to what: the foreign keys that no relationship stands for, and those that one does.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::error::Result;
use crate::hasura::Access;
use crate::hasura::metadata::TableName;
use crate::hasura::naming::camel;
use crate::verify::model::RoleTable;
use crate::verify::rules::writes::own_columns;
use crate::verify::run::Run;
use crate::verify::schema::Schema;

/// The ids of all users that are known, and the foreign keys.
pub(super) type Known<'a> = (&'a BTreeSet<String>, &'a [ForeignKey]);

/// Columns that refer to others, by the database's names.
#[derive(Debug)]
pub(super) struct ForeignKey {
    pub from: TableName,
    pub from_columns: Vec<String>,
    pub to: TableName,
    pub to_columns: Vec<String>,
}

/// Hasura's own suggestions (contracts: hasura §4.4); they change nothing.
pub(super) async fn fetch(ctx: &Run<'_>) -> Result<Vec<ForeignKey>> {
    let mut found = Vec::new();
    let Some((admin, metadata)) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some((admin, &admin.export()?.metadata)))
    else {
        return Ok(found);
    };
    for source in &metadata.sources {
        let command = json!({ "type": "pg_suggest_relationships", "version": 1,
            "args": { "source": source.name, "omit_tracked": true } });
        let access = Access::admin(admin.secret.clone());
        let (status, answer) = ctx
            .client
            .command(&access, "/v1/metadata", &command, true)
            .await?;
        // Old engines and other databases know no suggestions.
        let list = answer.get("relationships").and_then(Value::as_array);
        for one in list.into_iter().flatten().filter(|_| status == 200) {
            if one.get("type").and_then(Value::as_str) == Some("object") {
                found.extend(foreign_key(one));
            }
        }
    }
    Ok(found)
}

/// The type names of the tables that a table refers to.
pub(super) fn above<'r>(
    ctx: &'r Run<'_>,
    keys: &[ForeignKey],
    from: &RoleTable,
) -> impl Iterator<Item = &'r String> {
    let schema = ctx.admin.as_ref().and_then(|admin| admin.schema.as_ref());
    let here = schema.and_then(|schema| schema.tracked(&from.type_name).ok());
    let targets: Vec<&TableName> = keys
        .iter()
        .filter(|key| here.is_some_and(|here| here.table == key.from))
        .map(|key| &key.to)
        .collect();
    let tables = schema.into_iter().flat_map(|schema| &schema.model.tables);
    let found: Vec<&String> = tables
        .map(|table| &table.type_name)
        .filter(|name| {
            let tracked = schema.and_then(|schema| schema.tracked(name).ok());
            tracked.is_some_and(|one| targets.contains(&&one.table))
        })
        .collect();
    found.into_iter()
}

/// The ways in which rows of one table refer to rows of another: for each, pairs of a column there
/// and one here, by the database's names.
pub(super) fn between(
    schema: &Schema,
    keys: &[ForeignKey],
    from: &RoleTable,
    to: &RoleTable,
) -> Vec<Vec<(String, String)>> {
    let (Ok(there), Ok(here)) = (
        schema.tracked(&from.type_name),
        schema.tracked(&to.type_name),
    ) else {
        return Vec::new();
    };
    let untracked = keys
        .iter()
        .filter(|key| key.from == there.table && key.to == here.table)
        .map(|key| {
            let pairs = key.from_columns.iter().zip(&key.to_columns);
            pairs.map(|(from, to)| (from.clone(), to.clone())).collect()
        });
    let leads_here = |name: &str| {
        let camel = camel(name);
        let mut all = from.object_relationships();
        all.any(|one| (one.name == name || one.name == camel) && one.target == to.type_name)
    };
    let tracked = there
        .object_relationships
        .iter()
        .filter(|one| leads_here(&one.name))
        .map(|one| {
            let mapping = one.using.pointer("/manual_configuration/column_mapping");
            if let Some(pairs) = mapping.and_then(Value::as_object) {
                let pairs = pairs.iter();
                return pairs
                    .filter_map(|(from, to)| Some((from.clone(), to.as_str()?.to_owned())))
                    .collect();
            }
            // A foreign key refers to the primary key, in most cases.
            let key = to.primary_key.iter().flat_map(|key| &key.columns);
            let key = key.map(|column| column.name.clone());
            own_columns(&one.using).into_iter().zip(key).collect()
        });
    untracked.chain(tracked).collect()
}

fn foreign_key(suggestion: &Value) -> Option<ForeignKey> {
    let table = |end: &str| -> Option<TableName> {
        serde_json::from_value(suggestion.get(end)?.get("table")?.clone()).ok()
    };
    let columns = |end: &str| -> Option<Vec<String>> {
        serde_json::from_value(suggestion.get(end)?.get("columns")?.clone()).ok()
    };
    Some(ForeignKey {
        from: table("from")?,
        from_columns: columns("from")?,
        to: table("to")?,
        to_columns: columns("to")?,
    })
}
