//! Several receipts on one sheet: where each lies.

use liasse_domain::Rect;

use crate::page::Word;

/// Receipts lie side by side with at least this much (of the page's width) of bare paper between them.
const BESIDE: f32 = 0.02;
/// Receipts lie one below the other with at least this much (of the page's height) between them: within a receipt
/// there are such gaps too, but smaller.
const BELOW: f32 = 0.05;
/// A sheet is cut so often in a row at most: eight papers.
const DEEPEST: u32 = 3;
/// Of the gaps of a part only the widest are tried.
const MOST_GAPS: usize = 6;
/// A receipt among others is at most this wide, as a share of the sheet.
const WIDEST: f32 = 0.6;
/// And at most this high.
const HIGHEST: f32 = 0.8;
/// A paper of its own has at least so many words.
const FEWEST_WORDS: usize = 10;
/// Words of totals in the languages of the trade; one stands on every receipt.
const TOTALS: [&str; 12] = [
    "total", "totaal", "montant", "prix", "ttc", "net", "payer", "bedrag", "betalen", "betrag", "summe",
    "gesamt",
];

/// The places of the papers on a sheet; empty when it bears one paper only. A sheet is cut only where every part is a
/// paper of its own: narrow, with its issuer's number, a date, amounts and a total. Columns and blocks of one invoice
/// are not: they run down the page or across it, or lack one of these.
pub(crate) fn find(words: &[Word]) -> Vec<Rect> {
    let mut found = Vec::new();
    cut(words.iter().collect(), 0, &mut found);
    if found.len() < 2 {
        found.clear();
    }
    found
}

/// Cuts as far as every part is a paper; says whether it is, cut or whole.
fn cut(words: Vec<&Word>, depth: u32, found: &mut Vec<Rect>) -> bool {
    if words.len() < FEWEST_WORDS {
        return false;
    }
    let beside = gaps(&words, BESIDE, |rect| (rect.x0, rect.x1)).into_iter().take(MOST_GAPS);
    let below = gaps(&words, BELOW, |rect| (rect.y0, rect.y1)).into_iter().take(MOST_GAPS);
    let places = beside.map(|middle| (true, middle)).chain(below.map(|middle| (false, middle)));
    for (beside, middle) in places.take_while(|_| depth < DEEPEST) {
        let before = |word: &&Word| {
            let rect = &word.rect;
            let centre = if beside { rect.x0 + rect.x1 } else { rect.y0 + rect.y1 };
            centre / 2.0 < middle
        };
        let (first, second): (Vec<&Word>, Vec<&Word>) = words.iter().copied().partition(before);
        let (mut left, mut right) = (Vec::new(), Vec::new());
        if cut(first, depth + 1, &mut left) && cut(second, depth + 1, &mut right) {
            found.append(&mut left);
            found.append(&mut right);
            return true;
        }
    }
    found.extend(words.iter().map(|word| word.rect).reduce(|all, rect| all.union(&rect)));
    is_paper(&words)
}

