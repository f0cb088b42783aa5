//! The unit of a line's quantity: of the column of units, else the word right behind the quantity.

use super::amounts::Candidate;
use super::text::Sheet;
use super::words as lists;

/// The unit of a quantity. `column`: left and right of the column of units, where the table has one.
pub fn find(
    sheet: &Sheet,
    row: usize,
    quantity: Option<&Candidate>,
    column: Option<(f32, f32)>,
) -> Option<String> {
    let row = sheet.rows.get(row)?;
    let tokens = sheet.span(&row.tokens);
    if let Some((x0, x1)) = column {
        let under = tokens.iter().filter(|token| token.x0 < x1 + 6.0 && token.x1 > x0 - 6.0);
        let text: Vec<&str> = under.map(|token| token.text.as_str()).collect();
        let text = text.join(" ");
        if (1..=14).contains(&text.chars().count()) && text.chars().any(char::is_alphabetic) {
            return Some(text);
        }
    }
    let quantity = quantity?;
    let next = sheet.tokens.get(quantity.span.end).filter(|_| quantity.span.end < row.tokens.end)?;
    let near = next.x0 - quantity.extent.x1 < 12.0;
    (near && is_unit(&next.text)).then(|| next.text.trim_end_matches(['.', ',']).to_owned())
}

fn is_unit(text: &str) -> bool {
    let fold = super::text::fold(text);
    lists::has("unit", fold.trim_end_matches(['.', ',']))
}
