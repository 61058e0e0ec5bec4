//! From what is and what should be to a [`Plan`].

use serde_json::{Value, json};

use super::compare::{Difference, Width, compare};
use super::tracked::table_of;
use super::{Action, Change, Object, Plan, never};
use crate::hasura::metadata::Source;
use crate::setup::hasura::Options;
use crate::setup::hasura::desired::{Desired, DesiredRelationship, DesiredSelect, DesiredTable};

/// A plan that connects a source. What there is in it is known only when it is connected.
pub(crate) fn of_missing_source(options: &Options, name: &str, database_url_env: &str) -> Plan {
    Plan {
        source: name.to_owned(),
        role: options.role.clone(),
        changes: vec![Change {
            action: Action::Create,
            object: Object::Source {
                database_url_env: database_url_env.to_owned(),
            },
            reason: "Hasura does not know it yet".into(),
            differences: Vec::new(),
            guessed: false,
        }],
        notes: vec![
            "only Hasura can look into the database: tables are planned once it is connected, and \
             if they cannot be set up the source is taken out again"
                .into(),
        ],
        ..Plan::default()
    }
}

/// A plan for a source that is there.
pub(crate) fn of_source(options: &Options, source: &Source, desired: Desired) -> Plan {
    let mut changes: Vec<Change> = Vec::new();
    for one in &desired.tables {
        changes.push(tracking(source, one));
    }
    let (kept, made): (Vec<&DesiredRelationship>, Vec<&DesiredRelationship>) =
        desired.relationships.iter().partition(|one| one.exists);
    changes.extend(made.into_iter().chain(kept).map(relationship));
    for one in &desired.tables {
        let there = table_of(source, &one.table).and_then(|table| {
            let permission = table.select_permission(&options.role)?;
            Some((table, permission))
        });
        match (&one.select, there) {
            (Some(select), Some((_, there))) => {
                let differences = compare(there, select);
                changes.push(existing(options, one, select, differences));
            }
            (Some(select), None) => changes.push(new(one, select)),
            (None, Some(_) | None) => {}
        }
    }
    changes.extend(never::changes(options, source, &desired));
    Plan {
        source: source.name.clone(),
        role: options.role.clone(),
        changes,
        left_out: desired.left_out,
        family: desired.family,
        notes: desired.notes,
    }
}

fn tracking(source: &Source, desired: &DesiredTable) -> Change {
    let tracked = table_of(source, &desired.table).is_some();
    let mut reason = desired.reason.clone();
    if let Some(name) = desired.custom_name.as_ref().filter(|_| !tracked) {
        reason = format!("{reason}; its own name is taken or none of GraphQL's, so {name}");
    }
    Change {
        action: if tracked {
            Action::Keep
        } else {
            Action::Create
        },
        object: Object::Table {
            table: desired.table.clone(),
            custom_name: desired.custom_name.clone(),
        },
        reason,
        differences: Vec::new(),
        guessed: false,
    }
}

fn relationship(desired: &DesiredRelationship) -> Change {
    let mut reason = format!("foreign key {}", desired.constraint);
    if let Some(name) = &desired.instead_of {
        reason = format!("{reason}; {name} is taken or none of GraphQL's");
    }
    Change {
        action: if desired.exists {
            Action::Keep
        } else {
            Action::Create
        },
        object: Object::Relationship {
            table: desired.from.clone(),
            name: desired.name.clone(),
            kind: desired.kind,
            to: desired.to.clone(),
            using: desired.using.clone(),
            instead_of: desired.instead_of.clone(),
        },
        reason,
        differences: Vec::new(),
        guessed: false,
    }
}

fn new(desired: &DesiredTable, select: &DesiredSelect) -> Change {
    Change {
        action: Action::Create,
        object: Object::Select {
            table: desired.table.clone(),
            permission: permission(select),
        },
        reason: select.reason.clone(),
        differences: Vec::new(),
        guessed: select.guessed,
    }
}

/// A permission that is there: kept where it is as planned, made anew where that is enforced.
fn existing(
    options: &Options,
    desired: &DesiredTable,
    select: &DesiredSelect,
    differences: Vec<Difference>,
) -> Change {
    let (action, reason) = match Difference::together(&differences) {
        None => (Action::Keep, select.reason.clone()),
        Some(width) if options.enforce => {
            let what = match width {
                Width::Wider => "it was wider than planned",
                Width::Narrower => "it was narrower than planned",
                Width::Different => "it was different from what is planned",
            };
            (Action::Update, what.to_owned())
        }
        Some(width) => {
            let word = width.word();
            let from = if width == Width::Different {
                "from"
            } else {
                "than"
            };
            (
                Action::Leave,
                format!("{word} {from} planned, and left so: --enforce makes it as planned"),
            )
        }
    };
    Change {
        action,
        object: Object::Select {
            table: desired.table.clone(),
            permission: permission(select),
        },
        reason,
        differences,
        guessed: select.guessed,
    }
}

/// As commands and metadata have it; what is the default is not said.
fn permission(select: &DesiredSelect) -> Value {
    let mut permission = json!({ "columns": select.columns, "filter": select.filter });
    if select.aggregates {
        permission["allow_aggregations"] = json!(true);
    }
    permission
}
