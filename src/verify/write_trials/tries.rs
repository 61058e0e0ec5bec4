//! What one throw-away user tries on rows of the other's, and on own ones: mutations of each kind.

use serde_json::{Map, Value, json};

use super::make::Inserted;
use super::rows;
use super::send::{Sent, request, send};
use super::trial::{Breach, Trial, Tried};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::operation::Operation;
use crate::verify::actor::Actor;
use crate::verify::evidence::Finding;
use crate::verify::model::{TypedArg, Write, WriteKind};
use crate::verify::rows::{Key, plain};

/// What a change or deletion came to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrote {
    Rows,
    /// The permission let nothing be written.
    Nothing,
    /// Something else was wrong with it, so the permission was not asked.
    Unanswered,
}

/// The ways to change a row.
pub(super) const UPDATES: [WriteKind; 3] = [
    WriteKind::UpdateByPk,
    WriteKind::Update,
    WriteKind::UpdateMany,
];

impl Trial<'_> {
    /// Inserts a row in the other's name.
    pub(super) async fn insert_for_other(&mut self) -> Result<Option<Finding>> {
        let mut came = Vec::new();
        for kind in [WriteKind::Insert, WriteKind::InsertOne] {
            let Some(write) = self.write(kind) else {
                continue;
            };
            let caller = self.mine().caller();
            let row = self.draft(write, self.other(), &Map::new());
            let (key, request) = match self.insert(&caller, write, row).await? {
                Inserted::Made(Some(key), request) => (key, request),
                other => {
                    came.push(matches!(other, Inserted::Forbidden(_)));
                    continue;
                }
            };
            came.push(self.belongs(&key, self.mine()).await?);
            if self.belongs(&key, self.other()).await? && !self.is_from_the_caller(&key).await? {
                let breach = Breach {
                    way: "insert",
                    does: "inserted a row that is another's",
                    remedy: "compare the owner with X-Hasura-User-Id in the check of the role's \
                             insert permission, or preset the owner's column with it",
                };
                return Ok(Some(self.finding(&breach, &key, &request)));
            }
        }
        self.note_answers(Operation::Insert, &came);
        Ok(None)
    }

    /// Remembers that a way to write was tried, where each try was answered by the permission.
    fn note_answers(&mut self, way: Operation, answered: &[bool]) {
        if !answered.is_empty() && answered.iter().all(|one| *one) {
            self.held.insert(way);
        }
    }

    /// Makes an own row the other's.
    pub(super) async fn give_away(
        &mut self,
        key: &Key,
        tried: &mut Tried,
    ) -> Result<Option<Finding>> {
        if let Some(found) = self.hand_over(key).await? {
            return Ok(Some(found));
        }
        // What names the caller elsewhere too stays theirs, and shows nothing of one that does not.
        let shared = self.belongs(key, self.other()).await?;
        let elsewhere = self.named_elsewhere();
        if shared
            && !elsewhere.is_empty()
            && let Ok(key) = self.make_with(self.mine(), &elsewhere).await?
            && let Some(found) = self.hand_over(&key).await?
        {
            return Ok(Some(found));
        }
        if let Some(found) = self.upsert_away(key, tried).await? {
            return Ok(Some(found));
        }
        self.give_to_nobody(key).await
    }

    /// Makes an own row the other's by updates.
    async fn hand_over(&mut self, key: &Key) -> Result<Option<Finding>> {
        for kind in UPDATES {
            let Some((write, request)) = self.handing_over(kind, key) else {
                continue;
            };
            if self.wrote(write, &request).await? == Wrote::Unanswered {
                self.unanswered.insert(Operation::Update);
            }
            if self.belongs(key, self.other()).await? && !self.is_kept(key).await? {
                return Ok(Some(self.given_away(
                    key,
                    &request,
                    "made a row of its own another's",
                )));
            }
        }
        Ok(None)
    }

    /// The update that makes a row the other's; `None` where there is no such update.
    pub(super) fn handing_over(
        &self,
        kind: WriteKind,
        key: &Key,
    ) -> Option<(&Write, GraphQlRequest)> {
        let write = self.write(kind)?;
        let set = self.owned_by(self.other(), write);
        let set = (!set.is_empty()).then_some(Value::Object(set))?;
        Some((write, self.change(write, key, Some(set))?))
    }

    /// Takes the owner from an own row. Last, because nobody else could be tried on it afterwards.
    async fn give_to_nobody(&self, key: &Key) -> Result<Option<Finding>> {
        for kind in UPDATES {
            let Some(write) = self.write(kind).filter(|_| self.administrator_removes()) else {
                continue;
            };
            let nobody = self.of_nobody(write);
            if nobody.is_empty() {
                continue;
            }
            let Some(request) = self.change(write, key, Some(Value::Object(nobody))) else {
                continue;
            };
            self.wrote(write, &request).await?;
            if self.is_nobodys(key).await? {
                return Ok(Some(self.given_away(
                    key,
                    &request,
                    "took the owner from a row of its own",
                )));
            }
        }
        Ok(None)
    }

    pub(super) fn given_away(&self, key: &Key, request: &GraphQlRequest, does: &str) -> Finding {
        let breach = Breach {
            way: "give_away",
            does,
            remedy: "repeat the filter of the role's update permission as its check, and ask for a \
                     value in it where the column may be null; or take the owner's column from its \
                     columns",
        };
        self.finding(&breach, key, request)
    }

    /// Values for the owner's columns that make a row `owner`'s.
    fn owned_by(&self, owner: &Actor, write: &Write) -> Map<String, Value> {
        let id = owner.ids().into_iter().next().unwrap_or_default();
        write
            .columns
            .iter()
            .filter(|column| self.owners.contains(&column.name))
            .map(|column| (column.name.clone(), rows::id(&id, &column.type_sdl)))
            .collect()
    }

    /// A column that says nothing of owners, with a new value.
    pub(super) fn innocent(&self, columns: &[&TypedArg]) -> Option<(String, Value)> {
        columns
            .iter()
            .filter(|column| {
                !self.owners.contains(&column.name) && !self.key.columns.contains(&column.name)
            })
            .find_map(|column| Some((column.name.clone(), rows::value(&column.type_sdl)?)))
    }

    /// Changes the other's row: first a column that names no owner, then the owner.
    pub(super) async fn update(&mut self, key: &Key) -> Result<Option<Finding>> {
        let mut answered = Vec::new();
        for takes_over in [false, true] {
            for kind in UPDATES {
                let Some(write) = self.write(kind) else {
                    continue;
                };
                let set: Map<String, Value> = if takes_over {
                    self.owned_by(self.mine(), write)
                } else {
                    let columns: Vec<&TypedArg> = write.columns.iter().collect();
                    self.innocent(&columns).into_iter().collect()
                };
                if set.is_empty() {
                    continue;
                }
                let Some(request) = self.change(write, key, Some(Value::Object(set.clone())))
                else {
                    continue;
                };
                let changed = self.changed(key, write, &request, &set).await?;
                answered.push(changed != Wrote::Unanswered);
                if changed == Wrote::Rows {
                    let does = if takes_over {
                        "made a row its own that is another's"
                    } else {
                        "changed a row that is another's"
                    };
                    return Ok(Some(self.overwritten(key, &request, does)));
                }
            }
        }
        self.note_answers(Operation::Update, &answered);
        Ok(None)
    }

    pub(super) fn overwritten(&self, key: &Key, request: &GraphQlRequest, does: &str) -> Finding {
        let breach = Breach {
            way: "update",
            does,
            remedy: "compare the owner with X-Hasura-User-Id in the filter of the role's update \
                     permission",
        };
        self.finding(&breach, key, request)
    }

    /// Sends a change of the other's row.
    async fn changed(
        &self,
        key: &Key,
        write: &Write,
        request: &GraphQlRequest,
        set: &Map<String, Value>,
    ) -> Result<Wrote> {
        if write.affected.is_some() {
            return self.wrote(write, request).await;
        }
        // What comes back by key is hidden from whoever may not read it, written or not.
        let columns: Vec<String> = set.keys().cloned().collect();
        let before = self.read(key, self.other(), &columns).await?;
        let answer = self.wrote(write, request).await?;
        if answer == Wrote::Rows {
            return Ok(answer);
        }
        let after = self.read(key, self.other(), &columns).await?;
        if Self::took(before.as_ref(), after.as_ref(), set) {
            return Ok(Wrote::Rows);
        }
        Ok(answer)
    }

    /// True when a row has values that it had not before.
    pub(super) fn took(
        before: Option<&Map<String, Value>>,
        after: Option<&Map<String, Value>>,
        set: &Map<String, Value>,
    ) -> bool {
        let (Some(before), Some(after)) = (before, after) else {
            return false;
        };
        set.iter().any(|(name, value)| {
            let same = |row: &Map<String, Value>| {
                row.get(name)
                    .is_some_and(|found| found == value || plain(found) == plain(value))
            };
            before.contains_key(name) && !same(before) && same(after)
        })
    }

    /// Deletes the other's row, by its key and by a condition.
    pub(super) async fn delete(&mut self, key: &Key) -> Result<Option<Finding>> {
        let mut answered = Vec::new();
        for kind in [WriteKind::DeleteByPk, WriteKind::Delete] {
            let Some(write) = self.write(kind) else {
                continue;
            };
            let Some(request) = self.change(write, key, None) else {
                continue;
            };
            let seen = self.read(key, self.other(), &[]).await?.is_some();
            let answer = self.wrote(write, &request).await?;
            answered.push(seen && answer != Wrote::Unanswered);
            let mut done = answer == Wrote::Rows;
            if !done && write.affected.is_none() && seen {
                done = self.read(key, self.other(), &[]).await?.is_none();
            }
            if done {
                self.made.retain(|made| made != key);
                let breach = Breach {
                    way: "delete",
                    does: "deleted a row that is another's",
                    remedy: "compare the owner with X-Hasura-User-Id in the filter of the role's \
                             delete permission",
                };
                return Ok(Some(self.finding(&breach, key, &request)));
            }
        }
        self.note_answers(Operation::Delete, &answered);
        Ok(None)
    }

    /// A change or deletion of one row and no other; `None` where it cannot be named.
    pub(super) fn change(
        &self,
        write: &Write,
        key: &Key,
        set: Option<Value>,
    ) -> Option<GraphQlRequest> {
        if let Some(updates) = &write.updates {
            let (condition, member) = (write.condition.as_ref()?, write.set.as_ref()?);
            let one = json!({
                condition.name.as_str(): self.key.filter(&[key]),
                member.name.as_str(): set?,
            });
            return Some(request(
                write,
                &[(updates, json!([one]))],
                &self.key.columns,
            ));
        }
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

    /// Sends as the first user.
    pub(super) async fn wrote(&self, write: &Write, request: &GraphQlRequest) -> Result<Wrote> {
        let sent = send(self.ctx, &self.mine().caller(), write, request).await?;
        Ok(match sent {
            Sent::Wrote(written, _) if written > 0 => Wrote::Rows,
            Sent::Wrote(..) | Sent::Forbidden(_) => Wrote::Nothing,
            Sent::Refused(_) => Wrote::Unanswered,
        })
    }
}
