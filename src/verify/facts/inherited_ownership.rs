//! Rows without an owner's id of their own, which belong to the owners of a row in another table:
//! an invoice's lines to whoever owns the invoice.
//!
//! A [`Link`] leads from each row of a table to one row of another, by a relationship, by a
//! foreign key that the metadata has no relationship for, or because a view shows that very row.
//! Owners are inherited along links, and what hangs off a row that is hidden from a user is not
//! for that user either.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::bound_rows;
use super::fetch::{self, CHUNK};
use super::foreign_keys::{self, ForeignKey, Known};
use super::mirror;
use super::table::{Attributed, Ids, TableFacts};
use crate::error::Result;
use crate::hasura::metadata::TableName;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::ownership::row_verdict::{Admission, Why};
use crate::verify::ownership::{Standing, permission};
use crate::verify::rows::{Key, Row, plain};
use crate::verify::run::{Admin, Run};

/// How many links in a row are followed.
const STEPS: usize = 3;

/// From the rows of one table to rows of another.
#[derive(Debug)]
pub(super) struct Link {
    from: String,
    to: String,
    /// As a report shows it.
    way: String,
    rows: BTreeMap<Key, Key>,
}

/// The links of tables whose rows hold no owner's id, as the administrator sees them.
pub(super) async fn links(
    ctx: &Run<'_>,
    tables: &[Attributed],
    keys: &[ForeignKey],
) -> Result<Vec<Link>> {
    let Some(admin) = ctx.admin.as_ref().filter(|admin| admin.export().is_some()) else {
        return Ok(Vec::new());
    };
    let orphans: Vec<&Attributed> = tables.iter().filter(|facts| !facts.owned()).collect();
    if orphans.is_empty() || orphans.len() == tables.len() {
        return Ok(Vec::new());
    }
    let mut links = Vec::new();
    for facts in &orphans {
        for to in tables.iter().filter(|to| to.type_name != facts.type_name) {
            links.extend(related(ctx, admin, facts, to).await?);
            links.extend(mirror::rows(admin, facts, to).map(|rows| Link {
                from: facts.type_name.clone(),
                to: to.type_name.clone(),
                way: format!("the same row of {}", to.name),
                rows,
            }));
        }
    }
    for key in keys {
        let find = |name: &TableName| {
            tables.iter().find(|facts| {
                admin
                    .tracked(&facts.type_name)
                    .is_some_and(|one| one.table == *name)
            })
        };
        if let (Some(from), Some(to)) = (find(&key.from), find(&key.to))
            && !from.owned()
        {
            links.extend(referring(admin, from, to, key));
        }
    }
    for facts in &orphans {
        let owned = tables.iter().filter(|other| other.owned());
        links.extend(owned.filter_map(|other| extended(admin, facts, other, keys)));
    }
    Ok(links)
}

/// Gives rows the owners of the rows that they hang off.
///
/// Each step carries owners one link further. What is gained in a step is put in after all links
/// were looked at, so that their order makes no difference. A table counts as owned as soon as one
/// of its rows has inherited an owner, and inherits no more from then on.
pub(super) fn inherit(tables: &mut [Attributed], links: &[Link]) {
    for _ in 0..STEPS {
        let mut gained = Vec::new();
        for link in links {
            let Some(to) = tables.iter().find(|facts| facts.type_name == link.to) else {
                continue;
            };
            let open = tables
                .iter()
                .any(|facts| facts.type_name == link.from && !facts.owned());
            if open && to.owned() {
                let ids: Vec<(Key, Ids)> = link
                    .rows
                    .iter()
                    .filter_map(|(from, at)| Some((from.clone(), to.ids.get(at)?.clone())))
                    .collect();
                gained.push((link, ids, to.standing_for.clone()));
            }
        }
        // Ids and what stands for users are not to be mixed, and ids say more.
        gained.sort_by_key(|(_, _, standing_for)| standing_for.is_some());
        for (link, ids, standing_for) in gained {
            let Some(from) = tables
                .iter_mut()
                .find(|facts| facts.type_name == link.from)
                .filter(|_| ids.iter().any(|(_, ids)| !ids.owners.is_empty()))
                .filter(|from| {
                    from.kin.is_none() || from.standing_for.is_some() == standing_for.is_some()
                })
            else {
                continue;
            };
            for (who, values) in standing_for.into_iter().flatten() {
                let known = from.standing_for.get_or_insert_default();
                known.entry(who).or_default().extend(values);
            }
            for (key, ids) in ids {
                from.ids.entry(key).or_default().owners.extend(ids.owners);
            }
            from.kin = Some(link.way.clone());
        }
    }
}

