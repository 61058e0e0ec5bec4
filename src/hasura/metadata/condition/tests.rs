//! One tree for every spelling, and the same tree again after printing.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Comparison, Condition, Exists, Filter, Operand, Operator};
use crate::hasura::metadata::operator::KNOWN;

fn read(value: &Value) -> Condition {
    Condition::read(value)
}

#[test]
fn each_spelling_is_the_same_condition() {
    let mine = json!({"owner": {"_eq": "X-Hasura-User-Id"}});
    let plain = read(
        &json!({"_and": [mine, {"gone": {"_is_null": true}}, {"n": {"_gt": 1}},
        {"n": {"_lt": 9}}]}),
    );
    for other in [
        json!({"owner": {"$eq": "x-hasura-user-id"}, "gone": {"$is_null": true},
            "n": {"_gt": 1, "$lt": 9}}),
        json!({"owner": "X-Hasura-User-Id", "$and": {"gone": {"_is_null": true}},
            "n": {"$gt": 1, "$lt": 9}}),
        json!({"$and": [{"_and": [mine, {}]}, {"$or": {"gone": {"_is_null": true}}},
            {"_and": [{"n": {"_gt": 1, "_lt": 9}}]}]}),
    ] {
        assert_eq!(read(&other), plain, "{other}");
    }
    let branches = read(&json!({"_or": [mine, {"_not": {"a": {"_eq": 1}}}]}));
    assert_eq!(
        read(&json!({"$or": [{"owner": "X-HASURA-USER-ID"}, {"$not": {"a": 1}}]})),
        branches
    );
    let looked = json!({"_exists": {"_table": "t", "_where": {"a": {"_ceq": ["$", "b"]}}}});
    let long = json!({"$exists": {"_table": {"schema": "public", "name": "t"},
        "_where": {"$and": [{"a": {"$ceq": ["$", "b"]}}]}}});
    assert_eq!(read(&looked), read(&long));
}

#[test]
fn what_means_something_else_is_another_condition() {
    let one = read(&json!({"a": {"_eq": 1}}));
    for other in [
        json!({}),
        json!({"a": {"_eq": "1"}}),
        json!({"a": {"_neq": 1}}),
        json!({"b": {"_eq": 1}}),
        json!({"_not": {"a": {"_eq": 1}}}),
        json!({"a": {"a": {"_eq": 1}}}),
        json!({"a": {"_eq": 1}, "b": {"_eq": 1}}),
        json!({"a": {"_foo": 1}}),
        json!([{"a": {"_eq": 1}}]),
    ] {
        assert_ne!(read(&other), one, "{other}");
    }
    assert_ne!(read(&json!({"_or": []})), read(&json!({"_and": []})));
    // Two conditions about one related row are more than one about each of two.
    let related = |rows: Value| read(&rows);
    assert_ne!(
        related(json!({"r": {"a": 1, "b": 2}})),
        related(json!({"_and": [{"r": {"a": 1}}, {"r": {"b": 2}}]}))
    );
}

#[test]
fn null_is_asked_for_in_three_ways() {
    let null = read(&json!({"a": {"_is_null": true}}));
    for other in [json!({"a": null}), json!({"a": {"$eq": null}})] {
        assert_eq!(read(&other), null, "{other}");
    }
    let some = read(&json!({"a": {"_is_null": false}}));
    assert_eq!(read(&json!({"a": {"_neq": null}})), some);
}

#[test]
fn unknown_operators_keep_their_names() {
    let Condition::Compare(comparison) = read(&json!({"spot": {"$st_within": {"type": "Point"}}}))
    else {
        panic!("no comparison");
    };
    assert_eq!(comparison.operator, Operator::Other("_st_within".into()));
    assert_eq!(comparison.operand.print(), json!({"type": "Point"}));
    // A column may be called so; the row behind a relationship has it.
    let behind = read(&json!({"note": {"_id": {"_eq": 1}}}));
    assert_eq!(behind.name(), Some("note"));
    assert!(matches!(behind, Condition::Related { .. }));
}

