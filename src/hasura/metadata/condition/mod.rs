//! Which rows: the language of permissions, read once (contracts: hasura §3.7).
//!
//! Metadata has several spellings for one condition: `_eq` and `$eq`, `{column: value}` for
//! `{column: {_eq: value}}`, one object in place of a list, several members in place of `_and`.
//! They all become the same [`Condition`]. The `where` of a request speaks the same language, so
//! conditions for requests are made of the same words.
//!
//! What Hasura makes of it, as far as the words do not say: `_and` of nothing holds for every row
//! and `_or` of nothing for none; `_eq: null` means *is null* and becomes that here; a text that
//! begins with `x-hasura-` is a session variable where it is the whole operand, and literal text
//! inside a list or a document.

mod read;
mod requests;
#[cfg(test)]
mod tests;
mod variable;

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::operator::Operator;
use super::table_name::TableName;
use read::{field, member};
pub(crate) use requests::{all_of, is_condition_type, joins, none_of, one_of};
pub(crate) use variable::{Variable, names_caller, preset_variables};

const AND: &str = "_and";
const OR: &str = "_or";
const NOT: &str = "_not";
/// The word for a look into any table, which requests do not have.
pub(crate) const EXISTS: &str = "_exists";

/// A condition as metadata has it, with what it says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    raw: Value,
    pub condition: Condition,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Condition {
    /// All of them hold; of nothing, every row meets it. None of them is an `And`.
    And(Vec<Self>),
    /// One of them holds; of nothing, no row meets it.
    Or(Vec<Self>),
    Not(Box<Self>),
    Exists(Exists),
    Compare(Comparison),
    /// A row behind a relationship meets it.
    Related {
        name: String,
        condition: Box<Self>,
    },
    /// JSON that is no condition.
    Unreadable(Value),
}

/// Some row of a table meets a condition, whatever row is asked about unless the condition
/// compares with it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Exists {
    /// The table; `None` where the metadata names none.
    pub table: Option<TableName>,
    pub condition: Box<Condition>,
}

/// A column and what it is compared with; several operators on a column are several of these.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Comparison {
    pub column: String,
    pub operator: Operator,
    pub operand: Operand,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Session(Variable),
    /// A column of the same row, or with `of_root` of the row that the whole filter is asked about
    /// (`["$", "column"]`).
    Column {
        name: String,
        of_root: bool,
    },
    Literal(Value),
}

impl Filter {
    pub(crate) fn new(raw: Value) -> Self {
        let condition = Condition::read(&raw);
        Self { raw, condition }
    }

    /// Rows that one of several filters admits.
    pub(crate) fn one_of(filters: &[&Self]) -> Self {
        match filters {
            [one] => (*one).clone(),
            several => Self {
                raw: one_of(several.iter().map(|filter| filter.raw.clone())),
                condition: Condition::any(several.iter().map(|filter| filter.condition.clone())),
            },
        }
    }

    /// True when nothing is written where a condition belongs.
    pub(crate) fn is_absent(&self) -> bool {
        self.raw.is_null()
    }
}

impl fmt::Display for Filter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::new)
    }
}

impl Serialize for Filter {
    /// As it was written.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.raw.serialize(serializer)
    }
}

impl Default for Condition {
    fn default() -> Self {
        Self::And(Vec::new())
    }
}

impl Condition {
    pub(crate) fn read(value: &Value) -> Self {
        match value {
            Value::Null => Self::default(),
            Value::Object(members) => {
                Self::all(members.iter().map(|(name, value)| member(name, value)))
            }
            other => Self::Unreadable(other.clone()),
        }
    }

