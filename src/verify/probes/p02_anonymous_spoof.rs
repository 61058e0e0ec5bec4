//! P02: without a token, headers that name a user give nothing of that user's.
//!
//! ## What is tried
//!
//! Each table that a user lists, or that is offered without a token, is asked for without a token
//! and with the user's session variables as headers (`x-hasura-user-id` and the others), with and
//! without `x-hasura-role`. None of the user's own rows may come back, and no row at all that does
//! not come without the headers: rows are told by whatever columns come. With an admin secret the filters of the role for requests
//! without a token are read as well: one that compares with a session variable is told even where
//! no row came back, and so is a permission to insert that writes or checks one.
//!
//! ## Why it matters
//!
//! Hasura takes session variables from headers when there is no token. A filter such as `user_id =
//! X-Hasura-User-Id` protects nothing in the role for requests without a token: the caller chooses
//! who to be.
//!
//! ## Example
//!
//! The role `public` has the filter `{"user_id": {"_eq": "X-Hasura-User-Id"}}` on `notes`. This
//! shows the notes of user 7:
//!
//! ```text
//! curl https://api.example.com/v1/graphql -H "x-hasura-user-id: 7" -d '{"query": "{ notes { id } }"}'
//! ```
//!
//! ## How to close it
//!
//! Set `HASURA_GRAPHQL_ADMIN_SECRET`. In the role that `HASURA_GRAPHQL_UNAUTHORIZED_ROLE` names use
//! no `X-Hasura-` variable in any permission, or name no such role at all.

// Where session variables come from without a token: contracts: hasura §2.0.

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::metadata::{Metadata, TrackedTable, WritePermission};
use crate::hasura::{GraphQlRequest, introspection};
use crate::operation::Operation;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{Open, Reception, list_open, list_request, receive, show_keys};
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::discovery;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Meta};
use crate::verify::model::{Model, RoleTable, RootField};
use crate::verify::pool;
use crate::verify::recognise::recognise;
use crate::verify::rows::{Key, Row};
use crate::verify::rules::header_filters;

pub(in crate::verify) const META: Meta = Meta {
    id: "P02",
    title: "without a token, headers that name a user give nothing",
    why: "anybody can send x-hasura-user-id; where it is believed, everybody is everybody",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let open = offered(ctx).await?;
    let mut findings = Vec::new();
    let mut untold = Vec::new();
    let cases: Vec<_> = Who::BOTH
        .into_iter()
        .flat_map(|who| {
            let targets = targets(ctx, facts, open.as_ref(), who);
            targets.into_iter().map(move |target| (who, target))
        })
        .collect();
    let tried = cases.len();
    let mut open_to = Vec::new();
    for who in Who::BOTH {
        open_to.push((who, callers(ctx, who).await?));
    }
    let came = pool::each(cases, ctx.width, |(who, target)| {
        let callers = open_to.iter().find(|(one, _)| *one == who);
        let callers = callers.map_or(&[][..], |(_, callers)| callers.as_slice());
        spoof(ctx, who, callers, target)
    })
    .await;
    for came in came
        .into_iter()
        .collect::<Result<Vec<_>>>()?
        .into_iter()
        .flatten()
    {
        match came {
            Came::Nothing => {}
            Came::Untold(reason) => untold.push(reason),
            Came::Rows(finding) => findings.push(*finding),
        }
    }
    let read = headers_decide(ctx, facts, open.as_ref(), &findings);
    let turned_away = open_to.iter().all(|(_, callers)| callers.is_empty());
    if tried == 0 && read.is_none() && !turned_away {
        return Ok(ProbeResult::not_possible(
            "neither user has rows that could come back",
        ));
    }
    findings.extend(read.unwrap_or_default());
    untold.dedup();
    let result = ProbeResult::of(findings);
    if untold.is_empty() {
        return Ok(result);
    }
    Ok(result.incomplete(untold.join("; ")))
}

/// Names a user in headers, with and without their role, at one table.
async fn spoof<'a>(
    ctx: &'a Context<'_>,
    who: Who,
    callers: &'a [Caller],
    (table, view, field): (&'a TableFacts, &'a RoleTable, &'a RootField),
) -> Result<Vec<Came>> {
    let mut all = Vec::new();
    for caller in callers {
        let spoof = Spoof {
            ctx,
            who,
            caller,
            table,
            field,
        };
        all.push(spoof.reach(view).await?);
        if matches!(all.last(), Some(Came::Rows(_))) {
            break;
        }
    }
    Ok(all)
}

