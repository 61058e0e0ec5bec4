//! What to call a function with: what the policy says, and then what is made up from the types of
//! the arguments, the users' ids and the rows at hand.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::facts::TableFacts;
use crate::verify::model::{Function, TypedArg};

/// Sets that are made up: everything, nothing, and then values at hand.
const ROUNDS: usize = 6;
/// Values at hand for one argument.
const AT_HAND: usize = 4;

/// Sets of arguments, each to be tried; null stands for none at all.
pub(super) fn of(
    ctx: &Context<'_>,
    who: Who,
    function: &Function,
    table: &TableFacts,
) -> Vec<Value> {
    let Some(inputs) = &function.field.args.inputs else {
        return vec![Value::Null];
    };
    let stated = ctx.policy.as_ref().and_then(|policy| {
        let path = function.field.path();
        let arguments = policy.arguments.get(&path);
        arguments.or_else(|| policy.arguments.get(&function.field.name))
    });
    let mut sets = stated.cloned().unwrap_or_default();
    if !inputs.required() {
        sets.push(Value::Null);
    }
    let made = (0..ROUNDS).filter_map(|round| {
        let members = inputs.members.iter().map(|member| {
            let value = value(ctx, who, table, member, round);
            let optional = !member.type_sdl.ends_with('!');
            let value = value.or_else(|| optional.then_some(Value::Null))?;
            Some((member.name.clone(), value))
        });
        members.collect::<Option<Map<_, _>>>().map(Value::Object)
    });
    for set in made {
        if !sets.contains(&set) {
            sets.push(set);
        }
    }
    sets
}

/// A value for one argument; `None` where its type is not known.
fn value(
    ctx: &Context<'_>,
    who: Who,
    table: &TableFacts,
    member: &TypedArg,
    round: usize,
) -> Option<Value> {
    let mut at_hand = at_hand(table, &member.name);
    let kind = member.type_sdl.trim_end_matches('!');
    let ids = [who.other(), who].map(|who| ctx.actor(who).ids());
    let ids = ids.into_iter().flatten();
    match (kind, round) {
        ("String" | "text" | "varchar" | "citext" | "bpchar" | "name", 0) => {
            return Some("%".into());
        }
        ("String" | "text" | "varchar" | "citext" | "bpchar" | "name", 1) => {
            return Some("".into());
        }
        ("String" | "text" | "varchar" | "citext" | "bpchar" | "name", _) => {
            at_hand.extend(ids.map(Value::from));
        }
        ("uuid", _) => {
            at_hand.extend(
                ids.filter(|id| Uuid::try_parse(id).is_ok())
                    .map(Value::from),
            );
        }
        // A number may be how many rows to return, or whose.
        ("Int" | "bigint" | "numeric" | "smallint" | "Float" | "float8", 0) => {
            return Some(json!(1000));
        }
        ("Int" | "bigint" | "numeric" | "smallint" | "Float" | "float8", _) => {
            at_hand.extend(ids.filter_map(|id| id.parse::<i64>().ok()).map(Value::from));
            at_hand.extend([json!(1), json!(0)]);
        }
        ("Boolean", _) => at_hand.extend([json!(true), json!(false)]),
        ("timestamptz" | "timestamp" | "date", _) => {
            at_hand.extend([json!("1970-01-01"), json!("2999-12-31")]);
        }
        ("json" | "jsonb", _) => at_hand.push(json!({})),
        (list, _) if list.starts_with('[') => at_hand.push(json!([])),
        _ => {}
    }
    let at = round.saturating_sub(2) % at_hand.len().max(1);
    at_hand.into_iter().nth(at)
}

/// Values that rows have in the column that an argument is called after, such as `p_folder_id`.
fn at_hand(table: &TableFacts, argument: &str) -> Vec<Value> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let bare = argument.strip_prefix("p_").unwrap_or(argument);
    let names = [plain(argument), plain(bare)];
    let mut met = BTreeSet::new();
    table
        .all_rows()
        .flatten()
        .filter(|(column, value)| names.contains(&plain(column)) && !value.is_null())
        .filter(|(_, value)| met.insert(value.to_string()))
        .map(|(_, value)| value.clone())
        .take(AT_HAND)
        .collect()
}
