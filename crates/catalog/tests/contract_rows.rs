//! The rows against the reference data, and against themselves.
//!
//! The reference files are not part of the repository. They are looked for beside it, in
//! `../shared/reference/`, or in the folder that `GATEPOST_REFERENCE` names.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use catalog::{
    AREAS, Access, Area, CATALOGUE, Hints, Level, LimitClass, Operation, Spec, Toolset, op,
};
use serde_json::{Value, json};

fn reference(name: &str) -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = env::var_os("GATEPOST_REFERENCE").map_or(beside, PathBuf::from);
    let path = folder.join(name);
    let Ok(text) = fs::read_to_string(&path) else {
        eprintln!("SKIPPED: no {name} beside the repository; set GATEPOST_REFERENCE to its folder");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// Tools that the published server answers itself have an operation here, so that they are decided
/// and recorded like any other. The vendor's API has none.
const OWN: [&str; 2] = ["getEnabledTools", "runCollection"];

fn vendor_rows() -> impl Iterator<Item = &'static Spec> {
    let own = |spec: &Spec| spec.area == Area::Gatepost || OWN.contains(&spec.id);
    CATALOGUE.iter().copied().filter(move |spec| !own(spec))
}

fn words(list: &Value) -> BTreeSet<&str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn hints(hints: Hints) -> (bool, bool) {
    match hints {
        Hints::ReadOnly => (true, false),
        Hints::None => (false, false),
        Hints::Destructive => (false, true),
    }
}

fn toolset(toolset: Toolset) -> &'static str {
    match toolset {
        Toolset::Minimal => "minimal",
        Toolset::Code => "code",
        Toolset::Full => "full",
    }
}

/// The columns of a row, in the words of `operations.json`.
fn columns_of_row(spec: &Spec) -> BTreeMap<&'static str, Value> {
    let errors: BTreeMap<String, Value> = spec
        .errors
        .iter()
        .map(|form| {
            let media =
                if form.media.content_type().contains("problem") { "problem" } else { "json" };
            let shapes: BTreeSet<String> =
                form.shapes.iter().map(|shape| format!("{shape:?}")).collect();
            (form.status.to_string(), json!({ "media": media, "shapes": shapes }))
        })
        .collect();
    let (read_only, destructive) = hints(spec.hints);
    BTreeMap::from([
        ("method", json!(spec.method.as_str())),
        ("path", json!(spec.path)),
        ("area", json!(spec.area.name())),
        ("access", json!(spec.access.name())),
        ("flags", json!(vendors_flags(spec))),
        ("level", json!(spec.needs.worst.name())),
        ("floor", json!(spec.needs.floor.name())),
        ("limit", json!(spec.limit.name())),
        ("rule", json!(spec.rule.is_some() || spec.lowers.is_some() || names_more(spec))),
        ("path parameters", json!(spec.path_params().collect::<Vec<_>>())),
        ("query", json!(spec.query.iter().collect::<BTreeSet<_>>())),
        ("success", json!(spec.success)),
        ("errors", json!(errors)),
        ("tool", json!((!spec.toolsets.is_empty()).then_some(spec.tool))),
        ("toolsets", json!(spec.toolsets.iter().map(|one| toolset(*one)).collect::<BTreeSet<_>>())),
        ("hints", json!([read_only, destructive])),
    ])
}

/// The letters that `operations.json` has too.
fn vendors_flags(spec: &Spec) -> BTreeSet<String> {
    spec.flags.letters().chars().filter(|letter| *letter != 'f').map(String::from).collect()
}

/// The same columns of an entry of `operations.json`.
fn columns_of_entry(entry: &Value) -> BTreeMap<&'static str, Value> {
    let text = |name: &str| entry[name].as_str().unwrap();
    let mut query = words(&entry["requiredQuery"]);
    query.extend(words(&entry["optionalQuery"]));
    let errors: BTreeMap<&String, Value> = entry["errors"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(status, form)| {
            (status, json!({ "media": form["media"], "shapes": words(&form["shapes"]) }))
        })
        .collect();
    let access = text("access");
    let hint = |name: &str, by_access: &str| entry[name].as_bool().unwrap_or(access == by_access);
    BTreeMap::from([
        ("method", entry["method"].clone()),
        ("path", entry["path"].clone()),
        ("area", entry["area"].clone()),
        ("access", entry["access"].clone()),
        ("flags", json!(text("flags").chars().map(String::from).collect::<BTreeSet<_>>())),
        ("level", entry["level"].clone()),
        ("floor", entry.get("levelFloor").unwrap_or(&entry["level"]).clone()),
        ("limit", entry["rateLimitClass"].clone()),
        ("rule", json!(entry["bodyRule"].as_bool().unwrap_or(false))),
        ("path parameters", entry["requiredPath"].clone()),
        ("query", json!(query)),
        ("success", entry["success"].clone()),
        ("errors", json!(errors)),
        ("tool", entry["mcpTool"].clone()),
        ("toolsets", json!(words(&entry["toolsets"]))),
        ("hints", json!([hint("readOnlyHint", "read"), hint("destructiveHint", "delete")])),
    ])
}

