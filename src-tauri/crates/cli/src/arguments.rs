//! What can be asked for.

mod coding;
mod mail;
mod platform;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use liasse_desk::api::FilesFormat;

pub use coding::{DuplicateAction, RuleAction, RuleAdd, SchemeArgument, Settle};
pub use mail::{ConnectMail, MegMail, SecurityArgument};
pub use platform::{PlatformAction, PlatformConnect, PlatformStatus};

/// Liasse without a window.
#[derive(Debug, Parser)]
#[command(name = "liasse", version, about = "From a client's papers to checked accounting entries, without a window", after_help = EXAMPLES)]
pub struct Arguments {
    /// Another data folder than the user's own
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[command(subcommand)]
    pub verb: Verb,
}

const EXAMPLES: &str = "\
Examples:
  liasse read scan.pdf photos/ --out out            read papers, one JSON per file, no database
  liasse client add --code MARCHAL --name 'Boulangerie Marchal' --country FR --siren 732829320
  liasse import-fec 732829320FEC20251231.txt --client MARCHAL
  liasse add scans/ --client MARCHAL --flow purchases
  liasse inbox --client MARCHAL
  liasse publish --client MARCHAL --to bob --ready

Where no keyring answers, the passphrase of the data folder is taken from LIASSE_PASSPHRASE.";

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Read papers and write one JSON per file; needs no database
    #[command(after_help = "Example:\n  liasse read scan.pdf --out out --split auto --jobs 2")]
    Read(Read),
    /// Client files
    Client {
        #[command(subcommand)]
        action: ClientAction,
    },
    /// Take accounts, third parties and rules from last year's FEC
    #[command(after_help = "Example:\n  liasse import-fec 732829320FEC20251231.txt --client MARCHAL")]
    ImportFec {
        /// The FEC
        file: PathBuf,
        /// Code of the client file
        #[arg(long)]
        client: String,
    },
    /// Take a chart of accounts from a CSV or XLSX file, or show what it would change
    #[command(
        after_help = "Example:\n  liasse import-chart plan.xlsx --client MARCHAL --dry-run\n  liasse import-chart plan.xlsx --client MARCHAL --replace --successor 606300=60630000"
    )]
    ImportChart {
        /// The file
        file: PathBuf,
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// Take out accounts that the file does not have, but those still in use
        #[arg(long)]
        replace: bool,
        /// Which account takes the place of a former one that rules use; once per account
        #[arg(long = "successor", value_name = "FORMER=ACCOUNT")]
        successors: Vec<String>,
        /// Take the proposals for all others
        #[arg(long)]
        proposals: bool,
        /// Only show what would change, with the proposals
        #[arg(long)]
        dry_run: bool,
    },
    /// The payment methods of a client file
    PaymentMethods {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Take the euro's reference rates from the file of the European Central Bank
    #[command(after_help = "Example:\n  liasse import-rates eurofxref-hist.csv")]
    ImportRates {
        /// eurofxref-hist.csv or eurofxref.csv
        file: PathBuf,
    },
    /// The rules of a client file, with their reasons
    Rules {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON: a list of {id, aux, name, account, when, count, total, reason}
        #[arg(long)]
        json: bool,
    },
    /// Add, try or delete a rule
    Rule {
        #[command(subcommand)]
        action: RuleAction,
    },
    /// Waiting documents that are taken for another one, with the reason
    Duplicates {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON: a list of {document, other, thirdParty, number, date, total, reason}
        #[arg(long)]
        json: bool,
    },
    /// Settle a duplicate: nothing is deleted, and what was said is remembered
    Duplicate {
        #[command(subcommand)]
        action: DuplicateAction,
    },
    /// Published documents whose VAT waits for their payment
    WaitingTax {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// What was done in a client file, newest first: when, by whom, to which papers
    History {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// How many changes at the most
        #[arg(long, default_value_t = 200)]
        most: usize,
    },
    /// Say that documents were paid: the VAT that waited becomes due on that day
    #[command(after_help = "Example:\n  liasse settle 0193… --on 2026-11-20 --amount 600")]
    Settle(Settle),
    /// Write the entries of VAT that became due, each once, in the layout of the client file
    PublishTaxDue {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// The ZIP to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Re-open a published document: reversed where it is, or taken away over there by yourself
    Reopen {
        /// The document, as `publications --json` tells it
        document: String,
        /// Reverse it first, by an entry of this day (YYYY-MM-DD); without, nothing is sent
        #[arg(long, value_name = "DATE")]
        reverse_on: Option<String>,
        /// The ZIP that the reversing entry is written to, where the document went to files
        #[arg(long, value_name = "FILE", requires = "reverse_on")]
        out: Option<PathBuf>,
    },
    /// Take in papers and read them
    #[command(after_help = "Example:\n  liasse add scans/ --client MARCHAL --flow purchases --split auto")]
    Add(Add),
    /// What waits in a client file
    Inbox {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// The entries of the documents that are ready or published
    Entries {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON
        #[arg(long, conflicts_with = "fec")]
        json: bool,
        /// As a FEC
        #[arg(long)]
        fec: bool,
    },
    /// Publish documents that are ready
    #[command(
        after_help = "Example:\n  liasse publish --client MARCHAL --to files --out entries.zip --ready\n  liasse publish --client MARCHAL --to files --format coala --columns openflyers --out coala.zip --ready"
    )]
    Publish(Publish),
    /// Store the connection to Sage Génération Experts; the secret is taken from LIASSE_SAGE_GE_SECRET
    ConnectSageGe(ConnectSageGe),
    /// Store the connection to MEG; the password is taken from LIASSE_MEG_PASSWORD
    #[command(
        after_help = "Example:\n  liasse connect-meg --address https://… --user me --marker 20=TVA20 --marker 5.5=TVA55 --no-vat-marker SANS"
    )]
    ConnectMeg(ConnectMeg),
    /// The firm's mail account, which documents reach MEG by without its interface; the password is taken from LIASSE_MAIL_PASSWORD
    #[command(
        after_help = "Example:\n  liasse connect-mail --host smtp.cabinet.example --user compta@cabinet.example --sender compta@cabinet.example"
    )]
    ConnectMail(ConnectMail),
    /// How a client file's documents reach MEG without its interface: by mail, or left in a folder
    #[command(
        after_help = "Example:\n  liasse meg-mail --client MARCHAL --purchases achats-marchal@meg.example\n  liasse meg-mail --client MARCHAL --folder /srv/meg/marchal"
    )]
    MegMail(MegMail),
    /// Say of a document whose outcome nobody knows whether it arrived, after you looked there yourself
    Arrived {
        /// The document, as `publications --json` tells it
        document: String,
        /// Where it went
        #[arg(long, value_enum)]
        to: TargetArgument,
        /// It did not arrive: it may be published again
        #[arg(long)]
        not: bool,
    },
    /// Trust the certificate authority of a PEM file beside those of this machine, or none any more
    Trust {
        /// The file; without it, none is trusted any more
        file: Option<PathBuf>,
    },
    /// The plateforme agréée of a client file: e-invoices come in by it, statuses go out
    Platform {
        #[command(subcommand)]
        action: PlatformAction,
    },
    /// What became of the documents that were published
    #[command(after_help = "Example:\n  liasse publications --client MARCHAL --json")]
    Publications {
        /// Code of the client file
        #[arg(long)]
        client: String,
        /// As JSON: a list of {document, number, target, state, message, …}, newest first
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub struct Read {
    /// Files or folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Where the JSON files go
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// How files are cut into documents
    #[arg(long, value_enum, default_value_t = Split::Auto)]
    pub split: Split,
    /// Files read at the same time; by default one per core
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}

#[derive(Debug, Subcommand)]
pub enum ClientAction {
    /// Create a client file; the first one is the firm's own
    Add(ClientAdd),
    /// List the client files
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Args)]
pub struct ClientAdd {
    /// Short code, unique
    #[arg(long)]
    pub code: String,
    /// Name of the client
    #[arg(long)]
    pub name: String,
    /// FR or BE
    #[arg(long)]
    pub country: String,
    /// SIREN
    #[arg(long, default_value = "")]
    pub siren: String,
    /// VAT or enterprise number
    #[arg(long, default_value = "")]
    pub vat: String,
    /// Root folder of BOB Demat
    #[arg(long, value_name = "DIR", default_value = "")]
    pub bob_root: String,
    /// Folder code in BOB Demat
    #[arg(long, default_value = "")]
    pub bob_code: String,
    /// Folder in Sage Génération Experts
    #[arg(long, default_value = "")]
    pub sage_ge_folder: String,
    /// Start with the country's standard chart of accounts
    #[arg(long)]
    pub standard_chart: bool,
}

