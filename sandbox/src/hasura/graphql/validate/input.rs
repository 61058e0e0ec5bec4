//! Turns arguments into JSON of the right type, variables included.

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, InputValueDefinition, Type, Value as Literal};
use apollo_compiler::schema::{EnumType, ExtendedType, InputObjectType};
use serde_json::{Map, Value};

use super::describe::{Input, mismatch};
use super::scalar::{self, Whole};
use super::validator::Validator;
use crate::hasura::graphql::document::{Variable, VariableValue};
use crate::hasura::graphql::error::{GqlError, Path, quoted, quoted_list};

static NULL: Value = Value::Null;

/// What the place of a value says about it beyond its type.
#[derive(Clone, Copy)]
struct Place {
    /// Null is accepted where the type is nullable.
    null: bool,
    /// Which numbers an `Int` takes here.
    whole: Whole,
    /// It is the argument of a field rather than part of an object.
    argument: bool,
    /// It is the value of a column, so that a list is an array of the database's.
    column: bool,
    /// A plain GraphQL boolean, number or text rather than a column's value.
    plain: bool,
}

impl Place {
    fn of_argument(name: &str) -> Self {
        let whole = match name {
            "limit" | "batch_size" | "batchSize" => Whole::NonNegative,
            "offset" => Whole::Wide,
            _ => Whole::Int32,
        };
        Self {
            null: true,
            whole,
            argument: true,
            column: false,
            plain: is_plain(name),
        }
    }
}

/// Inputs that are GraphQL's own booleans, numbers and texts and not a column's value.
fn is_plain(name: &str) -> bool {
    matches!(
        name,
        "if" | "name"
            | "includeDeprecated"
            | "limit"
            | "offset"
            | "batch_size"
            | "batchSize"
            | "ttl"
            | "refresh"
            | "path"
            | "distinct"
            | "_is_null"
            | "_has_key"
            | "_has_keys_any"
            | "_has_keys_all"
    )
}

