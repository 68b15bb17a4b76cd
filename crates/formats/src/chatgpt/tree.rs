//! The tree of a conversation's messages, rebuilt from the parents that its nodes name.

use crate::cut::json::{Kind, Value};
use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;

/// One node of the mapping.
pub(super) struct Node<'t> {
    pub(super) id: Cow<'t, str>,
    pub(super) message: Option<Value<'t>>,
    pub(super) parent: Option<usize>,
    /// On the path that leads to the current node.
    pub(super) shown: bool,
    /// Its message went out; one that says nothing does not.
    pub(super) told: bool,
}

/// What a node names.
#[derive(Default)]
struct Links<'t> {
    parent: Option<Value<'t>>,
    children: Option<Value<'t>>,
}

/// Where the nodes are by their ids: listed only where one is not next to the node that names it.
#[derive(Default)]
struct Places(OnceCell<HashMap<String, usize>>);

impl Places {
    /// The node of this id, looked for at `near` first.
    fn find(&self, nodes: &[Node<'_>], id: &str, near: usize) -> Option<usize> {
        if nodes.get(near).is_some_and(|node| node.id == id) {
            return Some(near);
        }
        let list = || {
            let by_id = |(index, node): (usize, &Node<'_>)| (node.id.to_string(), index);
            nodes.iter().enumerate().map(by_id).collect()
        };
        self.0.get_or_init(list).get(id).copied()
    }
}

/// A conversation's nodes, each after its parent.
pub(super) struct Tree<'t> {
    pub(super) nodes: Vec<Node<'t>>,
    /// Indices into `nodes`: depth first, siblings in the order of the file.
    pub(super) order: Vec<usize>,
    /// True where a node names a parent that is not there, or is its own ancestor.
    pub(super) broken: bool,
}

impl<'t> Tree<'t> {
    pub(super) fn of(mapping: Value<'t>, current: Option<&str>) -> Self {
        let mut nodes: Vec<Node<'t>> = Vec::new();
        let mut links: Vec<Links<'t>> = Vec::new();
        for (key, value) in mapping.entries() {
            let (mut message, mut own) = (None, Links::default());
            for (name, member) in value.entries().filter(|(_, member)| member.kind() != Kind::Null) {
                if name.is("message") {
                    message = message.or(Some(member));
                } else if name.is("parent") {
                    own.parent = own.parent.or(Some(member));
                } else if name.is("children") {
                    own.children = own.children.or(Some(member));
                }
            }
            links.push(own);
            nodes.push(Node {
                id: key.text_or_empty(),
                message: message.filter(|message| message.is_object()),
                parent: None,
                shown: false,
                told: false,
            });
        }
        let places = Places::default();
        let mut broken = false;
        for index in 0..nodes.len() {
            if let Some(parent) = links[index].parent.and_then(Value::text) {
                nodes[index].parent = places.find(&nodes, &parent, index.wrapping_sub(1));
                broken |= nodes[index].parent.is_none();
            }
        }
        // Where a node does not name its parent, the parent may still name the node.
        for (index, own) in links.iter().enumerate() {
            for child in own.children.into_iter().flat_map(Value::items) {
                if let Some(child) = child
                    .text()
                    .and_then(|id| places.find(&nodes, &id, index + 1))
                    && nodes[child].parent.is_none()
                    && child != index
                {
                    nodes[child].parent = Some(index);
                }
            }
        }
        let last = nodes.len().wrapping_sub(1);
        let current = current.and_then(|id| places.find(&nodes, id, last));
        let mut tree = Self {
            nodes,
            order: Vec::new(),
            broken,
        };
        tree.put_in_order();
        tree.mark_shown(current);
        tree
    }

    /// The nearest message above a node that was told; else the root, so that two first messages stay apart.
    pub(super) fn parent_of(&self, index: usize) -> Option<&Node<'t>> {
        let mut above = self.nodes[index].parent;
        while let Some(parent) = above {
            let node = &self.nodes[parent];
            if node.told || node.parent.is_none() {
                return Some(node);
            }
            above = node.parent;
        }
        None
    }

    fn put_in_order(&mut self) {
        let count = self.nodes.len();
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); count];
        let mut open: Vec<usize> = Vec::new();
        for (index, node) in self.nodes.iter().enumerate() {
            match node.parent {
                Some(parent) => children[parent].push(index),
                None => open.push(index),
            }
        }
        open.reverse();
        let mut placed = vec![false; count];
        let mut unplaced = 0..count;
        loop {
            while let Some(index) = open.pop() {
                if std::mem::replace(&mut placed[index], true) {
                    continue;
                }
                self.order.push(index);
                open.extend(children[index].iter().rev());
            }
            // What no root leads to goes round in a circle: cut it open anywhere.
            match unplaced.find(|index| !placed[*index]) {
                Some(index) => {
                    self.broken = true;
                    self.nodes[index].parent = None;
                    open.push(index);
                }
                None => return,
            }
        }
    }

    fn mark_shown(&mut self, current: Option<usize>) {
        // Without a current node, the one that comes last is taken for it.
        let mut at = current.or(self.order.last().copied());
        while let Some(index) = at
            && !std::mem::replace(&mut self.nodes[index].shown, true)
        {
            at = self.nodes[index].parent;
        }
    }
}
