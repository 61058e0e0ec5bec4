//! Permissions that are bound to the caller and still let them reach the rows of others: they may
//! write their own pass to those rows, create rows in another's name, take over what is shared
//! with them, or write to the tables of SuperTokens' core.

use crate::verify::finding::Details;
use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use super::case::TableCase;
use super::views::{Likeness, Opened};
use crate::error::Result;
use crate::hasura::metadata::Filter;
use crate::operation::Operation;
use crate::supertokens::tables::decides;
use crate::text::count;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::rows::Key;
use crate::verify::rules::membership::Gate;
use crate::verify::rules::patterns;
use crate::verify::rules::writes::{self, Rule, raising};

impl TableCase<'_> {
    /// What a permission opens that is bound to the caller.
    pub(super) async fn beyond_the_own(&self, rule: &Rule<'_>) -> Result<Vec<Finding>> {
        if let Some(finding) = self.of_the_core(rule) {
            return Ok(vec![finding]);
        }
        let mut findings: Vec<Finding> = self.in_anothers_name(rule).into_iter().collect();
        findings.extend(self.raises(rule));
        findings.extend(self.by_patterns(rule).await?);
        findings.extend(self.of_the_unseen(rule).await?);
        findings.extend(self.passes(rule).await?);
        Ok(findings)
    }

    /// Who writes to these tables says who they are, and SuperTokens believes it.
    fn of_the_core(&self, rule: &Rule<'_>) -> Option<Finding> {
        let columns = self.table.column_names();
        let what = decides::what(&self.config.table.name, &columns)?;
        let (way, who) = (rule.way.word(), self.actor().role());
        Some(self.finding("core", Severity::High).told(Details {
            summary: format!("role {who} may {way} rows here, and they say {what}"),
            request: self.export(),
            evidence: json!({ "permission": { "check": rule.rule.check,
                "filter": rule.rule.filter } }),
            remedy: format!(
                "take the {way} permission from role {who}: SuperTokens' own API writes this table"
            ),
        }))
    }

    /// Whose rows are written follows from a claim that is taken for a pattern.
    async fn by_patterns(&self, rule: &Rule<'_>) -> Result<Option<Finding>> {
        let (member, filter) = rule.rows();
        let found = patterns::of(&filter.condition);
        if found.is_empty() {
            return Ok(None);
        }
        let rows = match self.reading(&filter.condition) {
            Ok(reading) if rule.way != Operation::Insert => self.of_others(&reading).await?.rows,
            _ => Vec::new(),
        };
        let (way, who) = (rule.way.word(), self.actor().role());
        let mut evidence = json!({ member: filter });
        let severity = if rows.is_empty() {
            Severity::Medium
        } else {
            evidence["rows of others that it admits"] = json!(rows);
            Severity::High
        };
        let draft = META
            .by_reading(severity)
            .table(self.table.name())
            .way(way)
            .part("pattern")
            .role(who)
            .why(patterns::WHY);
        Ok(Some(draft.told(Details {
            summary: patterns::summary(who, &format!("{way} permission's {member}"), &found),
            request: self.export(),
            evidence,
            remedy: patterns::REMEDY.into(),
        })))
    }

    /// The filters by which the role reads the table, and all that it may write to it by.
    fn of_the_role(&self) -> (Vec<&Filter>, Vec<Rule<'_>>) {
        let (metadata, role) = (&self.schema.export.metadata, self.actor().role());
        let selects = metadata.selects(self.config, role).into_iter();
        let filters = selects.map(|one| &one.permission.filter).collect();
        (filters, writes::of_role(metadata, self.config, role))
    }

    /// Who may change a row of another's lets themselves delete it.
    fn raises(&self, rule: &Rule<'_>) -> Option<Finding> {
        let (filters, rules) = self.of_the_role();
        let columns = rule.raises(&filters, &rules, self.config)?.join(", ");
        let who = self.actor().role();
        Some(self.finding("raise", Severity::High).told(Details {
            summary: raising::summary(who, &columns),
            request: self.export(),
            evidence: json!({ "filter": rule.rule.filter, "check": rule.rule.check,
                "may set": columns }),
            remedy: raising::remedy(&columns),
        }))
    }

    /// The table's owners, as the role's filter names them, are the caller's to choose.
    fn in_anothers_name(&self, rule: &Rule<'_>) -> Option<Finding> {
        let (filters, rules) = self.of_the_role();
        let free = rule.in_anothers_name(&filters, &rules, self.config)?;
        let all = free.columns.join(", ");
        let (way, who) = (rule.way.word(), self.actor().role());
        let does = match rule.way {
            Operation::Insert => "create rows that are another's",
            Operation::Update | Operation::Delete => {
                "make rows that are shared with them anybody's, also theirs"
            }
        };
        let path = if rule.way == Operation::Insert {
            "insert"
        } else {
            "take_over"
        };
        let severity = if free.direct {
            Severity::High
        } else {
            Severity::Medium
        };
        Some(self.finding(path, severity).told(Details {
            summary: format!(
                "role {who} may {does}: {all} says whose a row is and is the caller's to choose"
            ),
            request: self.export(),
            evidence: json!({ "check": rule.rule.check, "set": rule.rule.set,
                "filter": rule.rule.filter, "may set": all }),
            remedy: format!(
                "repeat the filter of the role's select permission in the check of its {way} \
                 permission, or take {all} from the columns and preset it"
            ),
        }))
    }

    /// Filters of other tables that believe what the caller may write here.
    async fn passes(&self, rule: &Rule<'_>) -> Result<Vec<Finding>> {
        let mut opened: Vec<Opened> = Vec::new();
        for gate in self.gates {
            let Some(columns) = self.opening(gate, rule) else {
                continue;
            };
            let Some(likeness) = self.likeness(gate).await? else {
                continue;
            };
            // Where there is one pass, and there can be no other, nobody makes it.
            let without = if gate.is_unique() {
                self.without_pass(gate).await?
            } else {
                None
            };
            if without == Some(0) {
                continue;
            }
            let hidden = match without {
                Some(without) => without,
                None => self.hidden_behind(gate).await?,
            };
            opened.push(Opened {
                table: gate.opens.name().to_owned(),
                to: gate.to,
                hidden,
                columns,
                pass: gate.passes().name().to_owned(),
                likeness,
            });
        }
        let (known, possible): (Vec<Opened>, Vec<Opened>) = opened
            .into_iter()
            .partition(|one| one.likeness != Likeness::Possible);
        Ok(if !known.is_empty() {
            vec![self.opens(rule, &known)]
        } else if !possible.is_empty() {
            vec![self.may_open(rule, &possible)]
        } else {
            Vec::new()
        })
    }

    /// The rows behind a gate that the caller has nothing of.
    async fn hidden_behind(&self, gate: &Gate<'_>) -> Result<usize> {
        let facts = self.ctx.facts().await?;
        Ok(facts.table(&gate.opens.type_name).map_or(0, |table| {
            let own = |key: &Key| match gate.to {
                None => table.seen(self.who).rows.contains_key(key),
                Some(_) => table.is_own(self.who, key),
            };
            table.all_keys().into_iter().filter(|key| !own(key)).count()
        }))
    }

    fn opens(&self, rule: &Rule<'_>, all: &[Opened]) -> Finding {
        let mut opened: Vec<&Opened> = Vec::new();
        for one in all {
            if !opened.iter().any(|other| other.table == one.table) {
                opened.push(one);
            }
        }
        let (way, who, me) = (rule.way.word(), self.actor().role(), &self.actor().label);
        let tables: Vec<&str> = opened.iter().map(|one| one.table.as_str()).collect();
        let tables = tables.join(", ");
        let hidden: usize = opened.iter().map(|one| one.hidden).sum();
        let by: BTreeSet<&str> = all
            .iter()
            .flat_map(|one| &one.columns)
            .map(String::as_str)
            .collect();
        let columns = by.into_iter().collect::<Vec<_>>().join(", ");
        let chosen = if columns.is_empty() {
            String::new()
        } else {
            format!(" with any {columns}")
        };
        let view = all.iter().find(|one| one.likeness == Likeness::Shown);
        let view = view.map_or_else(String::new, |one| {
            format!(" (these are those of {}, as their values show)", one.pass)
        });
        let remedy = if columns.is_empty() {
            format!("let the filter of {tables} ask for something that the caller cannot write")
        } else {
            format!(
                "say in the check of the role's {way} permission which {columns} the caller may \
                 choose, such as one they own or were invited to, or leave this to a server \
                 (backend_only)"
            )
        };
        self.finding("pass", severity(hidden)).told(Details {
            summary: format!(
                "role {who} may {way} rows that name the caller{chosen}{view}, and the filter of \
                 {tables} believes them: {} there that {} would open",
                count(hidden, "row"),
                if opened.iter().any(|one| one.to.is_none()) {
                    format!("{me} does not see")
                } else {
                    format!("are not {me}'s")
                }
            ),
            request: self.export(),
            evidence: json!({
                "check": rule.rule.check,
                "set": rule.rule.set,
                "opens": opened.iter().map(|one| json!({ "table": one.table,
                    "to": one.to.map_or("select", Operation::word),
                    "rows that the caller does not see": one.hidden })).collect::<Vec<_>>(),
            }),
            remedy,
        })
    }
}

/// Nothing shows that there is anything to be had where all rows are seen already.
pub(super) const fn severity(hidden: usize) -> Severity {
    if hidden > 0 {
        Severity::High
    } else {
        Severity::Medium
    }
}
