//! Lines and fields.

/// The fields of a line, without the blanks that pad them.
pub(super) fn split<'a>(line: &'a str, separator: char, fields: &mut Vec<&'a str>) {
    fields.clear();
    fields.extend(line.split(separator).map(trim));
}

pub(super) fn trim(field: &str) -> &str {
    let padding = |c: char| c.is_whitespace() || c == '\0';
    // Most fields are not padded: two bytes tell.
    match field.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => field,
        _ => field.trim_matches(padding),
    }
}

/// Lines of a text with their number. Records end with CR, LF, CR LF, or with CR CR LF as some exports write.
pub(super) struct Records<'a> {
    text: &'a str,
    start: usize,
    number: u32,
}

impl<'a> Records<'a> {
    pub(super) fn new(text: &'a str) -> Records<'a> {
        Records { text, start: 0, number: 0 }
    }
}

/// Number, start and end of each record.
impl Iterator for Records<'_> {
    type Item = (u32, usize, usize);
    fn next(&mut self) -> Option<(u32, usize, usize)> {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.start..).filter(|rest| !rest.is_empty())?;
        let length = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        let (start, end) = (self.start, self.start + length);
        let returns = rest.iter().skip(length).take_while(|b| **b == b'\r').count();
        let newline = rest.get(length + returns) == Some(&b'\n');
        self.start = end
            + match (newline, returns) {
                (true, returns) => returns + 1,
                (false, 0) => 0,
                // Each lone CR ends a record.
                (false, _) => 1,
            };
        self.number = self.number.saturating_add(1);
        Some((self.number, start, end))
    }
}
