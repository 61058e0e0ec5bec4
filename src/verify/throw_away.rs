//! Users signed up for a run: unmistakable addresses, and removed afterwards where the core can
//! be asked.

use std::collections::BTreeMap;
use std::time::Duration;

use uuid::Uuid;

use crate::app::App;
use crate::cleanup::{self, Sentences, Turn};
use crate::error::Result;
use crate::secret::Secret;
use crate::session::{Session, User};
use crate::supertokens::core::{CoreClient, CoreUser};
use crate::supertokens::{AuthApi, Form};

/// How every throw-away address begins.
pub(crate) const PREFIX: &str = "st-hasura-smoke+";

/// The domain of throw-away addresses: reserved, so that no mail ever arrives (RFC 2606).
pub(crate) const DOMAIN: &str = "st-hasura.invalid";

/// Why a user stays when nobody said where the core is.
const NO_CORE: &str =
    "give ST_HASURA_CORE_URI and ST_HASURA_CORE_API_KEY to have such users removed";

/// The recipe that signs throw-away users up.
const RECIPE: &str = "emailpassword";

/// True for an address that only [`Newcomer::new`] makes up.
pub(crate) fn is_throw_away_address(email: &str) -> bool {
    let rest = email.strip_prefix(PREFIX);
    rest.and_then(|rest| rest.split_once('@'))
        .is_some_and(|(id, domain)| {
            !domain.is_empty() && id.len() == 36 && Uuid::try_parse(id).is_ok()
        })
}

/// True for a user who has throw-away addresses and no other way to sign in.
pub(crate) fn is_throw_away(user: &CoreUser) -> bool {
    !user.emails.is_empty()
        && user.emails.iter().all(|email| is_throw_away_address(email))
        && user.phones.is_empty()
        && user.recipes.iter().all(|recipe| recipe == RECIPE)
}

/// The credentials of a user who may not exist yet.
#[derive(Clone, Debug)]
pub(crate) struct Newcomer {
    /// What sign-up and sign-in send.
    pub form: Form,
}

impl Newcomer {
    /// Fresh credentials at `domain`.
    pub(crate) fn new(app: &App, domain: &str, fields: Vec<(String, String)>) -> Self {
        let email = format!("{PREFIX}{}@{domain}", Uuid::new_v4());
        // Letters of both cases, digits and a sign, for whatever policy the app has.
        let password = Secret::new(format!("Aa1!{}", Uuid::new_v4()));
        app.redactor.learn_secret(&password);
        let mut form = Form::new(email, password);
        form.fields = fields;
        Self { form }
    }
}

/// A throw-away user with a session in memory.
#[derive(Debug)]
pub(crate) struct ThrowAway {
    /// Who they are.
    pub user: User,
    pub session: Session,
    pub email: String,
}

/// Signs one up.
pub(crate) async fn sign_up(app: &App, newcomer: &Newcomer) -> Result<ThrowAway> {
    let api = AuthApi::new(app)?;
    let mut session = api.new_session("throw-away");
    // Noted before the request: a run that is interrupted before the answer may have made the user.
    let note = |answered| {
        let email = newcomer.form.email.clone();
        app.cleanup.change(|list: &mut SignedUp| {
            list.0.insert(email, answered);
        });
    };
    note(false);
    let user = api.sign_up(&mut session, &newcomer.form).await?;
    note(true);
    Ok(ThrowAway {
        user,
        session,
        email: newcomer.form.email.clone(),
    })
}

/// What became of throw-away users.
#[derive(Clone, Debug, Default)]
pub(crate) struct CleanUp {
    pub removed: Vec<String>,
    /// Left: address and why.
    pub left: Vec<(String, String)>,
}

impl CleanUp {
    pub(crate) fn sentences(&self) -> Vec<String> {
        let mut sentences: Vec<String> = self
            .left
            .iter()
            .map(|(email, why)| format!("the throw-away user {email} is left: {why}"))
            .collect();
        match self.removed.as_slice() {
            [] => {}
            [one] => sentences.push(format!("removed the throw-away user {one}")),
            few if few.len() <= 3 => {
                sentences.push(format!("removed the throw-away users {}", few.join(", ")));
            }
            many => sentences.push(format!("removed {} throw-away users", many.len())),
        }
        sentences
    }
}

/// Removes them through the core, and whoever else may have been made by a sign-up that failed
/// afterwards. Never fails: what could not be removed is said.
pub(crate) async fn clean_up(app: &App, users: &[(String, String)]) -> CleanUp {
    let mut done = CleanUp::default();
    for (id, email) in users {
        match remove(app, id, email).await {
            Ok(None) => done.removed.push(email.clone()),
            Ok(Some(why)) => done.left.push((email.clone(), why)),
            Err(error) => done.left.push((email.clone(), error.to_string())),
        }
        // Only now: an interruption in the middle of the removal would leave the user.
        app.cleanup.change(|list: &mut SignedUp| {
            list.0.remove(email);
        });
    }
    let mut rest = BTreeMap::new();
    app.cleanup
        .change(|list: &mut SignedUp| rest = list.0.clone());
    // Whether a sign-up made somebody before it failed, only the core can say.
    if app.config.core_uri.is_some() {
        for email in rest.into_keys() {
            note(&mut done, remove_by_email(app, &email).await, &email);
            app.cleanup.change(|list: &mut SignedUp| {
                list.0.remove(&email);
            });
        }
    }
    done
}

