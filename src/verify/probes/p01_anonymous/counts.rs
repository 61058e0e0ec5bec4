//! What counts show without credentials.

use serde_json::json;

use super::keys::somebodys_keys;
use super::{META, Reached, Way, somebodys};
use crate::error::Result;
use crate::hasura::{GraphQlAnswer, GraphQlRequest};
use crate::text::count;
use crate::verify::evidence::Severity;
use crate::verify::facts::TableFacts;
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::document::{self, ListQuery};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::probes::foreign::count_in;
use crate::verify::rows::Key;

/// Keys of rows to count.
const KEYS: usize = 100;

/// A count to ask for, and what it means.
pub(super) struct Count<'a> {
    view: &'a RoleTable,
    field: &'a RootField,
    pub(super) request: GraphQlRequest,
    meaning: Meaning<'a>,
}

enum Meaning<'a> {
    /// All rows are known, and so many are public: one more is somebody's.
    Whole(&'a TableFacts, usize),
    /// Rows that are somebody's are counted, and no others.
    Somebodys(&'a TableFacts),
    /// More than none tells nothing but that there are rows.
    Unknown,
    /// Whatever is counted belongs to nobody.
    Nobodys,
}

impl<'w> Way<'w> {
    /// Counts a table that shows no rows without credentials.
    pub(super) async fn counted(
        &self,
        view: &RoleTable,
        field: &RootField,
        reached: &mut Reached,
    ) -> Result<()> {
        let count = self.count(view, field);
        let path = field.path();
        if let Some(answer) = self.answered(&path, &count.request, reached).await? {
            let shown = self.ctx.show(self.caller, &count.request);
            count.judge(&answer, &shown, reached);
        }
        Ok(())
    }

    pub(super) fn count<'a>(&self, view: &'a RoleTable, field: &'a RootField) -> Count<'a>
    where
        'w: 'a,
    {
        let mut query = ListQuery::default();
        let meaning = match self.facts.table(&view.type_name) {
            Some(table) if table.shared || !table.owned() => Meaning::Nobodys,
            Some(table) if is_whole(table) => {
                let public = |key: &&Key| !somebodys(table, key, None);
                Meaning::Whole(table, table.all_keys().into_iter().filter(public).count())
            }
            Some(table) if field.args.filter.is_some() && table.key.filterable(view) => {
                let keys = somebodys_keys(table);
                let some: Vec<&Key> = keys.iter().take(KEYS).collect();
                query.filter = table.key.filter(&some);
                Meaning::Somebodys(table)
            }
            Some(_) | None => Meaning::Unknown,
        };
        Count {
            view,
            field,
            request: document::aggregate(field, &query, "count"),
            meaning,
        }
    }
}

/// True when the administrator sees every row there is.
fn is_whole(table: &TableFacts) -> bool {
    let admin = table.admin.as_ref();
    admin.is_some_and(|seen| seen.listed && !seen.truncated && seen.error.is_none())
}

impl Count<'_> {
    /// Compares a count with the rows that anybody may see.
    pub(super) fn judge(&self, answer: &GraphQlAnswer, shown: &str, reached: &mut Reached) {
        let path = self.field.path();
        let Some(counted) = count_in(answer, self.field) else {
            reached.failed(&path, "the answer holds no count");
            return;
        };
        let counted = usize::try_from(counted).unwrap_or(usize::MAX);
        let (table, public) = match self.meaning {
            Meaning::Whole(table, public) => (table, public),
            Meaning::Somebodys(table) => (table, 0),
            Meaning::Unknown if counted > 0 => {
                reached.untold.push(format!(
                    "{}: {} counted without credentials through {path}, and nothing says whose \
                     they are",
                    self.view.name(),
                    count(counted, "row")
                ));
                return;
            }
            Meaning::Unknown | Meaning::Nobodys => return,
        };
        if counted <= public {
            return;
        }
        reached.findings.push(
            META.live(Severity::High)
                .table(&table.name)
                .part("aggregate:anonymous")
                .path(path)
                .fault(Fault::of_strangers(&table.name))
                .told(Details {
                    summary: format!(
                        "{} counted without credentials, though they belong to users",
                        count(counted, "row")
                    ),
                    request: shown.to_owned(),
                    evidence: json!({ "count": counted, "public": public }),
                    remedy: "take allow_aggregations, or this table, from the role that \
                             HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
                        .into(),
                }),
        );
    }
}