/// Requests without a token, but with every session variable of the user as a header: in the
/// user's role, and in the one that such requests have. Whoever is turned away whatever they ask
/// need not ask for every table.
async fn callers(ctx: &Context<'_>, who: Who) -> Result<Vec<Caller>> {
    let actor = ctx.actor(who);
    let naming = Caller::anonymous().naming(&actor.claims.session);
    let mut callers = Vec::new();
    for caller in [naming.clone().role(actor.role()), naming] {
        let request = GraphQlRequest::new("{ __typename }");
        if matches!(receive(ctx, &caller, &request).await?, Reception::Taken(_)) {
            callers.push(caller);
        }
    }
    Ok(callers)
}

/// What is offered without credentials; `None` where the schema is not told.
async fn offered(ctx: &Context<'_>) -> Result<Option<Model>> {
    let request = GraphQlRequest::new(introspection::QUERY);
    let Reception::Taken(answer) = receive(ctx, &Caller::anonymous(), &request).await? else {
        return Ok(None);
    };
    let schema = answer
        .data
        .as_ref()
        .and_then(|data| introspection::read(data).ok());
    Ok(schema.map(|schema| discovery::model(&schema)))
}

/// Tables in which the user has rows that could come back, by the list that is offered without
/// credentials, else by their own.
fn targets<'a>(
    ctx: &'a Context<'_>,
    facts: &'a Facts,
    open: Option<&'a Model>,
    who: Who,
) -> Vec<(&'a TableFacts, &'a RoleTable, &'a RootField)> {
    let owns = |table: &&TableFacts| {
        let mut keys = table.all_keys().into_iter();
        keys.any(|key| is_theirs(table, who, key))
    };
    facts
        .tables
        .iter()
        .filter(owns)
        .filter_map(|table| {
            let name = &table.type_name;
            let listed = |model: &'a Model| {
                let view = model.table(name)?;
                Some((table, view, view.list.as_ref()?))
            };
            open.and_then(listed)
                .or_else(|| listed(&ctx.actor(who).model))
        })
        .collect()
}

/// True for a row of the user's own that does not say that it is public.
fn is_theirs(table: &TableFacts, who: Who, key: &Key) -> bool {
    !table.shared && table.is_own(who, key) && !table.declared_public(key)
}

/// The filters of the role for requests without a token that read headers, where no row of these
/// users came back to show it; `None` where it is not known which role that is.
fn headers_decide(
    ctx: &Context<'_>,
    facts: &Facts,
    open: Option<&Model>,
    live: &[Finding],
) -> Option<Vec<Finding>> {
    let (admin, model) = (ctx.admin.as_ref()?, open?);
    let metadata = &admin.export()?.metadata;
    if facts.strangers.is_empty() {
        return None;
    }
    let caller = Caller::anonymous();
    let mut findings = Vec::new();
    for role in &facts.strangers {
        for (table, filter) in header_filters::of_role(metadata, role) {
            let name = table.table.qualified();
            if live
                .iter()
                .any(|finding| finding.table.as_ref() == Some(&name))
            {
                continue;
            }
            let field = model
                .listed()
                .find_map(|(listed, field)| (listed.name() == name).then_some((listed, field)));
            let request = field.map_or_else(
                || GraphQlRequest::new("{ __typename }"),
                |(listed, field)| list_request(ctx, field, &listed.column_names(), &[]),
            );
            findings.push(
                META.by_reading(Severity::Medium)
                    .fault(Fault::of_strangers(&name))
                    .table(name)
                    .part("filter")
                    .role(role)
                    .told(Details {
                        summary: format!(
                            "requests without a token get what role {role} gets, and \
                         its filter reads headers that anybody can send; no row \
                         came back to show it"
                        ),
                        request: ctx.show(&caller, &request),
                        evidence: json!({ "permission": filter }),
                        remedy: format!(
                            "let no filter of role {role} use a session variable, or \
                         set no HASURA_GRAPHQL_UNAUTHORIZED_ROLE"
                        ),
                    }),
            );
        }
        findings.extend(inserts(ctx, metadata, role));
    }
    Some(findings)
}

