//! Notes with comments and tags of two people, and who may see them.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::hasura::engine::Engine;
use crate::hasura::graphql::{GraphQlRequest, execute};
use crate::hasura::model::data;
use crate::hasura::model::metadata::Metadata;
use crate::hasura::model::session::{Session, Via};
use crate::{Faults, Naming};

pub(super) const ANN: &str = "aaaaaaaa-0000-4000-8000-000000000001";
pub(super) const BEN: &str = "bbbbbbbb-0000-4000-8000-000000000002";

/// An engine and a caller.
pub(super) struct World {
    pub(super) engine: Engine,
    pub(super) session: Session,
}

impl World {
    pub(super) fn new(metadata: &Value, data: &Value, faults: &[&str], session: Session) -> Self {
        let engine = Engine::new(
            Metadata::load(metadata).unwrap(),
            data::load(data).unwrap(),
            Arc::new(Vec::new),
            Faults::parse(faults).unwrap(),
            Naming::default(),
        );
        assert_eq!(engine.metadata().inconsistencies, Vec::new());
        Self { engine, session }
    }

    /// The notes as Ann sees them.
    pub(super) fn ann() -> Self {
        Self::with_faults(&[])
    }

    pub(super) fn with_faults(faults: &[&str]) -> Self {
        Self::new(&metadata(), &data(), faults, user(ANN))
    }

    pub(super) fn admin() -> Self {
        Self::new(
            &metadata(),
            &data(),
            &[],
            Session::new("admin", Via::AdminSecret),
        )
    }

    pub(super) fn run(&self, query: &str) -> Value {
        self.run_with(query, &json!({}))
    }

    pub(super) fn run_with(&self, query: &str, variables: &Value) -> Value {
        self.request(query, variables, None)
    }

    pub(super) fn request(&self, query: &str, variables: &Value, name: Option<&str>) -> Value {
        let request = GraphQlRequest {
            query: query.to_owned(),
            variables: variables.as_object().unwrap().clone(),
            operation_name: name.map(str::to_owned),
        };
        execute(&self.engine, &self.session, &request)
    }

    /// The data of an answer without errors.
    pub(super) fn data(&self, query: &str) -> Value {
        let answer = self.run(query);
        assert!(answer.get("errors").is_none(), "{query}: {answer}");
        answer["data"].clone()
    }

    /// Path, code and message of the error.
    pub(super) fn error(&self, query: &str) -> (String, String, String) {
        self.error_with(query, &json!({}))
    }

    pub(super) fn error_with(&self, query: &str, variables: &Value) -> (String, String, String) {
        failure(query, &self.run_with(query, variables))
    }
}

pub(super) fn failure(query: &str, answer: &Value) -> (String, String, String) {
    let errors = answer["errors"]
        .as_array()
        .unwrap_or_else(|| panic!("{query}: {answer}"));
    assert_eq!(errors.len(), 1, "{answer}");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let extensions = &errors[0]["extensions"];
    (
        text(&extensions["path"]),
        text(&extensions["code"]),
        text(&errors[0]["message"]),
    )
}

pub(super) fn user(id: &str) -> Session {
    Session::new("user", Via::Jwt).with("X-Hasura-User-Id", id)
}

