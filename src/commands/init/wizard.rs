//! The questions, each with its trial.

use crate::app::App;
use crate::error::{Error, Result};
use crate::setup::init::trial::{self, Check};
use crate::setup::init::{Answers, Look, Source};

/// The answers while they are being given.
pub(super) struct Wizard<'a> {
    pub(super) app: &'a App,
    pub(super) look: &'a Look,
    pub(super) offline: bool,
    pub(super) answers: Answers,
    pub(super) checks: Vec<Check>,
}

/// A question, and what its answer is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    AuthApi,
    Hasura,
    Core,
}

impl Wizard<'_> {
    /// Everything that is not known yet, each part tried as soon as it is complete.
    pub(super) async fn ask(&mut self) -> Result<()> {
        if !self.app.may_prompt() {
            self.answers.require(self.look)?;
        }
        self.part(
            Part::AuthApi,
            "api_url",
            "Auth API, such as http://localhost:3333",
        )
        .await?;
        self.part(
            Part::Hasura,
            "hasura_endpoint",
            "Hasura, such as http://localhost:8080 (Enter for none yet)",
        )
        .await?;
        let question = "SuperTokens core, such as http://localhost:3567 (Enter for none)";
        self.part(Part::Core, "core_uri", question).await
    }

    /// Asks for a URL until it is one behind which the right program answers. What was not typed
    /// just now is not asked for again: its error ends the run.
    async fn part(&mut self, part: Part, key: &'static str, question: &str) -> Result<()> {
        if self.answers.get(key).is_some() {
            return self.try_it(part).await;
        }
        while self.app.may_prompt() {
            let typed = self.app.ui.ask_or_nothing(question).await?;
            if typed.trim().is_empty() {
                if part == Part::AuthApi {
                    continue;
                }
                return Ok(());
            }
            let before = self.answers.clone();
            let tried = async {
                let url = with_scheme(&typed);
                self.answers.put(key, &url, typed_in())?;
                self.secret(part).await?;
                self.try_it(part).await
            };
            match tried.await {
                Ok(()) => return Ok(()),
                Err(Error::Interrupted) => return Err(Error::Interrupted),
                Err(error) => {
                    let (notes, hint) = (error.notes(), error.hint());
                    let ui = &self.app.ui;
                    ui.problem(error.code(), &error.to_string(), &notes, hint.as_deref());
                    self.answers = before;
                }
            }
        }
        Ok(())
    }

    /// The file with the secret that goes with a URL which was typed.
    async fn secret(&mut self, part: Part) -> Result<()> {
        let (key, known, question) = match part {
            Part::AuthApi => return Ok(()),
            Part::Hasura => (
                "hasura_admin_secret_file",
                self.app.config.admin_secret.is_some() || self.has("hasura_admin_secret"),
                "File with its admin secret (Enter: it comes from HASURA_GRAPHQL_ADMIN_SECRET)",
            ),
            Part::Core => (
                "core_api_key_file",
                self.app.config.core_api_key.is_some() || self.has("core_api_key"),
                "File with its API key (Enter: it comes from ST_HASURA_CORE_API_KEY)",
            ),
        };
        if known || self.answers.get(key).is_some() {
            return Ok(());
        }
        let typed = self.app.ui.ask_or_nothing(question).await?;
        if typed.trim().is_empty() {
            return Ok(());
        }
        let path = self.app.context.cwd.join(typed.trim());
        self.answers.put(key, &path.to_string_lossy(), typed_in())
    }

    fn has(&self, key: &str) -> bool {
        let mut places = self.look.secrets.iter();
        places.any(|place| place.key == key && place.value.is_some())
    }

    async fn try_it(&mut self, part: Part) -> Result<()> {
        if self.offline {
            return Ok(());
        }
        let mut trial = trial::app(self.app, &self.answers, self.look)?;
        if part == Part::AuthApi && self.answers.get("api_base_path").is_none() {
            let path = trial::base_path(&trial).await?;
            let source = Source::Found("it answers there".into());
            self.answers.put("api_base_path", &path, source)?;
            trial = trial::app(self.app, &self.answers, self.look)?;
        }
        let checks = match part {
            Part::AuthApi => trial::auth_api(&trial).await?,
            Part::Hasura => trial::hasura(&trial).await?,
            Part::Core => trial::core(&trial).await?,
        };
        self.checks.extend(checks);
        Ok(())
    }
}

fn typed_in() -> Source {
    Source::Said("your answer".into())
}

/// People type `localhost:3333`.
fn with_scheme(typed: &str) -> String {
    let typed = typed.trim();
    if typed.contains("://") {
        typed.to_owned()
    } else {
        format!("http://{typed}")
    }
}
