//! The text under the signature.

use model::url::QueryParam;

use super::Pair;
use crate::percent::{decode_form, encode, pairs};
use crate::signable::authority;
use crate::{Fault, SignBody, Signable, form};

/// Method, URL and all parameters, each encoded, as section 3.4.1 of the RFC has it.
pub(super) fn text(request: &Signable<'_>, signed: &[Pair]) -> Result<String, Fault> {
    let mut wire = request.wire()?;
    // Default ports are left out, whatever the scheme.
    wire.port = wire.port.filter(|port| !matches!(port, 80 | 443));
    let host = authority(&wire);
    let (path, query) = wire.target.split_once('?').unwrap_or((&wire.target, ""));
    let mut params = Vec::new();
    for (name, value) in decoded(query)? {
        params.push((encode(&name), encode(&value.unwrap_or_default())));
    }
    let signed = signed.iter().map(|(name, value)| (*name, value.as_deref()));
    params.extend(signed.map(|(name, value)| (encode(name), encode(value.unwrap_or_default()))));
    if let SignBody::Form(fields) = &request.body {
        let fields = form::pairs(fields).into_iter();
        params.extend(fields.map(|(name, value)| (encode(name), encode(&value))));
    }
    params.retain(|(name, _)| name != "oauth_signature");
    params.sort();
    let params: Vec<_> = params.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let url = format!("{}://{host}{path}", wire.scheme);
    let method = request.method.to_uppercase();
    Ok(format!("{}&{}&{}", encode(&method), encode(&url), encode(&params.join("&"))))
}

/// Writes the query in the encoding that was signed.
pub(super) fn encode_query(request: &mut Signable<'_>) -> Result<(), Fault> {
    let target = request.wire()?.target;
    let Some((_, query)) = target.split_once('?').filter(|(_, query)| !query.is_empty()) else {
        return Ok(());
    };
    let param = |(name, value): (String, Option<String>)| QueryParam {
        key: Some(encode(&name)),
        value: value.map(|value| encode(&value)),
        ..QueryParam::default()
    };
    request.url.query = decoded(query)?.into_iter().map(param).collect();
    Ok(())
}

fn decoded(query: &str) -> Result<Vec<(String, Option<String>)>, Fault> {
    let decode = |text: &str| decode_form(text).ok_or(Fault::Query);
    let pair =
        |(name, value): (&str, Option<&str>)| Ok((decode(name)?, value.map(decode).transpose()?));
    pairs(query).map(pair).collect()
}
