//! Whether Hasura, from where it runs, reaches the key set.

use super::shown;
use crate::doctor::compose::Beside;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;

pub(in crate::doctor) fn check(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let beside = Beside::find(app);
    let troubles = beside.as_ref().map(|beside| beside.troubles(app));
    let troubles = troubles.unwrap_or_default();
    if patient.accepted {
        let seen = Seen::pass("Hasura takes a token of these keys, so it has them");
        return troubles.into_iter().fold(seen, |seen, trouble| {
            seen.warn(
                format!("{}: it would not start so anew", trouble.what),
                trouble.remedy,
            )
        });
    }
    let Ok(url) = app.config.require_jwks_url() else {
        return Seen::skip("no key set is configured");
    };
    let shown = shown(&url);
    let mut seen = match (&beside, Obstacle::of(&url)) {
        // Where the file says how they are connected, nothing has to be guessed.
        (Some(beside), _) if beside.names_the_url() => {
            Seen::pass(format!("{shown} here; {}", beside.sentence()))
        }
        (Some(beside), Some(obstacle)) => {
            let remedy = beside.url_for_hasura(app).map_or_else(
                || obstacle.remedy().to_owned(),
                |url| format!("in {}, jwk_url is {url}", beside.file()),
            );
            Seen::pass(shown).warn(obstacle.meaning(), remedy)
        }
        (None, Some(obstacle)) => Seen::pass(shown).warn(obstacle.meaning(), obstacle.remedy()),
        (_, None) => Seen::pass(format!("nothing speaks against {shown}")),
    };
    for trouble in troubles {
        seen = if trouble.is_certain {
            let seen = seen
                .broken(trouble.what, trouble.remedy)
                .code("engine.jwks_unreachable");
            match trouble.command {
                Some(command) if seen.command.is_none() => seen.command(command),
                _ => seen,
            }
        } else {
            seen.warn(trouble.what, trouble.remedy)
        };
    }
    if url.scheme() == "https" && app.config.sources.contains_key("cacert") {
        seen = seen.warn(
            "its certificate is one that only --cacert vouches for here: Hasura has to trust that \
             authority too, or ends with a TLS error when it fetches the keys",
            "mount the authority's certificate as a .crt file below /etc/ssl/certs in Hasura's \
             container, or write the key itself with st-hasura jwt-secret --inline-key",
        );
    }
    seen
}
