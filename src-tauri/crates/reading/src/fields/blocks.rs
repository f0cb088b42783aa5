//! Blocks of text: runs that stand one under the other. An address is a block that ends in a postal code and a town.

use liasse_domain::Country;

use super::text::{Run, Sheet};
use super::words as lists;

/// Runs one under the other, aligned.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its runs, from top to bottom.
    pub runs: Vec<usize>,
    /// Page, from 0.
    pub page: usize,
    /// Left, in points.
    pub x0: f32,
    /// Right, in points.
    pub x1: f32,
    /// Top, in points.
    pub y0: f32,
    /// Bottom, in points.
    pub y1: f32,
}

impl Block {
    /// Whether it stands over another in one column, with at most two or three lines of text (`line` points high) between.
    pub fn stands_over(&self, lower: &Block, line: f32) -> bool {
        self.page == lower.page
            && (self.x0 - lower.x0).abs() < 4.0
            && (-2.0..2.5 * line).contains(&(lower.y0 - self.y1))
    }
    /// Its runs themselves.
    pub fn lines<'s>(&self, sheet: &'s Sheet) -> impl Iterator<Item = &'s Run> {
        self.runs.iter().filter_map(|index| sheet.runs.get(*index))
    }
}

/// A postal line: code and town.
#[derive(Debug, Clone, PartialEq)]
pub struct Postal {
    /// The country that its form tells, where it tells one.
    pub country: Option<Country>,
}

/// All blocks of a document; `begins` says of a run that it opens a new block (the label of a party).
pub fn find(sheet: &Sheet, begins: &dyn Fn(usize) -> bool) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for (index, run) in sheet.runs.iter().enumerate() {
        let Some(page) = sheet.rows.get(run.row).map(|row| row.page) else { continue };
        let height = run.y1 - run.y0;
        let joins = blocks.iter_mut().rev().take(40).find(|block| {
            let Some(last) = block.runs.last().and_then(|i| sheet.runs.get(*i)) else { return false };
            let near =
                run.y0 - last.y1 < 0.95 * height.max(last.y1 - last.y0) && run.y0 >= last.y0 + 0.3 * height;
            let aligned = (run.x0 - last.x0).abs() < 4.0
                || ((run.x0 + run.x1) - (last.x0 + last.x1)).abs() < 8.0
                    && run.x0 < last.x1
                    && last.x0 < run.x1
                || (run.x1 - last.x1).abs() < 3.0 && run.x0 < last.x1;
            // The lines of an address may be spaced wide.
            let address = (run.x0 - last.x0).abs() < 3.0
                && run.y0 >= last.y1
                && run.y0 - last.y1 < 2.1 * height
                && run.text.len() < 45
                && (postal(run).is_some()
                    || is_street(&run.fold)
                    || is_street(&last.fold)
                    || super::names::is_department(&run.fold)
                    || super::names::is_department(&last.fold));
            block.page == page && (near && aligned || address)
        });
        match joins.filter(|_| !begins(index)) {
            Some(block) => {
                block.runs.push(index);
                block.x0 = block.x0.min(run.x0);
                block.x1 = block.x1.max(run.x1);
                block.y1 = block.y1.max(run.y1);
            }
            None => {
                blocks.push(Block { runs: vec![index], page, x0: run.x0, x1: run.x1, y0: run.y0, y1: run.y1 })
            }
        }
    }
    blocks.into_iter().flat_map(|block| parted(sheet, block)).collect()
}

/// A block of two addresses as two: an address ends in its town, and a name over another address opens the next.
fn parted(sheet: &Sheet, block: Block) -> Vec<Block> {
    let run = |index: &usize| sheet.runs.get(*index);
    let is_place = |run: &Run| postal(run).is_some() || is_street(&run.fold);
    // The sender's line over a window opens the addressee's block.
    let closed = |upto: &[usize]| {
        let mut lines = upto.iter().filter_map(run);
        lines.any(|run| postal(run).is_some() && !super::name_lines::is_sender_line(run))
    };
    let opens = |from: &[usize]| {
        let mut lines = from.iter().filter_map(run);
        let Some(name) = lines.next() else { return false };
        let behind: Vec<&Run> = lines.take(3).collect();
        super::names::may_be_name(super::names::trim(&name.text))
            && !is_place(name)
            && behind.first().is_some_and(|next| is_place(next) || super::names::is_department(&next.fold))
            && behind.iter().any(|next| postal(next).is_some())
    };
    let cut = (1..block.runs.len()).find(|at| {
        let (before, from) = block.runs.split_at(*at);
        closed(before) && opens(from)
    });
    let Some(cut) = cut else { return vec![block] };
    let (upper, lower) = block.runs.split_at(cut);
    let around = |runs: &[usize]| {
        let all: Vec<&Run> = runs.iter().filter_map(run).collect();
        let least = |of: fn(&Run) -> f32| all.iter().map(|run| of(run)).fold(f32::INFINITY, f32::min);
        let most = |of: fn(&Run) -> f32| all.iter().map(|run| of(run)).fold(f32::NEG_INFINITY, f32::max);
        Block {
            runs: runs.to_vec(),
            page: block.page,
            x0: least(|run| run.x0),
            x1: most(|run| run.x1),
            y0: least(|run| run.y0),
            y1: most(|run| run.y1),
        }
    };
    let mut parts = vec![around(upper)];
    parts.extend(parted(sheet, around(lower)));
    parts
}

