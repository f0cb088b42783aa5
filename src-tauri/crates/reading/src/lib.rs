//! Page to words to documents to fields, each value with its evidence.

pub mod fields;
pub mod page;
pub mod split;

pub use page::{Barcode, Line, Page, Placement, Rotation, Word};
