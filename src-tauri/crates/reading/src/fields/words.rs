//! Lists of words, kept as text: `[title]`, then phrases with semicolons between them; `#` opens a comment.

use std::collections::HashMap;
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

/// The phrases of a section of `words.txt`, in their order.
pub fn section(title: &str) -> &'static [&'static str] {
    static SECTIONS: OnceLock<HashMap<&'static str, Vec<&'static str>>> = OnceLock::new();
    let all = SECTIONS.get_or_init(|| sections(include_str!("words.txt")).into_iter().collect());
    all.get(title).map(Vec::as_slice).unwrap_or_default()
}

/// Whether a folded line holds a phrase of a section, in whole words.
pub fn spoken(title: &str, fold: &str) -> bool {
    let spaced = format!(" {fold} ");
    section(title).iter().any(|phrase| spaced.contains(&format!(" {phrase} ")))
}

/// Whether a section holds a word.
pub fn has(title: &str, word: &str) -> bool {
    section(title).contains(&word)
}
