//! `smoke`: each step with how it went, then the verification.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::SmokeOutcome;
use crate::commands::verify_hasura::{checks, policy, report as verify_report};
use crate::exit::Exit;
use crate::output::{Case, CaseStatus, Matrix, Mood, Outcome, Page, Report, Ruling};
use crate::smoke::{Chain, Step, StepOutcome};
use crate::ui::Style;

impl Outcome for SmokeOutcome {
    fn json(&self) -> Value {
        let mut out = json!({ "quick": self.quick });
        if let (Value::Object(out), Value::Object(chain)) = (&mut out, chain_json(&self.chain)) {
            out.extend(chain);
        }
        out
    }

    fn text(&self, page: &mut Page) {
        steps(&self.chain, page);
        if let Some(report) = &self.chain.report {
            page.blank();
            let found = report;
            let report = verify_report::report("smoke", self.exit(), found);
            checks::summary(&report, page);
            policy::accepted(found, page);
            checks::checks(&report, page);
        }
    }

    fn exit(&self) -> Exit {
        self.chain.exit()
    }

    fn report(&self) -> Option<Report> {
        Some(report("smoke", &self.chain))
    }
}

/// Steps, verification and clean-up.
pub(in crate::commands) fn chain_json(chain: &Chain) -> Value {
    json!({
        "steps": chain.steps.iter().map(step_json).collect::<Vec<_>>(),
        "data": chain.data,
        "verification": chain.report.as_ref().map(verify_report::json),
        "removed": chain.clean_up.removed,
        "left": chain
            .clean_up
            .left
            .iter()
            .map(|(email, why)| json!({ "email": email, "why": why }))
            .collect::<Vec<_>>(),
    })
}

fn step_json(step: &Step) -> Value {
    let mut out = json!({
        "id": step.id,
        "title": step.title,
        "status": word(&step.outcome),
        "seconds": step.elapsed.as_secs_f64(),
        "detail": step.detail,
    });
    match &step.outcome {
        StepOutcome::Done => {}
        StepOutcome::Failed {
            code,
            message,
            notes,
            help,
            exit,
        } => {
            out["error"] = json!({
                "code": code, "message": message, "hint": help, "cause": notes,
                "exit": exit.code(),
            });
        }
        StepOutcome::Skipped(reason) => out["reason"] = json!(reason),
    }
    out
}

const fn word(outcome: &StepOutcome) -> &'static str {
    match outcome {
        StepOutcome::Done => "ok",
        StepOutcome::Failed { .. } => "failed",
        StepOutcome::Skipped(_) => "skipped",
    }
}

fn steps(chain: &Chain, page: &mut Page) {
    for step in &chain.steps {
        let (style, mark) = match &step.outcome {
            StepOutcome::Done => (Style::Good, "ok  "),
            StepOutcome::Failed { .. } => (Style::Bad, "FAIL"),
            StepOutcome::Skipped(_) => (Style::Dim, "-   "),
        };
        page.line(format!("{}  {}", page.styled(style, mark), step.title));
        let mut lines = step.detail.clone();
        match &step.outcome {
            StepOutcome::Done => {}
            StepOutcome::Failed {
                code,
                message,
                notes,
                help,
                ..
            } => {
                lines.push(format!("{code}: {message}"));
                lines.extend(notes.iter().cloned());
                lines.extend(help.as_ref().map(|help| format!("help: {help}")));
            }
            StepOutcome::Skipped(reason) => lines.push(reason.clone()),
        }
        for line in lines {
            page.line(format!("      {}", page.styled(Style::Dim, &line)));
        }
    }
}

/// Steps and probes as one suite.
pub(in crate::commands) fn report(suite: &str, chain: &Chain) -> Report {
    let exit = chain.exit();
    let mut cases: Vec<Case> = chain.steps.iter().map(case).collect();
    let Some(verification) = &chain.report else {
        let (word, meaning) = if exit == Exit::Ok {
            ("passed", "every step did what it should")
        } else {
            ("failed", "a step did not do what it should")
        };
        return Report {
            suite: suite.to_owned(),
            ruling: Ruling {
                word: word.into(),
                scope: None,
                meaning: meaning.into(),
                mood: Mood::of(exit),
            },
            exit,
            made: OffsetDateTime::now_utc(),
            reasons: cases
                .iter()
                .filter(|case| case.status.is_bad())
                .filter_map(|case| Some(format!("{}: {}", case.name, case.status.message()?)))
                .collect(),
            facts: Vec::new(),
            matrix: Matrix::default(),
            cases,
            notes: Vec::new(),
        };
    };
    let mut report = verify_report::report(suite, exit, verification);
    // The step that fails for the verdict says once more what the checks themselves say.
    if report.cases.iter().any(|case| case.status.is_bad()) {
        cases.retain(|case| case.id != "verdict");
    }
    cases.append(&mut report.cases);
    report.cases = cases;
    report
}

fn case(step: &Step) -> Case {
    let mut notes = step.detail.clone();
    let status = match &step.outcome {
        StepOutcome::Done => CaseStatus::Pass,
        StepOutcome::Failed {
            code,
            message,
            notes: further,
            help,
            ..
        } => {
            notes.extend(further.iter().cloned());
            notes.extend(help.iter().map(|help| format!("help: {help}")));
            CaseStatus::Fail(format!("{code}: {message}"))
        }
        StepOutcome::Skipped(reason) => CaseStatus::Skip(reason.clone()),
    };
    Case {
        id: step.id.to_owned(),
        name: step.title.to_owned(),
        why: String::new(),
        status,
        findings: Vec::new(),
        accepted: BTreeMap::new(),
        told_in: Vec::new(),
        notes,
        time: step.elapsed,
    }
}
