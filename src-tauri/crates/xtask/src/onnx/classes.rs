//! Which characters a recogniser for French and Belgian papers needs.
//!
//! A class that is not kept cannot be read by mistake: a full-width `￥` or `∅` no longer takes the place of `¥` or `Ø`.

/// Marks that papers carry beside letters: kept, so that a ticked box is not read as a letter or a digit.
const MARKS: &str = "–—‘’“”…•†‡‰€™ℓ№→←▶►■□●○◆☐☑☒✓✔✕✖✘";

/// Whether a character of the dictionary stays.
///
/// Kept: printable ASCII, Latin-1 and Latin Extended-A (all French, Dutch, German and Scandinavian letters, `œ Œ ĳ Ÿ`,
/// `£ § ° ² ³ « »`), Romanian comma letters, `ẞ`, and [`MARKS`].
pub fn is_kept(character: char) -> bool {
    match character {
        '\u{21}'..='\u{7e}' => true,
        // The apostrophe-n of Afrikaans, the kra of Greenland and the long s only steal from n, k and f.
        '\u{149}' | '\u{138}' | '\u{17f}' => false,
        '\u{a1}'..='\u{17f}' => character != '\u{ad}',
        'ƒ' | 'Ș' | 'ș' | 'Ț' | 'ț' | 'ẞ' => true,
        other => MARKS.contains(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_french_dutch_and_german_papers_are_written_with_stays() {
        let needed =
            "ABCXYZabcxyz0123456789éèêëàâäçîïôöùûüÿœæŒÆÀÂÇÉÈÊËÎÏÔÙÛÜŸñßĳĲ€£$°²³«»–—‘’“”…§µ½№%&@#/*+-=";
        for character in needed.chars() {
            assert!(is_kept(character), "{character}");
        }
    }

    #[test]
    fn look_alikes_of_other_scripts_go() {
        for character in "∅￥，。：（）ΑΒΕΟΡ中の가❌①Ⅷ−∙⁰".chars() {
            assert!(!is_kept(character), "{character}");
        }
    }
}
