//! Descriptions that come in as files.

use super::{Team, said, text};

const FILE: &str = "openapi: 3.0.0\r\ninfo: {title: Pets, version: '1'}\r\npaths: {/pets: {get: {responses: {}}}}\r\n";

fn form(fields: &[(&str, &str)]) -> String {
    let field = |(name, value): &(&str, &str)| {
        let file = if *name == "input" { "; filename=\"pets.yaml\"" } else { "" };
        format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"
        )
    };
    fields.iter().map(field).collect::<String>() + "--edge--\r\n"
}

#[tokio::test]
async fn a_form_brings_a_description() {
    let team = Team::new().await;
    let target = format!("/import/openapi?workspace={}", team.workspace);
    let kind = [("content-type", "multipart/form-data; boundary=edge")];
    let send = async |body: String| team.ana.send_text("POST", &target, &kind, body).await;
    let made = send(form(&[("type", "file"), ("input", FILE)])).await.ok();
    let id = text(&made["collections"][0]["id"]);
    let whole = team.ana.get(&format!("/collections/{id}")).await.ok();
    assert_eq!(whole["collection"]["info"]["name"], "Pets");
    let options = r#"{"folderStrategy":"Tags"}"#;
    send(form(&[("type", "file"), ("input", FILE), ("options", options)])).await.ok();
    for (body, why) in [
        (form(&[("input", FILE)]), "Parameter is missing"),
        (form(&[("type", "file"), ("input", "nothing of that kind")]), "names no version"),
        (form(&[("type", "file"), ("type", "file")]), "a name of its own"),
        ("--edge".to_owned(), "The form can't be read"),
        (String::new(), ""),
    ] {
        let answer = send(body).await;
        assert_eq!(answer.status, 400, "{}", answer.text());
        assert!(said(&answer).contains(why), "{}", answer.text());
    }
    // A large one is read like any other, and what takes JSON takes no form.
    let big = FILE.replace("Pets", &"Pets".repeat(50_000));
    send(form(&[("type", "file"), ("input", &big)])).await.ok();
    let target = format!("/collections?workspace={}", team.workspace);
    let whole = form(&[("collection", FILE)]);
    let refused = team.ana.send_text("POST", &target, &kind, whole).await.expect(400);
    assert!(said(&refused).contains("application/json"), "{}", refused.text());
}
