//! A user as the core keeps them.

use serde_json::Value;

/// A user of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CoreUser {
    pub id: String,
    /// E-mail addresses, in lower case; several when accounts are linked.
    pub emails: Vec<String>,
    /// Telephone numbers (passwordless recipe).
    pub phones: Vec<String>,
    /// Recipes by which they sign in, such as `emailpassword`; empty where the core did not say.
    pub recipes: Vec<String>,
    /// When they joined, in milliseconds since 1970.
    pub time_joined: Option<i64>,
}

impl CoreUser {
    /// Reads the flat shape of CDI below 4 or the nested one from 4 on
    /// (contracts: supertokens §5.2, §5.3).
    pub(super) fn read(user: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(ToOwned::to_owned);
        let texts = |value: Option<&Value>| -> Vec<String> {
            let all = value.and_then(Value::as_array).into_iter().flatten();
            all.filter_map(text).collect()
        };
        let emails = match (user.get("emails"), user.get("email")) {
            (emails @ Some(Value::Array(_)), _) => texts(emails),
            (_, Some(email)) => text(email).into_iter().collect(),
            _ => Vec::new(),
        };
        let mut phones = texts(user.get("phoneNumbers"));
        phones.extend(user.get("phoneNumber").and_then(text));
        let methods = user.get("loginMethods").and_then(Value::as_array);
        let mut recipes: Vec<String> = methods
            .into_iter()
            .flatten()
            .filter_map(|method| text(method.get("recipeId")?))
            .collect();
        recipes.sort_unstable();
        recipes.dedup();
        Some(Self {
            id: text(user.get("id")?)?,
            emails,
            phones,
            recipes,
            time_joined: user.get("timeJoined").and_then(Value::as_i64),
        })
    }

    /// Reads an element of `GET /users`: below CDI 4, the recipe stands beside the user.
    pub(super) fn read_listed(element: &Value) -> Option<Self> {
        let Some(user) = element.get("user") else {
            return Self::read(element);
        };
        let mut user = Self::read(user)?;
        let recipe = element.get("recipeId").and_then(Value::as_str);
        user.recipes.extend(recipe.map(ToOwned::to_owned));
        Some(user)
    }

    /// Addresses and numbers, or the id of somebody who has none.
    pub(crate) fn label(&self) -> String {
        let all: Vec<&str> = self
            .emails
            .iter()
            .chain(&self.phones)
            .map(String::as_str)
            .collect();
        if all.is_empty() {
            self.id.clone()
        } else {
            all.join(", ")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_shapes() {
        let flat = CoreUser::read(&json!({"id":"u","email":"a@b.co","timeJoined":7})).unwrap();
        let nested = CoreUser::read(&json!({"id":"u","emails":["a@b.co"],"timeJoined":7})).unwrap();
        assert_eq!(flat, nested);
        assert_eq!(CoreUser::read(&json!({"email":"a@b.co"})), None);
        let listed = json!({"recipeId":"emailpassword","user":{"id":"u","email":"a@b.co"}});
        let listed = CoreUser::read_listed(&listed).unwrap();
        assert_eq!(listed.recipes, ["emailpassword"]);
        let nested = json!({
            "id": "u",
            "emails": ["a@b.co", "c@d.co"],
            "phoneNumbers": ["+1"],
            "loginMethods": [{"recipeId": "emailpassword"}, {"recipeId": "passwordless"}],
        });
        let nested = CoreUser::read_listed(&nested).unwrap();
        assert_eq!(nested.recipes, ["emailpassword", "passwordless"]);
        assert_eq!(nested.label(), "a@b.co, c@d.co, +1");
    }
}
