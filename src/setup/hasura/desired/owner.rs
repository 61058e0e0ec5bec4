//! Which column names the owner of a row, in tables that are not SuperTokens'.

use serde_json::{Value, json};

use super::names;
use super::relationships::Kind;
use super::scene::{Scene, by_name};
use crate::hasura::columns::named_like_an_owner;
use crate::hasura::metadata::TableName;
use crate::setup::hasura::SetupError;
use crate::setup::hasura::catalog::{Column, DbTable, ForeignKey};

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
    Ok(decide(table, &readings(scene, table, &mut Vec::new())).map(Owner::from))
}

/// One way to read whose a row is.
struct Reading {
    /// The column of this table that it begins with.
    begins: String,
    /// Relationships to follow.
    way: Vec<String>,
    /// The column with the user's id, where they end; an error says why it is not known.
    column: Result<String, String>,
    reason: String,
    /// A foreign key says so.
    by_key: bool,
    /// The key is one to SuperTokens' own users.
    sure: bool,
}

impl Reading {
    /// As `--owner-column` takes it.
    fn written(&self) -> String {
        let column = self.column.as_ref().unwrap_or(&self.begins);
        let way = self.way.iter().chain([column]);
        way.map(String::as_str).collect::<Vec<_>>().join(".")
    }

    fn filter(&self, column: &str) -> Value {
        let own = json!({ column: { "_eq": CALLER } });
        let way = self.way.iter().rev();
        way.fold(own, |inner, name| json!({ name.as_str(): inner }))
    }
}

/// What somebody says of a table, for the tables that refer to it.
fn said(scene: &Scene<'_>, table: &DbTable) -> Option<Reading> {
    let there = |column: &&String| table.column(column).is_some();
    let said = by_name(&scene.options.owners, &table.name)
        .or_else(|| scene.options.owner_columns.iter().find(there))?;
    let mut way: Vec<String> = said.split('.').map(ToOwned::to_owned).collect();
    let column = way.pop()?;
    Some(Reading {
        begins: way.first().unwrap_or(&column).clone(),
        way,
        column: Ok(column),
        reason: format!("{said} holds the owner's id, as you say"),
        by_key: false,
        sure: true,
    })
}

/// Every way to read it. What a foreign key says of a column outweighs its name: `member_id` is
/// the user's id only where the members' own ids are.
fn readings(scene: &Scene<'_>, table: &DbTable, seen: &mut Vec<TableName>) -> Vec<Reading> {
    if let Some(said) = said(scene, table) {
        return vec![said];
    }
    seen.push(table.name.clone());
    let mut found = Vec::new();
    for key in &table.foreign_keys {
        if let Some(reading) = by_key(scene, table, key, seen) {
            found.push(reading);
        }
    }
    seen.pop();
    let refers = |column: &str| {
        let mut keys = table.foreign_keys.iter();
        keys.any(|key| key.columns.iter().any(|one| one == column))
    };
    let named = table
        .columns
        .iter()
        .filter(|column| named_like_an_owner(&column.name) && !refers(&column.name));
    found.extend(named.map(by_name_of));
    if found.is_empty() {
        found.extend(of_a_table_of_users(table));
    }
    found
}

/// What a foreign key says: it refers to SuperTokens' users, or to somebody of the application's
/// own, of whom the same is asked.
fn by_key(
    scene: &Scene<'_>,
    table: &DbTable,
    key: &ForeignKey,
    seen: &mut Vec<TableName>,
) -> Option<Reading> {
    let to = key.table.qualified();
    let pairs = || key.columns.iter().zip(&key.references);
    if scene
        .family
        .is_some_and(|family| family.is_user_table(&key.table))
    {
        let (own, _) = pairs().find(|(_, column)| *column == "user_id")?;
        return Some(Reading {
            begins: own.clone(),
            way: Vec::new(),
            column: Ok(own.clone()),
            reason: format!("{own} refers to {to}"),
            by_key: true,
            sure: true,
        });
    }
    let somebody =
        is_of_users(&key.table) || key.columns.iter().any(|own| named_like_an_owner(own));
    if !somebody || seen.contains(&key.table) || seen.len() > DEEPEST {
        return None;
    }
    let begins = key.columns.first()?.clone();
    let parent = scene.catalog.table(&key.table)?;
    let unknown = |why: String| Reading {
        begins: begins.clone(),
        way: Vec::new(),
        column: Err(why),
        reason: String::new(),
        by_key: true,
        sure: false,
    };
    let Ok(above) = decide(parent, &readings(scene, parent, seen)) else {
        return Some(unknown(format!(
            "{begins} refers to {to}, and whose rows those are is not known"
        )));
    };
    let reason = format!("{begins} refers to {to}, and there {}", above.reason);
    if above.way.is_empty()
        && let Some((own, _)) = pairs().find(|(_, column)| **column == above.column)
        && table.column(own).is_some_and(holds_ids)
    {
        return Some(Reading {
            begins: own.clone(),
            way: Vec::new(),
            column: Ok(own.clone()),
            reason,
            by_key: true,
            sure: false,
        });
    }
    let relationship = scene.relationships.iter().find(|one| {
        one.from == table.name
            && one.to == key.table
            && one.kind == Kind::Object
            && one.mapping.len() == key.columns.len()
            && pairs().all(|(own, theirs)| one.mapping.contains(&(own.clone(), theirs.clone())))
    });
    let Some(relationship) = relationship else {
        return Some(unknown(format!(
            "{begins} refers to {to}, through which the owner is known: it has to be among the \
             tables too"
        )));
    };
    let mut way = vec![relationship.name.clone()];
    way.extend(above.way);
    Some(Reading {
        begins,
        way,
        column: Ok(above.column),
        reason,
        by_key: true,
        sure: false,
    })
}

