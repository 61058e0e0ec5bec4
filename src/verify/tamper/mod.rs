//! Tokens that Hasura must refuse, made from a good one (contracts: hasura §2.6).
//!
//! Each comes with the shell lines that make it again from `$TOKEN`, so that a report can be
//! followed without holding a token, forged or not.

mod expired;
mod hmac;
mod own_key;
mod shape;
mod shell;

pub(crate) use expired::{Expired, ShortLived, expired};
pub(crate) use shell::prelude as shell_lines;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use super::run::Run;
use crate::secret::Secret;

/// What a forgery attacks; one finding each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// The signature does not belong to the token.
    Signature,
    /// There is no signature.
    Unsigned,
    /// The public key serves as a shared secret.
    PublicKeyAsSecret,
    /// The signature is by a key of the sender's own.
    OwnKey,
    /// The token is past its exp.
    Expired,
    /// It is no JWT at all.
    NoJwt,
}

impl Class {
    /// As part of a finding's id.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Unsigned => "unsigned",
            Self::PublicKeyAsSecret => "public-key-as-secret",
            Self::OwnKey => "own-key",
            Self::Expired => "expired",
            Self::NoJwt => "no-jwt",
        }
    }

    /// What taking such a token means.
    pub(crate) const fn summary(self) -> &'static str {
        match self {
            Self::Signature => "tokens are taken whose signature does not belong to them",
            Self::Unsigned => "tokens without a signature are taken",
            Self::PublicKeyAsSecret => {
                "tokens signed with the public key as a shared secret are taken"
            }
            Self::OwnKey => "tokens signed with a key of the sender's own are taken",
            Self::Expired => "tokens are taken after their exp",
            Self::NoJwt => "something that is no JWT is taken for one",
        }
    }

    /// Why it matters.
    pub(crate) const fn why(self) -> &'static str {
        match self {
            Self::Expired => "a token that leaked or was signed out keeps working for ever",
            Self::Signature
            | Self::Unsigned
            | Self::PublicKeyAsSecret
            | Self::OwnKey
            | Self::NoJwt => "anybody can write a token that names any user and any role",
        }
    }

    /// How to close it.
    pub(crate) const fn remedy(self) -> &'static str {
        match self {
            Self::Expired => {
                "look at allowed_skew in HASURA_GRAPHQL_JWT_SECRET, and at a proxy or auth hook \
                 that checks tokens in Hasura's place"
            }
            Self::PublicKeyAsSecret => {
                "give HASURA_GRAPHQL_JWT_SECRET the jwk_url, or the key with its RS256 type; never \
                 a public key with an HS type (st-hasura jwt-secret prints the right value)"
            }
            Self::Signature | Self::Unsigned | Self::OwnKey | Self::NoJwt => {
                "let Hasura verify tokens itself with jwk_url (st-hasura jwt-secret prints the \
                 value); look for a proxy or auth hook that does it in Hasura's place"
            }
        }
    }
}

/// A token to be refused.
#[derive(Clone, Debug)]
pub(crate) struct Forgery {
    /// Stable id, such as `payload-swapped`.
    pub id: String,
    /// What it attacks.
    pub class: Class,
    pub what: String,
    pub token: Secret,
    /// Shell lines that make `$FORGED` from `$TOKEN`.
    pub prelude: Vec<String>,
}

/// What forgeries are made from.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    /// Header as it stands in the token.
    header: String,
    /// Payload as it stands in the token.
    payload: String,
    /// Signature as it stands in the token.
    signature: String,
    /// The payload with the other user's ids in place of this one's, and the shell's way there;
    /// where both have the same, it is only spelled otherwise.
    swapped: String,
    swap: Vec<(String, String)>,
    names_another: bool,
}

impl Original {
    /// Takes the first user's token apart; `None` when it has not three parts.
    pub(crate) fn of(ctx: &Run<'_>) -> Option<Self> {
        let parts: Vec<&str> = ctx.a.token.expose().split('.').collect();
        let [header, payload, signature] = parts.as_slice() else {
            return None;
        };
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        let (swap, names_another) = swap(&text, &ctx.a.ids(), &ctx.b.ids());
        let swapped = replaced(&text, &swap);
        Some(Self {
            header: (*header).to_owned(),
            payload: (*payload).to_owned(),
            signature: (*signature).to_owned(),
            swapped: URL_SAFE_NO_PAD.encode(swapped),
            swap,
            names_another,
        })
    }
}

/// What to replace in a payload by what, so that the text is another one; true where it names
/// another user then. Ids that are the same for both, or are not in the text as they are, change
/// nothing, and what stays as it was signed is no forgery: it is only spelled otherwise then.
fn swap(text: &str, ids: &[String], others: &[String]) -> (Vec<(String, String)>, bool) {
    let pairs = ids.iter().cloned().zip(others.iter().cloned());
    let swap: Vec<(String, String)> = pairs.filter(|(from, to)| from != to).collect();
    if replaced(text, &swap) != text {
        return (swap, true);
    }
    (vec![("{".to_owned(), "{ ".to_owned())], false)
}

fn replaced(text: &str, swap: &[(String, String)]) -> String {
    swap.iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Every forgery that needs nothing from outside. What could not be made, and should have been, is
/// said in the second part.
pub(crate) fn forgeries(ctx: &Run<'_>, original: &Original) -> (Vec<Forgery>, Vec<String>) {
    let mut made = shape::all(original);
    let mut missing = Vec::new();
    match own_key::all(original) {
        Ok(forged) => made.extend(forged),
        Err(reason) => missing.push(reason),
    }
    match &ctx.keys {
        // Where tokens are signed with a shared secret there is no public key to be taken for it.
        _ if ctx.a.decoded.alg().is_some_and(|alg| alg.starts_with("HS")) => {}
        Ok(keys) => match hmac::all(original, keys) {
            forged if forged.is_empty() => {
                missing.push("no public key to misuse as a shared secret".into());
            }
            forged => made.extend(forged),
        },
        Err(reason) => missing.push(format!(
            "the public key as a shared secret was not tried: {reason}"
        )),
    }
    for forgery in &made {
        ctx.app.redactor.learn_secret(&forgery.token);
    }
    (made, missing)
}

fn encode(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forged_payload_is_another_text_and_another_user_where_there_is_one() {
        let text = r#"{"sub":"a","id":"b"}"#;
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let (other, names_another) = swap(text, &ids(&["b", "a"]), &ids(&["c", "d"]));
        assert!(names_another);
        assert_eq!(replaced(text, &other), r#"{"suc":"d","id":"c"}"#);
        for others in [ids(&["b"]), ids(&[])] {
            let (spelled, names_another) = swap(text, &ids(&["b", "a"]), &others);
            assert!(!names_another);
            assert_eq!(replaced(text, &spelled), r#"{ "sub":"a","id":"b"}"#);
        }
    }
}
