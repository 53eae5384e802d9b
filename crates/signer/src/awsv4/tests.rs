use super::*;

#[test]
fn paths_are_encoded_once_more() {
    let rows = [
        ("/", "/", "/"),
        ("/a/./b/../c//d/", "/a/c/d/", "/a/./b/../c//d/"),
        ("/..", "/", "/.."),
        ("/../a", "/a", "/../a"),
        ("/a%20b", "/a%2520b", "/a%20b"),
        ("/a%2Fb", "/a%252Fb", "/a/b"),
        ("/a+b", "/a%2Bb", "/a%20b"),
        ("/~f*(g)", "/~f%2A%28g%29", "/~f%2A%28g%29"),
        ("/a[b]|c", "/a%255Bb%255D%257Cc", "/a%5Bb%5D%7Cc"),
    ];
    for (path, expected, at_s3) in rows {
        assert_eq!(canonical::parts(path, false).unwrap().0, expected, "{path}");
        assert_eq!(canonical::parts(path, true).unwrap().0, at_s3, "{path}");
    }
    assert_eq!(canonical::parts("/100%", false).unwrap().0, "/100%25");
    assert_eq!(canonical::parts("/100%", true), Err(Fault::Query));
}

#[test]
fn a_key_is_bound_to_day_region_and_service() {
    // The example of deriving a signing key in the AWS documentation.
    let binding = Binding {
        time: "20150830T123600Z".to_owned(),
        region: "us-east-1".to_owned(),
        service: "iam".to_owned(),
    };
    let canonical = "GET\n/\nAction=ListUsers&Version=2010-05-08\n\
        content-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.amazonaws.com\n\
        x-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n\
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    assert_eq!(
        binding.signature("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", canonical),
        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"
    );
}
