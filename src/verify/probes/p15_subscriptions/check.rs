//! All connections, and what they come to.

use super::gathered::Gathered;
use super::{lay, opening, tables};
use crate::error::Result;
use crate::hasura::socket::{Protocol, Socket, SocketError};
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, ProbeResult};
use crate::verify::facts::Facts;
use crate::verify::pool;

pub(super) async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let subscribable = |who: Who| {
        let tables = &ctx.actor(who).model.tables;
        tables
            .iter()
            .any(crate::verify::model::RoleTable::is_subscribable)
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
    let opened = pool::each(protocols, Protocol::BOTH.len(), |protocol| {
        opening::check(ctx, facts, protocol)
    });
    for opened in opened.await {
        gathered.add(opened?);
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
    gathered
        .gaps
        .extend(facts.tables.iter().filter_map(|table| {
            let keys = table.all_keys();
            let marked = !keys.is_empty() && keys.iter().all(|key| table.declared_public(key));
            let told = ctx.admin.is_some() || table.shared || table.owned() || marked;
            (!told).then(|| {
            format!(
                "{}: only subscriptions lead there, and no column that users see says whose its \
                 rows are; the admin secret would tell, or `shared` in the policy",
                table.name
            )
        })
        }));
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

fn conclude(mut gathered: Gathered) -> ProbeResult {
    gathered.findings.append(&mut gathered.echoes);
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
