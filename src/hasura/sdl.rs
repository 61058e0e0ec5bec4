//! Prints a schema as SDL: everything sorted, so that two runs can be compared with diff.

use std::fmt::Write as _;

use super::introspection::{Directive, Field, InputValue, Kind, Schema, Type};
use crate::text::{commandless, visible};

/// Scalars that every GraphQL schema has.
const BUILT_IN_SCALARS: [&str; 5] = ["Boolean", "Float", "ID", "Int", "String"];
/// Directives that every GraphQL schema has.
const BUILT_IN_DIRECTIVES: [&str; 5] = ["deprecated", "include", "oneOf", "skip", "specifiedBy"];

/// The schema as text, ending with a newline.
pub(crate) fn print(schema: &Schema) -> String {
    let mut blocks = vec![schema_block(schema)];
    let mut directives: Vec<&Directive> = schema
        .directives
        .iter()
        .filter(|directive| !BUILT_IN_DIRECTIVES.contains(&directive.name.as_str()))
        .collect();
    directives.sort_by(|a, b| a.name.cmp(&b.name));
    blocks.extend(directives.into_iter().map(directive_block));
    let mut types: Vec<&Type> = schema
        .types
        .iter()
        .filter(|t| !t.name.starts_with("__"))
        .filter(|t| !(t.kind == Kind::Scalar && BUILT_IN_SCALARS.contains(&t.name.as_str())))
        .collect();
    types.sort_by(|a, b| a.name.cmp(&b.name));
    blocks.extend(types.into_iter().map(type_block));
    blocks.join("\n")
}

fn schema_block(schema: &Schema) -> String {
    let mut out = String::from("schema {\n");
    for (operation, root) in [
        ("query", &schema.query_type),
        ("mutation", &schema.mutation_type),
        ("subscription", &schema.subscription_type),
    ] {
        if let Some(root) = root {
            let _ = writeln!(out, "  {operation}: {}", visible(&root.name));
        }
    }
    out.push_str("}\n");
    out
}

fn directive_block(directive: &Directive) -> String {
    format!(
        "{}directive @{}{} on {}\n",
        description(directive.description.as_deref(), ""),
        visible(&directive.name),
        arguments(&directive.args),
        visible(&directive.locations.join(" | ")),
    )
}

fn type_block(t: &Type) -> String {
    let mut out = description(t.description.as_deref(), "");
    let name = visible(&t.name);
    let _ = match t.kind {
        Kind::Scalar => writeln!(out, "scalar {name}"),
        Kind::Union => writeln!(out, "union {name} = {}", names(t.possible_types.as_deref())),
        Kind::Enum => writeln!(out, "enum {name} {{"),
        Kind::InputObject => writeln!(out, "input {name} {{"),
        Kind::Interface => writeln!(out, "interface {name} {{"),
        Kind::Object => {
            let interfaces = names(t.interfaces.as_deref()).replace(" | ", " & ");
            let implements = if interfaces.is_empty() {
                String::new()
            } else {
                format!(" implements {interfaces}")
            };
            writeln!(out, "type {name}{implements} {{")
        }
        // Wrappers have no definition of their own.
        Kind::List | Kind::NonNull => Ok(()),
    };
    match t.kind {
        Kind::Enum => {
            let mut values: Vec<_> = t.enum_values.iter().flatten().collect();
            values.sort_by(|a, b| a.name.cmp(&b.name));
            for value in values {
                out.push_str(&description(value.description.as_deref(), "  "));
                let deprecated =
                    deprecated(value.is_deprecated, value.deprecation_reason.as_deref());
                let _ = writeln!(out, "  {}{deprecated}", visible(&value.name));
            }
        }
        Kind::InputObject => {
            let mut fields: Vec<_> = t.input_fields().iter().collect();
            fields.sort_by(|a, b| a.name.cmp(&b.name));
            for field in fields {
                out.push_str(&description(field.description.as_deref(), "  "));
                let _ = writeln!(out, "  {}", input_value(field));
            }
        }
        Kind::Object | Kind::Interface => {
            let mut fields: Vec<&Field> = t.fields().iter().collect();
            fields.sort_by(|a, b| a.name.cmp(&b.name));
            for field in fields {
                out.push_str(&description(field.description.as_deref(), "  "));
                let deprecated =
                    deprecated(field.is_deprecated, field.deprecation_reason.as_deref());
                let arguments = arguments(&field.args);
                let _ = writeln!(
                    out,
                    "  {}{arguments}: {}{deprecated}",
                    visible(&field.name),
                    visible(&field.type_ref.sdl())
                );
            }
        }
        Kind::Scalar | Kind::Union | Kind::List | Kind::NonNull => return out,
    }
    out.push_str("}\n");
    out
}

