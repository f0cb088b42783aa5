//! Arguments about mail.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub struct ConnectMail {
    /// Name of the server, as its certificate bears it
    #[arg(long)]
    pub host: String,
    /// Port (default: 465 with TLS, else 587)
    #[arg(long)]
    pub port: Option<u16>,
    /// How the way there is protected; `plain` only to this machine
    #[arg(long, value_enum, default_value_t = SecurityArgument::Tls)]
    pub security: SecurityArgument,
    /// User; none where the server asks for none
    #[arg(long, default_value = "")]
    pub user: String,
    /// The address that letters come from
    #[arg(long)]
    pub sender: String,
    /// The name beside it
    #[arg(long, default_value = "")]
    pub name: String,
}

#[derive(Debug, Args)]
pub struct MegMail {
    /// Code of the client file
    #[arg(long)]
    pub client: String,
    /// The address of MEG that takes its purchases
    #[arg(long, value_name = "ADDRESS", default_value = "", conflicts_with = "folder")]
    pub purchases: String,
    /// The address of MEG that takes its sales
    #[arg(long, value_name = "ADDRESS", default_value = "", conflicts_with = "folder")]
    pub sales: String,
    /// The folder that its documents are left in
    #[arg(long, value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SecurityArgument {
    Tls,
    StartTls,
    Plain,
}
