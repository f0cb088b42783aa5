//! Under which scheme of VAT a document stands: the mentions that the law requires.

use liasse_domain::VatScheme;

use super::text::Sheet;
use super::words as lists;

/// The schemes with the sections of their mentions, the most telling first: CGI art. 262 ter I, 283-2, 283-2 nonies,
/// 262 I, 261, 293 B; CTVA art. 39, 39bis, 44, 56bis and AR no 1 art. 20; UStG § 4, 13b, 19; Directive 2006/112/EC
/// art. 138, 146, 194, 196.
const SCHEMES: [(VatScheme, &str); 4] = [
    (VatScheme::Intracom, "scheme Intracom"),
    (VatScheme::ReverseCharge, "scheme ReverseCharge"),
    (VatScheme::Export, "scheme Export"),
    (VatScheme::Exempt, "scheme Exempt"),
];

/// A mention that was found.
#[derive(Debug, Clone, Copy)]
pub struct Mention {
    /// The scheme.
    pub scheme: VatScheme,
    /// Run where it stands.
    pub run: usize,
    /// Whether mentions of another scheme stand beside it.
    pub contested: bool,
}

/// The mention of a scheme without tax. Pages of small print are passed over: conditions name every article.
pub fn find(sheet: &Sheet) -> Option<Mention> {
    let mut found: Vec<(VatScheme, usize)> = Vec::new();
    for frame in &sheet.frames {
        let words: usize =
            frame.rows.clone().filter_map(|row| sheet.rows.get(row)).map(|row| row.tokens.len()).sum();
        if words > 700 {
            continue;
        }
        for row in frame.rows.clone() {
            let Some(runs) = sheet.rows.get(row).and_then(|row| sheet.runs.get(row.runs.clone())) else {
                continue;
            };
            // `E = exonéré   N = taux normal`: the key to the codes of the lines.
            if runs.iter().map(|run| run.text.matches(" = ").count()).sum::<usize>() >= 2 {
                continue;
            }
            for (offset, run) in runs.iter().enumerate() {
                let index = sheet.rows.get(row).map_or(0, |row| row.runs.start) + offset;
                // A mention may wrap onto the next row.
                let next = sheet
                    .rows
                    .get(row + 1)
                    .and_then(|next| sheet.runs.get(next.runs.clone()))
                    .and_then(|runs| runs.iter().find(|other| (other.x0 - run.x0).abs() < 12.0))
                    .map_or("", |other| other.fold.as_str());
                let text = format!("{} {next}", run.fold);
                // The tax on an import is declared by the importer (CGI art. 1695 II): it says nothing of this sale.
                if lists::spoken("import tax", &text) {
                    continue;
                }
                for (scheme, title) in SCHEMES {
                    if lists::begun(title, &text, run.fold.len()) && !found.iter().any(|(s, _)| *s == scheme)
                    {
                        found.push((scheme, index));
                    }
                }
            }
        }
    }
    // A service between two States bears the words of both: the buyer owes the tax, and the dealing is intra-Community.
    let between = || sheet.runs.iter().any(|run| run.fold.contains("intracommun"));
    let (scheme, run) = SCHEMES.iter().find_map(|(scheme, _)| found.iter().find(|(s, _)| s == scheme))?;
    Some(Mention {
        scheme: *scheme,
        run: *run,
        contested: found.iter().any(|(other, _)| other != scheme && *other != VatScheme::Exempt)
            || *scheme == VatScheme::ReverseCharge && between(),
    })
}
