//! Tables whose rows open others: members of a team, shares of a document, holders of a role.
//!
//! A filter such as `team.members.user_id = me` is bound to the caller only as long as the caller
//! has no say in who the members are. A [`Gate`] is such a part of a filter, with the columns by
//! which a row of its table lets somebody in; who may write those writes their own pass.

use serde_json::{Map, Value};

use super::writes::{Rule, bound_columns, names, own_columns};
use crate::hasura::metadata::{self, Comparison, Condition, Exists, Operand, Operator, TableName};
use crate::hasura::naming::camel;
use crate::operation::Operation;
use crate::verify::model::RoleTable;
use crate::verify::schema::Schema;

/// A part of a table's filter that looks for the caller among the rows of another table.
///
/// A row of that other table, the pass, lets the caller in when its `caller` columns name them, its
/// `which` columns name the row to be opened, and its `traits` have the values that the filter
/// asks for, such as a grade. Who may write all of these at will gives themselves the pass.
#[derive(Debug)]
pub(crate) struct Gate<'a> {
    /// The table that it opens.
    pub opens: &'a RoleTable,
    pub pass: &'a metadata::TrackedTable,
    /// Its columns that name the caller.
    caller: Vec<String>,
    /// Its columns that say which rows are opened; none where it opens all of them.
    which: Vec<String>,
    /// Its columns that have to hold certain values besides.
    traits: Vec<String>,
}

/// A table at some point of a filter.
#[derive(Clone, Copy)]
struct At<'a> {
    table: &'a RoleTable,
    config: &'a metadata::TrackedTable,
}

/// The schema that filters are walked in.
struct Walk<'a> {
    schema: &'a Schema,
    opens: &'a RoleTable,
    found: Vec<Gate<'a>>,
}

/// The gates in the filter of a role for a table.
pub(crate) fn of<'a>(table: &'a RoleTable, schema: &'a Schema, role: &str) -> Vec<Gate<'a>> {
    let Ok(config) = schema.tracked(&table.type_name) else {
        return Vec::new();
    };
    let Some(filter) = schema.export.metadata.select_filter(config, role) else {
        return Vec::new();
    };
    let mut walk = Walk {
        schema,
        opens: table,
        found: Vec::new(),
    };
    walk.condition(&filter.condition, At { table, config });
    walk.found
}

impl<'a> Walk<'a> {
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
                if let Some(next) = table.as_ref().and_then(|name| self.named(name)) {
                    self.gate(condition, next.config, compared(condition));
                    self.condition(condition, next);
                }
            }
            Condition::Related { name, condition } => self.relationship(name, condition, at),
            Condition::Not(_) | Condition::Compare(_) | Condition::Unreadable(_) => {}
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
        let camel = camel(name);
        let known = at.table.relationships.iter();
        let Some(next) = known
            .filter(|relationship| relationship.name == name || relationship.name == camel)
            .find_map(|relationship| self.schema.model.table(&relationship.target))
            .and_then(|table| self.at(table))
        else {
            return;
        };
        let which = far_columns(using);
        // A row that this one points to by its own column cannot be put there by writing it.
        if !which.is_empty() {
            self.gate(condition, next.config, which);
        }
        self.condition(condition, next);
    }

    fn gate(
        &mut self,
        condition: &Condition,
        pass: &'a metadata::TrackedTable,
        which: Vec<String>,
    ) {
        let caller: Vec<String> = bound_columns(condition, pass).into_iter().collect();
        let names_row = |column: &String| !caller.contains(column);
        if caller.is_empty() || (!which.is_empty() && !which.iter().any(names_row)) {
            return;
        }
        let named = condition.conjuncts().iter().filter_map(Condition::name);
        let traits = named
            .map(ToOwned::to_owned)
            .filter(|name| !is_relationship(pass, name))
            .filter(|name| !caller.contains(name) && !which.contains(name))
            .collect();
        self.found.push(Gate {
            opens: self.opens,
            pass,
            which: which.into_iter().filter(names_row).collect(),
            traits,
            caller,
        });
    }

    fn at(&self, table: &'a RoleTable) -> Option<At<'a>> {
        let config = self.schema.tracked(&table.type_name).ok()?;
        Some(At { table, config })
    }

    fn named(&self, name: &TableName) -> Option<At<'a>> {
        let (short, long) = (name.qualified(), format!("{}.{}", name.schema, name.name));
        let mut all = self.schema.model.tables.iter().filter(|table| {
            table
                .db_name
                .as_deref()
                .is_none_or(|known| known == short || known == long)
        });
        all.find_map(|table| {
            self.at(table)
                .filter(|at| at.config.table.qualified() == short)
        })
    }
}

