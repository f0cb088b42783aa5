//! The recovery code: 160 random bits, written in 8 groups of 4.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{KeyError, fill_random};

/// Crockford's base 32: no I, L, O or U, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A recovery code. [`RecoveryCode::text`] is to be shown once, printed or written down, and kept nowhere.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct RecoveryCode([u8; 20]);

impl RecoveryCode {
    pub(super) fn random() -> Result<RecoveryCode, KeyError> {
        let mut code = RecoveryCode([0; 20]);
        fill_random(&mut code.0)?;
        Ok(code)
    }
    pub(super) fn secret(&self) -> &[u8] {
        &self.0
    }
    /// The code as it is shown: `XXXX-XXXX-…`, 8 groups of 4 letters and digits.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(39);
        for (index, group) in self.0.chunks_exact(5).enumerate() {
            let bits = group.iter().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
            for place in 0..8u32 {
                if place % 4 == 0 && (index, place) != (0, 0) {
                    text.push('-');
                }
                let digit = usize::try_from(bits >> (35 - 5 * place) & 31).unwrap_or(0);
                text.push(ALPHABET.get(digit).copied().map_or('0', char::from));
            }
        }
        text
    }
    /// Whether a text that a user typed has the form of a recovery code.
    pub fn is_written_as(text: &str) -> bool {
        RecoveryCode::parse(text).is_some()
    }
    /// From what a user typed: case, spaces and hyphens aside, and O read as 0, I and L as 1.
    pub(super) fn parse(text: &str) -> Option<RecoveryCode> {
        let mut digits = Vec::with_capacity(32);
        for character in text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–')) {
            let plain = match character.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET.iter().position(|known| char::from(*known) == plain)?;
            digits.push(u64::try_from(digit).ok()?);
        }
        if digits.len() != 32 {
            return None;
        }
        let mut code = RecoveryCode([0; 20]);
        for (group, digits) in code.0.chunks_exact_mut(5).zip(digits.chunks_exact(8)) {
            let bits = digits.iter().fold(0u64, |bits, digit| bits << 5 | digit);
            for (byte, plain) in group.iter_mut().zip(bits.to_be_bytes().iter().skip(3)) {
                *byte = *plain;
            }
        }
        digits.zeroize();
        Some(code)
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_typed() {
        for _ in 0..50 {
            let code = RecoveryCode::random().unwrap();
            let text = code.text();
            assert_eq!((text.len(), text.split('-').count()), (39, 8));
            assert_eq!(RecoveryCode::parse(&text), Some(code.clone()));
            let typed =
                format!(" {} ", text.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
            assert!(RecoveryCode::is_written_as(&typed));
            assert_eq!(RecoveryCode::parse(&typed), Some(code));
        }
        for bad in ["", "ABCD", "UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU-UUUU"] {
            assert!(RecoveryCode::parse(bad).is_none());
        }
    }
}
