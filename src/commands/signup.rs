//! `signup`.

mod text;

use super::credentials::{self, Ask};
use super::signin::{How, NewSession, Slot};
use crate::app::App;
use crate::cli::{IfExists, SignUpArgs};
use crate::error::Result;
use crate::session::SessionSource;
use crate::supertokens::{AuthApi, Form, SuperTokensError};

/// What `signup` led to.
#[derive(Debug)]
pub(crate) enum SignUp {
    /// A session, of a new user or with `--if-exists signin` of an old one.
    Session(NewSession),
    /// `--if-exists ok`: the address is taken, and that is fine.
    Exists { email: String },
}

pub(crate) async fn run(app: &App, args: &SignUpArgs) -> Result<SignUp> {
    let api = AuthApi::new(app)?;
    let place = SessionSource::choose(&app.config, &app.store)?;
    let fields = Form::parse_fields(&args.field)?;
    let (email, password) = credentials::resolve(app, &args.credentials, Ask::Twice).await?;
    let form = Form {
        email,
        password,
        fields,
    };
    let mut slot = Slot::take(app, &api, place).await?;
    let (how, user) = match api.sign_up(&mut slot.session, &form).await {
        Ok(user) => (How::SignedUp, user),
        Err(error) => match (error.downcast_ref(), args.if_exists) {
            (Some(SuperTokensError::EmailTaken { .. }), IfExists::Signin) => {
                let user = api.sign_in(&mut slot.session, &form).await?;
                (How::SignedIn, user)
            }
            (Some(SuperTokensError::EmailTaken { email, .. }), IfExists::Ok) => {
                return Ok(SignUp::Exists {
                    email: email.clone(),
                });
            }
            _ => return Err(error),
        },
    };
    let kept = slot.keep(app, how, user);
    if kept.is_err() && matches!(how, How::SignedUp) {
        app.ui.warn(
            "the user was made, and only the session could not be kept: do not sign up again, \
             st-hasura signin makes another session",
        );
    }
    Ok(SignUp::Session(kept?))
}
