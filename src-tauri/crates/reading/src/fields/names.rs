//! Names of companies: what looks like one, what does not, when two are the same.

use super::blocks;
use super::kind;
use super::text::fold_parts;
use super::words as lists;

/// A legal form among the words of a line.
pub fn has_form(text: &str) -> bool {
    let spaced = text
        .replace("S.A.R.L.", "SARL")
        .replace("S.A.S.", "SAS")
        .replace("S.A.", "SA")
        .replace("B.V.", "BV")
        .replace("N.V.", "NV")
        .replace("S.P.R.L.", "SPRL")
        .replace("S.R.L.", "SRL");
    spaced.split([' ', ',', '(', ')', '-']).any(|word| {
        let folded = fold_parts(word).concat();
        let capital = word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
        let as_written = capital
            || matches!(
                folded.as_str(),
                "gmbh"
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
            );
        lists::has("legal form", &folded)
            && (as_written && (capital || !lists::has("short legal form", &folded)))
    })
}

/// A word of a trade that companies put in their names.
pub fn has_trade_word(fold: &str) -> bool {
    fold.split(' ').any(|word| lists::has("trade", word))
}

/// Whether a text may be the name of a company or person. `text` is bare: labels are cut off.
pub fn may_be_name(text: &str) -> bool {
    let fold = fold_parts(text).join(" ");
    let words: Vec<&str> = fold.split(' ').filter(|word| !word.is_empty()).collect();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    if letters < 3 || words.len() > 9 || text.chars().count() > 64 || digits > 4 || digits * 2 > letters {
        return false;
    }
    if text.contains('@')
        || text.ends_with(':')
        || text.contains("www.")
        || words.iter().any(|word| lists::has("no name", word))
    {
        return false;
    }
    if ["l'", "d'", "l’", "d’"].iter().any(|article| text.starts_with(article)) {
        return false;
    }
    let long: usize = words.iter().filter(|word| word.chars().count() > 1).count();
    if long == 0 || blocks::country_named(&fold).is_some() {
        return false;
    }
    if kind::named(&fold).is_some_and(|(_, length)| length * 2 >= words.len()) {
        return false;
    }
    // A name begins with a capital, or is set in lower case altogether as a brand.
    let first = text.chars().find(|c| c.is_alphabetic());
    first.is_some_and(char::is_uppercase) || words.len() <= 2
}

/// Cuts what hangs on a name: `Rounard SA - entreprise régie par…`, `Dupont SARL au capital de…`.
pub fn trim(text: &str) -> &str {
    let mut rest = text.trim().trim_start_matches(['-', '–', '•', '·', '|', ':', ',']).trim();
    for mark in [
        " - ",
        " – ",
        " — ",
        " | ",
        " • ",
        " · ",
        " au capital",
        " RCS",
        " R.C.S",
        " SIRET",
        " Siret",
        " SIREN",
        " Siren",
        " TVA",
        " BTW",
        " VAT",
        " (SIRET",
        " IBAN",
        " Tél",
        " Tel",
        " / ",
        " tel ",
        ";",
        " KBO",
        " BCE",
        " met maatschappelijke",
        ", société",
        " société au",
        " , ",
        " RPR",
        " Ust",
        " USt",
        " HRB",
        " APE",
        " NAF",
    ] {
        if let Some(at) = rest.find(mark) {
            // `Tél.` and not `Télécom`.
            let next = rest.get(at + mark.len()..).and_then(|after| after.chars().next());
            let whole = mark.ends_with(' ') || next.is_none_or(|c| !c.is_alphabetic());
            if at >= 3 && whole {
                rest = rest.get(..at).unwrap_or(rest).trim();
            }
        }
    }
    // A comma ends a name unless a legal form follows.
    if let Some((head, tail)) = rest.split_once(',')
        && !has_form(tail)
        && head.chars().count() >= 3
    {
        rest = head.trim();
    }
    rest.trim_end_matches([',', '-', '.', ':', ';', '|', '–']).trim_end().trim_matches('*').trim()
}

/// The words of a name without legal forms: what decides whether two names are one.
pub fn essence(text: &str) -> Vec<String> {
    let joined =
        text.replace("B.V.", "BV").replace("N.V.", "NV").replace("S.A.R.L.", "SARL").replace("S.A.S.", "SAS");
    let all = fold_parts(&joined);
    let bare: Vec<String> = all.iter().filter(|word| !lists::has("legal form", word)).cloned().collect();
    if bare.is_empty() { all } else { bare }
}

/// Whether two names are the same but for case, accents and legal form.
pub fn same(a: &str, b: &str) -> bool {
    let (a, b) = (essence(a).concat(), essence(b).concat());
    !a.is_empty() && a == b
}

/// Whether one name's words are all in the other's.
pub fn contains(long: &str, short: &str) -> bool {
    let (long, short) = (essence(long), essence(short));
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_names() {
        assert!(has_form("Dupont SARL") && has_form("Jansen B.V.") && has_form("Müller GmbH & Co. KG"));
        assert!(!has_form("il a payé"));
        assert!(may_be_name("Cave & Fûts Fonrand SAS"));
        assert!(!may_be_name("Tél. 01 02 03 04 05") && !may_be_name("35000") && !may_be_name("FACTURE"));
        assert_eq!(trim("Rounard Assurances SA - entreprise régie par le Code"), "Rounard Assurances SA");
        assert_eq!(trim("Dupont SARL au capital de 10 000 €"), "Dupont SARL");
        assert!(same("JANSEN BV", "Jansen B.V."));
        assert!(contains("Rounard Assurances SA", "Rounard"));
    }
}
