//! Errors of tokens and secrets (contracts: hasura §2.2).

use super::*;

#[tokio::test]
async fn a1_a_wrong_admin_secret_is_final() {
    let auth = jwt_mode(&json!({})).await;
    let good = format!("Bearer {}", token(&payload()));
    for name in ["x-hasura-admin-secret", "X-Hasura-Access-Key"] {
        // Neither a good token nor an unauthorized role comes to the rescue.
        let outcome = auth.ask(&[(name, "guess"), ("authorization", &good)]).await;
        assert_refusal(
            outcome,
            401,
            "access-denied",
            "invalid \"x-hasura-admin-secret\"/\"x-hasura-access-key\"",
        );
    }
    let lenient = start(AuthOptions {
        unauthorized_role: Some("anonymous".into()),
        ..options(Value::Null)
    })
    .await;
    assert!(lenient.ask(&[("x-hasura-admin-secret", "")]).await.is_err());
}

#[tokio::test]
async fn a2_admin_secret_mode_wants_the_secret() {
    let auth = start(options(Value::Null)).await;
    assert_refusal(
        auth.ask(&[]).await,
        401,
        "access-denied",
        "\"x-hasura-admin-secret\"/\"x-hasura-access-key\" required, but not found",
    );
}

#[tokio::test]
async fn a3_jwt_mode_wants_a_token() {
    let auth = jwt_mode(&json!({})).await;
    for pairs in [
        &[][..],
        &[("x-hasura-role", "user"), ("x-hasura-user-id", "user-a")],
        &[("x-hasura-role", "admin")],
        // The token is not where the configuration looks.
        &[("cookie", "sAccessToken=abc")],
    ] {
        assert_refusal(
            auth.ask(pairs).await,
            400,
            "invalid-headers",
            "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
        );
    }
}

#[tokio::test]
async fn a4_the_authorization_header_has_two_words() {
    let auth = jwt_mode(&json!({})).await;
    let good = token(&payload());
    for value in [
        format!("bearer {good}"),
        format!("BEARER {good}"),
        good.clone(),
        format!("Bearer {good} more"),
        "Basic dXNlcjpwYXNz".into(),
        "Bearer".into(),
        String::new(),
    ] {
        assert_refusal(
            auth.ask(&[("authorization", &value)]).await,
            400,
            "invalid-headers",
            "Malformed Authorization header",
        );
    }
    let spaced = format!("  Bearer   {good} ");
    assert!(auth.ask(&[("authorization", &spaced)]).await.is_ok());
}

#[tokio::test]
async fn a5_two_tokens_are_one_too_many() {
    let auth = start(options(json!([
        rs256(&json!({})),
        rs256(&json!({"issuer": "https://api.example.test/auth"})),
    ])))
    .await;
    assert_refusal(
        auth.bearer(&token(&payload())).await,
        400,
        "invalid-headers",
        "Could not verify JWT: Multiple JWTs found",
    );
    let one = jwt_mode(&json!({})).await;
    let bearer = format!("Bearer {}", token(&payload()));
    assert_refusal(
        one.ask(&[("authorization", &bearer), ("authorization", &bearer)])
            .await,
        400,
        "invalid-headers",
        "Could not verify JWT: Multiple JWTs found",
    );
}

#[tokio::test]
async fn a6_a_missing_cookie_is_no_token() {
    let auth = jwt_mode(&json!({"header": {"type": "Cookie", "name": "sAccessToken"}})).await;
    for pairs in [
        [("cookie", "sRefreshToken=abc")],
        // Names of cookies know upper and lower case.
        [("cookie", "saccesstoken=abc")],
        [("authorization", "Bearer abc")],
    ] {
        assert_refusal(
            auth.ask(&pairs).await,
            400,
            "invalid-headers",
            "Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
        );
    }
}

/// Refusals of tokens that are signed well: `allowed_skew`, changes to the claims, what follows.
#[tokio::test]
async fn a7_to_a11_times_issuer_and_audience() {
    let now = whole_now();
    let config = json!({"issuer": "https://api.example.test/auth", "audience": ["app", "urn:x:y"]});
    let auth = jwt_mode(&config).await;
    for (changes, reason) in [
        (json!({"exp": now - 1}), "JWTExpired"),
        (json!({"exp": now}), "JWTExpired"),
        (json!({"nbf": now + 30}), "JWTNotYetValid"),
        (json!({"iat": now + 30}), "JWTIssuedAtFuture"),
        (
            json!({"iss": "https://api.example.test/auth/"}),
            "JWTNotInIssuer",
        ),
        (json!({"aud": "other"}), "JWTNotInAudience"),
        (json!({"aud": ["other", "another"]}), "JWTNotInAudience"),
        // The first of several faults is the one that is named.
        (
            json!({"exp": now - 1, "iat": now + 30, "aud": "other"}),
            "JWTExpired",
        ),
        (
            json!({"nbf": now + 30, "iat": now + 30}),
            "JWTIssuedAtFuture",
        ),
        (json!({"nbf": now + 30, "aud": "other"}), "JWTNotYetValid"),
    ] {
        assert_refusal(
            auth.bearer(&token(&payload_with(&changes))).await,
            400,
            "invalid-jwt",
            &format!("Could not verify JWT: {reason}"),
        );
    }
    // An expired token that is badly signed is badly signed.
    let forged = token_by(
        other_rsa(),
        &json!({"alg": "RS256"}),
        &payload_with(&json!({"exp": 1})),
    );
    assert_refusal(
        auth.bearer(&forged).await,
        400,
        "invalid-jwt",
        "Could not verify JWT: JWSError JWSInvalidSignature",
    );
}

