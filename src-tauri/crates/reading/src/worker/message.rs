//! What master and worker say to each other.

use std::path::PathBuf;
use std::sync::Arc;

use liasse_domain::{Finding, Flow, SplitMode, SupplierMemory};
use serde::{Deserialize, Serialize};

use crate::page::Placement;
use crate::read::SourceReading;
use crate::source::Limits;

/// Where the worker finds the bytes of a source.
#[derive(Debug, Clone)]
pub enum Held {
    /// In a file that it may read.
    Path(PathBuf),
    /// Handed over; the key (the source's hash, say) spares handing the same bytes over again for the next page.
    Bytes {
        /// Names the bytes.
        key: String,
        /// The bytes.
        bytes: Arc<[u8]>,
    },
}

/// The client file's own identity, to tell supplier from customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// Its name as papers print it.
    pub name: String,
    /// Its SIREN.
    pub siren: Option<String>,
    /// Its VAT number.
    pub vat: Option<String>,
}

/// What is to be read, and how.
#[derive(Debug, Clone)]
pub struct ReadRequest {
    /// The bytes.
    pub source: Held,
    /// The file's name, for the warning about its ending.
    pub name: String,
    /// How it is cut into documents.
    pub split: SplitMode,
    /// Purchases or sales.
    pub flow: Flow,
    /// The client file's own identities.
    pub own: Vec<Own>,
    /// What corrections taught about the papers of known suppliers.
    pub memories: Vec<SupplierMemory>,
    /// Bounds.
    pub limits: Limits,
}

/// A page to be drawn for a screen.
#[derive(Debug, Clone)]
pub struct DrawRequest {
    /// The bytes.
    pub source: Held,
    /// The page, from 1.
    pub page: u32,
    /// How it is laid upright; the page's own [`Placement`] gives the picture on which its words lie.
    pub placement: Placement,
    /// Length of the long side, pixels.
    pub long_side: u32,
    /// Encoding.
    pub kind: PictureKind,
}

/// Encodings of drawn pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// PNG: sharp type, no loss.
    Png,
    /// JPEG: quick and small, for scans and thumbnails.
    Jpeg,
}

/// A drawn page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

/// Where the worker is to find bytes, on the wire.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    Path(PathBuf),
    Key(String),
}

/// From master to worker.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    /// Bytes follow in the next frame; they are kept under the key.
    Keep {
        key: String,
    },
    /// The bytes of the key are not needed any more.
    Forget {
        key: String,
    },
    /// Load everything now.
    Warm,
    Read {
        place: Place,
        name: String,
        split: SplitMode,
        flow: Flow,
        own: Vec<Own>,
        memories: Vec<SupplierMemory>,
        limits: Limits,
    },
    Draw {
        place: Place,
        page: u32,
        placement: Placement,
        long_side: u32,
        kind: PictureKind,
    },
    /// Make a PDF of these pages, from 1.
    Extract {
        place: Place,
        pages: Vec<u32>,
    },
}

/// From worker to master.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply {
    /// The worker begins this page of so many.
    Page { page: u32, pages: u32 },
    /// A request without another answer was carried out.
    Done,
    /// The source is read.
    Read(Box<SourceReading>),
    /// The page is drawn; its bytes follow in the next frame.
    Drawn { width: u32, height: u32 },
    /// The pages are a PDF of their own; its bytes follow in the next frame.
    Extracted,
    /// The page cannot be drawn, or the pages cannot be extracted.
    Undrawn(Finding),
    /// The installation is at fault.
    Engine { code: String, message: String },
}
