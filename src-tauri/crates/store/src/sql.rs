//! How the domain's values stand in columns.

use liasse_domain::{
    Amount, ChangeId, ClientFileId, Date, DocumentId, DocumentKind, DocumentStatus, EntryId, EntryPurpose,
    FieldName, Flow, JobId, LifeCycleMessageId, MemoryId, PaymentDefaultScope, PaymentMethodId, PersonId,
    PersonRole, PublicationId, RateOrigin, RuleId, SettlementId, Side, SourceId, SplitMode, ThirdPartyId,
    ThirdPartyKind, VatExigibility, VatRate, VatScheme, VatTerritory, WatchedFolderId,
};
use rusqlite::types::{FromSqlError, Type};
use rusqlite::{OptionalExtension, Params, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::{Digest, StoreError, Timestamp};

/// A column holds something that its type does not allow.
#[derive(Debug, thiserror::Error)]
#[error("`{value}` is no {what}")]
pub(crate) struct Strange {
    pub value: String,
    pub what: &'static str,
}

fn strange(index: usize, value: impl ToString, what: &'static str) -> rusqlite::Error {
    let strange = Strange { value: value.to_string(), what };
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(strange))
}

/// An identity, stored as the 16 bytes of its UUID.
pub(crate) trait Key: Copy {
    fn key(self) -> [u8; 16];
    fn of_key(bytes: [u8; 16]) -> Self;
}
macro_rules! keys {
    ($($id:ty),+) => {$(
        impl Key for $id {
            fn key(self) -> [u8; 16] {
                self.uuid().into_bytes()
            }
            fn of_key(bytes: [u8; 16]) -> Self {
                Self::from_uuid(Uuid::from_bytes(bytes))
            }
        }
    )+};
}
keys!(
    ClientFileId,
    SourceId,
    DocumentId,
    ThirdPartyId,
    RuleId,
    EntryId,
    JobId,
    PublicationId,
    ChangeId,
    WatchedFolderId,
    MemoryId,
    PaymentMethodId,
    PersonId,
    SettlementId,
    LifeCycleMessageId
);

/// A name out of a closed list, stored as text.
pub(crate) trait Word: Sized + Copy + 'static {
    const WHAT: &'static str;
    const ALL: &'static [(Self, &'static str)];
    fn word(self) -> &'static str;
}
macro_rules! words {
    ($($name:ty, $what:literal: { $($variant:ident => $word:literal),+ $(,)? })+) => {$(
        impl $crate::sql::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [(Self, &'static str)] = &[$((<$name>::$variant, $word)),+];
            fn word(self) -> &'static str {
                match self { $(<$name>::$variant => $word),+ }
            }
        }
    )+};
}
pub(crate) use words;

words! {
    Flow, "flow": { Purchases => "purchases", Sales => "sales" }
    SplitMode, "split mode": { PerFile => "per_file", PerPage => "per_page", Automatic => "automatic" }
    DocumentStatus, "document status": {
        Reading => "reading", ToSplit => "to_split", ToReview => "to_review", Ready => "ready",
        Published => "published", Archived => "archived",
    }
    DocumentKind, "document kind": {
        Invoice => "invoice", CreditNote => "credit_note", Receipt => "receipt", CardSlip => "card_slip",
        ExpenseReport => "expense_report", CommissionStatement => "commission_statement", Other => "other",
    }
    Side, "side": { Debit => "debit", Credit => "credit" }
    PaymentDefaultScope, "scope of a default payment method": {
        All => "all", Receipts => "receipts", ExpenseReports => "expense_reports",
    }
    ThirdPartyKind, "kind of third party": { Supplier => "supplier", Customer => "customer" }
    EntryPurpose, "purpose of an entry": {
        Document => "document", Payment => "payment", TaxDue => "tax_due", Reversed => "reversed",
        Reversal => "reversal",
    }
    RateOrigin, "origin of a rate": { Label => "label", Assumed => "assumed", User => "user" }
    VatExigibility, "exigibility of VAT": { Debits => "debits", Payments => "payments" }
    VatTerritory, "territory of VAT": {
        FranceMainland => "france_mainland", Corsica => "corsica", FranceOverseas => "france_overseas",
        FranceOverseasUntaxed => "france_overseas_untaxed", Belgium => "belgium",
    }
    PersonRole, "role of a person": {
        Employee => "employee", Partner => "partner", SoleTrader => "sole_trader", Other => "other",
    }
    VatScheme, "VAT scheme": {
        Standard => "standard", ReverseCharge => "reverse_charge", Intracom => "intracom", Exempt => "exempt",
        Export => "export",
    }
    FieldName, "field": {
        DocType => "doc_type", IssueDate => "issue_date", DueDate => "due_date", InvoiceNumber => "invoice_number",
        SupplierName => "supplier_name", SupplierCountry => "supplier_country", SupplierSiren => "supplier_siren",
        SupplierSiret => "supplier_siret", SupplierVat => "supplier_vat", CustomerName => "customer_name",
        CustomerVat => "customer_vat", CustomerSiren => "customer_siren", Currency => "currency",
        TotalTtc => "total_ttc", TotalHt => "total_ht", TotalVat => "total_vat", AmountDue => "amount_due",
        DepositAmount => "deposit_amount", Prepaid => "prepaid", VatScheme => "vat_scheme",
        PaymentMethod => "payment_method", CardLast4 => "card_last4", Iban => "iban", Bic => "bic",
        StructuredComm => "structured_comm", OrderReference => "order_reference",
        DeliveryDate => "delivery_date", PaymentTerms => "payment_terms", SupplierAddress => "supplier_address",
        CustomerAddress => "customer_address", ReverseCharge => "reverse_charge", OtherKind => "other_kind",
    }
}

