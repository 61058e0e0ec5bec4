//! A draft as TOML, with its comments.

use toml_edit::{Array, DocumentMut, InlineTable, Item, Key, Table, Value};

use super::Draft;
use crate::config::policy::{Held, Mark, RolePlan, TablePlan};

/// Longer lists stand on several lines.
const WIDE: usize = 90;

/// The policy as a table.
pub(super) fn table(draft: &Draft) -> Table {
    let mut table = Table::new();
    table.set_implicit(false);
    table.insert("shared", shared(draft));
    if let Some(mut key) = table.key_mut("shared") {
        key.leaf_decor_mut()
            .set_prefix("\n# Tables whose rows are meant for everybody who has the role.\n");
    }
    if !draft.public.is_empty() {
        let mut public = public(draft);
        public.decor_mut().set_prefix(
            "\n# Rows that are meant for everybody who has the role, by what their columns hold: \
             the\n# policy before this one says so.\n",
        );
        table.insert("public", Item::Table(public));
    }
    if !draft.owners.is_empty() {
        let mut owners = owners(draft);
        owners.decor_mut().set_prefix(
            "\n# Columns that hold the id of a row's owner, or ways to them. Where there are \
             several,\n# each of them owns the row.\n",
        );
        table.insert("owners", Item::Table(owners));
    }
    if !draft.arguments.is_empty() {
        let mut arguments = arguments(draft);
        arguments.decor_mut().set_prefix(
            "\n# What functions are called with: the policy before this one says so.\n",
        );
        table.insert("arguments", Item::Table(arguments));
    }
    let mut roles = Table::new();
    roles.set_implicit(true);
    for (name, plan) in &draft.roles {
        roles.insert(name, Item::Table(role(name, plan)));
    }
    table.insert("roles", Item::Table(roles));
    table
}

/// What stands above the policy.
pub(super) fn head(draft: &Draft, within: &str) -> String {
    let mut lines = vec![
        "What the permissions are meant to be, drafted by st-hasura from what they are. Read it:"
            .to_owned(),
        "what it says is right from now on, and verify-hasura reports what goes beyond it.".into(),
    ];
    if draft.open.is_empty() {
        lines.push("No finding was open when this was drafted.".into());
    } else {
        lines.push("Open when this was drafted, and accepted by nothing here:".into());
        lines.extend(draft.open.iter().map(|id| format!("  {id}")));
    }
    for reason in &draft.unseen {
        lines.push(format!("Not seen: {reason}"));
    }
    lines.extend([
        "A finding that is no harm for a while is accepted by its id, with a reason and a last day:"
            .to_owned(),
        format!("  [[{within}accept]]"),
        "  finding = \"P05:notes:list:user\"".into(),
        "  reason = \"…\"".into(),
        "  until = 2027-01-31".into(),
    ]);
    lines.iter().fold(String::new(), |text, line| {
        text + "# " + &one_line(line) + "\n"
    })
}

/// Comments end with their line; names from a server may hold anything.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

fn shared(draft: &Draft) -> Item {
    let mut array = Array::new();
    for (name, why) in &draft.shared {
        let mut value = Value::from(name.as_str());
        value
            .decor_mut()
            .set_prefix(format!("\n  # {}\n  ", one_line(why)));
        array.push_formatted(value);
    }
    let mut offered = String::new();
    for (name, why) in &draft.offered {
        let why = format!("{why}: a leak, unless it is meant");
        let name = Value::from(name.as_str()).to_string();
        for line in [one_line(&why), one_line(&name) + ","] {
            offered.extend(["  # ", line.as_str(), "\n"]);
        }
    }
    if !draft.shared.is_empty() || !offered.is_empty() {
        array.set_trailing(format!("\n{offered}"));
        array.set_trailing_comma(!draft.shared.is_empty());
    }
    Item::Value(array.into())
}

fn public(draft: &Draft) -> Table {
    let mut table = Table::new();
    for (name, marks) in &draft.public {
        let value = one_or_list(marks.iter().map(mark).collect());
        table.insert(name, Item::Value(value));
    }
    table
}

/// As people write it: a list is for several.
fn one_or_list(mut values: Vec<Value>) -> Value {
    if values.len() == 1 {
        values.remove(0)
    } else {
        Value::Array(values.into_iter().collect())
    }
}

fn mark(mark: &Mark) -> Value {
    let columns = mark.iter();
    let written: InlineTable = columns.map(|(name, held)| (name, held_by(held))).collect();
    written.into()
}

