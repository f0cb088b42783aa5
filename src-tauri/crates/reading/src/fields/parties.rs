//! Who sold and who bought: names from letterheads, legal footers, labels and address windows; identifiers given to
//! the side where they stand.

use std::ops::Range;

use liasse_domain::{Country, DocumentKind, Flow};

use super::Context;
use super::addressees::{customer_blocks, other_address};
use super::agents::{agent, is_of};
use super::blocks::{self, Block};
use super::brand_owner::{is_parent, owners};
use super::identifiers::{Candidate as Found, Identifier};
use super::labels::{Concept, Labels};
use super::legal_name::{
    announced_first, bears_the_brand, cards, complete_owner, is_beside, legal_name_first, mark_owner,
};
use super::merged_names::{merge, self_billed};
use super::names;
use super::party_names::{candidates, domain_words};
use super::side_labels::{inline_side, side_label};
use super::sides::{country, sides};
use super::text::{Run, Sheet, fold_parts};
use super::words as lists;

/// A name that was found on the paper.
#[derive(Debug, Clone)]
pub struct Name {
    /// As printed.
    pub text: String,
    /// Its words.
    pub span: Range<usize>,
    /// Score as the supplier's.
    pub supplier: f32,
    /// Score as the customer's.
    pub customer: f32,
    /// Announced by a label of its side.
    pub labelled: bool,
    /// Printed with a legal form or the mentions that a company must print.
    pub formed: bool,
    /// Printed in the legal mentions, among capital, register and seat.
    pub mentioned: bool,
    /// The only name with a legal form beside the numbers of the company that sells.
    pub numbered: bool,
    /// Times that it is printed.
    pub times: usize,
}

impl Name {
    /// Whether it bears a legal form, or stands with the mentions that a company must print.
    pub fn is_formed(&self) -> bool {
        self.formed || names::has_form(&self.text)
    }
}

/// The parties.
#[derive(Debug, Clone, Default)]
pub struct Parties {
    /// Names, best supplier first.
    pub suppliers: Vec<Name>,
    /// Names, best customer first.
    pub customers: Vec<Name>,
    /// Identifiers of the supplier, best first: indexes of the identifiers found.
    pub supplier_ids: Vec<usize>,
    /// Identifiers of the customer.
    pub customer_ids: Vec<usize>,
    /// Identifiers whose place tells little of their side.
    pub doubtful_ids: Vec<usize>,
    /// The supplier's country with how well it is known.
    pub country: Option<(Country, f32)>,
    /// Who draws the paper up in the seller's name.
    pub agent: Option<String>,
}

/// One address or text block with what its lines tell.
pub(super) struct Seen<'a> {
    pub block: &'a Block,
    pub has_postal: bool,
    pub has_contact: bool,
    /// A telephone, an address of the web, an account: whoever writes prints them.
    pub has_line: bool,
    pub customer: bool,
    pub supplier: bool,
    pub delivery: bool,
    /// Position of the first line of the party (after a label).
    pub start: usize,
}

