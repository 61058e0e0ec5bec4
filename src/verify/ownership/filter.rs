//! A permission's filter, read twice: as a GraphQL condition for one user, and for the part of it
//! that depends on that user.
//!
//! The second reading tells rows that are shared on purpose from rows that are simply open. In
//! `_or: [{owner: me}, {}]` the second branch lets everybody's rows in, and none of those is the
//! caller's; in `project.members.user_id = me` a row of somebody else's is admitted because of
//! the caller. A third reading finds the branches that ask whether a row was made public
//! ([`super::publication`]).

use serde_json::Value;

use super::{claim_value, pattern, publication};
use crate::config::policy::Mark;
use crate::hasura::metadata::condition::EXISTS;
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};

/// A filter for one user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub full: Condition,
    /// The part that admits a row because of the caller; `None` when no branch does.
    pub bound: Option<Condition>,
    /// True when that part is all of it: no row comes in for another reason.
    pub exact: bool,
    /// The part that admits a row because it says of itself that it is public.
    pub public: Option<Condition>,
    /// True when each row comes in because of the caller or because it is public.
    pub explained: bool,
}

impl Reading {
    /// A condition that has nothing to do with the caller.
    pub(crate) const fn open(full: Condition) -> Self {
        Self {
            full,
            bound: None,
            exact: false,
            public: None,
            explained: false,
        }
    }

    /// A condition that holds because of the caller.
    pub(crate) fn of_caller(full: Condition) -> Self {
        Self {
            bound: Some(full.clone()),
            full,
            exact: true,
            public: None,
            explained: true,
        }
    }

    /// A condition that no row meets, so that none comes in for any reason.
    pub(crate) const fn nothing() -> Self {
        Self {
            full: Condition::Or(Vec::new()),
            bound: None,
            exact: true,
            public: None,
            explained: true,
        }
    }

    /// A condition that holds because the row is public.
    pub(crate) fn of_public(full: Condition) -> Self {
        Self {
            public: Some(full.clone()),
            full,
            bound: None,
            exact: false,
            explained: true,
        }
    }
}

/// What the reader asks about names and values.
pub(crate) trait Names {
    /// A column of the table at hand: its GraphQL name and scalar.
    fn column(&self, name: &str) -> Option<(String, String)>;
    /// True for a name that cannot be a relationship's.
    fn is_column(&self, name: &str) -> bool {
        self.column(name).is_some()
    }
    /// True for a column of the table at hand, by its GraphQL name, that holds no null.
    fn is_never_null(&self, _column: &str) -> bool {
        false
    }
    /// What the policy states of the table's public rows, in the names of [`Names::column`].
    fn marks(&self) -> &[Mark] {
        &[]
    }
    /// A relationship of the table at hand: its GraphQL name and the table behind it.
    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)>;
    /// True for a computed field of the table at hand that answers each caller otherwise.
    fn is_told_who_asks(&self, _name: &str) -> bool {
        false
    }
    /// A session variable of the user.
    fn variable(&self, name: &str) -> Option<String>;
    /// What is known of a part without a GraphQL form: a look into any table, or the comparison
    /// of a column with another one.
    fn resolved(&self, _part: &Condition) -> Option<Reading> {
        None
    }
}

/// Reads a filter.
pub(crate) fn read(filter: &Condition, names: &dyn Names) -> Result<Reading, String> {
    if let Some(name) = filter.name().filter(|name| names.is_told_who_asks(name)) {
        return Err(format!(
            "the computed field \"{name}\" is told who asks, and only the user is answered so"
        ));
    }
    let read = match filter {
        Condition::And(parts) => Ok(all(&each(parts, names)?)),
        Condition::Or(parts) => Ok(any(&each(parts, names)?)),
        Condition::Not(inner) => Ok(Reading::open(Condition::not(read(inner, names)?.full))),
        Condition::Exists(_) => names
            .resolved(filter)
            .ok_or_else(|| format!("{EXISTS} has no GraphQL form")),
        Condition::Compare(comparison) => compare(filter, comparison, names),
        Condition::Related { name, condition } => related(name, condition, names),
        Condition::Unreadable(other) => Err(format!("a filter that is no object: {other}")),
    }?;
    Ok(if asks_for_public(filter, &read.full, names) {
        Reading {
            public: Some(read.full.clone()),
            explained: true,
            ..read
        }
    } else {
        read
    })
}

/// True when a part asks whether the row is public. `full` is the part as it is written out.
fn asks_for_public(part: &Condition, full: &Condition, names: &dyn Names) -> bool {
    let scalar = match part {
        Condition::And(_) | Condition::Or(_) => None,
        Condition::Compare(one) if matches!(one.operand, Operand::Literal(_)) => {
            names.column(&one.column).map(|(_, scalar)| scalar)
        }
        _ => return false,
    };
    let never_null = |column: &str| names.is_never_null(column);
    publication::asks(
        names.marks(),
        full,
        &scalar.unwrap_or_default(),
        &never_null,
    )
}