/// A value, or the operator of Hasura's that asks for what TOML has no value for.
fn held_by(held: &Held) -> Value {
    let asked = |operator: &str, value: Value| InlineTable::from_iter([(operator, value)]).into();
    match held {
        Held::Something => asked("_is_null", false.into()),
        Held::OneOf(values) => match values.as_slice() {
            [one] => plain(one).unwrap_or_else(|| asked("_is_null", true.into())),
            several => asked(
                "_in",
                several.iter().filter_map(plain).collect::<Array>().into(),
            ),
        },
    }
}

/// As TOML has it; `None` for null, of which it has nothing.
///
/// Not by way of `serde`: numbers that keep their digits serialize as `serde_json`'s own marker.
fn plain(value: &serde_json::Value) -> Option<Value> {
    match value {
        serde_json::Value::Null => None,
        serde_json::Value::Bool(flag) => Some((*flag).into()),
        serde_json::Value::Number(number) => Some(match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64()?.into(),
        }),
        serde_json::Value::String(text) => Some(text.as_str().into()),
        serde_json::Value::Array(items) => {
            Some(items.iter().filter_map(plain).collect::<Array>().into())
        }
        serde_json::Value::Object(members) => {
            let members = members
                .iter()
                .filter_map(|(name, value)| Some((name, plain(value)?)));
            Some(members.collect::<InlineTable>().into())
        }
    }
}

fn arguments(draft: &Draft) -> Table {
    let mut table = Table::new();
    for (function, sets) in &draft.arguments {
        let value = one_or_list(sets.iter().filter_map(plain).collect());
        table.insert(function, Item::Value(value));
    }
    table
}

fn owners(draft: &Draft) -> Table {
    let mut table = Table::new();
    for (name, ways) in &draft.owners {
        let item = match ways.as_slice() {
            [(way, _)] => Value::from(way.as_str()),
            several => list(several.iter().map(|(way, _)| way.as_str())),
        };
        table.insert(name, Item::Value(item));
        let comments: Vec<String> = ways
            .iter()
            .map(|(way, how)| format!("# {}: {how}\n", one_line(way)))
            .collect();
        decorate(&mut table, name, &comments.concat());
    }
    table
}

fn role(name: &str, plan: &RolePlan) -> Table {
    let mut table = Table::new();
    table.insert(
        "fields",
        Item::Value(list(plan.fields.iter().map(String::as_str))),
    );
    decorate(
        &mut table,
        "fields",
        "# Root fields that belong to no table: functions, actions, remote schemas.\n",
    );
    table.decor_mut().set_prefix(format!(
        "\n# What role {} is meant to see, and to write.\n",
        one_line(name)
    ));
    let mut tables = Table::new();
    tables.set_implicit(true);
    for (name, planned) in &plan.tables {
        tables.insert(name, Item::Table(table_plan(planned)));
    }
    table.insert("tables", Item::Table(tables));
    table
}

fn table_plan(planned: &TablePlan) -> Table {
    let mut table = Table::new();
    let columns = list(planned.columns.iter().map(String::as_str));
    table.insert("columns", Item::Value(columns));
    table.insert("aggregates", Item::Value(planned.aggregates.into()));
    let mutations = list(planned.mutations.iter().map(|kind| kind.word()));
    table.insert("mutations", Item::Value(mutations));
    table
}

fn list<'t>(texts: impl Iterator<Item = &'t str>) -> Value {
    let texts: Vec<&str> = texts.collect();
    let wide = texts.iter().map(|text| text.len() + 4).sum::<usize>() > WIDE;
    let mut array = Array::new();
    for text in texts {
        let mut value = Value::from(text);
        if wide {
            value.decor_mut().set_prefix("\n  ");
        }
        array.push_formatted(value);
    }
    if wide {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    } else {
        array.fmt();
    }
    array.into()
}

fn decorate(table: &mut Table, key: &str, comment: &str) {
    if let Some(mut key) = table.key_mut(key) {
        key.leaf_decor_mut().set_prefix(comment);
    }
}

/// A document of the policy alone.
pub(super) fn document(draft: &Draft) -> DocumentMut {
    let mut document = DocumentMut::new();
    let table = table(draft);
    for (key, item) in &table {
        let mut name = Key::new(key);
        if let Some(old) = table.key(key) {
            *name.leaf_decor_mut() = old.leaf_decor().clone();
        }
        document.insert_formatted(&name, item.clone());
    }
    document
}
