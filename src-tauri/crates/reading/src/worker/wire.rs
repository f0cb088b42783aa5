//! Frames: one byte of kind (`J` for JSON, `B` for bytes), the length (32 bits, little-endian), the content.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Longer frames are refused: a worker gone mad must not fill its master's memory.
const LONGEST: u32 = 1 << 30;

const JSON: u8 = b'J';
const BYTES: u8 = b'B';

pub(crate) fn write_message<T: Serialize>(out: &mut impl Write, message: &T) -> io::Result<()> {
    write_frame(out, JSON, &serde_json::to_vec(message)?)
}

pub(crate) fn write_bytes(out: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    write_frame(out, BYTES, bytes)
}

fn write_frame(out: &mut impl Write, kind: u8, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).ok().filter(|length| *length <= LONGEST);
    let length = length.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a frame over 1 GiB"))?;
    out.write_all(&[kind])?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(content)?;
    out.flush()
}

/// The next message; `None` when the other side has closed between two frames.
pub(crate) fn read_message<T: DeserializeOwned>(input: &mut impl Read) -> io::Result<Option<T>> {
    match read_frame(input, JSON)? {
        Some(content) => Ok(Some(serde_json::from_slice(&content)?)),
        None => Ok(None),
    }
}

pub(crate) fn read_bytes(input: &mut impl Read) -> io::Result<Vec<u8>> {
    read_frame(input, BYTES)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn read_frame(input: &mut impl Read, expected: u8) -> io::Result<Option<Vec<u8>>> {
    let mut kind = [0u8; 1];
    if input.read(&mut kind)? == 0 {
        return Ok(None);
    }
    let mut length = [0u8; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if kind != [expected] || length > LONGEST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "no frame of the reading worker"));
    }
    let mut content = Vec::new();
    let read = input.take(u64::from(length)).read_to_end(&mut content)?;
    if read as u64 != u64::from(length) {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(content))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_and_cut_ones_are_refused() {
        let mut stream = Vec::new();
        write_message(&mut stream, &vec!["é", "b"]).unwrap();
        write_bytes(&mut stream, &[1, 2, 3]).unwrap();
        let mut input = stream.as_slice();
        assert_eq!(
            read_message::<Vec<String>>(&mut input).unwrap(),
            Some(vec!["é".to_owned(), "b".to_owned()])
        );
        assert_eq!(read_bytes(&mut input).unwrap(), [1, 2, 3]);
        assert_eq!(read_message::<u32>(&mut input).unwrap(), None);
        let cut = &stream[..stream.len() - 1];
        let mut input = cut;
        read_message::<Vec<String>>(&mut input).unwrap();
        assert!(read_bytes(&mut input).is_err());
        assert!(read_message::<u32>(&mut [b'J', 255, 255, 255, 255].as_slice()).is_err());
        assert!(read_message::<u32>(&mut b"hello world".as_slice()).is_err());
    }
}
