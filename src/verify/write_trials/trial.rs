//! One table: rows made in the names of both throw-away users, and one of them trying to write
//! what is the other's.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::send::writes;
use super::undo;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::columns::named_like_an_owner;
use crate::operation::Operation;
use crate::verify::actor::Actor;
use crate::verify::asking::rows_of;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::{Details, Meta};
use crate::verify::made_rows::{AllMadeRows, MadeRows};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Model, RoleTable, Write, WriteKind};
use crate::verify::owned_tables;
use crate::verify::rows::{Key, KeySpec, Row, plain};

/// Ways to write that were tried and held: the table as findings name it, the way, the role.
pub(in crate::verify) type Held = BTreeSet<(String, Operation, String)>;

/// What trying came to.
#[derive(Default)]
pub(in crate::verify) struct Tried {
    pub(in crate::verify) findings: Vec<Finding>,
    pub(in crate::verify) notes: BTreeSet<String>,
    /// Tables that could not be tried, and why.
    pub(in crate::verify) untried: Vec<String>,
    /// Rows that could not be removed.
    pub(in crate::verify) left: Vec<String>,
    /// What was tried and not let through.
    pub(in crate::verify) held: Held,
}

/// What one throw-away user could do that only the other should.
pub(super) struct Breach<'b> {
    /// The way, as ids name it.
    pub(super) way: &'static str,
    /// In the past tense, after the user.
    pub(super) does: &'b str,
    pub(super) remedy: &'static str,
}

/// A table on trial.
pub(super) struct Trial<'a> {
    pub(super) ctx: &'a Context<'a>,
    /// Of the probe that tells what is found.
    pub(super) meta: Meta,
    /// Who tries, and who is to be left alone.
    pub(super) writers: &'a [Actor; 2],
    pub(super) table: &'a RoleTable,
    pub(super) key: KeySpec,
    /// Columns of the table that name the owner.
    pub(super) owners: Vec<String>,
    /// Rows that were made and have not been removed.
    pub(super) made: Vec<Key>,
    /// How rows were made in a user's name, as shell lines, by their keys.
    pub(super) how: BTreeMap<Key, String>,
    /// Rows that were made and cannot be named.
    pub(super) lost: usize,
    /// What removes all of them, whatever their keys.
    pub(super) undo: MadeRows,
    /// What was tried and not let through.
    pub(super) held: BTreeSet<Operation>,
    /// Of that, what was not tried in every way.
    pub(super) unanswered: BTreeSet<Operation>,
}

/// Why a table is not tried.
pub(super) type Why = String;