    /// All of them; one alone is itself.
    pub(crate) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            1 => flat.remove(0),
            _ => Self::And(flat),
        }
    }

    /// One of them; one alone is itself.
    pub(crate) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut parts: Vec<Self> = parts.into_iter().collect();
        match parts.len() {
            1 => parts.remove(0),
            _ => Self::Or(parts),
        }
    }

    /// What holds where a condition does not, with `_not` as far inside as it goes: it is true,
    /// false and null for the same rows.
    pub(crate) fn not(condition: Self) -> Self {
        match condition {
            Self::And(parts) => Self::any(parts.into_iter().map(Self::not)),
            Self::Or(parts) => Self::all(parts.into_iter().map(Self::not)),
            Self::Not(inner) => *inner,
            Self::Compare(comparison) => match comparison.denied() {
                Some(denied) => Self::Compare(denied),
                None => Self::Not(Box::new(Self::Compare(comparison))),
            },
            // Whether there is such a row is never null, and has no other word.
            other => Self::Not(Box::new(other)),
        }
    }

    pub(crate) fn compare(column: &str, operator: Operator, value: Value) -> Self {
        Self::Compare(Comparison {
            column: column.to_owned(),
            operator,
            operand: Operand::Literal(value),
        })
    }

    pub(crate) fn related(name: &str, condition: Self) -> Self {
        Self::Related {
            name: name.to_owned(),
            condition: Box::new(condition),
        }
    }

    /// True when it asks for nothing.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::And(parts) if parts.is_empty())
    }

    /// The parts that all have to hold.
    pub(crate) fn conjuncts(&self) -> &[Self] {
        match self {
            Self::And(parts) => parts,
            one => std::slice::from_ref(one),
        }
    }

    /// The name of the column or relationship that it is about, if it is about one.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Compare(comparison) => Some(&comparison.column),
            Self::Related { name, .. } => Some(name),
            Self::And(_) | Self::Or(_) | Self::Not(_) | Self::Exists(_) | Self::Unreadable(_) => {
                None
            }
        }
    }

    /// True for a column that must equal the caller's id.
    pub(crate) fn is_callers(&self) -> bool {
        matches!(self, Self::Compare(Comparison {
            operator: Operator::Eq,
            operand: Operand::Session(variable),
            ..
        }) if variable.is_user_id())
    }

    /// The column that has to be null.
    pub(crate) fn is_null(&self) -> Option<&str> {
        let Self::Compare(comparison) = self else {
            return None;
        };
        let asks = match (&comparison.operator, &comparison.operand) {
            (Operator::IsNull, Operand::Literal(is)) => *is == Value::Bool(true),
            (Operator::Eq, Operand::Literal(value)) => value.is_null(),
            _ => false,
        };
        asks.then_some(comparison.column.as_str())
    }

    /// The session variables in it, in lower case.
    pub(crate) fn variables(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.visit(&mut |part| {
            let Self::Compare(comparison) = part else {
                return;
            };
            match &comparison.operand {
                Operand::Session(variable) => {
                    found.insert(variable.in_lower_case().as_str().to_owned());
                }
                // What a document is compared as is a condition of its own.
                Operand::Literal(Value::Object(casts)) if comparison.operator == Operator::Cast => {
                    for tests in casts.values() {
                        found.extend(field(&comparison.column, tests).variables());
                    }
                }
                Operand::Literal(_) | Operand::Column { .. } => {}
            }
        });
        found
    }

    /// True when it compares anything with a session variable of the caller; a first look that
    /// needs neither names nor values.
    pub(crate) fn mentions_caller(&self) -> bool {
        names_caller(&self.variables())
    }

    /// The names of columns, computed fields and relationships in it.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.visit(&mut |part| found.extend(part.name().map(ToOwned::to_owned)));
        found
    }

    /// The column of the row that the whole filter is asked about, in a comparison with one.
    pub(crate) fn of_root(&self) -> Option<&str> {
        match self {
            Self::Compare(Comparison {
                operand:
                    Operand::Column {
                        name,
                        of_root: true,
                    },
                ..
            }) => Some(name),
            _ => None,
        }
    }

    /// The column that must equal one of the row that the whole filter is asked about, and that one.
    pub(crate) fn equals_root(&self) -> Option<(&str, &str)> {
        match self {
            Self::Compare(comparison) if comparison.operator == Operator::ColumnEq => {
                Some((&comparison.column, self.of_root()?))
            }
            _ => None,
        }
    }

    /// True when something in it is compared with the row that the whole filter is asked about.
    pub(crate) fn mentions_root(&self) -> bool {
        let mut found = false;
        self.visit(&mut |part| {
            if let Self::Compare(comparison) = part {
                let own = matches!(comparison.operand, Operand::Column { of_root: false, .. });
                found |= comparison.operator.compares_columns() && !own;
            }
        });
        found
    }

    /// Looks at it and at every part of it.
    pub(crate) fn visit(&self, look: &mut impl FnMut(&Self)) {
        look(self);
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.visit(look)),
            Self::Not(condition)
            | Self::Exists(Exists { condition, .. })
            | Self::Related { condition, .. } => condition.visit(look),
            Self::Compare(_) | Self::Unreadable(_) => {}
        }
    }

    /// The same with everything whose order means nothing in one order, and without repetitions:
    /// two conditions of the same parts are equal then.
    pub(crate) fn sorted(&self) -> Self {
        match self {
            Self::And(parts) => Self::all(in_order(parts.iter().map(Self::sorted))),
            Self::Or(parts) => Self::any(in_order(parts.iter().map(Self::sorted))),
            Self::Not(condition) => Self::not(condition.sorted()),
            Self::Exists(exists) => Self::Exists(Exists {
                table: exists.table.clone(),
                condition: Box::new(exists.condition.sorted()),
            }),
            Self::Related { name, condition } => Self::related(name, condition.sorted()),
            Self::Compare(comparison) => {
                let mut comparison = comparison.clone();
                match &mut comparison.operand {
                    Operand::Session(variable) => *variable = variable.in_lower_case(),
                    Operand::Literal(Value::Array(items)) if comparison.operator.takes_a_set() => {
                        items.sort_by_key(Value::to_string);
                    }
                    Operand::Literal(_) | Operand::Column { .. } => {}
                }
                Self::Compare(comparison)
            }
            Self::Unreadable(_) => self.clone(),
        }
    }

    /// As JSON, in the newer spelling.
    pub(crate) fn print(&self) -> Value {
        match self {
            Self::And(parts) if parts.is_empty() => json!({}),
            Self::And(parts) => all_of(parts.iter().map(Self::print)),
            Self::Or(parts) => one_of(parts.iter().map(Self::print)),
            Self::Not(condition) => none_of(&condition.print()),
            Self::Exists(exists) => {
                let mut inner = Map::new();
                if let Some(table) = &exists.table {
                    inner.insert("_table".into(), json!(table));
                }
                inner.insert("_where".into(), exists.condition.print());
                json!({ EXISTS: inner })
            }
            Self::Compare(comparison) => {
                let (column, operator) = (&comparison.column, comparison.operator.word());
                json!({ column: { operator: comparison.operand.print() } })
            }
            Self::Related { name, condition } => json!({ name: condition.print() }),
            Self::Unreadable(value) => value.clone(),
        }
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.print().fmt(f)
    }
}

