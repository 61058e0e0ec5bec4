//! What roles may read: filters that hold whoever asks.

use serde_json::json;

use super::names;
use super::roles::{Role, Standing};
use super::tables::{Owners, Table};
use super::{
    Look, p01_anonymous, p02_anonymous_spoof, p05_own_rows, p07_aggregates, p08_planned_aggregates,
};
use crate::hasura::columns::names_ids;
use crate::hasura::metadata::{
    Columns, Condition, Filter, Operand, Permission, SelectPermission, WritePermission,
};
use crate::operation::Operation;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::{Details, Draft, Meta};
use crate::verify::rules::{always_true, limited_aggregates, patterns, still_there, writes};

/// A role's own permission to read a table.
#[derive(Clone, Copy)]
struct Read<'l> {
    look: &'l Look<'l>,
    table: &'l Table<'l>,
    role: &'l Role,
    /// Its number among the table's.
    number: usize,
    permission: &'l SelectPermission,
}

/// Own permissions: whatever a role inherits is told of the role that has it.
fn reads<'l>(look: &'l Look<'l>) -> impl Iterator<Item = Read<'l>> {
    look.tables.iter().flat_map(move |table| {
        let permissions = table.tracked.select_permissions.iter().enumerate();
        permissions.filter_map(move |(number, one): (usize, &Permission<_>)| {
            let role = look.roles.iter().find(|role| role.name == one.role)?;
            Some(Read {
                look,
                table,
                role,
                number,
                permission: &one.permission,
            })
        })
    })
}

/// P01: rows that have owners and go to requests without a token.
pub(super) fn by_strangers(look: &Look<'_>) -> Vec<Finding> {
    reads(look)
        .filter(|read| read.role.standing == Standing::Stranger)
        .filter_map(|read| {
            let open = read.open()?;
            let severity = match read.table.owners {
                Owners::Known(_) => Severity::Critical,
                Owners::ByName(_) => Severity::High,
                Owners::Perhaps(_) | Owners::Behind(_) | Owners::Beside(..) => Severity::Medium,
                Owners::None => read.of_nobodys(),
            };
            let severity = read.capped(severity);
            Some(read.finding(
                &p01_anonymous::META,
                open.severity(severity),
                "filter",
                &open,
            ))
        })
        .collect()
}

/// Filters that believe the headers of requests without a token.
pub(super) fn by_headers(look: &Look<'_>) -> Vec<Finding> {
    reads(look)
        .filter(|read| read.role.standing == Standing::Stranger)
        .filter(|read| read.filter().condition.mentions_caller())
        .map(|read| {
            let role = &read.role.name;
            read.draft(&p02_anonymous_spoof::META, Severity::High, "filter")
                .told(Details {
                    summary: format!(
                        "the filter of role {role} compares with a session variable, and requests \
                         without a token bring their own in headers"
                    ),
                    request: String::new(),
                    evidence: json!({ "permission": read.filter() }),
                    remedy: format!(
                        "compare with no X-Hasura- variable in permissions of role {role}: leave \
                         out rows that are not for everybody"
                    ),
                })
        })
        .collect()
}

/// P05: rows that have owners and go to every user of a role, and claims taken for patterns.
pub(super) fn by_users(look: &Look<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for read in reads(look) {
        if read.role.standing != Standing::Stranger
            && !read.only_counts()
            && let Some(open) = read.open()
        {
            let severity = if read.table.owners == Owners::None {
                read.of_nobodys()
            } else if read.table.owners.is_sure() && read.role.standing != Standing::Staff {
                Severity::High
            } else {
                Severity::Medium
            };
            let severity = read.capped(open.severity(severity));
            findings.push(read.finding(&p05_own_rows::META, severity, "filter", &open));
        }
        let found = patterns::of(&read.filter().condition);
        if !found.is_empty() {
            let draft = read.draft(&p05_own_rows::META, Severity::Medium, "pattern");
            findings.push(draft.why(patterns::WHY).told(Details {
                summary: patterns::summary(&read.role.name, "filter", &found),
                request: String::new(),
                evidence: json!({ "permission": read.filter() }),
                remedy: patterns::REMEDY.into(),
            }));
        }
    }
    findings
}

