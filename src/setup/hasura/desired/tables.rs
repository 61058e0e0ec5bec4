//! Which tables are looked at.

use std::collections::{BTreeMap, BTreeSet};

use super::LeftOut;
use super::supertokens::{Family, ID_TABLE, MAPPING, Use};
use crate::hasura::columns;
use crate::hasura::metadata::{Source, TableName};
use crate::setup::hasura::catalog::{Catalog, DbTable};
use crate::setup::hasura::pattern::Pattern;
use crate::setup::hasura::{Options, SetupError};

/// A table that is to be tracked.
pub(super) struct Chosen {
    pub(super) table: TableName,
    pub(super) reason: String,
    /// The columns that SuperTokens' tables are opened with.
    pub(super) columns: Option<&'static [&'static str]>,
    /// Only because a filter goes through it.
    pub(super) supporting: bool,
    /// Tracked, and the role has nothing of it: only whoever asks for it opens it.
    pub(super) closed: bool,
    /// Somebody's own table, tracked whether or not it can be opened.
    pub(super) tracked_for_its_own_sake: bool,
}

/// What was chosen, and what not.
pub(super) struct Choice {
    pub(super) tables: Vec<Chosen>,
    pub(super) left_out: Vec<LeftOut>,
    /// How many tables each pattern met.
    pub(super) matched: BTreeMap<String, usize>,
}

pub(super) fn choose(
    options: &Options,
    catalog: &Catalog,
    family: Option<&Family>,
    source: &Source,
) -> Result<Choice, SetupError> {
    check_names(options, catalog, family, &source.name)?;
    let closed = |table: &DbTable| is_closed(options, source, table);
    let mut choice = Choice {
        tables: Vec::new(),
        left_out: Vec::new(),
        matched: options
            .tables
            .iter()
            .filter(|pattern| !pattern.excludes())
            .map(|pattern| (pattern.text.clone(), 0))
            .collect(),
    };
    for table in in_schemas(options, &catalog.tables) {
        if !is_wanted(options, table, &mut choice.matched) {
            continue;
        }
        match family.and_then(|family| family.use_of(&table.name)) {
            None => match kept_to_itself(table) {
                Some(why) => choice.leave(table, &format!("never opened: {why}")),
                None => choice.tables.push(Chosen {
                    table: table.name.clone(),
                    reason: "yours".into(),
                    columns: None,
                    supporting: false,
                    closed: closed(table),
                    tracked_for_its_own_sake: true,
                }),
            },
            Some(Use::Opened(columns)) => {
                choice.tables.push(opened(table, columns, closed(table)));
            }
            Some(Use::OnRequest(columns)) if is_named(options, table) => {
                choice.tables.push(opened(table, columns, false));
            }
            Some(Use::OnRequest(_)) => choice.leave(
                table,
                "of SuperTokens: holds what the application put there; opened when it is named \
                 with --table",
            ),
            Some(Use::Never) => choice.leave(
                table,
                "of SuperTokens: keys, tokens or configuration, which only its core needs",
            ),
            Some(Use::Internal) => {
                choice.leave(table, "of SuperTokens: nothing that users need");
            }
        }
    }
    for (name, kind) in &catalog.others {
        let wanted = options.schemas.contains(&name.schema)
            && matches_all(&options.tables, &name.schema, &name.name);
        if wanted {
            choice.left_out.push(LeftOut {
                table: name.clone(),
                reason: format!("a {kind}: whose its rows are cannot be told from its columns"),
            });
        }
    }
    if let Some(family) = family {
        support(&mut choice, options, catalog, family);
    }
    Ok(choice)
}

impl Choice {
    fn leave(&mut self, table: &DbTable, reason: &str) {
        self.left_out.push(LeftOut {
            table: table.name.clone(),
            reason: reason.to_owned(),
        });
    }
}

fn opened(table: &DbTable, columns: &'static [&'static str], closed: bool) -> Chosen {
    Chosen {
        table: table.name.clone(),
        reason: "of SuperTokens: users may see their own rows".into(),
        columns: Some(columns),
        supporting: false,
        closed,
        tracked_for_its_own_sake: false,
    }
}

/// Tables that the filters for linked accounts and for one's own ids go through.
fn support(choice: &mut Choice, options: &Options, catalog: &Catalog, family: &Family) {
    let mut needed = Vec::new();
    if options.account_linking || options.external_user_ids {
        needed.push(ID_TABLE);
    }
    if options.external_user_ids {
        needed.push(MAPPING);
    }
    let opens_some = choice.tables.iter().any(|one| one.columns.is_some());
    for own in needed {
        let name = family.table(own);
        let known = choice.tables.iter().any(|one| one.table == name);
        if known || !opens_some || catalog.table(&name).is_none() {
            continue;
        }
        choice.left_out.retain(|one| one.table != name);
        choice.tables.push(Chosen {
            table: name,
            reason: "filters of other tables go through it".into(),
            columns: None,
            supporting: true,
            closed: false,
            tracked_for_its_own_sake: false,
        });
    }
}

