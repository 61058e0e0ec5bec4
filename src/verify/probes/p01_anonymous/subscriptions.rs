//! What subscriptions show without credentials, where queries do not: a role may have other root
//! fields of the one than of the other (contracts: hasura §3.7).

use std::time::Instant;

use super::{Reached, Way};
use crate::error::Result;
use crate::hasura::socket::{Event, Protocol, Socket, SocketError};
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::verify::asking::rows_of;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::probes::p15_subscriptions::starts_of;

/// A way into one table.
struct Asked<'a> {
    table: &'a RoleTable,
    field: &'a RootField,
    request: GraphQlRequest,
    counts: bool,
}

impl Way<'_> {
    pub(super) async fn subscriptions(&self, reached: &mut Reached) -> Result<()> {
        // A key has to be known first, and whoever gets rows by it gets them as P15 shows for users.
        for table in &self.model.tables {
            let by_key_only = table.live.by_pk.is_some() && self.live(table).is_none();
            if by_key_only && table.list.is_none() && table.by_pk.is_none() {
                reached.untold.push(format!(
                    "{} is offered without credentials as a subscription by key, and was not tried",
                    table.name()
                ));
            }
        }
        let asked: Vec<Asked<'_>> = self
            .model
            .tables
            .iter()
            .filter_map(|t| self.live(t))
            .collect();
        for one in &asked {
            match self.first(&one.request).await {
                Ok(Some(answer)) => self.told(one, &answer, reached).await?,
                Ok(None) => {}
                Err(error) => {
                    let error: SocketError = error.downcast()?;
                    reached.untold.push(format!(
                        "{} is offered without credentials as a subscription and was not tried: \
                         {error}",
                        one.field.path()
                    ));
                }
            }
        }
        Ok(())
    }

    /// What to ask of a table that no query lists.
    fn live<'a>(&self, table: &'a RoleTable) -> Option<Asked<'a>> {
        if table.list.is_some() {
            return None;
        }
        let selection = Selection::columns(table.column_names());
        if let Some(field) = &table.live.list {
            let query = ListQuery {
                selection,
                limit: Some(self.ctx.sample),
                ..ListQuery::default()
            };
            let request = document::subscription(document::list(field, &query));
            return Some(Asked {
                table,
                field,
                request,
                counts: false,
            });
        }
        if let Some(stream) = &table.stream {
            let known = self.facts.table(&table.type_name);
            let (column, start) = starts_of(stream, table, known).into_iter().next()?;
            let request = document::stream(stream, &column, &start, self.ctx.sample, &selection);
            return Some(Asked {
                table,
                field: &stream.root,
                request,
                counts: false,
            });
        }
        let field = table
            .live
            .aggregate
            .as_ref()
            .filter(|_| table.aggregate.is_none())?;
        let request = document::aggregate(field, &ListQuery::default(), "count");
        let request = document::subscription(request);
        Some(Asked {
            table,
            field,
            request,
            counts: true,
        })
    }

    async fn told(
        &self,
        asked: &Asked<'_>,
        answer: &GraphQlAnswer,
        reached: &mut Reached,
    ) -> Result<()> {
        let url = self.ctx.client.url("");
        let shown = self
            .caller
            .show_subscription(&url, Protocol::Transport.name(), &asked.request);
        if asked.counts {
            self.judge_count(asked.table, asked.field, answer, &shown, reached);
            return Ok(());
        }
        let rows = rows_of(answer, asked.field);
        let path = asked.field.path();
        self.judge(asked.table, &path, "subscription", &shown, &rows, reached)
            .await
    }

    /// The first result; `None` when it is refused, or silent as a stream without rows is.
    async fn first(&self, request: &GraphQlRequest) -> Result<Option<GraphQlAnswer>> {
        let client = &self.ctx.client;
        let access = &self.caller.access;
        let mut socket = Socket::open_either(client, access).await?;
        socket.start("1", request).await?;
        let event = socket.next(Instant::now() + client.timeout()).await?;
        socket.close().await;
        Ok(match event {
            Some((_, Event::Data(answer))) if answer.data.is_some() => Some(answer),
            _ => None,
        })
    }
}
