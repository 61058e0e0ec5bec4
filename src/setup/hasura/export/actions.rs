//! Actions with their types: what they look like in `actions.graphql`, everything else in
//! `actions.yaml` (contracts: hasura §5).
//!
//! hasura-cli reads signatures and fields from the former alone, and takes handlers, permissions,
//! relationships and the types' descriptions from the latter, by name.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::{File, file};
use crate::setup::hasura::SetupError;

/// Kinds of types, as the metadata calls them, with the word for one in GraphQL.
const KINDS: [(&str, &str); 4] = [
    ("enums", "enum"),
    ("input_objects", "input"),
    ("objects", "type"),
    ("scalars", "scalar"),
];

/// Members of an action's definition that are its signature.
const SIGNATURE: [&str; 3] = ["arguments", "output_type", "type"];

/// Both files.
pub(super) fn files(rest: &mut Map<String, Value>) -> Result<Vec<File>, SetupError> {
    let mut actions = rest.remove("actions").unwrap_or_else(|| json!([]));
    let mut types = rest.remove("custom_types").unwrap_or_else(|| json!({}));
    let text = graphql(&actions, &types);
    for action in actions.as_array_mut().into_iter().flatten() {
        if let Some(definition) = action.get_mut("definition").and_then(Value::as_object_mut) {
            definition.retain(|name, _| !SIGNATURE.contains(&name.as_str()));
        }
    }
    for (kind, _) in KINDS {
        let all = types.as_object_mut();
        let Some(list) = all.map(|all| all.entry(kind).or_insert_with(|| json!([]))) else {
            continue;
        };
        for one in list.as_array_mut().into_iter().flatten() {
            if let Some(members) = one.as_object_mut() {
                members.retain(|name, _| name != "fields" && name != "values");
            }
        }
    }
    Ok(vec![
        File {
            path: "metadata/actions.graphql".into(),
            text,
        },
        file(
            "metadata/actions.yaml",
            &json!({ "actions": actions, "custom_types": types }),
        )?,
    ])
}

/// The signatures and types in GraphQL.
fn graphql(actions: &Value, types: &Value) -> String {
    let mut blocks = Vec::new();
    for (root, kind) in [("Query", "query"), ("Mutation", "mutation")] {
        let mut fields = String::new();
        for action in items(actions) {
            let definition = action.get("definition").unwrap_or(&Value::Null);
            // What does not say is a mutation.
            if word(definition, "type").unwrap_or("mutation") == kind {
                signature(&mut fields, word(action, "name"), definition);
            }
        }
        if !fields.is_empty() {
            blocks.push(format!("type {root} {{\n{fields}}}\n"));
        }
    }
    for (kind, keyword) in KINDS {
        for one in items(types.get(kind).unwrap_or(&Value::Null)) {
            let mut text = String::new();
            description(&mut text, "", one);
            let _ = write!(text, "{keyword} {}", word(one, "name").unwrap_or_default());
            let members = match keyword {
                "enum" => one.get("values"),
                _ => one.get("fields"),
            };
            match members {
                Some(members) if keyword != "scalar" => {
                    text.push_str(" {\n");
                    for member in items(members) {
                        description(&mut text, "  ", member);
                        match (word(member, "value"), word(member, "name")) {
                            (Some(value), _) => drop(writeln!(text, "  {value}")),
                            (None, name) => drop(writeln!(
                                text,
                                "  {}: {}",
                                name.unwrap_or_default(),
                                word(member, "type").unwrap_or_default()
                            )),
                        }
                    }
                    text.push_str("}\n");
                }
                _ => text.push('\n'),
            }
            blocks.push(text);
        }
    }
    blocks.join("\n")
}

/// A field of `Query` or `Mutation`.
fn signature(out: &mut String, name: Option<&str>, definition: &Value) {
    let _ = write!(out, "  {}", name.unwrap_or_default());
    let arguments = definition.get("arguments").unwrap_or(&Value::Null);
    if items(arguments).next().is_some() {
        out.push_str("(\n");
        for argument in items(arguments) {
            description(out, "    ", argument);
            let _ = writeln!(
                out,
                "    {}: {}",
                word(argument, "name").unwrap_or_default(),
                word(argument, "type").unwrap_or_default()
            );
        }
        out.push_str("  )");
    }
    let _ = writeln!(
        out,
        ": {}",
        word(definition, "output_type").unwrap_or_default()
    );
}

/// A description as a block text, in which only its own end has to be escaped.
fn description(out: &mut String, indent: &str, of: &Value) {
    let Some(text) = word(of, "description").filter(|text| !text.trim().is_empty()) else {
        return;
    };
    let _ = writeln!(out, "{indent}\"\"\"");
    for line in text.trim().replace("\"\"\"", "\\\"\"\"").lines() {
        let _ = writeln!(out, "{indent}{line}");
    }
    let _ = writeln!(out, "{indent}\"\"\"");
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn word<'a>(of: &'a Value, name: &str) -> Option<&'a str> {
    of.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signatures_and_types_are_written_in_graphql() {
        let actions = json!([
            {"name": "pay", "definition": {"kind": "synchronous", "handler": "http://x", "arguments": [
                {"name": "order", "type": "OrderInput!", "description": "what to \"\"\"pay\"\"\""}],
                "output_type": "Paid"}},
            {"name": "rates", "definition": {"type": "query", "arguments": [], "output_type": "[Rate!]!"}},
        ]);
        let types = json!({
            "enums": [{"name": "Rate", "values": [{"value": "HIGH", "description": "dear"}, {"value": "LOW"}]}],
            "input_objects": [{"name": "OrderInput", "fields": [{"name": "id", "type": "Int!"}]}],
            "objects": [{"name": "Paid", "description": "a receipt\n  signed", "fields": [{"name": "at", "type": "Moment"}]}],
            "scalars": [{"name": "Moment"}],
        });
        assert_eq!(
            graphql(&actions, &types),
            r#"type Query {
  rates: [Rate!]!
}

type Mutation {
  pay(
    """
    what to \"""pay\"""
    """
    order: OrderInput!
  ): Paid
}

enum Rate {
  """
  dear
  """
  HIGH
  LOW
}

input OrderInput {
  id: Int!
}

"""
a receipt
  signed
"""
type Paid {
  at: Moment
}

scalar Moment
"#
        );
    }
}
