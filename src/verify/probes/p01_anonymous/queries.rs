//! What queries show without credentials.

use serde_json::{Value, json};

use super::{META, Reached, Way, somebodys};
use crate::error::Result;
use crate::hasura::GraphQlAnswer;
use crate::hasura::GraphQlRequest;
use crate::text::count;
use crate::verify::asking::{Open, Reply, keyed, list_open, reply, rows_of, show_keys};
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::TableFacts;
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Inputs, Relationship, RoleTable, RootField};
use crate::verify::recognise::{Recognised, recognise};
use crate::verify::rows::Row;

impl Way<'_> {
    pub(super) async fn queries(&self, reached: &mut Reached) -> Result<()> {
        for table in &self.model.tables {
            let start = reached.findings.len();
            if let Some(field) = &table.list {
                self.list(table, field, reached).await?;
                self.related(table, field, reached).await?;
            }
            // A permission's limit ends lists and leaves counts alone.
            if let Some(field) = &table.aggregate
                && reached.findings.len() == start
            {
                self.counted(table, field, reached).await?;
            }
            // The list shows more than keys do.
            if let Some(field) = &table.by_pk
                && reached.findings.len() == start
            {
                self.by_key(table, field, reached).await?;
            }
        }
        self.beyond(reached);
        for function in &self.model.functions {
            let inputs = function.field.args.inputs.as_ref();
            if function.aggregate || inputs.is_some_and(Inputs::required) {
                reached.untold.push(format!(
                    "{} is offered without credentials, takes arguments, and was not tried",
                    function.field.path()
                ));
                continue;
            }
            if let Some(table) = self.model.table(&function.target) {
                self.list(table, &function.field, reached).await?;
            }
        }
        Ok(())
    }

    /// Tables that are offered somewhere further in, where nothing was tried: behind more than one
    /// relationship, or behind what only a key or a subscription leads to.
    fn beyond(&self, reached: &mut Reached) {
        let behind_a_list = |table: &RoleTable| {
            let mut listed = self.model.listed();
            listed.any(|(from, _)| {
                let mut ways = from.relationships.iter();
                ways.any(|way| way.target == table.type_name)
            })
        };
        let hidden = self.model.tables.iter().filter(|table| {
            !table.has_a_root() && !behind_a_list(table) && !table.columns.is_empty()
        });
        reached.untold.extend(hidden.map(|table| {
            format!(
                "{} is offered without credentials behind other tables, and was not tried there",
                table.name()
            )
        }));
    }

    /// Everything that a list, or a function that returns rows of a table, shows.
    async fn list(
        &self,
        table: &RoleTable,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        match list_open(self.ctx, self.caller, field, &table.column_names()).await? {
            Open::Closed => Ok(()),
            Open::Failed(words) => {
                reached.failed(&field.path(), &words);
                Ok(())
            }
            Open::Rows(request, rows) => {
                let rows: Vec<&Row> = rows.iter().collect();
                self.judge(
                    table,
                    &field.path(),
                    "list",
                    &self.ctx.show(self.caller, &request),
                    &rows,
                    reached,
                )
                .await
            }
        }
    }

    /// Tables behind a relationship that no field of their own leads to.
    async fn related(
        &self,
        table: &RoleTable,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        for relationship in &table.relationships {
            let Some(target) = self
                .model
                .table(&relationship.target)
                .filter(|target| target.list.is_none())
            else {
                continue;
            };
            let columns = Selection::columns(target.column_names());
            let query = ListQuery {
                selection: Selection {
                    columns: Vec::new(),
                    nested: vec![(relationship.name.clone(), columns)],
                },
                limit: Some(self.ctx.sample),
                ..ListQuery::default()
            };
            let request = document::list(field, &query);
            let path = format!("{}.{}", field.path(), relationship.name);
            let Some(answer) = self.answered(&path, &request, reached).await? else {
                continue;
            };
            let rows: Vec<&Row> = rows_of(&answer, field)
                .into_iter()
                .flat_map(|row| behind(row, relationship))
                .collect();
            self.judge(
                target,
                &path,
                "related",
                &self.ctx.show(self.caller, &request),
                &rows,
                reached,
            )
            .await?;
        }
        Ok(())
    }

    /// Rows of users by their keys.
    async fn by_key(
        &self,
        view: &RoleTable,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        let keys = self.keys(view);
        let found = keyed(self.ctx, self.caller, view, &keys.values).await?;
        if found.rows.is_empty() {
            keys.nothing_found(view, &field.path(), found.failed.as_deref(), reached);
            return Ok(());
        }
        let values: Vec<Vec<Value>> = keys.values.iter().map(|key| key.values.clone()).collect();
        let selection = Selection::columns(view.column_names());
        let shown = document::by_pk(view, &values, &selection)
            .map_or_else(String::new, |request| self.ctx.show(self.caller, &request));
        let rows: Vec<&Row> = found.rows.iter().collect();
        self.judge(view, &field.path(), "by_pk", &shown, &rows, reached)
            .await
    }

    /// The answer of a way; none when it is closed, or when it went wrong, which proves nothing.
    pub(super) async fn answered(
        &self,
        path: &str,
        request: &GraphQlRequest,
        reached: &mut Reached,
    ) -> Result<Option<GraphQlAnswer>> {
        Ok(match reply(self.ctx, self.caller, request).await? {
            Reply::Answer(answer) => Some(answer),
            Reply::Closed => None,
            Reply::Failed(words) => {
                reached.failed(path, &words);
                None
            }
        })
    }

    /// Compares what came with the rows that belong to users.
    pub(super) async fn judge(
        &self,
        view: &RoleTable,
        path: &str,
        way: &str,
        shown_request: &str,
        rows: &[&Row],
        reached: &mut Reached,
    ) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let shown = count(rows.len(), "row");
        let name = view.name();
        let policy = self.ctx.policy.as_ref();
        if policy.is_some_and(|policy| policy.is_shared(name, &view.type_name)) {
            reached.notes.push(format!(
                "{name}: {shown} without credentials, for everybody, as the policy says"
            ));
            return Ok(());
        }
        let Some(table) = self.facts.table(&view.type_name) else {
            reached.untold.push(format!(
                "{name}: {shown} came without credentials through {path}, from a table that the \
                 users' roles do not list, and nothing says whose they are"
            ));
            return Ok(());
        };
        let found = recognise(self.ctx, table, rows, |key, row| {
            somebodys(table, key, Some(row))
        })
        .await?;
        if found.rows > 0 {
            reached
                .findings
                .push(open(table, path, way, shown_request, rows.len(), &found));
        } else if found.untold > 0 {
            reached.untold.push(format!(
                "{name}: {shown} came without credentials through {path}, and their columns do \
                 not tell whose they are{}",
                if self.ctx.admin.is_some() {
                    ""
                } else {
                    "; the admin secret would"
                }
            ));
        } else {
            reached.notes.push(format!(
                "{name}: {shown} without credentials, none with an owner"
            ));
        }
        Ok(())
    }
}

/// Rows behind a relationship of one row.
fn behind<'r>(row: &'r Row, relationship: &Relationship) -> Vec<&'r Row> {
    match row.get(&relationship.name) {
        Some(Value::Object(one)) => vec![one],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_object).collect(),
        _ => Vec::new(),
    }
}

fn open(
    table: &TableFacts,
    path: &str,
    way: &str,
    request: &str,
    rows: usize,
    found: &Recognised,
) -> Finding {
    META.live(Severity::Critical)
        .table(&table.name)
        .part(way)
        .part("anonymous")
        .path(path)
        .fault(Fault::of_strangers(&table.name))
        .told(Details {
            summary: format!(
                "{} that belong to users can be read without credentials",
                count(found.rows, "row")
            ),
            request: request.to_owned(),
            evidence: json!({
                "rows": rows,
                "rows with an owner": found.rows,
                "such as": show_keys(table, &found.keys, 5),
            }),
            remedy: "set HASURA_GRAPHQL_ADMIN_SECRET, and take this table from the role that \
                     HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
                .into(),
        })
}
