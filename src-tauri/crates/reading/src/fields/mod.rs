//! Fields: what a document says, each value with its evidence.
