//! Server responses: simulated outages, which lie inside their mock.

use catalog::Operation;
use gate::Fault;
use mock::{Definition, Header, ServerResponse};
use model::{Element, id::new_element_id, time::iso};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{ApiError, Call, body::Given};

/// So many a mock can have.
const MOST: usize = 100;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Body {
    pub(super) server_response: Asked,
}

/// What a caller sets; what is left out stays.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    name: Option<String>,
    status_code: Option<u16>,
    headers: Option<Vec<Header>>,
    #[serde(default)]
    language: Given<String>,
    body: Option<String>,
}

/// A server response as it is answered.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown {
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    updated_at: Option<String>,
    id: String,
    name: String,
    status_code: u16,
    headers: Vec<Header>,
    language: Option<String>,
    body: String,
    created_by: String,
    updated_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mock: Option<String>,
}

impl Shown {
    /// As reads and changes answer it.
    pub(super) fn of(mock: &Element, outage: &ServerResponse) -> Self {
        Self { mock: Some(mock.id.clone()), ..Self::gone(outage, Some(iso(outage.updated_at))) }
    }

    /// As its deletion answers it, without the members that make no sense any more.
    pub(super) fn gone(outage: &ServerResponse, updated_at: Option<String>) -> Self {
        Self {
            created_at: iso(outage.created_at),
            updated_at,
            id: outage.id.clone(),
            name: outage.name.clone(),
            status_code: outage.status_code,
            headers: outage.headers.clone(),
            language: outage.language.clone(),
            body: outage.body.clone(),
            created_by: outage.created_by.to_string(),
            updated_by: outage.updated_by.to_string(),
            mock: None,
        }
    }
}

/// A line of the list.
pub(super) fn line(outage: &ServerResponse) -> Value {
    json!({
        "id": outage.id,
        "name": outage.name,
        "statusCode": outage.status_code,
        "createdAt": iso(outage.created_at),
        "updatedAt": iso(outage.updated_at),
        "createdBy": outage.created_by.to_string(),
        "updatedBy": outage.updated_by.to_string(),
    })
}

/// The place of the one that the path names.
pub(super) fn place<O: Operation>(
    call: &Call<O>,
    definition: &Definition,
) -> Result<usize, ApiError> {
    let id = call.param("serverResponseId");
    let found = definition.server_responses.iter().position(|one| one.id == id);
    found.ok_or_else(|| unknown().into())
}

/// Adds one and answers it.
pub(super) fn add<O: Operation>(
    call: &Call<O>,
    definition: &mut Definition,
    asked: Asked,
) -> Result<ServerResponse, Fault> {
    if definition.server_responses.len() >= MOST {
        let message = format!("A mock has at most {MOST} server responses: delete one first.");
        return Err(Fault::bad_request(message));
    }
    let user = call.permit.user().0;
    let mut made = ServerResponse {
        id: new_element_id(),
        name: String::new(),
        status_code: 500,
        headers: Vec::new(),
        language: None,
        body: String::new(),
        created_at: call.permit.now(),
        updated_at: call.permit.now(),
        created_by: user,
        updated_by: user,
    };
    set(call, &mut made, asked);
    definition.server_responses.push(made.clone());
    Ok(made)
}

/// Changes one.
pub(super) fn set<O>(call: &Call<O>, outage: &mut ServerResponse, asked: Asked) {
    let Asked { name, status_code, headers, language, body } = asked;
    outage.name = name.unwrap_or(std::mem::take(&mut outage.name));
    outage.status_code = status_code.unwrap_or(outage.status_code);
    outage.headers = headers.unwrap_or(std::mem::take(&mut outage.headers));
    outage.language = match language {
        Given::Not => outage.language.take(),
        Given::Null => None,
        Given::Value(language) => Some(language),
    };
    outage.body = body.unwrap_or(std::mem::take(&mut outage.body));
    outage.updated_at = call.permit.now();
    outage.updated_by = call.permit.user().0;
}

/// 404 in the contract's words.
fn unknown() -> Fault {
    let message = "We could not find the mock server response you are looking for.";
    Fault::new(404, "serverResponseNotFoundError", message)
        .titled("Unable to find mock server response")
}

/// 400: a mock can be switched only to a server response of its own.
pub(super) fn unknown_in_config() -> Fault {
    let message = "Invalid value for parameter: config.serverResponseId names no server response \
                   of this mock.";
    Fault::new(400, "invalidParamsError", message)
}