/// Ann's note 1 has a comment by each of them; Ben's note 3 has one by each, too.
pub(super) fn data() -> Value {
    json!({"tables": [
        {
            "name": "people",
            "columns": [
                {"name": "id", "type": "uuid"},
                {"name": "name", "type": "text"},
                {"name": "secret", "type": "text", "nullable": true}
            ],
            "primary_key": ["id"],
            "rows": [
                {"id": ANN, "name": "Ann", "secret": "a"},
                {"id": BEN, "name": "Ben", "secret": "b"}
            ]
        },
        {
            "name": "notes",
            "columns": [
                {"name": "id", "type": "integer"},
                {"name": "owner_id", "type": "uuid"},
                {"name": "title", "type": "text"},
                {"name": "stars", "type": "integer", "nullable": true},
                {"name": "at", "type": "timestamptz"},
                {"name": "extra", "type": "jsonb", "nullable": true}
            ],
            "primary_key": ["id"],
            "unique": [["title"]],
            "foreign_keys": [{"columns": ["owner_id"], "table": "people", "references": ["id"]}],
            "rows": [
                {"id": 1, "owner_id": ANN, "title": "apples", "stars": 3,
                 "at": "2024-01-03T00:00:00+00:00", "extra": {"a": [1, {"b": 2}]}},
                {"id": 2, "owner_id": ANN, "title": "Bread", "stars": null,
                 "at": "2024-01-01T00:00:00+00:00", "extra": null},
                {"id": 3, "owner_id": BEN, "title": "cider", "stars": 5,
                 "at": "2024-01-02T00:00:00+00:00", "extra": null},
                {"id": 4, "owner_id": ANN, "title": "dates", "stars": 1,
                 "at": "2024-01-04T00:00:00+00:00", "extra": null}
            ]
        },
        {
            "name": "comments",
            "columns": [
                {"name": "id", "type": "bigint"},
                {"name": "note_id", "type": "integer"},
                {"name": "author_id", "type": "uuid"},
                {"name": "text", "type": "varchar"}
            ],
            "primary_key": ["id"],
            "foreign_keys": [
                {"columns": ["note_id"], "table": "notes", "references": ["id"]},
                {"columns": ["author_id"], "table": "people", "references": ["id"]}
            ],
            "rows": [
                {"id": 10, "note_id": 1, "author_id": ANN, "text": "mine on mine"},
                {"id": 11, "note_id": 1, "author_id": BEN, "text": "ben on ann"},
                {"id": 12, "note_id": 3, "author_id": ANN, "text": "ann on ben"},
                {"id": 13, "note_id": 3, "author_id": BEN, "text": "ben on ben"}
            ]
        },
        {
            "schema": "audit",
            "name": "log",
            "columns": [
                {"name": "key", "type": "char(8)"},
                {"name": "who", "type": "uuid"}
            ],
            "primary_key": ["key"],
            "rows": [{"key": "k1      ", "who": ANN}]
        },
        {
            "name": "starred",
            "view_of": "notes",
            "filter": {"stars": {"_gt": 2}}
        }
    ]})
}

/// Role `user` sees its own people row, notes and comments; it comments under its own name.
pub(super) fn metadata() -> Value {
    let own = |column: &str| {
        let mut filter = serde_json::Map::new();
        filter.insert(column.into(), json!({"_eq": "X-Hasura-User-Id"}));
        Value::Object(filter)
    };
    json!({"version": 3, "sources": [{"name": "default", "kind": "postgres", "tables": [
        {
            "table": {"schema": "public", "name": "people"},
            "array_relationships": [{"name": "notes", "using": {"foreign_key_constraint_on":
                {"table": {"schema": "public", "name": "notes"}, "column": "owner_id"}}}],
            "select_permissions": [{"role": "user", "permission":
                {"columns": ["id", "name"], "filter": own("id")}}]
        },
        {
            "table": {"schema": "public", "name": "notes"},
            "object_relationships": [
                {"name": "owner", "using": {"foreign_key_constraint_on": "owner_id"}}],
            "array_relationships": [{"name": "comments", "using": {"foreign_key_constraint_on":
                {"table": {"schema": "public", "name": "comments"}, "column": "note_id"}}}],
            "select_permissions": [{"role": "user", "permission": {
                "columns": ["id", "owner_id", "title", "stars", "at", "extra"],
                "filter": own("owner_id"),
                "allow_aggregations": true}}],
            "insert_permissions": [{"role": "user", "permission": {
                "columns": ["id", "title", "stars", "at"],
                "set": {"owner_id": "x-hasura-user-id"},
                "check": {"stars": {"_lte": 5}}}}],
            "update_permissions": [{"role": "user", "permission": {
                "columns": ["title", "stars"],
                "filter": own("owner_id"),
                "check": {"stars": {"_lte": 5}}}}],
            "delete_permissions": [{"role": "user", "permission": {"filter": own("owner_id")}}]
        },
        {
            "table": {"schema": "public", "name": "comments"},
            "object_relationships": [
                {"name": "note", "using": {"foreign_key_constraint_on": "note_id"}},
                {"name": "author", "using": {"foreign_key_constraint_on": "author_id"}}],
            "select_permissions": [{"role": "user", "permission":
                {"columns": ["id", "note_id", "text"], "filter": own("author_id")}}],
            "insert_permissions": [{"role": "user", "permission": {
                "columns": ["id", "note_id", "text"],
                "set": {"author_id": "X-Hasura-User-Id"},
                "check": {"note": own("owner_id")},
                "backend_only": true}}]
        },
        {
            "table": {"schema": "audit", "name": "log"},
            "select_permissions": [{"role": "user", "permission":
                {"columns": ["key"], "filter": {}}}]
        },
        {
            "table": {"schema": "public", "name": "starred"},
            "select_permissions": [{"role": "user", "permission":
                {"columns": ["id", "title"], "filter": own("owner_id")}}]
        }
    ]}]})
}
