//! Rows that name both users: what one sends, assigns or writes to the other is the sender's as
//! well, and no row of another's.

use std::collections::BTreeSet;

use super::rows;
use super::trial::Trial;
use super::tries::{UPDATES, Wrote};
use crate::error::Result;
use crate::hasura::metadata::Condition;
use crate::verify::actor::Actor;
use crate::verify::ownership::{Basis, permission};
use crate::verify::rows::{Key, Row};
use crate::verify::rules::writes::{self, bound_columns};

impl Trial<'_> {
    /// True for a new row of the other's that is from the caller: it names them, whatever was sent,
    /// in a column that tells whose a row is. A name that no permission asks for tells nothing.
    pub(super) async fn is_from_the_caller(&self, key: &Key) -> Result<bool> {
        let facts = self.ctx.facts().await?;
        let known = facts.table(&self.table.type_name);
        let Some(mut telling) = self.compared() else {
            // Nobody reads the permissions, and what lets the caller see the row is its filter.
            // Where rows are for everybody, that tells nothing.
            return Ok(known.is_none_or(|known| !known.shared)
                && self.is_shown_to(self.mine(), key).await?
                && self.belongs(key, self.mine()).await?);
        };
        let stated = known.into_iter().flat_map(|known| &known.owner_paths);
        let stated = stated.filter(|path| path.basis == Basis::Policy);
        telling.extend(stated.map(|path| path.column.clone()));
        telling.retain(|column| self.owners.contains(column));
        let columns: Vec<String> = telling.into_iter().collect();
        self.names(key, self.mine(), &columns).await
    }

    /// The columns that permissions of the role compare with the caller; `None` where the
    /// permissions are not known.
    fn compared(&self) -> Option<BTreeSet<String>> {
        let schema = self.ctx.admin.as_ref()?.schema.as_ref()?;
        let config = schema.tracked(&self.table.type_name).ok()?;
        let wide = schema.model.table(&self.table.type_name)?;
        let (metadata, role) = (&schema.export.metadata, self.mine().role());
        let selects = metadata.selects(config, role).into_iter();
        let selects = selects.map(|one| &one.permission.filter.condition);
        let writes = writes::of_role(metadata, config, role).into_iter();
        let writes = writes.flat_map(|one| [&one.rule.filter, &one.rule.check]);
        let conditions: Vec<&Condition> = selects
            .chain(writes.map(|filter| &filter.condition))
            .collect();
        let columns = conditions
            .into_iter()
            .flat_map(|condition| bound_columns(condition, config))
            .filter_map(|name| permission::column_of(wide, Some(config), &name))
            .map(|column| column.name.clone());
        Some(columns.collect())
    }

    /// True when a user's own list has the row.
    async fn is_shown_to(&self, actor: &Actor, key: &Key) -> Result<bool> {
        let seen = self.read_as(actor.caller(), &actor.model, key, &[]).await?;
        Ok(seen.is_some())
    }

    /// True when a row that was made the other's is the caller's as well: it still names them, and
    /// the permission still lets them write it.
    pub(super) async fn is_kept(&self, key: &Key) -> Result<bool> {
        if !self.belongs(key, self.mine()).await? {
            return Ok(false);
        }
        for kind in UPDATES {
            if let Some((write, request)) = self.handing_over(kind, key)
                && self.wrote(write, &request).await? == Wrote::Rows
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The other's id for the columns that name an owner and that no update of the role's can set:
    /// with these an own row names the caller only where it can be given away.
    pub(super) fn named_elsewhere(&self) -> Row {
        let ids = self.other().ids();
        let updates = || UPDATES.into_iter().filter_map(|kind| self.write(kind));
        let settable = |name: &str| {
            let mut columns = updates().flat_map(|write| &write.columns);
            columns.any(|column| column.name == name)
        };
        let admin = self.ctx.admin.as_ref();
        let wide = admin.and_then(|admin| admin.model.table(&self.table.type_name));
        let wide = wide.unwrap_or(self.table);
        let fixed = self.owners.iter().filter(|name| !settable(name));
        fixed
            .filter_map(|name| {
                let id = rows::id(ids.first()?, &wide.column(name)?.scalar);
                Some((name.clone(), id))
            })
            .collect()
    }
}
