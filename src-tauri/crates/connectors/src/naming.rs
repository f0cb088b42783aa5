//! Texts from papers as parts of file names.

use liasse_domain::Date;

/// Longest part of a name that comes from a paper.
const LONGEST_PART: usize = 30;

/// The name of a paper's file for people: `YYYYMMDD_<party>_<number>.<ending>`, in ASCII.
pub fn paper_name(date: Date, party: &str, number: &str, ending: &str) -> String {
    let (party, number) = parts(party, number);
    format!("{}_{party}_{number}.{ending}", date.compact())
}

/// The party and the number of a paper as parts of a name.
pub fn parts(party: &str, number: &str) -> (String, String) {
    let party = part(party, LONGEST_PART, "sans-nom").to_ascii_lowercase();
    (party, part(number, LONGEST_PART, "sans-numero"))
}

/// A text from a paper as a part of a file name: letters and digits without accents, all else a hyphen; `nothing`
/// where that leaves nothing.
pub fn part(text: &str, longest: usize, nothing: &str) -> String {
    let mut part = String::new();
    for c in text.chars() {
        if part.len() >= longest {
            break;
        }
        match plain(c) {
            Some(letters) => part.push_str(letters),
            None if c.is_ascii_alphanumeric() => part.push(c),
            None if part.is_empty() || part.ends_with('-') => {}
            None => part.push('-'),
        }
    }
    part.truncate(longest);
    let part = part.trim_end_matches('-');
    if part.is_empty() { nothing.to_owned() } else { part.to_owned() }
}

/// The letters of Western Europe without their accents.
fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' => "a",
        'ä' | 'æ' => "ae",
        'À' | 'Á' | 'Â' | 'Ã' | 'Å' | 'Ā' => "A",
        'Ä' | 'Æ' => "AE",
        'ç' | 'ć' | 'č' => "c",
        'Ç' | 'Ć' | 'Č' => "C",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ě' | 'ę' => "e",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ě' | 'Ę' => "E",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'Ì' | 'Í' | 'Î' | 'Ï' => "I",
        'ł' => "l",
        'Ł' => "L",
        'ñ' | 'ń' => "n",
        'Ñ' | 'Ń' => "N",
        'ò' | 'ó' | 'ô' | 'õ' | 'ø' => "o",
        'ö' | 'œ' => "oe",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ø' => "O",
        'Ö' | 'Œ' => "OE",
        'ř' => "r",
        'š' | 'ś' => "s",
        'Š' | 'Ś' => "S",
        'ß' => "ss",
        'ù' | 'ú' | 'û' => "u",
        'ü' => "ue",
        'Ù' | 'Ú' | 'Û' => "U",
        'Ü' => "UE",
        'ý' | 'ÿ' => "y",
        'Ý' | 'Ÿ' => "Y",
        'ž' | 'ź' | 'ż' => "z",
        'Ž' | 'Ź' | 'Ż' => "Z",
        _ => return None,
    })
}
