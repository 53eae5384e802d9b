//! Collections.

mod create_collection;
mod delete_collection;
mod draft;
mod get_collection;
mod get_collections;
mod patch_collection;
mod put_collection;
mod rendered;

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
}
