//! `users list`.

use crate::app::App;
use crate::cli::UsersListArgs;
use crate::error::{Error, Result};
use crate::supertokens::core::{CoreUser, UserList};
use crate::verify::throw_away;

/// Who is there.
#[derive(Debug)]
pub(crate) struct Listing {
    /// The core that was asked.
    pub core: String,
    pub list: UserList,
}

/// `users list`.
pub(crate) async fn list(app: &App, args: &UsersListArgs) -> Result<Listing> {
    let core = super::own_core(app)?;
    let mut terms = args
        .email
        .iter()
        .map(|term| checked(term))
        .collect::<Result<Vec<_>>>()?;
    // Whoever is thrown away has an address that begins so; then the core need not send others.
    if args.throw_away && terms.is_empty() {
        terms.push(throw_away::PREFIX.to_owned());
    }
    let keep = |user: &CoreUser| !args.throw_away || throw_away::is_throw_away(user);
    let limit = usize::try_from(args.limit).unwrap_or(usize::MAX);
    let list = core.list(&terms, keep, limit).await?;
    Ok(Listing {
        core: core.shown(),
        list,
    })
}

/// A term that means something; `@example.com` is how people write a domain.
fn checked(term: &str) -> Result<String> {
    let bare = term.trim().trim_start_matches('@');
    if !bare.contains(char::is_alphanumeric) || bare.contains([';', '*', '%']) {
        return Err(Error::usage(
            format!("--email \"{term}\" is no beginning of an address or a domain"),
            "for example --email ada@ or --email example.com; there are no wildcards, and without \
             --email everybody is listed",
        ));
    }
    Ok(bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn terms_are_beginnings() {
        assert_eq!(checked("ada@").unwrap(), "ada@");
        assert_eq!(checked(" @example.com").unwrap(), "example.com");
        for bad in ["", " ", "*", "%", "a*", "@", "a;b", "..."] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
