//! Endpoints by operation, and what a handler is given.

use std::collections::HashMap;

use catalog::{Operation, Spec};
use contract::Checked;
use futures::{FutureExt, future::BoxFuture};
use gate::policy::Resource;
use gate::{Fault, Granted, Permit, Reply, Request, Serve};
use model::Role;
use serde::de::DeserializeOwned;
use store::{Expect, Guard, StoreError};

use crate::{ApiError, Ctx, Outcome, Pages, body};

type Endpoint = Box<dyn Fn(Ctx, Granted) -> BoxFuture<'static, Reply> + Send + Sync>;

/// The operations served from the own store, by id.
pub struct Api {
    ctx: Ctx,
    endpoints: HashMap<&'static str, Endpoint>,
}

/// A granted call of `O`: the proof that it may happen, and the request.
pub struct Call<O> {
    /// What the gate decided, and on which facts.
    pub permit: Permit<O>,
    /// Path, query and body.
    pub request: Request,
}

impl Api {
    /// Nothing served yet.
    #[must_use]
    pub fn new(ctx: Ctx) -> Self {
        Self { ctx, endpoints: HashMap::new() }
    }

    /// Adds a handler. Its signature says which operation it serves, so it can't be registered
    /// for another one.
    #[must_use]
    pub fn serve<O, F, Fut>(mut self, handler: F) -> Self
    where
        O: Operation,
        F: Fn(Ctx, Call<O>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Outcome> + Send + 'static,
    {
        let endpoint: Endpoint = Box::new(move |ctx, granted| {
            let handler = handler.clone();
            async move {
                let Some((permit, request)) = granted.open::<O>() else {
                    return Fault::internal().reply(Some(O::SPEC));
                };
                let named = named(&request);
                let outcome = match body::refuse_marks(O::SPEC, &permit, &request.body).await {
                    Ok(()) => handler(ctx, Call { permit, request }).await,
                    Err(error) => Err(error),
                };
                outcome.unwrap_or_else(|error| error.reply(O::SPEC, &named))
            }
            .boxed()
        });
        let taken = self.endpoints.insert(O::SPEC.id, endpoint).is_some();
        debug_assert!(!taken, "{} is served twice", O::SPEC.id);
        self
    }

    /// Published documentation, which is read without a key.
    #[must_use]
    pub fn pages(&self) -> Pages {
        Pages(self.ctx.clone())
    }

    /// Ids of the served operations, sorted.
    #[must_use]
    pub fn served(&self) -> Vec<&'static str> {
        let mut ids: Vec<_> = self.endpoints.keys().copied().collect();
        ids.sort_unstable();
        ids
    }
}

/// The first id in the path, as the caller gave it: what a 404 echoes.
fn named(request: &Request) -> String {
    request.matched.params.first().map(|(_, id)| id.clone()).unwrap_or_default()
}

impl Serve for Api {
    fn serves(&self, spec: &Spec) -> bool {
        self.endpoints.contains_key(spec.id)
    }

    fn call(&self, granted: Granted) -> BoxFuture<'static, Reply> {
        let spec = granted.spec();
        match self.endpoints.get(spec.id) {
            Some(endpoint) => endpoint(self.ctx.clone(), granted),
            None => std::future::ready(gate::not_implemented(spec)).boxed(),
        }
    }
}

impl<O: Operation> Call<O> {
    /// The resource that the path names.
    pub fn target(&self) -> Result<&Resource, ApiError> {
        self.permit.target().ok_or_else(|| StoreError::NotFound.into())
    }

    /// What must still be so when the target is changed: that it lies where it was judged, and
    /// that the caller may still edit there.
    pub fn expect(&self) -> Result<Expect, ApiError> {
        let place = self.target()?.workspace.as_deref().ok_or(StoreError::NotFound)?;
        Ok(Expect { workspace: place.id.clone(), version: None, guard: self.guard(Role::Editor) })
    }

    /// The role that must still be held when something is changed; none for administrators.
    #[must_use]
    pub fn guard(&self, role: Role) -> Option<Guard> {
        let viewer = self.permit.viewer();
        (viewer.user != 0).then(|| Guard { viewer: viewer.clone(), role })
    }

    /// The id of the workspace that a creation goes to.
    pub fn destination(&self) -> Result<String, ApiError> {
        let place = self.permit.workspace();
        place.map(|place| place.id.clone()).ok_or_else(|| Fault::missing(&["workspace"]).into())
    }

    /// The query, checked against the contract, with its defaults.
    pub fn query(&self) -> Result<Checked, ApiError> {
        contract::check_query(O::SPEC, self.request.query.pairs())
            .map_err(|problem| Fault::new(400, "invalidParamError", problem.to_string()).into())
    }

    /// The body, checked against the contract.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        body::read(O::SPEC, &self.request.body)
    }

    /// A parameter of the path; empty when the row has none of that name.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.request.matched.param(name).unwrap_or_default()
    }
}
