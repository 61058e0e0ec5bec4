//! A select permission: explicit columns, the caller's rows, no aggregates unless asked for.

use serde_json::{Map, Value, json};

use super::owner::{self, CALLER};
use super::scene::{Scene, by_name};
use super::supertokens::{Family, Generation, ID_TABLE, MAPPING};
use super::tables::Chosen;
use super::{DesiredSelect, names};
use crate::hasura::columns::{self, Secrecy};
use crate::hasura::metadata::{TableName, condition};
use crate::setup::hasura::SetupError;
use crate::setup::hasura::catalog::DbTable;

/// The permission on a table; the inner `Err` says why there is none.
pub(super) fn of(
    scene: &Scene<'_>,
    chosen: &Chosen,
) -> Result<Result<DesiredSelect, String>, SetupError> {
    let Some(table) = scene.catalog.table(&chosen.table) else {
        return Ok(Err("the database has no such table".into()));
    };
    let (columns, without) = match by_name(&scene.options.columns, &table.name) {
        Some(columns) => (named_columns(scene, table, columns)?, Vec::new()),
        None => match chosen.columns {
            Some(list) => (those_there(table, list), Vec::new()),
            None => harmless_columns(scene, table),
        },
    };
    let owner = if let Some(family) = scene.family.filter(|_| chosen.columns.is_some()) {
        Ok(of_supertokens(scene, family, table))
    } else if is_shared(scene, table) {
        Ok(owner::Owner {
            filter: json!({}),
            reason: "for everybody who has the role, as you say".into(),
            guessed: false,
        })
    } else {
        owner::find(scene, table)?
    };
    let owner = match owner {
        Ok(owner) => owner,
        Err(reason) => return Ok(Err(reason)),
    };
    if columns.is_empty() {
        return Ok(Err("no column is left that may be opened".into()));
    }
    let mut reason = owner.reason;
    if !without.is_empty() {
        reason = format!("{reason}; without {}", without.join(", "));
    }
    Ok(Ok(DesiredSelect {
        columns,
        filter: owner.filter,
        aggregates: scene.options.aggregates,
        reason,
        guessed: owner.guessed,
    }))
}

fn is_shared(scene: &Scene<'_>, table: &DbTable) -> bool {
    let mut shared = scene.options.shared.iter();
    shared.any(|pattern| pattern.matches(&table.name.schema, &table.name.name))
}

/// Columns that somebody named, when they exist and hold no secret.
fn named_columns(
    scene: &Scene<'_>,
    table: &DbTable,
    columns: &[String],
) -> Result<Vec<String>, SetupError> {
    for column in columns {
        if table.column(column).is_none() {
            return Err(SetupError::NoColumn {
                table: table.name.qualified(),
                column: column.clone(),
                known: table.column_names(),
            });
        }
        if matches!(
            secrecy(scene, table, column),
            Some(Secrecy::Certain | Secrecy::ByName)
        ) {
            return Err(SetupError::NeverOpened {
                what: format!("{}.{column}", table.name.qualified()),
                why: "by its name it holds a secret, and whoever can filter by it can guess it"
                    .into(),
            });
        }
    }
    Ok(columns.to_vec())
}

fn those_there(table: &DbTable, list: &[&str]) -> Vec<String> {
    let there = list.iter().filter(|column| table.column(column).is_some());
    there.map(|column| (*column).to_owned()).collect()
}

/// All columns but those that are or may be secrets, which are left out until somebody asks for
/// them, and those that GraphQL cannot name.
fn harmless_columns(scene: &Scene<'_>, table: &DbTable) -> (Vec<String>, Vec<String>) {
    table
        .column_names()
        .into_iter()
        .partition(|column| secrecy(scene, table, column).is_none() && names::is_graphql(column))
}

/// By its own name, and by the one that GraphQL gives it.
fn secrecy(scene: &Scene<'_>, table: &DbTable, column: &str) -> Option<Secrecy> {
    let kind = table.column(column).map(|column| column.kind.as_str());
    let mut tracked = scene.source.tables.iter();
    let custom = tracked
        .find(|one| one.table == table.name)
        .and_then(|one| one.configuration.column_name(column));
    let names = custom.into_iter().chain([column]);
    let table = table.name.qualified();
    names
        .filter_map(|name| columns::secrecy(&table, name, kind))
        .min()
}

/// The caller's rows of one of SuperTokens' tables (contracts: hasura §6.3).
fn of_supertokens(scene: &Scene<'_>, family: &Family, table: &DbTable) -> owner::Owner {
    let (options, mine) = (scene.options, json!({ "_eq": CALLER }));
    let mut ways = vec![json!({ "user_id": mine })];
    let mut reason = "user_id is the user's id".to_owned();
    let ids = family.table(ID_TABLE);
    let to_ids = (table.name != ids)
        .then(|| relationship(scene, &table.name, &ids, "user_id"))
        .flatten();
    if options.account_linking {
        if table.column("primary_or_recipe_user_id").is_some() {
            ways.push(json!({ "primary_or_recipe_user_id": mine }));
            reason.push_str(", or that of an account linked to it");
        } else if let Some(through) = to_ids {
            ways.push(json!({ through: { "primary_or_recipe_user_id": mine } }));
            reason.push_str(", or that of an account linked to it");
        }
    }
    if options.external_user_ids {
        let mapped = to_ids.zip(relationship(scene, &ids, &family.table(MAPPING), "user_id"));
        if let Some((through, mapping)) = mapped {
            ways.push(json!({ through: { mapping: { "external_user_id": mine } } }));
            reason.push_str(", or one that is mapped to it");
        }
    }
    let own = if ways.len() == 1 {
        ways.remove(0)
    } else {
        condition::one_of(ways)
    };
    let mut filter = Map::new();
    if family.generation == Generation::MultiTenant {
        if table.column("app_id").is_some() {
            filter.insert("app_id".into(), json!({ "_eq": options.app_id }));
        }
        if let Some(tenant) = &options.tenant_id
            && table.column("tenant_id").is_some()
        {
            filter.insert("tenant_id".into(), json!({ "_eq": tenant }));
        }
    }
    if let Value::Object(own) = own {
        filter.extend(own);
    }
    owner::Owner {
        filter: Value::Object(filter),
        reason,
        guessed: false,
    }
}

/// The relationship from one table to another that a column of the first takes part in.
fn relationship<'a>(
    scene: &Scene<'a>,
    from: &TableName,
    to: &TableName,
    column: &str,
) -> Option<&'a str> {
    let mut between = scene
        .relationships
        .iter()
        .filter(|one| one.from == *from && one.to == *to);
    between
        .find(|one| one.mapping.iter().any(|(own, _)| own == column))
        .map(|one| one.name.as_str())
}
