//! Runs of collections.

mod run_collection;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(run_collection::run_collection)
}
