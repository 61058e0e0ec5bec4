//! Where conditions look for the caller in other tables.

use serde_json::Value;

use super::{Asked, Gate};
use crate::hasura::metadata::{self, Condition, Exists, TableName};
use crate::operation::Operation;
use crate::verify::model::RoleTable;
use crate::verify::rules::writes::{Rule, names, of_role, own_columns};
use crate::verify::schema::Schema;

/// A table at some point of a condition.
#[derive(Clone, Copy, Debug)]
pub(super) struct At<'a> {
    pub table: &'a RoleTable,
    pub config: &'a metadata::TrackedTable,
}

/// The schema that conditions are walked in.
pub(super) struct Walk<'a> {
    schema: &'a Schema,
    roles: &'a [String],
    opens: &'a RoleTable,
    /// What the condition is asked before; `None` for reading.
    to: Option<Operation>,
    /// Whoever is found there is kept out.
    denies: bool,
    found: Vec<Gate<'a>>,
}

/// What a part of a condition leads to.
pub(super) enum Found<'a, 'c> {
    Gate(Box<Gate<'a>>),
    /// A row that is pointed to, and what is asked of it.
    Behind(&'c str, &'c Condition, At<'a>),
    Nothing,
}

/// The gates in the conditions of roles for a table: before its rows are read, made, changed or
/// deleted. Who may assume several roles writes in one what another believes.
pub(crate) fn of<'a>(
    table: &'a RoleTable,
    schema: &'a Schema,
    roles: &'a [String],
) -> Vec<Gate<'a>> {
    let Ok(config) = schema.tracked(&table.type_name) else {
        return Vec::new();
    };
    let at = At { table, config };
    let mut walk = Walk::new(table, schema, roles);
    let metadata = &schema.export.metadata;
    for role in roles {
        walk.to = None;
        if let Some(filter) = metadata.select_filter(config, role) {
            walk.condition(&filter.condition, at);
        }
        for rule in of_role(metadata, config, role) {
            walk.rule(&rule, at);
        }
    }
    walk.found
}

impl<'a> Walk<'a> {
    fn new(opens: &'a RoleTable, schema: &'a Schema, roles: &'a [String]) -> Self {
        Self {
            schema,
            roles,
            opens,
            to: None,
            denies: false,
            found: Vec::new(),
        }
    }

    fn rule(&mut self, rule: &Rule<'_>, at: At<'a>) {
        self.to = Some(rule.way);
        if rule.way != Operation::Insert {
            self.condition(&rule.rule.filter.condition, at);
        }
        // Whoever makes rows of their own makes nothing of another's by it.
        if rule.way != Operation::Delete && !rule.presets_caller() {
            self.condition(&rule.rule.check.condition, at);
        }
    }

