//! Sessions out of a browser, in every form that people can get them in.

use serde_json::{Value, json};

use crate::support::World;
use crate::support::chromium::{self, Page};
use crate::support::patience::until;
use crate::support::sandbox::Sandbox;

/// What a browser holds of a session with the auth API of a sandbox.
struct Browser {
    sandbox: Sandbox,
    world: World,
    access: String,
    refresh: String,
}

impl Browser {
    /// Somebody who signed in, by the cookies that curl would have.
    fn signed_in(args: &[&str]) -> Self {
        let sandbox = Sandbox::start(args);
        let world = sandbox.world();
        let signup = ["signup", "-e", "ann@browser.test", "--password-stdin"];
        let mode = ["--transport", "cookie", "--session", "made"];
        let run = world.cmd(signup.iter().chain(&mode));
        run.stdin("correct-Horse7").ok();
        let jar = world.cmd(["session", "export", "--session", "made"]).ok();
        let value = |name: &str| {
            let mut lines = jar.stdout.lines();
            let line = lines.find(|line| line.contains(&format!("\t{name}\t")));
            line.unwrap().rsplit('\t').next().unwrap().to_owned()
        };
        let (access, refresh) = (value("sAccessToken"), value("sRefreshToken"));
        Self {
            sandbox,
            world,
            access,
            refresh,
        }
    }

    fn api(&self, path: &str) -> String {
        let base = self.sandbox.var("ST_HASURA_API_BASE_PATH");
        format!("{}{base}{path}", self.sandbox.var("ST_HASURA_API_URL"))
    }

    fn host(&self) -> String {
        let url: url::Url = self.api("").parse().unwrap();
        url.host_str().unwrap().to_owned()
    }

    fn import(&self, text: &str, code: i32) -> String {
        let run = self
            .world
            .cmd(["session", "import", "-", "--force", "--session", "got"]);
        let output = run.stdin(text).code(code);
        output.nowhere(&self.access).nowhere(&self.refresh);
        format!("{}{}", output.stdout, output.stderr)
    }

    /// Imports and signs requests with it.
    fn works(&self, text: &str, refreshable: bool) {
        let said = self.import(text, 0);
        assert_eq!(
            said.contains("the session ends with its access token"),
            !refreshable,
            "{said}"
        );
        let token = self.world.cmd(["token", "--session", "got"]).ok().stdout;
        assert_eq!(token.trim().split('.').count(), 3, "{token}");
        if refreshable {
            self.world.cmd(["refresh", "--session", "got"]).ok();
            // What was refreshed is spent; the next form wants a session of its own.
        }
    }

    fn refresh_path(&self) -> String {
        let base = self.sandbox.var("ST_HASURA_API_BASE_PATH");
        format!("{base}/session/refresh")
    }

    fn cookies(&self) -> Value {
        let host = self.host();
        let path = self.refresh_path();
        json!([
            {"name": "sAccessToken", "value": self.access, "domain": host, "path": "/",
             "expires": 4_102_444_800.5, "size": 900, "httpOnly": true, "secure": false,
             "session": false, "sameSite": "Lax", "priority": "Medium"},
            {"name": "sRefreshToken", "value": self.refresh, "domain": host, "path": path,
             "expires": -1, "httpOnly": true, "secure": false, "session": true},
            {"name": "theme", "value": "dark", "domain": "elsewhere.test", "path": "/"},
        ])
    }

    /// A script that signs in from a page of the API's origin.
    fn signin(&self) -> String {
        format!(
            "fetch({}, {{method: 'POST', headers: {{'content-type': 'application/json', \
             'st-auth-mode': 'cookie'}}, body: JSON.stringify({{formFields: [{{id: 'email', value: \
             'ann@browser.test'}}, {{id: 'password', value: 'correct-Horse7'}}]}})}})\
             .then(answer => answer.json()).then(answer => answer.status)",
            json!(self.api("/signin"))
        )
    }