/// Reading typed values out of a row, by position.
pub(crate) trait Columns {
    fn key<T: Key>(&self, index: usize) -> rusqlite::Result<T>;
    fn key_if_any<T: Key>(&self, index: usize) -> rusqlite::Result<Option<T>>;
    fn word<T: Word>(&self, index: usize) -> rusqlite::Result<T>;
    fn word_if_any<T: Word>(&self, index: usize) -> rusqlite::Result<Option<T>>;
    fn parsed<T: std::str::FromStr>(&self, index: usize, what: &'static str) -> rusqlite::Result<T>;
    fn parsed_if_any<T: std::str::FromStr>(
        &self,
        index: usize,
        what: &'static str,
    ) -> rusqlite::Result<Option<T>>;
    fn json<T: DeserializeOwned>(&self, index: usize, what: &'static str) -> rusqlite::Result<T>;
    fn json_if_any<T: DeserializeOwned>(
        &self,
        index: usize,
        what: &'static str,
    ) -> rusqlite::Result<Option<T>>;
    fn amount(&self, index: usize) -> rusqlite::Result<Amount>;
    fn amount_if_any(&self, index: usize) -> rusqlite::Result<Option<Amount>>;
    fn rate(&self, index: usize) -> rusqlite::Result<VatRate>;
    fn rate_if_any(&self, index: usize) -> rusqlite::Result<Option<VatRate>>;
    fn date(&self, index: usize) -> rusqlite::Result<Date>;
    fn date_if_any(&self, index: usize) -> rusqlite::Result<Option<Date>>;
    fn at(&self, index: usize) -> rusqlite::Result<Timestamp>;
    fn at_if_any(&self, index: usize) -> rusqlite::Result<Option<Timestamp>>;
    fn digest(&self, index: usize) -> rusqlite::Result<Digest>;
    fn size(&self, index: usize) -> rusqlite::Result<u64>;
}

fn parse<T: std::str::FromStr>(index: usize, text: &str, what: &'static str) -> rusqlite::Result<T> {
    text.parse().map_err(|_| strange(index, text, what))
}
fn find_word<T: Word>(index: usize, text: &str) -> rusqlite::Result<T> {
    T::ALL
        .iter()
        .find(|(_, word)| *word == text)
        .map(|(value, _)| *value)
        .ok_or_else(|| strange(index, text, T::WHAT))
}
fn from_json<T: DeserializeOwned>(index: usize, text: &str, what: &'static str) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|_| strange(index, text, what))
}
fn to_rate(index: usize, points: i64) -> rusqlite::Result<VatRate> {
    u16::try_from(points)
        .ok()
        .and_then(VatRate::from_basis_points)
        .ok_or_else(|| strange(index, points, "VAT rate"))
}

impl Columns for Row<'_> {
    fn key<T: Key>(&self, index: usize) -> rusqlite::Result<T> {
        self.get(index).map(T::of_key)
    }
    fn key_if_any<T: Key>(&self, index: usize) -> rusqlite::Result<Option<T>> {
        Ok(self.get::<_, Option<[u8; 16]>>(index)?.map(T::of_key))
    }
    fn word<T: Word>(&self, index: usize) -> rusqlite::Result<T> {
        find_word(index, text(self, index)?)
    }
    fn word_if_any<T: Word>(&self, index: usize) -> rusqlite::Result<Option<T>> {
        text_if_any(self, index)?.map(|text| find_word(index, text)).transpose()
    }
    fn parsed<T: std::str::FromStr>(&self, index: usize, what: &'static str) -> rusqlite::Result<T> {
        parse(index, text(self, index)?, what)
    }
    fn parsed_if_any<T: std::str::FromStr>(
        &self,
        index: usize,
        what: &'static str,
    ) -> rusqlite::Result<Option<T>> {
        text_if_any(self, index)?.map(|text| parse(index, text, what)).transpose()
    }
    fn json<T: DeserializeOwned>(&self, index: usize, what: &'static str) -> rusqlite::Result<T> {
        from_json(index, text(self, index)?, what)
    }
    fn json_if_any<T: DeserializeOwned>(
        &self,
        index: usize,
        what: &'static str,
    ) -> rusqlite::Result<Option<T>> {
        text_if_any(self, index)?.map(|text| from_json(index, text, what)).transpose()
    }
    fn amount(&self, index: usize) -> rusqlite::Result<Amount> {
        self.get(index).map(Amount::from_cents)
    }
    fn amount_if_any(&self, index: usize) -> rusqlite::Result<Option<Amount>> {
        Ok(self.get::<_, Option<i64>>(index)?.map(Amount::from_cents))
    }
    fn rate(&self, index: usize) -> rusqlite::Result<VatRate> {
        to_rate(index, self.get(index)?)
    }
    fn rate_if_any(&self, index: usize) -> rusqlite::Result<Option<VatRate>> {
        self.get::<_, Option<i64>>(index)?.map(|points| to_rate(index, points)).transpose()
    }
    fn date(&self, index: usize) -> rusqlite::Result<Date> {
        self.parsed(index, "date")
    }
    fn date_if_any(&self, index: usize) -> rusqlite::Result<Option<Date>> {
        match text_if_any(self, index)? {
            None | Some("") => Ok(None),
            Some(text) => parse(index, text, "date").map(Some),
        }
    }
    fn at(&self, index: usize) -> rusqlite::Result<Timestamp> {
        self.get(index).map(Timestamp::from_millis)
    }
    fn at_if_any(&self, index: usize) -> rusqlite::Result<Option<Timestamp>> {
        Ok(self.get::<_, Option<i64>>(index)?.map(Timestamp::from_millis))
    }
    fn digest(&self, index: usize) -> rusqlite::Result<Digest> {
        self.get(index).map(Digest::from_bytes)
    }
    fn size(&self, index: usize) -> rusqlite::Result<u64> {
        let size: i64 = self.get(index)?;
        u64::try_from(size).map_err(|_| strange(index, size, "size"))
    }
}

fn text<'r>(row: &'r Row<'_>, index: usize) -> rusqlite::Result<&'r str> {
    let value = row.get_ref(index)?;
    value.as_str().map_err(|error| mismatch(index, error, value.data_type()))
}
fn text_if_any<'r>(row: &'r Row<'_>, index: usize) -> rusqlite::Result<Option<&'r str>> {
    let value = row.get_ref(index)?;
    value.as_str_or_null().map_err(|error| mismatch(index, error, value.data_type()))
}
fn mismatch(index: usize, error: FromSqlError, found: Type) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, found, Box::new(error))
}

/// JSON for a column.
pub(crate) fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    Ok(serde_json::to_string(value)?)
}
/// JSON for a column that may be empty.
pub(crate) fn to_json_if_any<T: Serialize>(value: Option<&T>) -> Result<Option<String>, StoreError> {
    value.map(to_json).transpose()
}

/// The rows of a cached statement.
pub(crate) fn rows<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params, read)?;
    Ok(rows.collect::<rusqlite::Result<Vec<T>>>()?)
}

/// The first row of a cached statement, if any.
pub(crate) fn row<T>(
    connection: &rusqlite::Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    Ok(connection.prepare_cached(sql)?.query_row(params, read).optional()?)
}

/// Runs a cached statement; the number of rows that it changed.
pub(crate) fn run(
    connection: &rusqlite::Connection,
    sql: &str,
    params: impl Params,
) -> Result<usize, StoreError> {
    Ok(connection.prepare_cached(sql)?.execute(params)?)
}
