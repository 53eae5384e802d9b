//! `gatepost import`

use std::{io::Write as _, process::Stdio};

use crate::kit::{COLLECTION, Folder};

#[test]
fn a_collection_comes_in_and_is_served() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let file = folder.file("payments.json", COLLECTION);
    let ended = folder.run(&["import", &file]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let expected = format!(
        "{file}: collection 'Payments' is in workspace 'My Workspace': 1 folder, 2 requests.\n"
    );
    assert_eq!(ended.err, expected);
    let got = server.get(&format!("/collections/{}", ended.out.trim()), server.api_key());
    assert_eq!(got.json()["collection"]["info"]["name"], "Payments");
}

#[test]
fn a_collection_of_format_v1_comes_in_and_what_does_not_is_said() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let old = r#"{"id":"0b3f7c1e-52a4-4a3b-9d1c-1f2e3d4c5b6a","name":"Library","order":["r1"],
        "folders":[{"id":"f1","name":"Loans","order":["r2","r9"]}],
        "requests":[
            {"id":"r1","name":"Books","method":"GET","url":"http://localhost/books","headers":"A: 1\n",
                "currentHelper":"basicAuth","helperAttributes":"no JSON"},
            {"id":"r2","name":"Lend","method":"POST","url":"http://localhost/loans","dataMode":"raw",
                "rawModeData":"{}","tests":"one();\ntwo();",
                "responses":[{"id":"x","name":"Lent","responseCode":{"code":201,"name":"Created"}}]},
            {"id":"r3","name":"Lost","method":"GET","url":"http://localhost/lost"}]}"#;
    let file = folder.file("old.json", old);
    let ended = folder.run(&["import", &file]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    let expected = format!(
        "{file}: collection 'Library' is in workspace 'My Workspace': \
         1 folder, 2 requests, 1 response, 1 script.\n  \
         not carried: 1 entry of an order that names nothing in the file: `r9`\n  \
         not carried: 1 authentication whose parameters can't be read: `Books`\n  \
         not carried: 1 request that no order lists: `Lost`\n  \
         not carried: its id: it got a new one\n"
    );
    assert_eq!(ended.err, expected);
    let got = server.get(&format!("/collections/{}", ended.out.trim()), server.api_key()).json();
    let item = &got["collection"]["item"];
    assert_eq!(item[0]["item"][0]["name"], "Lend");
    assert_eq!(item[0]["item"][0]["event"][0]["script"]["exec"][1], "two();");
    assert_eq!(item[0]["item"][0]["response"][0]["code"], 201);
    assert_eq!(item[1]["request"]["header"][0]["key"], "A");
}

