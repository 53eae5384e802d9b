//! Environments.

mod create_environment;
mod delete_environment;
mod get_environment;
mod get_environments;
mod patch_environment;
mod put_environment;
mod values;

use crate::Api;

use values::envelope;
pub(crate) use values::removed;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(get_environments::get_environments)
        .serve(create_environment::create_environment)
        .serve(get_environment::get_environment)
        .serve(put_environment::put_environment)
        .serve(patch_environment::patch_environment)
        .serve(delete_environment::delete_environment)
}
