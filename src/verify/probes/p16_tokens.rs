//! P16: a token that was changed, forged, unsigned or outlived is refused, and so is a good token
//! where it does not belong.
//!
//! ## What is tried
//!
//! From the first user's token others are made that must all be refused: with other claims and the
//! old signature, without a signature, signed with a key that is not in the key set, signed with
//! the public key as if it were a shared secret, malformed, expired. A good token is then sent
//! where it should not work: after `bearer` in lower case, and beside a wrong admin secret. The
//! administrator in the second user's place must see what that user's token shows.
//!
//! ## Why it matters
//!
//! Every permission rests on the token. Who can write one can be anybody, and no filter will
//! notice.
//!
//! ## Example
//!
//! Hasura was started with a shared secret that is public knowledge, or a proxy decodes tokens and
//! does not verify them. A token with another user's id in it is then taken like a true one.
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_JWT_SECRET` to the key set of the SuperTokens core and let nothing else
//! verify tokens. Each finding says which forgery was taken and what lets it pass.

// What Hasura checks of a token (contracts: hasura §2.6). The wrong secret beside a good token is
// P18 in contracts: hasura §10.1.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlAnswer;
use crate::secret::Secret;
use crate::verify::asking::{Reception, control_query, receive};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};
use crate::verify::pool;
use crate::verify::tamper::{self, Class, Expired, Forgery, Original};

pub(in crate::verify) const META: Meta = Meta {
    id: "P16",
    title: "tampered, forged, unsigned and expired tokens are refused",
    why: "every permission rests on the token; who can write one can be anybody",
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe {
    meta: META,
    prepare: |ctx| Box::pin(ctx.short_lived.begin(ctx)),
    run: |ctx| Box::pin(check(ctx)),
};
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let request = control_query(ctx);
    if let Reception::Refused(words) = receive(ctx, &ctx.a.caller(), &request).await? {
        return Ok(ProbeResult::not_possible(format!(
            "even the true token is refused: {words}"
        )));
    }
    let Some(original) = Original::of(ctx) else {
        return Ok(ProbeResult::not_possible(
            "the token has not three parts to tamper with",
        ));
    };
    let (forged, mut missing) = tamper::forgeries(ctx, &original);
    let count = forged.len();
    let tried = pool::each(forged, ctx.width, |forgery| async move {
        let caller = as_forged(&forgery);
        let reception = receive(ctx, &caller, &control_query(ctx)).await?;
        Ok::<_, crate::error::Error>((forgery, reception))
    })
    .await;
    let mut taken: BTreeMap<Class, Vec<Taken>> = BTreeMap::new();
    for outcome in tried {
        let (forgery, reception) = outcome?;
        if let Reception::Taken(answer) = reception {
            taken.entry(forgery.class).or_default().push(Taken {
                forgery,
                answer: Some(answer),
            });
        }
    }
    match tamper::expired(ctx, &ctx.short_lived).await? {
        Expired::Refused => {}
        Expired::Taken(forgery) => taken.entry(Class::Expired).or_default().push(Taken {
            forgery: *forgery,
            answer: None,
        }),
        Expired::NotTried(reason) => missing.push(reason),
    }
    let mut findings: Vec<Finding> = taken
        .into_iter()
        .map(|(class, taken)| accepted(ctx, class, &taken))
        .collect();
    findings.extend(misplaced(ctx).await?);
    let mut result = ProbeResult::of(findings).notes(vec![format!("{count} forgeries tried")]);
    if !missing.is_empty() {
        result = result.incomplete(missing.join("; "));
    }
    Ok(result)
}

struct Taken {
    forgery: Forgery,
    answer: Option<GraphQlAnswer>,
}

fn as_forged(forgery: &Forgery) -> Caller {
    Caller::bearer(forgery.token.clone(), "FORGED").prelude(&forgery.prelude)
}

fn accepted(ctx: &Context<'_>, class: Class, taken: &[Taken]) -> Finding {
    let what: Vec<&str> = taken
        .iter()
        .map(|taken| taken.forgery.what.as_str())
        .collect();
    let ids: Vec<&str> = taken
        .iter()
        .map(|taken| taken.forgery.id.as_str())
        .collect();
    let answer = taken.iter().find_map(|taken| taken.answer.as_ref());
    let request = taken.first().map_or_else(String::new, |taken| {
        ctx.show(&as_forged(&taken.forgery), &control_query(ctx))
    });
    META.live(Severity::Critical)
        .part(class.id())
        .asked_as(ctx.a.role())
        .why(class.why())
        .told(Details {
            summary: format!("{}: {}", class.summary(), what.join("; ")),
            request,
            evidence: json!({
                "taken": ids,
                "answer": answer.and_then(|answer| answer.data.as_ref()).map(brief),
            }),
            remedy: class.remedy().into(),
        })
}

/// Enough of an answer to show that it is one.
fn brief(data: &Value) -> Value {
    match data {
        Value::Array(items) => items.iter().take(2).map(brief).collect(),
        Value::Object(members) => members
            .iter()
            .take(6)
            .map(|(name, value)| (name.clone(), brief(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

/// Good credentials where they should not work.
async fn misplaced(ctx: &Context<'_>) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    findings.extend(lower_case_bearer(ctx).await?);
    findings.extend(wrong_admin_secret(ctx).await?);
    findings.extend(impersonation(ctx).await?);
    Ok(findings)
}

/// The administrator in the second user's place sees what that user sees: token and headers lead
/// to the same session.
async fn impersonation(ctx: &Context<'_>) -> Result<Option<Finding>> {
    let Some(admin) = &ctx.admin else {
        return Ok(None);
    };
    let request = control_query(ctx);
    let caller = ctx.b.impersonated(&admin.secret);
    let posed = ctx.ask(&caller, &request).await?;
    let own = ctx.ask(&ctx.b.caller(), &request).await?;
    if posed.data == own.data {
        return Ok(None);
    }
    Ok(Some(
        META.live(Severity::Info)
            .part("impersonation")
            .asked_as(ctx.b.role())
            .why(
                "Hasura reads other session variables from the token than \
                         the ones in its claims",
            )
            .told(Details {
                summary: format!(
                    "the administrator with the session variables of {} gets \
                         another answer than their token does",
                    ctx.b.label
                ),
                request: ctx.show(&caller, &request),
                evidence: json!({
                    "with the token": own.data.as_ref().map(brief),
                    "with the admin secret": posed.data.as_ref().map(brief),
                }),
                remedy: "compare claims_map and claims_namespace of \
                         HASURA_GRAPHQL_JWT_SECRET with the token"
                    .into(),
            }),
    ))
}

/// Hasura wants `Bearer` with a capital B; something laxer answers in its place.
async fn lower_case_bearer(ctx: &Context<'_>) -> Result<Option<Finding>> {
    let value = Secret::new(format!("bearer {}", ctx.a.token.expose()));
    let caller = Caller::authorization(value, "bearer $TOKEN");
    let request = control_query(ctx);
    let Reception::Taken(_) = receive(ctx, &caller, &request).await? else {
        return Ok(None);
    };
    Ok(Some(
        META.live(Severity::Info)
            .part("lower-case-bearer")
            .asked_as(ctx.a.role())
            .why("something other than Hasura reads the token, by rules of its own")
            .told(Details {
                summary: "a good token is taken after `bearer` in lower case, which Hasura refuses"
                    .into(),
                request: ctx.show(&caller, &request),
                evidence: json!({}),
                remedy: "find out whether a proxy or an auth hook checks tokens before Hasura"
                    .into(),
            }),
    ))
}

/// The secret is looked at first, and a wrong one is never overlooked.
async fn wrong_admin_secret(ctx: &Context<'_>) -> Result<Option<Finding>> {
    let caller = ctx
        .a
        .caller()
        .wrong_admin_secret("st-hasura-wrong-on-purpose");
    let request = control_query(ctx);
    let Reception::Taken(_) = receive(ctx, &caller, &request).await? else {
        return Ok(None);
    };
    Ok(Some(
        META.live(Severity::High)
            .part("wrong-admin-secret")
            .asked_as(ctx.a.role())
            .why(
                "Hasura compares the secret first; where it does not, none \
                         is set, or something else answers",
            )
            .told(Details {
                summary: "a wrong admin secret beside a good token is overlooked".into(),
                request: ctx.show(&caller, &request),
                evidence: json!({}),
                remedy: "set HASURA_GRAPHQL_ADMIN_SECRET; look for a proxy that \
                         drops the header"
                    .into(),
            }),
    ))
}
