//! The protocol-buffer wire format, as far as an ONNX file needs it.
//!
//! A message is kept as its list of fields in order, so that what is not understood is written back unchanged.
//! Source: protobuf "Encoding" specification; field numbers from `onnx.proto3` (ONNX IR version 10).

use std::borrow::Cow;

/// The bytes are not a protocol-buffer message.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("byte {at}: not a protocol-buffer message ({what})")]
pub struct WireError {
    pub at: usize,
    pub what: &'static str,
}

/// One field of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<'a> {
    pub number: u64,
    pub value: Value<'a>,
}

/// The value of a field by its wire type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    Varint(u64),
    Fixed64(Cow<'a, [u8]>),
    Bytes(Cow<'a, [u8]>),
    Fixed32(Cow<'a, [u8]>),
}

impl<'a> Field<'a> {
    pub fn bytes(number: u64, bytes: Vec<u8>) -> Field<'a> {
        Field { number, value: Value::Bytes(Cow::Owned(bytes)) }
    }

    pub fn varint(number: u64, value: u64) -> Field<'a> {
        Field { number, value: Value::Varint(value) }
    }

    /// The bytes of a string, message or packed field.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match &self.value {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// The fields of a message, in order.
///
/// # Errors
/// At the first byte that cannot be a field.
pub fn fields(bytes: &[u8]) -> Result<Vec<Field<'_>>, WireError> {
    let mut at = 0;
    let mut fields = Vec::new();
    while at < bytes.len() {
        let tag = varint(bytes, &mut at)?;
        let value = match tag & 7 {
            0 => Value::Varint(varint(bytes, &mut at)?),
            1 => Value::Fixed64(Cow::Borrowed(take(bytes, &mut at, 8)?)),
            2 => {
                let length = varint(bytes, &mut at)?;
                let length = usize::try_from(length)
                    .map_err(|_| WireError { at, what: "a length that no file has" })?;
                Value::Bytes(Cow::Borrowed(take(bytes, &mut at, length)?))
            }
            5 => Value::Fixed32(Cow::Borrowed(take(bytes, &mut at, 4)?)),
            _ => return Err(WireError { at, what: "an unknown wire type" }),
        };
        fields.push(Field { number: tag >> 3, value });
    }
    Ok(fields)
}

/// The message with these fields.
pub fn message(fields: &[Field<'_>]) -> Vec<u8> {
    let mut out = Vec::new();
    for field in fields {
        let (kind, bytes) = match &field.value {
            Value::Varint(value) => {
                put_varint(&mut out, field.number << 3);
                put_varint(&mut out, *value);
                continue;
            }
            Value::Fixed64(bytes) => (1, bytes),
            Value::Bytes(bytes) => (2, bytes),
            Value::Fixed32(bytes) => (5, bytes),
        };
        put_varint(&mut out, field.number << 3 | kind);
        if kind == 2 {
            put_varint(&mut out, bytes.len() as u64);
        }
        out.extend_from_slice(bytes);
    }
    out
}

/// The numbers of a repeated integer field, packed or not.
///
/// # Errors
/// When a packed list is cut.
pub fn numbers(fields: &[Field<'_>], number: u64) -> Result<Vec<u64>, WireError> {
    let mut found = Vec::new();
    for field in fields.iter().filter(|field| field.number == number) {
        match &field.value {
            Value::Varint(value) => found.push(*value),
            Value::Bytes(bytes) => {
                let mut at = 0;
                while at < bytes.len() {
                    found.push(varint(bytes, &mut at)?);
                }
            }
            _ => return Err(WireError { at: 0, what: "an integer field of another type" }),
        }
    }
    Ok(found)
}

/// The text of the first field with this number.
pub fn text(fields: &[Field<'_>], number: u64) -> Option<String> {
    fields
        .iter()
        .find(|field| field.number == number)
        .and_then(Field::as_bytes)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
}

/// The texts of all fields with this number.
pub fn texts(fields: &[Field<'_>], number: u64) -> Vec<String> {
    fields
        .iter()
        .filter(|field| field.number == number)
        .filter_map(Field::as_bytes)
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect()
}

fn take<'a>(bytes: &'a [u8], at: &mut usize, length: usize) -> Result<&'a [u8], WireError> {
    let end = at.checked_add(length);
    let slice = end
        .and_then(|end| bytes.get(*at..end))
        .ok_or(WireError { at: *at, what: "the file ends inside a field" })?;
    *at += length;
    Ok(slice)
}

fn varint(bytes: &[u8], at: &mut usize) -> Result<u64, WireError> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let byte = *bytes.get(*at).ok_or(WireError { at: *at, what: "the file ends inside a number" })?;
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err(WireError { at: *at, what: "a number longer than ten bytes" })
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            out.push(byte);
            return;
        }
        out.push(byte | 0x80);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_written_back_as_it_was_read() {
        // Field 1 = 150 is the specification's own example; then a string, a fixed32 and a negative int64.
        let mut bytes = vec![0x08, 0x96, 0x01, 0x12, 0x02, b'o', b'k', 0x1d, 1, 2, 3, 4, 0x20];
        bytes.extend([0xff; 9]);
        bytes.push(0x01);
        let read = fields(&bytes).unwrap();
        assert_eq!(read.first(), Some(&Field::varint(1, 150)));
        assert_eq!(text(&read, 2).as_deref(), Some("ok"));
        assert_eq!(message(&read), bytes);
    }

    #[test]
    fn every_cut_of_a_message_is_refused_or_shorter_but_never_panics() {
        let whole = message(&[Field::varint(1, u64::MAX), Field::bytes(2, vec![7; 300])]);
        for end in 0..whole.len() {
            let cut = &whole[..end];
            if let Ok(read) = fields(cut) {
                assert_eq!(message(&read), cut);
            }
        }
        assert!(fields(&[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).is_err());
        assert!(fields(&[0x0b]).is_err());
    }

    #[test]
    fn integers_are_read_packed_and_not() {
        let packed = message(&[Field::bytes(1, vec![0x50, 0xfa, 0x35])]);
        let plain = message(&[Field::varint(1, 80), Field::varint(1, 6906)]);
        for bytes in [packed, plain] {
            assert_eq!(numbers(&fields(&bytes).unwrap(), 1).unwrap(), [80, 6906]);
        }
    }
}
