//! Identifiers given to the side where they stand, and the supplier's country.

use liasse_domain::{Country, Flow};

use super::Context;
use super::identifiers::{Candidate as Found, Identifier};
use super::labels::{Concept, Labels};
use super::parties::{Name, Seen};
use super::text::Sheet;
use super::{blocks, names};

/// Gives each identifier to its side.
pub(super) fn sides(
    sheet: &Sheet,
    labels: &Labels,
    ids: &[Found],
    customers: &[&Seen],
    context: &Context,
) -> (Vec<usize>, Vec<usize>) {
    let (mut supplier, mut customer) = (Vec::new(), Vec::new());
    for (index, id) in ids.iter().enumerate() {
        let inside = customers.iter().any(|s| {
            sheet.rows.get(id.row).is_some_and(|row| row.page == s.block.page)
                && id.extent.y0 < s.block.y1 + 14.0
                && id.extent.y1 > s.block.y0
                && id.extent.x0 < s.block.x1 + 60.0
                && id.extent.x1 > s.block.x0 - 10.0
        });
        let said = labels.on_row(id.row).iter().any(|label| {
            matches!(label.concept, Concept::Customer)
                && label.span.end <= id.span.start
                && id.span.start - label.span.end < 5
        }) || customer_words(sheet, id);
        let own = is_own(id, context);
        let to_customer = match (own, context.flow) {
            (true, Flow::Purchases) => true,
            (true, Flow::Sales) => false,
            _ => inside || said,
        };
        if to_customer { customer.push(index) } else { supplier.push(index) }
    }
    (supplier, customer)
}

fn customer_words(sheet: &Sheet, id: &Found) -> bool {
    let start = id.span.start.saturating_sub(6);
    let before: Vec<&str> = sheet
        .span(&(start..id.span.start))
        .iter()
        .filter(|token| token.row == id.row)
        .flat_map(|token| token.parts.iter().map(String::as_str))
        .collect();
    before.iter().any(|word| {
        matches!(
            *word,
            "votre"
                | "client"
                | "uw"
                | "klant"
                | "kunde"
                | "ihre"
                | "your"
                | "customer"
                | "preneur"
                | "acheteur"
                | "afnemer"
        )
    })
}

/// Whether an identifier is the client file's own.
pub fn is_own(id: &Found, context: &Context) -> bool {
    context.own.iter().any(|own| {
        let siren = own.siren.as_ref().map(|s| s.as_str());
        let vat = own.vat.as_ref().map(|v| v.as_str());
        match &id.identifier {
            Identifier::Siren(found) => siren == Some(found.as_str()),
            Identifier::Siret(found) => siren == Some(found.siren().as_str()),
            Identifier::Vat(found) => {
                vat == Some(found.as_str()) || found.siren().is_some_and(|s| siren == Some(s.as_str()))
            }
            _ => false,
        }
    })
}

/// Spain, by a NIF of a company: a letter, seven digits, a check character (Orden EHA/451/2008).
fn spanish(sheet: &Sheet) -> Option<Country> {
    let is_nif = |text: &str| {
        let bytes = text.as_bytes();
        bytes.len() == 9
            && bytes.first().is_some_and(|b| b"ABCDEFGHJNPQRSUVW".contains(b))
            && bytes.get(1..8).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
    };
    let announced = sheet.tokens.windows(2).any(|pair| {
        let [label, value] = pair else { return false };
        label.parts.iter().any(|part| matches!(part.as_str(), "nif" | "cif"))
            && is_nif(value.text.trim_matches([':', ',', '.']))
    });
    announced.then(|| "ES".parse().ok()).flatten()
}

/// The supplier's country: its VAT number, its register, its address, its bank.
pub(super) fn country(
    sheet: &Sheet,
    ids: &[Found],
    supplier_ids: &[usize],
    suppliers: &[Name],
    seen: &[Seen],
    customers: &[&Seen],
) -> Option<(Country, f32)> {
    let own: Vec<&Found> = supplier_ids.iter().filter_map(|i| ids.get(*i)).collect();
    for id in &own {
        match &id.identifier {
            Identifier::Vat(vat) if !id.weak || vat.country() != Some(Country::BE) => {
                return vat
                    .country()
                    .map(|c| if c.code() == "EL" { "GR".parse().unwrap_or(c) } else { c })
                    .map(|c| (c, 0.97));
            }
            Identifier::Siret(_) => return Some((Country::FR, 0.97)),
            _ => {}
        }
    }
    if let Some(country) = spanish(sheet) {
        return Some((country, 0.93));
    }
    // `Cloud Harbor, Inc. · 548 Market St, … CA 94104, USA`: the line that goes on from the name.
    let beside = suppliers.first().and_then(|name| {
        let lines = sheet.runs.iter().filter(|run| names::contains(&run.text, &name.text));
        lines
            .filter_map(|run| {
                run.text.split([',', '·', '|', '–']).find_map(|part| {
                    blocks::country_named(&super::text::fold(part.trim().trim_end_matches('.')))
                })
            })
            .next()
    });
    if let Some(country) = beside {
        return Some((country, 0.9));
    }
    let named = suppliers.first().and_then(|name| {
        let block = seen.iter().find(|s| {
            s.block
                .runs
                .iter()
                .any(|r| sheet.runs.get(*r).is_some_and(|run| run.tokens.contains(&name.span.start)))
        })?;
        let lines: Vec<_> = block.block.runs.iter().filter_map(|i| sheet.runs.get(*i)).collect();
        let by_name = lines.iter().find_map(|run| blocks::country_at_end(&run.fold));
        by_name.map(|c| (c, 0.9)).or_else(|| {
            lines.iter().find_map(|run| blocks::postal(run)).map(|p| (p.country.unwrap_or(Country::FR), 0.75))
        })
    });
    let bank = own.iter().find_map(|id| match &id.identifier {
        Identifier::Iban(iban) => iban.country(),
        _ => None,
    });
    let loose = own.iter().find_map(|id| match &id.identifier {
        Identifier::Vat(vat) => vat.country(),
        Identifier::Siren(_) => Some(Country::FR),
        _ => None,
    });
    let elsewhere = seen
        .iter()
        .filter(|s| s.has_postal && !customers.iter().any(|c| std::ptr::eq(c.block, s.block)))
        .find_map(|s| s.block.runs.iter().filter_map(|i| sheet.runs.get(*i)).find_map(blocks::postal))
        .map(|postal| postal.country.unwrap_or(Country::FR));
    match (named, bank, loose) {
        (Some((country, _)), Some(bank), _) if country == bank => Some((country, 0.95)),
        (_, _, Some(loose)) => Some((loose, 0.9)),
        (Some(named), _, _) => Some(named),
        (None, Some(bank), _) => Some((bank, 0.75)),
        _ => elsewhere.map(|country| (country, 0.6)),
    }
}
