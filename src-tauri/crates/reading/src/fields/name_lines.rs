//! Lines that are no name, or name somebody beside the party: the sender's line, a desk, a place, a row of a table.

use std::ops::Range;

use super::text::{Run, Sheet};
use super::{blocks, names};

pub(super) fn fold_of(text: &str) -> String {
    super::text::fold_parts(text).join(" ")
}

/// Whether a run opens an address without naming whom it is for: the sender's line over a window, a desk, a person.
pub(super) fn opens_address(run: &Run, unlabelled: bool) -> bool {
    names::is_department(&run.fold) || names::is_titled_person(&run.fold) || unlabelled && is_sender_line(run)
}

/// Name, street and town in one line, as senders print them over an address window (DIN 5008).
pub(super) fn is_sender_line(run: &Run) -> bool {
    let head = [" · ", " - ", " – ", " | ", " • "].iter().filter_map(|mark| run.text.find(mark)).min();
    let named = head.and_then(|at| run.text.get(..at)).is_some_and(|head| {
        names::may_be_name(head)
            && !head.chars().any(|c| c.is_ascii_digit())
            && !blocks::is_street(&fold_of(head))
    });
    named && blocks::postal(run).is_some()
}

/// Whether two numbers or more stand behind a run on its row.
pub(super) fn counted_behind(sheet: &Sheet, run: &Run, row: Range<usize>) -> bool {
    let numbers = sheet.runs.get(row).unwrap_or_default().iter().filter(|other| {
        other.x0 > run.x1 && other.text.starts_with(|c: char| c.is_ascii_digit() || c == '-')
    });
    numbers.filter(|other| other.tokens.len() <= 3).count() >= 2
}

/// Whether the next run on the row is a value: a date or a number.
pub(super) fn answered(sheet: &Sheet, run: &Run) -> bool {
    let next = sheet.rows.get(run.row).and_then(|row| {
        let runs = sheet.runs.get(row.runs.clone())?;
        runs.iter().find(|next| next.x0 > run.x1)
    });
    run.size < 1.25 * sheet.body
        && next.is_some_and(|next| {
            next.x0 - run.x1 < 120.0
                && next.tokens.len() <= 3
                && next.text.starts_with(|c: char| c.is_ascii_digit())
                && blocks::postal(next).is_none()
                && !blocks::is_street(&next.fold)
        })
}

/// `Tours, le 7 juillet 2026`, `Gent, 12 mei 2026`: where and when a letter was written.
pub(super) fn is_place_of_a_date(text: &str) -> bool {
    let Some((place, rest)) = text.split_once(',') else { return false };
    let rest = rest.trim_start();
    let day =
        ["le ", "den ", "the ", "op ", "am "].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let month = day.split(' ').nth(1).is_some_and(|word| word.starts_with(char::is_alphabetic));
    let figures = day.split(' ').next().is_some_and(|word| word.matches(['/', '.', '-']).count() == 2);
    place.split(' ').count() <= 3 && day.starts_with(|c: char| c.is_ascii_digit()) && (month || figures)
}

/// Whether the label before a name is one that announces a house rather than one of its clerks.
pub(super) fn is_house(sheet: &Sheet, name: &Range<usize>) -> bool {
    let before = sheet.span(&(name.start.saturating_sub(4)..name.start));
    !before.iter().flat_map(|token| token.parts.iter()).any(|part| {
        matches!(
            part.as_str(),
            "vendeur"
                | "agent"
                | "representant"
                | "verkoper"
                | "verkaufer"
                | "seller"
                | "vendor"
                | "employe"
                | "medewerker"
                | "mitarbeiter"
                | "collaborateur"
                | "apporteur"
                | "mandataire"
        )
    })
}

/// Whether a line names a trade and nobody: `Boulangerie - Pâtisserie`.
pub(super) fn is_trade_alone(fold: &str) -> bool {
    let mut words = fold.split(' ').filter(|word| !word.is_empty()).peekable();
    words.peek().is_some()
        && words.all(|word| names::has_trade_word(word) || matches!(word, "et" | "en" | "de" | "d"))
}

/// `Magasin de Toulouse`, `Agence Nord`.
pub(super) fn is_place_of_the_house(fold: &str) -> bool {
    [
        "magasin ",
        "agence ",
        "succursale ",
        "point de vente ",
        "filiaal ",
        "winkel ",
        "filiale ",
        "service ",
        "depot ",
        "vestiging ",
        "niederlassung ",
        "standort ",
        "etablissement de ",
        "antenne ",
        "showroom ",
        "entrepot ",
        "magazijn ",
    ]
    .iter()
    .any(|place| fold.starts_with(place))
        || ["bureau d ", "bureau de ", "nos bureaux", "nos agences"]
            .iter()
            .any(|place| fold.starts_with(place))
            && !fold.starts_with("bureau d etude")
        || fold.ends_with(" branch")
}
