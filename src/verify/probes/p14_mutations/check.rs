//! By the metadata, and where that was asked for by trying.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use super::case::TableCase;
use super::judge::Judgement;
use super::unread;
use crate::error::Result;
use crate::hasura::metadata::Metadata;
use crate::operation::Operation;
use crate::verify::actor::{Actor, Who};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity, untried};
use crate::verify::finding::Details;
use crate::verify::owned_tables;
use crate::verify::ownership::permission::Parts;
use crate::verify::rules::membership::{self, Gate};
use crate::verify::rules::writes::{self, Rule};
use crate::verify::schema::Schema;
use crate::verify::write_trials::{self, Held};

/// By the metadata, and where that was asked for by trying.
pub(super) async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let (mut findings, mut notes) = (Vec::new(), Vec::new());
    let mut held = Held::new();
    if let Some(tried) = write_trials::run(ctx, META).await? {
        findings = tried.findings;
        notes.extend(tried.notes);
        notes.extend(tried.left);
        notes.extend(tried.untried);
        held = tried.held;
    }
    let read = by_metadata(ctx, &held).await?;
    // What was shown is no longer a matter of reading.
    let shown = |found: &Finding| {
        let mut live = findings.iter();
        live.any(|live| found.id == live.id || found.id == untried(&live.id))
    };
    let (_, rest): (Vec<_>, Vec<_>) = read.findings.into_iter().partition(shown);
    findings.extend(rest);
    notes.splice(0..0, read.notes);
    Ok(ProbeResult::of(findings).notes(notes))
}

async fn by_metadata(ctx: &Context<'_>, held: &Held) -> Result<ProbeResult> {
    let offered: BTreeSet<&str> = Who::BOTH
        .iter()
        .flat_map(|who| &ctx.actor(*who).model.mutations)
        .map(String::as_str)
        .collect();
    let mut notes = BTreeSet::new();
    if !offered.is_empty() {
        let names: Vec<&str> = offered.iter().copied().collect();
        notes.insert(format!("the role has mutations: {}", names.join(", ")));
    }
    let Some((admin, schema)) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some((admin, admin.schema.as_ref()?)))
    else {
        if offered.is_empty() {
            return Ok(ProbeResult::pass().notes(vec!["the role has no mutations".into()]));
        }
        return Ok(ProbeResult::of(unread::findings(ctx, held)).notes(notes.into_iter().collect()));
    };
    let metadata = &schema.export.metadata;
    let mut findings = functions(ctx, metadata);
    let mut rules = 0;
    let assumed = Who::BOTH.map(|who| roles_of(ctx.actor(who)));
    let gates = assumed.each_ref().map(|roles| gates_for(roles, schema));
    for table in &admin.model.tables {
        let Ok(config) = schema.tracked(&table.type_name) else {
            continue;
        };
        for (who, gates) in Who::BOTH.into_iter().zip(&gates) {
            let case = TableCase {
                ctx,
                admin,
                schema,
                who,
                table,
                config,
                gates,
                parts: Parts::default(),
                met: Vec::new(),
            };
            rules += case.look(&mut findings, &mut notes).await?;
        }
    }
    if rules == 0 && offered.is_empty() && findings.is_empty() {
        return Ok(ProbeResult::pass().notes(vec!["the role has no mutations".into()]));
    }
    Ok(ProbeResult::of(findings).notes(notes.into_iter().collect()))
}

/// The roles that a user may assume: what they write in one, another believes.
fn roles_of(actor: &Actor) -> Vec<String> {
    let mut roles = vec![actor.role().to_owned()];
    let others = actor.claims.allowed_roles.iter();
    roles.extend(others.filter(|role| *role != actor.role()).cloned());
    roles
}

/// The gates in the permissions of roles.
fn gates_for<'a>(roles: &'a [String], schema: &'a Schema) -> Vec<Gate<'a>> {
    let tables = schema.model.tables.iter();
    tables
        .flat_map(|table| membership::of(table, schema, roles))
        .collect()
}

