//! The name that the law has a seller print beside its numbers, and the brand that stands large over it.

use super::identifiers::{Candidate as Found, Identifier};
use super::names;
use super::parties::{Name, Seen};
use super::text::Sheet;

/// The blocks that hold a number of the company that sells: VAT number, SIRET or SIREN.
pub(super) fn numbered<'s, 'b>(
    sheet: &Sheet,
    ids: &[Found],
    own: &[usize],
    seen: &'s [Seen<'b>],
) -> Vec<&'s Seen<'b>> {
    let company = |id: &Found| {
        matches!(id.identifier, Identifier::Vat(_) | Identifier::Siret(_) | Identifier::Siren(_))
    };
    own.iter()
        .filter_map(|index| ids.get(*index))
        .filter(|id| company(id))
        .filter_map(|id| seen.iter().find(|s| holds(sheet, s, id)))
        .collect()
}

fn holds(sheet: &Sheet, s: &Seen, id: &Found) -> bool {
    s.block.lines(sheet).any(|run| run.tokens.contains(&id.span.start))
}

fn is_formed(name: &Name) -> bool {
    name.formed || names::has_form(&name.text)
}

/// Whether two names are of one house: one is a part of the other, or its first letters.
fn is_one(a: &str, b: &str) -> bool {
    names::contains(a, b) || names::contains(b, a) || names::is_acronym(a, b) || names::is_acronym(b, a)
}

/// The owner's name where the legal mentions break it over two lines (`… JURA` over `EXPRESS MESSAGERIE S.A.S. au capital …`)
/// and the letterhead prints it whole.
pub(super) fn complete_owner(sheet: &Sheet, suppliers: &mut [Name]) {
    let Some(owner) = suppliers.first() else { return };
    let begins = sheet.tokens.get(owner.span.start).and_then(|token| sheet.runs.get(token.run));
    if begins.is_none_or(|run| run.tokens.start != owner.span.start) {
        return;
    }
    let above = owner.span.start.checked_sub(1).and_then(|at| sheet.tokens.get(at));
    let Some(above) = above else { return };
    let mut whole = above.parts.clone();
    whole.extend(names::essence(&owner.text));
    let printed =
        suppliers.iter().find(|name| names::essence(&name.text) == whole).map(|name| name.text.clone());
    if let (Some(text), Some(owner)) = (printed, suppliers.first_mut()) {
        owner.text = text;
    }
}

fn bears(sheet: &Sheet, s: &Seen, name: &Name) -> bool {
    s.block.lines(sheet).any(|run| names::contains(&run.text, &name.text))
}

/// A brand in large type, and elsewhere one name with a legal form beside every number of the seller: that is who sells
/// (CGI ann. II art. 242 nonies A; Directive 2006/112/EC, art. 226).
pub(super) fn legal_name_first(sheet: &Sheet, numbered: &[&Seen], suppliers: &mut [Name]) {
    // A number repeated apart (on the card slip, at the foot) says nothing against a name.
    let formed = |s: &&&Seen| suppliers.iter().any(|name| is_formed(name) && bears(sheet, s, name));
    let named: Vec<&&Seen> = numbered.iter().filter(formed).collect();
    if named.is_empty() {
        return;
    }
    let owner = suppliers.iter().position(|name| {
        is_formed(name)
            && name.supplier > 0.8
            && name.customer < 1.0
            && named.iter().all(|s| bears(sheet, s, name))
    });
    let Some(head) = owner.and_then(|at| suppliers.get_mut(..=at)) else { return };
    let Some(top) = head.first() else { return };
    let (first, formed) = (owner == Some(0), is_formed(top));
    if !first && formed {
        return;
    }
    let score = top.supplier + if first { 0.0 } else { 0.3 };
    head.rotate_right(1);
    if let Some(name) = head.first_mut() {
        (name.supplier, name.mentioned) = (score, true);
    }
}

/// Marks the best supplier's name where it is the only one with a legal form in the blocks that hold the company's numbers.
pub(super) fn mark_owner(sheet: &Sheet, numbered: &[&Seen], suppliers: &mut [Name]) {
    let alone = |name: &Name| {
        numbered.iter().any(|s| bears(sheet, s, name))
            && !suppliers.iter().any(|other| {
                is_formed(other)
                    && !is_one(&other.text, &name.text)
                    && numbered.iter().any(|s| bears(sheet, s, other))
            })
    };
    let owner = suppliers.first().is_some_and(|name| is_formed(name) && alone(name));
    if let Some(name) = suppliers.first_mut() {
        name.numbered = owner;
    }
}

/// Whether an identifier stands in one block with a name.
pub(super) fn is_beside(sheet: &Sheet, seen: &[Seen], id: &Found, name: &Name) -> bool {
    seen.iter().any(|s| holds(sheet, s, id) && bears(sheet, s, name))
}

/// Whether a block names the house whose brand stands large at the head of the paper: `HAPKLAAR` over two columns, and
/// `Hapklaar Delivery BV` in one of them.
pub(super) fn bears_the_brand(sheet: &Sheet, s: &Seen) -> bool {
    let lines: Vec<&str> =
        s.block.lines(sheet).map(|run| run.text.as_str()).filter(|line| names::has_form(line)).collect();
    let height = sheet.frames.first().map_or(842.0, |frame| frame.height.max(842.0));
    sheet.runs.iter().enumerate().any(|(index, run)| {
        let head = sheet.rows.get(run.row).is_some_and(|row| row.page == 0) && run.y0 < 0.15 * height;
        let large = run.size > 1.2 * sheet.body && run.tokens.len() <= 3;
        head && large
            && !s.block.runs.contains(&index)
            && names::may_be_name(&run.text)
            && names::essence(&run.text).concat().len() >= 5
            && lines.iter().any(|line| names::contains(line, &run.text))
    })
}