#[derive(Debug, Args)]
pub struct Add {
    /// Files or folders
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
    /// Code of the client file
    #[arg(long)]
    pub client: String,
    /// Purchases or sales
    #[arg(long, value_enum)]
    pub flow: FlowArgument,
    /// How files are cut into documents
    #[arg(long, value_enum, default_value_t = Split::Auto)]
    pub split: Split,
    /// Take in only; the papers are read when Liasse next runs
    #[arg(long)]
    pub no_read: bool,
}

#[derive(Debug, Args)]
pub struct Publish {
    /// Code of the client file
    #[arg(long)]
    pub client: String,
    /// Where to
    #[arg(long, value_enum)]
    pub to: TargetArgument,
    /// Publish all documents that are ready; without it, only show what would go
    #[arg(long)]
    pub ready: bool,
    /// The ZIP to write, for `files`
    #[arg(long, value_name = "FILE", required_if_eq("to", "files"))]
    pub out: Option<PathBuf>,
    /// What the ZIP holds, for `files`; remembered for the client file
    #[arg(long, value_parser = format())]
    pub format: Option<FilesFormat>,
    /// Columns of `coala`: `dolibarr`, `openflyers`, or codes separated by commas
    #[arg(long, value_delimiter = ',', requires = "format")]
    pub columns: Vec<String>,
    /// Which UBL, for `bob` and for `files` in the format `ubl`; remembered for the client file
    #[arg(long, value_enum)]
    pub ubl: Option<UblArgument>,
    /// Write `coala` in Windows-1252 with CR LF instead of UTF-8 with LF
    #[arg(long, requires = "format")]
    pub windows: bool,
}

