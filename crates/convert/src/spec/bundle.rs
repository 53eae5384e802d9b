//! Several files as one.

use serde_json::{Map, Value};

use super::{Node, Problem, Spec};

/// Values that a bundle may have; what refers to much in many places would grow beyond measure.
const MOST: usize = 500_000;

impl Spec {
    /// The description as one document: what lies in other files stands where it was referred to.
    ///
    /// What refers to itself across files keeps a reference, to a copy under `components/schemas`.
    /// References that lead nowhere stay as they are.
    pub fn bundle(&self) -> Result<Value, Problem> {
        let mut bundler = Bundler { spec: self, inside: Vec::new(), kept: Vec::new(), made: 0 };
        let mut bundle = bundler.copy(self.root(), true)?;
        let mut next = 0;
        let mut copies = Map::new();
        while let Some((place, name)) = bundler.kept.get(next).cloned() {
            next += 1;
            let node = self.at(place.0, &format!("#{}", place.1))?;
            bundler.inside = vec![place];
            copies.insert(name, bundler.copy(node, false)?);
        }
        if !copies.is_empty()
            && let Value::Object(document) = &mut bundle
            && let Value::Object(components) =
                document.entry("components").or_insert_with(|| Value::Object(Map::new()))
            && let Value::Object(schemas) =
                components.entry("schemas").or_insert_with(|| Value::Object(Map::new()))
        {
            for (name, value) in copies {
                schemas.entry(name).or_insert(value);
            }
        }
        Ok(bundle)
    }
}

type Place = (usize, String);

struct Bundler<'a> {
    spec: &'a Spec,
    /// References that are being replaced.
    inside: Vec<Place>,
    /// Places that refer to themselves, and the names of their copies.
    kept: Vec<(Place, String)>,
    made: usize,
}

impl Bundler<'_> {
    /// `here` says that the value stays in the root file, whose own references stay right.
    fn copy(&mut self, node: Node<'_>, here: bool) -> Result<Value, Problem> {
        self.made += 1;
        if self.made > MOST {
            return Err(Problem::new(
                "",
                "",
                format!("would have more than {MOST} values as one file"),
            ));
        }
        if let Some(reference) = node.reference()
            && let Some(replaced) = self.replaced(node, reference, here)?
        {
            return Ok(replaced);
        }
        Ok(match node.value {
            Value::Object(_) => {
                let mut object = Map::new();
                for (name, member) in node.members() {
                    object.insert(name.to_owned(), self.copy(member, here)?);
                }
                Value::Object(object)
            }
            Value::Array(_) => Value::Array(
                node.entries().map(|one| self.copy(one, here)).collect::<Result<_, _>>()?,
            ),
            other => other.clone(),
        })
    }

    /// What stands in for a reference; `None` when it may stay.
    fn replaced(
        &mut self,
        node: Node<'_>,
        reference: &str,
        here: bool,
    ) -> Result<Option<Value>, Problem> {
        let Some(place) = self.spec.place(node.file, reference) else { return Ok(None) };
        if place.0 == 0 {
            // Into the root file: from there it stays, from elsewhere only its file part goes.
            let inner = serde_json::json!({ "$ref": format!("#{}", place.1) });
            return Ok((!here).then_some(inner));
        }
        let Ok(target) = self.spec.at(node.file, reference) else { return Ok(None) };
        if self.inside.contains(&place) {
            let name = self.name_of(place);
            let inner = serde_json::json!({ "$ref": format!("#/components/schemas/{name}") });
            return Ok(Some(inner));
        }
        self.inside.push(place);
        let copy = self.copy(target, false);
        self.inside.pop();
        copy.map(Some)
    }

    fn name_of(&mut self, place: Place) -> String {
        if let Some((_, name)) = self.kept.iter().find(|(known, _)| *known == place) {
            return name.clone();
        }
        let last = place.1.rsplit('/').next().unwrap_or_default();
        let stem = self.spec.path(place.0).rsplit('/').next().unwrap_or_default();
        let stem = stem.split('.').next().unwrap_or_default();
        let base = if last.is_empty() { stem } else { last };
        let plain: String = base.chars().filter(|one| one.is_alphanumeric()).collect();
        let mut name = if plain.is_empty() { "Part".to_owned() } else { plain };
        let known = |name: &str| {
            let pointer = format!("/components/schemas/{name}");
            self.kept.iter().any(|(_, other)| other == name)
                || self.spec.root().value.pointer(&pointer).is_some()
        };
        while known(&name) {
            name.push('_');
        }
        self.kept.push((place, name.clone()));
        name
    }
}
