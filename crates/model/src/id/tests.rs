use std::collections::HashSet;

use super::*;

const UUID: &str = "c616506e-0676-4d79-88a7-c273b70e9cea";

#[test]
fn elements_are_named_by_id_or_uid() {
    let uid = |owner: &str| format!("{owner}-{UUID}");
    // text, owner, id
    let table = [
        (UUID.to_owned(), None, UUID.to_owned()),
        (UUID.to_uppercase(), None, UUID.to_owned()),
        (uid("12345678"), Some(12_345_678), UUID.to_owned()),
        (uid("12345678").to_uppercase(), Some(12_345_678), UUID.to_owned()),
        (uid("0"), Some(0), UUID.to_owned()),
        // Owners in any other form own nothing.
        (uid("012345678"), Some(-1), UUID.to_owned()),
        (uid("+1"), Some(-1), UUID.to_owned()),
        (uid(""), Some(-1), UUID.to_owned()),
        (uid("a"), Some(-1), UUID.to_owned()),
        (uid("99999999999999999999"), Some(-1), UUID.to_owned()),
        // Neither id nor uid: taken as it is, never found.
        (String::new(), None, String::new()),
        ("x".to_owned(), None, "x".to_owned()),
        (UUID.replace('-', ""), None, UUID.replace('-', "")),
        (format!("{{{UUID}}}"), None, format!("{{{UUID}}}")),
        (format!("1-{UUID} "), None, format!("1-{UUID} ")),
        (format!("1-2-{UUID}"), None, format!("1-2-{UUID}")),
    ];
    for (text, owner, id) in table {
        let found = ElementRef::parse(&text);
        assert_eq!(found, ElementRef { owner: owner.map(UserId), id }, "{text}");
    }
}

#[test]
fn a_uid_prints_as_it_parses() {
    let uid = Uid { owner: UserId(7), id: UUID.to_owned() };
    assert_eq!(uid.to_string(), format!("7-{UUID}"));
    assert_eq!(ElementRef::parse(&uid.to_string()).owner, Some(UserId(7)));
}

#[test]
fn own_ids_have_one_form() {
    let id = AgentId::random();
    assert_eq!(AgentId::parse(id.as_str()), Some(id.clone()));
    let upper = id.as_str().to_uppercase();
    let table = ["", "agt_", "agt_abc", "key_abcdefghijklmnop", "agt_abcdefghijklmno1", &upper];
    for text in table {
        assert_eq!(AgentId::parse(text), None, "{text}");
    }
    let ids: HashSet<_> = (0..1_000).map(|_| GrantId::random()).collect();
    assert_eq!(ids.len(), 1_000);
}

#[test]
fn records_sort_by_time() {
    let ids: Vec<_> = (0..1_000).map(|_| RecordId::now()).collect();
    assert!(ids.is_sorted());
    assert_eq!(RecordId::parse(ids[0].as_str()).as_ref(), Some(&ids[0]));
    for text in ["", "evt_", "evt_x", &ids[0].as_str().to_uppercase()] {
        assert_eq!(RecordId::parse(text), None, "{text}");
    }
}