const COUNTRIES: &[(&str, &[&str])] = &[
    ("FR", &["france", "frankrijk", "frankreich", "francia", "franca", "francja"]),
    ("BE", &["belgique", "belgie", "belgium", "belgien", "belgica", "belgio", "belgia"]),
    (
        "NL",
        &[
            "pays bas",
            "nederland",
            "netherlands",
            "the netherlands",
            "niederlande",
            "paises bajos",
            "paesi bassi",
        ],
    ),
    (
        "DE",
        &["allemagne", "deutschland", "germany", "duitsland", "alemania", "germania", "niemcy", "alemanha"],
    ),
    ("LU", &["luxembourg", "luxemburg"]),
    (
        "GB",
        &[
            "royaume uni",
            "united kingdom",
            "england",
            "uk",
            "great britain",
            "verenigd koninkrijk",
            "reino unido",
            "regno unito",
        ],
    ),
    ("US", &["usa", "united states", "etats unis"]),
    ("CH", &["suisse", "switzerland", "schweiz", "zwitserland"]),
    ("ES", &["espagne", "espana", "spain", "spanje", "spanien"]),
    ("IT", &["italie", "italia", "italy", "italien"]),
    ("IE", &["irlande", "ireland", "ierland", "irland"]),
    ("PT", &["portugal"]),
    ("AT", &["autriche", "osterreich", "austria", "oostenrijk"]),
    ("PL", &["pologne", "polska", "poland", "polen"]),
    ("SE", &["suede", "sweden", "sverige", "zweden"]),
    ("DK", &["danemark", "denmark", "danmark", "denemarken"]),
];

/// The country that a line names and names only.
pub fn country_named(fold: &str) -> Option<Country> {
    COUNTRIES.iter().find(|(_, names)| names.contains(&fold)).and_then(|(code, _)| code.parse().ok())
}

/// The country that the last words of a line name.
pub fn country_at_end(fold: &str) -> Option<Country> {
    COUNTRIES
        .iter()
        .find(|(_, names)| {
            names
                .iter()
                .any(|name| fold == *name || fold.strip_suffix(name).is_some_and(|rest| rest.ends_with(' ')))
        })
        .and_then(|(code, _)| code.parse().ok())
}

