//! Identifiers given to the side where they stand, and the supplier's country.

use liasse_domain::{Country, Flow};

use super::Context;
use super::identifiers::{Candidate as Found, Identifier};
use super::labels::{Concept, Labels};
use super::parties::{Name, Seen};
use super::text::Sheet;
use super::{blocks, names};

/// The identifiers of each side, and those whose place tells little.
#[derive(Debug, Default)]
pub(super) struct Sides {
    pub supplier: Vec<usize>,
    pub customer: Vec<usize>,
    /// Given to a side by default alone.
    pub doubtful: Vec<usize>,
}

/// The identifiers of one company, with how much their places speak for the customer.
struct Company {
    key: String,
    ids: Vec<usize>,
    leaning: f32,
    /// One of them stands in a block that is announced as the seller's.
    announced: bool,
}

impl Company {
    /// Whether the places of its numbers, which the head of each page may repeat, hardly speak for the supplier.
    fn is_out_of_the_way(&self) -> bool {
        self.leaning / self.ids.len() as f32 > -1.0
    }
}

/// A leaning below which the place of a number tells little.
const FAINT: f32 = 0.7;

/// The customer's country where the account to pay to is of another one: whoever sells has its account at home, so that a
/// number of the customer's country is the customer's.
fn banked_abroad(sheet: &Sheet, ids: &[Found], sides: &Sides, customers: &[&Seen]) -> Option<Country> {
    let mut own = sides.supplier.iter().filter_map(|index| ids.get(*index));
    let bank = own.find_map(|id| id.identifier.account_country())?;
    let land = customers.iter().find_map(|s| {
        let named = s.block.lines(sheet).find_map(|run| blocks::country_at_end(&run.fold));
        named.or_else(|| s.block.lines(sheet).find_map(blocks::postal).and_then(|postal| postal.country))
    })?;
    (land != bank).then_some(land)
}

/// Gives each identifier to its side: companies are weighed together, since a paper names two. `billed`: the customer draws the
/// paper up.
pub(super) fn sides(
    sheet: &Sheet,
    labels: &Labels,
    ids: &[Found],
    seen: &[Seen],
    customers: &[&Seen],
    billed: bool,
    context: &Context,
) -> Sides {
    let mut companies: Vec<Company> = Vec::new();
    let mut sides = Sides::default();
    for (index, id) in ids.iter().enumerate() {
        if is_an_agents(sheet, id) {
            continue;
        }
        let leaning = match (is_own(id, context), context.flow) {
            (true, Flow::Purchases) => 9.0,
            (true, Flow::Sales) => -9.0,
            _ => leaning(sheet, labels, id, seen, customers),
        };
        match company_of(id) {
            Some(key) => {
                let announced = seen.iter().any(|s| s.supplier && is_inside(sheet, id, s));
                match companies.iter_mut().find(|known| known.key == key) {
                    Some(known) => {
                        known.ids.push(index);
                        known.leaning += leaning;
                        known.announced |= announced;
                    }
                    None => companies.push(Company { key, ids: vec![index], leaning, announced }),
                }
            }
            None if leaning > 0.0 => sides.customer.push(index),
            None => sides.supplier.push(index),
        }
    }
    // Where the customer draws the invoice up, the letterhead and the mentions are its own: the announced seller's numbers alone
    // are the seller's.
    if billed && companies.iter().any(|company| company.announced) {
        for company in &mut companies {
            company.leaning = if company.announced { -9.0 } else { 9.0 };
        }
    }
    let abroad = banked_abroad(sheet, ids, &sides, customers);
    let bought = companies.iter().any(|company| company.leaning > 0.0);
    // The supplier is known by its mentions: of the others, the one in the head of the paper is the customer's.
    let mentioned = companies.iter().any(|company| company.leaning <= -2.0);
    let other =
        (!bought && mentioned).then(|| companies.iter().position(Company::is_out_of_the_way)).flatten();
    for (at, company) in companies.iter().enumerate() {
        let of_customers_land = || {
            let mut vats = company.ids.iter().filter_map(|index| ids.get(*index));
            vats.any(|id| matches!(&id.identifier, Identifier::Vat(vat) if vat.country() == abroad))
        };
        let faint = company.leaning.abs() < FAINT;
        let customer =
            company.leaning > 0.0 || other == Some(at) || faint && abroad.is_some() && of_customers_land();
        let side = if customer { &mut sides.customer } else { &mut sides.supplier };
        side.extend(&company.ids);
        if faint {
            sides.doubtful.extend(&company.ids);
        }
    }
    sides.supplier.sort_unstable();
    sides.customer.sort_unstable();
    sides
}

