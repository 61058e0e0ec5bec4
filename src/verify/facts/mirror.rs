//! Views of a table: each row shows one of the table's.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Attributed;
use crate::verify::model::{Model, RoleTable};
use crate::verify::rows::{Key, Row, plain};
use crate::verify::run::Admin;

/// From each row of a view to the row that it shows; `None` where it is no view of the table, as
/// far as the administrator sees.
pub(super) fn rows(
    admin: &Admin,
    facts: &Attributed,
    to: &Attributed,
) -> Option<BTreeMap<Key, Key>> {
    let (view, base) = (facts.admin.as_ref()?, to.admin.as_ref()?);
    by_key(facts, to).or_else(|| {
        // What has a key is a table: a list of words that others use as well.
        let table = admin.model.table(&facts.type_name)?;
        let keyless = table.primary_key.is_none() && !view.truncated && !base.truncated;
        let (view, base) = (view.rows.iter(), base.rows.iter());
        keyless.then(|| by_values(&view.collect(), &base.collect()))?
    })
}

/// No column but the table's, its key among them.
fn by_key(facts: &Attributed, to: &Attributed) -> Option<BTreeMap<Key, Key>> {
    let (view, base) = (facts.admin.as_ref()?, to.admin.as_ref()?);
    let columns: Vec<&String> = view.rows.values().next()?.keys().collect();
    let of_base = base.rows.values().next()?;
    let keyed = to.key.primary && to.key.columns.iter().all(|name| columns.contains(&name));
    // Two rows of one column are soon alike by chance.
    if !keyed
        || columns.len() < 2
        || columns.len() >= of_base.len()
        || !columns.iter().all(|name| of_base.contains_key(*name))
    {
        return None;
    }
    view.rows
        .iter()
        .map(|(key, row)| {
            let at = to.key.key(row);
            let original = base.rows.get(&at)?;
            let same = row
                .iter()
                .all(|(name, value)| original.get(name) == Some(value));
            same.then(|| (key.clone(), at))
        })
        .collect()
}

/// Rows without a key, each of which has the values of one row of the table; a column that has
/// another name there is known by its values.
fn by_values(
    view: &BTreeMap<&Key, &Row>,
    base: &BTreeMap<&Key, &Row>,
) -> Option<BTreeMap<Key, Key>> {
    let first = view.values().next()?;
    let held = |rows: &BTreeMap<&Key, &Row>, name: &str| -> BTreeSet<String> {
        let values = rows.values().filter_map(|row| row.get(name));
        values.filter_map(plain).collect()
    };
    let of_base: Vec<&String> = base.values().next()?.keys().collect();
    let columns: Option<Vec<(&String, &String)>> = first
        .keys()
        .map(|name| {
            let values = held(view, name);
            let same = of_base.iter().find(|other| **other == name);
            let other = || {
                let mut others = of_base.iter();
                others.find(|other| values.len() > 1 && values.is_subset(&held(base, other)))
            };
            Some((name, *same.or_else(other)?))
        })
        .collect();
    let columns = columns?;
    let text = |row: &Row, names: &mut dyn Iterator<Item = &&String>| -> Vec<String> {
        let values = names.map(|name| row.get(*name).map(ToString::to_string));
        values.map(Option::unwrap_or_default).collect()
    };
    let (shown, real): (Vec<&String>, Vec<&String>) = columns.into_iter().unzip();
    let originals: BTreeMap<Vec<String>, &Key> = base
        .iter()
        .map(|(key, row)| (text(row, &mut real.iter()), *key))
        .collect();
    // Rows that look alike may be anybody's of those that have them.
    if originals.len() < base.len() && real.len() < 2 {
        return None;
    }
    view.iter()
        .map(|(key, row)| {
            let at = originals.get(&text(row, &mut shown.iter()))?;
            Some(((*key).clone(), (*at).clone()))
        })
        .collect()
}

/// The tables that a view without a key may be of: those that have all of its columns, and more.
pub(super) fn bases<'m>(model: &'m Model, view: &RoleTable) -> impl Iterator<Item = &'m RoleTable> {
    let columns: Vec<String> = view.columns.iter().map(|one| one.name.clone()).collect();
    let is_view = view.primary_key.is_none() && !columns.is_empty();
    let tables = model.tables.iter().filter(move |_| is_view);
    tables.filter(move |table| {
        table.primary_key.is_some()
            && table.list.is_some()
            && table.columns.len() > columns.len()
            && columns.iter().all(|name| table.column(name).is_some())
    })
}
