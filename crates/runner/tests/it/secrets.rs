//! A canary that no listener may see.

use std::{cell::RefCell, fmt::Write as _, rc::Rc};

use base64::{Engine, engine::general_purpose::STANDARD};
use model::variables::Kind;
use runner::{
    Event, Summary,
    report::{ReportFault, Reporter},
};
use serde_json::json;

use crate::{
    server::Server,
    story::{Setting, item},
};

const CANARY: &str = "c4n4ry \"&ü/secret";

/// Keeps everything that a listener can get at.
struct Everything(Rc<RefCell<String>>);

impl Reporter for Everything {
    fn name(&self) -> &'static str {
        "everything"
    }

    fn on(&mut self, event: &Event, summary: &Summary) -> Result<(), ReportFault> {
        let mut all = self.0.borrow_mut();
        let _ = writeln!(all, "{event:?}");
        match event {
            Event::Start(start) => {
                all.push_str(&start.collection.document().to_string());
                all.push_str(&start.items[0].document().to_string());
            }
            Event::Request(_, done) => {
                let _ = writeln!(all, "{} {:?}", done.sent.to_json(), done.sent.headers);
                all.push_str(
                    &done
                        .sent
                        .body
                        .as_ref()
                        .map_or_else(String::new, |body| body.text().into_owned()),
                );
                if let Some(received) = &done.received {
                    all.push_str(&received.text());
                }
            }
            Event::Console(_, console) => {
                for shown in &console.messages {
                    all.push_str(&shown.inspect(80));
                }
            }
            _ => {}
        }
        let _ = write!(all, "{:?}", summary.failures);
        Ok(())
    }

    fn finish(&mut self, summary: &Summary) -> Result<(), ReportFault> {
        let _ = write!(self.0.borrow_mut(), "{summary:?}");
        Ok(())
    }
}

#[test]
fn no_listener_ever_sees_a_secret() {
    let server = Server::start();
    let auth = json!({"type": "basic", "basic": {"username": "u", "password": "{{s}}"}});
    let request = json!({
        "method": "POST", "auth": auth,
        "url": server.url("/echo/{{s}}?q={{s}}"),
        "header": [{"key": "X-Base", "value": "{{b}}"}],
        "body": {"mode": "urlencoded", "urlencoded": [{"key": "s", "value": "{{s}}"}]},
    });
    let script = "const s = pm.environment.get('s'); console.log(s, {deep: [s, encodeURIComponent(s)]}, new Error(s)); \
        pm.environment.set('b', btoa('x' + 'plain')); pm.variables.set('kept', s); \
        pm.test('named ' + s, () => pm.expect(s).to.equal('other'));";
    let test = "pm.test(pm.response.text(), () => {}); console.log('fresh-' + 'canary-2'); pm.environment.set('later', 'fresh-' + 'canary-2'); throw new Error(pm.environment.get('s'))";
    let after = "console.log(pm.environment.get('later')); pm.sendRequest({url: 'http://' + pm.environment.get('s'), header: {a: pm.environment.get('s')}}, e => console.log(String(e)))";
    let items = [item("a", &request, script, test), item("b", &server.url("/b").into(), "", after)];
    let seen = Rc::new(RefCell::new(String::new()));
    let variables = [("s", CANARY, Kind::Secret), ("later", "", Kind::Secret)];
    let setting = Setting::new(items).environment(&variables);
    let story = setting.tell_to(vec![Box::new(Everything(Rc::clone(&seen)))]);
    // It was there: the server got it, and the export has it.
    let sent = server.take();
    let authorization = format!("Basic {}", STANDARD.encode(format!("u:{CANARY}")));
    assert_eq!(sent[0].header("authorization"), Some(authorization.as_str()));
    assert_eq!(story.finished.environment.get("s").unwrap().as_str(), Some(CANARY));
    let seen = seen.take();
    let percent = CANARY.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    for form in [
        CANARY,
        "c4n4ry",
        "secret\"",
        &STANDARD.encode(format!("u:{CANARY}")),
        &percent,
        "%20%22&",
        "fresh-canary-2",
        "%C3%BC/secret",
        "%C3%BC%2Fsecret",
    ] {
        assert!(!seen.contains(form), "{form} in {}", around(&seen, form));
    }
    assert!(seen.contains(runner::MASK));
    assert!(story.lines.iter().any(|line| line.contains("named ********")), "{:?}", story.lines);
}

fn around(text: &str, form: &str) -> String {
    let at = text.find(form).unwrap_or_default();
    let from = text.floor_char_boundary(at.saturating_sub(200));
    text[from..text.ceil_char_boundary((at + 200).min(text.len()))].to_owned()
}
