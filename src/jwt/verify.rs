//! Verification by Hasura's rules (contracts: hasura §2.3).
//!
//! Header, claims, `iss`, signature, `exp`, `iat`, `nbf`, `aud`: in that order, and the first thing
//! wrong is what Hasura reports. (`iss` comes before the signature because Hasura looks for the
//! secret of that issuer first, contracts: hasura §1.9.) Every key is tried and `kid` is ignored.
//! Claims that are absent pass, even when an issuer or audience is configured.

use serde_json::Value;

use super::algorithm::Algorithm;
use super::decoded::{Decoded, kind};
use super::keyset::KeySet;
use super::problem::Problem;
use super::string_or_uri::is_string_or_uri;
use super::times::duration;

/// What is demanded of a token; the members of Hasura's JWT secret.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rules {
    /// `issuer`: compared byte for byte.
    pub issuer: Option<String>,
    /// `audience`: one match is enough; empty demands nothing.
    pub audience: Vec<String>,
    /// `allowed_skew`, in seconds.
    pub skew: f64,
    /// The time to judge by, in seconds since the epoch.
    pub now: f64,
}

impl Rules {
    /// No demands but time, with Hasura's default of no skew.
    pub(crate) fn at(now: f64) -> Self {
        Self {
            now,
            ..Self::default()
        }
    }
}

/// Which key a signature holds under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedBy {
    /// The key's name, or its place in the set.
    pub key: String,
    pub algorithm: Algorithm,
}

/// What verification found.
#[derive(Clone, Debug)]
pub(crate) struct Verification {
    /// The key that made the signature, or why none did.
    pub signature: Result<SignedBy, Problem>,
    /// Everything wrong, the signature included, in the order in which Hasura looks; the first
    /// is what it reports. Empty when the token holds.
    pub problems: Vec<Problem>,
}

/// Verifies signature, times, issuer and audience.
pub(crate) fn verify(token: &Decoded, keys: &KeySet, rules: &Rules) -> Verification {
    let signature = signature(token, keys);
    let mut problems: Vec<Problem> = header(token).into_iter().collect();
    problems.extend(shapes(token));
    problems.extend(wrong_issuer(token, rules));
    if let Err(problem) = &signature
        && !problems.iter().any(|known| known.code == problem.code)
    {
        problems.push(problem.clone());
    }
    problems.extend(times(token, rules));
    problems.extend(wrong_audience(token, rules));
    Verification {
        signature,
        problems,
    }
}

/// Everything that [`verify`] finds without keys. A token that passes is *not* verified.
pub(crate) fn check(token: &Decoded, rules: &Rules) -> Vec<Problem> {
    let mut problems: Vec<Problem> = header(token).into_iter().collect();
    problems.extend(shapes(token));
    problems.extend(wrong_issuer(token, rules));
    if token.alg() == Some("none") {
        problems.push(unsigned());
    }
    problems.extend(times(token, rules));
    problems.extend(wrong_audience(token, rules));
    problems
}

/// A16: the header names no algorithm that Hasura knows.
fn header(token: &Decoded) -> Option<Problem> {
    let explanation = match token.header.get("alg") {
        Some(Value::String(name)) if name == "none" || Algorithm::from_name(name).is_some() => {
            return None;
        }
        Some(Value::String(name)) => format!("the header's alg \"{name}\" is unknown"),
        Some(other) => format!("the header's alg is {} where a string belongs", kind(other)),
        None => "the header names no algorithm (alg)".to_owned(),
    };
    Some(Problem::token(
        "jwt.unknown_alg",
        "A16",
        "JWSError (JSONDecodeError \"…\")",
        explanation,
    ))
}

fn unsigned() -> Problem {
    Problem::token(
        "jwt.alg_none",
        "A13",
        "JWSError JWSNoSignatures",
        "alg is none: nobody signed this token, and anybody could have written it",
    )
}

