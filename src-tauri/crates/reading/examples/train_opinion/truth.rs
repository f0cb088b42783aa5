//! What is true of a paper, and whether a place bears it.

use liasse_reading::fields::opinion::Asked;
use serde_json::Value;

/// Key of the truth that answers what is asked.
fn key(asked: Asked) -> &'static str {
    match asked {
        Asked::Supplier => "supplier_name",
        Asked::Customer => "customer_name",
        Asked::Number => "invoice_number",
        Asked::Issued => "issue_date",
        Asked::Due => "due_date",
        Asked::Ttc => "total_ttc",
        Asked::Ht => "total_ht",
        Asked::Vat => "total_vat",
        Asked::Paper => "doc_type",
        Asked::CustomerVat => "customer_vat",
        Asked::Means => "payment_method",
    }
}

/// What the truth says; `None` where nothing may be learned: the value is unknown, or is not on the page.
pub fn of(truth: &Value, asked: Asked) -> Option<String> {
    let hidden =
        truth["not_visible"].as_array().into_iter().flatten().any(|name| name.as_str() == Some(key(asked)));
    let value = truth["fields"].get(key(asked)).filter(|_| !hidden)?;
    Some(value.as_str().unwrap_or_default().to_owned())
}

/// Letters without their accents, in lower case, and digits; anything else parts words.
fn words(text: &str) -> Vec<String> {
    const FORMS: [&str; 18] = [
        "sarl", "sas", "sasu", "sa", "eurl", "ei", "bv", "nv", "srl", "gmbh", "ag", "ltd", "limited", "inc",
        "co", "kg", "llc", "plc",
    ];
    let joined = text.to_lowercase().replace("b.v.", "bv").replace("n.v.", "nv").replace("s.r.l", "srl");
    let plain: String = joined
        .chars()
        .map(|c| match c {
            'à' | 'â' | 'ä' | 'á' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' | 'í' => 'i',
            'ô' | 'ö' | 'ó' => 'o',
            'û' | 'ü' | 'ù' | 'ú' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    let all: Vec<String> = plain.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let bare: Vec<String> = all.iter().filter(|word| !FORMS.contains(&word.as_str())).cloned().collect();
    if bare.is_empty() { all } else { bare }
}

fn same_name(told: &str, read: &str) -> bool {
    let (told, read) = (words(told), words(read));
    told.concat() == read.concat()
        || told.iter().all(|word| read.contains(word)) && read.len() <= told.len() + 2
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn cents(text: &str) -> Option<i64> {
    let bare = text.trim_start_matches('-');
    let (whole, parts) = bare.split_once('.').unwrap_or((bare, ""));
    let parts = format!("{parts:0<2}");
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(parts.get(..2)?.parse().ok()?)
}

/// Whether a place's text is what the truth says.
pub fn is(asked: Asked, told: &str, read: &str) -> bool {
    if told.is_empty() {
        return false;
    }
    match asked {
        Asked::Supplier | Asked::Customer => same_name(told, read),
        Asked::Number | Asked::CustomerVat => squeezed(told) == squeezed(read),
        Asked::Paper | Asked::Means => told == read,
        Asked::Issued | Asked::Due => told.get(..10) == read.get(..10),
        Asked::Ttc | Asked::Ht | Asked::Vat => cents(told).is_some() && cents(told) == cents(read),
    }
}
