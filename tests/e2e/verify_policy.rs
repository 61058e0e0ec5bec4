//! The policy of `verify-hasura`: what it plans, accepts and says of owners; baselines; and the
//! exit codes that CI listens to.

use serde_json::{Value, json};

use crate::stacks::{self, VERIFY_PAIR, metadata, table};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

/// A sandbox with the users that it has from the start.
struct Rig {
    sandbox: Sandbox,
    world: World,
}

impl Rig {
    fn new(args: &[&str]) -> Self {
        let (sandbox, world) = stacks::seeded(args);
        Self { sandbox, world }
    }

    /// With the built-in metadata changed.
    fn with(change: impl FnOnce(&mut Value)) -> Self {
        let scratch = World::new();
        let path = metadata(&scratch, change);
        Self::new(&["--metadata", path.to_str().unwrap()])
    }

    fn verify(&self, args: &[&str]) -> Output {
        self.world.cmd(VERIFY_PAIR.iter().chain(args)).run()
    }

    /// Drafts a policy into `policy.toml`.
    fn draft(&self) -> String {
        let output = self.verify(&["--write-policy", "policy.toml"]);
        assert!(
            output.json()["result"]["policy_written"].is_object(),
            "{output}"
        );
        std::fs::read_to_string(self.world.work().join("policy.toml")).unwrap()
    }
}

fn permission<'m>(metadata: &'m mut Value, name: &str) -> &'m mut Value {
    &mut table(metadata, name)["select_permissions"][0]["permission"]
}

fn open_tags(metadata: &mut Value) {
    permission(metadata, "tags")["filter"] = json!({});
}

