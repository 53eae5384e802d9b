//! What scripts find in `pm` and beside it, as tables.
//!
//! One [`Namespace`] per object, each with a `FUNCTIONS` table. Typings, the reference and the check
//! for unknown names come from here; a test compares the tables with the objects that scripts get.

mod console;
mod cookies;
mod execution;
mod list;
mod postman;
mod request;
mod response;
mod root;
mod scopes;
mod test;
mod vault;
mod visualizer;

#[cfg(test)]
mod tests;

/// An object that scripts use.
#[derive(Clone, Copy, Debug)]
pub struct Namespace {
    /// How a script reaches it, such as `pm.environment`.
    pub path: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Its functions.
    pub functions: &'static [Function],
    /// What else it has.
    pub properties: &'static [Property],
}

/// A function that scripts call.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// How many parameters it declares.
    pub arity: u8,
    /// Its parameters as TypeScript writes them.
    pub parameters: &'static str,
    /// Its result as TypeScript writes it.
    pub result: &'static str,
    /// What it does, in one line.
    pub about: &'static str,
    /// What does it.
    pub by: By,
}

/// What does the work of a function.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum By {
    /// A function of Rust, by the name our JavaScript calls it by.
    Native(&'static str),
    /// A member of our JavaScript: its file and its name there.
    Script(&'static str, &'static str),
}

/// Something that is no function.
#[derive(Clone, Copy, Debug)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its type as TypeScript writes it.
    pub kind: &'static str,
    /// What it is, in one line.
    pub about: &'static str,
}

const fn function(
    name: &'static str,
    arity: u8,
    (parameters, result): (&'static str, &'static str),
    about: &'static str,
    by: By,
) -> Function {
    Function { name, arity, parameters, result, about, by }
}

const fn property(name: &'static str, kind: &'static str, about: &'static str) -> Property {
    Property { name, kind, about }
}

/// Every object, in the order of the reference.
pub static NAMESPACES: &[Namespace] = &[
    root::PM,
    root::INFO,
    test::TEST,
    scopes::ENVIRONMENT,
    scopes::GLOBALS,
    scopes::COLLECTION,
    scopes::VARIABLES,
    scopes::DATA,
    request::REQUEST,
    request::URL,
    request::BODY,
    response::RESPONSE,
    list::HEADERS,
    cookies::COOKIES,
    cookies::JAR,
    execution::EXECUTION,
    visualizer::VISUALIZER,
    vault::VAULT,
    vault::DATASETS,
    console::CONSOLE,
    postman::POSTMAN,
];

/// The namespace under a path, such as `pm.environment`.
#[must_use]
pub fn namespace(path: &str) -> Option<&'static Namespace> {
    NAMESPACES.iter().find(|namespace| namespace.path == path)
}

/// Whether scripts may use a member, given as `pm.environment.get` or shorter.
#[must_use]
pub fn knows(path: &str) -> bool {
    let mut parts = path.split('.');
    let (Some("pm"), Some(first)) = (parts.next(), parts.next()) else { return path == "pm" };
    let top = root::PM.has(first);
    let Some(second) = parts.next().filter(|_| top) else { return top };
    let of_functions = ["call", "apply", "bind", "name", "length"].contains(&second);
    // What is in no table is a value, and its members are its own.
    of_functions || namespace(&format!("pm.{first}")).is_none_or(|space| space.has(second))
}

impl Namespace {
    /// Whether it has a function or property of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.functions.iter().any(|function| function.name == name)
            || self.properties.iter().any(|property| property.name == name)
    }
}
