//! P15: subscriptions obey the rules that queries do.
//!
//! The same ways as over HTTP (list, by key, aggregate) and one more, the stream ([`lay`]); asked
//! over one WebSocket for each user and protocol ([`ask`]). [`tables`] judges what comes by the
//! facts that P05 to P07 go by; [`opening`] tries credentials that must not open
//! a connection. What leaks over HTTP too is theirs to report and a note here, so that the probe
//! that fails is the one that names the cause.
//!
//! Where the role has subscriptions and no connection can be had (a gateway that drops the
//! `Upgrade` header), the run has not seen them. That the way is closed from here says nothing of
//! other ways to the same engine, so this leaves the run unproven; a role that needs no
//! subscriptions is better off without them (`subscription_root_fields: []`), and then there is
//! nothing to prove.

mod ask;
mod lay;
mod opening;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::{Preparing, Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::socket::{Protocol, Socket, SocketError};
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, ProbeResult, Status};
use crate::verify::facts::Facts;
use crate::verify::facts::rows::Row;
use crate::verify::pool;

pub(super) struct Subscriptions;

impl Probe for Subscriptions {
    fn id(&self) -> &'static str {
        "P15"
    }

    fn title(&self) -> &'static str {
        "subscriptions and streams show what queries show, and no more"
    }

    fn why(&self) -> &'static str {
        "a subscription is another road to the same rows, and it stays open"
    }

    fn prepare<'a>(&'a self, ctx: &'a Context<'a>) -> Preparing<'a> {
        Box::pin(async {
            ctx.ahead.begin_own_key();
        })
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(ctx))
    }
}

/// What all connections together gave.
#[derive(Default)]
struct Gathered {
    findings: Vec<Finding>,
    notes: Vec<String>,
    /// What was not seen, and why.
    gaps: BTreeSet<String>,
    cells: BTreeMap<(String, &'static str), Cell>,
    /// Rows of tables that no query lists, by table and user.
    unlisted: BTreeMap<String, BTreeMap<Who, Vec<Row>>>,
}

impl Gathered {
    fn cell(&mut self, table: &str, way: &'static str, status: Status, note: &str) {
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

    fn add(&mut self, mut other: Self) {
        self.findings.append(&mut other.findings);
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

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let subscribable = |who: Who| {
        let tables = &ctx.actor(who).model.tables;
        tables
            .iter()
            .any(super::super::model::Table::is_subscribable)
    };
    if !Who::BOTH.into_iter().any(subscribable) {
        return Ok(ProbeResult::not_applicable("the role has no subscriptions"));
    }
    let facts = ctx.facts().await?;
    let mut gathered = Gathered::default();
    let mut protocols = Vec::new();
    let mut closed = Vec::new();
    for protocol in Protocol::BOTH {
        match Socket::open(&ctx.client, &ctx.a.access(), protocol).await {
            Ok(socket) => {
                socket.close().await;
                protocols.push(protocol);
            }
            Err(error) => {
                let error: SocketError = error.downcast()?;
                closed.push(format!("{}: {error}", protocol.name()));
            }
        }
    }
    if protocols.is_empty() {
        return Ok(ProbeResult::not_possible(format!(
            "the role has subscriptions, and no WebSocket could be opened to look at them ({}); \
             let this run reach Hasura itself, or take the subscriptions from the role \
             (subscription_root_fields: [])",
            closed.join("; ")
        )));
    }
    gathered.notes.extend(
        closed
            .into_iter()
            .map(|reason| format!("one protocol only; {reason}")),
    );
    let connections: Vec<(Who, Protocol)> = Who::BOTH
        .into_iter()
        .flat_map(|who| protocols.iter().map(move |protocol| (who, *protocol)))
        .collect();
    let width = connections.len();
    let looks = pool::each(connections.clone(), width, |(who, protocol)| {
        tables::look(ctx, facts, who, protocol, lay::Round::All)
    });
    for look in looks.await {
        gathered.add(look?);
    }
    unlisted(ctx, &mut gathered, connections).await?;
    for protocol in &protocols {
        gathered.add(opening::check(ctx, facts, *protocol).await?);
    }
    Ok(conclude(gathered))
}

/// Tables that only subscriptions lead to: who owns their rows is found out from what came.
async fn unlisted(
    ctx: &Context<'_>,
    gathered: &mut Gathered,
    connections: Vec<(Who, Protocol)>,
) -> Result<()> {
    let seen = std::mem::take(&mut gathered.unlisted);
    if seen.is_empty() {
        return Ok(());
    }
    let facts = Facts::of_seen(ctx, seen).await?;
    let width = connections.len();
    let facts = &facts;
    let looks = pool::each(connections, width, |(who, protocol)| {
        tables::look(ctx, facts, who, protocol, lay::Round::Unlisted)
    });
    for look in looks.await {
        gathered.add(look?);
    }
    Ok(())
}

fn conclude(gathered: Gathered) -> ProbeResult {
    let mut notes = gathered.notes;
    notes.sort();
    notes.dedup();
    let cells: Vec<Cell> = gathered.cells.into_values().collect();
    let gaps: Vec<String> = gathered.gaps.into_iter().collect();
    let mut result = ProbeResult::of(gathered.findings);
    if !gaps.is_empty() {
        result = result.incomplete(gaps.join("; "));
    }
    result.notes(notes).cells(cells)
}

/// The operation as shell lines.
fn show(
    ctx: &Context<'_>,
    caller: &Caller,
    protocol: Protocol,
    request: &GraphQlRequest,
) -> String {
    caller.show_subscription(&ctx.client.url(""), protocol.name(), request)
}

/// An error of the socket as a gap, any other as an error.
fn as_gap<T>(result: Result<T>) -> Result<std::result::Result<T, SocketError>> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(error) => error.downcast().map(Err),
    }
}
