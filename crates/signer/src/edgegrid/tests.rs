use model::auth::Scheme;
use serde_json::json;

use super::*;

#[test]
fn the_limit_of_a_body_is_a_number_or_none() {
    let rows = [
        (json!(null), MAX_BODY),
        (json!(0), MAX_BODY),
        (json!(""), MAX_BODY),
        (json!(10), 10),
        (json!(" 10.9 "), 10),
        (json!(-5), 0),
        (json!("many"), u64::MAX),
        (json!("NaN"), u64::MAX),
        (json!(1e300), u64::MAX),
    ];
    for (value, expected) in rows {
        let mut auth = Auth::new(Scheme::EdgeGrid);
        auth.set("maxBodySize", value.clone());
        assert_eq!(max_body(&auth), expected, "{value}");
    }
}
