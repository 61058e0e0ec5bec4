//! One connection of one user: everything is asked, and what the answers mean is judged.

use serde_json::{Value, json};

use super::META;
use super::ask::{self, Heard, Operation};
use super::gathered::{Gathered, as_gap, show};
use super::lay::{self, Asked, Layout, Question, Round, selection};
use crate::error::Result;
use crate::hasura::socket::{Protocol, Socket};
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::text::count;
use crate::verify::actor::{Actor, Who};
use crate::verify::asking::{keys_of, rows_of, show_keys};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity, Status};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::document::{self, ListQuery, pick};
use crate::verify::ownership::Standing;
use crate::verify::probes::foreign::{count_in, foreign, not_theirs};
use crate::verify::probes::p07_aggregates::shown_rightly;
use crate::verify::rows::{Key, Row};

/// One connection: asks and judges.
pub(super) async fn look(
    ctx: &Context<'_>,
    facts: &Facts,
    who: Who,
    protocol: Protocol,
    round: Round,
) -> Result<Gathered> {
    let mut gathered = Gathered::default();
    let Layout {
        questions,
        operations,
    } = lay::out(ctx, facts, who, round, &mut gathered);
    if questions.is_empty() {
        return Ok(gathered);
    }
    let actor = ctx.actor(who);
    let mut socket = match as_gap(Socket::open(&ctx.client, &actor.access(), protocol).await)? {
        Ok(socket) => socket,
        Err(error) => {
            gathered
                .gaps
                .insert(format!("{} could not subscribe: {error}", actor.label));
            return Ok(gathered);
        }
    };
    let mut heard = ask::all(&mut socket, ctx.client.timeout(), &operations).await?;
    socket.close().await;
    for (operation, heard) in operations.iter().zip(&mut heard) {
        *heard = second_word(ctx, actor, protocol, operation, heard.clone()).await?;
    }
    for ((question, operation), heard) in questions.iter().zip(&operations).zip(heard) {
        let judge = Judge {
            ctx,
            who,
            protocol,
            question,
            operation,
        };
        judge.judge(heard, &mut gathered).await?;
    }
    Ok(gathered)
}

/// What is heard of an operation that was silent or refused when it is asked by itself, or in
/// another way.
async fn second_word(
    ctx: &Context<'_>,
    actor: &Actor,
    protocol: Protocol,
    operation: &Operation,
    first: Heard,
) -> Result<Heard> {
    let requests: Vec<&GraphQlRequest> = match &first {
        Heard::Answer(_) => Vec::new(),
        Heard::Silence if operation.may_be_silent => Vec::new(),
        Heard::Silence => vec![&operation.request],
        Heard::Refused(_) => operation.others.iter().collect(),
    };
    for request in requests {
        let opened = Socket::open(&ctx.client, &actor.access(), protocol).await;
        let Ok(mut socket) = as_gap(opened)? else {
            break;
        };
        let heard = ask::again(&mut socket, ctx.client.timeout(), request, false).await?;
        socket.close().await;
        if matches!(heard, Heard::Answer(_)) {
            return Ok(heard);
        }
    }
    Ok(first)
}

/// What is needed to judge one answer.
struct Judge<'a> {
    ctx: &'a Context<'a>,
    who: Who,
    protocol: Protocol,
    question: &'a Question<'a>,
    operation: &'a Operation,
}