fn each(parts: &[Condition], names: &dyn Names) -> Result<Vec<Reading>, String> {
    parts.iter().map(|part| read(part, names)).collect()
}

fn related(name: &str, condition: &Condition, names: &dyn Names) -> Result<Reading, String> {
    if names.is_column(name) {
        // A column that is compared with nothing.
        return if condition.is_empty() {
            Ok(Reading::open(Condition::default()))
        } else {
            Err(format!(
                "\"{name}\" is a column and is not compared: {condition}"
            ))
        };
    }
    let (relationship, remote) = names.relationship(name).ok_or_else(|| nowhere(name))?;
    let inner = read(condition, remote.as_ref())?;
    let behind = |condition: Condition| Condition::related(&relationship, condition);
    Ok(Reading {
        full: behind(inner.full),
        bound: inner.bound.map(behind),
        public: inner.public.map(behind),
        ..inner
    })
}

fn nowhere(name: &str) -> String {
    format!("\"{name}\" is neither a column nor a relationship that the administrator sees")
}

fn all(parts: &[Reading]) -> Reading {
    match parts {
        [] => return Reading::open(Condition::default()),
        [one] => return one.clone(),
        _ => {}
    }
    let exact = parts.iter().any(|part| part.exact);
    let explained = exact || parts.iter().any(|part| part.explained);
    let full = Condition::all(parts.iter().map(|part| part.full.clone()));
    // Rows that come in for this reason are those that pass everything and have one part for it.
    let within = |reasons: Vec<Condition>, whole: bool| {
        if whole {
            Some(full.clone())
        } else {
            let one_of = |reasons| Condition::all([full.clone(), Condition::any(reasons)]);
            (!reasons.is_empty()).then(|| one_of(reasons))
        }
    };
    let narrower = parts
        .iter()
        .filter(|part| part.exact && part.bound.as_ref() != Some(&part.full))
        .filter_map(|part| part.bound.clone());
    let narrower: Vec<Condition> = narrower.collect();
    let bounds = parts.iter().filter_map(|part| part.bound.clone());
    let publics = parts.iter().filter_map(|part| part.public.clone());
    let bound = within(bounds.collect(), exact);
    Reading {
        bound: bound.map(|bound| Condition::all(std::iter::once(bound).chain(narrower))),
        public: within(publics.collect(), false),
        exact,
        explained,
        full,
    }
}

fn any(parts: &[Reading]) -> Reading {
    if let [one] = parts {
        return one.clone();
    }
    let one_of = |reasons: Vec<Condition>| (!reasons.is_empty()).then(|| Condition::any(reasons));
    let bounds = parts.iter().filter_map(|part| part.bound.clone());
    let publics = parts.iter().filter_map(|part| part.public.clone());
    Reading {
        // Of nothing: no row comes in, so none for another reason either.
        exact: parts.iter().all(|part| part.exact),
        explained: parts.iter().all(|part| part.explained),
        bound: one_of(bounds.collect()),
        public: one_of(publics.collect()),
        full: Condition::any(parts.iter().map(|part| part.full.clone())),
    }
}