fn in_order(parts: impl Iterator<Item = Condition>) -> Vec<Condition> {
    let mut parts: Vec<Condition> = parts.collect();
    parts.sort_by_cached_key(Condition::to_string);
    parts.dedup();
    parts
}

impl Comparison {
    fn read(column: &str, operator: Operator, operand: &Value) -> Self {
        if operand.is_null() && matches!(operator, Operator::Eq | Operator::Neq) {
            return Self {
                column: column.to_owned(),
                operand: Operand::Literal(Value::Bool(operator == Operator::Eq)),
                operator: Operator::IsNull,
            };
        }
        Self {
            column: column.to_owned(),
            operand: Operand::read(&operator, operand),
            operator,
        }
    }

    /// The comparison that holds where this one does not, where there is one.
    fn denied(&self) -> Option<Self> {
        let (operator, operand) = match (&self.operator, &self.operand) {
            (Operator::IsNull, Operand::Literal(Value::Bool(is))) => {
                (Operator::IsNull, Operand::Literal(Value::Bool(!is)))
            }
            (operator, operand) => (operator.opposite()?, operand.clone()),
        };
        Some(Self {
            column: self.column.clone(),
            operator,
            operand,
        })
    }
}

impl Operand {
    fn read(operator: &Operator, value: &Value) -> Self {
        let column = |name: &str, of_root| Self::Column {
            name: name.to_owned(),
            of_root,
        };
        match value {
            Value::String(name) if operator.compares_columns() => column(name, false),
            Value::Array(path) if operator.compares_columns() => match path.as_slice() {
                [Value::String(name)] => column(name, false),
                [Value::String(root), Value::String(name)] if root == "$" => column(name, true),
                _ => Self::Literal(value.clone()),
            },
            Value::String(text) => {
                Variable::read(text).map_or_else(|| Self::Literal(value.clone()), Self::Session)
            }
            other => Self::Literal(other.clone()),
        }
    }

    pub(crate) fn print(&self) -> Value {
        match self {
            Self::Session(variable) => json!(variable.as_str()),
            Self::Column {
                name,
                of_root: false,
            } => json!(name),
            Self::Column {
                name,
                of_root: true,
            } => json!(["$", name]),
            Self::Literal(value) => value.clone(),
        }
    }
}
