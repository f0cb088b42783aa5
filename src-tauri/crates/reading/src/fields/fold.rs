//! Folding: lower case, no accents, cut at punctuation, so that words can be matched.

/// One letter without its accent, lower case; ligatures and ß become two letters.
fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    let plain = match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' | 'ă' | 'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ą' | 'Ă' => {
            "a"
        }
        'ä' | 'Ä' => "a",
        'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' | 'É' | 'È' | 'Ê' | 'Ë' | 'Ę' | 'Ě' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'Í' | 'Ì' | 'Î' | 'Ï' => "i",
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ö' | 'ø' | 'Ø' | 'ő' | 'Ő' => {
            "o"
        }
        'ú' | 'ù' | 'û' | 'ü' | 'Ú' | 'Ù' | 'Û' | 'Ü' | 'ů' | 'Ů' | 'ű' | 'Ű' => "u",
        'ç' | 'ć' | 'č' | 'Ç' | 'Ć' | 'Č' => "c",
        'ď' | 'đ' | 'Ď' | 'Đ' => "d",
        'ł' | 'Ł' => "l",
        'ñ' | 'ń' | 'ň' | 'Ñ' | 'Ń' | 'Ň' => "n",
        'ř' | 'Ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' | 'Ś' | 'Š' | 'Ş' | 'Ș' => "s",
        'ť' | 'ţ' | 'ț' | 'Ť' | 'Ţ' | 'Ț' => "t",
        'ź' | 'ż' | 'ž' | 'Ź' | 'Ż' | 'Ž' => "z",
        'ÿ' | 'Ÿ' | 'ý' | 'Ý' => "y",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        'ĳ' | 'Ĳ' => "ij",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        _ => {
            out.extend(c.to_lowercase());
            return;
        }
    };
    out.push_str(plain);
}

/// Lower case, no accents.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold_char(c, &mut out));
    out
}

/// A word's folded parts, cut at punctuation. `n°`, `nº`, `nr.` and their like become `no`; `%` and `#` stay.
pub fn fold_parts(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut parts: Vec<String> = Vec::new();
    let mut current = String::new();
    let close = |current: &mut String, parts: &mut Vec<String>| {
        if !current.is_empty() {
            parts.push(match current.as_str() {
                "nr" | "num" | "numero" | "nummer" | "number" => "no".to_owned(),
                _ => std::mem::take(current),
            });
            current.clear();
        }
    };
    for c in folded.chars() {
        match c {
            '°' | 'º' | '˚' if matches!(current.as_str(), "n" | "") => {
                current.clear();
                parts.push("no".to_owned());
            }
            '%' | '#' | '€' | '$' | '£' => {
                close(&mut current, &mut parts);
                parts.push(c.to_string());
            }
            c if c.is_alphanumeric() => current.push(c),
            _ => close(&mut current, &mut parts),
        }
    }
    close(&mut current, &mut parts);
    parts
}

/// Whether two words differ by at most one letter (substituted, added or dropped): what recognition does to long words.
pub fn nearly(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = if a.len() <= b.len() { (a.as_bytes(), b.as_bytes()) } else { (b.as_bytes(), a.as_bytes()) };
    if b.len() - a.len() > 1 {
        return false;
    }
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    start + end + 1 >= b.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds() {
        assert_eq!(fold_parts("N°:"), ["no"]);
        assert_eq!(fold_parts("n°F-12"), ["no", "f", "12"]);
        assert_eq!(fold_parts("Échéance"), ["echeance"]);
        assert_eq!(fold_parts("TVA(20%)"), ["tva", "20", "%"]);
        assert_eq!(fold_parts("Straße"), ["strasse"]);
        assert_eq!(fold_parts("Łódź odběratel"), ["lodz", "odberatel"]);
        assert!(nearly("facture", "factune"));
        assert!(nearly("facture", "factre"));
        assert!(!nearly("facture", "fractune"));
    }
}
