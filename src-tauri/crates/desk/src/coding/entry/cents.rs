//! Where the cents go that rounding leaves over.

use liasse_domain::{Amount, FieldName, Reading};

/// How far the sum of a paper's lines may be off its total: a cent a rate, since each rate's tax is rounded by itself.
/// Union law leaves the method of rounding to the member states (CJEU 10 July 2008, C-484/06, Ahold); Belgium rounds the
/// tax of the whole invoice only.
pub fn tolerance(reading: &Reading) -> Amount {
    Amount::from_cents(i64::try_from(reading.vat_lines.len().max(1)).unwrap_or(1))
}

/// Spreads `total` over `weights` in their proportion, to the cent and without loss: each part is rounded down, and the
/// cents left over go to the parts that lost most (largest remainder), the first where equal. Weights that cancel out
/// leave all to the first.
pub fn apportion(total: Amount, weights: &[Amount]) -> Vec<Amount> {
    let whole: i128 = weights.iter().map(|weight| i128::from(weight.cents())).sum();
    if whole == 0 {
        let first = |place| if place == 0 { total } else { Amount::ZERO };
        return (0..weights.len()).map(first).collect();
    }
    let sign = if whole < 0 { -1 } else { 1 };
    let whole = whole * sign;
    let product = |weight: &Amount| i128::from(total.cents()) * i128::from(weight.cents()) * sign;
    let mut parts: Vec<i128> = weights.iter().map(|weight| product(weight).div_euclid(whole)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let lost: Vec<i128> = weights.iter().map(|weight| product(weight).rem_euclid(whole)).collect();
    order.sort_by_key(|place| (lost.get(*place).map_or(0, |lost| -lost), *place));
    let left = i128::from(total.cents()) - parts.iter().sum::<i128>();
    for place in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(place) {
            *part += 1;
        }
    }
    parts.into_iter().map(|part| Amount::from_cents(i64::try_from(part).unwrap_or(i64::MAX))).collect()
}

/// The cents by which the tax of the whole paper differs from the sum of its rates' taxes, when the paper closes with the
/// former: the total is the tax that is charged (art. 271 II-1-a CGI; Belgium rounds it only once).
pub fn cents_of_total_tax(reading: &Reading) -> Amount {
    let lines: Amount = reading.vat_lines.iter().map(|line| line.amount).sum();
    let (Some(tax), Some(net), Some(total)) = (
        reading.amount(FieldName::TotalVat),
        reading.amount(FieldName::TotalHt),
        reading.amount(FieldName::TotalTtc),
    ) else {
        return Amount::ZERO;
    };
    let cents = tax - lines;
    let closes = |tax: Amount| (net + tax - total).abs();
    let slight = !cents.is_zero() && cents.abs() <= tolerance(reading) && !reading.vat_lines.is_empty();
    if slight && closes(tax) < closes(lines) { cents } else { Amount::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_part_is_off_by_a_cent(
            total in -10_000_000i64..10_000_000,
            weights in proptest::collection::vec(0i64..1_000_000, 1..8),
        ) {
            let amounts: Vec<Amount> = weights.iter().copied().map(Amount::from_cents).collect();
            let parts = apportion(Amount::from_cents(total), &amounts);
            prop_assert_eq!(parts.iter().map(|part| part.cents()).sum::<i64>(), total);
            let whole: i64 = weights.iter().sum();
            if whole > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let exact = i128::from(total) * i128::from(*weight);
                    let off = (i128::from(part.cents()) * i128::from(whole) - exact).abs();
                    prop_assert!(off < i128::from(whole));
                }
            }
        }

        #[test]
        fn weights_of_both_signs_lose_nothing(
            total in -10_000_000i64..10_000_000,
            weights in proptest::collection::vec(-1_000_000i64..1_000_000, 1..8),
        ) {
            let amounts: Vec<Amount> = weights.into_iter().map(Amount::from_cents).collect();
            let parts = apportion(Amount::from_cents(total), &amounts);
            prop_assert_eq!(parts.iter().map(|part| part.cents()).sum::<i64>(), total);
        }
    }
}
