//! From the JSON of `--data` to a [`Database`]: shape first, then everything a database would
//! refuse (unknown columns, missing values, duplicate keys).

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::super::{DEFAULT_SOURCE, LoadError, TableName, public};
use super::{
    Action, Column, ColumnType, DataFunction, DataSource, DataTable, Database, ForeignKey, Key,
    Origin, Row, SignUpRow, Writes, core_tables,
};
use secrecy::SecretString;

/// A user that the sandbox's core has from the start.
#[derive(Clone, Debug)]
pub struct SeedUser {
    /// UUID; the core's choice when the data names none.
    pub id: Option<String>,
    /// Address to sign in with.
    pub email: String,
    /// Password to sign in with.
    pub password: SecretString,
    /// What their Hasura claims have beside or instead of the usual ones.
    pub claims: Row,
}

/// What a data document holds.
#[derive(Clone, Debug)]
pub(crate) struct Loaded {
    /// Users for the core.
    pub users: Vec<SeedUser>,
    /// Tables and rows.
    pub database: Database,
    /// Rows that each new user gets.
    pub on_sign_up: Vec<SignUpRow>,
    /// Claims that each new user gets, beside or in place of the usual ones.
    pub newcomers: Row,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    users: Vec<UserEntry>,
    #[serde(default)]
    tables: Vec<TableEntry>,
    #[serde(default)]
    functions: Vec<DataFunction>,
    #[serde(default)]
    sources: Vec<SourceEntry>,
    #[serde(default)]
    on_sign_up: Vec<SignUpRow>,
    /// What whoever signs up is given.
    #[serde(default)]
    newcomers: Given,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UserEntry {
    #[serde(default)]
    id: Option<String>,
    email: String,
    password: String,
    #[serde(default)]
    roles: Option<Vec<String>>,
    #[serde(default)]
    default_role: Option<String>,
    #[serde(default)]
    claims: Row,
}

/// What the application puts into a user's tokens.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    /// `x-hasura-allowed-roles`; only `user` when absent.
    #[serde(default)]
    roles: Option<Vec<String>>,
    /// `x-hasura-default-role`; the first of the roles when absent.
    #[serde(default)]
    default_role: Option<String>,
    /// Further claims, as they are to be in the token.
    #[serde(default)]
    claims: Row,
}

