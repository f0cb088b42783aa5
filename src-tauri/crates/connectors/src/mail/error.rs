//! What can go wrong with a letter, told apart by what helps.

use std::error::Error as _;

use lettre::transport::smtp::Error as SmtpError;

use super::MailAddress;
use crate::http::{refused_certificate, root_cause};

/// Why a letter is not known to be taken. In each case but [`MailError::Unknown`] the server has not taken it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailError {
    /// The settings name no server that a letter may go to.
    #[error("the mail server `{host}` cannot be used: {expected}; correct it in the settings")]
    Server {
        /// The host.
        host: String,
        /// What it must be.
        expected: &'static str,
    },
    /// The letter cannot be written down.
    #[error("the letter cannot be written: {detail}")]
    Unwritable {
        /// Why.
        detail: String,
    },
    /// No connection: refused, unknown host, nobody there.
    #[error("the mail server {host} cannot be reached ({detail}); check the network, the name and the port")]
    Unreachable {
        /// The host.
        host: String,
        /// The cause.
        detail: String,
    },
    /// The server showed a certificate that is not accepted. Nothing was said to it.
    #[error(
        "the mail server {host} shows a certificate that is not accepted ({detail}); check the name, or give the certificate authority of your network in the settings"
    )]
    Certificate {
        /// The host.
        host: String,
        /// What is wrong with it.
        detail: String,
    },
    /// The server does not offer `STARTTLS`: nothing is said in the open.
    #[error("the mail server {host} does not offer STARTTLS on this port; try TLS on port 465")]
    NoTls {
        /// The host.
        host: String,
    },
    /// The connection broke or stayed silent before the letter was complete: it was not taken.
    #[error("the connection to the mail server {host} broke ({detail}); nothing was sent, try again")]
    NoAnswer {
        /// The host.
        host: String,
        /// The cause.
        detail: String,
    },
    /// The server does not accept the user and password, or wants some.
    #[error(
        "the mail server does not accept the user or the password: {message}; enter them again in the settings"
    )]
    Credentials {
        /// What the server said.
        message: String,
    },
    /// The server knows no way to log in that Liasse knows.
    #[error(
        "the mail server offers neither AUTH PLAIN nor AUTH LOGIN; ask its administrator for an account that may send by password"
    )]
    NoLogin,
    /// The server does not accept the sender's address.
    #[error("the mail server does not accept {address} as a sender: {message}")]
    Sender {
        /// The address.
        address: MailAddress,
        /// What the server said.
        message: String,
    },
    /// The server does not accept the recipient's address.
    #[error("the mail server does not take mail for {address}: {message}")]
    Recipient {
        /// The address.
        address: MailAddress,
        /// What the server said.
        message: String,
    },
    /// The letter is larger than the server takes.
    #[error("the letter of {size} bytes is larger than the mail server takes: {message}")]
    TooLarge {
        /// Size of the letter in bytes.
        size: usize,
        /// What the server said, or its limit (RFC 1870).
        message: String,
    },
    /// The server takes nothing now, and may later (4yz).
    #[error("the mail server takes nothing now: {message}; try again later")]
    Temporary {
        /// What the server said.
        message: String,
    },
    /// The server has read the letter and refuses it, or refuses altogether (5yz).
    #[error("the mail server refuses: {message}")]
    Refused {
        /// What the server said.
        message: String,
    },
    /// The letter was complete and no answer came. It may have been taken; it cannot be looked up, so it never goes again unasked.
    #[error("the letter to {address} was handed over and no answer came ({detail}); it may have arrived")]
    Unknown {
        /// Where it was to go.
        address: MailAddress,
        /// What happened instead.
        detail: String,
    },
}

