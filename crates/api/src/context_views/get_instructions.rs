//! Tells models how to work with what is stored here.

use catalog::op;

use super::markdown::reply;
use crate::{Call, Ctx, Outcome};

const OVERVIEW: &str = include_str!("instructions/overview.md");
const DISCOVERY: &str = include_str!("instructions/discovery.md");
const CODE: &str = include_str!("instructions/code_generation.md");
const MAINTENANCE: &str = include_str!("instructions/maintenance.md");

pub(super) async fn get_postman_context_overview(
    _: Ctx,
    _: Call<op::GetPostmanContextOverview>,
) -> Outcome {
    Ok(reply(OVERVIEW.to_owned()))
}

pub(super) async fn get_api_discovery_instructions(
    _: Ctx,
    _: Call<op::GetApiDiscoveryInstructions>,
) -> Outcome {
    Ok(reply(DISCOVERY.to_owned()))
}

pub(super) async fn get_code_generation_instructions(
    _: Ctx,
    _: Call<op::GetCodeGenerationInstructions>,
) -> Outcome {
    Ok(reply(CODE.to_owned()))
}

pub(super) async fn get_installed_api_maintenance_instructions(
    _: Ctx,
    _: Call<op::GetInstalledApiMaintenanceInstructions>,
) -> Outcome {
    Ok(reply(MAINTENANCE.to_owned()))
}

#[cfg(test)]
mod tests {
    use catalog::CATALOGUE;

    use super::*;

    #[test]
    fn instructions_are_short_and_name_real_tools() {
        for text in [OVERVIEW, DISCOVERY, CODE, MAINTENANCE] {
            assert!(text.starts_with("# ") && text.ends_with('\n') && text.len() < 4_000);
            let words = text.split('`').skip(1).step_by(2);
            let verbs = ["get", "search", "create", "update", "run"];
            for word in words.filter(|word| verbs.iter().any(|verb| word.starts_with(verb))) {
                assert!(CATALOGUE.iter().any(|spec| spec.tool == word), "{word}");
            }
        }
    }
}