/// Tells tables that hang off rows which permissions bind to users, and of which neither a column nor
/// a permission of their own tells whose the rows are.
pub(super) fn below(ctx: &Run<'_>, tables: &mut [Attributed], links: &[Link], known: Known<'_>) {
    for _ in 0..STEPS {
        let mut gained = Vec::new();
        for link in links {
            let find = |name: &str| tables.iter().find(|facts| facts.type_name == name);
            let (Some(from), Some(to)) = (find(&link.from), find(&link.to)) else {
                continue;
            };
            if !from.owned() && from.below.is_none() {
                let way = (link.way.as_str(), &link.rows);
                let rows = bound_rows::below(ctx, from, to, way, known);
                gained.extend(rows.map(|rows| (link.from.clone(), rows)));
            }
        }
        for (name, rows) in gained {
            if let Some(facts) = tables.iter_mut().find(|facts| facts.type_name == name) {
                facts.below.get_or_insert(rows);
            }
        }
    }
}

/// Takes from a user what hangs off rows that are not for them.
///
/// Only rows that counted as public are affected: those that the permission admits for everybody
/// and that have no owner. What the permission admits because of the caller stays theirs, and so
/// do all rows of a table that the policy calls shared.
pub(super) fn hide(tables: &mut [TableFacts], links: &[Link]) {
    for _ in 0..STEPS {
        let mut hidden = Vec::new();
        for link in links {
            let find = |name: &str| tables.iter().find(|facts| facts.type_name == name);
            let (Some(from), Some(to)) = (find(&link.from), find(&link.to)) else {
                continue;
            };
            for who in Who::BOTH {
                for (key, at) in &link.rows {
                    let open = !from.shared
                        && from.admitted(who, key) == Admission::Open
                        && from.standing(who, key) == Some(&Standing::Public);
                    let astray = matches!(to.standing(who, at), Some(Standing::Foreign(_)));
                    if open && astray {
                        let why = Why::Hangs(link.way.clone());
                        hidden.push((link.from.clone(), who, key.clone(), why));
                    }
                }
            }
        }
        if hidden.is_empty() {
            return;
        }
        for (name, who, key, why) in hidden {
            if let Some(facts) = tables.iter_mut().find(|facts| facts.type_name == name) {
                if let Why::Hangs(way) = &why {
                    facts.kin.get_or_insert_with(|| way.clone());
                }
                facts.hide(who, key, why);
            }
        }
    }
}

/// By object relationships of the administrator's schema.
async fn related(
    ctx: &Run<'_>,
    admin: &Admin,
    facts: &Attributed,
    to: &Attributed,
) -> Result<Vec<Link>> {
    let Some((table, field)) = admin
        .model
        .table(&facts.type_name)
        .and_then(|table| Some((table, table.list.as_ref()?)))
        .filter(|(table, _)| facts.key.filterable(table) && !to.key.columns.is_empty())
    else {
        return Ok(Vec::new());
    };
    let caller = Caller::admin(admin.secret.clone());
    let keys: Vec<&Key> = facts.all_keys().into_iter().collect();
    let mut links = Vec::new();
    for relationship in table
        .object_relationships()
        .filter(|one| one.target == to.type_name)
    {
        let mut selection = Selection::columns(facts.key.columns.iter().map(String::as_str));
        for column in &to.key.columns {
            selection.add_path(std::slice::from_ref(&relationship.name), column);
        }
        let mut rows = BTreeMap::new();
        for chunk in keys.chunks(CHUNK) {
            let query = ListQuery {
                selection: selection.clone(),
                filter: facts.key.filter(chunk),
                ..ListQuery::default()
            };
            let seen = fetch::run(ctx, &caller, field, &facts.key, &query).await?;
            for (key, row) in seen.rows {
                if let Some(Value::Object(at)) = row.get(&relationship.name) {
                    rows.insert(key, to.key.key(at));
                }
            }
        }
        links.push(Link {
            from: facts.type_name.clone(),
            to: to.type_name.clone(),
            way: format!("the row of {} behind {}", to.name, relationship.name),
            rows,
        });
    }
    Ok(links)
}

