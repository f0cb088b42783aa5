//! How long a large FEC takes: `LIASSE_BIG_FEC=<file>` runs it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::time::Instant;

use liasse_formats::fec;

#[test]
fn reads_a_large_fec() {
    let Some(path) = std::env::var_os("LIASSE_BIG_FEC") else { return };
    let bytes = std::fs::read(path).unwrap();
    let size = bytes.len();
    let start = Instant::now();
    let file = fec::read_owned(bytes).unwrap();
    let read = start.elapsed();
    let summary = fec::analyse(&file);
    let all = start.elapsed();
    println!(
        "{} bytes, {} rows: read {read:.2?}, analysed in {:.2?}, {} third parties",
        size,
        summary.rows,
        all - read,
        summary.third_parties.len()
    );
}
