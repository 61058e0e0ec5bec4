//! Builds the documents that probes send. Values always travel as variables with the declared
//! types, so nothing needs escaping and nothing is coerced (contracts: hasura §3.2).

use serde_json::{Map, Value, json};

use super::{Function, RoleTable, RootField, Stream, TypedArg};
use crate::hasura::GraphQlRequest;

/// A selection: columns, and columns behind object relationships.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    pub columns: Vec<String>,
    /// Relationships with what to select behind them.
    pub nested: Vec<(String, Selection)>,
}

impl Selection {
    pub(crate) fn columns<'a>(columns: impl IntoIterator<Item = &'a str>) -> Self {
        Self {
            columns: columns.into_iter().map(ToOwned::to_owned).collect(),
            nested: Vec::new(),
        }
    }

    /// Adds the column at the end of `path`, a way through relationships.
    pub(crate) fn add_path(&mut self, path: &[String], column: &str) {
        let Some((first, rest)) = path.split_first() else {
            if !self.columns.iter().any(|known| known == column) {
                self.columns.push(column.to_owned());
            }
            return;
        };
        let index = if let Some(index) = self.nested.iter().position(|(name, _)| name == first) {
            index
        } else {
            self.nested.push((first.clone(), Self::default()));
            self.nested.len() - 1
        };
        self.nested[index].1.add_path(rest, column);
    }

    fn text(&self) -> String {
        let mut parts = self.columns.clone();
        for (name, inner) in &self.nested {
            parts.push(format!("{name} {}", inner.text()));
        }
        if parts.is_empty() {
            parts.push("__typename".into());
        }
        format!("{{ {} }}", parts.join(" "))
    }
}

/// What to ask of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListQuery {
    pub selection: Selection,
    /// Which rows; null for all.
    pub filter: Value,
    /// How many at most.
    pub limit: Option<u32>,
    /// Order by these columns where the field can.
    pub order_by: Vec<String>,
}

/// A request for a list.
pub(crate) fn list(field: &RootField, query: &ListQuery) -> GraphQlRequest {
    let selection = query.selection.text();
    call(field, query, &selection, None, Value::Null)
}

/// A request for what a function returns when it is called with `given`; null for nothing.
pub(crate) fn function(function: &Function, query: &ListQuery, given: Value) -> GraphQlRequest {
    let rows = query.selection.text();
    let selection = if function.aggregate {
        format!("{{ nodes {rows} }}")
    } else {
        rows
    };
    call(&function.field, query, &selection, None, given)
}

/// A request for a list whose selection uses a variable of its own: its name, type and value.
pub(crate) fn list_with(
    field: &RootField,
    query: &ListQuery,
    variable: (&str, &str, Value),
) -> GraphQlRequest {
    let selection = query.selection.text();
    call(field, query, &selection, Some(variable), Value::Null)
}

/// A request for a list with arguments as GraphQL text, in which nothing may need escaping.
pub(crate) fn list_by_text(field: &RootField, args: &str) -> GraphQlRequest {
    let call = format!("{}({args}) {{ __typename }}", field.name);
    GraphQlRequest::new(format!("query {{ {} }}", wrap(&field.namespace, &call)))
}

/// A request for the aggregates `wanted` of a list, such as `count`, and for its rows where the
/// query selects any.
pub(crate) fn aggregate(field: &RootField, query: &ListQuery, wanted: &str) -> GraphQlRequest {
    let mut parts = Vec::new();
    if !wanted.is_empty() {
        parts.push(format!("aggregate {{ {wanted} }}"));
    }
    if query.selection != Selection::default() {
        parts.push(format!("nodes {}", query.selection.text()));
    }
    let selection = format!("{{ {} }}", parts.join(" "));
    call(field, query, &selection, None, Value::Null)
}

fn call(
    field: &RootField,
    query: &ListQuery,
    selection: &str,
    more: Option<(&str, &str, Value)>,
    given: Value,
) -> GraphQlRequest {
    let mut declared = Vec::new();
    let mut args = Vec::new();
    let mut values = Map::new();
    let mut bind = |name: &str, type_sdl: &str, value: Value| {
        declared.push(format!("${name}: {type_sdl}"));
        args.push(format!("{name}: ${name}"));
        values.insert(name.to_owned(), value);
    };
    if let (Some(arg), false) = (&field.args.filter, query.filter.is_null()) {
        bind(&arg.name, &arg.type_sdl, query.filter.clone());
    }
    if let (Some(inputs), false) = (&field.args.inputs, given.is_null()) {
        bind(&inputs.arg.name, &inputs.arg.type_sdl, given);
    }
    if let (Some(arg), Some(limit)) = (&field.args.limit, query.limit) {
        bind(&arg.name, &arg.type_sdl, json!(limit));
    }
    if let Some(order) = &field.args.order_by {
        let by: Vec<Value> = query
            .order_by
            .iter()
            .filter(|column| order.columns.contains(column))
            .map(|column| json!({ column.as_str(): order.ascending }))
            .collect();
        if !by.is_empty() {
            bind(&order.arg.name, &order.arg.type_sdl, Value::Array(by));
        }
    }
    if let Some((name, type_sdl, value)) = more {
        declared.push(format!("${name}: {type_sdl}"));
        values.insert(name.to_owned(), value);
    }
    request(field, &field.name, &declared, &args, selection, values)
}

