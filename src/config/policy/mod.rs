//! The policy: what people decided about permissions, as `[verify]` of st-hasura.toml or a file
//! of its own says it.
//!
//! Which tables and columns a role is meant to see, which rows are for everybody, whose a row is,
//! and which findings are accepted until when. [`read`] turns the text into these types; what
//! follows from them is decided in `verify`.

mod accepted;
mod marks;
mod read;
mod wrong;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use time::Date;

use super::origin::Origin;
use crate::operation::Operation;

pub(crate) use marks::{Held, Mark, renamed};
pub(super) use read::section as read;

/// What people decided.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    /// Where it stands.
    pub origin: Origin,
    /// Tables whose rows are meant for everybody who has the role.
    pub shared: BTreeSet<String>,
    /// By table: what its rows hold that are meant for everybody who has the role.
    pub public: BTreeMap<String, Vec<Mark>>,
    /// By table: columns that hold its owner's id, or ways to such columns through relationships
    /// (`note.author_id`). Several: each of them owns the row.
    pub owners: BTreeMap<String, Vec<String>>,
    /// By function, as its root field is called: what to call it with, one set after the other.
    pub arguments: BTreeMap<String, Vec<Value>>,
    /// By role: what it is meant to see.
    pub roles: BTreeMap<String, RolePlan>,
    /// Findings that are accepted.
    pub accept: Vec<Acceptance>,
}

/// What a role is meant to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RolePlan {
    /// Tables, by name.
    pub tables: BTreeMap<String, TablePlan>,
    /// Root fields that belong to no table: functions, actions, remote schemas.
    pub fields: BTreeSet<String>,
}

/// What a role is meant to see of a table, and to do to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TablePlan {
    pub columns: BTreeSet<String>,
    /// Whether counts and extremes are offered.
    pub aggregates: bool,
    /// Ways to write.
    pub mutations: BTreeSet<Operation>,
}

/// A finding that is known and accepted for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Acceptance {
    /// The finding's id; `*` stands for any text.
    pub finding: String,
    pub reason: String,
    /// The last day on which it counts, in UTC.
    pub until: Date,
    /// Where it stands: 1-based line.
    pub line: usize,
}

impl Acceptance {
    /// True for a finding that this is about.
    pub(crate) fn covers(&self, id: &str) -> bool {
        let mut parts = self.finding.split('*');
        let Some(mut rest) = parts.next().and_then(|first| id.strip_prefix(first)) else {
            return false;
        };
        let parts: Vec<&str> = parts.collect();
        let Some((last, between)) = parts.split_last() else {
            return rest.is_empty();
        };
        for part in between {
            let Some(at) = rest.find(part) else {
                return false;
            };
            rest = &rest[at + part.len()..];
        }
        rest.ends_with(last)
    }

    /// The probe that it is about.
    pub(crate) fn probe(&self) -> &str {
        self.finding.split(':').next().unwrap_or_default()
    }
}

impl Policy {
    /// True when `written`, a table's name in the policy, means the table with this name and
    /// object type.
    pub(crate) fn means(written: &str, name: &str, type_name: &str) -> bool {
        written == name || written == type_name || written.strip_prefix("public.") == Some(name)
    }

    /// True for a table whose rows are for everybody who has the role.
    pub(crate) fn is_shared(&self, name: &str, type_name: &str) -> bool {
        self.shared
            .iter()
            .any(|written| Self::means(written, name, type_name))
    }

    /// What rows of a table hold that are for everybody who has the role.
    pub(crate) fn marks_of(&self, name: &str, type_name: &str) -> &[Mark] {
        self.public
            .iter()
            .find(|(written, _)| Self::means(written, name, type_name))
            .map_or(&[], |(_, marks)| marks.as_slice())
    }

    /// The ways to a table's owners, where the policy names any.
    pub(crate) fn owners_of(&self, name: &str, type_name: &str) -> Option<&[String]> {
        self.owners
            .iter()
            .find(|(written, _)| Self::means(written, name, type_name))
            .map(|(_, ways)| ways.as_slice())
    }

    /// What a role is meant to see of a table. The outer `None` is a role that the policy says
    /// nothing of, the inner one a table that is not meant for it.
    pub(crate) fn plan(
        &self,
        role: &str,
        name: &str,
        type_name: &str,
    ) -> Option<Option<&TablePlan>> {
        let plan = self.roles.get(role)?;
        Some(plan.table(name, type_name))
    }

    /// Whether a role is meant to have a table's aggregates; `None` for a role that the policy
    /// says nothing of.
    pub(crate) fn plans_aggregates(&self, role: &str, name: &str, type_name: &str) -> Option<bool> {
        let plan = self.plan(role, name, type_name)?;
        Some(plan.is_some_and(|table| table.aggregates))
    }

    /// In a few words, for people.
    pub(crate) fn show(&self) -> String {
        let tables: usize = self.roles.values().map(|role| role.tables.len()).sum();
        let counts = [
            (self.roles.len(), "role"),
            (tables, "planned table"),
            (self.shared.len(), "shared table"),
            (self.public.len(), "table with public rows"),
            (self.owners.len(), "table with named owners"),
            (self.accept.len(), "accepted finding"),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| match (n, what) {
                (1, what) => format!("1 {what}"),
                (n, what) => match what.split_once(" with ") {
                    Some((what, rest)) => format!("{n} {what}s with {rest}"),
                    None => format!("{n} {what}s"),
                },
            })
            .collect();
        if parts.is_empty() {
            "empty".into()
        } else {
            parts.join(", ")
        }
    }
}

impl RolePlan {
    /// What the role is meant to see of a table.
    pub(crate) fn table(&self, name: &str, type_name: &str) -> Option<&TablePlan> {
        self.tables
            .iter()
            .find(|(written, _)| Policy::means(written, name, type_name))
            .map(|(_, plan)| plan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_cover_what_they_say() {
        let covers = |finding: &str, id: &str| {
            Acceptance {
                finding: finding.into(),
                reason: "r".into(),
                until: Date::MAX,
                line: 1,
            }
            .covers(id)
        };
        assert!(covers("P05:notes:list:user", "P05:notes:list:user"));
        assert!(!covers("P05:notes:list:user", "P05:notes:list:user2"));
        assert!(!covers("P05:notes", "P05:notes:list:user"));
        assert!(covers("P05:notes:*", "P05:notes:list:user"));
        assert!(covers("P05:*:list:user", "P05:notes:list:user"));
        assert!(covers("P05:*:*:user", "P05:notes:list:user"));
        assert!(!covers("P05:*:by_pk:*", "P05:notes:list:user"));
        // A text between stars is looked for once, the end is the end.
        assert!(!covers("P05:a*a", "P05:a"));
        assert!(covers("P05:a*a", "P05:a:b:a"));
    }

    #[test]
    fn tables_have_several_names() {
        assert!(Policy::means("public.notes", "notes", "T_notes"));
        assert!(Policy::means("T_notes", "notes", "T_notes"));
        assert!(Policy::means("app.notes", "app.notes", "app_notes"));
        assert!(!Policy::means("public.notes", "app.notes", "app_notes"));
    }
}