/// P07: rows of others that a role counts though it reads no column of them.
pub(super) fn by_counts(look: &Look<'_>) -> Vec<Finding> {
    reads(look)
        .filter(|read| read.role.standing != Standing::Stranger && read.only_counts())
        .filter_map(|read| {
            let open = read.open().filter(|_| read.table.owners != Owners::None)?;
            let draft = read.draft(&p07_aggregates::META, Severity::Medium, "filter");
            Some(draft.told(Details {
                summary: format!(
                    "every user with role {} may count rows whoever they belong to, and reads no \
                     column of them: {}",
                    read.role.name, open.why
                ),
                request: String::new(),
                evidence: json!({ "permission": read.filter(),
                    "owners known from": read.table.known_from() }),
                remedy: read.remedy(),
            }))
        })
        .collect()
}

/// P08: a limit that counts go past.
pub(super) fn past_limits(look: &Look<'_>) -> Vec<Finding> {
    reads(look)
        .filter_map(|read| {
            let role = &read.role.name;
            let limit = limited_aggregates::limit(read.table.tracked, role)?;
            let draft = read.draft(&p08_planned_aggregates::META, Severity::Info, "limit");
            Some(
                draft.told(Details {
                    summary: format!(
                        "the limit {limit} of role {role} does not bind its aggregates: they count \
                     every row that the filter admits"
                    ),
                    request: String::new(),
                    evidence: json!({ "limit": limit }),
                    remedy:
                        "if the rows beyond the limit are not for this role, say so in the filter; \
                         if they are, there is nothing to do"
                            .into(),
                }),
            )
        })
        .collect()
}

/// Why an open filter matters where no root field leads to the table.
const BEHIND: &str = "relationships of other tables lead to rows that nothing else keeps back";

/// The column of which a filter asks for more or less than a claim, such as a level: it says how
/// much the caller may see, and not whose. With ids it says nothing of the kind.
fn level_of(condition: &Condition) -> Option<&str> {
    condition.conjuncts().iter().find_map(|part| {
        let Condition::Compare(one) = part else {
            return None;
        };
        let is_claim = matches!(one.operand, Operand::Session(_));
        (one.operator.orders() && is_claim && !names_ids(&one.column)).then_some(&*one.column)
    })
}

/// How a filter is open.
struct Open {
    /// Only some branches of it are, or only up to a level.
    in_part: bool,
    why: String,
}

impl Open {
    fn severity(&self, whole: Severity) -> Severity {
        if self.in_part {
            whole.min(Severity::Medium)
        } else {
            whole
        }
    }
}

