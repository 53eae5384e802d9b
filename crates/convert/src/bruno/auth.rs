//! Authentication.

use serde_json::Value;

use super::{
    bru::{Bru, take},
    shared,
};
use crate::formats::{Notes, item};

/// Names of parameters: Bruno's, and the collection's.
type Names = &'static [(&'static str, &'static str)];

const LOGIN: Names = &[("username", "username"), ("password", "password")];
const NTLM: Names = &[("username", "username"), ("password", "password"), ("domain", "domain")];
const AWS: Names = &[
    ("accessKeyId", "accessKey"),
    ("secretAccessKey", "secretKey"),
    ("sessionToken", "sessionToken"),
    ("service", "service"),
    ("region", "region"),
];
const OAUTH2: Names = &[
    ("access_token_url", "accessTokenUrl"),
    ("authorization_url", "authUrl"),
    ("refresh_token_url", "refreshTokenUrl"),
    ("callback_url", "redirect_uri"),
    ("client_id", "clientId"),
    ("client_secret", "clientSecret"),
    ("scope", "scope"),
    ("state", "state"),
    ("username", "username"),
    ("password", "password"),
    ("credentials_id", "tokenName"),
    ("token_header_prefix", "headerPrefix"),
];

/// The authentication of this mode; `None`, and a note, when collections don't have it.
pub(super) fn made(bru: &mut Bru, mode: &str, place: &str, notes: &mut Notes) -> Option<Value> {
    let block = format!("auth:{mode}");
    let known = ["basic", "bearer", "digest", "ntlm", "apikey", "awsv4", "oauth2"];
    if !known.contains(&mode) {
        bru.take_pairs(&block);
        notes.add(format!("authentication of type `{mode}`"), place);
        return None;
    }
    let mut pairs = bru.take_pairs(&block);
    let mut taken = |name: &str| take(&mut pairs, name);
    let mut all = |names: Names| -> Vec<(&'static str, String)> {
        let params = names.iter().map(|(from, to)| (*to, taken(from)));
        params.collect()
    };
    let params = match mode {
        "bearer" => all(&[("token", "token")]),
        "ntlm" => all(NTLM),
        "apikey" => {
            let mut params = all(&[("key", "key"), ("value", "value")]);
            let place = taken("placement");
            let place = if place.starts_with("query") { "query" } else { "header" };
            params.push(("in", place.to_owned()));
            params
        }
        "awsv4" => all(AWS),
        "oauth2" => {
            let mut params = vec![("grant_type", grant(&taken("grant_type"), &taken("pkce")))];
            let places = [taken("credentials_placement"), taken("token_placement")];
            let [client, token] = places.each_ref().map(String::as_str);
            let client = if client == "basic_auth_header" { "header" } else { "body" };
            params.push(("client_authentication", client.to_owned()));
            let token = if ["", "header"].contains(&token) { "header" } else { "queryParams" };
            params.push(("addTokenTo", token.to_owned()));
            // What is done without being asked.
            for (name, usual) in [
                ("auto_fetch_token", "true"),
                ("auto_refresh_token", "false"),
                ("token_query_key", "access_token"),
            ] {
                let value = taken(name);
                if !value.is_empty() && value != usual {
                    notes.add(format!("`{name}` of OAuth 2.0"), place);
                }
            }
            let given = OAUTH2.iter().map(|(from, to)| (*to, taken(from)));
            params.extend(given.filter(|(_, value)| !value.is_empty()));
            params
        }
        _ => all(LOGIN),
    };
    shared::note_rest(&block, &pairs, place, notes);
    let params: Vec<(&str, &str)> =
        params.iter().map(|(key, value)| (*key, value.as_str())).collect();
    Some(item::auth(mode, &params))
}

fn grant(kind: &str, pkce: &str) -> String {
    match kind {
        "password" => "password_credentials",
        "authorization_code" if pkce == "true" => "authorization_code_with_pkce",
        other => other,
    }
    .to_owned()
}
