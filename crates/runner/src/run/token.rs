//! Tokens of OAuth 2.0 that a run fetches itself.

use model::runnable::{Body, Request};
use signer::oauth2::{Grant, Token, TokenFault, read_token, token_request};

use super::{
    ask::{Ask, Setting},
    exchange::fetches_token,
    session::Session,
};
use crate::{
    clock,
    event::{Origin, Place},
    request::redirect::Rules,
};

/// A token that ends this soon is not used any more.
const MARGIN_MS: i64 = 5_000;

impl Session<'_> {
    /// Puts a token into an auth that has none but says where to get one.
    pub(crate) async fn fetch_token(&self, place: &mut Place, ask: &mut Ask<'_>) {
        let Some(auth) = ask.auth.as_mut().filter(|auth| fetches_token(auth)) else { return };
        let kept = self.tokens.borrow().get(&ask.identity).cloned();
        let lives = |token: &Token| {
            token.expires_at_ms.is_none_or(|end| end > clock::now_ms().saturating_add(MARGIN_MS))
        };
        let token = match kept {
            Some(token) if lives(&token) => Ok(token),
            Some(Token { refresh_token: Some(refresh), .. }) => {
                let mut again = auth.clone();
                again.set("refreshToken", refresh.into());
                self.ask_for_token(place, &again, Grant::RefreshToken, ask.behaviour).await
            }
            _ => match Grant::of(auth) {
                Ok(grant) => self.ask_for_token(place, auth, grant, ask.behaviour).await,
                Err(fault) => Err(fault.to_string()),
            },
        };
        match token {
            Ok(token) => {
                self.plan.secrets.learn([token.access_token.as_str().into()]);
                auth.set("accessToken", token.access_token.clone().into());
                self.tokens.borrow_mut().insert(ask.identity, token);
            }
            Err(fault) => self.warn(place, format!("OAuth 2.0: {fault}")),
        }
    }

    async fn ask_for_token(
        &self,
        place: &mut Place,
        auth: &model::auth::Auth,
        grant: Grant,
        behaviour: &model::runnable::Behaviour,
    ) -> Result<Token, String> {
        let asked = token_request(auth, grant).map_err(|fault| fault.to_string())?;
        let request = Request {
            method: "POST".to_owned(),
            url: model::url::Url::parse(&asked.url),
            headers: asked.headers,
            body: Some(Body::raw(asked.body)),
            ..Request::default()
        };
        let setting = Setting {
            auth: None,
            inherits: false,
            identity: self.fresh_identity(),
            behaviour,
            rules: Rules::new(behaviour, true),
            origin: Origin::Token,
        };
        let ask = Ask::new(self, place, request, setting);
        let outcome = Box::pin(self.exchange(place, ask)).await;
        let Some(received) = outcome.received else {
            let message = outcome.error.and_then(|problem| problem.message);
            return Err(message.unwrap_or_else(|| TokenFault::NoToken.to_string()));
        };
        read_token(received.code, &outcome.body, clock::now_ms()).map_err(|fault| fault.to_string())
    }
}