impl<'l> Read<'l> {
    fn filter(&self) -> &'l Filter {
        &self.permission.filter
    }

    /// True where no value of a row is shown.
    fn only_counts(&self) -> bool {
        let none = matches!(&self.permission.columns, Columns::List(columns) if columns.is_empty());
        none && self.permission.computed_fields.is_empty()
    }

    /// True where no root field leads to the table: its rows come through relationships alone,
    /// and which of them is for the filters of other tables to say.
    fn only_behind_others(&self) -> bool {
        let none = |fields: &Option<Vec<String>>| fields.as_ref().is_some_and(Vec::is_empty);
        none(&self.permission.query_root_fields) && none(&self.permission.subscription_root_fields)
    }

    /// An open filter is no leak by itself where rows cannot be asked for by themselves.
    fn capped(&self, severity: Severity) -> Severity {
        if self.only_behind_others() {
            severity.min(Severity::Medium)
        } else {
            severity
        }
    }

    /// Why rows come whoever asks, where they have owners; `None` for rows that come because of
    /// the caller, or because they say that they are public.
    fn open(&self) -> Option<Open> {
        if self.table.shared {
            return None;
        }
        let condition = &self.filter().condition;
        let open = |in_part, why: String| Some(Open { in_part, why });
        match names::read(condition, self.look, self.table.tracked) {
            Err(why) => open(true, why),
            Ok(reading) if reading.exact || reading.explained => None,
            Ok(reading) => {
                let always = always_true::why(self.filter(), &[]);
                let there = still_there::branch(condition)
                    .map(|branch| format!("{branch} holds for every row that is still there"));
                let level = level_of(condition).filter(|_| always.is_none() && there.is_none());
                let in_part = there.is_none()
                    && always.is_none()
                    && (level.is_some() || reading.bound.is_some())
                    && !writes::asks_nothing(&reading.full);
                let level =
                    level.map(|column| format!("the filter asks for {column} up to a claim alone"));
                open(
                    in_part,
                    always.or(there).or(level).unwrap_or_else(|| {
                        let what = if in_part {
                            "a branch of the filter"
                        } else {
                            "the filter"
                        };
                        format!("{what} holds without the caller")
                    }),
                )
            }
        }
    }

    /// How bad it is that all rows are given of a table without owners, as far as names tell. Most
    /// such tables are meant for everybody; of one with `columns: "*"` there are no names to tell.
    fn of_nobodys(&self) -> Severity {
        let all = matches!(self.permission.columns, Columns::Star(_));
        if all && self.table.columns.is_empty() {
            Severity::Medium
        } else {
            Severity::Info
        }
    }

    fn draft(&self, meta: &Meta, severity: Severity, part: &str) -> Draft {
        let place = self.look.at(self.table, "select", self.number, "filter");
        meta.by_reading(severity)
            .table(&self.table.name)
            .part(part)
            .role(&self.role.name)
            .path("list")
            .at(place)
    }

    fn finding(&self, meta: &Meta, severity: Severity, part: &str, open: &Open) -> Finding {
        let role = &self.role.name;
        let whoever = match self.role.standing {
            Standing::Stranger => "anybody, without a token,".to_owned(),
            Standing::User => format!("every user with role {role}"),
            Standing::Staff => format!("whoever has role {role}"),
        };
        let rows = match self.table.owners {
            Owners::None => "all rows, which are nobody's as far as the metadata tells",
            _ => "rows whoever they belong to",
        };
        let mut draft = self.draft(meta, severity, part);
        let mut summary = format!("{whoever} may read {rows}: {}", open.why);
        if self.only_behind_others() {
            draft = draft.why(BEHIND);
            summary += "; no root field leads to it, so it is as open as the tables whose \
                        relationships do";
        }
        draft.told(Details {
            summary,
            request: String::new(),
            evidence: json!({ "permission": self.filter(),
                "owners known from": self.table.known_from() }),
            remedy: self.remedy(),
        })
    }

    fn remedy(&self) -> String {
        let (role, meant) = (&self.role.name, self.meant());
        if self.role.standing == Standing::Stranger {
            return format!(
                "let the filter of role {role} admit only rows that say that they are public, or \
                 say in the policy that {meant}"
            );
        }
        // Whoever the rows are shown to because of who they are: the user, their tenant, their
        // team. The table says it best itself.
        let how = match (self.asked_here(), self.asked_elsewhere()) {
            (Some(own), _) => format!("leave no more than {own} of"),
            (None, Some((other, condition))) => {
                format!("ask who calls, as {other} does with {condition}, in")
            }
            (None, None) => format!(
                "compare {} with {} in",
                self.table.owner(),
                self.table.compared_with()
            ),
        };
        format!(
            "{how} the filter of role {role}'s select permission, or say in the policy that \
             {meant}"
        )
    }

    /// What the policy can say of rows that are for everybody.
    fn meant(&self) -> String {
        let table = &self.table.name;
        if self.filter().condition.is_empty() {
            return format!("{table} is shared");
        }
        format!("{table} is shared, or which of its rows are public")
    }

    /// Of the branches of the filter, those that ask who calls.
    fn asked_here(&self) -> Option<Condition> {
        let Condition::Or(branches) = &self.filter().condition else {
            return None;
        };
        let asking = branches.iter().filter(|branch| self.asks(branch));
        let mut asking: Vec<Condition> = asking.cloned().collect();
        match asking.len() {
            0 => None,
            1 => asking.pop(),
            _ => Some(Condition::Or(asking)),
        }
    }

    /// True for a condition by which every row comes because of the caller.
    fn asks(&self, condition: &Condition) -> bool {
        let read = names::read(condition, self.look, self.table.tracked);
        read.is_ok_and(|reading| reading.exact && reading.bound.is_some())
    }

    /// Another role that reads the same table, or a permission to write to it, and by which
    /// condition that is about the caller's own rows only.
    fn asked_elsewhere(&self) -> Option<(String, &'l Condition)> {
        let tracked = self.table.tracked;
        let reads = tracked.select_permissions.iter().map(|one| {
            let role = format!("role {}", one.role);
            (role, &one.permission.filter.condition)
        });
        let own = |one: &&Permission<WritePermission>| one.role == self.role.name;
        let writes = [Operation::Update, Operation::Delete, Operation::Insert].map(|way| {
            let permissions = tracked.write_permissions(way).iter();
            permissions.filter(own).flat_map(move |one| {
                let which = format!("its {} permission", way.word());
                let written = [&one.permission.filter, &one.permission.check];
                written.map(|filter| (which.clone(), &filter.condition))
            })
        });
        reads
            .chain(writes.into_iter().flatten())
            .find(|(_, condition)| self.asks(condition))
    }
}
