//! Specs: descriptions of APIs, their files, and collections made of them.

mod create_spec;
mod create_spec_file;
mod create_spec_version_tag;
mod delete_spec;
mod delete_spec_file;
mod files;
mod generate_collection;
mod generate_spec_from_collection;
mod get_all_specs;
mod get_async_spec_task_status;
mod get_generated_collection_specs;
mod get_spec;
mod get_spec_collections;
mod get_spec_definition;
mod get_spec_file;
mod get_spec_files;
mod get_spec_version_tag;
mod get_spec_version_tags;
mod import_open_api_definition;
mod linked;
mod made;
mod shown;
mod sync_collection_with_spec;
mod sync_spec_with_collection;
mod update_spec_file;
mod update_spec_properties;
mod update_spec_sync_options;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_all_specs::get_all_specs)
        .serve(create_spec::create_spec)
        .serve(get_spec::get_spec)
        .serve(update_spec_properties::update_spec_properties)
        .serve(delete_spec::delete_spec)
        .serve(get_spec_definition::get_spec_definition)
        .serve(get_spec_files::get_spec_files)
        .serve(create_spec_file::create_spec_file)
        .serve(get_spec_file::get_spec_file)
        .serve(update_spec_file::update_spec_file)
        .serve(delete_spec_file::delete_spec_file)
        .serve(generate_collection::generate_collection)
        .serve(generate_spec_from_collection::generate_spec_from_collection)
        .serve(sync_collection_with_spec::sync_collection_with_spec)
        .serve(sync_spec_with_collection::sync_spec_with_collection)
        .serve(get_spec_collections::get_spec_collections)
        .serve(get_generated_collection_specs::get_generated_collection_specs)
        .serve(update_spec_sync_options::update_spec_sync_options)
        .serve(get_async_spec_task_status::get_async_spec_task_status)
        .serve(get_spec_version_tags::get_spec_version_tags)
        .serve(create_spec_version_tag::create_spec_version_tag)
        .serve(get_spec_version_tag::get_spec_version_tag)
        .serve(import_open_api_definition::import_open_api_definition)
}
