//! `query`: the data as JSON, a schema as SDL or JSON.

use serde_json::{Value, json};

use super::QueryOutcome;
use crate::cli::IntrospectFormat;
use crate::exit::Exit;
use crate::hasura::GraphQlError;
use crate::output::{Outcome, Page};

impl Outcome for QueryOutcome {
    fn json(&self) -> Value {
        match self {
            Self::Ran(result) => {
                let mut out = json!({ "data": result.data });
                if !result.errors.is_empty() {
                    out["errors"] = result.errors.iter().map(GraphQlError::json).collect();
                }
                out
            }
            Self::Followed(_) => Value::Null,
            Self::Introspected(result) => match result.format {
                IntrospectFormat::Sdl => json!({ "sdl": result.sdl }),
                IntrospectFormat::Json => result.introspection.clone(),
            },
        }
    }

    fn text(&self, page: &mut Page) {
        match self {
            Self::Ran(result) => {
                if let Some(data) = &result.data {
                    page.block(pretty(data));
                }
            }
            Self::Followed(_) => {}
            Self::Introspected(result) => match result.format {
                IntrospectFormat::Sdl => page.block(result.sdl.trim_end()),
                IntrospectFormat::Json => page.block(pretty(&result.introspection)),
            },
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Ran(result) => result.exit(),
            Self::Followed(exit) => *exit,
            Self::Introspected(_) => Exit::Ok,
        }
    }

    fn is_published(&self) -> bool {
        matches!(self, Self::Followed(_))
    }
}

fn pretty(value: &Value) -> String {
    // `Value` has string keys only, so it always serialises.
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}