/// Notes what became of a user who is known by their address alone.
fn note(done: &mut CleanUp, removed: Result<bool>, email: &str) {
    match removed {
        Ok(true) => done.removed.push(email.to_owned()),
        Ok(false) => {}
        Err(error) => done.left.push((email.to_owned(), error.to_string())),
    }
}

/// How long a sign-up that nobody waits for may still take to arrive: it is looked for after each of
/// these pauses, in milliseconds.
const IN_FLIGHT: [u64; 4] = [300, 500, 800, 1200];

/// What is said of one that does not arrive in that time.
const NOT_YET: &str = "its sign-up was not answered, and the core does not know it yet: `st-hasura \
                       users list --throw-away` shows it if it is made after all";

/// Addresses of users who may exist by now, and whether their sign-up was answered.
#[derive(Debug, Default)]
struct SignedUp(BTreeMap<String, bool>);

impl cleanup::CleanUp<App> for SignedUp {
    fn turn(&self) -> Turn {
        Turn::Accounts
    }

    fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }

    fn run(self: Box<Self>, app: &App) -> Sentences<'_> {
        Box::pin(async move { abandon(app, self.0).await.sentences() })
    }
}

/// Removes whom an interrupted command left, by address: their ids may never have arrived.
async fn abandon(app: &App, users: BTreeMap<String, bool>) -> CleanUp {
    let mut done = CleanUp::default();
    for (email, answered) in users {
        if app.config.core_uri.is_some() && answered {
            note(&mut done, remove_by_email(app, &email).await, &email);
        } else if app.config.core_uri.is_some() {
            match remove_when_there(app, &email).await {
                Ok(false) => done.left.push((email, NOT_YET.into())),
                removed => note(&mut done, removed, &email),
            }
        } else if answered {
            done.left.push((email, NO_CORE.into()));
        } else {
            let why = format!("it may never have been made; {NO_CORE}");
            done.left.push((email, why));
        }
    }
    done
}

/// [`remove_by_email`] of somebody whose sign-up is still on its way.
async fn remove_when_there(app: &App, email: &str) -> Result<bool> {
    for pause in IN_FLIGHT {
        tokio::time::sleep(Duration::from_millis(pause)).await;
        if remove_by_email(app, email).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// True when there was such a user, who is gone now.
async fn remove_by_email(app: &App, email: &str) -> Result<bool> {
    let core = CoreClient::new(app)?;
    match core.find_by_email(email).await? {
        Some(user) => core.remove(&user).await,
        None => Ok(false),
    }
}

/// `None` when the user is gone, else why not.
async fn remove(app: &App, id: &str, email: &str) -> Result<Option<String>> {
    if app.config.core_uri.is_none() {
        return Ok(Some(NO_CORE.into()));
    }
    let core = CoreClient::new(app)?;
    let Some(user) = core.find_by_id(id).await? else {
        return Ok(None);
    };
    // Only ever a user of our own making.
    if !user
        .emails
        .iter()
        .any(|known| known.eq_ignore_ascii_case(email))
        || !is_throw_away_address(email)
    {
        return Ok(Some(format!(
            "the core has another address for its id {id}"
        )));
    }
    core.remove(&user).await?;
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_addresses_are_thrown_away() {
        let id = "0b1c9b9e-6a36-4d2c-9a73-7d3a58b6c7f1";
        let user = |emails: &[&str]| CoreUser {
            id: "u".into(),
            emails: emails.iter().map(|email| (*email).to_owned()).collect(),
            phones: Vec::new(),
            recipes: vec!["emailpassword".into()],
            time_joined: None,
        };
        let ours = format!("st-hasura-smoke+{id}@st-hasura.invalid");
        assert!(is_throw_away(&user(&[&ours])));
        assert!(is_throw_away(&user(&[&format!(
            "st-hasura-smoke+{id}@example.com"
        )])));
        for other in [
            "ada@example.com".to_owned(),
            "st-hasura-smoke+ada@example.com".to_owned(),
            format!("st-hasura-smoke+{id}"),
            format!("st-hasura-smoke+{id}@"),
            format!("st-hasura-smoke+{{{id}}}@example.com"),
            format!("x-st-hasura-smoke+{id}@example.com"),
        ] {
            assert!(!is_throw_away(&user(&[&other])), "{other}");
        }
        assert!(!is_throw_away(&user(&[])));
        assert!(!is_throw_away(&user(&[&ours, "ada@example.com"])));
        let mut linked = user(&[&ours]);
        linked.recipes.push("thirdparty".into());
        assert!(!is_throw_away(&linked));
    }
}
