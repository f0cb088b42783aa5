//! Bytes to domain and back: UBL, CII, Factur-X, FEC. Pure.
