//! What kind of paper a document is: the word of the title weighs, not a word inside a sentence.

use std::collections::HashMap;
use std::sync::OnceLock;

use liasse_domain::DocumentKind;

use super::labels::{Concept, Label, Labels};
use super::text::{Run, Sheet};
use super::words;

use DocumentKind::{CardSlip, CommissionStatement, CreditNote, ExpenseReport, Invoice, Other, Receipt};

/// A title that names a kind.
struct Title {
    kind: DocumentKind,
    words: Vec<&'static str>,
}

/// The titles of all kinds.
struct Titles {
    /// By their first word, in the order of the lists.
    by_word: HashMap<&'static str, Vec<Title>>,
    /// Written as one word.
    joined: HashMap<String, DocumentKind>,
}

fn titles() -> &'static Titles {
    static TITLES: OnceLock<Titles> = OnceLock::new();
    TITLES.get_or_init(|| {
        let mut titles = Titles { by_word: HashMap::new(), joined: HashMap::new() };
        for (kind, title) in [
            (Invoice, "title Invoice"),
            (CreditNote, "title CreditNote"),
            (Receipt, "title Receipt"),
            (CardSlip, "title CardSlip"),
            (ExpenseReport, "title ExpenseReport"),
            (CommissionStatement, "title CommissionStatement"),
            (Other, "title Other"),
        ] {
            for phrase in words::section(title) {
                let words: Vec<&str> = phrase.split(' ').collect();
                titles.joined.entry(words.concat()).or_insert(kind);
                if let Some(first) = words.first() {
                    titles.by_word.entry(*first).or_default().push(Title { kind, words });
                }
            }
        }
        titles
    })
}

/// What the title says.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// The kind.
    pub kind: DocumentKind,
    /// Run that says so.
    pub run: Option<usize>,
    /// 0 to 1.
    pub confidence: f32,
    /// The next best kind.
    pub rival: Option<(DocumentKind, f32)>,
}

/// The kind that a run's first words name, and how many words that took: longer titles win over shorter ones. Spaced-out
/// letters count as one word.
pub fn named(fold: &str) -> Option<(DocumentKind, usize)> {
    let words: Vec<&str> = fold.split(' ').filter(|word| !word.is_empty()).collect();
    let mut best: Option<(DocumentKind, usize)> = None;
    for title in words.first().and_then(|first| titles().by_word.get(first)).into_iter().flatten() {
        let length = title.words.len();
        if best.is_none_or(|(_, longest)| length > longest) && words.starts_with(&title.words) {
            best = Some((title.kind, length));
        }
    }
    if best.is_none() && words.len() >= 4 && words.iter().all(|word| word.chars().count() == 1) {
        return titles().joined.get(&words.concat()).map(|kind| (*kind, words.len()));
    }
    if let Some((Other, length)) = best {
        // `Relevé de gestion et facture de commission`: what it is besides is what is booked.
        let and = |word: &&str| matches!(*word, "et" | "en" | "und" | "and" | "valant");
        let at = words.iter().skip(length).position(and).map(|place| length + place + 1);
        let besides = at.and_then(|at| Some((at, named(&words.get(at..)?.join(" "))?)));
        if let Some((at, (kind, more))) = besides.filter(|(_, (kind, _))| *kind != Other) {
            return Some((kind, at + more));
        }
    }
    best
}

/// Whether a text is set in capitals.
pub fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3 && text.chars().filter(|c| c.is_uppercase()).count() == letters
}

