//! A client's year replayed: the ledger of the year before, and the papers of the same suppliers in the year at hand.

use serde::Serialize;

use crate::Paper;
use crate::day::Day;
use crate::layouts::{self, Studio};
use crate::names;
use crate::rng::Rng;
use crate::sample::{OUTLAYS, client, fec_of};
use crate::show::Lang;
use crate::truth::{Country, Kind, Party, Scheme};

/// The layouts that a French firm's suppliers use and what they are booked to, with how many of them a client has. The last
/// ones are those that no rule settles alone: outlays, reverse charge, no VAT, deposits.
const SUPPLIERS: [(&str, &str, &str, u32); 18] = [
    ("classic", "606300", "Fournitures d'entretien et petit équipement", 4),
    ("banded", "606400", "Fournitures administratives", 3),
    ("side_column", "607000", "Achats de marchandises", 3),
    ("ledger_program", "604000", "Achats d'études et prestations", 2),
    ("wholesale_long", "601000", "Achats de matières premières", 2),
    ("wholesale_short", "602600", "Emballages", 2),
    ("freight", "624100", "Transports sur achats", 2),
    ("hire_band", "613500", "Locations mobilières", 1),
    ("mosaic_fr", "606800", "Autres matières et fournitures", 4),
    ("telecom", "626000", "Frais postaux et de télécommunications", 2),
    ("energy", "606100", "Fournitures non stockables", 2),
    ("cleaners_headline", "615200", "Entretien et réparations", 1),
    ("garage_across", "615500", "Entretien du matériel de transport", 1),
    ("web_shop", "606500", "Petit outillage", 2),
    ("lawyer_outlays", "622600", "Honoraires", 1),
    ("subcontract_reverse", "611000", "Sous-traitance générale", 1),
    ("solo_exempt", "622800", "Rémunérations d'intermédiaires, divers", 1),
    ("drinks_deposit", "607100", "Achats de boissons", 1),
];
/// What a supplier's odd invoice of the year before went to.
const ELSEWHERE: (&str, &str) = ("618000", "Divers");

/// A supplier of the year.
#[derive(Debug, Clone)]
pub struct YearSupplier {
    party: Party,
    layout: &'static str,
    look: u64,
    auxiliary: String,
    account: &'static str,
    label: &'static str,
    /// Of a hundred invoices of the year before, how many went elsewhere.
    elsewhere: u32,
}

/// One paper of the year with how it is to be booked.
#[derive(Debug, Clone)]
pub struct YearPaper {
    /// Name of its file.
    pub file_name: String,
    /// The paper.
    pub paper: Paper,
    /// How it is to be booked.
    pub booking: Booking,
}

/// How a paper is to be booked. Amounts as decimal texts.
#[derive(Debug, Clone, Serialize)]
pub struct Booking {
    /// Name of its file.
    pub file: String,
    /// Layout.
    pub layout: String,
    /// Kind.
    pub kind: Kind,
    /// Number.
    pub number: String,
    /// Date of issue, `YYYY-MM-DD`.
    pub date: String,
    /// Auxiliary account.
    pub auxiliary: String,
    /// Expense accounts, the main one first.
    pub account: String,
    /// Tax charged.
    pub vat: String,
    /// Total, tax included.
    pub total: String,
}

/// The suppliers of a client in a year of a seed.
pub fn suppliers(seed: u64) -> Vec<YearSupplier> {
    let mut rng = Rng::new(seed ^ 0x5eed);
    let mut found: Vec<YearSupplier> = Vec::new();
    for (layout, account, label, count) in SUPPLIERS {
        for _ in 0..count {
            let party = loop {
                let mut party = names::party(&mut rng, Country::Fr, Lang::Fr, label);
                if layout == "solo_exempt" {
                    party = Party { name: names::person(&mut rng), form: String::new(), vat: None, ..party };
                }
                if found.iter().all(|other| other.party.name != party.name) {
                    break party;
                }
            };
            let elsewhere = if rng.chance(25) { 12 } else { 0 };
            found.push(YearSupplier {
                look: rng.draw(),
                auxiliary: format!("401{:05}", found.len() + 1),
                party,
                layout,
                account,
                label,
                elsewhere,
            });
        }
    }
    found
}

