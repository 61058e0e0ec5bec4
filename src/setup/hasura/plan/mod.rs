//! The difference between what should be and what is, and the commands that make it so.
//!
//! [`build`] finds it, [`compare`] tells wider permissions from narrower ones, [`steps`] are the
//! commands in their order, [`document`] is what they come to.

mod build;
mod compare;
mod document;
mod never;
mod steps;
mod tracked;
mod words;

pub(crate) use build::{of_missing_source, of_source};
pub(crate) use compare::Difference;
pub(crate) use steps::Step;

use serde_json::Value;

use super::desired::{Family, Kind, LeftOut};
use crate::hasura::metadata::TableName;

/// What is to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Plan {
    pub source: String,
    pub role: String,
    /// What is to be there, in the order in which it is made.
    pub changes: Vec<Change>,
    /// Tables that are left alone.
    pub left_out: Vec<LeftOut>,
    /// SuperTokens' tables that were found.
    pub family: Option<Family>,
    /// What people should know.
    pub notes: Vec<String>,
}

/// Something that is to be there, and whether it is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// What is done.
    pub action: Action,
    pub object: Object,
    pub reason: String,
    /// How what is there differs from what is planned, where it is not changed.
    pub differences: Vec<Difference>,
    /// The reason is a guess.
    pub guessed: bool,
}

/// What is done to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Create,
    Update,
    Remove,
    /// It is as planned.
    Keep,
    /// It is not as planned, and left so.
    Leave,
}

impl Action {
    /// The sign in front of a line.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Create => "+",
            Self::Update => "~",
            Self::Remove => "-",
            Self::Keep => "=",
            Self::Leave => "!",
        }
    }

    /// The word in JSON.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Remove => "remove",
            Self::Keep => "keep",
            Self::Leave => "leave",
        }
    }

    /// True when something is to be done.
    pub(crate) const fn changes(self) -> bool {
        match self {
            Self::Create | Self::Update | Self::Remove => true,
            Self::Keep | Self::Leave => false,
        }
    }
}

/// Something in the metadata.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Object {
    /// A database.
    Source {
        /// The variable with its connection string.
        database_url_env: String,
    },
    Table {
        table: TableName,
        /// Its name in GraphQL, where the table's own name is not a valid one.
        custom_name: Option<String>,
    },
    Relationship {
        /// The table that has it.
        table: TableName,
        name: String,
        /// One row or several.
        kind: Kind,
        /// Where it leads.
        to: TableName,
        /// `using` of the command.
        using: Value,
        /// The name that the console would have given.
        instead_of: Option<String>,
    },
    /// A select permission of the plan's role.
    Select {
        table: TableName,
        /// The permission; null where none is planned.
        permission: Value,
    },
}

impl Object {
    /// The word in JSON.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Source { .. } => "source",
            Self::Table { .. } => "table",
            Self::Relationship {
                kind: Kind::Object, ..
            } => "object_relationship",
            Self::Relationship {
                kind: Kind::Array, ..
            } => "array_relationship",
            Self::Select { .. } => "select_permission",
        }
    }

    /// The table that it is about.
    pub(crate) const fn table(&self) -> Option<&TableName> {
        match self {
            Self::Source { .. } => None,
            Self::Table { table, .. }
            | Self::Relationship { table, .. }
            | Self::Select { table, .. } => Some(table),
        }
    }
}

impl Plan {
    /// True when there is nothing to do.
    pub(crate) fn is_done(&self) -> bool {
        !self.changes.iter().any(|change| change.action.changes())
    }

    /// True when the role has something beyond the plan, and it is left so.
    pub(crate) fn stands_wider(&self) -> bool {
        let mut left = self
            .changes
            .iter()
            .filter(|one| one.action == Action::Leave);
        left.any(|change| {
            let mut differences = change.differences.iter();
            differences.any(|one| one.width != compare::Width::Narrower)
        })
    }

    /// True when something that is there is made anew or taken away.
    pub(crate) fn takes_away(&self) -> bool {
        self.count(Action::Update) + self.count(Action::Remove) > 0
    }

    /// How many changes of a kind.
    pub(crate) fn count(&self, action: Action) -> usize {
        let of_kind = self.changes.iter().filter(|change| change.action == action);
        of_kind.count()
    }

    /// True when the source itself is still to be connected.
    pub(crate) fn connects(&self) -> bool {
        self.changes
            .iter()
            .any(|change| change.action.changes() && matches!(change.object, Object::Source { .. }))
    }

    /// The changes, without what only explains them: two plans that do the same are equal here.
    pub(crate) fn work(&self) -> Vec<(Action, &Object)> {
        let work = self.changes.iter().filter(|change| change.action.changes());
        work.map(|change| (change.action, &change.object)).collect()
    }
}
