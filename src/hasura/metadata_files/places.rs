//! Where the parts of a document stand.

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// With `/` between folders; from the directory that the program runs in, where it lies in it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// By JSON pointer (RFC 6901) into the document.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<String, Place>);

impl Places {
    pub(super) fn note(&mut self, pointer: String, place: Place) {
        self.0.insert(pointer, place);
    }

    /// Where a part stands; what is around it, for a part that stands nowhere itself.
    pub(crate) fn of(&self, pointer: &str) -> Option<&Place> {
        let mut rest = pointer;
        loop {
            if let Some(place) = self.0.get(rest) {
                return Some(place);
            }
            rest = &rest[..rest.rfind('/')?];
        }
    }
}

/// A file's name as people type it: from `cwd` where it lies in it, with `/` between folders.
pub(crate) fn shown(path: &Path, cwd: &Path) -> String {
    let path = path.strip_prefix(cwd).unwrap_or(path);
    let parts: Vec<_> = path
        .components()
        .filter(|part| !matches!(part, std::path::Component::CurDir))
        .collect();
    let path: std::path::PathBuf = parts.iter().collect();
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_nowhere_is_where_its_surroundings_are() {
        let place = |line| Place {
            file: "a.yaml".into(),
            line,
            column: 1,
        };
        let mut places = Places::default();
        places.note("/sources".into(), place(1));
        places.note("/sources/0/tables/1".into(), place(9));
        let line = |pointer| places.of(pointer).map(|place| place.line);
        assert_eq!(line("/sources/0/tables/1"), Some(9));
        assert_eq!(line("/sources/0/tables/1/table/name"), Some(9));
        assert_eq!(line("/sources/0/tables/12"), Some(1));
        assert_eq!(line("/actions"), None);
    }

    #[test]
    fn files_are_named_from_where_one_stands() {
        let shown = |path: &str| shown(Path::new(path), Path::new("/app"));
        assert_eq!(shown("/app/./metadata/a.yaml"), "metadata/a.yaml");
        assert_eq!(shown("/other/a.yaml"), "/other/a.yaml");
    }
}
