//! P14: what a role may write is bound to whoever writes.
//!
//! Nothing is written unless that is asked for ([`active`]): the permissions in the metadata are read ([`judge`]), and where one
//! is open, the administrator is asked which rows of others it lets be written. Only tables whose
//! rows have owners count ([`owned`]).

mod active;
mod judge;
mod owned;
mod passes;

use std::collections::BTreeSet;

use serde_json::json;

use super::{Probe, Running};
use crate::error::Result;
use crate::hasura::metadata::{self, Metadata};
use crate::operation::Operation;
use crate::verify::actor::{Actor, Who};
use crate::verify::caller::Caller;
use crate::verify::context::{Admin, Context};
use crate::verify::evidence::{Finding, Gap, ProbeResult, Proof, Severity, Status};
use crate::verify::model::Table;
use crate::verify::ownership::permission;
use crate::verify::rules::gates::{self, Gate};
use crate::verify::rules::writes::{self, Rule};
use judge::Judgement;
use owned::Owned;

pub(super) struct Mutations;

impl Probe for Mutations {
    fn id(&self) -> &'static str {
        "P14"
    }

    fn title(&self) -> &'static str {
        "what a role may write is bound to whoever writes"
    }

    fn why(&self) -> &'static str {
        "who may write another's rows need not read them to do harm"
    }

    fn essential(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(self, ctx))
    }
}

/// By the metadata, and where that was asked for by trying.
async fn check(probe: &Mutations, ctx: &Context<'_>) -> Result<ProbeResult> {
    let read = by_metadata(probe, ctx).await?;
    let Some(tried) = active::run(probe, ctx).await? else {
        return Ok(read);
    };
    let mut notes = read.notes;
    notes.extend(tried.notes);
    notes.extend(tried.left);
    let mut findings = tried.findings;
    // What was shown is no longer a matter of reading.
    findings.extend(
        read.findings
            .into_iter()
            .filter(|found| !findings.iter().any(|live| live.id == found.id))
            .collect::<Vec<_>>(),
    );
    let result = ProbeResult::of(findings);
    if result.status == Status::Pass && read.gap == Gap::NotPossible && !tried.untried.is_empty() {
        return Ok(ProbeResult::not_possible(tried.untried.join("; ")).notes(notes));
    }
    notes.extend(tried.untried);
    Ok(result.notes(notes))
}

async fn by_metadata(probe: &Mutations, ctx: &Context<'_>) -> Result<ProbeResult> {
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
    let Some((admin, metadata)) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some((admin, &admin.export.as_ref()?.metadata)))
    else {
        if offered.is_empty() {
            return Ok(ProbeResult::pass().notes(vec!["the role has no mutations".into()]));
        }
        return Ok(ProbeResult::not_possible(
            "nothing is written here, and without the metadata nothing tells what binds the \
             role's mutations; an admin secret would let them be read",
        )
        .notes(notes.into_iter().collect()));
    };
    let mut findings = functions(probe, ctx, metadata);
    let mut rules = 0;
    let gates = Who::BOTH.map(|who| gates_for(ctx.actor(who).role(), admin, metadata));
    for table in &admin.model.tables {
        let Ok(config) = permission::metadata_of(table, metadata) else {
            continue;
        };
        for (who, gates) in Who::BOTH.into_iter().zip(&gates) {
            let place = Place {
                probe,
                ctx,
                admin,
                metadata,
                who,
                table,
                config,
                gates,
            };
            rules += place.look(&mut findings, &mut notes).await?;
        }
    }
    if rules == 0 && offered.is_empty() && findings.is_empty() {
        return Ok(ProbeResult::pass().notes(vec!["the role has no mutations".into()]));
    }
    Ok(ProbeResult::of(findings).notes(notes.into_iter().collect()))
}

/// The gates in the filters of a role.
fn gates_for<'a>(role: &str, admin: &'a Admin, metadata: &'a Metadata) -> Vec<Gate<'a>> {
    let tables = admin.model.tables.iter();
    tables
        .flat_map(|table| gates::of(table, &admin.model, metadata, role))
        .collect()
}

/// A table with its metadata, and a user who may write to it.
struct Place<'a> {
    probe: &'a Mutations,
    ctx: &'a Context<'a>,
    admin: &'a Admin,
    metadata: &'a Metadata,
    who: Who,
    table: &'a Table,
    config: &'a metadata::Table,
    /// Those in the filters of the user's role.
    gates: &'a [Gate<'a>],
}

