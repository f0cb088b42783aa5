//! Bytes to domain and back: UBL, CII, Factur-X, FEC. Pure.

pub mod chart;
pub mod chart_file;
pub mod einvoice;
pub mod fec;
mod text;
pub mod ubl;
mod xml;
