//! What the engine would not take as it is written, or takes for something else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::tables::Table;
use super::{Look, p22_inconsistent::META};
use crate::hasura::metadata::{Condition, Filter, roles};
use crate::operation::Operation;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::{Details, Draft};

/// P22, as far as metadata alone shows it (contracts: hasura §3.7).
pub(super) fn broken(look: &Look<'_>) -> Vec<Finding> {
    let mut findings = parents(look);
    for table in &look.tables {
        findings.extend(twice(look, table));
        findings.extend(unreadable(look, table));
        findings.extend(contradictions(look, table));
    }
    findings
}

/// Inherited roles with parents that have no permission anywhere.
fn parents(look: &Look<'_>) -> Vec<Finding> {
    let mut known: BTreeSet<&str> = look.roles.iter().map(|role| role.name.as_str()).collect();
    roles_in(look.schema.export.document(), &mut known);
    let all = look.metadata.inherited_roles.iter().enumerate();
    all.filter_map(|(at, role)| {
        let missing: Vec<&str> = role
            .role_set
            .iter()
            .map(String::as_str)
            .filter(|parent| !known.contains(parent))
            .collect();
        let name = &role.role_name;
        let draft = META
            .by_reading(Severity::Medium)
            .part(name)
            .part("parents")
            .asked_as(name)
            .at(look.places.of(&format!("/inherited_roles/{at}")));
        (!missing.is_empty()).then(|| {
            draft.told(Details {
                summary: format!(
                    "role {name} inherits from {}, which no permission names: the engine calls it \
                     inconsistent",
                    missing.join(", ")
                ),
                request: String::new(),
                evidence: json!({ "role_set": role.role_set }),
                remedy: "correct the names in role_set, or give these roles their permissions"
                    .into(),
            })
        })
    })
    .collect()
}

/// The roles that permissions of any kind name: those of actions, functions and remote schemas too.
fn roles_in<'d>(document: &'d Value, found: &mut BTreeSet<&'d str>) {
    match document {
        Value::Object(members) => {
            found.extend(members.get("role").and_then(Value::as_str));
            for member in members.values() {
                roles_in(member, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| roles_in(item, found)),
        _ => {}
    }
}

/// Permissions that are there twice.
fn twice(look: &Look<'_>, table: &Table<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let selects = table.tracked.select_permissions.iter();
    let mut kinds = vec![(
        "select",
        selects.map(|one| one.role.as_str()).collect::<Vec<_>>(),
    )];
    for way in Operation::ALL {
        let rules = table.tracked.write_permissions(way).iter();
        kinds.push((way.word(), rules.map(|one| one.role.as_str()).collect()));
    }
    for (kind, roles) in kinds {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (number, role) in roles.into_iter().enumerate() {
            if seen.insert(role, number).is_none() {
                continue;
            }
            let draft = draft(table, kind, "twice", role);
            let place = look.at(table, kind, number, "");
            findings.push(draft.at(place).told(Details {
                summary: format!(
                    "role {role} has two {kind} permissions here, and the engine refuses such \
                     metadata"
                ),
                request: String::new(),
                evidence: json!({}),
                remedy: "make one of the two".into(),
            }));
        }
    }
    findings
}

/// Conditions that are none.
fn unreadable(look: &Look<'_>, table: &Table<'_>) -> Vec<Finding> {
    let selects = table.tracked.select_permissions.iter().enumerate();
    let mut all: Vec<(&str, usize, &str, &str, &Filter)> = selects
        .map(|(at, one)| ("select", at, "filter", &*one.role, &one.permission.filter))
        .collect();
    for way in Operation::ALL {
        for (at, one) in table.tracked.write_permissions(way).iter().enumerate() {
            let rule = &one.permission;
            all.push((way.word(), at, "filter", &one.role, &rule.filter));
            all.push((way.word(), at, "check", &one.role, &rule.check));
        }
    }
    let mut findings = Vec::new();
    for (kind, number, member, role, filter) in all {
        let mut found = None;
        filter.condition.visit(&mut |part| {
            if let Condition::Unreadable(value) = part {
                found = Some(value.clone());
            }
        });
        let Some(value) = found else { continue };
        let place = look.at(table, kind, number, member);
        let draft = draft(table, kind, "unreadable", role).at(place);
        findings.push(draft.told(Details {
            summary: format!(
                "the {member} of role {role}'s {kind} permission has {value} where a condition \
                 belongs"
            ),
            request: String::new(),
            evidence: json!({ member: filter }),
            remedy: "write an object: {} for every row, or {column: {_eq: value}}".into(),
        }));
    }
    findings
}

/// Parents of an inherited role whose permissions to write differ.
fn contradictions(look: &Look<'_>, table: &Table<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for role in look.roles.iter().filter(|role| role.inherited) {
        for way in Operation::ALL {
            let held = look.metadata.writes(table.tracked, &role.name, way);
            if !roles::contradict(&held) {
                continue;
            }
            let parents: Vec<&str> = held.iter().map(|one| one.role.as_str()).collect();
            let (way, name) = (way.word(), &role.name);
            let place = look.places.of(&table.pointer);
            findings.push(draft(table, way, "parents", name).at(place).told(Details {
                summary: format!(
                    "role {name} may {way} nothing here: its parents {} have different permissions \
                     for it",
                    parents.join(", ")
                ),
                request: String::new(),
                evidence: json!({ "parents": parents }),
                remedy: format!("give role {name} an {way} permission of its own"),
            }));
        }
    }
    findings
}

fn draft(table: &Table<'_>, kind: &str, what: &str, role: &str) -> Draft {
    META.by_reading(Severity::Medium)
        .table(&table.name)
        .way(kind)
        .part(what)
        .role(role)
}
