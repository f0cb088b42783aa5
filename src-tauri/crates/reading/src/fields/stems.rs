//! What a label that the lexicon lacks announces, by the stems of its words: `Verschuldigd uiterlijk`, `Pièce n°`,
//! `Acte du`. Nobody can list every label; the nouns that they are made of are few.

use super::blocks;
use super::dates::Candidate;
use super::text::Sheet;
use super::words as lists;

/// What the words before a date say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// By when it is to be paid.
    Due,
    /// When the paper was drawn up.
    Issued,
    /// The day of something else: a visit, a deed, an order.
    Other,
}

/// Whether a word begins with one of the stems of a section; a stem in `*` may stand anywhere in the word.
fn has_stem(section: &str, word: &str) -> bool {
    lists::section(section).iter().any(|stem| match stem.strip_prefix('*') {
        Some(inner) => word.contains(inner),
        None => word.starts_with(stem),
    })
}

/// What the words of a label say of the date that follows; `None` where they are mere `le`, `date`, `op`.
pub(super) fn day(words: &[&str]) -> Option<Day> {
    let mut telling = words
        .iter()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .filter(|word| !lists::has("day filler", word))
        .peekable();
    telling.peek()?;
    let telling: Vec<&&str> = telling.collect();
    let any = |section: &str| telling.iter().any(|word| has_stem(section, word));
    let past = telling.iter().any(|word| lists::has("paid already", word));
    Some(if any("due stem") && !past {
        Day::Due
    } else if any("issue stem") && !any("other day stem") {
        Day::Issued
    } else {
        Day::Other
    })
}

/// What the cell before a date says of it, or the cell over it.
pub(super) fn day_of(sheet: &Sheet, date: &Candidate) -> Option<Day> {
    let token = sheet.tokens.get(date.span.start)?;
    let run = sheet.runs.get(token.run)?;
    let page = sheet.page_of(&date.span);
    let height = (run.y1 - run.y0).max(4.0);
    let words = |tokens: std::ops::Range<usize>| -> Vec<&str> {
        sheet.span(&tokens).iter().flat_map(|token| token.parts.iter().map(String::as_str)).collect()
    };
    if run.tokens.start < date.span.start {
        // `Note n° 3 — réf. 25 — 5 mars 2025`: a dash ends what was said before.
        let from = run.tokens.start.max(date.span.start.saturating_sub(7));
        let parted = (from..date.span.start).rev().find(|at| {
            sheet
                .tokens
                .get(*at)
                .is_some_and(|token| matches!(token.text.as_str(), "–" | "—" | "|" | "·" | "•" | "-"))
        });
        let from = parted.map_or(from, |at| at + 1);
        let before = words(from..date.span.start);
        // `s/ facture 263761 du`: the day of what is numbered, which may be another paper.
        let numbered = before.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
        let told = |day: Day| if numbered && day == Day::Issued { None } else { Some(day) };
        // `Gent 12/03/2026`, `Lyon le 12 mars`: a town of the paper's addresses.
        let telling: Vec<&&str> = before.iter().filter(|word| !lists::has("day filler", word)).collect();
        let town = |word: &str| {
            sheet
                .runs
                .iter()
                .any(|run| blocks::postal(run).is_some() && run.fold.split(' ').any(|part| part == word))
        };
        if telling.len() <= 3 && telling.iter().all(|word| town(word)) {
            return None;
        }
        return day(&before).and_then(told);
    }
    let is_label = |tokens: &std::ops::Range<usize>| {
        tokens.len() <= 6
            && !sheet.span(tokens).iter().any(|token| token.text.chars().any(|c| c.is_ascii_digit()))
    };
    let row = sheet.rows.get(run.row)?;
    let beside = sheet.runs.get(row.runs.clone())?.iter().rfind(|left| left.x1 <= run.x0);
    if let Some(left) = beside.filter(|left| run.x0 - left.x1 < 150.0 && is_label(&left.tokens)) {
        return day(&words(left.tokens.clone()));
    }
    let over = sheet.runs.get(..row.runs.start)?.iter().rev().take(24).find(|over| {
        let same = sheet.rows.get(over.row).is_some_and(|other| other.page == page);
        same && over.x0 < run.x1 && over.x1 > run.x0
    })?;
    (run.y0 - over.y1 < 1.3 * height && is_label(&over.tokens))
        .then(|| day(&words(over.tokens.clone())))
        .flatten()
}

/// Whether a word names a paper of accounts: `factuur`, `avoir`.
pub(super) fn is_paper(word: &str) -> bool {
    has_stem("paper stem", word)
}

/// How strongly the words of a label that the lexicon lacks announce the number of this paper, 0 to 1; `None` where they
/// announce something else, or nothing.
pub(super) fn number(words: &[&str]) -> Option<f32> {
    let telling: Vec<&&str> = words.iter().filter(|word| !lists::has("number filler", word)).collect();
    if telling.len() > 5 || telling.iter().any(|word| has_stem("other number stem", word)) {
        return None;
    }
    let paper = telling.iter().any(|word| has_stem("paper stem", word));
    let numbered = telling.iter().any(|word| lists::has("number word", word) || word.ends_with("nummer"));
    match (paper, numbered) {
        (true, true) => Some(0.9),
        (true, false) => Some(0.6),
        (false, true) => Some(0.55),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_by_stems() {
        assert_eq!(day(&["payable", "au"]), Some(Day::Due));
        assert_eq!(day(&["zahlbar", "ohne", "abzug", "bis"]), Some(Day::Due));
        assert_eq!(day(&["date", "de", "notre", "facture"]), Some(Day::Issued));
        assert_eq!(day(&["acte", "du"]), Some(Day::Other));
        assert_eq!(day(&["paye", "le"]), Some(Day::Other));
        assert_eq!(day(&["le"]), None);
        assert_eq!(day(&["date"]), None);
    }

    #[test]
    fn numbers_by_stems() {
        assert!(number(&["no", "interne", "de", "la", "facture"]).is_some_and(|w| w > 0.8));
        assert!(number(&["ref", "a", "rappeler"]).is_some_and(|w| w > 0.5));
        assert_eq!(number(&["no", "de", "votre", "contrat"]), None);
        assert_eq!(number(&["merci"]), None);
    }
}