#[derive(Debug, Args)]
pub struct ConnectSageGe {
    /// Address of the service
    #[arg(long)]
    pub address: String,
    /// Identifier of the entity
    #[arg(long)]
    pub entity: String,
    /// SIREN of the firm
    #[arg(long)]
    pub siren: String,
    /// Client id of the application
    #[arg(long)]
    pub client_id: String,
    /// How long the service is given to answer (default 120)
    #[arg(long, value_name = "SECONDS")]
    pub patience: Option<u32>,
}

#[derive(Debug, Args)]
pub struct ConnectMeg {
    /// Address of the service
    #[arg(long)]
    pub address: String,
    /// User
    #[arg(long)]
    pub user: String,
    /// VAT marker of a rate, as 20=TVA20; once per rate
    #[arg(long = "marker", value_name = "RATE=MARKER")]
    pub markers: Vec<String>,
    /// VAT marker of a document without VAT
    #[arg(long)]
    pub no_vat_marker: String,
    /// How long the service is given to answer (default 120)
    #[arg(long, value_name = "SECONDS")]
    pub patience: Option<u32>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Split {
    PerFile,
    PerPage,
    Auto,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FlowArgument {
    Purchases,
    Sales,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum TargetArgument {
    Bob,
    SageGe,
    Meg,
    MegMail,
    Files,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum UblArgument {
    PeppolBis3,
    UblBe,
    Efff,
}

/// The formats of the desk, under their own names.
fn format() -> impl TypedValueParser<Value = FilesFormat> {
    PossibleValuesParser::new(FilesFormat::ALL.map(FilesFormat::code))
        .try_map(|code| FilesFormat::of(&code).ok_or("no format"))
}

impl From<UblArgument> for liasse_desk::api::BelgianUbl {
    fn from(variant: UblArgument) -> Self {
        match variant {
            UblArgument::PeppolBis3 => Self::PeppolBis3,
            UblArgument::UblBe => Self::UblBe,
            UblArgument::Efff => Self::Efff,
        }
    }
}

impl From<Split> for liasse_desk::api::SplitModeView {
    fn from(split: Split) -> Self {
        match split {
            Split::PerFile => Self::PerFile,
            Split::PerPage => Self::PerPage,
            Split::Auto => Self::Automatic,
        }
    }
}

impl From<FlowArgument> for liasse_desk::api::FlowView {
    fn from(flow: FlowArgument) -> Self {
        match flow {
            FlowArgument::Purchases => Self::Purchases,
            FlowArgument::Sales => Self::Sales,
        }
    }
}

impl TargetArgument {
    /// The target's code.
    pub fn code(self) -> &'static str {
        match self {
            TargetArgument::Bob => "bob",
            TargetArgument::SageGe => "sage-ge",
            TargetArgument::Meg => "meg",
            TargetArgument::MegMail => "meg-mail",
            TargetArgument::Files => "files",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }
}
