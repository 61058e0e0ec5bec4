//! Whom a permission to write names as owners of what is written: itself, by an id, or by a claim of
//! which the token says the value.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::TableCase;
use crate::error::Result;
use crate::hasura::metadata::Filter;
use crate::verify::actor::Who;
use crate::verify::owned_tables::Owned;
use crate::verify::rows::plain;
use crate::verify::rules::writes::{Rule, named};

/// Whom a permission names.
pub(super) struct Named {
    pub values: Vec<Value>,
    /// What names them: the permission, or claims.
    pub by: String,
    pub known_as: KnownAs,
}

/// Who stands behind a name in a permission, as far as is known.
#[derive(Clone, Copy)]
pub(super) enum KnownAs {
    /// The other user who is signed in, who is nobody's post box.
    OtherUser,
    /// Somebody who has rows.
    Owner,
    Nobody,
}

impl TableCase<'_> {
    /// Whom the permission names as owners of what is written, where it lets nothing else be
    /// written there.
    pub(super) async fn named(
        &self,
        rule: &Rule<'_>,
        says_whose: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Option<Named>> {
        let values = rule.named(&|name| says_whose(name));
        let Some(values) = values.filter(|values| !values.is_empty()) else {
            return Ok(None);
        };
        Ok(Some(Named {
            known_as: self.known_as(&values).await?,
            values,
            by: named::BY.to_owned(),
        }))
    }

    /// Whom claims name as owners of what is written, where that is not the caller.
    pub(super) async fn named_by_claims(
        &self,
        rule: &Rule<'_>,
        owned: &Owned,
    ) -> Result<Option<Named>> {
        let selects = self.config.select_permissions.iter();
        let selects: Vec<&Filter> = selects.map(|one| &one.permission.filter).collect();
        let claims = rule.claims(&|name| self.says_whose(name, owned), &selects, self.config);
        let facts = self.ctx.facts().await?;
        let mut me: BTreeSet<String> = self.actor().ids().into_iter().collect();
        if let Some(table) = facts.table(&self.table.type_name) {
            me.extend(table.me(self.actor()));
        }
        let said = claims.iter().filter_map(|claim| {
            let value = self.actor().variable(claim.as_str())?;
            (!me.contains(value)).then(|| (claim.as_str(), Value::from(value)))
        });
        let (by, values): (BTreeSet<&str>, Vec<Value>) = said.unzip();
        if values.is_empty() {
            return Ok(None);
        }
        Ok(Some(Named {
            known_as: self.known_as(&values).await?,
            values,
            by: by.into_iter().collect::<Vec<_>>().join(" or "),
        }))
    }

    /// Who stands behind names, of those that are not the caller's.
    async fn known_as(&self, values: &[Value]) -> Result<KnownAs> {
        let facts = self.ctx.facts().await?;
        let me = self.actor().ids();
        let ids: Vec<String> = values.iter().filter_map(plain).collect();
        let others: Vec<&String> = ids.iter().filter(|id| !me.contains(id)).collect();
        let users = Who::BOTH.map(|who| self.ctx.actor(who).ids()).concat();
        Ok(if others.iter().any(|id| users.contains(id)) {
            KnownAs::OtherUser
        } else if facts.owner_ids().any(|id| others.contains(&id)) {
            KnownAs::Owner
        } else {
            KnownAs::Nobody
        })
    }
}