fn probe(output: &Output, id: &str) -> Value {
    output.json()["result"]["probes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|probe| probe["id"] == id)
        .unwrap_or_else(|| panic!("no {id} {output}"))
        .clone()
}

fn ids(output: &Output, id: &str) -> Vec<String> {
    probe(output, id)["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["id"].as_str().unwrap().to_owned())
        .collect()
}

#[track_caller]
fn ends(output: &Output, code: i32, verdict: &str) {
    assert_eq!(output.code, Some(code), "{output}");
    assert_eq!(output.json()["result"]["verdict"], verdict, "{output}");
    assert_eq!(output.json()["ok"], code == 0, "{output}");
}

fn accept(finding: &str, until: &str) -> String {
    format!("[[accept]]\nfinding = \"{finding}\"\nreason = \"known\"\nuntil = {until}\n")
}

#[test]
fn a_drafted_policy_keeps_a_sound_system_sound_and_says_what_is_beyond_it() {
    let rig = Rig::new(&[]);
    let without = rig.verify(&["--probe", "P19"]);
    assert_eq!(probe(&without, "P19")["status"], "skip");
    without.stdout_has("--write-policy drafts one");

    let draft = rig.draft();
    assert!(!draft.contains("\n[[accept"), "{draft}");
    assert!(draft.contains("notes = [\"owner_id\""), "{draft}");
    assert!(!draft.contains("# Not seen"), "{draft}");
    rig.verify(&["--probe", "P05,P13", "--write-policy", "part.toml"]);
    let part = std::fs::read_to_string(rig.world.work().join("part.toml")).unwrap();
    let said = "# Not seen: what other probes find: only P05, P13 were asked for\n";
    assert!(part.contains(said), "{part}");
    for more in [
        &["--policy", "policy.toml"][..],
        &["--policy", "policy.toml", "--no-admin"],
    ] {
        let output = rig.verify(more);
        ends(&output, 0, "sound");
        assert_eq!(probe(&output, "P19")["status"], "pass", "{output}");
        assert_eq!(probe(&output, "POL")["status"], "pass", "{output}");
    }

    // The plan is narrower and wider than what is there.
    let changed = draft
        .replace(
            "columns = [\"id\", \"name\", \"owner_id\"]",
            "columns = [\"id\", \"colour\", \"owner_id\"]",
        )
        .replace("aggregates = true", "aggregates = false")
        .replace(
            "[roles.user.tables.comments]",
            "[roles.user.tables.letters]",
        )
        .replace("fields = []", "fields = [\"search\"]");
    rig.world.file("changed.toml", changed);
    let output = rig.verify(&["--policy", "changed.toml", "--probe", "P19"]);
    ends(&output, 8, "leak");
    let mut found = ids(&output, "P19");
    found.sort();
    assert_eq!(
        found,
        [
            "P19:comments:table:user",
            "P19:letters:missing-table:user",
            "P19:missing-field:search:user",
            "P19:notes:aggregates:user",
            "P19:tags:column:name:user",
            "P19:tags:missing-column:colour:user",
        ]
    );
    for finding in probe(&output, "P19")["findings"].as_array().unwrap() {
        let missing = finding["id"].as_str().unwrap().contains("missing");
        let severity = if missing { "medium" } else { "high" };
        assert_eq!(finding["severity"], severity, "{finding}");
        assert!(
            finding["request"].as_str().unwrap().contains("curl"),
            "{finding}"
        );
    }
}

#[test]
fn a_column_beyond_the_plan_that_is_a_secret_is_critical_and_so_are_mutations_seen() {
    let rig = Rig::with(|metadata| {
        permission(metadata, "emailpassword_users")["columns"] = json!("*");
        table(metadata, "notes")["delete_permissions"] = json!([{ "role": "user",
            "permission": { "filter": { "owner_id": { "_eq": "X-Hasura-User-Id" } } } }]);
    });
    rig.draft();
    let path = rig.world.work().join("policy.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("mutations = [\"delete\"]"), "{text}");
    let text = text
        .replace("\"password_hash\", ", "")
        .replace("mutations = [\"delete\"]", "mutations = []");
    std::fs::write(&path, text).unwrap();
    let output = rig.verify(&["--policy", "policy.toml", "--probe", "P19"]);
    ends(&output, 8, "leak");
    let secret = "P19:emailpassword_users:column:password_hash:user";
    assert_eq!(
        ids(&output, "P19"),
        [secret, "P19:notes:mutation:delete:user"]
    );
    assert_eq!(probe(&output, "P19")["findings"][0]["severity"], "critical");
}

#[test]
fn what_is_accepted_stays_visible_and_fails_nobody_until_its_day() {
    let rig = Rig::with(open_tags);
    ends(&rig.verify(&[]), 8, "leak");
    let world = &rig.world;
    world.file("p.toml", accept("P*:tags:*", "2999-01-01"));
    world
        .cmd(["verify-hasura", "--session", "alice", "--policy", "p.toml"])
        .code(2)
        .stderr_has("error[config.policy]")
        .stderr_has("p.toml:2: \"P*:tags:*\" is no finding");

    let everything = |until: &str| {
        let output = rig.verify(&[]);
        let all: Vec<String> = output.json()["result"]["probes"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|probe| probe["findings"].as_array().unwrap().clone())
            .map(|finding| accept(finding["id"].as_str().unwrap(), until))
            .collect();
        all.concat()
    };
    world.file("p.toml", everything("2999-01-01"));
    let output = rig.verify(&["--policy", "p.toml"]);
    ends(&output, 0, "sound");
    assert!(
        ids(&output, "P05").contains(&"P05:tags:list:user".to_owned()),
        "{output}"
    );
    let accepted = &probe(&output, "P05")["findings"][0]["accepted"];
    assert_eq!(
        *accepted,
        json!({ "reason": "known", "until": "2999-01-01" }),
        "{output}"
    );
    let text = world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--policy",
            "p.toml",
        ])
        .ok();
    text.stdout_has("accepted")
        .stdout_has("until 2999-01-01: known");

    world.file("p.toml", everything("2020-01-01"));
    let output = rig.verify(&["--policy", "p.toml"]);
    ends(&output, 8, "leak");
    assert_eq!(probe(&output, "POL")["status"], "warn", "{output}");
    output.stdout_has("POL:expired:P05:tags:list:user");
}

