//! What is in the metadata and in no plan: tables that should not be tracked, and permissions of
//! the role on tables that the plan does not open.

use serde_json::Value;

use super::compare::{Difference, Width};
use super::tracked::table_of;
use super::{Action, Change, Object};
use crate::hasura::metadata::{Source, TableName};
use crate::setup::hasura::Options;
use crate::setup::hasura::desired::Desired;

/// They are reported; what no role should have is taken away where the plan is enforced. Tables
/// that hold keys count whether or not they were asked for.
pub(super) fn changes(options: &Options, source: &Source, desired: &Desired) -> Vec<Change> {
    let opened = |table: &TableName| {
        desired
            .tables
            .iter()
            .any(|one| one.table == *table && one.select.is_some())
    };
    let is_never = |table: &TableName| {
        let family = desired.family.as_ref();
        family.is_some_and(|family| family.is_never_opened(table))
    };
    let left = desired
        .left_out
        .iter()
        .map(|left| &left.table)
        .filter(|table| !opened(table) && !is_never(table))
        .map(|table| (table, false));
    let never = source
        .tables
        .iter()
        .map(|table| &table.table)
        .filter(|table| is_never(table))
        .map(|table| (table, true));
    left.chain(never)
        .filter_map(|(table, never)| one(options, source, table, never))
        .collect()
}

fn one(options: &Options, source: &Source, name: &TableName, never: bool) -> Option<Change> {
    let table = table_of(source, name)?;
    let role = &options.role;
    let change = |action, object, reason: &str, differences| Change {
        action,
        object,
        reason: reason.to_owned(),
        differences,
        guessed: false,
    };
    let select = Object::Select {
        table: name.clone(),
        permission: Value::Null,
    };
    let Some(permission) = table.select_permission(role) else {
        let object = Object::Table {
            table: name.clone(),
            custom_name: None,
        };
        return never.then(|| {
            change(
                Action::Leave,
                object,
                "tracked, and should not be: one careless permission would open it; untrack it",
                Vec::new(),
            )
        });
    };
    if !never {
        // Whoever asks, the rows are the same.
        let open = !permission.filter.condition.mentions_caller();
        let (reason, wider) = if permission.filter.condition.is_empty() {
            let reason = "not of this plan, and left alone; it opens every row";
            (
                reason,
                vec![Difference::new(Width::Wider, "every row (filter {})")],
            )
        } else if open {
            let text = format!("rows where {}, whoever asks", permission.filter);
            let reason = "not of this plan, and left alone; it opens rows whoever asks";
            (reason, vec![Difference::new(Width::Wider, text)])
        } else {
            ("not of this plan, and left alone", Vec::new())
        };
        return Some(change(Action::Leave, select, reason, wider));
    }
    if options.enforce {
        let reason = "no role should have anything of this table";
        return Some(change(Action::Remove, select, reason, Vec::new()));
    }
    let wider = Difference::new(Width::Wider, "it should not be there at all");
    Some(change(
        Action::Leave,
        select,
        "no role should have anything of this table: --enforce takes it away",
        vec![wider],
    ))
}
