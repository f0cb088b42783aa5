//! A certificate authority that the user trusts beside those of this machine: a firm whose network looks into TLS has one.
//! Verification itself is never switched off.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use sha2::{Digest, Sha256};

/// Certificates of a PEM file (RFC 7468), at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    certificates: Vec<Vec<u8>>,
}

/// Why a file is no [`Authority`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// It holds no certificate.
    #[error("the file holds no certificate: expected PEM, with lines `-----BEGIN CERTIFICATE-----`")]
    None,
    /// A certificate in it cannot be used.
    #[error("a certificate of the file cannot be used: {detail}")]
    Unusable {
        /// What is wrong.
        detail: String,
    },
}

impl AuthorityError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            AuthorityError::None => "authority_none",
            AuthorityError::Unusable { .. } => "authority_unusable",
        }
    }
}

impl Authority {
    /// The certificates of a PEM file.
    ///
    /// # Errors
    /// [`AuthorityError`] when it holds none, or one that cannot be used.
    pub fn from_pem(text: &str) -> Result<Authority, AuthorityError> {
        let unusable = |detail: String| AuthorityError::Unusable { detail };
        let certificates: Vec<Vec<u8>> = CertificateDer::pem_slice_iter(text.as_bytes())
            .map(|found| found.map(|der| der.to_vec()))
            .collect::<Result<_, _>>()
            .map_err(|error| unusable(error.to_string()))?;
        if certificates.is_empty() {
            return Err(AuthorityError::None);
        }
        let authority = Authority { certificates };
        // What cannot be used is told now, not when a document is to leave.
        reqwest::Client::builder()
            .tls_certs_merge(authority.certificates())
            .build()
            .map_err(|error| unusable(error.to_string()))?;
        Ok(authority)
    }

    /// SHA-256 of each certificate in hexadecimal, as browsers and administrators show it.
    pub fn fingerprints(&self) -> Vec<String> {
        let hex = |byte: &u8| format!("{byte:02X}");
        let one = |der: &Vec<u8>| Sha256::digest(der).iter().map(hex).collect::<Vec<_>>().join(":");
        self.certificates.iter().map(one).collect()
    }

    pub(crate) fn certificates(&self) -> Vec<reqwest::Certificate> {
        self.certificates.iter().filter_map(|der| reqwest::Certificate::from_der(der).ok()).collect()
    }

    /// The same for mail.
    pub(crate) fn for_mail(&self) -> Vec<lettre::transport::smtp::client::Certificate> {
        let of = |der: &Vec<u8>| lettre::transport::smtp::client::Certificate::from_der(der.clone()).ok();
        self.certificates.iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_refused() {
        assert_eq!(Authority::from_pem("").unwrap_err().code(), "authority_none");
        assert_eq!(Authority::from_pem("a letter").unwrap_err().code(), "authority_none");
        let broken = "-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n";
        assert_eq!(Authority::from_pem(broken).unwrap_err().code(), "authority_unusable");
        let no_certificate = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert_eq!(Authority::from_pem(no_certificate).unwrap_err().code(), "authority_unusable");
    }
}