#[test]
fn an_acceptance_that_matches_nothing_is_a_finding() {
    let rig = Rig::new(&[]);
    rig.world
        .file("p.toml", accept("P05:tags:list:user", "2999-01-01"));
    let output = rig.verify(&["--policy", "p.toml"]);
    ends(&output, 0, "sound");
    assert_eq!(ids(&output, "POL"), ["POL:unused:P05:tags:list:user"]);
    let output = rig.verify(&["--policy", "p.toml", "--fail-on", "warn"]);
    ends(&output, 8, "sound");
    assert_eq!(output.json()["result"]["failed_on"], "warn");
    // A probe that did not run could not have found it.
    let output = rig.verify(&["--policy", "p.toml", "--probe", "P16"]);
    assert_eq!(ids(&output, "POL"), Vec::<String>::new(), "{output}");
}

#[test]
fn shared_tables_and_owners_are_the_policys_word() {
    let rig = Rig::with(open_tags);
    rig.world.file("p.toml", "shared = [\"tags\"]\n");
    for more in [&[][..], &["--no-admin"]] {
        let line: Vec<&str> = ["--policy", "p.toml"].iter().chain(more).copied().collect();
        let output = rig.verify(&line);
        ends(&output, 0, "sound");
        output.stdout_has("for everybody, as the policy says");
    }

    // The filter binds comments to the note's owner; the policy says that they are their author's.
    let rig = Rig::with(|metadata| {
        permission(metadata, "comments")["filter"] =
            json!({ "note": { "owner_id": { "_eq": "X-Hasura-User-Id" } } });
    });
    ends(&rig.verify(&[]), 0, "sound");
    rig.world
        .file("p.toml", "[owners]\ncomments = \"author_id\"\n");
    let output = rig.verify(&["--policy", "p.toml"]);
    ends(&output, 8, "leak");
    assert_eq!(ids(&output, "P05")[0], "P05:comments:list:user", "{output}");
    output.stdout_has("author_id (the policy)");
    assert_eq!(
        ids(&output, "POL"),
        ["POL:filter:comments:user"],
        "{output}"
    );

    // Whom the filter names beside the author, the policy has to name as well.
    let rig = Rig::with(|metadata| {
        permission(metadata, "comments")["filter"] = json!({ "_or": [
            { "author_id": { "_eq": "X-Hasura-User-Id" } },
            { "note": { "owner_id": { "_eq": "X-Hasura-User-Id" } } }
        ] });
    });
    let author = "[owners]\ncomments = \"author_id\"\n";
    let both = "[owners]\ncomments = [\"author_id\", \"note.owner_id\"]\n";
    for (policy, code, verdict) in [(author, 8, "leak"), (both, 0, "sound")] {
        rig.world.file("p.toml", policy);
        let output = rig.verify(&["--policy", "p.toml"]);
        ends(&output, code, verdict);
        assert_eq!(ids(&output, "POL"), [""; 0], "{output}");
    }

    rig.world.file(
        "p.toml",
        "shared = [\"tgas\"]\n[owners]\nnotes = \"owner.nobody\"\nletters = \"id\"\n\
         [public]\nnotse = { title = \"a\" }\ntags = { colour = \"red\" }\n\
         [arguments]\nserach_notes = { word = \"%\" }\n",
    );
    let output = rig.verify(&["--policy", "p.toml"]);
    output.stdout_has("did you mean tags?");
    let expected = [
        "POL:arguments:serach_notes",
        "POL:owners:letters",
        "POL:owners:notes:owner.nobody",
        "POL:public:notse",
        "POL:public:tags:colour",
        "POL:shared:tgas",
    ];
    assert_eq!(ids(&output, "POL"), expected, "{output}");
}