/// Reads a run's words as a postal line: `35000 Rennes`, `1050 Ixelles`, `5611 EK Eindhoven`, `D-50667 Köln`,
/// `EC1A 4HD London`; also at the end of a line: `2, rue Haute - 35000 Rennes`.
pub fn postal(run: &Run) -> Option<Postal> {
    // Each word, and whether it opens a piece of the line.
    let mut opens = vec![true];
    let mut words: Vec<&str> = Vec::new();
    for word in run.text.split_inclusive([' ', ',']) {
        let bare = word.trim_end_matches([' ', ',']);
        let ends = word.contains(',') || matches!(bare, "-" | "–" | "—" | "·" | "|" | "•");
        if bare.is_empty() {
            if let Some(flag) = opens.last_mut() {
                *flag |= ends;
            }
            continue;
        }
        words.push(bare);
        opens.push(ends);
    }
    let capital =
        |word: Option<&&str>| word.is_some_and(|w| w.chars().next().is_some_and(char::is_uppercase));
    for (index, word) in words.iter().enumerate() {
        let (prefix, digits) = match word.split_once('-') {
            Some((prefix, rest))
                if prefix.len() <= 2
                    && prefix.bytes().all(|b| b.is_ascii_uppercase())
                    && !prefix.is_empty() =>
            {
                (Some(prefix), rest)
            }
            _ => (None, *word),
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) || !capital(words.get(index + 1)) {
            continue;
        }
        let next = words.get(index + 1).copied().unwrap_or_default();
        let prefixed = prefix.and_then(|p| match p {
            "F" => Some("FR"),
            "B" => Some("BE"),
            "D" => Some("DE"),
            "L" => Some("LU"),
            "NL" | "FR" | "BE" | "DE" | "LU" | "CH" | "AT" => Some(p),
            "A" => Some("AT"),
            _ => None,
        });
        let country = |code: Option<&str>| code.and_then(|c| c.parse::<Country>().ok());
        // A town's name ends the line or nearly.
        let ends_soon = words.len() - index <= 6;
        match digits.len() {
            5 if ends_soon => return Some(Postal { country: country(prefixed) }),
            4 if ends_soon && prefixed.is_some() => return Some(Postal { country: country(prefixed) }),
            4 if next.len() == 2
                && next.bytes().all(|b| b.is_ascii_uppercase())
                && words.len() > index + 2 =>
            {
                return Some(Postal { country: country(Some("NL")) });
            }
            4 if ends_soon && is_town(next) && !(1900..=2099).contains(&digits.parse().unwrap_or(0)) => {
                return Some(Postal { country: country(Some("BE")) });
            }
            // 2000 Antwerpen, 1930 Zaventem: a year would not begin the line of a town.
            4 if ends_soon
                && is_town(next)
                && opens.get(index).copied().unwrap_or(false)
                && names_no_paper(words.get(index + 1..).unwrap_or_default()) =>
            {
                return Some(Postal { country: country(Some("BE")) });
            }
            _ => {}
        }
    }
    british(&words).then(|| Postal { country: "GB".parse().ok() })
}

/// Whether a word may begin a town's name: `La Louvière` too.
fn is_town(word: &str) -> bool {
    word.len() > 2 || word.len() == 2 && word.chars().nth(1).is_some_and(char::is_lowercase)
}

/// `2025 Facture` is no town.
fn names_no_paper(words: &[&str]) -> bool {
    super::kind::named(&super::text::fold_parts(&words.join(" ")).join(" ")).is_none()
}

/// `EC1A 4HD`: outward and inward codes.
fn british(words: &[&str]) -> bool {
    words.windows(2).any(|pair| {
        let [outward, inward] = pair else { return false };
        let inward = inward.as_bytes();
        let inward_ok = inward.len() == 3
            && inward.first().is_some_and(u8::is_ascii_digit)
            && inward.iter().skip(1).all(u8::is_ascii_uppercase);
        let outward_ok = (2..=4).contains(&outward.len())
            && outward.starts_with(|c: char| c.is_ascii_uppercase())
            && outward.bytes().any(|b| b.is_ascii_digit())
            && outward.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        inward_ok && outward_ok
    })
}

/// Whether a folded line looks like a street with its number.
pub fn is_street(fold: &str) -> bool {
    let words: Vec<&str> = fold.split(' ').collect();
    let named = words.iter().any(|word| {
        lists::has("street", word)
            || [
                "straat", "laan", "strasse", "weg", "platz", "plein", "gracht", "kade", "steenweg", "dreef",
                "lei", "singel", "allee", "gasse", "kaai", "dijk", "hof", "markt", "baan", "vest", "ring",
                "damm",
            ]
            .iter()
            .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
    });
    let numbered =
        words.iter().any(|word| word.bytes().next().is_some_and(|b| b.is_ascii_digit()) && word.len() <= 5);
    named && (numbered || words.first().is_some_and(|word| lists::has("street", word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str) -> Run {
        Run {
            row: 0,
            tokens: 0..0,
            x0: 0.0,
            x1: 0.0,
            y0: 0.0,
            y1: 0.0,
            text: text.to_owned(),
            fold: super::super::text::fold_parts(text).join(" "),
            size: 0.0,
            bold: false,
        }
    }

    #[test]
    fn knows_postal_lines() {
        let country = |text: &str| postal(&run(text)).map(|p| p.country.map(|c| c.to_string()));
        assert_eq!(country("35000 Rennes"), Some(None));
        assert_eq!(country("1050 Ixelles"), Some(Some("BE".into())));
        assert_eq!(country("5611 EK Eindhoven"), Some(Some("NL".into())));
        assert_eq!(country("D-50667 Köln"), Some(Some("DE".into())));
        assert_eq!(country("EC1A 4HD London"), Some(Some("GB".into())));
        assert_eq!(country("2, rue Haute - 38000 Grenoble"), Some(None));
        assert_eq!(country("Facture 2025"), None);
        assert!(is_street("12 rue de la paix"));
        assert!(is_street("stationsweg 106"));
        assert!(!is_street("garage dupont sarl"));
    }
}
