//! Who sold and who bought: names from letterheads, legal footers, labels and address windows; identifiers given to
//! the side where they stand.

use std::ops::Range;

use liasse_domain::{Country, DocumentKind, Flow};

use super::Context;
use super::blocks::{self, Block};
use super::identifiers::{Candidate as Found, Identifier};
use super::labels::{Concept, Labels};
use super::name_lines::is_sender_line;
use super::names;
use super::party_names::{candidates, domain_words, embedded, merge, self_billed};
use super::side_labels::{inline_side, side_label};
use super::sides::{country, sides};
use super::text::Sheet;

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
    /// Times that it is printed.
    pub times: usize,
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
    let seen: Vec<Seen> = blocks.iter().map(|block| look(sheet, labels, ids, block, &blocks)).collect();
    let customer_blocks: Vec<&Seen> = customer_blocks(sheet, &seen, kind, context);
    // On these papers a person bills the client, or is paid by it.
    let personal = matches!(kind, DocumentKind::CommissionStatement | DocumentKind::ExpenseReport);
    let mut names = candidates(sheet, labels, &seen, &customer_blocks, ids, personal);
    let words = domain_words(sheet);
    for name in &mut names {
        let essence = names::essence(&name.text).concat();
        if essence.len() >= 4
            && words
                .iter()
                .any(|word| word.contains(&essence) || essence.contains(word.as_str()) && word.len() >= 5)
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
    let mut customer_blocks = customer_blocks;
    for s in &seen {
        let named = s
            .block
            .runs
            .iter()
            .filter_map(|i| sheet.runs.get(*i))
            .any(|run| bought.iter().any(|bought| names::same(bought, names::trim(&run.text))));
        if named && !s.supplier && !customer_blocks.iter().any(|known| std::ptr::eq(known.block, s.block)) {
            customer_blocks.push(s);
        }
    }
    // One name is not both: what speaks for one side speaks against the other.
    for name in &mut names {
        let (supplier, customer) = (name.supplier, name.customer);
        name.supplier -= 0.5 * customer.max(0.0);
        name.customer -= 0.25 * supplier.max(0.0);
    }
    let sides = sides(sheet, labels, ids, &seen, &customer_blocks, context);
    // A commission statement is drawn up by the customer on the agent's behalf; its letterhead is the payer's.
    let mut suppliers = merge(&names, |name| name.supplier);
    let mut customers = merge(&names, |name| name.customer);
    if personal || is_self_billing(sheet) {
        self_billed(&mut suppliers, &mut customers);
    }
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
    }
}

