//! JUnit XML.

use quick_junit::{NonSuccessKind, Report as Xml, TestCase, TestCaseStatus, TestSuite};

use super::detail;
use crate::output::report::{Case, CaseStatus, Report};

pub(super) fn render(report: &Report) -> String {
    let mut suite = TestSuite::new(report.suite.as_str());
    for case in &report.cases {
        let detail = detail(case);
        let status = match &case.status {
            // JUnit knows no warning; what is to be looked at stands in the output.
            CaseStatus::Pass | CaseStatus::Warn(_) => TestCaseStatus::success(),
            CaseStatus::Fail(message) => non_success(NonSuccessKind::Failure, message, &detail),
            CaseStatus::Error(message) => non_success(NonSuccessKind::Error, message, &detail),
            CaseStatus::Skip(reason) => {
                let mut status = TestCaseStatus::skipped();
                status.set_message(reason.as_str());
                status
            }
        };
        let mut xml = TestCase::new(format!("{} {}", case.id, case.name), status);
        xml.set_classname(report.suite.as_str());
        xml.set_time(case.time);
        if !case.status.is_bad() && !detail.is_empty() {
            xml.set_system_out(detail.as_str());
        }
        suite.add_test_case(xml);
    }
    let mut xml = Xml::new("st-hasura");
    xml.add_test_suite(suite);
    let counted = format!(" skipped=\"{}\"", skipped(report));
    // Jenkins' schema counts the skipped on each suite and not on the whole, the first element.
    xml.to_string()
        .unwrap_or_default()
        .replacen(&counted, "", 1)
}

fn skipped(report: &Report) -> usize {
    let is_skip = |case: &&Case| matches!(case.status, CaseStatus::Skip(_));
    report.cases.iter().filter(is_skip).count()
}

fn non_success(kind: NonSuccessKind, message: &str, detail: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message);
    status.set_type("st-hasura");
    status.set_description(detail);
    status
}