impl Validator<'_> {
    /// Checks the arguments of the field or directive `owner` at `path`.
    pub(super) fn arguments(
        &self,
        path: &Path<'_>,
        owner: &str,
        definitions: &[Node<InputValueDefinition>],
        given: &[Node<Argument>],
    ) -> Result<Map<String, Value>, GqlError> {
        let known =
            |argument: &&Node<Argument>| definitions.iter().all(|d| d.name != argument.name);
        if let Some(unknown) = given.iter().find(known) {
            return Err(GqlError::validation(
                path,
                format!(
                    "{} has no argument named {}",
                    quoted(owner),
                    quoted(&unknown.name)
                ),
            ));
        }
        let path = path.key("args");
        let mut values = Map::new();
        for definition in definitions {
            let literal = given
                .iter()
                .find(|argument| argument.name == definition.name);
            let input = literal.map(|argument| Input::Literal(&argument.value));
            let place = Place::of_argument(&definition.name);
            self.entry(&path, definition, input, place, &mut values)?;
        }
        Ok(values)
    }

    /// One argument, or one field of an input object.
    fn entry(
        &self,
        parent: &Path<'_>,
        definition: &InputValueDefinition,
        input: Option<Input<'_>>,
        place: Place,
        into: &mut Map<String, Value>,
    ) -> Result<(), GqlError> {
        let name = definition.name.as_str();
        let path = parent.key(name);
        let has_default = definition.default_value.is_some();
        let given = input.is_some();
        let input = match input {
            Some(input) => self.peel(&path, &definition.ty, has_default, input)?,
            None => None,
        };
        // Of the fields of an object, a variable that was left out is null.
        let left_out = given && input.is_none() && !has_default && !definition.ty.is_non_null();
        let input = if left_out && !place.argument {
            Some(Input::Json(&NULL))
        } else {
            input
        };
        let value = match (input, &definition.default_value) {
            (Some(input), _) => self.value(&path, &definition.ty, input, place)?,
            (None, Some(default)) => {
                self.value(&path, &definition.ty, Input::Literal(default), place)?
            }
            (None, None) if definition.ty.is_non_null() => {
                return Err(GqlError::validation(
                    &path,
                    format!("missing required field {}", quoted(name)),
                ));
            }
            (None, None) => return Ok(()),
        };
        into.insert(name.to_owned(), value);
        Ok(())
    }

    /// Opens a variable; `None` if it is nullable and was left out.
    fn peel<'v>(
        &'v self,
        path: &Path<'_>,
        ty: &Type,
        has_default: bool,
        input: Input<'v>,
    ) -> Result<Option<Input<'v>>, GqlError> {
        let Input::Literal(Literal::Variable(name)) = input else {
            return Ok(Some(input));
        };
        let Some(variable) = self.variables.get(name.as_str()) else {
            return Err(GqlError::root(
                "validation-failed",
                format!("unbound variable \"{name}\""),
            ));
        };
        if !usable(ty, has_default, variable) {
            return Err(GqlError::validation(
                path,
                format!(
                    "variable {} is declared as {}, but used where {} is expected",
                    quoted(name),
                    quoted(&variable.ty),
                    quoted(ty)
                ),
            ));
        }
        Ok(variable.value.as_ref().map(|value| match value {
            VariableValue::Given(json) => Input::Json(json),
            VariableValue::Default(literal) => Input::Literal(literal),
        }))
    }

    fn value(
        &self,
        path: &Path<'_>,
        ty: &Type,
        input: Input<'_>,
        place: Place,
    ) -> Result<Value, GqlError> {
        if input.is_null() && !ty.is_non_null() && place.null {
            return Ok(Value::Null);
        }
        let (Type::List(item) | Type::NonNullList(item)) = ty else {
            return self.named(path, ty.inner_named_type(), input, place);
        };
        if place.column && self.is_scalar(ty.inner_named_type()) {
            return self.array(path, ty.inner_named_type(), input);
        }
        // What stands in a list of a column's values is such a value itself.
        let place = Place {
            column: !place.plain && !place.argument,
            ..place
        };
        let mut items = Vec::new();
        match input {
            Input::Literal(Literal::List(literals)) => {
                for (position, literal) in literals.iter().enumerate() {
                    let input = Input::Literal(literal);
                    items.push(self.item(&path.index(position), item, input, place)?);
                }
            }
            Input::Json(Value::Array(values)) => {
                for (position, value) in values.iter().enumerate() {
                    items.push(self.item(
                        &path.index(position),
                        item,
                        Input::Json(value),
                        place,
                    )?);
                }
            }
            single => items.push(self.item(&path.index(0), item, single, place)?),
        }
        Ok(Value::Array(items))
    }

    fn is_scalar(&self, type_name: &str) -> bool {
        matches!(
            self.schema.types.get(type_name),
            Some(ExtendedType::Scalar(_))
        )
    }

    /// The value of a column that is an array: a list, in which nulls may stand, or the database's
    /// own writing of one.
    fn array(&self, path: &Path<'_>, type_name: &str, input: Input<'_>) -> Result<Value, GqlError> {
        fn checked(path: &Path<'_>, type_name: &str, json: &Value) -> Result<(), GqlError> {
            match json {
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .try_for_each(|(index, item)| checked(&path.index(index), type_name, item)),
                Value::Null => Ok(()),
                json => {
                    let one = Input::Json(json);
                    scalar::coerce(path, type_name, one, None, &|_| None).map(drop)
                }
            }
        }
        let json = match input {
            Input::Json(json) => json.clone(),
            Input::Literal(literal) => scalar::to_json(literal, &|name| self.variable(name)),
        };
        checked(path, type_name, &json)?;
        Ok(json)
    }

    /// The JSON of a variable, if it has a value.
    fn variable(&self, name: &str) -> Option<Value> {
        match self.variables.get(name)?.value.as_ref()? {
            VariableValue::Given(json) => Some(json.clone()),
            VariableValue::Default(literal) => Some(scalar::to_json(literal, &|_| None)),
        }
    }

    fn item(
        &self,
        path: &Path<'_>,
        ty: &Type,
        input: Input<'_>,
        place: Place,
    ) -> Result<Value, GqlError> {
        match self.peel(path, ty, false, input)? {
            Some(input) => self.value(path, ty, input, place),
            None => Ok(Value::Null),
        }
    }

    fn named(
        &self,
        path: &Path<'_>,
        type_name: &str,
        input: Input<'_>,
        place: Place,
    ) -> Result<Value, GqlError> {
        match self.schema.types.get(type_name) {
            Some(ExtendedType::Enum(definition)) => enum_value(path, definition, input),
            Some(ExtendedType::InputObject(definition)) => self.object(path, definition, input),
            // Arguments have input types only; a scalar is what remains.
            _ if input.is_null() && !place.plain => Err(GqlError::validation(
                path,
                format!("unexpected null value for type {}", quoted(type_name)),
            )),
            _ => {
                let resolve = |name: &str| self.variable(name);
                let whole = place.plain.then_some(place.whole);
                scalar::coerce(path, type_name, input, whole, &resolve)
            }
        }
    }

    fn object(
        &self,
        path: &Path<'_>,
        definition: &InputObjectType,
        input: Input<'_>,
    ) -> Result<Value, GqlError> {
        let type_name = definition.name.as_str();
        let given: Vec<(&str, Input<'_>)> = match input {
            Input::Literal(Literal::Object(fields)) => fields
                .iter()
                .map(|(name, value)| (name.as_str(), Input::Literal(value)))
                .collect(),
            Input::Json(Value::Object(fields)) => fields
                .iter()
                .map(|(name, value)| (name.as_str(), Input::Json(value)))
                .collect(),
            other => return Err(mismatch(path, type_name, "an object", other)),
        };
        if let Some((name, _)) = given
            .iter()
            .find(|(n, _)| !definition.fields.contains_key(*n))
        {
            return Err(GqlError::validation(
                &path.key(name),
                format!(
                    "field {} not found in type: {}",
                    quoted(name),
                    quoted(type_name)
                ),
            ));
        }
        let mut values = Map::new();
        // In the order given: it is the order of columns in `_and` lists and in `order_by`.
        for (name, input) in &given {
            if let Some(field) = definition.fields.get(*name) {
                let place = Place {
                    null: !self.nulls.refuses(type_name, name),
                    whole: Whole::Int32,
                    argument: false,
                    column: !is_plain(name) && !matches!(*name, "_in" | "_nin"),
                    plain: is_plain(name),
                };
                self.entry(path, field, Some(*input), place, &mut values)?;
            }
        }
        let absent = definition.fields.values().filter(|field| {
            !values.contains_key(field.name.as_str())
                && (field.ty.is_non_null() || field.default_value.is_some())
        });
        let place = Place {
            null: true,
            whole: Whole::Int32,
            argument: false,
            column: false,
            plain: false,
        };
        for field in absent.cloned().collect::<Vec<_>>() {
            self.entry(path, &field, None, place, &mut values)?;
        }
        Ok(Value::Object(values))
    }
}

