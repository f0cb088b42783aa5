//! Identifiers with check digits, also through the misreadings of recognition: a repair counts only when the check
//! digits pass.

use std::ops::Range;

use liasse_domain::Country;
use liasse_domain::identifiers::{
    BelgianEnterpriseNumber, Iban, Siren, Siret, StructuredCommunication, VatNumber,
};

use super::text::{Extent, Run, Sheet, Token};

/// What sort of identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identifier {
    /// SIREN.
    Siren(Siren),
    /// SIRET.
    Siret(Siret),
    /// VAT number, Belgian enterprise numbers included.
    Vat(VatNumber),
    /// IBAN.
    Iban(Iban),
    /// Structured communication.
    Structured(StructuredCommunication),
}

impl Identifier {
    /// Whether it numbers a company.
    pub fn is_company(&self) -> bool {
        matches!(self, Identifier::Vat(_) | Identifier::Siret(_) | Identifier::Siren(_))
    }
    /// The country of a bank account.
    pub fn account_country(&self) -> Option<Country> {
        match self {
            Identifier::Iban(iban) => iban.country(),
            _ => None,
        }
    }
}

/// An identifier on the paper.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its words (on its first row, where it wraps).
    pub span: Range<usize>,
    /// Its place in points.
    pub extent: Extent,
    /// Its row.
    pub row: usize,
    /// The identifier.
    pub identifier: Identifier,
    /// Whether letters were taken for digits, or digits for letters.
    pub repaired: bool,
    /// Whether its form alone proves little (a bare nine-digit number, a foreign number without check digits).
    pub weak: bool,
    /// Probability that every letter is right.
    pub confidence: f32,
}

/// Digits for letters that look like them; `None` when a letter looks like none.
fn to_digits(text: &str) -> Option<(String, bool)> {
    let mut repaired = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let digit = match c {
            '0'..='9' => c,
            'O' | 'o' | 'D' | 'Q' => '0',
            'I' | 'l' | '|' | 'i' => '1',
            'S' | 's' => '5',
            'B' => '8',
            'Z' | 'z' => '2',
            'G' => '6',
            _ => return None,
        };
        repaired |= digit != c;
        out.push(digit);
    }
    Some((out, repaired))
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// All identifiers of a document.
pub fn find(sheet: &Sheet) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for row in &sheet.rows {
        let mut at = row.tokens.start;
        while at < row.tokens.end {
            match at_token(sheet, at, row.tokens.end) {
                Some(candidate) => {
                    at = candidate.span.end.max(at + 1);
                    found.push(candidate);
                }
                None => at += 1,
            }
        }
    }
    found
}

/// The longest identifier that begins at a token.
fn at_token(sheet: &Sheet, at: usize, end: usize) -> Option<Candidate> {
    let token = sheet.tokens.get(at)?;
    let piece = printable(&token.text);
    if piece.is_empty() || !could_begin(&piece) {
        return None;
    }
    if let Some(structured) = structured_at(sheet, at, end) {
        return Some(structured);
    }
    let mut best: Option<Candidate> = None;
    let mut text = String::new();
    for last in at..end.min(at + 12) {
        let Some(next) = sheet.tokens.get(last) else { break };
        if last > at {
            let before = sheet.tokens.get(last - 1)?;
            if next.x0 - before.x1 > 1.6 * (next.y1 - next.y0) {
                break;
            }
            // `VAT GB593481508 | 131 High Street`: a mark ends what is whole already.
            let marked = before.text.ends_with(['.', ',', ';', ')', '|', '·', '–', '•']) || next.text == "|";
            if best.is_some() && marked {
                break;
            }
        }
        text.push_str(&printable(&next.text));
        if text.len() > 40 {
            break;
        }
        if let Some((identifier, repaired, weak)) = recognise(&text) {
            let span = at..last + 1;
            let longer = best.as_ref().is_none_or(|b| !weak || b.weak);
            if longer {
                best = Some(Candidate {
                    extent: sheet.extent(&span),
                    row: sheet.row_of(&span),
                    identifier,
                    repaired,
                    weak,
                    confidence: sheet.confidence(&span),
                    span,
                });
            }
        }
    }
    best.or_else(|| wrapped_iban(sheet, at))
        .or_else(|| wrapped_siret(sheet, at))
        .or_else(|| wrapped_vat(sheet, at))
}

/// The part of a word after a colon, without marks at its ends: `IBAN:FR76…` and `(BE0123456789)`.
fn printable(word: &str) -> String {
    let after = word.rsplit(':').next().unwrap_or(word);
    let body = squeeze(after);
    for label in ["SIRET", "SIREN", "IBAN", "TVA", "BTW", "VAT", "RCS", "KBO", "BCE", "UID", "NTVA"] {
        if let Some(rest) = body.strip_prefix(label)
            && rest.len() >= 4
        {
            return rest.to_owned();
        }
    }
    body
}

