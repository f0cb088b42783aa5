//! Due dates that the printed terms allow beside the one of the truth.

use serde_json::Value;

/// A day of the Gregorian calendar as the number of days since 1970-01-01.
fn number(year: i64, month: i64, day: i64) -> i64 {
    // Months are counted from March, so that the leap day is the last of its year.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let century = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * month + 2) / 5 + day - 1;
    century * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

fn civil(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let century = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let year = century * 400 + year_of_era;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

fn end_of_month(number: i64) -> i64 {
    let (year, month, _) = civil(number);
    let (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    self::number(year, month, 1) - 1
}

fn iso(day: i64) -> Value {
    let (year, month, day) = civil(day);
    Value::String(format!("{year:04}-{month:02}-{day:02}"))
}

/// What may be read as due date beside the truth; null stands for nothing. Payment on receipt has no date; "45 jours
/// fin de mois" has two lawful readings (article L. 441-10 of the French commercial code) and, in use, a third.
pub fn due_dates(truth: &Value) -> Vec<Value> {
    let issued = truth.pointer("/fields/issue_date").and_then(Value::as_str).unwrap_or_default();
    let terms = truth.get("terms").and_then(Value::as_str).unwrap_or_default().to_lowercase();
    if issued.is_empty() {
        return Vec::new();
    }
    let mut allowed = Vec::new();
    if terms.contains("réception") || terms.contains("on receipt") || terms == "net" {
        allowed.push(Value::Null);
    }
    let digits: String = terms.chars().take_while(char::is_ascii_digit).collect();
    let end = terms.get(digits.len()..).is_some_and(|rest| rest.starts_with(" jours fin de mois"));
    let printed = truth.get("due_date_printed").and_then(Value::as_bool).unwrap_or_default();
    let mut parts = issued.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    if let (true, false, Ok(days)) = (end, printed, digits.parse::<i64>())
        && let (Some(Some(year)), Some(Some(month)), Some(Some(day))) =
            (parts.next(), parts.next(), parts.next())
    {
        let issue = number(year, month, day);
        allowed.push(iso(end_of_month(issue + days)));
        allowed.push(iso(end_of_month(issue) + days));
        allowed.push(iso(end_of_month(end_of_month(issue) + days)));
    }
    allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_go_there_and_back() {
        assert_eq!(number(1970, 1, 1), 0);
        for day in [-1, 0, 59, 60, 11_016, 11_017, 20_000, 40_000] {
            let (year, month, of_month) = civil(day);
            assert_eq!(number(year, month, of_month), day);
        }
        assert_eq!(iso(end_of_month(number(2024, 2, 3))), json!("2024-02-29"));
    }

    #[test]
    fn end_of_month_has_two_lawful_readings() {
        let truth = |terms: &str, printed: bool| json!({"terms": terms, "due_date_printed": printed, "fields": {"issue_date": "2026-03-10"}});
        assert_eq!(
            due_dates(&truth("45 jours fin de mois", false)),
            [json!("2026-04-30"), json!("2026-05-15"), json!("2026-05-31")]
        );
        assert!(due_dates(&truth("45 jours fin de mois", true)).is_empty());
        assert_eq!(due_dates(&truth("Paiement à réception", false)), [Value::Null]);
        assert!(due_dates(&json!({"terms": "net", "fields": {}})).is_empty());
    }
}
