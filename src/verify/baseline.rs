//! What changed since an earlier report.
//!
//! The verdict stays that of the run at hand: a leak that was there before is still a leak.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

use super::error::VerifyError;
use super::evidence::Ran;
use super::report::Report;
use crate::bounded;
use crate::error::Result;
use crate::input;
use crate::ui::SCHEMA;

/// An earlier report, as far as it is compared.
#[derive(Clone, Debug)]
pub(crate) struct Baseline {
    pub path: PathBuf,
    result: Earlier,
}

#[derive(Clone, Debug, Deserialize)]
struct Earlier {
    verdict: String,
    probes: Vec<EarlierProbe>,
    #[serde(default)]
    role: String,
    /// Reports of the first version have none.
    tables: Option<Vec<String>>,
}

#[derive(Clone, Debug, Deserialize)]
struct EarlierProbe {
    id: String,
    status: String,
    findings: Vec<EarlierFinding>,
}

#[derive(Clone, Debug, Deserialize)]
struct EarlierFinding {
    id: String,
    severity: String,
    #[serde(default)]
    summary: String,
    /// Found of the same fault.
    #[serde(default)]
    echoes: Vec<EarlierEcho>,
}

#[derive(Clone, Debug, Deserialize)]
struct EarlierEcho {
    id: String,
}

/// A finding that came or went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Moved {
    pub id: String,
    /// How bad it is or was.
    pub severity: String,
    /// What was seen.
    pub summary: String,
}

/// A probe that ended otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    pub id: String,
    /// How it ended then; `None` where it was not run.
    pub from: Option<String>,
    /// How it ended now; `None` where it was not run.
    pub to: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Comparison {
    pub file: PathBuf,
    /// Findings that were not there.
    pub new: Vec<Moved>,
    /// Findings that are gone: their probe looked and did not find them.
    pub gone: Vec<Moved>,
    /// Probes that ended otherwise.
    pub changed: Vec<Changed>,
    /// Tables that were not there.
    pub appeared: Vec<String>,
    /// Tables that are gone.
    pub vanished: Vec<String>,
    pub verdict: String,
    /// What makes the two hard to compare.
    pub notes: Vec<String>,
}

impl Comparison {
    /// True when nothing changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.new.is_empty()
            && self.gone.is_empty()
            && self.changed.is_empty()
            && self.appeared.is_empty()
            && self.vanished.is_empty()
    }
}

impl Baseline {
    /// Reads an earlier report, before anything is sent.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let text = input::text(path, bounded::MADE)?;
        Ok(Self::parse(path, &text)?)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, VerifyError> {
        let path = path.to_owned();
        let envelope: Value =
            serde_json::from_str(text).map_err(|error| VerifyError::BaselineSyntax {
                path: path.clone(),
                reason: error.to_string(),
            })?;
        let foreign = |reason: String| VerifyError::BaselineForeign {
            path: path.clone(),
            reason,
        };
        let schema = envelope
            .get("schema")
            .and_then(Value::as_u64)
            .ok_or_else(|| foreign("it has no schema number".into()))?;
        let known = u64::from(SCHEMA);
        if schema > known {
            return Err(VerifyError::BaselineNewer {
                path,
                found: schema,
                known,
            });
        }
        match envelope.get("command").and_then(Value::as_str) {
            Some("verify-hasura") => {}
            Some(other) => return Err(foreign(format!("it comes from {other}"))),
            None => return Err(foreign("it names no command".into())),
        }
        let result = envelope
            .get("result")
            .ok_or_else(|| foreign("it has no result".into()))?;
        let result =
            serde_path_to_error::deserialize(result).map_err(|error| foreign(error.to_string()))?;
        Ok(Self { path, result })
    }