fn signature(token: &Decoded, keys: &KeySet) -> Result<SignedBy, Problem> {
    if token.alg() == Some("none") {
        return Err(unsigned());
    }
    if let Some(problem) = header(token) {
        return Err(problem);
    }
    let Some(algorithm) = token.alg().and_then(Algorithm::from_name) else {
        return Err(unsigned());
    };
    if let Some(reason) = keys.refusal() {
        // Signature or not, Hasura never gets hold of a key.
        return Err(Problem::token(
            "jwt.no_usable_key",
            "A14",
            "JWSError NoUsableKeys",
            format!("Hasura refuses the whole key set because of {reason}"),
        ));
    }
    if keys.usable().next().is_none() {
        return Err(Problem::token(
            "jwt.no_usable_key",
            "A14",
            "JWSError NoUsableKeys",
            "the key set holds no key that can verify",
        ));
    }
    let signer = keys
        .usable()
        .find(|(_, key)| key.holds(algorithm, token.signing_input.as_bytes(), &token.signature));
    match signer {
        Some((entry, _)) => Ok(SignedBy {
            key: entry.label(),
            algorithm,
        }),
        None => Err(bad_signature(token, keys, algorithm)),
    }
}

/// A12, with the likeliest cause.
fn bad_signature(token: &Decoded, keys: &KeySet, algorithm: Algorithm) -> Problem {
    let known = |kid: &str| keys.keys.iter().any(|key| key.kid.as_deref() == Some(kid));
    let fitting = keys
        .usable()
        .any(|(_, key)| key.family == algorithm.family());
    let explanation = if token.signature.is_empty() {
        "the signature is empty".to_owned()
    } else if !fitting {
        format!(
            "{} needs a key of kind {}, and the key set has none",
            algorithm.name(),
            algorithm.family().name()
        )
    } else {
        match token.kid() {
            Some(kid) if known(kid) => format!(
                "the signature is not by the key {kid} that the token names: the token was altered, \
                 or another service has a key of that name"
            ),
            Some(kid) => format!(
                "no key of the set made this signature, and the token's kid {kid} is not in the \
                 set: the token is from another service, or its key was rotated out"
            ),
            None => "no key of the set made this signature".to_owned(),
        }
    };
    Problem::token(
        "jwt.bad_signature",
        "A12",
        "JWSError JWSInvalidSignature",
        explanation,
    )
}

/// A17: registered claims that do not decode.
fn shapes(token: &Decoded) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut complain = |claim: &str, explanation: String| {
        problems.push(Problem::token(
            "jwt.bad_claim",
            "A17",
            format!("JWTClaimsSetDecodeError \"Error in $.{claim}: …\""),
            explanation,
        ));
    };
    for claim in ["iss", "sub"] {
        match token.claims.get(claim) {
            Some(Value::String(text)) if !is_string_or_uri(text) => {
                complain(claim, not_a_uri(claim, text));
            }
            Some(Value::String(_) | Value::Null) | None => {}
            Some(other) => complain(
                claim,
                format!("{claim} is {} where a string belongs", kind(other)),
            ),
        }
    }
    let audiences: Vec<&Value> = match token.claims.get("aud") {
        Some(Value::Array(several)) => several.iter().collect(),
        Some(Value::Null) | None => Vec::new(),
        Some(one) => vec![one],
    };
    for audience in audiences {
        match audience {
            Value::String(text) if is_string_or_uri(text) => {}
            Value::String(text) => complain("aud", not_a_uri("aud", text)),
            other => complain(
                "aud",
                format!("aud holds {} where a string belongs", kind(other)),
            ),
        }
    }
    for claim in ["exp", "nbf", "iat"] {
        match token.claims.get(claim) {
            Some(Value::Number(_) | Value::Null) | None => {}
            Some(other) => complain(
                claim,
                format!(
                    "{claim} is {} where a number of seconds belongs (RFC 7519 §2)",
                    kind(other)
                ),
            ),
        }
    }
    problems
}

fn not_a_uri(claim: &str, text: &str) -> String {
    format!("{claim} \"{text}\" contains a colon but is no absolute URI (RFC 7519 §2)")
}

