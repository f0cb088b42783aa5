//! The FEC of 2025 of the sample bakery (art. A.47 A-1 LPF: 18 columns, tabs, decimal comma, ISO 8859-15).

use super::{client, firms, suppliers, usual};
use crate::day::Day;
use crate::rng::Rng;
use crate::show::{Numbers, cents};
use crate::truth::Scheme;

const COLUMNS: &str = "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise";

struct Row {
    account: &'static str,
    label: &'static str,
    auxiliary: (String, String),
    debit: i64,
    credit: i64,
    letters: String,
    lettered: Option<Day>,
}

struct Entry {
    journal: (&'static str, &'static str),
    date: Day,
    reference: String,
    text: String,
    rows: Vec<Row>,
}

fn row(account: &'static str, label: &'static str, debit: i64, credit: i64) -> Row {
    Row {
        account,
        label,
        auxiliary: (String::new(), String::new()),
        debit,
        credit,
        letters: String::new(),
        lettered: None,
    }
}

const PURCHASES: (&str, &str) = ("ACH", "Achats");
const SALES: (&str, &str) = ("VTE", "Ventes");
const BANK: (&str, &str) = ("BQ", "Banque");
const OTHER: (&str, &str) = ("OD", "Opérations diverses");
const OPENING: (&str, &str) = ("AN", "À nouveaux");

/// Letters as accounting programs count them: AAA, AAB, …
fn letters(n: usize) -> String {
    [n / 676, n / 26 % 26, n % 26].iter().map(|d| char::from(b'A' + (d % 26) as u8)).collect()
}

fn purchases(rng: &mut Rng, entries: &mut Vec<Entry>) {
    let mut lettering = 0;
    for known in suppliers() {
        let Some(auxiliary) = known.auxiliary else { continue };
        for n in 0..known.invoices {
            let deal = usual(rng, &known);
            let date = Day::new(2025, 1, 3).plus(n * 350 / known.invoices.max(1) + rng.range(0, 6));
            let tax = if known.scheme == Scheme::Standard { deal.tax } else { 0 };
            // Now and then an invoice is coded elsewhere: the usual account is not the only one.
            let (account, label) = if n % 7 == 6 {
                ("606300", "Fournitures d'entretien et petit équipement")
            } else {
                (known.account, known.account_label)
            };
            let pair = (auxiliary.to_owned(), known.party.name.clone());
            let paid = date.plus(rng.range(12, 45));
            let settled = paid <= Day::new(2025, 12, 28);
            let mark = if settled { letters(lettering) } else { String::new() };
            lettering += usize::from(settled);
            let mut rows = vec![row(account, label, deal.ht, 0)];
            if tax > 0 {
                rows.push(row("445660", "TVA déductible sur autres biens et services", tax, 0));
            }
            if known.scheme == Scheme::Intracom {
                let due = crate::goods::divide(deal.ht * 550, 10_000);
                rows.push(row("445662", "TVA déductible intracommunautaire", due, 0));
                rows.push(row("445200", "TVA due intracommunautaire", 0, due));
            }
            let supplier = |debit, credit| Row {
                auxiliary: pair.clone(),
                letters: mark.clone(),
                lettered: settled.then_some(paid),
                ..row("401000", "Fournisseurs", debit, credit)
            };
            rows.push(supplier(0, deal.ht + tax));
            let text = format!("{} {}", known.party.name, deal.number);
            entries.push(Entry {
                journal: PURCHASES,
                date,
                reference: deal.number.clone(),
                text: text.clone(),
                rows,
            });
            if settled {
                let rows = vec![supplier(deal.ht + tax, 0), row("512000", "Banque", 0, deal.ht + tax)];
                entries.push(Entry {
                    journal: BANK,
                    date: paid,
                    reference: deal.number,
                    text: format!("Règlement {text}"),
                    rows,
                });
            }
        }
    }
}

