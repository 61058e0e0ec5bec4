//! `verify-hasura`: the verdict first, then where, then what to do.

use serde_json::Value;

use super::{verify_policy as policy, verify_report as report, verify_text};
use crate::commands::verify_hasura::VerifyOutcome;
use crate::exit::Exit;
use crate::output::{Outcome, Page, Report};

impl Outcome for VerifyOutcome {
    fn json(&self) -> Value {
        let mut out = report::json(&self.report);
        policy::add_json(self, &mut out);
        out
    }

    fn text(&self, page: &mut Page) {
        let report = report::report("verify-hasura", self.exit(), &self.report);
        verify_text::summary(&report, page);
        policy::accepted(&self.report, page);
        verify_text::checks(&report, page);
        policy::text(self, page);
    }

    fn exit(&self) -> Exit {
        if self.failed_on_warning().is_empty() {
            self.report.verdict.exit()
        } else {
            Exit::Permission
        }
    }

    fn report(&self) -> Option<Report> {
        Some(report::report("verify-hasura", self.exit(), &self.report))
    }
}
