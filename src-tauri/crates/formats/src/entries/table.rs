//! The entries as a table for any spreadsheet: our own layout, with headings.

use super::{EntryFile, OutEntry, comma, credit, debit, slashed};

const HEADINGS: &str = "Date;Journal;Pièce;Échéance;Compte;Libellé du compte;Compte tiers;Tiers;Libellé;Débit;Crédit;Devise;Axe 1;Axe 2;Image";

/// Writes entries as CSV the way spreadsheets in France and Belgium open it: `;`, decimal comma, CR LF, UTF-8 with its mark.
pub fn write_table(entries: &[OutEntry<'_>]) -> EntryFile {
    let mut text = format!("\u{feff}{HEADINGS}\r\n");
    for out in entries {
        let entry = out.entry;
        for line in entry.lines() {
            let cells = [
                slashed(entry.date()),
                cell(entry.journal().as_str()),
                cell(entry.piece_reference()),
                entry.due_date().map(slashed).unwrap_or_default(),
                cell(line.account.as_str()),
                cell(&line.account_label),
                line.auxiliary.as_ref().map(|code| cell(code.as_str())).unwrap_or_default(),
                if line.auxiliary.is_some() { cell(out.third_party) } else { String::new() },
                cell(&line.label),
                comma(debit(line)),
                comma(credit(line)),
                entry.currency().to_string(),
                line.axes.first.as_ref().map(|section| cell(section.as_str())).unwrap_or_default(),
                line.axes.second.as_ref().map(|section| cell(section.as_str())).unwrap_or_default(),
                out.image.map(cell).unwrap_or_default(),
            ];
            text.push_str(&cells.join(";"));
            text.push_str("\r\n");
        }
    }
    EntryFile { bytes: text.into_bytes(), findings: Vec::new() }
}

/// A cell of text from a paper. A spreadsheet takes one that begins with `=`, `+`, `-` or `@` for a formula and would run it, so
/// an apostrophe goes before it.
fn cell(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let clean = clean.trim();
    let guard = if clean.starts_with(['=', '+', '-', '@']) { "'" } else { "" };
    if clean.contains([';', '"', ',']) {
        format!("\"{guard}{}\"", clean.replace('"', "\"\""))
    } else {
        format!("{guard}{clean}")
    }
}