/// A request for some rows by their keys, under the aliases `k0`, `k1`, ….
///
/// `None` when the table has no `by_pk`.
pub(crate) fn by_pk(
    table: &RoleTable,
    keys: &[Vec<Value>],
    selection: &Selection,
) -> Option<GraphQlRequest> {
    let (field, key) = (table.by_pk.as_ref()?, table.primary_key.as_ref()?);
    let mut declared = Vec::new();
    let mut calls = Vec::new();
    let mut values = Map::new();
    for (index, key_values) in keys.iter().enumerate() {
        let mut args = Vec::new();
        for (column, value) in key.columns.iter().zip(key_values) {
            let variable = format!("k{index}_{}", column.name);
            declared.push(format!("${variable}: {}", column.type_sdl));
            args.push(format!("{}: ${variable}", column.name));
            values.insert(variable, value.clone());
        }
        calls.push(format!(
            "k{index}: {}({}) {}",
            field.name,
            args.join(", "),
            selection.text()
        ));
    }
    let body = wrap(&field.namespace, &calls.join(" "));
    let query = format!("query({}) {{ {body} }}", declared.join(", "));
    Some(GraphQlRequest::new(query).variables(Value::Object(values)))
}

/// A request for several lists at once, under the aliases `l0`, `l1`, …; of each a filter and a
/// limit.
pub(crate) fn lists(asked: &[(&RootField, ListQuery)]) -> GraphQlRequest {
    let mut declared = Vec::new();
    let mut calls = Vec::new();
    let mut values = Map::new();
    for (index, (field, query)) in asked.iter().enumerate() {
        let mut args = Vec::new();
        let given = [
            (&field.args.filter, query.filter.clone()),
            (&field.args.limit, json!(query.limit)),
        ];
        for (arg, value) in given {
            if let (Some(arg), false) = (arg, value.is_null()) {
                let variable = format!("l{index}_{}", arg.name);
                declared.push(format!("${variable}: {}", arg.type_sdl));
                args.push(format!("{}: ${variable}", arg.name));
                values.insert(variable, value);
            }
        }
        let args = args.join(", ");
        let call = format!(
            "l{index}: {}({args}) {}",
            field.name,
            query.selection.text()
        );
        calls.push(wrap(&field.namespace, &call));
    }
    let (declared, calls) = (declared.join(", "), calls.join(" "));
    GraphQlRequest::new(format!("query({declared}) {{ {calls} }}")).variables(Value::Object(values))
}

/// The same request as a subscription; the documents made here begin with what they are.
pub(crate) fn subscription(mut request: GraphQlRequest) -> GraphQlRequest {
    if let Some(rest) = request.query.strip_prefix("query") {
        request.query = format!("subscription{rest}");
    }
    request
}

/// A subscription to the rows beyond `start` in a column.
pub(crate) fn stream(
    stream: &Stream,
    column: &str,
    start: &Value,
    batch: u32,
    selection: &Selection,
) -> GraphQlRequest {
    let cursor = json!([{ stream.initial.as_str(): { column: start } }]);
    let mut declared = Vec::new();
    let mut args = Vec::new();
    let mut values = Map::new();
    for (arg, value) in [(&stream.batch, json!(batch)), (&stream.cursor, cursor)] {
        declared.push(format!("${}: {}", arg.name, arg.type_sdl));
        args.push(format!("{}: ${}", arg.name, arg.name));
        values.insert(arg.name.clone(), value);
    }
    let root = &stream.root;
    let text = selection.text();
    subscription(request(root, &root.name, &declared, &args, &text, values))
}

fn request(
    field: &RootField,
    call: &str,
    declared: &[String],
    args: &[String],
    selection: &str,
    values: Map<String, Value>,
) -> GraphQlRequest {
    let args = if args.is_empty() {
        String::new()
    } else {
        format!("({})", args.join(", "))
    };
    let body = wrap(&field.namespace, &format!("{call}{args} {selection}"));
    if declared.is_empty() {
        return GraphQlRequest::new(format!("query {{ {body} }}"));
    }
    GraphQlRequest::new(format!("query({}) {{ {body} }}", declared.join(", ")))
        .variables(Value::Object(values))
}

/// A mutation with its arguments as variables.
pub(crate) fn mutation(
    namespace: &[String],
    name: &str,
    args: &[(&TypedArg, Value)],
    selection: &str,
) -> GraphQlRequest {
    let mut declared = Vec::new();
    let mut given = Vec::new();
    let mut values = Map::new();
    for (arg, value) in args {
        declared.push(format!("${}: {}", arg.name, arg.type_sdl));
        given.push(format!("{}: ${}", arg.name, arg.name));
        values.insert(arg.name.clone(), value.clone());
    }
    let call = format!("{name}({}) {selection}", given.join(", "));
    let query = format!(
        "mutation({}) {{ {} }}",
        declared.join(", "),
        wrap(namespace, &call)
    );
    GraphQlRequest::new(query).variables(Value::Object(values))
}

fn wrap(namespace: &[String], body: &str) -> String {
    namespace.iter().rev().fold(body.to_owned(), |inner, name| {
        format!("{name} {{ {inner} }}")
    })
}

/// The value of `field` in the `data` of an answer.
pub(crate) fn pick<'a>(data: &'a Value, namespace: &[String], name: &str) -> Option<&'a Value> {
    namespace
        .iter()
        .map(String::as_str)
        .chain(std::iter::once(name))
        .try_fold(data, |value, name| value.get(name))
}
