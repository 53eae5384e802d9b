//! From the text of a collection to what runs.

use serde_json::Value;

use super::{Collection, Folder, Item, MAX_FOLDERS, Node};
use crate::auth::Auth;
use crate::extra::{Extra, is_true};
use crate::json::{self, Broken, Cursor, Path};
use crate::runnable::file::{Members, split, unwrapped};
use crate::runnable::scope::own_text;
use crate::runnable::{Behaviour, Event, Fault, Request};
use crate::variables::{Scope, Variable, coerce};

/// Reads a collection of format 2.0 or 2.1, wrapped in `{collection: …}` or not.
///
/// `new_id` gives the ids that are missing, those of scripts too.
pub fn parse(text: &str, new_id: &mut dyn FnMut() -> String) -> Result<Collection, Fault> {
    let members = unwrapped(text, &["collection"], "a collection", None)?;
    let has = |wanted: &str| members.iter().any(|(name, raw)| name == wanted && is_true(raw));
    if ["name", "order", "requests"].into_iter().all(has) {
        return Err(Fault::Version1);
    }
    let mut reader = Reader { new_id, collection: Collection::default(), path: Path::default() };
    match reader.collection(&members) {
        Ok(()) => Ok(reader.collection),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Broken) => Err(Fault::unreadable(&reader.place())),
    }
}

/// Why reading ended.
enum Stop {
    Fault(Fault),
    /// A value that can't be read, at the path that was reached.
    Broken,
}

impl From<Broken> for Stop {
    fn from(_: Broken) -> Self {
        Self::Broken
    }
}

struct Reader<'a, 'i> {
    new_id: &'i mut dyn FnMut() -> String,
    collection: Collection,
    path: Path<'a>,
}

/// What collections, folders and items have in common.
#[derive(Default)]
struct Common {
    names: Names,
    events: Vec<Event>,
    auth: Option<Auth>,
    behaviour: Behaviour,
    variables: Vec<Variable>,
}

/// What names an item, folder or collection.
#[derive(Default)]
struct Names {
    id: Option<String>,
    name: Option<String>,
    extra: Extra,
}

impl Names {
    fn take(&mut self, member: &str, raw: &str) -> Result<(), Broken> {
        match member {
            "id" => self.id = own_text(raw)?,
            "name" => self.name = own_text(raw)?,
            other => self.extra.note(other, raw)?,
        }
        // Reports show what is no text as it is.
        if matches!(member, "id" | "name") && !raw.starts_with('"') && is_true(raw) {
            self.extra.keep(member, json::read(raw)?);
        }
        Ok(())
    }

    fn id(&mut self, new_id: &mut dyn FnMut() -> String) -> String {
        if let Some(id) = self.id.take() {
            return id;
        }
        match self.extra.private("postman_id").filter(|id| coerce::truthy(id)).cloned() {
            Some(Value::String(id)) => id,
            Some(id) => {
                let text = coerce::text(&id).into_owned();
                self.extra.keep("id", id);
                text
            }
            None => new_id(),
        }
    }
}