    fn har(&self, request: &Value, response: &Value) -> Value {
        let entry = |url: String, request: &Value, response: &Value| {
            json!({"startedDateTime": "2026-01-01T00:00:00.000Z", "time": 3.1,
                "request": {"method": "POST", "url": url, "headers": request, "cookies": []},
                "response": {"status": 200, "headers": response, "cookies": []}})
        };
        let other = json!([{"name": "cookie", "value": "sAccessToken=other"}]);
        json!({"log": {"version": "1.2", "creator": {"name": "WebInspector"}, "entries": [
            entry("http://elsewhere.test/".into(), &other, &json!([])),
            entry(self.api("/signin"), request, response),
        ]}})
    }
}

#[test]
fn cookies_as_json_are_a_session() {
    let list = |browser: &Browser| browser.cookies();
    let protocol = |browser: &Browser| json!({"id": 4, "result": {"cookies": browser.cookies()}});
    let storage = |browser: &Browser| json!({"cookies": browser.cookies(), "origins": []});
    let forms: [&dyn Fn(&Browser) -> Value; 3] = [&list, &protocol, &storage];
    for form in forms {
        let browser = Browser::signed_in(&[]);
        browser.works(&form(&browser).to_string(), true);
        let said = browser.import(&form(&browser).to_string(), 0);
        assert!(
            said.contains("1 cookies of standard input were left out"),
            "{said}"
        );
    }
}

#[test]
fn a_line_of_cookies_is_a_session() {
    let browser = Browser::signed_in(&[]);
    let access = format!("theme=dark; sAccessToken={}", browser.access);
    browser.works(&access, false);
    browser.works(&format!("Cookie: {access}\r\n"), false);
    let firefox = json!({"Request Cookies": {"sAccessToken": browser.access}});
    browser.works(&firefox.to_string(), false);
    browser.works(
        &format!("{access}; sRefreshToken={}", browser.refresh),
        true,
    );
}

#[test]
fn a_command_copied_as_curl_is_a_session() {
    let browser = Browser::signed_in(&[]);
    let url = browser.api("/session");
    let old = format!(
        "curl '{url}' \\\n  -H 'accept: */*' \\\n  -H 'cookie: sAccessToken={}; a=b' \\\n  --compressed",
        browser.access
    );
    browser.works(&old, false);
    let new = format!(
        "curl '{url}' \\\n  -b 'sAccessToken={}' \\\n  --data-raw '{{\"a\":1}}'",
        browser.access
    );
    browser.works(&new, false);
    let header = format!(
        "curl \"{url}\" -H \"authorization: Bearer {}\"",
        browser.access
    );
    browser.works(&header, false);
    for (text, expected) in [
        (
            format!("curl ^\"{url}^\" ^\r\n  -b ^\"sAccessToken=x^\""),
            "it is written for cmd.exe",
        ),
        (format!("curl '{url}"), "a quote in it does not end"),
        ("curl -H 'cookie: a=b'".to_owned(), "there is no URL in it"),
        (format!("curl '{url}' -H 'accept: */*'"), "holds no cookies"),
    ] {
        let said = browser.import(&text, 2);
        assert!(said.contains(expected), "{text} {said}");
    }
}