/// Whether the customer draws the invoice up for the supplier (CGI art. 289 I-2; Directive 2006/112/EC, art. 224).
fn is_self_billing(sheet: &Sheet) -> bool {
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

fn look<'a>(sheet: &Sheet, labels: &Labels, ids: &[Found], block: &'a Block, all: &[Block]) -> Seen<'a> {
    let runs: Vec<_> = block.runs.iter().filter_map(|i| sheet.runs.get(*i)).collect();
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
    let has_contact = runs.iter().any(|run| {
        let f = format!(" {} ", run.fold);
        run.text.contains('@')
            || run.text.contains("www.")
            || [
                " tel ",
                " telephone ",
                " fax ",
                " siret ",
                " rcs ",
                " r c s ",
                " siren ",
                " iban ",
                " gsm ",
                " telefoon ",
                " kvk ",
                " capital ",
                " ape ",
                " telefon ",
            ]
            .iter()
            .any(|w| f.contains(w))
    }) || ids.iter().any(|id| {
        matches!(id.identifier, Identifier::Siret(_) | Identifier::Iban(_))
            && block
                .runs
                .iter()
                .any(|r| sheet.runs.get(*r).is_some_and(|run| run.tokens.contains(&id.span.start)))
    });
    let labelled_first =
        [Concept::Customer, Concept::Supplier, Concept::Delivery].iter().any(|c| opens(first, *c));
    let has_line = runs.iter().any(|run| {
        let f = format!(" {} ", run.fold);
        run.text.contains('@') || run.text.contains("www.") || LINES.iter().any(|words| f.contains(words))
    }) || ids.iter().any(|id| {
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

/// Words of the lines by which a house is reached, paid and registered; a customer's SIREN stands in his address too
/// (CGI ann. II art. 242 nonies A, 1°).
const LINES: [&str; 14] = [
    " tel ",
    " telephone ",
    " fax ",
    " rcs ",
    " r c s ",
    " iban ",
    " gsm ",
    " telefoon ",
    " kvk ",
    " capital ",
    " ape ",
    " naf ",
    " telefon ",
    " hrb ",
];

/// The blocks that hold the customer: announced by a label, or bearing the client file's own name, or the address
/// window when nothing is announced.
fn customer_blocks<'a>(
    sheet: &Sheet,
    seen: &'a [Seen<'a>],
    kind: DocumentKind,
    context: &Context,
) -> Vec<&'a Seen<'a>> {
    let named = |s: &&Seen| {
        s.block.runs.iter().skip(s.start).filter_map(|i| sheet.runs.get(*i)).any(|run| {
            // `Cliente: Faytois Industries`: the name stands behind the label.
            let text = run.text.split_once(':').map_or(run.text.as_str(), |(_, name)| name.trim());
            names::may_be_name(names::trim(text))
                && !blocks::is_street(&run.fold)
                && blocks::postal(run).is_none()
        })
    };
    let mut found: Vec<&Seen> =
        seen.iter().filter(|s| (s.customer || s.delivery) && s.block.page == 0).filter(named).collect();
    if context.flow == Flow::Purchases {
        let owns = |s: &&Seen| {
            s.block.runs.iter().filter_map(|i| sheet.runs.get(*i)).any(|run| {
                context.own.iter().any(|own| {
                    !own.name.is_empty() && names::contains(&run.text, &own.name) && run.fold.len() < 60
                })
            })
        };
        found.extend(seen.iter().filter(owns));
    }
    if found.iter().any(|s| s.customer) || matches!(kind, DocumentKind::Receipt | DocumentKind::CardSlip) {
        return found;
    }
    // The address window: a plain address in the upper part of the first page, no contact details in it; the letterhead
    // stands above or to the left.
    let Some(frame) = sheet.frames.first() else { return found };
    let plain: Vec<&Seen> = seen
        .iter()
        .filter(|s| {
            s.block.page == 0
                && s.has_postal
                && !s.has_line
                && !s.supplier
                && !s.delivery
                && s.block.runs.len() >= 2
        })
        // An address window begins with the addressee's name, maybe under the sender's address in small type.
        .filter(|s| {
            let runs = s.block.runs.iter().filter_map(|run| sheet.runs.get(*run));
            let mut first = runs
                .filter(|run| !is_sender_line(run) && !names::is_titled_person(&run.fold))
                .take(2)
                .filter(|run| !names::is_department(&run.fold));
            first.any(|run| {
                !blocks::is_street(&run.fold)
                    && blocks::postal(run).is_none()
                    && names::may_be_name(&run.text)
                    && !run.text.starts_with(|c: char| c.is_ascii_digit())
                    && !run.text.ends_with(|c: char| c.is_ascii_digit())
            })
        })
        .filter(|s| s.block.y0 < 0.42 * frame.height)
        .collect();
    let addresses = seen
        .iter()
        .filter(|s| s.block.page == 0 && s.has_postal && !s.delivery && s.block.y0 < 0.45 * frame.height)
        .count();
    // The house names itself in the mentions at the foot: the only address above is the addressee's.
    let foot = 0.75 * frame.height;
    let addressed = seen.iter().filter(|s| s.has_postal && s.block.page == 0 && s.block.y0 > foot);
    let below =
        addressed.filter_map(|s| s.block.runs.first()).filter_map(|run| sheet.runs.get(*run)).any(|run| {
            names::has_form(&run.text)
                && !plain.iter().any(|s| {
                    let runs = s.block.runs.iter().filter_map(|i| sheet.runs.get(*i));
                    runs.into_iter().any(|own| names::same(&own.text, names::trim(&run.text)))
                })
        });
    let mentioned = plain.len() == 1 && below
        || plain.len() == 1
            && embedded(sheet, seen, &[]).iter().any(|name| {
                let low = sheet.tokens.get(name.span.start).is_some_and(|token| token.y0 > foot);
                let own = plain.iter().any(|s| {
                    s.block
                        .runs
                        .iter()
                        .filter_map(|i| sheet.runs.get(*i))
                        .any(|run| names::contains(&run.text, &name.text))
                });
                low && !own
            });
    let window = plain
        .iter()
        .filter(|s| {
            let right = s.block.x0 > 0.42 * frame.width;
            let higher = seen.iter().any(|o| {
                o.has_postal
                    && o.block.page == 0
                    && o.block.y0 < s.block.y0 - 20.0
                    && !std::ptr::eq(o.block, s.block)
            });
            // The sender's address in one small line over the addressee's: a window by itself.
            let sender =
                s.block.runs.first().and_then(|run| sheet.runs.get(*run)).is_some_and(is_sender_line);
            right || higher || sender || mentioned || addresses == 1 && s.block.y0 > 0.12 * frame.height
        })
        .max_by(|a, b| {
            // A block with registers in it may be the letterhead.
            let plain = |s: &Seen| if s.has_contact { 0.0 } else { 2.0 };
            let score = |s: &Seen| plain(s) + s.block.x0 / frame.width + 0.6 * s.block.y0 / frame.height;
            score(a).total_cmp(&score(b))
        });
    found.extend(window);
    found
}