/// Finds the parties.
pub fn find(sheet: &Sheet, labels: &Labels, ids: &[Found], kind: DocumentKind, context: &Context) -> Parties {
    let begins = |index: usize| side_label(sheet, labels, index).is_some();
    let blocks = blocks::find(sheet, &begins);
    let mut seen: Vec<Seen> = blocks.iter().map(|block| look(sheet, labels, ids, block, &blocks)).collect();
    announce_bands(sheet, ids, &mut seen);
    let mut customer_blocks: Vec<&Seen> = customer_blocks(sheet, &seen, ids, kind, context);
    customer_blocks.retain(|s| s.customer || !bears_the_brand(sheet, s));
    // On these papers a person bills the client, or is paid by it.
    let personal = is_drawn_up_for(sheet, kind);
    let domains = domain_words(sheet);
    let weigh = |customers: &[&Seen]| {
        let mut names = candidates(sheet, labels, &seen, customers, ids, personal, &domains);
        names.retain(|name| name.labelled || !is_parent(sheet, &name.span));
        names.extend(owners(sheet, &seen, customers, &names));
        weighed(sheet, names, context)
    };
    let mut names = weigh(&customer_blocks);
    // A label without an address under it may name a guest, a code, a desk.
    let addressed = customer_blocks.iter().any(|s| s.has_postal && (s.customer || !s.delivery))
        || names.iter().any(|name| name.labelled && name.formed && name.customer > 2.4);
    let till = matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip);
    let other = other_address(sheet, ids, &seen, &names).filter(|other| !bears_the_brand(sheet, other));
    if let (false, false, Some(other)) = (addressed, till, other) {
        customer_blocks.push(other);
        names = weigh(&customer_blocks);
    }
    // A name that is announced as the customer's is not the supplier's, wherever else it stands.
    let bought: Vec<String> = names
        .iter()
        .filter(|name| name.labelled && name.customer > 2.4 && name.customer > name.supplier + 1.0)
        .map(|name| name.text.clone())
        .collect();
    for name in &mut names {
        if bought.iter().any(|bought| names::same(bought, &name.text)) {
            name.supplier -= 3.5;
            name.customer += 0.5;
        }
    }
    for s in &seen {
        let named = s
            .block
            .lines(sheet)
            .any(|run| bought.iter().any(|bought| names::same(bought, names::trim(&run.text))));
        if named && !s.supplier && !customer_blocks.iter().any(|known| std::ptr::eq(known.block, s.block)) {
            customer_blocks.push(s);
        }
    }
    let agent = agent(sheet, &names);
    // An agent who is named writes in the seller's name, and buys nothing.
    let billed = agent.is_none() && is_self_billing(sheet);
    for name in
        names.iter_mut().filter(|name| agent.as_ref().is_some_and(|agent| names::same(agent, &name.text)))
    {
        (name.supplier, name.customer) = (name.supplier - 4.0, name.customer - 2.0);
    }
    // One name is not both: what speaks for one side speaks against the other.
    for name in &mut names {
        let (supplier, customer) = (name.supplier, name.customer);
        name.supplier -= 0.5 * customer.max(0.0);
        name.customer -= 0.25 * supplier.max(0.0);
    }
    let mut sides = sides(sheet, labels, ids, &seen, &customer_blocks, billed, context);
    if let Some(agent) = &agent {
        let is_agents = |at: &usize| ids.get(*at).is_some_and(|id| is_of(sheet, &seen, id, agent));
        sides.supplier.retain(|at| !is_agents(at));
        sides.customer.retain(|at| !is_agents(at));
    }
    // A commission statement is drawn up by the customer on the agent's behalf; its letterhead is the payer's.
    let mut suppliers = merge(&names, |name| name.supplier);
    let mut customers = merge(&names, |name| name.customer);
    if personal || billed {
        self_billed(&mut suppliers, &mut customers);
    }
    let cards = cards(sheet, ids, &sides.supplier, &seen, &customer_blocks);
    legal_name_first(sheet, &cards, till, &mut suppliers);
    if !personal && !billed {
        if !announced_first(sheet, &cards, &mut suppliers) {
            mark_owner(sheet, &cards, &mut suppliers);
        }
        // The numbers beside the owner's name are the owner's.
        if let Some(owner) = suppliers.first().filter(|name| name.numbered) {
            sides.doubtful.retain(|at| !ids.get(*at).is_some_and(|id| is_beside(sheet, &seen, id, owner)));
        }
    }
    complete_owner(sheet, &mut suppliers);
    let top = suppliers.first().map(|name| name.text.clone()).unwrap_or_default();
    customers.retain(|name| !names::same(&name.text, &top));
    let country = country(sheet, ids, &sides.supplier, &suppliers, &seen, &customer_blocks);
    Parties {
        suppliers,
        customers,
        supplier_ids: sides.supplier,
        customer_ids: sides.customer,
        doubtful_ids: sides.doubtful,
        country,
        agent,
    }
}

