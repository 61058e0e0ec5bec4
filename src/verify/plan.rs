//! Which probes run.

use super::probes::{ALL, Probe};
use crate::error::{Error, Result};

/// The id of the positive control.
const CONTROL: &str = "P24";

/// Probes that rest on another: no role but admin is looked through by P23, and P03 tells of that
/// one.
const COMPANIONS: [(&str, &str); 1] = [("P23", "P03")];

/// The probes that were asked for; for an empty list all, and the one
/// under load only where there is a crowd.
///
/// The positive control comes along with every probe that looks at rows: without it they prove
/// nothing.
pub(crate) fn choose(ids: &[String], crowd: bool) -> Result<Vec<&'static Probe>> {
    let mut wanted: Vec<String> = ids.iter().map(|id| id.trim().to_uppercase()).collect();
    for id in &wanted {
        if !ALL.iter().any(|probe| probe.meta.id == id) {
            let known: Vec<&str> = ALL.iter().map(|probe| probe.meta.id).collect();
            return Err(Error::usage(
                format!("there is no probe {id}"),
                format!("the probes are {}", known.join(", ")),
            ));
        }
    }
    if wanted.is_empty() {
        return Ok(ALL
            .iter()
            .filter(|probe| !probe.meta.on_request || crowd)
            .collect());
    }
    for (id, companion) in COMPANIONS {
        if wanted.iter().any(|one| one == id) {
            wanted.push(companion.to_owned());
        }
    }
    let needs_control = ALL
        .iter()
        .any(|probe| probe.meta.uses_rows && wanted.iter().any(|id| id == probe.meta.id));
    Ok(ALL
        .iter()
        .filter(|probe| {
            wanted.iter().any(|id| id == probe.meta.id)
                || (needs_control && probe.meta.id == CONTROL)
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(asked: &[&str]) -> Vec<&'static str> {
        let asked: Vec<String> = asked.iter().map(|id| (*id).to_owned()).collect();
        choose(&asked, false)
            .unwrap()
            .iter()
            .map(|probe| probe.meta.id)
            .collect()
    }

    #[test]
    fn the_positive_control_comes_along_where_rows_are_looked_at() {
        assert_eq!(ids(&["p05"]), ["P24", "P05"]);
        assert_eq!(ids(&["P16"]), ["P16"]);
        assert_eq!(ids(&["P23"]), ["P24", "P03", "P23"]);
        assert!(choose(&["P99".to_owned()], false).is_err());
    }

    #[test]
    fn ids_are_unique() {
        let mut all = ids(&[]);
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
