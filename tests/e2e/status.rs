//! `status`: without network, without secrets.

use crate::stacks::{EMAIL, KINDS, api};
use crate::support::World;

#[test]
fn it_works_without_anything() {
    let world = World::new();
    let output = world.cmd(["status"]).ok();
    output.stdout_has("not signed in");
    let json = world.cmd(["status", "-o", "json"]).ok().json();
    assert!(json["result"]["session"].is_null());
    assert_eq!(json["result"]["profile"]["name"], "default");
}

#[test]
fn it_shows_the_session_without_asking_anybody_and_without_secrets() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let token = world.cmd(["token"]).ok().stdout;
        let url = api(&sandbox).to_owned();
        drop(sandbox);
        let output = world.cmd(["status"]).ok();
        output
            .stdout_has(EMAIL)
            .stdout_has(&url)
            .stdout_has("RS256")
            .stdout_has("expires in ")
            .nowhere(token.trim());
        let result = world.cmd(["status", "-o", "json"]).ok().json()["result"].clone();
        let session = &result["session"];
        assert_eq!(session["generation"], stack.generation);
        assert_eq!(session["transport"], stack.transport);
        assert_eq!(session["user"]["email"], EMAIL);
        assert_eq!(session["refreshable"], true);
        assert_eq!(session["jwt"]["alg"], "RS256");
        assert_eq!(session["jwt"]["hasura_claims"], true);
        #[cfg(unix)]
        assert_eq!(result["file"]["mode"], "0600");
        let cookies = session["cookies"].as_array().unwrap();
        assert_eq!(cookies.is_empty(), stack.transport == "header");
        for cookie in cookies {
            assert!(cookie.get("value").is_none());
        }
    }
}
