//! What a FEC teaches.

use liasse_domain::{Amount, Date, ThirdPartyKind, VatScheme};

/// A general account that the FEC uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountUse {
    /// Account.
    pub code: String,
    /// Its label; the last one, when it changed.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// Sum of the debits.
    pub debit: Amount,
    /// Sum of the credits.
    pub credit: Amount,
}

/// A third party that the FEC uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FecThirdParty {
    /// Supplier (40) or customer (41).
    pub kind: ThirdPartyKind,
    /// Auxiliary account; the whole account where it is folded into CompteNum.
    pub auxiliary: String,
    /// Collective account; the prefix (401, 411) where the auxiliary account is folded into it.
    pub collective: String,
    /// Its name.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// The accounts that it was booked to, most frequent first (ties: the larger amount first).
    pub counterparts: Vec<Counterpart>,
    /// Number of entries that book it to an account of class 2, 6 or 7.
    pub total: u32,
    /// How those entries bore the tax.
    pub tax: TaxHabit,
    /// The one account that took what bore no tax beside bases that did: outlays passed on (art. 267 II-2° CGI).
    pub untaxed: Option<Counterpart>,
}

/// How the entries of a third party bore the tax, in numbers of entries: the accounts of VAT (445) tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TaxHabit {
    /// The tax was charged: it stands on one side.
    pub charged: u32,
    /// Within the Union: deducted and due, the latter to 4452 or to an account that says so.
    pub intra_eu: u32,
    /// Reverse charge: deducted and due.
    pub reverse_charge: u32,
    /// No tax at all.
    pub none: u32,
}

/// Entries without which one way of bearing the tax is no habit.
const LEAST_FOR_A_HABIT: u32 = 2;

impl TaxHabit {
    /// The scheme of a supplier whose entries all bore the tax alike, two of them at least. Without tax: exempt, as a small
    /// business, a doctor or a bank is (art. 293 B, 261, 261 C CGI).
    pub fn scheme(&self) -> Option<VatScheme> {
        let ways = [
            (self.charged, VatScheme::Standard),
            (self.intra_eu, VatScheme::Intracom),
            (self.reverse_charge, VatScheme::ReverseCharge),
            (self.none, VatScheme::Exempt),
        ];
        let mut used = ways.into_iter().filter(|(entries, _)| *entries > 0);
        let (entries, scheme) = used.next()?;
        (entries >= LEAST_FOR_A_HABIT && used.next().is_none()).then_some(scheme)
    }
}

impl FecThirdParty {
    /// The account that it was booked to most often.
    pub fn usual(&self) -> Option<&Counterpart> {
        self.counterparts.first()
    }
}

/// An account that a third party was booked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// Account.
    pub account: String,
    /// Its label.
    pub label: String,
    /// Number of entries.
    pub count: u32,
    /// Sum of the amounts.
    pub amount: Amount,
}

/// What a journal is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum JournalNature {
    /// Purchases: suppliers against expenses.
    Purchases,
    /// Sales: customers against revenue.
    Sales,
    /// Bank and cash.
    Bank,
    /// Opening balances.
    Opening,
    /// Anything else.
    General,
}

/// A journal that the FEC uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalUse {
    /// Code.
    pub code: String,
    /// Label.
    pub label: String,
    /// Number of lines.
    pub lines: u32,
    /// What it is for, by its entries.
    pub nature: JournalNature,
}

/// What a FEC teaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FecSummary {
    /// Number of lines, the header apart.
    pub rows: u32,
    /// Number of entries.
    pub entries: u32,
    /// Sum of the debits, which is the sum of the credits.
    pub total: Amount,
    /// First and last date of an entry.
    pub period: Option<(Date, Date)>,
    /// All general accounts that are used, by code; those of third parties under their collective account.
    pub accounts: Vec<AccountUse>,
    /// Suppliers and customers, by kind and account.
    pub third_parties: Vec<FecThirdParty>,
    /// Journals, by code.
    pub journals: Vec<JournalUse>,
    /// The collective account of suppliers that is used most (401000).
    pub supplier_collective: Option<String>,
    /// The collective account of customers that is used most (411000).
    pub customer_collective: Option<String>,
    /// What most suppliers' auxiliary accounts begin with (`401`, `F`); empty when they have nothing in common.
    pub supplier_prefix: String,
    /// What most customers' auxiliary accounts begin with.
    pub customer_prefix: String,
}

impl FecSummary {
    /// The accounts that a client file's chart takes over: classes 2, 6 and 7, VAT (445), banks and tills (51, 53), and
    /// those of advances, deposits and expenses (409, 419, 42, 455, 467, 471, 108).
    pub fn chart(&self) -> impl Iterator<Item = &AccountUse> {
        const ROOTS: [&str; 10] = ["445", "51", "53", "409", "419", "42", "455", "467", "471", "108"];
        self.accounts.iter().filter(|account| {
            account.code.starts_with(['2', '6', '7'])
                || ROOTS.iter().any(|root| account.code.starts_with(root))
        })
    }
    /// The journal of one nature that has the most lines.
    pub fn journal(&self, nature: JournalNature) -> Option<&JournalUse> {
        self.journals.iter().filter(|journal| journal.nature == nature).max_by_key(|journal| journal.lines)
    }
}

/// Number of entries of a journal by what they look like.
#[derive(Default, Clone, Copy)]
pub(super) struct JournalTally {
    pub(super) purchases: u32,
    pub(super) sales: u32,
    pub(super) bank: u32,
    pub(super) opening: u32,
    pub(super) other: u32,
}