#[test]
fn a_draft_says_again_what_only_people_know() {
    let rig = Rig::with(open_tags);
    let public = "tags = [{ name = \"x\", owner_id = { _is_null = true } }, \
                  { name = { _in = [\"a\", \"b\"] } }]\n";
    let arguments = "near = [{ at = { lat = 1.5 }, most = 5 }, { exact = true, most = 6 }]\n\
                     search_notes = { word = \"%\" }\n";
    let stated = format!("[public]\n{public}\n[arguments]\n{arguments}");
    rig.world.file("p.toml", stated);
    let drafted = |from: &str, to: &str| {
        rig.verify(&["--policy", from, "--write-policy", to, "--force"]);
        let text = std::fs::read_to_string(rig.world.work().join(to)).unwrap();
        assert!(text.contains(public) && text.contains(arguments), "{text}");
    };
    drafted("p.toml", "drafted.toml");
    drafted("drafted.toml", "again.toml");
    drafted("again.toml", "again.toml");
}

#[test]
fn a_draft_accepts_no_leak_and_overwrites_nothing() {
    let rig = Rig::with(open_tags);
    let output = rig.verify(&["--write-policy", "policy.toml"]);
    ends(&output, 8, "leak");
    let text = std::fs::read_to_string(rig.world.work().join("policy.toml")).unwrap();
    assert!(text.contains("#   P05:tags:list:user"), "{text}");
    assert!(!text.contains("\n[[accept"), "{text}");
    // What everybody sees may be meant: offered, and not said.
    let offered = text
        .lines()
        .skip_while(|line| !line.contains("whoever owns them: a leak, unless it is meant"))
        .nth(1);
    assert_eq!(offered, Some("  # \"tags\","), "{text}");
    ends(&rig.verify(&["--policy", "policy.toml"]), 8, "leak");
    let meant = text.replace("  # \"tags\",", "  \"tags\",");
    rig.world.file("meant.toml", meant);
    let said = rig.verify(&["--policy", "meant.toml"]);
    assert!(ids(&said, "P05").is_empty(), "{said}");

    let again = rig.verify(&["--write-policy", "policy.toml"]);
    assert_eq!(again.code, Some(2), "{again}");
    again
        .stdout_has("verify.policy_exists")
        .stdout_has("--force");
    let kept = std::fs::read_to_string(rig.world.work().join("policy.toml")).unwrap();
    assert_eq!(kept, text);

    // What somebody accepted survives a new draft.
    rig.world
        .file("policy.toml", accept("P05:tags:list:user", "2999-01-01"));
    let output = rig.verify(&["--write-policy", "policy.toml", "--force"]);
    assert_eq!(
        output.json()["result"]["policy_written"]["kept_acceptances"],
        1,
        "{output}"
    );
    let text = std::fs::read_to_string(rig.world.work().join("policy.toml")).unwrap();
    assert!(
        text.contains("reason = \"known\"") && text.contains("[roles.user"),
        "{text}"
    );
    rig.world.file("other.txt", "not = [a, policy");
    let output = rig.verify(&["--write-policy", "other.txt", "--force"]);
    assert_eq!(output.code, Some(2), "{output}");
}

#[test]
fn the_configuration_file_keeps_every_byte_beside_the_policy() {
    let rig = Rig::new(&[]);
    let before = "# ours\nretries   = 1 # few\n\n[profiles.x]   # odd\napi_url='http://x'";
    let path = rig.world.file("st-hasura.toml", before);
    ends(&rig.verify(&["--write-policy"]), 0, "sound");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with(before), "{text}");
    assert!(text.contains("[verify.roles.user.tables.notes]"), "{text}");
    ends(&rig.verify(&[]), 0, "sound");
    assert_eq!(probe(&rig.verify(&[]), "P19")["status"], "pass");

    let output = rig.world.cmd(["config", "show", "--origin"]).ok();
    output.stdout_has("1 role, 5 planned tables, 5 tables with named owners");
    let output = rig.verify(&["--write-policy"]);
    assert_eq!(output.code, Some(2), "{output}");
    output.stdout_has("has a policy already");
    // A second draft is the first one again.
    ends(&rig.verify(&["--write-policy", "--force"]), 0, "sound");
    let again = std::fs::read_to_string(&path).unwrap();
    assert!(again.starts_with(before), "{again}");
    assert_eq!(again.matches("[verify]").count(), 1, "{again}");

    // smoke listens to it too.
    let narrowed = again.replace(
        "columns = [\"id\", \"name\", \"owner_id\"]",
        "columns = [\"id\"]",
    );
    assert_ne!(narrowed, again);
    std::fs::write(&path, narrowed).unwrap();
    let output = rig.world.cmd(["smoke", "-o", "json"]).run();
    assert_eq!(output.code, Some(8), "{output}");
    output.stdout_has("P19:tags:column:name:user");
    drop(rig.sandbox);
}

