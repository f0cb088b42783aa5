//! Whom the paper is for: the block of an address that a label announces, that bears the client file's own name, that
//! stands where windows stand, or that is left over when the supplier is known.

use liasse_domain::{DocumentKind, Flow};

use super::Context;
use super::blocks;
use super::identifiers::{Candidate as Found, Identifier};
use super::merged_names::merge;
use super::name_lines::{is_place_of_the_house, is_sender_line};
use super::names;
use super::parties::{Name, Seen};
use super::party_names::{domain_words, embedded};
use super::sides::{company_of, is_inside};
use super::text::{Run, Sheet};

/// The blocks that hold the customer: announced by a label, or bearing the client file's own name, or the address
/// window when nothing is announced.
pub(super) fn customer_blocks<'a>(
    sheet: &Sheet,
    seen: &'a [Seen<'a>],
    ids: &[Found],
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
            s.block.lines(sheet).any(|run| {
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
                && !bears_the_only_number(ids, s, sheet)
        })
        // An address window begins with the addressee's name, maybe under the sender's address in small type.
        .filter(|s| {
            let runs: Vec<_> = s.block.lines(sheet).collect();
            let place = |run: &Run| blocks::is_street(&run.fold) || blocks::postal(run).is_some();
            // `M. et Mme Gaudin` right over the street is who it is for, over a firm's name a person in the firm.
            let person = |at: usize, run: &Run| {
                names::is_titled_person(&run.fold) && runs.get(at + 1).is_some_and(|next| place(next))
            };
            let mut first = runs
                .iter()
                .enumerate()
                .filter(|(at, run)| {
                    !is_sender_line(run) && (!names::is_titled_person(&run.fold) || person(*at, run))
                })
                .take(2)
                .filter(|(_, run)| !names::is_department(&run.fold));
            first.any(|(at, run)| {
                !place(run)
                    && (names::may_be_name(&run.text) || person(at, run))
                    // `Contactpersoon: Bart Wils` is a field of the head, `À : Dupont SAS` over a street an address.
                    && (!run.text.contains(": ") || runs.get(at + 1).is_some_and(|next| place(next)))
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
                    let runs = s.block.lines(sheet);
                    runs.into_iter().any(|own| names::same(&own.text, names::trim(&run.text)))
                })
        });
    let mentioned = plain.len() == 1 && below
        || plain.len() == 1
            && embedded(sheet, seen, &[]).iter().any(|name| {
                let low = sheet.tokens.get(name.span.start).is_some_and(|token| token.y0 > foot);
                let own = plain
                    .iter()
                    .any(|s| s.block.lines(sheet).any(|run| names::contains(&run.text, &name.text)));
                low && !own
            });
    // An address whose name the mentions at the foot or the web site repeat is the house's own.
    let window = plain
        .iter()
        .filter(|s| !is_sender(sheet, s))
        // Right at the head of the sheet stands the letterhead; windows begin lower (DIN 5008, NF Z 11-001).
        .filter(|s| {
            s.block.y0 > 0.075 * frame.height
                || !plain.iter().any(|other| other.block.y0 > 0.075 * frame.height)
        })
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
            right
                || higher
                || sender
                || mentioned
                || addresses == 1 && !s.has_contact && s.block.y0 > 0.12 * frame.height
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

/// Whether a block bears the only French company number of a paper whose account, if it names one, is French too: whoever sells
/// must print its own (C. com. art. R. 123-237), who buys need not be named by one.
fn bears_the_only_number(ids: &[Found], s: &Seen, sheet: &Sheet) -> bool {
    let mut companies = ids.iter().filter_map(|id| company_of(id).map(|key| (id, key)));
    let Some((first, key)) = companies.next() else { return false };
    let french = |id: &Found| matches!(id.identifier, Identifier::Siren(_) | Identifier::Siret(_));
    let at_home = ids.iter().filter_map(|id| id.identifier.account_country()).all(|land| land.code() == "FR");
    at_home && french(first) && is_inside(sheet, first, s) && companies.all(|(_, other)| other == key)
}

