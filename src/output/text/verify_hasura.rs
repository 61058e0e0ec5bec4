//! `verify-hasura`: the verdict first, then where, then what to do.

use serde_json::Value;

use super::{verify_report as report, verify_text};
use crate::commands::verify_hasura::VerifyOutcome;
use crate::exit::Exit;
use crate::output::{Outcome, Page, Report};

impl Outcome for VerifyOutcome {
    fn json(&self) -> Value {
        report::json(&self.report)
    }

    fn text(&self, page: &mut Page) {
        let report = report::report("verify-hasura", self.exit(), &self.report);
        verify_text::summary(&report, page);
        verify_text::checks(&report, page);
    }

    fn exit(&self) -> Exit {
        self.report.verdict.exit()
    }

    fn report(&self) -> Option<Report> {
        Some(report::report("verify-hasura", self.exit(), &self.report))
    }
}
