//! Mock servers: what they are made of. The calls they answer are served by the crate `mock`.

mod create_mock;
mod create_mock_server_response;
mod delete_mock;
mod delete_mock_server_response;
mod get_mock;
mod get_mock_call_logs;
mod get_mock_server_response;
mod get_mock_server_responses;
mod get_mocks;
mod outage;
mod publish_mock;
mod shown;
mod stored;
mod unpublish_mock;
mod update_mock;
mod update_mock_server_response;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_mocks::get_mocks)
        .serve(create_mock::create_mock)
        .serve(get_mock::get_mock)
        .serve(update_mock::update_mock)
        .serve(delete_mock::delete_mock)
        .serve(publish_mock::publish_mock)
        .serve(unpublish_mock::unpublish_mock)
        .serve(get_mock_call_logs::get_mock_call_logs)
        .serve(get_mock_server_responses::get_mock_server_responses)
        .serve(create_mock_server_response::create_mock_server_response)
        .serve(get_mock_server_response::get_mock_server_response)
        .serve(update_mock_server_response::update_mock_server_response)
        .serve(delete_mock_server_response::delete_mock_server_response)
}
