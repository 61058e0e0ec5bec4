//! Credentials that must not open a connection, or open no more than a query would.
//!
//! Each is tried over HTTP in the same way first: what is taken there is reported by the probe
//! that looks there (P01 to P04, P16).

use std::collections::BTreeSet;
use std::time::Instant;

use serde_json::json;

use super::META;
use super::gathered::{Gathered, as_gap, show};
use crate::error::Result;
use crate::hasura::GraphQlAnswer;
use crate::hasura::GraphQlRequest;
use crate::hasura::socket::{Event, Protocol, Socket, SocketError};
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{Reception, keys_of, receive, rows_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::Details;
use crate::verify::model::RootField;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::rows::Key;
use crate::verify::tamper::{self, Class, Original};

/// A table whose rows tell who is asking: what the first user sees of it over HTTP is known.
struct Witness<'a> {
    facts: &'a TableFacts,
    query: GraphQlRequest,
    query_field: &'a RootField,
    live: GraphQlRequest,
    live_field: &'a RootField,
}

/// Tries them in one protocol.
pub(super) async fn check(
    ctx: &Context<'_>,
    facts: &Facts,
    protocol: Protocol,
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let Some(witness) = witness(ctx, facts) else {
        gathered.gaps.insert(
            "no table has both a list to query and one to subscribe to, with a row in it; \
             credentials over the WebSocket were not tried"
                .into(),
        );
        return Ok(gathered);
    };
    let mut tries = Tries {
        ctx,
        protocol,
        witness: &witness,
        own: BTreeSet::new(),
    };
    // What the socket shows with the token alone may itself be too much; that is not the fault of
    // what stands beside the token.
    match as_gap(tries.subscribe(&ctx.a.caller()).await)? {
        Ok(Some(answer)) => {
            tries.own = keys_of(witness.facts, &rows_of(&answer, witness.live_field));
        }
        Ok(None) => {
            gathered.gaps.insert(format!(
                "{}: the first user could not subscribe; credentials over the WebSocket were not \
                 tried",
                witness.facts.name
            ));
            return Ok(gathered);
        }
        Err(error) => {
            gathered
                .gaps
                .insert(format!("{} could not subscribe: {error}", ctx.a.label));
            return Ok(gathered);
        }
    }
    tries.run(&mut gathered).await?;
    Ok(gathered)
}

/// The table that tells best: one of which the users see different rows.
fn witness<'a>(ctx: &'a Context<'_>, facts: &'a Facts) -> Option<Witness<'a>> {
    let candidates = facts.tables.iter().filter_map(|table| {
        let view = ctx.a.model.table(&table.type_name)?;
        let (query_field, live_field) = (view.list.as_ref()?, view.live.list.as_ref()?);
        let [a, b] = Who::BOTH.map(|who| &table.seen(who).rows);
        (!a.is_empty() && table.seen(Who::A).error.is_none()).then(|| {
            let differ = !a.keys().eq(b.keys());
            (differ, table, query_field, live_field)
        })
    });
    let best = candidates.max_by_key(|(differ, table, ..)| (*differ, table.owned()));
    best.map(|(_, table, query_field, live_field)| Witness {
        facts: table,
        query: list(ctx, table, query_field),
        query_field,
        live: document::subscription(list(ctx, table, live_field)),
        live_field,
    })
}

fn list(ctx: &Context<'_>, table: &TableFacts, field: &RootField) -> GraphQlRequest {
    document::list(
        field,
        &ListQuery {
            selection: Selection::columns(table.key.columns.iter().map(String::as_str)),
            limit: Some(ctx.sample),
            order_by: table.key.columns.clone(),
            ..ListQuery::default()
        },
    )
}

struct Tries<'a> {
    ctx: &'a Context<'a>,
    protocol: Protocol,
    witness: &'a Witness<'a>,
    /// What the socket shows the first user.
    own: BTreeSet<Key>,
}

/// What a try is about.
struct Try {
    id: &'static str,
    caller: Caller,
    /// In the summary: what was taken.
    what: String,
    why: &'static str,
    /// The probe that reports it when HTTP does the same.
    over_http: &'static str,
    /// To be taken at all is the fault; else it is to see other rows than before.
    refused: bool,
}

