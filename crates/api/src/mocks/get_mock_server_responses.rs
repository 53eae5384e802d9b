//! Lists the simulated outages of a mock, without their contents.

use catalog::op;
use serde_json::Value;

use super::{outage::line, stored::read};
use crate::{Call, Ctx, Outcome, elements};

pub(super) async fn get_mock_server_responses(
    ctx: Ctx,
    call: Call<op::GetMockServerResponses>,
) -> Outcome {
    let (_, definition) = read(&ctx, &call).await?;
    let lines: Vec<Value> = definition.server_responses.iter().map(line).collect();
    Ok(elements::json(&lines)?.showing(lines.len()))
}
