//! Files that another file names.

use std::fmt;
use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::bounded;
use crate::hasura::jwt_secret::lint::Finding;
use crate::text::{Encoding, decode};

/// Hands out the text of a file by its name as seen from the file that is read.
pub(crate) type Beside<'b> = &'b dyn Fn(&str) -> Result<String, Unread>;

/// Why a file cannot be read.
#[derive(Debug)]
pub(crate) enum Unread {
    Missing,
    Utf16,
    NotUtf8,
    Refused(Error),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("it is not there"),
            Self::Utf16 => f.write_str(&Finding::utf16().problem),
            Self::NotUtf8 => f.write_str("it is not UTF-8"),
            Self::Refused(error) => write!(f, "{error}"),
        }
    }
}

/// Reads what stands beside a file.
pub(crate) fn beside(path: &Path) -> impl Fn(&str) -> Result<String, Unread> {
    move |name| {
        let path = path.with_file_name("").join(name);
        let bytes =
            bounded::plain(&path, bounded::WRITTEN).map_err(|error| match error.kind() {
                ErrorKind::NotFound => Unread::Missing,
                _ => Unread::Refused(error),
            })?;
        match decode(bytes) {
            Some((text, Encoding::Utf8)) => Ok(text),
            Some((_, Encoding::Utf16)) => Err(Unread::Utf16),
            None => Err(Unread::NotUtf8),
        }
    }
}
