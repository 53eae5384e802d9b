//! A permit for one operation is no permit for another.

fn delete(_: gate::Permit<catalog::op::DeleteCollection>) {}

fn sneak(read: gate::Permit<catalog::op::GetCollection>) {
    delete(read);
}

fn main() {
    let _ = sneak;
}
