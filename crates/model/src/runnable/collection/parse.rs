//! From the text of a collection to what runs.

use serde_json::{Value, value::RawValue};

use super::{Collection, Folder, Item, MAX_FOLDERS, Node};
use crate::auth::Auth;
use crate::extra::{Extra, is_true};
use crate::json::{self, Broken, Cursor, Path, member};
use crate::runnable::scope::own_text;
use crate::runnable::{Behaviour, Event, Fault, Request};
use crate::variables::{Scope, Variable, coerce};

/// Reads a collection of format 2.0 or 2.1, wrapped in `{collection: …}` or not.
///
/// `new_id` gives the ids that are missing, those of scripts too.
pub fn parse(text: &str, new_id: &mut dyn FnMut() -> String) -> Result<Collection, Fault> {
    let text = unwrapped(text, &["collection"], "a collection")?;
    let version_1 = ["name", "order", "requests"];
    if version_1.iter().all(|name| member(text, name).is_some_and(is_true)) {
        return Err(Fault::Version1);
    }
    let mut reader = Reader { new_id, collection: Collection::default(), path: Path::default() };
    match reader.collection(text) {
        Ok(()) => Ok(reader.collection),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Broken) => Err(Fault::unreadable(&reader.place())),
    }
}

/// The text of the object that a file holds, without what a cloud wraps around it.
pub(in crate::runnable) fn unwrapped<'a>(
    text: &'a str,
    wrappers: &[&str],
    what: &str,
) -> Result<&'a str, Fault> {
    let text = text.trim_start_matches('\u{FEFF}');
    if let Err(error) = serde_json::from_str::<&RawValue>(text) {
        return Err(json::fault(&error).into());
    }
    let text = text.trim_matches([' ', '\t', '\n', '\r']);
    let object = |text: &str, path: &str| {
        let found = match text.as_bytes().first() {
            Some(b'{') => return Ok(()),
            Some(b'[') => "a list",
            Some(b'"') => "a text",
            _ => "a bare value",
        };
        let what = format!("{what} must be an object, not {found}");
        Err(Fault::Shape { what, path: path.to_owned() })
    };
    object(text, "$")?;
    for wrapper in wrappers {
        if let Some(inner) = member(text, wrapper).filter(|inner| is_true(inner)) {
            object(inner, &format!("$.{wrapper}"))?;
            return Ok(inner);
        }
    }
    Ok(text)
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

