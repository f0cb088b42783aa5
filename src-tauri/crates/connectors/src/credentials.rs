//! Secrets: handed in by the caller from the keyring, never printed, never serialised.

use std::fmt;

/// A text that no log and no error message shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from being printed.
    pub fn new(text: impl Into<String>) -> Secret {
        Secret(text.into())
    }
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a system knows us by: a client id (for MEG, a user name) and its secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    id: String,
    secret: Secret,
}

impl Credentials {
    /// The pair that the system issued.
    pub fn new(id: impl Into<String>, secret: Secret) -> Credentials {
        Credentials { id: id.into(), secret }
    }
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
    pub(crate) fn secret(&self) -> &str {
        self.secret.reveal()
    }
}
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_printed() {
        let credentials = Credentials::new("cabinet-42", Secret::new("tres-secret"));
        let printed = format!("{credentials:?} {:?}", Secret::new("tres-secret"));
        assert!(!printed.contains("secret") && !printed.contains("cabinet-42"), "{printed}");
    }
}
