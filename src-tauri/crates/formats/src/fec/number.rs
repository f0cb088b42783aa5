//! The numbers of a FEC: decimal comma, sign first (or last), no thousands separator.

use liasse_domain::Amount;

/// A number in cents. Accepts what the tax administration's own test tool accepts: leading zeros, a sign before or
/// after, any number of decimals as long as those after the second are zeros. Blank is nothing.
pub(super) fn cents(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        [rest @ .., b'-'] => (true, rest),
        [rest @ .., b'+'] => (false, rest),
        all => (false, all),
    };
    let mut value: i64 = 0;
    let mut decimals: Option<u32> = None;
    let mut seen = false;
    for byte in digits {
        match (byte, decimals) {
            (b'0'..=b'9', None | Some(0 | 1)) => {
                seen = true;
                value = value.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                decimals = decimals.map(|count| count + 1);
            }
            (b'0', Some(_)) => {}
            (b',', None) => decimals = Some(0),
            _ => return None,
        }
    }
    if !seen {
        return None;
    }
    let value = match decimals.unwrap_or(0) {
        0 => value.checked_mul(100)?,
        1 => value.checked_mul(10)?,
        _ => value,
    };
    Some(if negative { -value } else { value })
}

/// As the law writes amounts: `1234,56`.
pub(super) fn comma(amount: Amount) -> String {
    amount.to_string().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_the_lawful_forms() {
        for (text, expected) in [
            ("0", 0),
            ("0,00", 0),
            ("12", 1200),
            ("12,3", 1230),
            ("12,30", 1230),
            ("12,3000", 1230),
            (",50", 50),
            ("-12,30", -1230),
            ("12,30-", -1230),
            ("+12,30", 1230),
            ("0000000069,60", 6960),
        ] {
            assert_eq!(cents(text), Some(expected), "{text}");
        }
        for bad in [
            "",
            "-",
            ",",
            "12.30",
            "1 234,00",
            "1\u{a0}234,00",
            "12,345",
            "1,2,3",
            "abc",
            "--1",
            "99999999999999999999",
        ] {
            assert_eq!(cents(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in -1_000_000_000_000i64..1_000_000_000_000) {
            prop_assert_eq!(cents(&comma(Amount::from_cents(value))), Some(value));
        }
    }
}
