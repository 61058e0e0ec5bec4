//! From TOML to a [`Policy`]. Every error names the line and what would be right.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use toml::Spanned;
use toml::de::DeValue;

use super::wrong::{problem, wrong};
use super::{Policy, RolePlan, TablePlan, accepted, marks};
use crate::bounded;
use crate::config::ConfigError;
use crate::config::keys;
use crate::config::origin::Origin;
use crate::config::toml::Reader;
use crate::operation::Operation;

impl Policy {
    /// Reads a policy from a file of its own: the keys of `[verify]`, at the top.
    pub(crate) fn read_file(path: &Path) -> Result<Self, ConfigError> {
        let text =
            bounded::text(path, bounded::WRITTEN).map_err(|source| ConfigError::Unreadable {
                path: path.to_owned(),
                source,
            })?;
        Self::parse(path, &text)
    }

    /// [`Policy::read_file`] for a text at hand.
    pub(crate) fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        let reader = Reader::new(path, text);
        let root = reader.root()?;
        if let Some((name, _)) = root
            .get_ref()
            .iter()
            .find(|(name, _)| name.get_ref().as_ref() == "verify")
        {
            return Err(wrong(
                &reader,
                &name.span(),
                "[verify] belongs into st-hasura.toml".into(),
                "in a file of its own the policy stands at the top, without [verify] around it",
            ));
        }
        let value = Spanned::new(root.span(), DeValue::Table(root.into_inner()));
        section(&reader, &value, 1)
    }
}

/// The section as it is written; what it may not say is found in a second look.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    shared: BTreeSet<String>,
    public: BTreeMap<String, Spanned<marks::Written>>,
    owners: BTreeMap<String, Spanned<Ways>>,
    arguments: BTreeMap<String, Sets>,
    roles: BTreeMap<String, WrittenRole>,
    accept: Vec<Spanned<accepted::Written>>,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenRole {
    tables: BTreeMap<String, Spanned<WrittenTable>>,
    fields: BTreeSet<String>,
}

#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenTable {
    columns: Option<BTreeSet<String>>,
    aggregates: bool,
    mutations: Option<Spanned<Vec<String>>>,
}

#[derive(serde::Deserialize)]
#[serde(
    untagged,
    expecting = "a column such as \"author_id\", a way such as \"note.author_id\", or a list of them"
)]
enum Ways {
    One(String),
    More(Vec<String>),
}

#[derive(serde::Deserialize)]
#[serde(
    untagged,
    expecting = "arguments such as { query = \"%\" }, or a list of such"
)]
enum Sets {
    One(serde_json::Map<String, serde_json::Value>),
    More(Vec<serde_json::Map<String, serde_json::Value>>),
}

impl From<Sets> for Vec<serde_json::Value> {
    fn from(written: Sets) -> Self {
        let sets = match written {
            Sets::One(set) => vec![set],
            Sets::More(sets) => sets,
        };
        sets.into_iter().map(Into::into).collect()
    }
}

/// Reads the section, which begins in `line`.
pub(in crate::config) fn section(
    reader: &Reader<'_>,
    value: &Spanned<DeValue<'_>>,
    line: usize,
) -> Result<Policy, ConfigError> {
    let written: Written = reader
        .section("verify", value, |key| {
            let near = keys::nearest_of(key.name, key.known.iter().copied());
            let hint = near.map_or_else(
                || format!("here may stand {}", key.known.join(", ")),
                |key| format!("did you mean {key}?"),
            );
            problem(
                reader,
                key.line,
                format!("unknown key \"{}\"", key.name),
                hint,
            )
        })
        .map_err(in_words_of_the_policy)?;
    let accept = accepted::read(reader, &written.accept)?;
    let mut public = BTreeMap::new();
    for (table, written) in written.public {
        let span = written.span();
        let marks = marks::read(reader, &table, written.into_inner(), &span)?;
        public.insert(table, marks);
    }
    let mut owned = BTreeMap::new();
    for (table, ways) in written.owners {
        let ways = owners(reader, &table, ways)?;
        owned.insert(table, ways);
    }
    let mut roles = BTreeMap::new();
    for (role, plan) in written.roles {
        let mut tables = BTreeMap::new();
        for (table, plan) in plan.tables {
            let plan = table_plan(reader, &table, plan)?;
            tables.insert(table, plan);
        }
        let fields = plan.fields;
        roles.insert(role, RolePlan { tables, fields });
    }
    Ok(Policy {
        origin: Origin::File {
            path: reader.path.to_owned(),
            line,
        },
        shared: written.shared,
        public,
        owners: owned,
        arguments: (written.arguments.into_iter())
            .map(|(function, sets)| (function, sets.into()))
            .collect(),
        roles,
        accept,
    })
}

