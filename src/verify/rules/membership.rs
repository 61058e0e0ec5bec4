//! Tables whose rows open others: members of a team, shares of a document, holders of a role.
//!
//! A filter such as `team.members.user_id = me` is bound to the caller only as long as the caller
//! has no say in who the members are. A [`Gate`] is such a part of a filter, with the columns by
//! which a row of its table lets somebody in; who may write those writes their own pass.

use serde_json::Value;

use super::writes::{Rule, bound_columns, names, own_columns};
use crate::hasura::metadata::{self, Comparison, Condition, Exists, Operand, Operator, TableName};
use crate::hasura::naming::camel;
use crate::operation::Operation;
use crate::verify::model::RoleTable;
use crate::verify::ownership::permission::column_of;
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
    /// What it opens its rows to, where that is not reading.
    pub to: Option<Operation>,
    pub pass: &'a metadata::TrackedTable,
    /// Its columns that name the caller.
    caller: Vec<String>,
    /// Its columns that say which rows are opened; none where it opens all of them.
    which: Vec<String>,
    /// Its columns that have to hold certain values besides.
    traits: Vec<String>,
    /// Where the filter looks for it from.
    pub from: &'a RoleTable,
    /// The columns there that say which rows are opened, with those of the pass that equal them.
    pub pairs: Vec<(String, String)>,
    at: At<'a>,
    schema: &'a Schema,
}

/// A table at some point of a filter.
#[derive(Clone, Copy, Debug)]
struct At<'a> {
    table: &'a RoleTable,
    config: &'a metadata::TrackedTable,
}

/// The schema that filters are walked in.
struct Walk<'a> {
    schema: &'a Schema,
    opens: &'a RoleTable,
    /// What the filter is asked before; `None` for reading.
    to: Option<Operation>,
    found: Vec<Gate<'a>>,
}

/// The gates in the filters of a role for a table: before its rows are read, changed or deleted.
pub(crate) fn of<'a>(table: &'a RoleTable, schema: &'a Schema, role: &str) -> Vec<Gate<'a>> {
    let Ok(config) = schema.tracked(&table.type_name) else {
        return Vec::new();
    };
    let mut walk = Walk {
        schema,
        opens: table,
        found: Vec::new(),
        to: None,
    };
    let metadata = &schema.export.metadata;
    if let Some(filter) = metadata.select_filter(config, role) {
        walk.condition(&filter.condition, At { table, config });
    }
    for way in [Operation::Update, Operation::Delete] {
        walk.to = Some(way);
        for held in metadata.writes(config, role, way) {
            let (_, filter) = held.permission.rows(way);
            walk.condition(&filter.condition, At { table, config });
        }
    }
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
                if let Some(next) = table.as_ref().and_then(|name| named(self.schema, name)) {
                    // What is compared belongs to the row that the whole filter is asked about.
                    self.gate(condition, next, (self.opens, compared(condition)));
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
        let Some(next) = behind(self.schema, name, at) else {
            return;
        };
        let pairs = joined(using, at.table);
        // A row that this one points to by its own column cannot be put there by writing it.
        if !pairs.is_empty() {
            self.gate(condition, next, (at.table, pairs));
        }
        self.condition(condition, next);
    }

    fn gate(
        &mut self,
        condition: &Condition,
        at: At<'a>,
        (from, pairs): (&'a RoleTable, Vec<(String, String)>),
    ) {
        let pass = at.config;
        let which: Vec<String> = pairs.iter().map(|(_, theirs)| theirs.clone()).collect();
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
            to: self.to,
            pass,
            which: which.into_iter().filter(names_row).collect(),
            traits,
            caller,
            from,
            pairs,
            at,
            schema: self.schema,
        });
    }
}

fn place<'a>(schema: &'a Schema, table: &'a RoleTable) -> Option<At<'a>> {
    let config = schema.tracked(&table.type_name).ok()?;
    Some(At { table, config })
}

/// The table behind a relationship.
fn behind<'a>(schema: &'a Schema, name: &str, at: At<'a>) -> Option<At<'a>> {
    let camel = camel(name);
    let known = at.table.relationships.iter();
    known
        .filter(|relationship| relationship.name == name || relationship.name == camel)
        .find_map(|relationship| schema.model.table(&relationship.target))
        .and_then(|table| place(schema, table))
}

fn named<'a>(schema: &'a Schema, name: &TableName) -> Option<At<'a>> {
    let (short, long) = (name.qualified(), format!("{}.{}", name.schema, name.name));
    let mut all = schema.model.tables.iter().filter(|table| {
        table
            .db_name
            .as_deref()
            .is_none_or(|known| known == short || known == long)
    });
    all.find_map(|table| place(schema, table).filter(|at| at.config.table.qualified() == short))
}

