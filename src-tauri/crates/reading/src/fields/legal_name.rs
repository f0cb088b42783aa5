//! The name that the law has a seller print beside its numbers, and the brand that stands large over it.

use super::identifiers::Candidate as Found;
use super::name_lines::is_sender_line;
use super::names;
use super::parties::{Name, Seen};
use super::text::Sheet;

/// A block that holds a number of the company that sells (VAT number, SIRET or SIREN), and over it the blocks of the same
/// column that stand near, the nearest first: name and address, telephone, numbers one under the other.
pub(super) struct Card<'s, 'b> {
    block: &'s Seen<'b>,
    over: Vec<&'s Seen<'b>>,
}

impl Card<'_, '_> {
    fn bears(&self, sheet: &Sheet, name: &Name) -> bool {
        bears(sheet, self.block, name) || self.over.iter().any(|s| bears(sheet, s, name))
    }
}

/// Blocks over a number that may belong to it.
const MOST: usize = 3;

/// The cards of the company that sells.
pub(super) fn cards<'s, 'b>(
    sheet: &Sheet,
    ids: &[Found],
    own: &[usize],
    seen: &'s [Seen<'b>],
    customers: &[&Seen],
) -> Vec<Card<'s, 'b>> {
    own.iter()
        .filter_map(|index| ids.get(*index))
        .filter(|id| id.identifier.is_company())
        .filter_map(|id| seen.iter().find(|s| holds(sheet, s, id)))
        .map(|block| Card { block, over: over(sheet, block, seen, customers) })
        .collect()
}

fn over<'s, 'b>(
    sheet: &Sheet,
    block: &'s Seen<'b>,
    seen: &'s [Seen<'b>],
    customers: &[&Seen],
) -> Vec<&'s Seen<'b>> {
    let above = |low: &Seen| {
        let near = |s: &&Seen| {
            s.block.stands_over(low.block, sheet.body)
                && !customers.iter().any(|c| std::ptr::eq(c.block, s.block))
        };
        seen.iter().filter(near).max_by(|a, b| a.block.y1.total_cmp(&b.block.y1))
    };
    std::iter::successors(above(block), |low| above(low)).take(MOST).collect()
}

fn holds(sheet: &Sheet, s: &Seen, id: &Found) -> bool {
    s.block.lines(sheet).any(|run| run.tokens.contains(&id.span.start))
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

/// Whether a name is the first line of a block, under the label.
fn opens(sheet: &Sheet, s: &Seen, name: &Name) -> bool {
    s.block.lines(sheet).nth(s.start).is_some_and(|run| names::contains(&run.text, &name.text))
}

fn bears(sheet: &Sheet, s: &Seen, name: &Name) -> bool {
    s.block.lines(sheet).any(|run| names::contains(&run.text, &name.text))
}

/// A brand in large type, and elsewhere one name with a legal form beside every number of the seller: that is who sells (CGI
/// ann. II art. 242 nonies A; Directive 2006/112/EC, art. 226). Where no name stands beside the numbers: the one in the first
/// lines of a till's slip, or the one that opens the line of the whole address.
pub(super) fn legal_name_first(sheet: &Sheet, cards: &[Card], till: bool, suppliers: &mut [Name]) {
    // A number repeated apart (on the card slip, at the foot) says nothing against a name.
    let formed = |card: &&Card| suppliers.iter().any(|name| name.is_formed() && card.bears(sheet, name));
    let named: Vec<&Card> = cards.iter().filter(formed).collect();
    let owner = suppliers.iter().position(|name| {
        name.is_formed()
            && name.supplier > 0.8
            && name.customer < 1.0
            && if named.is_empty() {
                till && heads_the_slip(sheet, name) || heads_an_address(sheet, name)
            } else {
                named.iter().all(|card| card.bears(sheet, name))
            }
    });
    let Some(head) = owner.and_then(|at| suppliers.get_mut(..=at)) else { return };
    let Some(top) = head.first() else { return };
    let (first, formed) = (owner == Some(0), top.is_formed());
    if !first && formed {
        return;
    }
    let score = top.supplier + if first { 0.0 } else { 0.3 };
    head.rotate_right(1);
    if let Some(name) = head.first_mut() {
        (name.supplier, name.mentioned) = (score, true);
    }
}

/// Who sells where a label says so over a name and a number of its own: `Pour le compte du bailleur` over `SCI PRADO`, `SIREN …`,
/// whatever the agent that writes prints of itself.
pub(super) fn announced_first(sheet: &Sheet, cards: &[Card], suppliers: &mut [Name]) -> bool {
    let announced: Vec<&Seen> = cards.iter().map(|card| card.block).filter(|s| s.supplier).collect();
    let owner = suppliers.iter().position(|name| {
        name.is_formed() && announced.iter().any(|s| opens(sheet, s, name)) && name.customer < 1.0
    });
    let Some(head) = owner.filter(|at| *at > 0).and_then(|at| suppliers.get_mut(..=at)) else { return false };
    let score = head.first().map_or(0.0, |top| top.supplier) + 0.3;
    head.rotate_right(1);
    if let Some(name) = head.first_mut() {
        (name.supplier, name.labelled, name.numbered) = (score, true, true);
    }
    true
}

/// Whether a name stands among the first lines of a slip, where its house does.
fn heads_the_slip(sheet: &Sheet, name: &Name) -> bool {
    sheet.tokens.get(name.span.start).is_some_and(|token| token.row <= 3)
}

/// Whether a name opens a line that gives its whole address: `Mertens & Zonen NV - Slachthuislaan 40 - 2060 Antwerpen`.
fn heads_an_address(sheet: &Sheet, name: &Name) -> bool {
    let run = sheet.tokens.get(name.span.start).and_then(|token| sheet.runs.get(token.run));
    run.is_some_and(|run| run.tokens.start == name.span.start && is_sender_line(run))
        && sheet.depth(&name.span) < 0.25
}

/// Marks the best supplier's name where it is the only one with a legal form in the blocks that hold the company's numbers.
pub(super) fn mark_owner(sheet: &Sheet, cards: &[Card], suppliers: &mut [Name]) {
    let alone = |name: &Name| {
        cards.iter().any(|card| bears(sheet, card.block, name))
            && !suppliers.iter().any(|other| {
                other.is_formed()
                    && !is_one(&other.text, &name.text)
                    && cards.iter().any(|card| bears(sheet, card.block, other))
            })
    };
    let owner = suppliers.first().is_some_and(|name| name.is_formed() && alone(name));
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