/// Names with what e-mail addresses, web sites and the client file's own identity say of them.
fn weighed(sheet: &Sheet, mut names: Vec<Name>, context: &Context) -> Vec<Name> {
    // `Kiosko est édité par Hexa Place SAS` is a sentence, and names its house at the end.
    let sentence = |name: &Name| lists::spoken("brand of", &fold_parts(&name.text).join(" "));
    let sentences: Vec<Range<usize>> =
        names.iter().filter(|name| sentence(name)).map(|name| name.span.clone()).collect();
    names.retain(|name| !sentence(name));
    for name in &mut names {
        if sentences.iter().any(|span| span.end == name.span.end) {
            name.supplier += 1.5;
        }
    }
    let words = domain_words(sheet);
    for name in &mut names {
        let essence = names::essence(&name.text).concat();
        if essence.len() >= 4
            && words.iter().any(|word| {
                word.contains(&essence)
                    || essence.contains(word.as_str()) && word.len() >= 5
                    || essence.len() >= 7 && super::text::nearly(word, &essence)
            })
        {
            name.supplier += 0.8;
        }
        let own = context.own.iter().any(|own| {
            names::same(&own.name, &name.text)
                || names::contains(&name.text, &own.name) && !own.name.is_empty()
        });
        if own {
            match context.flow {
                Flow::Purchases => (name.supplier, name.customer) = (-9.0, name.customer + 3.0),
                Flow::Sales => (name.supplier, name.customer) = (name.supplier + 3.0, -9.0),
            }
        }
    }
    names
}

/// Whether whoever pays draws such a paper up for an agent or an employee. A platform that pays out what it sold for a
/// house bills its own commission.
pub(super) fn is_drawn_up_for(sheet: &Sheet, kind: DocumentKind) -> bool {
    match kind {
        DocumentKind::ExpenseReport => true,
        DocumentKind::CommissionStatement => {
            !sheet.runs.iter().any(|run| super::words::spoken("payout", &run.fold))
        }
        _ => false,
    }
}

/// Whether the customer draws the invoice up for the supplier (CGI art. 289 I-2; Directive 2006/112/EC, art. 224).
pub(super) fn is_self_billing(sheet: &Sheet) -> bool {
    sheet.runs.iter().any(|run| {
        [
            "autofacturation",
            "auto facturation",
            "self billing",
            "selfbilling",
            "self billed",
            "au nom et pour le compte du",
        ]
        .iter()
        .any(|words| run.fold.contains(words))
    })
}

/// A name with a legal form over an address, and under it in the same column, block by block, a telephone or web address and
/// the number of a company: the letterhead in a side band.
fn announce_bands(sheet: &Sheet, ids: &[Found], seen: &mut [Seen]) {
    // The number of a Swiss company, which is no VAT number of the Union: `CHE-114.882.608 TVA`.
    let swiss = |text: &str| {
        let number = text.split(' ').find_map(|word| word.strip_prefix("CHE-"));
        number.is_some_and(|number| number.bytes().filter(u8::is_ascii_digit).count() == 9)
    };
    let company = |block: &Block| {
        block.lines(sheet).any(|run| swiss(&run.text))
            || ids.iter().any(|id| {
                matches!(id.identifier, Identifier::Vat(_) | Identifier::Siret(_))
                    && block.lines(sheet).any(|run| run.tokens.contains(&id.span.start))
            })
    };
    let below = |block: &Block| {
        let near = |other: &&Seen| block.stands_over(other.block, sheet.body);
        seen.iter().filter(near).min_by(|a, b| a.block.y0.total_cmp(&b.block.y0))
    };
    let is_band = |s: &Seen| {
        let formed = |run: &Run| names::has_form(names::trim(&run.text));
        if !s.has_postal || s.customer || s.delivery || !s.block.lines(sheet).take(2).any(formed) {
            return false;
        }
        let band: Vec<&Seen> =
            std::iter::successors(below(s.block), |next| below(next.block)).take(3).collect();
        let numbered = || band.iter().any(|next| company(next.block));
        band.iter().any(|next| next.has_line || next.has_contact)
            && (numbered() || s.block.lines(sheet).any(|run| swiss(&run.text)))
            && !band.iter().any(|next| next.has_postal)
    };
    let bands: Vec<bool> = seen.iter().map(is_band).collect();
    for (s, band) in seen.iter_mut().zip(bands) {
        s.supplier |= band;
    }
}

