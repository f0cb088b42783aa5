//! What can be asked of a plateforme agréée.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub enum PlatformAction {
    /// Store the connection of a client file; the secret is taken from LIASSE_PLATFORM_SECRET
    #[command(
        after_help = "Example:\n  LIASSE_PLATFORM_SECRET=… liasse platform connect --client MARCHAL --address https://…/flow-service --token-address https://…/token --client-id …"
    )]
    Connect(PlatformConnect),
    /// Forget the connection of a client file
    Disconnect {
        /// Code of the client file
        #[arg(long)]
        client: String,
    },
    /// Take in the e-invoices that wait, and send the statuses that wait
    #[command(after_help = "Example:\n  liasse platform receive --client MARCHAL")]
    Receive {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// Leave the reading to the application
        #[arg(long)]
        no_read: bool,
        /// As JSON: {accepted, known, missed, settled}
        #[arg(long)]
        json: bool,
    },
    /// Tell the supplier of an e-invoice its status, or see what was told
    #[command(
        after_help = "Examples:\n  liasse platform status 0199…                                  what was told\n  liasse platform status 0199… approved\n  liasse platform status 0199… refused --reason wrong_recipient --note 'pas notre commande'"
    )]
    Status(PlatformStatus),
}

#[derive(Debug, Args)]
pub struct PlatformConnect {
    /// Code of the client file
    #[arg(long)]
    pub client: String,
    /// Address of the Flow service, without /v1
    #[arg(long)]
    pub address: String,
    /// Address that gives tokens
    #[arg(long)]
    pub token_address: String,
    /// Client id
    #[arg(long)]
    pub client_id: String,
    /// How long the platform is given to answer (default 120)
    #[arg(long, value_name = "SECONDS")]
    pub patience: Option<u32>,
    /// Fetch invoices every quarter of an hour while the application is open
    #[arg(long)]
    pub by_itself: bool,
    /// Tell suppliers "prise en charge" once an invoice is in the house and read
    #[arg(long)]
    pub acknowledge: bool,
}

#[derive(Debug, Args)]
pub struct PlatformStatus {
    /// Id of the document, from `liasse inbox --json`
    pub document: String,
    /// taken_in_charge, approved, partly_approved, disputed, on_hold, refused or payment_sent; without it, what was told is listed
    pub status: Option<String>,
    /// Why, where the status must say it, as wrong_recipient or total
    #[arg(long, requires = "status")]
    pub reason: Option<String>,
    /// More in words
    #[arg(long, default_value = "", requires = "status")]
    pub note: String,
    /// As JSON: {offered, said, trouble}
    #[arg(long)]
    pub json: bool,
}