fn could_begin(piece: &str) -> bool {
    let digits = piece.chars().filter(char::is_ascii_digit).count();
    let letters = piece.chars().take(2).filter(char::is_ascii_uppercase).count() == 2;
    digits >= 1 || (letters && piece.len() <= 4) || piece.chars().all(|c| "OIlSB".contains(c))
}

/// What a squeezed text is, whether it was repaired, whether its form proves little.
fn recognise(text: &str) -> Option<(Identifier, bool, bool)> {
    let upper = text.to_uppercase();
    // `FR76 1027 XXXX XXXX …`: an account of which only the ends are shown.
    if upper.contains("XXXX") {
        return None;
    }
    if upper.chars().take(2).all(|c| c.is_ascii_uppercase())
        && let Some(found) = prefixed(&upper)
    {
        return Some(found);
    }
    let (digits, repaired) = to_digits(text)?;
    match digits.len() {
        14 => digits.parse::<Siret>().ok().map(|siret| (Identifier::Siret(siret), repaired, false)),
        // Nine digits pass Luhn one time in ten: a label or a VAT number must speak for them.
        9 if !repaired => digits.parse::<Siren>().ok().map(|siren| (Identifier::Siren(siren), false, true)),
        10 if digits.starts_with(['0', '1']) => {
            let number: BelgianEnterpriseNumber = digits.parse().ok()?;
            let vat: VatNumber = format!("BE{number}").parse().ok()?;
            // One number in ninety-seven passes: a telephone number may.
            Some((Identifier::Vat(vat), repaired, true))
        }
        _ => None,
    }
}

fn prefixed(upper: &str) -> Option<(Identifier, bool, bool)> {
    let country = upper.get(..2)?;
    if let Ok(vat) = upper.parse::<VatNumber>() {
        let checked = matches!(country, "FR" | "BE" | "DE" | "LU");
        let belgian_length = country != "BE" || upper.len() >= 11;
        if belgian_length {
            return Some((Identifier::Vat(vat), false, !checked));
        }
    }
    if let Ok(iban) = upper.parse::<Iban>() {
        // Unknown countries have no known length: too weak to be found without a label.
        if Iban::length_of(country).is_some() {
            return Some((Identifier::Iban(iban), false, false));
        }
    }
    let (head, body) = upper.split_at_checked(2)?;
    let (digits, _) = to_digits(body)?;
    let repaired = format!("{head}{digits}");
    if let Some(length) = Iban::length_of(head)
        && repaired.len() == length
        && !matches!(head, "GB" | "NL" | "IE")
        && let Ok(iban) = repaired.parse::<Iban>()
    {
        return Some((Identifier::Iban(iban), true, false));
    }
    if matches!(head, "FR" | "BE" | "DE" | "LU")
        && (head != "BE" || repaired.len() == 12)
        && let Ok(vat) = repaired.parse::<VatNumber>()
    {
        return Some((Identifier::Vat(vat), true, false));
    }
    None
}