#[test]
fn operands_are_variables_columns_or_literals() {
    let operand = |value: Value| match read(&value) {
        Condition::Compare(comparison) => comparison.operand,
        other => panic!("{other}"),
    };
    assert!(matches!(
        operand(json!({"a": "x-HASURA-org"})),
        Operand::Session(_)
    ));
    assert!(matches!(
        operand(json!({"a": "x-hasura"})),
        Operand::Literal(_)
    ));
    assert!(matches!(
        operand(json!({"a": {"_in": ["X-Hasura-Org"]}})),
        Operand::Literal(_)
    ));
    let column = |of_root| Operand::Column {
        name: "x-hasura-b".into(),
        of_root,
    };
    assert_eq!(operand(json!({"a": {"_ceq": "x-hasura-b"}})), column(false));
    assert_eq!(
        operand(json!({"a": {"_ceq": ["x-hasura-b"]}})),
        column(false)
    );
    assert_eq!(
        operand(json!({"a": {"_cne": ["$", "x-hasura-b"]}})),
        column(true)
    );
}

#[test]
fn variables_are_found_wherever_they_stand() {
    let condition = read(&json!({"_not": {"r": {"a": {"_contains": "X-Hasura-A"}}},
        "_exists": {"_table": "t", "_where": {"b": "X-Hasura-B", "c": {"_in": ["x-hasura-no"]}}},
        "c": {"_cast": {"text": {"_like": "X-Hasura-C"}}},
        "d": {"_eq": "X-Hasura-Role"}, "e": {"_ceq": "x-hasura-no"},
        "f": {"_contains": {"k": "X-Hasura-No"}}}));
    let found: Vec<String> = condition.variables().into_iter().collect();
    assert_eq!(
        found,
        ["x-hasura-a", "x-hasura-b", "x-hasura-c", "x-hasura-role"]
    );
    assert!(condition.mentions_caller() && !condition.mentions_root());
    assert!(!read(&json!({"d": "X-Hasura-Role"})).mentions_caller());
    assert!(!read(&json!({"d": {"_in": ["X-Hasura-User-Id"]}})).mentions_caller());
}

#[test]
fn a_denial_is_read_as_what_it_says() {
    let me = "X-Hasura-User-Id";
    for (denied, said) in [
        (json!({"a": {"_neq": me}}), json!({"a": me})),
        (json!({"_not": {"a": me}}), json!({"a": me})),
        (json!({"a": {"_nin": me}}), json!({"a": {"_in": me}})),
        (
            json!({"_or": [{"a": {"_neq": me}}, {"b": {"_is_null": true}}]}),
            json!({"_and": [{"a": me}, {"b": {"_is_null": false}}]}),
        ),
        (
            json!({"a": me, "b": {"_ceq": "c"}}),
            json!({"_or": [{"a": {"_neq": me}}, {"b": {"_cneq": "c"}}]}),
        ),
        (json!({}), json!({"_or": []})),
    ] {
        assert_eq!(read(&json!({ "_not": denied })), read(&said), "{denied}");
    }
    // Whether there is such a row, or what has no opposite, stays denied.
    for denied in [
        json!({"r": {"a": {"_neq": me}}}),
        json!({"a": {"_contains": "x"}}),
    ] {
        assert!(matches!(
            read(&json!({ "_not": denied })),
            Condition::Not(_)
        ));
    }
}

#[test]
fn a_report_shows_what_was_written() {
    let written = json!({"$and": {"owner": "X-Hasura-User-Id"}});
    assert_eq!(json!(Filter::new(written.clone())), written);
}

fn literal() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z%]{0,6}".prop_map(Value::from),
        proptest::collection::vec("[a-z]{0,3}", 0..3).prop_map(Value::from),
        "[a-z]{1,3}".prop_map(|key| json!({ key: "x-hasura-in-json" })),
    ]
}

fn comparison() -> impl Strategy<Value = Condition> {
    let operator = prop_oneof![
        4 => proptest::sample::select(KNOWN.to_vec()),
        1 => "_st_[a-z]{2,5}".prop_map(Operator::Other),
    ];
    let variable = "[xX]-(hasura|Hasura)-[a-zA-Z]{1,4}";
    let operand = (literal(), variable, any::<Option<bool>>());
    ("_?k[a-z]{1,4}", operator, operand).prop_map(|(column, operator, (value, name, which))| {
        let operand = match which {
            _ if operator.compares_columns() => json!(["$", name]),
            Some(true) => json!(name),
            _ => value,
        };
        read(&json!({ column: { operator.word(): operand } }))
    })
}