impl<'a> Gate<'a> {
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
                let filter = &rule.rule.filter.condition;
                // Who must have the trait to change anything here gains nothing by it, and who
                // must be in charge of the row, as the owner of a team is, has the right.
                let entitled = asks_for(filter, &self.traits) || self.by_right(filter, self.at);
                let gains = has_traits && !traits.is_empty() && !entitled;
                (!which.is_empty() || (gains && !self.opens_own(filter)))
                    && !self.leaves_caller_out(rule)
            }
            Operation::Delete => false,
        };
        open.then(|| which.into_iter().chain(traits).collect())
    }

    /// True when a condition holds for a reason of the caller's that is no pass: it is not enough
    /// that one names them.
    fn by_right(&self, condition: &Condition, at: At<'_>) -> bool {
        let is_pass = std::ptr::eq(at.config, self.pass);
        let beyond = |condition: &Condition, next: Option<At<'_>>| {
            next.is_some_and(|next| {
                let graded = std::ptr::eq(next.config, self.pass)
                    && condition.mentions_caller()
                    && asks_for(condition, &self.traits);
                graded || self.by_right(condition, next)
            })
        };
        match condition {
            Condition::And(parts) => parts.iter().any(|part| self.by_right(part, at)),
            Condition::Or(parts) => {
                !parts.is_empty() && parts.iter().all(|part| self.by_right(part, at))
            }
            Condition::Compare(comparison) => {
                condition.mentions_caller()
                    && comparison.operator.can_bind()
                    && !(is_pass && self.caller.contains(&comparison.column))
            }
            Condition::Related { name, condition } => {
                beyond(condition, behind(self.schema, name, at))
            }
            Condition::Exists(Exists { table, condition }) => {
                let next = table.as_ref().and_then(|name| named(self.schema, name));
                beyond(condition, next)
            }
            Condition::Not(_) | Condition::Unreadable(_) => false,
        }
    }

    /// True when a rule never lets a pass of the caller's own be written.
    fn leaves_caller_out(&self, rule: &Rule<'_>) -> bool {
        let parts = rule.rule.filter.condition.conjuncts().iter();
        let mut others = parts.filter_map(|part| match part {
            Condition::Compare(Comparison {
                column,
                operator: Operator::Neq,
                operand: Operand::Session(variable),
            }) if variable.is_user_id() => Some(column),
            _ => None,
        });
        others.any(|column| {
            let presets = &rule.rule.set;
            self.caller.contains(column) && !rule.writable(column) && presets.get(column).is_none()
        })
    }

    /// True when there can be one pass for what it opens: where there is one, nobody makes another.
    pub(crate) fn is_unique(&self) -> bool {
        let is_which = |name: &str| self.which.iter().any(|one| one == name);
        let key = self.at.table.primary_key.iter();
        let mut keys = key.map(|key| {
            let columns = key.columns.iter().map(|column| column.name.as_str());
            columns.collect::<Vec<_>>()
        });
        let writes = self.schema.model.writes_to(self.at.table);
        let constraints = writes
            .filter_map(|write| write.upsert.as_ref())
            .flat_map(|upsert| &upsert.constraints)
            .filter(|constraint| !constraint.columns.is_empty());
        let mut constraints = constraints.map(|constraint| {
            let columns = constraint.columns.iter().map(String::as_str);
            columns.collect::<Vec<_>>()
        });
        keys.any(|key| key.into_iter().all(is_which))
            || constraints.any(|key| key.into_iter().all(is_which))
    }

    /// The table of the passes.
    pub(crate) const fn passes(&self) -> &'a RoleTable {
        self.at.table
    }

    /// [`Self::pairs`] by the names that rows have.
    pub(crate) fn joined_fields(&self) -> Vec<(String, String)> {
        let from = self.schema.tracked(&self.from.type_name).ok();
        let field = |table: &RoleTable, config, name: &str| {
            let known = column_of(table, config, name);
            known.map_or_else(|| name.to_owned(), |column| column.name.clone())
        };
        let pairs = self.pairs.iter();
        pairs
            .map(|(own, theirs)| {
                let theirs = field(self.at.table, Some(self.pass), theirs);
                (field(self.from, from, own), theirs)
            })
            .collect()
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
    let parts = condition.conjuncts().iter();
    parts
        .filter_map(|part| match part {
            Condition::Compare(Comparison {
                column,
                operator: Operator::ColumnEq,
                operand:
                    Operand::Column {
                        name,
                        of_root: true,
                    },
            }) => Some((name.clone(), column.clone())),
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