impl Tries<'_> {
    async fn run(&self, gathered: &mut Gathered) -> Result<()> {
        let (a, b) = (&self.ctx.a, &self.ctx.b);
        let mut tries = vec![
            Try {
                id: "anonymous",
                caller: Caller::anonymous(),
                what: "a connection without credentials".into(),
                why: "whoever finds the URL needs nothing else",
                over_http: "P01",
                refused: false,
            },
            Try {
                id: "role-header",
                caller: a.caller().role("admin"),
                what: format!("{}'s token with x-hasura-role: admin", a.label),
                why: "a user who may choose the role may choose the administrator's",
                over_http: "P03",
                refused: true,
            },
        ];
        if let Some(id) = b.claims.user_id() {
            tries.push(Try {
                id: "user-id-header",
                caller: a.caller().header("x-hasura-user-id", id),
                what: format!(
                    "{}'s token with {}'s id in x-hasura-user-id",
                    a.label, b.label
                ),
                why: "a signed-in user who may name another user reads that user's rows",
                over_http: "P04",
                refused: false,
            });
        }
        if let Some(forged) = self.forged() {
            tries.push(forged);
        }
        for one in tries {
            self.attempt(one, gathered).await?;
        }
        Ok(())
    }

    /// The token with the other user's ids in it and the old signature.
    fn forged(&self) -> Option<Try> {
        let original = Original::of(self.ctx)?;
        let (forgeries, _) = tamper::forgeries(self.ctx, &original);
        let forgery = forgeries
            .into_iter()
            .find(|forgery| forgery.class == Class::Signature)?;
        Some(Try {
            id: "signature",
            caller: Caller::bearer(forgery.token.clone(), "FORGED").prelude(&forgery.prelude),
            what: format!("a token that was tampered with ({})", forgery.what),
            why: Class::Signature.why(),
            over_http: "P16",
            refused: true,
        })
    }

    async fn attempt(&self, one: Try, gathered: &mut Gathered) -> Result<()> {
        let answer = match as_gap(self.subscribe(&one.caller).await)? {
            Ok(Some(answer)) => answer,
            Ok(None) | Err(SocketError::Refused { .. } | SocketError::Closed { .. }) => {
                return Ok(());
            }
            Err(error) => {
                gathered
                    .gaps
                    .insert(format!("{} could not be tried: {error}", one.what));
                return Ok(());
            }
        };
        let facts = self.witness.facts;
        let got = keys_of(facts, &rows_of(&answer, self.witness.live_field));
        let over_http = match receive(self.ctx, &one.caller, &self.witness.query).await? {
            Reception::Refused(_) => None,
            Reception::Taken(answer) => {
                Some(keys_of(facts, &rows_of(&answer, self.witness.query_field)))
            }
        };
        let nothing = BTreeSet::new();
        let allowed = match one.id {
            "anonymous" => &nothing,
            _ => &self.own,
        };
        let gained: Vec<&Key> = got.difference(allowed).collect();
        let taken = one.refused || !gained.is_empty();
        if !taken {
            return Ok(());
        }
        if let Some(known) = &over_http
            && got.is_subset(known)
        {
            gathered.notes.push(format!(
                "{} gets over a WebSocket what it gets over HTTP; see {}",
                one.what, one.over_http
            ));
            return Ok(());
        }
        gathered.findings.push(self.taken(&one, &got, &gained));
        Ok(())
    }

    fn taken(&self, one: &Try, got: &BTreeSet<Key>, gained: &[&Key]) -> Finding {
        let facts = self.witness.facts;
        META.live(Severity::Critical)
            .part("connection")
            .part(one.id)
            .in_table(&facts.name)
            .path(self.witness.live_field.path())
            .why(one.why)
            .told(Details {
                summary: format!(
                    "{} is taken over a WebSocket and shows {}, unlike over HTTP",
                    one.what,
                    count(got.len(), "row")
                ),
                request: show(self.ctx, &one.caller, self.protocol, &self.witness.live),
                evidence: json!({
                    "rows": got.len(),
                    "such as": show_keys(facts, gained.iter().copied(), 5),
                    "protocol": self.protocol.name(),
                }),
                remedy: "Hasura reads the credentials of connection_init as it reads those of a \
                     request; look for a proxy that opens its own connection to Hasura, and for \
                     headers that it adds to the Upgrade request"
                    .into(),
            })
    }

    /// The first result of the live list; `None` when it is refused.
    async fn subscribe(&self, caller: &Caller) -> Result<Option<GraphQlAnswer>> {
        let client = &self.ctx.client;
        let mut socket = Socket::open(client, &caller.access, self.protocol).await?;
        socket.start("1", &self.witness.live).await?;
        let event = socket.next(Instant::now() + client.timeout()).await?;
        socket.close().await;
        Ok(match event {
            Some((_, Event::Data(answer))) if answer.data.is_some() => Some(answer),
            Some(_) => None,
            None => {
                let seconds = client.timeout().as_secs_f64();
                return Err(SocketError::Silent { seconds }.into());
            }
        })
    }
}
