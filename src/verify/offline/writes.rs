//! What roles may write: permissions that hold whoever writes.

use serde_json::json;

use super::names;
use super::roles::{Role, Standing};
use super::tables::{Owners, Table};
use super::{Look, p02_anonymous_spoof, p14_mutations::META};
use crate::hasura::metadata::{Condition, Filter};
use crate::hasura::metadata_files::Place;
use crate::operation::Operation;
use crate::supertokens::tables::decides;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::{Details, Draft};
use crate::verify::ownership::filter::Reading;
use crate::verify::rules::membership::{self, Gate};
use crate::verify::rules::writes::{self, Rule, named, raising};
use crate::verify::rules::{always_true, header_filters, patterns, still_there};

/// A role's own permission to write to a table.
struct Write<'l> {
    look: &'l Look<'l>,
    table: &'l Table<'l>,
    role: &'l Role,
    number: usize,
    rule: Rule<'l>,
}

/// Permissions to write that believe the headers of requests without a token.
pub(super) fn by_headers(look: &Look<'_>) -> Vec<Finding> {
    let roles = look.roles.iter();
    let all = roles.flat_map(|role| Write::all(look, role));
    all.filter(Write::reads_headers)
        .map(|write| write.by_headers())
        .collect()
}

/// P14, for every role; what it inherits is told of the role that has it.
pub(super) fn open(look: &Look<'_>) -> Vec<Finding> {
    let mut findings = functions(look);
    for role in &look.roles {
        let gates: Vec<Gate<'_>> = look
            .schema
            .model
            .tables
            .iter()
            .flat_map(|table| membership::of(table, &look.schema, std::slice::from_ref(&role.name)))
            .collect();
        // What requests without a token write in any name is told as such.
        for write in Write::all(look, role).filter(|write| !write.reads_headers()) {
            write.look(&gates, &mut findings);
        }
    }
    findings
}

impl<'l> Write<'l> {
    /// What a role may write itself, but for what only servers may.
    fn all(look: &'l Look<'l>, role: &'l Role) -> impl Iterator<Item = Self> {
        let ways = look.tables.iter().flat_map(|table| {
            let all = Operation::ALL.into_iter();
            all.map(move |way| (table, way))
        });
        ways.flat_map(move |(table, way)| {
            let permissions = table.tracked.write_permissions(way).iter().enumerate();
            let own = permissions.filter(|(_, one)| one.role == role.name);
            own.map(move |(number, one)| Self {
                look,
                table,
                role,
                number,
                rule: Rule {
                    way,
                    rule: &one.permission,
                    role: &one.role,
                },
            })
        })
        .filter(|write| !write.rule.backend_only())
    }

    fn reads_headers(&self) -> bool {
        self.role.standing == Standing::Stranger && header_filters::reads_headers(self.rule.rule)
    }

