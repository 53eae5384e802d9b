//! Fetching OAuth 2.0 tokens.
#![cfg(test)]

use model::auth::Auth;
use serde_json::{Value, json};
use signer::oauth2::{Grant, Token, TokenFault, TokenRequest, read_token, token_request};

fn auth(mut params: Value) -> Auth {
    let base =
        json!({"clientId": "id", "clientSecret": "s3cret", "accessTokenUrl": "https://t/token"});
    for (name, value) in base.as_object().unwrap() {
        params.as_object_mut().unwrap().entry(name).or_insert(value.clone());
    }
    Auth::from_json(&json!({"type": "oauth2", "oauth2": params})).unwrap()
}

fn request(params: Value) -> Result<TokenRequest, TokenFault> {
    let auth = auth(params);
    token_request(&auth, Grant::of(&auth)?)
}

fn header<'a>(request: &'a TokenRequest, name: &str) -> Option<&'a str> {
    let header = request.headers.iter().find(|header| header.key == name);
    header.map(|header| header.value.as_str())
}

#[test]
fn the_client_shows_its_credentials_in_the_header() {
    let sent = request(json!({"grant_type": "client_credentials", "scope": "a b"})).unwrap();
    assert_eq!(sent.url, "https://t/token");
    assert_eq!(sent.body, "grant_type=client_credentials&scope=a%20b");
    assert_eq!(header(&sent, "Authorization"), Some("Basic aWQ6czNjcmV0"));
    assert_eq!(header(&sent, "Content-Type"), Some("application/x-www-form-urlencoded"));
}

#[test]
fn each_grant_has_its_form() {
    let rows = [
        (
            json!({"grant_type": "client_credentials", "client_authentication": "body"}),
            "grant_type=client_credentials&client_id=id&client_secret=s3cret",
        ),
        (
            json!({"grant_type": "client_credentials", "clientSecret": "", "audience": "x"}),
            "grant_type=client_credentials&audience=x&client_id=id",
        ),
        (
            json!({"grant_type": "password_credentials", "username": "ü", "password": "p&q"}),
            "grant_type=password&username=%C3%BC&password=p%26q",
        ),
        (
            json!({"grant_type": "refresh_token", "refreshToken": "r", "scope": "a"}),
            "grant_type=refresh_token&refresh_token=r",
        ),
    ];
    for (params, body) in rows {
        assert_eq!(request(params).unwrap().body, body);
    }
}

#[test]
fn refreshing_has_an_address_of_its_own() {
    let params = json!({"refreshToken": "r", "refreshTokenUrl": "https://t/refresh",
        "refreshRequestParams": [{"key": "k", "value": "v"}],
        "tokenRequestParams": [{"key": "no", "value": "no"}]});
    let sent = token_request(&auth(params), Grant::RefreshToken).unwrap();
    assert_eq!(sent.url, "https://t/refresh");
    assert_eq!(sent.body, "grant_type=refresh_token&refresh_token=r&k=v");
}

#[test]
fn parameters_of_the_user_go_where_they_are_wanted() {
    let sent = request(json!({"grant_type": "client_credentials", "tokenRequestParams": [
        {"key": "f", "value": "1", "send_as": "request_body", "enabled": true},
        {"key": "X-H", "value": "2", "send_as": "request_header"},
        {"key": "q", "value": "3 4", "send_as": "request_url"},
        {"key": "off", "value": "5", "enabled": false},
        {"key": "", "value": "6"},
    ]}));
    let sent = sent.unwrap();
    assert_eq!(sent.body, "grant_type=client_credentials&f=1");
    assert_eq!(sent.url, "https://t/token?q=3%204");
    assert_eq!(header(&sent, "X-H"), Some("2"));
}

#[test]
fn what_is_missing_is_named() {
    let rows = [
        (json!({}), "parameter `grant_type` is missing"),
        (
            json!({"grant_type": "authorization_code"}),
            "grant type `authorization_code` can't be used without a person",
        ),
        (json!({"grant_type": "password"}), "parameter `username` is missing"),
        (json!({"grant_type": "refresh_token"}), "parameter `refreshToken` is missing"),
        (
            json!({"grant_type": "client_credentials", "accessTokenUrl": ""}),
            "parameter `accessTokenUrl` is missing",
        ),
        (
            json!({"grant_type": "client_credentials", "clientId": ""}),
            "parameter `clientId` is missing",
        ),
    ];
    for (params, message) in rows {
        assert_eq!(request(params).err().unwrap().to_string(), message);
    }
}

fn read(status: u16, body: &str) -> Result<Token, TokenFault> {
    read_token(status, body.as_bytes(), 1_000)
}

#[test]
fn answers_are_json_or_forms() {
    let json = r#"{"access_token":"a","token_type":"Bearer","expires_in":3600,
        "refresh_token":"r","scope":"s","id_token":null}"#;
    let token = read(200, json).unwrap();
    assert_eq!(token.access_token, "a");
    assert_eq!(token.token_type.as_deref(), Some("Bearer"));
    assert_eq!(token.expires_at_ms, Some(3_601_000));
    assert_eq!(token.refresh_token.as_deref(), Some("r"));
    assert_eq!(token.scope.as_deref(), Some("s"));
    assert_eq!(token.id_token, None);

    let token = read(200, "access_token=a%2Bb&scope=user+repo&expires_in=1.5").unwrap();
    assert_eq!(token.access_token, "a+b");
    assert_eq!(token.scope.as_deref(), Some("user repo"));
    assert_eq!(token.expires_at_ms, Some(2_500));
}

#[test]
fn refusals_say_why() {
    let rows = [
        (400, r#"{"error":"invalid_client"}"#, "the token server answered 400: invalid_client"),
        (200, "error=bad&error_description=Too+old", "the token server answered 200: bad: Too old"),
        (502, "<html>", "the token server answered 502: <html>"),
        (200, "{}", "the token server sent no access token"),
        (200, r#"{"access_token":""}"#, "the token server sent no access token"),
        (200, "", "the token server sent no access token"),
    ];
    for (status, body, message) in rows {
        assert_eq!(read(status, body).err().unwrap().to_string(), message, "{body}");
    }
    let TokenFault::Refused { reason, .. } = read(500, &"é".repeat(999)).err().unwrap() else {
        panic!("another fault");
    };
    assert_eq!(reason.chars().count(), 200);
}

#[test]
fn a_life_without_end_does_not_overflow() {
    let token = read(200, r#"{"access_token":"a","expires_in":1e300}"#).unwrap();
    assert_eq!(token.expires_at_ms, Some(i64::MAX));
}