/// To the one row of another table that says whose a row is: its key is a reference to that row,
/// and every row has one.
fn extended(
    admin: &Admin,
    facts: &Attributed,
    other: &Attributed,
    keys: &[ForeignKey],
) -> Option<Link> {
    let schema = admin.schema.as_ref()?;
    let table = admin.model.table(&facts.type_name)?;
    let extension = admin.model.table(&other.type_name)?;
    let primary = extension.primary_key.as_ref()?.columns.iter();
    let primary: BTreeSet<&str> = primary.map(|column| column.name.as_str()).collect();
    let references = foreign_keys::between(schema, keys, extension, table);
    let pairs = references.into_iter().find(|pairs| {
        let theirs = pairs.iter().map(|(theirs, _)| theirs.as_str());
        !pairs.is_empty() && theirs.collect::<BTreeSet<_>>() == primary
    })?;
    let (from_columns, to_columns) = pairs.into_iter().unzip();
    let key = ForeignKey {
        from: schema.tracked(&other.type_name).ok()?.table.clone(),
        from_columns,
        to: schema.tracked(&facts.type_name).ok()?.table.clone(),
        to_columns,
    };
    let back = referring(admin, other, facts, &key)?;
    let rows: BTreeMap<Key, Key> = back.rows.into_iter().map(|(at, row)| (row, at)).collect();
    let all = facts.admin.as_ref()?.rows.len();
    (all > 1 && rows.len() == all).then(|| Link {
        from: facts.type_name.clone(),
        to: other.type_name.clone(),
        way: format!("the row of {} that belongs to it", other.name),
        rows,
    })
}

/// By the values of a foreign key, in rows that the administrator sees.
fn referring(admin: &Admin, from: &Attributed, to: &Attributed, key: &ForeignKey) -> Option<Link> {
    let named = |facts: &Attributed, columns: &[String]| -> Option<Vec<String>> {
        let table = admin.model.table(&facts.type_name)?;
        let config = admin.tracked(&facts.type_name);
        columns
            .iter()
            .map(|name| Some(permission::column_of(table, config, name)?.name.clone()))
            .collect()
    };
    let ours = named(from, &key.from_columns)?;
    let theirs = named(to, &key.to_columns)?;
    let values = |row: &Row, columns: &[String]| -> Option<Vec<String>> {
        columns
            .iter()
            .map(|name| row.get(name).and_then(plain))
            .collect()
    };
    let by_value: BTreeMap<Vec<String>, &Key> = to
        .admin
        .as_ref()?
        .rows
        .iter()
        .filter_map(|(key, row)| Some((values(row, &theirs)?, key)))
        .collect();
    let rows: BTreeMap<Key, Key> = from
        .admin
        .as_ref()?
        .rows
        .iter()
        .filter_map(|(key, row)| {
            let at = by_value.get(&values(row, &ours)?)?;
            Some((key.clone(), (*at).clone()))
        })
        .collect();
    let shown: BTreeSet<&String> = ours.iter().collect();
    let shown: Vec<&str> = shown.into_iter().map(String::as_str).collect();
    Some(Link {
        from: from.type_name.clone(),
        to: to.type_name.clone(),
        way: format!("the row of {} that {} refers to", to.name, shown.join(", ")),
        rows,
    })
}