fn names(types: Option<&[super::introspection::TypeRef]>) -> String {
    let mut names: Vec<&str> = types
        .unwrap_or_default()
        .iter()
        .map(super::introspection::TypeRef::named)
        .collect();
    names.sort_unstable();
    visible(&names.join(" | "))
}

/// `(a: A, b: B = 1)`; on lines of their own when one has a description.
fn arguments(args: &[InputValue]) -> String {
    if args.is_empty() {
        return String::new();
    }
    let mut args: Vec<&InputValue> = args.iter().collect();
    args.sort_by(|a, b| a.name.cmp(&b.name));
    if args.iter().all(|arg| arg.description.is_none()) {
        let list: Vec<String> = args.into_iter().map(input_value).collect();
        return format!("({})", list.join(", "));
    }
    let mut out = String::from("(\n");
    for arg in args {
        out.push_str(&description(arg.description.as_deref(), "    "));
        let _ = writeln!(out, "    {}", input_value(arg));
    }
    out.push_str("  )");
    out
}

fn input_value(value: &InputValue) -> String {
    let default = value
        .default_value
        .as_ref()
        .map_or_else(String::new, |default| format!(" = {default}"));
    visible(&format!(
        "{}: {}{default}",
        value.name,
        value.type_ref.sdl()
    ))
}

fn deprecated(is: bool, reason: Option<&str>) -> String {
    match (is, reason) {
        (false, _) => String::new(),
        (true, None) => " @deprecated".to_owned(),
        (true, Some(reason)) => format!(" @deprecated(reason: {})", quoted(reason)),
    }
}

/// A JSON string is a GraphQL string: GraphQL took its escapes from there.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn description(text: Option<&str>, indent: &str) -> String {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return String::new();
    };
    if commandless(text) != text {
        // A block string has no escapes; in the other kind they mean what was there.
        return format!("{indent}{}\n", quoted(text));
    }
    // Inside a block string only the closing quotes need care; a text that ends in a quote or a
    // backslash is kept apart from them by the line break.
    let text = text.replace("\"\"\"", "\\\"\"\"");
    let mut out = format!("{indent}\"\"\"\n");
    for line in text.lines() {
        let _ = writeln!(out, "{}", format!("{indent}{line}").trim_end());
    }
    let _ = writeln!(out, "{indent}\"\"\"");
    out
}

#[cfg(all(test, feature = "sandbox"))]
mod tests {
    use super::*;
    use crate::hasura::introspection::from_sdl;

    fn normal(sdl: &str) -> String {
        print(&from_sdl(sdl))
    }

    #[test]
    fn what_is_printed_is_the_same_schema() {
        for sdl in [
            include_str!("../../tests/fixtures/notes_user.graphql"),
            include_str!("../../tests/fixtures/camel_user.graphql"),
        ] {
            let once = normal(sdl);
            assert_eq!(once, normal(&once), "printing is not stable");
            // Same number of definitions: nothing was lost on the way.
            let count = |text: &str| {
                text.lines()
                    .filter(|line| {
                        ["type ", "input ", "enum ", "scalar "]
                            .iter()
                            .any(|word| line.starts_with(word))
                    })
                    .count()
            };
            assert_eq!(count(&once), count(sdl));
        }
    }

    #[test]
    fn quotes_defaults_and_deprecations_survive() {
        let sdl = r#"
            """says \""" and "x" """
            type Query {
              "first\nsecond"
              a("an argument" x: Int = 3, y: [String!]! = ["q\"uote"]): E @deprecated(reason: "a \"reason\"")
            }
            enum E { B A @deprecated }
        "#;
        let printed = normal(sdl);
        assert_eq!(printed, normal(&printed));
        assert!(
            printed.contains(r#"@deprecated(reason: "a \"reason\"")"#),
            "{printed}"
        );
        assert!(printed.contains(r#"says \""" and "x""#), "{printed}");
        assert!(printed.contains("x: Int = 3"), "{printed}");
    }
}