    /// What one part of a condition leads to that is asked of a row of another gate's passes, or
    /// of what stands behind one.
    pub(super) fn in_part<'c>(gate: &Gate<'a>, part: &'c Condition, at: At<'a>) -> Found<'a, 'c> {
        let mut walk = Self::new(gate.at.table, gate.schema, gate.roles);
        if let Condition::Related { name, condition } = part
            && let Some(next) = walk.points_to(name, at)
        {
            return Found::Behind(name, condition, next);
        }
        walk.part(part, at);
        // What stands further behind was found before.
        walk.found
            .pop()
            .map_or(Found::Nothing, |gate| Found::Gate(Box::new(gate)))
    }

    /// Where a row points to by its own column.
    fn points_to(&self, name: &str, at: At<'a>) -> Option<At<'a>> {
        let objects = at.config.object_relationships.iter();
        let mut points = objects.filter(|relationship| relationship.name == name);
        let using = &points.next()?.using;
        let points = joined(using, at.table).is_empty();
        points.then(|| behind(self.schema, name, at)).flatten()
    }

    fn condition(&mut self, condition: &Condition, at: At<'a>) {
        let parts = condition.conjuncts();
        for (index, part) in parts.iter().enumerate() {
            // Whoever comes in by another part as well only comes to rows of their own.
            let own_anyway = parts.iter().enumerate().any(|(other, part)| {
                other != index && at.table.type_name == self.opens.type_name && part.is_callers()
            });
            if !own_anyway && part.mentions_caller() {
                self.part(part, at);
            }
        }
    }

    fn part(&mut self, part: &Condition, at: At<'a>) {
        match part {
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    self.condition(part, at);
                }
            }
            Condition::Exists(Exists { table, condition }) => {
                if let Some(next) = table.as_ref().and_then(|name| named(self.schema, name)) {
                    // What is compared belongs to the row that the whole filter is asked about.
                    self.gate(condition, next, (self.opens, compared(condition)));
                }
            }
            Condition::Related { name, condition } => self.relationship(name, condition, at),
            Condition::Not(inner) => {
                self.denies = !self.denies;
                self.condition(inner, at);
                self.denies = !self.denies;
            }
            Condition::Compare(_) | Condition::Unreadable(_) => {}
        }
    }

    fn relationship(&mut self, name: &str, condition: &Condition, at: At<'a>) {
        let all = at.config.object_relationships.iter();
        let Some(using) = all
            .chain(&at.config.array_relationships)
            .find(|relationship| relationship.name == name)
            .map(|relationship| &relationship.using)
        else {
            return;
        };
        let Some(next) = behind(self.schema, name, at) else {
            return;
        };
        let pairs = joined(using, at.table);
        if pairs.is_empty() {
            // A row that this one points to by its own column cannot be put there by writing it.
            self.condition(condition, next);
        } else {
            self.gate(condition, next, (at.table, pairs));
        }
    }

    fn gate(
        &mut self,
        condition: &Condition,
        at: At<'a>,
        (from, pairs): (&'a RoleTable, Vec<(String, String)>),
    ) {
        let asked = Asked::of(condition, &pairs, at.config);
        let before = self.found.len();
        self.condition(condition, at);
        if let Some(asked) = asked {
            let behind = self.found[before..].iter().map(|gate| gate.pass).collect();
            self.found.push(Gate {
                opens: self.opens,
                to: self.to,
                denies: self.denies,
                pass: at.config,
                asked,
                behind,
                from,
                pairs,
                at,
                written_at: at,
                schema: self.schema,
                roles: self.roles,
            });
        }
    }
}

fn place<'a>(schema: &'a Schema, table: &'a RoleTable) -> Option<At<'a>> {
    let config = schema.tracked(&table.type_name).ok()?;
    Some(At { table, config })
}

/// The table behind a relationship.
pub(super) fn behind<'a>(schema: &'a Schema, name: &str, at: At<'a>) -> Option<At<'a>> {
    place(schema, schema.behind(at.table, name)?)
}

pub(super) fn named<'a>(schema: &'a Schema, name: &TableName) -> Option<At<'a>> {
    place(schema, schema.named(name)?)
}

/// The columns of a table that a relationship joins with those on its other side, where what
/// decides stands there (contracts: hasura §4.4).
fn joined(using: &Value, table: &RoleTable) -> Vec<(String, String)> {
    if !own_columns(using).is_empty() {
        let mapping = using.pointer("/manual_configuration/column_mapping");
        let pairs = mapping.and_then(Value::as_object).into_iter().flatten();
        return pairs
            .filter_map(|(own, far)| Some((own.clone(), far.as_str()?.to_owned())))
            .collect();
    }
    let Some(key) = using.get("foreign_key_constraint_on") else {
        return Vec::new();
    };
    let far = key
        .get("columns")
        .or_else(|| key.get("column"))
        .map_or_else(Vec::new, names);
    // A foreign key leads to the primary key, in most cases.
    let own = table.primary_key.iter().flat_map(|key| &key.columns);
    let mut own = own.map(|column| column.name.clone());
    far.into_iter()
        .map(|far| (own.next().unwrap_or_default(), far))
        .collect()
}

/// The columns of the row it stands at that must equal one of the table that is looked into.
fn compared(condition: &Condition) -> Vec<(String, String)> {
    let links = condition
        .conjuncts()
        .iter()
        .filter_map(Condition::equals_root);
    links
        .map(|(theirs, own)| (own.to_owned(), theirs.to_owned()))
        .collect()
}
