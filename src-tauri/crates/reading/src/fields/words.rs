//! Lists of words, kept as text: `[title]`, then phrases with semicolons between them; `#` opens a comment.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// The sections of a text in their order.
pub fn sections(text: &'static str) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut sections: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(title) => sections.push((title, Vec::new())),
            None => {
                if let Some((_, phrases)) = sections.last_mut() {
                    phrases.extend(line.split(';').map(str::trim).filter(|phrase| !phrase.is_empty()));
                }
            }
        }
    }
    sections
}

/// A section of `words.txt`.
struct Section {
    phrases: Vec<&'static str>,
    /// The phrases again: whether a word is one of them is asked thousands of times a page.
    set: HashSet<&'static str>,
    /// The phrases by their first word.
    by_opening: HashMap<&'static str, Vec<&'static str>>,
}

fn of(title: &str) -> Option<&'static Section> {
    static SECTIONS: OnceLock<HashMap<&'static str, Section>> = OnceLock::new();
    let all = SECTIONS.get_or_init(|| {
        let section = |phrases: Vec<&'static str>| {
            let mut by_opening: HashMap<_, Vec<_>> = HashMap::new();
            for phrase in &phrases {
                by_opening.entry(opening(phrase)).or_default().push(*phrase);
            }
            Section { set: phrases.iter().copied().collect(), by_opening, phrases }
        };
        sections(include_str!("words.txt"))
            .into_iter()
            .map(|(title, phrases)| (title, section(phrases)))
            .collect()
    });
    all.get(title)
}

/// The phrases of a section of `words.txt`, in their order.
pub fn section(title: &str) -> &'static [&'static str] {
    of(title).map(|section| section.phrases.as_slice()).unwrap_or_default()
}

/// The first word of a phrase.
pub fn opening(phrase: &str) -> &str {
    phrase.split(' ').next().unwrap_or(phrase)
}

/// Whether a folded line holds a phrase of a section, in whole words.
pub fn spoken(title: &str, fold: &str) -> bool {
    begun(title, fold, fold.len())
}

/// Whether a phrase of a section, in whole words, begins among the first `until` bytes of a folded line.
pub fn begun(title: &str, line: &str, until: usize) -> bool {
    let Some(section) = of(title) else { return false };
    let mut at = 0;
    line.split(' ').any(|word| {
        let start = at;
        at += word.len() + 1;
        let whole = |phrase: &&'static str| {
            let rest = line.get(start..).and_then(|rest| rest.strip_prefix(*phrase));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        start < until && section.by_opening.get(word).is_some_and(|phrases| phrases.iter().any(whole))
    })
}

/// Whether a section holds a word.
pub fn has(title: &str, word: &str) -> bool {
    of(title).is_some_and(|section| section.set.contains(word))
}
