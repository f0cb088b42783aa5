//! What holds for every layout and seed.

use super::*;
use crate::ids;
use crate::truth::{Field, FieldTruth, Fields, Kind};

const SEEDS: u64 = 24;

fn cents(text: &str) -> i64 {
    text.replace('.', "").parse().unwrap()
}

fn each(mut check: impl FnMut(&Layout, u64, &Paper)) {
    for layout in all() {
        for seed in 0..SEEDS {
            check(&layout, seed, &layout.paper(seed * 7919 + 11));
        }
    }
}

fn entry(paper: &Paper) -> Option<&Fields> {
    match &paper.truth.fields {
        FieldTruth::Entry(f) => Some(f),
        FieldTruth::Other(_) => None,
    }
}

#[test]
fn there_are_many_layouts_and_their_names_differ() {
    let mut names: Vec<&str> = all().iter().map(|l| l.name).collect();
    assert!(names.len() >= 50);
    assert!((8..20).contains(&all().iter().filter(|l| l.held_out).count()));
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all().len());
}

#[test]
fn same_seed_same_bytes_other_seed_other_bytes() {
    for layout in all() {
        assert_eq!(layout.paper(5).pdf(), layout.paper(5).pdf(), "{}", layout.name);
        assert_ne!(layout.paper(5).pdf(), layout.paper(6).pdf(), "{}", layout.name);
    }
}

#[test]
fn every_truth_adds_up() {
    each(|layout, seed, paper| {
        let Some(f) = entry(paper) else { return };
        let at = format!("{} {seed} {f:?}", layout.name);
        let ttc = cents(&f.total_ttc);
        assert!(ttc > 0, "{at}");
        if let (Some(ht), Some(vat)) = (&f.total_ht, &f.total_vat) {
            assert_eq!(cents(ht) + cents(vat) + paper.deal.outlays, ttc, "{at}");
            assert_eq!(f.vat_breakdown.iter().map(|v| cents(&v.amount)).sum::<i64>(), cents(vat), "{at}");
        }
        let deposit = paper.deal.deposit.unwrap_or(0);
        assert_eq!(cents(&f.amount_due), ttc + deposit - paper.deal.prepaid.unwrap_or(0), "{at}");
        for v in &f.vat_breakdown {
            assert!(
                [
                    "20.00", "10.00", "5.50", "2.10", "21.00", "12.00", "6.00", "19.00", "7.00", "9.00",
                    "17.00", "14.00", "8.00", "3.00", "5.00"
                ]
                .contains(&v.rate.as_str()),
                "{at}"
            );
            let exact = crate::goods::divide(cents(&v.base) * cents(&v.rate), 10_000);
            assert!((exact - cents(&v.amount)).abs() <= 1 + paper.deal.lines.len() as i64 / 2, "{at}");
        }
        if !f.line_items.is_empty() {
            let sum: i64 = f.line_items.iter().map(|l| cents(&l.amount)).sum();
            let wanted = if paper.truth.lines_tax_included {
                ttc - paper.deal.outlays
            } else {
                cents(f.total_ht.as_deref().unwrap()) + paper.deal.rebate.map_or(0, |r| r.1)
            };
            assert_eq!(sum, wanted, "{at}");
        }
    });
}

#[test]
fn identifiers_hold() {
    each(|layout, _, paper| {
        let Some(f) = entry(paper) else { return };
        let s = &paper.deal.supplier;
        if let Some(iban) = &f.iban {
            assert_eq!(ids::mod97(&format!("{}{}", &iban[4..], &iban[..4])), 1, "{} {iban}", layout.name);
        }
        if let (Some(siren), Some(vat)) = (&f.supplier_siren, &f.supplier_vat) {
            assert_eq!(vat, &ids::vat_fr(siren));
        }
        if let (Some(siren), Some(siret)) = (&f.supplier_siren, &f.supplier_siret) {
            assert!(siret.starts_with(siren.as_str()) && s.country.code() == "FR");
        }
    });
}

