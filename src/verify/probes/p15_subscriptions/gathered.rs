//! What connections gave, put together.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::socket::{Protocol, SocketError};
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, Status};
use crate::verify::rows::Row;

/// What all connections together gave.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) findings: Vec<Finding>,
    /// What queries show as well.
    pub(super) echoes: Vec<Finding>,
    pub(super) notes: Vec<String>,
    /// What was not seen, and why.
    pub(super) gaps: BTreeSet<String>,
    pub(super) cells: BTreeMap<(String, &'static str), Cell>,
    /// Rows of tables that no query lists, by table and user.
    pub(super) unlisted: BTreeMap<String, BTreeMap<Who, Vec<Row>>>,
}

impl Gathered {
    pub(super) fn cell(&mut self, table: &str, way: &'static str, status: Status, note: &str) {
        let key = (table.to_owned(), way);
        let cell = Cell {
            table: table.to_owned(),
            way,
            status,
            note: note.to_owned(),
        };
        match self.cells.get_mut(&key) {
            // The worst of both users and protocols stands.
            Some(known) if rank(known.status) >= rank(status) => {}
            _ => {
                self.cells.insert(key, cell);
            }
        }
    }

    pub(super) fn add(&mut self, mut other: Self) {
        self.findings.append(&mut other.findings);
        self.echoes.append(&mut other.echoes);
        self.notes.append(&mut other.notes);
        self.gaps.append(&mut other.gaps);
        for cell in other.cells.into_values() {
            self.cell(&cell.table, cell.way, cell.status, &cell.note);
        }
        for (table, lists) in other.unlisted {
            let known = self.unlisted.entry(table).or_default();
            for (who, mut rows) in lists {
                known.entry(who).or_default().append(&mut rows);
            }
        }
    }
}

const fn rank(status: Status) -> u8 {
    match status {
        Status::Skip => 0,
        Status::Pass => 1,
        Status::Warn => 2,
        Status::Fail => 3,
    }
}

/// The operation as shell lines.
pub(super) fn show(
    ctx: &Context<'_>,
    caller: &Caller,
    protocol: Protocol,
    request: &GraphQlRequest,
) -> String {
    caller.show_subscription(&ctx.client.url(""), protocol.name(), &ctx.shown(request))
}

/// An error of the socket as a gap, any other as an error.
pub(super) fn as_gap<T>(result: Result<T>) -> Result<std::result::Result<T, SocketError>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(error) => error.downcast().map(Err),
    }
}
