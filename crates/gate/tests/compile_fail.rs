//! What must not compile: anything but the gate making the values that let a handler run.

#[test]
fn only_the_gate_lets_a_call_through() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
