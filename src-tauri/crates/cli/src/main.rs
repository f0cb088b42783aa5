//! liasse, the command line: batch work and automation.
fn main() {}
