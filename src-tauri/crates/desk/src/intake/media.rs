//! What a file is, by its first bytes: extensions lie.

/// What can be taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// PDF.
    Pdf,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// TIFF, possibly of several pages.
    Tiff,
    /// WebP.
    Webp,
    /// BMP.
    Bmp,
    /// GIF.
    Gif,
    /// XML: an e-invoice, it is hoped.
    Xml,
    /// ZIP of these.
    Zip,
    /// HEIC: known, but no decoder of a free licence is kept.
    Heic,
}

impl Media {
    /// From the first bytes.
    pub fn sniff(bytes: &[u8]) -> Option<Media> {
        let at = |place: usize, mark: &[u8]| bytes.get(place..).is_some_and(|rest| rest.starts_with(mark));
        // A PDF's header may stand anywhere in its first kilobyte (ISO 32000-1, annex H, note 13).
        let head = bytes.get(..1024).unwrap_or(bytes);
        if head.windows(5).any(|window| window == b"%PDF-") {
            return Some(Media::Pdf);
        }
        if at(0, &[0xFF, 0xD8, 0xFF]) {
            return Some(Media::Jpeg);
        }
        if at(0, b"\x89PNG\r\n\x1a\n") {
            return Some(Media::Png);
        }
        if at(0, b"II*\0") || at(0, b"MM\0*") || at(0, b"II+\0") || at(0, b"MM\0+") {
            return Some(Media::Tiff);
        }
        if at(0, b"RIFF") && at(8, b"WEBP") {
            return Some(Media::Webp);
        }
        if at(0, b"GIF8") {
            return Some(Media::Gif);
        }
        if at(0, b"BM") && at(6, &[0, 0, 0, 0]) {
            return Some(Media::Bmp);
        }
        if at(0, b"PK\x03\x04") || at(0, b"PK\x05\x06") {
            return Some(Media::Zip);
        }
        if at(4, b"ftyp")
            && [&b"heic"[..], b"heix", b"mif1", b"msf1", b"hevc"].iter().any(|brand| at(8, brand))
        {
            return Some(Media::Heic);
        }
        Media::is_xml(bytes).then_some(Media::Xml)
    }

    fn is_xml(bytes: &[u8]) -> bool {
        let rest = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let wide = rest.starts_with(b"\xFF\xFE<\0") || rest.starts_with(b"\xFE\xFF\0<");
        let first = rest.iter().position(|b| !b.is_ascii_whitespace()).and_then(|place| rest.get(place..));
        wide || first.is_some_and(|text| {
            text.starts_with(b"<?xml")
                || text.starts_with(b"<!--")
                || text.starts_with(b"<!DOCTYPE")
                || (text.first() == Some(&b'<') && text.get(1).is_some_and(u8::is_ascii_alphabetic))
        })
    }

    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Media::Pdf => "application/pdf",
            Media::Jpeg => "image/jpeg",
            Media::Png => "image/png",
            Media::Tiff => "image/tiff",
            Media::Webp => "image/webp",
            Media::Bmp => "image/bmp",
            Media::Gif => "image/gif",
            Media::Xml => "application/xml",
            Media::Zip => "application/zip",
            Media::Heic => "image/heic",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_at_the_bytes() {
        assert_eq!(Media::sniff(b"\n%PDF-1.7 ..."), Some(Media::Pdf));
        assert_eq!(Media::sniff(&[0xFF, 0xD8, 0xFF, 0xE0]), Some(Media::Jpeg));
        assert_eq!(Media::sniff(b"\xEF\xBB\xBF<?xml version='1.0'?>"), Some(Media::Xml));
        assert_eq!(Media::sniff(b"<Invoice xmlns='x'/>"), Some(Media::Xml));
        assert_eq!(Media::sniff(b"PK\x03\x04rest"), Some(Media::Zip));
        assert_eq!(Media::sniff(b"\0\0\0\x18ftypheic"), Some(Media::Heic));
        assert_eq!(Media::sniff(b"hello"), None);
        assert_eq!(Media::sniff(b""), None);
    }
}