/// Whether an identifier is that of whoever draws the invoice up for the seller: `Facture émise au nom et pour le compte
/// du vendeur par Place24 SARL, TVA LU…` (CGI art. 289 I-2; Directive 2006/112/EC, art. 220). It is no party's.
fn is_an_agents(sheet: &Sheet, id: &Found) -> bool {
    let run = sheet.tokens.get(id.span.start).and_then(|token| sheet.runs.get(token.run));
    run.is_some_and(|run| super::words::spoken("agent mention", &run.fold))
}

/// What is one company's: its SIREN, else its VAT number.
pub(super) fn company_of(id: &Found) -> Option<String> {
    match &id.identifier {
        Identifier::Siren(siren) => Some(siren.to_string()),
        Identifier::Siret(siret) => Some(siret.siren().to_string()),
        Identifier::Vat(vat) => Some(vat.siren().map_or_else(|| vat.to_string(), |siren| siren.to_string())),
        _ => None,
    }
}

/// Whether an identifier stands in a block or right behind or below it.
pub(super) fn is_inside(sheet: &Sheet, id: &Found, s: &Seen) -> bool {
    sheet.rows.get(id.row).map(|row| row.page) == Some(s.block.page)
        && id.extent.y0 < s.block.y1 + 14.0
        && id.extent.y1 > s.block.y0
        && id.extent.x0 < s.block.x1 + 60.0
        && id.extent.x1 > s.block.x0 - 10.0
}

/// How much the place of an identifier speaks for the customer; below zero for the supplier.
fn leaning(sheet: &Sheet, labels: &Labels, id: &Found, seen: &[Seen], customers: &[&Seen]) -> f32 {
    let inside = |s: &Seen| is_inside(sheet, id, s);
    let mut leaning = if customers.iter().any(|s| s.customer && inside(s)) { 3.4 } else { -0.6 };
    let said = labels.on_row(id.row).iter().any(|label| {
        matches!(label.concept, Concept::Customer)
            && label.span.end <= id.span.start
            && id.span.start - label.span.end < 5
    });
    let before = words_before(sheet, id);
    let over = words_over(sheet, id);
    if customers.iter().any(|s| inside(s)) || said || before.iter().chain(&over).any(|word| is_yours(word)) {
        leaning += 4.0;
    }
    if seen.iter().any(|s| s.supplier && inside(s)) || before.iter().chain(&over).any(|word| is_ours(word)) {
        leaning -= 4.0;
    }
    let run = sheet.tokens.get(id.span.start).and_then(|token| sheet.runs.get(token.run));
    let mentions = run.is_some_and(|run| {
        let contact = run.text.contains('@') || run.text.contains("www.");
        contact || super::words::spoken("own mention", &run.fold)
    });
    // The legal mentions are the supplier's, and so is what stands at the foot (C. com. art. R. 123-237).
    if mentions {
        leaning -= 2.0;
    }
    if sheet.depth(&id.span) > 0.85 {
        leaning -= 1.5;
    }
    let letterhead = seen.iter().any(|s| {
        let apart = !customers.iter().any(|c| std::ptr::eq(c.block, s.block));
        apart && !s.customer && !s.delivery && s.has_contact && s.block.runs.len() > 2 && inside(s)
    });
    if letterhead {
        leaning -= 1.5;
    }
    leaning
}

