//! Page to words to documents to fields, each value with its evidence.

pub mod documents;
pub mod engine;
pub mod fields;
mod layout;
pub mod ocr;
pub mod output;
pub mod page;
pub mod pages;
mod picture;
pub mod source;
pub mod split;

pub use page::{Barcode, Line, Page, Placement, Rotation, Word};
