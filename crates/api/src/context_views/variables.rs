//! Which variables a request uses, and where their values come from.

use std::collections::BTreeSet;

use catalog::{Area, op};
use model::{ElementKind, environment};
use serde_json::Value;
use store::{ElementQuery, Page as Part};

use super::{
    auth,
    markdown::Page,
    tree::{Found, Tree, is_off, list, name, shown, text, unmarked},
};
use crate::{ApiError, Call, Context};

/// Environments that are looked into.
const ENVIRONMENTS: u64 = 20;
/// Rows of the table.
const ROWS: usize = 80;
/// Values name further variables up to so often.
const ROUNDS: usize = 5;

/// Something that gives variables their values, without secrets.
pub(super) struct Source {
    name: String,
    values: Vec<Value>,
}

/// The environments and globals that the caller may read in the collection's workspace; those
/// that win come first.
pub(super) async fn sources(
    ctx: &Context,
    call: &Call<op::GetRequestCodeContext>,
) -> Result<Vec<Source>, ApiError> {
    let Some(place) = call.permit.workspace() else { return Ok(Vec::new()) };
    let mut sources = Vec::new();
    let seen = call.permit.sees(Area::Environments);
    if !seen.allowed.is_empty() {
        let wanted = ElementQuery {
            workspace: Some(place.id.clone()),
            page: Some(Part { offset: 0, limit: ENVIRONMENTS }),
            ..ElementQuery::default()
        };
        let listing = ctx.store.elements(ElementKind::Environment, &seen, &wanted).await?;
        for element in listing.items {
            let found = ctx.store.document(ElementKind::Environment, &element.id).await?;
            let Some((element, document)) = found else { continue };
            let text = ctx.masker.values(&environment::render(&element, &document, false));
            sources.push(Source::read(format!("environment {}", element.name), &text));
        }
    }
    if call.permit.sees(Area::Workspaces).shows(place, &place.id)
        && let Some(globals) = ctx.store.globals(&place.id).await?
    {
        let text = ctx.masker.values(&environment::render_globals(&globals));
        sources.push(Source::read("globals".to_owned(), &text));
    }
    Ok(sources)
}

impl Source {
    fn read(name: String, text: &str) -> Self {
        let document: Value = serde_json::from_str(&unmarked(text)).unwrap_or_default();
        Self { name, values: list(&document, "values").to_vec() }
    }
}

/// Adds a table of the variables that a request uses.
pub(super) fn add(page: &mut Page, tree: &Tree, found: &Found<'_>, sources: &[Source]) {
    let own =
        Source { name: "collection".to_owned(), values: list(tree.whole(), "variable").to_vec() };
    let folders = found.folders.iter().rev().map(|folder| Source {
        name: format!("folder {}", name(folder)),
        values: list(folder, "variable").to_vec(),
    });
    let (globals, environments): (Vec<&Source>, Vec<&Source>) =
        sources.iter().partition(|source| source.name == "globals");
    let folders: Vec<Source> = folders.collect();
    let all: Vec<&Source> =
        environments.into_iter().chain(&folders).chain([&own]).chain(globals).collect();

    let request = found.item.get("request").unwrap_or(&Value::Null).to_string();
    let auth = auth::effective(tree, found).map(|(auth, _)| auth.to_string());
    let mut used = BTreeSet::new();
    names(&request, &mut used);
    names(&auth.unwrap_or_default(), &mut used);
    follow(&all, &mut used);
    if used.is_empty() {
        return;
    }
    page.section("Variables");
    page.line(
        "The first source that has a name wins; of the environments one is chosen for a run.",
    );
    let mut rows = Vec::new();
    for name in &used {
        let values = all.iter().flat_map(|source| {
            source
                .values
                .iter()
                .filter(|one| text(one, "key") == name && !is_off(one))
                .map(|one| vec![name.clone(), source.name.clone(), shown(one.get("value"))])
        });
        let before = rows.len();
        rows.extend(values);
        if rows.len() == before {
            let source =
                if name.starts_with('$') { "made anew at each use" } else { "not defined" };
            rows.push(vec![name.clone(), source.to_owned(), String::new()]);
        }
    }
    page.table(&["Name", "Source", "Value"], &rows, ROWS, "of them: getEnvironmentContext");
}

/// Adds the names that values of used variables name.
fn follow(all: &[&Source], used: &mut BTreeSet<String>) {
    for _ in 0..ROUNDS {
        let before = used.len();
        for one in all.iter().flat_map(|source| &source.values) {
            if used.contains(text(one, "key")) && !is_off(one) {
                names(&shown(one.get("value")), used);
            }
        }
        if used.len() == before {
            return;
        }
    }
}

/// Adds what stands in `{{…}}`.
fn names(text: &str, found: &mut BTreeSet<String>) {
    const LONGEST: usize = 100;
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { return };
        // Of `{{{{a}}` the innermost counts.
        let name = name.rsplit("{{").next().unwrap_or(name);
        if !name.is_empty() && name.len() <= LONGEST && !name.contains(['"', '\\', '{', '\n']) {
            found.insert(name.to_owned());
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_text() {
        let cases = [
            ("", ""),
            ("{{a}}/{{ b }}?x={{$guid}}", " b ,$guid,a"),
            ("{{a", ""),
            ("{{{{a}}}}", "a"),
            (r#"{"x":{"y":"{{z}}"}}"#, "z"),
        ];
        for (given, expected) in cases {
            let mut found = BTreeSet::new();
            names(given, &mut found);
            assert_eq!(found.into_iter().collect::<Vec<_>>().join(","), expected, "{given}");
        }
    }
}
