//! P19: each role sees what the policy plans for it, and no more.
//!
//! ## What is tried
//!
//! The schema of every role is compared with what the policy says under `[verify.roles]`: tables,
//! columns, aggregates, mutations and other root fields. What is there and not planned is a
//! finding, and so is what is planned and not there. Without a policy there is nothing to compare;
//! `--write-policy` drafts one.
//!
//! ## Why it matters
//!
//! What nobody meant to show is found by whoever looks, and nobody else guards it. A plan notices
//! the column that was added last week and came along with `*`.
//!
//! ## Example
//!
//! The policy plans `id` and `title` of `notes` for role `user`, and the schema also has
//! `internal_rating`.
//!
//! ## How to close it
//!
//! Take the permission away that nobody planned, or plan it. Each finding names the permission.

use serde_json::{Value, json};

use super::p13_secret_columns::is_secret;
use super::probe::Probe;
use crate::config::policy::{RolePlan, TablePlan};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Draft, Meta};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::policy::views::{View, aggregates, views};

pub(in crate::verify) const META: Meta = Meta {
    id: "P19",
    title: "each role sees what the policy plans for it and no more",
    why: "what nobody meant to show is found by whoever looks, and nobody else guards it",
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let Some(policy) = ctx
        .policy
        .as_ref()
        .filter(|policy| !policy.roles.is_empty())
    else {
        return Ok(ProbeResult::not_applicable(
            "no policy says what the roles should see; --write-policy drafts one",
        ));
    };
    let (views, mut unseen) = views(ctx).await?;
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for view in &views {
        let teller = Teller { ctx, view };
        match policy.roles.get(&view.role) {
            Some(plan) => {
                teller.compare(plan, &mut findings);
                if view.writes.is_none() {
                    unseen.push(format!(
                        "role {}: introspection does not say what it may write",
                        view.role
                    ));
                }
                notes.push(format!(
                    "role {}: {} of {} planned tables are there",
                    view.role,
                    teller.met(plan),
                    plan.tables.len()
                ));
            }
            None => findings.push(teller.role_without_plan()),
        }
    }
    let result = ProbeResult::of(findings).notes(notes);
    Ok(if unseen.is_empty() {
        result
    } else {
        result.incomplete(unseen.join("; "))
    })
}

/// Tells how one role differs from its plan.
struct Teller<'a> {
    ctx: &'a Context<'a>,
    view: &'a View,
}

struct Difference<'d> {
    table: Option<&'d str>,
    /// The end of the finding's id, before the role.
    what: String,
    severity: Severity,
    summary: String,
    request: GraphQlRequest,
    evidence: Value,
    remedy: String,
}