/// An IBAN that goes on in the next line of its column.
fn wrapped_iban(sheet: &Sheet, at: usize) -> Option<Candidate> {
    let first = sheet.tokens.get(at)?;
    let start = printable(&first.text).to_uppercase();
    let length = Iban::length_of(start.get(..2)?)?;
    if !start.get(2..4).is_some_and(|key| key.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let run = sheet.runs.get(first.run)?;
    let span = at..run.tokens.end;
    let head: String = sheet.span(&span).iter().map(|token| printable(&token.text).to_uppercase()).collect();
    if head.len() >= length {
        return None;
    }
    let row = sheet.rows.get(first.row)?;
    let height = (run.y1 - run.y0).max(4.0);
    // Other columns may have rows between: the check digits vouch for what is joined.
    let below = sheet.runs.iter().skip(row.runs.end).take(12).filter(|below| {
        let same_page = sheet.rows.get(below.row).is_some_and(|other| other.page == row.page);
        same_page && below.y0 - run.y1 < 1.2 * height && below.x0 < first.x1 && below.x1 > first.x0 - 400.0
    });
    for run in below {
        let mut text = head.clone();
        for token in sheet.span(&run.tokens) {
            text.push_str(&printable(&token.text).to_uppercase());
            if text.len() >= length {
                break;
            }
        }
        if let Ok(iban) = text.parse::<Iban>() {
            return Some(wrapped(sheet, first.row, span, Identifier::Iban(iban)));
        }
    }
    None
}

/// A SIRET behind its label that goes on in the next line.
fn wrapped_siret(sheet: &Sheet, at: usize) -> Option<Candidate> {
    let before = at.checked_sub(1).and_then(|label| sheet.tokens.get(label))?;
    let run = sheet.runs.get(sheet.tokens.get(at)?.run)?;
    if !before.parts.iter().any(|part| part == "siret") && before.text != ":" {
        return None;
    }
    let span = at..run.tokens.end;
    let head: String = sheet.words(&span).chars().filter(char::is_ascii_digit).collect();
    if !sheet.span(&span).iter().all(is_digits) || !(3..14).contains(&head.len()) {
        return None;
    }
    let siret: Siret = format!("{head}{}", digits_below(sheet, run)?).parse().ok()?;
    Some(wrapped(sheet, run.row, span, Identifier::Siret(siret)))
}

/// A VAT number with check digits that goes on in the next line: `… TVA FR 12` over `885 359 158 – Membre d’une …`.
fn wrapped_vat(sheet: &Sheet, at: usize) -> Option<Candidate> {
    let run = sheet.runs.get(sheet.tokens.get(at)?.run)?;
    let span = at..run.tokens.end;
    let head: String = sheet.span(&span).iter().map(|token| printable(&token.text).to_uppercase()).collect();
    let length: usize = match head.get(..2)? {
        "FR" => 13,
        "BE" => 12,
        "DE" => 11,
        "LU" => 10,
        _ => return None,
    };
    let missing = length.checked_sub(head.len()).filter(|missing| *missing > 0)?;
    let vat: VatNumber = format!("{head}{}", digits_below(sheet, run)?.get(..missing)?).parse().ok()?;
    Some(wrapped(sheet, run.row, span, Identifier::Vat(vat)))
}

fn wrapped(sheet: &Sheet, row: usize, span: Range<usize>, identifier: Identifier) -> Candidate {
    Candidate {
        extent: sheet.extent(&span),
        row,
        identifier,
        repaired: false,
        weak: false,
        confidence: sheet.confidence(&span),
        span,
    }
}

/// The digits that the line under a run begins with.
fn digits_below(sheet: &Sheet, run: &Run) -> Option<String> {
    let row = sheet.rows.get(run.row)?;
    let height = (run.y1 - run.y0).max(4.0);
    let below = sheet.runs.iter().skip(row.runs.end).take(6).find(|below| {
        let same_page = sheet.rows.get(below.row).is_some_and(|other| other.page == row.page);
        same_page && below.y0 - run.y1 < 1.2 * height
    })?;
    let words = sheet.span(&below.tokens).iter();
    Some(words.take_while(|token| is_digits(token)).map(|token| token.text.as_str()).collect())
}

fn is_digits(token: &Token) -> bool {
    token.text.bytes().all(|b| b.is_ascii_digit())
}

/// `+++123/4567/89012+++`, also with asterisks, also in several words.
fn structured_at(sheet: &Sheet, at: usize, end: usize) -> Option<Candidate> {
    let mut text = String::new();
    for last in at..end.min(at + 5) {
        text.push_str(&sheet.tokens.get(last)?.text);
        let digits = text.chars().filter(char::is_ascii_digit).count();
        if digits > 12 {
            return None;
        }
        if digits == 12 {
            let bare = text.trim_matches(|c: char| !c.is_ascii_digit());
            let groups: Vec<usize> =
                bare.split(|c: char| !c.is_ascii_digit()).filter(|g| !g.is_empty()).map(str::len).collect();
            let marked = text.starts_with(['+', '*']);
            if groups == [3, 4, 5] && (bare.contains('/') || marked) || (groups == [12] && marked) {
                let structured: StructuredCommunication = bare.parse().ok()?;
                let span = at..last + 1;
                return Some(Candidate {
                    extent: sheet.extent(&span),
                    row: sheet.row_of(&span),
                    identifier: Identifier::Structured(structured),
                    repaired: false,
                    weak: false,
                    confidence: sheet.confidence(&span),
                    span,
                });
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_only_what_checks() {
        assert!(matches!(recognise("FR4O303265045"), Some((Identifier::Vat(_), true, false))));
        assert!(recognise("FR4O303265046").is_none());
        assert!(matches!(recognise("7328293200OO74"), Some((Identifier::Siret(_), true, false))));
        assert!(matches!(recognise("BE68539OO7547034"), Some((Identifier::Iban(_), true, _))));
        assert!(matches!(recognise("0428759497"), Some((Identifier::Vat(_), false, true))));
        assert!(recognise("0427974210").is_none() || recognise("0427974210").is_some_and(|found| found.2));
    }
}
