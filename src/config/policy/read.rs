//! From TOML to a [`Policy`]. Every error names the line and what would be right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use time::{Date, Month};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Acceptance, Policy, RolePlan, TablePlan, WriteKind};
use crate::config::ConfigError;
use crate::config::file::Reader;
use crate::config::keys;
use crate::config::origin::Origin;

type Key<'v, 'i> = &'v Spanned<std::borrow::Cow<'i, str>>;
type Value<'v, 'i> = &'v Spanned<DeValue<'i>>;

impl Policy {
    /// Reads a policy from a file of its own: the keys of `[verify]`, at the top.
    pub(crate) fn read_file(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(path, &text)
    }

    /// [`Policy::read_file`] for a text at hand.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let reader = Reader { path, text };
        let root = reader.root()?;
        let table = root.get_ref();
        if let Some((name, _)) = table
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == "verify")
        {
            return Err(wrong(
                &reader,
                name,
                "[verify] belongs into st-hasura.toml".into(),
                "in a file of its own the policy stands at the top, without [verify] around it",
            ));
        }
        from_table(&reader, table, 1)
    }
}

/// Reads the table, which begins in `line`.
pub(in crate::config) fn from_table(
    reader: &Reader<'_>,
    table: &DeTable<'_>,
    line: usize,
) -> Result<Policy, ConfigError> {
    let mut policy = Policy {
        origin: Origin::File {
            path: reader.path.to_owned(),
            line,
        },
        shared: BTreeSet::new(),
        owners: BTreeMap::new(),
        roles: BTreeMap::new(),
        accept: Vec::new(),
    };
    for (name, value) in table {
        match name.get_ref().as_ref() {
            "shared" => policy.shared = reader.texts("shared", value)?.into_iter().collect(),
            "owners" => {
                for (table, ways) in reader.table("owners", value)? {
                    let written = owners(reader, table, ways)?;
                    policy.owners.insert(table.get_ref().to_string(), written);
                }
            }
            "roles" => {
                for (role, plan) in reader.table("roles", value)? {
                    let plan = role_plan(reader, role, plan)?;
                    policy.roles.insert(role.get_ref().to_string(), plan);
                }
            }
            "accept" => policy.accept = acceptances(reader, value)?,
            _ => {
                return Err(unknown(
                    reader,
                    name,
                    &["shared", "owners", "roles", "accept"],
                ));
            }
        }
    }
    Ok(policy)
}

fn owners(
    reader: &Reader<'_>,
    table: Key<'_, '_>,
    value: Value<'_, '_>,
) -> Result<Vec<String>, ConfigError> {
    let ways = match value.get_ref() {
        DeValue::String(way) => vec![way.to_string()],
        DeValue::Array(_) => reader.texts(table.get_ref(), value)?,
        _ => {
            return Err(reader.wrong_type(
                table.get_ref(),
                "a column such as \"author_id\", a way such as \"note.author_id\", or a list of \
                 them"
                    .into(),
                value,
            ));
        }
    };
    let sound = |way: &String| !way.split('.').any(|part| part.trim().is_empty());
    if ways.is_empty() || !ways.iter().all(sound) {
        return Err(wrong(
            reader,
            table,
            format!("{} names no owner", table.get_ref()),
            "write a column, or relationships and a column with dots between",
        ));
    }
    Ok(ways)
}

fn role_plan(
    reader: &Reader<'_>,
    role: Key<'_, '_>,
    value: Value<'_, '_>,
) -> Result<RolePlan, ConfigError> {
    let mut plan = RolePlan::default();
    for (name, value) in reader.table(role.get_ref(), value)? {
        match name.get_ref().as_ref() {
            "tables" => {
                for (table, value) in reader.table("tables", value)? {
                    let written = table_plan(reader, table, value)?;
                    plan.tables.insert(table.get_ref().to_string(), written);
                }
            }
            "fields" => plan.fields = reader.texts("fields", value)?.into_iter().collect(),
            _ => return Err(unknown(reader, name, &["tables", "fields"])),
        }
    }
    Ok(plan)
}

fn table_plan(
    reader: &Reader<'_>,
    table: Key<'_, '_>,
    value: Value<'_, '_>,
) -> Result<TablePlan, ConfigError> {
    let mut plan = TablePlan::default();
    let mut columns = None;
    for (name, value) in reader.table(table.get_ref(), value)? {
        match name.get_ref().as_ref() {
            "columns" => columns = Some(reader.texts("columns", value)?.into_iter().collect()),
            "aggregates" => plan.aggregates = reader.flag("aggregates", value)?,
            "mutations" => {
                for word in reader.texts("mutations", value)? {
                    let known = WriteKind::ALL.into_iter().find(|kind| kind.word() == word);
                    let kind = known.ok_or_else(|| {
                        wrong(
                            reader,
                            name,
                            format!("mutations cannot be \"{word}\""),
                            "use insert, update and delete",
                        )
                    })?;
                    plan.mutations.insert(kind);
                }
            }
            _ => {
                return Err(unknown(
                    reader,
                    name,
                    &["columns", "aggregates", "mutations"],
                ));
            }
        }
    }
    plan.columns = columns.ok_or_else(|| {
        wrong(
            reader,
            table,
            format!("{} is planned without columns", table.get_ref()),
            "write columns = [\"id\", …]: the ones that the role is meant to see",
        )
    })?;
    Ok(plan)
}