fn sales(rng: &mut Rng, entries: &mut Vec<Entry>) {
    for month in 1..=12u8 {
        let end = Day::new(2025, month, 1).end_of_month();
        let food = rng.range(1_450_000, 1_990_000);
        let drinks = rng.range(90_000, 190_000);
        let (tax_food, tax_drinks) =
            (crate::goods::divide(food * 550, 10_000), crate::goods::divide(drinks * 1000, 10_000));
        let taken = food + drinks + tax_food + tax_drinks;
        entries.push(Entry {
            journal: SALES,
            date: end,
            reference: format!("Z{month:02}"),
            text: format!("Recettes caisse {month:02}/2025"),
            rows: vec![
                row("530000", "Caisse", taken, 0),
                row("701000", "Ventes de produits finis 5,5 %", 0, food),
                row("707000", "Ventes de marchandises 10 %", 0, drinks),
                row("445711", "TVA collectée 5,5 %", 0, tax_food),
                row("445712", "TVA collectée 10 %", 0, tax_drinks),
            ],
        });
        entries.push(Entry {
            journal: BANK,
            date: end,
            reference: format!("REM{month:02}"),
            text: "Remise caisse et cartes".into(),
            rows: vec![row("512000", "Banque", taken, 0), row("530000", "Caisse", 0, taken)],
        });
        for (i, customer) in firms::customers().into_iter().enumerate() {
            let base = rng.range(18_000, 95_000);
            let tax = crate::goods::divide(base * 550, 10_000);
            let auxiliary = ["411HOTTAN", "411TRAITE"].get(i).copied().unwrap_or("411DIVERS").to_owned();
            let reference = format!("V2025-{month:02}{i}");
            let debtor = Row {
                auxiliary: (auxiliary, customer.name.clone()),
                ..row("411000", "Clients", base + tax, 0)
            };
            entries.push(Entry {
                journal: SALES,
                date: end,
                text: format!("{} {reference}", customer.name),
                reference,
                rows: vec![
                    debtor,
                    row("701000", "Ventes de produits finis 5,5 %", 0, base),
                    row("445711", "TVA collectée 5,5 %", 0, tax),
                ],
            });
        }
        let wages = rng.range(620_000, 690_000);
        let social = crate::goods::divide(wages * 38, 100);
        entries.push(Entry {
            journal: OTHER,
            date: end,
            reference: format!("PAIE{month:02}"),
            text: format!("Salaires {month:02}/2025"),
            rows: vec![
                row("641100", "Salaires", wages, 0),
                row("645100", "Cotisations à l'URSSAF", social, 0),
                row("421000", "Personnel - rémunérations dues", 0, wages),
                row("431000", "Sécurité sociale", 0, social),
            ],
        });
        entries.push(Entry {
            journal: BANK,
            date: end,
            reference: format!("LOY{month:02}"),
            text: "Loyer boutique Foncière du Sablon".into(),
            rows: vec![
                row("613200", "Locations immobilières", 145_000, 0),
                row("512000", "Banque", 0, 145_000),
            ],
        });
    }
}

/// One character of ISO 8859-15; what it lacks becomes a question mark.
fn latin9(c: char) -> u8 {
    match c {
        '€' => 0xa4,
        'Š' => 0xa6,
        'š' => 0xa8,
        'Ž' => 0xb4,
        'ž' => 0xb8,
        'Œ' => 0xbc,
        'œ' => 0xbd,
        'Ÿ' => 0xbe,
        c if (c as u32) < 0x100 => c as u8,
        _ => b'?',
    }
}

/// File name (`SirenFECAAAAMMJJ.txt`) and bytes.
pub fn sample_fec() -> (String, Vec<u8>) {
    let mut rng = Rng::new(super::SEED + 77);
    let mut entries = vec![Entry {
        journal: OPENING,
        date: Day::new(2025, 1, 1),
        reference: "AN2025".into(),
        text: "À nouveaux".into(),
        rows: vec![
            row("215400", "Matériel industriel", 8_450_000, 0),
            row("512000", "Banque", 2_318_055, 0),
            row("530000", "Caisse", 45_000, 0),
            row("101000", "Capital", 0, 800_000),
            row("106100", "Réserve légale", 0, 80_000),
            row("164000", "Emprunts auprès des établissements de crédit", 0, 5_600_000),
            row("110000", "Report à nouveau", 0, 4_333_055),
        ],
    }];
    purchases(&mut rng, &mut entries);
    sales(&mut rng, &mut entries);
    written(entries)
}

