use model::url::Url;

use super::*;

/// The request of RFC 5849, section 3.4.1.
#[test]
fn the_base_text_is_that_of_the_rfc() {
    let mut url = Url::parse("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b");
    let field = |key: &str, value: Option<&str>| UrlencodedParam {
        key: Some(key.to_owned()),
        value: value.map(Into::into),
        ..UrlencodedParam::default()
    };
    let mut fields = vec![field("c2", None), field("a3", Some("2 q"))];
    let mut headers = Vec::new();
    let request = Signable {
        method: "POST",
        url: &mut url,
        headers: &mut headers,
        body: SignBody::Form(&mut fields),
        encode_url: true,
    };
    let signed = [
        ("oauth_consumer_key", "9djdj82h48djs9d2"),
        ("oauth_token", "kkk9d7dh3k39sjv7"),
        ("oauth_signature_method", "HMAC-SHA1"),
        ("oauth_timestamp", "137131201"),
        ("oauth_nonce", "7d8f3e4a"),
    ];
    let signed = signed.map(|(name, value)| (name, Some(value.to_owned())));
    assert_eq!(
        base::text(&request, &signed).unwrap(),
        "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da\
         %26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2\
         %26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1\
         %26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
    );
}

#[test]
fn ports_are_kept_unless_they_are_usual() {
    let rows = [
        ("http://h/", "http://h/"),
        ("https://h:443/", "https://h/"),
        ("http://h:443/", "http://h/"),
        ("http://h:8080/", "http://h:8080/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ];
    for (url, expected) in rows {
        let (mut url, mut headers) = (Url::parse(url), Vec::new());
        let request = Signable {
            method: "get",
            url: &mut url,
            headers: &mut headers,
            body: SignBody::Empty,
            encode_url: true,
        };
        let expected = format!("GET&{}&", encode(expected));
        assert_eq!(base::text(&request, &[]).unwrap(), expected);
    }
}