/// Why a table of the application's own is never opened, where its name says so.
fn kept_to_itself(table: &DbTable) -> Option<&'static str> {
    let columns = table.columns.iter();
    columns::kept_to_itself(
        &table.name.name,
        columns.map(|column| (column.name.as_str(), column.kind.as_str())),
    )
}

/// True for a table that is tracked while the role has nothing of it: somebody may have meant
/// that. It stays so until it is asked for by one of its names or patterns.
fn is_closed(options: &Options, source: &Source, table: &DbTable) -> bool {
    let (schema, name) = (&table.name.schema, &table.name.name);
    let tracked = source.tables.iter().find(|one| one.table == table.name);
    let asked = || {
        let patterns = options.tables.iter().chain(&options.shared);
        let mut named = options.owners.keys().chain(options.columns.keys());
        patterns
            .filter(|pattern| !pattern.excludes())
            .any(|pattern| pattern.matches(schema, name))
            || named.any(|named| Pattern::new(named).matches(schema, name))
    };
    tracked.is_some_and(|one| one.select_permission(&options.role).is_none()) && !asked()
}

fn in_schemas<'a>(
    options: &'a Options,
    tables: &'a [DbTable],
) -> impl Iterator<Item = &'a DbTable> {
    tables
        .iter()
        .filter(|table| options.schemas.contains(&table.name.schema))
}

fn is_wanted(options: &Options, table: &DbTable, matched: &mut BTreeMap<String, usize>) -> bool {
    let (schema, name) = (&table.name.schema, &table.name.name);
    for pattern in &options.tables {
        if let Some(count) = matched.get_mut(&pattern.text)
            && pattern.matches(schema, name)
        {
            *count += 1;
        }
    }
    matches_all(&options.tables, schema, name)
}

/// Met by one of the patterns, or there are none, and taken out by none.
fn matches_all(patterns: &[Pattern], schema: &str, name: &str) -> bool {
    let (out, of): (Vec<&Pattern>, Vec<&Pattern>) =
        patterns.iter().partition(|pattern| pattern.excludes());
    let any = |list: &[&Pattern]| list.iter().any(|pattern| pattern.matches(schema, name));
    (of.is_empty() || any(&of)) && !any(&out)
}

fn is_named(options: &Options, table: &DbTable) -> bool {
    options
        .tables
        .iter()
        .any(|pattern| pattern.is_name() && pattern.matches(&table.name.schema, &table.name.name))
}

/// Every name that is no pattern must be a table's, and one that may be opened.
fn check_names(
    options: &Options,
    catalog: &Catalog,
    family: Option<&Family>,
    source: &str,
) -> Result<(), SetupError> {
    let tables = catalog.tables.iter().map(|table| &table.name);
    let all = tables.chain(catalog.others.iter().map(|(name, _)| name));
    let schemas: BTreeSet<&str> = all.map(|name| name.schema.as_str()).collect();
    // The usual one is there in a database without tables as well.
    let empty = |name: &&String| *name != "public" && !schemas.contains(name.as_str());
    if let Some(name) = options.schemas.iter().find(empty) {
        return Err(SetupError::NoTable {
            source_name: source.to_owned(),
            name: format!("{name}.*"),
            known: schemas.iter().map(|schema| format!("{schema}.*")).collect(),
        });
    }
    let patterns = options.tables.iter().chain(&options.shared).cloned();
    let others = options.owners.keys().chain(options.columns.keys());
    let names = patterns
        .filter(Pattern::is_name)
        .chain(others.map(|name| Pattern::new(name)));
    for pattern in names {
        let met: Vec<&DbTable> = in_schemas(options, &catalog.tables)
            .filter(|table| pattern.matches(&table.name.schema, &table.name.name))
            .collect();
        if met.is_empty() {
            return Err(SetupError::NoTable {
                source_name: source.to_owned(),
                known: similar(options, catalog, &pattern.text),
                name: pattern.text,
            });
        }
        let never = met
            .iter()
            .find(|table| family.and_then(|family| family.use_of(&table.name)) == Some(Use::Never));
        if let Some(table) = never {
            return Err(SetupError::NeverOpened {
                what: table.name.qualified(),
                why: "it holds keys, tokens or configuration that only SuperTokens' core needs"
                    .into(),
            });
        }
        let kept = met
            .iter()
            .find_map(|table| Some((table, kept_to_itself(table)?)));
        if let Some((table, why)) = kept {
            return Err(SetupError::NeverOpened {
                what: table.name.qualified(),
                why: why.into(),
            });
        }
    }
    Ok(())
}

/// Tables that may have been meant: similar ones, or all of them when they are few.
fn similar(options: &Options, catalog: &Catalog, name: &str) -> Vec<String> {
    let all: Vec<String> = in_schemas(options, &catalog.tables)
        .map(|table| table.name.qualified())
        .collect();
    let near: Vec<String> = all
        .iter()
        .filter(|other| strsim::jaro_winkler(name, other) > 0.85)
        .cloned()
        .collect();
    if !near.is_empty() {
        near
    } else if all.len() <= 12 {
        all
    } else {
        Vec::new()
    }
}