fn condition() -> impl Strategy<Value = Condition> {
    let leaf = prop_oneof![8 => comparison(), 1 => Just(Condition::default())];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || proptest::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            several().prop_map(Condition::all),
            several().prop_map(Condition::any),
            inner.clone().prop_map(Condition::not),
            ("r[a-z]{1,4}", inner.clone())
                .prop_map(|(name, inner)| Condition::related(&name, inner)),
            ("t[a-z]{1,4}", inner.clone()).prop_map(|(name, inner)| {
                read(&json!({"_exists": {"_table": name, "_where": inner.print()}}))
            }),
        ]
    })
}

/// Writes a condition in one of many spellings, as `choices` have it.
struct Speller<C>(C);

impl<C: Iterator<Item = u8>> Speller<C> {
    fn choose(&mut self, of: u8) -> u8 {
        self.0.next().unwrap_or_default() % of
    }

    fn word(&mut self, word: &str) -> String {
        if self.choose(2) == 0 {
            word.to_owned()
        } else {
            word.replacen('_', "$", 1)
        }
    }

    fn spell(&mut self, condition: &Condition) -> Value {
        let plain = match condition {
            Condition::And(parts) => self.several("_and", parts),
            Condition::Or(parts) => self.several("_or", parts),
            Condition::Not(inner) => {
                let inner = self.spell(inner);
                json!({ self.word("_not"): inner })
            }
            Condition::Exists(Exists { table, condition }) => {
                let inner = self.spell(condition);
                json!({ self.word("_exists"): {"_table": table, "_where": inner} })
            }
            Condition::Related { name, condition } => json!({ name: self.spell(condition) }),
            Condition::Compare(comparison) => self.comparison(comparison),
            Condition::Unreadable(value) => value.clone(),
        };
        match self.choose(4) {
            0 => json!({ self.word("_and"): [plain] }),
            1 => json!({ self.word("_and"): plain }),
            _ => plain,
        }
    }

    fn comparison(&mut self, comparison: &Comparison) -> Value {
        let operand = comparison.operand.print();
        // Behind a relationship, `{_name: value}` is an operator that nobody knows.
        let mistaken = comparison.column.starts_with('_') || operand.is_object();
        let short = comparison.operator == Operator::Eq && !mistaken;
        if short && self.choose(2) == 0 {
            return json!({ &comparison.column: operand });
        }
        let operator = self.word(comparison.operator.word());
        json!({ &comparison.column: { operator: operand } })
    }

    fn several(&mut self, word: &str, parts: &[Condition]) -> Value {
        let spelled: Vec<Value> = parts.iter().map(|part| self.spell(part)).collect();
        // Several members of one object, where none is there twice.
        let mut members = Map::new();
        let all = spelled.iter().filter_map(Value::as_object).flatten();
        let mut together = word == "_and";
        for (name, value) in all {
            together &= members.insert(name.clone(), value.clone()).is_none();
        }
        if together && self.choose(2) == 0 {
            return Value::Object(members);
        }
        json!({ self.word(word): spelled })
    }
}

proptest! {
    #[test]
    fn printing_and_reading_again_is_the_same(condition in condition()) {
        prop_assert_eq!(read(&condition.print()), condition);
    }

    #[test]
    fn all_spellings_are_one_tree(
        condition in condition(),
        choices in proptest::collection::vec(any::<u8>(), 64),
    ) {
        let spelled = Speller(choices.into_iter().cycle()).spell(&condition);
        prop_assert_eq!(read(&spelled), condition, "{}", spelled);
    }

    #[test]
    fn order_means_nothing(parts in proptest::collection::vec(condition(), 2..5)) {
        let mut other = parts.clone();
        other.reverse();
        other.push(parts[0].clone());
        let both = |join: fn(Vec<Condition>) -> Condition| {
            (join(parts.clone()).sorted(), join(other.clone()).sorted())
        };
        for (one, same) in [both(Condition::all), both(Condition::any)] {
            prop_assert_eq!(one, same);
        }
    }
}
