//! Where a value stands on a page: among its recorded words.

use serde_json::Value;

use crate::bench::score::text::{bare, plain, squeezed};

/// Left, top, right, bottom as fractions of the page.
pub type Area = [f64; 4];

/// A place: page from 1, and area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    pub page: u64,
    pub area: Area,
}

/// The longest value, in words.
const LONGEST: usize = 10;

/// The months as they begin in French, Dutch, German and English, folded.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["fev", "feb"],
    &["mar", "mrt", "maa"],
    &["avr", "apr"],
    &["mai", "mei", "may"],
    &["juin", "jun"],
    &["juil", "jul"],
    &["aou", "aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "dez"],
];

struct Word {
    text: String,
    line: u64,
    area: Area,
}

/// A box as four numbers of a list or named corners.
pub fn area(value: &Value) -> Option<Area> {
    let number = |value: Option<&Value>| value.and_then(Value::as_f64);
    match value {
        Value::Array(list) => {
            Some([number(list.first())?, number(list.get(1))?, number(list.get(2))?, number(list.get(3))?])
        }
        Value::Object(map) => Some([
            number(map.get("x0"))?,
            number(map.get("y0"))?,
            number(map.get("x1"))?,
            number(map.get("y1"))?,
        ]),
        _ => None,
    }
}

fn words(page: &Value) -> Vec<Word> {
    let list = page.get("words").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let word = |word: &Value| {
        Some(Word {
            text: word.get("text")?.as_str()?.to_owned(),
            line: word.get("line")?.as_u64()?,
            area: area(word.get("rect")?)?,
        })
    };
    list.iter().filter_map(word).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Whether some words, joined, print a value.
fn prints(field: &str, truth: &str, words: &str) -> bool {
    match field {
        "total_ttc" | "total_ht" | "total_vat" | "amount_due" | "deposit_amount" | "prepaid" => {
            // Without its mark a number may be any: 12.50 is no 1250.
            words.contains([',', '.', '\'']) && digits(words) == digits(truth) && !words.contains('%')
        }
        "issue_date" | "due_date" => prints_date(truth, words),
        _ => {
            let (truth, words) = (squeezed(truth), squeezed(words));
            !truth.is_empty() && truth == words
        }
    }
}

fn prints_date(truth: &str, words: &str) -> bool {
    let mut parts = truth.splitn(3, '-');
    let (Some(year), Some(month), Some(day)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let short = year.get(2..).unwrap_or_default();
    let numbers = digits(words);
    if !words.chars().any(char::is_alphabetic) {
        let plain = |text: &str| text.trim_start_matches('0').to_owned();
        let forms = [
            format!("{day}{month}{year}"),
            format!("{day}{month}{short}"),
            format!("{year}{month}{day}"),
            format!("{}{}{year}", plain(day), plain(month)),
        ];
        return forms.contains(&numbers);
    }
    let folded = bare(words).to_lowercase();
    let names = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let letters: String = folded.chars().filter(char::is_ascii_alphabetic).collect();
    let named = names.is_some_and(|names| {
        names
            .iter()
            .any(|name| letters.starts_with(name) || letters.trim_start_matches("er").starts_with(name))
    });
    let day = day.trim_start_matches('0');
    let either = [format!("{day}{year}"), format!("0{day}{year}"), format!("{day}{short}")];
    named && letters.len() <= 11 && either.contains(&numbers)
}

/// The first place on these pages whose words print `truth`.
pub fn of_truth(field: &str, truth: &Value, pages: &[&Value]) -> Option<Place> {
    let truth = plain(truth);
    if truth.is_empty() {
        return None;
    }
    for page in pages {
        let number = page.get("number").and_then(Value::as_u64).unwrap_or(1);
        let words = words(page);
        for from in 0..words.len() {
            let mut joined = String::new();
            let mut around: Option<Area> = None;
            let line = words.get(from).map(|word| word.line);
            for word in words.iter().skip(from).take(LONGEST).take_while(|word| Some(word.line) == line) {
                joined.push_str(&word.text);
                joined.push(' ');
                around = Some(around.map_or(word.area, |around| union(around, word.area)));
                if let Some(area) = around.filter(|_| prints(field, &truth, &joined)) {
                    return Some(Place { page: number, area });
                }
            }
        }
    }
    None
}

/// The smallest area around both.
pub fn union(a: Area, b: Area) -> Area {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(words: &[(&str, u64)]) -> Value {
        let word = |(at, (text, line)): (usize, &(&str, u64))| {
            let x = at as f64 / 10.0;
            json!({"text": text, "line": line, "rect": {"x0": x, "y0": 0.1, "x1": x + 0.1, "y1": 0.2}})
        };
        json!({"number": 2, "words": words.iter().enumerate().map(word).collect::<Vec<_>>()})
    }

    #[test]
    fn values_are_found_as_they_are_printed() {
        let page =
            page(&[("Le", 0), ("1er", 0), ("mars", 0), ("2026", 0), ("1", 1), ("234,50", 1), ("€", 1)]);
        let find = |field, truth| of_truth(field, &json!(truth), &[&page]).map(|place| place.area[0]);
        assert_eq!(find("issue_date", "2026-03-01"), Some(0.1));
        assert_eq!(find("total_ttc", "1234.50"), Some(0.4));
        assert_eq!(find("total_ttc", "1234.51"), None);
        assert_eq!(find("invoice_number", "2026"), Some(0.3));
    }

    #[test]
    fn dates_in_their_forms() {
        for words in ["01/03/2026", "1-3-2026", "01.03.26", "2026-03-01", "1 maart 2026", "1. März 2026"] {
            assert!(prints_date("2026-03-01", words), "{words}");
        }
        assert!(!prints_date("2026-03-01", "1 mai 2026"));
        assert!(!prints_date("2026-03-01", "Facture mars 1 2026"));
    }

    #[test]
    fn boxes_are_lists_or_corners() {
        assert_eq!(area(&json!([0, 0.5, 1, 1])), Some([0.0, 0.5, 1.0, 1.0]));
        assert_eq!(area(&json!({"x0": 0, "y0": 0, "x1": 1, "y1": 1})), Some([0.0, 0.0, 1.0, 1.0]));
        assert_eq!(area(&json!(null)), None);
    }
}
