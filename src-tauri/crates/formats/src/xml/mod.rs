//! XML, hardened: no document type definition, no entity but the five of XML, limits on size, depth and number.

mod tree;
mod write;

pub(crate) use tree::{Element, Tree};
pub(crate) use write::{XmlWriter, escape};

use liasse_domain::Finding;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::text::decode_xml;

/// The largest XML file that is read: invoices embed images, of some megabytes each.
pub const MAX_BYTES: usize = 128 << 20;
/// The deepest nesting that is read; UBL and CII need less than twenty.
pub const MAX_DEPTH: usize = 64;
/// The largest number of elements that is read.
pub const MAX_ELEMENTS: usize = 2_000_000;

/// The tree of an XML file, with the findings on the way; no tree when the file is not safe or not well formed.
pub(crate) fn parse(bytes: &[u8]) -> (Option<Tree>, Vec<Finding>) {
    let mut findings = Vec::new();
    if bytes.len() > MAX_BYTES {
        let message = format!(
            "the XML file has {} bytes: expected at most {MAX_BYTES}; ask the sender for a smaller one",
            bytes.len()
        );
        return (None, vec![Finding::error("xml_too_large", message)]);
    }
    let decoded = decode_xml(bytes);
    if decoded.doubtful {
        let message = format!(
            "some bytes are not in the encoding that the file states; it was read as {}: check accented names",
            decoded.encoding
        );
        findings.push(Finding::warning("xml_encoding", message));
    }
    match build(&decoded.text) {
        Ok(tree) => {
            if tree.is_cleaned() {
                let message = "the XML holds control characters, which XML 1.0 does not allow (section 2.2); they were left \
                               out: check names and numbers";
                findings.push(Finding::warning("xml_characters", message));
            }
            (Some(tree), findings)
        }
        Err(finding) => {
            findings.push(finding);
            (None, findings)
        }
    }
}

/// Local name and namespace of the root element, reading no further than that.
pub(crate) fn root(bytes: &[u8]) -> Option<(String, String)> {
    // A root element stands in the first kilobytes, after comments and processing instructions.
    let head = bytes.get(..bytes.len().min(64 << 10)).unwrap_or_default();
    // UTF-16 may be cut in the middle of a pair: an even length is always a sound cut for the characters of markup.
    let head = head.get(..head.len() & !1).unwrap_or_default();
    let text = decode_xml(head).text;
    let mut reader = Reader::from_str(text.trim_start());
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name();
                let local = name.local_name().as_ref().to_owned();
                let prefix = name.prefix().map(|p| p.as_ref().to_owned());
                return Some((local, own_namespace(&start, prefix.as_deref())));
            }
            Event::DocType(_) | Event::Eof | Event::End(_) => return None,
            Event::Text(text) if !text.trim().is_empty() => return None,
            _ => {}
        }
    }
}

/// The namespace that an element binds to `prefix` itself; empty when it binds none.
fn own_namespace(start: &BytesStart<'_>, prefix: Option<&str>) -> String {
    let wanted = prefix.map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
    start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.as_ref() == wanted)
        .map(|attribute| attribute.value.into_owned())
        .unwrap_or_default()
}

fn malformed(text: &str, position: u64, why: &str) -> Finding {
    let line = line_of(text, position);
    let message =
        format!("the XML is not well formed: {why}; the file may be cut short: ask the sender for it again");
    Finding::error("xml_malformed", message).on_line(line)
}

fn line_of(text: &str, position: u64) -> u32 {
    let position = usize::try_from(position).unwrap_or(usize::MAX).min(text.len());
    let newlines = text.as_bytes().iter().take(position).filter(|b| **b == b'\n').count();
    u32::try_from(newlines + 1).unwrap_or(u32::MAX)
}

