//! `smoke`: each step with how it went, then the verification.

use serde_json::{Value, json};

use super::verify_report;
use crate::commands::smoke::SmokeOutcome;
use crate::exit::Exit;
use crate::output::{Case, CaseStatus, Outcome, Page, Report, Style};
use crate::smoke::{Chain, Step, StepOutcome};

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
            verify_report::text(report, page);
        }
    }

    fn exit(&self) -> Exit {
        self.chain.exit()
    }

    fn report(&self) -> Option<Report> {
        Some(Report {
            suite: "smoke".into(),
            cases: cases(&self.chain),
        })
    }
}

/// Steps, verification and clean-up.
pub(super) fn chain_json(chain: &Chain) -> Value {
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

pub(super) fn cases(chain: &Chain) -> Vec<Case> {
    let mut cases: Vec<Case> = chain
        .steps
        .iter()
        .map(|step| Case {
            id: step.id.to_owned(),
            name: step.title.to_owned(),
            status: match &step.outcome {
                StepOutcome::Done => CaseStatus::Pass,
                StepOutcome::Failed { code, message, .. } => {
                    CaseStatus::Fail(format!("{code}: {message}"))
                }
                StepOutcome::Skipped(reason) => CaseStatus::Skip(reason.clone()),
            },
            detail: step.detail.join("\n"),
            time: step.elapsed,
        })
        .collect();
    if let Some(report) = &chain.report {
        cases.extend(verify_report::cases(report));
    }
    cases
}
