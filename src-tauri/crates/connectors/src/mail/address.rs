//! Addresses of mail.

use std::fmt;
use std::str::FromStr;

use lettre::Address;

/// An address that mail goes to (RFC 5321, section 4.1.2), in ASCII: not every server takes others (RFC 6531).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailAddress(Address);

/// Why a text is no [`MailAddress`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no mail address: expected one such as achats@cabinet.example, without accents")]
pub struct MailAddressError {
    /// The text that was given.
    pub text: String,
}

impl MailAddress {
    /// What stands behind the @.
    pub fn domain(&self) -> &str {
        self.0.domain()
    }
    pub(super) fn address(&self) -> &Address {
        &self.0
    }
}
impl FromStr for MailAddress {
    type Err = MailAddressError;
    fn from_str(text: &str) -> Result<MailAddress, MailAddressError> {
        let wrong = || MailAddressError { text: text.to_owned() };
        let text = text.trim();
        if !text.is_ascii() {
            return Err(wrong());
        }
        text.parse().map(MailAddress).map_err(|_| wrong())
    }
}
impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_an_address() {
        for good in ["achats@cabinet.example", " dossier-42+achats@meg.example ", "a.b@c.de"] {
            assert_eq!(good.parse::<MailAddress>().unwrap().to_string(), good.trim());
        }
        for bad in [
            "",
            "achats",
            "@x.fr",
            "a@",
            "a b@x.fr",
            "é@x.fr",
            "a@x.fr>\r\nRCPT TO:<b@x.fr",
            "a@x.fr, b@x.fr",
        ] {
            assert_eq!(bad.parse::<MailAddress>().unwrap_err().text, bad, "{bad:?}");
        }
    }
}
