//! What subscriptions show without credentials, where queries do not: a role may have other root
//! fields of the one than of the other (contracts: hasura §3.7).

use super::counts::Count;
use super::{Reached, Way};
use crate::error::Result;
use crate::hasura::socket::{Protocol, Socket, SocketError};
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::verify::asking::rows_of;
use crate::verify::model::document::{self, ListQuery, Selection, pick};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::probes::p15_subscriptions::{Heard, Operation, again, no_start, starts_of};
use crate::verify::rows::Row;

/// Keys to try in a table: each is a subscription of its own.
const KEYS: usize = 3;

impl Way<'_> {
    pub(super) async fn subscriptions(&self, reached: &mut Reached) -> Result<()> {
        for table in self.model.tables.iter().filter(|one| one.list.is_none()) {
            if let Some(field) = &table.live.list {
                self.live_list(table, field, reached).await?;
            } else if table.stream.is_some() {
                self.streamed(table, reached).await?;
            } else if table.by_pk.is_none()
                && let Some(field) = &table.live.by_pk
            {
                self.live_by_key(table, field, reached).await?;
            }
            if let Some(field) = &table.live.aggregate
                && table.aggregate.is_none()
            {
                self.live_count(self.count(table, field), field, reached)
                    .await?;
            }
        }
        Ok(())
    }

    async fn live_list(
        &self,
        table: &RoleTable,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        let query = ListQuery {
            selection: Selection::columns(table.column_names()),
            limit: Some(self.ctx.sample),
            ..ListQuery::default()
        };
        let request = document::subscription(document::list(field, &query));
        let operation = Operation::answered(request);
        self.rows(table, field, &operation, reached).await
    }

    async fn streamed(&self, table: &RoleTable, reached: &mut Reached) -> Result<()> {
        let Some(stream) = &table.stream else {
            return Ok(());
        };
        let known = self.facts.table(&table.type_name);
        let selection = Selection::columns(table.column_names());
        let mut requests = starts_of(stream, table, known)
            .into_iter()
            .map(|(column, start)| {
                document::stream(stream, &column, &start, self.ctx.sample, &selection)
            });
        let path = stream.root.path();
        let Some(request) = requests.next() else {
            if let Some(why) = no_start(stream) {
                reached.failed(&path, &why);
            }
            return Ok(());
        };
        let operation = Operation {
            request,
            others: requests.collect(),
            may_be_silent: true,
            may_be_impossible: false,
        };
        self.rows(table, &stream.root, &operation, reached).await
    }

    async fn live_by_key(
        &self,
        table: &RoleTable,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        let keyed = RoleTable {
            by_pk: table.live.by_pk.clone(),
            primary_key: table.live.primary_key.clone(),
            ..table.clone()
        };
        let keys = self.keys(&keyed);
        let path = field.path();
        let selection = Selection::columns(table.column_names());
        let mut failed = None;
        for key in keys.values.iter().take(KEYS) {
            let one = std::slice::from_ref(&key.values);
            let Some(request) = document::by_pk(&keyed, one, &selection) else {
                continue;
            };
            let operation = Operation::answered(document::subscription(request));
            let answer = match self.heard(&operation).await? {
                Heard::Answer(answer) => answer,
                Heard::Refused(words) => {
                    failed = Some(words);
                    continue;
                }
                Heard::Silence => {
                    failed = Some("nothing came".to_owned());
                    continue;
                }
            };
            let data = answer.data.as_ref();
            let row = data.and_then(|data| pick(data, &field.namespace, "k0")?.as_object());
            if let Some(row) = row {
                let shown = self.shown(&operation.request);
                return self
                    .judge(table, &path, "subscription", &shown, &[row], reached)
                    .await;
            }
        }
        keys.nothing_found(table, &path, failed.as_deref(), reached);
        Ok(())
    }

    async fn live_count(
        &self,
        count: Count<'_>,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        let operation = Operation::answered(document::subscription(count.request.clone()));
        if let Some(answer) = self.told(field, &operation, reached).await? {
            count.judge(&answer, &self.shown(&operation.request), reached);
        }
        Ok(())
    }

    async fn rows(
        &self,
        table: &RoleTable,
        field: &RootField,
        operation: &Operation,
        reached: &mut Reached,
    ) -> Result<()> {
        let Some(answer) = self.told(field, operation, reached).await? else {
            return Ok(());
        };
        let rows: Vec<&Row> = rows_of(&answer, field);
        let shown = self.shown(&operation.request);
        self.judge(table, &field.path(), "subscription", &shown, &rows, reached)
            .await
    }

    /// What came; nothing where a stream has no rows to tell, and where it went wrong, which is
    /// kept among what proves nothing.
    async fn told(
        &self,
        field: &RootField,
        operation: &Operation,
        reached: &mut Reached,
    ) -> Result<Option<GraphQlAnswer>> {
        match self.heard(operation).await? {
            Heard::Answer(answer) => return Ok(Some(answer)),
            Heard::Silence if operation.may_be_silent => {}
            Heard::Silence => reached.failed(&field.path(), "the subscription stayed silent"),
            Heard::Refused(words) => reached.failed(&field.path(), &words),
        }
        Ok(None)
    }

    /// What is heard on a connection of its own, asked in other ways where the first is refused.
    async fn heard(&self, operation: &Operation) -> Result<Heard> {
        let client = &self.ctx.client;
        let mut refused = None;
        for request in std::iter::once(&operation.request).chain(&operation.others) {
            let opened = Socket::open_either(client, &self.caller.access).await;
            let heard = match opened {
                Ok(mut socket) => {
                    let heard = again(
                        &mut socket,
                        client.timeout(),
                        request,
                        operation.may_be_silent,
                    );
                    let heard = heard.await?;
                    socket.close().await;
                    heard
                }
                Err(error) => Heard::Refused(error.downcast::<SocketError>()?.to_string()),
            };
            match heard {
                Heard::Refused(words) => refused.get_or_insert(words),
                heard => return Ok(heard),
            };
        }
        Ok(Heard::Refused(refused.unwrap_or_default()))
    }

    fn shown(&self, request: &GraphQlRequest) -> String {
        let url = self.ctx.client.url("");
        self.caller
            .show_subscription(&url, Protocol::Transport.name(), request)
    }
}
