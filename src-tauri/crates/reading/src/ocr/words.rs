//! Words of a line that was read, each with its own place.

use std::ops::Range;

use crate::ocr::recognise::{Letter, ReadLine};

/// A word and its extent along the line, as fractions of the line's width.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineWord {
    pub(crate) text: String,
    /// Which letters of the line it is made of.
    pub(crate) letters: Range<usize>,
    pub(crate) from: f32,
    pub(crate) to: f32,
    pub(crate) confidence: f32,
}

/// Gaps narrower than this, in columns of a line 48 high, lie within words.
const LEAST_GAP: f32 = 7.5;

/// Cuts a line at its spaces, and where the ink shows a gap that was not read as one ("n°12", "TVA:"); the ink also
/// says where each word begins and ends.
pub(crate) fn words(line: &ReadLine, ink: &[bool]) -> Vec<LineWord> {
    let groups = groups(line, ink);
    let letters = |group: &Range<usize>| line.letters.get(group.clone()).unwrap_or_default();
    let begins = |group: &Range<usize>| letters(group).first().map_or(0.0, |letter| letter.at);
    let mut words: Vec<LineWord> = Vec::new();
    let mut from = edge_inwards(ink, (groups.first().map_or(1.0, begins) * ink.len() as f32) as usize);
    for (index, range) in groups.iter().enumerate() {
        let group = letters(range);
        let last = group.last().map_or(1.0, |letter| letter.at);
        let (to, next) = match groups.get(index + 1) {
            Some(after) => gap(ink, last, begins(after)),
            None => {
                let end = edge_backwards(ink, (last * ink.len() as f32) as usize);
                (end, end)
            }
        };
        let shown = group.iter().filter(|letter| !letter.letter.is_whitespace());
        words.push(LineWord {
            text: mended(shown.map(|letter| letter.letter).collect()),
            letters: range.clone(),
            from,
            to: to.max(from),
            confidence: group.iter().map(|letter| letter.probability).fold(1.0, f32::min),
        });
        from = next;
    }
    words
}

/// A word without the mistakes that recognition makes again and again.
fn mended(word: String) -> String {
    with_capital_i(with_form(with_ligatures(word)))
}

/// `Ireland` is read as `lreland`: no word of these languages begins with a small l before another consonant.
fn with_capital_i(word: String) -> String {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    let consonant = second.is_some_and(|c| c.is_ascii_lowercase() && !"aeiouy".contains(c));
    if first == Some('l') && consonant && word.len() > 4 && letters.all(char::is_lowercase) {
        return format!("I{}", &word[1..]);
    }
    word
}

/// `Œuvre` is read as `CEuvre`, the networks know its capital badly: two capitals C and E before a small letter are no
/// other word's.
fn with_ligatures(word: String) -> String {
    let goes_on = |at: usize| word.get(at + 2..).is_some_and(|rest| rest.starts_with(char::is_lowercase));
    match word.find("CE").filter(|at| goes_on(*at)) {
        Some(at) => format!("{}Œ{}", &word[..at], &word[at + 2..]),
        None => word,
    }
}

/// The `l.` of `S.r.l.` and `S.à r.l.` (company of limited liability) is read as `I.` or `1.`: small letters of a form stand
/// together.
fn with_form(word: String) -> String {
    let bare = word.strip_suffix('.').unwrap_or(&word);
    let stem = bare.strip_suffix(['I', '1', '|']).filter(|stem| stem.ends_with("r."));
    match stem
        .filter(|stem| matches!(*stem, "r." | "S.r." | "s.r." | "S.à.r." | "S.àr." | "S.ar." | "S.a.r."))
    {
        Some(stem) => format!("{stem}l{}", &word[bare.len()..]),
        None => word,
    }
}

