//! `demo`: a table of what was proven, and the findings where a fault was on.

use serde_json::{Value, json};

use super::DemoOutcome;
use crate::commands::smoke::text as smoke;
use crate::commands::verify_hasura::{checks, report};
use crate::exit::Exit;
use crate::output::{Outcome, Page, Report};
use crate::smoke::StepOutcome;
use crate::ui::Style;
use crate::verify::evidence::Status;
use crate::verify::verdict::Verdict;

impl Outcome for DemoOutcome {
    fn json(&self) -> Value {
        let mut out = json!({ "generation": self.generation, "faults": self.faults });
        if let (Value::Object(out), Value::Object(chain)) =
            (&mut out, smoke::chain_json(&self.chain))
        {
            out.extend(chain);
        }
        out
    }

    fn text(&self, page: &mut Page) {
        page.heading("what was proven");
        let mut rows = Vec::new();
        for step in &self.chain.steps {
            if step.id == "verdict" || step.id == "clean-up" {
                continue;
            }
            let (style, word) = match step.outcome {
                StepOutcome::Done => (Style::Good, "ok"),
                StepOutcome::Failed { .. } => (Style::Bad, "FAIL"),
                StepOutcome::Skipped(_) => (Style::Dim, "-"),
            };
            rows.push(vec![
                page.styled(style, word),
                step.title.to_owned(),
                step.detail.last().cloned().unwrap_or_default(),
            ]);
        }
        let report = self.chain.report.as_ref();
        for probe in report.iter().flat_map(|report| &report.probes) {
            let (style, word) = match probe.result.status {
                Status::Pass => (Style::Good, "ok"),
                Status::Fail => (Style::Bad, "LEAK"),
                Status::Warn => (Style::Warn, "look"),
                Status::Skip => (Style::Dim, "-"),
            };
            let proof = probe
                .result
                .findings
                .first()
                .map(|finding| finding.summary.clone())
                .or_else(|| probe.result.reason.clone())
                .or_else(|| probe.result.notes.first().cloned())
                .unwrap_or_default();
            rows.push(vec![
                page.styled(style, word),
                format!("{} {}", probe.id, probe.title),
                proof,
            ]);
        }
        page.remarks(&["", "what", "proof"], &rows);
        if let Some(report) = report {
            page.blank();
            if report.verdict == Verdict::Sound {
                let word = page.styled(Style::Good, report.verdict.word());
                page.line(format!("verdict: {word}, {}", report.meaning()));
                if let Some(unmet) = unmet(&self.faults) {
                    page.prose("", &unmet, 0);
                }
            } else {
                checks::summary(&report::report("demo", self.exit(), report), page);
            }
        }
    }

    fn exit(&self) -> Exit {
        self.chain.exit()
    }

    fn report(&self) -> Option<Report> {
        Some(smoke::report("demo", &self.chain))
    }
}

/// What to say of faults that were on and that nothing showed: the verdict is no proof against
/// them.
fn unmet(faults: &[String]) -> Option<String> {
    let (names, were) = match faults {
        [] => return None,
        [name] => (name.clone(), "was"),
        names => (names.join(", "), "were"),
    };
    Some(format!(
        "Although {names} {were} on: nothing that the demo asks meets it. Its two users have just \
         signed up, and no rows of others lie behind theirs. Users with more rows may meet it: \
         st-hasura sandbox with the same --fault, as alice and bob."
    ))
}