impl<'a> Reader<'a, '_> {
    fn place(&self) -> String {
        let path = self.path.to_string();
        if path.is_empty() { "$".to_owned() } else { format!("$.{path}") }
    }

    fn collection(&mut self, members: &Members<'a>) -> Result<(), Stop> {
        let mut common = Common::default();
        let mut info = None;
        let mut outer = Vec::new();
        for (name, raw) in members {
            let mut cursor = Cursor::new(raw);
            match name.as_ref() {
                "info" if raw.starts_with('{') => info = Some(split(raw)?),
                "item" => {
                    // Of two members of one name the last counts.
                    self.collection.folders.clear();
                    self.collection.items.clear();
                    self.collection.children = self.list(&mut cursor, None, 0)?;
                }
                "id" | "name" | "description" | "version" => outer.push((name.clone(), *raw)),
                private if private.starts_with('_') => outer.push((name.clone(), *raw)),
                name => drop(self.common(name, &mut common, &mut cursor)?),
            }
        }
        for (name, raw) in info.unwrap_or(outer) {
            match name.as_ref() {
                "version" => common.names.extra.keep("version", json::read(raw)?),
                name => common.names.take(name, raw)?,
            }
        }
        self.collection.id = common.names.id(self.new_id);
        self.collection.name = common.names.name;
        self.collection.extra = common.names.extra;
        self.collection.events = common.events;
        self.collection.auth = common.auth;
        self.collection.behaviour = common.behaviour;
        self.collection.variables = Scope::new(common.variables);
        self.collection.variables.id.clone_from(&self.collection.id);
        Ok(())
    }

    /// Reads a member if it is one that collections, folders and items have in common.
    fn common(
        &mut self,
        name: &str,
        common: &mut Common,
        cursor: &mut Cursor<'_>,
    ) -> Result<bool, Broken> {
        match name {
            "event" => common.events = Event::read_list(cursor, self.new_id)?,
            "auth" => common.auth = Auth::read(cursor)?,
            "protocolProfileBehavior" => common.behaviour = Behaviour::from_json(cursor.value()?),
            "variable" => {
                common.variables.clear();
                cursor.each(|cursor| {
                    common.variables.push(Variable::read(cursor)?);
                    Ok(())
                })?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A list of items and folders; what is no list counts as its only element.
    fn list(
        &mut self,
        cursor: &mut Cursor<'a>,
        parent: Option<usize>,
        depth: usize,
    ) -> Result<Vec<Node>, Stop> {
        if depth > MAX_FOLDERS {
            let what = format!("folders lie deeper than {MAX_FOLDERS} levels");
            return Err(Stop::Fault(Fault::Shape { what, path: self.place() }));
        }
        let mut nodes = Vec::new();
        self.path.enter("item");
        match cursor.peek()? {
            b'[' => {
                cursor.open(b'[')?;
                let mut index = 0;
                while cursor.element()? {
                    self.path.enter_element(index);
                    if cursor.peek()? == b'n' {
                        cursor.skip()?;
                    } else {
                        nodes.push(self.node(cursor, parent, depth)?);
                    }
                    self.path.leave();
                    index += 1;
                }
            }
            b'n' => drop(cursor.skip()?),
            _ => nodes.push(self.node(cursor, parent, depth)?),
        }
        self.path.leave();
        Ok(nodes)
    }

    fn node(
        &mut self,
        cursor: &mut Cursor<'a>,
        parent: Option<usize>,
        depth: usize,
    ) -> Result<Node, Stop> {
        let mut common = Common::default();
        let mut request = Request::default();
        let mut examples = "";
        // A folder takes its place before what lies in it.
        let mut folder = None;
        if cursor.peek()? == b'{' {
            cursor.open(b'{')?;
            while let Some(key) = cursor.key()? {
                match key.name().as_ref() {
                    "item" if has_items(cursor)? => {
                        let place = folder.unwrap_or_else(|| self.new_folder(parent));
                        folder = Some(place);
                        self.fill(place, cursor, depth)?;
                    }
                    "item" => drop(cursor.skip()?),
                    "request" => request = Request::read(cursor)?,
                    "response" => examples = cursor.skip()?,
                    name if self.common(name, &mut common, cursor)? => {}
                    name => common.names.take(name, cursor.skip()?)?,
                }
            }
        } else {
            // A text or number is an item without anything.
            cursor.skip()?;
        }
        Ok(match folder {
            Some(place) => self.end_folder(place, common),
            None => self.item(common, request, examples, parent),
        })
    }

    fn new_folder(&mut self, parent: Option<usize>) -> usize {
        let start = self.collection.items.len();
        self.collection.folders.push(Folder { parent, items: start..start, ..Folder::default() });
        self.collection.folders.len() - 1
    }

    fn fill(&mut self, place: usize, cursor: &mut Cursor<'a>, depth: usize) -> Result<(), Stop> {
        let start = self.collection.folders.get(place).map_or(0, |folder| folder.items.start);
        // Of two members of one name the last counts.
        self.collection.folders.truncate(place + 1);
        self.collection.items.truncate(start);
        let children = self.list(cursor, Some(place), depth + 1)?;
        let end = self.collection.items.len();
        if let Some(folder) = self.collection.folders.get_mut(place) {
            folder.children = children;
            folder.items.end = end;
        }
        Ok(())
    }

    fn end_folder(&mut self, place: usize, mut common: Common) -> Node {
        let id = common.names.id(self.new_id);
        if let Some(folder) = self.collection.folders.get_mut(place) {
            folder.id = id;
            folder.name = common.names.name;
            folder.events = common.events;
            folder.auth = common.auth;
            folder.behaviour = common.behaviour;
            folder.variables = Scope::new(common.variables);
            folder.extra = common.names.extra;
        }
        Node::Folder(place)
    }

    fn item(
        &mut self,
        mut common: Common,
        request: Request,
        examples: &str,
        folder: Option<usize>,
    ) -> Node {
        self.collection.items.push(Item {
            id: common.names.id(self.new_id),
            name: common.names.name,
            folder,
            events: common.events,
            behaviour: common.behaviour,
            request,
            extra: common.names.extra,
            examples: examples.into(),
        });
        Node::Item(self.collection.items.len() - 1)
    }
}

/// Whether a member `item` makes a folder of what it lies in.
fn has_items(cursor: &mut Cursor<'_>) -> Result<bool, Broken> {
    match cursor.peek()? {
        b'{' | b'[' => Ok(true),
        _ => Ok(is_true(cursor.clone().skip()?)),
    }
}