#[test]
fn environments_come_from_stdin() {
    let folder = Folder::new();
    let mut command = folder.command(&["import", "--workspace", "my workspace", "--json", "-"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let environment = r#"{"name":"Test","values":[{"key":"host","value":"x"}],"_postman_variable_scope":"environment"}"#;
    child.stdin.take().unwrap().write_all(environment.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let answer: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    assert_eq!(answer["imported"]["kind"], "environment");
    assert_eq!(answer["imported"]["counts"]["variables"], 1);
}

#[test]
fn a_bad_file_is_named_and_the_others_come_in() {
    let folder = Folder::new();
    let good = folder.file("good.json", COLLECTION);
    let broken = folder.file("broken.json", "{\"info\": {\n  \"name\": }}");
    let other = folder.file("other.json", "{\"openapi\":\"3.1.0\"}");
    let none = folder.0.join("none.json").display().to_string();
    let ended = folder.run(&["import", &broken, &other, &none, &good]);
    assert_eq!(ended.code, 3);
    assert_eq!(ended.out.lines().count(), 1, "{}", ended.out);
    for expected in [
        format!("error: `{broken}` was not imported: "),
        "line 2, column".to_owned(),
        format!("error: `{other}` was not imported: "),
        format!("error: `{none}` can't be read: No such file or directory"),
    ] {
        assert!(ended.err.contains(&expected), "{expected} is missing: {}", ended.err);
    }
    assert_eq!(folder.run(&["import", "--workspace", "Nowhere", &good]).code, 2);
}

#[test]
fn a_description_comes_in_as_a_collection() {
    let folder = Folder::new();
    let text = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\ntags: [{name: animals}]\npaths:\n  \
                /pets: {$ref: 'pets.yaml#/pets'}\n";
    let part = "pets:\n  get: {tags: [animals], parameters: [{name: c, in: cookie}], responses: {'200': \
                {description: OK}}}\n";
    let file = folder.file("api.yaml", text);
    folder.file("pets.yaml", part);
    let ended = folder.run(&["import", "--folders", "tags", &file]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("collection 'Pets'"), "{}", ended.err);
    assert!(ended.err.contains("1 folder, 1 request, 1 response"), "{}", ended.err);
    assert!(ended.err.contains("not carried: the cookie `c`"), "{}", ended.err);
    let fault = "`pets.yaml`, /pets/get/parameters/0: must have a `schema`, or a `content` (rule \
                 `parameter-schema`)";
    assert!(ended.err.contains(&format!("\n  fault: {fault}\n")), "{}", ended.err);
    let told = folder.run(&["import", "--json", &file]);
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!(told["faults"], serde_json::json!([fault]));
    let checked = folder.run(&["run", "--check", &file]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(checked.err.contains(&format!("warning: {fault}\n")), "{}", checked.err);
}

#[test]
fn recorded_traffic_and_commands_come_in() {
    let folder = Folder::new();
    let har = r#"{"log":{"entries":[{"request":{"method":"GET","url":"https://x.test/a",
        "headers":[{"name":":path","value":"/a"}]},"response":{"status":200,"content":{"text":"hi"}}}]}}"#;
    let har = folder.file("session.har", har);
    let curl = folder.file("commands.sh", "# Ask\ncurl -X PUT x.test/b \\\n  -m 3 -d a=b\n");
    let open = folder.file("open.sh", "curl 'x.test");
    let ended = folder.run(&["import", &har, &curl, &open]);
    assert_eq!(ended.code, 3, "{}", ended.err);
    for expected in [
        "collection 'session' is in workspace 'My Workspace': 1 folder, 1 request, 1 response.",
        "not carried: pseudo-headers of HTTP/2, which repeat method and URL: `GET /a`",
        "collection 'commands' is in workspace 'My Workspace': 1 request.",
        "not carried: the option `--max-time`",
        "was not imported: must be commands of cURL: the quote that line 1 opens is not closed",
        "hint: give commands as sh reads them",
    ] {
        assert!(ended.err.contains(expected), "{expected} is missing: {}", ended.err);
    }
}

