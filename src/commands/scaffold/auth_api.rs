//! `scaffold auth-api`.

use super::{Scaffolded, quoted, refuse_strangers, values, write};
use crate::app::App;
use crate::cli::{ScaffoldAuthApiArgs, ScaffoldLang};
use crate::error::{Error, Result};
use crate::setup::scaffold::auth_api::{Answers, Kind, files};

/// Where a core listens by default (contracts: supertokens §5.1).
const CORE: &str = "http://localhost:3567";

/// `scaffold auth-api`.
pub(crate) fn auth_api(app: &App, args: &ScaffoldAuthApiArgs) -> Result<Scaffolded> {
    let kind = kind(args)?;
    let answers = answers(app, args)?;
    let files = files(kind, &answers);
    refuse_strangers(&args.dir, &files, args.write.force)?;
    let mut next = vec![format!("cd {}", quoted(&args.dir))];
    next.extend(kind.start().iter().map(|&line| line.to_owned()));
    write(&args.dir, files, args.write, next)
}

fn kind(args: &ScaffoldAuthApiArgs) -> Result<Kind> {
    match (args.lang, args.tutorial) {
        (ScaffoldLang::Node, false) => Ok(Kind::Node),
        (ScaffoldLang::Node, true) => Ok(Kind::NodeOf2022),
        (ScaffoldLang::Python, false) => Ok(Kind::Python),
        (ScaffoldLang::Go, false) => Ok(Kind::Go),
        (ScaffoldLang::Python | ScaffoldLang::Go, true) => Err(Error::usage(
            "--tutorial is there for --lang node only: the tutorial of 2022 was written for it",
            "leave out --tutorial for an auth API on today's SDK, in which the session's access \
             token is the JWT; or take --lang node --tutorial",
        )),
    }
}

fn answers(app: &App, args: &ScaffoldAuthApiArgs) -> Result<Answers> {
    let stack = values::stack(app, args.port, None, Some(&args.website))?;
    let core = match (&args.core, &app.config.core_uri) {
        (Some(text), _) => values::address(text, "--core")?,
        (None, Some(url)) => url.as_str().trim_end_matches('/').to_owned(),
        (None, None) => CORE.to_owned(),
    };
    Ok(Answers {
        name: values::name(&args.name)?,
        port: stack.port,
        api_domain: stack.api_domain,
        base_path: stack.base_path,
        website_domain: stack.website_domain,
        core_uri: core,
    })
}
