//! Which file of a metadata directory holds which member of the metadata.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Component, Path, PathBuf};

use serde_json::{Map, Value, json};

use super::layout::{self, Layout, OLD};
use super::node::{self, Kind, Node};
use super::places::{Place, Places, shown};
use super::{Contents, MetadataFileError};
use crate::bounded;

/// The file with hasura-cli's own settings.
pub(crate) const PROJECT: &str = "config.yaml";

/// Members of the metadata that are lists in a file of their own; the names of the two may differ.
pub(crate) const LISTS: [(&str, &str); 6] = [
    ("allowlist", "allow_list"),
    ("cron_triggers", "cron_triggers"),
    ("inherited_roles", "inherited_roles"),
    ("query_collections", "query_collections"),
    ("remote_schemas", "remote_schemas"),
    ("rest_endpoints", "rest_endpoints"),
];

/// Members that are objects in a file of the same name.
pub(crate) const OBJECTS: [&str; 5] = [
    "api_limits",
    "backend_configs",
    "metrics_config",
    "network",
    "opentelemetry",
];

/// The databases, in the layout of version 3.
const DATABASES: &str = "databases/databases.yaml";

/// The tables, in the layout of version 2.
const TABLES: &str = "tables.yaml";

/// Exports in one file, as older projects keep them.
const EXPORTS: [&str; 3] = ["metadata.yaml", "metadata.yml", "metadata.json"];

/// Values of one file; an empty one takes a hundred times the memory that it takes in the file.
const VALUES: usize = 2_000_000;

/// Bytes of all files together.
const ALL: usize = 2 * bounded::MADE;

/// What a file counts for that has less in it: to open one takes its time.
const SMALLEST: usize = 1024;

/// Files that include one another, one inside the other.
const DEPTH: usize = 16;

/// The file or directory with the metadata: `path` itself, or what is inside the project there.
pub(super) fn find(path: &Path) -> Result<PathBuf, MetadataFileError> {
    let kind = std::fs::metadata(path).map_err(|source| MetadataFileError::Io {
        path: path.to_owned(),
        source,
    })?;
    if kind.is_file() {
        return Ok(path.to_owned());
    }
    let projects = [path.to_owned(), path.join("hasura")];
    let named = projects.iter().filter_map(|project| directory_of(project));
    let usual = projects
        .iter()
        .flat_map(|project| [project.join("metadata"), project.join("migrations")]);
    std::iter::once(path.to_owned())
        .chain(named)
        .chain(usual)
        .find_map(|folder| holds(&folder))
        .ok_or_else(|| MetadataFileError::Nothing {
            path: path.to_owned(),
        })
}

/// What a directory holds, if it holds metadata.
fn holds(folder: &Path) -> Option<PathBuf> {
    if folder.join(DATABASES).is_file() || folder.join(TABLES).is_file() {
        return Some(folder.to_owned());
    }
    let exports = EXPORTS.iter().map(|name| folder.join(name));
    exports.into_iter().find(|file| file.is_file())
}

/// The directory that the project's settings name.
fn directory_of(project: &Path) -> Option<PathBuf> {
    let text = bounded::plain_text(&project.join(PROJECT), bounded::WRITTEN).ok()?;
    let settings: Value = serde_saphyr::from_str(&text).ok()?;
    let name = settings.get("metadata_directory")?.as_str()?;
    Some(project.join(name))
}

/// A file that is being read, and its name for people.
struct File<'f> {
    path: &'f Path,
    shown: &'f str,
}

fn place(file: &str, line: usize, column: usize) -> Place {
    Place {
        file: file.to_owned(),
        line: line.max(1),
        column: column.max(1),
    }
}

