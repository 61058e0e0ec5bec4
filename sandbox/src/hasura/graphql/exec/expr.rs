//! A boolean expression ready to be applied to rows, and the rows it is applied to.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::test_op::{Comparison, Test, all};
use super::value::{Scalar, read};
use crate::hasura::graphql::schema::catalog::{Catalog, Link, TableId, Tracked};
use crate::hasura::model::data::{ColumnType, Database, Row};

/// A column that an expression or ordering speaks about.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: ColumnType,
    /// Rows in which the caller may not see it; there it is null. `None`: sees it everywhere.
    pub(super) mask: Option<Rc<Mask>>,
    /// Position in the table.
    pub(super) index: usize,
}

/// Which rows show which columns, for a role that inherits from several.
#[derive(Debug)]
pub(super) struct Mask {
    pub(super) branches: Vec<(Expr, Vec<bool>)>,
}

/// How rows of one table find rows of another.
#[derive(Debug, Clone)]
pub(super) struct Join {
    pub(super) target: TableId,
    own: Vec<(String, ColumnType)>,
    theirs: Vec<(String, ColumnType)>,
}

/// A boolean expression with SQL's three truth values.
#[derive(Debug, Clone)]
pub(super) enum Expr {
    Const(bool),
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Test(Column, Test),
    /// What a function says about the row: whether a condition holds.
    Answer(Box<Self>, Vec<Test>),
    /// Two columns of the row, or of the row at the root of the expression.
    Columns {
        left: Column,
        comparison: Comparison,
        right: Column,
        root: bool,
    },
    /// Some row on the other side of a relationship.
    Related(Rc<Join>, Box<Self>),
    /// Some row of a table.
    Exists(Box<Exists>),
    /// The number of rows on the other side.
    Count(Box<Count>),
}

/// A condition on the rows of a whole table.
#[derive(Debug, Clone)]
pub(super) struct Exists {
    /// Tells it from others in the same request, so that its answer can be remembered.
    pub(super) id: usize,
    pub(super) table: TableId,
    pub(super) rows: Expr,
    /// It looks at the row at the root, so that each row has an answer of its own.
    pub(super) correlated: bool,
}

/// A condition on a number of rows.
#[derive(Debug, Clone)]
pub(super) struct Count {
    pub(super) join: Rc<Join>,
    pub(super) rows: Expr,
    pub(super) columns: Vec<Column>,
    pub(super) distinct: bool,
    pub(super) tests: Vec<Test>,
}

/// The rows of a snapshot, with the indexes that relationships need.
pub(super) struct Store<'d> {
    tables: Vec<&'d [Row]>,
    indexes: RefCell<Indexes>,
    /// Answers of uncorrelated [`Exists`].
    existing: RefCell<HashMap<usize, bool>>,
}

/// Positions of rows by the values of some columns.
type Index = HashMap<Vec<String>, Vec<usize>>;
/// By table and columns.
type Indexes = HashMap<(TableId, Vec<String>), Rc<Index>>;

impl Expr {
    /// True if it looks at the row at the root.
    pub(super) fn looks_at_root(&self) -> bool {
        match self {
            // A function sees its own row alone.
            Self::Const(_) | Self::Test(..) | Self::Answer(..) => false,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::looks_at_root),
            Self::Not(inner) | Self::Related(_, inner) => inner.looks_at_root(),
            Self::Columns { root, .. } => *root,
            Self::Exists(exists) => exists.correlated,
            Self::Count(count) => count.rows.looks_at_root(),
        }
    }
}

impl Join {
    pub(super) fn new(catalog: &Catalog, table: &Tracked, link: &Link) -> Self {
        let target = &catalog.tables[link.target];
        let side = |table: &Tracked, name: &String| {
            let kind = table
                .column(name)
                .map(|index| table.columns[index].kind.clone());
            (name.clone(), kind.unwrap_or(ColumnType::Text))
        };
        Self {
            target: link.target,
            own: link
                .mapping
                .iter()
                .map(|(own, _)| side(table, own))
                .collect(),
            theirs: link
                .mapping
                .iter()
                .map(|(_, other)| side(target, other))
                .collect(),
        }
    }
}

impl Column {
    pub(super) fn of(table: &Tracked, index: usize) -> Self {
        let column = &table.columns[index];
        Self {
            name: column.name.clone(),
            kind: column.kind.clone(),
            mask: None,
            index,
        }
    }

    /// The value in a row, as far as the caller may see it.
    pub(super) fn read<'r>(&self, store: &Store<'_>, row: &'r Row) -> Scalar<'r> {
        match row.get(&self.name) {
            Some(value) if self.visible(store, row) => read(value, &self.kind),
            _ => Scalar::Null,
        }
    }

    pub(super) fn visible(&self, store: &Store<'_>, row: &Row) -> bool {
        self.mask.as_ref().is_none_or(|mask| {
            mask.branches
                .iter()
                .any(|(filter, columns)| columns[self.index] && store.holds(filter, row))
        })
    }
}

