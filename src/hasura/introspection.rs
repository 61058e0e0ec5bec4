//! Introspection: the query, and its result as types.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

/// The query. Only members that every GraphQL server has since 2018.
pub(crate) const QUERY: &str = "\
query IntrospectionQuery {
  __schema {
    queryType { name }
    mutationType { name }
    subscriptionType { name }
    types { ...FullType }
    directives { name description locations args { ...InputValue } }
  }
}
fragment FullType on __Type {
  kind
  name
  description
  fields(includeDeprecated: true) {
    name
    description
    args { ...InputValue }
    type { ...TypeRef }
    isDeprecated
    deprecationReason
  }
  inputFields { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
fragment TypeRef on __Type {
  kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name } } } } } } }
}";

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Schema {
    /// Root of queries.
    pub query_type: Option<Named>,
    /// Root of mutations; none when the role has none.
    pub mutation_type: Option<Named>,
    /// Root of subscriptions.
    pub subscription_type: Option<Named>,
    pub types: Vec<Type>,
    #[serde(default)]
    pub directives: Vec<Directive>,
    /// Where in `types` a name is; a schema of 500 tables has ten thousand types.
    #[serde(skip)]
    index: OnceLock<HashMap<String, usize>>,
}

impl Schema {
    /// A type by its name.
    pub(crate) fn get(&self, name: &str) -> Option<&Type> {
        let index = self.index.get_or_init(|| {
            let types = self.types.iter().enumerate();
            types.map(|(at, t)| (t.name.clone(), at)).collect()
        });
        self.types.get(*index.get(name)?)
    }
}

/// A reference by name.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Named {
    pub name: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Type {
    pub kind: Kind,
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Fields of an object or interface.
    #[serde(default)]
    pub fields: Option<Vec<Field>>,
    /// Fields of an input object.
    #[serde(default)]
    pub input_fields: Option<Vec<InputValue>>,
    /// Interfaces of an object.
    #[serde(default)]
    pub interfaces: Option<Vec<TypeRef>>,
    /// Values of an enum.
    #[serde(default)]
    pub enum_values: Option<Vec<EnumValue>>,
    /// Members of a union, implementations of an interface.
    #[serde(default)]
    pub possible_types: Option<Vec<TypeRef>>,
}

impl Type {
    /// Fields, none for types without.
    pub(crate) fn fields(&self) -> &[Field] {
        self.fields.as_deref().unwrap_or_default()
    }

    /// A field by its name.
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// Input fields, none for types without.
    pub(crate) fn input_fields(&self) -> &[InputValue] {
        self.input_fields.as_deref().unwrap_or_default()
    }
}

/// Kind of a type.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[allow(missing_docs, reason = "GraphQL's own words")]
pub(crate) enum Kind {
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    InputObject,
    List,
    NonNull,
}

/// A type as it is used: wrapped in lists and non-nulls.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TypeRef {
    /// Kind of this layer.
    pub kind: Kind,
    /// Name, at the innermost layer.
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub of_type: Option<Box<TypeRef>>,
}

impl TypeRef {
    pub(crate) fn inner(&self) -> &Self {
        self.of_type.as_deref().map_or(self, Self::inner)
    }

    /// Name of the innermost layer; empty for a result cut off by its depth.
    pub(crate) fn named(&self) -> &str {
        self.inner().name.as_deref().unwrap_or_default()
    }

    /// True for `X!`.
    pub(crate) fn required(&self) -> bool {
        self.kind == Kind::NonNull
    }

    /// True for `[X]`, in any nullness.
    pub(crate) fn is_list(&self) -> bool {
        match self.kind {
            Kind::List => true,
            Kind::NonNull => self.of_type.as_deref().is_some_and(Self::is_list),
            _ => false,
        }
    }

