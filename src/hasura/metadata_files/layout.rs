//! How an export is laid out: by version, and in the envelopes of the metadata API.

use serde_json::{Value, json};

use super::node::{Kind, Node};

/// What an export is laid out as (contracts: hasura §5).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Tables of one database.
    Two,
    /// Sources with tables.
    Three,
}

/// The metadata inside the envelope of the metadata API: that of `export_metadata`'s answer, or of
/// the command `replace_metadata`, in either form of its arguments.
pub(super) fn unwrapped(node: Node) -> Node {
    let node = match member(&node, "type").map(|node| &node.kind) {
        Some(Kind::Leaf(Value::String(kind))) if kind == "replace_metadata" => inner(node, "args"),
        _ => node,
    };
    inner(node, "metadata")
}

/// A member in the place of what it is a member of, where there is one.
fn inner(node: Node, name: &str) -> Node {
    match node.kind {
        Kind::Map(mut entries) => match entries.iter().position(|(one, _)| one == name) {
            Some(at) => entries.swap_remove(at).1,
            None => Node {
                kind: Kind::Map(entries),
                ..node
            },
        },
        kind => Node { kind, ..node },
    }
}

fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Kind::Map(entries) = &node.kind else {
        return None;
    };
    let entry = entries.iter().find(|(one, _)| one == name);
    entry.map(|(_, node)| node)
}

/// The layout of an export, or why it is none. Many a file has a version, so that alone says
/// nothing: what the version promises has to be there as well, be it empty.
pub(super) fn of(node: &Node) -> Result<Layout, String> {
    let version = match member(node, "version").map(|node| &node.kind) {
        Some(Kind::Leaf(value)) => value.as_u64(),
        _ => None,
    };
    let (layout, lists) = match version {
        Some(2) => (Layout::Two, "tables"),
        Some(3) => (Layout::Three, "sources"),
        _ => {
            return Err(
                "expected metadata of version 2 or 3, and its version is neither number".into(),
            );
        }
    };
    match member(node, lists) {
        Some(_) => Ok(layout),
        None => Err(format!(
            "expected metadata with its {lists}, and it has a version without them"
        )),
    }
}

/// Where the members of version 2 stand in version 3.
pub(super) const OLD: &str = "/sources/0";

/// Metadata of version 2 in the form of version 3: its tables and functions are those of one
/// database, called `default` (contracts: hasura §5).
pub(super) fn modern(mut document: Value) -> Value {
    let Some(members) = document.as_object_mut() else {
        return document;
    };
    let mut source = json!({ "name": "default", "kind": "postgres" });
    for member in ["tables", "functions"] {
        source[member] = members.remove(member).unwrap_or_else(|| json!([]));
    }
    members.insert("version".into(), json!(3));
    members.insert("sources".into(), json!([source]));
    document
}