#[test]
fn exports_of_insomnia_come_in_with_their_environments() {
    let folder = Folder::new();
    let text = "type: collection.insomnia.rest/5.0\nname: Shop\ncollection:\n  - {name: A, url: '{{ _.base }}/a', method: GET}\n\
                environments: {name: Base, data: {base: x.test}}\n";
    let ended = folder.run(&["import", &folder.file("insomnia.yaml", text)]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert_eq!(ended.out.lines().count(), 2, "{}", ended.out);
    for expected in ["collection 'Shop'", "1 request", "environment 'Base'", "1 variable"] {
        assert!(ended.err.contains(expected), "{expected} is missing: {}", ended.err);
    }
}

#[test]
fn a_folder_of_bruno_comes_in_with_its_environments() {
    let folder = Folder::new();
    let server = folder.serve(&[]);
    let outside = folder.file("outside.bru", "get {\n  url: x.test/outside\n}\n");
    let shop = folder.0.join("shop");
    for inner in ["orders", "environments", "node_modules"] {
        std::fs::create_dir_all(shop.join(inner)).unwrap();
    }
    for (path, text) in [
        ("bruno.json", r#"{"version":"1","name":"Shop","type":"collection"}"#),
        ("orders/folder.bru", "meta {\n  name: Orders\n}\n"),
        (
            "orders/new.bru",
            "post {\n  url: {{base}}/orders\n  body: json\n}\nbody:json {\n  {}\n}\n",
        ),
        ("orders/bad.bru", "get {\n  url\n}\n"),
        ("environments/Local.bru", "vars {\n  base: x.test\n}\nvars:secret [\n  token\n]\n"),
        ("node_modules/no.bru", "get {\n  url: x.test/no\n}\n"),
        ("tests.bru", "get {\n  url: x.test\n}\ntests {\n  bru.no();\n}\n"),
    ] {
        std::fs::write(shop.join(path), text).unwrap();
    }
    #[cfg(unix)]
    for (link, to) in [("link.bru", outside.as_str()), ("up", "..")] {
        std::os::unix::fs::symlink(to, shop.join(link)).unwrap();
    }
    let shop = shop.display().to_string();
    let ended = folder.run(&["import", &shop]);
    assert_eq!(ended.code, 3, "{}", ended.err);
    assert_eq!(ended.out.lines().count(), 2, "{}", ended.out);
    let mut expected = vec![
        format!("{shop}: collection 'Shop' is in workspace 'My Workspace': 1 folder, 2 requests, 1 script."),
        format!("{shop}: environment 'Local' is in workspace 'My Workspace': 2 variables."),
        "not carried: scripts, which are Bruno's and were not translated: they came along as comments: \
         `tests.bru`\n"
            .to_owned(),
        "not carried: values of 1 secret variables".to_owned(),
        format!("error: `{shop}`: `orders/bad.bru` can't be read: line 2 is no `key: value`"),
        "hint: write it so, or end the block before it".to_owned(),
    ];
    if cfg!(unix) {
        expected.push("a symbolic link, which is not followed: `link.bru`, `up`".to_owned());
    }
    for expected in expected {
        assert!(ended.err.contains(&expected), "{expected} is missing: {}", ended.err);
    }
    let uid = ended.out.lines().next().unwrap();
    let got = server.get(&format!("/collections/{uid}"), server.api_key()).json();
    let item = &got["collection"]["item"];
    assert_eq!(item[0]["item"][0]["request"]["body"]["raw"], "{}");
    assert_eq!(item[1]["event"][0]["script"]["exec"][1], "// bru.no();");

    let none = folder.0.join("data").display().to_string();
    let ended = folder.run(&["import", &none, &outside]);
    assert_eq!(ended.code, 3);
    for expected in [
        format!("error: `{none}` was not imported: must be a collection of Bruno: the folder has"),
        format!("error: `{outside}` was not imported: it is a part of a collection of Bruno"),
        "hint: give the folder".to_owned(),
    ] {
        assert!(ended.err.contains(&expected), "{expected} is missing: {}", ended.err);
    }
}

#[test]
fn a_folder_that_is_too_large_is_refused() {
    let folder = Folder::new();
    let (many, large) = (folder.0.join("many"), folder.0.join("large"));
    for path in [&many, &large] {
        std::fs::create_dir(path).unwrap();
        std::fs::write(path.join("bruno.json"), "{}").unwrap();
    }
    for number in 0..10_000 {
        std::fs::File::create(many.join(number.to_string())).unwrap();
    }
    std::fs::File::create(large.join("a.bru")).unwrap().set_len(24 << 20).unwrap();
    let (many, large) = (many.display().to_string(), large.display().to_string());
    let ended = folder.run(&["import", &many, &large]);
    assert_eq!(ended.code, 3, "{}", ended.err);
    for expected in [
        format!("`{many}` was not imported: it has more than 10000 files and folders\n"),
        format!("`{large}` was not imported: it has more than 24 MB to read\n"),
        "hint: give the collection's own folder".to_owned(),
    ] {
        assert!(ended.err.contains(&expected), "{expected} is missing: {}", ended.err);
    }
}
