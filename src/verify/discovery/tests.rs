use super::*;
use crate::hasura::introspection::from_sdl;
use crate::verify::model::document::{self, ListQuery, Selection};
use serde_json::json;

fn notes() -> Model {
    model(&from_sdl(include_str!(
        "../../../tests/fixtures/notes_user.graphql"
    )))
}

fn camel() -> Model {
    model(&from_sdl(include_str!(
        "../../../tests/fixtures/camel_user.graphql"
    )))
}

#[test]
fn tables_and_their_ways_are_found() {
    let model = notes();
    let names: Vec<&str> = model.tables.iter().map(|t| t.type_name.as_str()).collect();
    assert_eq!(names, ["comments", "emailpassword_users", "notes"]);
    let notes = model.table("notes").unwrap();
    assert_eq!(notes.db_name.as_deref(), Some("notes"));
    assert!(notes.list.is_some() && notes.aggregate.is_some() && notes.stream.is_some());
    assert_eq!(notes.list.as_ref().unwrap().name, "notes");
    assert_eq!(
        notes.column_names(),
        ["created_at", "id", "title", "user_id"]
    );
    assert_eq!(model.others, ["server_time"]);
    let functions: Vec<String> = model.functions.iter().map(|one| one.field.path()).collect();
    assert_eq!(functions, ["search_notes"]);
    assert!(model.mutations.is_empty() && !model.nothing);
}

#[test]
fn keys_keep_their_types() {
    let model = notes();
    let users = model.table("emailpassword_users").unwrap();
    let key = users.primary_key.as_ref().unwrap();
    assert_eq!(key.columns[0].name, "user_id");
    assert_eq!(key.columns[0].type_sdl, "bpchar!");
}

#[test]
fn relationships_know_their_direction() {
    let model = notes();
    let notes = model.table("notes").unwrap();
    let found: Vec<(&str, &str, bool)> = notes
        .relationships
        .iter()
        .map(|rel| (rel.name.as_str(), rel.target.as_str(), rel.array))
        .collect();
    assert_eq!(
        found,
        [
            ("comments", "comments", true),
            ("user", "emailpassword_users", false)
        ]
    );
}

#[test]
fn camel_case_custom_names_and_namespaces_come_out_of_the_same_rules() {
    let model = camel();
    let table = model.table("UserNotes").unwrap();
    assert_eq!(table.db_name.as_deref(), Some("app.user_notes"));
    assert_eq!(table.list.as_ref().unwrap().path(), "blog.allTheNotes");
    assert_eq!(table.by_pk.as_ref().unwrap().path(), "blog.oneNote");
    assert_eq!(table.aggregate.as_ref().unwrap().name, "userNotesAggregate");
    let order = table.list.as_ref().unwrap().args.order_by.as_ref().unwrap();
    assert_eq!(
        (order.arg.name.as_str(), order.ascending.as_str()),
        ("orderBy", "ASC")
    );
    let key: Vec<&str> = table
        .primary_key
        .as_ref()
        .unwrap()
        .columns
        .iter()
        .map(|c| c.name.as_str())
        .collect();
    assert_eq!(key, ["ownerId", "noteNo"]);
}

#[test]
fn a_role_without_permissions_has_nothing() {
    let model = model(&from_sdl("type Query { no_queries_available: String! }"));
    assert!(model.nothing && model.tables.is_empty());
}

#[test]
fn documents_declare_what_they_use() {
    let model = camel();
    let table = model.table("UserNotes").unwrap();
    let request = document::list(
        table.list.as_ref().unwrap(),
        &ListQuery {
            selection: Selection::columns(["ownerId", "noteNo"]),
            filter: json!({"noteNo": {"_eq": 1}}),
            limit: Some(3),
            order_by: vec!["ownerId".into(), "nonsense".into()],
        },
    );
    assert_eq!(
        request.query,
        "query($where: UserNotesBoolExp, $limit: Int, $orderBy: [UserNotesOrderBy!]) \
         { blog { allTheNotes(where: $where, limit: $limit, orderBy: $orderBy) { ownerId noteNo } } }"
    );
    assert_eq!(
        request.variables,
        json!({"where": {"noteNo": {"_eq": 1}}, "limit": 3, "orderBy": [{"ownerId": "ASC"}]})
    );
    let request = document::by_pk(
        table,
        &[vec![json!("u"), json!(1)], vec![json!("v"), json!(2)]],
        &Selection::columns(["body"]),
    )
    .unwrap();
    assert_eq!(
        request.query,
        "query($k0_ownerId: bpchar!, $k0_noteNo: Int!, $k1_ownerId: bpchar!, $k1_noteNo: Int!) \
         { blog { k0: oneNote(ownerId: $k0_ownerId, noteNo: $k0_noteNo) { body } \
         k1: oneNote(ownerId: $k1_ownerId, noteNo: $k1_noteNo) { body } } }"
    );
}
