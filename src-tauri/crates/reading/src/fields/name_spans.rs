//! Which words of a block are the name: without the label before it, over two or three lines of one type.

use std::ops::Range;

use super::blocks::{self, Block};
use super::labels::{Concept, Label, Labels};
use super::name_lines::{fold_of, is_place_of_the_house};
use super::names;
use super::text::{Run, Sheet};

/// Words that lead on to the next line.
pub(super) fn leads_on(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    matches!(
        last.as_str(),
        "&" | "+"
            | "–"
            | "-"
            | "—"
            | "et"
            | "and"
            | "und"
            | "en"
            | "de"
            | "du"
            | "des"
            | "la"
            | "le"
            | "les"
            | "van"
            | "of"
            | "à"
            | "au"
            | "aux"
    ) || last.ends_with(['’', '\'', '-'])
}

/// Whether a line begins with a word that joins it to the one above, in capitals only where all is: `De heer Maes` is a person.
fn begins_on(above: &str, text: &str) -> bool {
    let begins = text.split(' ').next().unwrap_or_default();
    let capitals = |text: &str| !text.chars().any(char::is_lowercase);
    let begins = if capitals(above) && capitals(text) { begins.to_lowercase() } else { begins.to_owned() };
    !names::is_titled_person(&fold_of(text))
        && (text.contains(' ') && matches!(begins.as_str(), "de" | "du" | "des" | "et" | "&" | "van")
            || ["d'", "d’"].iter().any(|elision| begins.starts_with(elision)))
}

/// A name whose line ends in a word that leads on, with the line under it: `Crèche Les` over `Petits Galets`.
pub(super) fn continued_name(sheet: &Sheet, block: &Block, place: usize) -> Option<String> {
    let run = |place: usize| block.runs.get(place).and_then(|index| sheet.runs.get(*index));
    let (first, next) = (run(place)?, run(place + 1)?);
    let words = first.tokens.len() + next.tokens.len();
    let alike = (next.size / first.size - 1.0).abs() < 0.12;
    let goes_on = !blocks::is_street(&next.fold)
        && blocks::postal(next).is_none()
        && !next.text.contains([':', '@'])
        && !next.text.starts_with(|c: char| c.is_ascii_digit());
    // `À l'attention de`, `Facture de`: what leads on is a name itself.
    let named = names::may_be_name(&first.text) && !first.text.contains([':', ',']);
    // The legal form alone in the next line.
    let form = next.tokens.len() == 1 && names::is_form(&next.text) && !names::has_form(&first.text);
    // `COMMUNAUTÉ DE COMMUNES` over `DU PAYS DE BRIZEUX`.
    let joins = begins_on(&first.text, &next.text) && first.bold == next.bold && !first.text.contains('–');
    let leads = (leads_on(&first.text) || joins) && (3..=8).contains(&words) || form;
    (named && leads && alike && goes_on).then(|| {
        let rest = if next.tokens.len() <= 4 { next.text.as_str() } else { names::trim(&next.text) };
        // `ABRIAL-` over `TOURNIER` is one word.
        let joint = if first.text.ends_with('-') && !first.text.ends_with(" -") { "" } else { " " };
        format!("{}{joint}{rest}", first.text)
    })
}

/// A name whose legal form stands alone on the line over it, in the same type: `SELARL` over `AUBRY-LEMESLE`.
pub(super) fn formed_above(sheet: &Sheet, block: &Block, place: usize, name: &str) -> Option<String> {
    let run = |place: usize| block.runs.get(place).and_then(|index| sheet.runs.get(*index));
    let (form, own) = (run(place.checked_sub(1)?)?, run(place)?);
    let alike = (form.size / own.size - 1.0).abs() < 0.25;
    let alone = form.tokens.len() == 1 && names::is_form(&form.text) && !names::has_form(name);
    (alone && alike).then(|| format!("{} {name}", form.text))
}

/// The lines of a letterhead that make one name: two or three lines of one type, set larger than what follows them, or
/// that the domain of the house names together.
pub(super) fn broken_name(sheet: &Sheet, block: &Block, place: usize, domains: &[String]) -> Option<String> {
    let runs: Vec<&Run> = block.lines(sheet).collect();
    let first = runs.get(place)?;
    let alike = |run: &Run| (run.size / first.size - 1.0).abs() < 0.12 && run.bold == first.bold;
    let under = place.checked_sub(1).and_then(|above| runs.get(above)).is_some_and(|above| alike(above));
    let mut lines = runs.iter().skip(place).take_while(|run| alike(run)).count();
    // `Lien Hoste`, `Fotografie`, and the street in the same type: `hallo@lienhostefotografie.be` names two lines.
    let told = (2..=3).find(|count| {
        let joined = runs.get(place..place + count).unwrap_or_default();
        let joined: String = joined.iter().flat_map(|run| names::essence(&run.text)).collect();
        joined.len() >= 8 && domains.contains(&joined)
    });
    if let Some(told) = told {
        lines = told;
    }
    let next = runs.get(place + lines);
    let larger = first.size > 1.25 * sheet.body || next.is_some_and(|next| first.size > 1.2 * next.size);
    // `La Compagnie` over `des Toits Verts`.
    let goes_on = |run: &Run| {
        let begins = run.text.split(' ').next().unwrap_or_default();
        matches!(
            begins,
            "de" | "du" | "des" | "et" | "&" | "la" | "le" | "les" | "en" | "van" | "and" | "und"
        ) || begins.starts_with("d’")
            || begins.starts_with("d'")
    };
    let named = |run: &&Run| {
        (names::may_be_name(&run.text) || goes_on(run))
            && !blocks::is_street(&run.fold)
            && blocks::postal(run).is_none()
            && !is_place_of_the_house(&run.fold)
            && !run.text.chars().any(|c| c.is_ascii_digit() || matches!(c, ',' | ':' | '·' | '|' | '–'))
    };
    let group = runs.get(place..place + lines)?;
    let words: usize = group.iter().map(|run| run.tokens.len()).sum();
    if under && told.is_none() {
        return None;
    }
    if !(2..=3).contains(&lines) || !larger && told.is_none() || words > 6 || !group.iter().all(named) {
        return None;
    }
    Some(group.iter().map(|run| run.text.as_str()).collect::<Vec<_>>().join(" "))
}

