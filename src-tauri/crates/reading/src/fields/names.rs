//! Names of companies: what looks like one, what does not, when two are the same.

use std::ops::Range;

use super::blocks;
use super::kind;
pub(super) use super::legal_forms::is_form;
use super::legal_forms::without_qualified_form;
pub use super::legal_forms::{french_forms, has_form, plain_forms};
use super::text::{Token, fold_parts};
use super::words as lists;

/// Whether a line is a name and the legal mentions behind it: `Dupont – SA au capital de 8 000 € – RCS Lyon …`.
pub fn opens_legal_mentions(text: &str) -> bool {
    let name = trim(text).len();
    let behind = text.get(name..).unwrap_or_default();
    let fold = format!(" {} ", fold_parts(behind).join(" "));
    let form = behind.split([' ', ',', '(', ')']).take(4).any(is_form);
    let registered =
        [" capital ", " rcs ", " r c s ", " rpr ", " rpm ", " siege social ", " siren ", " siret ", " kbo "]
            .iter()
            .any(|mention| fold.contains(mention));
    // `Association Cap Sud – SIRET 719 339 657 00020 – APE 8559A`: no legal form, the number right behind the name.
    let numbered = fold.starts_with(" siret ") || fold.starts_with(" siren ");
    // `Lies Vercammen (Studio Pluis) • … • ondernemingsnr. BE 0437.231.656`: a person, and the name of the trade.
    let bracketed = text
        .get(..text.find(['•', '·', '|', '–']).unwrap_or(0))
        .is_some_and(|head| head.trim_end().ends_with(')'));
    let trader = bracketed
        && [" ondernemingsnr ", " ondernemingsnummer ", " kbo ", " bce ", " siret ", " siren ", " kvk "]
            .iter()
            .any(|mention| fold.contains(mention));
    // `M. BENALI Karim, Entrepreneur individuel`: a sole trader's name bears these words (C. com. art. R. 526-27).
    if fold.starts_with(" entrepreneur individuel ") || fold == " ei " {
        return name >= 5;
    }
    // `Cirque en Larzac – association loi 1901 – …`: the law of 1 July 1901 gives it its form.
    if ["association loi ", "association declaree ", "association regie ", "association reconnue "]
        .iter()
        .any(|mention| fold.trim_start().starts_with(mention))
    {
        return name >= 5;
    }
    registered && (form || numbered && behind.bytes().filter(u8::is_ascii_digit).count() >= 9) || trader
}

/// Whether a line speaks of a register, a capital or a seat, as the legal mentions do.
pub fn names_register(fold: &str) -> bool {
    lists::spoken("register mention", fold)
}

/// The words of a name around the legal form at an index: those in capitals before it, back to the end of a sentence or a
/// dash; or those behind it where nothing stands before. One dash may part name and form (`Dupont – SA au capital`).
pub fn around_form(tokens: &[Token], form: usize) -> Option<Range<usize>> {
    let token = tokens.get(form)?;
    if !is_form(token.text.trim_end_matches([',', '.', ';'])) {
        return None;
    }
    let is_dash = |text: &str| matches!(text, "-" | "–" | "—" | "·" | "•" | "|" | "/");
    let goes_on = |text: &str| {
        let capital = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
        capital && !text.ends_with([':', ';'])
            || matches!(text, "&" | "et" | "de" | "du" | "des" | "la" | "le" | "van" | "en" | "und" | "and")
    };
    let mut start = form;
    let mut name = form;
    while let Some(before) = start.checked_sub(1).and_then(|at| tokens.get(at)) {
        let ends_sentence = before.text.ends_with(['.', ':', ';', ')']) && before.text.chars().count() > 3;
        if is_dash(&before.text) && start == form {
            start -= 1;
            continue;
        }
        let comma = before.text.ends_with(',') && start < form;
        if is_dash(&before.text) || ends_sentence || comma || !goes_on(&before.text) || form - start > 6 {
            break;
        }
        start -= 1;
        name = start;
    }
    // `de`, `van` do not begin a name.
    while name < form
        && tokens.get(name).is_some_and(|t| t.text.chars().next().is_some_and(char::is_lowercase))
    {
        name += 1;
    }
    if name < form {
        let dashed = tokens.get(form - 1).is_some_and(|t| is_dash(&t.text));
        return Some(if dashed { name..form - 1 } else { name..form + 1 });
    }
    let behind = tokens.iter().skip(form + 1).take(6).take_while(|t| !is_dash(&t.text) && goes_on(&t.text));
    let length = behind.count();
    let after_stop = form
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_none_or(|t| is_dash(&t.text) || t.text.ends_with('.'));
    (length > 0 && after_stop).then_some(form..form + 1 + length)
}

