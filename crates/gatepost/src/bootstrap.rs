//! The first start: an administrator, its keys, and what to say about them.
//!
//! Each step is an ordinary call of the local administrator, recorded like any other, and looks
//! first whether it was done: a start that was killed halfway is finished by the next one.

use std::{
    fs::{File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt as _,
    path::PathBuf,
};

use axum::body::Body;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use crate::{config::Settings, exit::Failure, json::Json as _, os, router::Inside};

/// How first keys are labelled.
const LABEL: &str = "first start";
/// Stands in the data folder once the first keys were shown.
const SHOWN: &str = "first-keys-shown";

/// The keys of a first start, to be shown once.
pub(crate) struct FirstKeys {
    /// Opens administration.
    pub(crate) admin: String,
    /// Acts as the administrator's user.
    pub(crate) api: String,
    /// The user's name.
    pub(crate) owner: String,
    marker: PathBuf,
}

impl FirstKeys {
    /// Remembers that they were shown. Until then every start makes them anew.
    pub(crate) fn shown(&self) -> Result<(), Failure> {
        let mark = || -> io::Result<()> {
            OpenOptions::new()
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&self.marker)?
                .sync_all()?;
            // Its name too: a start that misses it revokes the keys that were shown.
            self.marker.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
        };
        mark().map_err(|error| {
            Failure::input(format!("`{}` can't be written: {error}", self.marker.display()))
        })
    }
}

/// Makes the administrator's user, with its team and workspace, where there is no user at all.
pub(crate) async fn owner(inside: &Inside, settings: &Settings) -> Result<(), Failure> {
    let name = settings.data.owner_name.clone().unwrap_or_else(os::user);
    let user = json!({"user": {
        "username": username(&name),
        "fullName": name,
        "team": format!("{name}'s team"),
        "roles": ["admin", "user"],
    }});
    call(inside, Method::POST, "/gatepost/v1/users", Some(user)).await?;
    Ok(())
}

/// Makes the first keys, unless they were shown already.
pub(crate) async fn keys(
    inside: &Inside,
    settings: &Settings,
) -> Result<Option<FirstKeys>, Failure> {
    let marker = settings.folder.join(SHOWN);
    if marker.exists() {
        return Ok(None);
    }
    let users = call(inside, Method::GET, "/gatepost/v1/users", None).await?;
    let Some(owner) = first_administrator(&users) else {
        return Err(Failure::input("there is no administrator to make the first keys for")
            .hint("make one with `gatepost user add NAME --role admin`"));
    };
    // Keys of a start that ended before it showed them are nobody's.
    let held = call(inside, Method::GET, "/gatepost/v1/keys", None).await?;
    for key in held.list("keys") {
        if key.at("label") == LABEL && key.at("state") == "active" {
            let path = format!("/gatepost/v1/keys/{}", key.word("id"));
            call(inside, Method::DELETE, &path, None).await?;
        }
    }
    let admin = json!({"key": {"kind": "admin", "label": LABEL}});
    let api = json!({"key": {"kind": "user", "user": owner.at("id"), "label": LABEL}});
    Ok(Some(FirstKeys {
        admin: secret(inside, admin).await?,
        api: secret(inside, api).await?,
        owner: owner.word("fullName").to_owned(),
        marker,
    }))
}

async fn secret(inside: &Inside, body: Value) -> Result<String, Failure> {
    let made = call(inside, Method::POST, "/gatepost/v1/keys", Some(body)).await?;
    let secret = made.at("secret").as_str().map(str::to_owned);
    secret.ok_or_else(|| Failure::input("the first keys could not be made"))
}

/// The administrator with the lowest number: the one made first.
fn first_administrator(users: &Value) -> Option<&Value> {
    let admin = |user: &&Value| {
        let teams = user.list("teams").iter();
        teams.flat_map(|team| team.list("roles")).any(|role| role == "admin")
    };
    let users = users.list("users").iter();
    users.filter(admin).min_by_key(|user| user.at("id").as_i64())
}

/// A login name made of a name: its letters and digits in lower case, joined by dots.
fn username(name: &str) -> String {
    let words =
        name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.map(str::to_lowercase).collect::<Vec<_>>().join(".");
    if name.is_empty() { "admin".to_owned() } else { name }
}

/// One call of the local administrator that must succeed.
async fn call(
    inside: &Inside,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> Result<Value, Failure> {
    let what = format!("{method} {path}");
    let failed = |why: &str| Failure::input(format!("the first start stopped at `{what}`: {why}"));
    let mut request = Request::builder().method(method).uri(path);
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let request = request.body(body).map_err(|error| failed(&error.to_string()))?;
    let response = inside.call(request).await;
    let status = response.status();
    let bytes = response.into_body().collect().await.map_err(|error| failed(&error.to_string()))?;
    let answer: Value = serde_json::from_slice(&bytes.to_bytes()).unwrap_or_default();
    if status.is_success() {
        return Ok(answer);
    }
    let why = crate::client::message(&answer).unwrap_or_else(|| status.to_string());
    let failure = failed(&why);
    Err(if status == StatusCode::SERVICE_UNAVAILABLE {
        failure.hint("is the disk full?")
    } else {
        failure
    })
}

#[cfg(test)]
mod tests {
    use super::username;

    #[test]
    fn login_names_are_plain() {
        for (name, expected) in [
            ("Ana Ruiz", "ana.ruiz"),
            ("root", "root"),
            (" O'Neil, J. ", "o.neil.j"),
            ("…", "admin"),
        ] {
            assert_eq!(username(name), expected);
        }
    }
}