/// Middles of the bare stripes across all words, the widest first.
fn gaps(words: &[&Word], least: f32, side: fn(&Rect) -> (f32, f32)) -> Vec<f32> {
    let mut spans: Vec<(f32, f32)> = words.iter().map(|word| side(&word.rect)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found: Vec<(f32, f32)> = Vec::new();
    let mut end = spans.first().map_or(0.0, |span| span.1);
    for (from, to) in spans {
        if from - end >= least {
            found.push((from - end, (from + end) / 2.0));
        }
        end = end.max(to);
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().map(|(_, middle)| middle).collect()
}

fn is_paper(words: &[&Word]) -> bool {
    let Some(area) = words.iter().map(|word| word.rect).reduce(|all, rect| all.union(&rect)) else {
        return false;
    };
    let count = |wanted: fn(&str) -> bool| words.iter().filter(|word| wanted(&word.text)).count();
    area.width() <= WIDEST
        && area.height() <= HIGHEST
        && words.len() >= FEWEST_WORDS
        && count(is_date) >= 1
        && count(is_amount) >= 2
        && count(is_total) >= 1
        && has_number(words)
        && names_what_costs(words)
}

/// Whether most lines with an amount say in words what it is for. The right half of an invoice's table does not: quantity,
/// price and amount stand there, and the words on the other side of the gap.
fn names_what_costs(words: &[&Word]) -> bool {
    let mut lines: Vec<(u32, bool, bool)> = Vec::new();
    for word in words {
        let worded = word.text.chars().filter(|c| c.is_alphabetic()).count() > 1;
        let priced = is_amount(&word.text);
        match lines.iter_mut().find(|(line, ..)| *line == word.line) {
            Some(known) => (known.1, known.2) = (known.1 || worded, known.2 || priced),
            None => lines.push((word.line, worded, priced)),
        }
    }
    let priced = lines.iter().filter(|(_, _, priced)| *priced).count();
    2 * lines.iter().filter(|(_, worded, priced)| *worded && *priced).count() >= priced
}

/// Nine digits or more in a row on one line: a SIREN or SIRET, a VAT number, a telephone.
fn has_number(words: &[&Word]) -> bool {
    let (mut run, mut line) = (0, None);
    for word in words {
        let digits = word.text.bytes().filter(u8::is_ascii_digit).count();
        let plain = word.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        if line != Some(word.line) || !plain || digits == 0 {
            run = 0;
        }
        line = Some(word.line);
        run += if plain { digits } else { 0 };
        if run >= 9 {
            return true;
        }
    }
    false
}

fn is_total(text: &str) -> bool {
    let lower = text.to_lowercase();
    TOTALS.iter().any(|total| lower.contains(total))
}

/// Digits, a mark, two digits at the end.
fn is_amount(text: &str) -> bool {
    let digits = text.trim_end_matches(['€', '*', 'A', 'B', 'C']);
    let Some((whole, cents)) = digits.rsplit_once([',', '.']) else { return false };
    cents.len() == 2
        && cents.bytes().all(|byte| byte.is_ascii_digit())
        && whole.bytes().any(|byte| byte.is_ascii_digit())
        && !whole.contains(['/', '-', '.'])
}

/// Three numbers with the same mark between them, or with two of them the year in four digits.
fn is_date(text: &str) -> bool {
    ['/', '.', '-'].iter().any(|mark| {
        let parts: Vec<&str> = text.split(*mark).collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn receipt(left: f32, top: f32) -> Vec<Word> {
        let rows =
            ["CAFE DU PORT", "Tel 02 40 11 22 33", "le 03/05/2026 12:31", "2 cafe 4,20", "TOTAL TTC 7,30"];
        let mut words = Vec::new();
        for (row, text) in rows.iter().enumerate() {
            for (column, word) in text.split(' ').enumerate() {
                let (x0, y0) = (left + column as f32 * 0.07, top + row as f32 * 0.02);
                let rect = Rect { x0, y0, x1: x0 + 0.065, y1: y0 + 0.015 };
                words.push(Word {
                    text: word.to_owned(),
                    rect,
                    confidence: 1.0,
                    line: row as u32,
                    bold: false,
                });
            }
        }
        words
    }

    #[test]
    fn receipts_side_by_side_and_below_each_other_are_told_apart() {
        let sheet = [receipt(0.05, 0.1), receipt(0.5, 0.12), receipt(0.05, 0.5)].concat();
        assert_eq!(find(&sheet).len(), 3);
        assert_eq!(find(&receipt(0.1, 0.1)), []);
    }

    #[test]
    fn the_halves_of_a_table_stay_together() {
        // Issuer, dates and goods on the left; title, customer, quantities and amounts on the right, a gap between them.
        let halves = [
            ("Bakkerij Peeters", "FACTUUR 2024-131"),
            ("BTW BE0502.940.347", "Klant BE0541.127.168"),
            ("02/11/2024 Pistolets", "115 0,48 55,20"),
            ("09/11/2024 Taart", "3 28,50 85,50"),
            ("16/11/2024 Sandwiches", "111 0,42 46,62"),
            ("Totaal 555,36 Btw 33,32", "Totaal incl. 588,68"),
            ("Voldaan 555,36", "30/11/2024"),
        ];
        let mut words = Vec::new();
        for (row, (left, right)) in halves.iter().enumerate() {
            for (text, from) in [(left, 0.05), (right, 0.55)] {
                for (column, word) in text.split(' ').enumerate() {
                    let (x0, y0) = (from + column as f32 * 0.1, 0.1 + row as f32 * 0.02);
                    let rect = Rect { x0, y0, x1: x0 + 0.09, y1: y0 + 0.015 };
                    let (text, line) = (word.to_owned(), row as u32);
                    words.push(Word { text, rect, confidence: 1.0, line, bold: false });
                }
            }
        }
        assert_eq!(find(&words), []);
    }

    #[test]
    fn columns_of_one_paper_stay_together() {
        let mut paper = receipt(0.05, 0.1);
        for (row, text) in
            ["Client", "M. Durand", "12,40", "8,20", "rue", "des", "Lilas", "35000", "Rennes", "France"]
                .iter()
                .enumerate()
        {
            let rect = Rect { x0: 0.6, y0: 0.1 + row as f32 * 0.02, x1: 0.7, y1: 0.115 + row as f32 * 0.02 };
            paper.push(Word {
                text: (*text).to_owned(),
                rect,
                confidence: 1.0,
                line: row as u32,
                bold: false,
            });
        }
        assert_eq!(find(&paper), []);
    }
}
