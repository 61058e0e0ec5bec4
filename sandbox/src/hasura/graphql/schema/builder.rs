//! Puts definitions into the GraphQL library's schema. Names were checked when the catalog was
//! built, so they are not checked again.

use apollo_compiler::ast::{
    DirectiveDefinition, DirectiveList as AstDirectives, DirectiveLocation, EnumValueDefinition,
    FieldDefinition, InputValueDefinition, Type, Value as Literal,
};
use apollo_compiler::collections::{IndexMap, IndexSet};
use apollo_compiler::schema::{
    Component, DirectiveList, EnumType, ExtendedType, InputObjectType, ObjectType, ScalarType,
};
use apollo_compiler::{Name, Node, Schema};

use crate::hasura::graphql::validate::NullRules;

/// A schema in the making.
pub(crate) struct Builder {
    pub(crate) schema: Schema,
    /// Inputs that refuse null.
    pub(crate) nulls: NullRules,
}

/// A field of an object type.
pub(crate) struct FieldSpec {
    name: String,
    description: Option<String>,
    args: Vec<InputSpec>,
    ty: Type,
}

/// An argument, or a field of an input object type.
#[derive(Clone)]
pub(crate) struct InputSpec {
    name: String,
    description: Option<String>,
    ty: Type,
    default: Option<Literal>,
}

/// A field without arguments or description.
pub(crate) fn field(name: impl Into<String>, ty: Type) -> FieldSpec {
    FieldSpec {
        name: name.into(),
        description: None,
        args: Vec::new(),
        ty,
    }
}

/// An input without description or default.
pub(crate) fn input(name: impl Into<String>, ty: Type) -> InputSpec {
    InputSpec {
        name: name.into(),
        description: None,
        ty,
        default: None,
    }
}

/// A nullable reference to a type.
pub(crate) fn named(name: &str) -> Type {
    Type::Named(gql(name))
}

/// `[T!]`
pub(crate) fn list_of(name: &str) -> Type {
    named(name).non_null().list()
}

pub(super) fn gql(name: &str) -> Name {
    Name::new_unchecked(name)
}

fn text(description: Option<String>) -> Option<Node<str>> {
    description.map(|text| Node::new_str(&text))
}

impl FieldSpec {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// With a description.
    pub(crate) fn about(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// With a description, if there is one.
    pub(crate) fn about_maybe(mut self, description: Option<String>) -> Self {
        self.description = description;
        self
    }

    /// With arguments; they are kept in alphabetical order, as Hasura shows them.
    pub(crate) fn args(mut self, mut args: Vec<InputSpec>) -> Self {
        args.sort_by(|a, b| a.name.cmp(&b.name));
        self.args = args;
        self
    }
}

impl InputSpec {
    /// With a description.
    pub(crate) fn about(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// With a description, if there is one.
    pub(crate) fn about_maybe(mut self, description: Option<String>) -> Self {
        self.description = description;
        self
    }

    /// With a default.
    pub(crate) fn default(mut self, value: Literal) -> Self {
        self.default = Some(value);
        self
    }

    fn build(self) -> InputValueDefinition {
        InputValueDefinition {
            description: text(self.description),
            name: gql(&self.name),
            ty: Node::new(self.ty),
            default_value: self.default.map(Node::new),
            directives: AstDirectives::default(),
        }
    }
}

impl Builder {
    /// Only what every schema has: built-in scalars, introspection, `@skip`, `@include`,
    /// `@cached`.
    pub(crate) fn new() -> Self {
        let mut schema = Schema::new();
        // Hasura has neither of these.
        for name in ["deprecated", "specifiedBy"] {
            schema.directive_definitions.shift_remove(name);
        }
        let cached = DirectiveDefinition {
            description: text(Some(
                "whether this query should be cached (Hasura Cloud only)".into(),
            )),
            name: gql("cached"),
            arguments: vec![
                Node::new(
                    input("ttl", named("Int").non_null())
                        .about("measured in seconds")
                        .default(Literal::Int(60.into()))
                        .build(),
                ),
                Node::new(
                    input("refresh", named("Boolean").non_null())
                        .about("refresh the cache entry")
                        .default(Literal::Boolean(false))
                        .build(),
                ),
            ],
            repeatable: false,
            locations: vec![DirectiveLocation::Query],
        };
        schema
            .directive_definitions
            .insert(gql("cached"), Node::new(cached));
        Self {
            schema,
            nulls: NullRules::default(),
        }
    }

    /// True if a type of this name is there already.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.schema.types.contains_key(name)
    }

    /// Adds an object type; fields are kept in alphabetical order, as Hasura shows them.
    pub(crate) fn object(
        &mut self,
        name: &str,
        description: Option<String>,
        mut fields: Vec<FieldSpec>,
    ) {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        let fields: IndexMap<Name, Component<FieldDefinition>> = fields
            .into_iter()
            .map(|field| {
                let definition = FieldDefinition {
                    description: text(field.description),
                    name: gql(&field.name),
                    arguments: field
                        .args
                        .into_iter()
                        .map(|arg| Node::new(arg.build()))
                        .collect(),
                    ty: field.ty,
                    directives: AstDirectives::default(),
                };
                (definition.name.clone(), Component::new(definition))
            })
            .collect();
        let object = ObjectType {
            description: text(description),
            name: gql(name),
            implements_interfaces: IndexSet::default(),
            directives: DirectiveList::default(),
            fields,
        };
        self.schema
            .types
            .insert(gql(name), ExtendedType::Object(Node::new(object)));
    }

    /// Adds an input object type; `strict` ones refuse null in all their fields.
    pub(crate) fn input_object(
        &mut self,
        name: &str,
        description: Option<String>,
        mut fields: Vec<InputSpec>,
        strict: bool,
    ) {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        let fields: IndexMap<Name, Component<InputValueDefinition>> = fields
            .into_iter()
            .map(|field| (gql(&field.name), Component::new(field.build())))
            .collect();
        if strict {
            self.nulls.types.insert(name.to_owned());
        }
        let object = InputObjectType {
            description: text(description),
            name: gql(name),
            directives: DirectiveList::default(),
            fields,
        };
        self.schema
            .types
            .insert(gql(name), ExtendedType::InputObject(Node::new(object)));
    }

    /// Adds an enum type.
    pub(crate) fn enumeration<'a>(
        &mut self,
        name: &str,
        description: Option<&str>,
        values: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
    ) {
        let values: IndexMap<Name, Component<EnumValueDefinition>> = values
            .into_iter()
            .map(|(value, about)| {
                let definition = EnumValueDefinition {
                    description: text(about.map(str::to_owned)),
                    value: gql(value),
                    directives: AstDirectives::default(),
                };
                (gql(value), Component::new(definition))
            })
            .collect();
        let definition = EnumType {
            description: text(description.map(str::to_owned)),
            name: gql(name),
            directives: DirectiveList::default(),
            values,
        };
        self.schema
            .types
            .insert(gql(name), ExtendedType::Enum(Node::new(definition)));
    }

    /// Adds a scalar unless it is there.
    pub(crate) fn scalar(&mut self, name: &str) {
        if self.has(name) {
            return;
        }
        let scalar = ScalarType {
            description: None,
            name: gql(name),
            directives: DirectiveList::default(),
        };
        self.schema
            .types
            .insert(gql(name), ExtendedType::Scalar(Node::new(scalar)));
    }
}
