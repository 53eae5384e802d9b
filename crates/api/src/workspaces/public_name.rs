//! Names of public workspaces, which are unique.

use gate::Fault;
use tokio::sync::MutexGuard;

use crate::{ApiError, Context};

/// Takes the name for a workspace that becomes public. Hold the guard until that is stored.
///
/// `except` is the workspace itself, when it exists already.
pub(super) async fn claim<'a>(
    ctx: &'a Context,
    name: &str,
    except: Option<&str>,
) -> Result<MutexGuard<'a, ()>, ApiError> {
    let guard = ctx.public_names.lock().await;
    let wanted = slug(name);
    let taken = ctx.store.every_workspace().await?.into_iter().any(|other| {
        other.visibility == "public"
            && Some(other.id.as_str()) != except
            && slug(&other.name) == wanted
    });
    if taken {
        let message = "Workspace Slug is not unique in the account context";
        return Err(Fault::new(400, "workspaceSlugNotUniqueError", message).into());
    }
    Ok(guard)
}

/// The form in which names are compared: letters and digits in lower case, dashes for the rest.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for character in name.chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_that_look_alike_are_the_same() {
        for name in ["Payment API", "payment api", "  Payment -- API! ", "payment-api"] {
            assert_eq!(slug(name), "payment-api", "{name}");
        }
        assert_ne!(slug("Payment API"), slug("Payment API 2"));
        assert_eq!(slug("Größe"), slug("GRÖßE"));
    }
}
