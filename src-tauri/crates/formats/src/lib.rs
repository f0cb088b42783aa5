//! Bytes to domain and back: UBL, CII, Factur-X, FEC, the texts of accounting software. Pure.

pub mod cdar;
pub mod chart;
pub mod chart_file;
pub mod ecb;
pub mod einvoice;
pub mod entries;
pub mod facturx;
pub mod fec;
mod text;
pub mod typeface;
pub mod ubl;
mod xml;