/// What follows `Objet :`, `Betreft:`, `Subject:`: the title of a letter.
pub(super) fn subject_of(fold: &str) -> (bool, &str) {
    let mut subject = false;
    let mut rest = fold;
    for word in ["objet ", "betreft ", "betreff ", "subject ", "concerne ", "onderwerp ", "sujet "] {
        if let Some(after) = rest.strip_prefix(word) {
            (subject, rest) = (true, after);
        }
    }
    for word in [
        "1re ",
        "1ere ",
        "1er ",
        "2e ",
        "2eme ",
        "3e ",
        "3eme ",
        "premiere ",
        "premier ",
        "deuxieme ",
        "seconde ",
        "derniere ",
        "dernier ",
        "1e ",
        "eerste ",
        "tweede ",
        "laatste ",
        "erste ",
        "zweite ",
        "letzte ",
        "first ",
        "second ",
        "final ",
        "votre ",
        "uw ",
        "ihre ",
        "your ",
    ] {
        if let Some(after) = rest.strip_prefix(word) {
            rest = after;
            break;
        }
    }
    (subject, rest)
}

/// How much a run looks like a title, 0 to 1.
fn prominence(sheet: &Sheet, run: &Run, words: usize) -> f32 {
    let count = run.fold.split(' ').filter(|part| part.chars().any(char::is_alphabetic)).count();
    let mut score = 0.25;
    if run.size > 1.5 * sheet.body {
        score += 0.45;
    } else if run.size > 1.18 * sheet.body {
        score += 0.3;
    }
    if run.bold {
        score += 0.15;
    }
    let head: String = run.text.split(' ').take(words.max(1)).collect::<Vec<_>>().join(" ");
    if is_capitals(&head) {
        score += 0.25;
    }
    // A title is short; a sentence goes on.
    let beyond = count.saturating_sub(words);
    score += if beyond == 0 { 0.2 } else { -0.06 * beyond as f32 };
    score.clamp(0.0, 1.0)
}

/// Whether the paper is a till's: narrow, short lines.
pub fn is_narrow(sheet: &Sheet) -> bool {
    let [frame] = sheet.frames.as_slice() else { return false };
    // Width of a row in letters, the gaps between its cells included.
    let mut lengths: Vec<usize> = frame
        .rows
        .clone()
        .filter_map(|row| sheet.rows.get(row))
        .filter_map(|row| {
            let words: Vec<_> =
                sheet.span(&row.tokens).iter().filter(|token| !token.parts.is_empty()).collect();
            let letters: usize = words.iter().map(|token| token.text.chars().count()).sum();
            let ink: f32 = words.iter().map(|token| token.x1 - token.x0).sum();
            let (first, last) = (words.first()?, words.last()?);
            Some(((last.x1 - first.x0) * letters as f32 / ink.max(1.0)) as usize)
        })
        .collect();
    lengths.sort_unstable();
    let long = lengths.get(lengths.len() * 95 / 100).copied().unwrap_or(0);
    let left = sheet.tokens.iter().map(|token| token.x0).fold(f32::INFINITY, f32::min);
    let right = sheet.tokens.iter().map(|token| token.x1).fold(0.0, f32::max);
    let share = (right - left) / frame.width.max(1.0);
    let slim = frame.width < 330.0 || frame.height > 1.75 * frame.width || share < 0.42;
    slim && long <= 60
}

/// Counts of the words of tills and of card slips.
pub(super) fn hints(sheet: &Sheet) -> (usize, usize) {
    let text = format!(" {} ", sheet.runs.iter().map(|run| run.fold.as_str()).collect::<Vec<_>>().join(" "));
    let count = |words: &[&str]| words.iter().filter(|word| text.contains(&format!(" {word} "))).count();
    (count(words::section("till")), count(words::section("card slip")))
}

/// Whether a till's paper says what was sold: a tax with its rate, or four different amounts.
pub(super) fn bears_goods(sheet: &Sheet, labels: &Labels) -> bool {
    let rate = sheet.tokens.iter().any(|token| token.text.ends_with('%'));
    let taxed = rate && labels.of_concept(Concept::Vat).next().is_some();
    let mut amounts: Vec<&str> = sheet
        .tokens
        .iter()
        .map(|token| token.text.trim_end_matches(['€', '*']))
        .filter(|text| {
            text.rsplit_once([',', '.']).is_some_and(|(whole, cents)| {
                let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                digits(whole) && digits(cents) && cents.len() == 2
            })
        })
        .collect();
    amounts.sort_unstable();
    amounts.dedup();
    taxed || amounts.len() >= 4
}