impl<'a> Place<'a> {
    fn actor(&self) -> &'a Actor {
        self.ctx.actor(self.who)
    }

    /// Judges the permissions of the user's role; returns how many there are.
    async fn look(
        &self,
        findings: &mut Vec<Finding>,
        notes: &mut BTreeSet<String>,
    ) -> Result<usize> {
        let role = self.actor().role();
        let rules = writes::of_role(self.metadata, self.config, role);
        if rules.is_empty() {
            return Ok(0);
        }
        let name = self.table.name();
        let owned = owned::of(self.ctx, self.admin, self.table).await?;
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
                notes.insert(format!(
                    "{way} on {name} needs {}, which the token does not carry: nobody can write",
                    missing.join(", ")
                ));
            }
            let upsert = rules
                .iter()
                .any(|other| other.way == Operation::Insert && !other.backend_only());
            match self.judge(rule, &owned).await? {
                Judgement::Bound => {
                    findings.extend(self.beyond_the_own(rule).await?);
                    notes.insert(format!("{way} on {name} is bound to the caller"));
                }
                Judgement::Nobodys => {
                    notes.insert(format!(
                        "{way} on {name} is open to role {role}; its rows have no owners"
                    ));
                }
                Judgement::Open(open) => findings.push(self.open(rule, &owned, &open)),
                Judgement::GivesAway(columns, severity) => {
                    findings.push(self.gives_away(rule, &columns, severity, upsert));
                }
            }
        }
        Ok(rules.len())
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

    fn open(&self, rule: &Rule<'_>, owned: &Owned, open: &judge::Open) -> Finding {
        let (way, (member, condition)) = (rule.way.word(), rule.rows());
        let who = self.actor().role();
        let mut evidence = json!({ member: condition });
        if rule.role != who {
            evidence["permission of role"] = json!(rule.role);
        }
        if !open.rows.is_empty() {
            evidence["rows of others that it admits"] = json!(open.rows);
        }
        if let Owned::Perhaps(why, _) = owned {
            evidence["owners"] = json!(why);
        }
        let reason = open.why.as_deref().map_or_else(
            || format!("the permission's {member} holds without the caller"),
            |why| format!("{why} in the permission's {member}"),
        );
        let whose = if open.nobodys {
            "that nobody owns"
        } else {
            "whoever they belong to"
        };
        self.finding(
            way,
            open.severity,
            format!("role {who} may {way} rows {whose}: {reason}"),
            evidence,
            format!(
                "compare the owner with X-Hasura-User-Id in the {member} of the role's {way} \
                 permission{}",
                if way == "insert" {
                    ", or preset the owner's column with it"
                } else {
                    ""
                }
            ),
        )
    }

    fn gives_away(
        &self,
        rule: &Rule<'_>,
        columns: &[String],
        severity: Severity,
        upsert: bool,
    ) -> Finding {
        let who = self.actor().role();
        let columns = columns.join(", ");
        let mut evidence = json!({
            "filter": rule.rule.filter,
            "check": rule.rule.check,
            "may set": columns,
        });
        if upsert {
            evidence["also through"] = json!("on_conflict of insert");
        }
        self.finding(
            "give_away",
            severity,
            format!(
                "role {who} may set {columns} of a row of theirs to anybody's: the update \
                 permission's check does not say that it stays theirs"
            ),
            evidence,
            format!(
                "repeat the filter of the role's update permission as its check, or take {columns} \
                 from its columns"
            ),
        )
    }

    fn finding(
        &self,
        path: &str,
        severity: Severity,
        summary: String,
        evidence: serde_json::Value,
        remedy: String,
    ) -> Finding {
        let role = self.actor().role();
        Finding {
            id: format!("P14:{}:{path}:{role}", self.table.name()),
            severity,
            proof: Proof::Static,
            table: Some(self.table.name().to_owned()),
            path: Some(path.to_owned()),
            role: Some(role.to_owned()),
            summary,
            request: export_request(self.ctx, self.admin),
            evidence,
            why: self.probe.why().to_owned(),
            remedy,
        }
    }
}

fn export_request(ctx: &Context<'_>, admin: &Admin) -> String {
    let command = json!({ "type": "export_metadata", "version": 2, "args": {} });
    Caller::admin(admin.secret.clone()).show_body(&ctx.client.url("/v1/metadata"), &command)
}

/// Functions that are mutations: the metadata tells who may call them and not what they write.
fn functions(probe: &Mutations, ctx: &Context<'_>, metadata: &Metadata) -> Vec<Finding> {
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
        findings.push(Finding {
            id: format!("P14:{name}:function:{role}"),
            severity: if told {
                Severity::Info
            } else {
                Severity::Medium
            },
            proof: Proof::Static,
            table: None,
            path: Some(name.clone()),
            role: Some(role.to_owned()),
            summary: format!(
                "role {role} may call the function {name}, which writes and is {}told who calls",
                if told { "" } else { "not " }
            ),
            request: export_request(ctx, admin),
            evidence: json!({ "configuration": function.configuration }),
            why: probe.why().to_owned(),
            remedy: "give the function a session_argument and let it write rows of the caller \
                     only, or take the role from its permissions"
                .into(),
        });
    }
    findings
}
