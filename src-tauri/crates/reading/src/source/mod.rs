//! Files as they came: what they are, whatever they are called, and the pages in them.

mod pictures;
mod sniff;

pub(crate) use pictures::points;
pub use pictures::{Picture, PictureFile};
pub use sniff::{Content, sniff, wrong_extension};

use liasse_domain::Finding;

/// Bounds on what is read of one file; what lies beyond gives a finding, not a long wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Limits {
    /// Pages of one file; a file with more is not read at all.
    pub pages: u32,
    /// Bytes of one file.
    pub bytes: u64,
    /// Pixels of one picture, as its header declares them.
    pub pixels: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { pages: 5_000, bytes: 1 << 30, pixels: 120_000_000 }
    }
}

impl Limits {
    /// `too_many_pages`, when there are.
    pub fn pages(&self, count: u32) -> Option<Finding> {
        (count > self.pages).then(|| {
            Finding::error(
                "too_many_pages",
                format!(
                    "the file has {count} pages, more than the {} that are read of one file: split it and add the parts",
                    self.pages
                ),
            )
        })
    }
    /// `empty_file` or `file_too_large`, when it is.
    pub fn bytes(&self, length: u64) -> Option<Finding> {
        if length == 0 {
            return Some(Finding::error(
                "empty_file",
                "the file is empty (0 bytes): ask the sender for it again",
            ));
        }
        (length > self.bytes).then(|| {
            Finding::error(
                "file_too_large",
                format!(
                    "the file has {length} bytes, more than the {} that are read: split it and add the parts",
                    self.bytes
                ),
            )
        })
    }
}