/// A word of a trade that companies put in their names.
pub fn has_trade_word(fold: &str) -> bool {
    fold.split(' ').any(|word| lists::has("trade", word))
}

/// A desk of a house, to which a paper is sent: `Service comptabilité`, `Accounts Payable`, `T.a.v. de boekhouding`.
pub fn is_department(fold: &str) -> bool {
    let opened = lists::section("attention").iter().find_map(|opening| {
        fold.strip_prefix(opening).filter(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let rest = opened.unwrap_or(fold).trim_start();
    let rest = ["de ", "het ", "la ", "le ", "der ", "the ", "du "]
        .iter()
        .find_map(|article| rest.strip_prefix(article))
        .unwrap_or(rest);
    opened.is_some()
        || lists::has("department", rest)
        || rest.split(' ').count() <= 5 && opens_with("department opening", rest)
}

/// A person by the title: `Mme Lemoine`, `Dhr. Peeters`.
pub fn is_titled_person(fold: &str) -> bool {
    opens_with("person opening", fold)
}

/// A clerk by an initial: `A. Nowicka`, `Julie M.`. Two words, one of them letters with points, no legal form.
pub fn is_initialled(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let initial = |word: &str| {
        let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
        word.ends_with('.') && (1..=2).contains(&letters.len()) && letters.iter().all(|c| c.is_uppercase())
    };
    let full = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
    };
    matches!(words.as_slice(), [first, second]
        if initial(first) && full(second) || full(first) && initial(second))
        && !has_form(text)
}

fn opens_with(list: &str, fold: &str) -> bool {
    lists::section(list)
        .iter()
        .any(|opening| fold.strip_prefix(opening).is_some_and(|rest| rest.starts_with(' ')))
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
        || words.iter().any(|word| {
            lists::has("no name", word) && !(digits == 0 && words.len() > 2 && lists::has("numbered", word))
        }) && !is_bank(&words)
            && !is_company(text)
    {
        return false;
    }
    if fold.starts_with("entrepreneur individuel")
        || fold.starts_with("auto entrepreneur")
        || fold.starts_with("micro entrepr")
    {
        return false;
    }
    // `BV – Grote Markt 6`: the form and the seat, the name stands above.
    if words.first().is_some_and(|word| lists::has("legal form", word))
        && [" – ", " - ", " · "].iter().any(|dash| text.find(dash).is_some_and(|at| at < 6))
    {
        return false;
    }
    // `SELARL titulaire d'un office notarial`: the form with what qualifies it, and no name.
    let mut printed = text.split(' ');
    if printed.next().is_some_and(is_form)
        && printed.next().is_some_and(|next| {
            next.chars().next().is_some_and(char::is_lowercase) && next.chars().count() > 2
        })
    {
        return false;
    }
    // `Adressée à`, `Geleverd aan`: a label that the name follows.
    if words.len() > 1
        && words
            .last()
            .is_some_and(|last| matches!(*last, "a" | "aan" | "an" | "to" | "pour" | "voor" | "fur" | "for"))
        && !has_form(text)
    {
        return false;
    }
    // `SARL au capital de …`, `la SELARL` leave the form alone: no name.
    let is_article =
        |word: &str| matches!(word, "la" | "le" | "notre" | "de" | "die" | "the" | "onze" | "our");
    if words.iter().all(|word| lists::has("legal form", word) || is_article(word)) {
        return false;
    }
    let articles =
        ["l'", "d'", "l’", "d’", "la ", "le ", "les ", "notre ", "nos ", "het ", "onze ", "the ", "die "];
    if articles.iter().any(|article| text.starts_with(article)) {
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
    first.is_some_and(char::is_uppercase) || words.len() <= 2 || words.len() <= 5 && has_form(text)
}

/// Whether a text is a company's full name, whatever its words mean: `Bon Marché SARL`, `Croquons Livraison SRL`.
fn is_company(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let formed =
        words.first().is_some_and(|word| is_form(word)) || words.last().is_some_and(|word| is_form(word));
    let bare = !text.chars().any(|c| c.is_ascii_digit() || c == ':') && !text.contains(" capital");
    formed && bare && (2..=6).contains(&words.len())
}

/// Whether a text names a bank, as the house that writes rather than the one to pay through.
fn is_bank(words: &[&str]) -> bool {
    words.len() >= 3
        && matches!(words.first(), Some(&("banque" | "caisse" | "bank")))
        && !words.iter().skip(1).any(|word| lists::has("no name", word))
}

/// Cuts what hangs on a name: `Rounard SA - entreprise régie par…`, `Dupont SARL au capital de…`.
pub fn trim(text: &str) -> &str {
    let is_mark =
        |c: char| !c.is_alphanumeric() && !matches!(c, '(' | '’' | '\'' | '"' | '«' | '“' | '‘' | '@');
    let mut rest = text.trim().trim_start_matches(is_mark).trim();
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
        " ou virement",
        " ou par ",
        " of overschrijving",
        " oder per ",
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
            if at >= 3 && whole && !joins_spouses(rest, at, mark) {
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
    rest = without_qualified_form(rest);
    rest = without_street(rest);
    let bare = rest.trim_end_matches([',', '-', '.', ':', ';', '|', '–']).trim_end();
    // `Lupi S.r.l.`: the point belongs to the form.
    let pointed = bare.rsplit(' ').next().is_some_and(|word| word.contains('.')) && has_form(bare);
    let whole = rest.get(..bare.len() + 1).filter(|whole| pointed && whole.ends_with('.'));
    whole.unwrap_or(bare).trim_matches('*').trim()
}

/// A name up to its legal form where a street goes on behind it: `Studio Goossens BV Coupure Links 512`.
fn without_street(text: &str) -> &str {
    let mut at = 0;
    for word in text.split(' ') {
        at += word.len();
        let rest = text.get(at..).unwrap_or_default().trim_matches([' ', '.', '-', ',']);
        let numbered = rest.split(' ').count() >= 2 && rest.chars().any(|c| c.is_ascii_digit());
        if at > word.len() && is_form(word.trim_end_matches([',', '.', '-'])) && numbered {
            return text.get(..at).map_or(text, |name| name.trim_end_matches([',', '-']));
        }
        at += 1;
    }
    text
}

/// Whether the dash at a place joins the names of a couple: `Dhr. en mevr. Peeters - Wouters`.
fn joins_spouses(text: &str, at: usize, dash: &str) -> bool {
    let (Some(head), Some(tail)) = (text.get(..at), text.get(at + dash.len()..)) else { return false };
    let one_name =
        !tail.contains(' ') && tail.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '’' | '\''));
    matches!(dash, " - " | " – " | " — ") && one_name && is_titled_person(&fold_parts(head).join(" "))
}

/// The words of a name without legal forms: what decides whether two names are one.
pub fn essence(text: &str) -> Vec<String> {
    let all = fold_parts(&plain_forms(text));
    let bare: Vec<String> = all.iter().filter(|word| !lists::has("legal form", word)).cloned().collect();
    if bare.is_empty() { all } else { bare }
}

/// Whether two names are the same but for case, accents and legal form.
pub fn same(a: &str, b: &str) -> bool {
    same_words(&essence(a), &essence(b))
}

/// The same of names whose words are known.
pub fn same_words(a: &[String], b: &[String]) -> bool {
    let letters = |words: &[String]| words.iter().map(String::len).sum::<usize>();
    letters(a) > 0
        && letters(a) == letters(b)
        && a.iter().flat_map(|word| word.bytes()).eq(b.iter().flat_map(|word| word.bytes()))
}

/// Whether one name's words are all in the other's.
pub fn contains(long: &str, short: &str) -> bool {
    has_words(&essence(long), &essence(short))
}

/// The same of names whose words are known.
pub fn has_words(long: &[String], short: &[String]) -> bool {
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// Letters of the longest legal form, and some.
const LONGEST_FORM: usize = 12;

/// Whether a name is made of the first letters of another: `CAHQ`, `Coopérative Agricole du Haut-Quercy`.
pub fn is_acronym(short: &str, long: &str) -> bool {
    // Most pairs are told apart by their lengths, before anything is folded: a letter a word, and the legal form.
    let words = long.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).count();
    if words < 3 || short.chars().filter(|c| c.is_alphanumeric()).count() > words + LONGEST_FORM {
        return false;
    }
    let letters = essence(short).concat();
    let small = |word: &str| {
        matches!(
            word,
            "de" | "du" | "des" | "d" | "la" | "le" | "les" | "l" | "et" | "en" | "van" | "and" | "of"
        )
    };
    let words = essence(long);
    let initials: String =
        words.iter().filter(|word| !small(word)).filter_map(|word| word.chars().next()).collect();
    letters.len() >= 3 && words.len() >= 3 && letters == initials
}

/// Whether two names are of one house: `Pennock & Rowe Mill` and `Pennock and Rowe Ltd` begin with the same two words.
pub fn akin(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let joint = |word: &String| matches!(word.as_str(), "and" | "et" | "en" | "und" | "the");
        essence(text).into_iter().filter(|word| !joint(word)).take(2).collect()
    };
    let (a, b) = (words(a), words(b));
    a.len() == 2 && a == b
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
        assert_eq!(trim("Télénord SA de droit public"), "Télénord SA");
        assert_eq!(trim("Müller GmbH & Co. KG"), "Müller GmbH & Co. KG");
        assert!(same("JANSEN BV", "Jansen B.V."));
        assert!(same("Stalmont", "Stalmont Sp. z o.o.") && same("Lupi", "Lupi S.r.l"));
    }

    #[test]
    fn persons_by_an_initial() {
        for name in ["A. Nowicka", "Julie M.", "J.-P. Morel", "Vidal T."] {
            assert!(is_initialled(name), "{name}");
        }
        for name in ["A. Martin SARL", "H. Lenoir & Fils", "Brasserie A. Dumont Père", "Nord Habitat"] {
            assert!(!is_initialled(name), "{name}");
        }
        assert!(contains("Rounard Assurances SA", "Rounard"));
    }

    #[test]
    fn couples_traders_and_first_letters() {
        assert_eq!(trim("Dhr. en mevr. Peeters - Wouters"), "Dhr. en mevr. Peeters - Wouters");
        assert_eq!(trim("Peeters BV - Mechelen"), "Peeters BV");
        assert_eq!(trim("Studio Goossens BV Coupure Links 512"), "Studio Goossens BV");
        assert_eq!(trim("Brico SARL Nord"), "Brico SARL Nord");
        assert!(opens_legal_mentions("M. BENALI Karim, Entrepreneur Individuel"));
        assert!(is_acronym("CAHQ", "Coopérative Agricole du Haut-Quercy"));
        assert!(is_acronym("SAS B.A.V.", "BOIS & AGENCEMENT VENDÉEN"));
        assert!(!is_acronym("SNCF", "Bois & Agencement Vendéen") && !is_acronym("Le", "La Eau"));
    }
}