/// Whether a label's own run goes on with its value: `Factuur 202491642` heads no column.
fn is_answered(sheet: &Sheet, label: &Label) -> bool {
    let run = sheet.tokens.get(label.span.start).and_then(|token| sheet.runs.get(token.run));
    run.is_some_and(|run| {
        sheet
            .span(&(label.span.end..run.tokens.end))
            .iter()
            .any(|token| token.text.chars().any(|c| c.is_ascii_digit()))
    })
}

/// Whether a row heads a table: several labels that are their whole cell, of dates or amounts among them.
pub(super) fn heads_columns(sheet: &Sheet, labels: &Labels, row: usize) -> bool {
    let on_row = labels.on_row(row);
    let alone = |concept: Concept| on_row.iter().any(|label| label.alone && label.concept == concept);
    let cells = on_row
        .iter()
        .filter(|label| label.alone && !is_answered(sheet, label))
        .map(|label| label.span.start)
        .collect::<std::collections::BTreeSet<_>>();
    cells.len() >= 3
        || cells.len() == 2 && (alone(Concept::DueDate) || alone(Concept::Issued) || alone(Concept::Ttc))
}

/// Whether a run is the label of a reference: `Bon de commande : 4500` names another paper.
fn is_reference(labels: &Labels, run: &Run) -> bool {
    labels.on_row(run.row).iter().any(|label| {
        label.span.start == run.tokens.start
            && matches!(label.concept, Concept::Order | Concept::OtherNumber | Concept::OtherDate)
    })
}

/// A kind with how much it looks like the title, and where it stands.
type Scored = (DocumentKind, f32, Option<usize>);

/// Keeps the best place of each kind.
fn add(scores: &mut Vec<Scored>, kind: DocumentKind, score: f32, run: Option<usize>) {
    match scores.iter_mut().find(|s| s.0 == kind) {
        Some(entry) if entry.1 >= score => {}
        Some(entry) => (entry.1, entry.2) = (score, run),
        None => scores.push((kind, score, run)),
    }
}

/// Whether the label of the number names an invoice (`Factuurnummer`, `N° de facture`), and whether it names a credit note
/// (`Avoir n°` at the head of the number's column).
pub(super) fn numbers_named(sheet: &Sheet, labels: &Labels) -> (bool, bool) {
    let number_of = |names: &[&str]| {
        labels.of_concept(Concept::Number).any(|label| {
            let words = super::text::fold(&sheet.words(&label.span));
            label.weight > 0.8 && label.opens && names.iter().any(|name| words.contains(name))
        })
    };
    (
        number_of(&["factu", "faktu", "fattu", "fatura", "rechnung", "invoice"]),
        number_of(&["avoir", "credit", "gutschrift", "nota de cred"]),
    )
}

