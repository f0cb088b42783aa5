//! Random documents: what is written reads back with the same totals, whatever the amounts.
//! `LIASSE_RANDOM_UBL=<folder>` keeps the files, for the official rules to be run over them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[allow(dead_code, reason = "each test file uses a part of it")]
mod common;

use liasse_domain::{Amount, FieldName, LineItem, VatLine, VatRate, VatScheme};
use liasse_formats::ubl::{self, UblDocument, UblError, UblKind};
use liasse_formats::{einvoice, ubl::UblParty};
use proptest::prelude::*;

fn line(cents: i64, quantity: u32, rate: Option<VatRate>) -> LineItem {
    LineItem {
        description: format!("Article {quantity} <&> \"é\""),
        quantity: Some(quantity.to_string()),
        unit: None,
        unit_price: Some(Amount::from_cents(cents / i64::from(quantity.max(1))).to_string()),
        vat_rate: rate,
        amount: Some(Amount::from_cents(cents)),
    }
}

prop_compose! {
    fn documents()(
        rates in proptest::sample::subsequence(vec![210u16, 550, 600, 1000, 1200, 2000, 2100], 0..4),
        bases in proptest::collection::vec(1i64..3_000_000, 4),
        rest in prop_oneof![Just(0i64), 1i64..100_000],
        quantities in proptest::collection::vec(0u32..9, 1..6),
        split in any::<bool>(),
        credit in any::<bool>(),
        scheme in proptest::sample::select(vec![
            VatScheme::Standard, VatScheme::ReverseCharge, VatScheme::Intracom, VatScheme::Exempt, VatScheme::Export,
        ]),
        deposit in prop_oneof![Just(0i64), -5_000i64..5_000],
        paid in prop_oneof![Just(None), (0i64..200_000).prop_map(Some)],
        registered in any::<bool>(),
        due in any::<bool>(),
    ) -> UblDocument {
        let taxed = scheme == VatScheme::Standard;
        let mut vat_lines = Vec::new();
        for (rate, base) in rates.iter().zip(&bases).filter(|_| taxed) {
            let (rate, base) = (VatRate::from_basis_points(*rate).unwrap(), Amount::from_cents(*base));
            vat_lines.push(VatLine { rate, base, amount: rate.tax_on(base) });
        }
        let ht = vat_lines.iter().map(|line| line.base).sum::<Amount>() + Amount::from_cents(rest);
        let tax: Amount = vat_lines.iter().map(|line| line.amount).sum();
        let mut items = Vec::new();
        for vat in &vat_lines {
            let mut left = vat.base.cents();
            for quantity in quantities.iter().filter(|_| split) {
                let part = left / 3;
                items.push(line(part, *quantity, Some(vat.rate)));
                left -= part;
            }
            items.push(line(left, 1, Some(vat.rate)));
        }
        if rest > 0 {
            items.push(line(rest, 1, Some(VatRate::ZERO)));
        }
        let supplier = if registered {
            common::belgian()
        } else {
            UblParty { vat_number: None, ..common::french() }
        };
        UblDocument {
            kind: if credit { UblKind::CreditNote } else { UblKind::Invoice },
            due_date: due.then(|| "2026-04-01".parse().unwrap()),
            supplier,
            scheme,
            vat_lines,
            total_ht: ht,
            total_vat: tax,
            total_ttc: ht + tax,
            deposit: Some(Amount::from_cents(deposit)),
            prepaid: paid.map(Amount::from_cents),
            amount_due: None,
            line_items: items,
            ..common::invoice()
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_back(document in documents()) {
        let bytes = match ubl::write(&document) {
            Ok(bytes) => bytes,
            Err(UblError::Missing { .. }) => return Ok(()),
            Err(error) => panic!("{error}"),
        };
        if let Some(folder) = std::env::var_os("LIASSE_RANDOM_UBL") {
            let name = format!("{:016x}.xml", bytes.iter().fold(7u64, |h, b| h.wrapping_mul(31).wrapping_add(u64::from(*b))));
            std::fs::write(std::path::Path::new(&folder).join(name), &bytes).unwrap();
        }
        let (invoice, findings) = einvoice::read(&bytes);
        prop_assert!(findings.is_empty(), "{:?}", findings);
        let invoice = invoice.unwrap();
        let (reading, findings) = invoice.to_reading();
        let whole = document.total_ttc + document.deposit.unwrap_or(Amount::ZERO);
        if whole.is_negative() {
            // More packaging came back than goods went out: the sign turns, and the kind with it.
            return Ok(());
        }
        prop_assert!(findings.iter().all(|finding| finding.code != "einvoice_arithmetic"), "{:?}", findings);
        prop_assert_eq!(reading.amount(FieldName::TotalHt), Some(document.total_ht));
        prop_assert_eq!(reading.amount(FieldName::TotalVat), Some(document.total_vat));
        prop_assert_eq!(reading.amount(FieldName::TotalTtc), Some(document.total_ttc));
        let deposit = document.deposit.filter(|deposit| !deposit.is_zero());
        prop_assert_eq!(reading.amount(FieldName::DepositAmount), deposit);
        let due = whole - document.prepaid.unwrap_or(Amount::ZERO);
        prop_assert_eq!(reading.amount(FieldName::AmountDue), Some(due));
        let taxed: Vec<VatLine> = reading.vat_lines.iter().filter(|line| line.rate != VatRate::ZERO).copied().collect();
        prop_assert_eq!(taxed, document.vat_lines);
    }
}
