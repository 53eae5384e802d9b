//! Pull requests between a fork of a collection and its parent.

mod create_collection_pull_request;
mod get_collection_pull_requests;
mod get_pull_request;
mod review_pull_request;
mod update_pull_request;

use catalog::Operation;
use gate::{Fault, policy::Resource};
use model::{ElementRef, UserId, time::iso};
use serde::Serialize;
use serde_json::{Map, Value};
use store::{PullRequest, StoreError};

use crate::{Api, ApiError, Call, Context};

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_collection_pull_requests::get_collection_pull_requests)
        .serve(create_collection_pull_request::create_collection_pull_request)
        .serve(get_pull_request::get_pull_request)
        .serve(update_pull_request::update_pull_request)
        .serve(review_pull_request::review_pull_request)
}

/// The pull request that the path names.
async fn read<O: Operation>(ctx: &Context, call: &Call<O>) -> Result<PullRequest, ApiError> {
    let found = ctx.store.pull_request(call.param("pullRequestId")).await?;
    // The gate judged what it goes into; one that goes elsewhere by now is another one.
    let found = found.filter(|pull| call.target().is_ok_and(|of| of.id == pull.destination));
    found.ok_or_else(|| StoreError::NotFound.into())
}

/// Ids of users who can review, as given; an error names the first that is none.
fn reviewers(ctx: &Context, given: Vec<String>) -> Result<Vec<String>, ApiError> {
    let snapshot = ctx.judge.snapshot();
    let known = |id: &String| {
        let id = id.parse::<i64>().ok().map(UserId)?;
        snapshot.person(id).filter(|person| person.active)
    };
    if let Some(id) = given.iter().find(|id| known(id).is_none()) {
        let message = format!("`reviewers` names `{id}`, who is no user here.");
        return Err(Fault::bad_request(message).into());
    }
    let mut once: Vec<String> = Vec::with_capacity(given.len());
    for id in given {
        if !once.contains(&id) {
            once.push(id);
        }
    }
    Ok(once)
}

/// A title, which must say something.
fn title(given: String) -> Result<String, ApiError> {
    if given.trim().is_empty() {
        return Err(Fault::bad_request("`title` must say what is asked for.").into());
    }
    Ok(given)
}

fn source_uid(pull: &PullRequest) -> String {
    format!("{}-{}", pull.source_owner, pull.source)
}

/// A pull request as a line, and as changes answer it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    id: String,
    title: String,
    description: String,
    source_id: String,
    destination_id: String,
    status: &'static str,
    created_at: String,
    created_by: String,
    updated_at: String,
    #[serde(flatten)]
    more: Map<String, Value>,
}

impl Shown {
    /// `destination` is a uid.
    fn new(pull: &PullRequest, destination: &str) -> Self {
        Self {
            id: pull.id.clone(),
            title: pull.title.clone(),
            description: pull.description.clone(),
            source_id: source_uid(pull),
            destination_id: destination.to_owned(),
            status: pull.status.name(),
            created_at: iso(pull.created_at),
            created_by: pull.created_by.to_string(),
            updated_at: iso(pull.updated_at),
            more: Map::new(),
        }
    }

    /// With a member that not all answers have.
    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }
}

/// The resource that a pull request comes from, unless it is gone.
fn source<'a, O>(call: &'a Call<O>, pull: &PullRequest) -> Option<&'a Resource> {
    let id = ElementRef::parse(&pull.source).id;
    call.permit.all_named().iter().find(|resource| resource.id == id)
}
