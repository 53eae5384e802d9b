//! Nobody builds a permit.

fn main() {
    let _: gate::Permit<catalog::op::DeleteWorkspace> = gate::Permit { operation: std::marker::PhantomData };
}
