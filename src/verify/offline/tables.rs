//! The tables of metadata, and whether their rows are somebody's.
//!
//! There are no rows to look at. That a table has owners is known from its permissions: whatever
//! compares with the caller, for any role and any way, says that rows are somebody's. Else names
//! have to do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::links::Links;
use crate::config::Policy;
use crate::hasura::columns::{self, Secrecy, named_like_an_owner};
use crate::hasura::metadata::{
    Columns, Condition, Export, Metadata, Operand, TableName, TrackedTable,
};
use crate::operation::Operation;
use crate::supertokens::tables::decides;
use crate::verify::model::{ListArgs, Model, PkArg, PrimaryKey, Relationship};
use crate::verify::rules::bindings;
use crate::verify::rules::writes::{bound_columns, own_columns};
use crate::verify::schema::Schema;

/// How it is known that rows have owners.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Owners {
    /// A permission, the policy or SuperTokens says so; the columns of the table itself, if any.
    Known(BTreeSet<String>),
    /// By the names of these columns, which are those of ids.
    ByName(BTreeSet<String>),
    /// By a name that others have as well: the author of a book, the owner of a domain.
    Perhaps(BTreeSet<String>),
    /// By this relationship, to a table of which it is known.
    Behind(String),
    /// By this column, which is called like the key of this table, of which it is known: a child
    /// without a foreign key, or whose relationship is not tracked.
    Beside(String, String),
    /// They are nobody's, as far as can be told, or everybody's as the policy says.
    None,
}

impl Owners {
    /// The columns of the table itself that name owners; `None` where only other tables may.
    pub(super) const fn columns(&self) -> Option<&BTreeSet<String>> {
        match self {
            Self::Known(columns) | Self::ByName(columns) | Self::Perhaps(columns) => Some(columns),
            Self::Behind(_) | Self::Beside(..) | Self::None => None,
        }
    }

    /// True where it is sure enough to call an open permission a leak.
    pub(super) const fn is_sure(&self) -> bool {
        matches!(self, Self::Known(_) | Self::ByName(_))
    }
}

pub(super) struct Table<'a> {
    /// As reports show it: `notes`, `app.notes`.
    pub name: String,
    /// Where it stands in the document.
    pub pointer: String,
    pub tracked: &'a TrackedTable,
    /// Every column that the metadata names.
    pub columns: BTreeSet<String>,
    pub owners: Owners,
    /// Those of them that hold a secret by their name.
    pub secrets: BTreeMap<String, Secrecy>,
    /// To be read by everybody who has the role, as the policy says; what is another's is still not
    /// theirs to change.
    pub shared: bool,
}

pub(super) fn of<'a>(
    metadata: &'a Metadata,
    links: &Links<'_>,
    policy: Option<&Policy>,
) -> Vec<Table<'a>> {
    let sources = metadata.sources.iter().enumerate();
    let all = sources.flat_map(|(source, tables)| {
        let tables = tables.tables.iter().enumerate();
        tables.map(move |(at, table)| (format!("/sources/{source}/tables/{at}"), table))
    });
    let callers = callers(metadata);
    let mut tables: Vec<Table<'a>> = all
        .map(|(pointer, tracked)| table(pointer, tracked, &callers, policy))
        .collect();
    let known: BTreeSet<TableName> = tables
        .iter()
        .filter(|table| matches!(table.owners, Owners::Known(_)) && !table.shared)
        .map(|table| table.tracked.table.clone())
        .collect();
    for table in &mut tables {
        if table.owners == Owners::None {
            let behind = table.tracked.object_relationships.iter().find(|one| {
                let target = links.target(table.tracked, one);
                target.is_some_and(|target| known.contains(&target))
            });
            if let Some(behind) = behind {
                table.owners = Owners::Behind(behind.name.clone());
            } else if let Some((column, parent)) = beside(table, links, &known) {
                table.owners = Owners::Beside(column, parent);
            }
        }
    }
    tables
}

/// A column that is called like the key of a table whose rows have owners, and that table:
/// `order_id`, and `orders`. A table of what all of them share names none of them.
fn beside(
    table: &Table<'_>,
    links: &Links<'_>,
    known: &BTreeSet<TableName>,
) -> Option<(String, String)> {
    table.columns.iter().find_map(|column| {
        let parent = columns::words(column);
        let parent = parent.split_last().filter(|(last, _)| *last == KEY)?.1;
        let target = links.named_after(table.tracked, &parent.join("_"))?;
        let is_other = target != table.tracked.table && known.contains(&target);
        is_other.then(|| (column.clone(), target.qualified()))
    })
}

