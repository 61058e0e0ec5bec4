//! `scaffold compose`.

use std::path::Path;

use super::{Scaffolded, below, quoted, values, write};
use crate::app::App;
use crate::cli::ScaffoldComposeArgs;
use crate::error::{Error, Result};
use crate::hasura::compose_file::FILES;
use crate::input::text_if_there;
use crate::setup::scaffold::compose::{FILE, SecretsError, file, ignored, secrets};

/// `scaffold compose`.
pub(crate) fn compose(app: &App, args: &ScaffoldComposeArgs) -> Result<Scaffolded> {
    let website = Some(args.website.as_str());
    let stack = values::stack(app, args.port, args.hasura_port, website)?;
    refuse_another(&args.dir, args.write.force)?;
    let env = text_if_there(&below(&args.dir, ".env"))?;
    let made = secrets(env.as_deref(), || fresh(app)).map_err(|error| match error {
        SecretsError::Unreadable => Error::usage(
            format!(
                "{} is no dotenv file: it has a line that is no assignment",
                below(&args.dir, ".env").display()
            ),
            "mend that line; Docker Compose reads this file too. Nothing was written",
        ),
        SecretsError::Fresh(error) => error,
    })?;
    if env.is_some() {
        warn_of_readers(app, &below(&args.dir, ".env"));
    }
    let ignored = ignored(text_if_there(&below(&args.dir, ".gitignore"))?.as_deref());
    let files = [Some(file(&stack)), made, ignored].into_iter().flatten();
    let mut next = Vec::new();
    if args.dir != Path::new(".") {
        next.push(format!("cd {}", quoted(&args.dir)));
    }
    if !args.dir.join("auth-api/Dockerfile").exists() {
        next.push("st-hasura scaffold auth-api --lang node".to_owned());
    }
    next.push("docker compose up --build --detach --wait".to_owned());
    write(&args.dir, files.collect(), args.write, next)
}

/// Docker Compose takes one of several files and ignores the rest.
fn refuse_another(folder: &Path, force: bool) -> Result<()> {
    let other = FILES
        .iter()
        .find(|name| **name != FILE && folder.join(name).exists());
    match other {
        Some(name) if !force => Err(Error::usage(
            format!(
                "{} is there, and Docker Compose reads one file only",
                below(folder, name).display()
            ),
            format!("name another folder, or add --force: {FILE} would be read in its place"),
        )),
        _ => Ok(()),
    }
}

/// A new secret, in digits that need no quotes in a URL, a shell or a dotenv file.
fn fresh(app: &App) -> Result<String> {
    let mut bytes = [0_u8; 24];
    aws_lc_rs::rand::fill(&mut bytes)
        .map_err(|_| Error::Internal("the operating system has no random bytes".into()))?;
    let text: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = text.concat();
    app.redactor.learn(&text);
    Ok(text)
}

/// A file that was there keeps its mode, whatever was added to it.
#[cfg(unix)]
fn warn_of_readers(app: &App, path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let open = std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0);
    if open {
        let shown = path.display();
        app.ui.warn(format!(
            "{shown} holds secrets and others may read it: chmod 600 {shown}"
        ));
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &App, _: &Path) {}