/// A telephone number that is all there is on its line: `04 226 71 50`.
fn is_bare_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (9..=12).contains(&digits)
        && text.starts_with(['0', '+'])
        && text.contains([' ', '.', '/'])
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '.' | '/' | '+' | '(' | ')'))
}

fn look<'a>(sheet: &Sheet, labels: &Labels, ids: &[Found], block: &'a Block, all: &[Block]) -> Seen<'a> {
    let runs: Vec<_> = block.lines(sheet).collect();
    let opens = |run_index: usize, concept: Concept| side_label(sheet, labels, run_index) == Some(concept);
    let first = block.runs.first().copied().unwrap_or(0);
    // A label may stand above as a block of its own, or beside the first line.
    let above = all
        .iter()
        .filter(|other| {
            other.page == block.page
                && other.y1 <= block.y0 + 2.0
                && block.y0 - other.y1 < 16.0
                && other.runs.len() == 1
                && other.x0 < block.x1
                && other.x1 > block.x0 - 20.0
        })
        .max_by(|a, b| a.y1.total_cmp(&b.y1))
        .and_then(|other| other.runs.last().copied());
    let beside = sheet.runs.get(first).and_then(|run| {
        let row = sheet.rows.get(run.row)?;
        let before = row.runs.clone().take_while(|i| *i < first).last()?;
        sheet.runs.get(before).is_some_and(|before| run.x0 - before.x1 < 140.0).then_some(before)
    });
    // The block's own label speaks first.
    let own = side_label(sheet, labels, first);
    let over = above.and_then(|run| side_label(sheet, labels, run));
    let told = own
        .or_else(|| inline_side(sheet, labels, first))
        .or(over)
        .or_else(|| beside.and_then(|run| side_label(sheet, labels, run)));
    let announced = |concept: Concept| told == Some(concept);
    let webbed = |text: &str| text.contains('@') || text.contains("www.");
    let reached = |run: &&Run| webbed(&run.text) || is_bare_phone(&run.text);
    let has_contact = runs.iter().any(|run| reached(run) || lists::spoken("contact line", &run.fold))
        || ids.iter().any(|id| {
            matches!(id.identifier, Identifier::Siret(_) | Identifier::Iban(_))
                && block
                    .runs
                    .iter()
                    .any(|r| sheet.runs.get(*r).is_some_and(|run| run.tokens.contains(&id.span.start)))
        });
    let labelled_first =
        [Concept::Customer, Concept::Supplier, Concept::Delivery].iter().any(|c| opens(first, *c));
    let has_line = runs.iter().any(|run| reached(run) || lists::spoken("house line", &run.fold))
        || ids.iter().any(|id| {
            matches!(id.identifier, Identifier::Iban(_))
                && runs.iter().any(|run| run.tokens.contains(&id.span.start))
        });
    Seen {
        block,
        has_postal: runs.iter().any(|run| blocks::postal(run).is_some()),
        has_contact,
        has_line,
        customer: announced(Concept::Customer),
        supplier: announced(Concept::Supplier),
        delivery: announced(Concept::Delivery),
        start: usize::from(labelled_first),
    }
}
