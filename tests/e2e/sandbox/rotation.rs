//! Refresh, reuse and theft, as a client meets them.

use std::collections::BTreeMap;

use serde_json::json;

use crate::stacks::KINDS;
use crate::support::visitor::Visitor;

const EMAIL: &str = "a@email.com";

/// What a client holds of a session, to go back to.
#[derive(Clone)]
struct Copy {
    jar: BTreeMap<String, String>,
    access: Option<String>,
    refresh: Option<String>,
}

fn copy(visitor: &Visitor) -> Copy {
    Copy {
        jar: visitor.jar.clone(),
        access: visitor.access.clone(),
        refresh: visitor.refresh.clone(),
    }
}

fn restore(visitor: &mut Visitor, copy: &Copy) {
    visitor.jar.clone_from(&copy.jar);
    visitor.access.clone_from(&copy.access);
    visitor.refresh.clone_from(&copy.refresh);
}

/// Runs the test in both generations and both transports.
fn each(test: impl Fn(&mut Visitor)) {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let mut visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
        visitor.sign_up(EMAIL, stack.transport);
        test(&mut visitor);
    }
}

#[track_caller]
fn refresh(visitor: &mut Visitor) {
    visitor
        .post("/auth/session/refresh", &[])
        .is(200, json!({}));
}

/// Whether an answer brought an access token, in whichever way.
fn brings_access(visitor: &mut Visitor) -> bool {
    let answer = visitor.get("/getJWT");
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.cookie("sAccessToken").is_some() || answer.header("st-access-token").is_some()
}

#[test]
fn the_first_call_after_a_refresh_brings_another_access_token() {
    each(|visitor| {
        assert!(!brings_access(visitor));
        refresh(visitor);
        assert!(brings_access(visitor));
        assert!(!brings_access(visitor));
    });
}

#[test]
fn the_body_has_the_renewed_token_already() {
    let sandbox = KINDS[1].start(&[]);
    let mut visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
    visitor.sign_up(EMAIL, "header");
    refresh(&mut visitor);
    let answer = visitor.get("/getJWT");
    let token = answer.header("st-access-token").unwrap();
    assert_eq!(answer.json()["token"], token);
}

#[test]
fn a_parent_may_be_used_again_until_a_child_is() {
    each(|visitor| {
        let parent = copy(visitor);
        refresh(visitor);
        let first = copy(visitor);
        restore(visitor, &parent);
        refresh(visitor);
        // The second child is used; the first child and the parent are theft from now on.
        assert!(brings_access(visitor));
        let second = copy(visitor);
        restore(visitor, &first);
        visitor
            .post("/auth/session/refresh", &[])
            .says(401, "token theft detected");
        restore(visitor, &second);
        visitor
            .post("/auth/session/refresh", &[])
            .says(401, "unauthorised");
    });
}

#[test]
fn a_child_is_also_used_by_its_own_refresh() {
    each(|visitor| {
        let parent = copy(visitor);
        refresh(visitor);
        refresh(visitor);
        restore(visitor, &parent);
        visitor
            .post("/auth/session/refresh", &[])
            .says(401, "token theft detected");
    });
}

#[test]
fn a_chain_of_refreshes_goes_on() {
    each(|visitor| {
        for _ in 0..4 {
            refresh(visitor);
            assert!(brings_access(visitor));
        }
        for _ in 0..3 {
            refresh(visitor);
        }
        assert!(brings_access(visitor));
    });
}

#[test]
fn theft_is_answered_with_an_order_to_forget() {
    each(|visitor| {
        let parent = copy(visitor);
        refresh(visitor);
        assert!(brings_access(visitor));
        let child = copy(visitor);
        restore(visitor, &parent);
        visitor
            .post("/auth/session/refresh", &[])
            .says(401, "token theft detected");
        assert!(visitor.jar.is_empty() && visitor.refresh.is_none());
        // The access token holds until it expires: nobody asks the core about it.
        restore(visitor, &child);
        assert_eq!(visitor.get("/getJWT").status, 200);
    });
}

#[test]
fn a_child_of_a_stolen_session_that_was_never_confirmed_is_refused() {
    each(|visitor| {
        let parent = copy(visitor);
        refresh(visitor);
        let unconfirmed = copy(visitor);
        restore(visitor, &parent);
        refresh(visitor);
        assert!(brings_access(visitor));
        restore(visitor, &parent);
        visitor
            .post("/auth/session/refresh", &[])
            .says(401, "token theft detected");
        restore(visitor, &unconfirmed);
        visitor.get("/getJWT").says(401, "unauthorised");
    });
}

#[test]
fn sessions_do_not_disturb_each_other() {
    each(|visitor| {
        let first = copy(visitor);
        let mode = if visitor.access.is_some() {
            "header"
        } else {
            "cookie"
        };
        *visitor = {
            let mut other = std::mem::replace(visitor, Visitor::new("http://127.0.0.1:1"));
            other.jar.clear();
            other.access = None;
            other.refresh = None;
            other
        };
        visitor.sign_up("b@email.com", mode);
        visitor
            .post("/auth/signout", &[])
            .is(200, json!({ "status": "OK" }));
        restore(visitor, &first);
        refresh(visitor);
        assert!(brings_access(visitor));
    });
}