impl Teller<'_> {
    fn met(&self, plan: &RolePlan) -> usize {
        let tables = &self.view.model.tables;
        tables
            .iter()
            .filter(|table| plan.table(table.name(), &table.type_name).is_some())
            .count()
    }

    fn compare(&self, plan: &RolePlan, findings: &mut Vec<Finding>) {
        for table in &self.view.model.tables {
            match plan.table(table.name(), &table.type_name) {
                None => findings.push(self.unplanned_table(table)),
                Some(planned) => {
                    self.columns(table, planned, findings);
                    self.aggregates(table, planned, findings);
                    let there = self.view.mutations(table);
                    self.mutations(table.name(), &there, planned, findings);
                }
            }
        }
        for (name, kinds) in self.view.write_only() {
            let nothing = TablePlan::default();
            let planned = plan.table(name, name).unwrap_or(&nothing);
            self.mutations(name, kinds, planned, findings);
        }
        for (name, planned) in &plan.tables {
            self.missing_table(name, planned, findings);
        }
        self.fields(plan, findings);
    }

    fn tell(&self, difference: Difference<'_>) -> Finding {
        META.by_reading(difference.severity)
            .given(difference.table, Draft::table)
            .part(&difference.what)
            .role(&self.view.role)
            .told(Details {
                summary: difference.summary,
                request: self.ctx.show(&self.view.caller, &difference.request),
                evidence: difference.evidence,
                remedy: difference.remedy,
            })
    }

    fn role_without_plan(&self) -> Finding {
        let role = &self.view.role;
        self.tell(Difference {
            table: None,
            what: "role".into(),
            severity: Severity::Medium,
            summary: format!("the policy does not say what role {role} should see"),
            request: roots(),
            evidence: json!({ "tables": self.names() }),
            remedy: format!("plan it under [verify.roles.{role}], or take the role away"),
        })
    }

    fn names(&self) -> Vec<&str> {
        let tables = self.view.model.tables.iter();
        tables.map(RoleTable::name).take(20).collect()
    }

    fn unplanned_table(&self, table: &RoleTable) -> Finding {
        let name = table.name();
        let secrets: Vec<&str> = table
            .column_names()
            .into_iter()
            .filter(|column| is_secret(name, column))
            .collect();
        self.tell(Difference {
            table: Some(name),
            what: "table".into(),
            severity: severity(!secrets.is_empty()),
            summary: format!("role {} sees a table that is not planned", self.view.role),
            request: of_type(&table.type_name),
            evidence: json!({ "columns": table.column_names(), "secrets by name": secrets }),
            remedy: "take the role's permissions on it away, or plan it".into(),
        })
    }

    fn columns(&self, table: &RoleTable, planned: &TablePlan, findings: &mut Vec<Finding>) {
        let role = &self.view.role;
        let name = table.name();
        for column in table.column_names() {
            if planned.columns.contains(column) {
                continue;
            }
            findings.push(self.tell(Difference {
                table: Some(name),
                what: format!("column:{column}"),
                severity: severity(is_secret(name, column)),
                summary: format!("role {role} sees column {column}, which is not planned"),
                request: of_type(&table.type_name),
                evidence: json!({ "planned": planned.columns }),
                remedy: format!(
                    "take {column} from the columns of the role's select permission, or plan it"
                ),
            }));
        }
        for column in &planned.columns {
            if table.column(column).is_some() {
                continue;
            }
            findings.push(self.tell(Difference {
                table: Some(name),
                what: format!("missing-column:{column}"),
                severity: Severity::Medium,
                summary: format!("role {role} does not see column {column}, which is planned"),
                request: of_type(&table.type_name),
                evidence: json!({ "columns": table.column_names() }),
                remedy: format!("add {column} to the role's select permission, or to no plan"),
            }));
        }
    }

    fn aggregates(&self, table: &RoleTable, planned: &TablePlan, findings: &mut Vec<Finding>) {
        let role = &self.view.role;
        let (there, wanted) = (aggregates(table), planned.aggregates);
        if there == wanted {
            return;
        }
        let (what, severity, summary, remedy) = if there {
            (
                "aggregates",
                Severity::High,
                format!("role {role} has aggregates, which are not planned"),
                "switch allow_aggregations off in the role's select permission, or plan them",
            )
        } else {
            (
                "missing-aggregates",
                Severity::Medium,
                format!("role {role} has no aggregates, which are planned"),
                "switch allow_aggregations on in the role's select permission, or plan none",
            )
        };
        findings.push(self.tell(Difference {
            table: Some(table.name()),
            what: what.into(),
            severity,
            summary,
            request: roots(),
            evidence: json!({ "field": table.aggregate.as_ref().map(RootField::path) }),
            remedy: remedy.into(),
        }));
    }

    fn mutations(
        &self,
        name: &str,
        there: &std::collections::BTreeSet<crate::operation::Operation>,
        planned: &TablePlan,
        findings: &mut Vec<Finding>,
    ) {
        let role = &self.view.role;
        for kind in there.difference(&planned.mutations) {
            let word = kind.word();
            findings.push(self.tell(Difference {
                table: Some(name),
                what: format!("mutation:{word}"),
                severity: Severity::High,
                summary: format!("role {role} may {word}, which is not planned"),
                request: roots(),
                evidence: json!({ "planned": words(planned) }),
                remedy: format!("take the role's {word} permission away, or plan it"),
            }));
        }
        if self.view.writes.is_none() {
            return;
        }
        for kind in planned.mutations.difference(there) {
            let word = kind.word();
            findings.push(self.tell(Difference {
                table: Some(name),
                what: format!("missing-mutation:{word}"),
                severity: Severity::Medium,
                summary: format!("role {role} cannot {word}, which is planned"),
                request: roots(),
                evidence: json!({ "planned": words(planned) }),
                remedy: format!("give the role an {word} permission, or plan none"),
            }));
        }
    }

    /// A planned table that the role sees nothing of.
    fn missing_table(&self, name: &str, planned: &TablePlan, findings: &mut Vec<Finding>) {
        use crate::config::Policy;
        let tables = &self.view.model.tables;
        let there = tables
            .iter()
            .any(|table| Policy::means(name, table.name(), &table.type_name))
            || self
                .view
                .write_only()
                .any(|(other, _)| Policy::means(name, other, other));
        if there {
            return;
        }
        let role = &self.view.role;
        findings.push(self.tell(Difference {
            table: Some(name),
            what: "missing-table".into(),
            severity: Severity::Medium,
            summary: format!("role {role} does not see the table, which is planned"),
            request: roots(),
            evidence: json!({ "planned": planned.columns, "tables": self.names() }),
            remedy: "give the role a select permission on it, or take it out of the plan".into(),
        }));
    }

    fn fields(&self, plan: &RolePlan, findings: &mut Vec<Finding>) {
        let role = &self.view.role;
        let differences = [
            (&self.view.fields, &plan.fields, "field", Severity::High),
            (
                &plan.fields,
                &self.view.fields,
                "missing-field",
                Severity::Medium,
            ),
        ];
        for (have, want, what, severity) in differences {
            for field in have.difference(want) {
                let beyond = what == "field";
                findings.push(self.tell(Difference {
                    table: None,
                    what: format!("{what}:{field}"),
                    severity,
                    summary: if beyond {
                        format!("role {role} has the root field {field}, which is not planned")
                    } else {
                        format!("role {role} lacks the root field {field}, which is planned")
                    },
                    request: roots(),
                    evidence: json!({ "planned": plan.fields }),
                    remedy: format!(
                        "{} the role's permission on this function, action or remote schema, or \
                         change fields under [verify.roles.{role}]",
                        if beyond { "take away" } else { "add" }
                    ),
                }));
            }
        }
    }
}

const fn severity(secret: bool) -> Severity {
    if secret {
        Severity::Critical
    } else {
        Severity::High
    }
}

fn words(planned: &TablePlan) -> Vec<&'static str> {
    planned.mutations.iter().map(|kind| kind.word()).collect()
}

/// What a type offers.
fn of_type(name: &str) -> GraphQlRequest {
    GraphQlRequest::new("query($name: String!) { __type(name: $name) { fields { name } } }")
        .variables(json!({ "name": name }))
}

/// What the roots offer.
fn roots() -> GraphQlRequest {
    GraphQlRequest::new(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }",
    )
}
