//! Legal forms of companies: how they are written, and what qualifies them.

use std::borrow::Cow;

use super::text::fold_parts;
use super::words as lists;

/// A legal form among the words of a line.
pub fn has_form(text: &str) -> bool {
    plain_forms(text).split([' ', ',', '(', ')', '-', '/']).any(is_form)
}

/// Legal forms that are printed in small letters with their points.
const SMALL_FORMS: [&str; 7] = ["sro", "doo", "srl", "spa", "sarl", "sarls", "spzoo"];

/// A name with its legal form written without points, as registers and charts of accounts write it: `Lupi S.r.l.` is
/// `Lupi SRL`, `Weber S.à r.l.` is `Weber SARL`, `Stalmont Sp. z o.o.` is `Stalmont SPZOO`.
pub fn plain_forms(text: &str) -> Cow<'_, str> {
    if !text.contains('.') {
        return Cow::Borrowed(text);
    }
    let words: Vec<&str> = text.split(' ').collect();
    let mut plain: Vec<Cow<str>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        // The longest stretch of words with points whose letters are a form.
        let form = (1..=3).rev().find_map(|length| {
            let stretch = words.get(at..at + length)?;
            let initial = |word: &str| word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
            let pointed = match stretch {
                [word] => word.trim_end_matches([',', '.']).contains('.'),
                words => words.iter().all(|word| word.contains('.') || initial(word)),
            };
            let letters: String = stretch.iter().flat_map(|word| fold_parts(word)).collect();
            let small = !stretch.iter().any(|word| word.chars().any(char::is_uppercase));
            let known = if small || letters == "spzoo" {
                SMALL_FORMS.contains(&letters.as_str())
            } else {
                lists::has("legal form", &letters)
            };
            (pointed && known).then(|| {
                (length, letters.to_uppercase(), stretch.last().is_some_and(|word| word.ends_with(',')))
            })
        });
        match form {
            Some((length, letters, comma)) => {
                plain.push(Cow::Owned(if comma { letters + "," } else { letters }));
                at += length;
            }
            None => {
                plain.extend(words.get(at).map(|word| Cow::Borrowed(*word)));
                at += 1;
            }
        }
    }
    Cow::Owned(plain.join(" "))
}

/// A name with its French legal form as the register of companies writes it: `S.A.R.L. Morel` is `SARL Morel`. Forms of other
/// countries, and those of two letters, which several countries have, stay as they are printed.
pub fn french_forms(text: &str) -> String {
    let plain = |word: &str| {
        let form: String = word.chars().filter(|c| *c != '.').collect();
        let pointed = word.matches('.').count() + 1 >= form.len() && form.len() >= 3;
        let french = matches!(
            form.as_str(),
            "SARL"
                | "SAS"
                | "SASU"
                | "EURL"
                | "SNC"
                | "SCI"
                | "SCP"
                | "SCM"
                | "SELARL"
                | "SELAS"
                | "EARL"
                | "GAEC"
        );
        if pointed && french { form } else { word.to_owned() }
    };
    text.split(' ').map(plain).collect::<Vec<_>>().join(" ")
}

/// Letters that a legal form of one word has at most.
const LONGEST: usize = 8;

/// Whether one word is a legal form, as written.
pub(super) fn is_form(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    if !(2..=LONGEST).contains(&letters.clone().count()) {
        return false;
    }
    let folded = fold_parts(word).concat();
    let capital = letters.clone().all(char::is_uppercase);
    let as_written = capital
        || matches!(
            folded.as_str(),
            "gmbh"
                | "pgmbh"
                | "ltd"
                | "inc"
                | "sarl"
                | "sas"
                | "limited"
                | "sprl"
                | "srl"
                | "corp"
                | "eurl"
                | "sasu"
                | "bv"
                | "nv"
                | "bvba"
                | "vof"
                | "commv"
                | "ohg"
                | "kgaa"
                | "gbr"
                | "sro"
                | "doo"
                | "kft"
                | "lda"
                | "ltda"
        );
    lists::has("legal form", &folded) && (as_written && (capital || !lists::has("short legal form", &folded)))
}

/// What follows a legal form in small letters qualifies the form, not the name: `SA de droit public`, `SRL en
/// liquidation`, `BV van publiek recht`.
pub(super) fn without_qualified_form(text: &str) -> &str {
    let mut at = 0;
    let mut form_ends = None;
    for word in text.split(' ') {
        let end = at + word.len();
        let small = word.chars().next().is_some_and(char::is_lowercase);
        if let Some(cut) = form_ends {
            let goes_on = matches!(word, "et" | "and" | "und" | "en" | "van" | "of");
            if small && !goes_on || text.get(at..).is_some_and(qualifies) {
                return text.get(..cut).unwrap_or(text);
            }
        }
        form_ends = (at > 0 && is_form(word.trim_end_matches(','))).then_some(end);
        at = end + 1;
    }
    text
}

/// Words that qualify a legal form although they may also go on with a name.
fn qualifies(rest: &str) -> bool {
    ["en liquidation", "en redressement", "van publiek recht", "in vereffening", "en cours"]
        .iter()
        .any(|words| rest.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_forms_are_written_as_the_register_writes_them() {
        assert_eq!(french_forms("S.A.R.L. SOLENE DIFFUSION"), "SARL SOLENE DIFFUSION");
        assert_eq!(french_forms("Garonne Express S.A.S"), "Garonne Express SAS");
        assert_eq!(french_forms("WIELKOPOL-TRANS S.A."), "WIELKOPOL-TRANS S.A.");
        assert_eq!(french_forms("Weber S.à r.l."), "Weber S.à r.l.");
        assert_eq!(french_forms("L. SAS Dupont"), "L. SAS Dupont");
    }

    #[test]
    fn forms_lose_their_points() {
        for (printed, plain) in [
            ("Studio Lupi S.r.l.", "Studio Lupi SRL"),
            ("Studio Lupi S.r.l", "Studio Lupi SRL"),
            ("Toitures Weber S.à r.l.", "Toitures Weber SARL"),
            ("Stalmont Sp. z o.o.", "Stalmont SPZOO"),
            ("Sklo Bohemia, s.r.o.", "Sklo Bohemia, SRO"),
            ("S.A.R.L. Couverture Argoat", "SARL Couverture Argoat"),
            ("Marmi S.p.A. – tel. 12", "Marmi SPA – tel. 12"),
            ("Dr. A. Martin", "Dr. A. Martin"),
            ("J.P. Morel et Cie", "J.P. Morel et Cie"),
            ("Dupont SARL.", "Dupont SARL."),
        ] {
            assert_eq!(plain_forms(printed), plain);
        }
    }
}