impl Given {
    fn hasura_claims(&self) -> Row {
        let mut claims = Row::new();
        let default = self
            .default_role
            .as_ref()
            .or_else(|| self.roles.as_ref()?.first());
        if let Some(role) = default {
            claims.insert("x-hasura-default-role".into(), role.as_str().into());
        }
        // A default role alone is the only one; an empty list is taken at its word.
        let allowed = self.roles.clone().or_else(|| Some(vec![default?.clone()]));
        if let Some(roles) = allowed {
            claims.insert("x-hasura-allowed-roles".into(), roles.into());
        }
        claims.extend(self.claims.clone());
        claims
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceEntry {
    name: String,
    #[serde(default)]
    tables: Vec<TableEntry>,
    #[serde(default)]
    functions: Vec<DataFunction>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TableEntry {
    #[serde(default = "public")]
    schema: String,
    name: String,
    #[serde(default)]
    columns: Vec<ColumnEntry>,
    #[serde(default)]
    primary_key: Vec<String>,
    #[serde(default)]
    foreign_keys: Vec<ForeignKeyEntry>,
    #[serde(default)]
    unique: Vec<Vec<String>>,
    #[serde(default)]
    rows: Vec<Row>,
    #[serde(default)]
    view_of: Option<TableName>,
    #[serde(default)]
    filter: Option<Value>,
    #[serde(default)]
    comment: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnEntry {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    nullable: bool,
    #[serde(default)]
    default: Option<Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForeignKeyEntry {
    #[serde(default)]
    name: Option<String>,
    columns: Vec<String>,
    table: TableName,
    references: Vec<String>,
    #[serde(default)]
    on_delete: Action,
    #[serde(default)]
    on_update: Action,
}

/// Reads a data document: what `sandbox --data` takes.
pub(crate) fn load(document: &Value) -> Result<Loaded, LoadError> {
    let file: File = super::super::read(document)?;
    let mut sources = vec![(DEFAULT_SOURCE.to_owned(), file.tables, file.functions)];
    for entry in file.sources {
        match sources.iter_mut().find(|(name, ..)| *name == entry.name) {
            Some((_, tables, functions)) => {
                tables.extend(entry.tables);
                functions.extend(entry.functions);
            }
            None => sources.push((entry.name, entry.tables, entry.functions)),
        }
    }
    let mut database = Database::default();
    for (name, entries, functions) in sources {
        let mut tables = Vec::new();
        for entry in entries {
            let table = table(entry)?;
            if tables
                .iter()
                .any(|known: &DataTable| known.table == table.table)
            {
                return Err(LoadError::content(format!(
                    "table {} is there twice in source {name}",
                    table.table
                )));
            }
            tables.push(table);
        }
        if name == DEFAULT_SOURCE {
            core_tables::add(&mut tables);
        }
        complete_views(&mut tables)?;
        check_foreign_keys(&tables)?;
        check_functions(&functions, &tables)?;
        database.sources.push(DataSource {
            name,
            tables,
            functions,
        });
    }
    for template in &file.on_sign_up {
        template.check(&database)?;
    }
    Ok(Loaded {
        users: users(file.users)?,
        database,
        on_sign_up: file.on_sign_up,
        newcomers: file.newcomers.hasura_claims(),
    })
}

fn check_functions(functions: &[DataFunction], tables: &[DataTable]) -> Result<(), LoadError> {
    for one in functions {
        match (&one.returns, &one.holds) {
            (Some(rows), None) if tables.iter().any(|table| table.table == *rows) => {}
            (Some(rows), None) => {
                return Err(LoadError::content(format!(
                    "function {} returns rows of {rows}, which is not there",
                    one.name
                )));
            }
            (None, Some(_)) => {}
            _ => {
                return Err(LoadError::content(format!(
                    "function {} has to have one of \"returns\" and \"holds\"",
                    one.name
                )));
            }
        }
    }
    Ok(())
}

fn users(entries: Vec<UserEntry>) -> Result<Vec<SeedUser>, LoadError> {
    let mut users: Vec<SeedUser> = Vec::new();
    for entry in entries {
        if users
            .iter()
            .any(|known| (entry.id.is_some() && known.id == entry.id) || known.email == entry.email)
        {
            return Err(LoadError::content(format!(
                "user {} is there twice",
                entry.email
            )));
        }
        let given = Given {
            roles: entry.roles,
            default_role: entry.default_role,
            claims: entry.claims,
        };
        users.push(SeedUser {
            claims: given.hasura_claims(),
            id: entry.id,
            email: entry.email,
            password: SecretString::from(entry.password),
        });
    }
    Ok(users)
}

fn table(entry: TableEntry) -> Result<DataTable, LoadError> {
    let name = TableName::new(entry.schema, entry.name);
    let is_view = entry.view_of.is_some();
    if is_view && !entry.rows.is_empty() {
        return Err(LoadError::content(format!(
            "view {name} has rows of its own"
        )));
    }
    if !is_view && entry.filter.is_some() {
        return Err(LoadError::content(format!(
            "table {name} has a filter, which only a view may have"
        )));
    }
    if !is_view && entry.columns.is_empty() {
        return Err(LoadError::content(format!("table {name} has no columns")));
    }
    let mut table = DataTable {
        columns: entry.columns.into_iter().map(column).collect(),
        primary_key: entry.primary_key,
        foreign_keys: entry
            .foreign_keys
            .into_iter()
            .map(|key| foreign_key(&name, key))
            .collect(),
        primary_key_name: None,
        unique: entry
            .unique
            .into_iter()
            .map(|columns| Key::unique(&name.name, columns))
            .collect(),
        writes: if is_view { Writes::NONE } else { Writes::ALL },
        origin: match entry.view_of {
            Some(of) => Origin::View {
                of,
                filter: entry.filter,
            },
            None => Origin::Stored,
        },
        unread: None,
        unserved: Vec::new(),
        rows: Arc::default(),
        comment: entry.comment,
        table: name,
    };
    if !is_view {
        check_columns(&table)?;
    }
    for (index, row) in entry.rows.into_iter().enumerate() {
        table.insert(row).map_err(|error| {
            LoadError::content(format!("table {}, row {}: {error}", table.table, index + 1))
        })?;
    }
    Ok(table)
}

fn column(entry: ColumnEntry) -> Column {
    Column {
        kind: ColumnType::parse(&entry.kind),
        name: entry.name,
        nullable: entry.nullable,
        default: entry.default,
        sequence: None,
        comment: None,
    }
}

fn foreign_key(table: &TableName, entry: ForeignKeyEntry) -> ForeignKey {
    ForeignKey {
        constraint: entry
            .name
            .unwrap_or_else(|| format!("{}_{}_fkey", table.name, entry.columns.join("_"))),
        columns: entry.columns,
        table: entry.table,
        references: entry.references,
        on_delete: entry.on_delete,
        on_update: entry.on_update,
    }
}

/// Every column named by a key exists.
fn check_columns(table: &DataTable) -> Result<(), LoadError> {
    let named = table
        .primary_key
        .iter()
        .chain(table.unique.iter().flat_map(|key| &key.columns))
        .chain(table.foreign_keys.iter().flat_map(|key| &key.columns));
    for name in named {
        if table.column(name).is_none() {
            return Err(LoadError::content(format!(
                "table {} has no column {name}, which one of its keys names",
                table.table
            )));
        }
    }
    Ok(())
}

/// Every foreign key has another side.
fn check_foreign_keys(tables: &[DataTable]) -> Result<(), LoadError> {
    for table in tables {
        for key in &table.foreign_keys {
            let other = tables.iter().find(|other| other.table == key.table);
            let fits = other.is_some_and(|other| {
                key.references.len() == key.columns.len()
                    && key
                        .references
                        .iter()
                        .all(|name| other.column(name).is_some())
            });
            if !fits {
                return Err(LoadError::content(format!(
                    "foreign key {} of table {} points to {} ({}), which does not exist",
                    key.constraint,
                    table.table,
                    key.table,
                    key.references.join(", ")
                )));
            }
        }
    }
    Ok(())
}

/// A view that names no columns shows all of them; all that it names must exist.
fn complete_views(tables: &mut [DataTable]) -> Result<(), LoadError> {
    for index in 0..tables.len() {
        let Origin::View { of, .. } = &tables[index].origin else {
            continue;
        };
        let base = tables
            .iter()
            .find(|table| table.table == *of && !matches!(table.origin, Origin::View { .. }))
            .ok_or_else(|| {
                LoadError::content(format!(
                    "view {} is of {of}, which is not a table",
                    tables[index].table
                ))
            })?;
        let columns = base.columns.clone();
        if tables[index].columns.is_empty() {
            tables[index].columns = columns;
        } else if let Some(unknown) = tables[index]
            .columns
            .iter()
            .find(|column| columns.iter().all(|own| own.name != column.name))
        {
            return Err(LoadError::content(format!(
                "view {} has a column {} that {of} has not",
                tables[index].table, unknown.name
            )));
        }
        check_columns(&tables[index])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn error(document: &Value) -> String {
        load(document).unwrap_err().to_string()
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let column = json!([{"name": "id", "type": "int"}]);
        for (table, message) in [
            (json!({"name": "t"}), "table t has no columns"),
            (
                json!({"name": "t", "columns": column, "primary_key": ["no"]}),
                "table t has no column no, which one of its keys names",
            ),
            (
                json!({"name": "t", "columns": column, "rows": [{"id": 1}, {"id": null}]}),
                "table t, row 2: null value in column \"id\" of relation \"t\" violates not-null \
                 constraint",
            ),
            (
                json!({"name": "t", "columns": column, "foreign_keys": [
                    {"columns": ["id"], "table": "u", "references": ["id"]},
                ]}),
                "foreign key t_id_fkey of table t points to u (id), which does not exist",
            ),
            (
                json!({"name": "t", "view_of": "u"}),
                "view t is of u, which is not a table",
            ),
            (
                json!({"name": "t", "columns": column, "filter": {}}),
                "table t has a filter, which only a view may have",
            ),
            (
                json!({"name": "t", "view_of": "emailpassword_users", "columns": column}),
                "view t has a column id that emailpassword_users has not",
            ),
        ] {
            assert_eq!(error(&json!({"tables": [table]})), message);
        }
        assert_eq!(
            error(
                &json!({"tables": [{"name": "t", "columns": column}, {"name": "t", "columns": column}]})
            ),
            "table t is there twice in source default"
        );
        let users = json!({"users": [
            {"id": "1", "email": "a@b.test", "password": "secret-one"},
            {"id": "2", "email": "a@b.test", "password": "secret-two"},
        ]});
        assert_eq!(error(&users), "user a@b.test is there twice");
        let hook = json!({"on_sign_up": [{"table": "t", "row": {}}]});
        assert_eq!(
            error(&hook),
            "on_sign_up names t, which is not a table that stores rows"
        );
    }

    #[test]
    fn a_typing_error_is_placed() {
        let misspelt = json!({"tables": [{"name": "t", "colums": []}]});
        let message = error(&misspelt);
        assert!(
            message.contains("tables[0]") && message.contains("colums"),
            "{message}"
        );
    }

    #[test]
    fn other_sources_stand_beside_default() {
        let column = json!([{"name": "id", "type": "int"}]);
        let loaded = load(&json!({
            "tables": [{"name": "a", "columns": column}],
            "sources": [
                {"name": "second", "tables": [{"schema": "app", "name": "b", "columns": column}]},
                {"name": "default", "tables": [{"name": "c", "columns": column}]},
            ],
        }))
        .unwrap();
        let names = |source: &str| {
            let source = loaded.database.source(source).unwrap();
            source
                .tables
                .iter()
                .map(|table| table.table.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            names("default"),
            ["a", "c", "emailpassword_users", "all_auth_recipe_users"]
        );
        assert_eq!(names("second"), ["app.b"]);
    }
}
