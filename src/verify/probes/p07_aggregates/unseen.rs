//! Counts of rows behind a relationship of which the user is shown nothing that would tell them
//! apart.

use serde_json::json;

use super::related::{RelatedAggregate, Seen, objects};
use crate::error::Result;
use crate::verify::asking::{keys_of, rows_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::Finding;
use crate::verify::fault::Fault;
use crate::verify::model::document;
use crate::verify::probes::foreign::not_theirs;
use crate::verify::rows::{Key, Row};

impl RelatedAggregate<'_> {
    /// What the administrator sees behind the row is held against the count.
    pub(super) async fn unseen(
        &self,
        ctx: &Context<'_>,
        key: &Key,
        row: &Row,
    ) -> Result<(Option<Finding>, Option<String>)> {
        let unclear = || {
            let show = self.show();
            (
                None,
                Some(format!("{show}: its rows cannot be told from one another")),
            )
        };
        let list = ctx.admin.as_ref().and_then(|admin| {
            let table = admin.model.table(&self.from.type_name)?;
            Some((admin, table.list.as_ref()?))
        });
        let counted = self.counted(row);
        let Some((admin, field)) = list.filter(|_| counted > 0) else {
            return Ok(if counted > 0 { unclear() } else { (None, None) });
        };
        let (rel, keys) = (&self.relationship.name, self.remote.key.columns.join(" "));
        let query = self.about(&[key], vec![format!("{rel} {{ {keys} }}")]);
        let caller = Caller::admin(admin.secret.clone());
        let answer = ctx.ask(&caller, &document::list(field, &query)).await?;
        let rows = rows_of(&answer, field);
        let Some(behind) = rows.first().map(|row| objects(row.get(rel))) else {
            return Ok(unclear());
        };
        let behind = keys_of(self.remote, &behind);
        let (theirs, others): (Vec<Key>, Vec<Key>) = behind
            .into_iter()
            .partition(|key| !not_theirs(self.remote, self.who, key));
        if usize::try_from(counted).is_ok_and(|counted| counted <= theirs.len()) {
            return Ok((None, None));
        }
        let seen = Seen {
            does: format!("counts {counted}, and {} of them are theirs", theirs.len()),
            evidence: json!({ "count": counted,
                "such as": show_keys(self.remote, &others, 5) }),
            request: document::list(self.field, &self.about(&[key], self.wanted())),
            fault: Fault::of_rows(self.remote, self.who, &others),
        };
        Ok((Some(self.leak(ctx, "count", seen)), None))
    }
}