#[test]
fn what_a_network_panel_copies_otherwise_is_a_session() {
    let browser = Browser::signed_in(&[]);
    let (url, host) = (browser.api("/session"), browser.host());
    let (access, refresh) = (&browser.access, &browser.refresh);
    // A token alone, as somebody copied it out of a header or of local storage.
    for text in [
        access.clone(),
        format!("Bearer {access}"),
        format!("\"{access}\""),
    ] {
        browser.works(&text, false);
    }
    for text in [
        format!("Set-Cookie: sAccessToken={access}; Path=/; HttpOnly; SameSite=Lax"),
        format!("set-cookie\nsAccessToken={access}; Path=/"),
        format!("HTTP/1.1 200 OK\r\ndate: x\r\nst-access-token: {access}\r\n"),
        format!("GET /session HTTP/1.1\nHost: {host}\nAccept: */*\nCookie: sAccessToken={access}"),
        format!("authorization: Bearer {access}\nrid: session"),
        format!(
            "fetch(\"{url}\", {{\n  \"headers\": {{\n    \"accept\": \"*/*\",\n    \"cookie\": \
             \"sAccessToken={access}\"\n  }},\n  \"body\": null,\n  \"method\": \"GET\"\n}});"
        ),
        format!(
            "await fetch(\"{url}\", {{\"credentials\": \"include\", \"headers\": {{\"Authorization\": \
             \"Bearer {access}\"}}}});"
        ),
    ] {
        browser.works(&text, false);
    }
    let powershell = |cookies: &str, headers: &str| {
        format!(
            "$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n\
             $session.UserAgent = \"x\"\n{cookies}Invoke-WebRequest -UseBasicParsing -Uri \"{url}\" `\n\
             -WebSession $session `\n-Headers @{{\n\"accept\"=\"*/*\"\n  {headers}}}\n"
        )
    };
    let cookie = |name: &str, value: &str, path: &str| {
        format!(
            "$session.Cookies.Add((New-Object System.Net.Cookie(\"{name}\", \"{value}\", \"{path}\", \
             \"{host}\")))\n"
        )
    };
    let header = format!("\"authorization\"=\"Bearer {access}\"\n");
    browser.works(&powershell("", &header), false);
    let path = browser.refresh_path();
    let cookies = format!(
        "{}{}",
        cookie("sAccessToken", access, "/"),
        cookie("sRefreshToken", refresh, &path)
    );
    browser.works(&powershell(&cookies, ""), true);
    for (text, expected) in [
        (
            format!("fetch(\"{url}\", {{\"headers\": {{\"accept\": \"*/*\"}}}});"),
            "browsers leave cookies out of what they copy as fetch",
        ),
        (
            "Set-Cookie: sAccessToken=x; Domain=elsewhere.test; Path=/".to_owned(),
            "are for elsewhere.test, and the auth API is at",
        ),
        (powershell("", ""), "holds no cookies"),
        (
            "Invoke-WebRequest -Uri \"http://x".to_owned(),
            "there is no URL in it",
        ),
    ] {
        let said = browser.import(&text, 2);
        assert!(said.contains(expected), "{text} {said}");
    }
}

#[test]
fn an_archive_of_requests_is_a_session() {
    let browser = Browser::signed_in(&[]);
    let refresh = format!(
        "{}/session/refresh",
        browser.sandbox.var("ST_HASURA_API_BASE_PATH")
    );
    let set = format!(
        "sAccessToken={}; Path=/; HttpOnly\nsRefreshToken={}; Path={refresh}; HttpOnly",
        browser.access, browser.refresh
    );
    let old = json!([{"name": "Cookie", "value": "sAccessToken=old; sRefreshToken=old"}]);
    let answer = json!([{"name": "Set-Cookie", "value": set}]);
    browser.works(&browser.har(&old, &answer).to_string(), true);

    let browser = Browser::signed_in(&[]);
    let asked = json!([{"name": "cookie", "value": format!("sAccessToken={}", browser.access)}]);
    browser.works(&browser.har(&asked, &json!([])).to_string(), false);
    let said = browser.import(&browser.har(&json!([]), &json!([])).to_string(), 2);
    assert!(said.contains("without their cookies and tokens"), "{said}");
    assert!(said.contains("sensitive data"), "{said}");
}

