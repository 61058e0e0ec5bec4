//! What is said of permissions to write.

use serde_json::json;

use super::META;
use super::case::TableCase;
use super::judge::{Open, Past, Why};
use super::names::{KnownAs, Named};
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::Details;
use crate::verify::owned_tables::Owned;
use crate::verify::rules::writes::{Rule, named};

impl TableCase<'_> {
    /// A permission as a computed field says that is told who asks.
    pub(super) fn unasked(&self, rule: &Rule<'_>, field: &str) -> Finding {
        let by = format!(" as the computed field {field} says");
        self.untold(
            rule,
            &by,
            "its function is told who asks, and answers nobody else",
        )
    }

    /// A permission of which a part that names the caller could not be read.
    pub(super) fn unknown(&self, rule: &Rule<'_>, reason: &str) -> Finding {
        self.untold(rule, "", reason)
    }

    fn untold(&self, rule: &Rule<'_>, by: &str, why: &str) -> Finding {
        let (way, who) = (rule.way.word(), self.actor().role());
        let name = self.table.name();
        META.unproven(Severity::Medium)
            .table(name)
            .way(way)
            .role(who)
            .untried()
            .told(Details {
                summary: format!(
                    "role {who} may {way} rows of {name}{by}, and nothing shows that only the \
                     caller's can be: {why}"
                ),
                request: self.export(),
                evidence: json!({ "filter": rule.rule.filter, "check": rule.rule.check }),
                remedy: "compare the owner's column with X-Hasura-User-Id in the permission \
                         itself; what cannot be tried can be accepted in the policy by its id"
                    .into(),
            })
    }

    /// A permission that needs what no token has: Hasura answers with an error.
    pub(super) fn nobody_can(&self, rule: &Rule<'_>, missing: &[String]) -> Finding {
        let (way, missing) = (rule.way.word(), missing.join(", "));
        META.by_reading(Severity::Medium)
            .table(self.table.name())
            .way(way)
            .part("error")
            .role(self.actor().role())
            .why("who is to write and cannot is kept from what is theirs")
            .told(Details {
                summary: format!(
                    "nobody can {way} rows: the permission of role {} needs {missing}, which the \
                     token of {} does not carry",
                    rule.role,
                    self.actor().label
                ),
                request: self.export(),
                evidence: json!({ "filter": rule.rule.filter, "check": rule.rule.check,
                    "set": rule.rule.set }),
                remedy: format!(
                    "add {missing} to the token, or correct its name in the permission"
                ),
            })
    }

    pub(super) fn open(&self, rule: &Rule<'_>, owned: &Owned, open: &Open) -> Finding {
        let (way, (member, condition)) = (rule.way.word(), rule.rows());
        let who = self.actor().role();
        let mut evidence = json!({ member: condition });
        if rule.role != who {
            evidence["permission of role"] = json!(rule.role);
        }
        if !open.rows.is_empty() {
            evidence["rows of others that it admits"] = json!(open.rows);
        }
        if let Owned::Perhaps(why, _) | Owned::Bound(why, _) = owned {
            evidence["owners"] = json!(why);
        }
        let reason = match &open.why {
            Why::Null(why) => why.clone(),
            Why::Chosen(columns) => passes_by(columns),
            Why::Always(why) => format!("{why} in the permission's {member}"),
            Why::Without => format!("the permission's {member} holds without the caller"),
        };
        let whose = if open.nobodys {
            "that nobody owns"
        } else {
            "whoever they belong to"
        };
        self.finding(way, open.severity).told(Details {
            summary: format!("role {who} may {way} rows {whose}: {reason}"),
            request: self.export(),
            evidence,
            remedy: match &open.why {
                Why::Null(_) if way == "update" => format!(
                    "{}, or compare the owner with X-Hasura-User-Id in its filter",
                    against_null(way)
                ),
                Why::Null(_) => format!("{}, or preset it", against_null(way)),
                Why::Chosen(columns) => against_choice(way, columns),
                Why::Always(_) | Why::Without if matches!(owned, Owned::Bound(..)) => format!(
                    "say in the {member} of the role's {way} permission whose rows these are, as \
                     other permissions of the table do"
                ),
                Why::Always(_) | Why::Without => format!(
                    "compare the owner with X-Hasura-User-Id in the {member} of the role's {way} \
                     permission{}",
                    if way == "insert" {
                        ", or preset the owner's column with it"
                    } else {
                        ""
                    }
                ),
            },
        })
    }

    /// Whether the name of somebody who has rows stands there on purpose, only people can say; where
    /// it is nobody's who is known, nobody's rows are touched.
    pub(super) fn named_in_it(&self, rule: &Rule<'_>, whom: &Named) -> Finding {
        let (draft, known) = match whom.known_as {
            KnownAs::OtherUser => (META.by_reading(Severity::High), "the other user"),
            KnownAs::Owner => (META.unproven(Severity::Medium), "somebody who has rows"),
            KnownAs::Nobody => (META.by_reading(Severity::Medium), "nobody with rows"),
        };
        let who = self.actor().role();
        draft
            .table(self.table.name())
            .way(rule.way.word())
            .part("named")
            .role(who)
            .told(Details {
                summary: named::summary(who, rule.way, &whom.values, &whom.by),
                request: self.export(),
                evidence: json!({ "check": rule.rule.check, "set": rule.rule.set,
                    "known as": known }),
                remedy: named::REMEDY.into(),
            })
    }

    pub(super) fn gives_away(
        &self,
        rule: &Rule<'_>,
        columns: &[String],
        (severity, past): (Severity, Past),
        upsert: bool,
    ) -> Finding {
        let who = self.actor().role();
        let columns = columns.join(", ");
        let mut evidence = json!({
            "filter": rule.rule.filter,
            "check": rule.rule.check,
            "may set": columns,
        });
        if upsert {
            evidence["also through"] = json!("on_conflict of insert");
        }
        let not_theirs = |how: &str| {
            format!("role {who} may set {columns} so that a row of theirs is not theirs: {how}")
        };
        let (summary, remedy) = match past {
            Past::Unsaid => (
                format!(
                    "role {who} may set {columns} of a row of theirs to anybody's: the update \
                     permission's check does not say that it stays theirs"
                ),
                format!(
                    "repeat the filter of the role's update permission as its check, or take \
                     {columns} from its columns"
                ),
            ),
            Past::Null(null) => (
                not_theirs(&null),
                format!(
                    "{}, or take {columns} from its columns",
                    against_null("update")
                ),
            ),
            Past::Chosen(chosen) => (
                not_theirs(&passes_by(&chosen)),
                format!(
                    "{}, or take {columns} from its columns",
                    against_choice("update", &chosen)
                ),
            ),
        };
        self.finding("give_away", severity).told(Details {
            summary,
            request: self.export(),
            evidence,
            remedy,
        })
    }
}

fn passes_by(columns: &[String]) -> String {
    format!(
        "the check has a branch without the caller, which is met by what they write into {}",
        columns.join(", ")
    )
}

/// What keeps a caller from meeting a check by choosing.
fn against_choice(way: &str, columns: &[String]) -> String {
    format!(
        "ask for the caller in every branch of the check of the role's {way} permission, or take {} \
         from its columns",
        columns.join(", ")
    )
}

/// What keeps null from passing a check.
fn against_null(way: &str) -> String {
    format!(
        "make the column NOT NULL, or ask for a value in the check of the role's {way} permission as \
         well (_is_null: false)"
    )
}
