//! A YAML text as a tree that knows where each node stands. The parser tells events with their
//! places; which nodes are aliases of which, and what a merge key brings in, is found here.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, StructureStyle};

/// Number of a node.
pub(super) type Id = usize;

#[derive(Debug)]
pub(super) enum Kind {
    Scalar(String, ScalarStyle),
    Mapping(Vec<(Id, Id)>, StructureStyle),
    Sequence(Vec<Id>, StructureStyle),
    Alias(usize),
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Bytes of a scalar; of anything else, where it begins.
    pub(super) span: Range<usize>,
}

/// The first document of a text.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    events: Vec<(Event<'a>, Range<usize>)>,
    nodes: Vec<Node>,
    anchors: BTreeMap<usize, Id>,
    root: Option<Id>,
}

impl<'a> Tree<'a> {
    /// Fails with the line, from 1, from which on the text is no YAML.
    pub(super) fn read(text: &'a str) -> Result<Self, usize> {
        let mut events = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| error.marker().line())?;
            events.push((event, span.byte_range().unwrap_or_default()));
        }
        let mut tree = Self {
            events,
            nodes: Vec::new(),
            anchors: BTreeMap::new(),
            root: None,
        };
        let mut at = 0;
        while let Some((event, _)) = tree.events.get(at) {
            if event.is_node() {
                tree.root = tree.node(&mut at);
                break;
            }
            at += 1;
        }
        Ok(tree)
    }

    /// The node that begins with this event; leaves `at` behind its last one.
    fn node(&mut self, at: &mut usize) -> Option<Id> {
        let (event, span) = self.events.get(*at)?.clone();
        *at += 1;
        let id = self.nodes.len();
        if let Some(anchor) = event.anchor_id() {
            self.anchors.insert(anchor, id);
        }
        let place = |kind| Node {
            kind,
            span: span.clone(),
        };
        match event {
            Event::Scalar(value, style, ..) => {
                self.nodes
                    .push(place(Kind::Scalar(value.into_owned(), style)));
            }
            Event::Alias(anchor) => self.nodes.push(place(Kind::Alias(anchor))),
            Event::MappingStart(style, ..) => {
                self.nodes.push(place(Kind::Mapping(Vec::new(), style)));
                let mut entries = Vec::new();
                while !matches!(self.events.get(*at)?.0, Event::MappingEnd) {
                    entries.push((self.node(at)?, self.node(at)?));
                }
                *at += 1;
                self.nodes[id].kind = Kind::Mapping(entries, style);
            }
            Event::SequenceStart(style, ..) => {
                self.nodes.push(place(Kind::Sequence(Vec::new(), style)));
                let mut items = Vec::new();
                while !matches!(self.events.get(*at)?.0, Event::SequenceEnd) {
                    items.push(self.node(at)?);
                }
                *at += 1;
                self.nodes[id].kind = Kind::Sequence(items, style);
            }
            _ => return None,
        }
        Some(id)
    }

    pub(super) fn root(&self) -> Option<Id> {
        self.root
    }

    pub(super) fn at(&self, id: Id) -> &Node {
        &self.nodes[id]
    }

    /// What an alias stands for; any other node for itself.
    pub(super) fn resolve(&self, id: Id) -> Id {
        match self.nodes[id].kind {
            Kind::Alias(anchor) => self.anchors.get(&anchor).copied().unwrap_or(id),
            _ => id,
        }
    }

    /// The text of a scalar, or of the scalar that an alias stands for.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match &self.at(self.resolve(id)).kind {
            Kind::Scalar(value, _) => Some(value),
            _ => None,
        }
    }

    /// True for a value that is left out, or written as null.
    pub(super) fn is_null(&self, id: Id) -> bool {
        matches!(&self.at(self.resolve(id)).kind,
            Kind::Scalar(value, ScalarStyle::Plain) if matches!(value.as_str(), "~" | "null" | "Null" | "NULL" | ""))
    }

    /// The entries of a mapping itself.
    pub(super) fn entries(&self, id: Id) -> &[(Id, Id)] {
        match &self.at(self.resolve(id)).kind {
            Kind::Mapping(entries, _) => entries,
            _ => &[],
        }
    }

    /// The items of a list.
    pub(super) fn items(&self, id: Id) -> &[Id] {
        match &self.at(self.resolve(id)).kind {
            Kind::Sequence(items, _) => items,
            _ => &[],
        }
    }

    /// Key and value of a name: the mapping's own first, then what merge keys bring in.
    pub(super) fn get(&self, mapping: Id, name: &str) -> Option<(Id, Id)> {
        // Mappings that are merged merge others, a thousand deep or each of them twice: what is
        // to be looked at waits in a list, and nothing is looked at twice.
        let mut seen = BTreeSet::new();
        let mut waiting = vec![mapping];
        while let Some(mapping) = waiting.pop() {
            if !seen.insert(self.resolve(mapping)) {
                continue;
            }
            let entries = self.entries(mapping);
            let own = entries
                .iter()
                .find(|(key, _)| self.text(*key) == Some(name));
            if own.is_some() {
                return own.copied();
            }
            let merged = entries
                .iter()
                .filter(|(key, _)| self.text(*key) == Some("<<"))
                .flat_map(|(_, value)| match &self.at(*value).kind {
                    Kind::Sequence(items, _) => items.as_slice(),
                    _ => std::slice::from_ref(value),
                });
            // The first comes first.
            let behind = waiting.len();
            waiting.extend(merged);
            waiting[behind..].reverse();
        }
        None
    }

    /// How often an alias stands for this node or for one around it.
    pub(super) fn sharers(&self, id: Id) -> usize {
        let around: Vec<usize> = self
            .anchors
            .iter()
            .filter(|(_, anchored)| self.holds(**anchored, id))
            .map(|(anchor, _)| *anchor)
            .collect();
        self.nodes
            .iter()
            .filter(|node| matches!(node.kind, Kind::Alias(anchor) if around.contains(&anchor)))
            .count()
    }

    fn holds(&self, outer: Id, inner: Id) -> bool {
        outer == inner
            || match &self.at(outer).kind {
                Kind::Mapping(entries, _) => entries
                    .iter()
                    .any(|(key, value)| self.holds(*key, inner) || self.holds(*value, inner)),
                Kind::Sequence(items, _) => items.iter().any(|item| self.holds(*item, inner)),
                Kind::Scalar(..) | Kind::Alias(_) => false,
            }
    }

    /// True when `changed` says the same but for one scalar here and those there, in one place:
    /// nothing else may change its meaning by an edit.
    pub(super) fn differs_in_one_place(
        &self,
        changed: &Tree<'_>,
        gone: usize,
        come: usize,
    ) -> bool {
        let (old, new) = (&self.events, &changed.events);
        let same = old
            .iter()
            .zip(new)
            .take_while(|((old, _), (new, _))| old == new)
            .count();
        // One that only changes its style counts as the same place.
        let old_rest = old.get(same + gone..).unwrap_or_default();
        let new_rest = new.get(same + come..).unwrap_or_default();
        old.len() + come == new.len() + gone
            && old_rest
                .iter()
                .map(|(event, _)| event)
                .eq(new_rest.iter().map(|(event, _)| event))
    }
}