/// A run without the label that opens it, and the side that the label names; the label may be the run before.
pub(super) fn unlabelled(sheet: &Sheet, labels: &Labels, index: usize) -> (Range<usize>, Option<Concept>) {
    let Some(run) = sheet.runs.get(index) else { return (0..0, None) };
    if super::roles::heads_lines(labels, run.row) {
        return (run.tokens.clone(), None);
    }
    let is_side =
        |label: &&Label| matches!(label.concept, Concept::Supplier | Concept::Customer | Concept::Delivery);
    let on_row = labels.on_row(run.row);
    let own = on_row
        .iter()
        .filter(is_side)
        .filter(|label| run.tokens.contains(&label.span.start))
        .filter(|label| {
            // With a colon, or opening the run; `pour le compte de X` may stand inside it.
            let colon = sheet.span(&label.span).last().is_some_and(|token| token.text.ends_with(':'))
                || sheet.tokens.get(label.span.end).is_some_and(|token| token.text == ":");
            colon
                || label.opens && label.span.len() > 1
                || label.opens
                    && label.concept == Concept::Customer
                    && names_a_company(sheet, label.span.end, run)
                || [
                    "intestatario",
                    "intestato",
                    "compte de",
                    "ordre de",
                    "rekening van",
                    "naam van",
                    "behalf of",
                    "rechnung",
                    "marque",
                    "enseigne de",
                    "enseigne commerciale de",
                    "nom commercial de",
                    "exploit",
                    "merk van",
                    "handelsnaam van",
                    "trading name",
                    "brand of",
                    "marke",
                ]
                .iter()
                .any(|words| sheet.words(&label.span).to_lowercase().contains(words))
        })
        .max_by_key(|label| label.span.end);
    if let Some(label) = own {
        let mut start = label.span.end;
        while sheet.tokens.get(start).is_some_and(|token| token.parts.is_empty()) && start < run.tokens.end {
            start += 1;
        }
        if start < run.tokens.end {
            return (start..run.tokens.end, Some(label.concept));
        }
    }
    // `Annonceur : Dupont SAS`, whatever the word before the colon: a name over an address.
    let told =
        on_row.iter().filter(is_side).any(|label| label.opens && run.tokens.contains(&label.span.start));
    if let Some(start) = behind_colon(sheet, run, index).filter(|_| !told) {
        return (start..run.tokens.end, None);
    }
    let first_of_row = sheet.rows.get(run.row).map_or(index, |row| row.runs.start);
    let before = index
        .checked_sub(1)
        .filter(|before| *before >= first_of_row)
        .and_then(|before| sheet.runs.get(before));
    if let Some(before) = before {
        let beside = on_row
            .iter()
            .filter(is_side)
            .find(|label| label.opens && label.alone && before.tokens.contains(&label.span.start));
        if let Some(label) = beside.filter(|_| run.x0 - before.x1 < 140.0) {
            return (run.tokens.clone(), Some(label.concept));
        }
    }
    (run.tokens.clone(), None)
}

/// `voor Studio Kwadraat BV, Tiensevest 60 bus 3, 3000 Leuven`: a name with its legal form and an address behind a comma.
fn names_a_company(sheet: &Sheet, from: usize, run: &Run) -> bool {
    let rest = sheet.words(&(from..run.tokens.end));
    rest.split_once(',').is_some_and(|(name, _)| names::has_form(name)) && blocks::postal(run).is_some()
}

/// Where a name begins behind a colon in a run under which an address stands.
fn behind_colon(sheet: &Sheet, run: &Run, index: usize) -> Option<usize> {
    let colon = run
        .tokens
        .clone()
        .take(4)
        .find(|at| sheet.tokens.get(*at).is_some_and(|token| token.text.ends_with(':')))?;
    let start = colon + 1;
    let words = sheet.words(&(start..run.tokens.end));
    let under = sheet
        .runs
        .iter()
        .skip(index + 1)
        .take(24)
        .find(|below| below.y0 >= run.y1 - 2.0 && below.x0 < run.x1 && below.x1 > run.x0)?;
    let address = blocks::is_street(&under.fold) || blocks::postal(under).is_some();
    (start < run.tokens.end
        && address
        && under.y0 - run.y1 < 1.5 * (run.y1 - run.y0)
        && names::may_be_name(names::trim(&words)))
    .then_some(start)
}
