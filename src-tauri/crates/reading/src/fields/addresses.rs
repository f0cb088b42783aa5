//! Addresses of the parties: the block that bears a party's name, from the name down to the postal line; or, in a legal
//! footer, the words of one line between the name and the town.

use std::ops::Range;

use liasse_domain::Address;

use super::blocks::{self, Block};
use super::parties::Name;
use super::text::{Run, Sheet};

/// An address on the paper.
#[derive(Debug, Clone)]
pub struct Found {
    /// The address.
    pub address: Address,
    /// Its words, line by line: what stands beside a line in another column is no part of it.
    pub lines: Vec<Range<usize>>,
    /// Whether a street stands over or before the town.
    pub whole: bool,
}

/// Lines of an address over its postal line, at most.
const MOST_LINES: usize = 4;

/// The address of a party: of the block that bears its name, else of the block right below.
pub fn of(sheet: &Sheet, name: &Name) -> Option<Found> {
    let blocks = blocks::find(sheet, &|_| false);
    let bears = |block: &&Block| block.runs.iter().any(|i| holds(sheet, *i, name.span.start));
    let block = blocks.iter().find(bears)?;
    let place = block.runs.iter().position(|i| holds(sheet, *i, name.span.start))?;
    let after = block.runs.get(place..).unwrap_or_default();
    down_to_postal(sheet, after, name).or_else(|| {
        let below = blocks.iter().filter(|other| other.page == block.page && other.y0 > block.y0);
        let beneath = below.filter(|other| {
            other.y0 - block.y1 < 2.2 * (block.y1 - block.y0).min(14.0)
                && other.x0 < block.x1
                && other.x1 > block.x0
        });
        let next = beneath.min_by(|a, b| a.y0.total_cmp(&b.y0))?;
        down_to_postal(sheet, &next.runs, name)
    })
}

fn holds(sheet: &Sheet, run: usize, token: usize) -> bool {
    sheet.runs.get(run).is_some_and(|run| run.tokens.contains(&token))
}

/// Lines from the name (left out) to the first postal line.
fn down_to_postal(sheet: &Sheet, runs: &[usize], name: &Name) -> Option<Found> {
    let mut lines: Vec<String> = Vec::new();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for index in runs.iter().take(MOST_LINES + 2) {
        let run = sheet.runs.get(*index)?;
        // The name itself; what follows it on its line belongs to the address.
        let from = if run.tokens.contains(&name.span.start) { name.span.end } else { run.tokens.start };
        let words = from.min(run.tokens.end)..run.tokens.end;
        let text = sheet.words(&words);
        if text.is_empty() {
            continue;
        }
        let line = Run { text: text.clone(), ..run.clone() };
        if let Some(country) = blocks::postal(&line) {
            let (before, mut address) = postal_line(&text)?;
            lines.extend(before);
            address.country = country.country.or(address.country);
            // The country stands on a line of its own under the town.
            let under = runs.iter().skip_while(|i| *i != index).nth(1).and_then(|i| sheet.runs.get(*i));
            if let Some(named) = under.and_then(|run| blocks::country_named(&run.fold)) {
                address.country = Some(named);
            }
            let whole = lines.iter().any(|line| blocks::is_street(&super::text::fold(line)));
            address.lines = lines;
            spans.push(words);
            return Some(Found { address, lines: spans, whole });
        }
        if lines.len() == MOST_LINES {
            return None;
        }
        if is_line_of_address(&text, &run.fold) {
            lines.push(trimmed(&text));
            spans.push(words);
        }
    }
    None
}

/// Contact details, identifiers and persons between name and town are no part of the address.
fn is_line_of_address(text: &str, fold: &str) -> bool {
    let strange = text.contains('@') || text.contains("www.") || text.contains(':');
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    !strange && digits <= 8 && (blocks::is_street(fold) || fold.split(' ').count() <= 8)
}

/// Marks that part the pieces of a legal footer.
const MARKS: [&str; 6] = ["-", "–", "•", "|", "·", "—"];

fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–' | '•' | '|' | '·'))
        .to_owned()
}

