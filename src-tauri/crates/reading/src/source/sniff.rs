//! What a file is, by its bytes.

use liasse_domain::Finding;

/// Kinds of content that clients send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Content {
    /// PDF (ISO 32000).
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF, one page or several.
    Tiff,
    /// WebP.
    Webp,
    /// Windows bitmap.
    Bmp,
    /// GIF.
    Gif,
    /// HEIC, HEIF or AVIF: no decoder with a permissive licence.
    Heif,
    /// XML, in UTF-8 or UTF-16.
    Xml,
    /// ZIP, office documents included.
    Zip,
    /// Anything else.
    Unknown,
}

/// A PDF's header may stand anywhere in the first 1,024 bytes (ISO 32000-1, annex H, note 13).
const PDF_WINDOW: usize = 1_024;

/// Tells content by its first bytes.
pub fn sniff(bytes: &[u8]) -> Content {
    let brand = bytes.get(8..12).unwrap_or_default();
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Content::Jpeg,
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Content::Png,
        [b'I', b'I', 0x2A | 0x2B, 0, ..] | [b'M', b'M', 0, 0x2A | 0x2B, ..] => Content::Tiff,
        [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Content::Webp,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Content::Gif,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Content::Zip,
        [_, _, _, _, b'f', b't', b'y', b'p', ..]
            if [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"]
                .iter()
                .any(|known| brand == *known) =>
        {
            Content::Heif
        }
        [b'B', b'M', ..] if is_bitmap(bytes) => Content::Bmp,
        _ if bytes.get(..bytes.len().min(PDF_WINDOW)).is_some_and(|head| contains(head, b"%PDF-")) => {
            Content::Pdf
        }
        _ if is_xml(bytes) => Content::Xml,
        _ => Content::Unknown,
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// "BM" begins many texts too: the header's size must be one that exists.
fn is_bitmap(bytes: &[u8]) -> bool {
    bytes
        .get(14..18)
        .and_then(|size| size.try_into().ok())
        .map(u32::from_le_bytes)
        .is_some_and(|size| [12, 16, 40, 52, 56, 64, 108, 124].contains(&size))
}

/// A `<` first, after a byte order mark, white space and, in UTF-16, zero bytes.
fn is_xml(bytes: &[u8]) -> bool {
    let text = bytes
        .strip_prefix(&[0xEF, 0xBB, 0xBF])
        .or_else(|| bytes.strip_prefix(&[0xFF, 0xFE]))
        .or_else(|| bytes.strip_prefix(&[0xFE, 0xFF]))
        .unwrap_or(bytes);
    let mut shown = text.iter().take(256).filter(|byte| **byte != 0 && !byte.is_ascii_whitespace());
    shown.next() == Some(&b'<')
        && shown.next().is_some_and(|next| b"?!".contains(next) || next.is_ascii_alphabetic())
}

impl Content {
    /// File name endings that go with it.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Content::Pdf => &["pdf"],
            Content::Jpeg => &["jpg", "jpeg", "jpe", "jfif"],
            Content::Png => &["png"],
            Content::Tiff => &["tif", "tiff"],
            Content::Webp => &["webp"],
            Content::Bmp => &["bmp", "dib"],
            Content::Gif => &["gif"],
            Content::Heif => &["heic", "heif", "avif"],
            Content::Xml => &["xml", "ubl", "cii"],
            Content::Zip => &["zip"],
            Content::Unknown => &[],
        }
    }
    /// The media type (IANA).
    pub fn media_type(self) -> &'static str {
        match self {
            Content::Pdf => "application/pdf",
            Content::Jpeg => "image/jpeg",
            Content::Png => "image/png",
            Content::Tiff => "image/tiff",
            Content::Webp => "image/webp",
            Content::Bmp => "image/bmp",
            Content::Gif => "image/gif",
            Content::Heif => "image/heic",
            Content::Xml => "application/xml",
            Content::Zip => "application/zip",
            Content::Unknown => "application/octet-stream",
        }
    }
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Content::Pdf => "PDF",
            Content::Jpeg => "JPEG",
            Content::Png => "PNG",
            Content::Tiff => "TIFF",
            Content::Webp => "WebP",
            Content::Bmp => "BMP",
            Content::Gif => "GIF",
            Content::Heif => "HEIC/HEIF",
            Content::Xml => "XML",
            Content::Zip => "ZIP",
            Content::Unknown => "unknown",
        }
    }
    /// `heic_unsupported` or `unsupported_type`, when nothing here can read it.
    pub fn unreadable(self) -> Option<Finding> {
        match self {
            Content::Heif => Some(Finding::error(
                "heic_unsupported",
                "pictures in HEIC/HEIF cannot be read: send it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible)",
            )),
            Content::Zip => Some(Finding::error(
                "unsupported_type",
                "an office document or a ZIP inside a ZIP: print it to PDF, or unpack it and add what is inside",
            )),
            Content::Unknown => Some(Finding::error(
                "unsupported_type",
                "the content is of no kind that is read (PDF, JPEG, PNG, TIFF, WebP, BMP, GIF, XML invoice): convert it to PDF and add that",
            )),
            _ => None,
        }
    }
}

/// The warning `wrong_extension`, when a name's ending says something else than the content.
pub fn wrong_extension(name: &str, content: Content) -> Option<Finding> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_lowercase();
    let known = [
        Content::Pdf,
        Content::Jpeg,
        Content::Png,
        Content::Tiff,
        Content::Webp,
        Content::Bmp,
        Content::Gif,
        Content::Heif,
        Content::Xml,
        Content::Zip,
    ];
    let said = known.into_iter().find(|kind| kind.endings().contains(&ending.as_str()))?;
    (said != content && content != Content::Unknown).then(|| {
        Finding::warning(
            "wrong_extension",
            format!("the name ends in .{ending} but the content is {}: it was read as that", content.name()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_told_by_bytes() {
        assert_eq!(sniff(b"%PDF-1.7\n"), Content::Pdf);
        assert_eq!(sniff(b"\r\n junk %PDF-1.4"), Content::Pdf);
        assert_eq!(sniff(b"\xFF\xD8\xFF\xE0"), Content::Jpeg);
        assert_eq!(sniff(b"\0\0\0\x18ftypheic\0\0"), Content::Heif);
        assert_eq!(sniff(b"\xEF\xBB\xBF <?xml version='1.0'?>"), Content::Xml);
        assert_eq!(
            sniff(
                "\u{FEFF}<Invoice>".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>().as_slice()
            ),
            Content::Xml
        );
        assert_eq!(sniff(b"BMW facture 2026"), Content::Unknown);
        assert_eq!(sniff(b""), Content::Unknown);
        assert_eq!(sniff(b"< 5 euros"), Content::Unknown);
    }

    #[test]
    fn names_that_lie_are_told() {
        assert_eq!(wrong_extension("a.PDF", Content::Pdf), None);
        assert_eq!(wrong_extension("a.jpeg", Content::Jpeg), None);
        assert_eq!(wrong_extension("sans-point", Content::Jpeg), None);
        assert_eq!(wrong_extension("facture.2026", Content::Pdf), None);
        assert_eq!(
            wrong_extension("a.pdf", Content::Png).map(|finding| finding.code),
            Some("wrong_extension".to_owned())
        );
    }
}
