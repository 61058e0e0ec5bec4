//! Where e-mail address and password come from.
//!
//! Flag, environment, file, prompt, in this order; never a flag's value for the password, which
//! would stand in the process list and in the shell's history.

use std::path::Path;

use crate::app::App;
use crate::bounded;
use crate::cli::CredentialArgs;
use crate::error::{Error, Result};
use crate::input;
use crate::jwt::decode;
use crate::secret::Secret;

/// Far above any password that an SDK accepts (100 characters by default).
const LIMIT: usize = bounded::SECRET;

const PASSWORD_WAYS: &str =
    "--password-stdin, --password-file FILE or the environment variable ST_HASURA_PASSWORD";

/// The password will be made up now, so it is asked for twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    Once,
    Twice,
}

/// E-mail address and password.
pub(super) async fn resolve(
    app: &App,
    args: &CredentialArgs,
    ask: Ask,
) -> Result<(String, Secret)> {
    let email = match args.email.as_ref().or(app.config.email.as_ref()) {
        Some(email) => email.trim().to_owned(),
        None if app.may_prompt() => app.ui.ask("E-mail address").await?.trim().to_owned(),
        None => {
            return Err(App::missing(
                "the e-mail address",
                "--email ADDRESS or the environment variable ST_HASURA_EMAIL",
            ));
        }
    };
    if email.is_empty() {
        return Err(Error::usage(
            "the e-mail address is empty",
            "give it with --email ADDRESS",
        ));
    }
    let password = password(app, args, ask).await?;
    app.redactor.learn_secret(&password);
    if password.is_empty() {
        return Err(Error::usage(
            "the password is empty",
            format!("give it with {PASSWORD_WAYS}"),
        ));
    }
    Ok((email, password))
}

async fn password(app: &App, args: &CredentialArgs, ask: Ask) -> Result<Secret> {
    // At a terminal, standard input would echo what is typed.
    if args.password_stdin && !app.context.stdin_tty {
        let bytes = input::stdin(LIMIT).await?;
        return line(bytes, "standard input");
    }
    if args.password_stdin && app.config.no_input {
        return Err(Error::usage(
            "--password-stdin has nothing to read from: standard input is a terminal",
            "pipe the password in, or use --password-file",
        ));
    }
    if let Some(path) = &args.password_file {
        return from_file(&app.context.cwd.join(path));
    }
    if !args.password_stdin {
        if let Some(password) = &app.config.password {
            return Ok(password.clone());
        }
        if let Some(path) = &app.config.password_file {
            return from_file(path);
        }
    }
    if !app.may_prompt() {
        return Err(App::missing("the password", PASSWORD_WAYS));
    }
    let again = (ask == Ask::Twice).then_some("Password again");
    app.ui.ask_secret("Password", again).await
}

fn from_file(path: &Path) -> Result<Secret> {
    line(input::file(path, LIMIT)?, &path.display().to_string())
}

/// The text without the one line end that `echo` and editors put behind it.
fn line(bytes: Vec<u8>, source: &str) -> Result<Secret> {
    let mut text = String::from_utf8(bytes).map_err(|error| {
        zeroize::Zeroizing::new(error.into_bytes());
        Error::usage(
            format!("the password in {source} is not UTF-8"),
            "store it as UTF-8 text",
        )
    })?;
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    Ok(Secret::new(text))
}

/// Refuses a token that stands where the name of a file should; `how` gives it otherwise.
pub(super) fn refuse_typed(app: &App, file: &Path, how: &str) -> Result<()> {
    let typed = file.to_string_lossy();
    if app.context.cwd.join(file).exists() || !looks_like_a_token(&typed) {
        return Ok(());
    }
    app.redactor.learn(&typed);
    Err(Error::usage(
        "a token on the command line can be read by every user of this machine (ps)",
        format!("give it on standard input: {how}"),
    ))
}

/// Two dots or more, nothing of a path, and long.
fn looks_like_a_token(text: &str) -> bool {
    let text = text.trim_start_matches("Bearer ");
    text.len() >= 20
        && !text.contains(['/', '\\'])
        && (text.starts_with("eyJ") || text.split('.').count() == 3 && decode(text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_end_is_not_part_of_the_password() {
        let read = |text: &str| line(text.as_bytes().to_vec(), "x").unwrap();
        assert_eq!(read("pass word\n").expose(), "pass word");
        assert_eq!(read("p\r\n").expose(), "p");
        assert_eq!(read("p\n\n").expose(), "p\n");
        assert_eq!(read(" p ").expose(), " p ");
        assert!(line(vec![0xff], "x").is_err());
    }
}
