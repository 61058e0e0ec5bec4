//! What to ask of each table over a WebSocket.

use serde_json::{Value, json};

use super::ask::Operation;
use super::gathered::Gathered;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::Status;
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{RoleTable, RootField, Stream};
use crate::verify::probes::p06_by_pk::foreign_keys;
use crate::verify::rows::{Key, Row};

/// Further columns to stream by, where the database refuses one.
const FURTHER_STARTS: usize = 2;

/// Keys to try in a table: the misbehaviour is a way's, not a row's.
const KEYS: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Round {
    /// All tables; the rows of those without facts are brought back.
    All,
    /// Tables without a list of queries, on which there are facts now.
    Unlisted,
}

/// A way into a table.
pub(super) enum Asked {
    List,
    Key(Key),
    Aggregate,
    Stream,
    /// Rows of a table on which there are no facts yet.
    Unlisted,
}

/// One thing to ask.
pub(super) struct Question<'a> {
    pub(super) view: &'a RoleTable,
    pub(super) facts: Option<&'a TableFacts>,
    pub(super) field: &'a RootField,
    pub(super) asked: Asked,
}

/// Questions, and beside each the operation that asks it.
#[derive(Default)]
pub(super) struct Layout<'a> {
    pub(super) questions: Vec<Question<'a>>,
    pub(super) operations: Vec<Operation>,
}

/// Everything to ask as one user.
pub(super) fn out<'a>(
    ctx: &'a Context<'_>,
    facts: &'a Facts,
    who: Who,
    round: Round,
    gathered: &mut Gathered,
) -> Layout<'a> {
    let mut layout = Layout::default();
    for view in &ctx.actor(who).model.tables {
        let known = facts.table(&view.type_name);
        if !view.is_subscribable() || (round == Round::Unlisted && known.is_none()) {
            continue;
        }
        layout.list(ctx, view, known);
        layout.stream(ctx, view, known, who, gathered);
        match known {
            Some(known) => layout.by_facts(view, known, who),
            // Even a table that shows nothing here is looked at again, with facts.
            None => {
                gathered.unlisted.entry(view.type_name.clone()).or_default();
            }
        }
    }
    layout
}

impl<'a> Layout<'a> {
    fn put(&mut self, question: Question<'a>, request: GraphQlRequest, may_be_silent: bool) {
        self.questions.push(question);
        self.operations.push(Operation {
            may_be_silent,
            ..Operation::answered(request)
        });
    }

    fn list(&mut self, ctx: &Context<'_>, view: &'a RoleTable, known: Option<&'a TableFacts>) {
        let Some(field) = &view.live.list else {
            return;
        };
        let query = ListQuery {
            selection: selection(view, known),
            limit: Some(ctx.sample),
            order_by: known.map_or_else(Vec::new, |known| known.key.columns.clone()),
            ..ListQuery::default()
        };
        let question = Question {
            view,
            facts: known,
            field,
            asked: if known.is_some() {
                Asked::List
            } else {
                Asked::Unlisted
            },
        };
        let request = document::subscription(document::list(field, &query));
        self.put(question, request, false);
    }

    fn stream(
        &mut self,
        ctx: &Context<'_>,
        view: &'a RoleTable,
        known: Option<&'a TableFacts>,
        who: Who,
        gathered: &mut Gathered,
    ) {
        let Some(stream) = &view.stream else {
            return;
        };
        if !worth_streaming(known, who) {
            gathered.cell(view.name(), "stream", Status::Skip, "no rows");
            return;
        }
        let mut starts = starts_of(stream, view, known).into_iter();
        let Some((column, start)) = starts.next() else {
            if let Some(why) = no_start(stream) {
                gathered.gaps.insert(format!("{}: {why}", view.name()));
            } else {
                gathered.notes.push(format!(
                    "{}: no column that a stream can begin at has an order, so nobody can stream \
                     it",
                    view.name()
                ));
            }
            gathered.cell(view.name(), "stream", Status::Skip, "no column");
            return;
        };
        let question = Question {
            view,
            facts: known,
            field: &stream.root,
            asked: if known.is_some() {
                Asked::Stream
            } else {
                Asked::Unlisted
            },
        };
        let selection = selection(view, known);
        let others = starts.take(FURTHER_STARTS).map(|(column, start)| {
            document::stream(stream, &column, &start, ctx.sample, &selection)
        });
        let others = others.collect();
        let request = document::stream(stream, &column, &start, ctx.sample, &selection);
        // A stream leaves out the rows that have no value to begin at.
        let valued = |row: &Row| row.get(&column).is_some_and(|value| !value.is_null());
        let quiet = known.is_none_or(|known| !known.seen(who).rows.values().any(valued));
        self.questions.push(question);
        self.operations.push(Operation {
            request,
            others,
            may_be_silent: quiet,
            may_be_impossible: only_uncertain(stream),
        });
    }

    /// Counts and keys mean something only beside facts.
    fn by_facts(&mut self, view: &'a RoleTable, known: &'a TableFacts, who: Who) {
        let question = |field, asked| Question {
            view,
            facts: Some(known),
            field,
            asked,
        };
        if let Some(field) = &view.live.aggregate {
            let request = document::aggregate(field, &ListQuery::default(), "count");
            let request = document::subscription(request);
            self.put(question(field, Asked::Aggregate), request, false);
        }
        let Some(field) = &view.live.by_pk else {
            return;
        };
        let keyed = RoleTable {
            by_pk: view.live.by_pk.clone(),
            primary_key: view.live.primary_key.clone(),
            ..view.clone()
        };
        let selection = selection(view, Some(known));
        for key in keys(known, &keyed, who) {
            let values = std::slice::from_ref(&key.values);
            if let Some(request) = document::by_pk(&keyed, values, &selection) {
                let request = document::subscription(request);
                self.put(question(field, Asked::Key(key)), request, false);
            }
        }
    }
}

