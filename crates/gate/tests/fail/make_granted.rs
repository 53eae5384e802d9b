//! Nobody builds a granted call.

fn main() {
    let _ = gate::Granted { body: bytes::Bytes::new() };
}