/// A column that refers to nothing and is called as owners' ids are.
fn by_name_of(column: &Column) -> Reading {
    let name = &column.name;
    let ids = holds_ids(column);
    Reading {
        begins: name.clone(),
        way: Vec::new(),
        column: if ids {
            Ok(name.clone())
        } else {
            Err(format!(
                "{name} is of type {}, and SuperTokens' ids are text: name it with --owner-column \
                 TABLE={name} if the claim holds such values",
                column.kind
            ))
        },
        reason: format!("{name} is called as owners are"),
        by_key: false,
        sure: false,
    }
}

/// A table that is called as tables of users are has the users' ids for its key, or in a column
/// that is called after whoever signs them in.
fn of_a_table_of_users(table: &DbTable) -> Vec<Reading> {
    let [key] = table.primary_key.as_slice() else {
        return Vec::new();
    };
    if !is_of_users(&table.name) {
        return Vec::new();
    }
    let reading = |column: &str, reason: String| Reading {
        begins: column.to_owned(),
        way: Vec::new(),
        column: Ok(column.to_owned()),
        reason,
        by_key: false,
        sure: false,
    };
    let elsewhere: Vec<&Column> = table
        .columns
        .iter()
        .filter(|column| column.name != *key && holds_ids(column) && signs_in(&column.name))
        .collect();
    let mut found: Vec<Reading> = elsewhere
        .iter()
        .map(|column| {
            reading(
                &column.name,
                format!("{} is called as ids of log-ins are", column.name),
            )
        })
        .collect();
    let says_it = |one: &&Column| one.name.to_ascii_lowercase().contains("supertokens");
    let certain = elsewhere.len() == 1 && elsewhere.iter().any(says_it);
    if !certain && table.column(key).is_some_and(holds_ids) {
        let reason = format!("{key} is the key of a table that is called as users' are");
        found.push(reading(key, reason));
    }
    found
}

/// A way that was decided on.
struct Decided {
    way: Vec<String>,
    column: String,
    reason: String,
    guessed: bool,
    filter: Value,
}

impl From<Decided> for Owner {
    fn from(decided: Decided) -> Self {
        Self {
            filter: decided.filter,
            reason: decided.reason,
            guessed: decided.guessed,
        }
    }
}

/// The one way there is, or the one that alone is called as owners are; of several nobody can say
/// which is meant.
fn decide(table: &DbTable, readings: &[Reading]) -> Result<Decided, String> {
    let several = readings.len() > 1;
    let one = match readings {
        [] => {
            return Err(format!(
                "whose its rows are is not known: name the column with --owner-column \
                 {}=COLUMN, or open it to everybody with --shared {}",
                table.name.qualified(),
                table.name.qualified()
            ));
        }
        [one] => one,
        all => {
            // Who made a row is noted beside whose it is.
            let noted = |one: &&Reading| {
                one.begins
                    .replace('_', "")
                    .eq_ignore_ascii_case("createdby")
            };
            let named = |one: &&Reading| named_like_an_owner(&one.begins);
            let others: Vec<&Reading> = all.iter().filter(|one| !noted(one)).collect();
            let called: Vec<&Reading> = all.iter().filter(named).collect();
            match (others.as_slice(), called.as_slice()) {
                ([one], _) if named(one) || one.sure => *one,
                (_, [one]) if all.iter().all(|one| one.by_key && one.column.is_ok()) => *one,
                _ => return Err(ambiguous(all)),
            }
        }
    };
    let column = one.column.clone()?;
    Ok(Decided {
        filter: one.filter(&column),
        way: one.way.clone(),
        column,
        reason: one.reason.clone(),
        guessed: several || !one.sure,
    })
}

fn ambiguous(readings: &[Reading]) -> String {
    let ways: Vec<String> = readings.iter().map(Reading::written).collect();
    format!(
        "{} may each hold the owner's id: name one with --owner-column TABLE=COLUMN",
        ways.join(" and ")
    )
}

/// How many tables are looked through for an owner.
const DEEPEST: usize = 4;

/// True for tables that are called as tables of people are.
fn is_of_users(name: &TableName) -> bool {
    let one = names::singular(&name.name);
    ["user", "profile", "account", "member", "customer"]
        .contains(&one.to_ascii_lowercase().as_str())
}

/// True for columns that are called as the ids are by which somebody else knows a user.
fn signs_in(column: &str) -> bool {
    const NAMES: [&str; 10] = [
        "authid",
        "authuserid",
        "externalid",
        "externaluserid",
        "identityid",
        "loginid",
        "uid",
        "sub",
        "subject",
        "firebaseuid",
    ];
    let bare = column.replace('_', "").to_ascii_lowercase();
    bare.contains("supertokens") || NAMES.contains(&bare.as_str())
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