fn build(text: &str) -> Result<Tree, Finding> {
    let mut tree = Tree::default();
    // A byte order mark apart, white space before the declaration is a common slip of senders.
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let mut reader = Reader::from_str(text);
    loop {
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(malformed(text, reader.error_position(), &error.to_string())),
        };
        let position = reader.buffer_position();
        match event {
            Event::Start(start) => open(&mut tree, &start, text, position)?,
            Event::Empty(start) => {
                open(&mut tree, &start, text, position)?;
                tree.close();
            }
            Event::End(_) => tree.close(),
            Event::Text(content) => tree.push_text(&content),
            Event::CData(content) => tree.push_text(&content),
            Event::GeneralRef(reference) => match entity(&reference) {
                Some(c) => tree.push_text(c.encode_utf8(&mut [0; 4])),
                None => {
                    let message = format!(
                        "the XML uses the entity &{};, which is not one of the five of XML: ask the sender for a plain file",
                        &*reference
                    );
                    return Err(Finding::error("xml_entity", message).on_line(line_of(text, position)));
                }
            },
            Event::DocType(_) => {
                let message = "the XML has a document type definition, which may hide an attack and is never \
                               part of an e-invoice: ask the sender for a file without it";
                return Err(Finding::error("xml_dtd", message).on_line(line_of(text, position)));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    if tree.depth() > 0 {
        return Err(malformed(text, reader.buffer_position(), "an element is not closed"));
    }
    if tree.root().is_none() {
        return Err(malformed(text, 0, "there is no element"));
    }
    Ok(tree)
}

fn open(tree: &mut Tree, start: &BytesStart<'_>, text: &str, position: u64) -> Result<(), Finding> {
    let over = |what: &str, limit: usize| {
        let message = format!(
            "the XML has more than {limit} {what}, which no invoice has: ask the sender for the invoice itself"
        );
        Finding::error("xml_limit", message).on_line(line_of(text, position))
    };
    if tree.depth() >= MAX_DEPTH {
        return Err(over("levels", MAX_DEPTH));
    }
    if tree.len() >= MAX_ELEMENTS {
        return Err(over("elements", MAX_ELEMENTS));
    }
    if tree.depth() == 0 && tree.root().is_some() {
        return Err(malformed(text, position, "there is more than one root element"));
    }
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| malformed(text, position, &error.to_string()))?;
        let value = quick_xml::escape::unescape(&attribute.value)
            .map_err(|error| malformed(text, position, &error.to_string()))?;
        attributes.push((attribute.key.local_name().as_ref().into(), value.as_ref().into()));
    }
    tree.open(start.name().local_name().as_ref(), attributes);
    Ok(())
}

/// Whether XML 1.0 (section 2.2) allows a character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// The character of a reference: `&#233;`, `&#xE9;` or one of the five entities of XML.
fn entity(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(xml: &[u8]) -> String {
        let (tree, findings) = parse(xml);
        assert!(tree.is_none());
        findings.first().unwrap().code.clone()
    }

    #[test]
    fn reads_text_and_attributes() {
        let (tree, findings) =
            parse(b"<r:a xmlns:r='u' x='1 &amp; 2'>A &amp; B<b/><![CDATA[<c>]]>&#233;</r:a>");
        assert!(findings.is_empty());
        let tree = tree.unwrap();
        let root = tree.root().unwrap();
        assert_eq!(root.name(), "a");
        assert_eq!(root.text(), Some("A & B<c>é"));
        assert_eq!(root.attribute("x"), Some("1 & 2"));
        assert!(root.child("b").is_some());
    }

    #[test]
    fn refuses_attacks() {
        assert_eq!(code(b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"), "xml_dtd");
        assert_eq!(code(b"<a>&x;</a>"), "xml_entity");
        assert_eq!(code("<a>".repeat(1000).as_bytes()), "xml_limit");
        for bad in ["", "<a>", "<a></b>", "<a/><b/>", "a", "<a", "<a x=1/>", "</a>"] {
            assert_eq!(code(bad.as_bytes()), "xml_malformed", "{bad}");
        }
        let (_, findings) = parse(b"<a>\n<b>\n</c></a>");
        assert_eq!(findings.first().unwrap().line, Some(3));
    }

    #[test]
    fn leaves_out_what_is_no_character() {
        let (tree, findings) = parse("<a x='\u{1}b'>V\u{0}\u{0}26&#2;-118\u{ffff}</a>".as_bytes());
        let tree = tree.unwrap();
        let root = tree.root().unwrap();
        assert_eq!((root.text(), root.attribute("x")), (Some("V26-118"), Some("b")));
        assert_eq!(findings[0].code, "xml_characters");
        assert!(parse("<a>é\t\u{10ffff}\n</a>".as_bytes()).1.is_empty());
    }

    #[test]
    fn names_the_root() {
        let xml = b"\xEF\xBB\xBF<?xml version='1.0'?><!-- x --><i:Invoice xmlns:i='urn:x'><a/>";
        assert_eq!(root(xml), Some(("Invoice".to_owned(), "urn:x".to_owned())));
        assert_eq!(root(b"%PDF-1.7"), None);
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = parse(&bytes);
            let _ = root(&bytes);
        }
        #[test]
        fn never_panics_on_markup(text in "[<>/a&;!\\[\\]\"'= xé-]{0,80}") {
            let _ = parse(text.as_bytes());
            let _ = root(text.as_bytes());
        }
    }
}