/// Where what was laid out for the client goes (art. 267 II-2° CGI).
pub(crate) const OUTLAYS: (&str, &str) = ("622700", "Frais d'actes et de contentieux");

/// A purchase of the year before.
pub(crate) struct Purchase {
    pub date: Day,
    pub reference: String,
    pub auxiliary: String,
    pub name: String,
    pub account: &'static str,
    pub label: &'static str,
    pub net: i64,
    pub tax: i64,
    /// The supplier charges no tax: the client owes it (art. 283-2 nonies CGI), at the standard rate.
    pub reversed: bool,
    /// What the supplier laid out and passed on, outside the tax.
    pub outlays: i64,
}

/// The FEC of these purchases: file name and bytes.
pub(crate) fn fec_of(purchases: Vec<Purchase>) -> (String, Vec<u8>) {
    let entry = |bought: Purchase| {
        let mut rows = vec![row(bought.account, bought.label, bought.net, 0)];
        if bought.tax > 0 {
            rows.push(row("445660", "TVA déductible sur autres biens et services", bought.tax, 0));
        }
        if bought.outlays > 0 {
            rows.push(row(OUTLAYS.0, OUTLAYS.1, bought.outlays, 0));
        }
        if bought.reversed {
            let due = crate::goods::divide(bought.net * 20, 100);
            rows.push(row("445664", "TVA déductible autoliquidée", due, 0));
            rows.push(row("445780", "TVA due autoliquidée", 0, due));
        }
        rows.push(Row {
            auxiliary: (bought.auxiliary, bought.name.clone()),
            ..row("401000", "Fournisseurs", 0, bought.net + bought.tax + bought.outlays)
        });
        Entry {
            journal: PURCHASES,
            date: bought.date,
            text: format!("{} {}", bought.name, bought.reference),
            reference: bought.reference,
            rows,
        }
    };
    written(purchases.into_iter().map(entry).collect())
}

fn written(mut entries: Vec<Entry>) -> (String, Vec<u8>) {
    entries.sort_by_key(|e| (e.date, e.journal.0));
    let mut text = String::from(COLUMNS);
    for (n, e) in entries.iter().enumerate() {
        for r in &e.rows {
            text.push_str("\r\n");
            let lettered = r.lettered.map(Day::compact).unwrap_or_default();
            text.push_str(
                &[
                    e.journal.0,
                    e.journal.1,
                    &format!("{:06}", n + 1),
                    &e.date.compact(),
                    r.account,
                    r.label,
                    &r.auxiliary.0,
                    &r.auxiliary.1,
                    &e.reference,
                    &e.date.compact(),
                    &e.text,
                    &cents(r.debit, Numbers::PlainComma),
                    &cents(r.credit, Numbers::PlainComma),
                    &r.letters,
                    &lettered,
                    "20260131",
                    "",
                    "",
                ]
                .join("\t"),
            );
        }
    }
    text.push_str("\r\n");
    let siren = client().siren.unwrap_or_default();
    (format!("{siren}FEC20251231.txt"), text.chars().map(latin9).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn the_books_are_lawful() {
        let (name, bytes) = sample_fec();
        assert!(name.len() == 9 + 3 + 8 + 4 && name.ends_with("FEC20251231.txt"));
        let text: String = bytes.iter().map(|b| char::from(*b)).collect();
        let rows: Vec<Vec<&str>> = text.lines().map(|l| l.split('\t').collect()).collect();
        assert!(rows.iter().all(|r| r.len() == 18));
        assert!((300..600).contains(&rows.len()), "{}", rows.len());
        let amount = |s: &str| s.replace(',', "").parse::<i64>().unwrap();
        let mut balance: BTreeMap<&str, i64> = BTreeMap::new();
        for r in &rows[1..] {
            assert!((r[11] == "0,00") != (r[12] == "0,00"), "{r:?}");
            *balance.entry(r[2]).or_default() += amount(r[11]) - amount(r[12]);
        }
        assert!(balance.values().all(|b| *b == 0));
        for known in suppliers().iter().filter_map(|s| s.auxiliary) {
            assert!(rows.iter().any(|r| r[6] == known), "{known}");
        }
        assert_eq!(bytes, sample_fec().1);
    }
}
