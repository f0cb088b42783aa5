//! The look of a page: in how many of its 64 bits two scans of one paper differ, and two papers of one supplier, whose layout
//! is the same. What the desk takes for alike (`SAME_LOOK`) was chosen from this.

use std::path::Path;

use serde_json::Value;

use super::chance;
use super::coding::checked;
use super::tools::Tools;
use crate::error::{Error, Result};

/// Papers that are scanned twice.
const PAPERS: usize = 60;
/// Bits of a look.
const BITS: usize = 64;

/// Measures and prints.
///
/// # Errors
/// Of the programs.
pub fn measure(tools: &Tools, seed: Option<u64>) -> Result<()> {
    let seed = seed.unwrap_or_else(chance::fresh_seed);
    let place = tools.fresh("looks")?;
    let mut scanned: Vec<Vec<Option<u64>>> = Vec::new();
    for wear in ["1", "2"] {
        let out = place.join(wear);
        let mut draw = tools.papers("year");
        draw.arg("--out").arg(&out).args(["--seed", &seed.to_string(), "--count", &PAPERS.to_string()]);
        checked(draw.args(["--as", "scan", "--wear", wear]))?;
        let files: Vec<_> = (1..=PAPERS).map(|n| out.join(format!("papers/{n:04}.pdf"))).collect();
        tools.record(&files, &out.join("pages"), false)?;
        scanned.push((1..=PAPERS).map(|n| look(&out.join(format!("pages/{n:04}.pages.json")))).collect());
    }
    let suppliers: Vec<Value> = serde_json::from_value(json(&place.join("1/bookings.json"))?)
        .map_err(|error| Error::Parts(format!("bookings: {error}")))?;
    let [first, second] = scanned.as_slice() else { return Ok(()) };
    let (mut same, mut others) = ([0u32; BITS + 1], [0u32; BITS + 1]);
    for (one, own) in first.iter().enumerate() {
        for (other, theirs) in second.iter().enumerate() {
            let (Some(own), Some(theirs)) = (own, theirs) else { continue };
            let apart = (own ^ theirs).count_ones() as usize;
            let of = |n: usize| suppliers.get(n).map(|booking| &booking["auxiliary"]);
            let histogram = match (one == other, of(one) == of(other)) {
                (true, _) => &mut same,
                (false, true) => &mut others,
                (false, false) => continue,
            };
            if let Some(count) = histogram.get_mut(apart) {
                *count += 1;
            }
        }
    }
    print(seed, &same, &others);
    Ok(())
}

fn print(seed: u64, same: &[u32], others: &[u32]) {
    let all = |histogram: &[u32]| histogram.iter().sum::<u32>();
    println!("\nThe look of a first page, scanned twice, seed {seed}: bits of {BITS} that differ at most");
    println!(
        "  bits  same paper ({:>4} pairs)  other papers of a supplier ({:>4} pairs)",
        all(same),
        all(others)
    );
    let within = |histogram: &[u32], bits: usize| {
        let count: u32 = histogram.iter().take(bits + 1).sum();
        f64::from(count) * 100.0 / f64::from(all(histogram).max(1))
    };
    for bits in 0..=24 {
        println!("  {bits:>4}  {:>21.1} %  {:>33.1} %", within(same, bits), within(others, bits));
    }
}

/// The look of the first page; none where the file could not be read or hardly anything is printed on it.
fn look(pages: &Path) -> Option<u64> {
    json(pages).ok()?.get(0)?.get("look")?.as_u64()
}

fn json(path: &Path) -> Result<Value> {
    let bytes = std::fs::read(path).map_err(Error::file(path, "cannot be read"))?;
    serde_json::from_slice(&bytes).map_err(|error| Error::Parts(format!("{}: {error}", path.display())))
}
