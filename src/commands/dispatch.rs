//! From the command line to its command.

use std::sync::Arc;

use super::{
    config, decode, doctor, explain, expose, generate, init, jwks, jwt_secret, query, refresh,
    scaffold, session, setup_hasura, signin, signout, signup, smoke, status, token, users,
    verify_hasura,
};
#[cfg(feature = "sandbox")]
use super::{demo, sandbox};
use crate::app::App;
use crate::cli::{
    Command, ConfigCommand, JwtSecretArgs, JwtSecretCommand, ScaffoldCommand, SessionCommand,
    SetupCommand, UsersCommand,
};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Outcome;

/// The commands that need no configuration, so that a broken file cannot stop them.
pub(crate) fn run_unconfigured(
    context: &Context,
    command: &Command,
) -> Option<Result<Box<dyn Outcome>>> {
    match command {
        Command::Completions(args) => Some(Ok(Box::new(generate::completions(args)))),
        Command::Explain(args) => {
            Some(explain::run(context, args).map(|found| Box::new(found) as Box<dyn Outcome>))
        }
        Command::VerifyHasura(args) if args.json_schema => {
            Some(Ok(Box::new(generate::json_schema())))
        }
        Command::Man(args) => Some(match &args.dir {
            Some(dir) => generate::man_pages(dir).map(|pages| Box::new(pages) as Box<dyn Outcome>),
            None => generate::man_page(args).map(|page| Box::new(page) as Box<dyn Outcome>),
        }),
        _ => None,
    }
}

pub(crate) async fn run(app: Arc<App>, command: Command) -> Result<Box<dyn Outcome>> {
    let app = app.as_ref();
    if !command.says_its_steps() {
        app.http.tell_waits();
    }
    match command {
        Command::Config {
            command: ConfigCommand::Show(args),
        } => Ok(Box::new(config::show(app, &args))),
        Command::Config {
            command: ConfigCommand::Paths,
        } => Ok(Box::new(config::paths(app))),
        Command::Init(args) => Ok(Box::new(init::run(app, &args).await?)),
        Command::Signup(args) => Ok(Box::new(signup::run(app, &args).await?)),
        Command::Signin(args) => Ok(Box::new(signin::run(app, &args).await?)),
        Command::Signout => Ok(Box::new(signout::run(app).await?)),
        Command::Refresh => Ok(Box::new(refresh::run(app).await?)),
        Command::Session { command } => run_session(app, &command).await,
        Command::Status => Ok(Box::new(status::run(app)?)),
        Command::Token(args) => token::run(app, &args).await,
        Command::Decode(args) => Ok(Box::new(decode::run(app, &args).await?)),
        Command::Jwks(args) => Ok(Box::new(jwks::run(app, &args).await?)),
        Command::Query(args) => Ok(Box::new(query::run(app, &args).await?)),
        Command::Expose(args) => expose::run(app, &args).await,
        Command::JwtSecret(args) => run_jwt_secret(app, &args).await,
        #[cfg(feature = "sandbox")]
        Command::Sandbox(args) => sandbox::run(app, &args).await,
        Command::VerifyHasura(args) => Ok(Box::new(verify_hasura::run(app, &args).await?)),
        Command::Scaffold { command } => run_scaffold(app, &command),
        Command::SetupHasura { command } => run_setup_hasura(app, &command).await,
        Command::Users { command } => run_users(app, &command).await,
        #[cfg(feature = "sandbox")]
        Command::Demo(args) => Ok(Box::new(demo::run(app, &args).await?)),
        Command::Doctor(args) => Ok(Box::new(doctor::run(app, &args).await?)),
        Command::Smoke(args) => Ok(Box::new(smoke::run(app, &args).await?)),
        unconfigured @ (Command::Completions(_) | Command::Explain(_) | Command::Man(_)) => {
            run_unconfigured(&app.context, &unconfigured).unwrap_or_else(|| {
                Err(Error::Internal(
                    "a command without configuration got one".into(),
                ))
            })
        }
    }
}

async fn run_session(app: &App, command: &SessionCommand) -> Result<Box<dyn Outcome>> {
    Ok(match command {
        SessionCommand::List => Box::new(session::list(app)?),
        SessionCommand::Show(args) => Box::new(session::show(app, args)?),
        SessionCommand::Use(args) => Box::new(session::choose(app, args).await?),
        SessionCommand::Rm(args) => Box::new(session::remove(app, args).await?),
        SessionCommand::Import(args) => Box::new(session::import(app, args).await?),
        SessionCommand::Export(args) => Box::new(session::export(app, args)?),
    })
}

async fn run_jwt_secret(app: &App, args: &JwtSecretArgs) -> Result<Box<dyn Outcome>> {
    if args.command.is_some() && args.describes_a_value() {
        return Err(Error::usage(
            "options of the value to print do not go with a subcommand",
            "st-hasura jwt-secret OPTIONS prints one, st-hasura jwt-secret apply OPTIONS writes one, \
             st-hasura jwt-secret lint FILE judges one",
        ));
    }
    Ok(match &args.command {
        Some(JwtSecretCommand::Apply(args)) => jwt_secret::apply::run(app, args).await?,
        Some(JwtSecretCommand::Lint(args)) => Box::new(jwt_secret::lint::run(app, args).await?),
        None => Box::new(jwt_secret::run(app, args).await?),
    })
}

async fn run_setup_hasura(app: &App, command: &SetupCommand) -> Result<Box<dyn Outcome>> {
    Ok(match command {
        SetupCommand::Plan(args) => Box::new(setup_hasura::plan(app, args).await?),
        SetupCommand::Apply(args) => Box::new(setup_hasura::apply(app, args).await?),
        SetupCommand::Export(args) => Box::new(setup_hasura::export(app, args).await?),
    })
}

async fn run_users(app: &App, command: &UsersCommand) -> Result<Box<dyn Outcome>> {
    Ok(match command {
        UsersCommand::List(args) => Box::new(users::list(app, args).await?),
        UsersCommand::Rm(args) => Box::new(users::remove(app, args).await?),
    })
}

fn run_scaffold(app: &App, command: &ScaffoldCommand) -> Result<Box<dyn Outcome>> {
    Ok(match command {
        ScaffoldCommand::AuthApi(args) => Box::new(scaffold::auth_api(app, args)?),
        ScaffoldCommand::Compose(args) => Box::new(scaffold::compose(app, args)?),
        ScaffoldCommand::Ci(args) => Box::new(scaffold::ci(app, args)?),
    })
}
