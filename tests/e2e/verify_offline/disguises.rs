//! Permissions that are open and do not look it, and what is said to do about them.

use super::{ME, findings, project, select};
use crate::support::{Output, World};

fn told(world: &World) -> Output {
    world
        .cmd(["verify-hasura", "--offline", "-o", "json"])
        .run()
}

/// The remedy of the only finding of P05.
fn remedy(output: &Output) -> String {
    let said = output.json();
    let probes = said["result"]["probes"].as_array().unwrap();
    let reads = probes.iter().find(|probe| probe["id"] == "P05").unwrap();
    let found = reads["findings"].as_array().unwrap();
    assert_eq!(found.len(), 1, "{output}");
    found[0]["remedy"].as_str().map(str::to_owned).unwrap()
}

#[test]
fn a_branch_for_what_is_still_there_is_as_open_as_none() {
    for (branch, severity) in [
        ("deleted_at: {_is_null: true}", "high"),
        ("is_archived: {_eq: false}", "high"),
        ("deleted_at: {_is_null: false}", "medium"),
        ("archived: {_eq: true}", "medium"),
    ] {
        let filter = format!("{{_or: [{ME}, {{{branch}}}]}}");
        let world = project(&[("notes", &select("user", "[id]", &filter))]);
        assert_eq!(
            findings(&told(&world)),
            [format!(
                "P05:notes:filter:user {severity} public_notes.yaml:8"
            )],
            "{branch}"
        );
    }
    // Beside the owner's condition rather than instead of it, it takes rows away.
    let filter = "{owner_id: {_eq: X-Hasura-User-Id}, deleted_at: {_is_null: true}}";
    let world = project(&[("notes", &select("user", "[id]", filter))]);
    assert_eq!(findings(&told(&world)), [""; 0]);
    // Writes as well, and what holds for every row no less.
    for (branch, severity) in [
        ("deleted_at: {_is_null: true}", "high"),
        ("", "high"),
        ("owner_id: {_nin: []}", "high"),
        ("owner_id: {_neq: X-Hasura-User-Id}", "high"),
        ("archived: {_eq: true}", "medium"),
    ] {
        let filter = format!("{{_or: [{ME}, {{{branch}}}]}}");
        let world = project(&[("notes", &delete(&filter))]);
        assert_eq!(
            findings(&told(&world)),
            [format!(
                "P14:notes:delete:user {severity} public_notes.yaml:6"
            )],
            "{branch}"
        );
    }
}

/// How much a user may see is not whose it is; where ids are ordered, it is nobody's at all.
#[test]
fn a_level_in_the_token_is_no_leak_by_itself() {
    for (filter, severity) in [
        ("{level: {_lte: X-Hasura-Level}}", "medium"),
        (
            "{level: {_lte: X-Hasura-Level}, id: {_in: [1, 2]}}",
            "medium",
        ),
        ("{owner_id: {_gte: X-Hasura-User-Id}}", "high"),
        ("{tenant_id: {_lt: X-Hasura-Tenant-Id}}", "high"),
    ] {
        let world = project(&[("notes", &select("user", "[id]", filter))]);
        assert_eq!(
            findings(&told(&world)),
            [format!(
                "P05:notes:filter:user {severity} public_notes.yaml:8"
            )],
            "{filter}"
        );
    }
}

fn delete(filter: &str) -> String {
    format!("delete_permissions:\n  - role: user\n    permission: {{filter: {filter}}}\n")
}

