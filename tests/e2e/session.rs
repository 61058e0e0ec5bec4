//! Named sessions and jars on disk, through the binary: private, whole, never lost.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::fault_server::FaultServer;
use crate::support::{World, bin};

const API: [&str; 4] = [
    "--api-url",
    "http://localhost:3000",
    "--api-base-path",
    "/auth",
];

/// A jar with a session in it, and `extra` further cookies.
fn jar(mark: &str, extra: usize) -> String {
    let extra: Vec<String> = (0..extra)
        .map(|n| format!("localhost\tFALSE\t/\tFALSE\t0\textra{n}\tvalue-{mark}-{n}\n"))
        .collect();
    format!(
        "# Netscape HTTP Cookie File\n{}\
         #HttpOnly_localhost\tFALSE\t/auth/session/refresh\tFALSE\t0\tsRefreshToken\trefresh-{mark}\n\
         #HttpOnly_localhost\tFALSE\t/\tFALSE\t4102444800\tsAccessToken\taccess-{mark}\n",
        extra.concat()
    )
}

fn import<'a>(jar: &'a Path, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["session", "import", jar.to_str().unwrap()];
    args.extend(API);
    args.extend(more);
    args
}

/// A world with the session `default` in it.
fn signed_in() -> (World, PathBuf) {
    let world = World::new();
    let jar = world.file("jar", jar("one", 0));
    world.cmd(import(&jar, &[])).ok();
    let path = world.session_file("default", "default");
    (world, path)
}

fn left_overs(folder: &Path) -> Vec<String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect()
}

#[test]
fn list_show_use_and_rm_tell_everything_but_secrets() {
    let (world, _) = signed_in();
    let other = world.file("other", jar("two", 0));
    world.cmd(import(&other, &["--session", "bob"])).ok();
    let list = world.cmd(["session", "list", "-o", "json"]).ok().json();
    let sessions = list["result"]["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions[0]["name"], "bob");
    assert_eq!(sessions[1]["default"], true);
    world.cmd(["session", "use", "bob"]).ok();
    let show = world.cmd(["session", "show"]).ok();
    show.stdout_has("session \"bob\"")
        .stdout_has("sRefreshToken")
        .nowhere("refresh-two");
    world
        .cmd(["session", "use", "nobody"])
        .code(4)
        .stderr_has("no session \"nobody\"");
    world
        .cmd(["session", "show", "default"])
        .ok()
        .stdout_has("session \"default\"");
    world
        .cmd(["session", "show", "bob", "--session", "default"])
        .code(2)
        .stderr_has("cannot be used with");
    world
        .cmd(["session", "show", "nobody"])
        .code(4)
        .stderr_has("no session \"nobody\"");
    let gone = world.cmd(["session", "rm", "bob"]).ok();
    gone.stdout_has("default is \"default\" again");
    world
        .cmd(["session", "rm", "bob"])
        .code(4)
        .stderr_has("session.missing");
    world
        .cmd(["session", "show"])
        .ok()
        .stdout_has("session \"default\"");
    world
        .cmd(["session", "list"])
        .ok()
        .nowhere("bob")
        .nowhere("refresh-one");
}

#[test]
fn a_session_is_replaced_only_when_told_so() {
    let (world, path) = signed_in();
    let before = std::fs::read(&path).unwrap();
    let other = world.file("other", jar("two", 0));
    world
        .cmd(import(&other, &[]))
        .code(2)
        .stderr_has("session.exists")
        .stderr_has("--force");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    world.cmd(import(&other, &["--force"])).ok();
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains("refresh-two")
    );
}