#[tokio::test]
async fn a12_signatures_that_do_not_hold() {
    let auth = jwt_mode(&json!({})).await;
    let good = token(&payload());
    let (head, signature) = good.rsplit_once('.').unwrap();
    let mut flipped = URL_SAFE_NO_PAD.decode(signature).unwrap();
    flipped[7] ^= 1;
    let mut swapped = payload();
    swapped[HASURA]["x-hasura-user-id"] = json!("user-b");
    let own_key = json!({"alg": "RS256", "jwk": jwk_of(other_rsa(), "own"), "kid": "own"});
    for forged in [
        with_signature(head, &flipped),
        format!("{head}."),
        format!(
            "{}.{signature}",
            unsigned(&json!({"alg": "RS256", "typ": "JWT"}), &swapped)
        ),
        token_by(other_rsa(), &json!({"alg": "RS256"}), &payload()),
        token_by(other_rsa(), &own_key, &payload()),
        hs256(pem_of(rsa()).as_bytes(), &payload()),
        with_signature(&unsigned(&json!({"alg": "ES256"}), &payload()), &[1; 64]),
    ] {
        assert_refusal(
            auth.bearer(&forged).await,
            400,
            "invalid-jwt",
            "Could not verify JWT: JWSError JWSInvalidSignature",
        );
    }
}

#[tokio::test]
async fn a13_none_is_no_algorithm() {
    let auth = jwt_mode(&json!({})).await;
    for signature in ["", "AAAA"] {
        let unsigned = unsigned(&json!({"alg": "none"}), &payload());
        assert_refusal(
            auth.bearer(&format!("{unsigned}.{signature}")).await,
            400,
            "invalid-jwt",
            "Could not verify JWT: JWSError JWSNoSignatures",
        );
    }
    let spelled = unsigned(&json!({"alg": "None"}), &payload());
    let error = auth.bearer(&format!("{spelled}.")).await.unwrap_err();
    assert!(
        error.message.starts_with(
            "Could not verify JWT: JWSError (JSONDecodeError \"unrecognised value; expected: ["
        ),
        "{}",
        error.message
    );
}

#[tokio::test]
async fn a14_an_empty_key_set_has_no_usable_keys() {
    let set = jwks::Served::start(json!({"keys": []}), "max-age=60").await;
    let auth = start(options(json!({"jwk_url": set.url}))).await;
    assert_refusal(
        auth.bearer(&token(&payload())).await,
        400,
        "invalid-jwt",
        "Could not verify JWT: JWSError NoUsableKeys",
    );
}

#[tokio::test]
async fn a15_a_token_has_three_parts() {
    let auth = jwt_mode(&json!({})).await;
    let good = token(&payload());
    let (two, _) = good.rsplit_once('.').unwrap();
    for (text, parts) in [("undefined", 1), (two, 2), ("a.b.c.d.e", 5), ("a.b.c.d", 4)] {
        assert_refusal(
            auth.bearer(text).await,
            400,
            "invalid-jwt",
            &format!(
                "Could not verify JWT: JWSError (CompactDecodeError Invalid number of parts: \
                 Expected 3 parts; got {parts})"
            ),
        );
    }
}

#[tokio::test]
async fn a16_headers_are_json_with_a_known_algorithm() {
    let auth = jwt_mode(&json!({})).await;
    let good = token(&payload());
    let mut parts: Vec<&str> = good.split('.').collect();
    let garbage = URL_SAFE_NO_PAD.encode("garbage");
    parts[0] = &garbage;
    for text in [
        parts.join("."),
        format!("{}.AAAA", unsigned(&json!({"alg": "RS999"}), &payload())),
        format!("{}.AAAA", unsigned(&json!({"alg": 7}), &payload())),
        format!("{}.AAAA", unsigned(&json!({"typ": "JWT"}), &payload())),
        "%%%.%%%.%%%".into(),
    ] {
        let error = auth.bearer(&text).await.unwrap_err();
        assert_eq!((error.status.as_u16(), error.code), (400, "invalid-jwt"));
        let start = "Could not verify JWT: JWSError (JSONDecodeError \"";
        assert!(
            error.message.starts_with(start) && error.message.ends_with("\")"),
            "{}",
            error.message
        );
    }
}

#[tokio::test]
async fn a17_registered_claims_are_decoded_before_the_signature_counts() {
    let auth = jwt_mode(&json!({})).await;
    for (changes, reason) in [
        (
            json!({"aud": "foo: bar"}),
            "Error in $.aud: failed to parse StringOrURI",
        ),
        (
            json!({"aud": ["ok", ":x"]}),
            "Error in $.aud[1]: failed to parse StringOrURI",
        ),
        (
            json!({"iss": "foo: bar"}),
            "Error in $.iss: failed to parse StringOrURI",
        ),
        (
            json!({"sub": "foo: bar"}),
            "Error in $.sub: failed to parse StringOrURI",
        ),
        (
            json!({"exp": "soon"}),
            "Error in $.exp: parsing NumericDate failed, expected Number, but encountered String",
        ),
    ] {
        let payload = payload_with(&changes);
        for text in [
            token(&payload),
            token_by(other_rsa(), &json!({"alg": "RS256"}), &payload),
        ] {
            assert_refusal(
                auth.bearer(&text).await,
                400,
                "invalid-jwt",
                &format!("Could not verify JWT: JWTClaimsSetDecodeError \"{reason}\""),
            );
        }
    }
    let header = URL_SAFE_NO_PAD.encode(json!({"alg": "RS256"}).to_string());
    let garbage = format!("{header}.{}.AAAA", URL_SAFE_NO_PAD.encode("garbage"));
    assert_refusal(
        auth.bearer(&garbage).await,
        400,
        "invalid-jwt",
        "Could not verify JWT: JWTClaimsSetDecodeError \"Unexpected \\\"garbage\\\", expecting \
         JSON value\"",
    );
}