#[test]
fn the_remedy_is_in_the_tables_own_words() {
    // Not the user's id: the tenant's members, as another role is asked for them.
    let members = "{_exists: {_table: members, _where: {_and: [{tenant_id: {_ceq: [$, tenant_id]}}, \
                   {user_id: {_eq: X-Hasura-User-Id}}]}}}";
    let both = format!(
        "{}  - role: viewer\n    permission: {{columns: [id], filter: {{}}}}\n",
        select("user", "[id, tenant_id]", members)
    );
    let world = project(&[("bills", &both)]);
    let said = remedy(&told(&world));
    assert!(
        said.starts_with("ask who calls, as role user does with {\"_exists\":")
            && said.contains("X-Hasura-User-Id")
            && said.ends_with("or say in the policy that bills is shared"),
        "{said}"
    );
    // The branch that asks is what is left.
    let partly = "{_or: [{tenant: {_eq: X-Hasura-Tenant}}, {deleted_at: {_is_null: true}}]}";
    let world = project(&[("bills", &select("user", "[id]", partly))]);
    assert_eq!(
        remedy(&told(&world)),
        "leave no more than {\"tenant\":{\"_eq\":\"X-Hasura-Tenant\"}} of the filter of role user's \
         select permission, or say in the policy that bills is shared, or which of its rows are \
         public"
    );
    let filter = "{_or: [{tenant: {_eq: X-Hasura-Tenant}}, {}]}";
    let output = told(&project(&[("bills", &delete(filter))]));
    output.stdout_has("compare tenant with X-Hasura-Tenant in the filter of the role's delete");
    // What may be changed says whose rows they are, and no key of another table does.
    let keys = "object_relationships:\n  - name: account\n    using: {foreign_key_constraint_on: account_id}\n";
    let mine = "{account: {owner_id: {_eq: X-Hasura-User-Id}}}";
    let bills = select("user", "[id, account_id]", "{}") + &delete(mine) + keys;
    assert_eq!(
        remedy(&told(&project(&[("bills", &bills)]))),
        "ask who calls, as its delete permission does with \
         {\"account\":{\"owner_id\":{\"_eq\":\"X-Hasura-User-Id\"}}}, in the filter of role user's select \
         permission, or say in the policy that bills is shared"
    );
    // Where nobody asks, the column has to say it.
    let world = project(&[("bills", &select("user", "[id, user_id]", "{}"))]);
    assert_eq!(
        remedy(&told(&world)),
        "compare user_id with X-Hasura-User-Id in the filter of role user's select permission, or \
         say in the policy that bills is shared"
    );
}

#[test]
fn a_child_without_a_foreign_key_is_known_by_its_parents_name() {
    let orders = select("user", "[id, owner_id]", ME);
    let open = |columns: &str| select("user", columns, "{}");
    let world = project(&[
        ("orders", &orders),
        ("lines", &open("[id, order_id, price]")),
        // Neither names a table whose rows have owners.
        ("places", &open("[id, country_id, name]")),
        ("countries", &open("[id, name]")),
    ]);
    let output = told(&world);
    let found = findings(&output);
    let of =
        |table: &str| -> Vec<&String> { found.iter().filter(|one| one.contains(table)).collect() };
    assert_eq!(
        of("lines"),
        ["P05:lines:filter:user medium public_lines.yaml:8"]
    );
    assert_eq!(
        of("places"),
        ["P05:places:filter:user info public_places.yaml:8"]
    );
    let said = output.json().to_string();
    assert!(
        said.contains("order_id, named like the key of orders, whose rows have owners"),
        "{said}"
    );
}

#[test]
fn the_job_summary_says_where_it_stands() {
    let world = project(&[("notes", &select("user", "[id, owner_id]", "{}"))]);
    let summary = world.file("summary.md", "");
    world
        .cmd(["verify-hasura", "--offline", "-o", "github"])
        .env("GITHUB_STEP_SUMMARY", &summary)
        .code(8);
    let text = std::fs::read_to_string(&summary).unwrap();
    let place = "<code>hasura/metadata/databases/default/tables/public_notes.yaml:8</code>";
    assert!(text.contains(place), "{text}");
}

