#![cfg(test)]
//! The list of rows and the folders of cases fit together.

use std::{env, fs, path::Path};

use runkit::{case::Case, rows::Rows};

#[test]
fn every_row_has_a_case_and_every_case_a_row() {
    let faults = Rows::read().faults(&Case::all());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_page_of_rows_is_up_to_date() {
    is_up_to_date("cases.md", &Rows::read().page(&Case::all()));
}

#[test]
fn the_page_of_differences_is_up_to_date() {
    is_up_to_date("../../docs/newman.md", &Rows::read().differences(&Case::all()));
}

fn is_up_to_date(name: &str, page: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if env::var_os("GATEPOST_UPDATE").is_some() {
        fs::write(&path, page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(page == written, "`GATEPOST_UPDATE=1 cargo test -p runkit` rewrites `{name}`");
}

#[test]
fn the_answers_of_every_case_can_be_read() {
    for case in Case::all() {
        let _ = case.answers();
    }
}
