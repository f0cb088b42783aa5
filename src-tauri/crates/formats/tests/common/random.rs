//! Random documents.

use liasse_domain::{Amount, LineItem, VatLine, VatRate, VatScheme};
use liasse_formats::ubl::{UblDocument, UblKind, UblParty};
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
    pub fn documents()(
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
            super::belgian()
        } else {
            UblParty { vat_number: None, ..super::french() }
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
            ..super::invoice()
        }
    }
}
