//! Makes a collection of a description that comes in the body.

use catalog::op;
use convert::{openapi::Options, spec::Files};
use gate::Fault;
use serde::Deserialize;
use serde_json::{Value, json};

use super::made;
use crate::{Call, Ctx, Outcome, elements};

#[derive(Deserialize)]
struct Given {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    input: Value,
    #[serde(default)]
    options: Options,
}

pub(super) async fn import_open_api_definition(
    ctx: Ctx,
    call: Call<op::ImportOpenApiDefinition>,
) -> Outcome {
    let Given { kind, input, options } = call.read()?;
    let text = match (kind.as_deref(), input) {
        (Some("json"), input @ Value::Object(_)) => input.to_string(),
        (Some("string" | "file"), Value::String(text)) => text,
        (None, _) => return Err(Fault::missing(&["type"]).into()),
        (Some("json" | "string" | "file"), _) => {
            let message = "`input` must be an object with type json, and else text or a file.";
            let details = json!({ "param": "input" });
            return Err(Fault::new(400, "invalidParamsError", message).with(details).into());
        }
        _ => {
            let message = "`type` must be json, string or file.";
            let details = json!({ "param": "type" });
            return Err(Fault::new(400, "invalidParamsError", message).with(details).into());
        }
    };
    let place =
        made::Place { workspace: call.destination()?, name: None, guard: call.guard(made::ROLE) };
    let stamp = call.permit.stamp();
    let files = Files::one("", &text);
    let (collection, faults) = made::collection(&ctx, &stamp, place, files, options).await?;
    let uid = collection.uid().to_string();
    let answer = json!({ "collections": [
        { "id": collection.id, "name": collection.name, "uid": uid },
    ] });
    let answer = made::with_faults(answer, &faults);
    Ok(elements::json(&answer)?.created(&collection.id, &uid, &collection.name))
}
