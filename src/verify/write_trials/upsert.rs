//! Insertions that another's row stands in the way of, with `on_conflict`
//! (contracts: hasura §3.1): the row must neither change nor become the caller's.
//!
//! Only a row made here can be hit. The constraint's columns are given with that row's own values,
//! all of them, so no other row can be in the way; and the condition of `on_conflict` names the
//! row's key once more. A role that may not read the table has no such condition: there only the
//! primary key is tried.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::make::Put;
use super::trial::{Trial, Tried, Why};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Actor;
use crate::verify::evidence::Finding;
use crate::verify::model::{Constraint, TypedArg, Upsert, Write, WriteKind};
use crate::verify::rows::{Key, Row};

/// What an insertion is to do to the row in its way.
struct Aim<'a> {
    /// Whom the columns that are sent name as the owner.
    sender: &'a Actor,
    /// True to overwrite the owner, false to overwrite another column.
    takes: bool,
}

/// An insertion that was put together.
struct Attempt<'a> {
    write: &'a Write,
    row: Row,
    conflict: (&'a TypedArg, Value),
    /// What the row in the way has if it was overwritten.
    set: Map<String, Value>,
}

/// What came of trying.
enum Outcome {
    /// The row was overwritten, by this request.
    Overwrote(GraphQlRequest),
    /// It was not.
    Held,
    /// It could not be tried.
    Untried(Why),
}

impl<'a> Trial<'a> {
    /// Overwrites the other's row.
    pub(super) async fn upsert_over(
        &mut self,
        key: &Key,
        tried: &mut Tried,
    ) -> Result<Option<Finding>> {
        let (mine, other) = (self.mine(), self.other());
        for (takes, does) in [
            (
                false,
                "changed a row that is another's, through on_conflict of insert",
            ),
            (
                true,
                "made a row its own that is another's, through on_conflict of insert",
            ),
        ] {
            let aim = Aim {
                sender: mine,
                takes,
            };
            let request = self.upsert(key, other, &aim, tried).await?;
            if let Some(request) = request {
                return Ok(Some(self.overwritten(key, &request, does)));
            }
        }
        Ok(None)
    }

    /// Makes an own row the other's.
    pub(super) async fn upsert_away(
        &mut self,
        key: &Key,
        tried: &mut Tried,
    ) -> Result<Option<Finding>> {
        let (mine, other) = (self.mine(), self.other());
        let aim = Aim {
            sender: other,
            takes: true,
        };
        let Some(request) = self.upsert(key, mine, &aim, tried).await? else {
            return Ok(None);
        };
        if self.is_kept(key).await? {
            return Ok(None);
        }
        let does = "made a row of its own another's, through on_conflict of insert";
        Ok(Some(self.given_away(key, &request, does)))
    }

    /// Tries every constraint; the request that overwrote the row.
    async fn upsert(
        &mut self,
        key: &Key,
        owner: &Actor,
        aim: &Aim<'a>,
        tried: &mut Tried,
    ) -> Result<Option<GraphQlRequest>> {
        let mut reasons = BTreeSet::new();
        let mut held = false;
        for kind in [WriteKind::Insert, WriteKind::InsertOne] {
            let Some(write) = self.write(kind) else {
                continue;
            };
            let Some(upsert) = &write.upsert else {
                continue;
            };
            for constraint in &upsert.constraints {
                match self
                    .against(key, owner, aim, (write, upsert, constraint))
                    .await?
                {
                    Outcome::Overwrote(request) => return Ok(Some(request)),
                    Outcome::Held => held = true,
                    Outcome::Untried(why) => {
                        reasons.insert(format!("{}: {why}", constraint.name));
                    }
                }
            }
        }
        if !held && !reasons.is_empty() {
            let reasons: Vec<String> = reasons.into_iter().collect();
            tried.untried.push(format!(
                "on_conflict of {} was not tried actively{}{}: {}",
                self.table.name(),
                self.as_role(),
                if aim.takes { " for owners" } else { "" },
                reasons.join("; ")
            ));
        }
        Ok(None)
    }