/// A line with a postal code taken apart: what stands before the code (a street), code and town.
fn postal_line(text: &str) -> Option<(Option<String>, Address)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_code = |at: usize| {
        let word = words.get(at).copied().unwrap_or_default().trim_end_matches(',');
        let digits = word.rsplit('-').next().unwrap_or(word);
        let next = words.get(at + 1).and_then(|next| next.chars().next());
        matches!(digits.len(), 4 | 5)
            && digits.bytes().all(|b| b.is_ascii_digit())
            && word.len() - digits.len() <= 3
            && next.is_some_and(char::is_uppercase)
    };
    // The last one: `1040 avenue …, 35000 Rennes`.
    let at = (0..words.len()).rev().find(|at| is_code(*at))?;
    let mut code = words.get(at).copied().unwrap_or_default().trim_end_matches(',').to_owned();
    let mut town = at + 1;
    let next = words.get(town).copied().unwrap_or_default();
    if code.len() == 4 && next.len() == 2 && next.bytes().all(|b| b.is_ascii_uppercase()) {
        // `5611 EK Eindhoven`
        code = format!("{code} {next}");
        town += 1;
    }
    let (prefix, bare) = code.split_once('-').unwrap_or(("", code.as_str()));
    let country = match prefix {
        "F" | "FR" => "FR".parse().ok(),
        "B" | "BE" => "BE".parse().ok(),
        "D" | "DE" => "DE".parse().ok(),
        "L" | "LU" => "LU".parse().ok(),
        "NL" => "NL".parse().ok(),
        _ => None,
    };
    let rest = words.get(town..).unwrap_or_default();
    let ends = |word: &&str| {
        MARKS.contains(word)
            || word.contains([':', '@'])
            || ["tél", "tel", "tél.", "tel.", "fax", "siret", "rcs", "tva", "btw"]
                .contains(&word.to_lowercase().as_str())
    };
    let length = rest.iter().position(ends).unwrap_or(rest.len()).min(6);
    let mut town = trimmed(&rest.get(..length)?.join(" "));
    let mut country: Option<liasse_domain::Country> = country;
    // `1000 Bruxelles, Belgique`
    let fold = super::text::fold(&town);
    if let Some(named) = blocks::country_at_end(&fold).filter(|_| fold.contains(' ')) {
        country = country.or(Some(named));
        if let Some((before, _)) = town.rsplit_once([',', ' ']) {
            town = trimmed(before);
        }
    }
    if town.is_empty() {
        return None;
    }
    let mut before = words.get(..at)?;
    while let Some((last, rest)) = before.split_last()
        && MARKS.contains(last)
    {
        before = rest;
    }
    // Of a footer, the piece right before the code.
    let piece = before.iter().rposition(|word| MARKS.contains(word));
    let before = before.get(piece.map_or(0, |mark| mark + 1)..)?.join(" ");
    let before = Some(trimmed(&before)).filter(|text| !text.is_empty());
    let address =
        Address { postcode: Some(bare.to_owned()), town: Some(town), country, ..Address::default() };
    Some((before, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postal_lines_are_taken_apart() {
        let of = |text: &str| {
            let (before, address) = postal_line(text).unwrap();
            (before, address.postcode.unwrap(), address.town.unwrap(), address.country.map(|c| c.to_string()))
        };
        let none = None::<String>;
        assert_eq!(of("35000 Rennes"), (none.clone(), "35000".into(), "Rennes".into(), none.clone()));
        assert_eq!(
            of("12, rue Haute - 38000 Grenoble Cedex 9 - Tél. 04 76 00 00 00"),
            (Some("12, rue Haute".into()), "38000".into(), "Grenoble Cedex 9".into(), none.clone())
        );
        assert_eq!(
            of("B-1000 Bruxelles, Belgique"),
            (none.clone(), "1000".into(), "Bruxelles".into(), Some("BE".into()))
        );
        assert_eq!(of("5611 EK Eindhoven"), (none.clone(), "5611 EK".into(), "Eindhoven".into(), none));
        assert!(postal_line("Facture 2025").is_none());
    }
}
