//! Terms of payment and the dates that they lead to.

use liasse_domain::{Date, PaymentTerms};

use super::sentences;
use super::text::Sheet;
use super::words as lists;

/// Terms of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Days.
    pub days: i32,
    /// To the end of the month.
    pub end_of_month: bool,
    /// Day of the month after (`le 10`).
    pub then_day: Option<i8>,
    /// Run where they stand.
    pub run: usize,
}

impl Terms {
    /// What the paper says, without its place.
    pub fn stated(&self) -> PaymentTerms {
        PaymentTerms {
            days: u16::try_from(self.days).unwrap_or(0),
            end_of_month: self.end_of_month,
            then_day: self.then_day.and_then(|day| u8::try_from(day).ok()),
        }
    }
    /// The due dates that they lead to (see [`PaymentTerms::due`]).
    pub fn due(&self, issue: Date) -> Vec<Date> {
        self.stated().due(issue)
    }
}

/// The terms of payment, where they lead to a date.
pub fn terms(sheet: &Sheet) -> Option<Terms> {
    let mut best: Option<(Terms, f32)> = None;
    for (index, run) in sheet.runs.iter().enumerate() {
        let parts = |at: usize| {
            sheet.tokens.get(at).into_iter().flat_map(move |t| t.parts.iter().map(move |p| (p.as_str(), at)))
        };
        let (words, places): (Vec<&str>, Vec<usize>) = run.tokens.clone().flat_map(parts).unzip();
        if words.len() > 60 {
            continue;
        }
        let left = index
            .checked_sub(1)
            .and_then(|i| sheet.runs.get(i))
            .filter(|left| left.row == run.row)
            .map_or("", |left| left.fold.as_str());
        // The heading of a box: `Conditions de règlement` over `à 15 jours`.
        let over = run
            .row
            .checked_sub(1)
            .and_then(|row| sheet.rows.get(row))
            .filter(|above| run.y0 - above.y1 < 2.0 * run.size)
            .and_then(|above| sheet.runs.get(above.runs.clone()))
            .and_then(|runs| {
                runs.iter().find(|other| other.x0 < run.x1 && other.x1 > run.x0 && other.text.len() < 40)
            })
            .map_or("", |other| other.fold.as_str());
        let page = sheet.rows.get(run.row).map_or(0, |row| row.page);
        for (at, word) in words.iter().enumerate() {
            let Some(mut found) = terms_at(&words, at, index) else { continue };
            // Words of the same sentence, some on either side.
            let sentence = sentences::around(sheet, places.get(at).copied().unwrap_or(run.tokens.start));
            let around: Vec<&str> = words
                .iter()
                .zip(&places)
                .skip(at.saturating_sub(8))
                .take(18)
                .filter(|(_, place)| sentence.contains(place))
                .map(|(word, _)| *word)
                .chain(left.split(' '))
                .chain(over.split(' '))
                .collect();
            let paying = around.iter().filter(|w| lists::has("paying", w)).count();
            let against = around.iter().filter(|w| lists::has("no terms", w)).count();
            if paying == 0 && !found.end_of_month || against > 0 {
                continue;
            }
            if word.is_empty() {
                found.days = 0;
            }
            let score = paying.min(3) as f32 + if found.end_of_month { 1.0 } else { 0.0 }
                - page as f32
                - words.len() as f32 * 0.02;
            if best.as_ref().is_none_or(|(_, known)| score > *known) {
                best = Some((found, score));
            }
        }
    }
    best.map(|(terms, _)| terms)
}

/// Terms that begin at a word: `45 jours fin de mois`, `30 dagen`, `comptant`, `net 30`.
fn terms_at(words: &[&str], at: usize, run: usize) -> Option<Terms> {
    let word = words.get(at)?;
    let next = words.get(at + 1).copied().unwrap_or_default();
    let rest = words.get(at + 1..).unwrap_or_default();
    let plain = |days| Terms { days, end_of_month: false, then_day: None, run };
    if matches!(*word, "net" | "netto")
        && next.bytes().all(|b| b.is_ascii_digit())
        && (1..=3).contains(&next.len())
        && rest.get(1).is_none_or(|w| !w.contains("eur") && *w != "€")
    {
        return next.parse().ok().filter(|days| (7..=120).contains(days)).map(plain);
    }
    let reception = matches!(
        *word,
        "reception" | "comptant" | "receipt" | "ontvangst" | "erhalt" | "contant" | "sofort" | "immediat"
    );
    if reception {
        let said = words.iter().any(|w| lists::has("paying", w));
        return said.then(|| plain(0));
    }
    let days: i32 = word.parse().ok().filter(|days| (1..=120).contains(days) && word.len() <= 3)?;
    let unit = matches!(
        next,
        "jours" | "j" | "jrs" | "jour" | "dagen" | "dag" | "tage" | "tagen" | "days" | "d" | "kalenderdagen"
    ) || (next == "jours" && rest.get(1) == Some(&"calendaires"));
    if !unit {
        return None;
    }
    let tail = rest.get(1..).unwrap_or_default();
    let tail_text = tail.iter().take(8).copied().collect::<Vec<_>>().join(" ");
    let end_of_month = [
        "fin de mois",
        "fin du mois",
        "fdm",
        "einde maand",
        "eind maand",
        "einde van de maand",
        "monatsende",
        "ende des monats",
        "end of month",
        "eom",
        "fin mois",
    ]
    .iter()
    .any(|p| {
        tail_text.starts_with(p)
            || tail_text.starts_with(&format!("net {p}"))
            || tail_text.starts_with(&format!("nets {p}"))
            || tail_text.starts_with(&format!("date de facture {p}"))
    });
    let then_day = end_of_month
        .then(|| {
            tail.iter()
                .position(|w| *w == "le")
                .and_then(|i| tail.get(i + 1))
                .and_then(|w| w.parse::<i8>().ok())
        })
        .flatten()
        .filter(|day| (1..=28).contains(day));
    Some(Terms { days, end_of_month, then_day, run })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn end_of_month_has_two_readings() {
        let words: Vec<&str> = "reglement a 45 jours fin de mois".split(' ').collect();
        let terms = terms_at(&words, 2, 0).unwrap();
        let dates: Vec<String> =
            terms.due("2025-01-15".parse().unwrap()).iter().map(Date::to_string).collect();
        assert_eq!(dates, ["2025-03-31", "2025-03-17"]);
        let words: Vec<&str> = "paiement 30 jours fin de mois le 10".split(' ').collect();
        let terms = terms_at(&words, 1, 0).unwrap();
        assert_eq!(terms.due("2025-01-15".parse().unwrap()).first().unwrap().to_string(), "2025-03-10");
        let words: Vec<&str> = "payment terms net 30".split(' ').collect();
        assert_eq!(terms_at(&words, 2, 0).unwrap().days, 30);
    }
}
