use std::path::Path;

use time::macros::date;

use super::*;
use crate::verify::evidence::{Cell, Proof};
use crate::verify::scope::Scope;
use crate::verify::verdict::{self, Verdict};

const TODAY: Date = date!(2027 - 01 - 31);

fn leak(id: &str, severity: Severity) -> Finding {
    Finding {
        id: id.into(),
        severity,
        proof: Proof::Live,
        table: Some("notes".into()),
        path: None,
        role: None,
        place: None,
        summary: "s".into(),
        request: "r".into(),
        evidence: json!({}),
        why: "w".into(),
        remedy: "m".into(),
        fault: None,
        echoes: Vec::new(),
    }
}

fn ran(id: &'static str, result: ProbeResult) -> Ran {
    Ran {
        id,
        title: "t",
        why: "w",
        essential: true,
        result,
        elapsed: Duration::ZERO,
    }
}

fn policy(until: &str, finding: &str) -> Policy {
    let text = format!("[[accept]]\nfinding = \"{finding}\"\nreason = \"why\"\nuntil = {until}");
    Policy::parse(Path::new("p.toml"), &text).unwrap()
}

fn leaky() -> Vec<Ran> {
    let found = vec![leak("P05:notes:list:user", Severity::High)];
    let cell = Cell {
        table: "notes".into(),
        way: "list",
        status: Status::Fail,
        note: "1 leaked".into(),
    };
    vec![ran("P05", ProbeResult::of(found).cells(vec![cell]))]
}

fn ids(ran: &[Ran], probe: &str) -> Vec<String> {
    ran.iter()
        .filter(|one| one.id == probe)
        .flat_map(|one| &one.result.findings)
        .map(|finding| finding.id.clone())
        .collect()
}

#[test]
fn an_acceptance_counts_on_its_last_day_and_not_after() {
    let mut on = leaky();
    apply(&policy("2027-01-31", "P05:notes:*"), TODAY, vec![], &mut on);
    assert_eq!(verdict::draw(&on, &Scope::Everything).0, Verdict::Sound);
    assert_eq!(ids(&on, "P05"), ["P05:notes:list:user"], "it stays");
    assert_eq!(on[0].result.cells[0].status, Status::Warn);
    let accepted = on[0].result.acceptance(&on[0].result.findings[0]).unwrap();
    assert_eq!(
        (accepted.reason.as_str(), accepted.until.as_str()),
        ("why", "2027-01-31")
    );
    assert_eq!(ids(&on, ID), Vec::<String>::new());

    let mut after = leaky();
    apply(
        &policy("2027-01-30", "P05:notes:*"),
        TODAY,
        vec![],
        &mut after,
    );
    assert_eq!(verdict::draw(&after, &Scope::Everything).0, Verdict::Leak);
    assert_eq!(ids(&after, ID), ["POL:expired:P05:notes:*"]);
}

#[test]
fn what_is_not_accepted_still_fails() {
    let mut both = leaky();
    both[0].result = ProbeResult::of(vec![
        leak("P05:notes:list:user", Severity::High),
        leak("P05:notes:list:editor", Severity::High),
    ]);
    let policy = policy("2099-01-01", "P05:notes:list:user");
    apply(&policy, TODAY, vec![], &mut both);
    assert_eq!(verdict::draw(&both, &Scope::Everything).0, Verdict::Leak);
    assert_eq!(both[0].result.counting().count(), 1);
}

#[test]
fn accepting_a_leak_does_not_hide_what_could_not_be_looked_at() {
    let mut partial = leaky();
    partial[0].result = partial[0].result.clone().incomplete("a table was cut off");
    assert_eq!(verdict::draw(&partial, &Scope::Everything).0, Verdict::Leak);
    apply(
        &policy("2099-01-01", "P05:notes:*"),
        TODAY,
        vec![],
        &mut partial,
    );
    assert_eq!(partial[0].result.status, Status::Skip);
    assert_eq!(
        verdict::draw(&partial, &Scope::Everything).0,
        Verdict::Unproven
    );
}

#[test]
fn what_could_not_be_looked_at_is_accepted_by_its_own_name() {
    let verdict = |finding: &str| {
        let found = Finding {
            proof: Proof::Unproven,
            ..leak("P14:notes:delete:user:untried", Severity::Medium)
        };
        let mut ran = vec![
            ran("P05", ProbeResult::pass()),
            ran("P14", ProbeResult::of(vec![found])),
        ];
        apply(&policy("2099-01-01", finding), TODAY, vec![], &mut ran);
        verdict::draw(&ran, &Scope::Everything).0
    };
    assert_eq!(verdict("P14:notes:delete:user:untried"), Verdict::Sound);
    assert_eq!(verdict("P14:notes:*:untried"), Verdict::Sound);
    assert_eq!(verdict("P14:notes:*"), Verdict::Unproven);
    assert_eq!(verdict("P14:notes:delete:user"), Verdict::Unproven);
}

#[test]
fn an_acceptance_is_unused_only_where_its_probe_looked() {
    let unused = |result: ProbeResult| {
        let mut ran = vec![ran("P06", result)];
        apply(
            &policy("2099-01-01", "P06:notes:*"),
            TODAY,
            vec![],
            &mut ran,
        );
        ids(&ran, ID)
    };
    assert_eq!(unused(ProbeResult::pass()), ["POL:unused:P06:notes:*"]);
    assert_eq!(
        unused(ProbeResult::not_applicable("x")),
        ["POL:unused:P06:notes:*"]
    );
    assert_eq!(unused(ProbeResult::not_possible("x")), Vec::<String>::new());
    let mut other = vec![ran("P05", ProbeResult::pass())];
    apply(
        &policy("2099-01-01", "P06:notes:*"),
        TODAY,
        vec![],
        &mut other,
    );
    assert_eq!(ids(&other, ID), Vec::<String>::new());
}