/// The letters of each word.
fn groups(line: &ReadLine, ink: &[bool]) -> Vec<Range<usize>> {
    let width = |a: &Letter, b: &Letter| {
        let (from, to) = gap(ink, a.at, b.at);
        (to - from) * ink.len() as f32
    };
    let spaced = line.letters.chunk_by(|a, b| a.letter.is_whitespace() == b.letter.is_whitespace());
    let begins = spaced.clone().scan(0, |next, group| {
        let from = *next;
        *next += group.len();
        Some(from)
    });
    let is_word = |group: &&[Letter]| group.first().is_some_and(|letter| !letter.letter.is_whitespace());
    let spaced: Vec<(usize, &[Letter])> = begins.zip(spaced).filter(|(_, group)| is_word(group)).collect();
    let pairs = spaced.iter().flat_map(|(_, group)| group.windows(2));
    let mut usual: Vec<f32> = pairs.map(|pair| width(&pair[0], &pair[1])).collect();
    usual.sort_by(f32::total_cmp);
    let usual = usual.get(usual.len().saturating_sub(1) / 2).copied().unwrap_or(0.0);
    let wide = LEAST_GAP.max(usual * 2.0 + 3.5);
    let mut groups = Vec::new();
    for (begin, group) in spaced {
        let mut first = begin;
        for (at, pair) in group.windows(2).enumerate() {
            let needed = if is_number(pair[0].letter, pair[1].letter) { wide * 2.0 } else { wide };
            let gap = width(&pair[0], &pair[1]);
            let before_form = is_form_from(group, at + 1) && gap >= usual * 1.5 + 1.5;
            if gap >= needed || before_form || separates(group, at) || separates(group, at + 1) {
                groups.push(first..begin + at + 1);
                first = begin + at + 1;
            }
        }
        groups.push(first..begin + group.len());
    }
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(groups.len());
    for group in groups {
        let letters = |range: &Range<usize>| line.letters.get(range.clone()).unwrap_or_default();
        let cents = letters(&group);
        let is_sum = |last: &Range<usize>| {
            let whole = letters(last);
            let near =
                whole.last().zip(cents.first()).is_some_and(|(mark, cent)| width(mark, cent) < wide * 1.5);
            near && are_cents(whole, cents)
        };
        match joined.last_mut().filter(|last| is_sum(last)) {
            Some(last) => last.end = group.end,
            None => joined.push(group),
        }
    }
    joined
}

/// Whether a letter is a mark between two statements, whose spaces recognition loses: `SRL·Rue Haute`, `2506—BIC`,
/// `Provence -S.A.R.L.`.
fn separates(group: &[Letter], at: usize) -> bool {
    let letter = |at: Option<usize>| at.and_then(|at| group.get(at)).map(|letter| letter.letter);
    let (before, own, after) = (letter(at.checked_sub(1)), letter(Some(at)), letter(Some(at + 1)));
    let digit = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_digit());
    let opens = matches!(own, Some('-' | '–')) && before.is_none() && after.is_some_and(char::is_alphabetic);
    opens
        || matches!(own, Some('·' | '—')) && own != before && own != after && !(digit(before) && digit(after))
}

/// Whether the letters from here to the end of a word in capitals are a legal form: `GUIBERTSAS`.
fn is_form_from(group: &[Letter], at: usize) -> bool {
    let rest: String = group.iter().skip(at).map(|letter| letter.letter).collect();
    at >= 4
        && matches!(
            rest.as_str(),
            "SARL" | "SAS" | "SASU" | "EURL" | "SPRL" | "SRL" | "BVBA" | "GMBH" | "BV" | "NV"
        )
        && group.iter().all(|letter| letter.letter.is_uppercase())
}

/// `20,` and `76`: after the comma of an amount a space is often read, but only where the ink shows a gap is there one.
fn are_cents(whole: &[Letter], cents: &[Letter]) -> bool {
    let digit = |letter: &Letter| letter.letter.is_ascii_digit();
    let ends = matches!(whole, [.., before, mark] if digit(before) && mark.letter == ',');
    ends && cents.iter().take_while(|letter| digit(letter)).count() == 2
}

/// Within a number the marks stand free: cutting there would break an amount.
fn is_number(a: char, b: char) -> bool {
    let mark = |letter: char| matches!(letter, '.' | ',' | '/' | '-' | '\'');
    (a.is_ascii_digit() && (b.is_ascii_digit() || mark(b))) || (mark(a) && b.is_ascii_digit())
}

/// The first inked column up to `limit`, as a fraction.
fn edge_inwards(ink: &[bool], limit: usize) -> f32 {
    let limit = limit.min(ink.len());
    let found = ink.iter().take(limit).position(|inked| *inked).unwrap_or(limit);
    found as f32 / ink.len().max(1) as f32
}

/// One past the last inked column from `limit` on, as a fraction.
fn edge_backwards(ink: &[bool], limit: usize) -> f32 {
    let limit = limit.min(ink.len());
    let found = ink[limit..].iter().rposition(|inked| *inked).map_or(limit, |at| limit + at + 1);
    found as f32 / ink.len().max(1) as f32
}

