//! Names of the parties: every line that may be one, scored for both sides.

use super::blocks::{self, Block};
use super::identifiers::{Candidate as Found, Identifier};
use super::labels::{Concept, Labels};
use super::name_lines::{
    answered, counted_behind, fold_of, is_house, is_place_of_a_date, is_place_of_the_house, is_sender_line,
    is_trade_alone, opens_address,
};
use super::name_spans::{broken_name, continued_name, formed_above, unlabelled};
use super::names;
use super::parties::{Name, Seen};
use super::side_labels::is_label;
use super::text::{Run, Sheet};

/// Words of the e-mail addresses and web sites.
pub(super) fn domain_words(sheet: &Sheet) -> Vec<String> {
    let mut words = Vec::new();
    for token in &sheet.tokens {
        let lower = token.text.to_lowercase();
        let domain = match (lower.split_once('@'), lower.find("www.")) {
            (Some((_, domain)), _) => domain,
            (None, Some(at)) => lower.get(at + 4..).unwrap_or_default(),
            _ => continue,
        };
        let head = domain.split('.').next().unwrap_or_default();
        let clean: String = head.chars().filter(|c| c.is_alphanumeric()).collect();
        if clean.len() >= 4
            && ![
                "gmail", "orange", "wanadoo", "hotmail", "outlook", "yahoo", "free", "skynet", "telenet",
                "laposte",
            ]
            .contains(&clean.as_str())
        {
            words.push(clean);
        }
    }
    words
}

/// Names inside the long lines of the legal mentions: the words in capitals around a legal form. `… Bevoegde rechtbank:
/// Gent. Van Damme Bouw NV – ondernemingsnummer …`, `Terms apply. Harmer Events Ltd Registered in England …`.
pub(super) fn embedded(sheet: &Sheet, seen: &[Seen], customers: &[&Seen]) -> Vec<Name> {
    let last_page = sheet.frames.len().saturating_sub(1);
    let mut found = Vec::new();
    for s in seen.iter().filter(|s| s.block.page == 0 || s.block.page == last_page) {
        if customers.iter().any(|c| std::ptr::eq(c.block, s.block)) {
            continue;
        }
        for run in s.block.lines(sheet) {
            if run.tokens.len() < 7 || !names::names_register(&run.fold) {
                continue;
            }
            for at in run.tokens.clone() {
                let Some(span) = names::around_form(sheet.span(&run.tokens), at - run.tokens.start) else {
                    continue;
                };
                let span = run.tokens.start + span.start..run.tokens.start + span.end;
                let whole = sheet.words(&span);
                let text = names::trim(&whole);
                if names::may_be_name(text) && !names::essence(text).is_empty() {
                    found.push(Name {
                        text: text.to_owned(),
                        span,
                        supplier: 1.7,
                        customer: -1.6,
                        labelled: false,
                        formed: true,
                        mentioned: true,
                        numbered: false,
                        times: 1,
                    });
                }
            }
        }
    }
    found
}

