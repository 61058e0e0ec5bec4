//! One table: rows made in the names of both throw-away users, and one of them trying to write
//! what is the other's.

use serde_json::{Map, Value, json};

use super::super::Mutations;
use super::Tried;
use super::rows;
use super::send::{Sent, request, send};
use super::undo;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::left_overs::MadeRows;
use crate::verify::actor::Actor;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Proof, Severity};
use crate::verify::facts::rows::{Key, KeySpec, Row, plain};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Model, Table, TypedArg, Write, WriteKind};
use crate::verify::ownership::owners::named_like_an_owner;
use crate::verify::probes::Probe as _;
use crate::verify::probes::support::rows_of;

/// A table on trial.
pub(super) struct Trial<'a> {
    pub(super) probe: &'a Mutations,
    pub(super) ctx: &'a Context<'a>,
    /// Who tries, and who is to be left alone.
    pub(super) writers: &'a [Actor; 2],
    pub(super) table: &'a Table,
    pub(super) key: KeySpec,
    /// Columns of the table that name the owner.
    pub(super) owners: Vec<String>,
    /// Rows that were made and have not been removed.
    pub(super) made: Vec<Key>,
    /// Rows that were made and cannot be named.
    pub(super) lost: usize,
    /// What removes all of them, whatever their keys.
    pub(super) undo: MadeRows,
}

/// Why a table is not tried.
pub(super) type Why = String;

impl<'a> Trial<'a> {
    pub(super) async fn new(
        probe: &'a Mutations,
        ctx: &'a Context<'a>,
        writers: &'a [Actor; 2],
        table: &'a Table,
    ) -> Result<Result<Self, Why>> {
        let wide = ctx
            .admin
            .as_ref()
            .and_then(|admin| admin.model.table(&table.type_name));
        let key = KeySpec::of(table, wide);
        if !key.primary || !key.filterable(table) {
            return Ok(Err("its rows cannot be named by their key".into()));
        }
        let facts = ctx.facts().await?;
        let known = facts.table(&table.type_name);
        let mut owners: Vec<String> = known
            .into_iter()
            .flat_map(|known| &known.owner_paths)
            .filter(|path| !path.many && path.through.is_empty())
            .map(|path| path.column.clone())
            .collect();
        if owners.is_empty() {
            owners = wide
                .unwrap_or(table)
                .column_names()
                .into_iter()
                .filter(|name| named_like_an_owner(name))
                .map(ToOwned::to_owned)
                .collect();
        }
        if owners.is_empty() {
            return Ok(Err("no column of it names an owner".into()));
        }
        let removes = |model: &Model| {
            model.table(&table.type_name).is_some_and(|table| {
                model
                    .writes_to(table)
                    .any(|write| write.kind == WriteKind::Delete)
            })
        };
        let admin = ctx
            .admin
            .as_ref()
            .is_some_and(|admin| removes(&admin.model));
        if !admin && !removes(&writers[0].model) {
            return Ok(Err(
                "a row made there could not be removed: the role may not delete, and there is no \
                 admin secret"
                    .into(),
            ));
        }
        let ground = undo::Ground {
            table,
            key: &key,
            owners: &owners,
        };
        let removals = undo::removals(ctx, writers, &ground).await?;
        let undo = MadeRows {
            table: table.name().to_owned(),
            complete: !removals.is_empty(),
            removals,
        };
        Ok(Ok(Self {
            probe,
            ctx,
            writers,
            table,
            key,
            owners,
            made: Vec::new(),
            lost: 0,
            undo,
        }))
    }

