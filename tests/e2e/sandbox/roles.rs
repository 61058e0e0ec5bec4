//! The core's user roles, as the published SDKs ask for them.

use serde_json::{Value, json};

use crate::support::sandbox::Sandbox;
use crate::support::visitor::{PASSWORD, Visitor};

struct Core {
    visitor: Visitor,
    key: String,
    _sandbox: Sandbox,
}

impl Core {
    fn start() -> Self {
        let sandbox = Sandbox::start(&[]);
        Self {
            visitor: Visitor::new(sandbox.var("ST_HASURA_CORE_URI")),
            key: sandbox.var("ST_HASURA_CORE_API_KEY").to_owned(),
            _sandbox: sandbox,
        }
    }

    #[track_caller]
    #[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
    fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let headers = [("api-key", self.key.as_str()), ("cdi-version", "5.4")];
        let body = if method == "GET" {
            String::new()
        } else {
            body.to_string()
        };
        self.visitor.raw(method, path, &headers, &body).json()
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        self.call("GET", path, Value::Null)
    }
}

#[test]
fn roles_are_made_given_taken_and_forgotten() {
    let core = Core::start();
    let body = json!({ "email": "roles@example.test", "password": PASSWORD });
    let user = core.call("POST", "/public/recipe/signup", body);
    let user = user["user"]["id"].as_str().unwrap();
    let mine = format!("/public/recipe/user/roles?userId={user}");
    assert_eq!(core.get(&mine), json!({ "status": "OK", "roles": [] }));

    let unknown = json!({ "status": "UNKNOWN_ROLE_ERROR" });
    let wish = json!({ "userId": user, "role": "writer" });
    assert_eq!(
        core.call("PUT", "/public/recipe/user/role", wish.clone()),
        unknown
    );
    assert_eq!(core.get("/public/recipe/role/users?role=writer"), unknown);

    let role = json!({ "role": "writer", "permissions": ["read", "write"] });
    for new in [true, false] {
        let made = core.call("PUT", "/recipe/role", role.clone());
        assert_eq!(made, json!({ "status": "OK", "createdNewRole": new }));
    }
    assert_eq!(core.get("/recipe/roles")["roles"], json!(["writer"]));
    let permitting = core.get("/recipe/permission/roles?permission=read");
    assert_eq!(permitting["roles"], json!(["writer"]));
    let narrower = json!({ "role": "writer", "permissions": ["write"] });
    core.call("POST", "/recipe/role/permissions/remove", narrower);
    let permissions = core.get("/recipe/role/permissions?role=writer");
    assert_eq!(permissions["permissions"], json!(["read"]));

    for had in [false, true] {
        let given = core.call("PUT", "/public/recipe/user/role", wish.clone());
        assert_eq!(
            given,
            json!({ "status": "OK", "didUserAlreadyHaveRole": had })
        );
    }
    assert_eq!(core.get(&mine)["roles"], json!(["writer"]));
    let holders = core.get("/public/recipe/role/users?role=writer");
    assert_eq!(holders["users"], json!([user]));
    for had in [true, false] {
        let taken = core.call("POST", "/public/recipe/user/role/remove", wish.clone());
        assert_eq!(taken, json!({ "status": "OK", "didUserHaveRole": had }));
    }

    core.call("PUT", "/public/recipe/user/role", wish);
    for existed in [true, false] {
        let gone = core.call("POST", "/recipe/role/remove", json!({ "role": "writer" }));
        assert_eq!(gone, json!({ "status": "OK", "didRoleExist": existed }));
    }
    assert_eq!(core.get(&mine)["roles"], json!([]), "nobody keeps it");
}

/// A user who is removed leaves no roles behind for whoever comes next.
#[test]
fn removed_users_lose_their_roles() {
    let core = Core::start();
    let role = json!({ "role": "writer", "permissions": [] });
    core.call("PUT", "/recipe/role", role);
    let wish = json!({ "userId": "u1", "role": "writer" });
    core.call("PUT", "/public/recipe/user/role", wish);
    core.call("POST", "/user/remove", json!({ "userId": "u1" }));
    let left = core.get("/public/recipe/user/roles?userId=u1");
    assert_eq!(left["roles"], json!([]));
}