/// Reads files and notes where everything stands.
pub(super) struct Reader<'a> {
    root: &'a Path,
    cwd: &'a Path,
    places: Places,
    contents: Contents,
    /// Bytes of all files so far.
    read: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(root: &'a Path, cwd: &'a Path) -> Self {
        Self {
            root,
            cwd,
            places: Places::default(),
            contents: Contents::default(),
            read: 0,
        }
    }

    pub(super) fn into_places(self) -> Places {
        self.places
    }

    /// What was in the files that were come to.
    pub(super) fn into_contents(self) -> Contents {
        self.contents
    }

    /// The whole, from whichever of the two there is.
    pub(super) fn document(&mut self) -> Result<Value, MetadataFileError> {
        if self.root.is_dir() {
            self.folder()
        } else {
            self.export()
        }
    }

    /// An export in one file.
    fn export(&mut self) -> Result<Value, MetadataFileError> {
        let file = self.shown(self.root);
        let node = self.parse(self.root)?;
        let node = layout::unwrapped(node);
        let old = match layout::of(&node) {
            Ok(found) => found == Layout::Two,
            Err(message) => {
                return Err(MetadataFileError::NoMetadata {
                    path: self.root.to_owned(),
                    message,
                });
            }
        };
        let prefix = if old { OLD } else { "" };
        let document = self.value(
            node,
            prefix,
            &File {
                path: self.root,
                shown: &file,
            },
            0,
        )?;
        Ok(if old {
            layout::modern(document)
        } else {
            document
        })
    }

    /// A directory, in either layout.
    fn folder(&mut self) -> Result<Value, MetadataFileError> {
        let mut document = Map::new();
        document.insert("version".into(), json!(3));
        let sources = if self.root.join(DATABASES).is_file() {
            self.file(DATABASES, "/sources")?
                .unwrap_or_else(|| json!([]))
        } else {
            let mut old = Map::new();
            for member in ["tables", "functions"] {
                let pointer = format!("{OLD}/{member}");
                let value = self.file(&format!("{member}.yaml"), &pointer)?;
                old.extend(value.map(|value| (member.to_owned(), value)));
            }
            layout::modern(Value::Object(old))["sources"].take()
        };
        document.insert("sources".into(), sources);
        // Signatures are GraphQL in a file of their own; what is here says who may call them.
        if let Some(Value::Object(actions)) = self.file("actions.yaml", "")? {
            document.extend(actions);
        }
        for (member, name) in LISTS {
            let value = self.file(&format!("{name}.yaml"), &format!("/{member}"))?;
            document.extend(value.map(|value| (member.to_owned(), value)));
        }
        for name in OBJECTS.into_iter().chain(["graphql_schema_introspection"]) {
            let value = self.file(&format!("{name}.yaml"), &format!("/{name}"))?;
            document.extend(value.map(|value| (name.to_owned(), value)));
        }
        // An empty file is an empty list or object.
        document.retain(|_, value| !value.is_null());
        Ok(Value::Object(document))
    }

    /// A file of the directory that may be missing, as the part of the document at `pointer`.
    fn file(&mut self, name: &str, pointer: &str) -> Result<Option<Value>, MetadataFileError> {
        let path = self.root.join(name);
        if !path.is_file() {
            return Ok(None);
        }
        let node = self.parse(&path)?;
        let file = File {
            path: &path,
            shown: &self.shown(&path),
        };
        self.value(node, pointer, &file, 0).map(Some)
    }

    fn parse(&mut self, path: &Path) -> Result<Node, MetadataFileError> {
        let text = self.text(path)?;
        let fault = match node::read(&text) {
            Ok(node) => return Ok(node),
            Err(fault) => fault,
        };
        // Each value of JSON stands behind one of these; the reader of YAML counts for itself.
        if text.matches(['[', '{', ',']).count() > VALUES {
            return Err(MetadataFileError::NoMetadata {
                path: path.to_owned(),
                message: format!("it holds more than {VALUES} values"),
            });
        }
        // JSON is YAML but for a few escapes; then nothing is known of its lines.
        serde_json::from_str(&text)
            .map(node::without_places)
            .map_err(|_| MetadataFileError::Syntax {
                place: place(&self.shown(path), fault.line, fault.column),
                message: fault.message,
            })
    }

    fn text(&mut self, path: &Path) -> Result<String, MetadataFileError> {
        let failed = |source| MetadataFileError::Io {
            path: path.to_owned(),
            source,
        };
        let too_large = |path: &Path, limit| MetadataFileError::TooLarge {
            path: path.to_owned(),
            limit,
        };
        let bytes = bounded::plain(path, bounded::MADE);
        let content = bytes.as_ref().ok().map(|bytes| fingerprint(bytes));
        self.contents.insert(path.to_owned(), content);
        let bytes = bytes.map_err(|error| {
            if bounded::is_too_large(&error) {
                return too_large(path, bounded::MADE);
            }
            failed(error)
        })?;
        // Ten files that each include the next one ten times are as many as one likes.
        self.read += bytes.len().max(SMALLEST);
        if self.read > ALL {
            return Err(too_large(self.root, ALL));
        }
        String::from_utf8(bytes).map_err(|error| {
            let good = error.utf8_error().valid_up_to();
            let read = String::from_utf8_lossy(&error.as_bytes()[..good]);
            let line = read.split('\n').count();
            let source = std::io::Error::other(format!(
                "line {line} is not UTF-8: save the file in that encoding"
            ));
            failed(source)
        })
    }

    fn shown(&self, path: &Path) -> String {
        shown(path, self.cwd)
    }

    /// The value of a node, with what it includes, and where each part of it stands.
    fn value(
        &mut self,
        node: Node,
        pointer: &str,
        file: &File<'_>,
        depth: usize,
    ) -> Result<Value, MetadataFileError> {
        let place = place(file.shown, node.line, node.column);
        let included = match node.kind {
            Kind::Include(name) => {
                let (path, node) = self.include(&name, &place, file.path, depth)?;
                let file = File {
                    path: &path,
                    shown: &self.shown(&path),
                };
                return self.value(node, pointer, &file, depth + 1);
            }
            kind => kind,
        };
        // Where nothing is known of lines, what is around it says which file it is.
        if node.line > 0 || self.places.of(pointer).is_none() {
            self.places.note(pointer.to_owned(), place);
        }
        Ok(match included {
            Kind::Leaf(value) => value,
            Kind::List(items) => {
                let mut list = Vec::with_capacity(items.len());
                for (at, item) in items.into_iter().enumerate() {
                    list.push(match item.kind {
                        // Names of columns, by the hundred: their list says where they stand.
                        Kind::Leaf(value) => value,
                        _ => self.value(item, &format!("{pointer}/{at}"), file, depth)?,
                    });
                }
                Value::Array(list)
            }
            Kind::Map(entries) => {
                let mut map = Map::new();
                for (name, node) in entries {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    let inner = format!("{pointer}/{escaped}");
                    map.insert(name, self.value(node, &inner, file, depth)?);
                }
                Value::Object(map)
            }
            Kind::Include(_) => Value::Null,
        })
    }

    /// A file that another one includes. It lies in the metadata directory: a project of somebody
    /// else's does not make us read anything beside it.
    fn include(
        &mut self,
        name: &str,
        place: &Place,
        from: &Path,
        depth: usize,
    ) -> Result<(PathBuf, Node), MetadataFileError> {
        let refused = |message: String| MetadataFileError::Include {
            place: place.clone(),
            message,
        };
        if depth >= DEPTH {
            return Err(refused(format!(
                "{name} is included from files that include one another, more than {DEPTH} deep"
            )));
        }
        let path = from.parent().unwrap_or(from).join(name);
        let inside = path
            .canonicalize()
            .ok()
            .zip(self.root.canonicalize().ok())
            .map(|(path, root)| path.starts_with(root));
        match inside {
            None => return Err(refused(format!("there is no file {name} to be included"))),
            Some(false) => {
                return Err(refused(format!(
                    "{name} lies outside the metadata directory, and is not read"
                )));
            }
            Some(true) => {}
        }
        let path: PathBuf = plain(&path);
        let node = self.parse(&path)?;
        Ok((path, node))
    }
}

/// By which two contents of a file are told apart within one run.
pub(crate) fn fingerprint(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// A path without `.` and `..`, so that a report names files as people do.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
