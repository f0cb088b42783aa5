//! The firm's mail account, and how client files reach MEG without its interface.

use serde::{Deserialize, Serialize};
use specta::Type;

/// How the way to a mail server is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MailSecurity {
    /// TLS from the first byte; port 465 as a rule.
    #[default]
    Tls,
    /// TLS after STARTTLS; port 587 as a rule.
    StartTls,
    /// None, to a relay on this machine only.
    Plain,
}

/// The firm's account at a mail server.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MailAccountForm {
    /// Name of the server.
    pub host: String,
    /// Port.
    pub port: u16,
    /// How the way there is protected.
    pub security: MailSecurity,
    /// User; empty where the server asks for none.
    pub user: String,
    /// Password; empty when it stays as it is. It never comes back from the desk.
    pub password: String,
    /// The address that letters come from.
    pub sender: String,
    /// The name beside it.
    pub name: String,
}

/// Without its password: what is printed may be logged.
impl std::fmt::Debug for MailAccountForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailAccountForm")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("user", &self.user)
            .field("sender", &self.sender)
            .finish_non_exhaustive()
    }
}

/// How documents reach MEG without its interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MegMailWay {
    /// By mail to the addresses that MEG made for the client file.
    #[default]
    Mail,
    /// Left in a folder, to be taken into MEG by hand.
    Folder,
}

/// How a client file's documents reach MEG without its interface.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MegMailForm {
    /// By mail, or in a folder.
    pub way: MegMailWay,
    /// The address that takes purchases; empty where there is none.
    pub purchases: String,
    /// The address that takes sales; empty where there is none.
    pub sales: String,
    /// The folder.
    pub folder: String,
}
