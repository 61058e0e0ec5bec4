//! What is asked of an examination.

/// What is to be examined, and how.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    /// Only these checks; all for none.
    pub only: Vec<String>,
    /// Not these.
    pub skip: Vec<String>,
    /// Ask no server.
    pub offline: bool,
    /// A page's origin, for CORS.
    pub origin: Option<String>,
    /// Further fields of the sign-up form: name and value.
    pub fields: Vec<(String, String)>,
}
