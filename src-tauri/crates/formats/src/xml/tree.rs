//! A read-only tree of elements, by local name: prefixes are the sender's choice and carry nothing.

use super::is_allowed;

/// The elements of one XML file, in order of their start tags.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
    open: Vec<usize>,
    cleaned: bool,
}

#[derive(Debug)]
struct Node {
    name: Box<str>,
    attributes: Vec<(Box<str>, Box<str>)>,
    text: String,
    children: Vec<usize>,
}

impl Tree {
    pub(super) fn open(&mut self, name: &str, mut attributes: Vec<(Box<str>, Box<str>)>) {
        for (_, value) in &mut attributes {
            if !value.chars().all(is_allowed) {
                *value = value.chars().filter(|c| is_allowed(*c)).collect();
                self.cleaned = true;
            }
        }
        let id = self.nodes.len();
        self.nodes.push(Node { name: name.into(), attributes, text: String::new(), children: Vec::new() });
        if let Some(parent) = self.open.last().and_then(|parent| self.nodes.get_mut(*parent)) {
            parent.children.push(id);
        }
        self.open.push(id);
    }
    pub(super) fn close(&mut self) {
        self.open.pop();
    }
    pub(super) fn push_text(&mut self, text: &str) {
        if let Some(node) = self.open.last().and_then(|id| self.nodes.get_mut(*id)) {
            if text.chars().all(is_allowed) {
                node.text.push_str(text);
            } else {
                node.text.extend(text.chars().filter(|c| is_allowed(*c)));
                self.cleaned = true;
            }
        }
    }
    /// Whether something was left out that is no character of XML.
    pub(super) fn is_cleaned(&self) -> bool {
        self.cleaned
    }
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
    /// The root element.
    pub(crate) fn root(&self) -> Option<Element<'_>> {
        self.nodes.first().map(|node| Element { tree: self, node })
    }
}

/// One element of a [`Tree`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element<'a> {
    tree: &'a Tree,
    node: &'a Node,
}

impl<'a> Element<'a> {
    /// Local name.
    pub(crate) fn name(self) -> &'a str {
        &self.node.name
    }
    /// Text of this element itself, trimmed; `None` when there is nothing but white space.
    pub(crate) fn text(self) -> Option<&'a str> {
        Some(self.node.text.trim()).filter(|text| !text.is_empty())
    }
    /// An attribute by local name, trimmed; `None` when it is empty.
    pub(crate) fn attribute(self, name: &str) -> Option<&'a str> {
        let (_, value) = self.node.attributes.iter().find(|(key, _)| &**key == name)?;
        Some(value.trim()).filter(|value| !value.is_empty())
    }
    /// Child elements.
    pub(crate) fn children(self) -> impl Iterator<Item = Element<'a>> {
        let tree = self.tree;
        self.node.children.iter().filter_map(move |id| tree.nodes.get(*id).map(|node| Element { tree, node }))
    }
    /// Child elements of one name.
    pub(crate) fn all(self, name: &'a str) -> impl Iterator<Item = Element<'a>> {
        self.children().filter(move |child| child.name() == name)
    }
    /// The first child of one name.
    pub(crate) fn child(self, name: &str) -> Option<Element<'a>> {
        self.children().find(|child| child.name() == name)
    }
    /// The first child that has one of these names: elements that a later version of a syntax renamed.
    pub(crate) fn any(self, names: &[&str]) -> Option<Element<'a>> {
        self.children().find(|child| names.contains(&child.name()))
    }
    /// The first element down this path of names.
    pub(crate) fn at(self, path: &[&str]) -> Option<Element<'a>> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }
    /// The text at the end of a path.
    pub(crate) fn text_at(self, path: &[&str]) -> Option<&'a str> {
        self.at(path)?.text()
    }
}