fn compare(
    part: &Condition,
    comparison: &Comparison,
    names: &dyn Names,
) -> Result<Reading, String> {
    let operator = &comparison.operator;
    let Some((column, scalar)) = names.column(&comparison.column) else {
        return Err(nowhere(&comparison.column));
    };
    if operator.compares_columns() {
        return names.resolved(part).ok_or_else(|| {
            format!(
                "{} compares columns and has no GraphQL form",
                operator.word()
            )
        });
    }
    let with = |value: Value| Condition::compare(&column, operator.clone(), value);
    let operand = &comparison.operand;
    let Operand::Session(variable) = operand else {
        if *operator == Operator::Cast {
            return Err(format!(
                "{} of {column} is not judged here",
                operator.word()
            ));
        }
        return Ok(Reading::open(with(operand.print())));
    };
    let name = variable.as_str();
    let value = (names.variable(name))
        .ok_or_else(|| format!("the token carries no {}", name.to_lowercase()))?;
    let value = claim_value::put_in(operator, variable, value, &scalar)?;
    let literally = pattern::literally(&column, operator, &value);
    let full = with(value);
    // The role is the same for everybody who has it.
    Ok(if !operator.can_bind() || variable.is_role() {
        Reading::open(full)
    } else if operator.takes_a_pattern() {
        // What the signs of a claim stand for is the caller's by accident.
        Reading {
            bound: literally.or_else(|| Some(full.clone())),
            ..Reading::of_caller(full)
        }
    } else {
        Reading::of_caller(full)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    struct Any;

    impl Names for Any {
        fn column(&self, name: &str) -> Option<(String, String)> {
            let scalar = match name {
                "n" => "Int",
                "members" | "project" => return None,
                _ => "String",
            };
            Some((name.to_owned(), scalar.to_owned()))
        }

        fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
            Some((name.to_owned(), Box::new(Self)))
        }

        fn variable(&self, name: &str) -> Option<String> {
            match name.to_lowercase().as_str() {
                "x-hasura-user-id" => Some("u1".into()),
                "x-hasura-org" => Some("7".into()),
                "x-hasura-mail" => Some("a_b".into()),
                "x-hasura-teams" => Some("{a,\"b c\"}".into()),
                _ => None,
            }
        }
    }

    fn read(filter: &Value) -> Result<Reading, String> {
        super::read(&Condition::read(filter), &Any)
    }

    fn reading(filter: &Value) -> Reading {
        read(filter).unwrap()
    }

    fn printed(condition: Option<Condition>) -> Value {
        condition.unwrap().print()
    }

    #[test]
    fn the_usual_filter_is_bound_as_a_whole() {
        let read = reading(&json!({"user_id": {"_eq": "X-Hasura-User-Id"}}));
        assert_eq!(read.full.print(), json!({"user_id": {"_eq": "u1"}}));
        assert!(read.exact);
    }

    #[test]
    fn an_open_branch_is_not_the_callers() {
        let read = reading(
            &json!({"_or": [{"user_id": {"_eq": "X-Hasura-User-Id"}}, {"public": {"_eq": true}}]}),
        );
        assert!(!read.exact && read.explained);
        assert_eq!(printed(read.public), json!({"public": {"_eq": true}}));
        assert_eq!(printed(read.bound), json!({"user_id": {"_eq": "u1"}}));
        let read = reading(&json!({"_or": [{"user_id": {"_eq": "X-Hasura-User-Id"}}, {}]}));
        assert!(!read.exact);
    }

    #[test]
    fn a_narrowing_condition_keeps_it_bound() {
        let soft =
            json!({"user_id": {"_eq": "X-Hasura-User-Id"}, "deleted_at": {"_is_null": true}});
        assert!(reading(&soft).exact);
    }

    #[test]
    fn membership_is_bound_through_relationships() {
        let read =
            reading(&json!({"project": {"members": {"user_id": {"_eq": "x-hasura-user-id"}}}}));
        assert!(read.exact);
        assert_eq!(
            printed(read.bound),
            json!({"project": {"members": {"user_id": {"_eq": "u1"}}}})
        );
    }

    #[test]
    fn nothing_is_bound_by_negation_roles_or_constants() {
        for filter in [
            json!({}),
            json!({"n": {"_eq": 1}}),
            json!({"user_id": {"_neq": "X-Hasura-User-Id"}}),
            json!({"_not": {"user_id": {"_eq": "X-Hasura-User-Id"}}}),
        ] {
            assert_eq!(reading(&filter).bound, None, "{filter}");
        }
    }

    #[test]
    fn a_claim_that_is_a_pattern_binds_by_what_it_says() {
        let read = reading(&json!({"user_id": {"_ilike": "X-Hasura-User-Id"}, "n": {"_gt": 1}}));
        assert!(read.exact && read.bound.as_ref() == Some(&read.full));
        let read = reading(&json!({"mail": {"_like": "X-Hasura-Mail"}, "n": {"_gt": 1}}));
        assert!(read.exact);
        assert_eq!(
            printed(read.bound),
            json!({"_and": [{"mail": {"_like": "a_b"}}, {"n": {"_gt": 1}}, {"mail": {"_like": "a\\_b"}}]})
        );
    }

    #[test]
    fn values_take_the_columns_type() {
        assert_eq!(
            reading(&json!({"n": {"_eq": "X-Hasura-Org"}})).full.print(),
            json!({"n": {"_eq": 7}})
        );
        let listed = json!({"owner": {"_in": ["X-Hasura-User-Id", "u9"]}});
        let named = reading(&listed);
        assert_eq!(named.full.print(), listed, "inside a list it is text");
        assert_eq!(named.bound, None);
        assert_eq!(
            reading(&json!({"team": {"_in": "X-Hasura-Teams"}}))
                .full
                .print(),
            json!({"team": {"_in": ["a", "b c"]}})
        );
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        for filter in [
            json!({"a": {"_ceq": "b"}}),
            json!({ EXISTS: {} }),
            json!({"a": {"_eq": "X-Hasura-Nope"}}),
            json!({"a": {"_in": "X-Hasura-User-Id"}}),
            json!({"a": {"_cast": {"text": {"_eq": "X-Hasura-User-Id"}}}}),
            json!({"a": {"members": {}}}),
            json!({"members": {"_eq": 1}}),
            json!([]),
        ] {
            assert!(read(&filter).is_err(), "{filter}");
        }
    }
}
