//! `verify-hasura`: the verdict first, then where, then what to do.

use serde_json::Value;

use super::VerifyOutcome;
use super::{checks, policy, report};
use crate::cli::FailOn;
use crate::exit::Exit;
use crate::output::{Outcome, Page, Report};
use crate::secret::Redactor;
use crate::verify::verdict::Verdict;

impl Outcome for VerifyOutcome {
    fn json(&self) -> Value {
        let mut out = report::json(&self.report);
        policy::add_json(self, &mut out);
        out
    }

    fn text(&self, page: &mut Page) {
        // Names of tables and roles are somebody else's words.
        let report = report::report("verify-hasura", self.exit(), &self.report);
        let report = report.cleaned(&Redactor::default());
        checks::summary(&report, page);
        policy::accepted(&self.report, page);
        checks::checks(&report, page);
        policy::text(self, page);
    }

    fn exit(&self) -> Exit {
        if !self.failed_on_warning().is_empty() {
            return Exit::Permission;
        }
        match self.report.verdict {
            Verdict::Unproven if self.fail_on == FailOn::Leak => Exit::Ok,
            verdict => verdict.exit(),
        }
    }

    fn report(&self) -> Option<Report> {
        Some(report::report("verify-hasura", self.exit(), &self.report))
    }
}
