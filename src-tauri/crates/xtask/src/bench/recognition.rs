//! How well the letters of scanned pages were recognised: what is printed on a page is known, what a tool read of it
//! is compared with that.
//!
//! Tools order columns and cells differently, so that no order is compared: each printed piece of text is looked for
//! in all that was read on its page, spaces left out, and costs the least number of letters to change (edit distance
//! to the nearest piece). A key token — an amount, a date, a number, an identifier — must be there to the letter.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::batch::{Batch, parsed, stem};
use super::peers::Peer;
use super::score::tally::ratio;
use crate::command;
use crate::error::Result;

/// The fields of drawn papers whose print is a key token.
const KEYS: [&str; 18] = [
    "invoice_number",
    "issue_date",
    "due_date",
    "supplier_siren",
    "supplier_siret",
    "supplier_vat",
    "customer_vat",
    "total_ttc",
    "total_ht",
    "total_vat",
    "amount_due",
    "deposit_amount",
    "prepaid",
    "iban",
    "bic",
    "structured_comm",
    "vat_breakdown",
    "line_items",
];
/// Shorter pieces are found anywhere.
const SHORTEST: usize = 4;
/// On papers of which only the text is known, a piece with this many digits holds a key token.
const DIGITS_OF_A_KEY: usize = 3;

/// What is printed on one page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    pieces: Vec<String>,
    keys: Vec<String>,
}

/// Letters and key tokens, printed and got wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Recognised {
    pub letters: u64,
    pub wrong: u64,
    pub keys: u64,
    pub found: u64,
}

impl Recognised {
    /// Letters to change, of the letters printed.
    pub fn error_rate(&self) -> f64 {
        ratio(self.wrong, self.letters)
    }

    pub fn key_recall(&self) -> f64 {
        ratio(self.found, self.keys)
    }

    /// Adds a page.
    pub fn add(&mut self, printed: &Printed, read: &str) {
        let read: Vec<char> = squeezed(read).chars().collect();
        let whole: String = read.iter().collect();
        for piece in &printed.pieces {
            let letters: Vec<char> = piece.chars().collect();
            self.letters += letters.len() as u64;
            if !whole.contains(piece.as_str()) {
                self.wrong += distance(&letters, &read) as u64;
            }
        }
        self.keys += printed.keys.len() as u64;
        self.found += printed.keys.iter().filter(|key| whole.contains(key.as_str())).count() as u64;
    }
}

/// Without spaces; marks that fonts draw alike made one.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        match letter {
            '’' | '‘' | '`' | '´' => out.push('\''),
            '“' | '”' | '„' => out.push('"'),
            '–' | '—' | '‐' | '‑' | '−' => out.push('-'),
            '…' => out.push_str("..."),
            other => out.push(other),
        }
    }
    out
}

/// The words from the first that has a digit to the last, squeezed: a label before a number is no part of it.
fn key(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let digits = |word: &&str| word.chars().any(|letter| letter.is_ascii_digit());
    let first = words.iter().position(digits)?;
    let last = words.iter().rposition(digits)?;
    let key = squeezed(&words.get(first..=last)?.concat());
    let key = key.trim_matches(|letter: char| !letter.is_alphanumeric()).to_owned();
    (key.chars().count() >= SHORTEST).then_some(key)
}

/// Least number of letters to change, add or leave out to make `piece` of some stretch of `text`.
fn distance(piece: &[char], text: &[char]) -> usize {
    // Row by row over the piece; the first row is zero, so that the stretch may begin anywhere (Sellers 1980).
    let mut above: Vec<usize> = vec![0; text.len() + 1];
    let mut row = above.clone();
    for (i, letter) in piece.iter().enumerate() {
        let mut left = i + 1;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for ((cell, pair), other) in row.iter_mut().skip(1).zip(above.windows(2)).zip(text) {
            let [diagonal, up] = pair else { continue };
            left = (diagonal + usize::from(letter != other)).min(up + 1).min(left + 1);
            *cell = left;
        }
        std::mem::swap(&mut above, &mut row);
    }
    above.iter().copied().min().unwrap_or(piece.len())
}

/// What is printed on the pages of a drawn paper, from the runs of text that were remembered while it was drawn.
pub fn printed_of_runs(runs: &Value) -> Vec<Printed> {
    let mut pages: Vec<Printed> = Vec::new();
    for run in runs.as_array().map_or(&[][..], Vec::as_slice) {
        let page = run.get("page").and_then(Value::as_u64).unwrap_or(1).max(1) as usize;
        let text = run.get("text").and_then(Value::as_str).unwrap_or_default();
        if run.get("turned").and_then(Value::as_bool).unwrap_or_default() {
            continue;
        }
        if pages.len() < page {
            pages.resize(page, Printed::default());
        }
        let Some(printed) = pages.get_mut(page - 1) else { continue };
        let field = run.get("field").and_then(Value::as_str).unwrap_or_default();
        printed.keys.extend(key(text).filter(|_| KEYS.contains(&field)));
        printed.pieces.extend(piece(text));
    }
    pages
}