#[test]
fn a_jar_goes_through_us_and_curl_unchanged() {
    let curl = |args: &[&str]| {
        let output = Command::new("curl").arg("-sS").args(args).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("skipped: curl is not installed");
        return;
    }
    let world = World::new();
    let server = FaultServer::start();
    let (by_curl, by_us) = (world.work().join("by-curl"), world.work().join("by-us"));
    let (jar, ours) = (by_curl.to_str().unwrap(), by_us.to_str().unwrap());
    curl(&["-c", jar, server.url("/cookies/signin").as_str()]);
    let text = std::fs::read_to_string(&by_curl).unwrap();
    assert!(
        text.contains("#HttpOnly_127.0.0.1") && text.contains("\t0\t"),
        "{text}"
    );
    let api = ["--api-url", &server.origin(), "--api-base-path", "/cookies"];
    world
        .cmd(["session", "import", jar].iter().chain(&api))
        .ok();
    world.cmd(["session", "export"]).ok().stdout_is(&text);
    world
        .cmd(["session", "export", ours])
        .ok()
        .stdout_has("mode 0600");
    for path in ["/echo", "/cookies/session/refresh?echo"] {
        curl(&["-b", jar, server.url(path).as_str()]);
        curl(&["-b", ours, server.url(path).as_str()]);
        let requests = server.requests();
        let cookies: Vec<&str> = requests[requests.len() - 2..]
            .iter()
            .map(|request| {
                request
                    .lines()
                    .find(|line| line.starts_with("Cookie:"))
                    .unwrap()
            })
            .collect();
        assert_eq!(cookies[0], cookies[1]);
        let refreshes = cookies[0].contains("sRefreshToken=\"ref/resh==.nonce.V2\"");
        assert_eq!(refreshes, path.contains("refresh"), "{}", cookies[0]);
    }
    // A second trip, JSON this time, changes nothing either.
    let json = world
        .cmd(["session", "export", "--format", "json"])
        .ok()
        .stdout;
    world
        .cmd(
            ["session", "import", "-", "--session", "copy"]
                .iter()
                .chain(&api),
        )
        .stdin(json)
        .ok();
    world
        .cmd(["session", "export", "--session", "copy"])
        .ok()
        .stdout_is(&text);
}

#[test]
fn an_export_does_not_overwrite_and_is_private() {
    let (world, _) = signed_in();
    let file = world.file("mine", "my notes\n");
    world
        .cmd(["session", "export", "mine"])
        .code(2)
        .stderr_has("session.file_exists");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "my notes\n");
    world
        .cmd(["session", "export", "mine", "--force"])
        .ok()
        .nowhere("refresh-one");
    assert!(
        std::fs::read_to_string(&file)
            .unwrap()
            .contains("refresh-one")
    );
    #[cfg(unix)]
    assert_eq!(mode(&file), 0o600);
    let json = world.cmd(["session", "export", "-o", "json"]).ok().json();
    assert!(
        json["result"]["content"]
            .as_str()
            .unwrap()
            .contains("refresh-one")
    );
}

#[test]
fn bad_jars_are_refused_with_the_line_and_save_nothing() {
    let world = World::new();
    let good = jar("one", 0);
    let large = "h\tFALSE\t/\tFALSE\t0\tname\tvalue\n".repeat(350_000);
    let cases = [
        (
            "no-tabs",
            format!("{good}localhost FALSE / FALSE 0 a s3cret\n"),
            "no-tabs:4: expected 7 fields",
        ),
        (
            "word",
            good.replace("4102444800", "tomorrow"),
            "must be a number of seconds",
        ),
        ("empty", String::new(), "holds no cookies"),
        ("comments", "# nothing\n\n".to_owned(), "holds no cookies"),
        (
            "html",
            "<html>\n".to_owned(),
            "is in no form that a session can be read from",
        ),
        ("large", large, "larger than 4 MiB"),
    ];
    for (name, text, expected) in cases {
        let file = world.file(name, text);
        let output = world.cmd(import(&file, &[])).code(2);
        output.stderr_has(expected).nowhere("s3cret");
    }
    world
        .cmd(["session", "import", "not-there"].iter().chain(&API))
        .code(4)
        .stderr_has("not-there");
    assert!(!world.session_file("default", "default").exists());
    for (name, text) in [
        ("crlf", good.replace('\n', "\r\n")),
        ("no-newline", good.trim_end().to_owned()),
    ] {
        let file = world.file(name, text);
        world
            .cmd(import(&file, &["--force"]))
            .ok()
            .stdout_has("2 cookies");
        world
            .cmd(["session", "export"])
            .ok()
            .stdout_has("\tsAccessToken\taccess-one\n");
    }
}

#[test]
fn an_import_says_when_nothing_of_it_would_be_sent() {
    let world = World::new();
    let file = world.file("jar", jar("one", 0));
    let other = ["--api-url", "http://127.0.0.1:3000", "--force"];
    let path = file.to_str().unwrap();
    world
        .cmd(["session", "import", path].iter().chain(&other))
        .code(2)
        .stderr_has("are for localhost, and the auth API is at 127.0.0.1");
    let elsewhere = [
        "--api-url",
        "http://localhost:3000",
        "--api-base-path",
        "/api",
    ];
    world
        .cmd(["session", "import", path].iter().chain(&elsewhere))
        .ok()
        .stderr_has("is for localhost/auth/session/refresh and will not be sent");
    let plain = world.file("plain", "localhost\tFALSE\t/\tFALSE\t0\tsAccessToken\t1\n");
    world
        .cmd(import(&plain, &["--force"]))
        .ok()
        .stderr_has("no refresh cookie in it");
    assert_eq!(world.cmd(import(&file, &["--force"])).ok().stderr, "");
}

