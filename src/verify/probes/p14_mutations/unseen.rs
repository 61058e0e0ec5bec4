//! Rows of others that a permission lets be changed or deleted for a reason that many callers
//! share, such as their tenant, and that its role does not let them read.

use serde_json::json;

use super::META;
use super::case::TableCase;
use crate::error::Result;
use crate::operation::Operation;
use crate::text::count;
use crate::verify::asking::show_keys;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::Details;
use crate::verify::ownership::row_verdict::Admission;
use crate::verify::rows::Key;
use crate::verify::rules::writes::Rule;

/// The claim by which a permission names the caller and nobody else.
const USER_ID: &str = "x-hasura-user-id";

impl TableCase<'_> {
    pub(super) async fn of_the_unseen(&self, rule: &Rule<'_>) -> Result<Option<Finding>> {
        let asked = self.admitted(rule);
        let of_the_caller = asked.variables().iter().any(|name| name == USER_ID);
        let reading = self.reading(&asked).ok().filter(|_| !of_the_caller);
        let (Some(reading), true) = (reading, rule.way != Operation::Insert) else {
            return Ok(None);
        };
        let Some((table, field)) = self.askable().await? else {
            return Ok(None);
        };
        let me = table.me(self.actor());
        let written = self.meeting(table, field, &reading.full.print()).await?;
        let unseen: Vec<&Key> = written
            .iter()
            .filter(|key| table.admitted(self.who, key) == Admission::Refused)
            .filter(|key| {
                let owners = table.ids.get(key).map(|ids| &ids.owners);
                owners.is_some_and(|owners| !owners.is_empty() && owners.is_disjoint(&me))
            })
            .collect();
        if unseen.is_empty() {
            return Ok(None);
        }
        let (way, (member, filter)) = (rule.way.word(), rule.rows());
        let who = self.actor().role();
        let draft = META
            .by_reading(Severity::High)
            .table(self.table.name())
            .way(way)
            .part("unseen")
            .role(who);
        Ok(Some(draft.told(Details {
            summary: format!(
                "role {who} may {way} {} of others that {} cannot read",
                count(unseen.len(), "row"),
                self.actor().label
            ),
            request: self.export(),
            evidence: json!({ member: filter, "such as": show_keys(table, unseen, 5) }),
            remedy: format!(
                "repeat the filter of the role's select permission in the {member} of its {way} \
                 permission"
            ),
        })))
    }
}
