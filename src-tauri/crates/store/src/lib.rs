//! The encrypted SQLite database, the blobs and the ledger of changes. The only crate that knows SQL.
