//! The permission's word on each row for requests without a token.
//!
//! No configuration that can be read says which role such requests have. What they are offered
//! tells, and the filter of that role is read as those of users are.

use std::collections::BTreeMap;

use super::filter_decision::{Asker, filter_of, reading, written_out};
use super::foreign_keys::Known;
use super::table::Attributed;
use super::{exists_lookup, fetch};
use crate::error::Result;
use crate::verify::caller::Caller;
use crate::verify::model::Model;
use crate::verify::model::document::{ListQuery, Selection};
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::rows::{Key, KeySpec};
use crate::verify::rules::header_filters;
use crate::verify::run::{Admin, Run};

/// The roles of which one is that of requests without a token, which are offered `open`.
pub(super) async fn roles(ctx: &Run<'_>, admin: &Admin, open: &Model) -> Result<Vec<String>> {
    let mut roles = header_filters::roles_of_strangers(admin, open);
    for (table, field) in open.listed() {
        let needs_a_variable = |role: &String| {
            filter_of(admin, role, &table.type_name)
                .is_some_and(|filter| filter.condition.mentions_caller())
        };
        let needing = roles.iter().filter(|role| needs_a_variable(role)).count();
        if needing == 0 || needing == roles.len() {
            continue;
        }
        // Such a filter answers with an error in place of rows.
        let query = ListQuery {
            selection: Selection::columns(table.column_names().into_iter().take(1)),
            limit: Some(1),
            ..ListQuery::default()
        };
        let key = KeySpec::default();
        let seen = fetch::run(ctx, &Caller::anonymous(), field, &key, &query).await?;
        if seen.lacks_a_variable().is_some() {
            roles.retain(needs_a_variable);
        } else if seen.error.is_none() {
            roles.retain(|role| !needs_a_variable(role));
        }
    }
    Ok(roles)
}

/// What the permission of requests without a token says of each row, where it can be read. Where
/// several roles may be the one that they have, what all of them say.
pub(super) async fn admission(
    ctx: &Run<'_>,
    facts: &Attributed,
    roles: &[String],
    known: Known<'_>,
) -> Result<BTreeMap<Key, Admission>> {
    let mut agreed: Option<BTreeMap<Key, Admission>> = None;
    let Some((admin, schema, table)) = ctx.admin.as_ref().and_then(|admin| {
        let table = admin.model.table(&facts.type_name)?;
        Some((admin, admin.schema.as_ref()?, table))
    }) else {
        return Ok(BTreeMap::new());
    };
    let Some(field) = table
        .list
        .as_ref()
        .filter(|_| facts.key.filterable(table) && facts.owned())
    else {
        return Ok(BTreeMap::new());
    };
    for role in roles {
        let Some(filter) = filter_of(admin, role, &facts.type_name) else {
            continue;
        };
        let condition = &filter.condition;
        let parts = exists_lookup::parts(ctx, admin, schema, None, facts, condition, known).await?;
        let asker = Asker { role, user: None };
        let known = match reading(admin, asker, facts, &parts) {
            Some(Ok(reading)) => written_out(ctx, admin, facts, field, &reading).await?,
            Some(Err(_)) | None => BTreeMap::new(),
        };
        agreed = Some(match agreed {
            None => known,
            Some(mut before) => {
                before.retain(|key, word| known.get(key) == Some(word));
                before
            }
        });
    }
    Ok(agreed.unwrap_or_default())
}
