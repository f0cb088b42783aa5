//! One module a table: its rows, and what [`Reader`](crate::Reader) and [`Writer`](crate::Writer) do with them.

pub mod account;
pub mod account_successor;
pub mod account_use;
pub mod change;
pub mod client_file;
pub mod coding;
pub mod coding_settings;
pub mod document;
pub mod duplicate;
pub mod entry;
pub mod exchange_rate;
pub mod field;
pub mod inbox;
pub mod job;
pub mod memory;
pub mod page;
pub mod payment_method;
pub mod person;
pub mod publication;
pub mod rule;
pub mod search;
pub mod setting;
pub mod source;
pub mod third_party;
pub mod vat_account;
pub mod watched_folder;