/// The columns that some permission compares with the caller: a column of the same name in a table
/// beside it most likely says the same, such as `org_id`. Keys have one name in all tables.
fn callers(metadata: &Metadata) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, tracked) in metadata.tables() {
        for condition in conditions(tracked) {
            found.extend(bound_columns(condition, tracked));
        }
    }
    found.retain(|name| columns::words(name).len() > 1);
    found
}

fn table<'a>(
    pointer: String,
    tracked: &'a TrackedTable,
    callers: &BTreeSet<String>,
    policy: Option<&Policy>,
) -> Table<'a> {
    let name = tracked.table.qualified();
    let columns = columns(tracked);
    let shared = policy.is_some_and(|policy| policy.is_shared(&name, &tracked.table.identifier()));
    let owners = owners(tracked, &columns, callers, policy);
    let secrets = columns.iter().filter_map(|column| {
        let secrecy = columns::secrecy(&name, column, None)?;
        Some((column.clone(), secrecy))
    });
    Table {
        secrets: secrets.collect(),
        name,
        pointer,
        tracked,
        columns,
        owners,
        shared,
    }
}

fn owners(
    tracked: &TrackedTable,
    columns: &BTreeSet<String>,
    callers: &BTreeSet<String>,
    policy: Option<&Policy>,
) -> Owners {
    let name = tracked.table.qualified();
    let stated = policy.and_then(|one| one.owners_of(&name, &tracked.table.identifier()));
    if let Some(ways) = stated {
        let own = ways.iter().filter(|way| !way.contains('.'));
        return Owners::Known(own.cloned().collect());
    }
    let mut bound = BTreeSet::new();
    let mut asked = false;
    for condition in conditions(tracked) {
        asked |= bindings::asks_who_calls(condition);
        bound.extend(bound_columns(condition, tracked));
    }
    for way in Operation::ALL {
        for rule in tracked.write_permissions(way) {
            bound.extend(rule.permission.presets().map(ToOwned::to_owned));
        }
    }
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    let core = decides::what(&tracked.table.name, &names).is_some();
    if asked || core || !bound.is_empty() {
        return Owners::Known(bound);
    }
    let guessed: BTreeSet<String> = columns
        .iter()
        .filter(|name| {
            let custom = tracked.configuration.column_name(name);
            named_like_an_owner(name)
                || custom.is_some_and(named_like_an_owner)
                || callers.contains(*name)
        })
        .cloned()
        .collect();
    let of_ids = |name: &String| {
        let words = columns::words(name);
        words
            .last()
            .is_some_and(|last| last == "id" || last == "by")
    };
    if guessed.is_empty() {
        Owners::None
    } else if guessed.iter().any(of_ids) {
        Owners::ByName(guessed)
    } else {
        Owners::Perhaps(guessed)
    }
}

fn conditions(tracked: &TrackedTable) -> impl Iterator<Item = &Condition> {
    bindings::conditions(tracked).map(|stated| stated.condition)
}

/// Every column that is named somewhere.
fn columns(tracked: &TrackedTable) -> BTreeSet<String> {
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut listed = |columns: &Columns| {
        if let Columns::List(names) = columns {
            found.extend(names.iter().cloned());
        }
    };
    for select in &tracked.select_permissions {
        listed(&select.permission.columns);
    }
    for rule in Operation::ALL
        .into_iter()
        .flat_map(|way| tracked.write_permissions(way))
    {
        if let Some(columns) = &rule.permission.columns {
            listed(columns);
        }
    }
    for rule in Operation::ALL
        .into_iter()
        .flat_map(|way| tracked.write_permissions(way))
    {
        let set = rule.permission.set.as_object().into_iter().flatten();
        found.extend(set.map(|(column, _)| column.clone()));
    }
    for condition in conditions(tracked) {
        named(condition, &mut found);
    }
    found.extend(tracked.configuration.column_config.keys().cloned());
    for one in &tracked.object_relationships {
        found.extend(own_columns(&one.using));
    }
    for one in tracked
        .object_relationships
        .iter()
        .chain(&tracked.array_relationships)
    {
        found.remove(&one.name);
    }
    for field in &tracked.computed_fields {
        found.remove(&field.name);
    }
    found
}

