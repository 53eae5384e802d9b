//! The one page a browser gets.

/// The page: where this is, what to do next, where the contract lies.
pub(crate) fn page(url: Option<&str>) -> String {
    let url = escape(url.unwrap_or("http://127.0.0.1:7007"));
    let agent = "Release bot";
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gatepost</title>
<style>
  body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }}
  pre {{ background: #8881; padding: .8rem 1rem; overflow-x: auto }}
  :root {{ color-scheme: light dark }}
</style>
<h1>Gatepost</h1>
<p>This is a Gatepost server: the Postman API with a gate in front of it, at <code>{url}</code>.</p>
<h2>Next</h2>
<pre>gatepost import my-collection.json
gatepost agent create "{agent}"
gatepost grant add "{agent}" collections read --workspace "My Workspace"</pre>
<p>What is served here: <a href="/openapi.json">openapi.json</a>.</p>
</html>
"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn the_page_names_the_address_and_can_not_be_broken_by_it() {
        assert!(
            page(Some("https://gatepost.example"))
                .contains("<code>https://gatepost.example</code>")
        );
        assert!(!page(Some("<script>")).contains("<script>"));
    }
}