/// Every line that may be a name, scored for both sides.
pub(super) fn candidates(
    sheet: &Sheet,
    labels: &Labels,
    seen: &[Seen],
    customers: &[&Seen],
    ids: &[Found],
    personal: bool,
    domains: &[String],
) -> Vec<Name> {
    let mut found: Vec<Name> = embedded(sheet, seen, customers);
    let last_page = sheet.frames.len().saturating_sub(1);
    for s in seen {
        let in_customer = customers.iter().any(|c| std::ptr::eq(c.block, s.block));
        let Some(frame) = sheet.frames.get(s.block.page) else { continue };
        for (place, index) in s.block.runs.iter().enumerate() {
            let Some(run) = sheet.runs.get(*index) else { continue };
            // A slip of paper is short: depth counts as on a sheet.
            let depth = run.y0 / frame.height.max(842.0);
            let footer = run.y0 / frame.height.max(1.0) > 0.82 && frame.height > 500.0;
            if s.block.page > 0 && s.block.page != last_page && !footer {
                continue;
            }
            let (span, side) = unlabelled(sheet, labels, *index);
            let whole = sheet.words(&span);
            let text = names::trim(&whole);
            // `Nabywca:`: a label, in whatever language. `Titulaire : Cap Sud – SWIFT :`: the label of what comes next.
            let cut = whole
                .get(text.len()..)
                .is_some_and(|rest| rest.trim_start().starts_with(['–', '-', '|', '·']));
            if whole.trim_end().ends_with(':') && !(side.is_some() && cut) {
                continue;
            }
            // The legal mentions (C. com. art. R. 123-238; code des sociétés art. 2:20) begin with the company's name.
            let mentions = names::opens_legal_mentions(&whole);
            // The sender's address in one small line over the addressee's.
            let sender = place == 0 && is_sender_line(run);
            if is_label(labels, run.row, &span) && !names::has_form(text)
                || is_place_of_a_date(&whole) && !names::has_form(text)
            {
                continue;
            }
            let titled =
                in_customer && names::is_titled_person(&fold_of(text)) && text.split(' ').count() <= 6;
            // Beside capital and register, whatever stands first is a name: `La Table Nomade – SASU – SIRET …`.
            let named =
                names::may_be_name(text) || titled || mentions && names::may_be_name(&format!("{text} SARL"));
            if !named
                || blocks::is_street(&run.fold) && !names::has_form(text) && !mentions && !sender
                || side.is_none()
                    && blocks::postal(run).is_some()
                    && !names::has_form(text)
                    && !mentions
                    && !sender
            {
                continue;
            }
            // `Contactpersoon: Bart Wils`: a field of the head.
            if text.contains(": ") {
                continue;
            }
            let words = text.split(' ').count();
            let span = span.start..(span.start + words).min(span.end).max(span.start + 1);
            let next_is_address = s
                .block
                .runs
                .iter()
                .skip(place + 1)
                .take(3)
                .filter_map(|i| sheet.runs.get(*i))
                .any(|next| blocks::postal(next).is_some() || blocks::is_street(&next.fold));
            let form = names::has_form(text) || mentions;
            let mut base = 0.0;
            base += if form { 1.3 } else { 0.0 };
            base += if names::has_trade_word(&run.fold) { 0.35 } else { 0.0 };
            base += if next_is_address { 0.7 } else { 0.0 };
            base -= if words > 6 { 0.6 } else { 0.0 };
            // `Service comptabilité`, `T.a.v. de boekhouding`: a desk in the house, not the house.
            let addressed = s
                .block
                .runs
                .get(place + 1)
                .and_then(|i| sheet.runs.get(*i))
                .is_some_and(|next| blocks::postal(next).is_some() || blocks::is_street(&next.fold));
            let fold = fold_of(text);
            // `Client : M. Traoré`, and a person over an address: who it is for.
            let meant = side == Some(Concept::Customer) || place == s.start && next_is_address;
            let titled = names::is_titled_person(&fold) && !addressed && !meant;
            let desk = !form && (names::is_department(&fold) || titled);
            if desk {
                base -= 2.0;
            }
            if is_place_of_the_house(&run.fold) {
                base -= 1.6;
            }
            // `Boulangerie Pâtisserie` over `Au Fournil de Jeanne` in larger type: the trade, and then the name.
            let under = s.block.runs.get(place + 1).and_then(|i| sheet.runs.get(*i));
            if !form && is_trade_alone(&fold) && under.is_some_and(|next| next.size > 1.15 * run.size) {
                base -= 1.5;
            }
            // `Wystawił / Issued by: A. Nowicka` below the head: who drew it up in the house.
            if depth > 0.25 && names::is_initialled(text) {
                base -= 1.5;
            }
            if !form && text.starts_with(|c: char| c.is_ascii_digit()) {
                base -= 1.5;
            }
            // The heading of a column.
            if !form && super::roles::heads_lines(labels, run.row) {
                base -= 2.5;
            }
            // A line of the table: its count, its price and its amount stand behind it.
            if sheet.rows.get(run.row).is_some_and(|row| counted_behind(sheet, run, row.runs.clone())) {
                base -= 1.5;
            }
            // A field of the head and its value: `Suivi par   Aurélie`, `Chantier   12/03`.
            if !form && answered(sheet, run) {
                base -= 1.2;
            }
            let in_customer = in_customer && !sender;
            let mut supplier = base + if sender { 1.6 } else { 0.0 };
            let mut customer = base - if sender { 2.5 } else { 0.0 };
            let page_penalty = if s.block.page > 0 { 0.8 } else { 0.0 };
            supplier -= page_penalty;
            customer -= page_penalty + if depth > 0.55 { 1.0 } else { 0.0 };
            // The letterhead: high on the page, larger than the rest.
            supplier += if depth < 0.05 {
                1.0
            } else if depth < 0.12 {
                0.8
            } else if depth < 0.25 {
                0.3
            } else if footer {
                0.2
            } else {
                -0.9
            };
            supplier +=
                ((run.size / sheet.body - 1.0) * 1.2).clamp(0.0, 1.3) + if run.bold { 0.25 } else { 0.0 };
            supplier += if place == s.start { 0.35 } else { -0.25 };
            if ids.iter().any(|id| near_block(sheet, s.block, id)) || s.has_contact {
                supplier += 0.6;
            }
            let lower = !text.chars().any(char::is_uppercase);
            if lower && !form {
                supplier -= 0.9;
            }
            if footer && !form {
                supplier -= 0.8;
            }
            if (in_customer || s.customer || s.delivery) && !sender {
                supplier -= 2.2;
                let opening = s
                    .block
                    .runs
                    .iter()
                    .skip(s.start)
                    .take_while(|i| sheet.runs.get(**i).is_some_and(|run| opens_address(run, s.start == 0)))
                    .count();
                let first = place == s.start || place == 0 || place == s.start + opening;
                customer += if s.customer {
                    2.4
                } else if s.delivery {
                    0.3
                } else {
                    1.4
                };
                customer += if first {
                    0.8
                } else if place <= s.start + 1 {
                    0.0
                } else {
                    -0.6
                };
            } else {
                customer -= 1.6;
            }
            // The law has whoever sells print register and number behind its own name.
            if mentions {
                supplier += 0.6;
            } else if names::has_form(text) && numbered_below(sheet, s.block, place, ids) {
                supplier += 1.0;
            }
            // `… au nom et pour le compte du bailleur :` and the name on the next line.
            let on_behalf = place
                .checked_sub(1)
                .and_then(|above| s.block.runs.get(above))
                .is_some_and(|above| sheet.runs.get(*above).is_some_and(ends_on_behalf));
            if on_behalf {
                (supplier, customer) = (supplier + 2.6, customer - 2.0);
            }
            if s.supplier {
                supplier += 1.2;
                customer -= 1.0;
            }
            // `Vendeur : Aurélie`, `Votre agent : …`: a person of the house, unless the person is who bills.
            let clerk = side == Some(Concept::Supplier)
                && !personal
                && !form
                && !s.supplier
                && (!is_house(sheet, &span) || names::is_initialled(text));
            match side {
                _ if desk => customer -= 1.0,
                Some(Concept::Supplier) if clerk => supplier -= 0.6,
                Some(Concept::Supplier) => (supplier, customer) = (supplier + 2.6, customer - 2.0),
                // `À l'attention de Monsieur Ferrand`: for whom in the house it is.
                Some(Concept::Customer) if names::is_department(&run.fold) => {
                    (supplier, customer) = (supplier - 2.6, customer + 0.4);
                }
                Some(Concept::Customer) => (supplier, customer) = (supplier - 2.6, customer + 3.2),
                Some(Concept::Delivery) => (supplier, customer) = (supplier - 2.6, customer + 0.8),
                _ => {}
            }
            let labelled = side.is_some() || s.customer || s.supplier || on_behalf;
            // The domain of the house tells where a name ends; a word that leads on does.
            let one_type = if in_customer { None } else { broken_name(sheet, s.block, place, domains) };
            if let Some(text) = formed_above(sheet, s.block, place, text) {
                found.push(Name {
                    text,
                    span: span.clone(),
                    supplier: supplier + 1.3,
                    customer: customer + 0.5,
                    labelled,
                    formed: true,
                    mentioned: mentions,
                    numbered: false,
                    times: 1,
                });
            }
            if let Some(text) = continued_name(sheet, s.block, place).or(one_type) {
                found.push(Name {
                    text,
                    span: span.clone(),
                    supplier: supplier + 0.5,
                    customer: customer + 0.3,
                    labelled,
                    formed: form,
                    mentioned: mentions,
                    numbered: false,
                    times: 1,
                });
            }
            found.push(Name {
                text: text.to_owned(),
                span,
                supplier,
                customer,
                labelled,
                formed: form,
                mentioned: mentions,
                numbered: false,
                times: 1,
            });
        }
    }
    found
}

