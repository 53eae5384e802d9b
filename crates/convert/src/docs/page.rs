//! The frame of the page, and what leads around in it.

use std::fmt::Write as _;

use serde_json::Value;

use super::{Look, part, prose};
use crate::to_openapi::{list, text};

/// Folders in one another that are followed; a stored collection nests no deeper.
const DEEPEST: usize = 200;

const STYLE: &str = "
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--bg);color:var(--fg)}
header{border-top:6px solid var(--top);padding:1rem 2rem}main{display:flex}nav{width:18rem;flex:none;padding:0 1rem 2rem 2rem;
font-size:.9rem;overflow-wrap:anywhere}nav ul{list-style:none;margin:0;padding-left:.8rem}nav>ul{padding:0}article{flex:1;min-width:0;padding:0 2rem 4rem 1rem}
a{color:var(--hi)}section{border-top:1px solid var(--line);padding:.5rem 0 1rem}h2,h3{overflow-wrap:anywhere}.text>:first-child{margin-top:0}.text p{overflow-wrap:anywhere}
.method{color:var(--hi);font-weight:700;margin-right:.5rem}code,pre{font:14px/1.45 ui-monospace,monospace}pre{background:var(--box);padding:.8rem;
overflow:auto;max-height:30rem}table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.2rem .6rem .2rem 0;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}.two{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem}.examples{min-width:0}
.two .examples{background:var(--side);padding:0 1rem}@media(max-width:60rem){main{display:block}nav{width:auto}.two{display:block}}
";

/// Writes the page.
pub(super) fn write(collection: &Value, look: &Look) -> String {
    let info = collection.get("info");
    let of = |name: &str| info.and_then(|info| text(info.get(name))).unwrap_or_default();
    let name = of("name");
    let tags = &look.customization.meta_tags;
    let title = tags.iter().find(|tag| tag.name == "title").map_or(&name, |tag| &tag.value);
    let mut out = String::from("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    // Who follows a link must not tell the address of the page there.
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\">");
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\"><title>");
    out.push_str(&part::escaped(title));
    out.push_str("</title>");
    for tag in tags {
        let (name, value) = (part::escaped(&tag.name), part::escaped(&tag.value));
        // Writing to a string can't fail.
        let _ = write!(out, "<meta name=\"{name}\" content=\"{value}\">");
    }
    out.push_str("<style>");
    out.push_str(&colors(look));
    out.push_str(STYLE);
    out.push_str("</style></head><body><header><h1>");
    out.push_str(&part::escaped(&name));
    out.push_str("</h1>");
    prose::push(&mut out, &of("description"));
    part::auth(&mut out, collection.get("auth"));
    out.push_str("</header><main><nav>");
    let items = list(collection.get("item"));
    contents(&mut out, items, &mut 0, 0);
    out.push_str("</nav><article>");
    let two = look.documentation_layout == "classic-double-column";
    sections(&mut out, items, &mut 0, 0, two);
    out.push_str("</article></main></body></html>\n");
    out
}

/// Six hexadecimal digits, or what stands for them.
fn color(given: &str, otherwise: &str) -> String {
    let digits = given.trim_start_matches('#');
    let fits = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    format!("#{}", if fits { digits } else { otherwise })
}

fn colors(look: &Look) -> String {
    let dark = look.customization.appearance.default == "dark";
    let (bg, fg, line, bare) = if dark {
        ("212121", "e6e6e6", "444444", "2b2b2b")
    } else {
        ("ffffff", "212121", "dddddd", "f5f5f5")
    };
    let given = &look.custom_color;
    let highlight = color(&given.highlight, if dark { "ff8a65" } else { "b8400d" });
    format!(
        ":root{{--bg:#{bg};--fg:#{fg};--line:#{line};--box:#{bare};--hi:{highlight};--top:{};--side:{}}}",
        color(&given.top_bar, bare),
        if dark { color(&given.right_sidebar, bare) } else { format!("#{bare}") },
    )
}

/// The list of contents. Numbers are given in the order of the document, here and below.
fn contents(out: &mut String, items: &[Value], number: &mut usize, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    out.push_str("<ul>");
    for item in items {
        *number += 1;
        let name = text(item.get("name")).unwrap_or_default();
        let _ = write!(out, "<li><a href=\"#i{number}\">{}</a>", part::escaped(&name));
        if item.get("item").is_some() {
            contents(out, list(item.get("item")), number, depth + 1);
        }
        out.push_str("</li>");
    }
    out.push_str("</ul>");
}

fn sections(out: &mut String, items: &[Value], number: &mut usize, depth: usize, two: bool) {
    if depth > DEEPEST {
        return;
    }
    for item in items {
        *number += 1;
        let name = text(item.get("name")).unwrap_or_default();
        let _ = write!(out, "<section id=\"i{number}\">");
        if item.get("item").is_some() {
            let _ = write!(out, "<h2>{}</h2>", part::escaped(&name));
            prose::push(out, &text(item.get("description")).unwrap_or_default());
            part::auth(out, item.get("auth"));
            out.push_str("</section>");
            sections(out, list(item.get("item")), number, depth + 1, two);
        } else {
            part::request(out, item, &name, two);
            out.push_str("</section>");
        }
    }
}
