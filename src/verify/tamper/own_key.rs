//! Signatures by a key of our own, and headers that would have it fetched or believed.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use super::{Class, Forgery, Original, encode, shell};
use crate::secret::Secret;

/// Nobody listens here, so a key is never fetched from it; an engine that believed the header
/// would fail, not pass, and the embedded key is what shows belief.
const NOWHERE: &str = "http://127.0.0.1:9/jwks.json";

/// A key pair (PKCS #8) that nobody trusts and everybody may know: who takes what it signs would
/// take what any key signs. To make one takes longer than most probes.
const PAIR: &[u8] = include_bytes!("own_key.der");

pub(super) fn all(original: &Original) -> Result<Vec<Forgery>, String> {
    let pair = RsaKeyPair::from_pkcs8(PAIR)
        .map_err(|error| format!("no signature of our own could be made: {error}"))?;
    let public = pair.public_key();
    let jwk = json!({
        "kty": "RSA", "alg": "RS256", "use": "sig",
        "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
        "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
    });
    let kid = original_kid(original);
    let with = |extra: &[(&str, Value)]| {
        let mut header = Map::from_iter([
            ("alg".to_owned(), json!("RS256")),
            ("typ".to_owned(), json!("JWT")),
        ]);
        if let Some(kid) = &kid {
            header.insert("kid".into(), json!(kid));
        }
        header.extend(
            extra
                .iter()
                .map(|(name, value)| ((*name).to_owned(), value.clone())),
        );
        Value::Object(header)
    };
    let headers = [
        (
            "own-key",
            "signed RS256 with a key of our own, under a kid of the key set",
            with(&[]),
        ),
        (
            "own-key-jwk",
            "the same, the key in the header's jwk",
            with(&[("jwk", jwk)]),
        ),
        (
            "own-key-jku",
            "the same, with a jku header",
            with(&[("jku", json!(NOWHERE))]),
        ),
        (
            "own-key-x5u",
            "the same, with an x5u header",
            with(&[("x5u", json!(NOWHERE))]),
        ),
    ];
    headers
        .into_iter()
        .map(|(id, what, header)| forge(original, &pair, id, what, &header))
        .collect()
}

fn original_kid(original: &Original) -> Option<String> {
    let header = URL_SAFE_NO_PAD.decode(&original.header).ok()?;
    let header: Value = serde_json::from_slice(&header).ok()?;
    header.get("kid")?.as_str().map(ToOwned::to_owned)
}

fn forge(
    original: &Original,
    pair: &RsaKeyPair,
    id: &str,
    what: &str,
    header: &Value,
) -> Result<Forgery, String> {
    let input = format!("{}.{}", encode(header), original.swapped);
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(
        &RSA_PKCS1_SHA256,
        &SystemRandom::new(),
        input.as_bytes(),
        &mut signature,
    )
    .map_err(|_| "no signature of our own could be made")?;
    Ok(Forgery {
        id: id.to_owned(),
        class: Class::OwnKey,
        what: what.to_owned(),
        token: Secret::new(format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature))),
        prelude: shell::prelude(&lines(original, header)),
    })
}

/// A fresh key takes the place of the one in the header.
fn lines(original: &Original, header: &Value) -> Vec<String> {
    let mut lines = vec![
        shell::swapped_payload(original),
        "KEY=$(openssl genrsa 2048 2>/dev/null)".into(),
    ];
    if header.get("jwk").is_some() {
        let mut header = header.clone();
        header["jwk"]["n"] = json!("@N@");
        lines.push(
            "N=$(printf '%s\\n' \"$KEY\" | openssl rsa -noout -modulus | cut -d= -f2 | xxd -r -p | b64)"
                .into(),
        );
        lines.push(format!(
            "HEAD=$(printf %s {} | sed \"s|@N@|$N|\" | b64)",
            crate::verify::caller::quoted(&header.to_string())
        ));
    } else {
        lines.push(shell::header(header));
    }
    lines.push("KEYFILE=$(mktemp) && printf '%s\\n' \"$KEY\" > \"$KEYFILE\"".into());
    lines.push(
        "SIG=$(printf %s \"$HEAD.$PAYLOAD\" | openssl dgst -sha256 -sign \"$KEYFILE\" -binary | b64); rm \"$KEYFILE\""
            .into(),
    );
    lines.push("FORGED=\"$HEAD.$PAYLOAD.$SIG\"".into());
    lines
}
