//! `verify-hasura`: the verdict first, then where, then what to do.

use serde_json::Value;

use super::verify_report as report;
use crate::commands::verify_hasura::VerifyOutcome;
use crate::exit::Exit;
use crate::output::{Outcome, Page, Report};

impl Outcome for VerifyOutcome {
    fn json(&self) -> Value {
        report::json(&self.report)
    }

    fn text(&self, page: &mut Page) {
        report::text(&self.report, page);
    }

    fn exit(&self) -> Exit {
        self.report.verdict.exit()
    }

    fn report(&self) -> Option<Report> {
        Some(Report {
            suite: "verify-hasura".into(),
            cases: report::cases(&self.report),
        })
    }
}
