//! J021 and J022: the key set as it is served (contracts: hasura §1.8). The caller fetches it.

use ::url::Url;
use serde_json::{Map, Value};

use crate::error::Error;
use crate::jwt::{Caching, KeySet, Lifetime, Refresh};
use crate::text::{span, visible};

use super::{Finding, url};

/// A dynamic key's life by default, in seconds (contracts: supertokens §3.4): whoever reads the
/// set less often than that misses a key.
const ROTATION: i64 = 7 * 24 * 3600;

const AT: &str = "jwk_url";

/// The URL of a secret's key set, when it has one that can be asked.
pub(crate) fn jwk_url(secret: &Map<String, Value>) -> Option<Url> {
    url::parse(secret.get(AT)?.as_str()?)
}

/// J021: the set could not be fetched, or what came is not a key set.
pub(crate) fn unreadable(error: &Error) -> Finding {
    Finding::error(
        "J021",
        AT,
        format!("asked from this machine: {}", visible(&error.to_string())),
        error
            .hint()
            .unwrap_or_else(|| "Hasura does not start while its key set cannot be read".into()),
    )
}

/// J021 and J022 for a set and what its headers say.
pub(crate) fn served(set: &KeySet, caching: &Caching) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(refusal) = set.refusal() {
        findings.push(Finding::error(
            "J021",
            AT,
            format!("Hasura refuses the whole key set: {}", visible(&refusal)),
            "st-hasura jwks shows every key; one bad key spoils the set",
        ));
    } else if set.usable().next().is_none() {
        findings.push(Finding::error(
            "J021",
            AT,
            "the key set holds no key that can verify (NoUsableKeys)",
            "is it the right URL? SuperTokens' is <auth API>/jwt/jwks.json",
        ));
    }
    findings.extend(refresh(set, caching));
    findings
}

/// J022: Hasura reads the set again before its keys have changed.
fn refresh(set: &KeySet, caching: &Caching) -> Option<Finding> {
    let rotates = set
        .keys
        .iter()
        .any(|key| matches!(key.lifetime(), Lifetime::Dynamic(_)));
    let problem = match caching.refresh {
        Refresh::Never => "no Cache-Control or Expires says how long the keys are good, so Hasura \
                           never reads them again: after a change of keys it refuses new tokens \
                           until it is restarted"
            .to_owned(),
        Refresh::After(seconds) if rotates && seconds > ROTATION => format!(
            "Hasura keeps the keys for {}, longer than a dynamic key lives by default (7 d)",
            span(seconds)
        ),
        Refresh::Unreadable => {
            "the cache headers cannot be read, so Hasura asks for the keys every second".to_owned()
        }
        Refresh::After(_) | Refresh::AtOnce => return None,
    };
    Some(Finding::warning(
        "J022",
        AT,
        problem,
        "let the key set's path keep the Cache-Control of the SDK (Node 15.1 and later send one)",
    ))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use serde_json::{Value, json};

    use super::super::Severity;
    use super::*;
    use crate::jwt::testing::SIGNERS;

    fn ids(
        keys: &[Value],
        headers: &[(&'static str, &'static str)],
    ) -> Vec<(&'static str, Severity)> {
        let set = KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap();
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        served(&set, &Caching::read(&map, 1.0))
            .into_iter()
            .map(|finding| (finding.id, finding.severity))
            .collect()
    }

    const FRESH: (&str, &str) = ("cache-control", "max-age=60, must-revalidate");

    #[test]
    fn j021_the_set() {
        let good = SIGNERS[0].jwk();
        assert_eq!(ids(std::slice::from_ref(&good), &[FRESH]), []);
        let error = [("J021", Severity::Error)];
        assert_eq!(ids(&[], &[FRESH]), error);
        for (name, value) in [
            ("alg", json!("RS999")),
            ("use", json!(7)),
            ("n", json!("AAEC")),
        ] {
            let mut bad = good.clone();
            bad[name] = value;
            assert_eq!(ids(&[good.clone(), bad], &[FRESH]), error, "{name}");
        }
    }

    #[test]
    fn j022_the_headers() {
        let (dynamic, other) = (SIGNERS[0].jwk(), SIGNERS[1].jwk());
        let warning = [("J022", Severity::Warning)];
        assert_eq!(ids(std::slice::from_ref(&dynamic), &[]), warning);
        assert_eq!(
            ids(
                std::slice::from_ref(&dynamic),
                &[("cache-control", "max-age=soon")]
            ),
            warning
        );
        assert_eq!(
            ids(
                std::slice::from_ref(&dynamic),
                &[("cache-control", "max-age=604801")]
            ),
            warning
        );
        assert_eq!(ids(&[dynamic], &[("cache-control", "max-age=604800")]), []);
        assert_eq!(ids(&[other], &[("cache-control", "max-age=604801")]), []);
    }
}
