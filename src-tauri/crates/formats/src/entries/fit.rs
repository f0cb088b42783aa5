//! Text into the room and the characters that a layout has, with a word on what was lost.

use std::collections::{BTreeMap, HashSet};

use encoding_rs::{ISO_8859_15, UTF_8, WINDOWS_1252};
use liasse_domain::{AccountCode, Finding};

use super::EntryFileError;

/// The characters that a layout takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CharacterSet {
    /// UTF-8, without a byte order mark.
    Utf8,
    /// Windows-1252, one byte a character.
    Windows1252,
    /// What Windows-1252 and ISO 8859-15 write alike, for software of which the witnesses name now one, now the other. `€`,
    /// `œ`, `š` and `ž` are not among it.
    WesternEurope,
}

impl CharacterSet {
    fn has(self, c: char) -> bool {
        let mut buffer = [0; 4];
        let text = c.encode_utf8(&mut buffer);
        match self {
            CharacterSet::Utf8 => true,
            CharacterSet::Windows1252 => !WINDOWS_1252.encode(text).2,
            CharacterSet::WesternEurope => {
                let (windows, _, lost) = WINDOWS_1252.encode(text);
                let (iso, _, lost_too) = ISO_8859_15.encode(text);
                !lost && !lost_too && windows == iso
            }
        }
    }

    /// The text of a file in these characters, without its byte order mark.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            CharacterSet::Utf8 => UTF_8.decode(bytes).0.into_owned(),
            CharacterSet::Windows1252 | CharacterSet::WesternEurope => {
                WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
            }
        }
    }

    /// The bytes of a text that [`Fitter`] has passed.
    pub(super) fn encode(self, text: &str) -> Vec<u8> {
        match self {
            CharacterSet::Utf8 => text.as_bytes().to_vec(),
            CharacterSet::Windows1252 | CharacterSet::WesternEurope => {
                WINDOWS_1252.encode(text).0.into_owned()
            }
        }
    }
}

/// Which end of a text is kept where there is no room for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Labels and names.
    Beginning,
    /// Numbers of pieces, which differ at their end.
    End,
}

const CUT: &str = "is too long for this layout: it is written";

/// Makes texts fit, and remembers what that cost: each text is told of once.
pub(super) struct Fitter<'a> {
    charset: CharacterSet,
    /// Characters that the layout uses itself.
    reserved: &'a [char],
    findings: Vec<Finding>,
    told: HashSet<(&'static str, String)>,
    accounts: BTreeMap<String, String>,
    journals: BTreeMap<String, String>,
}

impl<'a> Fitter<'a> {
    pub(super) fn new(charset: CharacterSet, reserved: &'a [char]) -> Fitter<'a> {
        Fitter {
            charset,
            reserved,
            findings: Vec::new(),
            told: HashSet::new(),
            accounts: BTreeMap::new(),
            journals: BTreeMap::new(),
        }
    }

    pub(super) fn findings(self) -> Vec<Finding> {
        self.findings
    }

    fn tell(&mut self, code: &'static str, text: &str, kept: &str, message: &str) {
        if self.told.insert((code, text.to_owned())) {
            let message = format!("`{text}` {message} `{kept}`");
            self.findings.push(Finding::warning(code, message).with("text", text).with("kept", kept));
        }
    }

    /// The text in characters that the layout has: line ends and reserved characters become a space, letters that it lacks
    /// their nearest plain ones. Blanks at both ends go without a word, all else is told.
    fn plain(&mut self, text: &str) -> String {
        let text = text.trim();
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || self.reserved.contains(&c) {
                plain.push(' ');
            } else if self.charset.has(c) {
                plain.push(c);
            } else {
                let nearest = deunicode::deunicode_char(c).unwrap_or("?");
                plain.extend(nearest.chars().filter(|c| !c.is_control() && !self.reserved.contains(c)));
            }
        }
        let plain = plain.trim();
        if plain != text {
            self.tell(
                "entries_text_plain",
                text,
                plain,
                "has characters that this layout lacks: it is written",
            );
        }
        plain.to_owned()
    }

    /// The text in at most `longest` characters.
    pub(super) fn text(&mut self, text: &str, longest: usize, keep: Keep) -> String {
        let plain = self.plain(text);
        let length = plain.chars().count();
        if length <= longest {
            return plain;
        }
        let kept = cut(&plain, longest, keep);
        self.tell("entries_text_cut", text.trim(), &kept, CUT);
        kept
    }

    /// A label that ends with the piece's number, in at most `longest` characters: what goes before the number is cut first.
    pub(super) fn label(&mut self, label: &str, number: &str, longest: usize) -> String {
        let whole = self.plain(label);
        let number = self.plain(number);
        let room = longest.saturating_sub(number.chars().count() + 1);
        let name = whole
            .strip_suffix(&number)
            .map(str::trim_end)
            .filter(|_| whole.chars().count() > longest && room > 0);
        let Some(name) = name else { return self.text(label, longest, Keep::Beginning) };
        let kept = format!("{} {number}", cut(name, room, Keep::Beginning).trim_end());
        self.tell("entries_text_cut", label.trim(), &kept, CUT);
        kept
    }