/// The members of an item or folder that are read only when all are known.
#[derive(Default)]
struct Members<'a> {
    item: Option<&'a str>,
    request: Option<&'a str>,
    response: Option<&'a str>,
    event: Option<&'a str>,
    auth: Option<&'a str>,
    variable: Option<&'a str>,
    behaviour: Option<&'a str>,
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

    fn collection(&mut self, text: &'a str) -> Result<(), Stop> {
        let mut names = Names::default();
        let mut members = Members::default();
        let mut outer = Vec::new();
        let mut info = None;
        let mut cursor = Cursor::new(text);
        cursor.open(b'{')?;
        while let Some(key) = cursor.key()? {
            let raw = cursor.skip()?;
            match key.name().as_ref() {
                "info" if raw.starts_with('{') => info = Some(raw),
                name if !members.take(name, raw) => outer.push((key.name(), raw)),
                _ => {}
            }
        }
        if let Some(info) = info {
            outer.clear();
            let mut cursor = Cursor::new(info);
            cursor.open(b'{')?;
            while let Some(key) = cursor.key()? {
                outer.push((key.name(), cursor.skip()?));
            }
        }
        for (name, raw) in outer {
            match name.as_ref() {
                "version" => names.extra.keep("version", json::read(raw)?),
                name => names.take(name, raw)?,
            }
        }
        self.collection.id = names.id(self.new_id);
        self.collection.name = names.name;
        self.collection.extra = names.extra;
        self.collection.events = self.events(members.event)?;
        self.collection.auth = auth(members.auth)?;
        self.collection.behaviour = behaviour(members.behaviour)?;
        self.collection.variables = variables(members.variable)?;
        self.collection.variables.id.clone_from(&self.collection.id);
        if let Some(list) = members.item {
            self.collection.children = self.list(list, None, 0)?;
        }
        Ok(())
    }

    /// A list of items and folders; what is no list counts as its only element.
    fn list(
        &mut self,
        list: &'a str,
        parent: Option<usize>,
        depth: usize,
    ) -> Result<Vec<Node>, Stop> {
        if depth > MAX_FOLDERS {
            let what = format!("folders lie deeper than {MAX_FOLDERS} levels");
            return Err(Stop::Fault(Fault::Shape { what, path: self.place() }));
        }
        let mut nodes = Vec::new();
        let mut cursor = Cursor::new(list);
        self.path.enter("item");
        if cursor.peek()? == b'[' {
            cursor.open(b'[')?;
            let mut index = 0;
            while cursor.element()? {
                self.path.enter_element(index);
                let raw = cursor.skip()?;
                if raw != "null" {
                    nodes.push(self.node(raw, parent, depth)?);
                }
                self.path.leave();
                index += 1;
            }
        } else if cursor.peek()? != b'n' {
            nodes.push(self.node(list, parent, depth)?);
        }
        self.path.leave();
        Ok(nodes)
    }

    fn node(&mut self, raw: &'a str, parent: Option<usize>, depth: usize) -> Result<Node, Stop> {
        let mut names = Names::default();
        let mut members = Members::default();
        if raw.starts_with('{') {
            let mut cursor = Cursor::new(raw);
            cursor.open(b'{')?;
            while let Some(key) = cursor.key()? {
                let raw = cursor.skip()?;
                let name = key.name();
                if !members.take(&name, raw) {
                    names.take(&name, raw)?;
                }
            }
        }
        match members.item.filter(|item| is_true(item)) {
            Some(children) => self.folder(names, &members, children, parent, depth),
            None => self.item(names, &members, parent),
        }
    }

    fn folder(
        &mut self,
        mut names: Names,
        members: &Members<'a>,
        children: &'a str,
        parent: Option<usize>,
        depth: usize,
    ) -> Result<Node, Stop> {
        let place = self.collection.folders.len();
        let first = self.collection.items.len();
        let folder = Folder {
            id: names.id(self.new_id),
            name: names.name,
            parent,
            events: self.events(members.event)?,
            auth: auth(members.auth)?,
            behaviour: behaviour(members.behaviour)?,
            variables: variables(members.variable)?,
            extra: names.extra,
            ..Folder::default()
        };
        self.collection.folders.push(folder);
        let children = self.list(children, Some(place), depth + 1)?;
        let items = first..self.collection.items.len();
        if let Some(folder) = self.collection.folders.get_mut(place) {
            folder.children = children;
            folder.items = items;
        }
        Ok(Node::Folder(place))
    }

    fn item(
        &mut self,
        mut names: Names,
        members: &Members<'a>,
        folder: Option<usize>,
    ) -> Result<Node, Stop> {
        let request = match members.request {
            Some(request) => Request::read(&mut Cursor::new(request))?,
            None => Request::default(),
        };
        let item = Item {
            id: names.id(self.new_id),
            name: names.name,
            folder,
            events: self.events(members.event)?,
            behaviour: behaviour(members.behaviour)?,
            request,
            extra: names.extra,
            examples: members.response.unwrap_or_default().into(),
        };
        self.collection.items.push(item);
        Ok(Node::Item(self.collection.items.len() - 1))
    }

    fn events(&mut self, raw: Option<&str>) -> Result<Vec<Event>, Broken> {
        match raw {
            Some(raw) => Event::read_list(&mut Cursor::new(raw), self.new_id),
            None => Ok(Vec::new()),
        }
    }
}

impl<'a> Members<'a> {
    /// Whether the member is one of these.
    fn take(&mut self, name: &str, raw: &'a str) -> bool {
        let place = match name {
            "item" => &mut self.item,
            "request" => &mut self.request,
            "response" => &mut self.response,
            "event" => &mut self.event,
            "auth" => &mut self.auth,
            "variable" => &mut self.variable,
            "protocolProfileBehavior" => &mut self.behaviour,
            _ => return false,
        };
        *place = Some(raw);
        true
    }
}

fn auth(raw: Option<&str>) -> Result<Option<Auth>, Broken> {
    raw.map_or(Ok(None), |raw| Auth::read(&mut Cursor::new(raw)))
}

fn behaviour(raw: Option<&str>) -> Result<Behaviour, Broken> {
    raw.map_or_else(|| Ok(Behaviour::default()), |raw| Ok(Behaviour::from_json(json::read(raw)?)))
}

fn variables(raw: Option<&str>) -> Result<Scope, Broken> {
    let mut list = Vec::new();
    if let Some(raw) = raw {
        Cursor::new(raw).each(|cursor| {
            list.push(Variable::read(cursor)?);
            Ok(())
        })?;
    }
    Ok(Scope::new(list))
}
