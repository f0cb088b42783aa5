//! Originals: content-addressed, encrypted files.
//!
//! A blob is `LIASSE1\n`, a random nonce prefix of 19 bytes, then chunks of 64 KiB, each under XChaCha20-Poly1305 with
//! the nonce *prefix ‖ chunk number ‖ whether it is the last* (the STREAM construction: chunks cannot be cut off,
//! moved or repeated). Its name is a keyed hash of its digest, so that nobody can tell which known papers are there.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::digest::hex;
use crate::keys::fill_random;
use crate::{DataFolder, Digest, StoreError, Unlocked, platform};

const MAGIC: &[u8; 8] = b"LIASSE1\n";
const PREFIX: usize = 19;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// The originals of a data folder. Cheap to clone; may be used by several threads.
#[derive(Clone)]
pub struct Blobs {
    folder: DataFolder,
    cipher: XChaCha20Poly1305,
    name_key: Arc<Zeroizing<[u8; 32]>>,
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blobs({})", self.folder.blobs().display())
    }
}

/// A readable copy of an original, deleted when this value is dropped, and at the next opening of the data folder.
#[derive(Debug)]
pub struct PlainCopy {
    path: PathBuf,
}

impl PlainCopy {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
impl Drop for PlainCopy {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// A file that is deleted unless it was put in its place.
struct Draft {
    path: PathBuf,
    file: File,
    target: PathBuf,
}
impl Draft {
    fn new(folder: &DataFolder, target: PathBuf) -> Result<Draft, StoreError> {
        let path = folder.tmp().join(format!("{}.part", Uuid::now_v7()));
        let file = platform::create_private(&path).map_err(|error| StoreError::io(&path, error))?;
        Ok(Draft { path, file, target })
    }
    fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.file.write_all(bytes).map_err(|error| StoreError::io(&self.target, error))
    }
    /// Durable under its own name before the name changes, and the name durable before it returns.
    fn place(self) -> Result<(), StoreError> {
        let parent = self.target.parent().unwrap_or(&self.target);
        self.file.sync_all().map_err(|error| StoreError::io(&self.target, error))?;
        platform::create_private_folder(parent).map_err(|error| StoreError::io(parent, error))?;
        std::fs::rename(&self.path, &self.target).map_err(|error| StoreError::io(&self.target, error))?;
        for folder in [Some(parent), parent.parent()].into_iter().flatten() {
            platform::sync_folder(folder).map_err(|error| StoreError::io(folder, error))?;
        }
        Ok(())
    }
}
impl Drop for Draft {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Blobs {
    pub(crate) fn open(folder: &DataFolder, unlocked: &Unlocked) -> Blobs {
        let key = unlocked.key.blob_key();
        Blobs {
            folder: folder.clone(),
            cipher: XChaCha20Poly1305::new(&(*key).into()),
            name_key: Arc::new(unlocked.key.blob_name_key()),
        }
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        let mut name = [0; 32];
        // 32 bytes are one block of HKDF-SHA-256, whose limit is 255 blocks.
        let _ = Hkdf::<Sha256>::new(Some(self.name_key.as_slice()), digest.bytes()).expand(&[], &mut name);
        let name = hex(&name);
        let (shelf, _) = name.split_at(2);
        self.folder.blobs().join(shelf).join(&name)
    }

    /// Keeps bytes. When this returns they survive a power cut. Keeping the same bytes again does nothing, unless
    /// the kept ones were altered on disk: then they are replaced.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], [`StoreError::Io`]; nothing half-written is left.
    pub fn put(&self, bytes: &[u8]) -> Result<Digest, StoreError> {
        let digest = Digest::of(bytes);
        let target = self.path(&digest);
        if !self.is_whole(&digest) {
            let mut rest = bytes;
            let mut draft = Draft::new(&self.folder, target)?;
            self.seal(&mut rest, &mut draft)?;
            draft.place()?;
        }
        Ok(digest)
    }

    /// Keeps what a reader gives, and says how many bytes that were; as [`Blobs::put`], in little memory.
    ///
    /// # Errors
    /// Those of [`Blobs::put`]; [`StoreError::Io`] also when the reader fails.
    pub fn put_reader(&self, reader: &mut dyn Read) -> Result<(Digest, u64), StoreError> {
        let mut draft = Draft::new(&self.folder, self.folder.blobs())?;
        let (digest, size) = self.seal(reader, &mut draft)?;
        draft.target = self.path(&digest);
        if !self.is_whole(&digest) {
            draft.place()?;
        }
        Ok((digest, size))
    }

