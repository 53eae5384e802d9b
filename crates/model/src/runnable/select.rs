//! Choosing what runs by the names of folders and requests.

use std::collections::HashSet;

use super::{Collection, Fault, Node};

impl Collection {
    /// The positions of the items that these names or ids choose, in order of the run.
    ///
    /// Names of folders and of requests may be mixed; without names, or with only an empty one,
    /// all items run. A single name is looked for level by level: all that lies in a folder is
    /// tested before the folders in it are searched. Of several names each takes the first in
    /// order of the run that has it. No item runs twice.
    pub fn select(&self, names: &[String]) -> Result<Vec<usize>, Fault> {
        match names {
            [] => Ok((0..self.items.len()).collect()),
            [name] if name.is_empty() => Ok((0..self.items.len()).collect()),
            [name] => {
                let node = self.by_levels(name).ok_or_else(|| Fault::NotFound(name.clone()))?;
                Ok(self.within(node))
            }
            names => self.several(names),
        }
    }

    fn by_levels(&self, name: &str) -> Option<Node> {
        // Lists still to be searched, the next one last.
        let mut lists = vec![self.children.as_slice()];
        while let Some(list) = lists.pop() {
            if let Some(found) = list.iter().find(|node| self.is_called(**node, name)) {
                return Some(*found);
            }
            let folders = list.iter().rev().filter_map(|node| match node {
                Node::Folder(place) => self.folders.get(*place),
                Node::Item(_) => None,
            });
            lists.extend(folders.map(|folder| folder.children.as_slice()));
        }
        None
    }

    fn several(&self, names: &[String]) -> Result<Vec<usize>, Fault> {
        let mut wanted: HashSet<&str> = names.iter().map(String::as_str).collect();
        let mut chosen = vec![false; self.items.len()];
        let mut nodes: Vec<Node> = self.children.iter().rev().copied().collect();
        while let (Some(node), false) = (nodes.pop(), wanted.is_empty()) {
            let (id, name) = self.called(node);
            if wanted.remove(id) || name.is_some_and(|name| wanted.remove(name)) {
                for item in self.within(node) {
                    if let Some(place) = chosen.get_mut(item) {
                        *place = true;
                    }
                }
            }
            if let Node::Folder(place) = node {
                let children = self.folders.get(place).map(|folder| folder.children.iter().rev());
                nodes.extend(children.into_iter().flatten());
            }
        }
        if !wanted.is_empty() {
            return Err(Fault::Entrypoint);
        }
        Ok(chosen.iter().enumerate().filter_map(|(item, chosen)| chosen.then_some(item)).collect())
    }

    fn called(&self, node: Node) -> (&str, Option<&str>) {
        match node {
            Node::Folder(place) => {
                let folder = self.folders.get(place);
                folder.map_or(("", None), |folder| (&folder.id, folder.name.as_deref()))
            }
            Node::Item(place) => {
                let item = self.items.get(place);
                item.map_or(("", None), |item| (&item.id, item.name.as_deref()))
            }
        }
    }

    fn is_called(&self, node: Node, wanted: &str) -> bool {
        let (id, name) = self.called(node);
        id == wanted || name == Some(wanted)
    }

    /// The items in a folder, at whatever depth, or the one item.
    fn within(&self, node: Node) -> Vec<usize> {
        match node {
            Node::Item(item) => vec![item],
            Node::Folder(place) => self
                .folders
                .get(place)
                .map_or_else(Vec::new, |folder| folder.items.clone().collect()),
        }
    }
}