/// What `serde` cannot say of two keys.
fn in_words_of_the_policy(mut error: ConfigError) -> ConfigError {
    if let ConfigError::WrongType { name, expected, .. } = &mut error {
        match (name.as_str(), expected.as_str()) {
            ("accept", "a list of strings") => {
                *expected = "tables, each under [[verify.accept]]".into();
            }
            ("until", _) => *expected = accepted::DATE.into(),
            _ => {}
        }
    }
    error
}

fn owners(
    reader: &Reader<'_>,
    table: &str,
    written: Spanned<Ways>,
) -> Result<Vec<String>, ConfigError> {
    let span = written.span();
    let ways = match written.into_inner() {
        Ways::One(way) => vec![way],
        Ways::More(ways) => ways,
    };
    let sound = |way: &String| !way.split('.').any(|part| part.trim().is_empty());
    if ways.is_empty() || !ways.iter().all(sound) {
        return Err(wrong(
            reader,
            &span,
            format!("{table} names no owner"),
            "write a column, or relationships and a column with dots between",
        ));
    }
    Ok(ways)
}

fn table_plan(
    reader: &Reader<'_>,
    table: &str,
    written: Spanned<WrittenTable>,
) -> Result<TablePlan, ConfigError> {
    let span = written.span();
    let written = written.into_inner();
    let mut mutations = BTreeSet::new();
    if let Some(words) = written.mutations {
        for word in words.get_ref() {
            let known = Operation::ALL.into_iter().find(|kind| kind.word() == word);
            mutations.insert(known.ok_or_else(|| {
                wrong(
                    reader,
                    &words.span(),
                    format!("mutations cannot be \"{word}\""),
                    "use insert, update and delete",
                )
            })?);
        }
    }
    let columns = written.columns.ok_or_else(|| {
        wrong(
            reader,
            &span,
            format!("{table} is planned without columns"),
            "write columns = [\"id\", …]: the ones that the role is meant to see",
        )
    })?;
    Ok(TablePlan {
        columns,
        aggregates: written.aggregates,
        mutations,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::policy::Held;
    use crate::diagnostic::Diagnostic as _;
    use serde_json::Value;

    fn parse(text: &str) -> Result<Policy, ConfigError> {
        Policy::parse(Path::new("p.toml"), text)
    }

    #[test]
    fn a_policy_is_read() {
        let policy = parse(
            "shared = [\"countries\"]\n\
             [public]\nplaces = { is_private = false }\n\
             notes = [{ kind = \"system\", lang = { _in = [\"de\"] } }, { owner = { _is_null = true } }]\n\
             [owners]\nnotes = \"author_id\"\nmessages = [\"sender_id\", \"chat.owner_id\"]\n\
             [arguments]\nnear = [{ most = 5 }, { most = 6 }]\nsearch = { word = \"%\" }\n\
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
        assert_eq!(policy.accept[0].line, 17);
        assert_eq!(policy.marks_of("places", "Places").len(), 1);
        let held = |value: Value| Held::OneOf(vec![value]);
        let [both, nobodys] = policy.marks_of("notes", "Notes") else {
            panic!("{:?}", policy.public)
        };
        assert_eq!(both["kind"], held("system".into()));
        assert_eq!(both["lang"], held("de".into()));
        assert_eq!(nobodys["owner"], held(Value::Null));
        let sets = |function: &str| Value::from(policy.arguments[function].clone());
        assert_eq!(sets("search"), serde_json::json!([{"word": "%"}]));
        assert_eq!(sets("near"), serde_json::json!([{"most": 5}, {"most": 6}]));
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
                "[public]\nnotes = \"kind\"".into(),
                "p.toml:2: notes must be what columns hold, such as { kind = \"system\" }",
                "",
            ),
            (
                "[public]\n\nnotes = {}".into(),
                "p.toml:3: notes names no column",
                "shared",
            ),
            (
                "[public]\nnotes = [{ kind = 1 }, { folder = { is_public = true } }]".into(),
                "p.toml:2: notes does not say what folder holds",
                "_is_null",
            ),
            (
                "[public]\nnotes = { _or = [{ kind = 1 }] }".into(),
                "p.toml:2: notes does not say what _or holds",
                "_in",
            ),
            (
                "[public.notes]\norg = \"X-Hasura-Org\"".into(),
                "p.toml:1: notes does not say what org holds",
                "a session variable makes no row public",
            ),
            (
                "\nowners = 2027-01-31".into(),
                "p.toml:2: owners must be a table, but a datetime is there",
                "",
            ),
            (
                "accept = [\"x\"]".into(),
                "p.toml:1: accept must be a table, but a string is there",
                "",
            ),
            (
                "accept = true".into(),
                "p.toml:1: accept must be tables, each under [[verify.accept]]",
                "",
            ),
            (
                "[roles]\nuser = 1".into(),
                "p.toml:2: user must be a table, but a integer is there",
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
