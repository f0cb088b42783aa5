//! Words as cells: unseen wordings share letters with known ones.

/// Signs are hashed into so many cells.
pub const CELLS: u32 = 8192;

/// Where a sign was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// Left of the place.
    Before = 1,
    /// Right above it.
    Above = 2,
    /// At the head of its column.
    Heading = 3,
    /// Right behind it.
    Behind = 4,
    /// In the value itself.
    Value = 5,
}

/// Letters of a word count apart from whole words.
const LETTERS: u32 = 16;

/// FNV-1a.
fn cell_of(kind: u32, bytes: impl Iterator<Item = u8>) -> u32 {
    let start = (0x811c_9dc5 ^ kind).wrapping_mul(0x0100_0193);
    bytes.fold(start, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) % CELLS
}

fn cell(kind: u32, text: &str) -> u32 {
    cell_of(kind, text.bytes())
}

/// Adds the words of a folded text, their pairs, and their stretches of three to five letters.
pub(super) fn add(signs: &mut Vec<u32>, seen: Seen, text: &str) {
    let kind = seen as u32;
    let mut before = "";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        signs.push(cell(kind, word));
        if !before.is_empty() {
            signs.push(cell_of(kind, before.bytes().chain([b' ']).chain(word.bytes())));
        }
        before = word;
        let bounded = format!("<{word}>");
        let mut starts: Vec<usize> = bounded.char_indices().map(|(at, _)| at).collect();
        starts.push(bounded.len());
        for length in 3..=5 {
            for ends in starts.windows(length + 1) {
                if let (Some(from), Some(to)) = (ends.first(), ends.last()) {
                    signs.push(cell(kind + LETTERS, bounded.get(*from..*to).unwrap_or_default()));
                }
            }
        }
    }
    if before.is_empty() {
        // Nothing stands there: a sign too.
        signs.push(cell(kind, ""));
    }
}

/// Each sign once.
pub(super) fn distinct(mut signs: Vec<u32>) -> Vec<u32> {
    signs.sort_unstable();
    signs.dedup();
    signs
}