    /// Compares a report with it.
    pub(crate) fn compare(&self, report: &Report) -> Comparison {
        let mut comparison = self.compare_probes(&report.probes);
        if let Some(tables) = &self.result.tables {
            let then: BTreeSet<&String> = tables.iter().collect();
            let now: BTreeSet<&String> = report.table_names.iter().collect();
            comparison.appeared = now.difference(&then).map(|name| (*name).clone()).collect();
            comparison.vanished = then.difference(&now).map(|name| (*name).clone()).collect();
        }
        if self.result.role != report.role {
            comparison.notes.push(format!(
                "the baseline was made as role {}, this report as role {}",
                self.result.role, report.role
            ));
        }
        comparison
    }

    fn compare_probes(&self, probes: &[Ran]) -> Comparison {
        // What was told with its cause was known, and what is told so now is still there.
        let then: BTreeSet<&str> = self
            .result
            .probes
            .iter()
            .flat_map(|probe| &probe.findings)
            .flat_map(|finding| {
                let echoes = finding.echoes.iter().map(|echo| echo.id.as_str());
                echoes.chain([finding.id.as_str()])
            })
            .collect();
        let now: BTreeSet<&str> = probes
            .iter()
            .flat_map(|probe| {
                let echoes = probe.result.echoes.iter().map(|echo| echo.id.as_str());
                let findings = probe.result.findings.iter();
                echoes.chain(findings.map(|finding| finding.id.as_str()))
            })
            .collect();
        let mut new = Vec::new();
        for finding in probes.iter().flat_map(|probe| &probe.result.findings) {
            if !then.contains(finding.id.as_str()) {
                new.push(Moved {
                    id: finding.id.clone(),
                    severity: finding.severity.word().into(),
                    summary: finding.summary.clone(),
                });
            }
        }
        // What nobody looked for is not gone.
        let looked: BTreeSet<&str> = probes
            .iter()
            .filter(|ran| !ran.result.gap.is_open())
            .map(|ran| ran.id)
            .collect();
        let mut gone = Vec::new();
        for probe in &self.result.probes {
            for finding in &probe.findings {
                if looked.contains(probe.id.as_str()) && !now.contains(finding.id.as_str()) {
                    gone.push(Moved {
                        id: finding.id.clone(),
                        severity: finding.severity.clone(),
                        summary: finding.summary.clone(),
                    });
                }
            }
        }
        Comparison {
            file: self.path.clone(),
            new,
            gone,
            changed: self.changed(probes),
            verdict: self.result.verdict.clone(),
            ..Comparison::default()
        }
    }

    fn changed(&self, probes: &[Ran]) -> Vec<Changed> {
        let mut all: BTreeMap<&str, (Option<&str>, Option<&str>)> = BTreeMap::new();
        for probe in &self.result.probes {
            all.entry(&probe.id).or_default().0 = Some(&probe.status);
        }
        for ran in probes {
            all.entry(ran.id).or_default().1 = Some(ran.result.status.word());
        }
        all.into_iter()
            .filter(|(_, (from, to))| from != to)
            .map(|(id, (from, to))| Changed {
                id: id.to_owned(),
                from: from.map(ToOwned::to_owned),
                to: to.map(ToOwned::to_owned),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic as _;

    fn code(text: &str) -> &'static str {
        Baseline::parse(Path::new("b.json"), text)
            .unwrap_err()
            .code()
    }

    #[test]
    fn what_is_no_baseline_is_told_apart() {
        assert_eq!(code("{\"schema\":1,\"comm"), "verify.baseline_syntax");
        assert_eq!(code(""), "verify.baseline_syntax");
        assert_eq!(code("[]"), "verify.baseline_foreign");
        assert_eq!(
            code("{\"schema\":1,\"command\":\"query\"}"),
            "verify.baseline_foreign"
        );
        assert_eq!(
            code("{\"schema\":1,\"command\":\"verify-hasura\",\"result\":{\"verdict\":\"sound\"}}"),
            "verify.baseline_foreign"
        );
        assert_eq!(
            code("{\"schema\":99,\"command\":\"verify-hasura\",\"result\":{}}"),
            "verify.baseline_newer"
        );
    }
}
