//! JUnit XML from a [`Report`].

use quick_junit::{NonSuccessKind, Report as Xml, TestCase, TestCaseStatus, TestSuite};

use super::report::{CaseStatus, Report};

/// The XML text.
pub(super) fn render(report: &Report) -> String {
    let mut suite = TestSuite::new(report.suite.as_str());
    for case in &report.cases {
        let status = match &case.status {
            CaseStatus::Pass => TestCaseStatus::success(),
            CaseStatus::Fail(message) => {
                non_success(NonSuccessKind::Failure, message, &case.detail)
            }
            CaseStatus::Error(message) => non_success(NonSuccessKind::Error, message, &case.detail),
            CaseStatus::Skip(reason) => {
                let mut status = TestCaseStatus::skipped();
                status.set_message(reason.as_str());
                status
            }
        };
        let mut xml = TestCase::new(format!("{} {}", case.id, case.name), status);
        xml.set_classname(report.suite.as_str());
        xml.set_time(case.time);
        suite.add_test_case(xml);
    }
    let mut xml = Xml::new("st-hasura");
    xml.add_test_suite(suite);
    xml.to_string().unwrap_or_default()
}

fn non_success(kind: NonSuccessKind, message: &str, detail: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(message);
    status.set_description(detail);
    status
}