#[test]
fn damaged_session_files_are_left_as_they_are() {
    let (world, path) = signed_in();
    let whole = std::fs::read_to_string(&path).unwrap();
    let cases = [
        (String::new(), "session.empty"),
        (whole[..whole.len() / 2].to_owned(), "session.corrupt"),
        ("{\"a\": 1}".to_owned(), "session.foreign"),
        ("not json: refresh-one".to_owned(), "session.corrupt"),
        (
            whole.replace("\"version\": 2", "\"version\": 7"),
            "session.newer",
        ),
    ];
    let other = world.file("other", jar("two", 0));
    for (text, code) in cases {
        std::fs::write(&path, &text).unwrap();
        let output = world.cmd(["session", "show", "-o", "json"]).code(2);
        let error = &output.json()["error"];
        assert_eq!(error["code"], code, "{output}");
        assert!(
            error["message"].as_str().unwrap().contains("default.json"),
            "{output}"
        );
        assert!(error["hint"].as_str().is_some(), "{output}");
        output.nowhere("refresh-one");
        // Not replaced unless the user says so.
        world.cmd(import(&other, &[])).code(2);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        world
            .cmd(["session", "list"])
            .ok()
            .stdout_has("default.json");
    }
    world.cmd(["session", "rm", "default"]).ok();
    assert!(!path.exists());
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

/// Runs the binary below a shell that first does `prelude`.
#[cfg(unix)]
fn under_shell(world: &World, prelude: &str, args: &[&str]) -> std::process::Output {
    let quoted = shlex::try_join(std::iter::once(bin()).chain(args.iter().copied())).unwrap();
    let home = world.dir.path().join("home");
    Command::new("sh")
        .args(["-c", &format!("{prelude}; exec {quoted}")])
        .env_clear()
        .env("HOME", home)
        .current_dir(world.work())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[cfg(unix)]
#[test]
fn modes_are_tight_under_any_umask_and_loose_ones_are_repaired_aloud() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = World::new();
    let file = world.file("jar", jar("one", 0));
    let output = under_shell(&world, "umask 000", &import(&file, &[]));
    assert!(output.status.success());
    let path = world.session_file("default", "default");
    let folders = [path.parent().unwrap(), path.ancestors().nth(2).unwrap()];
    assert_eq!(
        [mode(&path), mode(folders[0]), mode(folders[1])],
        [0o600, 0o700, 0o700]
    );
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let output = world.cmd(["session", "show"]).ok();
    output.stderr_has("was open to others (mode 0644); repaired to 0600");
    assert_eq!(mode(&path), 0o600);
    assert_eq!(world.cmd(["session", "show"]).ok().stderr, "");
}

#[cfg(unix)]
#[test]
fn links_and_files_of_others_are_refused() {
    let (world, path) = signed_in();
    let elsewhere = world.work().join("elsewhere.json");
    std::fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    let file = world.file("two", jar("two", 0));
    for args in [vec!["session", "show"], import(&file, &["--force"])] {
        world.cmd(args).code(2).stderr_has("session.symlink");
    }
    assert!(
        std::fs::read_to_string(&elsewhere)
            .unwrap()
            .contains("refresh-one")
    );
    std::fs::remove_file(&path).unwrap();
    std::fs::rename(&elsewhere, &path).unwrap();
    if std::os::unix::fs::chown(&path, Some(12_345), None).is_err() {
        eprintln!("skipped: only root can give a file away");
        return;
    }
    for args in [vec!["session", "show"], import(&file, &["--force"])] {
        let output = world.cmd(args).code(2);
        output
            .stderr_has("belongs to another user (uid 12345)")
            .stderr_has("chown");
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_loses_nothing() {
    let (world, path) = signed_in();
    let before = std::fs::read(&path).unwrap();
    let big = world.file("big", jar("two", 300));
    // A limit on file sizes stands in for the full disk: the write fails half-way.
    let output = under_shell(
        &world,
        "trap '' XFSZ; ulimit -f 8",
        &import(&big, &["--force"]),
    );
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(
        stderr.contains("session.io") && stderr.contains("cannot write"),
        "{stderr}"
    );
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(left_overs(path.parent().unwrap()), [] as [&str; 0]);
    world.cmd(["session", "show"]).ok();
}

/// Killed by the system at a byte that the test chooses: a process may not write more than that.
#[cfg(unix)]
#[test]
fn a_kill_in_the_middle_of_a_save_leaves_the_old_session() {
    use std::os::unix::process::ExitStatusExt as _;
    let (world, path) = signed_in();
    let jars = ["red", "blue"].map(|mark| world.file(mark, jar(mark, 1500)));
    world.cmd(import(&jars[0], &["--force"])).ok();
    let before = std::fs::read(&path).unwrap();
    // Shells count in half kilobytes or whole ones; both end within the file.
    let blocks = before.len() / 1024;
    for part in 0..16 {
        let limit = format!("ulimit -f {}", blocks * part / 16);
        let output = under_shell(&world, &limit, &import(&jars[1], &["--force"]));
        assert_eq!(output.status.signal(), Some(25), "{limit}: {output:?}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{limit}");
    }
    // The next save clears away what the killed ones left.
    assert_ne!(left_overs(path.parent().unwrap()), [] as [&str; 0]);
    world.cmd(import(&jars[1], &["--force"])).ok();
    assert_eq!(left_overs(path.parent().unwrap()), [] as [&str; 0]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("refresh-blue") && !text.contains("refresh-red"));
}

/// Killed when something new is seen to lie beside the session: before it takes its place or
/// after, as it happens.
#[test]
fn a_kill_at_the_end_of_a_save_leaves_the_old_session_or_the_new() {
    let (world, path) = signed_in();
    let jars = ["red", "blue"].map(|mark| world.file(mark, jar(mark, 1500)));
    for file in &jars {
        world.cmd(import(file, &["--force"])).ok();
    }
    let folder = path.parent().unwrap();
    for round in 0..20 {
        let left = left_overs(folder);
        let mut child = world
            .command(import(&jars[round % 2], &["--force"]))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while left_overs(folder) == left && child.try_wait().unwrap().is_none() {}
        let _ = child.kill();
        child.wait().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["cookies"].as_array().unwrap().len(), 1502);
        assert_ne!(text.contains("refresh-red"), text.contains("refresh-blue"));
    }
    world.cmd(import(&jars[0], &["--force"])).ok();
    assert_eq!(left_overs(folder), [] as [&str; 0]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("refresh-red"));
}

#[test]
fn twenty_commands_at_once_do_not_disturb_each_other() {
    let (world, path) = signed_in();
    let jars: Vec<PathBuf> = (0..20)
        .map(|n| world.file(&format!("jar{n}"), jar(&format!("n{n}n"), 50)))
        .collect();
    let children: Vec<_> = jars
        .iter()
        .enumerate()
        .map(|(n, file)| {
            let args = if n % 2 == 0 {
                import(file, &["--force"])
            } else {
                vec!["session", "show"]
            };
            let mut command = world.command(args);
            command
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped());
            command.spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let winners = (0..20)
        .filter(|n| text.contains(&format!("refresh-n{n}n")))
        .count();
    assert_eq!(winners, 1);
    assert_eq!(left_overs(path.parent().unwrap()), [] as [&str; 0]);
}

#[test]
fn names_cannot_leave_their_folder() {
    let world = World::new();
    let file = world.file("jar", jar("one", 0));
    for name in ["../../escaped", "a/b", ".hidden", ""] {
        let args = import(&file, &["--session", name]);
        world.cmd(args).code(2).stderr_has("session.bad_name");
    }
    world
        .cmd(["session", "rm", "../x"])
        .code(2)
        .stderr_has("session.bad_name");
}

#[test]
fn a_cookie_jar_is_shown_in_place_of_a_session() {
    let world = World::new();
    world.file("jar", jar("one", 0));
    let show = world
        .cmd(
            ["session", "show", "--cookie-jar", "jar"]
                .iter()
                .chain(&API),
        )
        .ok();
    show.stdout_has("cookie jar ")
        .stdout_has("sAccessToken")
        .nowhere("access-one");
    world
        .cmd(["session", "show", "--cookie-jar", "gone"])
        .code(4)
        .stderr_has("session.no_jar");
    world
        .cmd(["session", "import", "jar", "--cookie-jar", "jar"])
        .code(2)
        .stderr_has("leave out --cookie-jar");
}

#[test]
fn user_info_of_a_url_is_sent_but_neither_kept_nor_shown() {
    let world = World::new();
    let server = FaultServer::start();
    let url = server.origin().replace("://", "://gate:k33p-0ut@");
    world.file("jar", jar("one", 0).replace("localhost", "127.0.0.1"));
    let api = ["--api-url", url.as_str()];
    world
        .cmd(["session", "import", "jar"].iter().chain(&api))
        .ok()
        .nowhere("k33p-0ut");
    let file = world.session_file("default", "default");
    assert!(!std::fs::read_to_string(file).unwrap().contains("k33p-0ut"));
    world
        .cmd(["session", "list"])
        .ok()
        .stdout_has(&server.origin())
        .nowhere("gate");
    let refused = world.cmd(["refresh", "-vv"].iter().chain(&api)).run();
    refused.nowhere("k33p-0ut").nowhere("Z2F0ZTprMzNwLTB1d");
    let heads = server.requests().join("\n");
    // gate:k33p-0ut
    assert!(
        heads.contains("authorization: Basic Z2F0ZTprMzNwLTB1dA=="),
        "{heads}{refused}"
    );
}

/// It would be replaced, and its reader wait for ever.
#[cfg(unix)]
#[test]
fn an_export_replaces_no_pipe() {
    use std::os::unix::fs::FileTypeExt as _;
    let (world, _) = signed_in();
    let pipe = world.work().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    std::os::unix::fs::symlink("pipe", world.work().join("link")).unwrap();
    for name in ["pipe", "link"] {
        for more in [&["--force"][..], &[]] {
            let line = [&["session", "export", name][..], more].concat();
            world
                .cmd(line)
                .code(2)
                .stderr_has("error[session.wrong_kind]")
                .stderr_has("is not a plain file");
        }
    }
    let found = std::fs::symlink_metadata(&pipe).unwrap();
    assert!(found.file_type().is_fifo());
}

#[test]
fn what_holds_no_cookie_of_a_session_replaces_nothing() {
    let (world, path) = signed_in();
    let before = std::fs::read(&path).unwrap();
    let cookie = r#"[{"name":"theme","value":"dark","domain":"localhost"}]"#;
    for text in ["a=b", "password=x; c=d", "Cookie: a=b", cookie] {
        let file = world.file("other", text);
        world
            .cmd(import(&file, &["--force"]))
            .code(2)
            .stderr_has("error[session.no_cookies]");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{text}");
    }
}

/// In a jar a line end begins another cookie, and a tab another field.
#[test]
fn a_cookie_with_control_characters_is_left_out() {
    let (world, path) = signed_in();
    let before = std::fs::read(&path).unwrap();
    let forged = "x\n127.0.0.1\tFALSE\t/\tFALSE\t0\tforged\tv";
    let cookie = |name: &str, value: &str, path: &str| serde_json::json!({ "name": name, "value": value, "domain": "localhost", "path": path });
    let good = cookie("sAccessToken", "good", "/");
    for bad in [
        cookie("sRefreshToken", forged, "/"),
        cookie("sRefreshToken", "x\ty", "/"),
        cookie("sRefreshToken", "x\ry", "/"),
        cookie("sRefreshToken", "v", &format!("/{forged}")),
    ] {
        let file = world.file("c.json", serde_json::json!([good, bad]).to_string());
        world
            .cmd(import(&file, &["--force"]))
            .ok()
            .stderr_has("1 cookies of")
            .stderr_has("left out");
        let jar = world.cmd(["session", "export"]).ok();
        jar.stdout_has("\tsAccessToken\tgood").nowhere("forged");
        let lines = jar.stdout.lines();
        assert_eq!(lines.filter(|line| line.contains('\t')).count(), 1, "{jar}");
        std::fs::write(&path, &before).unwrap();
        // Alone it is no session.
        let file = world.file("c.json", serde_json::json!([bad]).to_string());
        world
            .cmd(import(&file, &["--force"]))
            .code(2)
            .stderr_has("error[session.no_cookies]");
        assert_eq!(std::fs::read(&path).unwrap(), before, "{bad}");
    }
    // And in what we write ourselves.
    let text = String::from_utf8(before.clone()).unwrap();
    let file = world.file("ours.json", text.replace("access-one", "x\\ny"));
    assert_ne!(std::fs::read(&file).unwrap(), before);
    world
        .cmd(import(&file, &["--force"]))
        .code(2)
        .stderr_has("error[session.corrupt]")
        .stderr_has("control characters");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}
