//! The sandbox's own certificate authority: made on the spot, kept with the state. Nobody trusts it who was not told to.

use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer, KeyIdMethod,
    KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PublicKeyData, SanType, SerialNumber, SignatureAlgorithm,
    SigningKey,
};
use sha2::{Digest, Sha256};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs::{default_provider, sign::any_supported_type};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::server::{ClientHello, NoServerSessionStorage, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;

use crate::place::write_new;

const KEY_FILE: &str = "authority.key";
/// The certificate that the product is told to trust.
pub const AUTHORITY_FILE: &str = "authority.pem";

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// A key of ours that signs certificates.
struct Key {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

impl Key {
    fn fresh() -> io::Result<Key> {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
            .map_err(other)?;
        Key::of(pkcs8.as_ref().to_vec())
    }
    fn of(pkcs8: Vec<u8>) -> io::Result<Key> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8).map_err(other)?;
        Ok(Key { pair, pkcs8 })
    }
    /// Twenty bytes that stand for the key (RFC 7093 §2, method 1).
    fn identifier(&self) -> Vec<u8> {
        Sha256::digest(self.pair.public_key().as_ref()).iter().take(20).copied().collect()
    }
}

impl PublicKeyData for Key {
    fn der_bytes(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }
    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_ECDSA_P256_SHA256
    }
}

impl SigningKey for Key {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        signature.map(|bytes| bytes.as_ref().to_vec()).map_err(|_| rcgen::Error::RemoteKeyError)
    }
}

fn params(name: &str, key: &Key) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.serial_number = Some(SerialNumber::from(key.identifier()));
    params.key_identifier_method = KeyIdMethod::PreSpecified(key.identifier());
    params
}

/// An authority, and a certificate for this machine that it signs.
struct Authority {
    key: Key,
    params: CertificateParams,
}

impl Authority {
    fn of(key: Key) -> Authority {
        let mut params = params("Liasse, bac à sable", &key);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Authority { key, params }
    }
    fn pem(&self) -> io::Result<String> {
        Ok(self.params.self_signed(&self.key).map_err(other)?.pem())
    }
    fn certify(&self) -> io::Result<Arc<CertifiedKey>> {
        let key = Key::fresh()?;
        let mut leaf = params("127.0.0.1", &key);
        leaf.subject_alt_names = vec![
            SanType::IpAddress(Ipv4Addr::LOCALHOST.into()),
            SanType::DnsName("localhost".try_into().map_err(other)?),
        ];
        leaf.use_authority_key_identifier_extension = true;
        let issuer = Issuer::from_params(&self.params, &self.key);
        let certificate = leaf.signed_by(&key, &issuer).map_err(other)?;
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.pkcs8.clone()));
        Ok(Arc::new(CertifiedKey::new(chain, any_supported_type(&private).map_err(other)?)))
    }
}

/// Shows one certificate, whatever is asked for.
#[derive(Debug)]
struct Shown(Arc<CertifiedKey>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

fn acceptor(certified: Arc<CertifiedKey>) -> io::Result<TlsAcceptor> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(other)?
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Shown(certified)));
    // A connection that is taken up again shows no certificate, and a wrong one would not be seen.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// What TLS needs.
pub struct Tls {
    /// The authority, as PEM.
    pub authority: String,
    right: TlsAcceptor,
    wrong: TlsAcceptor,
}

impl Tls {
    /// With the authority of an earlier run, where there is a folder; else with a fresh one.
    pub fn set_up(folder: Option<&Path>) -> io::Result<Tls> {
        let key = match folder.map(|folder| folder.join(KEY_FILE)) {
            Some(path) if path.exists() => Key::of(fs::read(path)?)?,
            Some(path) => {
                let key = Key::fresh()?;
                write_new(&path, &key.pkcs8)?;
                key
            }
            None => Key::fresh()?,
        };
        let authority = Authority::of(key);
        let pem = authority.pem()?;
        if let Some(folder) = folder {
            fs::write(folder.join(AUTHORITY_FILE), &pem)?;
        }
        let (right, wrong) = (authority.certify()?, Authority::of(Key::fresh()?).certify()?);
        Ok(Tls { authority: pem, right: acceptor(right)?, wrong: acceptor(wrong)? })
    }

    /// How the next connection is answered.
    pub fn acceptor(&self, wrong: bool) -> TlsAcceptor {
        if wrong { self.wrong.clone() } else { self.right.clone() }
    }
}
