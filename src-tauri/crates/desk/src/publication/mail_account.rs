//! The firm's account at a mail server.

use liasse_connectors::mail::{MailAddress, MailError, Mailer, Patience, Security, Sender, Settings};
use liasse_connectors::{Credentials, Secret};
use liasse_store::Zeroizing;
use serde::{Deserialize, Serialize};

use super::not_set;
use crate::api::{DeskError, MailAccountForm, MailSecurity, Message};
use crate::desk::Desk;

/// The setting of the account, and the name of its password.
pub(crate) const MAIL_ACCOUNT: &str = "mail_account";

/// The account; its password is kept apart.
#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    host: String,
    port: u16,
    security: MailSecurity,
    user: String,
    sender: String,
    name: String,
}

impl Stored {
    fn of(form: &MailAccountForm) -> Stored {
        let text = |text: &str| text.trim().to_owned();
        Stored {
            host: text(&form.host),
            port: form.port,
            security: form.security,
            user: text(&form.user),
            sender: text(&form.sender),
            name: text(&form.name),
        }
    }
}

/// What is said of an error of mail.
pub(super) fn said(error: &MailError) -> Message {
    let message = Message::new(error.code()).with("detail", error.words());
    match error {
        MailError::Sender { address, .. }
        | MailError::Recipient { address, .. }
        | MailError::Unknown { address, .. } => message.with("address", address),
        _ => message,
    }
}

fn failed(error: &MailError) -> DeskError {
    let mut failed = DeskError::from(said(error));
    failed.detail = error.to_string();
    failed
}

impl Desk {
    fn mail_stored(&self) -> Result<Option<Stored>, DeskError> {
        self.read(|reader| reader.setting(MAIL_ACCOUNT))
    }

    /// The firm's mail account, without its password.
    pub fn mail_account(&self) -> Result<MailAccountForm, DeskError> {
        let stored = self.mail_stored()?;
        Ok(match stored {
            Some(Stored { host, port, security, user, sender, name }) => {
                MailAccountForm { host, port, security, user, password: String::new(), sender, name }
            }
            None => MailAccountForm {
                host: String::new(),
                port: 465,
                security: MailSecurity::Tls,
                user: String::new(),
                password: String::new(),
                sender: String::new(),
                name: String::new(),
            },
        })
    }

    /// Keeps the firm's mail account, whether or not its server answers now.
    ///
    /// # Errors
    /// `bad_form` for an address that is none; `mail_server` for a server that letters may not go to.
    pub fn save_mail_account(&self, form: MailAccountForm) -> Result<(), DeskError> {
        let (stored, password) = (Stored::of(&form), self.mail_password(form)?);
        self.mailer_of(&stored, &password)?;
        self.background(|writer| {
            writer.put_setting(MAIL_ACCOUNT, &stored)?;
            if !password.is_empty() {
                writer.put_credential(MAIL_ACCOUNT, &password, self.keyring.as_ref())?;
            }
            Ok(())
        })
    }

    /// Connects to the mail server of a form and logs in; nothing is sent or kept.
    ///
    /// # Errors
    /// `bad_form`, and what is wrong with the server, its certificate or the password.
    pub fn test_mail_account(&self, form: MailAccountForm) -> Result<(), DeskError> {
        let (stored, password) = (Stored::of(&form), self.mail_password(form)?);
        let mut mailer = self.mailer_of(&stored, &password)?;
        self.network.block_on(mailer.check()).map_err(|error| failed(&error))
    }

    /// The password of a form, or the one that is kept.
    fn mail_password(&self, form: MailAccountForm) -> Result<Zeroizing<String>, DeskError> {
        let given = Zeroizing::new(form.password);
        if given.is_empty() { self.credential(MAIL_ACCOUNT) } else { Ok(given) }
    }

    /// What hands the firm's letters over; `None` where it has no account.
    pub(super) fn mailer(&self) -> Result<Option<Mailer>, DeskError> {
        match self.mail_stored()? {
            Some(stored) => self.mailer_of(&stored, &self.credential(MAIL_ACCOUNT)?).map(Some),
            None => Ok(None),
        }
    }

    fn mailer_of(&self, stored: &Stored, password: &str) -> Result<Mailer, DeskError> {
        let sender = stored
            .sender
            .parse::<MailAddress>()
            .map_err(|error| DeskError::bad_form("sender_address", &error))?;
        let settings = Settings {
            host: stored.host.clone(),
            port: stored.port,
            security: match stored.security {
                MailSecurity::Tls => Security::Tls,
                MailSecurity::StartTls => Security::StartTls,
                MailSecurity::Plain => Security::Plain,
            },
            sender: Sender { address: sender, name: stored.name.clone() },
            patience: Patience::default(),
            authority: self.authority()?,
        };
        let user = Some(&stored.user).filter(|user| !user.is_empty());
        let credentials = user.map(|user| Credentials::new(user.clone(), Secret::new(password)));
        Mailer::new(settings, credentials).map_err(|error| failed(&error))
    }

    /// Why no letter can go.
    pub(super) fn mail_trouble(&self) -> Result<Option<Message>, DeskError> {
        Ok(self.mail_stored()?.is_none().then(|| Message::new("mail_not_set")))
    }

    /// The mailer, or what is missing.
    pub(super) fn ready_mailer(&self) -> Result<Mailer, DeskError> {
        self.mailer()?.ok_or_else(|| not_set(&Message::new("mail_not_set")))
    }
}