/// The words before an identifier on its row, six at most, back to the value of another field.
fn words_before<'a>(sheet: &'a Sheet, id: &Found) -> Vec<&'a str> {
    let start = id.span.start.saturating_sub(6);
    let is_value = |text: &str| text.chars().filter(char::is_ascii_digit).count() > 1;
    sheet
        .span(&(start..id.span.start))
        .iter()
        .rev()
        .take_while(|token| token.row == id.row && !is_value(&token.text))
        .flat_map(|token| token.parts.iter().map(String::as_str))
        .collect()
}

/// The words of the cell over an identifier, where nothing stands before it in its own cell.
fn words_over<'a>(sheet: &'a Sheet, id: &Found) -> Vec<&'a str> {
    let Some((own, row)) = sheet
        .tokens
        .get(id.span.start)
        .and_then(|token| sheet.runs.get(token.run))
        .zip(sheet.rows.get(id.row))
    else {
        return Vec::new();
    };
    if own.tokens.start != id.span.start {
        return Vec::new();
    }
    let height = (own.y1 - own.y0).max(4.0);
    let over = sheet.runs.get(..row.runs.start).unwrap_or_default().iter().rev().take(24).find(|run| {
        let near = own.y0 - run.y1 < 2.2 * height && own.y0 >= run.y1 - 2.0;
        let same = sheet.rows.get(run.row).is_some_and(|other| other.page == row.page);
        near && same && run.x0 < own.x1 && run.x1 > own.x0
    });
    over.map(|run| sheet.span(&run.tokens).iter().flat_map(|t| t.parts.iter().map(String::as_str)).collect())
        .unwrap_or_default()
}

pub(super) fn is_yours(word: &str) -> bool {
    matches!(
        word,
        "votre"
            | "vos"
            | "client"
            | "uw"
            | "klant"
            | "kunde"
            | "kunden"
            | "ihre"
            | "your"
            | "customer"
            | "cliente"
            | "preneur"
            | "acheteur"
            | "afnemer"
            | "koper"
            | "medecontractant"
            | "cocontractant"
            | "buyer"
            | "empfanger"
            | "leistungsempfanger"
            | "destinataire"
    )
}

fn is_ours(word: &str) -> bool {
    matches!(
        word,
        "notre"
            | "nos"
            | "onze"
            | "ons"
            | "unsere"
            | "unser"
            | "our"
            | "fournisseur"
            | "vendeur"
            | "emetteur"
            | "prestataire"
            | "leverancier"
            | "verkoper"
            | "lieferant"
            | "seller"
            | "supplier"
            | "vendor"
    )
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
        let lines: Vec<_> = block.block.lines(sheet).collect();
        let by_name = lines.iter().find_map(|run| blocks::country_at_end(&run.fold));
        by_name.map(|c| (c, 0.9)).or_else(|| {
            lines.iter().find_map(|run| blocks::postal(run)).map(|p| (p.country.unwrap_or(Country::FR), 0.75))
        })
    });
    let bank = own.iter().find_map(|id| id.identifier.account_country());
    let loose = own.iter().find_map(|id| match &id.identifier {
        Identifier::Vat(vat) => vat.country(),
        Identifier::Siren(_) => Some(Country::FR),
        _ => None,
    });
    let elsewhere = seen
        .iter()
        .filter(|s| s.has_postal && !customers.iter().any(|c| std::ptr::eq(c.block, s.block)))
        .find_map(|s| s.block.lines(sheet).find_map(blocks::postal))
        .map(|postal| postal.country.unwrap_or(Country::FR));
    match (named, bank, loose) {
        (Some((country, _)), Some(bank), _) if country == bank => Some((country, 0.95)),
        (_, _, Some(loose)) => Some((loose, 0.9)),
        (Some(named), _, _) => Some(named),
        (None, Some(bank), _) => Some((bank, 0.75)),
        _ => elsewhere.map(|country| (country, 0.6)),
    }
}