/// The ledger of 2025 of these suppliers: file name and bytes.
pub fn ledger(seed: u64) -> (String, Vec<u8>) {
    let mut rng = Rng::new(seed ^ 0xfec);
    let mut purchases = Vec::new();
    for supplier in suppliers(seed) {
        for n in 0..rng.range(5, 24) {
            let net = rng.range(2_000, 250_000);
            let charged = !matches!(supplier.layout, "subcontract_reverse" | "solo_exempt");
            let (account, label) =
                if rng.chance(supplier.elsewhere) { ELSEWHERE } else { (supplier.account, supplier.label) };
            purchases.push(crate::sample::Purchase {
                date: Day::new(2025, 1, 3).plus(rng.range(0, 355)),
                reference: format!("A{}{n:03}", supplier.look % 1_000),
                auxiliary: supplier.auxiliary.clone(),
                name: supplier.party.name.clone(),
                account,
                label,
                net,
                tax: if charged { crate::goods::divide(net * 20, 100) } else { 0 },
                reversed: supplier.layout == "subcontract_reverse",
                outlays: if supplier.layout == "lawyer_outlays" && rng.chance(70) {
                    rng.range(1_500, 42_000)
                } else {
                    0
                },
            });
        }
    }
    fec_of(purchases)
}

/// `count` papers of 2026 of the same suppliers, in the order of their days.
pub fn papers(seed: u64, count: usize) -> Vec<YearPaper> {
    let mut rng = Rng::new(seed ^ 0xda7a);
    let firms = suppliers(seed);
    // Suppliers send more or less often; the hard ones at the end of the list are as frequent as the others.
    let mut drawn: Vec<YearPaper> = Vec::with_capacity(count);
    let mut turn = 0;
    while drawn.len() < count {
        turn += 1;
        let Some(supplier) = firms.get(rng.range(0, firms.len() as i64 - 1) as usize) else { break };
        let Some(layout) = layouts::by_name(supplier.layout) else { break };
        let mut studio = Studio {
            content: rng.fork(),
            style: Rng::new(supplier.look),
            supplier: Some(supplier.party.clone()),
            buyer: Some(client()),
            issue: Some(Day::new(2026, 1, 2).plus(rng.range(0, 360))),
        };
        let paper = layout.draw(&mut studio);
        // A number that was drawn twice would be a duplicate in earnest.
        if drawn.iter().any(|other| other.booking.number == paper.deal.number) && turn < count * 4 {
            continue;
        }
        let file_name = format!("{:04}.pdf", drawn.len() + 1);
        let cents = crate::truth::plain;
        let charged = if paper.deal.scheme == Scheme::Standard { paper.deal.tax } else { 0 };
        let booking = Booking {
            file: file_name.clone(),
            layout: supplier.layout.to_owned(),
            kind: paper.deal.kind,
            number: paper.deal.number.clone(),
            date: paper.deal.issue.iso(),
            auxiliary: supplier.auxiliary.clone(),
            account: match paper.deal.outlays {
                0 => supplier.account.to_owned(),
                _ => format!("{}, {}", supplier.account, OUTLAYS.0),
            },
            vat: cents(charged),
            total: cents(paper.deal.ttc),
        };
        drawn.push(YearPaper { file_name, paper, booking });
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_of_the_suppliers_of_its_ledger_and_always_the_same() {
        let (name, bytes) = ledger(7);
        assert!(name.ends_with("FEC20251231.txt"));
        let text: String = bytes.iter().map(|b| char::from(*b)).collect();
        let year = papers(7, 60);
        assert_eq!(year.len(), 60);
        for one in &year {
            assert!(text.contains(&one.booking.auxiliary), "{}", one.booking.auxiliary);
            for account in one.booking.account.split(", ") {
                assert!(text.contains(account), "{account}");
            }
        }
        let again = papers(7, 60);
        assert!(year.iter().zip(&again).all(|(a, b)| a.paper.pdf() == b.paper.pdf()));
        let layouts: std::collections::BTreeSet<&str> =
            year.iter().map(|one| one.booking.layout.as_str()).collect();
        assert!(layouts.len() > 10);
    }
}
