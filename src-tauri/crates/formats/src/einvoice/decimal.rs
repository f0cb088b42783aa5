//! Exact arithmetic on the decimal texts of lines.

use liasse_domain::Amount;

use super::model::Line;

/// Decimals that a quotient is given with.
const DECIMALS: u32 = 8;
/// A decimal as a whole number of 10^-12.
const SCALE: u32 = 12;

impl Line {
    /// The price of one unit. BT-146 is the price of BT-149 units; some senders fill BT-149 although the price is for
    /// one unit, which the amount of the line tells.
    pub fn price_of_one(&self) -> Option<String> {
        let stated = self.unit_price.clone()?;
        let base = match self.price_base_quantity.as_deref() {
            None | Some("1") => return Some(stated),
            Some(base) => base,
        };
        let one = quotient(&stated, base);
        let (Some(quantity), Some(amount)) = (self.quantity.as_deref(), self.amount) else {
            return one.or(Some(stated));
        };
        // Allowances of the line count in its amount, so that neither may match: then the standard's meaning holds.
        if makes(quantity, &stated, "1", amount) && !makes(quantity, &stated, base, amount) {
            return Some(stated);
        }
        one.or(Some(stated))
    }
}

/// A plain decimal in units of 10^-12; `None` when it is too large or too fine.
fn scaled(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.len() > 15 || decimals.len() > SCALE as usize {
        return None;
    }
    let value: i128 = format!("{whole}{decimals:0<12}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// `a / b`, to eight decimals, rounded half away from zero.
fn quotient(a: &str, b: &str) -> Option<String> {
    let (a, b) = (scaled(a)?, scaled(b)?);
    if b == 0 {
        return None;
    }
    let unit = 10i128.pow(DECIMALS);
    let (over, under) = (a.abs().checked_mul(unit)?, b.abs());
    let value = over.checked_add(under / 2)? / under;
    let (whole, decimals) = (value / unit, value % unit);
    let sign = if value != 0 && (a < 0) != (b < 0) { "-" } else { "" };
    let text = format!("{sign}{whole}.{decimals:08}");
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// Whether quantity times price over base is the amount, to a cent.
fn makes(quantity: &str, price: &str, base: &str, amount: Amount) -> bool {
    let exact = || {
        let (quantity, price, base) = (scaled(quantity)?, scaled(price)?, scaled(base)?);
        let product = quantity.checked_mul(price)?.checked_div(base)?;
        let cents = i128::from(amount.cents()).checked_mul(10i128.pow(SCALE - 2))?;
        Some((product - cents).abs() <= 10i128.pow(SCALE - 2))
    };
    exact().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn divides_exactly() {
        for (a, b, quotient_text) in [
            ("62", "100", "0.62"),
            ("200", "2", "100"),
            ("1", "3", "0.33333333"),
            ("2", "-3", "-0.66666667"),
            ("-2", "3", "-0.66666667"),
        ] {
            assert_eq!(quotient(a, b).as_deref(), Some(quotient_text), "{a}/{b}");
        }
        assert_eq!(quotient("1", "0"), None);
        assert_eq!(quotient("9999999999999999999", "1"), None);
    }

    #[test]
    fn tells_what_makes_an_amount() {
        let cents = Amount::from_cents;
        assert!(makes("250", "62", "100", cents(15_500)));
        assert!(!makes("250", "62", "1", cents(15_500)));
        assert!(makes("1", "1273", "1", cents(127_300)));
        assert!(!makes("1", "1", "0", cents(100)));
    }
}