    async fn against(
        &mut self,
        key: &Key,
        owner: &Actor,
        aim: &Aim<'a>,
        way: (&'a Write, &'a Upsert, &'a Constraint),
    ) -> Result<Outcome> {
        let (write, upsert, constraint) = way;
        let columns = match self.columns_of(write, upsert, constraint) {
            Ok(columns) => columns,
            Err(why) => return Ok(Outcome::Untried(why)),
        };
        let known = self.read(key, owner, &columns).await?;
        let Some(given) = known.map(|row| Self::in_the_way(&row, &columns)) else {
            return Ok(Outcome::Untried("the row in its way cannot be read".into()));
        };
        let Some(given) = given else {
            return Ok(Outcome::Untried(
                "the row has no values there, so nothing is in the way of another".into(),
            ));
        };
        let Some(attempt) = self.attempt(key, aim, &given, way) else {
            // Nothing that could be overwritten.
            return Ok(Outcome::Held);
        };
        let watched: Vec<String> = attempt.set.keys().chain(&self.owners).cloned().collect();
        let before = self.read(key, owner, &watched).await?;
        let caller = self.mine().caller();
        let sent = self
            .put(&caller, attempt.write, attempt.row, Some(attempt.conflict))
            .await?;
        match sent {
            Put::Refused(why) => Ok(Outcome::Untried(why)),
            Put::Forbidden(_) => Ok(Outcome::Held),
            Put::Done(written, back, _, request) => {
                let after = self.read(key, owner, &watched).await?;
                let overwrote = Self::took(before.as_ref(), after.as_ref(), &attempt.set)
                    || (aim.takes && self.is_lost(key, owner, aim.sender).await?);
                if overwrote {
                    return Ok(Outcome::Overwrote(request));
                }
                self.note_beside(key, written, &back);
                Ok(Outcome::Held)
            }
        }
    }

    /// True when a row is no longer its owner's. The caller's own row may lose its owner.
    async fn is_lost(&self, key: &Key, owner: &Actor, sender: &Actor) -> Result<bool> {
        if self.belongs(key, sender).await? {
            return Ok(true);
        }
        Ok(owner.who != self.mine().who && !self.belongs(key, owner).await?)
    }

    /// Remembers a row that was made because nothing was in its way after all.
    fn note_beside(&mut self, key: &Key, written: u64, back: &[Row]) {
        let whole = |row: &&Row| self.key.columns.iter().all(|c| row.contains_key(c));
        match back.iter().find(whole).map(|row| self.key.key(row)) {
            Some(made) if made == *key => {}
            Some(made) => self.note_made(&made),
            None => self.lost += usize::from(written > 0),
        }
    }

    /// The columns of a constraint by their names here, where all of them can be given.
    fn columns_of(
        &self,
        write: &Write,
        upsert: &Upsert,
        constraint: &Constraint,
    ) -> Result<Vec<String>, Why> {
        let mut columns: Vec<String> = constraint
            .columns
            .iter()
            .filter_map(|name| Some(Self::column(write, name)?.name.clone()))
            .collect();
        if constraint.columns.is_empty() {
            // Whatever it is: the row's key is in the way of the same key.
            columns.clone_from(&self.key.columns);
        } else if columns.len() != constraint.columns.len() {
            return Err(format!(
                "the role may not give {}",
                constraint.columns.join(", ")
            ));
        }
        let given = |name: &String| write.columns.iter().any(|column| column.name == *name);
        if !columns.iter().all(given) {
            return Err(format!("the role may not give {}", columns.join(", ")));
        }
        let is_key = !constraint.columns.is_empty()
            && columns.iter().collect::<BTreeSet<_>>() == self.key.columns.iter().collect();
        if upsert.filter.is_none() && !is_key {
            return Err("nothing could hold it to the rows of throw-away users".into());
        }
        Ok(columns)
    }

    /// The values by which a row is in the way; `None` where one is missing or null.
    fn in_the_way(row: &Row, columns: &[String]) -> Option<Row> {
        columns
            .iter()
            .map(|name| {
                let value = row.get(name).filter(|value| !value.is_null())?;
                Some((name.clone(), value.clone()))
            })
            .collect()
    }

    /// The insertion; `None` where it would overwrite nothing.
    fn attempt(
        &self,
        key: &Key,
        aim: &Aim<'_>,
        given: &Row,
        (write, upsert, constraint): (&'a Write, &'a Upsert, &'a Constraint),
    ) -> Option<Attempt<'a>> {
        let mut row = self.draft(write, aim.sender, given);
        let mut set = Map::new();
        let columns: Vec<String> = if aim.takes {
            let owners = self.owners.iter().filter(|name| {
                // What is in the way stays as it is.
                upsert.columns.contains(name) && !given.contains_key(*name)
            });
            owners.cloned().collect()
        } else {
            let free: Vec<&TypedArg> = write
                .columns
                .iter()
                .filter(|column| upsert.columns.contains(&column.name))
                .filter(|column| !given.contains_key(&column.name))
                .collect();
            let (name, value) = self.innocent(&free)?;
            row.insert(name.clone(), value.clone());
            set.insert(name.clone(), value);
            vec![name]
        };
        if columns.is_empty() {
            return None;
        }
        Some(Attempt {
            write,
            row,
            conflict: (
                &upsert.arg,
                self.conflict(key, upsert, &constraint.name, &columns),
            ),
            set,
        })
    }

    fn conflict(&self, key: &Key, upsert: &Upsert, constraint: &str, columns: &[String]) -> Value {
        let mut conflict = Map::from_iter([
            (upsert.constraint.clone(), json!(constraint)),
            (upsert.update.clone(), json!(columns)),
        ]);
        if let Some(filter) = &upsert.filter {
            conflict.insert(filter.clone(), self.key.filter(&[key]));
        }
        Value::Object(conflict)
    }
}