/// The address of the other party where nothing announces it: an invoice names two (CGI ann. II art. 242 nonies A, 1°;
/// Directive 2006/112/EC, art. 226, 5), so that a whole address which is not the supplier's is the customer's.
pub(super) fn other_address<'a>(
    sheet: &Sheet,
    ids: &[Found],
    seen: &'a [Seen<'a>],
    names: &[Name],
) -> Option<&'a Seen<'a>> {
    let suppliers = merge(names, |name| name.supplier);
    let top = suppliers.first().filter(|name| name.supplier > 1.2)?;
    let frame = sheet.frames.first()?;
    let house = names::essence(&top.text);
    let own = |text: &str| {
        let words = names::essence(text);
        names::same_words(&words, &house)
            || names::has_words(&words, &house)
            || names::has_words(&house, &words)
    };
    let named = |s: &&Seen| {
        let runs: Vec<_> = s.block.lines(sheet).collect();
        let place = |run: &&Run| blocks::is_street(&run.fold) || blocks::postal(run).is_some();
        let is_name = |run: &&Run| {
            let text = names::trim(&run.text);
            (names::may_be_name(text) || names::is_titled_person(&run.fold))
                && (!place(run) || is_one_line(run))
                && !names::is_department(&run.fold)
        };
        let Some(at) = runs.iter().position(is_name) else { return false };
        let Some(run) = runs.get(at) else { return false };
        let text = names::trim(&run.text);
        !is_place_of_the_house(&run.fold)
            && (is_one_line(run)
                || runs.iter().skip(at + 1).take(3).any(|next| blocks::postal(next).is_some()))
            && !runs.iter().any(|run| own(names::trim(&run.text)))
            && !names.iter().any(|name| names::same(&name.text, text) && name.supplier > top.supplier)
            && !is_sender(sheet, s)
    };
    // A shop prints its customer's e-mail address too, no account and no register.
    let reached = |s: &&Seen| {
        !s.has_line
            || !s.has_contact
            || s.block.lines(sheet).all(|run| !names::names_register(&run.fold))
                && s.block.y0 > 0.12 * frame.height
    };
    seen.iter()
        .filter(|s| s.block.page == 0 && s.has_postal && !s.supplier && !s.delivery)
        .filter(|s| !bears_the_only_number(ids, s, sheet))
        .filter(reached)
        .filter(|s| s.block.y0 < 0.55 * frame.height)
        .filter(named)
        .max_by(|a, b| (!a.has_line).cmp(&!b.has_line).then(a.block.x0.total_cmp(&b.block.x0)))
}

/// Name, street and town in one line with commas between: `Dupont SARL, 18, avenue de la Gare, 35000 Rennes`.
fn is_one_line(run: &Run) -> bool {
    let head = run.text.split_once(',').map(|(head, _)| head.trim());
    blocks::postal(run).is_some()
        && head.is_some_and(|head| {
            names::may_be_name(head)
                && !head.chars().any(|c| c.is_ascii_digit())
                && !blocks::is_street(&super::text::fold_parts(head).join(" "))
        })
}

/// Whether a block is the house's own: its name stands in the mentions at the foot as well, or makes the web address.
fn is_sender(sheet: &Sheet, s: &Seen) -> bool {
    let domains = domain_words(sheet);
    let runs = s.block.lines(sheet);
    runs.take(3).any(|run| {
        let text = names::trim(&run.text);
        if !names::may_be_name(text) || blocks::is_street(&run.fold) || blocks::postal(run).is_some() {
            return false;
        }
        let joined = names::essence(text).concat();
        let web = joined.len() >= 7 && domains.iter().any(|word| super::text::nearly(word, &joined));
        let foot = sheet.runs.iter().any(|other| {
            sheet.depth(&other.tokens) > 0.88
                && !other.tokens.contains(&run.tokens.start)
                && other.tokens.len() > 4
                && (names::names_register(&other.fold)
                    || other.text.contains('@')
                    || other.text.contains("www.")
                    || blocks::postal(other).is_some())
                && names::contains(&other.text, text)
        });
        web || foot
    })
}
