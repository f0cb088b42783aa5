//! Whether a reading of a field says what its truth says.

use serde_json::Value;

use super::text::{bare, hundredths, plain, squeezed};

/// The fields that are compared, in the order of the tables.
pub const FIELDS: [&str; 26] = [
    "doc_type",
    "issue_date",
    "due_date",
    "invoice_number",
    "supplier_name",
    "customer_name",
    "currency",
    "total_ttc",
    "total_ht",
    "total_vat",
    "vat_breakdown",
    "payment_method",
    "card_last4",
    "supplier_siren",
    "supplier_siret",
    "supplier_vat",
    "customer_vat",
    "iban",
    "bic",
    "structured_comm",
    "amount_due",
    "deposit_amount",
    "prepaid",
    "vat_scheme",
    "supplier_country",
    LINE_ITEMS,
];

/// Lines have their own measure: they are no part of the sums over all fields.
pub const LINE_ITEMS: &str = "line_items";

/// What an entry needs.
pub const BOOKING: [&str; 6] =
    ["issue_date", "invoice_number", "supplier_name", "total_ttc", "total_ht", "total_vat"];

/// Legal forms, which papers print or leave out as they please.
const FORMS: [&str; 19] = [
    "sarl", "sas", "sasu", "sa", "eurl", "ei", "bv", "nv", "srl", "gmbh", "ag", "ltd", "limited", "inc",
    "co", "kg", "llc", "cokg", "plc",
];

/// The words of a name without accents, case, punctuation and legal form.
fn name(value: &Value) -> Vec<String> {
    let text = bare(&plain(value)).to_lowercase().replace("b.v.", "bv").replace("n.v.", "nv");
    let words: Vec<String> = text
        .split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let bare: Vec<String> = words.iter().filter(|word| !FORMS.contains(&word.as_str())).cloned().collect();
    if bare.is_empty() { words } else { bare }
}

/// The read name may add up to two words to the true one, in any order.
fn same_name(truth: &Value, reading: &Value) -> bool {
    let (truth, reading) = (name(truth), name(reading));
    truth == reading
        || truth.concat() == reading.concat()
        || (truth.iter().all(|word| reading.contains(word)) && reading.len() <= truth.len() + 2)
}

/// Rates with their tax, sorted; lines of nothing left out. `None` when it is no list of rates.
fn rates(value: &Value) -> Option<Vec<(Option<i128>, Option<i128>)>> {
    let mut lines = Vec::new();
    for line in value.as_array()? {
        let line = line.as_object()?;
        let (rate, amount) = (hundredths(line.get("rate")), hundredths(line.get("amount")));
        if (rate, amount) != (Some(0), Some(0)) {
            lines.push((rate, amount));
        }
    }
    lines.sort_unstable();
    Some(lines)
}

/// Whether `reading` says the same as `truth`, both being stated.
pub fn same(field: &str, truth: &Value, reading: &Value) -> bool {
    match field {
        "total_ttc" | "total_ht" | "total_vat" | "amount_due" | "deposit_amount" | "prepaid" => {
            let reading = hundredths(Some(reading));
            reading.is_some() && hundredths(Some(truth)) == reading
        }
        "issue_date" | "due_date" => {
            let day = |value| plain(value).chars().take(10).collect::<String>();
            day(truth) == day(reading)
        }
        "supplier_name" | "customer_name" => same_name(truth, reading),
        "invoice_number" | "supplier_vat" | "customer_vat" | "supplier_siren" | "supplier_siret" | "iban"
        | "bic" | "structured_comm" | "card_last4" => squeezed(&plain(truth)) == squeezed(&plain(reading)),
        "vat_breakdown" => rates(truth).zip(rates(reading)).is_some_and(|(truth, reading)| truth == reading),
        _ => {
            let folded = |value| bare(&plain(value)).trim().to_lowercase();
            folded(truth) == folded(reading)
        }
    }
}

/// Lines of the truth that were read with their amount, lines read, lines of the truth.
pub fn lines(truth: &Value, reading: Option<&Value>) -> (u64, u64, u64) {
    let amounts = |value: Option<&Value>| -> Vec<Option<i128>> {
        let list = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        list.iter().filter(|line| line.is_object()).map(|line| hundredths(line.get("amount"))).collect()
    };
    let count = |value: Option<&Value>| value.and_then(Value::as_array).map_or(0, Vec::len) as u64;
    let mut pool = amounts(reading);
    let mut found = 0;
    for amount in amounts(Some(truth)) {
        if let Some(at) = pool.iter().position(|other| *other == amount) {
            pool.swap_remove(at);
            found += 1;
        }
    }
    (found, count(reading), count(Some(truth)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_compared_without_their_legal_form() {
        let same = |truth: &str, reading: &str| same("supplier_name", &json!(truth), &json!(reading));
        assert!(same("Belgnac Rénovation EURL", "BELGNAC RENOVATION"));
        assert!(same("Van Dam B.V.", "van dam"));
        assert!(same("SAS", "sas"));
        assert!(same("Dupont", "Menuiserie Dupont Frères"));
        assert!(!same("Dupont", "La Menuiserie Dupont Frères"));
        assert!(!same("Dupont Frères", "Dupont"));
    }

    #[test]
    fn rates_are_compared_without_their_order_and_without_empty_lines() {
        let truth = json!([{"rate": "20.00", "amount": "2"}, {"rate": "5.5", "amount": "1.00"}]);
        let reading = json!([
            {"rate": "5.50", "amount": "1.00"}, {"rate": "20", "amount": "2.00"}, {"rate": "0", "amount": "0"}
        ]);
        assert!(same("vat_breakdown", &truth, &reading));
        assert!(!same("vat_breakdown", &truth, &json!([{"rate": "20", "amount": "2"}])));
        assert!(!same("vat_breakdown", &truth, &json!("20 %")));
    }

    #[test]
    fn each_line_of_the_truth_is_found_once() {
        let truth = json!([{"amount": "1.00"}, {"amount": "1.00"}, {"amount": "2.00"}]);
        let reading = json!([{"amount": "1"}, {"amount": "2.00"}, {"amount": "3"}]);
        assert_eq!(lines(&truth, Some(&reading)), (2, 3, 3));
        assert_eq!(lines(&truth, None), (0, 0, 3));
    }
}
