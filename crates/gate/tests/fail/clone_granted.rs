//! A granted call is served once.

fn twice(granted: gate::Granted) {
    let _ = granted.clone();
}

fn main() {
    let _ = twice;
}
