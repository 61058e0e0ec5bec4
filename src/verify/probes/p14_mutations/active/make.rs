//! Making rows in somebody's name, with what the database wants of them.

use serde_json::{Map, json};

use super::rows;
use super::send::{Sent, request, send};
use super::trial::{Trial, Why};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Actor;
use crate::verify::caller::Caller;
use crate::verify::facts::rows::{Key, Row};
use crate::verify::model::{TypedArg, Write, WriteKind};

impl Trial<'_> {
    /// Makes a row of `owner`'s, as them or as administrator.
    pub(super) async fn make(&mut self, owner: &Actor) -> Result<Result<Key, Why>> {
        let mut why = "the role may not insert".to_owned();
        let admin = self.ctx.admin.as_ref();
        let parties = [
            Some((owner.caller(), owner.model.as_ref())),
            admin.map(|admin| (Caller::admin(admin.secret.clone()), admin.model.as_ref())),
        ];
        for (caller, model) in parties.into_iter().flatten() {
            let Some(write) = model.table(&self.table.type_name).and_then(|table| {
                model
                    .writes_to(table)
                    .find(|write| write.kind == WriteKind::Insert)
            }) else {
                continue;
            };
            match self.insert(&caller, write, owner).await? {
                Ok((Some(key), _)) => {
                    if self.belongs(&key, owner).await? {
                        return Ok(Ok(key));
                    }
                    why = "nothing shows whose the row is that was made".into();
                }
                Ok((None, _)) => why = "the row that was made did not come back".into(),
                Err(words) => why = words,
            }
        }
        Ok(Err(why))
    }

    /// Inserts a row with what the database wants of it. The key of the row, where it is known.
    pub(super) async fn insert(
        &mut self,
        caller: &Caller,
        write: &Write,
        owner: &Actor,
    ) -> Result<Result<(Option<Key>, GraphQlRequest), Why>> {
        let Some(argument) = &write.rows else {
            return Ok(Err("its rows are inserted in an unknown way".into()));
        };
        let mut row = Map::new();
        for column in &write.columns {
            if self.owners.contains(&column.name) {
                let id = owner.ids().into_iter().next().unwrap_or_default();
                row.insert(column.name.clone(), rows::id(&id, &column.type_sdl));
            } else if self.key.columns.contains(&column.name)
                && let Some(value) = rows::value(&column.type_sdl)
            {
                row.insert(column.name.clone(), value);
            }
        }
        // The key is selected where the role may read it, and chosen where it may be given.
        let readable: Vec<String> = self
            .key
            .columns
            .iter()
            .filter(|name| self.table.column(name).is_some())
            .cloned()
            .collect();
        for _ in 0..=write.columns.len() {
            let request = request(write, &[(argument, json!([row]))], &readable);
            match send(self.ctx, caller, write, &request).await? {
                Sent::Wrote(written, back) => {
                    if written == 0 && back.is_empty() {
                        return Ok(Err("nothing was inserted".into()));
                    }
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
                    return Ok(Ok((key, request)));
                }
                Sent::Refused(words) => {
                    let missing = rows::missed(&words)
                        .and_then(|name| Self::column(write, name))
                        .filter(|column| !row.contains_key(&column.name));
                    let Some((name, value)) = missing.and_then(|column| {
                        Some((column.name.clone(), rows::value(&column.type_sdl)?))
                    }) else {
                        return Ok(Err(words));
                    };
                    row.insert(name, value);
                }
            }
        }
        Ok(Err("the database wants ever more of it".into()))
    }

    /// The input for a column that the database names.
    fn column<'w>(write: &'w Write, name: &str) -> Option<&'w TypedArg> {
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
