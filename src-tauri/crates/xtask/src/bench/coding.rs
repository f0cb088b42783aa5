//! Coding: a year of papers against how each is to be booked, and what a large firm's lists and rules cost.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::Command;

use clap::ValueEnum;
use serde_json::Value;

use super::tools::Tools;
use super::{chance, looks};
use crate::command;
use crate::error::{Error, Result};
use crate::project::Project;

/// A part of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// A client's year: ready and right without a touch
    Replay,
    /// How alike two scans of one paper look, and two papers of one supplier
    Looks,
    /// 100,000 documents, 500 client files: lists, search, a rule over 10,000 waiting documents
    Speed,
}

/// What is asked for.
#[derive(Debug, clap::Args)]
pub struct Wish {
    /// Only these parts, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Part>,
    /// The seed of the year; by default another one each time, which is printed.
    #[arg(long)]
    seed: Option<u64>,
    /// Papers of the year.
    #[arg(long, default_value_t = 500)]
    papers: usize,
    /// The papers as scans, as they would come from a scanner.
    #[arg(long)]
    scans: bool,
    /// Use the debug build: to try the command. Its speeds mean nothing.
    #[arg(long)]
    debug: bool,
}

/// What a paper is compared by.
const COMPARED: [&str; 6] = ["kind", "third party", "account", "date", "VAT", "total"];

/// Runs it.
///
/// # Errors
/// Of the programs.
pub fn run(project: &Project, wish: &Wish, yes: bool) -> Result<()> {
    let tools = Tools::built(project, None, !wish.debug, yes)?;
    let has = |part| wish.only.is_empty() || wish.only.contains(&part);
    if has(Part::Replay) {
        replay(&tools, wish)?;
    }
    if has(Part::Looks) {
        looks::measure(&tools, wish.seed)?;
    }
    if has(Part::Speed) {
        speed(&tools, wish)?;
    }
    Ok(())
}

fn replay(tools: &Tools, wish: &Wish) -> Result<()> {
    let seed = wish.seed.unwrap_or_else(chance::fresh_seed);
    let place = tools.fresh("coding")?;
    let mut draw = tools.papers("year");
    draw.arg("--out").arg(&place).args(["--seed", &seed.to_string(), "--count", &wish.papers.to_string()]);
    if wish.scans {
        draw.args(["--as", "scan"]);
    }
    checked(&mut draw)?;
    let ledger = only_file(&place, "txt")?;
    let data = place.join("data");
    let liasse = |arguments: &[&str]| {
        let mut command = tools.desk(&data);
        command.args(arguments);
        command
    };
    checked(&mut liasse(&[
        "client",
        "add",
        "--code",
        "ANNEE",
        "--name",
        "Boulangerie Marchal",
        "--country",
        "FR",
    ]))?;
    checked(liasse(&["import-fec"]).arg(&ledger).args(["--client", "ANNEE"]))?;
    let mut add = liasse(&["add", "--client", "ANNEE", "--flow", "purchases", "--split", "per-file"]);
    // A paper that cannot be read is a finding, not the end of the measurement.
    command::captured(add.arg(place.join("papers")))?;
    let listed = checked(&mut liasse(&["inbox", "--client", "ANNEE", "--json"]))?;
    let rows: Vec<Value> =
        serde_json::from_slice(&listed).map_err(|error| Error::Parts(format!("inbox: {error}")))?;
    let bookings =
        std::fs::read(place.join("bookings.json")).map_err(Error::file(&place, "cannot be read"))?;
    let bookings: Vec<Value> =
        serde_json::from_slice(&bookings).map_err(|error| Error::Parts(format!("bookings: {error}")))?;
    report(seed, &rows, &bookings);
    Ok(())
}

/// What is wrong with a row, by the names of [`COMPARED`].
fn wrong(row: &Value, booking: &Value) -> Vec<&'static str> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let unsigned = |value: &Value| text(value).trim_start_matches('-').to_owned();
    // A document without tax shows none.
    let tax = |value: &Value| Some(unsigned(value)).filter(|text| !text.is_empty() && text != "0.00");
    let same = [
        row["kind"] == booking["kind"],
        row["thirdPartyAccount"] == booking["auxiliary"],
        row["account"] == booking["account"],
        row["date"] == booking["date"],
        tax(&row["totalVat"]) == tax(&booking["vat"]),
        unsigned(&row["totalTtc"]) == text(&booking["total"]),
    ];
    COMPARED.into_iter().zip(same).filter(|(_, same)| !same).map(|(name, _)| name).collect()
}

