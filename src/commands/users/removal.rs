//! `users rm`.

use crate::app::App;
use crate::cli::UsersRmArgs;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::supertokens::SuperTokensError;
use crate::supertokens::core::{CoreClient, CoreUser};
use crate::text::visible;
use crate::verify::throw_away;

use super::rows::{Found, RowRemoval};

/// What became of them.
#[derive(Debug)]
pub(crate) struct Removal {
    /// The core that was asked.
    pub core: String,
    pub removed: Vec<CoreUser>,
    /// Left, and why.
    pub left: Vec<(CoreUser, String)>,
    /// What throw-away users left in Hasura's tables, where all of them were meant.
    pub rows: Option<RowRemoval>,
    pub exit: Exit,
}

impl Removal {
    /// True while nothing was removed that has to be told.
    fn is_nothing(&self) -> bool {
        let rows = self.rows.iter();
        self.removed.is_empty() && rows.flat_map(|rows| &rows.removed).next().is_none()
    }
}

/// `users rm`.
pub(crate) async fn remove(app: &App, args: &UsersRmArgs) -> Result<Removal> {
    let core = super::own_core(app)?;
    let users = if args.who.is_empty() {
        let terms = [throw_away::PREFIX.to_owned()];
        let found = core.list(&terms, throw_away::is_throw_away, usize::MAX);
        let found = found.await?;
        if found.more {
            app.ui.note(
                "there may be more throw-away users than the core lists at once: run it again",
            );
        }
        found.users
    } else {
        named(&core, &args.who).await?
    };
    if args.throw_away {
        only_throw_aways(&users)?;
    }
    let rows = if args.who.is_empty() {
        Some(Found::look(app).await)
    } else {
        None
    };
    let mut done = Removal {
        core: core.shown(),
        removed: Vec::new(),
        left: Vec::new(),
        rows: None,
        exit: Exit::Ok,
    };
    let names = rows.as_ref().map(Found::names).unwrap_or_default();
    let nothing = users.is_empty() && names.is_empty();
    if nothing || agreed(app, args, &users, &names).await? {
        // Rows go before the users that they may hold on to.
        let mut unasked = None;
        if let Some(rows) = rows {
            let rows = rows.remove().await;
            done.exit = rows.failed.unwrap_or(Exit::Ok);
            unasked = rows.unasked;
            done.rows = Some(rows);
        }
        take_out(app, &core, users, &mut done).await?;
        if let (Exit::Ok, Some(unasked)) = (done.exit, unasked) {
            done.exit = unasked;
        }
    } else {
        let why = "you said no";
        done.rows = rows.map(|rows| rows.leave(why));
        done.left = users
            .into_iter()
            .map(|user| (user, why.to_owned()))
            .collect();
    }
    Ok(done)
}

/// Everybody who was named, each once.
async fn named(core: &CoreClient<'_>, who: &[String]) -> Result<Vec<CoreUser>> {
    let mut users: Vec<CoreUser> = Vec::new();
    let mut unknown = Vec::new();
    for name in who {
        if name.contains(['*', '%']) || name.trim().is_empty() {
            return Err(Error::usage(
                format!("\"{name}\" is neither an id nor an address"),
                "name users one by one, by id or whole address; nothing was removed",
            ));
        }
        match one(core, name.trim()).await? {
            Some(user) if users.iter().any(|known| known.id == user.id) => {}
            Some(user) => users.push(user),
            None => unknown.push(visible(name)),
        }
    }
    if !unknown.is_empty() {
        return Err(SuperTokensError::UnknownUser { who: unknown }.into());
    }
    Ok(users)
}

/// The one user that a name stands for. Linked accounts go together, so that whoever has several
/// is only removed by the id that stands for all of them.
async fn one(core: &CoreClient<'_>, name: &str) -> Result<Option<CoreUser>> {
    let ambiguous = |what: Vec<String>| -> Error {
        let who = visible(name);
        SuperTokensError::AmbiguousUser { who, what }.into()
    };
    if !name.contains('@') {
        return match core.find_by_id(name).await? {
            Some(user) if user.id != name => Err(ambiguous(vec![format!(
                "it is one of the linked accounts of user {}",
                describe(&user)
            )])),
            found => Ok(found),
        };
    }
    let found = core.all_by_email(name).await?;
    match found.as_slice() {
        [] => Ok(None),
        [user] if user.emails.len() + user.phones.len() == 1 => Ok(Some(user.clone())),
        [user] => Err(ambiguous(vec![format!(
            "the user has further linked accounts: {}",
            describe(user)
        )])),
        several => Err(ambiguous(several.iter().map(describe).collect())),
    }
}

fn describe(user: &CoreUser) -> String {
    let recipes = if user.recipes.is_empty() {
        String::new()
    } else {
        format!(", {}", user.recipes.join(" and "))
    };
    visible(&format!("{} ({}){recipes}", user.id, user.label()))
}

fn only_throw_aways(users: &[CoreUser]) -> Result<()> {
    let others: Vec<String> = users
        .iter()
        .filter(|user| !throw_away::is_throw_away(user))
        .map(describe)
        .collect();
    if others.is_empty() {
        return Ok(());
    }
    Err(Error::usage(
        format!("no throw-away user: {}", others.join("; ")),
        "nothing was removed; leave out --throw-away to remove others",
    ))
}

/// Shows what it is about, and asks where somebody can be asked.
async fn agreed(
    app: &App,
    args: &UsersRmArgs,
    users: &[CoreUser],
    rows: &[String],
) -> Result<bool> {
    let may_ask = app.may_prompt() && !args.yes;
    let rows_left = rows
        .iter()
        .map(|rows| format!("{}, left by throw-away users", visible(rows)));
    for what in users.iter().map(describe).chain(rows_left) {
        let line = format!("to be removed: {what}");
        if may_ask {
            app.ui.warn(line);
        } else {
            app.ui.note(line);
        }
    }
    if args.yes {
        return Ok(true);
    }
    let whom = match users.len() {
        0 => None,
        1 => Some("this user".to_owned()),
        count => Some(format!("these {count} users")),
    };
    let rows = (!rows.is_empty()).then(|| "these rows".to_owned());
    let what: Vec<String> = whom.iter().cloned().chain(rows).collect();
    let what = what.join(" and ");
    if !may_ask {
        return Err(Error::usage(
            format!("removing {what} needs to be agreed to, and nobody can be asked"),
            "add --yes; nothing was removed",
        ));
    }
    let sessions = whom.map_or("", |_| ", sessions included");
    app.ui.confirm(&format!("Remove {what}{sessions}?")).await
}

/// One by one. After the first failure nobody else is tried.
async fn take_out(
    app: &App,
    core: &CoreClient<'_>,
    users: Vec<CoreUser>,
    done: &mut Removal,
) -> Result<()> {
    let watched = app.ui.watch_alike("user", users.len());
    for (number, user) in users.into_iter().enumerate() {
        watched.step(number + 1, &visible(&user.label()));
        if done.exit != Exit::Ok {
            done.left
                .push((user, "not tried after the failure before".into()));
            continue;
        }
        match core.remove(&user).await {
            Ok(true) => done.removed.push(user),
            Ok(false) => done.left.push((user, "was gone already".into())),
            Err(error) if done.is_nothing() => return Err(error),
            Err(error) => {
                done.exit = error.exit();
                done.left.push((user, error.to_string()));
            }
        }
    }
    Ok(())
}
