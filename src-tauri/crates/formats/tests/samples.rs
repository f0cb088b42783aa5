//! Files that are not part of the project: `LIASSE_SAMPLES=<folder>` with `fec/` and `einvoices/` runs these.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

use std::path::{Path, PathBuf};

use liasse_formats::{einvoice, fec};

fn samples(folder: &str) -> Option<PathBuf> {
    let path = PathBuf::from(std::env::var_os("LIASSE_SAMPLES")?).join(folder);
    path.is_dir().then_some(path)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { open.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all
}

#[test]
fn reads_every_sample_invoice() {
    let Some(folder) = samples("einvoices") else { return };
    for path in files(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "xml")) {
        let bytes = std::fs::read(path).unwrap();
        assert!(einvoice::sniff(&bytes).is_some(), "{}", path.display());
        let (invoice, findings) = einvoice::read(&bytes);
        let invoice = invoice.unwrap_or_else(|| panic!("{}: {findings:?}", path.display()));
        let (reading, more) = invoice.to_reading();
        println!("== {} {:?}", path.display(), invoice.syntax);
        for (name, field) in &reading.fields {
            println!("  {name:?} {:?}{}", field.value, if field.sure { "" } else { " ?" });
        }
        println!("  {:?} {}", reading.vat_lines, reading.vat_lines_sure);
        println!("  {} lines, {} attachments", invoice.lines.len(), invoice.attachments.len());
        for finding in findings.iter().chain(&more) {
            println!("  ! {} {}", finding.code, finding.message);
        }
    }
}

#[test]
fn reads_every_sample_fec() {
    let Some(folder) = samples("fec") else { return };
    for path in files(&folder).iter().filter(|path| path.extension().is_some_and(|e| e == "txt")) {
        let bytes = std::fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match fec::read(&bytes) {
            Ok(read) => {
                assert!(!name.starts_with("bad_"), "{name}");
                let summary = fec::analyse(&read);
                println!("{name}: {} rows, {} entries, {}", summary.rows, summary.entries, read.encoding());
                let pairs: Vec<String> = summary
                    .third_parties
                    .iter()
                    .filter_map(|party| {
                        Some(format!("\"{}\": \"{}\"", party.auxiliary, party.usual()?.account))
                    })
                    .collect();
                if let Some(out) = std::env::var_os("LIASSE_FEC_OUT") {
                    let out = PathBuf::from(out).join(format!("{name}.json"));
                    std::fs::write(out, format!("{{{}}}", pairs.join(", "))).unwrap();
                }
            }
            Err(errors) => {
                assert!(name.starts_with("bad_"), "{name}: {}", errors[0]);
                for error in errors {
                    println!("{name}: {error}");
                }
            }
        }
    }
}