fn report(seed: u64, rows: &[Value], bookings: &[Value]) {
    let by_number: HashMap<&str, &Value> =
        bookings.iter().filter_map(|booking| Some((booking["number"].as_str()?, booking))).collect();
    let (mut right, mut wrong_ready) = (0u32, Vec::new());
    let mut held: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows {
        let ready = row["status"] == "ready";
        let booking = row["number"].as_str().and_then(|number| by_number.get(number));
        if !ready {
            for doubt in row["doubts"].as_array().into_iter().flatten() {
                let code = doubt["message"]["code"].as_str().unwrap_or_default();
                let field = doubt["field"].as_str().unwrap_or_default();
                *held.entry(format!("{code} ({field})")).or_default() += 1;
            }
            continue;
        }
        let faults = booking.map_or_else(|| vec!["number"], |booking| wrong(row, booking));
        match faults.as_slice() {
            [] => right += 1,
            faults => {
                wrong_ready.push(format!("{} {}: {}", row["thirdParty"], row["number"], faults.join(", ")))
            }
        }
    }
    let all = bookings.len().max(1) as f64;
    let percent = |count: usize| count as f64 * 100.0 / all;
    println!("\nA year replayed, seed {seed}: {} papers, {} in the inbox", bookings.len(), rows.len());
    println!("  ready and right  {right:>4}  {:5.1} %  (to reach: 90 %)", percent(right as usize));
    println!(
        "  ready and wrong  {:>4}  {:5.1} %  (at most: 0.5 %)",
        wrong_ready.len(),
        percent(wrong_ready.len())
    );
    for line in &wrong_ready {
        println!("    {line}");
    }
    let mut held: Vec<(String, u32)> = held.into_iter().collect();
    held.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    println!("  what holds the others back:");
    for (doubt, count) in held.iter().take(16) {
        println!("    {count:>4}  {doubt}");
    }
}

/// The measures of the desk's own tests: they fill a database of their own.
fn speed(tools: &Tools, wish: &Wish) -> Result<()> {
    let mut cargo = command::cargo();
    cargo.current_dir(tools.project().root()).args(["test", "-p", "liasse-desk", "--lib"]);
    if !wish.debug {
        cargo.arg("--release");
    }
    cargo.args(["--", "--ignored", "--nocapture", "large_firm"]);
    if command::openly(&mut cargo)? { Ok(()) } else { Err(Error::Parts("measures of a large firm".into())) }
}

pub(super) fn checked(command: &mut Command) -> Result<Vec<u8>> {
    let output = command::captured(command)?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Error::Parts(format!("{}: {}", command::shown(command), said.trim())))
}

fn only_file(folder: &Path, ending: &str) -> Result<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).map_err(Error::file(folder, "cannot be read"))?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == ending))
        .ok_or_else(|| Error::Parts(format!("no .{ending} in {}", folder.display())))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_row_is_compared_with_how_it_is_to_be_booked() {
        let booking = json!({ "kind": "invoice", "auxiliary": "40100001", "account": "606300",
            "date": "2026-03-01", "vat": "20.00", "total": "120.00" });
        let row = json!({ "kind": "invoice", "thirdPartyAccount": "40100001", "account": "606300",
            "date": "2026-03-01", "totalVat": "20.00", "totalTtc": "120.00" });
        assert!(wrong(&row, &booking).is_empty());
        let mut credit = row.clone();
        credit["kind"] = json!("credit_note");
        credit["totalTtc"] = json!("-120.00");
        credit["account"] = json!("607000");
        assert_eq!(wrong(&credit, &booking), ["kind", "account"]);
        let mut without = (row, booking);
        without.0["totalVat"] = Value::Null;
        without.1["vat"] = json!("0.00");
        assert!(wrong(&without.0, &without.1).is_empty());
    }
}
