//! Rows of the area `webhooks`.

operations! { Webhooks
    /// Creates a webhook.
    CreateWebhook = "createWebhook":
        Write POST "/webhooks", needs Full, flags "xkm", rule Into,
        names ["webhook.collection" Collection RunCollection,
            "webhook.environment" Environment GetEnvironment],
        says Create "webhook",
        query ["workspace"], ok [200],
        errors [400 Json E2, 401 Problem E1 P1, 500 Problem E1 P1 P3];
}