#[test]
fn tokens_that_a_page_keeps_travel_in_headers() {
    let browser = Browser::signed_in(&[]);
    let signin = ["signin", "-e", "ann@browser.test", "--password-stdin"];
    let mode = ["--transport", "header", "--session", "header"];
    let run = browser.world.cmd(signin.iter().chain(&mode));
    run.stdin("correct-Horse7").ok();
    let export = [
        "session",
        "export",
        "--session",
        "header",
        "--format",
        "json",
    ];
    let export = browser.world.cmd(export).ok().stdout;
    let export: Value = serde_json::from_str(&export).unwrap();
    let page = |value: &Value, name: &str| json!({"name": name, "value": value, "domain": "page.test", "path": "/"});
    let kept = json!([
        page(&export["tokens"]["access"], "st-access-token"),
        page(&json!("front"), "sFrontToken"),
        page(&export["tokens"]["refresh"], "st-refresh-token"),
    ]);
    browser.works(&kept.to_string(), true);
    let jar = format!(
        "page.test\tFALSE\t/\tFALSE\t0\tst-access-token\t{}\n",
        browser.access
    );
    browser.works(&jar, false);
}

#[test]
fn a_bare_token_is_a_session_that_ends_with_it() {
    let browser = Browser::signed_in(&[]);
    let bare = ["session", "import", "-", "--token", "--session", "bare"];
    for text in [
        browser.access.clone(),
        format!("Authorization: Bearer {}\n", browser.access),
    ] {
        let run = browser.world.cmd(bare.iter().chain(&["--force"]));
        let output = run.stdin(&text).ok();
        output
            .stdout_has("imported a token that travels in headers into session \"bare\"")
            .stderr_has("the session ends with its access token");
        let token = browser.world.cmd(["token", "--session", "bare"]).ok();
        token.stdout_is(&format!("{}\n", browser.access));
    }
    let run = browser.world.cmd(bare.iter().chain(&["--force"]));
    run.stdin("no token").code(2).stderr_has("holds no JWT");
}

/// What Chromium's developer tools give of somebody who signed in on a page of the API's origin.
#[test]
fn what_a_real_browser_holds_is_a_session() {
    let Some(program) = chromium::program("cookies of a browser") else {
        return;
    };
    let browser = Browser::signed_in(&[]);
    let mut page = Page::open(&program, &browser.api("/jwt/jwks.json"));
    assert_eq!(page.run(&browser.signin()), "OK");
    // All that a script of the page sees signs nothing.
    let seen = page.run("document.cookie");
    let seen = seen.as_str().unwrap();
    assert!(!seen.contains("sAccessToken"), "{seen}");
    let urls = [browser.api("/"), browser.api("/session/refresh")];
    let cookies = page.call("Network.getCookies", &json!({ "urls": urls }));
    let names = cookies["result"]["cookies"].as_array().unwrap();
    assert!(names.iter().any(|cookie| cookie["name"] == "sRefreshToken"));
    browser.works(&cookies.to_string(), true);
}

