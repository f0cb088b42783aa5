//! The systems that entries are published to: Sage GE, BOB Demat, files. The only crate that knows HTTP.
