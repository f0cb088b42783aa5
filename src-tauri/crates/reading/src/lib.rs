//! Page to words to documents to fields, each value with its evidence.

mod beside_text;
mod codes;
pub mod documents;
pub mod draw;
pub mod einvoice;
pub mod engine;
pub mod fields;
mod layout;
pub mod ocr;
pub mod output;
pub mod page;
pub mod pages;
mod picture;
pub mod read;
pub mod source;
pub mod split;
pub mod worker;

pub use page::{Barcode, Line, Page, Placement, Rotation, Trouble, Word};
pub use picture::look::look_of;
pub use read::{ReadOptions, SourceReading, read_source};