impl Gate<'_> {
    /// The columns by which a permission lets its holder through; `None` where it does not.
    ///
    /// An insertion makes a new pass: it has to name the caller, to leave free which row is opened
    /// (a gate without such columns opens all), and to leave every trait free. An update changes
    /// a pass that is there: it opens another row where such a column is free, or gives the pass
    /// its traits. To delete a pass only closes.
    pub(crate) fn opened_by(&self, rule: &Rule<'_>) -> Option<Vec<String>> {
        let free = |columns: &[String]| -> Vec<String> {
            let columns = columns.iter();
            columns
                .filter(|column| rule.free(column, self.pass))
                .cloned()
                .collect()
        };
        let (which, traits) = (free(&self.which), free(&self.traits));
        let has_traits = traits.len() == self.traits.len();
        let open = match rule.way {
            Operation::Insert => {
                let presets: Vec<&str> = rule.rule.presets().collect();
                let names_me = self
                    .caller
                    .iter()
                    .any(|column| presets.contains(&column.as_str()) || rule.writable(column));
                names_me && has_traits && (self.which.is_empty() || !which.is_empty())
            }
            Operation::Update => {
                // Who must have the trait to change anything here gains nothing by it.
                let asks = asks_for(&rule.rule.filter.condition, &self.traits);
                let gains = has_traits && !traits.is_empty() && !asks;
                !which.is_empty() || (gains && !self.opens_own(&rule.rule.filter.condition))
            }
            Operation::Delete => false,
        };
        open.then(|| which.into_iter().chain(traits).collect())
    }

    /// True when the rows that a filter lets change open no rows but those that name the caller
    /// themselves, as a patient's grants open the patient's records.
    fn opens_own(&self, filter: &Condition) -> bool {
        let own = filter.conjuncts().iter().filter(|part| part.is_callers());
        own.filter_map(Condition::name)
            .any(|name| self.which.iter().any(|one| one == name))
    }
}

fn is_relationship(table: &metadata::TrackedTable, name: &str) -> bool {
    let all = table.object_relationships.iter();
    all.chain(&table.array_relationships)
        .any(|relationship| relationship.name == name)
}

/// True when a condition requires something of one of these columns.
fn asks_for(condition: &Condition, columns: &[String]) -> bool {
    let mut named = condition.conjuncts().iter().filter_map(Condition::name);
    named.any(|name| columns.iter().any(|column| column == name))
}

/// The columns on the other side of a relationship whose key is there (contracts: hasura §4.4).
fn far_columns(using: &Value) -> Vec<String> {
    if !own_columns(using).is_empty() {
        let mapping = using.pointer("/manual_configuration/column_mapping");
        let far = mapping.and_then(Value::as_object).into_iter();
        return far
            .flat_map(Map::values)
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect();
    }
    let Some(key) = using.get("foreign_key_constraint_on") else {
        return Vec::new();
    };
    key.get("columns")
        .or_else(|| key.get("column"))
        .map_or_else(Vec::new, names)
}