fn piece(text: &str) -> Option<String> {
    Some(squeezed(text)).filter(|piece| piece.chars().count() >= SHORTEST)
}

/// What is printed on the pages of a paper of which the text is known: lines cut at gaps.
fn printed_of_text(text: &str) -> Vec<Printed> {
    let page = |page: &str| {
        let mut printed = Printed::default();
        for cell in page.lines().flat_map(|line| line.split("  ")).map(str::trim) {
            let digits = cell.chars().filter(char::is_ascii_digit).count();
            printed.keys.extend(key(cell).filter(|_| digits >= DIGITS_OF_A_KEY));
            printed.pieces.extend(piece(cell));
        }
        printed
    };
    text.trim_end_matches('\u{c}').split('\u{c}').map(page).collect()
}

/// What is printed on the pages of a scan: known from its drawing, else from the PDF with text it was made of.
///
/// # Errors
/// `Start` when `pdftotext` is needed and not there.
pub fn printed(batch: &Batch, scan: &Path) -> Result<Vec<Printed>> {
    let folder = scan.parent().unwrap_or(Path::new("."));
    if let Some(runs) = parsed(&folder.join(format!("runs/{}.json", stem(scan)))) {
        return Ok(printed_of_runs(&runs));
    }
    let beside = batch.truth.parent().unwrap_or(folder).join(format!("text/{}.pdf", stem(scan)));
    if !beside.is_file() {
        return Ok(Vec::new());
    }
    let text = command::captured(Command::new("pdftotext").arg("-layout").arg(beside).arg("-"))?;
    Ok(printed_of_text(&String::from_utf8_lossy(&text.stdout)))
}

/// What Liasse read on the pages of a file, from the recorder's output.
pub fn read_by_liasse(recorded: &Path, stem: &str) -> Vec<String> {
    let pages = parsed(&recorded.join(format!("{stem}.pages.json")));
    let pages = pages.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let words = |page: &Value| {
        let words = page.get("words").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        words.iter().filter_map(|word| word.get("text")?.as_str()).collect::<Vec<_>>().join(" ")
    };
    pages.iter().map(words).collect()
}

/// What a peer read on `count` pages of a file, from what it left in its folder.
///
/// # Errors
/// `Start` when `pdftotext` is needed and not there.
pub fn read_by(peer: Peer, out: &Path, stem: &str, count: usize) -> Result<Vec<String>> {
    match peer {
        Peer::Tesseract => Ok((1..=count)
            .map(|page| {
                // pdftoppm numbers the pages with as many digits as the last one has.
                let digits = count.to_string().len();
                let text = out.join(format!("{stem}-{page:0digits$}.txt"));
                std::fs::read_to_string(text).unwrap_or_default()
            })
            .collect()),
        Peer::Ocrmypdf => {
            let pdf = out.join(format!("{stem}.pdf"));
            let text = command::captured(Command::new("pdftotext").arg("-layout").arg(pdf).arg("-"))?;
            let text = String::from_utf8_lossy(&text.stdout).into_owned();
            Ok(text.split('\u{c}').map(str::to_owned).collect())
        }
        Peer::Pdftotext => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn letters(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_nearest_stretch_counts() {
        assert_eq!(distance(&letters("Total"), &letters("xxTotalxx")), 0);
        assert_eq!(distance(&letters("Total"), &letters("xxT0talxx")), 1);
        assert_eq!(distance(&letters("Total"), &letters("xxTtalxx")), 1);
        assert_eq!(distance(&letters("Total"), &letters("")), 5);
    }

    #[test]
    fn a_key_is_the_number_without_its_label() {
        assert_eq!(key("Facture n° FA-2026 014"), Some("FA-2026014".into()));
        assert_eq!(key("1\u{a0}234,56 €"), Some("1234,56".into()));
        assert_eq!(key("TVA 20"), None);
        assert_eq!(key("Total"), None);
    }

    #[test]
    fn order_and_spaces_cost_nothing() {
        let runs = json!([
            {"page": 1, "text": "Total TTC", "field": null, "turned": false},
            {"page": 1, "text": "1\u{a0}234,56 €", "field": "total_ttc", "turned": false},
            {"page": 1, "text": "Exemplaire", "field": null, "turned": true}
        ]);
        let pages = printed_of_runs(&runs);
        let mut read = Recognised::default();
        read.add(&pages[0], "1234,56€\nTotalTTC");
        assert_eq!(read, Recognised { letters: 16, wrong: 0, keys: 1, found: 1 });
        read.add(&pages[0], "1234,5B€ Total TTC");
        assert_eq!(read, Recognised { letters: 32, wrong: 1, keys: 2, found: 1 });
        assert_eq!(read.key_recall(), 0.5);
    }

    #[test]
    fn text_is_cut_at_gaps_and_pages() {
        let pages = printed_of_text("Total TTC      12,34 €\n\u{c}Page deux\n\u{c}");
        assert_eq!(pages.len(), 2);
        assert_eq!(pages[0].pieces, ["TotalTTC", "12,34€"]);
        assert_eq!(pages[0].keys, ["12,34"]);
    }
}