fn enum_value(path: &Path<'_>, definition: &EnumType, input: Input<'_>) -> Result<Value, GqlError> {
    let name = match input {
        Input::Literal(Literal::Enum(name)) => name.as_str(),
        Input::Json(Value::String(name)) => name.as_str(),
        other => return Err(mismatch(path, &definition.name, "an enum value", other)),
    };
    if definition.values.contains_key(name) {
        return Ok(name.into());
    }
    Err(GqlError::validation(
        path,
        format!(
            "expected one of the values {} for type {}, but found {}",
            quoted_list(definition.values.keys()),
            quoted(&definition.name),
            quoted(name)
        ),
    ))
}

/// May a variable stand where `ty` is expected? Lists must match lists and names names; whether
/// items may be null is not compared.
fn usable(ty: &Type, has_default: bool, variable: &Variable) -> bool {
    let nullable_ok =
        !ty.is_non_null() || variable.ty.is_non_null() || has_default || variable.has_default;
    nullable_ok && same_shape(ty, &variable.ty)
}

fn same_shape(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::List(a) | Type::NonNullList(a), Type::List(b) | Type::NonNullList(b)) => {
            same_shape(a, b)
        }
        (Type::Named(a) | Type::NonNullNamed(a), Type::Named(b) | Type::NonNullNamed(b)) => a == b,
        _ => false,
    }
}
