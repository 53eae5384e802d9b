//! How a request is sent.

use serde_json::{Map, Value};

use crate::formats::{Notes, flat::text};

/// The settings of a request as collections write them: in version 4 members beginning with
/// `setting`, in version 5 under `settings`.
pub(super) fn behaviour(of: &Value, place: &str, notes: &mut Notes) -> Map<String, Value> {
    let mut made = Map::new();
    let setting = |old: &str, new: &str| {
        let newer = || of.pointer(&format!("/settings/{new}"));
        text(of.get(format!("setting{old}")).or_else(newer))
    };
    let mut set = |name: &str, flag: bool| made.insert(name.to_owned(), flag.into());
    match setting("FollowRedirects", "followRedirects").as_str() {
        "on" => set("followRedirects", true),
        "off" => set("followRedirects", false),
        _ => None,
    };
    if setting("EncodeUrl", "encodeUrl") == "false" {
        set("disableUrlEncoding", true);
    }
    let cookies =
        [setting("SendCookies", "cookies/send"), setting("StoreCookies", "cookies/store")];
    match cookies.each_ref().map(|flag| flag == "false") {
        [true, true] => drop(set("disableCookies", true)),
        [true, false] => notes.add("a setting not to send cookies but to store them", place),
        [false, true] => notes.add("a setting to send cookies but not to store them", place),
        [false, false] => {}
    }
    let plain = text(of.get("settingDisableRenderRequestBody")) == "true"
        || text(of.pointer("/settings/renderRequestBody")) == "false";
    if plain {
        notes.add("a setting to send a body with its braces as they are", place);
    }
    if setting("RebuildPath", "rebuildPath") == "false" {
        notes.add("a setting to send dots in a path as they are", place);
    }
    made
}
