//! Which column names the owner of a row, in tables that are not SuperTokens'.

use serde_json::{Value, json};

use super::names;
use super::scene::{Scene, by_name};
use crate::hasura::columns::named_like_an_owner;
use crate::hasura::metadata::TableName;
use crate::setup::hasura::SetupError;
use crate::setup::hasura::catalog::{Column, DbTable};

/// The session variable with the user's id.
pub(super) const CALLER: &str = "X-Hasura-User-Id";

/// The rows that are the caller's.
pub(super) struct Owner {
    pub(super) filter: Value,
    pub(super) reason: String,
    pub(super) guessed: bool,
}

/// Finds the owner, or says why there is none.
pub(super) fn find(
    scene: &Scene<'_>,
    table: &DbTable,
) -> Result<Result<Owner, String>, SetupError> {
    let name = &table.name;
    if let Some(way) = by_name(&scene.options.owners, name) {
        let filter = along(scene, table, way)?;
        return Ok(Ok(Owner {
            filter,
            reason: format!("{way} holds the owner's id, as you say"),
            guessed: false,
        }));
    }
    let named = scene.options.owner_columns.iter();
    if let Some(column) = named
        .into_iter()
        .find(|column| table.column(column).is_some())
    {
        return Ok(Ok(is_caller(
            column,
            format!("{column} holds the owner's id, as you say"),
            false,
        )));
    }
    Ok(referring(scene, table)
        .or_else(|| by_its_name(table))
        .or_else(|| through_a_table_of_users(table))
        .unwrap_or_else(|| {
            Err(
                "whose its rows are is not known: name the column with --owner-column \
                 TABLE=COLUMN, or open it to everybody with --shared TABLE"
                    .into(),
            )
        }))
}

type Found = Option<Result<Owner, String>>;

/// A foreign key to one of SuperTokens' tables of users.
fn referring(scene: &Scene<'_>, table: &DbTable) -> Found {
    let family = scene.family?;
    let mut candidates: Vec<(&str, String)> = Vec::new();
    for key in &table.foreign_keys {
        if !family.is_user_table(&key.table) {
            continue;
        }
        let place = key.references.iter().position(|column| column == "user_id");
        if let Some(column) = place.and_then(|place| key.columns.get(place)) {
            candidates.push((column, key.table.qualified()));
        }
    }
    let named: Vec<&(&str, String)> = candidates
        .iter()
        .filter(|(column, _)| named_like_an_owner(column))
        .collect();
    let single = match (candidates.as_slice(), named.as_slice()) {
        ([], _) => return None,
        ([one], _) => one,
        (_, [one]) => one,
        (several, _) => {
            let all: Vec<&str> = several.iter().map(|(column, _)| *column).collect();
            return Some(Err(ambiguous(&all)));
        }
    };
    let (column, to) = single;
    let sure = candidates.len() == 1;
    let reason = format!("{column} refers to {to}");
    Some(Ok(is_caller(column, reason, !sure)))
}

/// A column that is called as owners' ids are.
fn by_its_name(table: &DbTable) -> Found {
    let named: Vec<&Column> = table
        .columns
        .iter()
        .filter(|column| named_like_an_owner(&column.name))
        .collect();
    let (texts, others): (Vec<&Column>, Vec<&Column>) =
        named.into_iter().partition(|column| holds_ids(column));
    match texts.as_slice() {
        [] => {
            let number = others.first()?;
            Some(Err(format!(
                "{} is of type {}, and SuperTokens' ids are text: name it with --owner-column \
                 TABLE={} if the claim holds such values",
                number.name, number.kind, number.name
            )))
        }
        [one] => Some(Ok(is_caller(
            &one.name,
            format!("{} is called as owners are", one.name),
            true,
        ))),
        several => {
            // user_id says more than created_by beside it.
            let ids: Vec<&&Column> = several
                .iter()
                .filter(|column| column.name == "user_id" || column.name == "owner_id")
                .collect();
            if let [one] = ids[..] {
                let reason = format!("{} is called as owners are", one.name);
                return Some(Ok(is_caller(&one.name, reason, true)));
            }
            let all: Vec<&str> = several.iter().map(|column| column.name.as_str()).collect();
            Some(Err(ambiguous(&all)))
        }
    }
}

/// A reference to a table that is called as tables of users are, or such a table itself.
fn through_a_table_of_users(table: &DbTable) -> Found {
    let of_users = |name: &TableName| {
        let one = names::singular(&name.name);
        ["user", "profile", "account", "member", "customer"].contains(&one.as_str())
    };
    if of_users(&table.name)
        && let [key] = table.primary_key.as_slice()
        && table.column(key).is_some_and(holds_ids)
    {
        let reason = format!("{key} is the key of a table that is called as users' are");
        return Some(Ok(is_caller(key, reason, true)));
    }
    let candidates: Vec<&str> = table
        .foreign_keys
        .iter()
        .filter(|key| of_users(&key.table))
        .filter_map(|key| match key.columns.as_slice() {
            [one] if table.column(one).is_some_and(holds_ids) => Some(one.as_str()),
            _ => None,
        })
        .collect();
    match candidates.as_slice() {
        [] => None,
        [one] => {
            let reason = format!("{one} refers to a table that is called as users' are");
            Some(Ok(is_caller(one, reason, true)))
        }
        several => Some(Err(ambiguous(several))),
    }
}

fn ambiguous(columns: &[&str]) -> String {
    format!(
        "{} may each hold the owner's id: name one with --owner-column TABLE=COLUMN",
        columns.join(" and ")
    )
}

/// True for types that SuperTokens' ids fit into.
fn holds_ids(column: &Column) -> bool {
    ["text", "varchar", "bpchar", "uuid", "citext", "name"].contains(&column.kind.as_str())
}

fn is_caller(column: &str, reason: String, guessed: bool) -> Owner {
    Owner {
        filter: json!({ column: { "_eq": CALLER } }),
        reason,
        guessed,
    }
}

/// `column`, or `relationship.column`.
fn along(scene: &Scene<'_>, table: &DbTable, way: &str) -> Result<Value, SetupError> {
    let (first, rest) = match way.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (way, None),
    };
    let Some(rest) = rest else {
        if table.column(first).is_none() {
            return Err(SetupError::NoColumn {
                table: table.name.qualified(),
                column: first.to_owned(),
                known: table.column_names(),
            });
        }
        return Ok(json!({ first: { "_eq": CALLER } }));
    };
    let of_table: Vec<_> = scene
        .relationships
        .iter()
        .filter(|one| one.from == table.name)
        .collect();
    let next = of_table
        .iter()
        .find(|one| one.name == first)
        .and_then(|one| scene.catalog.table(&one.to));
    match next {
        Some(next) => Ok(json!({ first: along(scene, next, rest)? })),
        None => Err(SetupError::NoColumn {
            table: table.name.qualified(),
            column: format!("or relationship {first}"),
            known: of_table.iter().map(|one| one.name.clone()).collect(),
        }),
    }
}
