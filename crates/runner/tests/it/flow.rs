//! The order of things.

use crate::{
    server::Server,
    story::{Setting, item},
};

#[test]
fn one_item_is_told_from_start_to_end() {
    let server = Server::start();
    let one = item(
        "one",
        &server.url("/x").into(),
        "pm.environment.set('a', 1)",
        "pm.test('t', () => pm.expect(pm.response.code).to.equal(200))",
    );
    let story = Setting::new([one]).tell();
    assert_eq!(
        story.lines,
        [
            "start 1x1",
            "iteration 0",
            " item one",
            "  prerequest",
            "   script",
            "   done one: ok",
            "  ran 1 prerequest",
            "   sending",
            "  request GET /x: 200 OK",
            "  test",
            "   script",
            "   assertion t: ok",
            "   done one: ok",
            "  ran 1 test",
            " done",
            "over",
            "end",
            "finish",
        ]
    );
    assert_eq!(server.lines(), ["GET /x"]);
}