/// Says what kind of paper it is.
pub fn find(sheet: &Sheet, labels: &Labels) -> Found {
    let mut scores: Vec<Scored> = Vec::new();
    // What is sold stands under the heading of the lines: `Contrat de maintenance` there is no title.
    let table =
        (0..sheet.rows.len()).find(|row| super::roles::heads_lines(labels, *row)).unwrap_or(usize::MAX);
    for (index, run) in sheet.runs.iter().enumerate() {
        if run.row >= table {
            break;
        }
        let Some(row) = sheet.rows.get(run.row) else { continue };
        let depth = sheet.depth(&run.tokens);
        let plain = run.size < 1.2 * sheet.body;
        if row.page > 0 || depth > 0.6 || plain && heads_columns(sheet, labels, run.row) {
            continue;
        }
        // `☐ FACTURE  ☒ AVOIR`: the box that is ticked tells.
        if run.text.starts_with(['☐', '□', '❏', '❑']) {
            continue;
        }
        let ticked = run.text.starts_with(['☒', '☑', '■', '✔', '✓', '✗', '✘']);
        let (subject, fold) = subject_of(&run.fold);
        let Some((kind, words)) = named(fold) else { continue };
        // `DEVIS N° 12` in capitals may be the title of a typed paper; in small letters it is a reference.
        let reference = plain && is_reference(labels, run);
        let head: Vec<&str> = run.text.split(' ').take(words).collect();
        if reference && !is_capitals(&head.join(" ")) {
            continue;
        }
        let titled = scores.iter().any(|(kind, ..)| matches!(kind, Invoice | CreditNote));
        if kind == Receipt && is_stamp(sheet, index, fold, titled) {
            continue;
        }
        let mut score = prominence(sheet, run, words)
            + if subject || ticked { 0.35 } else { 0.0 }
            + 0.15 * (1.0 - depth)
            + 0.08 * (words as f32 - 1.0).min(3.0);
        // `Facture n° 12` deep in a delivery note or a reminder is a reference; at the top it is the title.
        if depth > 0.45 || reference {
            score -= 0.25;
        }
        add(&mut scores, kind, score.clamp(0.0, 1.2), Some(index));
    }
    let narrow = is_narrow(sheet);
    let (till, slip) = hints(sheet);
    if narrow {
        // A till prints `FACTURE` or `QUITTANCE` too, but names no customer.
        let addressed = labels.of_concept(Concept::Customer).any(|label| label.opens && label.alone);
        add(&mut scores, Receipt, if addressed { 0.45 } else { 0.72 } + 0.08 * till.min(5) as f32, None);
        if slip >= 3 {
            add(&mut scores, CardSlip, 0.66 + 0.1 * slip.min(6) as f32, None);
        }
    }
    // `Valant facture` on a commission statement, `facture` on an expense report: the rarer title wins a near tie.
    for (kind, score, _) in &mut scores {
        if matches!(kind, CommissionStatement | ExpenseReport | CreditNote) {
            *score += 0.12;
        }
    }
    // Tills print the slip under their receipt: tax or several prices make it a receipt.
    if let Some(slip) =
        scores.iter().position(|(kind, ..)| *kind == CardSlip).filter(|_| bears_goods(sheet, labels))
    {
        let (_, score, run) = scores.swap_remove(slip);
        match scores.iter_mut().find(|(kind, ..)| *kind == Receipt) {
            Some(receipt) => receipt.1 = receipt.1.max(score),
            None => scores.push((Receipt, score, run)),
        }
    }
    scores.sort_by(|a, b| b.1.total_cmp(&a.1));
    let rival = scores.get(1).map(|s| (s.0, s.1));
    match scores.first() {
        Some(&(kind, score, run)) => {
            let lead = score - rival.map_or(0.0, |r| r.1);
            let confidence = (0.55 + 0.35 * score.min(1.0) + 0.35 * lead.min(0.4)).clamp(0.0, 0.99);
            Found { kind, run, confidence, rival }
        }
        None => Found { kind: Other, run: None, confidence: 0.0, rival: None },
    }
}

/// Whether `REÇU` is the stamp of the house that the paper came to: below the title of an invoice, with a day and nothing
/// else behind it (`REÇU LE 27/05/2023`), or over one.
fn is_stamp(sheet: &Sheet, index: usize, fold: &str, titled: bool) -> bool {
    let day = fold.strip_prefix("recu le");
    match day {
        Some(day) => titled || !day.chars().any(char::is_alphabetic),
        None => fold == "recu" && (titled || goes_on_with_a_day(sheet, index)),
    }
}

/// Whether `LE …` stands under a word in its column: `REÇU` over `LE 27/05/2023` is a stamp.
fn goes_on_with_a_day(sheet: &Sheet, index: usize) -> bool {
    let Some(run) = sheet.runs.get(index) else { return false };
    sheet.runs.iter().skip(index + 1).take(8).any(|below| {
        let near = below.y0 - run.y1 < 1.5 * (run.y1 - run.y0) && below.y0 > run.y0;
        let column = below.x0 < run.x1 && below.x1 > run.x0;
        near && column && (below.fold == "le" || below.fold.starts_with("le "))
    })
}
