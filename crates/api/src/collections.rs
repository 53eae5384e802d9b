//! Collections.

mod create_collection;
mod delete_collection;
pub(crate) mod described;
mod draft;
mod duplicate_collection;
mod get_collection;
mod get_collection_updates_tasks;
mod get_collections;
mod get_duplicate_collection_task_status;
mod items;
mod patch_collection;
mod publish_documentation;
mod put_collection;
mod rendered;
pub(crate) mod tasks;
mod transfers;
mod transform_collection_to_open_api;
mod unpublish_documentation;

use crate::Api;

pub(crate) use draft::parse;
pub(crate) use get_collection::whole;
pub(crate) use rendered::Rendered;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_collections::get_collections)
        .serve(create_collection::create_collection)
        .serve(get_collection::get_collection)
        .serve(put_collection::put_collection)
        .serve(patch_collection::patch_collection)
        .serve(delete_collection::delete_collection)
        .serve(duplicate_collection::duplicate_collection)
        .serve(transfers::transfer_collection_folders::transfer_collection_folders)
        .serve(transfers::transfer_collection_requests::transfer_collection_requests)
        .serve(transfers::transfer_collection_responses::transfer_collection_responses)
        .serve(get_duplicate_collection_task_status::get_duplicate_collection_task_status)
        .serve(publish_documentation::publish_documentation)
        .serve(unpublish_documentation::unpublish_documentation)
        .serve(transform_collection_to_open_api::transform_collection_to_open_api)
        .serve(get_collection_updates_tasks::get_collection_updates_tasks)
        .serve(items::create_collection_folder::create_collection_folder)
        .serve(items::get_collection_folder::get_collection_folder)
        .serve(items::update_collection_folder::update_collection_folder)
        .serve(items::delete_collection_folder::delete_collection_folder)
        .serve(items::create_collection_request::create_collection_request)
        .serve(items::get_collection_request::get_collection_request)
        .serve(items::update_collection_request::update_collection_request)
        .serve(items::delete_collection_request::delete_collection_request)
        .serve(items::create_collection_response::create_collection_response)
        .serve(items::get_collection_response::get_collection_response)
        .serve(items::update_collection_response::update_collection_response)
        .serve(items::delete_collection_response::delete_collection_response)
}