/// The columns of the table itself in a condition; what stands behind a name is another's.
fn named(condition: &Condition, found: &mut BTreeSet<String>) {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => {
            for part in parts {
                named(part, found);
            }
        }
        Condition::Not(inner) => named(inner, found),
        Condition::Compare(_) | Condition::Related { .. } => {
            found.extend(condition.name().map(ToOwned::to_owned));
        }
        Condition::Exists(_) | Condition::Unreadable(_) => {}
    }
}

/// What primary keys are called.
const KEY: &str = "id";

/// The tables as rules about memberships want them: with their relationships, and nothing that
/// only a schema tells.
pub(super) fn schema(export: Export, policy: Option<&Policy>) -> Schema {
    let metadata = &export.metadata;
    let links = Links::of(metadata);
    let mut model = Model::default();
    for (_, tracked) in metadata.tables() {
        let table = model.table_or_new(&tracked.table.identifier());
        table.db_name = Some(tracked.table.qualified());
        // Which columns are the key, the database knows; one of this name most often is.
        table.primary_key = columns(tracked).contains(KEY).then(|| PrimaryKey {
            columns: vec![PkArg {
                name: KEY.into(),
                type_sdl: String::new(),
            }],
        });
        table.relationships = relationships(&links, tracked);
    }
    Schema::new(Arc::new(model), export, policy.cloned())
}

fn relationships(links: &Links<'_>, tracked: &TrackedTable) -> Vec<Relationship> {
    let objects = tracked.object_relationships.iter().map(|one| (one, false));
    let arrays = tracked.array_relationships.iter().map(|one| (one, true));
    objects
        .chain(arrays)
        .filter_map(|(one, array)| {
            Some(Relationship {
                name: one.name.clone(),
                target: links.target(tracked, one)?.identifier(),
                array,
                computed: false,
                args: ListArgs::default(),
                aggregate: None,
            })
        })
        .collect()
}

impl Table<'_> {
    /// True where a name in the policy means it.
    pub(super) fn is_meant_by(&self, written: &str) -> bool {
        let custom = self.tracked.configuration.custom_name.as_deref();
        Policy::means(written, &self.name, &self.tracked.table.identifier())
            || custom == Some(written)
    }

    /// What tells that its rows are somebody's, in a few words.
    pub(super) fn known_from(&self) -> String {
        let list =
            |columns: &BTreeSet<String>| columns.iter().cloned().collect::<Vec<_>>().join(", ");
        match &self.owners {
            Owners::Known(columns) if columns.is_empty() => "permissions that ask who calls".into(),
            Owners::Known(columns) => {
                format!(
                    "{}, which permissions compare with the caller",
                    list(columns)
                )
            }
            Owners::ByName(columns) | Owners::Perhaps(columns) => {
                format!("{}, by the name only", list(columns))
            }
            Owners::Behind(relationship) => {
                format!("the relationship {relationship}, to a table whose rows have owners")
            }
            Owners::Beside(column, parent) => {
                format!("{column}, named like the key of {parent}, whose rows have owners")
            }
            Owners::None => "nothing".into(),
        }
    }

    /// The column that names the owner, to be spoken of.
    pub(super) fn owner(&self) -> String {
        match (&self.owners, self.owner_column()) {
            (_, Some(column)) => column.clone(),
            (Owners::Behind(relationship), None) => format!("the owner behind {relationship}"),
            (Owners::Beside(column, parent), None) => {
                format!("the owner in {parent}, by a relationship over {column},")
            }
            (_, None) => "the owner".into(),
        }
    }

    /// Of the columns that name owners the one that does so best: it is called like an owner, or at
    /// least is no key of another table through which owners are found.
    fn owner_column(&self) -> Option<&String> {
        let objects = self.tracked.object_relationships.iter();
        let keys: BTreeSet<String> = objects.flat_map(|one| own_columns(&one.using)).collect();
        let columns = self.owners.columns().into_iter().flatten();
        columns.min_by_key(|name| (!named_like_an_owner(name), keys.contains(*name)))
    }

    /// The session variable that says whose that column's rows are: what permissions compare it
    /// with, or the user's id.
    pub(super) fn compared_with(&self) -> String {
        let column = self.owner_column();
        let mut found = None;
        for condition in conditions(self.tracked) {
            condition.visit(&mut |part| {
                if let Condition::Compare(comparison) = part
                    && Some(&comparison.column) == column
                    && comparison.operator.can_bind()
                    && let Operand::Session(variable) = &comparison.operand
                    && !variable.is_role()
                {
                    found.get_or_insert_with(|| variable.as_str().to_owned());
                }
            });
        }
        found.unwrap_or_else(|| "X-Hasura-User-Id".to_owned())
    }
}
