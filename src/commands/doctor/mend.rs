//! `doctor --fix`: what would mend the first broken link goes into the configuration file, after the
//! difference was shown. Only what a file of ours says is changed: a flag or a variable beats the
//! file, so that writing there would change nothing.

use std::path::PathBuf;

use crate::app::App;
use crate::config::Origin;
use crate::doctor::Fix;
use crate::error::Result;
use crate::input::text_if_there;
use crate::project::{Access, Changes};
use crate::setup::init::{Answers, Source, file};
use crate::text::{ShownPath, visible, visible_lines};

/// What became of it.
#[derive(Debug)]
pub(crate) struct Mended {
    pub state: State,
    /// The file, where one would do.
    pub path: Option<ShownPath>,
    /// What is different, or would be; in unified form.
    pub diff: String,
    /// Why nothing was written, or what to do now.
    pub sentence: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// There is nothing that a file of ours would mend.
    Nothing,
    /// It is said elsewhere.
    Elsewhere,
    Written,
    /// Nobody can be asked.
    Shown,
    /// The person said no.
    Declined,
}

impl State {
    /// The word in JSON output.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Elsewhere => "elsewhere",
            Self::Written => "written",
            Self::Shown => "shown",
            Self::Declined => "declined",
        }
    }
}

/// Writes what mends it, if it may.
pub(super) async fn mend(app: &App, fixes: &[Fix], yes: bool) -> Result<Mended> {
    let mut mended = Mended {
        state: State::Nothing,
        path: None,
        diff: String::new(),
        sentence: "nothing that st-hasura.toml says would mend it".into(),
    };
    if fixes.is_empty() {
        return Ok(mended);
    }
    if let Some((fix, origin)) = elsewhere(app, fixes) {
        mended.state = State::Elsewhere;
        mended.sentence = format!(
            "{} comes from {origin}: set it to {} there",
            fix.key, fix.value
        );
        return Ok(mended);
    }
    let path = target(app);
    let before = text_if_there(&path)?;
    let mut answers = Answers::default();
    for fix in fixes {
        answers.put(fix.key, &fix.value, Source::Found("doctor".into()))?;
    }
    let wanted = file::Wanted {
        answers: &answers,
        profile: &app.config.profile,
        secrets: &[],
    };
    let text = file::text(&path, before.as_deref(), wanted)?;
    let mut changes = Changes::new();
    changes.want_in_place_of(&path, before.as_deref(), text, Access::Shared)?;
    mended.diff = changes.diff();
    mended.path = Some(path.clone().into());
    let shown = path.display();
    (mended.state, mended.sentence) = if !yes && !app.may_prompt() {
        let why = "not written, since nobody can be asked: add --yes";
        (State::Shown, why.into())
    } else if yes || agreed(app, &mended.diff, &format!("Write {shown}?")).await? {
        changes.write()?;
        let now = format!("wrote {shown}; st-hasura doctor shows the rest of the chain");
        (State::Written, now)
    } else {
        (State::Declined, "not written".into())
    };
    Ok(mended)
}

async fn agreed(app: &App, diff: &str, question: &str) -> Result<bool> {
    app.ui.notes(visible_lines(diff).trim_end());
    app.ui.agree(&visible(question)).await
}

/// The first of them that something says which beats the project's file: what it is, and where.
fn elsewhere<'f>(app: &App, fixes: &'f [Fix]) -> Option<(&'f Fix, String)> {
    fixes.iter().find_map(|fix| {
        let origin = &app.config.sources.get(fix.key)?.origin;
        let is_stronger = matches!(origin, Origin::Flag(_) | Origin::Env(_));
        is_stronger.then(|| (fix, origin.to_string()))
    })
}

/// The project's file; of a file of the user's own it is the stronger.
fn target(app: &App) -> PathBuf {
    let project = app.config.project_file.clone();
    project.unwrap_or_else(|| app.context.cwd.join(file::NAME))
}
