//! `sandbox`.

use serde_json::{Value, json};

use super::{FaultList, SandboxEnd};
use crate::exit::Exit;
use crate::output::{Outcome, Page};
use crate::ui::Style;

impl Outcome for FaultList {
    fn json(&self) -> Value {
        let faults: Vec<Value> = self
            .faults
            .iter()
            .map(|fault| {
                json!({
                    "name": fault.name(),
                    "service": fault.home().name(),
                    "any_service": fault.travels(),
                    "about": fault.about(),
                })
            })
            .collect();
        json!({ "faults": faults })
    }

    fn text(&self, page: &mut Page) {
        let rows: Vec<Vec<String>> = self
            .faults
            .iter()
            .map(|fault| {
                let place = if fault.travels() {
                    "any"
                } else {
                    fault.home().name()
                };
                vec![
                    page.styled(Style::Label, fault.name()),
                    page.styled(Style::Dim, place),
                    fault.about().to_owned(),
                ]
            })
            .collect();
        page.table(&["fault", "service", "what it does"], &rows);
    }
}

impl Outcome for SandboxEnd {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, _: &mut Page) {}

    /// The environment was printed at the start, or stdout belonged to the command.
    fn is_published(&self) -> bool {
        true
    }

    fn exit(&self) -> Exit {
        match self.status {
            None | Some(0) => Exit::Ok,
            Some(status) => Exit::Child(status),
        }
    }
}