/// Whether the body or query names something; what the path leads to is no matter of theirs.
fn names_more(spec: &Spec) -> bool {
    spec.names.iter().any(|named| !named.at.starts_with(['@', '{']))
}

#[test]
fn rows_are_the_reference_in_every_column() {
    let Some(file) = reference("operations.json") else { return };
    let entries: BTreeMap<&str, &Value> = file["operations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["operationId"].as_str().unwrap(), entry))
        .collect();
    let rows: BTreeMap<&str, &Spec> = vendor_rows().map(|spec| (spec.id, spec)).collect();
    assert_eq!(
        rows.keys().collect::<Vec<_>>(),
        entries.keys().collect::<Vec<_>>(),
        "the same operations on both sides"
    );
    let mut differences = Vec::new();
    for (id, spec) in &rows {
        let theirs = columns_of_entry(entries[id]);
        for (column, ours) in columns_of_row(spec) {
            if ours != theirs[column] {
                differences.push(format!("{id} {column}: {ours}, reference {}", theirs[column]));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn tools_are_the_reference_in_both_directions() {
    let Some(file) = reference("mcp-tools.json") else { return };
    // Tools without an operation: they run here, or need the vendor's cloud.
    let local = [
        "getContextGraphAsk",
        "getEnabledTools",
        "runCollection",
        "searchLearningCenter",
        "submitContextGraphAsk",
    ];
    let theirs: BTreeMap<&str, &Value> = file["tools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|tool| (tool["name"].as_str().unwrap(), tool))
        .filter(|(name, _)| !local.contains(name))
        .collect();
    let ours: BTreeMap<&str, &Spec> = vendor_rows()
        .filter(|spec| !spec.toolsets.is_empty())
        .map(|spec| (spec.tool, spec))
        .collect();
    assert_eq!(ours.keys().collect::<Vec<_>>(), theirs.keys().collect::<Vec<_>>());
    for (name, spec) in ours {
        let tool = theirs[name];
        let toolsets: BTreeSet<&str> = spec.toolsets.iter().map(|one| toolset(*one)).collect();
        assert_eq!(toolsets, words(&tool["toolsets"]), "toolsets of {name}");
        assert_eq!(tool["http"]["method"], spec.method.as_str(), "method of {name}");
        let template = |path: &str| -> Vec<String> {
            let part = |part: &str| if part.starts_with('{') { "{}" } else { part }.to_owned();
            path.split('/').map(part).collect()
        };
        let path = tool["http"]["path"].as_str().unwrap();
        assert_eq!(template(path), template(spec.path), "path of {name}");
        let (read_only, destructive) = hints(spec.hints);
        assert_eq!(tool["annotations"]["readOnlyHint"], read_only, "read-only hint of {name}");
        assert_eq!(
            tool["annotations"]["destructiveHint"], destructive,
            "destructive hint of {name}"
        );
    }
}

#[test]
fn tools_without_an_operation_of_the_vendor_are_the_reference_too() {
    let Some(file) = reference("mcp-tools.json") else { return };
    for id in OWN {
        let spec = catalog::spec(id).unwrap();
        let tools = file["tools"].as_array().unwrap();
        let tool = tools.iter().find(|tool| tool["name"] == spec.tool).unwrap();
        let toolsets: BTreeSet<&str> = spec.toolsets.iter().map(|one| toolset(*one)).collect();
        assert_eq!(toolsets, words(&tool["toolsets"]), "toolsets of {id}");
        let (read_only, destructive) = hints(spec.hints);
        assert_eq!(tool["annotations"]["readOnlyHint"], read_only, "read-only hint of {id}");
        assert_eq!(tool["annotations"]["destructiveHint"], destructive, "destructive hint of {id}");
    }
}

#[test]
fn error_shapes_are_all_known() {
    let Some(file) = reference("operations.json") else { return };
    let used: BTreeSet<String> = vendor_rows()
        .flat_map(|spec| spec.errors)
        .flat_map(|form| form.shapes)
        .map(|shape| format!("{shape:?}"))
        .collect();
    let known: BTreeSet<String> =
        file["errorShapes"].as_object().unwrap().keys().cloned().collect();
    assert!(used.is_subset(&known), "{used:?} against {known:?}");
}

#[test]
fn every_operation_is_counted() {
    assert_eq!(vendor_rows().count(), 298);
    let mut by_access = BTreeMap::<_, usize>::new();
    let mut by_level = BTreeMap::<_, usize>::new();
    for spec in vendor_rows() {
        *by_access.entry(spec.access.name()).or_default() += 1;
        *by_level.entry(spec.needs.worst.name()).or_default() += 1;
    }
    let access = BTreeMap::from([("read", 142), ("write", 120), ("delete", 34), ("run", 2)]);
    assert_eq!(by_access, access);
    let level = BTreeMap::from([
        ("always", 4),
        ("read", 124),
        ("write", 86),
        ("full", 51),
        ("grant", 21),
        ("never", 12),
    ]);
    assert_eq!(by_level, level);
}

#[test]
fn every_area_is_counted() {
    let expected: &[(&str, usize)] = &[
        ("collections", 43),
        ("environments", 12),
        ("workspaces", 20),
        ("apis", 22),
        ("mocks", 13),
        ("monitors", 11),
        ("webhooks", 1),
        ("user", 1),
        ("runs", 1),
        ("comments", 25),
        ("pull_requests", 5),
        ("tags", 7),
        ("specs", 22),
        ("search", 1),
        ("components", 9),
        ("packages", 5),
        ("sdks", 10),
        ("network", 6),
        ("api_catalog", 16),
        ("governance", 21),
        ("analytics", 2),
        ("team", 15),
        ("ai", 1),
        ("credentials", 5),
        ("secret_scanner", 4),
        ("audit_logs", 2),
        ("billing", 2),
        ("scim", 12),
        ("meta", 4),
    ];
    let count = |area: Area| vendor_rows().filter(|spec| spec.area == area).count();
    let actual: Vec<(&str, usize)> = AREAS
        .iter()
        .filter(|info| info.area != Area::Gatepost)
        .map(|info| (info.name, count(info.area)))
        .collect();
    assert_eq!(actual, expected);
}

/// Rows whose method and access class do not go together the usual way, one line each.
///
/// A new line here is a decision: who adds it says why in the row's review.
#[test]
fn unusual_rows_are_known() {
    let usual = |spec: &Spec| match spec.method.as_str() {
        "GET" => spec.access == Access::Read,
        "DELETE" => spec.access == Access::Delete,
        _ => spec.access == Access::Write,
    };
    let mut unusual: Vec<String> = CATALOGUE
        .iter()
        .filter(|spec| !usual(spec))
        .map(|spec| format!("{} {} {}", spec.method, spec.access.name(), spec.id))
        .collect();
    unusual.sort();
    let known = [
        "POST read can",
        "POST read detectedSecretsQueries",
        "POST read schemaSecurityValidation",
        "POST read searchPostmanResources",
        "POST run generateTool",
        "POST run runCollection",
        "POST run runMonitor",
    ];
    assert_eq!(unusual, known);
}

#[test]
fn unusual_levels_are_known() {
    // Read but not for the read level: what credentials, people and money are about.
    let usual = |spec: &Spec| {
        let by_access = match spec.access {
            Access::Read => Level::Read,
            Access::Write => Level::Write,
            Access::Delete | Access::Run => Level::Full,
        };
        spec.needs.worst >= by_access && spec.needs.floor >= by_access
            || spec.needs.worst == Level::Always && spec.area == Area::Meta
    };
    let weak: Vec<&str> =
        CATALOGUE.iter().filter(|spec| !usual(spec)).map(|spec| spec.id).collect();
    assert_eq!(weak, Vec::<&str>::new(), "needs less than its access class");
}

#[test]
fn no_level_reaches_what_must_be_named() {
    for spec in CATALOGUE.iter() {
        let info = spec.area.info();
        let by_level = spec.needs.floor <= Level::Full && spec.needs.worst != Level::Always;
        assert!(!by_level || !info.levels.is_empty(), "{}: its area has no levels", spec.id);
        if spec.flags.mints() && !matches!(spec.area, Area::Webhooks | Area::Mocks) {
            assert!(spec.needs.worst >= Level::Full, "{} handles credentials", spec.id);
        }
    }
    for spec in CATALOGUE.iter().filter(|spec| spec.area == Area::Gatepost) {
        assert_eq!(spec.needs.floor, Level::Never, "{} is for administrators", spec.id);
    }
}

#[test]
fn own_operations_stay_under_their_prefix() {
    for spec in CATALOGUE.iter() {
        assert_eq!(
            spec.path.starts_with("/gatepost/v1/"),
            spec.area == Area::Gatepost,
            "{}",
            spec.path
        );
    }
}

#[test]
fn slow_lanes_are_the_documented_ones() {
    let in_class = |class: LimitClass| -> BTreeSet<&str> {
        CATALOGUE.iter().filter(|spec| spec.limit == class).map(|spec| spec.id).collect()
    };
    let list = in_class(LimitClass::List);
    for id in ["getCollections", "getWorkspaces", "getWorkspace", "runMonitor"] {
        assert!(list.contains(id), "{id}");
    }
    assert!(!list.contains(op::GetCollection::SPEC.id), "one collection is not in the list class");
    assert!(in_class(LimitClass::WorkspaceUpdate).contains("updateWorkspace"));
    assert_eq!(in_class(LimitClass::Import), BTreeSet::from(["importOpenApiDefinition"]));
    assert_eq!(in_class(LimitClass::ServiceAccountToken).len(), 1);
}