/// What a reading must find is on every paper.
#[test]
fn the_essentials_are_printed() {
    each(|layout, seed, paper| {
        let Some(f) = entry(paper) else { return };
        let at = format!("{} {seed}", layout.name);
        assert!(f.issue_date.is_some() && f.supplier_name.is_some(), "{at}");
        assert!(f.invoice_number.is_some() || f.doc_type == Kind::CardSlip, "{at}");
        assert!(paper.truth.places.contains_key(Field::TotalTtc.key()), "{at}");
        assert!(f.due_date.is_none() || f.due_date >= f.issue_date, "{at}");
        if f.total_vat.as_deref().is_some_and(|v| v != "0.00") {
            assert!(
                paper.truth.places.contains_key("vat_breakdown")
                    || paper.truth.places.contains_key("total_vat"),
                "{at}"
            );
        }
    });
}

/// Nothing runs off the sheet and no two texts lie on each other.
#[test]
fn the_text_is_legible() {
    let mut bad = Vec::new();
    each(|layout, seed, paper| {
        for (i, a) in paper.runs.iter().enumerate() {
            let sheet = &paper.sheets[a.page];
            let [x0, y0, x1, y1] = a.area;
            if a.turned {
                continue;
            }
            if x0 < 0.0 || y0 < 0.0 || x1 > sheet.width + 0.5 || y1 > sheet.height {
                bad.push(format!("{} {seed}: off the sheet: {:?} {:?}", layout.name, a.text, a.area));
            }
            for b in paper.runs.iter().skip(i + 1).filter(|b| b.page == a.page && !b.turned) {
                let w = x1.min(b.area[2]) - x0.max(b.area[0]);
                let h = y1.min(b.area[3]) - y0.max(b.area[1]);
                let thin = (y1 - y0).min(b.area[3] - b.area[1]);
                if w > 2.0 && h > thin * 0.35 {
                    bad.push(format!("{} {seed}: {:?} on {:?}", layout.name, a.text, b.text));
                }
            }
        }
    });
    assert!(bad.is_empty(), "{}\n{}", bad.len(), bad.iter().take(60).cloned().collect::<Vec<_>>().join("\n"));
}

/// What is printed is what the truth says: digit for digit.
#[test]
fn the_print_is_the_truth() {
    let digits = |t: &str| t.chars().filter(char::is_ascii_digit).collect::<String>();
    let letters =
        |t: &str| t.chars().filter(|c| c.is_ascii_alphanumeric()).collect::<String>().to_uppercase();
    each(|layout, seed, paper| {
        let Some(f) = entry(paper) else { return };
        for run in &paper.runs {
            let at = format!("{} {seed} {run:?} {f:?}", layout.name);
            let amount =
                |wanted: Option<&String>| assert_eq!(digits(&run.text), digits(wanted.unwrap()), "{at}");
            let ends = |wanted: Option<&String>| {
                assert!(letters(&run.text).ends_with(&letters(wanted.unwrap())), "{at}")
            };
            match run.field {
                Some(Field::TotalTtc) => amount(Some(&f.total_ttc)),
                Some(Field::TotalHt) => amount(f.total_ht.as_ref()),
                Some(Field::TotalVat) => amount(f.total_vat.as_ref()),
                Some(Field::AmountDue) => amount(Some(&f.amount_due)),
                Some(Field::Prepaid) => amount(f.prepaid.as_ref()),
                Some(Field::Deposit) => amount(f.deposit_amount.as_ref()),
                // What is taxed at nothing is printed by some and is no line of the truth.
                Some(Field::Vat(_)) => assert!(
                    digits(&run.text).trim_start_matches('0').is_empty()
                        || f.vat_breakdown.iter().any(|v| digits(&v.amount) == digits(&run.text)),
                    "{at}"
                ),
                Some(Field::Number) => assert_eq!(Some(&run.text), f.invoice_number.as_ref(), "{at}"),
                Some(Field::SupplierSiret) => ends(f.supplier_siret.as_ref()),
                Some(Field::SupplierVat) => ends(f.supplier_vat.as_ref()),
                Some(Field::CustomerVat) => ends(f.customer_vat.as_ref()),
                Some(Field::Iban) => ends(f.iban.as_ref()),
                Some(Field::Bic) => ends(f.bic.as_ref()),
                Some(Field::Structured) => ends(f.structured_comm.as_ref()),
                Some(Field::Card) => ends(f.card_last4.as_ref()),
                Some(Field::IssueDate) => {
                    assert!(run.text.contains(&paper.deal.issue.day.to_string()), "{at}")
                }
                Some(Field::DueDate) => {
                    assert!(run.text.contains(&paper.deal.due.unwrap().day.to_string()), "{at}")
                }
                _ => {}
            }
        }
    });
}
