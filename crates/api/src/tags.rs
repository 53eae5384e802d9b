//! Tags.

mod get_collection_tags;
mod get_tagged_entities;
mod get_workspace_tags;
mod update_collection_tags;
mod update_workspace_tags;

use catalog::Operation;
use gate::Fault;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{Api, ApiError, Call, Context, Outcome, elements};

/// Tags of one thing.
const MOST: usize = 5;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_collection_tags::get_collection_tags)
        .serve(update_collection_tags::update_collection_tags)
        .serve(get_workspace_tags::get_workspace_tags)
        .serve(update_workspace_tags::update_workspace_tags)
        .serve(get_tagged_entities::get_tagged_entities)
}

#[derive(Deserialize)]
struct Given {
    tags: Vec<Slug>,
}

/// An object, or the text alone, as some clients send it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Slug {
    Object { slug: String },
    Text(String),
}

/// The tags of what the path names.
async fn list<O: Operation>(ctx: &Context, call: &Call<O>) -> Outcome {
    let slugs = ctx.store.tags(&call.target()?.id).await?;
    answer(&slugs)
}

fn answer(slugs: &[String]) -> Outcome {
    let tags: Vec<Value> = slugs.iter().map(|slug| json!({ "slug": slug })).collect();
    let count = tags.len();
    Ok(elements::json(&json!({ "tags": tags }))?.showing(count))
}

/// The tags that the body gives, each once.
fn given<O: Operation>(call: &Call<O>) -> Result<Vec<String>, ApiError> {
    let Given { tags } = call.read()?;
    let mut slugs: Vec<String> = Vec::new();
    for (index, slug) in tags.into_iter().enumerate() {
        let (Slug::Object { slug } | Slug::Text(slug)) = slug;
        if let Some(what) = problem(&slug) {
            let message = format!("body/tags/{index}/slug {what}: `{slug}`.");
            return Err(Fault::bad_request(message).into());
        }
        if !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    if slugs.len() > MOST {
        let message = format!("body/tags must NOT have more than {MOST} items.");
        return Err(Fault::bad_request(message).into());
    }
    Ok(slugs)
}

/// What is wrong with a tag.
fn problem(slug: &str) -> Option<&'static str> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    match slug.as_bytes() {
        bytes if bytes.len() > 64 => Some("must NOT have more than 64 characters"),
        [] | [_] => Some("must NOT have fewer than 2 characters"),
        [first, .., last] if first.is_ascii_lowercase() && *last != b'-' => {
            (!slug.bytes().all(fits)).then_some("may hold lower-case letters, digits and hyphens")
        }
        _ => Some("must begin with a letter and end with a letter or digit"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_slug() {
        for slug in ["ab", "a1", "needs-review", "a--b", &"a".repeat(64)] {
            assert_eq!(problem(slug), None, "{slug}");
        }
        for slug in ["", "a", "-a", "a-", "1a", "Ab", "a_b", "a b", "\u{e4}b", &"a".repeat(65)] {
            assert!(problem(slug).is_some(), "{slug}");
        }
    }
}