/// Rows that are made in the name that a header gives: what changes or deletes those of users is
/// told of by [`super::p01_anonymous`].
fn inserts(ctx: &Context<'_>, metadata: &Metadata, role: &str) -> Vec<Finding> {
    let all = header_filters::inserts_of_role(metadata, role).into_iter();
    let request = ctx.show(
        &Caller::anonymous(),
        &GraphQlRequest::new(introspection::QUERY),
    );
    let told = |(table, rule): (&TrackedTable, &WritePermission)| {
        let draft = META
            .by_reading(Severity::High)
            .table(table.table.qualified())
            .way(Operation::Insert.word())
            .role(role);
        draft.told(Details {
            summary: format!(
                "requests without a token may insert what role {role} may, and its permission \
                 takes session variables from headers that anybody can send"
            ),
            request: request.clone(),
            evidence: json!({ "check": rule.check, "set": rule.set }),
            remedy: format!(
                "let no permission of role {role} use a session variable: leave the owner's column \
                 out, or set no HASURA_GRAPHQL_UNAUTHORIZED_ROLE"
            ),
        })
    };
    all.map(told).collect()
}

/// A request without a token that names a user in headers, at one table.
struct Spoof<'a> {
    ctx: &'a Context<'a>,
    who: Who,
    caller: &'a Caller,
    table: &'a TableFacts,
    field: &'a RootField,
}

/// What it brought.
enum Came {
    Nothing,
    /// Rows that could be the user's, or could be anybody's.
    Untold(String),
    Rows(Box<Finding>),
}

impl Spoof<'_> {
    async fn reach(&self, view: &RoleTable) -> Result<Came> {
        let Spoof {
            ctx, table, who, ..
        } = self;
        let columns = view.column_names();
        let Open::Rows(request, rows) = list_open(ctx, self.caller, self.field, &columns).await?
        else {
            return Ok(Came::Nothing);
        };
        if rows.is_empty() || table.shared {
            return Ok(Came::Nothing);
        }
        let mut without = self.without_headers(&columns).await?;
        if rows.iter().any(|row| !without.contains(row)) {
            // A row that was written in the meantime is there now.
            without.extend(self.without_headers(&columns).await?);
        }
        let gained: Vec<&Row> = rows.iter().filter(|row| !without.contains(row)).collect();
        if gained.is_empty() {
            return Ok(Came::Nothing);
        }
        let theirs = |key: &Key, _: &Row| is_theirs(table, *who, key);
        let found = recognise(ctx, table, &gained, theirs).await?;
        let cut = |rows: &[Row]| u32::try_from(rows.len()).is_ok_and(|rows| rows >= ctx.sample);
        if found.rows == 0 && (cut(&rows) || cut(&without)) {
            // What is beyond the end of one list may stand in another by chance.
            return Ok(Came::Untold(format!(
                "{}: only the first {} rows were looked at, and they do not tell whether headers \
                 bring rows of {}",
                table.name,
                ctx.sample,
                ctx.actor(*who).label
            )));
        }
        let evidence = json!({
            "rows": gained.len(),
            "such as": show_keys(table, &found.keys, 5),
        });
        Ok(self.finding(gained.len(), &request, evidence))
    }

    /// What comes without headers: what they alone bring was chosen by them.
    async fn without_headers(&self, columns: &[&str]) -> Result<Vec<Row>> {
        let plain = Caller::anonymous();
        Ok(
            match list_open(self.ctx, &plain, self.field, columns).await? {
                Open::Rows(_, rows) => rows,
                Open::Closed | Open::Failed(_) => Vec::new(),
            },
        )
    }

    fn finding(&self, rows: usize, request: &GraphQlRequest, evidence: Value) -> Came {
        let actor = self.ctx.actor(self.who);
        Came::Rows(Box::new(
            META.live(Severity::Critical)
                .table(&self.table.name)
                .part("list")
                .role(actor.role())
                .path(self.field.path())
                .fault(Fault::of_strangers(&self.table.name))
                .told(Details {
                    summary: format!(
                        "{} of {} came back to a request without a token that only names them in \
                         headers",
                        count(rows, "row"),
                        actor.label
                    ),
                    request: self.ctx.show(self.caller, request),
                    evidence,
                    remedy: "set HASURA_GRAPHQL_ADMIN_SECRET; for the role that \
                             HASURA_GRAPHQL_UNAUTHORIZED_ROLE names, use no X-Hasura- \
                             variable in any permission"
                        .into(),
                }),
        ))
    }
}