/// What everybody may read is not everybody's to change, and staff may sign what they write.
#[test]
fn who_may_read_and_who_may_write_are_two_questions() {
    let insert = |role: &str, rule: &str| {
        format!("insert_permissions:\n  - role: {role}\n    permission: {{{rule}}}\n")
    };
    let posts = select("user", "[id, owner_id]", "{}")
        + &delete("{}")
        + &insert("user", "check: {}, columns: [owner_id]");
    let world = project(&[("posts", &posts)]);
    world.file(
        "p.toml",
        "shared = [\"posts\"]\n[owners]\nposts = \"owner_id\"\n",
    );
    let output = world
        .cmd([
            "verify-hasura",
            "--offline",
            "-o",
            "json",
            "--policy",
            "p.toml",
        ])
        .run();
    assert_eq!(
        findings(&output),
        [
            "P14:posts:delete:user high public_posts.yaml:11",
            "P14:posts:insert:user high public_posts.yaml:14"
        ]
    );

    let mine = ME;
    for (role, severity) in [
        ("support", "medium"),
        ("superadmin", "medium"),
        ("member", "high"),
    ] {
        let tickets = select("user", "[id]", mine)
            + &format!("  - role: {role}\n    permission: {{columns: [id], filter: {{}}}}\n")
            + &insert(
                role,
                "check: {}, columns: [id], set: {owner_id: X-Hasura-User-Id}",
            );
        let world = project(&[("tickets", &tickets)]);
        assert_eq!(
            findings(&told(&world)),
            [format!(
                "P05:tickets:filter:{role} {severity} public_tickets.yaml:10"
            )]
        );
    }

    // Without a token a header names whoever writes.
    let notes = select("user", "[id]", mine)
        + &insert(
            "anonymous",
            "check: {}, columns: [id], set: {owner_id: X-Hasura-User-Id}",
        );
    assert_eq!(
        findings(&told(&project(&[("notes", &notes)]))),
        ["P02:notes:insert:anonymous high public_notes.yaml:11"]
    );
    let form = select("user", "[id]", mine)
        + &insert("anonymous", "check: {}, columns: [id], set: {kind: form}");
    assert_eq!(
        findings(&told(&project(&[("notes", &form)]))),
        ["P14:notes:insert:anonymous medium public_notes.yaml:11"]
    );
}

/// A look into another table asks for this row and this caller in each of its branches.
#[test]
fn a_look_is_read_branch_by_branch() {
    let look = |condition: &str| {
        let filter =
            format!("{{_or: [{ME}, {{_exists: {{_table: shares, _where: {condition}}}}}]}}");
        project(&[
            ("notes", &select("user", "[id]", &filter)),
            (
                "shares",
                &select("user", "[id]", "{user_id: {_eq: X-Hasura-User-Id}}"),
            ),
        ])
    };
    let (me, this) = (
        "{user_id: {_eq: X-Hasura-User-Id}}",
        "{note_id: {_ceq: [$, id]}}",
    );
    for open in [
        format!("{{_or: [{me}, {this}]}}"),
        format!("{{_and: [{this}, {{user_id: {{_neq: X-Hasura-User-Id}}}}]}}"),
        format!("{{_and: [{me}, {{note_id: {{_cne: [$, id]}}}}]}}"),
        format!("{{_and: [{me}, {{_not: {this}}}]}}"),
        me.to_owned(),
    ] {
        assert_eq!(
            findings(&told(&look(&open))),
            ["P05:notes:filter:user medium public_notes.yaml:8"],
            "{open}"
        );
    }
    for bound in [
        format!("{{_and: [{me}, {this}]}}"),
        format!("{{_or: [{{_and: [{me}, {this}]}}, {{_and: [{this}, {me}]}}]}}"),
        format!("{{_and: [{me}, {{level: {{_cgte: [$, level]}}}}]}}"),
    ] {
        assert_eq!(findings(&told(&look(&bound))), [""; 0], "{bound}");
    }
}

#[test]
fn names_that_mean_nothing_are_told_and_roles_of_actions_mean_something() {
    let world = project(&[("notes", &select("user", "[id, owner_id]", ME))]);
    world.file(
        "hasura/metadata/actions.yaml",
        "actions:\n  - name: pay\n    definition: {kind: synchronous, handler: http://x}\n    \
         permissions:\n      - role: payer\ncustom_types: {}\n",
    );
    world.file(
        "hasura/metadata/inherited_roles.yaml",
        "- role_name: both\n  role_set: [user, payer]\n- role_name: none\n  role_set: [user, payre]\n",
    );
    world.file(
        "p.toml",
        "shared = [\"ntoes\"]\n[owners]\nnotes = \"owner_id\"\n[public]\n\"public.notes\" = { id = 1 }\n",
    );
    let line = "verify-hasura --offline -o json --policy p.toml";
    let output = world.cmd(line.split(' ')).run();
    assert_eq!(
        findings(&output),
        [
            "P22:none:parents medium inherited_roles.yaml:3",
            "POL:shared:ntoes medium :null"
        ]
    );
    output.stdout_has("did you mean notes?");
}
