//! What a policy accepts: each finding with its reason and a last day.

use time::{Date, Month};
use toml::Spanned;
use toml::value::Datetime;

use super::Acceptance;
use super::wrong::{problem, wrong};
use crate::config::ConfigError;
use crate::config::toml::Reader;

/// What a last day looks like.
pub(super) const DATE: &str = "a date such as 2027-01-31, without quotes";

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Written {
    finding: Option<Spanned<String>>,
    reason: Option<Spanned<String>>,
    until: Option<Spanned<Datetime>>,
}

/// The acceptances, no finding twice.
pub(super) fn read(
    reader: &Reader<'_>,
    written: &[Spanned<Written>],
) -> Result<Vec<Acceptance>, ConfigError> {
    let mut found: Vec<Acceptance> = Vec::new();
    for item in written {
        let one = acceptance(reader, item)?;
        if let Some(first) = found.iter().find(|known| known.finding == one.finding) {
            return Err(problem(
                reader,
                one.line,
                format!("{} is accepted twice", one.finding),
                format!("it is accepted in line {} already", first.line),
            ));
        }
        found.push(one);
    }
    Ok(found)
}

fn acceptance(reader: &Reader<'_>, item: &Spanned<Written>) -> Result<Acceptance, ConfigError> {
    let line = reader.line(&item.span());
    let written = item.get_ref();
    let missing = |what: &str, example: &str| {
        problem(
            reader,
            line,
            format!("an acceptance without {what}"),
            format!("add {example}"),
        )
    };
    let finding = written.finding.as_ref().map(|id| finding_id(reader, id));
    let reason = written.reason.as_ref().map(|text| reason(reader, text));
    let until = written.until.as_ref().map(|written| date(reader, written));
    let (finding, reason, until) = (
        finding.transpose()?,
        reason.transpose()?,
        until.transpose()?,
    );
    Ok(Acceptance {
        finding: finding.ok_or_else(|| missing("finding", "finding = \"P05:notes:list:user\""))?,
        reason: reason.ok_or_else(|| missing("reason", "reason = \"…\""))?,
        until: until.ok_or_else(|| missing("until", "until = 2027-01-31, its last day"))?,
        line,
    })
}

fn reason(reader: &Reader<'_>, written: &Spanned<String>) -> Result<String, ConfigError> {
    let text = written.get_ref().trim();
    if text.is_empty() {
        return Err(wrong(
            reader,
            &written.span(),
            "an acceptance needs a reason".into(),
            "say why this is no harm, for whoever reads it next year",
        ));
    }
    Ok(text.to_owned())
}

/// A finding's id begins with its probe's: a star for all of them would accept whatever comes.
fn finding_id(reader: &Reader<'_>, written: &Spanned<String>) -> Result<String, ConfigError> {
    let id = written.get_ref().trim().to_owned();
    let probe = id.split(':').next().unwrap_or_default();
    if !is_probe_id(probe) || id.len() == probe.len() {
        return Err(wrong(
            reader,
            &written.span(),
            format!("\"{id}\" is no finding"),
            "write its id as the JSON report has it, such as P05:notes:list:user; a star after \
             the probe stands for any text",
        ));
    }
    if probe == "P24" {
        return Err(wrong(
            reader,
            &written.span(),
            "the positive control cannot be accepted".into(),
            "where a user sees nothing, nothing is proved",
        ));
    }
    Ok(id)
}

/// `P05`.
fn is_probe_id(text: &str) -> bool {
    text.strip_prefix('P')
        .is_some_and(|digits| digits.len() == 2 && digits.chars().all(|c| c.is_ascii_digit()))
}

fn date(reader: &Reader<'_>, written: &Spanned<Datetime>) -> Result<Date, ConfigError> {
    let line = reader.line(&written.span());
    let (Some(date), None) = (written.get_ref().date, written.get_ref().time) else {
        return Err(ConfigError::WrongType {
            path: reader.path.to_owned(),
            line,
            name: "until".into(),
            expected: DATE.into(),
            found: "datetime",
        });
    };
    Month::try_from(date.month)
        .ok()
        .and_then(|month| Date::from_calendar_date(i32::from(date.year), month, date.day).ok())
        .ok_or_else(|| {
            problem(
                reader,
                line,
                format!("until = {date} is not in the calendar"),
                "write a date such as 2027-01-31".into(),
            )
        })
}
