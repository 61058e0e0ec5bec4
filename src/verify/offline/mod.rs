//! What metadata in files says by itself, for every role: no server is asked.
//!
//! The rules are those of [`super::rules`], and the ids are those of the probes that they belong
//! to: what is accepted in a policy is accepted here as well. What a rule finds is a reason to
//! speak of a leak; that it finds nothing proves nothing, so no run is *sound*. [`tables`] knows
//! whose rows are somebody's, [`roles`] who is a user; the other parts look.

mod links;
mod names;
mod reads;
mod roles;
mod secrets;
mod structure;
mod tables;
mod unread;
mod writes;

use std::path::Path;
use std::time::Instant;

use self::links::Links;
use self::roles::Role;
use self::tables::Table;
use super::evidence::{Finding, ProbeResult, Ran, Severity, Status};
use super::finding::Meta;
use super::policy;
use super::probes::{
    p01_anonymous, p02_anonymous_spoof, p05_own_rows, p07_aggregates, p08_planned_aggregates,
    p13_secret_columns, p14_mutations, p22_inconsistent,
};
use super::report::{Report, Subject};
use super::schema::Schema;
use super::scope::Scope;
use super::verdict::Verdict;
use crate::config::Policy;
use crate::hasura::metadata::Metadata;
use crate::hasura::metadata_files::{MetadataFileError, Place, Places, Written, shown};
use crate::text::count;

/// What a look needs: the metadata, where its parts stand, and what people decided.
struct Look<'a> {
    metadata: &'a Metadata,
    places: &'a Places,
    links: Links<'a>,
    policy: Option<&'a Policy>,
    tables: Vec<Table<'a>>,
    roles: Vec<Role>,
    /// The tables as rules about memberships want them.
    schema: Schema,
}

/// Why nothing is proved, whatever was found.
const READ_ONLY: &str = "the metadata was read and nothing was asked: that permissions hold is \
                         proved by two users at a running Hasura (verify-hasura without --offline)";

/// All that a probe's rules find.
type Rule = fn(&Look<'_>) -> Vec<Finding>;

/// The probes with rules of their own, in the order of reports.
const LOOKS: [(&Meta, Rule); 8] = [
    (&p01_anonymous::META, reads::by_strangers),
    (&p02_anonymous_spoof::META, by_headers),
    (&p05_own_rows::META, reads::by_users),
    (&p07_aggregates::META, reads::by_counts),
    (&p08_planned_aggregates::META, reads::past_limits),
    (&p13_secret_columns::META, secrets::offered),
    (&p14_mutations::META, writes::open),
    (&p22_inconsistent::META, structure::broken),
];

/// P02: permissions that believe the headers of requests without a token.
fn by_headers(look: &Look<'_>) -> Vec<Finding> {
    let mut findings = reads::by_headers(look);
    findings.extend(writes::by_headers(look));
    findings
}

/// Looks at metadata. `strangers` is the role that the environment gives to requests without a
/// token, where it says so; files are named as seen from `cwd`.
pub(crate) fn check(
    written: &Written,
    policy: Option<&Policy>,
    strangers: Option<&str>,
    cwd: &Path,
) -> Result<Report, MetadataFileError> {
    let export = written.export()?;
    let schema = tables::schema(export.clone(), policy);
    let links = Links::of(&export.metadata);
    let look = Look {
        metadata: &export.metadata,
        places: &written.places,
        tables: tables::of(&export.metadata, &links, policy),
        links,
        policy,
        roles: roles::of(&export.metadata, strangers),
        schema,
    };
    let mut probes: Vec<Ran> = LOOKS
        .iter()
        .map(|(meta, find)| {
            let started = Instant::now();
            let result = judged(find(&look));
            Ran {
                // The verdict does not wait for what no file can show.
                essential: false,
                ..meta.ran(result, started.elapsed())
            }
        })
        .collect();
    if let Some(policy) = policy {
        let names = look
            .tables
            .iter()
            .map(|table| table.name.as_str())
            .collect();
        let known = |written: &str| look.tables.iter().any(|table| table.is_meant_by(written));
        let unknown = policy::unknown_tables(policy, known, &names);
        policy::apply(policy, policy::today(), unknown, &mut probes);
    }
    let failed: Vec<&Ran> = probes
        .iter()
        .filter(|probe| probe.result.status == Status::Fail)
        .collect();
    let mut reasons: Vec<String> = failed
        .iter()
        .map(|probe| format!("{} failed: {}", probe.id, probe.title))
        .collect();
    let verdict = if failed.is_empty() {
        reasons.push(READ_ONLY.into());
        Verdict::Unproven
    } else {
        Verdict::Leak
    };
    let mut names: Vec<String> = look.tables.iter().map(|table| table.name.clone()).collect();
    names.sort();
    names.dedup();
    Ok(Report {
        verdict,
        scope: Scope::Everything,
        reasons,
        limits: Vec::new(),
        tables: names.len(),
        table_names: names,
        users: Vec::new(),
        role: String::new(),
        admin: false,
        subject: Subject::Files {
            root: shown(&written.root, cwd),
            roles: look.roles.iter().map(|role| role.name.clone()).collect(),
        },
        probes,
        notes: unread::notes(&export),
    })
}

/// A probe of which only the metadata was looked at: it never passes.
fn judged(findings: Vec<Finding>) -> ProbeResult {
    let found = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .count();
    let result = ProbeResult::of(findings);
    if result.status != Status::Pass {
        return result;
    }
    let why = match found {
        0 => "nothing in the metadata speaks against it; it was not asked".to_owned(),
        found => count(found, "finding"),
    };
    result.incomplete(why)
}

impl Look<'_> {
    /// Where a permission of a table stands, or a member of it.
    fn at(&self, table: &Table<'_>, kind: &str, number: usize, member: &str) -> Option<&Place> {
        let permission = format!("{}/{kind}_permissions/{number}", table.pointer);
        self.places.of(&format!("{permission}/permission/{member}"))
    }
}