/// The columns of the table that is looked into that must equal one of the row it stands at.
fn compared(condition: &Condition) -> Vec<String> {
    let parts = condition.conjuncts().iter();
    parts
        .filter_map(|part| match part {
            Condition::Compare(Comparison {
                column,
                operator: Operator::ColumnEq,
                operand: Operand::Column { of_root: true, .. },
            }) => Some(column.clone()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::hasura::metadata::Export;
    use crate::hasura::metadata::condition::EXISTS;
    use crate::verify::model::{ListArgs, Model, Relationship};
    use crate::verify::rules::writes::of_role;
    use serde_json::json;

    /// Rooms whose members see them; returns what an insert or update of members opens by.
    fn opened(filter: &Value, permissions: &Value) -> Option<Vec<String>> {
        let mut members = json!({"table": "members", "object_relationships": [
            {"name": "room", "using": {"foreign_key_constraint_on": "room_id"}}]});
        let rules = permissions.as_object().unwrap().clone();
        members.as_object_mut().unwrap().extend(rules);
        let export = Export::read(
            json!({"version": 3, "sources": [{"name": "default", "tables": [
            {"table": "rooms",
                "array_relationships": [{"name": "members", "using": {"foreign_key_constraint_on":
                    {"table": "members", "column": "room_id"}}}],
                "select_permissions": [{"role": "user", "permission": {"columns": ["id"],
                    "filter": filter}}]},
            members]}]}),
        )
        .unwrap();
        let mut rooms = RoleTable::new("rooms");
        rooms.db_name = Some("rooms".into());
        rooms.relationships.push(Relationship {
            name: "members".into(),
            target: "members".into(),
            array: true,
            computed: false,
            args: ListArgs::default(),
            aggregate: None,
        });
        let mut passes = RoleTable::new("members");
        passes.db_name = Some("members".into());
        let model = Model {
            tables: vec![rooms, passes],
            ..Model::default()
        };
        let schema = Schema::new(Arc::new(model), export);
        let gates = of(&schema.model.tables[0], &schema, "user");
        let rules = of_role(&schema.export.metadata, gates.first()?.pass, "user");
        gates.iter().find_map(|gate| gate.opened_by(rules.first()?))
    }

    fn me() -> Value {
        json!({"_eq": "X-Hasura-User-Id"})
    }

    fn insert(check: &Value, columns: &[&str]) -> Value {
        json!({"insert_permissions": [{"role": "user",
            "permission": {"check": check, "columns": columns}}]})
    }

    #[test]
    fn who_may_join_any_room_sees_any_room() {
        let filter = json!({"members": {"user_id": me()}});
        let both = ["room_id", "user_id"];
        let check = json!({"user_id": me()});
        assert_eq!(
            opened(&filter, &insert(&check, &both)).unwrap(),
            ["room_id"]
        );
        let invited = json!({"user_id": me(), "room": {"invited": {"user_id": me()}}});
        assert!(opened(&filter, &insert(&invited, &both)).is_none());
        // Somebody else says which room, or who is in it.
        assert!(opened(&filter, &insert(&check, &["user_id"])).is_none());
        assert!(opened(&filter, &insert(&json!({}), &["room_id"])).is_none());
        // Another part of the filter already limits the caller to their own rooms.
        let own = json!({"owner_id": me(), "members": {"user_id": me()}});
        assert!(opened(&own, &insert(&check, &both)).is_none());
    }

    #[test]
    fn who_may_raise_a_membership_has_what_it_asks_for() {
        let filter = json!({"members": {"user_id": me(), "grade": {"_eq": "head"}}});
        let update = |columns: &[&str], filter: &Value| {
            json!({"update_permissions": [{"role": "user", "permission": {
                "columns": columns, "filter": filter, "check": {"user_id": me()}}}]})
        };
        let mine = json!({"user_id": me()});
        assert_eq!(
            opened(&filter, &update(&["grade"], &mine)).unwrap(),
            ["grade"]
        );
        assert!(opened(&filter, &update(&["muted"], &mine)).is_none());
        let heads = json!({"user_id": me(), "grade": {"_eq": "head"}});
        assert!(opened(&filter, &update(&["grade"], &heads)).is_none());
    }

    #[test]
    fn a_look_into_another_table_is_a_pass_too() {
        let filter = json!({ EXISTS: {"_table": {"schema": "public", "name": "members"},
            "_where": {"room_id": {"_ceq": ["$", "id"]}, "user_id": me()}}});
        let check = json!({"user_id": me()});
        let rule = insert(&check, &["room_id", "user_id"]);
        assert_eq!(opened(&filter, &rule).unwrap(), ["room_id"]);
        let switch = json!({ EXISTS: {"_table": {"schema": "public", "name": "members"},
            "_where": {"user_id": me()}}});
        assert!(opened(&switch, &rule).unwrap().is_empty());
    }
}