    fn seal(&self, reader: &mut dyn Read, draft: &mut Draft) -> Result<(Digest, u64), StoreError> {
        let mut prefix = [0; PREFIX];
        fill_random(&mut prefix)?;
        draft.write(MAGIC)?;
        draft.write(&prefix)?;
        let mut hasher = Sha256::new();
        let mut size = 0u64;
        let mut chunk = Zeroizing::new(read_up_to(reader, CHUNK, &draft.target)?);
        let mut number = 0u32;
        loop {
            let following = Zeroizing::new(read_up_to(reader, CHUNK, &draft.target)?);
            let last = following.is_empty();
            hasher.update(chunk.as_slice());
            size += chunk.len() as u64;
            let sealed = self
                .cipher
                .encrypt(&nonce(&prefix, number, last), Payload { msg: &chunk, aad: MAGIC })
                .map_err(|_| StoreError::io(&draft.target, std::io::ErrorKind::InvalidInput.into()))?;
            draft.write(&sealed)?;
            if last {
                break;
            }
            chunk = following;
            number = number
                .checked_add(1)
                .ok_or_else(|| StoreError::io(&draft.target, std::io::ErrorKind::FileTooLarge.into()))?;
        }
        Ok((Digest::from_bytes(hasher.finalize().into()), size))
    }

    /// Whether bytes with this digest are kept.
    pub fn contains(&self, digest: &Digest) -> bool {
        self.path(digest).exists()
    }

    /// Whether they are kept and unaltered. A source is moved away on the strength of this, so it reads them all.
    fn is_whole(&self, digest: &Digest) -> bool {
        self.open_sealed(digest, |_| Ok(())).is_ok()
    }

    /// The bytes with this digest, verified.
    ///
    /// # Errors
    /// [`StoreError::BlobMissing`], [`StoreError::BlobDamaged`], [`StoreError::Io`].
    pub fn get(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        let mut bytes = Vec::new();
        self.open_sealed(digest, |chunk| {
            bytes.extend_from_slice(chunk);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// A readable copy for another process, verified, in the data folder's private `tmp/`.
    ///
    /// # Errors
    /// Those of [`Blobs::get`]; [`StoreError::DiskFull`].
    pub fn open_plain_copy(&self, digest: &Digest) -> Result<PlainCopy, StoreError> {
        let path = self.folder.tmp().join(format!("{}.plain", Uuid::now_v7()));
        let mut file = platform::create_private(&path).map_err(|error| StoreError::io(&path, error))?;
        let copy = PlainCopy { path };
        self.open_sealed(digest, |chunk| {
            file.write_all(chunk).map_err(|error| StoreError::io(&copy.path, error))
        })?;
        Ok(copy)
    }

    fn open_sealed(
        &self,
        digest: &Digest,
        mut take: impl FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let path = self.path(digest);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::BlobMissing(*digest));
            }
            Err(error) => return Err(StoreError::io(&path, error)),
        };
        let damaged = || StoreError::BlobDamaged(*digest);
        let mut head = [0; MAGIC.len() + PREFIX];
        file.read_exact(&mut head).map_err(|_| damaged())?;
        let (magic, prefix) = head.split_at(MAGIC.len());
        let prefix: [u8; PREFIX] = prefix.try_into().map_err(|_| damaged())?;
        if magic != MAGIC {
            return Err(damaged());
        }
        let mut hasher = Sha256::new();
        let mut sealed = read_up_to(&mut file, CHUNK + TAG, &path)?;
        let mut number = 0u32;
        loop {
            let following = read_up_to(&mut file, CHUNK + TAG, &path)?;
            let last = following.is_empty();
            let chunk = self
                .cipher
                .decrypt(&nonce(&prefix, number, last), Payload { msg: &sealed, aad: MAGIC })
                .map(Zeroizing::new)
                .map_err(|_| damaged())?;
            hasher.update(chunk.as_slice());
            take(&chunk)?;
            if last {
                break;
            }
            sealed = following;
            number = number.checked_add(1).ok_or_else(damaged)?;
        }
        if Digest::from_bytes(hasher.finalize().into()) != *digest {
            return Err(damaged());
        }
        Ok(())
    }
}

fn nonce(prefix: &[u8; PREFIX], number: u32, last: bool) -> XNonce {
    let mut nonce = [0; 24];
    let parts = prefix.iter().copied().chain(number.to_be_bytes()).chain([u8::from(last)]);
    nonce.iter_mut().zip(parts).for_each(|(byte, part)| *byte = part);
    XNonce::from(nonce)
}

/// The next `most` bytes, fewer only at the end.
fn read_up_to(reader: &mut dyn Read, most: usize, path: &Path) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(most);
    reader.take(most as u64).read_to_end(&mut bytes).map_err(|error| StoreError::io(path, error))?;
    Ok(bytes)
}