impl TableCase<'_> {
    /// Judges the permissions of the user's role; returns how many there are.
    async fn look(
        &self,
        findings: &mut Vec<Finding>,
        notes: &mut BTreeSet<String>,
    ) -> Result<usize> {
        let role = self.actor().role();
        let rules = writes::of_role(&self.schema.export.metadata, self.config, role);
        if rules.is_empty() {
            return Ok(0);
        }
        let name = self.table.name();
        let owned = owned_tables::of(self.ctx, self.admin, self.table).await?;
        for rule in &rules {
            let way = rule.way.word();
            if rule.backend_only() {
                notes.insert(format!(
                    "{way} on {name} is for servers that hold the admin secret (backend_only)"
                ));
                continue;
            }
            if rule.role != role && !self.offered(rule) {
                notes.insert(format!(
                    "{way} on {name}: parents of role {role} have it, and Hasura offers none to \
                     the role"
                ));
                continue;
            }
            let missing = rule.missing(|name| self.actor().variable(name).is_some());
            if !missing.is_empty() {
                findings.push(self.nobody_can(rule, &missing));
            }
            if let Some(field) = self.told_who_asks(rule) {
                findings.push(self.unasked(rule, field));
                continue;
            }
            let upsert = rules
                .iter()
                .any(|other| other.way == Operation::Insert && !other.backend_only());
            let case = self.reading_of(rule).await?;
            match case.judge(rule, &owned).await? {
                Judgement::Bound => {
                    findings.extend(case.beyond_the_own(rule).await?);
                    notes.insert(format!("{way} on {name} is bound to the caller"));
                }
                Judgement::Nobodys => {
                    findings.extend(case.believed(rule).await?);
                    notes.insert(format!(
                        "{way} on {name} is open to role {role}; its rows have no owners"
                    ));
                }
                Judgement::Fresh => {
                    notes.insert(format!(
                        "{way} on {name} is open to role {role}; what it makes is nobody's yet"
                    ));
                }
                Judgement::Takes => {
                    notes.insert(format!(
                        "{way} on {name} takes rows that nobody owns yet, for the caller"
                    ));
                }
                Judgement::Unknown(reason) => findings.push(self.unknown(rule, &reason)),
                Judgement::Named(named) => findings.push(self.named_in_it(rule, &named)),
                Judgement::Open(open) => findings.push(self.open(rule, &owned, &open)),
                Judgement::GivesAway(columns, severity, past) => {
                    findings.push(self.gives_away(rule, &columns, (severity, past), upsert));
                }
            }
        }
        Ok(rules.len())
    }

    /// A computed field in the permission whose function is told who asks: it answers nobody else,
    /// and nothing is written to hear what it says.
    fn told_who_asks(&self, rule: &Rule<'_>) -> Option<&str> {
        let mut spoken_of = rule.rule.filter.condition.names();
        spoken_of.extend(rule.rule.check.condition.names());
        let all = self.schema.export.metadata.tables();
        all.flat_map(|(_, tracked)| &tracked.computed_fields)
            .filter(|field| field.is_told_who_asks())
            .find(|field| spoken_of.contains(&field.name))
            .map(|field| field.name.as_str())
    }

    /// True when the role's schema has the mutation. Only asked of inherited roles: Hasura makes
    /// none of parents that contradict each other.
    fn offered(&self, rule: &Rule<'_>) -> bool {
        let model = &self.actor().model;
        model
            .table(&self.table.type_name)
            .or(Some(self.table))
            .is_some_and(|table| {
                model
                    .writes_to(table)
                    .any(|write| write.kind.operation() == rule.way)
            })
    }
}

/// Functions that are mutations: the metadata tells who may call them and not what they write.
fn functions(ctx: &Context<'_>, metadata: &Metadata) -> Vec<Finding> {
    let mut findings = Vec::new();
    let (Some(admin), role) = (&ctx.admin, ctx.a.role()) else {
        return findings;
    };
    for function in metadata.sources.iter().flat_map(|source| &source.functions) {
        let mutation = function
            .configuration
            .get("exposed_as")
            .is_some_and(|kind| kind == "mutation");
        let may = function.permissions.iter().any(|entry| entry.role == role);
        // A function that is told who calls may bind what it writes; its text would say.
        let told = function.configuration.get("session_argument").is_some();
        if !mutation || !may {
            continue;
        }
        let name = function.function.qualified();
        findings.push(
            META.by_reading(if told {
                Severity::Info
            } else {
                Severity::Medium
            })
            .way(&name)
            .part("function")
            .role(role)
            .told(Details {
                summary: format!(
                    "role {role} may call the function {name}, which writes and \
                         is {}told who calls",
                    if told { "" } else { "not " }
                ),
                request: ctx.show_export(admin),
                evidence: json!({ "configuration": function.configuration }),
                remedy: "give the function a session_argument and let it write rows \
                         of the caller only, or take the role from its permissions"
                    .into(),
            }),
        );
    }
    findings
}
