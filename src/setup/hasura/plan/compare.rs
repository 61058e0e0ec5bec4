//! How a permission that is there differs from the one that is planned.

use crate::hasura::metadata::{Columns, Condition, Filter, SelectPermission};
use crate::setup::hasura::desired::DesiredSelect;

/// Which way something differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Width {
    /// It gives more than planned.
    Wider,
    /// It gives less.
    Narrower,
    /// It gives something else.
    Different,
}

impl Width {
    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Narrower => "narrower",
            Self::Different => "different",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub width: Width,
    pub text: String,
}

impl Difference {
    pub(super) fn new(width: Width, text: impl Into<String>) -> Self {
        Self {
            width,
            text: text.into(),
        }
    }

    /// What they come to together; `None` for none.
    pub(crate) fn together(all: &[Self]) -> Option<Width> {
        let first = all.first()?.width;
        let same = all.iter().all(|one| one.width == first);
        Some(if same { first } else { Width::Different })
    }
}

/// All differences of a permission from the plan's; none for one that comes to the same.
pub(super) fn compare(there: &SelectPermission, desired: &DesiredSelect) -> Vec<Difference> {
    let mut found = Vec::new();
    columns(&there.columns, &desired.columns, &mut found);
    filter(
        &there.filter,
        &Filter::new(desired.filter.clone()),
        &mut found,
    );
    match (there.allow_aggregations, desired.aggregates) {
        (true, false) => found.push(Difference::new(Width::Wider, "aggregates are allowed")),
        (false, true) => {
            found.push(Difference::new(
                Width::Narrower,
                "aggregates are not allowed",
            ));
        }
        _ => {}
    }
    if let Some(limit) = there.limit {
        found.push(Difference::new(
            Width::Narrower,
            format!("at most {limit} rows at once"),
        ));
    }
    if !there.computed_fields.is_empty() {
        found.push(Difference::new(
            Width::Wider,
            format!("computed fields {}", there.computed_fields.join(", ")),
        ));
    }
    let roots = [
        (
            "queries",
            there.query_root_fields.as_ref(),
            &["select", "select_by_pk"][..],
        ),
        (
            "subscriptions",
            there.subscription_root_fields.as_ref(),
            &["select", "select_by_pk", "select_stream"][..],
        ),
    ];
    for (what, list, all) in roots {
        let Some(list) = list else { continue };
        let aggregate = desired.aggregates.then_some("select_aggregate");
        let missing: Vec<&str> = all
            .iter()
            .copied()
            .chain(aggregate)
            .filter(|field| !list.iter().any(|known| known == field))
            .collect();
        if !missing.is_empty() {
            let text = format!("{what} without {}", missing.join(", "));
            found.push(Difference::new(Width::Narrower, text));
        }
    }
    found
}

fn columns(there: &Columns, desired: &[String], found: &mut Vec<Difference>) {
    let list = match there {
        Columns::Star(_) => {
            found.push(Difference::new(
                Width::Wider,
                "every column, also those to come (\"*\")",
            ));
            return;
        }
        Columns::List(list) => list,
    };
    let not_in = |list: &[String], other: &[String]| -> Vec<String> {
        let more = list.iter().filter(|column| !other.contains(column));
        more.cloned().collect()
    };
    let (more, less) = (not_in(list, desired), not_in(desired, list));
    if !more.is_empty() {
        let text = format!("columns {} as well", more.join(", "));
        found.push(Difference::new(Width::Wider, text));
    }
    if !less.is_empty() {
        let text = format!("not columns {}", less.join(", "));
        found.push(Difference::new(Width::Narrower, text));
    }
}

/// Whatever the spelling: only what has to hold counts, in any order.
fn filter(there: &Filter, desired: &Filter, found: &mut Vec<Difference>) {
    let (own, planned) = (there.condition.sorted(), desired.condition.sorted());
    if own == planned {
        return;
    }
    let within = |one: &Condition, other: &Condition| {
        let mut parts = one.conjuncts().iter();
        parts.all(|part| other.conjuncts().contains(part))
    };
    let text = if own.is_empty() {
        "every row (filter {})".to_owned()
    } else {
        format!("rows where {there} in place of {desired}")
    };
    let width = if within(&own, &planned) {
        Width::Wider
    } else if within(&planned, &own) {
        Width::Narrower
    } else {
        Width::Different
    };
    found.push(Difference::new(width, text));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::condition::all_of;
    use serde_json::{Value, json};

    fn desired() -> DesiredSelect {
        DesiredSelect {
            columns: vec!["id".into(), "title".into()],
            filter: json!({"user_id": {"_eq": "X-Hasura-User-Id"}}),
            aggregates: false,
            reason: String::new(),
            guessed: false,
        }
    }

    #[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
    fn width(permission: Value) -> Option<Width> {
        let there: SelectPermission = serde_json::from_value(permission).unwrap();
        Difference::together(&compare(&there, &desired()))
    }

    #[test]
    fn what_comes_to_the_same_does_not_differ() {
        for same in [
            json!({"columns": ["title", "id"], "filter": {"user_id": {"_eq": "X-Hasura-User-Id"}}}),
            json!({"columns": ["id", "title"], "allow_aggregations": false,
                "filter": all_of([json!({"user_id": {"_eq": "x-hasura-user-id"}}), json!({})])}),
            json!({"columns": ["id", "title"], "filter": {"user_id": {"$eq": "X-Hasura-User-Id"}}}),
            json!({"columns": ["id", "title"], "filter": {"user_id": "X-Hasura-User-Id"}}),
            json!({"columns": ["id", "title"], "filter": {"user_id": {"_eq": "X-Hasura-User-Id"}},
                "query_root_fields": ["select", "select_by_pk"]}),
        ] {
            assert_eq!(width(same.clone()), None, "{same}");
        }
    }

    #[test]
    fn wider_narrower_and_different_are_told_apart() {
        let mine = json!({"user_id": {"_eq": "X-Hasura-User-Id"}});
        for (permission, expected) in [
            (json!({"columns": "*", "filter": mine}), Width::Wider),
            (
                json!({"columns": ["id", "title"], "filter": {}}),
                Width::Wider,
            ),
            (
                json!({"columns": ["id", "title", "hash"], "filter": mine}),
                Width::Wider,
            ),
            (
                json!({"columns": ["id", "title"], "filter": mine, "allow_aggregations": true}),
                Width::Wider,
            ),
            (json!({"columns": ["id"], "filter": mine}), Width::Narrower),
            (
                json!({"columns": ["id", "title"], "filter": mine, "limit": 5}),
                Width::Narrower,
            ),
            (
                json!({"columns": ["id", "title"], "filter": mine, "query_root_fields": []}),
                Width::Narrower,
            ),
            (
                json!({"columns": ["id", "title"],
                    "filter": {"user_id": {"_eq": "X-Hasura-User-Id"}, "gone": {"_eq": false}}}),
                Width::Narrower,
            ),
            (
                json!({"columns": ["id", "title"], "filter": {"by": {"_eq": "X-Hasura-User-Id"}}}),
                Width::Different,
            ),
            (json!({"columns": ["id"], "filter": {}}), Width::Different),
            (
                json!({"columns": ["id", "title"], "filter": {"user_id": {"$neq": "X-Hasura-User-Id"}}}),
                Width::Different,
            ),
        ] {
            assert_eq!(width(permission.clone()), Some(expected), "{permission}");
        }
    }
}