/// What the network panel of Chromium's developer tools copies and saves, made by the very code
/// behind its menus: "Copy as cURL", "Save all as HAR", with sensitive data and without.
#[test]
fn what_a_real_browser_copies_is_a_session() {
    let Some(program) = chromium::program("requests copied out of a browser") else {
        return;
    };
    let browser = Browser::signed_in(&[]);
    let mut page = Page::open(&program, &browser.api("/jwt/jwks.json"));
    // What has a quote in it, bash quotes in another way.
    page.run("document.cookie = 'theme=it\\'s dark!; path=/'");
    let this = page.developer_tools();
    let tools = page.switch(this.clone());
    let token = format!("{}/getJWT", browser.sandbox.var("ST_HASURA_API_URL"));
    let fetch = format!(
        "fetch({}).then(answer => answer.text()).then(() => 'OK')",
        json!(token)
    );
    let ask = |page: &mut Page| {
        page.switch(this.clone());
        assert_eq!(page.run(&browser.signin()), "OK");
        assert_eq!(page.run(&fetch), "OK");
        page.switch(tools.clone());
    };
    ask(&mut page);
    let requests = format!(
        "const {{NetworkLog}} = await import('./models/logs/logs.js');
         const all = NetworkLog.NetworkLog.instance().requests();
         const sent = one => JSON.stringify(one.requestHeaders());
         const asked = all.findLast(one => one.finished && one.url() === {}
           && sent(one).includes('sAccessToken'));",
        json!(token)
    );
    let tell =
        |page: &mut Page, what: &str| page.run(&format!("(async () => {{ {requests} {what} }})()"));
    // What a request really had in its headers reaches the tools after the request itself, and does
    // not reach tools that did not listen yet.
    let cookies = "const given = one => JSON.stringify(one.responseHeaders);
                   return !!asked && all.some(one => given(one).includes('sRefreshToken'));";
    let mut looks = 0;
    until("the tools never knew the cookies", || {
        looks += 1;
        if looks % 50 == 0 {
            ask(&mut page);
        }
        tell(&mut page, cookies) == true
    });
    let archive = |sanitize: bool| {
        format!(
            "const {{Log}} = await import('./models/har/har.js');
             return JSON.stringify({{log: await Log.Log.build(all, {{sanitize: {sanitize}}})}});"
        )
    };
    let command = "const {NetworkLogView} = await import('./panels/network/network.js');
                   return await NetworkLogView.NetworkLogView.generateCurlCommand(asked, 'unix');";
    let copied = tell(&mut page, command);
    let copied = copied.as_str().unwrap();
    assert!(copied.contains("$'"), "{copied}");
    browser.works(copied, false);
    let sanitized = tell(&mut page, &archive(true));
    let said = browser.import(sanitized.as_str().unwrap(), 2);
    assert!(said.contains("without their cookies and tokens"), "{said}");
    let whole = tell(&mut page, &archive(false));
    browser.works(whole.as_str().unwrap(), true);
}

#[test]
fn what_cannot_work_is_refused_by_name() {
    let browser = Browser::signed_in(&[]);
    let host = browser.host();
    let other = if host == "localhost" {
        "127.0.0.1"
    } else {
        "localhost"
    };
    let cookie = |name: &str, domain: &str| {
        json!([{"name": name, "value": "x", "domain": domain, "path": "/"}]).to_string()
    };
    for (text, expected) in [
        (
            cookie("sAccessToken", other),
            format!("are for {other}, and the auth API is at {host}"),
        ),
        (
            cookie("sFrontToken", &host),
            "holds only what tells a page about its session (sFrontToken)".into(),
        ),
        (
            "sFrontToken=abc; st-last-access-token-update=1".into(),
            "sAccessToken is HttpOnly".into(),
        ),
        (
            json!({"a": 1}).to_string(),
            "JSON without cookies in it".into(),
        ),
        (json!([{"name": "x"}]).to_string(), "(at [0]".into()),
        ("[]".into(), "holds no cookies".into()),
        (
            "a story about cookies".into(),
            "is in no form that a session can be read from".into(),
        ),
    ] {
        let said = browser.import(&text, 2);
        assert!(said.contains(&expected), "{text}\n{said}");
    }
}

#[test]
fn two_users_out_of_browsers_prove_permissions() {
    let browser = Browser::signed_in(&[]);
    let world = &browser.world;
    let signup = ["signup", "-e", "ben@browser.test", "--password-stdin"];
    let run = world.cmd(signup.iter().chain(&["--session", "second"]));
    run.stdin("correct-Horse7").ok();
    for (from, to) in [("made", "one"), ("second", "two")] {
        let token = world.cmd(["token", "--session", from]).ok().stdout;
        let import = ["session", "import", "-", "--token", "--session", to];
        world.cmd(import).stdin(token).ok();
    }
    let verify = ["verify-hasura", "--session", "one", "--other", "two"];
    let output = world.cmd(verify.iter().chain(&["--probe", "P05"])).run();
    assert!(matches!(output.code, Some(0 | 3)), "{output}");
}
