//! URLs: taken apart, put together, sent.
#![cfg(test)]

use model::url::Url;

use super::{cases, compare};

/// `json` and `text` are what is made of `given`, `href` is what is sent, `raw` without encoding.
#[test]
fn urls_are_read_and_sent_as_measured() {
    compare("urls", &cases("urls.json"), |case| {
        let url = Url::from_json(&case["given"]);
        vec![
            ("json", url.to_json()),
            ("text", url.to_text().into()),
            ("href", url.href(true).into()),
            ("raw", url.href(false).into()),
        ]
    });
}
