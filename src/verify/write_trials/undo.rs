//! Removing every row of the throw-away users in a table by its owner, so that rows go too whose
//! keys are not known.
//!
//! A token may call its user by an id that others go by as well: a tenant's, a constant. So this is
//! only done where the id is the one that the core made for the user, or where nobody owned
//! anything by it before the first row was made. Rows that were there by then, such as those that
//! the application makes for each newcomer, are left alone.

use serde_json::{Value, json};

use super::rows;
use super::send::request;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::hasura::metadata::condition;
use crate::verify::actor::Actor;
use crate::verify::asking::rows_of;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Model, RoleTable, RootField, TypedArg, Write, WriteKind};
use crate::verify::rows::{Key, KeySpec};

/// Rows of a newcomer's that can be left alone.
const KEPT: u32 = 100;

/// A table on trial.
pub(super) struct Ground<'a> {
    pub(super) table: &'a RoleTable,
    pub(super) key: &'a KeySpec,
    /// Columns that name the owner.
    pub(super) owners: &'a [String],
}

/// One request of the administrator's, else one of each user's; empty where that is not possible
/// or not safe.
pub(super) async fn removals(
    ctx: &Context<'_>,
    writers: &[Actor; 2],
    ground: &Ground<'_>,
) -> Result<Vec<(Caller, GraphQlRequest)>> {
    let both: Vec<&Actor> = writers.iter().collect();
    let mut parties: Vec<(Caller, &Model, Vec<&Actor>)> = Vec::new();
    if let Some(admin) = &ctx.admin {
        parties.push((Caller::admin(admin.secret.clone()), &admin.model, both));
    } else {
        parties.extend(
            writers
                .iter()
                .map(|writer| (writer.caller(), writer.model.as_ref(), vec![writer])),
        );
    }
    let mut removals = Vec::new();
    for (caller, model, users) in parties {
        let Some(removal) = Removal::of(model, ground, &users) else {
            return Ok(Vec::new());
        };
        match removal.request(ctx, &caller, ground.key).await? {
            Some(request) => removals.push((caller, request)),
            None => return Ok(Vec::new()),
        }
    }
    Ok(removals)
}

struct Removal<'m> {
    write: &'m Write,
    condition: &'m TypedArg,
    list: &'m RootField,
    /// What these users own.
    theirs: Value,
    /// True when nobody else can go by their ids.
    unmistakable: bool,
}

impl<'m> Removal<'m> {
    /// The removal as a caller who sees this much of the schema sends it.
    fn of(model: &'m Model, ground: &Ground<'_>, users: &[&Actor]) -> Option<Self> {
        let table = model.table(&ground.table.type_name)?;
        let list = table.list.as_ref()?;
        let write = model
            .writes_to(table)
            .find(|write| write.kind == WriteKind::Delete)?;
        let condition = write.condition.as_ref()?;
        let mut theirs = Vec::new();
        for column in ground.owners {
            let column = table.column(column).filter(|column| column.filterable)?;
            for id in users.iter().flat_map(|user| user.ids()) {
                theirs.push(
                    json!({ column.name.as_str(): { "_eq": rows::id(&id, &column.scalar) } }),
                );
            }
        }
        // An empty condition would be everybody's rows.
        if theirs.is_empty() || !ground.key.filterable(table) {
            return None;
        }
        let made_by_the_core =
            |user: &&Actor| user.decoded.sub().is_some_and(|sub| user.ids() == [sub]);
        Some(Self {
            write,
            condition,
            list,
            theirs: json!({ "_or": Value::Array(theirs) }),
            unmistakable: users.iter().all(made_by_the_core),
        })
    }

    /// The deletion, of rows that are not there yet.
    async fn request(
        &self,
        ctx: &Context<'_>,
        caller: &Caller,
        key: &KeySpec,
    ) -> Result<Option<GraphQlRequest>> {
        let query = ListQuery {
            selection: Selection::columns(key.columns.iter().map(String::as_str)),
            filter: self.theirs.clone(),
            limit: Some(KEPT),
            ..ListQuery::default()
        };
        let answer = ctx.ask(caller, &document::list(self.list, &query)).await?;
        if !answer.errors.is_empty() || answer.data.is_none() {
            return Ok(None);
        }
        let there: Vec<Key> = rows_of(&answer, self.list)
            .into_iter()
            .map(|row| key.key(row))
            .collect();
        let filter = match there.as_slice() {
            [] => self.theirs.clone(),
            there if self.unmistakable && there.len() < KEPT as usize => {
                let keys: Vec<&Key> = there.iter().collect();
                condition::all_of([self.theirs.clone(), condition::none_of(&key.filter(&keys))])
            }
            _ => return Ok(None),
        };
        Ok(Some(request(self.write, &[(self.condition, filter)], &[])))
    }
}
