//! Functions over the values of a column.

use super::scalars::is_ordered;
use crate::hasura::model::data::ColumnType;

/// A function of `aggregate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // each is the SQL function of that name
pub(crate) enum Aggregate {
    Avg,
    Max,
    Min,
    Stddev,
    StddevPop,
    StddevSamp,
    Sum,
    VarPop,
    VarSamp,
    Variance,
}

/// All functions but `count`.
pub(crate) const AGGREGATES: [Aggregate; 10] = [
    Aggregate::Avg,
    Aggregate::Max,
    Aggregate::Min,
    Aggregate::Stddev,
    Aggregate::StddevPop,
    Aggregate::StddevSamp,
    Aggregate::Sum,
    Aggregate::VarPop,
    Aggregate::VarSamp,
    Aggregate::Variance,
];

impl Aggregate {
    /// Its name in SQL and in Hasura's own naming convention.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Avg => "avg",
            Self::Max => "max",
            Self::Min => "min",
            Self::Stddev => "stddev",
            Self::StddevPop => "stddev_pop",
            Self::StddevSamp => "stddev_samp",
            Self::Sum => "sum",
            Self::VarPop => "var_pop",
            Self::VarSamp => "var_samp",
            Self::Variance => "variance",
        }
    }

    /// Does it work on columns of this type?
    pub(crate) fn takes(self, kind: &ColumnType) -> bool {
        match self {
            Self::Max | Self::Min => is_ordered(kind),
            _ => kind.is_numeric(),
        }
    }

    /// Is its result of the column's own type?
    pub(crate) fn keeps_type(self) -> bool {
        matches!(self, Self::Max | Self::Min | Self::Sum)
    }
}
