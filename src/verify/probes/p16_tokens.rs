//! P16: a token that was changed, forged, unsigned or outlived is refused, and so is a good token
//! where it does not belong (contracts: hasura §2.6).

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::support::{Reception, control_query, receive};
use super::{Preparing, Probe, Running};
use crate::error::Result;
use crate::hasura::GraphQlAnswer;
use crate::secret::Secret;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Proof, Severity};
use crate::verify::pool;
use crate::verify::tamper::{self, Class, Expired, Forgery, Original};

pub(super) struct Tokens;

impl Probe for Tokens {
    fn id(&self) -> &'static str {
        "P16"
    }

    fn title(&self) -> &'static str {
        "tampered, forged, unsigned and expired tokens are refused"
    }

    fn why(&self) -> &'static str {
        "every permission rests on the token; who can write one can be anybody"
    }

    fn uses_rows(&self) -> bool {
        false
    }

    fn prepare<'a>(&'a self, ctx: &'a Context<'a>) -> Preparing<'a> {
        Box::pin(async {
            ctx.ahead.begin_own_key();
            ctx.ahead.begin_to_expire(ctx).await;
        })
    }

    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a> {
        Box::pin(check(ctx))
    }
}

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
    match tamper::expired(ctx).await? {
        Expired::Refused => {}
        Expired::Taken(forgery) => taken.entry(Class::Expired).or_default().push(Taken {
            forgery: *forgery,
            answer: None,
        }),
        Expired::NotTried(reason) => missing.push(reason),
    }
    let mut findings: Vec<Finding> = taken
        .into_iter()
        .map(|(class, taken)| finding(ctx, class, &taken))
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

fn finding(ctx: &Context<'_>, class: Class, taken: &[Taken]) -> Finding {
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
    Finding {
        id: format!("P16:{}", class.id()),
        severity: Severity::Critical,
        proof: Proof::Live,
        table: None,
        path: None,
        role: Some(ctx.a.role().to_owned()),
        summary: format!("{}: {}", class.summary(), what.join("; ")),
        request,
        evidence: json!({
            "taken": ids,
            "answer": answer.and_then(|answer| answer.data.as_ref()).map(brief),
        }),
        why: class.why().into(),
        remedy: class.remedy().into(),
    }
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
    Ok(Some(Finding {
        id: "P16:impersonation".into(),
        severity: Severity::Info,
        proof: Proof::Live,
        table: None,
        path: None,
        role: Some(ctx.b.role().to_owned()),
        summary: format!(
            "the administrator with the session variables of {} gets another answer than their \
             token does",
            ctx.b.label
        ),
        request: ctx.show(&caller, &request),
        evidence: json!({
            "with the token": own.data.as_ref().map(brief),
            "with the admin secret": posed.data.as_ref().map(brief),
        }),
        why: "Hasura reads other session variables from the token than the ones in its claims"
            .into(),
        remedy: "compare claims_map and claims_namespace of HASURA_GRAPHQL_JWT_SECRET with the \
                 token"
            .into(),
    }))
}

/// Hasura wants `Bearer` with a capital B; something laxer answers in its place.
async fn lower_case_bearer(ctx: &Context<'_>) -> Result<Option<Finding>> {
    let value = Secret::new(format!("bearer {}", ctx.a.token.expose()));
    let caller = Caller::authorization(value, "bearer $TOKEN");
    let request = control_query(ctx);
    let Reception::Taken(_) = receive(ctx, &caller, &request).await? else {
        return Ok(None);
    };
    Ok(Some(Finding {
        id: "P16:lower-case-bearer".into(),
        severity: Severity::Info,
        proof: Proof::Live,
        table: None,
        path: None,
        role: Some(ctx.a.role().to_owned()),
        summary: "a good token is taken after `bearer` in lower case, which Hasura refuses".into(),
        request: ctx.show(&caller, &request),
        evidence: json!({}),
        why: "something other than Hasura reads the token, by rules of its own".into(),
        remedy: "find out whether a proxy or an auth hook checks tokens before Hasura".into(),
    }))
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
    Ok(Some(Finding {
        id: "P16:wrong-admin-secret".into(),
        severity: Severity::High,
        proof: Proof::Live,
        table: None,
        path: None,
        role: Some(ctx.a.role().to_owned()),
        summary: "a wrong admin secret beside a good token is overlooked".into(),
        request: ctx.show(&caller, &request),
        evidence: json!({}),
        why: "Hasura compares the secret first; where it does not, none is set, or something else \
              answers"
            .into(),
        remedy: "set HASURA_GRAPHQL_ADMIN_SECRET; look for a proxy that drops the header".into(),
    }))
}
