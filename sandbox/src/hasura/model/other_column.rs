//! The column that `_ceq` and its like compare with.

use serde_json::Value;

/// `"column"`, `["column"]`, or `["$", "column"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OtherColumn<'a> {
    pub name: &'a str,
    /// Of the row where the filter begins, rather than of the same row.
    pub of_root: bool,
}

impl<'a> OtherColumn<'a> {
    pub(crate) fn read(operand: &'a Value) -> Result<Self, String> {
        let column = |name: &'a Value, of_root| {
            let name = name.as_str().ok_or("expecting the name of a column")?;
            Ok(Self { name, of_root })
        };
        match operand {
            Value::Array(path) => match path.as_slice() {
                [name] => column(name, false),
                [root, name] if root == "$" => column(name, true),
                _ => {
                    Err("Relationship references are not supported in column comparison RHS".into())
                }
            },
            name => column(name, false),
        }
    }
}
