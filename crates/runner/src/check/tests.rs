use std::path::Path;

use model::variables::{Scope, Variable};

use super::{What, check, scan};
use crate::input::Input;

const COLLECTION: &str = r#"{"info":{"name":"Shop"},"variable":[{"key":"host","value":"x"}],
"item":[{"name":"Orders","item":[{"name":"Create","request":{"method":"POST",
"url":"http://{{host}}/{{path}}/{{id}}?x={{$guid}}","header":[{"key":"A","value":"{{token}}"}],
"body":{"mode":"file","file":{"src":"not-there.bin"}}},
"event":[{"listen":"prerequest","script":{"exec":["pm.environment.set('id', 1)","pm.enviroment.get('x')"]}},
{"listen":"test","script":{"exec":["// pm.nothing()","pm.test('a', () => pm.expect(1).to.equal(1));",
"postman.setNextRequest('Nope'); pm.execution.setNextRequest(\"Create\");"]}}]}]}]}"#;

#[test]
fn what_would_surprise_is_found() {
    let mut number = 0;
    let mut id = || {
        number += 1;
        number.to_string()
    };
    let collection = model::runnable::parse(COLLECTION, &mut id).unwrap();
    let mut input = Input::new(collection);
    input.environment = Scope::new(vec![Variable::new("token", Some("t".into()))]);
    let known = |call: &str| {
        ["pm.environment.set", "pm.test", "pm.expect", "pm.execution.setNextRequest"]
            .contains(&call)
    };
    let found = check(&input, &[], Path::new("/nowhere"), &known).unwrap();
    let said: Vec<_> = found.iter().map(|one| format!("{}: {}", one.place, one.what)).collect();
    assert_eq!(
        said,
        [
            "Orders / Create: nothing sets the variable `path`",
            "Orders / Create: there is no file `/nowhere/not-there.bin`",
            "Orders / Create: line 2 of a script calls `pm.enviroment.get`, which is unknown",
            "Orders / Create: line 3 of a script goes on with `Nope`, which is not in the run",
        ]
    );
    assert!(check(&input, &["Nope".to_owned()], Path::new("."), &known).is_err());
    let unset = found.iter().filter(|one| matches!(one.what, What::Unresolved { .. })).count();
    assert_eq!(unset, 1);
}

#[test]
fn tokens_are_found_inside_out() {
    assert_eq!(scan::tokens("{{a}}{{b{{c}}}} {{ d }} {{"), ["a", "c", " d "]);
    assert_eq!(
        scan::members("xpm.a; pm.b.c.d.e(); pm.f"),
        [("pm.b.c".to_owned(), 1), ("pm.f".to_owned(), 1)]
    );
}
