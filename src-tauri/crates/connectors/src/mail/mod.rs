//! Documents by mail: one letter each, handed over by SMTP (RFC 5321; submission: RFC 6409 and RFC 8314) as MIME (RFC 2045 to 2049).
//!
//! A letter cannot be looked up afterwards. So everything hangs on the point that ends it: before that line is written the server
//! may not keep anything (RFC 5321, section 4.1.1.4) and the letter may go again; an answer to it is final; without an answer nobody
//! knows ([`MailError::Unknown`]), and a person has to say. Each letter bears the key of its publication in its Message-ID.

mod address;
mod error;
mod letter;
mod plain;
mod session;

use std::time::Duration;

use crate::Authority;

pub use address::{MailAddress, MailAddressError};
pub use error::MailError;
pub use letter::{Letter, message_id};
pub use session::Mailer;

/// How the way to the server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte, on port 465 as a rule (RFC 8314, section 3.3).
    Tls,
    /// TLS after `STARTTLS`, on port 587 as a rule (RFC 3207); without it nothing is said.
    StartTls,
    /// None. Only to this machine, where a relay or a bridge listens.
    Plain,
}

/// Who letters come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Address: the server has to accept it for this user.
    pub address: MailAddress,
    /// The name beside it; may be empty.
    pub name: String,
}

/// How long a server is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the connection and its TLS.
    pub connect: Duration,
    /// For the answer to one command, and for any progress while a letter goes over.
    pub command: Duration,
    /// For the answer to the point that ends a letter. RFC 5321 (section 4.5.3.2.6) asks for ten minutes: who gives up before may
    /// well have been heard.
    pub end: Duration,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience {
            connect: Duration::from_secs(15),
            command: Duration::from_secs(120),
            end: Duration::from_secs(600),
        }
    }
}

/// What is entered once per firm.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Name of the server, as its certificate bears it.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the way there is protected.
    pub security: Security,
    /// Who letters come from.
    pub sender: Sender,
    /// How long to wait.
    pub patience: Patience,
    /// A certificate authority that is trusted beside those of this machine.
    pub authority: Option<Authority>,
}