fn wrong_issuer(token: &Decoded, rules: &Rules) -> Option<Problem> {
    let (wanted, found) = (rules.issuer.as_deref()?, token.iss()?);
    (wanted != found).then(|| {
        Problem::token(
            "jwt.wrong_issuer",
            "A10",
            "JWTNotInIssuer",
            format!(
                "the token's iss is \"{found}\" and \"{wanted}\" is demanded; they are compared \
                 byte for byte"
            ),
        )
    })
}

fn wrong_audience(token: &Decoded, rules: &Rules) -> Option<Problem> {
    let found = token.aud();
    let fits = |aud: &&str| rules.audience.iter().any(|wanted| wanted == aud);
    let refused = !rules.audience.is_empty() && !found.is_empty() && !found.iter().any(fits);
    refused.then(|| {
        Problem::token(
            "jwt.wrong_audience",
            "A11",
            "JWTNotInAudience",
            format!(
                "the token is for {}, and one of {} is demanded",
                found.join(", "),
                rules.audience.join(", ")
            ),
        )
    })
}

fn times(token: &Decoded, rules: &Rules) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(exp) = token.exp()
        && rules.now >= exp + rules.skew
    {
        problems.push(Problem::token(
            "jwt.expired",
            "A7",
            "JWTExpired",
            format!("the token expired {} ago", duration(rules.now - exp)),
        ));
    }
    if let Some(iat) = token.iat()
        && iat > rules.now + rules.skew
    {
        problems.push(Problem::token(
            "jwt.issued_in_future",
            "A9",
            "JWTIssuedAtFuture",
            format!(
                "the token was issued {} in the future: one of the clocks is wrong, or iat is in \
                 milliseconds",
                duration(iat - rules.now)
            ),
        ));
    }
    if let Some(nbf) = token.nbf()
        && nbf > rules.now + rules.skew
    {
        problems.push(Problem::token(
            "jwt.not_yet_valid",
            "A8",
            "JWTNotYetValid",
            format!("the token becomes valid in {}", duration(nbf - rules.now)),
        ));
    }
    problems
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::jwt::testing::{SIGNERS, Signer, claims, part};
    use crate::jwt::{Key, decode};

    const NOW: i64 = 1_800_000_000;

    fn set() -> KeySet {
        let keys: Vec<Value> = SIGNERS.iter().map(Signer::jwk).collect();
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn rules() -> Rules {
        Rules::at(1_800_000_010.0)
    }

    fn rows(token: &str, rules: &Rules) -> Vec<&'static str> {
        let token = decode(token).unwrap();
        let verification = verify(&token, &set(), rules);
        verification
            .problems
            .iter()
            .map(|problem| problem.row)
            .collect()
    }

    #[test]
    fn a_good_token_holds_whatever_kid_it_names() {
        for kid in [json!("s-other"), json!("never-heard-of"), json!(null)] {
            let header = json!({"alg": "RS256", "kid": kid});
            let token = SIGNERS[0].sign_as(&header, &claims(NOW));
            let verification = verify(&decode(&token).unwrap(), &set(), &rules());
            assert!(
                verification.problems.is_empty(),
                "{:?}",
                verification.problems
            );
            assert_eq!(verification.signature.unwrap().key, SIGNERS[0].kid);
        }
    }

    #[test]
    fn times_follow_hasura_to_the_second() {
        let token = SIGNERS[0].sign(&json!({"exp": 100, "iat": 50, "nbf": 60}));
        let at = |now: f64, skew: f64| {
            let rules = Rules {
                skew,
                ..Rules::at(now)
            };
            rows(&token, &rules)
        };
        assert_eq!(at(99.9, 0.0), [""; 0]);
        assert_eq!(at(100.0, 0.0), ["A7"]);
        assert_eq!(at(100.0, 1.0), [""; 0]);
        assert_eq!(at(60.0, 0.0), [""; 0]);
        assert_eq!(at(59.0, 0.0), ["A8"]);
        assert_eq!(at(59.0, 1.0), [""; 0]);
        assert_eq!(at(49.0, 0.0), ["A9", "A8"]);
    }

    #[test]
    fn absent_claims_pass_and_present_ones_are_compared() {
        let rules = Rules {
            issuer: Some("https://a/api".into()),
            audience: vec!["one".into(), "two".into()],
            ..rules()
        };
        assert_eq!(rows(&SIGNERS[0].sign(&json!({})), &rules), [""; 0]);
        let good = json!({"iss": "https://a/api", "aud": ["x", "two"]});
        assert_eq!(rows(&SIGNERS[0].sign(&good), &rules), [""; 0]);
        let bad = json!({"iss": "https://a/api/", "aud": "three"});
        assert_eq!(rows(&SIGNERS[0].sign(&bad), &rules), ["A10", "A11"]);
    }

    #[test]
    fn the_issuer_is_looked_at_before_the_signature() {
        let rules = Rules {
            issuer: Some("x".into()),
            ..Rules::at(1e10)
        };
        let token = SIGNERS[0].sign(&claims(NOW));
        let altered = format!("{}AAAA", &token[..token.len() - 4]);
        assert_eq!(rows(&altered, &rules), ["A10", "A12", "A7"]);
    }

    #[test]
    fn claims_that_do_not_decode_come_before_the_signature() {
        let bad = json!({"exp": "1", "aud": ["x: y"], "sub": 5, "iss": ":"});
        let token = SIGNERS[0].sign(&bad);
        let altered = format!("{}AAAA", &token[..token.len() - 4]);
        assert_eq!(
            rows(&altered, &rules()),
            ["A17", "A17", "A17", "A17", "A12"]
        );
    }

    #[test]
    fn unsigned_and_unknown_algorithms_never_verify() {
        let body = part(&claims(NOW));
        for (alg, row) in [
            ("none", "A13"),
            ("None", "A16"),
            ("RSA", "A16"),
            ("rs256", "A16"),
        ] {
            let token = format!("{}.{body}.", part(&json!({ "alg": alg })));
            assert_eq!(rows(&token, &rules()), [row], "{alg}");
        }
        let token = format!("{}.{body}.", part(&json!({"typ": "JWT"})));
        assert_eq!(rows(&token, &rules()), ["A16"]);
    }

    #[test]
    fn a_public_key_is_no_shared_secret() {
        let pem = set().usable().next().unwrap().1.to_pem().unwrap();
        let secret = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, pem.as_bytes());
        let input = format!("{}.{}", part(&json!({"alg": "HS256"})), part(&claims(NOW)));
        let tag = aws_lc_rs::hmac::sign(&secret, input.as_bytes());
        let tag = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(tag.as_ref());
        let token = format!("{input}.{tag}");
        assert_eq!(rows(&token, &rules()), ["A12"]);
        let forged = KeySet::single(Key::hmac(pem.as_bytes()));
        let verification = verify(&decode(&token).unwrap(), &forged, &rules());
        assert!(
            verification.problems.is_empty(),
            "the forgery itself is well made"
        );
    }

    #[test]
    fn one_bad_key_spoils_the_set() {
        let keys = json!({"keys": [SIGNERS[0].jwk(), {"kty": "RSA", "n": "AAAA", "e": "AQAB"}]});
        let set = KeySet::parse(keys.to_string().as_bytes()).unwrap();
        let token = decode(&SIGNERS[0].sign(&claims(NOW))).unwrap();
        let verification = verify(&token, &set, &rules());
        assert_eq!(verification.problems[0].code, "jwt.no_usable_key");
        let empty = verify(&token, &KeySet::default(), &rules());
        assert_eq!(empty.problems[0].row, "A14");
    }

    proptest! {
        #[test]
        fn no_altered_token_verifies(at in 0_usize..1200, replacement in "[A-Za-z0-9_.=-]") {
            let token = SIGNERS[0].sign(&claims(NOW));
            let at = at % token.len();
            prop_assume!(token[at..=at] != replacement);
            let altered = format!("{}{replacement}{}", &token[..at], &token[at + 1..]);
            if let Ok(decoded) = decode(&altered) {
                prop_assert!(!verify(&decoded, &set(), &rules()).problems.is_empty());
            }
        }
    }
}
