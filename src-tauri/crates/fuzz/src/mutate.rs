//! Seeded changes to an input.

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same numbers from the same seed.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The numbers of a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }
    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
    /// A number below `bound`; 0 when that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.draw() % bound as u64) as usize }
    }
    /// One of these.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }
}

/// Numbers at which arithmetic breaks.
const NUMBERS: [&str; 14] = [
    "0",
    "-0",
    "-1",
    "99999999999999999999",
    "9223372036854775807",
    "-9223372036854775808",
    "92233720368547758.07",
    "-92233720368547758.08",
    "170141183460469231731687303715884105727",
    "0.005",
    "1e309",
    "00000000",
    "99991231",
    "0000-02-30",
];
/// Bytes and words at which decoders break.
const WORDS: [&[u8]; 12] = [
    b"\0",
    b"\xFF\xFF\xFF\xFF",
    b"\x7F\xFF\xFF\xFF",
    b"\x80\0\0\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xF0\x9F\x98\x80",
    b"\xC3\xA9",
    b"\xED\xA0\x80",
    b"\r\n",
    b"\t",
    b"\xE2\x80\xAF",
];
/// The longest input that is tried, in bytes.
const LONGEST: usize = 1 << 18;

/// A changed copy of `input`: one to eight changes. `pool` gives pieces of other inputs, `words` those of the format.
pub fn mutate(input: &[u8], pool: &[Vec<u8>], words: &[&str], random: &mut Random) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(8) {
        change(&mut bytes, pool, words, random);
        bytes.truncate(LONGEST);
    }
    bytes
}

/// A part of some bytes: mostly short, sometimes any length.
fn span(length: usize, random: &mut Random) -> std::ops::Range<usize> {
    let start = random.below(length);
    let longest = if random.below(4) == 0 { length } else { 24 };
    let end = (start + 1 + random.below(longest)).min(length);
    start..end.max(start)
}

fn change(bytes: &mut Vec<u8>, pool: &[Vec<u8>], words: &[&str], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    match random.below(11) {
        0 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        1 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = random.draw() as u8;
            }
        }
        2 => {
            bytes.drain(span(bytes.len(), random));
        }
        3 => {
            let piece: Vec<u8> = bytes[span(bytes.len(), random)].to_vec();
            for _ in 0..=random.below(6) {
                put(bytes, at, &piece);
            }
        }
        4 => {
            let number = random.pick(&NUMBERS).copied().unwrap_or("0");
            replace_number(bytes, number, random);
        }
        5 => put(bytes, at, random.pick(&WORDS).copied().unwrap_or_default()),
        6 => put(bytes, at, random.pick(words).copied().unwrap_or_default().as_bytes()),
        7 => {
            let other = random.pick(pool).map(Vec::as_slice).unwrap_or_default();
            let piece = other.get(span(other.len(), random)).unwrap_or_default().to_vec();
            put(bytes, at, &piece);
        }
        8 => bytes.truncate(at),
        9 => {
            let piece = bytes[span(bytes.len(), random)].to_vec();
            bytes.drain(span(bytes.len(), random));
            put(bytes, at, &piece);
        }
        _ => {
            // A length or an offset, in either order of bytes.
            let value = (random.draw() as u32) >> random.below(32);
            let word = if random.below(2) == 0 { value.to_le_bytes() } else { value.to_be_bytes() };
            for (byte, new) in bytes.iter_mut().skip(at).zip(word) {
                *byte = new;
            }
        }
    }
}

fn put(bytes: &mut Vec<u8>, at: usize, piece: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, piece.iter().copied());
}

/// Puts a number in the place of one that is there.
fn replace_number(bytes: &mut Vec<u8>, number: &str, random: &mut Random) {
    let from = random.below(bytes.len());
    let digit = |byte: &u8| byte.is_ascii_digit();
    let Some(start) = bytes.iter().skip(from).position(digit).map(|found| found + from) else {
        return put(bytes, from, number.as_bytes());
    };
    let length = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    bytes.splice(start..start + length, number.bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_makes_the_same_inputs() {
        let pool = [b"<a>12.50</a>".to_vec()];
        let made = |seed| {
            let mut random = Random::new(seed);
            (0..500).map(|_| mutate(&pool[0], &pool, &["<b/>"], &mut random)).collect::<Vec<_>>()
        };
        assert_eq!(made(7), made(7));
        assert_ne!(made(7), made(8));
        let mut random = Random::new(1);
        for _ in 0..500 {
            mutate(b"", &[], &[], &mut random);
        }
    }
}
