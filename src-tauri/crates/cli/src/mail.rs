//! The firm's mail account, and the client files whose documents go to MEG without its interface.

use liasse_desk::Desk;
use liasse_desk::api::{MailAccountForm, MailSecurity, MegMailForm, MegMailWay};

use crate::arguments::{ConnectMail, MegMail, SecurityArgument};
use crate::show::{self, Failure};

/// `liasse connect-mail`.
pub fn connect(desk: &Desk, connect: &ConnectMail) -> Result<(), Failure> {
    let (security, usual) = match connect.security {
        SecurityArgument::Tls => (MailSecurity::Tls, 465),
        SecurityArgument::StartTls => (MailSecurity::StartTls, 587),
        SecurityArgument::Plain => (MailSecurity::Plain, 587),
    };
    let form = MailAccountForm {
        host: connect.host.clone(),
        port: connect.port.unwrap_or(usual),
        security,
        user: connect.user.clone(),
        password: std::env::var("LIASSE_MAIL_PASSWORD").unwrap_or_default(),
        sender: connect.sender.clone(),
        name: connect.name.clone(),
    };
    desk.test_mail_account(form.clone())?;
    desk.save_mail_account(form)?;
    show::say("The mail server answers; the account is kept")
}

/// `liasse meg-mail`.
pub fn route(desk: &Desk, route: &MegMail) -> Result<(), Failure> {
    let form = MegMailForm {
        way: if route.folder.is_some() { MegMailWay::Folder } else { MegMailWay::Mail },
        purchases: route.purchases.clone(),
        sales: route.sales.clone(),
        folder: route.folder.as_ref().map(|folder| folder.to_string_lossy().into_owned()).unwrap_or_default(),
    };
    desk.save_meg_mail_form(desk.client_file_id(&route.client)?, form)?;
    show::say("Kept")
}
