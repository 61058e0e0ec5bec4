//! What is in the metadata and in no plan: tables that should not be tracked, and permissions of
//! the role on tables that the plan does not open.

use serde_json::{Value, json};

use super::build::table_of;
use super::compare::{Difference, Width};
use super::{Action, Change, Object};
use crate::hasura::metadata::Source;
use crate::setup::hasura::Options;
use crate::setup::hasura::wish::{LeftOut, Wish};

/// They are reported; what no role should have is taken away where the plan is enforced.
pub(super) fn changes(options: &Options, source: &Source, wish: &Wish) -> Vec<Change> {
    let opened = |left: &&LeftOut| {
        !wish
            .tables
            .iter()
            .any(|one| one.table == left.table && one.select.is_some())
    };
    wish.left_out
        .iter()
        .filter(opened)
        .filter_map(|left| one(options, source, left))
        .collect()
}

fn one(options: &Options, source: &Source, left: &LeftOut) -> Option<Change> {
    let table = table_of(source, &left.table)?;
    let role = &options.role;
    let change = |action, object, reason: &str, differences| Change {
        action,
        object,
        reason: reason.to_owned(),
        differences,
        guessed: false,
    };
    let select = Object::Select {
        table: left.table.clone(),
        permission: Value::Null,
    };
    let Some(permission) = table.select_permission(role) else {
        let object = Object::Table {
            table: left.table.clone(),
            custom_name: None,
        };
        return left.never.then(|| {
            change(
                Action::Leave,
                object,
                "tracked, and should not be: one careless permission would open it; untrack it",
                Vec::new(),
            )
        });
    };
    let all_rows = permission.filter == json!({});
    if !left.never {
        let reason = if all_rows {
            "not of this plan, and left alone; it opens every row"
        } else {
            "not of this plan, and left alone"
        };
        return Some(change(Action::Leave, select, reason, Vec::new()));
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
