//! `doctor`: the first broken link, then the chain.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::DoctorOutcome;
use crate::doctor::{Examined, Status};
use crate::exit::Exit;
use crate::output::{Case, CaseStatus, Matrix, Mood, Outcome, Page, Report, Ruling};
use crate::text::{count, visible};
use crate::ui::Style;

impl Outcome for DoctorOutcome {
    fn json(&self) -> Value {
        let mut out = json!({
            "broken": self.examination.broken().map(|check| check.id),
            "tried": self.examination.is_tried(),
            "checks": self.examination.checks.iter().map(check_json).collect::<Vec<_>>(),
            "notes": self.examination.notes,
        });
        if let Some(mended) = &self.mended {
            out["fix"] = json!({
                "state": mended.state.word(),
                "path": mended.path,
                "diff": mended.diff,
                "note": mended.sentence,
            });
        }
        out
    }

    fn text(&self, page: &mut Page) {
        headline(self, page);
        page.blank();
        for check in &self.examination.checks {
            line(check, page);
        }
        for note in &self.examination.notes {
            let note = page.styled(Style::Dim, &format!("note: {note}"));
            page.prose("", &note, 6);
        }
        if let Some(mended) = &self.mended {
            page.blank();
            for line in mended.diff.lines() {
                page.line(visible(line));
            }
            page.prose("fix: ", &mended.sentence, 5);
        }
    }

    fn exit(&self) -> Exit {
        match self.examination.broken() {
            Some(_) => Exit::Findings,
            None => Exit::Ok,
        }
    }

    fn report(&self) -> Option<Report> {
        Some(report(self))
    }
}

fn check_json(check: &Examined) -> Value {
    let mut out = json!({
        "id": check.id,
        "title": check.title,
        "status": check.seen.status.word(),
        "seen": check.seen.lines,
        "seconds": check.elapsed.as_secs_f64(),
    });
    for (name, value) in [
        ("code", &check.seen.code),
        ("remedy", &check.seen.remedy),
        ("try", &check.seen.command),
    ] {
        if let Some(value) = value {
            out[name] = json!(value);
        }
    }
    out
}

/// What can be said where no link is broken and the chain was not walked to its end.
const UNTRIED: &str = "nothing that was looked at speaks against the chain";

fn headline(outcome: &DoctorOutcome, page: &mut Page) {
    let of = |status| {
        let checks = outcome.examination.checks.iter();
        checks.filter(|check| check.seen.status == status).count()
    };
    let Some(broken) = outcome.examination.broken() else {
        let (made, warned) = (of(Status::Pass) + of(Status::Warn), of(Status::Warn));
        let tried = outcome.examination.is_tried();
        let (word, end) = if tried {
            (page.styled(Style::Good, "the chain holds"), "")
        } else {
            (UNTRIED.to_owned(), "; the chain itself was not tried")
        };
        let warned = match warned {
            0 => String::new(),
            some => format!(", {} with a warning", count(some, "check")),
        };
        let skipped = match of(Status::Skip) {
            0 => String::new(),
            some => format!(", {some} not made"),
        };
        let made = count(made, "check");
        page.line(format!("{word}: {made}{warned}{skipped}{end}"));
        return;
    };
    let word = page.styled(Style::Bad, &format!("broken at {}", broken.id));
    let first = broken.seen.lines.first().map_or("", String::as_str);
    page.prose("", &format!("{word}: {first}"), 2);
    if let Some(remedy) = &broken.seen.remedy {
        page.prose("help: ", remedy, 6);
    }
    if let Some(code) = &broken.seen.code {
        let line = format!("st-hasura explain {code}");
        page.line(format!("more: {}", page.styled(Style::Command, &line)));
    }
}

fn line(check: &Examined, page: &mut Page) {
    let (style, mark) = match check.seen.status {
        Status::Pass => (Style::Good, "ok  "),
        Status::Warn => (Style::Warn, "look"),
        Status::Fail => (Style::Bad, "FAIL"),
        Status::Skip => (Style::Dim, "-   "),
    };
    let mark = page.styled(style, mark);
    let mut lines = check.seen.lines.iter();
    let first = lines.next().map_or("", String::as_str);
    let first = match check.seen.status {
        Status::Skip => page.styled(Style::Dim, first),
        _ => first.to_owned(),
    };
    page.prose(&format!("{mark}  {:<10} ", check.id), &first, 17);
    for line in lines {
        page.prose(&" ".repeat(17), &page.styled(Style::Dim, line), 17);
    }
    let speaks = matches!(check.seen.status, Status::Warn | Status::Fail);
    if let Some(remedy) = check.seen.remedy.as_ref().filter(|_| speaks) {
        page.prose(&format!("{}help: ", " ".repeat(17)), remedy, 23);
    }
    if let Some(command) = check.seen.command.as_ref().filter(|_| speaks) {
        let command = page.styled(Style::Command, command);
        page.line(format!("{}try:  {command}", " ".repeat(17)));
    }
}

fn report(outcome: &DoctorOutcome) -> Report {
    let exit = outcome.exit();
    let broken = outcome.examination.broken();
    let (word, meaning) = match broken {
        None if outcome.examination.is_tried() => ("well".to_owned(), "the chain holds".to_owned()),
        None => (
            "untried".to_owned(),
            format!("{UNTRIED}, which itself was not tried"),
        ),
        Some(check) => (
            "broken".to_owned(),
            format!("the first link that does not hold is {}", check.id),
        ),
    };
    Report {
        suite: "doctor".into(),
        ruling: Ruling {
            word,
            scope: None,
            meaning,
            mood: Mood::of(exit),
        },
        exit,
        made: OffsetDateTime::now_utc(),
        reasons: broken
            .iter()
            .flat_map(|check| check.seen.lines.iter().take(1))
            .cloned()
            .collect(),
        facts: Vec::new(),
        matrix: Matrix::default(),
        cases: outcome.examination.checks.iter().map(case).collect(),
        notes: outcome.examination.notes.clone(),
    }
}

fn case(check: &Examined) -> Case {
    let seen = &check.seen;
    let first = seen.lines.first().cloned().unwrap_or_default();
    let (status, told) = match seen.status {
        Status::Pass => (CaseStatus::Pass, 0),
        Status::Warn => (CaseStatus::Warn(seen.lines.join("; ")), 0),
        Status::Fail => (CaseStatus::Fail(first), 1),
        Status::Skip => (CaseStatus::Skip(first), 1),
    };
    let mut notes: Vec<String> = seen.lines.iter().skip(told).cloned().collect();
    if matches!(seen.status, Status::Warn | Status::Fail) {
        notes.extend(seen.remedy.iter().map(|remedy| format!("help: {remedy}")));
        notes.extend(seen.command.iter().map(|command| format!("try: {command}")));
    }
    Case {
        id: check.id.to_owned(),
        name: check.title.to_owned(),
        why: String::new(),
        status,
        findings: Vec::new(),
        accepted: BTreeMap::new(),
        told_in: Vec::new(),
        notes,
        time: check.elapsed,
    }
}