    /// The code of an account in at most `longest` characters. Zeros at the end of a general account say nothing and go; an
    /// auxiliary account is cut as long as that leaves it unlike every other of the file.
    ///
    /// # Errors
    /// When the account would become another one.
    pub(super) fn account(
        &mut self,
        account: &AccountCode,
        is_auxiliary: bool,
        longest: usize,
    ) -> Result<String, EntryFileError> {
        let whole = self.plain(account.as_str());
        let kept = cut(&whole, longest, Keep::Beginning);
        let lost = whole.get(kept.len()..).unwrap_or_default();
        if !is_auxiliary && lost.bytes().any(|b| b != b'0') {
            return Err(EntryFileError::AccountTooLong { account: whole, longest });
        }
        unlike(&mut self.accounts, &kept, &whole)?;
        if !lost.is_empty() {
            self.tell(
                "entries_account_cut",
                &whole,
                &kept,
                "is too long for this layout: the account is written",
            );
        }
        Ok(kept)
    }

    /// The code of a journal in at most `longest` characters.
    ///
    /// # Errors
    /// When two journals would be written alike.
    pub(super) fn journal(&mut self, journal: &str, longest: usize) -> Result<String, EntryFileError> {
        let whole = self.plain(journal);
        let kept = cut(&whole, longest, Keep::Beginning);
        unlike(&mut self.journals, &kept, &whole)?;
        if kept != whole {
            self.tell(
                "entries_journal_cut",
                &whole,
                &kept,
                "is too long for this layout: the journal is written",
            );
        }
        Ok(kept)
    }
}

/// Notes that `whole` is written as `kept`, unless something else is already.
fn unlike(written: &mut BTreeMap<String, String>, kept: &str, whole: &str) -> Result<(), EntryFileError> {
    let first = written.entry(kept.to_owned()).or_insert_with(|| whole.to_owned());
    if first == whole {
        return Ok(());
    }
    Err(EntryFileError::Alike { first: first.clone(), second: whole.to_owned(), kept: kept.to_owned() })
}

/// At most `longest` characters of a text.
pub(super) fn cut(text: &str, longest: usize, keep: Keep) -> String {
    let skipped = match keep {
        Keep::Beginning => 0,
        Keep::End => text.chars().count().saturating_sub(longest),
    };
    text.chars().skip(skipped).take(longest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_a_layout_lacks_become_their_nearest() {
        let mut fitter = Fitter::new(CharacterSet::WesternEurope, &[';']);
        assert_eq!(fitter.text("Éts Łódź; “cœur” 5 €", 40, Keep::Beginning), "Éts Lódz  \"coeur\" 5 EUR");
        assert_eq!(fitter.findings()[0].code, "entries_text_plain");
        let mut windows = Fitter::new(CharacterSet::Windows1252, &[]);
        assert_eq!(windows.text("cœur 5 €", 40, Keep::Beginning), "cœur 5 €");
        assert!(windows.findings().is_empty());
    }

    #[test]
    fn a_cut_is_told_once() {
        let mut fitter = Fitter::new(CharacterSet::Utf8, &[]);
        assert_eq!(fitter.text("FA-2026-000123", 6, Keep::End), "000123");
        assert_eq!(fitter.text("FA-2026-000123", 6, Keep::End), "000123");
        assert_eq!(fitter.text("Boulangerie", 5, Keep::Beginning), "Boula");
        let findings = fitter.findings();
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].args["kept"], "000123");
    }

    #[test]
    fn an_account_stays_itself_or_is_refused() {
        let code = |text: &str| text.parse::<AccountCode>().unwrap();
        let mut fitter = Fitter::new(CharacterSet::WesternEurope, &[]);
        assert_eq!(fitter.account(&code("6063000000"), false, 8).unwrap(), "60630000");
        assert_eq!(
            fitter.account(&code("6063000001"), false, 8).unwrap_err().code(),
            "entries_account_too_long"
        );
        assert_eq!(fitter.account(&code("401DELORME"), true, 8).unwrap(), "401DELOR");
        assert_eq!(fitter.account(&code("401DELORME"), true, 8).unwrap(), "401DELOR");
        assert_eq!(fitter.account(&code("401DELORT"), true, 8).unwrap_err().code(), "entries_alike");
        assert_eq!(fitter.journal("ACH", 2).unwrap(), "AC");
        assert_eq!(fitter.journal("ACX", 2).unwrap_err().code(), "entries_alike");
        assert_eq!(fitter.findings().len(), 3);
    }
}