    /// As written in SDL and in variable declarations: `[notes!]!`.
    pub(crate) fn sdl(&self) -> String {
        let inner = || self.of_type.as_deref().map(Self::sdl).unwrap_or_default();
        match self.kind {
            Kind::NonNull => format!("{}!", inner()),
            Kind::List => format!("[{}]", inner()),
            _ => self.name.clone().unwrap_or_default(),
        }
    }
}

/// A field of an object.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Field {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub args: Vec<InputValue>,
    #[serde(rename = "type")]
    pub type_ref: TypeRef,
    #[serde(default)]
    pub is_deprecated: bool,
    #[serde(default)]
    pub deprecation_reason: Option<String>,
}

impl Field {
    /// An argument by its name.
    pub(crate) fn arg(&self, name: &str) -> Option<&InputValue> {
        self.args.iter().find(|arg| arg.name == name)
    }
}

/// An argument, or a field of an input object.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InputValue {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(rename = "type")]
    pub type_ref: TypeRef,
    /// Default, as GraphQL text.
    #[serde(default)]
    pub default_value: Option<String>,
}

/// A value of an enum.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EnumValue {
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    #[serde(default)]
    pub is_deprecated: bool,
    #[serde(default)]
    pub deprecation_reason: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Directive {
    /// Name, without `@`.
    pub name: String,
    #[serde(default)]
    pub description: Option<String>,
    /// Where it may stand.
    #[serde(default)]
    pub locations: Vec<String>,
    #[serde(default)]
    pub args: Vec<InputValue>,
}

/// Reads the `data` of an answer to [`QUERY`].
pub(crate) fn read(data: &Value) -> Result<Schema, String> {
    let schema = data
        .get("__schema")
        .filter(|schema| !schema.is_null())
        .ok_or("there is no __schema in it: introspection is switched off for this role")?;
    read_part(schema).map_err(|error| {
        let types = schema.get("types").and_then(Value::as_array);
        let wrong = types
            .into_iter()
            .flatten()
            .enumerate()
            .find_map(|(at, one)| {
                let error = read_part::<Type>(one).err()?;
                Some(format!("types[{at}]: {error}"))
            });
        wrong.unwrap_or_else(|| error.to_string())
    })
}

/// By way of text, as [`read_answer`] does: a second reader for trees would double the code.
fn read_part<T: DeserializeOwned>(part: &Value) -> serde_json::Result<T> {
    serde_json::from_slice(part.to_string().as_bytes())
}

/// Reads a whole answer to [`QUERY`]; `None` for one that has errors, no schema, or a schema that
/// [`read`] would have to say more about.
pub(crate) fn read_answer(body: &[u8]) -> Option<Schema> {
    #[derive(Deserialize)]
    struct Answer {
        data: Data,
        errors: Option<IgnoredAny>,
    }
    #[derive(Deserialize)]
    struct Data {
        #[serde(rename = "__schema")]
        schema: Schema,
    }
    let answer: Answer = serde_json::from_slice(body).ok()?;
    answer.errors.is_none().then_some(answer.data.schema)
}

/// A schema as introspection would show it, from SDL.
#[cfg(all(test, feature = "sandbox"))]
#[allow(clippy::unwrap_used, reason = "a fixture; its own fault ends the test")]
pub(crate) fn from_sdl(sdl: &str) -> Schema {
    use apollo_compiler::introspection::partial_execute;
    use apollo_compiler::request::coerce_variable_values;
    use apollo_compiler::{ExecutableDocument, Schema as Sdl};

    let schema = Sdl::parse_and_validate(sdl, "schema.graphql").unwrap();
    let document = ExecutableDocument::parse_and_validate(&schema, QUERY, "query.graphql").unwrap();
    let operation = document.operations.get(None).unwrap();
    let variables = apollo_compiler::response::JsonMap::default();
    let variables = coerce_variable_values(&schema, operation, &variables).unwrap();
    let answer = partial_execute(
        &schema,
        &schema.implementers_map(),
        &document,
        operation,
        &variables,
    )
    .unwrap();
    let answer = serde_json::to_value(&answer).unwrap();
    read(&answer["data"]).unwrap()
}