fn acceptances(reader: &Reader<'_>, value: Value<'_, '_>) -> Result<Vec<Acceptance>, ConfigError> {
    let items = value.get_ref().as_array().ok_or_else(|| {
        reader.wrong_type(
            "accept",
            "tables, each under [[verify.accept]]".into(),
            value,
        )
    })?;
    let mut found: Vec<Acceptance> = Vec::new();
    for item in items {
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

fn acceptance(reader: &Reader<'_>, value: Value<'_, '_>) -> Result<Acceptance, ConfigError> {
    let line = reader.line(&value.span());
    let (mut finding, mut reason, mut until) = (None, None, None);
    for (name, value) in reader.table("accept", value)? {
        match name.get_ref().as_ref() {
            "finding" => finding = Some(finding_id(reader, name, value)?),
            "reason" => {
                let text = reader.text_of("reason", value)?.trim().to_owned();
                if text.is_empty() {
                    return Err(wrong(
                        reader,
                        name,
                        "an acceptance needs a reason".into(),
                        "say why this is no harm, for whoever reads it next year",
                    ));
                }
                reason = Some(text);
            }
            "until" => until = Some(date(reader, value)?),
            _ => return Err(unknown(reader, name, &["finding", "reason", "until"])),
        }
    }
    let missing = |what: &str, example: &str| {
        problem(
            reader,
            line,
            format!("an acceptance without {what}"),
            format!("add {example}"),
        )
    };
    Ok(Acceptance {
        finding: finding.ok_or_else(|| missing("finding", "finding = \"P05:notes:list:user\""))?,
        reason: reason.ok_or_else(|| missing("reason", "reason = \"…\""))?,
        until: until.ok_or_else(|| missing("until", "until = 2027-01-31, its last day"))?,
        line,
    })
}

/// A finding's id begins with its probe's: a star for all of them would accept whatever comes.
fn finding_id(
    reader: &Reader<'_>,
    name: Key<'_, '_>,
    value: Value<'_, '_>,
) -> Result<String, ConfigError> {
    let id = reader.text_of("finding", value)?.trim().to_owned();
    let probe = id.split(':').next().unwrap_or_default();
    if !is_probe_id(probe) || id.len() == probe.len() {
        return Err(wrong(
            reader,
            name,
            format!("\"{id}\" is no finding"),
            "write its id as the JSON report has it, such as P05:notes:list:user; a star after \
             the probe stands for any text",
        ));
    }
    if probe == "P24" {
        return Err(wrong(
            reader,
            name,
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

fn date(reader: &Reader<'_>, value: Value<'_, '_>) -> Result<Date, ConfigError> {
    let wrong = || {
        reader.wrong_type(
            "until",
            "a date such as 2027-01-31, without quotes".into(),
            value,
        )
    };
    let DeValue::Datetime(written) = value.get_ref() else {
        return Err(wrong());
    };
    let (Some(date), None) = (written.date, written.time) else {
        return Err(wrong());
    };
    Month::try_from(date.month)
        .ok()
        .and_then(|month| Date::from_calendar_date(i32::from(date.year), month, date.day).ok())
        .ok_or_else(|| {
            problem(
                reader,
                reader.line(&value.span()),
                format!("until = {date} is not in the calendar"),
                "write a date such as 2027-01-31".into(),
            )
        })
}

fn unknown(reader: &Reader<'_>, name: Key<'_, '_>, known: &[&'static str]) -> ConfigError {
    let near = keys::nearest_of(name.get_ref(), known.iter().copied());
    let hint = near.map_or_else(
        || format!("here may stand {}", known.join(", ")),
        |key| format!("did you mean {key}?"),
    );
    problem(
        reader,
        reader.line(&name.span()),
        format!("unknown key \"{}\"", name.get_ref()),
        hint,
    )
}

fn wrong(reader: &Reader<'_>, name: Key<'_, '_>, what: String, hint: &str) -> ConfigError {
    problem(reader, reader.line(&name.span()), what, hint.into())
}

fn problem(reader: &Reader<'_>, line: usize, problem: String, hint: String) -> ConfigError {
    ConfigError::Policy {
        path: reader.path.to_owned(),
        line,
        problem,
        hint,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic as _;

    fn parse(text: &str) -> Result<Policy, ConfigError> {
        Policy::parse(Path::new("p.toml"), text)
    }

    #[test]
    fn a_policy_is_read() {
        let policy = parse(
            "shared = [\"countries\"]\n\
             [owners]\nnotes = \"author_id\"\nmessages = [\"sender_id\", \"chat.owner_id\"]\n\
             [roles.user.tables.notes]\ncolumns = [\"id\"]\naggregates = true\n\
             mutations = [\"insert\"]\n\
             [roles.user.tables.tags]\ncolumns = []\n\
             [[accept]]\nfinding = \"P05:notes:*\"\nreason = \"r\"\nuntil = 2027-01-31\n",
        )
        .unwrap();
        assert!(policy.is_shared("countries", "Countries"));
        assert_eq!(policy.owners_of("notes", "n").unwrap(), ["author_id"]);
        assert_eq!(policy.plans_aggregates("user", "notes", "n"), Some(true));
        assert_eq!(policy.plans_aggregates("user", "tags", "t"), Some(false));
        assert_eq!(policy.plans_aggregates("user", "else", "e"), Some(false));
        assert_eq!(policy.plans_aggregates("editor", "notes", "n"), None);
        assert_eq!(policy.accept[0].until.to_string(), "2027-01-31");
        assert_eq!(policy.accept[0].line, 11);
    }

    #[test]
    #[allow(clippy::too_many_lines, reason = "a table of mistakes")]
    fn what_is_wrong_is_named_with_its_line() {
        let accept = |rest: &str| format!("[[accept]]\nfinding = \"P05:n:list:user\"\n{rest}");
        for (text, message, hint) in [
            (
                "\nsharde = []".to_owned(),
                "p.toml:2: unknown key \"sharde\"",
                "did you mean shared?",
            ),
            (
                "[roles.user.tables.notes]\ncolums = []".into(),
                "p.toml:2: unknown key \"colums\"",
                "did you mean columns?",
            ),
            (
                "[roles.user.tables.notes]\naggregates = false".into(),
                "p.toml:1: notes is planned without columns",
                "columns = ",
            ),
            (
                "[roles.user.tables.notes]\ncolumns = []\nmutations = [\"drop\"]".into(),
                "p.toml:3: mutations cannot be \"drop\"",
                "insert, update and delete",
            ),
            (
                "password = \"x\"".into(),
                "p.toml:1: unknown key \"password\"",
                "here may stand",
            ),
            (
                "shared = \"x\"".into(),
                "p.toml:1: shared must be a list of strings",
                "",
            ),
            (
                "[owners]\nnotes = 7".into(),
                "p.toml:2: notes must be a column",
                "",
            ),
            (
                "[owners]\nnotes = \"a..b\"".into(),
                "p.toml:2: notes names no owner",
                "dots",
            ),
            (
                accept("until = 2027-01-31"),
                "p.toml:1: an acceptance without reason",
                "reason",
            ),
            (
                accept("reason = \" \"\nuntil = 2027-01-31"),
                "p.toml:3: an acceptance needs a reason",
                "next year",
            ),
            (
                accept("reason = \"r\""),
                "p.toml:1: an acceptance without until",
                "2027-01-31",
            ),
            (
                accept("reason = \"r\"\nuntil = \"soon\""),
                "p.toml:4: until must be a date such as 2027-01-31, without quotes",
                "",
            ),
            (
                accept("reason = \"r\"\nuntil = 2027-01-31T00:00:00Z"),
                "p.toml:4: until must be a date",
                "",
            ),
            (
                format!("{0}\n{0}", accept("reason = \"r\"\nuntil = 2027-01-31")),
                "p.toml:5: P05:n:list:user is accepted twice",
                "in line 1",
            ),
            (
                "[[accept]]\nfinding = \"*\"\nreason = \"r\"\nuntil = 2027-01-31".into(),
                "p.toml:2: \"*\" is no finding",
                "its id",
            ),
            (
                "[[accept]]\nfinding = \"P24:user\"\nreason = \"r\"\nuntil = 2027-01-31".into(),
                "p.toml:2: the positive control cannot be accepted",
                "nothing is proved",
            ),
            (
                "[verify]\nshared = []".into(),
                "p.toml:1: [verify] belongs",
                "without [verify]",
            ),
        ] {
            let error = parse(&text).expect_err(&text);
            assert!(error.to_string().starts_with(message), "{text}: {error}");
            assert!(
                error.hint().unwrap_or_default().contains(hint),
                "{text}: {error:?}"
            );
        }
        let error = parse(&accept("reason = \"r\"\nuntil = 2027-02-31")).unwrap_err();
        assert!(error.to_string().starts_with("p.toml:4: "), "{error}");
    }
}
