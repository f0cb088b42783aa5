//! The only source of chance: SplitMix64 (Steele, Lea, Flood 2014), so that a seed gives the same bytes on every machine.

/// A seeded stream of numbers.
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
}

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self { state: seed ^ 0x5eed_1a55_e000_0001 }
    }

    /// An independent stream: what one paper draws never shifts what the next one draws.
    pub fn fork(&mut self) -> Self {
        Self::new(self.draw())
    }

    pub fn draw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included; `low` when the range is empty.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        let span = (high - low) as u64 + 1;
        low + (self.draw() % span) as i64
    }

    /// True `percent` times out of a hundred.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.draw() % 100 < u64::from(percent)
    }

    /// A fraction in `[0, 1)`. For pictures only: amounts are drawn with [`Rng::range`].
    pub fn unit(&mut self) -> f32 {
        (self.draw() >> 40) as f32 / (1u64 << 24) as f32
    }

    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.unit()
    }

    /// One of a list; the type's default when the list is empty.
    pub fn pick<T: Clone + Default>(&mut self, list: &[T]) -> T {
        let at = self.range(0, list.len() as i64 - 1) as usize;
        list.get(at).cloned().unwrap_or_default()
    }

    /// `n` digits, the first one not zero.
    pub fn digits(&mut self, n: usize) -> String {
        (0..n).map(|i| char::from(b'0' + self.range(i64::from(i == 0), 9) as u8)).collect()
    }

    pub fn letters(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from(b'A' + self.range(0, 25) as u8)).collect()
    }
}
