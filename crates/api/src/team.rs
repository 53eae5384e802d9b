//! The caller's teams.

mod get_team_users;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_team_users::get_team_users)
}
