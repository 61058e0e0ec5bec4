//! Rows that nobody owns and that filters of other tables believe: whoever may set a folder public,
//! or say what a role may do, opens what lies behind it.

use std::collections::BTreeSet;

use serde_json::json;

use super::case::TableCase;
use super::passes::severity;
use crate::error::Result;
use crate::hasura::metadata::{Condition, Operand};
use crate::operation::Operation;
use crate::text::count;
use crate::verify::evidence::Finding;
use crate::verify::finding::Details;
use crate::verify::model::RoleTable;
use crate::verify::rules::writes::Rule;

impl TableCase<'_> {
    /// What an open update of these rows opens in tables whose rows are somebody's.
    pub(super) async fn believed(&self, rule: &Rule<'_>) -> Result<Option<Finding>> {
        if rule.way != Operation::Update {
            return Ok(None);
        }
        let (facts, who) = (self.ctx.facts().await?, self.actor().role());
        let (mut columns, mut tables, mut hidden) = (BTreeSet::new(), Vec::new(), 0);
        for table in &self.schema.model.tables {
            let config = self.schema.tracked(&table.type_name).ok();
            let known = facts.table(&table.type_name);
            let Some((config, known)) = config.zip(known).filter(|(_, known)| known.owned()) else {
                continue;
            };
            let filter = self.schema.export.metadata.select_filter(config, who);
            let before = columns.len();
            if let Some(filter) = filter {
                self.asked_here(&filter.condition, (table, table), rule, &mut columns);
            }
            if columns.len() > before {
                let seen = &known.seen(self.who).rows;
                hidden += (known.all_keys().into_iter())
                    .filter(|key| !seen.contains_key(*key))
                    .count();
                tables.push(known.name.as_str());
            }
        }
        if tables.is_empty() {
            return Ok(None);
        }
        let columns = columns.into_iter().collect::<Vec<_>>().join(", ");
        let (tables, me) = (tables.join(", "), &self.actor().label);
        Ok(Some(self.finding("believed", severity(hidden)).told(Details {
            summary: format!(
                "role {who} may set {columns} of any row here, and the filter of {tables} believes \
                 it: {} there that {me} does not see",
                count(hidden, "row")
            ),
            request: self.export(),
            evidence: json!({ "filter": rule.rule.filter, "may set": columns, "opens": tables }),
            remedy: format!(
                "take {columns} from the columns of the role's update permission, or say in its \
                 filter whose rows these are"
            ),
        })))
    }

    /// The columns of this table that a filter of another one asks for values, and that may be set.
    /// What admits rows of the caller's own alone opens none of another's.
    fn asked_here(
        &self,
        condition: &Condition,
        (table, of): (&RoleTable, &RoleTable),
        rule: &Rule<'_>,
        found: &mut BTreeSet<String>,
    ) {
        match condition {
            Condition::And(parts) => {
                let own = |part: &Condition| table.type_name == of.type_name && part.is_callers();
                if !parts.iter().any(own) {
                    for part in parts {
                        self.asked_here(part, (table, of), rule, found);
                    }
                }
            }
            Condition::Or(parts) => {
                for part in parts {
                    self.asked_here(part, (table, of), rule, found);
                }
            }
            Condition::Not(inner) => self.asked_here(inner, (table, of), rule, found),
            Condition::Related { name, condition } => {
                if let Some(behind) = self.schema.behind(table, name) {
                    self.asked_here(condition, (behind, of), rule, found);
                }
            }
            Condition::Exists(exists) => {
                let named = exists.table.as_ref();
                if let Some(table) = named.and_then(|name| self.schema.named(name)) {
                    self.asked_here(&exists.condition, (table, of), rule, found);
                }
            }
            Condition::Compare(one) => {
                let literal = matches!(one.operand, Operand::Literal(_));
                let here =
                    table.type_name == self.table.type_name && of.type_name != table.type_name;
                if here && literal && rule.writable(&one.column) {
                    found.insert(one.column.clone());
                }
            }
            Condition::Unreadable(_) => {}
        }
    }
}
