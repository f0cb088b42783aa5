//! Writing XML: elements in order, escaped, indented.

use super::is_allowed;

/// Writes one XML file.
#[derive(Debug)]
pub(crate) struct XmlWriter {
    out: String,
    open: Vec<&'static str>,
}

impl XmlWriter {
    /// Begins a file with its declaration.
    pub(crate) fn new() -> XmlWriter {
        XmlWriter { out: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }
    fn indent(&mut self) {
        for _ in &self.open {
            self.out.push_str("  ");
        }
    }
    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            self.out.push(' ');
            self.out.push_str(key);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }
    /// Writes an element with children, which `inside` writes.
    pub(crate) fn element(
        &mut self,
        name: &'static str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut XmlWriter),
    ) {
        self.start(name, attributes);
        self.out.push('\n');
        self.open.push(name);
        inside(self);
        self.open.pop();
        self.indent();
        self.close(name);
    }
    /// Writes an element with text.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        escape(text, &mut self.out);
        self.close(name);
    }
    /// Writes an element with text, where there is some.
    pub(crate) fn optional(&mut self, name: &'static str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.leaf(name, &[], text);
        }
    }
    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }
    /// The file.
    pub(crate) fn finish(self) -> Vec<u8> {
        self.out.into_bytes()
    }
}

/// Escapes markup and drops the characters that XML 1.0 (section 2.2) does not allow.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if is_allowed(c) => out.push(c),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let mut xml = XmlWriter::new();
        xml.element("a", &[("x", "\"<&")], |xml| xml.leaf("b", &[], "é < \u{1} & >"));
        let (tree, findings) = super::super::parse(&xml.finish());
        assert!(findings.is_empty());
        let tree = tree.unwrap();
        let root = tree.root().unwrap();
        assert_eq!(root.attribute("x"), Some("\"<&"));
        assert_eq!(root.text_at(&["b"]), Some("é <  & >"));
    }
}
