//! Making rows in a given user's name, with the values that the database demands.

use serde_json::{Map, Value, json};

use super::rows;
use super::send::{Sent, request, send, writes};
use super::trial::{Trial, Why};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Actor;
use crate::verify::caller::Caller;
use crate::verify::model::{TypedArg, Write, WriteKind};
use crate::verify::rows::{Key, Row};

/// What became of a row that was sent.
pub(super) enum Put {
    /// So many rows were written; those that came back; the row as it was sent at last, and how.
    Done(u64, Vec<Row>, Row, GraphQlRequest),
    /// It could not be tried; why.
    Refused(String),
    /// The permission did not let it be.
    Forbidden(String),
}

/// What became of a new row.
pub(super) enum Inserted {
    /// It is there; its key, where it is known, and how it was made.
    Made(Option<Key>, GraphQlRequest),
    Refused(Why),
    /// The permission did not let it be.
    Forbidden(Why),
}

impl Trial<'_> {
    /// Makes a row of `owner`'s, as them or as administrator.
    pub(super) async fn make(&mut self, owner: &Actor) -> Result<Result<Key, Why>> {
        self.make_with(owner, &Row::new()).await
    }

    /// As [`Self::make`], with these values.
    pub(super) async fn make_with(
        &mut self,
        owner: &Actor,
        given: &Row,
    ) -> Result<Result<Key, Why>> {
        let mut why = "the role may not insert".to_owned();
        let admin = self.ctx.admin.as_ref();
        let parties = [
            Some((owner.caller(), owner.model.as_ref())),
            admin.map(|admin| (Caller::admin(admin.secret.clone()), admin.model.as_ref())),
        ];
        for (caller, model) in parties.into_iter().flatten() {
            let Some(write) =
                writes(self.ctx, model, self.table).find(|write| write.kind == WriteKind::Insert)
            else {
                continue;
            };
            let row = self.draft(write, owner, given);
            match self.insert(&caller, write, row).await? {
                Inserted::Made(Some(key), request) => {
                    if self.belongs(&key, owner).await? {
                        let how = self.ctx.show(&caller, &request);
                        self.how.insert(key.clone(), how);
                        return Ok(Ok(key));
                    }
                    why = "nothing shows whose the row is that was made".into();
                }
                Inserted::Made(None, _) => why = "the row that was made did not come back".into(),
                Inserted::Refused(words) | Inserted::Forbidden(words) => why = words,
            }
        }
        Ok(Err(why))
    }

    /// Inserts a row with what the database wants of it.
    pub(super) async fn insert(
        &mut self,
        caller: &Caller,
        write: &Write,
        row: Row,
    ) -> Result<Inserted> {
        match self.put(caller, write, row, None).await? {
            Put::Done(written, back, row, request) => {
                if written == 0 && back.is_empty() && write.affected.is_some() {
                    return Ok(Inserted::Refused("nothing was inserted".into()));
                }
                // A single row that may not be read does not come back, and is there.
                let whole = |row: &Row| self.key.columns.iter().all(|c| row.contains_key(c));
                let key = back
                    .iter()
                    .find(|row| whole(row))
                    .or(Some(&row).filter(|row| whole(row)))
                    .map(|row| self.key.key(row));
                match &key {
                    Some(key) => self.note_made(key),
                    None => self.lost += 1,
                }
                Ok(Inserted::Made(key, request))
            }
            Put::Refused(words) => Ok(Inserted::Refused(words)),
            Put::Forbidden(words) => Ok(Inserted::Forbidden(words)),
        }
    }

    /// A row of `owner`'s with a key of its own, and with these values.
    pub(super) fn draft(&self, write: &Write, owner: &Actor, given: &Row) -> Row {
        let mut row = Map::new();
        for column in &write.columns {
            if let Some(value) = given.get(&column.name) {
                row.insert(column.name.clone(), value.clone());
            } else if self.owners.contains(&column.name) {
                let id = owner.ids().into_iter().next().unwrap_or_default();
                row.insert(column.name.clone(), rows::id(&id, &column.type_sdl));
            } else if self.key.columns.contains(&column.name)
                && let Some(value) = rows::value(&column.type_sdl)
            {
                row.insert(column.name.clone(), value);
            }
        }
        row
    }

    /// Sends a row, with whatever else the database turns out to want of it.
    pub(super) async fn put(
        &self,
        caller: &Caller,
        write: &Write,
        mut row: Row,
        conflict: Option<(&TypedArg, Value)>,
    ) -> Result<Put> {
        let Some(argument) = &write.rows else {
            return Ok(Put::Refused(
                "its rows are inserted in an unknown way".into(),
            ));
        };
        // The key is selected where the role may read it, and chosen where it may be given.
        let readable: Vec<String> = self
            .key
            .columns
            .iter()
            .filter(|name| self.table.column(name).is_some())
            .cloned()
            .collect();
        for _ in 0..=write.columns.len() {
            let rows = if write.kind == WriteKind::InsertOne {
                json!(row)
            } else {
                json!([row])
            };
            let mut args = vec![(argument, rows)];
            args.extend(conflict.clone());
            let request = request(write, &args, &readable);
            match send(self.ctx, caller, write, &request).await? {
                Sent::Wrote(written, back) => return Ok(Put::Done(written, back, row, request)),
                Sent::Forbidden(words) => return Ok(Put::Forbidden(words)),
                Sent::Refused(words) => {
                    let missing = rows::missed(&words)
                        .and_then(|name| Self::column(write, name))
                        .filter(|column| !row.contains_key(&column.name));
                    let Some((name, value)) = missing.and_then(|column| {
                        Some((column.name.clone(), rows::value(&column.type_sdl)?))
                    }) else {
                        return Ok(Put::Refused(words));
                    };
                    row.insert(name, value);
                }
            }
        }
        Ok(Put::Refused("the database wants ever more of it".into()))
    }

    /// The input for a column that the database names.
    pub(super) fn column<'w>(write: &'w Write, name: &str) -> Option<&'w TypedArg> {
        let plain = |text: &str| text.replace('_', "").to_lowercase();
        write
            .columns
            .iter()
            .find(|column| column.name == name)
            .or_else(|| {
                write
                    .columns
                    .iter()
                    .find(|column| plain(&column.name) == plain(name))
            })
    }
}
