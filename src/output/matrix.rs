//! Tables × ways of access: what was seen of each table on each way to it.

use std::collections::BTreeMap;

use crate::verify::evidence::{Cell, Status};

/// From this many tables on, those without anything to say are counted, not listed.
const MANY: usize = 12;

/// How a cell or a row ended, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mark {
    /// Nothing could be seen there.
    Idle,
    Sound,
    /// It may not.
    Look,
    /// It does not.
    Leak,
}

impl Mark {
    const fn of(status: Status) -> Self {
        match status {
            Status::Pass => Self::Sound,
            Status::Fail => Self::Leak,
            Status::Warn => Self::Look,
            Status::Skip => Self::Idle,
        }
    }

    /// The word in a cell.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sound => "ok",
            Self::Leak => "LEAK",
            Self::Look => "look",
            Self::Idle => "-",
        }
    }
}

/// What one way to a table showed.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// How it ended.
    pub mark: Mark,
    /// In a few words: `3 own`.
    pub note: String,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub table: String,
    /// One entry a way; `None` where there is no such way, or nothing looked.
    pub cells: Vec<Option<Seen>>,
}

impl Row {
    /// The worst of its cells.
    pub(crate) fn mark(&self) -> Mark {
        self.cells
            .iter()
            .flatten()
            .map(|seen| seen.mark)
            .max()
            .unwrap_or(Mark::Idle)
    }
}

/// Tables × ways of access, the worst tables first, then by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Matrix {
    /// The ways, in the order in which they were tried.
    pub ways: Vec<String>,
    pub rows: Vec<Row>,
}

/// The part of a matrix that fits on a page.
#[derive(Clone, Debug)]
pub(crate) struct Digest<'a> {
    /// Rows to show.
    pub rows: Vec<&'a Row>,
    /// How many sound tables were left out.
    pub sound: usize,
    /// The tables that were left out because nothing could be seen in them.
    pub idle: Vec<&'a str>,
}

impl Matrix {
    /// Puts cells into their places; where two meet, the worse one counts.
    pub(crate) fn new<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Self {
        let mut ways: Vec<String> = Vec::new();
        let mut tables: BTreeMap<&str, BTreeMap<usize, Seen>> = BTreeMap::new();
        for cell in cells {
            let way = ways
                .iter()
                .position(|way| way == cell.way)
                .unwrap_or_else(|| {
                    ways.push(cell.way.to_owned());
                    ways.len() - 1
                });
            let seen = Seen {
                mark: Mark::of(cell.status),
                note: cell.note.clone(),
            };
            let places = tables.entry(&cell.table).or_default();
            if places.get(&way).is_none_or(|known| known.mark < seen.mark) {
                places.insert(way, seen);
            }
        }
        let mut rows: Vec<Row> = tables
            .into_iter()
            .map(|(table, mut places)| Row {
                table: table.to_owned(),
                cells: (0..ways.len()).map(|way| places.remove(&way)).collect(),
            })
            .collect();
        // Stable: by name within a mark, what needs no look (sound) before what had none (idle).
        rows.sort_by_key(|row| match row.mark() {
            Mark::Leak => 0,
            Mark::Look => 1,
            Mark::Sound => 2,
            Mark::Idle => 3,
        });
        Self { ways, rows }
    }

    /// True when there is nothing to show.
    pub(crate) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All rows of a small matrix; of a large one, those that somebody must look at.
    pub(crate) fn digest(&self) -> Digest<'_> {
        if self.rows.len() <= MANY {
            return Digest {
                rows: self.rows.iter().collect(),
                sound: 0,
                idle: Vec::new(),
            };
        }
        let of = |mark: Mark| self.rows.iter().filter(move |row| row.mark() == mark);
        Digest {
            rows: of(Mark::Leak).chain(of(Mark::Look)).collect(),
            sound: of(Mark::Sound).count(),
            idle: of(Mark::Idle).map(|row| row.table.as_str()).collect(),
        }
    }

    /// Every text in it.
    pub(super) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        self.rows.iter_mut().flat_map(|row| {
            std::iter::once(&mut row.table)
                .chain(row.cells.iter_mut().flatten().map(|seen| &mut seen.note))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(table: &str, way: &'static str, status: Status) -> Cell {
        Cell {
            table: table.into(),
            way,
            status,
            note: String::new(),
        }
    }

    #[test]
    fn the_worst_comes_first_and_no_leak_is_covered_by_a_later_cell() {
        let cells = [
            cell("a", "list", Status::Pass),
            cell("z", "list", Status::Fail),
            cell("z", "list", Status::Pass),
            cell("m", "by_pk", Status::Skip),
        ];
        let matrix = Matrix::new(&cells);
        assert_eq!(matrix.ways, ["list", "by_pk"]);
        let rows: Vec<_> = matrix
            .rows
            .iter()
            .map(|row| (row.table.as_str(), row.mark()))
            .collect();
        assert_eq!(
            rows,
            [("z", Mark::Leak), ("a", Mark::Sound), ("m", Mark::Idle)]
        );
    }

    #[test]
    fn many_sound_tables_are_counted_and_idle_ones_named() {
        let mut cells: Vec<Cell> = (0..100)
            .map(|n| cell(&format!("t{n:03}"), "list", Status::Pass))
            .collect();
        cells.push(cell("leaky", "list", Status::Fail));
        cells.push(cell("empty", "list", Status::Skip));
        let matrix = Matrix::new(&cells);
        let digest = matrix.digest();
        assert_eq!(digest.rows.len(), 1);
        assert_eq!((digest.sound, digest.idle), (100, vec!["empty"]));
        assert_eq!(Matrix::new(&cells[..3]).digest().rows.len(), 3);
    }
}