#[test]
fn a_baseline_says_what_changed_and_excuses_nothing() {
    let sound = Rig::new(&[]);
    let earlier = sound.verify(&[]);
    let leaky = Rig::with(|metadata| {
        open_tags(metadata);
        let tables = metadata["sources"][0]["tables"].as_array_mut().unwrap();
        tables.retain(|table| table["table"]["name"] != "note_tags");
    });
    leaky.world.file("baseline.json", &earlier.stdout);
    let output = leaky.verify(&["--baseline", "baseline.json"]);
    ends(&output, 8, "leak");
    let baseline = &output.json()["result"]["baseline"];
    let new: Vec<&Value> = baseline["new"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert!(new.contains(&&json!("P05:tags:list:user")), "{baseline}");
    assert_eq!(baseline["gone"], json!([]));
    assert!(
        baseline["changed"]
            .as_array()
            .unwrap()
            .contains(&json!({ "id": "P05", "from": "pass", "to": "fail" })),
        "{baseline}"
    );
    assert_eq!(
        baseline["tables"],
        json!({ "appeared": [], "vanished": ["note_tags"] })
    );

    // The same leak again is still a leak, and nothing new.
    leaky.world.file("leaky.json", &leaky.verify(&[]).stdout);
    let output = leaky.verify(&["--baseline", "leaky.json"]);
    ends(&output, 8, "leak");
    assert_eq!(output.json()["result"]["baseline"]["new"], json!([]));
    let text = leaky
        .world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--baseline",
            "leaky.json",
        ])
        .code(8);
    text.stdout_has("since baseline")
        .stdout_has("nothing changed");

    sound.world.file("leaky.json", &leaky.verify(&[]).stdout);
    let output = sound.verify(&["--baseline", "leaky.json"]);
    ends(&output, 0, "sound");
    let gone = output.json()["result"]["baseline"]["gone"].to_string();
    assert!(gone.contains("P05:tags:list:user"), "{gone}");
    // Nobody looked for it: it is not gone.
    let output = sound.verify(&["--baseline", "leaky.json", "--probe", "P16"]);
    assert_eq!(
        output.json()["result"]["baseline"]["gone"],
        json!([]),
        "{output}"
    );

    let half = &earlier.stdout[..earlier.stdout.len() / 2];
    for (text, code) in [
        (half, "verify.baseline_syntax"),
        (
            "{\"schema\":1,\"command\":\"smoke\"}",
            "verify.baseline_foreign",
        ),
        (
            "{\"schema\":7,\"command\":\"verify-hasura\",\"result\":{}}",
            "verify.baseline_newer",
        ),
    ] {
        sound.world.file("bad.json", text);
        let output = sound.verify(&["--baseline", "bad.json"]);
        assert_eq!(output.code, Some(2), "{output}");
        output.stdout_has(code);
    }
}

