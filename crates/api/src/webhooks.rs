//! Webhooks: monitors that calls of an address start.

mod create_webhook;

use crate::Api;

pub(crate) fn serve(api: Api) -> Api {
    api.serve(create_webhook::create_webhook)
}
