//! Bytes to text: which encoding a file is in.

use encoding_rs::{Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text that was decoded, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// Whether some bytes were unlawful in the encoding that the file says, so that another one was taken.
    pub doubtful: bool,
}

/// Bytes without their byte order mark, and the encoding that the mark says.
fn byte_order_mark(bytes: &[u8]) -> (Option<&'static Encoding>, &[u8]) {
    match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (Some(encoding), bytes.get(length..).unwrap_or_default()),
        None => (None, bytes),
    }
}

fn decode(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    if encoding == UTF_8 {
        return std::str::from_utf8(bytes).ok().map(str::to_owned);
    }
    encoding.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
}

/// A byte encoding in which every sequence of bytes is lawful.
fn single_byte(bytes: &[u8]) -> (&'static Encoding, String) {
    // 0x80 to 0x9F are control characters in ISO 8859-15: a file that has them comes from Windows.
    let windows = bytes.iter().any(|b| (0x80..=0x9F).contains(b));
    let encoding = if windows { WINDOWS_1252 } else { ISO_8859_15 };
    (encoding, encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// Decodes an XML file: byte order mark, then zero bytes (UTF-16), then the declaration, then UTF-8
/// (XML 1.0, appendix F).
pub(crate) fn decode_xml(bytes: &[u8]) -> Decoded {
    let (mark, body) = byte_order_mark(bytes);
    let stated = mark.or(match body {
        [0, b'<', ..] => Some(UTF_16BE),
        [b'<', 0, ..] => Some(UTF_16LE),
        _ => declared_encoding(body),
    });
    let encoding = stated.unwrap_or(UTF_8);
    match decode(encoding, body) {
        Some(text) => Decoded { text, encoding: encoding.name(), doubtful: false },
        None => {
            let (encoding, text) = single_byte(body);
            Decoded { text, encoding: encoding.name(), doubtful: true }
        }
    }
}

/// The encoding named in `<?xml … encoding="…"?>`.
fn declared_encoding(body: &[u8]) -> Option<&'static Encoding> {
    let head = body.get(..body.len().min(200)).unwrap_or_default();
    let end = head.windows(2).position(|pair| pair == b"?>")?;
    let head = std::str::from_utf8(head.get(..end)?).ok()?;
    let (_, rest) = head.strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = rest.get(1..)?.split(quote).next()?;
    // A text that could be read so far with single bytes is not UTF-16, whatever it says.
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_16BE && *e != UTF_16LE)
}

/// Decodes a text file that does not say its encoding: byte order mark, else UTF-8, else ISO 8859-15 (or
/// Windows-1252 where the bytes show it).
pub(crate) fn decode_plain(bytes: &[u8]) -> Decoded {
    let (mark, body) = byte_order_mark(bytes);
    let encoding = mark.unwrap_or(UTF_8);
    match decode(encoding, body) {
        Some(text) => Decoded { text, encoding: encoding.name(), doubtful: false },
        None => {
            let (encoding, text) = single_byte(body);
            Decoded { text, encoding: encoding.name(), doubtful: mark.is_some() }
        }
    }
}

/// The same for bytes that nobody needs afterwards: a text in UTF-8 is not copied.
pub(crate) fn decode_plain_owned(mut bytes: Vec<u8>) -> Decoded {
    let (mark, body) = byte_order_mark(&bytes);
    if mark.is_some_and(|encoding| encoding != UTF_8) {
        return decode_plain(&bytes);
    }
    bytes.drain(..bytes.len() - body.len());
    match String::from_utf8(bytes) {
        Ok(text) => Decoded { text, encoding: UTF_8.name(), doubtful: false },
        Err(error) => {
            let (encoding, text) = single_byte(error.as_bytes());
            Decoded { text, encoding: encoding.name(), doubtful: mark.is_some() }
        }
    }
}

/// Lower case, accents off, letters and digits only: for comparing names and labels.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => out.push('a'),
            'ç' => out.push('c'),
            'è' | 'é' | 'ê' | 'ë' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => out.push('u'),
            'ý' | 'ÿ' => out.push('y'),
            'œ' => out.push_str("oe"),
            'æ' => out.push_str("ae"),
            c if c.is_alphanumeric() => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_encoding() {
        let utf16: Vec<u8> = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(decode_xml(&utf16).text.ends_with("<a>é</a>"));
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE9</a>";
        assert!(decode_xml(latin).text.ends_with("<a>é</a>"));
        let broken = decode_xml(b"<a>\xE9</a>");
        assert!(broken.doubtful);
        assert_eq!(broken.text, "<a>é</a>");
        assert_eq!(decode_plain("\u{feff}é".as_bytes()).text, "é");
        assert_eq!(decode_plain(b"10 \xA4").text, "10 €");
        assert_eq!(decode_plain(b"10 \x80").text, "10 €");
        let utf16 = b"\xFF\xFEa\0".as_slice();
        for bytes in [b"\xEF\xBB\xBF\xC3\xA9".as_slice(), b"10 \xA4", b"10 \x80", b"plain", b"", utf16] {
            assert_eq!(decode_plain_owned(bytes.to_vec()), decode_plain(bytes));
        }
    }

    #[test]
    fn folds() {
        assert_eq!(fold("Écriture Lib."), "ecriturelib");
        assert_eq!(fold("À-nouveaux"), "anouveaux");
    }
}