impl<'d> Store<'d> {
    /// The rows of all tracked tables.
    pub(super) fn new(catalog: &Catalog, database: &'d Database) -> Self {
        let rows = |table: &Tracked| {
            let (source, position) = table.position;
            let found = database
                .sources
                .get(source)
                .and_then(|s| s.tables.get(position));
            found.map_or(&[][..], |table| table.rows.as_slice())
        };
        Self {
            tables: catalog.tables.iter().map(rows).collect(),
            indexes: RefCell::default(),
            existing: RefCell::default(),
        }
    }

    pub(super) fn rows(&self, table: TableId) -> &'d [Row] {
        self.tables[table]
    }

    /// The rows on the other side of a relationship.
    pub(super) fn matching(&self, join: &Join, row: &Row) -> Vec<&'d Row> {
        let rows = self.tables[join.target];
        let Some(wanted) = key(row, &join.own) else {
            return Vec::new();
        };
        let columns = join.theirs.iter().map(|(name, _)| name.clone()).collect();
        let index = {
            let mut indexes = self.indexes.borrow_mut();
            Rc::clone(indexes.entry((join.target, columns)).or_insert_with(|| {
                let mut index = Index::new();
                for (position, row) in rows.iter().enumerate() {
                    if let Some(key) = key(row, &join.theirs) {
                        index.entry(key).or_default().push(position);
                    }
                }
                Rc::new(index)
            }))
        };
        let found = index.get(&wanted).map_or(&[][..], Vec::as_slice);
        found.iter().map(|position| &rows[*position]).collect()
    }

    /// True if the expression is true of the row, neither false nor unknown.
    pub(super) fn holds(&self, expr: &Expr, row: &Row) -> bool {
        self.evaluate(expr, row, row) == Some(true)
    }

    /// What a function says that answers whether the expression holds; `None` is SQL's null.
    pub(super) fn answer(&self, expr: &Expr, row: &Row) -> Option<bool> {
        self.evaluate(expr, row, row)
    }

    /// True if the expression is false of the row, neither true nor unknown.
    pub(super) fn refutes(&self, expr: &Expr, row: &Row) -> bool {
        self.evaluate(expr, row, row) == Some(false)
    }

    fn evaluate(&self, expr: &Expr, row: &Row, root: &Row) -> Option<bool> {
        match expr {
            Expr::Const(value) => Some(*value),
            Expr::And(parts) => all(parts.iter().map(|part| self.evaluate(part, row, root))),
            Expr::Or(parts) => {
                let negated = parts
                    .iter()
                    .map(|part| self.evaluate(part, row, root).map(|b| !b));
                all(negated).map(|none| !none)
            }
            Expr::Not(inner) => self.evaluate(inner, row, root).map(|value| !value),
            Expr::Test(column, test) => test.apply(&column.read(self, row)),
            Expr::Answer(holds, tests) => {
                let answer = self.answer(holds, row);
                let answer = answer.map_or(Scalar::Null, Scalar::Bool);
                all(tests.iter().map(|test| test.apply(&answer)))
            }
            Expr::Columns {
                left,
                comparison,
                right,
                root: from_root,
            } => {
                let other = if *from_root { root } else { row };
                let order = left.read(self, row).compare(&right.read(self, other))?;
                Some(comparison.holds(order))
            }
            Expr::Related(join, inner) => Some(
                self.matching(join, row)
                    .into_iter()
                    .any(|other| self.evaluate(inner, other, root) == Some(true)),
            ),
            Expr::Exists(exists) => Some(self.exists(exists, root)),
            Expr::Count(count) => {
                let rows = self.matching(&count.join, row);
                let rows = rows
                    .into_iter()
                    .filter(|other| self.holds(&count.rows, other));
                let number = self.count(rows, &count.columns, count.distinct);
                let number = Scalar::Int(i64::try_from(number).unwrap_or(i64::MAX));
                all(count.tests.iter().map(|test| test.apply(&number)))
            }
        }
    }

    fn exists(&self, exists: &Exists, root: &Row) -> bool {
        let known = self.existing.borrow().get(&exists.id).copied();
        if let Some(known) = known {
            return known;
        }
        let rows = self.tables[exists.table].iter();
        let found = rows
            .map(|row| self.evaluate(&exists.rows, row, root))
            .any(|it| it == Some(true));
        if !exists.correlated {
            self.existing.borrow_mut().insert(exists.id, found);
        }
        found
    }

    /// `count(*)`, or of the rows in which the column has a value.
    pub(super) fn count<'r>(
        &self,
        rows: impl Iterator<Item = &'r Row>,
        columns: &[Column],
        distinct: bool,
    ) -> usize {
        if columns.is_empty() {
            return rows.count();
        }
        // A row of several columns is a value even where all of them are null.
        let row_value = columns.len() > 1;
        let keys = rows.filter_map(|row| {
            let keys = columns.iter().map(|column| column.read(self, row).key());
            if row_value {
                Some(keys.collect::<Vec<_>>())
            } else {
                keys.map(|key| key.map(Some)).collect::<Option<Vec<_>>>()
            }
        });
        if distinct {
            keys.collect::<std::collections::HashSet<_>>().len()
        } else {
            keys.count()
        }
    }
}

/// The values of some columns, in a form that is equal when they are; `None` with a null among
/// them.
fn key(row: &Row, columns: &[(String, ColumnType)]) -> Option<Vec<String>> {
    columns
        .iter()
        .map(|(name, kind)| read(row.get(name)?, kind).key())
        .collect()
}
