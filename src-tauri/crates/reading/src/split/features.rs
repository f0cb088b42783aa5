//! What each page shows, blank and separator pages set apart.

use crate::fields::Glance;
use crate::page::Page;

/// A printed page with what stands between it and the printed page before.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Seen {
    /// Its number in the source.
    pub number: u32,
    /// What it says.
    pub glance: Glance,
    /// A separator sheet stands before it.
    pub after_separator: bool,
    /// A blank page stands before it.
    pub after_blank: bool,
    /// Width ÷ height.
    pub aspect: f32,
    /// Width in points.
    pub width: f32,
    /// Degrees by which it was turned.
    pub turned: u32,
    /// A scan rather than text.
    pub scanned: bool,
}

/// Whether nothing is printed on a page.
pub(super) fn is_blank(page: &Page) -> bool {
    page.blank || page.words.iter().all(|word| word.text.trim().is_empty()) && page.barcodes.is_empty() && !page.has_image
}

const SEPARATOR_WORDS: [&str; 14] = ["patch", "patch t", "separator", "separateur", "separation", "intercalaire", "trennblatt", "trennseite", "scheidingsblad", "scheidingspagina", "tussenblad", "patch code", "feuille de separation", "separator sheet"];

/// Whether a page is a separator sheet: a patch or bar code and hardly a word, or the word itself.
pub(super) fn is_separator(page: &Page) -> bool {
    let words: Vec<String> = page.words.iter().map(|word| word.text.to_lowercase().replace(['é', 'É'], "e")).collect();
    if words.len() > 25 {
        return false;
    }
    let text = words.join(" ");
    let named = SEPARATOR_WORDS.iter().any(|word| text.contains(word));
    let code_only = !page.barcodes.is_empty() && words.len() <= 6;
    named || code_only
}

/// Looks at every printed page.
pub(super) fn look(pages: &[Page]) -> Vec<Seen> {
    let mut seen: Vec<Seen> = Vec::new();
    let (mut separator, mut blank) = (false, false);
    for page in pages {
        if is_separator(page) {
            separator = true;
            continue;
        }
        if is_blank(page) {
            blank = true;
            continue;
        }
        seen.push(Seen {
            number: page.number,
            glance: Glance::at(page),
            after_separator: std::mem::take(&mut separator),
            after_blank: std::mem::take(&mut blank),
            aspect: page.width / page.height.max(1.0),
            width: page.width,
            turned: page.rotation.degrees(),
            scanned: page.method == liasse_domain::Method::Ocr,
        });
    }
    seen
}
