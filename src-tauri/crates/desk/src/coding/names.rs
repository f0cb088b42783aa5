//! Comparing company names.

/// Words that say the legal form and not the name.
const LEGAL_FORMS: [&str; 38] = [
    "sarl",
    "sas",
    "sasu",
    "sa",
    "eurl",
    "ei",
    "eirl",
    "snc",
    "sci",
    "scp",
    "scop",
    "selarl",
    "bv",
    "bvba",
    "nv",
    "srl",
    "sprl",
    "sc",
    "scrl",
    "asbl",
    "vzw",
    "cv",
    "gmbh",
    "ag",
    "kg",
    "ug",
    "ltd",
    "limited",
    "plc",
    "inc",
    "llc",
    "co",
    "spa",
    "sl",
    "slu",
    "ets",
    "etablissements",
    "societe",
];

/// Lower case, without accents and punctuation, single spaces: `Café en grains, 1 kg` is `cafe en grains 1 kg`.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' | 'å' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' | 'ì' => folded.push('i'),
            'ô' | 'ö' | 'ó' | 'ò' | 'õ' | 'ø' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            // Points and apostrophes join: S.A.R.L. is sarl, L'Atelier is latelier.
            '.' | '\'' | '’' => {}
            c if c.is_ascii_alphanumeric() => folded.push(c),
            _ if folded.ends_with(' ') => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    match folded.strip_prefix(' ') {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}

/// Lower case, without accents, punctuation and legal form: `Éts. Carlier & Fils S.A.R.L.` is `carlier fils`.
pub fn normal_name(name: &str) -> String {
    let folded = folded(name);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let kept: Vec<&str> = words.iter().copied().filter(|word| !LEGAL_FORMS.contains(word)).collect();
    if kept.is_empty() { words.join(" ") } else { kept.join(" ") }
}

/// How alike two normal names are, 0 to 100: shared pairs of letters (Dice), spaces left out.
pub fn likeness(a: &str, b: &str) -> u32 {
    let pairs = |name: &str| -> Vec<(char, char)> {
        let letters: Vec<char> = name.chars().filter(|c| *c != ' ').collect();
        letters.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let all = left.len() + right.len();
    if all == 0 {
        return if a == b { 100 } else { 0 };
    }
    let mut shared = 0;
    for pair in &left {
        if let Some(place) = right.iter().position(|other| other == pair) {
            right.swap_remove(place);
            shared += 1;
        }
    }
    u32::try_from(200 * shared / all).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_names() {
        assert_eq!(normal_name("Éts. Carlier & Fils S.A.R.L."), "carlier fils");
        assert_eq!(normal_name("SAS"), "sas");
        assert_eq!(normal_name("Bäckerei Groß GmbH & Co. KG"), "backerei gross");
        assert_eq!(normal_name("L’Œuf d'or"), "loeuf dor");
    }

    #[test]
    fn weighs_likeness() {
        assert_eq!(likeness("carlier", "carlier"), 100);
        assert!(likeness("maison delorme", "maison delornie") > 75);
        assert!(likeness("maison delorme", "garage tissot") < 30);
    }
}