    fn look(&self, gates: &[Gate<'_>], findings: &mut Vec<Finding>) {
        let columns: Vec<&str> = self.table.columns.iter().map(String::as_str).collect();
        let tracked = self.table.tracked;
        if let Some(what) = decides::what(&tracked.table.name, &columns) {
            findings.push(self.of_the_core(what));
            return;
        }
        findings.extend(self.by_patterns());
        if self.table.owners == Owners::None {
            return;
        }
        let named = self.named();
        if let Some(finding) = named.or_else(|| self.unbound().or_else(|| self.gives_away())) {
            findings.push(finding);
            return;
        }
        findings.extend(self.in_anothers_name());
        findings.extend(self.raises());
        findings.extend(self.passes(gates));
    }

    /// What is written is bound to a name that anybody may give themselves.
    fn by_headers(&self) -> Finding {
        let (role, way) = (&self.role.name, self.rule.way);
        let member = match way {
            Operation::Insert if self.rule.rule.presets().next().is_some() => "set",
            _ => self.rule.rows().0,
        };
        let draft = p02_anonymous_spoof::META
            .by_reading(Severity::High)
            .table(&self.table.name)
            .way(way.word())
            .role(role)
            .at(self.at(member));
        draft.told(Details {
            summary: format!(
                "the {} permission of role {role} reads a session variable, and requests without a \
                 token bring their own in headers",
                way.word()
            ),
            request: String::new(),
            evidence: json!({ "filter": self.rule.rule.filter, "check": self.rule.rule.check,
                "set": self.rule.rule.set }),
            remedy: format!(
                "let no permission of role {role} use a session variable: take the {} permission \
                 from it, or leave the owner's column out",
                way.word()
            ),
        })
    }

    /// The rows that the permission lets through, whatever the caller writes into them.
    fn admitted(&self) -> Condition {
        let filter = &self.rule.rows().1.condition;
        match self.rule.way {
            Operation::Insert => self.reachable(),
            Operation::Update if self.rule.changes_no_owner(self.table.tracked) => {
                Condition::all([filter.clone(), self.reachable()])
            }
            Operation::Update | Operation::Delete => filter.clone(),
        }
    }

    /// What is left of the check where the caller chooses the values. Which columns may be null is
    /// the database's to say, so none is taken to be.
    fn reachable(&self) -> Condition {
        let check = &self.rule.rule.check.condition;
        self.rule.chosen(check, self.table.tracked, &|_| false, &[])
    }

    fn presets_owner(&self) -> bool {
        let Some(owners) = self.table.owners.columns() else {
            return self.rule.rule.presets().next().is_some();
        };
        let mut presets = self.rule.rule.presets();
        presets.any(|preset| owners.is_empty() || owners.contains(preset))
    }

    /// A permission that holds without the caller, and writes nothing but rows of whom it names.
    fn named(&self) -> Option<Finding> {
        let bound = |condition: &Condition| match self.read(condition) {
            Ok(reading) => reading.exact,
            Err(_) => condition.mentions_caller(),
        };
        let (way, role) = (self.rule.way, &self.role.name);
        let given = self.rule.gives_away(self.table.tracked);
        let named = match way {
            Operation::Delete => None,
            _ if bound(&self.reachable()) => None,
            Operation::Insert => self.rule.named(&|name| {
                let owners = self.table.owners.columns();
                owners.is_some_and(|owners| owners.contains(name))
            }),
            Operation::Update if bound(&self.admitted()) => self
                .rule
                .named(&|name| given.iter().any(|column| column == name)),
            Operation::Update => None,
        };
        let named = named.filter(|values| !values.is_empty())?;
        let draft = META
            .by_reading(Severity::Medium)
            .table(&self.table.name)
            .way(way.word())
            .part("named")
            .role(role)
            .at(self.at(self.rule.rows().0));
        Some(draft.told(Details {
            summary: named::summary(role, way, &named, named::BY),
            request: String::new(),
            evidence: json!({ "check": self.rule.rule.check, "set": self.rule.rule.set }),
            remedy: named::REMEDY.into(),
        }))
    }

    /// A permission that holds without the caller.
    fn unbound(&self) -> Option<Finding> {
        let (way, (member, filter)) = (self.rule.way, self.rule.rows());
        if way == Operation::Insert && self.presets_owner() {
            return None;
        }
        let admitted = self.admitted();
        // What an insertion makes is there in any case; what it says of itself was chosen.
        let there = still_there::branch(&admitted).filter(|_| way != Operation::Insert);
        let (in_part, unread) = match self.read(&admitted) {
            Ok(reading) if reading.exact => return None,
            Ok(reading) => (reading.bound.is_some() && there.is_none(), None),
            Err(_) if admitted.mentions_caller() => return None,
            Err(why) => (true, Some(why)),
        };
        if way == Operation::Update && self.takes_what_is_free() {
            return None;
        }
        let always = || always_true::why(filter, &[]);
        let chosen = self.opened_by_choice();
        let why = if let Some(why) = unread {
            why
        } else if chosen {
            let columns = writes::asked_besides(&self.rule.rule.check.condition);
            let columns: Vec<String> = columns.into_iter().collect();
            format!(
                "the check has a branch without the caller, which is met by what they write into {}",
                columns.join(", ")
            )
        } else if let Some(why) = always() {
            format!("{why} in the permission's {member}")
        } else if let Some(branch) = there {
            format!("{branch} in its {member} holds for every row that is still there")
        } else if in_part {
            format!("a branch of the permission's {member} holds without the caller")
        } else {
            format!("the permission's {member} holds without the caller")
        };
        // A new row is the caller's to fill; whether rows that are there meet a branch, they tell.
        // What holds for all rows there are is met by others' as well.
        let sure = !in_part || chosen || always_true::holds(&admitted, &[]).is_some();
        let severity = self.severity(sure && !self.leaves_owner_out());
        let (role, way) = (&self.role.name, way.word());
        Some(self.finding(way, severity, member).told(Details {
            summary: format!("role {role} may {way} rows whoever they belong to: {why}"),
            request: String::new(),
            evidence: json!({ member: filter, "owners known from": self.table.known_from() }),
            remedy: format!(
                "compare {} with {} in the {member} of the role's {way} permission{}",
                self.table.owner(),
                self.table.compared_with(),
                if way == "insert" {
                    ", or preset the owner's column with it"
                } else {
                    ""
                }
            ),
        }))
    }

    /// True for a check that the caller passes with anybody's row, by what they write into it.
    fn opened_by_choice(&self) -> bool {
        self.rule.way != Operation::Delete
            && self.rule.rule.check.condition.mentions_caller()
            && writes::asks_nothing(&self.reachable())
    }

    /// True for an insertion that cannot say whose the row is: it makes rows that are nobody's.
    fn leaves_owner_out(&self) -> bool {
        let Some(owners) = self.table.owners.columns() else {
            return false;
        };
        self.rule.way == Operation::Insert
            && !owners.iter().any(|column| self.rule.writable(column))
    }

    /// True for an update of rows that nobody owns yet, and that become the caller's.
    fn takes_what_is_free(&self) -> bool {
        let Some(owners) = self.table.owners.columns() else {
            return false;
        };
        let parts = self.rule.rule.filter.condition.conjuncts().iter();
        let free: Vec<&str> = parts.filter_map(Condition::is_null).collect();
        !owners.is_empty()
            && owners.iter().all(|name| free.contains(&name.as_str()))
            && (self.presets_owner()
                || self
                    .read(&self.reachable())
                    .is_ok_and(|reading| reading.exact))
    }

    /// An update of own rows that lets go of them.
    fn gives_away(&self) -> Option<Finding> {
        let columns = self.rule.gives_away(self.table.tracked);
        let kept = self.read(&self.reachable());
        if columns.is_empty() || kept.as_ref().is_ok_and(|reading| reading.exact) {
            return None;
        }
        let sure = self.opened_by_choice() || kept.is_ok_and(|reading| reading.bound.is_none());
        let (role, columns) = (&self.role.name, columns.join(", "));
        let draft = self.finding("give_away", self.severity(sure), "check");
        Some(draft.told(Details {
            summary: format!(
                "role {role} may set {columns} of a row of theirs to anybody's: the update \
                 permission's check does not say that it stays theirs"
            ),
            request: String::new(),
            evidence: json!({ "filter": self.rule.rule.filter, "check": self.rule.rule.check,
                "may set": columns }),
            remedy: format!(
                "repeat the filter of the role's update permission as its check, or take {columns} \
                 from its columns"
            ),
        }))
    }

    /// The filters by which the role reads the table, and all that it may write to it by.
    fn of_the_role(&self) -> (Vec<&Filter>, Vec<Rule<'_>>) {
        let (metadata, tracked) = (self.look.metadata, self.table.tracked);
        let selects = metadata.selects(tracked, &self.role.name).into_iter();
        let filters = selects.map(|one| &one.permission.filter).collect();
        (filters, writes::of_role(metadata, tracked, &self.role.name))
    }

    /// Who may change a row of another's lets themselves delete it.
    fn raises(&self) -> Option<Finding> {
        let (filters, rules) = self.of_the_role();
        let columns = self.rule.raises(&filters, &rules, self.table.tracked)?;
        let columns = columns.join(", ");
        let draft = self.finding("raise", self.severity(true), "filter");
        Some(draft.told(Details {
            summary: raising::summary(&self.role.name, &columns),
            request: String::new(),
            evidence: json!({ "filter": self.rule.rule.filter, "check": self.rule.rule.check,
                "may set": columns }),
            remedy: raising::remedy(&columns),
        }))
    }

    fn in_anothers_name(&self) -> Option<Finding> {
        let (filters, rules) = self.of_the_role();
        let tracked = self.table.tracked;
        let free = self.rule.in_anothers_name(&filters, &rules, tracked)?;
        let (role, way, all) = (
            &self.role.name,
            self.rule.way.word(),
            free.columns.join(", "),
        );
        let (part, does) = match self.rule.way {
            Operation::Insert => ("insert", "create rows that are another's"),
            Operation::Update | Operation::Delete => (
                "take_over",
                "make rows that are shared with them anybody's, also theirs",
            ),
        };
        let draft = self.finding(part, self.severity(free.direct), "check");
        Some(draft.told(Details {
            summary: format!(
                "role {role} may {does}: {all} says whose a row is and is the caller's to choose"
            ),
            request: String::new(),
            evidence: json!({ "check": self.rule.rule.check, "set": self.rule.rule.set,
                "may set": all }),
            remedy: format!(
                "repeat the filter of the role's select permission in the check of its {way} \
                 permission, or take {all} from the columns and preset it"
            ),
        }))
    }

    /// Filters of other tables that believe what the caller may write here.
    fn passes(&self, gates: &[Gate<'_>]) -> Option<Finding> {
        let here =
            |gate: &&Gate<'_>| gate.pass.table == self.table.tracked.table && !gate.is_unique();
        let opened: Vec<(&str, Vec<String>)> = gates
            .iter()
            .filter(here)
            .filter_map(|gate| Some((gate.opens.name(), gate.opened_by(&self.rule)?)))
            .collect();
        let (_, columns) = opened.first()?;
        let mut tables: Vec<&str> = opened.iter().map(|(name, _)| *name).collect();
        tables.sort_unstable();
        tables.dedup();
        let (role, way) = (&self.role.name, self.rule.way.word());
        let (tables, columns) = (tables.join(", "), columns.join(", "));
        let chosen = if columns.is_empty() {
            String::new()
        } else {
            format!(" with any {columns}")
        };
        let draft = self.finding("pass", self.severity(true), "check");
        Some(draft.told(Details {
            summary: format!(
                "role {role} may {way} rows that name the caller{chosen}, and the filter of \
                 {tables} believes them"
            ),
            request: String::new(),
            evidence: json!({ "check": self.rule.rule.check, "set": self.rule.rule.set,
                "opens": tables }),
            remedy: format!(
                "say in the check of the role's {way} permission what the caller may choose, such \
                 as a row that they own or were invited to, or leave this to a server (backend_only)"
            ),
        }))
    }

    fn by_patterns(&self) -> Option<Finding> {
        let (member, filter) = self.rule.rows();
        let found = patterns::of(&filter.condition);
        let (role, way) = (&self.role.name, self.rule.way.word());
        let draft = META
            .by_reading(Severity::Medium)
            .table(&self.table.name)
            .way(way)
            .part("pattern")
            .role(role)
            .why(patterns::WHY)
            .at(self.at(member));
        (!found.is_empty()).then(|| {
            draft.told(Details {
                summary: patterns::summary(role, &format!("{way} permission's {member}"), &found),
                request: String::new(),
                evidence: json!({ member: filter }),
                remedy: patterns::REMEDY.into(),
            })
        })
    }

    /// Who writes to these tables says who they are, and SuperTokens believes it.
    fn of_the_core(&self, what: &str) -> Finding {
        let (role, way) = (&self.role.name, self.rule.way.word());
        let draft = self.finding("core", Severity::High, self.rule.rows().0);
        draft.told(Details {
            summary: format!("role {role} may {way} rows here, and they say {what}"),
            request: String::new(),
            evidence: json!({ "permission": { "check": self.rule.rule.check,
                "filter": self.rule.rule.filter } }),
            remedy: format!(
                "take the {way} permission from role {role}: SuperTokens' own API writes this table"
            ),
        })
    }

    fn read(&self, condition: &Condition) -> Result<Reading, String> {
        names::read(condition, self.look, self.table.tracked)
    }

    fn severity(&self, sure: bool) -> Severity {
        if sure && self.table.owners.is_sure() && self.role.standing != Standing::Staff {
            Severity::High
        } else {
            Severity::Medium
        }
    }

    fn at(&self, member: &str) -> Option<&'l Place> {
        let kind = self.rule.way.word();
        self.look.at(self.table, kind, self.number, member)
    }

    fn finding(&self, way: &str, severity: Severity, member: &str) -> Draft {
        META.by_reading(severity)
            .table(&self.table.name)
            .way(way)
            .role(&self.role.name)
            .at(self.at(member))
    }
}

/// Functions that are mutations: the metadata tells who may call them and not what they write.
fn functions(look: &Look<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (source, tables) in look.metadata.sources.iter().enumerate() {
        for (at, function) in tables.functions.iter().enumerate() {
            let setting = |name: &str| function.configuration.get(name);
            if setting("exposed_as").is_none_or(|kind| kind != "mutation") {
                continue;
            }
            // A function that is told who calls may bind what it writes; its text would say.
            let told = setting("session_argument").is_some();
            let severity = if told {
                Severity::Info
            } else {
                Severity::Medium
            };
            let name = function.function.qualified();
            let place = format!("/sources/{source}/functions/{at}");
            for permission in &function.permissions {
                let role = &permission.role;
                let draft = META
                    .by_reading(severity)
                    .way(&name)
                    .part("function")
                    .role(role)
                    .at(look.places.of(&place));
                findings.push(draft.told(Details {
                    summary: format!(
                        "role {role} may call the function {name}, which writes and is {}told who \
                         calls",
                        if told { "" } else { "not " }
                    ),
                    request: String::new(),
                    evidence: json!({ "configuration": function.configuration }),
                    remedy: "give the function a session_argument and let it write rows of the \
                             caller only, or take the role from its permissions"
                        .into(),
                }));
            }
        }
    }
    findings
}