/// What was said to the server when it said no.
#[derive(Clone, Copy)]
pub(super) enum Stage {
    /// The connection, its TLS, the greeting.
    Connection,
    /// User and password.
    Login,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA` and the letter.
    Letter,
}

/// What an error of a stage is told with.
pub(super) struct Told<'a> {
    pub(super) host: &'a str,
    pub(super) sender: &'a MailAddress,
    pub(super) to: Option<&'a MailAddress>,
    pub(super) size: usize,
}

impl MailError {
    /// Stable code; screens translate it.
    pub fn code(&self) -> &'static str {
        match self {
            MailError::Server { .. } => "mail_server",
            MailError::Unwritable { .. } => "mail_unwritable",
            MailError::Unreachable { .. } => "mail_unreachable",
            MailError::Certificate { .. } => "mail_certificate",
            MailError::NoTls { .. } => "mail_no_tls",
            MailError::NoAnswer { .. } => "mail_no_answer",
            MailError::Credentials { .. } => "mail_credentials",
            MailError::NoLogin => "mail_no_login",
            MailError::Sender { .. } => "mail_sender",
            MailError::Recipient { .. } => "mail_recipient",
            MailError::TooLarge { .. } => "mail_too_large",
            MailError::Temporary { .. } => "mail_temporary",
            MailError::Refused { .. } => "mail_refused",
            MailError::Unknown { .. } => "mail_unknown",
        }
    }

    /// The system's or the server's own words, where there are some.
    pub fn words(&self) -> &str {
        match self {
            MailError::Server { expected, .. } => expected,
            MailError::Unwritable { detail }
            | MailError::Unreachable { detail, .. }
            | MailError::Certificate { detail, .. }
            | MailError::NoAnswer { detail, .. }
            | MailError::Unknown { detail, .. } => detail,
            MailError::Credentials { message }
            | MailError::Sender { message, .. }
            | MailError::Recipient { message, .. }
            | MailError::TooLarge { message, .. }
            | MailError::Temporary { message }
            | MailError::Refused { message } => message,
            MailError::NoTls { .. } | MailError::NoLogin => "",
        }
    }

    /// Whether the letter is known not to have been taken.
    pub fn is_definite(&self) -> bool {
        !matches!(self, MailError::Unknown { .. })
    }

    /// Whether the same letter may be taken a moment later though nothing was changed.
    pub fn is_temporary(&self) -> bool {
        matches!(
            self,
            MailError::Unreachable { .. } | MailError::NoAnswer { .. } | MailError::Temporary { .. }
        )
    }

    /// Whether any other letter would fare alike: the server, the account or the sender is wrong, not this letter.
    pub fn is_of_the_account(&self) -> bool {
        matches!(
            self,
            MailError::Server { .. }
                | MailError::Unreachable { .. }
                | MailError::Certificate { .. }
                | MailError::NoTls { .. }
                | MailError::NoAnswer { .. }
                | MailError::Credentials { .. }
                | MailError::NoLogin
                | MailError::Sender { .. }
        )
    }

    /// What an error of the library means at this stage, as long as the letter was not complete.
    pub(super) fn at(stage: Stage, told: &Told<'_>, error: &SmtpError) -> MailError {
        let host = told.host.to_owned();
        let Some(status) = error.status() else {
            return match stage {
                _ if refused_certificate(error) => MailError::Certificate { host, detail: root_cause(error) },
                Stage::Login if error.is_client() => MailError::NoLogin,
                Stage::Connection => MailError::Unreachable { host, detail: root_cause(error) },
                _ => MailError::NoAnswer { host, detail: root_cause(error) },
            };
        };
        // The source of a negative answer is what the server said.
        let words = error.source().map(|said| said.to_string()).unwrap_or_default();
        let message = format!("{status} {words}").trim_end().to_owned();
        if error.is_transient() {
            return MailError::Temporary { message };
        }
        match (stage, u16::from(status)) {
            // Authentication required (RFC 4954, section 6).
            (Stage::Login, _) | (_, 530) => MailError::Credentials { message },
            (Stage::Recipient, _) => match told.to {
                Some(address) => MailError::Recipient { address: address.clone(), message },
                None => MailError::Refused { message },
            },
            // Size (RFC 1870, section 6.1).
            (Stage::Sender | Stage::Letter, 552) => MailError::TooLarge { size: told.size, message },
            (Stage::Sender, _) => MailError::Sender { address: told.sender.clone(), message },
            (Stage::Connection | Stage::Letter, _) => MailError::Refused { message },
        }
    }
}