impl Judge<'_> {
    fn cell_way(&self) -> &'static str {
        match self.question.asked {
            Asked::Stream => "stream",
            Asked::List | Asked::Key(_) | Asked::Aggregate | Asked::Unlisted => "subscription",
        }
    }

    async fn judge(&self, heard: Heard, gathered: &mut Gathered) -> Result<()> {
        let name = self.question.view.name();
        let answer = match heard {
            Heard::Answer(answer) => answer,
            Heard::Silence if self.operation.may_be_silent => {
                gathered.cell(name, self.cell_way(), Status::Pass, "silent");
                return Ok(());
            }
            Heard::Silence => {
                gathered.gaps.insert(format!(
                    "{name}: {} stayed silent",
                    self.question.field.path()
                ));
                return Ok(());
            }
            Heard::Refused(words) => {
                self.refused(&words, gathered);
                return Ok(());
            }
        };
        let Some(facts) = self.question.facts else {
            let rows = rows_of(&answer, self.question.field);
            let lists = gathered
                .unlisted
                .entry(self.question.view.type_name.clone())
                .or_default();
            let known = lists.entry(self.who).or_default();
            known.extend(rows.into_iter().cloned());
            return Ok(());
        };
        let before = gathered.findings.len();
        match &self.question.asked {
            Asked::Unlisted => {}
            Asked::List | Asked::Stream => self.rows(facts, &answer, gathered).await?,
            Asked::Key(key) => self.key(facts, key, &answer, gathered).await?,
            Asked::Aggregate => self.aggregate(facts, &answer, gathered).await?,
        }
        let (status, note) = if gathered.findings.len() > before {
            (Status::Fail, "leaked")
        } else {
            (Status::Pass, "as queries")
        };
        gathered.cell(name, self.cell_way(), status, note);
        Ok(())
    }

    /// A refusal is no gap where the query is refused in the same way.
    fn refused(&self, words: &str, gathered: &mut Gathered) {
        let name = self.question.view.name();
        let text = format!(
            "{name}: {} was refused: {words}",
            self.question.field.path()
        );
        let seen = self.question.facts.map(|facts| facts.seen(self.who));
        let is_in_queries = seen.is_some_and(|seen| seen.error.is_some());
        let is_read_by_queries = seen.is_some_and(|seen| seen.listed && seen.error.is_none());
        if is_read_by_queries && self.operation.is_impossible(words) {
            gathered.notes.push(format!(
                "{name}: nobody can stream it, as this database knows no greatest value of its \
                 columns (PostgreSQL knows that of a uuid since version 18)"
            ));
        } else if is_in_queries {
            gathered.notes.push(text);
        } else {
            gathered.gaps.insert(text);
        }
        gathered.cell(name, self.cell_way(), Status::Skip, "refused");
    }

    async fn rows(
        &self,
        facts: &TableFacts,
        answer: &GraphQlAnswer,
        gathered: &mut Gathered,
    ) -> Result<()> {
        let rows: Vec<&Row> = rows_of(answer, self.question.field);
        let found = keys_of(facts, &rows);
        let foreign = if facts.seen(self.who).listed && self.question.view.list.is_none() {
            // What was seen here is all that is known of the table.
            self.by_standing(facts, found.iter(), gathered)
        } else {
            foreign(self.ctx, facts, self.who, found).await?
        };
        let (shown, hidden): (Vec<&Key>, Vec<&Key>) = foreign.iter().partition(|key| {
            self.question.view.list.is_some() && facts.seen(self.who).rows.contains_key(*key)
        });
        if hidden.is_empty() {
            if !shown.is_empty() {
                self.as_over_http(facts, &shown, "P05", gathered);
            }
            return Ok(());
        }
        let summary = format!(
            "{} gets {} of others by {}{}",
            self.ctx.actor(self.who).label,
            count(hidden.len(), "row"),
            if matches!(self.question.asked, Asked::Stream) {
                "a stream"
            } else {
                "a subscription"
            },
            if self.question.view.list.is_some() {
                " that the query hides"
            } else {
                ""
            },
        );
        let evidence = json!({
            "rows": hidden.len(),
            "such as": show_keys(facts, hidden.iter().copied(), 5),
            "protocol": self.protocol.name(),
        });
        let hidden: Vec<Key> = hidden.into_iter().cloned().collect();
        let fault = Fault::of_rows(facts, self.who, &hidden);
        let finding = self.leak(facts, Severity::High, fault, (summary, evidence));
        gathered.findings.push(finding);
        Ok(())
    }

    /// As P05 judges what a list shows.
    fn by_standing<'k>(
        &self,
        facts: &TableFacts,
        keys: impl Iterator<Item = &'k Key>,
        gathered: &mut Gathered,
    ) -> Vec<Key> {
        let mut found = Vec::new();
        for key in keys {
            match facts.standing(self.who, key) {
                Some(Standing::Foreign(_)) => found.push(key.clone()),
                Some(Standing::Doubtful(why)) => {
                    gathered.gaps.insert(format!(
                        "{}: rows of a subscription may be shared or leaked ({why})",
                        facts.name
                    ));
                }
                Some(Standing::Own | Standing::Shared | Standing::Public) | None => {}
            }
        }
        found
    }

    async fn key(
        &self,
        facts: &TableFacts,
        key: &Key,
        answer: &GraphQlAnswer,
        gathered: &mut Gathered,
    ) -> Result<()> {
        let field = self.question.field;
        let there = answer
            .data
            .as_ref()
            .and_then(|data| pick(data, &field.namespace, "k0"))
            .is_some_and(|row| !row.is_null());
        if !there {
            return Ok(());
        }
        let view = self.question.view;
        if view.list.is_some() && facts.seen(self.who).rows.contains_key(key) {
            self.as_over_http(facts, &[key], "P05", gathered);
            return Ok(());
        }
        let selection = selection(view, Some(facts));
        if let Some(request) = document::by_pk(view, std::slice::from_ref(&key.values), &selection)
            && let Some(query_field) = &view.by_pk
        {
            let caller = self.ctx.actor(self.who).caller();
            let over_http = self.ctx.ask(&caller, &request).await?;
            let there = over_http
                .data
                .as_ref()
                .and_then(|data| pick(data, &query_field.namespace, "k0"))
                .is_some_and(|row| !row.is_null());
            if there {
                self.as_over_http(facts, &[key], "P06", gathered);
                return Ok(());
            }
        }
        let summary = format!(
            "{} gets a row of others by its key in a subscription",
            self.ctx.actor(self.who).label
        );
        let evidence = json!({
            "such as": show_keys(facts, [key], 1),
            "protocol": self.protocol.name(),
        });
        let fault = Fault::of_rows(facts, self.who, std::slice::from_ref(key));
        let finding = self.leak(facts, Severity::High, fault, (summary, evidence));
        gathered.findings.push(finding);
        Ok(())
    }

    async fn aggregate(
        &self,
        facts: &TableFacts,
        answer: &GraphQlAnswer,
        gathered: &mut Gathered,
    ) -> Result<()> {
        let field = self.question.field;
        let Some(counted) = count_in(answer, field) else {
            gathered
                .gaps
                .insert(format!("{}: {} gave no count", facts.name, field.path()));
            return Ok(());
        };
        if counted <= shown_rightly(facts, self.who) {
            return Ok(());
        }
        let Some((expected, severity)) = self.expected(facts).await? else {
            gathered.gaps.insert(format!(
                "{}: there is nothing to hold the count of {} against",
                facts.name,
                field.path()
            ));
            return Ok(());
        };
        if counted <= expected {
            return Ok(());
        }
        let summary = format!(
            "{} counts {counted} rows in a subscription, and may see {expected}",
            self.ctx.actor(self.who).label
        );
        let evidence = json!({
            "count": counted,
            "expected": expected,
            "protocol": self.protocol.name(),
        });
        // Without a count of queries to compare with, this one is as wide as the filter.
        let open = facts.bound_filter.get(&self.who) == Some(&Some(false));
        let fault = (open && self.question.view.aggregate.is_none())
            .then(|| Fault::of_permission(facts, self.who, []));
        let finding = self.leak(facts, severity, fault, (summary, evidence));
        gathered.findings.push(finding);
        Ok(())
    }

    /// What the count should be: as the query counts, which P07 judges; else as the
    /// administrator's view has it; else, with less certainty, as the list shows.
    async fn expected(&self, facts: &TableFacts) -> Result<Option<(u64, Severity)>> {
        let view = self.question.view;
        if let Some(field) = &view.aggregate {
            let request = document::aggregate(field, &ListQuery::default(), "count");
            let caller = self.ctx.actor(self.who).caller();
            let over_http = self.ctx.ask(&caller, &request).await?;
            if let Some(count) = count_in(&over_http, field) {
                return Ok(Some((count, Severity::High)));
            }
        }
        let size = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        if let Some(admin) = facts.admin.as_ref()
            && admin.listed
            && !admin.truncated
            && admin.error.is_none()
        {
            let theirs = admin
                .rows
                .keys()
                .filter(|key| !not_theirs(facts, self.who, key))
                .count();
            return Ok(Some((size(theirs), Severity::High)));
        }
        let seen = facts.seen(self.who);
        let whole = seen.listed && !seen.truncated && seen.error.is_none();
        Ok(whole.then(|| (size(seen.rows.len()), Severity::Medium)))
    }

    /// What queries show too is the finding of another probe, and this one's only beside it.
    fn as_over_http(
        &self,
        facts: &TableFacts,
        keys: &[&Key],
        probe: &str,
        gathered: &mut Gathered,
    ) {
        let path = self.question.field.path();
        gathered.notes.push(format!(
            "{}: {path} shows rows of others as the query does; see {probe}",
            self.question.view.name()
        ));
        let rows: Vec<Key> = keys.iter().copied().cloned().collect();
        let Some(fault) = Fault::of_rows(facts, self.who, &rows) else {
            return;
        };
        let summary = format!(
            "{} gets {} of others from {path} over a WebSocket, as the query shows them",
            self.ctx.actor(self.who).label,
            count(keys.len(), "row"),
        );
        let evidence = json!({
            "rows": keys.len(),
            "such as": show_keys(facts, keys.iter().copied(), 5),
            "protocol": self.protocol.name(),
        });
        let echo = self.leak(facts, Severity::Info, Some(fault), (summary, evidence));
        gathered.echoes.push(echo);
    }

    fn leak(
        &self,
        facts: &TableFacts,
        severity: Severity,
        fault: Option<Fault>,
        (summary, evidence): (String, Value),
    ) -> Finding {
        let actor = self.ctx.actor(self.who);
        let way = match self.question.asked {
            Asked::List | Asked::Unlisted => "live",
            Asked::Key(_) => "live_by_pk",
            Asked::Aggregate => "live_aggregate",
            Asked::Stream => "stream",
        };
        let field = self.question.field;
        let has_query = match self.question.asked {
            Asked::List | Asked::Unlisted | Asked::Stream => self.question.view.list.is_some(),
            Asked::Key(_) => self.question.view.by_pk.is_some(),
            Asked::Aggregate => self.question.view.aggregate.is_some(),
        };
        META.live(severity)
            .table(&facts.name)
            .part(way)
            .role(actor.role())
            .path(field.path())
            .fault(fault)
            .told(Details {
                summary,
                request: show(
                    self.ctx,
                    &actor.caller(),
                    self.protocol,
                    &self.operation.request,
                ),
                evidence,
                remedy: if has_query {
                    "Hasura applies the permission's filter to subscriptions \
                         too; look for an engine or a proxy that answers WebSockets \
                         by itself, and update Hasura; until then give the role's \
                         select permission subscription_root_fields: []"
                        .into()
                } else {
                    "give the role's select permission a filter on the owner: \
                         hiding a table from queries (query_root_fields) does not \
                         hide it from subscriptions; or set \
                         subscription_root_fields: [] as well"
                        .into()
                },
            })
    }
}
