//! Values of a JSON file as plain text and cents.

use serde_json::Value;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A text without its accents (compatibility decomposition, combining marks dropped).
pub fn bare(text: &str) -> String {
    text.nfkd().filter(|letter| canonical_combining_class(*letter) == 0).collect()
}

/// The letters and digits alone, small, without accents: how identifiers are compared.
pub fn squeezed(text: &str) -> String {
    bare(text).to_lowercase().chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect()
}

/// A value as it would be printed.
pub fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether nothing was stated: absent, null, empty text, empty list.
pub fn empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

/// Whether anything was stated: unlike [`empty`], zero and `false` count as nothing.
pub fn stated(value: &Value) -> bool {
    match value {
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::Object(map) => !map.is_empty(),
        other => !empty(Some(other)),
    }
}

/// An amount or rate in hundredths, without its sign; rounded half to even where it has more than two decimals.
pub fn hundredths(value: Option<&Value>) -> Option<i128> {
    let text: String = plain(value?).trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).collect();
    let digits = text.strip_prefix(['-', '+']).unwrap_or(&text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let numeric = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && fraction.is_empty()) || !numeric(whole) || !numeric(fraction) || whole.len() > 24
    {
        return None;
    }
    let units: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let two: i128 = format!("{fraction:0<2}").get(..2)?.parse().ok()?;
    let rest = fraction.get(2..).unwrap_or_default();
    let value = units * 100 + two;
    let tail = rest.trim_end_matches('0');
    let up = match tail.bytes().next() {
        Some(b'5') if tail.len() == 1 => value % 2 == 1,
        Some(first) => first >= b'5',
        None => false,
    };
    Some(value + i128::from(up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn amounts_in_hundredths() {
        let of = |value| hundredths(Some(&value));
        assert_eq!(of(json!("1 234.50")), Some(123_450));
        assert_eq!(of(json!("-3")), Some(300));
        assert_eq!(of(json!(12.5)), Some(1_250));
        assert_eq!(of(json!("0.125")), Some(12));
        assert_eq!(of(json!("0.135")), Some(14));
        assert_eq!(of(json!("0.1251")), Some(13));
        assert_eq!(of(json!("12,50")), None);
        assert_eq!(of(json!(null)), None);
        assert_eq!(hundredths(None), None);
    }

    #[test]
    fn accents_and_ligatures() {
        assert_eq!(bare("Élodie Noël ﬁn"), "Elodie Noel fin");
        assert_eq!(squeezed("FR 76-3000.é"), "fr763000e");
    }
}