#[test]
fn exit_codes_are_those_that_ci_listens_to() {
    let warned = Rig::new(&["--fault", "internals-leaked"]);
    ends(&warned.verify(&[]), 0, "sound");
    ends(&warned.verify(&["--fail-on", "error"]), 0, "sound");
    let output = warned.verify(&["--fail-on", "warn"]);
    ends(&output, 8, "sound");
    assert_eq!(output.json()["result"]["failed_on"], "warn");

    let blind = Rig::with(|metadata| {
        for name in [
            "comments",
            "emailpassword_users",
            "note_tags",
            "notes",
            "tags",
        ] {
            permission(metadata, name)["filter"] = json!({ "_and": [{ "_not": {} }] });
        }
    });
    ends(&blind.verify(&["--fail-on", "warn"]), 8, "blind");

    let nothing = Rig::with(|metadata| {
        metadata["sources"][0]["tables"] = json!([]);
    });
    ends(&nothing.verify(&["--fail-on", "warn"]), 3, "unproven");
}

/// Without the core nobody can sign a token that expires, and whether Hasura refuses one stays open.
#[test]
fn what_cannot_be_tried_is_not_green_unless_the_policy_says_so() {
    let rig = Rig::new(&[]);
    let without_core = |args: &[&str]| {
        let args = VERIFY_PAIR.iter().chain(&["--probe", "P16"]).chain(args);
        rig.world.cmd(args).env("ST_HASURA_CORE_URI", "").run()
    };
    let policy = |finding: &str, until: &str| {
        rig.world.file("untried.toml", accept(finding, until));
        without_core(&["--policy", "untried.toml"])
    };
    let open = without_core(&[]);
    ends(&open, 3, "unproven");
    open.stdout_has("P16 was not tried: an expired token could not be made")
        .stdout_has("can be accepted in the policy, with a reason and a last day: P16:untried");

    let accepted = policy("P16:untried", "2999-01-31");
    ends(&accepted, 0, "sound");
    assert_eq!(
        probe(&accepted, "P16")["accepted"],
        json!({ "reason": "known", "until": "2999-01-31" })
    );
    let limits = accepted.json()["result"]["limits"].to_string();
    assert!(
        limits.contains("P16 was not tried: an expired token"),
        "{limits}"
    );
    let text = rig
        .world
        .cmd(
            VERIFY_PAIR[..5]
                .iter()
                .chain(&["--probe", "P16", "--policy", "untried.toml"]),
        )
        .env("ST_HASURA_CORE_URI", "")
        .ok();
    text.stdout_has("only P16 was asked for, and no more is shown than that P16 did not fail, as far as was looked (P16 was not tried: an expired")
        .stdout_has("until 2999-01-31: known");

    // Who accepts findings has not accepted that nobody looks for them; nor does it last.
    ends(&policy("P16:*", "2999-01-31"), 3, "unproven");
    let ended = policy("P16:untried", "2020-01-31");
    ends(&ended, 3, "unproven");
    ended.stdout_has("POL:expired:P16:untried");
    // Where everything could be tried, it has nothing to accept.
    rig.world
        .file("untried.toml", accept("P16:untried", "2999-01-31"));
    let tried = rig.verify(&["--probe", "P16", "--policy", "untried.toml"]);
    ends(&tried, 0, "sound");
    tried.stdout_has("POL:unused:P16:untried");
}

#[test]
fn a_sample_that_leaves_something_out_says_so_and_is_not_simply_green() {
    // Of the rows that are not theirs nothing is left out: users can filter by the owner.
    let rig = Rig::new(&[]);
    let output = rig.verify(&["--sample", "1", "--probe", "P05"]);
    let limits = output.json()["result"]["limits"].to_string();
    assert!(limits.contains("notes: "), "{output}");
    // A leak that the first row does not show.
    let leaky = Rig::with(open_tags);
    let output = leaky.verify(&["--sample", "1", "--probe", "P05"]);
    assert_eq!(output.code, Some(8), "{output}");
    // Nor where the owner is no column of the table: conditions go through relationships.
    let output = rig.verify(&["--sample", "1", "--probe", "P05", "--no-admin"]);
    ends(&output, 0, "sound");
    output.stdout_has("note_tags: the first 1 rows were looked at as alice, and of the others");
}