impl<'a> Trial<'a> {
    pub(super) async fn new(
        ctx: &'a Context<'a>,
        meta: Meta,
        writers: &'a [Actor; 2],
        table: &'a RoleTable,
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
        if owners.is_empty()
            && let Some((admin, wide)) = ctx.admin.as_ref().zip(wide)
        {
            owners = owned_tables::of(ctx, admin, wide).await?.columns().to_vec();
        }
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
        let removes =
            |model: &Model| writes(ctx, model, table).any(|write| write.kind == WriteKind::Delete);
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
            ctx,
            meta,
            writers,
            table,
            key,
            owners,
            made: Vec::new(),
            how: BTreeMap::new(),
            lost: 0,
            undo,
            held: BTreeSet::new(),
            unanswered: BTreeSet::new(),
        }))
    }

    pub(super) fn mine(&self) -> &'a Actor {
        &self.writers[0]
    }

    pub(super) fn other(&self) -> &'a Actor {
        &self.writers[1]
    }

    pub(super) fn write(&self, kind: WriteKind) -> Option<&'a Write> {
        writes(self.ctx, &self.mine().model, self.table).find(|write| write.kind == kind)
    }

    pub(super) async fn run(&mut self, tried: &mut Tried) -> Result<()> {
        let name = self.table.name();
        // Noted before the first row: a run that is interrupted before the answer may have made it.
        let register = &self.ctx.app.cleanup;
        register.change(|list: &mut AllMadeRows| list.0.push(self.undo.clone()));
        match self.insert_for_other().await? {
            Some(found) => tried.findings.push(found),
            None => tried.findings.extend(self.insert_for_nobody().await?),
        }
        match self.make(self.mine()).await? {
            Ok(key) => {
                let found = self.give_away(&key, tried).await?;
                tried.findings.extend(found);
            }
            Err(why) => {
                self.unanswered.insert(Operation::Update);
                tried.untried.push(format!(
                    "no own row of {name} was made{} to be given away: {why}",
                    self.as_role()
                ));
            }
        }
        match self.make(self.other()).await? {
            Ok(key) => {
                let found = self.overwrite(&key, tried).await?;
                tried.findings.extend(found);
                // What was taken over may be deleted by whoever owns it now.
                let still = if self.belongs(&key, self.other()).await? {
                    Ok(key)
                } else {
                    self.make(self.other()).await?
                };
                match still {
                    Ok(key) => tried.findings.extend(self.delete(&key).await?),
                    Err(why) => tried.untried.push(format!(
                        "deletions of {name} were not tried actively{}: {why}",
                        self.as_role()
                    )),
                }
                tried.notes.insert(format!(
                    "{name} was tried actively{}, on rows of throw-away users",
                    self.as_role()
                ));
            }
            Err(why) => tried.untried.push(format!(
                "{name} was not tried actively{} for changes and deletions: {why}",
                self.as_role()
            )),
        }
        Ok(())
    }

    /// What held, of the ways that no finding tells of.
    pub(super) fn note_held(&self, tried: &mut Tried) {
        let role = self.mine().role();
        for way in self.held.difference(&self.unanswered) {
            let held = (self.table.name().to_owned(), *way, role.to_owned());
            tried.held.insert(held);
        }
    }

    /// Changes the other's row, as an update or through an insertion that it stands in the way of:
    /// one permission, so one finding.
    async fn overwrite(&mut self, key: &Key, tried: &mut Tried) -> Result<Option<Finding>> {
        if let Some(found) = self.update(key).await? {
            return Ok(Some(found));
        }
        match self.upsert_over(key, tried).await? {
            Some(found) => Ok(Some(found)),
            None => self.update_beside_null().await,
        }
    }

    /// The role, where it is not the one that a token starts with.
    pub(super) fn as_role(&self) -> String {
        self.mine()
            .acting
            .as_ref()
            .map(|acting| format!(" as role {}", acting.role))
            .unwrap_or_default()
    }

    /// True when somebody who may see the row sees that it is `owner`'s.
    pub(super) async fn belongs(&self, key: &Key, owner: &Actor) -> Result<bool> {
        self.names(key, owner, &self.owners).await
    }

    /// The same of some columns.
    pub(super) async fn names(&self, key: &Key, owner: &Actor, columns: &[String]) -> Result<bool> {
        let ids = owner.ids();
        let row = self.read(key, owner, columns).await?;
        Ok(row.is_some_and(|row| {
            columns.iter().any(|name| {
                row.get(name)
                    .and_then(plain)
                    .is_some_and(|id| ids.contains(&id))
            })
        }))
    }

    /// The row as the administrator or `owner` sees it: what is readable of these columns.
    pub(super) async fn read(
        &self,
        key: &Key,
        owner: &Actor,
        columns: &[String],
    ) -> Result<Option<Row>> {
        let admin = self.ctx.admin.as_ref();
        let parties = [
            admin.map(|admin| (Caller::admin(admin.secret.clone()), admin.model.as_ref())),
            Some((owner.caller(), owner.model.as_ref())),
        ];
        for (caller, model) in parties.into_iter().flatten() {
            let row = self.read_as(caller, model, key, columns).await?;
            if row.is_some() {
                return Ok(row);
            }
        }
        Ok(None)
    }

    /// The row as a caller sees it who has this model.
    pub(super) async fn read_as(
        &self,
        caller: Caller,
        model: &Model,
        key: &Key,
        columns: &[String],
    ) -> Result<Option<Row>> {
        let Some((table, field)) = model
            .table(&self.table.type_name)
            .and_then(|table| Some((table, table.list.as_ref()?)))
        else {
            return Ok(None);
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
        let request = document::list(field, &query);
        let answer = self.ctx.ask(&caller, &request).await?;
        Ok(rows_of(&answer, field).first().map(|row| (*row).clone()))
    }

    /// The same with a row of its own, as shell lines: whoever pastes them finds nothing else of
    /// what was tried, and leaves nothing behind.
    fn again(&self, key: &Key, request: &GraphQlRequest) -> String {
        let (ctx, actor) = (self.ctx, self.mine());
        let remove = self
            .removers()
            .find_map(|(caller, write)| Some(ctx.show(&caller, &self.change(write, key, None)?)));
        let tried = ctx.show(&actor.caller(), request);
        let lines = self.how.get(key).cloned().into_iter();
        lines
            .chain([tried])
            .chain(remove)
            .collect::<Vec<_>>()
            .join("\n")
    }

    /// What the first user could do to the row with this key, by this request.
    pub(super) fn finding(
        &self,
        breach: &Breach<'_>,
        key: &Key,
        request: &GraphQlRequest,
    ) -> Finding {
        let actor = self.mine();
        let role = actor.role();
        self.meta
            .live(Severity::High)
            .table(self.table.name())
            .way(breach.way)
            .role(role)
            .told(Details {
                summary: format!("a throw-away user with role {role} {}", breach.does),
                request: self.again(key, request),
                evidence: json!({
                    "row": self.key.show(key),
                    "a throw-away user": actor.ids(),
                    "another": self.other().ids(),
                }),
                remedy: breach.remedy.into(),
            })
    }
}
