//! The tables of the core that the double shows, because in the tutorial Hasura sits on
//! SuperTokens' own database: the two that hold users, in the shape of the 2022 schema
//! (contracts: hasura §6.1).

use std::sync::Arc;

use serde_json::json;

use super::super::TableName;
use super::{Column, ColumnType, DataTable, Database, Key, Origin, Row, UserRow, Writes, filter};

/// Adds the core's tables unless the data file brings its own.
pub(super) fn add(tables: &mut Vec<DataTable>) {
    for table in [emailpassword_users(), all_auth_recipe_users()] {
        if tables.iter().all(|known| known.table != table.table) {
            tables.push(table);
        }
    }
}

/// Fills in what depends on something else: first the live users, then the views.
pub(crate) fn refresh(database: &mut Database, users: &[UserRow]) {
    for source in &mut database.sources {
        for table in &mut source.tables {
            match table.origin {
                Origin::EmailPasswordUsers => {
                    table.rows = Arc::new(users.iter().map(emailpassword_row).collect());
                }
                Origin::AllAuthRecipeUsers => {
                    table.rows = Arc::new(users.iter().map(recipe_row).collect());
                }
                Origin::Stored | Origin::View { .. } => {}
            }
        }
        for index in 0..source.tables.len() {
            let Origin::View { of, filter } = &source.tables[index].origin else {
                continue;
            };
            let Some(base) = source.table(of) else {
                continue;
            };
            let columns = &source.tables[index].columns;
            let rows: Vec<Row> = base
                .rows
                .iter()
                .filter(|row| filter.as_ref().is_none_or(|rule| filter::holds(rule, row)))
                .map(|row| {
                    columns
                        .iter()
                        .filter_map(|column| row.get_key_value(&column.name))
                        .map(|(name, value)| (name.clone(), value.clone()))
                        .collect()
                })
                .collect();
            source.tables[index].rows = Arc::new(rows);
        }
    }
}

fn emailpassword_users() -> DataTable {
    table(
        "emailpassword_users",
        Origin::EmailPasswordUsers,
        [
            ("user_id", ColumnType::Bpchar(Some(36))),
            ("email", ColumnType::Varchar(Some(256))),
            ("password_hash", ColumnType::Varchar(Some(256))),
            ("time_joined", ColumnType::Int8),
        ],
        vec![Key::unique("emailpassword_users", vec!["email".to_owned()])],
    )
}

fn all_auth_recipe_users() -> DataTable {
    table(
        "all_auth_recipe_users",
        Origin::AllAuthRecipeUsers,
        [
            ("user_id", ColumnType::Bpchar(Some(36))),
            ("recipe_id", ColumnType::Varchar(Some(128))),
            ("time_joined", ColumnType::Int8),
        ],
        Vec::new(),
    )
}

fn table<const N: usize>(
    name: &str,
    origin: Origin,
    columns: [(&str, ColumnType); N],
    unique: Vec<Key>,
) -> DataTable {
    DataTable {
        table: TableName::new("public", name),
        columns: columns
            .into_iter()
            .map(|(name, kind)| Column {
                name: name.to_owned(),
                kind,
                nullable: false,
                default: None,
                sequence: None,
                comment: None,
            })
            .collect(),
        primary_key: vec!["user_id".to_owned()],
        primary_key_name: None,
        foreign_keys: Vec::new(),
        unique,
        origin,
        writes: Writes::ALL,
        unread: None,
        unserved: Vec::new(),
        rows: Arc::default(),
        comment: None,
    }
}

fn emailpassword_row(user: &UserRow) -> Row {
    Row::from_iter([
        ("user_id".to_owned(), json!(user.user_id)),
        ("email".to_owned(), json!(user.email)),
        ("password_hash".to_owned(), json!(user.password_hash)),
        ("time_joined".to_owned(), json!(user.time_joined)),
    ])
}

fn recipe_row(user: &UserRow) -> Row {
    Row::from_iter([
        ("user_id".to_owned(), json!(user.user_id)),
        ("recipe_id".to_owned(), json!("emailpassword")),
        ("time_joined".to_owned(), json!(user.time_joined)),
    ])
}