/// The widest gap without ink between the middles of two letters: where the one word ends and the next begins.
fn gap(ink: &[bool], from: f32, to: f32) -> (f32, f32) {
    let columns = ink.len().max(1) as f32;
    let low = ((from * columns) as usize).min(ink.len());
    let high = ((to * columns) as usize).clamp(low, ink.len());
    let mut best = (0, (low + high) / 2);
    let mut open = 0;
    for (at, inked) in ink.iter().enumerate().take(high).skip(low) {
        open = if *inked { 0 } else { open + 1 };
        if open > best.0 {
            best = (open, at + 1 - open);
        }
    }
    (best.1 as f32 / columns, (best.1 + best.0) as f32 / columns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_space_within_an_amount_needs_a_gap() {
        let letters = [
            ('2', 0.05),
            ('0', 0.15),
            (',', 0.23),
            (' ', 0.28),
            ('7', 0.37),
            ('6', 0.45),
            (' ', 0.6),
            ('B', 0.9),
        ];
        let read = ReadLine {
            letters: letters.map(|(letter, at)| Letter { letter, probability: 0.99, at }).to_vec(),
        };
        let texts = |ink: &[bool]| words(&read, ink).into_iter().map(|word| word.text).collect::<Vec<_>>();
        let inked =
            |x: usize| [2..9, 11..19, 22..26, 31..38, 40..50, 86..94].iter().any(|part| part.contains(&x));
        assert_eq!(texts(&(0..100).map(inked).collect::<Vec<_>>()), ["20,76", "B"]);
        let apart = |x: usize| inked(x) && !(24..37).contains(&x);
        assert_eq!(texts(&(0..100).map(apart).collect::<Vec<_>>()), ["20,", "76", "B"]);
    }

    #[test]
    fn a_capital_ligature() {
        for (read, meant) in
            [("CEuvre", "Œuvre"), ("d'CEnologie", "d'Œnologie"), ("PLACE", "PLACE"), ("CE", "CE")]
        {
            assert_eq!(mended(read.to_owned()), meant);
        }
    }

    #[test]
    fn letters_that_look_alike() {
        for (read, meant) in [
            ("r.I.", "r.l."),
            ("S.r.1.", "S.r.l."),
            ("lreland", "Ireland"),
            ("lnformatique", "Informatique"),
            ("libre", "libre"),
            ("ltd", "ltd"),
            ("l'impasse", "l'impasse"),
            ("I.", "I."),
        ] {
            assert_eq!(mended(read.to_owned()), meant);
        }
    }

    #[test]
    fn marks_between_statements_stand_alone() {
        let texts = |text: &str| {
            let count = text.chars().count() as f32;
            let place = |(at, letter)| Letter { letter, probability: 0.99, at: (at as f32 + 0.5) / count };
            let read = ReadLine { letters: text.chars().enumerate().map(place).collect() };
            words(&read, &vec![true; 20 * text.chars().count()])
                .into_iter()
                .map(|word| word.text)
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("SRL·Rue"), ["SRL", "·", "Rue"]);
        assert_eq!(texts("2506—BIC"), ["2506", "—", "BIC"]);
        assert_eq!(texts("-S.A.R.L."), ["-", "S.A.R.L."]);
        assert_eq!(texts("-12,50"), ["-12,50"]);
        assert_eq!(texts("····7704"), ["····7704"]);
        assert_eq!(texts("1·204,00"), ["1·204,00"]);
        assert_eq!(texts("GUIBERTSAS"), ["GUIBERTSAS"], "no gap is seen");
    }

    #[test]
    fn words_end_where_the_ink_ends() {
        let letters = [('1', 0.1), ('2', 0.3), (' ', 0.45), ('€', 0.8)].map(|(letter, at)| Letter {
            letter,
            probability: 0.9,
            at,
        });
        let ink: Vec<bool> = (0..100).map(|x| (5..38).contains(&x) || (72..90).contains(&x)).collect();
        let words = words(&ReadLine { letters: letters.to_vec() }, &ink);
        assert_eq!(words.len(), 2);
        assert_eq!((words[0].text.as_str(), words[0].from, words[0].to), ("12", 0.05, 0.38));
        assert_eq!((words[1].text.as_str(), words[1].from, words[1].to), ("€", 0.72, 0.90));
        let glued =
            [('n', 0.1), ('°', 0.3), ('4', 0.8)].map(|(letter, at)| Letter { letter, probability: 0.9, at });
        let texts: Vec<String> = super::words(&ReadLine { letters: glued.to_vec() }, &ink)
            .into_iter()
            .map(|word| word.text)
            .collect();
        assert_eq!(texts, ["n°", "4"]);
        assert!(super::words(&ReadLine::default(), &[]).is_empty());
    }
}
