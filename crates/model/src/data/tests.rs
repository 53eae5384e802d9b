//! Data that can't be read, and what is said about it.

use super::{Fault, parse};

#[test]
fn faults_name_row_line_and_column() {
    let check = |text: &str, message: &str| {
        assert_eq!(parse(text).unwrap_err().to_string(), message, "{text}");
    };
    check("a,b\n1,2\n3,\"x\ny", "the quote that opens row 2 at line 3 column 3 is never closed");
    check("\"a", "the quote that opens row 0 at line 1 column 1 is never closed");
    check("a,b\n\"x\ny\" z,1", "row 1 has text after a closing quote at line 3 column 4");
    check("é,\"x\"y", "row 0 has text after a closing quote at line 1 column 6");
    check("a, 2 ,c\n1,2,3", "row 0 must name the columns, but column 2 is the number `2`");
    let deep = format!("[{}1{}]", "[".repeat(300), "]".repeat(300));
    assert!(matches!(parse(&deep), Err(Fault::Json(_))));
}

#[test]
fn long_files_are_read_in_one_go() {
    let text = "a,b\n".to_owned() + &"1,\"x\"\n".repeat(100_000);
    assert_eq!(parse(&text).unwrap().len(), 100_000);
    assert_eq!(parse(&"\n".repeat(100_000)).unwrap().len(), 99_999);
    assert_eq!(parse(&",".repeat(100_000)).unwrap().len(), 0);
    assert!(parse(&"\"".repeat(99_999)).is_err());
}