/// The columns that tell whose a row is; all of them while that is unknown.
pub(super) fn selection(view: &RoleTable, known: Option<&TableFacts>) -> Selection {
    let Some(known) = known else {
        return Selection::columns(view.column_names());
    };
    let owners = known
        .owner_paths
        .iter()
        .filter(|path| path.through.is_empty())
        .map(|path| path.column.as_str());
    let mut columns: Vec<&str> = Vec::new();
    for column in known.key.columns.iter().map(String::as_str).chain(owners) {
        if view.column(column).is_some() && !columns.contains(&column) {
            columns.push(column);
        }
    }
    Selection::columns(columns)
}

/// False when the administrator sees an empty table: no stream of it can tell anything.
fn worth_streaming(known: Option<&TableFacts>, who: Who) -> bool {
    let Some(known) = known else {
        return true;
    };
    let empty = known
        .admin
        .as_ref()
        .is_some_and(|admin| admin.listed && admin.error.is_none() && admin.rows.is_empty());
    !empty || !known.seen(who).rows.is_empty()
}

/// Columns to stream by, each with a value below all others of its type: first those whose order
/// every database knows, of these the ones that every row has a value in (a stream leaves out the
/// rows that have none), and of these the key's.
pub(in crate::verify::probes) fn starts_of(
    stream: &Stream,
    view: &RoleTable,
    known: Option<&TableFacts>,
) -> Vec<(String, Value)> {
    let in_key =
        |name: &str| known.is_some_and(|known| known.key.columns.iter().any(|c| c == name));
    let nullable = |name: &str| view.column(name).is_none_or(|column| column.nullable);
    let mut starts: Vec<_> = stream
        .columns
        .iter()
        .filter_map(|column| Some((column, lowest(&column.scalar)?)))
        .collect();
    starts.sort_by_key(|(column, (rank, _))| {
        let name = &column.name;
        (*rank == UNSURE, nullable(name), !in_key(name), *rank)
    });
    starts
        .into_iter()
        .map(|(column, (_, value))| (column.name.clone(), value))
        .collect()
}

/// True where nothing but columns whose order not every database knows leads into a stream.
fn only_uncertain(stream: &Stream) -> bool {
    stream.columns.iter().all(|column| {
        let scalar = column.scalar.as_str();
        UNORDERED.contains(&scalar) || lowest(scalar).is_some_and(|(rank, _)| rank == UNSURE)
    })
}

/// Why a stream without a known start may have one all the same: a column of a type that is not
/// known to be without order, such as an enum.
pub(in crate::verify::probes) fn no_start(stream: &Stream) -> Option<String> {
    let unknown = |scalar: &str| lowest(scalar).is_none() && !UNORDERED.contains(&scalar);
    let column = stream.columns.iter().find(|one| unknown(&one.scalar))?;
    Some(format!(
        "{} may be streamed by {}, and no value of {} is known to begin at",
        stream.root.path(),
        column.name,
        column.scalar
    ))
}

/// Types of which PostgreSQL knows no greatest value, so that no stream can go on from one.
const UNORDERED: [&str; 8] = [
    "Boolean",
    "bool",
    "boolean",
    "json",
    "jsonb",
    "xml",
    "geometry",
    "geography",
];

/// The rank of a type whose order not every database knows.
const UNSURE: u8 = 3;

/// A value below all of a scalar that are met with, and how sure it is that the database can tell
/// the greatest of them; Postgres' names and GraphQL's.
///
/// An engine asks for the greatest value of a batch, and PostgreSQL has known that of a uuid only
/// since version 18 (contracts: hasura §3.7).
fn lowest(scalar: &str) -> Option<(u8, Value)> {
    Some(match scalar {
        "smallint" | "int2" => (0, json!(i16::MIN)),
        "Int" | "int4" | "integer" => (0, json!(i32::MIN)),
        "bigint" | "int8" => (0, json!(i64::MIN)),
        "Float" | "float8" | "numeric" | "real" | "float4" => (0, json!(-1e30)),
        "timestamptz" | "timestamp" => (1, json!("0001-01-01T00:00:00+00:00")),
        "date" => (1, json!("0001-01-01")),
        "time" => (1, json!("00:00:00")),
        "timetz" => (1, json!("00:00:00+15:59")),
        "interval" => (1, json!("-1000000 years")),
        "inet" | "cidr" => (2, json!("0.0.0.0/0")),
        "String" | "text" | "varchar" | "bpchar" | "citext" | "name" => (2, json!("")),
        "uuid" => (UNSURE, json!("00000000-0000-0000-0000-000000000000")),
        _ => return None,
    })
}

fn keys(known: &TableFacts, view: &RoleTable, who: Who) -> Vec<Key> {
    let Some(key) = &view.primary_key else {
        return Vec::new();
    };
    let same = known.key.primary
        && key.columns.len() == known.key.columns.len()
        && key
            .columns
            .iter()
            .zip(&known.key.columns)
            .all(|(argument, column)| argument.name == *column);
    if !same {
        return Vec::new();
    }
    foreign_keys(known, who).into_iter().take(KEYS).collect()
}