    pub(super) fn mine(&self) -> &'a Actor {
        &self.writers[0]
    }

    pub(super) fn other(&self) -> &'a Actor {
        &self.writers[1]
    }

    pub(super) fn write(&self, kind: WriteKind) -> Option<&'a Write> {
        self.mine()
            .model
            .writes_to(self.table)
            .find(|write| write.kind == kind)
    }

    pub(super) async fn run(&mut self, tried: &mut Tried) -> Result<()> {
        let name = self.table.name();
        // Before the first row: when nobody waits for an answer, it may have been made all the same.
        self.ctx.app.left_overs.rows().push(self.undo.clone());
        tried.findings.extend(self.insert_for_other().await?);
        match self.make(self.mine()).await? {
            Ok(key) => tried.findings.extend(self.give_away(&key).await?),
            Err(why) => tried.untried.push(format!(
                "no own row of {name} was made to be given away: {why}"
            )),
        }
        match self.make(self.other()).await? {
            Ok(key) => {
                tried.findings.extend(self.update(&key).await?);
                tried.findings.extend(self.delete(&key).await?);
                tried.notes.insert(format!(
                    "{name} was tried actively, on rows of throw-away users"
                ));
            }
            Err(why) => tried.untried.push(format!(
                "{name} was not tried actively for changes and deletions: {why}"
            )),
        }
        Ok(())
    }

    /// Inserts a row in the other's name.
    pub(super) async fn insert_for_other(&mut self) -> Result<Option<Finding>> {
        let Some(write) = self.write(WriteKind::Insert) else {
            return Ok(None);
        };
        let given: Vec<&TypedArg> = write
            .columns
            .iter()
            .filter(|column| self.owners.contains(&column.name))
            .collect();
        if given.is_empty() {
            return Ok(None);
        }
        let caller = self.mine().caller();
        let Ok((row, request)) = self.insert(&caller, write, self.other()).await? else {
            return Ok(None);
        };
        let Some(key) = row else { return Ok(None) };
        if !self.belongs(&key, self.other()).await? {
            return Ok(None);
        }
        Ok(Some(self.finding(
            "insert",
            "inserted a row that is another's",
            "compare the owner with X-Hasura-User-Id in the check of the role's insert \
             permission, or preset the owner's column with it",
            &key,
            &request,
        )))
    }

    /// True when somebody who may see the row sees that it is `owner`'s.
    pub(super) async fn belongs(&self, key: &Key, owner: &Actor) -> Result<bool> {
        let ids = owner.ids();
        let row = self.read(key, owner, &self.owners).await?;
        Ok(row.is_some_and(|row| {
            self.owners.iter().any(|name| {
                row.get(name)
                    .and_then(plain)
                    .is_some_and(|id| ids.contains(&id))
            })
        }))
    }

    /// The row as the administrator or `owner` sees it: what is readable of these columns.
    async fn read(&self, key: &Key, owner: &Actor, columns: &[String]) -> Result<Option<Row>> {
        let admin = self.ctx.admin.as_ref();
        let parties = [
            admin.map(|admin| (Caller::admin(admin.secret.clone()), admin.model.as_ref())),
            Some((owner.caller(), owner.model.as_ref())),
        ];
        for (caller, model) in parties.into_iter().flatten() {
            let Some((table, field)) = model
                .table(&self.table.type_name)
                .and_then(|table| Some((table, table.list.as_ref()?)))
            else {
                continue;
            };
            let readable = columns
                .iter()
                .chain(&self.key.columns)
                .map(String::as_str)
                .filter(|name| table.column(name).is_some());
            let query = ListQuery {
                selection: Selection::columns(readable),
                filter: self.key.filter(&[key]),
                ..ListQuery::default()
            };
            let answer = self
                .ctx
                .ask(&caller, &document::list(field, &query))
                .await?;
            if let Some(row) = rows_of(&answer, field).first() {
                return Ok(Some((*row).clone()));
            }
        }
        Ok(None)
    }

    /// Makes an own row the other's.
    async fn give_away(&self, key: &Key) -> Result<Option<Finding>> {
        let Some(write) = self.write(WriteKind::Update) else {
            return Ok(None);
        };
        let id = self.other().ids().into_iter().next().unwrap_or_default();
        let set: Map<String, Value> = write
            .columns
            .iter()
            .filter(|column| self.owners.contains(&column.name))
            .map(|column| (column.name.clone(), rows::id(&id, &column.type_sdl)))
            .collect();
        if set.is_empty() {
            return Ok(None);
        }
        let Some(request) = self.change(write, key, Some(Value::Object(set))) else {
            return Ok(None);
        };
        let done = self.wrote(write, &request).await?;
        if !done || !self.belongs(key, self.other()).await? {
            return Ok(None);
        }
        Ok(Some(self.finding(
            "give_away",
            "made a row of its own another's",
            "repeat the filter of the role's update permission as its check, or take the owner's \
             column from its columns",
            key,
            &request,
        )))
    }

    /// Changes the other's row, by its key and by a condition.
    async fn update(&self, key: &Key) -> Result<Option<Finding>> {
        for kind in [WriteKind::UpdateByPk, WriteKind::Update] {
            let Some(write) = self.write(kind) else {
                continue;
            };
            let plain = |column: &&TypedArg| {
                !self.owners.contains(&column.name) && !self.key.columns.contains(&column.name)
            };
            let Some((column, value)) = write
                .columns
                .iter()
                .filter(plain)
                .find_map(|column| Some((column.name.clone(), rows::value(&column.type_sdl)?)))
            else {
                continue;
            };
            let set = json!({ column.as_str(): value });
            let Some(request) = self.change(write, key, Some(set)) else {
                continue;
            };
            let mut done = self.wrote(write, &request).await?;
            // What comes back by key is hidden from whoever may not read it, written or not.
            if !done && write.affected.is_none() {
                let columns = std::slice::from_ref(&column);
                let row = self.read(key, self.other(), columns).await?;
                done = row.is_some_and(|row| row.get(&column) == Some(&value));
            }
            if done {
                return Ok(Some(self.finding(
                    "update",
                    "changed a row that is another's",
                    "compare the owner with X-Hasura-User-Id in the filter of the role's update \
                     permission",
                    key,
                    &request,
                )));
            }
        }
        Ok(None)
    }

    /// Deletes the other's row, by its key and by a condition.
    async fn delete(&mut self, key: &Key) -> Result<Option<Finding>> {
        for kind in [WriteKind::DeleteByPk, WriteKind::Delete] {
            let Some(write) = self.write(kind) else {
                continue;
            };
            let Some(request) = self.change(write, key, None) else {
                continue;
            };
            let seen = self.read(key, self.other(), &[]).await?.is_some();
            let mut done = self.wrote(write, &request).await?;
            if !done && write.affected.is_none() && seen {
                done = self.read(key, self.other(), &[]).await?.is_none();
            }
            if done {
                self.made.retain(|made| made != key);
                return Ok(Some(self.finding(
                    "delete",
                    "deleted a row that is another's",
                    "compare the owner with X-Hasura-User-Id in the filter of the role's delete \
                     permission",
                    key,
                    &request,
                )));
            }
        }
        Ok(None)
    }

    /// A change or deletion of one row and no other; `None` where it cannot be named.
    pub(super) fn change(
        &self,
        write: &Write,
        key: &Key,
        set: Option<Value>,
    ) -> Option<GraphQlRequest> {
        let mut args = Vec::new();
        if let Some(set) = set {
            args.push((write.set.as_ref()?, set));
        }
        let values = || self.key.columns.iter().zip(&key.values);
        if let Some(condition) = &write.condition {
            args.push((condition, self.key.filter(&[key])));
        } else if let Some(argument) = &write.key {
            let whole: Map<String, Value> = values()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            args.push((argument, Value::Object(whole)));
        } else {
            for argument in &write.keys {
                let (_, value) = values().find(|(name, _)| **name == argument.name)?;
                args.push((argument, value.clone()));
            }
            if write.keys.len() != self.key.columns.len() {
                return None;
            }
        }
        Some(request(write, &args, &self.key.columns))
    }

    /// Sends as the first user; true when anything was written.
    async fn wrote(&self, write: &Write, request: &GraphQlRequest) -> Result<bool> {
        let sent = send(self.ctx, &self.mine().caller(), write, request).await?;
        Ok(matches!(sent, Sent::Wrote(written, _) if written > 0))
    }

    fn finding(
        &self,
        way: &str,
        does: &str,
        remedy: &str,
        key: &Key,
        request: &GraphQlRequest,
    ) -> Finding {
        let actor = self.mine();
        let role = actor.role();
        Finding {
            id: format!("P14:{}:{way}:{role}", self.table.name()),
            severity: Severity::High,
            proof: Proof::Live,
            table: Some(self.table.name().to_owned()),
            path: Some(way.to_owned()),
            role: Some(role.to_owned()),
            summary: format!("a throw-away user with role {role} {does}"),
            request: self.ctx.show(&actor.caller(), request),
            evidence: json!({
                "row": self.key.show(key),
                "a throw-away user": actor.ids(),
                "another": self.other().ids(),
            }),
            why: self.probe.why().to_owned(),
            remedy: remedy.to_owned(),
        }
    }
}