/// Whether a line ends in words that say on whose behalf the paper is drawn up.
fn ends_on_behalf(run: &Run) -> bool {
    run.text.ends_with(':')
        && ["pour le compte d", "naam en voor rekening van", "on behalf of", "im namen und"]
            .iter()
            .any(|words| run.fold.contains(words))
}

/// Whether the line under a name, or the rest of its own, gives the number of a company, and does not call it the
/// customer's.
fn numbered_below(sheet: &Sheet, block: &Block, place: usize, ids: &[Found]) -> bool {
    let lines = block.runs.iter().skip(place).take(2).filter_map(|index| sheet.runs.get(*index));
    lines.into_iter().any(|run| {
        let numbered = ids.iter().any(|id| id.identifier.is_company() && run.tokens.contains(&id.span.start));
        numbered && !run.fold.split(' ').any(super::sides::is_yours)
    })
}

fn near_block(sheet: &Sheet, block: &Block, id: &Found) -> bool {
    sheet.rows.get(id.row).is_some_and(|row| row.page == block.page)
        && id.extent.y0 < block.y1 + 30.0
        && id.extent.y1 > block.y0
        && id.extent.x0 < block.x1 + 20.0
        && id.extent.x1 > block.x0 - 20.0
        && !matches!(id.identifier, Identifier::Structured(_))
}
