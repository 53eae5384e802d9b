//! The caller itself.

mod get_authenticated_user;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_authenticated_user::get_authenticated_user)
}
