//! From flags and `[setup]` to [`Options`]: flags win, key by key.

use std::collections::BTreeMap;

use crate::app::App;
use crate::cli::SetupArgs;
use crate::config::{Filled, NamingConvention, SetupSection};
use crate::context::is_variable_name;
use crate::error::{Error, Result};
use crate::setup::hasura::pattern::Pattern;
use crate::setup::hasura::{ADMIN, Options, password_of};

/// What is wanted.
pub(super) fn resolve(app: &App, args: &SetupArgs) -> Result<Options> {
    refuse_urls(app, args)?;
    let file = app.config.setup.as_ref();
    let text = |flag: &Option<String>, key: Option<&Filled>| {
        flag.as_ref().or(key.map(|key| &key.0)).cloned()
    };
    let list = |flag: &[String], key: Option<&Vec<Filled>>| {
        if flag.is_empty() {
            key.map(|key| plain(key)).unwrap_or_default()
        } else {
            flag.iter().map(|text| text.trim().to_owned()).collect()
        }
    };
    let role =
        text(&args.role, file.and_then(|file| file.role.as_ref())).unwrap_or_else(|| "user".into());
    check_role(&role)?;
    let database_url_env = text(
        &args.database_url_env,
        file.and_then(|file| file.database_url_env.as_ref()),
    );
    if let Some(name) = &database_url_env {
        check_variable(app, name)?;
    }
    let mut schemas = list(&args.schema, file.map(|file| &file.schemas));
    if schemas.is_empty() {
        schemas.push("public".into());
    }
    let tables = list(&args.table, file.map(|file| &file.tables));
    let shared = list(&args.shared, file.map(|file| &file.shared));
    let (owner_columns, owners) = owners(args, file)?;
    let on = |flag: bool, key: Option<bool>| flag || key.unwrap_or(false);
    Ok(Options {
        graphql_names: app.config.naming == NamingConvention::GraphQl,
        role,
        source: text(&args.source, file.and_then(|file| file.source.as_ref())),
        database_url_env,
        schemas,
        tables: patterns("--table", &tables)?,
        owner_columns,
        owners,
        columns: file
            .iter()
            .flat_map(|file| &file.columns)
            .map(|(table, columns)| (table.clone(), plain(columns)))
            .collect(),
        shared: patterns("--shared", &shared)?,
        aggregates: on(args.aggregates, file.map(|file| file.aggregates)),
        app_id: text(&args.app_id, file.and_then(|file| file.app_id.as_ref()))
            .unwrap_or_else(|| "public".into()),
        tenant_id: text(
            &args.tenant_id,
            file.and_then(|file| file.tenant_id.as_ref()),
        ),
        account_linking: on(args.account_linking, file.map(|file| file.account_linking)),
        external_user_ids: on(
            args.external_user_ids,
            file.map(|file| file.external_user_ids),
        ),
        enforce: args.enforce,
    })
}

fn plain(texts: &[Filled]) -> Vec<String> {
    texts.iter().map(|text| text.0.clone()).collect()
}

type Owners = (Vec<String>, BTreeMap<String, String>);

/// `COLUMN` for all tables that have it, `TABLE=COLUMN` for one.
fn owners(args: &SetupArgs, file: Option<&SetupSection>) -> Result<Owners> {
    let mut columns = Vec::new();
    let mut of_tables: BTreeMap<String, String> = file
        .iter()
        .flat_map(|file| &file.owners)
        .map(|(table, way)| (table.clone(), way.0.clone()))
        .collect();
    for written in &args.owner_column {
        let (table, column) = match written.split_once('=') {
            Some((table, column)) => (Some(table.trim()), column.trim()),
            None => (None, written.trim()),
        };
        if column.is_empty() || table.is_some_and(str::is_empty) {
            return Err(Error::usage(
                format!("--owner-column \"{written}\" names no column"),
                "for example --owner-column user_id or --owner-column notes=author_id",
            ));
        }
        match table {
            Some(table) => {
                of_tables.insert(table.to_owned(), column.to_owned());
            }
            None => columns.push(column.to_owned()),
        }
    }
    if columns.is_empty() {
        columns = file
            .map(|file| plain(&file.owner_columns))
            .unwrap_or_default();
    }
    Ok((columns, of_tables))
}

fn patterns(flag: &str, texts: &[String]) -> Result<Vec<Pattern>> {
    texts
        .iter()
        .map(|text| {
            let pattern = Pattern::new(text);
            if pattern.text.trim_start_matches('!').is_empty() {
                return Err(Error::usage(
                    format!("{flag} \"{text}\" names no table"),
                    "for example notes, app.*, or '!audit_*' to leave tables out",
                ));
            }
            Ok(pattern)
        })
        .collect()
}

fn check_role(role: &str) -> Result<()> {
    if role.trim().is_empty() {
        return Err(Error::usage(
            "the role has no name",
            "the usual one is user",
        ));
    }
    if role.eq_ignore_ascii_case(ADMIN) {
        return Err(Error::usage(
            "the role admin can be given no permissions: it may do everything already",
            "name the role that your users have in x-hasura-allowed-roles, such as user",
        ));
    }
    Ok(())
}

/// A name that can be a variable's.
pub(super) fn check_variable(app: &App, name: &str) -> Result<()> {
    if is_variable_name(name) {
        return Ok(());
    }
    if name.contains("://") || password_of(name).is_some() {
        return Err(refusal(app, name));
    }
    Err(Error::usage(
        format!("\"{name}\" is no name of a variable"),
        "for example --database-url-env PG_DATABASE_URL; the variable is one of Hasura's own \
         environment",
    ))
}

fn refuse_urls(app: &App, args: &SetupArgs) -> Result<()> {
    match &args.database_url {
        Some(url) => Err(refusal(app, url)),
        None => Ok(()),
    }
}

/// A connection string where a name belongs. It is shown nowhere.
fn refusal(app: &App, url: &str) -> Error {
    if let Some(password) = password_of(url) {
        app.redactor.learn(&password);
    }
    app.redactor.learn(url);
    Error::usage(
        "a connection string does not belong on the command line or into a file: whoever lists \
         the processes or reads the metadata has its password",
        "put it into the environment of Hasura's container, such as PG_DATABASE_URL=…, and give \
         the variable's name: --database-url-env PG_DATABASE_URL",
    )
}
