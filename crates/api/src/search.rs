//! Search.

mod filters;
mod search_postman_resources;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(search_postman_resources::search_postman_resources)
}
