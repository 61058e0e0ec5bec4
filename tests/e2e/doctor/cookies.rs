//! Cookies that a browser would throw away.

use crate::support::between::{Between, Deed};
use crate::support::sandbox::Sandbox;

/// The auth API, whose cookies have this `Domain`.
fn with_domain(domain: &'static str) -> (Sandbox, Between, crate::support::World) {
    let sandbox = Sandbox::start(&[]);
    let between = Between::start(sandbox.var("ST_HASURA_API_URL"), move |_| {
        Deed::Alter(Box::new(move |answer| {
            let text = String::from_utf8(answer).unwrap();
            let domain = format!("; Domain={domain}; Path=");
            text.replace("; Path=", &domain).into_bytes()
        }))
    });
    let mut world = sandbox.world();
    world.set("ST_HASURA_API_URL", between.origin());
    world.set("ST_HASURA_TRANSPORT", "cookie");
    (sandbox, between, world)
}

#[test]
fn a_domain_of_others_is_told_before_the_session_is_lost() {
    let (_sandbox, _between, world) = with_domain("shop.test");
    let output = world.cmd(["doctor"]).code(9);
    output
        .stdout_has(
            "broken at session: the auth API says OK, and its cookies are not for 127.0.0.1: their \
             Domain does not cover it\nhelp: leave cookieDomain out of Session.init, or name",
        )
        .stdout_has("more: st-hasura explain auth.cookie_blocked\n");
    // A domain above, as one host of it may set.
    let (_sandbox, _between, world) = with_domain("127.0.0.1");
    world.cmd(["doctor", "--only", "session,cookies"]).ok();
}
