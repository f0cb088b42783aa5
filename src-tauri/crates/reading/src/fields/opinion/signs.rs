//! Words as cells: unseen wordings share letters with known ones.

/// Signs are hashed into so many cells.
pub const CELLS: u32 = 8192;
/// The signs of a paper as a whole, which count apart for each kind, into so many.
pub(super) const PAPER_CELLS: u32 = 4 * CELLS;

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
    /// In large, bold or capital letters in the upper half of the paper.
    Title = 6,
    /// Anywhere on the first page.
    Page = 7,
}

/// Letters of a word count apart from whole words.
const LETTERS: u32 = 16;

/// FNV-1a.
fn hash(kind: u32, bytes: impl Iterator<Item = u8>) -> u32 {
    let start = (0x811c_9dc5 ^ kind).wrapping_mul(0x0100_0193);
    bytes.fold(start, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Adds the words of a folded text, their pairs, and their stretches of three to five letters.
pub(super) fn add(signs: &mut Vec<u32>, seen: Seen, text: &str) {
    add_apart(signs, seen as u32, CELLS, text);
}

/// The same for a kind of paper: its signs count apart from those of the others.
pub(super) fn add_for(signs: &mut Vec<u32>, of: usize, seen: Seen, text: &str) {
    add_apart(signs, seed(of, seen), PAPER_CELLS, text);
}

/// Adds a word alone, for a kind of paper.
pub(super) fn add_word(signs: &mut Vec<u32>, of: usize, seen: Seen, word: &str) {
    signs.push(hash(seed(of, seen), word.bytes()) % PAPER_CELLS);
}

fn seed(of: usize, seen: Seen) -> u32 {
    2 * LETTERS * (1 + of as u32) + seen as u32
}

fn add_apart(signs: &mut Vec<u32>, kind: u32, cells: u32, text: &str) {
    let cell = |kind: u32, text: &str| hash(kind, text.bytes()) % cells;
    let mut before = "";
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        signs.push(cell(kind, word));
        if !before.is_empty() {
            signs.push(hash(kind, before.bytes().chain([b' ']).chain(word.bytes())) % cells);
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
