//! A key wrapped under a secret: Argon2id (RFC 9106), then XChaCha20-Poly1305.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::{KeyError, fill_random};
use crate::digest::{hex, unhex};

const FORMAT: &str = "liasse key 1";

/// How much work stands between a guess and its test: (memory in KiB, passes, lanes) of Argon2id.
#[derive(Clone, Copy)]
pub(super) struct Stretch(u32, u32, u32);

impl Stretch {
    /// For what a person chose: RFC 9106, second recommended option.
    pub(super) const PASSPHRASE: Stretch = Stretch(64 * 1024, 3, 4);
    /// For 160 random bits, which nobody guesses: the least that Argon2 knows.
    pub(super) const RANDOM: Stretch = Stretch(8, 1, 1);
}

/// More than any version of Liasse asks for: a hostile file must not make it work for hours.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;

#[derive(Serialize, Deserialize)]
pub(super) struct Wrapped {
    format: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    salt: String,
    nonce: String,
    wrapped: String,
}

impl Wrapped {
    pub(super) fn seal(key: &[u8; 32], secret: &[u8], stretch: Stretch) -> Result<Wrapped, KeyError> {
        let (mut salt, mut nonce) = ([0; 16], [0; 24]);
        fill_random(&mut salt)?;
        fill_random(&mut nonce)?;
        let mut wrapped = Wrapped {
            format: FORMAT.to_owned(),
            memory_kib: stretch.0,
            passes: stretch.1,
            lanes: stretch.2,
            salt: hex(&salt),
            nonce: hex(&nonce),
            wrapped: String::new(),
        };
        let failed = || KeyError::Io {
            path: "the wrapping of the key".into(),
            message: "not enough memory: 64 MiB are needed".to_owned(),
        };
        let cipher = wrapped.cipher(secret).ok_or_else(failed)?;
        let payload = Payload { msg: key, aad: FORMAT.as_bytes() };
        wrapped.wrapped = hex(&cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| failed())?);
        Ok(wrapped)
    }

    /// The key; `None` under another secret.
    pub(super) fn open(&self, secret: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let nonce: [u8; 24] = unhex(&self.nonce)?;
        let sealed: [u8; 48] = unhex(&self.wrapped)?;
        let payload = Payload { msg: &sealed, aad: FORMAT.as_bytes() };
        let plain = Zeroizing::new(self.cipher(secret)?.decrypt(&XNonce::from(nonce), payload).ok()?);
        Some(Zeroizing::new(plain.as_slice().try_into().ok()?))
    }

    fn cipher(&self, secret: &[u8]) -> Option<XChaCha20Poly1305> {
        let salt: [u8; 16] = unhex(&self.salt)?;
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, &salt, key.as_mut())
            .ok()?;
        XChaCha20Poly1305::new_from_slice(key.as_ref()).ok()
    }

    pub(super) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
    pub(super) fn of_json(json: &str) -> Option<Wrapped> {
        serde_json::from_str(json).ok().filter(|wrapped: &Wrapped| {
            wrapped.format == FORMAT
                && wrapped.memory_kib <= MOST_MEMORY_KIB
                && wrapped.passes <= MOST_PASSES
                && wrapped.lanes <= MOST_LANES
                && unhex::<16>(&wrapped.salt).is_some()
                && unhex::<24>(&wrapped.nonce).is_some()
                && unhex::<48>(&wrapped.wrapped).is_some()
        })
    }
}
