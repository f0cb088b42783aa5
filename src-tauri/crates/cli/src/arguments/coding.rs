//! What can be asked of rules, duplicates and payments.

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub enum RuleAction {
    /// Add a rule, and say how many waiting documents it changes
    #[command(
        after_help = "Example:\n  liasse rule add --client MARCHAL --third-party 401FROID 615600 --dry-run\n  liasse rule add --client MARCHAL --third-party 401EDF 606100=80% 658000=1 --text electricite"
    )]
    Add(RuleAdd),
    /// Delete a rule; what it gave to waiting documents is worked out anew
    Delete {
        /// Id of the rule, from `liasse rules`
        id: String,
    },
}

#[derive(Debug, Args)]
pub struct RuleAdd {
    /// Code of the client file
    #[arg(long)]
    pub client: String,
    /// Account of the third party, as 401FROID
    #[arg(long, value_name = "ACCOUNT")]
    pub third_party: String,
    /// Where the amounts go: ACCOUNT for all, or several of ACCOUNT=PERCENT%, ACCOUNT=AMOUNT, ACCOUNT=1 for the rest; @RATE for one rate
    #[arg(required = true, value_name = "LINE")]
    pub lines: Vec<String>,
    /// Only documents in which these words were read
    #[arg(long)]
    pub text: Option<String>,
    /// Only from this total on
    #[arg(long, value_name = "AMOUNT")]
    pub at_least: Option<String>,
    /// Only up to this total
    #[arg(long, value_name = "AMOUNT")]
    pub at_most: Option<String>,
    /// Only those paid by card, transfer, direct_debit, cheque, cash, meal_voucher, or by a card of these last four digits
    #[arg(long)]
    pub paid_by: Option<String>,
    /// Only with these words anywhere on a page
    #[arg(long)]
    pub on_page: Option<String>,
    /// The scheme of VAT where the paper says none
    #[arg(long, value_enum)]
    pub scheme: Option<SchemeArgument>,
    /// Only say what it would change
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, Subcommand)]
pub enum DuplicateAction {
    /// Keep a document; the other one is archived
    Keep {
        /// The document that stays
        document: String,
        /// The one that is archived
        other: String,
    },
    /// Keep a document, completed by what the other one says
    Merge {
        /// The document that stays
        document: String,
        /// The one that is archived
        other: String,
    },
    /// Two papers after all
    Apart {
        /// The document that is taken for another one
        document: String,
    },
}

#[derive(Debug, Args)]
pub struct Settle {
    /// Ids of the documents, from `liasse waiting-tax`
    #[arg(required = true)]
    pub documents: Vec<String>,
    /// The day on which they were paid, YYYY-MM-DD
    #[arg(long, value_name = "DATE")]
    pub on: String,
    /// What was paid of one document; without it, all that is still owed of each
    #[arg(long)]
    pub amount: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SchemeArgument {
    Standard,
    ReverseCharge,
    Intracom,
    Exempt,
    Export,
}
